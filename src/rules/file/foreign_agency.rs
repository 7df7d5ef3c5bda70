//! T12: the folder, or the form, belongs to one agency and the code written in it is another's.

use crate::model::agency::{Agency, AgencyCode};
use crate::model::extraction::OwnTable;
use crate::model::finding::{Effect, Severity};
use crate::model::inbox::Folder;
use crate::model::register::Register;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{agency_names, format};

/// Figures of one office counted for another are the worst mistake, so the version is returned.
pub static RULE: Rule = Rule {
    code: "T12",
    name: "foreign_agency",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Mã đơn vị trong tệp không phải của thư mục hoặc biểu mẫu này",
    advice: "Đề nghị kiểm tra ô “Mã đơn vị” ở trang ThongTin và thư mục nộp; gửi tệp vào đúng thư mục của đơn vị.",
    explanation: "Số liệu của đơn vị này tính cho đơn vị khác là sai sót nặng nhất, nên báo cáo được trả lại để đơn vị xác nhận. Đơn vị trực thuộc được nộp vào thư mục của cơ quan cấp trên.",
    example: "Tệp trong thư mục của Sở Y tế nhưng ghi mã đơn vị STC. Đề nghị kiểm tra lại.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    if let (Some(own), Folder::Agency(owner)) = (&extraction.own_table, case.folder) {
        in_titles(case, own, owner, emitter);
    }
    // A code that the register does not have is another rule's.
    let Some(written) = agency_names::find(case.register, info.agency.text()) else { return };
    let code = format::quote(&info.agency.typed);
    let place = info.agency.place(&info.sheet);
    match case.folder {
        Folder::Agency(owner) if is_foreign(case.register, written, owner) => {
            let name = case.register.short_name(owner);
            emitter.at(place, format!("Tệp trong thư mục của {name} nhưng ghi mã đơn vị {code}. Đề nghị kiểm tra lại."));
        }
        _ => {
            let Some(meta) = extraction.meta_agency.as_deref().filter(|meta| !meta.trim().is_empty()) else { return };
            let issued_to = agency_names::find(case.register, meta);
            if !issued_to.is_some_and(|agency| stands_for(agency, &written.code)) {
                let issued_to = issued_to.map_or_else(|| format::quote(meta), |agency| agency.short.clone());
                emitter.at(place, format!("Biểu mẫu cấp cho {issued_to} nhưng ghi mã đơn vị {code}. Đề nghị kiểm tra lại."));
            }
        }
    }
}

/// Above an office's own table stands whose it is. In another's folder rows of shared tasks would fit all the same.
fn in_titles(case: &FileCase<'_>, own: &OwnTable, owner: &AgencyCode, emitter: &mut Emitter) {
    let lines = own.titles.iter().flat_map(|(place, text)| text.lines().map(move |line| (place, line)));
    let named: Vec<_> = lines.filter_map(|(place, line)| Some((place, agency_names::find(case.register, line)?))).collect();
    if named.iter().any(|(_, agency)| stands_for(agency, owner) || agency.parent.as_ref() == Some(owner)) {
        return;
    }
    if let Some((place, agency)) = named.first() {
        let (owner, agency) = (case.register.short_name(owner), &agency.short);
        emitter.at((*place).clone(), format!("Tệp trong thư mục của {owner} nhưng tiêu đề bảng ghi {agency}. Đề nghị kiểm tra lại."));
    }
}

/// Is it another agency than the owner of the folder, what is below it, and who took over from it?
fn is_foreign(register: &Register, written: &Agency, owner: &AgencyCode) -> bool {
    let own = stands_for(written, owner) || written.parent.as_ref() == Some(owner);
    !own && agency_names::resolve(register, owner.as_str()).as_ref() != Some(&written.code)
}

