//! The register made from a list that a desk kept by itself: its rows, and before them a sheet of what a person has to look at. What was
//! concluded is yellow, what is still missing is orange; nothing else is filled in.

use super::register_layout::{Column, Need, SheetLayout, agencies, targets, tasks};
use super::register_template::{book_with, page, style};
use super::row_height;
use super::sheet::{Align, Book, Cell, Row, Sheet, Style, Value};
use crate::model::agency::Route;
use crate::model::found_list::{FoundList, FoundOffice, FoundOffices, FoundTarget, FoundTask};
use crate::model::moment::Moment;
use crate::model::target::Aggregation;
use crate::model::task::Validity;
use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

/// The sheet of what a person has to look at; no sheet of the register.
pub const DOUBTS: &str = "CanXem";
/// Behind what was concluded or proposed.
const PROPOSED: u32 = 0x00FF_F2CC;
/// Behind what has to be filled in.
const MISSING: u32 = 0x00F8_CBAD;

/// What a register begins with besides the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning<'a> {
    /// Name of the file of the list.
    pub file: &'a str,
    /// Code of the desk, proposed as the one that chases.
    pub desk: &'a str,
    /// Proposed as the first day of all offices.
    pub from: NaiveDate,
}

/// What stands in a cell.
enum Said {
    /// The list says it.
    Read(Value),
    /// It was concluded, or is proposed.
    Proposed(Value),
    /// Nothing is known.
    Nothing,
}

/// The register with the sheet of what has to be looked at in front.
pub fn book(list: &FoundList, beginning: Beginning<'_>, created: Moment) -> Book {
    let mut book = book_with(created, |sheet| rows(sheet, list, beginning));
    book.sheets.insert(0, doubts(list, beginning));
    book
}

fn rows(sheet: &SheetLayout, list: &FoundList, beginning: Beginning<'_>) -> Vec<Vec<Cell>> {
    let row = |said: &dyn Fn(&Column) -> Said| sheet.columns.iter().map(|column| cell(column, said(column))).collect::<Vec<Cell>>();
    if sheet.name == agencies::SHEET.name {
        let rows = list.offices.iter().enumerate();
        rows.map(|(at, office)| row(&|column| office_cell(column.heading, office, at + 1, beginning))).collect()
    } else if sheet.name == tasks::SHEET.name {
        list.tasks.iter().map(|task| row(&|column| task_cell(column.heading, task, beginning))).collect()
    } else if sheet.name == targets::SHEET.name {
        list.targets.iter().map(|target| row(&|column| target_cell(column.heading, target))).collect()
    } else {
        Vec::new()
    }
}

fn cell(column: &Column, said: Said) -> Cell {
    let style = style(column);
    match said {
        Said::Read(value) => Cell { value, style },
        // What has to be there and is not known is to be filled in, whatever else was not understood.
        Said::Proposed(Value::Blank) if column.need == Need::Value => {
            Cell { value: Value::Blank, style: Style { fill: Some(MISSING), ..style } }
        }
        Said::Proposed(value) => Cell { value, style: Style { fill: Some(PROPOSED), ..style } },
        Said::Nothing => Cell { value: Value::Blank, style: Style { fill: (column.need == Need::Value).then_some(MISSING), ..style } },
    }
}

fn read(text: impl Into<String>) -> Said {
    let text = text.into();
    if text.is_empty() { Said::Nothing } else { Said::Read(Value::Text(text)) }
}

fn proposed(text: impl Into<String>) -> Said {
    Said::Proposed(Value::Text(text.into()))
}

fn made_or_read(text: &str, made: bool) -> Said {
    if made { proposed(text) } else { read(text) }
}

fn concluded(label: Option<&'static str>) -> Said {
    label.map_or(Said::Nothing, proposed)
}

fn day(day: Option<NaiveDate>) -> Said {
    day.map_or(Said::Nothing, |day| Said::Read(Value::Date(day)))
}

fn year(year: Option<i32>) -> Said {
    year.map_or(Said::Nothing, |year| Said::Proposed(Value::Number(f64::from(year))))
}

