//! The rows of a list as offices and tasks, and what rows of tasks and targets have in common.

use super::cells::Sheet;
use super::codes::{Codes, series};
use super::heading_words::Field;
use super::headings::Headings;
use super::offices::{Offices, Written};
use super::origin::Origin;
use super::table::{Line, Table};
use super::title::Title;
use crate::model::agency::{AgencyCode, Block, Contact};
use crate::model::deadline::DeadlineReading;
use crate::model::found_list::{FoundOffices, FoundTask, ListDoubt};
use crate::model::place::Place;
use crate::model::task::{DeadlineKind, TaskKind};
use crate::text::{deadline, format};

/// Offices of a list of offices; how many are new.
pub(super) fn offices(sheet: &Sheet<'_>, headings: &Headings, offices: &mut Offices, doubts: &mut Vec<ListDoubt>) -> usize {
    let others = [Field::Code, Field::Short, Field::Phone, Field::Officer, Field::Leader, Field::Mail];
    let table = Table { sheet, headings, main: Field::Office, others: &others };
    let lines = table.lines(doubts);
    let of = |line: &Line, field| line.rows.first().map_or(String::new(), |row| table.text(*row, field));
    // Numbers of an office of statistics are codes of nobody here: said once, not for each row.
    let usable = lines.iter().any(|line| AgencyCode::parse(&of(line, Field::Code)).is_some());
    if let Some((column, words)) = headings.columns.get(&Field::Code).filter(|_| !usable && !lines.is_empty()) {
        doubts.push(ListDoubt {
            place: sheet.place(headings.last, *column),
            written: format::quote(words),
            understood: "Các mã ở cột này không dùng làm mã đơn vị được (cần 2 đến 20 chữ cái không dấu, chữ số, gạch nối, bắt đầu bằng chữ); đã đề xuất mã khác.".to_owned(),
            decide: "Đề nghị xem cột Mã đơn vị.".to_owned(),
        });
    }
    lines
        .into_iter()
        .filter(|line| {
            // An office that is merged down over rows has a person, or a telephone, in each of them.
            let all = |field| table.texts(line, field).join("; ");
            let telephones = table.telephones(line);
            let phone = telephones.iter().map(|(phone, _)| phone.as_str()).collect::<Vec<_>>().join("; ");
            let contact = Contact { leader: all(Field::Leader), officer: all(Field::Officer), phone, mail: all(Field::Mail) };
            for (phone, place) in telephones.into_iter().filter(|(phone, _)| has_lost_its_zero(phone)) {
                doubts.push(ListDoubt {
                    place,
                    written: phone,
                    understood: "Số điện thoại không bắt đầu bằng số 0, có thể vì ô lưu dạng số; đã chép nguyên như trong danh sách."
                        .to_owned(),
                    decide: "Đề nghị xem số điện thoại của cơ quan này trong danh mục.".to_owned(),
                });
            }
            let code = if usable { of(line, Field::Code) } else { String::new() };
            let written = Written { code, name: line.text.clone(), short: of(line, Field::Short), contact };
            offices.add(written, place(&table, line, Field::Office), doubts)
        })
        .count()
}

/// Is it a number of Việt Nam but for the 0 that a cell of numbers does not keep? Mobile numbers have nine digits behind it, those of
/// an office ten that begin with 2.
fn has_lost_its_zero(phone: &str) -> bool {
    let digits = phone.bytes().all(|byte| byte.is_ascii_digit());
    digits && matches!((phone.len(), phone.as_bytes().first()), (9, Some(b'3' | b'5' | b'7'..=b'9')) | (10, Some(b'2')))
}

/// Where a line says something; of its main column where it has none for that.
pub(super) fn place(table: &Table<'_>, line: &Line, field: Field) -> Place {
    let column = table.headings.columns.get(&field).or_else(|| table.headings.columns.get(&table.main)).map_or(0, |(column, _)| *column);
    table.sheet.place(line.rows.first().copied().unwrap_or(0), column)
}

/// Where something is said of all lines: the heading of the main column.
fn whole(table: &Table<'_>) -> Place {
    table.sheet.place(table.headings.last, table.headings.columns.get(&table.main).map_or(0, |(column, _)| *column))
}