/// Is it this agency, or one that this agency took over?
fn stands_for(agency: &Agency, code: &AgencyCode) -> bool {
    &agency.code == code || agency.successor.as_ref() == Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::Place;
    use crate::rules::testing::*;

    fn in_folder(path: &str, written: &str, meta: Option<&str>) -> FileSample {
        let received = FileSample { file: inbox_file(path), ..FileSample::workbook() };
        received.with(|x| {
            x.report.info.agency = text(written);
            x.meta_agency = meta.map(Into::into);
        })
    }

    #[test]
    fn the_title_of_an_own_table_must_not_name_another_agency() {
        let titled = |lines: &[&str]| {
            let titles = lines.iter().map(|line| (Place::sheet("Sheet1"), (*line).to_owned())).collect();
            let own = OwnTable { titles, without: Vec::new() };
            let received = FileSample { file: inbox_file("SYT/a.xlsx"), ..FileSample::workbook() };
            fires_on_file(&RULE, &received.with(|x| x.own_table = Some(own)))
        };
        let found = titled(&["UBND TỈNH HÀ TĨNH", "SỞ TÀI CHÍNH"]);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("tiêu đề bảng ghi"), "{}", found[0].message);
        assert_eq!(titled(&["UBND TỈNH HÀ TĨNH\nSỞ Y TẾ", "BÁO CÁO gửi Sở Tài chính"]), []);
        assert_eq!(titled(&["SỞ Y TẾ", "Sở Tài chính"]), [], "its own name is among them");
        assert_eq!(titled(&[]), []);
    }

    #[test]
    fn a_report_in_a_foreign_folder_is_returned() {
        let found = fires_on_file(&RULE, &in_folder("SYT/a.xlsx", "STC", Some("STC")));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.sheet.as_deref(), Some("ThongTin"));
    }

    #[test]
    fn a_form_issued_to_another_agency_is_returned() {
        let found = fires_on_file(&RULE, &in_folder("_chung/a.xlsx", "STC", Some("SYT")));
        assert_eq!(messages(&found), ["Biểu mẫu cấp cho Sở Y tế nhưng ghi mã đơn vị STC. Đề nghị kiểm tra lại."]);
    }

    #[test]
    fn its_own_folder_the_common_one_and_that_of_its_parent_are_fine() {
        for (path, written, meta) in [
            ("SYT/a.xlsx", "Sở Y tế", Some("SYT")),
            ("_chung/a.xlsx", "STC", Some("STC")),
            ("_chung/a.xlsx", "STC", None),
            ("SYT/a.xlsx", "TTKSBT", Some("TTKSBT")),
        ] {
            assert_eq!(fires_on_file(&RULE, &in_folder(path, written, meta)), [], "{path} {written}");
        }
    }

    #[test]
    fn the_parent_may_not_report_in_the_folder_of_its_child() {
        assert_eq!(fires_on_file(&RULE, &in_folder("TTKSBT/a.xlsx", "SYT", Some("SYT"))).len(), 1);
    }

    #[test]
    fn a_predecessors_code_in_the_folder_of_its_successor_is_fine() {
        let mut received = in_folder("SYT/a.xlsx", "STC", Some("STC"));
        received.register.agencies[2].successor = Some(code("SYT"));
        assert_eq!(fires_on_file(&RULE, &received), []);
    }

    #[test]
    fn the_folder_of_an_agency_that_ended_is_that_of_its_successor() {
        let mut received = in_folder("STC/a.xlsx", "STC", Some("STC"));
        (received.register.agencies[2].successor, received.register.agencies[2].to) = (Some(code("SYT")), Some(day(2025, 7, 9)));
        assert_eq!(fires_on_file(&RULE, &received), []);
        let merged = received.register.agencies.iter_mut().find(|a| !["SYT", "STC"].contains(&a.code.as_str())).unwrap();
        (merged.successor, merged.to) = (Some(code("SYT")), Some(day(2025, 7, 9)));
        assert_eq!(fires_on_file(&RULE, &received), [], "whether it spoke in time is asked of its receipt");
    }
}