/// Codes and groups as the register wants them; what is not all is said to be looked at.
fn parties(found: &FoundOffices) -> Said {
    let text = found.codes.iter().map(|code| code.as_str().to_owned()).chain(found.groups.iter().cloned()).collect::<Vec<_>>().join("; ");
    match (text.is_empty(), found.incomplete) {
        (true, true) => Said::Proposed(Value::Blank),
        (true, false) => Said::Nothing,
        (false, true) => proposed(text),
        (false, false) => read(text),
    }
}

fn office_cell(heading: &str, office: &FoundOffice, order: usize, beginning: Beginning<'_>) -> Said {
    let of = |column: &Column| heading == column.heading;
    if of(&agencies::CODE) {
        made_or_read(office.code.code.as_str(), office.code.proposed)
    } else if of(&agencies::NAME) {
        made_or_read(&office.name, office.name_concluded)
    } else if of(&agencies::SHORT) {
        made_or_read(&office.short, office.short_concluded)
    } else if of(&agencies::ALIASES) {
        read(office.aliases.join("; "))
    } else if of(&agencies::KIND) {
        concluded(office.kind.map(crate::model::agency::AgencyKind::label))
    } else if of(&agencies::BLOCK) {
        concluded(office.block().map(crate::model::agency::Block::label))
    } else if of(&agencies::GROUPS) {
        if office.groups.is_empty() { Said::Nothing } else { proposed(office.groups.join("; ")) }
    } else if of(&agencies::FOLDER) {
        made_or_read(office.code.code.as_str(), office.code.proposed)
    } else if of(&agencies::WEEKLY) {
        proposed("Có")
    } else if of(&agencies::ROUTE) {
        proposed(Route::Both.label())
    } else if of(&agencies::SUPERVISOR) {
        proposed(beginning.desk)
    } else if of(&agencies::LEADER) {
        read(&office.contact.leader)
    } else if of(&agencies::CONTACT) {
        read(&office.contact.officer)
    } else if of(&agencies::PHONE) {
        read(&office.contact.phone)
    } else if of(&agencies::MAIL) {
        read(&office.contact.mail)
    } else if of(&agencies::ORDER) {
        Said::Read(Value::Number(f64::from(u32::try_from(order).unwrap_or(u32::MAX))))
    } else if of(&agencies::FROM) {
        Said::Proposed(Value::Date(beginning.from))
    } else {
        Said::Nothing
    }
}

fn task_cell(heading: &str, task: &FoundTask, beginning: Beginning<'_>) -> Said {
    let of = |column: &Column| heading == column.heading;
    if of(&tasks::CODE) {
        made_or_read(task.code.code.as_str(), task.code.proposed)
    } else if of(&tasks::GROUP) {
        read(&task.group)
    } else if of(&tasks::CONTENT) {
        read(&task.content)
    } else if of(&tasks::DOCUMENT) {
        if task.document_of_list { proposed(&task.document) } else { read(&task.document) }
    } else if of(&tasks::ISSUED_ON) {
        day(task.issued_on)
    } else if of(&tasks::KIND) {
        concluded(task.kind.map(crate::model::task::TaskKind::label))
    } else if of(&tasks::LEADS) {
        parties(&task.leads)
    } else if of(&tasks::SUPPORTS) {
        parties(&task.supports)
    } else if of(&tasks::DEADLINE_KIND) {
        concluded(task.deadline_kind.map(crate::model::task::DeadlineKind::label))
    } else if of(&tasks::DEADLINE) {
        read(&task.deadline)
    } else if of(&tasks::START) {
        day(task.start)
    } else if of(&tasks::PLAN_YEAR) {
        year(task.plan_year)
    } else if of(&tasks::OUTPUT) {
        read(&task.output)
    } else if of(&tasks::BLOCK) {
        concluded(task.block.map(crate::model::agency::Block::label))
    } else if of(&tasks::SUPERVISOR) {
        proposed(beginning.desk)
    } else if of(&tasks::VALIDITY) {
        proposed(Validity::InForce.label())
    } else if of(&tasks::NOTE) {
        read(&task.note)
    } else {
        Said::Nothing
    }
}