/// In which columns a list says who leads and by when.
pub(super) struct Meant {
    pub(super) lead: Field,
    pub(super) deadline: Option<Field>,
}

/// Finds them, and says what was concluded.
pub(super) fn meant(table: &Table<'_>, lines: &[Line], plan_year: i32, doubts: &mut Vec<ListDoubt>) -> Meant {
    let has = |field: &Field| table.headings.columns.contains_key(field);
    let lead = [Field::Lead, Field::Doer, Field::Office].into_iter().find(has).unwrap_or(Field::Lead);
    if !has(&lead) && !lines.is_empty() {
        // Said once: no row could say it.
        doubts.push(ListDoubt {
            place: whole(table),
            written: String::new(),
            understood: "Danh sách không có cột cơ quan chủ trì; để trống ở mọi dòng.".to_owned(),
            decide: "Đề nghị ghi mã đơn vị chủ trì và chọn loại ở từng dòng của danh mục; hoặc thêm cột Cơ quan chủ trì vào danh sách rồi tạo lại.".to_owned(),
        });
    }
    let heading = |field: Field| {
        table.headings.columns.get(&field).map(|(column, words)| (table.sheet.place(table.headings.last, *column), format::quote(words)))
    };
    let mut say = |field: Field, understood: String, decide: &str| {
        if let Some((place, written)) = heading(field) {
            doubts.push(ListDoubt { place, written, understood, decide: decide.to_owned() });
        }
    };
    if lead != Field::Lead {
        say(lead, "Hiểu là cơ quan chủ trì.".to_owned(), "Đề nghị xem cột Đơn vị chủ trì.");
    } else if has(&Field::Doer) {
        say(
            Field::Doer,
            "Danh sách đã có cột cơ quan chủ trì: không đọc cột này.".to_owned(),
            "Nếu là các cơ quan phối hợp, đề nghị ghi vào cột Đơn vị phối hợp.",
        );
    }
    if has(&Field::Deadline) {
        return Meant { lead, deadline: Some(Field::Deadline) };
    }
    let values: Vec<String> = lines.iter().flat_map(|line| table.texts(line, Field::Progress)).collect();
    let readable =
        values.iter().filter(|text| deadline::read(text, plan_year).is_some_and(|reading| reading != DeadlineReading::None)).count();
    let is_deadline = readable > 0 && 2 * readable >= values.len();
    if has(&Field::Progress) {
        if is_deadline {
            say(
                Field::Progress,
                format!("Hiểu là thời hạn, vì {readable}/{} giá trị đọc được là thời hạn.", values.len()),
                "Đề nghị xem cột Thời hạn.",
            );
        } else {
            say(
                Field::Progress,
                format!("Không hiểu là thời hạn: {readable}/{} giá trị đọc được là thời hạn.", values.len()),
                "Nếu là thời hạn, đề nghị ghi vào cột Thời hạn.",
            );
        }
    }
    Meant { lead, deadline: is_deadline.then_some(Field::Progress) }
}

/// Tasks of a list of tasks.
pub(super) fn tasks(
    sheet: &Sheet<'_>,
    headings: &Headings,
    title: &Title,
    offices: &mut Offices,
    codes: &mut Codes,
    doubts: &mut Vec<ListDoubt>,
) -> Vec<FoundTask> {
    let others = [
        Field::Lead,
        Field::Doer,
        Field::Office,
        Field::Support,
        Field::Deadline,
        Field::Progress,
        Field::Document,
        Field::Output,
        Field::Start,
        Field::Code,
    ];
    let table = Table { sheet, headings, main: Field::Content, others: &others };
    let lines = table.lines(doubts);
    let list_year = title.plan_year.as_ref().map(|(year, _)| *year);
    let meant = meant(&table, &lines, list_year.unwrap_or(2000), doubts);
    if meant.deadline.is_none() && !lines.is_empty() {
        doubts.push(ListDoubt {
            place: whole(&table),
            written: String::new(),
            understood: "Danh sách không có cột thời hạn đọc được; để trống ở mọi dòng.".to_owned(),
            decide: "Đề nghị chọn Loại thời hạn, ghi thời hạn theo văn bản ở từng nhiệm vụ của danh mục; hoặc thêm cột Thời hạn vào danh sách rồi tạo lại.".to_owned(),
        });
    }
    lines.iter().map(|line| task(&table, line, &meant, title, offices, codes, doubts)).collect()
}

