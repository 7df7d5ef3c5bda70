//! `Ghi chú của đơn vị` (stays at the desk): what offices wrote this period that enters no figure, in their own words.

use crate::forms::desk_file::INTERNAL_SHEETS;
use crate::forms::{self, Form};
use crate::model::consolidation::Consolidation;
use crate::model::moment;
use crate::model::remark::Remark;
use crate::model::report::SheetId;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::submissions;
use crate::text::{format, normalise};

const COLUMNS: [Column; 9] = [
    column("TT", 5.0),
    column("Mã đơn vị", 18.0),
    column("Đơn vị", 24.0),
    column("Trang tính", 14.0),
    column("Ô", 8.0),
    column("Mã", 14.0),
    column("Nội dung", 40.0),
    column("Cột", 22.0),
    column("Đơn vị ghi", 70.0),
];

/// So many of an office are listed; whoever writes more is read in the file itself.
const SHOWN: usize = 200;

/// One line a cell, agencies in print order, each in the order of its report. Only new words: what was read last week stands no more.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "GHI CHÚ CỦA ĐƠN VỊ: NỘI DUNG MỚI KHÔNG NẰM TRONG SỐ LIỆU";
    let mut sheet = frame::open(input, INTERNAL_SHEETS[3], title, &COLUMNS, 3);
    let form = forms::current(moment::day(c.cutoffs.release));
    let shown = submissions::pairs(c).flat_map(|(agency, s)| s.remarks.iter().take(SHOWN).map(move |remark| (agency, remark)));
    let mut count = 0u32;
    for (agency, remark) in shown {
        count += 1;
        frame::push(
            &mut sheet,
            vec![
                Cell::count(count, CENTERED),
                Cell::text(agency.code.as_str(), Style::BODY),
                Cell::text(format::clean(&agency.short), Style::BODY),
                frame::body(&remark.sheet_name, COLUMNS[3].width),
                Cell::text(remark.cell.map_or_else(String::new, |cell| cell.to_string()), CENTERED),
                frame::body(&remark.about, COLUMNS[5].width),
                frame::body(subject(c, remark), COLUMNS[6].width),
                frame::body(heading(form, remark), COLUMNS[7].width),
                frame::body(&remark.text, COLUMNS[8].width),
            ],
        );
    }
    frame::filter(&mut sheet);
    if count == 0 {
        frame::merged(&mut sheet, "Không có ghi chú mới.", FOOT);
    }
    for (agency, submission) in submissions::pairs(c) {
        if let rest @ 1.. = submission.remarks.len().saturating_sub(SHOWN) {
            let name = format::clean(&agency.short);
            frame::merged(&mut sheet, format!("{name}: còn {rest} ghi chú khác trong tệp của đơn vị."), FOOT);
        }
    }
    frame::finish(sheet)
}

fn heading<'f>(form: Option<&'f Form>, remark: &Remark) -> &'f str {
    form.map_or("", |form| forms::column_name(form, remark.sheet, remark.field))
}

/// What the row of a remark is about, in the words of the register.
fn subject<'c>(c: &'c Consolidation, remark: &Remark) -> &'c str {
    let about = remark.about.as_str();
    match remark.sheet {
        SheetId::Tasks => TaskCode::parse(about).and_then(|code| c.task(&code)).map_or("", |line| &line.task.content),
        SheetId::Targets => TargetCode::parse(about).and_then(|code| c.target(&code)).map_or("", |line| &line.target.name),
        SheetId::Criteria => {
            let code = normalise::key(about);
            let criterion = c.criteria.criteria.iter().find(|criterion| normalise::key(&criterion.code) == code);
            criterion.map_or("", |criterion| &criterion.name)
        }
        SheetId::Info | SheetId::ExtraTasks => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::model::report::FieldId;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn a_line_for_each_cell_with_what_it_is_about() {
        let remark = |sheet, about: &str, field, words: &str| Remark {
            sheet,
            sheet_name: "NhiemVu".into(),
            cell: Some(CellRef::new(8, 16)),
            about: about.into(),
            field,
            text: words.into(),
            is_alone: true,
        };
        let mut c = testing::consolidation();
        c.submissions[0].remarks = vec![
            remark(SheetId::Info, "", FieldId::Note, "Đang sắp xếp lại phòng"),
            remark(SheetId::Tasks, "KH11-008", FieldId::Note, "=1+1 chờ Bộ cho ý kiến"),
        ];
        testing::with_input_of(&c, |input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn of_an_office_that_writes_very_much_the_rest_is_counted() {
        let remark = Remark {
            sheet: SheetId::Tasks,
            sheet_name: "NhiemVu".into(),
            cell: None,
            about: "KH11-008".into(),
            field: FieldId::Note,
            text: "Chờ".into(),
            is_alone: false,
        };
        let mut c = testing::consolidation();
        c.submissions[0].remarks = vec![remark; SHOWN + 3];
        testing::with_input_of(&c, |input| assert!(dump(&sheet(input)).contains("Sở Y tế: còn 3 ghi chú khác trong tệp của đơn vị.")));
    }

    #[test]
    fn none_is_said_in_words() {
        testing::with_input(|input| assert!(dump(&sheet(input)).contains("Không có ghi chú mới.")));
    }
}