fn target_cell(heading: &str, target: &FoundTarget) -> Said {
    let of = |column: &Column| heading == column.heading;
    if of(&targets::CODE) {
        made_or_read(target.code.code.as_str(), target.code.proposed)
    } else if of(&targets::GROUP) {
        read(&target.group)
    } else if of(&targets::NAME) {
        read(&target.name)
    } else if of(&targets::DOCUMENT) {
        if target.document_of_list { proposed(&target.document) } else { read(&target.document) }
    } else if of(&targets::UNIT) {
        read(&target.unit)
    } else if of(&targets::DIRECTION) {
        concluded(target.direction.map(crate::model::target::Direction::label))
    } else if of(&targets::COMPARISON) {
        concluded(target.comparison.map(crate::model::target::Comparison::label))
    } else if of(&targets::GOAL) {
        target.goal.and_then(|goal| goal.to_f64()).map_or(Said::Nothing, |goal| Said::Read(Value::Number(goal)))
    } else if of(&targets::PLAN_YEAR) {
        year(target.plan_year)
    } else if of(&targets::DUE) {
        read(&target.due)
    } else if of(&targets::AGGREGATION) {
        // What one office reports is nobody else's to add.
        let alone = target.leads.codes.len() == 1 && target.leads.groups.is_empty() && !target.leads.incomplete;
        concluded(alone.then_some(Aggregation::Lead.label()))
    } else if of(&targets::LEADS) {
        parties(&target.leads)
    } else if of(&targets::VALIDITY) {
        proposed(Validity::InForce.label())
    } else if of(&targets::NOTE) {
        read(&target.note)
    } else {
        Said::Nothing
    }
}

/// What holds for the register as a whole: what was proposed in every row, and columns that no list has.
pub fn proposals(list: &FoundList, beginning: Beginning<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let made = list.offices.iter().filter(|office| office.code.proposed).count();
    if made > 0 {
        said.push(format!(
            "Trang DonVi: {made} mã đơn vị là đề xuất. Mã dùng trong tên tệp, tên thư mục; đề nghị sửa trước khi gửi biểu mẫu đầu tiên."
        ));
    }
    let renamed = list.offices.iter().filter(|office| office.name_concluded || office.short_concluded).count();
    if renamed > 0 {
        said.push(format!(
            "Trang DonVi: {renamed} cơ quan có tên đầy đủ hoặc tên viết tắt ghi theo tên thường dùng, không theo chữ của danh sách (ô vàng); đề nghị xem."
        ));
    }
    if !list.offices.is_empty() {
        let from = crate::text::format::date(beginning.from);
        said.push(format!(
            "Trang DonVi: đề xuất mọi cơ quan gửi báo cáo tuần, gửi cả hai nơi, do {} đôn đốc, hiệu lực từ {from}. Đề nghị sửa ở cơ quan nào khác.",
            beginning.desk
        ));
    }
    let made = list.tasks.iter().filter(|task| task.code.proposed).count();
    if made > 0 {
        said.push(format!("Trang NhiemVu: {made} mã nhiệm vụ là đề xuất; đề nghị sửa trước khi gửi biểu mẫu đầu tiên."));
    }
    if !list.tasks.is_empty() {
        said.push(
            "Trang NhiemVu: loại nhiệm vụ suy từ số cơ quan chủ trì, phối hợp; loại thời hạn từ lời văn; khối từ cơ quan chủ trì."
                .to_owned(),
        );
    }
    if !list.targets.is_empty() {
        said.push(format!(
            "Trang ChiTieu: danh sách không có Cách ghi số liệu, Phương pháp đánh giá (và Cách tổng hợp nếu nhiều cơ quan); đề nghị chọn cho {} chỉ tiêu.",
            list.targets.len()
        ));
    }
    said
}

const WIDTHS: [f64; 6] = [6.0, 24.0, 40.0, 46.0, 46.0, 12.0];