fn task(
    table: &Table<'_>,
    line: &Line,
    meant: &Meant,
    title: &Title,
    offices: &mut Offices,
    codes: &mut Codes,
    doubts: &mut Vec<ListDoubt>,
) -> FoundTask {
    let one = |field: Field| table.texts(line, field).join("; ");
    let at = |field: Field| place(table, line, field);
    let row = line.rows.first().copied().unwrap_or(0);
    let column = |field: Field| table.headings.columns.get(&field).map(|(column, _)| *column);
    let (leads, supports) = parties(table, line, meant, offices, doubts);
    let Origin { group, document, of_list, issued_on: issued_of_list, plan_year } = Origin::of(table, line, title);
    let code = one(Field::Code);
    let found = codes.of_row(&code, &series(&document));
    let mut say = |field: Field, written: &str, understood: String, decide: &str| {
        doubts.push(ListDoubt { place: at(field), written: format::quote(written), understood, decide: decide.to_owned() });
    };
    let mut note = one(Field::Note);
    if !code.is_empty() && found.proposed {
        say(
            Field::Code,
            &code,
            format!("Mã này không theo dạng mã của danh mục hoặc đã dùng; đề xuất {}, mã cũ ghi ở Ghi chú.", found.code),
            "Đề nghị xem; mã không đổi được sau khi gửi biểu mẫu.",
        );
        note = [note, format!("Mã cũ: {code}")].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
    }
    if line.divided {
        say(
            Field::Content,
            &line.text,
            "Dòng này có các dòng con bên dưới, đều được ghi thành nhiệm vụ.".to_owned(),
            "Nếu chỉ tính các dòng con, đề nghị xóa dòng này.",
        );
    }
    let written = meant.deadline.map_or(Vec::new(), |field| table.texts(line, field));
    let text = written.join("; ");
    let field = meant.deadline.unwrap_or(Field::Deadline);
    let deadline_kind = match deadline::read(&text, plan_year.unwrap_or(2000)) {
        Some(DeadlineReading::Days(_)) => Some(DeadlineKind::Dated),
        Some(DeadlineReading::AfterIssue(_)) => Some(DeadlineKind::FromIssue),
        Some(DeadlineReading::Regular) => Some(DeadlineKind::Regular),
        Some(DeadlineReading::Conditional) => Some(DeadlineKind::Conditional),
        // A list without the column was told once.
        Some(DeadlineReading::None) if meant.deadline.is_none() => None,
        Some(DeadlineReading::None) => {
            say(field, &text, "Không ghi thời hạn; để trống.".to_owned(), "Đề nghị chọn Loại thời hạn, ghi thời hạn theo văn bản.");
            None
        }
        None => {
            say(
                field,
                &text,
                "Không hiểu thời hạn này; giữ nguyên văn, Loại thời hạn để trống.".to_owned(),
                "Đề nghị chọn Loại thời hạn và ghi rõ, ví dụ 30/9/2025, Quý III/2025, thường xuyên.",
            );
            None
        }
    };
    let kind = kind_of(&leads, &supports);
    if kind == Some(TaskKind::SharedMany) {
        say(
            meant.lead,
            &one(meant.lead),
            "Có nhiều cơ quan chủ trì: hiểu là mỗi cơ quan một phần việc (Chung nhiều chủ trì).".to_owned(),
            "Nếu chỉ một cơ quan chủ trì, đề nghị chuyển các cơ quan khác sang phối hợp.",
        );
    }
    FoundTask {
        code: found,
        group,
        content: line.text.clone(),
        document_of_list: of_list,
        document,
        issued_on: column(Field::IssuedOn).and_then(|column| table.sheet.day(row, column)).or(issued_of_list),
        kind,
        block: block_of(&leads, offices),
        leads,
        supports,
        deadline: text,
        deadline_kind,
        start: column(Field::Start).and_then(|column| table.sheet.day(row, column)),
        plan_year,
        output: one(Field::Output),
        note,
        place: at(table.main),
    }
}

