//! The page is the same until something changes, its head is one block of a fixed width, and no text becomes markup.

use super::*;
use crate::model::agency::{Agency, AgencyCode, AgencyKind, Contact};
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::sheets::testing;
use crate::sheets::to_do::{self, OwnWork, ToDoInput};
use crate::testing::member;
use std::collections::BTreeMap;

fn page(c: &Consolidation, contact: &Contact, layout: Layout, hour: i64) -> Content {
    let office =
        |info: &crate::model::consolidation::AgencyInfo| Agency { contact: contact.clone(), ..member(info.code.as_str(), info.kind) };
    let agencies = c.agencies.iter().map(office).chain([member("SKHCN", AgencyKind::Department)]).collect();
    let register = Register { agencies, ..Register::default() };
    let (desk, records) = (AgencyCode::parse("SKHCN").unwrap(), BTreeMap::new());
    let input = ToDoInput {
        consolidation: c,
        register: &register,
        records: &records,
        desk: &desk,
        desk_name: "Sở Khoa học và Công nghệ",
        layout,
        rehearsal: false,
        released: false,
        now: c.cutoffs.submit + chrono::TimeDelta::hours(hour),
        own: OwnWork { forms: true, sent: false, trouble: false },
    };
    let to_do = to_do::of(&input);
    let files = [("Sổ tổng hợp".to_owned(), "../ket-qua/2025-W28/TongHop SKHCN.xlsx".to_owned())];
    let week = ScreenWeek { input, to_do: &to_do, cutoffs: c.cutoffs, files: &files };
    Content::of(&ScreenInput { desk_name: "Sở", period: "tuần 28/2025", rehearsal: false, week: Some(week), calendar: &[] })
}

fn contact() -> Contact {
    Contact {
        officer: "Nguyễn Văn An".into(), phone: "0912 345 678; máy lẻ 12".into(), mail: "an@sokhcn.vn".into(), leader: String::new()
    }
}

fn head(key: &str) -> Head {
    let at = Moment::parse_from_rfc3339("2025-07-11T10:38:00+07:00").unwrap();
    Head { key: key.to_owned(), at, due: None, troubles: vec!["</script><b>".to_owned()], notices: Vec::new() }
}

#[test]
fn sections_stand_in_the_order_in_which_to_act() {
    let whole = page(&testing::consolidation(), &contact(), Layout::State, 1).whole(&head(""));
    let places: Vec<usize> = ["chua-tinh", "muon", "ban", "chua-nhan", "cho", "tin", "can-sua", "kien-nghi", "khoi", "may"]
        .iter()
        .map(|id| whole.find(&format!("<h2 id=\"{id}\">")).unwrap_or_else(|| panic!("no section {id}: {whole}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(whole.contains("<a href=\"tel:0912345678\">0912 345 678</a>") && whole.contains("máy lẻ 12"), "{whole}");
    assert!(whole.contains("<a href=\"mailto:an@sokhcn.vn\">") && whole.contains("ket-qua/2025-W28/TongHop%20SKHCN.xlsx"), "{whole}");
}

#[test]
fn the_head_is_one_block_whatever_it_says() {
    let content = page(&testing::consolidation(), &contact(), Layout::State, -1);
    let (mut one, key) = (head(&content.key()), content.key());
    let whole = content.whole(&one);
    let (read, at) = Head::read(&whole).unwrap();
    assert_eq!((&read, read.key.as_str()), (&one, key.as_str()));
    assert!(at < 4_000, "a look at the beginning finds it: {at}");
    one.troubles = vec!["sự cố ".repeat(500); 60];
    one.notices = vec!["nhắc ".repeat(500); 60];
    let block = one.block();
    assert_eq!(block.len(), BLOCK);
    let again = format!("{}{block}{}", &whole[..at], &whole[at + BLOCK..]);
    assert!(!Head::read(&again).unwrap().0.troubles.is_empty());
    assert_eq!(content.whole(&one), again, "the rest is the same");
}

#[test]
fn what_changes_changes_the_key_and_nothing_else_does() {
    let c = testing::consolidation();
    let key = |c: &Consolidation, contact: &Contact, hour| page(c, contact, Layout::State, hour).key();
    let first = key(&c, &contact(), -1);
    assert_eq!(first, key(&c, &contact(), -1));
    assert_ne!(first, key(&c, &Contact::default(), -1), "another telephone");
    assert_ne!(first, key(&c, &contact(), 1), "the cutoff came");
    let mut other = c.clone();
    other.submissions[0].standing = crate::model::submission::Standing::Missing;
    assert_ne!(first, key(&other, &contact(), -1));
}

#[test]
fn no_text_becomes_markup() {
    const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&";
    let mut c = testing::consolidation();
    for agency in &mut c.agencies {
        (agency.name, agency.short) = (HOSTILE.to_owned(), HOSTILE.to_owned());
    }
    for finding in c.submissions.iter_mut().flat_map(|s| &mut s.findings) {
        finding.message = HOSTILE.to_owned();
    }
    let hostile = Contact { leader: HOSTILE.into(), officer: HOSTILE.into(), phone: HOSTILE.into(), mail: format!("a@b{HOSTILE}") };
    let whole = page(&c, &hostile, Layout::State, -1).whole(&head(""));
    assert_eq!(whole.matches("<script").count(), 2, "its own head and script");
    assert!(!whole.contains("<img") && !whole.contains("onerror=alert(2)>'"), "{whole}");
}

#[test]
fn a_party_desk_reads_its_own_words() {
    for hour in [-1, 1] {
        let whole = page(&testing::consolidation(), &contact(), Layout::Party, hour).whole(&head(""));
        let shown = whole.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0.to_lowercase();
        assert!(!shown.contains("nộp") && !shown.contains("trả lại") && !shown.contains("cần gửi lại"), "{shown}");
    }
}