fn doubts(list: &FoundList, beginning: Beginning<'_>) -> Sheet {
    let plain = Style { wrap: false, ..Style::PLAIN };
    let line = |text: String, style: Style| Row { height: 18.0, cells: vec![Cell::text(text, style)] };
    let mut rows = vec![
        line(
            "Những điểm cần xem khi lập danh mục từ danh sách có sẵn".to_owned(),
            Style { align: Align::Left, wrap: false, ..Style::TITLE },
        ),
        line(
            format!("Tệp danh sách: {}. Trang này không được đọc; xem xong xóa cũng được.", beginning.file),
            Style { italic: true, ..plain },
        ),
    ];
    let legend = |fill: u32, text: &str| Row {
        height: 18.0,
        cells: vec![Cell::blank(Style { fill: Some(fill), border: true, ..Style::PLAIN }), Cell::text(text, plain)],
    };
    rows.push(legend(PROPOSED, "ô vàng: chương trình suy ra hoặc đề xuất, đề nghị xem lại"));
    rows.push(legend(MISSING, "ô cam: danh sách không có, phải điền"));
    rows.push(line(String::new(), plain));
    rows.push(line("1. Chung cho cả danh mục".to_owned(), Style { bold: true, ..plain }));
    rows.extend(proposals(list, beginning).into_iter().map(|text| line(format!("- {text}"), plain)));
    rows.push(line(String::new(), plain));
    rows.push(line(format!("2. Từng chỗ trong danh sách ({})", list.doubts.len()), Style { bold: true, ..plain }));
    let headings = ["STT", "Chỗ trong danh sách", "Danh sách ghi", "Đã hiểu", "Đề nghị", "Đã xem"];
    let heading = u32::try_from(rows.len()).ok();
    rows.push(Row { height: 20.0, cells: headings.map(|heading| Cell::text(heading, Style::HEADING)).to_vec() });
    for (number, doubt) in (1u32..).zip(&list.doubts) {
        let texts = [&doubt.place_in_words(), &doubt.written, &doubt.understood, &doubt.decide, &String::new()];
        let mut cells = vec![Cell::count(number, Style { align: Align::Center, ..Style::BODY })];
        cells.extend(texts.map(|text| Cell::text(text.as_str(), Style::BODY)));
        rows.push(Row { height: 0.0, cells });
    }
    let mut sheet = Sheet { name: DOUBTS.to_owned(), widths: WIDTHS.to_vec(), rows, page: page(), ..Sheet::default() };
    // A list of several pages is read without going back to the first.
    sheet.repeat_rows = heading.map(|row| (row, row));
    row_height::fit(&mut sheet);
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agency::{AgencyCode, Contact};
    use crate::model::config::Layout;
    use crate::model::found_list::FoundCode;
    use crate::model::place::Place;
    use crate::text::party;

    #[test]
    fn what_the_list_does_not_write_is_yellow_and_what_has_to_be_filled_in_orange() {
        let office = FoundOffice {
            code: FoundCode { code: AgencyCode::parse("X-THACHHA").unwrap(), proposed: false },
            name: "Ủy ban nhân dân xã Thạch Hà".to_owned(),
            short: "xã Thạch Hà".to_owned(),
            name_concluded: true,
            short_concluded: false,
            aliases: Vec::new(),
            kind: None,
            groups: Vec::new(),
            contact: Contact::default(),
            place: Place::sheet("PL"),
        };
        let beginning = Beginning { file: "a.xlsx", desk: "SKHCN", from: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() };
        let fill = |column: &Column| cell(column, office_cell(column.heading, &office, 1, beginning)).style.fill;
        let white = style(&agencies::CODE).fill;
        assert_eq!([fill(&agencies::CODE), fill(&agencies::NAME), fill(&agencies::SHORT)], [white, Some(PROPOSED), white]);
        let list = FoundList { offices: vec![office.clone()], ..FoundList::default() };
        let said = proposals(&list, beginning).join("\n");
        assert!(said.contains("1 cơ quan có tên đầy đủ hoặc tên viết tắt ghi theo tên thường dùng"), "{said}");
        // The same words for every desk: bodies of the Party do not hand in.
        assert_eq!(party::said(Layout::Party, &said), said);
        // On each page of the paper stands what its columns are.
        let sheet = doubts(&list, beginning);
        let (repeated, _) = sheet.repeat_rows.unwrap();
        assert_eq!(sheet.rows[repeated as usize].cells[0].value, Value::Text("STT".to_owned()));
        // Somebody was named who is not known: a lead has to be filled in, who supports may stay blank.
        let unknown = FoundOffices { incomplete: true, ..FoundOffices::default() };
        let fill = |column: &Column| cell(column, parties(&unknown)).style.fill;
        assert_eq!([fill(&tasks::LEADS), fill(&targets::LEADS), fill(&tasks::SUPPORTS)], [Some(MISSING), Some(MISSING), Some(PROPOSED)]);
    }

    #[test]
    fn the_sheet_of_doubts_is_no_sheet_of_the_register() {
        assert!(super::super::register_layout::REGISTER.iter().all(|sheet| sheet.name != DOUBTS));
    }
}