/// Who leads and who supports. A line that names nobody is told, where the list has a column for it.
pub(super) fn parties(
    table: &Table<'_>,
    line: &Line,
    meant: &Meant,
    offices: &mut Offices,
    doubts: &mut Vec<ListDoubt>,
) -> (FoundOffices, FoundOffices) {
    let mut named =
        |field: Field, doubts: &mut Vec<ListDoubt>| offices.read(&table.texts(line, field).join("\n"), &place(table, line, field), doubts);
    let (of_leads, of_supports) = (named(meant.lead, doubts), named(Field::Support, doubts));
    for (field, moved, words) in [(meant.lead, &of_leads.supports, "phối hợp"), (Field::Support, &of_supports.leads, "chủ trì")] {
        if !moved.codes.is_empty() || !moved.groups.is_empty() {
            doubts.push(ListDoubt {
                place: place(table, line, field),
                written: format::quote(&table.texts(line, field).join("; ")),
                understood: format!("Cơ quan có ghi “({words})” sau tên: hiểu là cơ quan {words}."),
                decide: format!("Đề nghị xem cột Đơn vị {words}."),
            });
        }
    }
    let leads = joined([of_leads.own, of_leads.leads, of_supports.leads]);
    let mut supports = joined([of_supports.own, of_supports.supports, of_leads.supports]);
    supports.codes.retain(|code| !leads.codes.contains(code));
    let has_column = table.headings.columns.contains_key(&meant.lead);
    if has_column && leads.codes.is_empty() && leads.groups.is_empty() && !leads.incomplete {
        doubts.push(ListDoubt {
            place: place(table, line, meant.lead),
            written: String::new(),
            understood: "Không ghi cơ quan chủ trì; để trống.".to_owned(),
            decide: "Đề nghị ghi mã đơn vị chủ trì và chọn loại.".to_owned(),
        });
    }
    (leads, supports)
}

/// All of them, each once.
fn joined(parts: [FoundOffices; 3]) -> FoundOffices {
    let mut all = FoundOffices::default();
    for part in parts {
        all.incomplete |= part.incomplete;
        for code in part.codes {
            if !all.codes.contains(&code) {
                all.codes.push(code);
            }
        }
        for group in part.groups {
            if !all.groups.contains(&group) {
                all.groups.push(group);
            }
        }
    }
    all
}

/// How a task is shared by who leads it; `None` where somebody could not be told.
fn kind_of(leads: &FoundOffices, supports: &FoundOffices) -> Option<TaskKind> {
    match (leads.codes.len(), leads.groups.len()) {
        _ if leads.incomplete => None,
        (0, 0) => None,
        (1, 0) if supports.codes.is_empty() && supports.groups.is_empty() && !supports.incomplete => Some(TaskKind::Own),
        (1, 0) => Some(TaskKind::SharedLed),
        (0, 1) => Some(TaskKind::WholeGroup),
        _ => Some(TaskKind::SharedMany),
    }
}

/// The block in which all leads are.
fn block_of(leads: &FoundOffices, offices: &Offices) -> Option<Block> {
    let of_office = |code: &AgencyCode| offices.office(code).and_then(crate::model::found_list::FoundOffice::block);
    let of_group = |name: &String| {
        super::office_names::group(name).and_then(|group| group.kinds.first().copied()).map(crate::model::found_list::block_of)
    };
    let blocks: Vec<Option<Block>> = leads.codes.iter().map(of_office).chain(leads.groups.iter().map(of_group)).collect();
    let first = blocks.first().copied().flatten()?;
    blocks.iter().all(|block| *block == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_that_lost_its_zero_is_told_and_no_other() {
        for lost in ["912345678", "387654321", "2393855789"] {
            assert!(has_lost_its_zero(lost), "{lost}");
        }
        for whole in ["0912345678", "02393855789", "84912345678", "+84 912 345 678", "912 345 678", "1022", "", "123456789"] {
            assert!(!has_lost_its_zero(whole), "{whole}");
        }
    }
}
