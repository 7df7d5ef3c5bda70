//! The page as text: what its policy allows, what stands in it, and that nothing of an office becomes markup.

use super::*;
use crate::model::class::TaskClass;
use crate::model::comparison::{ClassChange, Comparison};
use crate::model::config::{Config, Layout};
use crate::model::consolidation::Consolidation;
use crate::products::of_edition;
use crate::sheets::testing;
use serde_json::Value;

fn page_of(c: &Consolidation) -> String {
    testing::with_input_of(c, |input| html(input).unwrap())
}

/// What the page carries beside its markup.
fn unpacked(html: &str) -> Value {
    let (_, rest) = html.split_once("id=\"du-lieu\">\"").unwrap();
    let packed = rest.split_once('"').unwrap().0;
    let letters = |byte: u8| "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".bytes().position(|known| known == byte);
    let bits: Vec<u8> =
        packed.bytes().filter_map(letters).flat_map(|six| (0..6).rev().map(move |bit| u8::from(six >> bit & 1 == 1))).collect();
    let bytes: Vec<u8> = bits.chunks_exact(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit)).collect();
    let mut room = vec![0; 1 << 22];
    let length = libdeflater::Decompressor::new().zlib_decompress(&bytes, &mut room).unwrap();
    serde_json::from_slice(&room[..length]).unwrap()
}

#[test]
fn the_page_is_the_same_each_time_and_carries_every_line() {
    let c = testing::consolidation();
    let page = page_of(&c);
    assert_eq!(page, page_of(&c));
    let data = unpacked(&page);
    assert_eq!(data["schema"], "tonghop.page/1");
    for (list, length) in [("tasks", c.tasks.len()), ("targets", c.targets.len()), ("offices", c.agencies.len())] {
        assert_eq!(data[list].as_array().unwrap().len(), length, "{list}");
    }
    assert_eq!(data["communes"].as_array().unwrap().len(), c.criteria.lines.len());
}

#[test]
fn what_changed_is_what_the_first_page_counts() {
    let mut c = testing::consolidation();
    let code = |at: usize| c.tasks[at].task.code.clone();
    let change = |task, late_in| ClassChange { task, before: None, now: TaskClass::InProgress, late_in };
    // A task that is withdrawn before anybody counted it differs from the week before, and is no change.
    let changes = vec![change(code(1), None), change(code(2), Some(c.period.previous()))];
    c.comparison = c.comparison.take().map(|before| Comparison { changes, ..before });
    let data = unpacked(&page_of(&c));
    assert_eq!((&data["moved"], &data["moved_late"]), (&serde_json::json!([1]), &serde_json::json!([2])));
    c.comparison = None;
    let data = unpacked(&page_of(&c));
    assert_eq!(["before", "moved", "moved_late", "measured"].map(|key| data[key].to_string()), ["\"\"", "[]", "[]", "[]"]);
}

#[test]
fn each_figure_of_the_page_has_its_list() {
    let page = page_of(&testing::consolidation());
    let figures = unpacked(&page)["figures"].as_array().unwrap().clone();
    let links: Vec<usize> = page.split("href=\"#so/").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
    assert!(links.len() > 40, "{}", links.len());
    for (number, figure) in figures.iter().enumerate() {
        assert!(links.contains(&number), "{figure}");
    }
    assert!(links.iter().all(|number| *number < figures.len()));
}

#[test]
fn only_the_script_and_the_style_of_the_page_are_allowed() {
    let page = page_of(&testing::consolidation());
    let between = |from: &str, to: &str| page.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
    let policy = between("Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains(&format!("script-src '{}'", policy_hash(&between("<script>", "</script>")))), "{policy}");
    assert!(policy.contains(&format!("style-src '{}'", policy_hash(&between("<style>", "</style>")))), "{policy}");
    assert!(!policy.contains("unsafe") && !page.contains(" onclick=") && !page.contains(" style=\""));
    assert!(
        !page.contains("http://") && !page.contains("https://") && !page.contains("innerHTML"),
        "no foreign address, no text as markup"
    );
}

#[test]
fn whatever_an_office_writes_stays_text() {
    let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> ]]> \u{202e}ngược {{script}}";
    let mut c = testing::consolidation();
    let honest = page_of(&c);
    for line in &mut c.tasks {
        line.task.content = hostile.into();
        line.cause = hostile.to_owned();
        line.result = format!("{hostile}{}", "dài ".repeat(2_500));
    }
    c.agencies.iter_mut().for_each(|agency| agency.short = hostile.to_owned());
    let page = page_of(&c);
    for mark in ["<script", "</script", "<img", "<style"] {
        assert_eq!(page.matches(mark).count(), honest.matches(mark).count(), "{mark}");
    }
    let data = unpacked(&page);
    assert_eq!(data["tasks"][0]["content"], format::clean(hostile));
    let result = data["tasks"][0]["result"].as_str().unwrap();
    assert!(result.ends_with(" ký tự)") && result.chars().count() < 2_100, "a text longer than anybody reads is cut, and says so");
}

#[test]
fn a_desk_has_the_page_where_it_wants_it_and_never_of_a_draft() {
    let with = |html| Config { html, ..testing::config() };
    let has = |edition, html| of_edition(edition, &with(html)).any(|(kind, ..)| kind == Kind::Page);
    let release = Edition::Release { version: 1, late: false };
    assert!(has(release, true) && has(Edition::Frozen, true));
    assert!(!has(release, false) && !has(Edition::Draft, true));
}

#[test]
fn both_layouts_have_their_head() {
    let mut config = testing::config();
    let head = |config: &Config| testing::with_config(config, |input| html(input).unwrap());
    assert!(head(&config).contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    config.desk.layout = Layout::Party;
    let party = head(&config);
    assert!(party.contains("ĐẢNG CỘNG SẢN VIỆT NAM") && party.contains("<br>*</p>"), "a star, and no rule, below a Party body");
}
