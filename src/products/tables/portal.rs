//! The list that the national system of Resolution 57 exports, held against a release: what stands there otherwise than here, by
//! its codes. What columns such a list has is not published, so they are found by their headings, and what the list
//! does not have is not compared.

use super::nq57;
use super::released::Released;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::text::{dates, format, normalise, numbers, personal_data};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Titles may stand above the headings.
const HEADING_ROWS: u32 = 30;
/// Headings of the column with the codes, the surest first.
const CODES: [&str; 7] =
    ["Mã trên hệ thống NQ57", "Mã NQ57", "Mã trên nq57.vn", "Mã nhiệm vụ trên nq57.vn", "Mã nhiệm vụ", "Mã chỉ tiêu", "Mã"];

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Percent,
    Number,
    Day,
}

/// What is compared: its name, the key of the release's row, how, and the headings it may have there.
struct Compared {
    name: &'static str,
    key: &'static str,
    kind: Kind,
    headings: &'static [&'static str],
}

const COMPARED: [Compared; 5] = [
    Compared {
        name: "Trạng thái",
        key: "state",
        kind: Kind::Words,
        headings: &["Trạng thái", "Tình trạng", "Trạng thái thực hiện", "Đánh giá"],
    },
    Compared {
        name: "Tỷ lệ hoàn thành (%)",
        key: "percent",
        kind: Kind::Percent,
        headings: &["Tỷ lệ hoàn thành (%)", "Tỷ lệ hoàn thành", "Tiến độ (%)", "Tiến độ", "% hoàn thành"],
    },
    Compared {
        name: "Thời hạn",
        key: "deadline",
        kind: Kind::Day,
        headings: &["Thời hạn", "Hạn hoàn thành", "Thời hạn hoàn thành", "Hạn xử lý"],
    },
    Compared {
        name: "Ngày hoàn thành", key: "completed_on", kind: Kind::Day, headings: &["Ngày hoàn thành", "Ngày hoàn thành thực tế"]
    },
    Compared {
        name: "Kết quả",
        key: "value",
        kind: Kind::Number,
        headings: &["Kết quả đến kỳ báo cáo", "Giá trị", "Giá trị thực hiện", "Kết quả đạt được"],
    },
];

/// A list of the system, read.
#[derive(Debug)]
pub struct PortalList {
    /// Places in [`COMPARED`] of the columns that it has.
    columns: Vec<usize>,
    /// What it says of each code: the row, and a value for each of `columns`.
    lines: BTreeMap<String, Vec<(u32, Vec<Said>)>>,
}

/// What stands in a cell, in its words and understood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    words: String,
    value: Understood,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Understood {
    Nothing,
    Words(String),
    Number(Decimal),
    Day(NaiveDate),
}

/// Something that the list says otherwise than the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PortalDifference {
    /// Code on the system.
    pub nq57_code: String,
    /// `Nhiệm vụ` or `Chỉ tiêu`; blank where the register has nothing of the code.
    pub what: String,
    /// Code in the register; blank where it has nothing of it.
    pub code: String,
    /// What differs.
    pub field: &'static str,
    /// What the release says.
    pub here: String,
    /// What the list says.
    pub there: String,
    /// Row of the list, as its file counts; `None` where the list has nothing of the code.
    pub row: Option<u32>,
}

/// Field of a code that only one of both has, and of one that the list has more than once.
const PRESENT: &str = "Có trong danh sách";
const TWICE: &str = "Số dòng của mã";

impl PortalList {
    /// From a workbook.
    ///
    /// # Errors
    ///
    /// No sheet has a column of codes beside one that can be compared; in words for people.
    pub fn read(book: &RawWorkbook) -> Result<Self, String> {
        let best = book.sheets.iter().filter_map(|sheet| Some((sheet, headings(sheet)?))).max_by_key(|(_, found)| found.columns.len());
        let Some((sheet, found)) = best else {
            return Err(format!("Không thấy cột mã (“{}”, …) ở {HEADING_ROWS} dòng đầu của trang nào.", CODES[0]));
        };
        if found.columns.is_empty() {
            let names = COMPARED.map(|compared| format!("“{}”", compared.headings[0])).join(", ");
            return Err(format!("Trang “{}” có cột mã nhưng không có cột nào để so sánh ({names}).", format::quote(&sheet.name)));
        }
        let mut lines: BTreeMap<String, Vec<(u32, Vec<Said>)>> = BTreeMap::new();
        for (row, cells) in sheet.rows.range(found.row + 1..) {
            let cell = |column: u32| cells.iter().find(|(at, _)| *at == column).map(|(_, value)| value);
            let Some(code) = cell(found.code).map(code).filter(|code| !code.is_empty()) else { continue };
            let said = found.columns.iter().map(|(at, column)| said(cell(*column), COMPARED[*at].kind)).collect();
            lines.entry(code).or_default().push((*row + 1, said));
        }
        Ok(Self { columns: found.columns.iter().map(|(at, _)| *at).collect(), lines })
    }

    /// How many codes it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Has it none?
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What differs from a release, by code.
    pub fn differences(&self, released: &Released) -> Vec<PortalDifference> {
        let ours = nq57::rows(released);
        let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().trim().to_owned();
        let mut found = Vec::new();
        for row in &ours {
            let code = code_text(&text(row, "nq57_code"));
            let difference = |field, here: &str, there: &str, at| PortalDifference {
                nq57_code: code.clone(),
                what: text(row, "what"),
                code: text(row, "code"),
                field,
                here: here.to_owned(),
                there: there.to_owned(),
                row: at,
            };
            let Some([(at, said), others @ ..]) = self.lines.get(&code).map(Vec::as_slice) else {
                found.push(difference(PRESENT, "Có", "Không", None));
                continue;
            };
            if !others.is_empty() {
                found.push(difference(TWICE, "1", &(others.len() + 1).to_string(), Some(*at)));
            }
            // Tasks have no figure, and targets no percent and no day on which they were finished.
            let is_task = row["what"] == "Nhiệm vụ";
            for (compared, there) in self.columns.iter().filter_map(|at| COMPARED.get(*at)).zip(said) {
                let of_both = match compared.key {
                    "percent" | "completed_on" => is_task,
                    "value" => !is_task,
                    _ => true,
                };
                let here = understood(&text(row, compared.key), compared.kind);
                if of_both && !agree(&here.value, &there.value) {
                    found.push(difference(compared.name, &here.words, &there.words, Some(*at)));
                }
            }
        }
        let known = |code: &str| ours.iter().any(|row| code_text(&text(row, "nq57_code")) == code);
        for (code, lines) in self.lines.iter().filter(|(code, _)| !known(code)) {
            let row = lines.first().map(|(row, _)| *row);
            let (here, there) = ("Không".to_owned(), "Có".to_owned());
            let (what, own) = (String::new(), String::new());
            found.push(PortalDifference { nq57_code: code.clone(), what, code: own, field: PRESENT, here, there, row });
        }
        found.sort_by(|a, b| a.nq57_code.cmp(&b.nq57_code));
        found
    }
}

/// The headings of a sheet that were understood.
struct Headings {
    row: u32,
    code: u32,
    /// Places in [`COMPARED`], each with its column.
    columns: Vec<(usize, u32)>,
}

/// The row with a heading of codes and the most headings that can be compared; `None` without one of codes.
fn headings(sheet: &RawSheet) -> Option<Headings> {
    let of_row = |(row, cells): (&u32, &Vec<(u32, RawValue)>)| {
        let column = |names: &[&str]| {
            let named = |name: &&str| {
                let wanted = normalise::key(name);
                cells.iter().find(|(_, value)| matches!(value, RawValue::Text(text) if normalise::key(text.as_str()) == wanted))
            };
            names.iter().find_map(named).map(|(column, _)| *column)
        };
        let code = column(&CODES)?;
        let columns = COMPARED.iter().enumerate().filter_map(|(at, compared)| Some((at, column(compared.headings)?))).collect();
        Some(Headings { row: *row, code, columns })
    };
    sheet.rows.range(..HEADING_ROWS).filter_map(of_row).max_by_key(|found| found.columns.len())
}

/// A code as the register keeps it. It says which row is meant, so nothing of it is left out, whatever its figures look like.
fn code(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => code_text(text.as_str()),
        other => shown(other).replace('.', ","),
    }
}

fn code_text(text: &str) -> String {
    normalise::display(text).replace('\n', " ")
}

/// A cell in the words that people see.
fn shown(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => personal_data::masked(&format::clean(text.as_str()).replace('\n', " ")).trim().to_owned(),
        RawValue::Number(number) => numbers::decimal_from_f64(*number).map_or_else(String::new, |number| number.to_string()),
        RawValue::Percent(number) => {
            numbers::percent_from_f64(*number).map_or_else(String::new, |number| format!("{}%", format::decimal(number)))
        }
        RawValue::DateTime(at) => format::date(at.date()),
        RawValue::Bool(_) => String::new(),
        RawValue::Error(error) => error.clone(),
    }
}

fn said(value: Option<&RawValue>, kind: Kind) -> Said {
    match (value, kind) {
        (Some(RawValue::Number(number)), Kind::Percent | Kind::Number) => decimal(numbers::decimal_from_f64(*number)),
        (Some(RawValue::Percent(number)), Kind::Percent | Kind::Number) => decimal(numbers::percent_from_f64(*number)),
        (Some(RawValue::DateTime(at)), Kind::Day) => understood(&at.date().to_string(), kind),
        (value, _) => understood(&value.map(shown).unwrap_or_default(), kind),
    }
}

fn decimal(number: Option<Decimal>) -> Said {
    number.map_or_else(|| understood("", Kind::Words), |number| Said { words: format::decimal(number), value: Understood::Number(number) })
}

/// A text by what its column holds; one that is not of that kind stays what it says.
fn understood(text: &str, kind: Kind) -> Said {
    let text = text.trim();
    let words = || Said { words: text.to_owned(), value: Understood::Words(normalise::key(text)) };
    if text.is_empty() {
        return Said { words: String::new(), value: Understood::Nothing };
    }
    match kind {
        Kind::Words => words(),
        Kind::Percent | Kind::Number => {
            // The program writes a point, people a comma.
            let number = text.parse().ok().or_else(|| if kind == Kind::Percent { numbers::percent(text) } else { numbers::decimal(text) });
            number.map_or_else(words, |number| decimal(Some(number)))
        }
        Kind::Day => {
            let day = text.parse().ok().or_else(|| dates::date(text));
            day.map_or_else(words, |day| Said { words: format::date(day), value: Understood::Day(day) })
        }
    }
}

/// The words of a class here, each with what a list may say of it in other words. Only what is listed agrees: a text that
/// begins alike may say the contrary (`Hoàn thành một phần`). Signs, and a `Đã` before it, make no difference.
const SAME: [(&str, &[&str]); 13] = [
    ("Hoàn thành trước hạn", &["Hoàn thành", "Hoàn thành sớm"]),
    ("Hoàn thành đúng hạn", &["Hoàn thành", "Hoàn thành trong hạn"]),
    ("Hoàn thành quá hạn", &["Hoàn thành", "Hoàn thành muộn", "Hoàn thành chậm", "Hoàn thành trễ hạn", "Hoàn thành sau hạn"]),
    ("Hoàn thành (chưa rõ ngày/hạn)", &["Hoàn thành"]),
    ("Đang thực hiện - trong hạn", &["Đang thực hiện"]),
    ("Chưa thực hiện - trong hạn", &["Chưa thực hiện"]),
    ("Quá hạn", &["Đang thực hiện - quá hạn", "Chưa thực hiện - quá hạn"]),
    ("Tạm dừng/Chờ điều kiện", &["Tạm dừng", "Chờ điều kiện"]),
    ("Vượt", &["Vượt mục tiêu", "Vượt chỉ tiêu", "Vượt kế hoạch"]),
    ("Đạt", &["Đạt mục tiêu", "Đạt chỉ tiêu", "Đạt kế hoạch"]),
    ("Không đạt", &["Không đạt mục tiêu", "Không đạt chỉ tiêu", "Không đạt kế hoạch"]),
    ("Chưa đạt - chưa đến hạn", &["Chưa đạt", "Chưa đến hạn"]),
    ("Chưa đánh giá được", &["Chưa đánh giá"]),
];

fn agree(here: &Understood, there: &Understood) -> bool {
    let (Understood::Words(here), Understood::Words(there)) = (here, there) else { return here == there };
    let (here, there) = (bare(here), bare(there));
    let said = |others: &[&str]| others.iter().any(|other| bare(other) == there);
    here == there || SAME.iter().any(|(own, others)| bare(own) == here && said(others))
}

/// The words of a text as they are compared: without signs, and without what says that it is so already.
fn bare(text: &str) -> String {
    let key = normalise::key(text);
    let words: Vec<&str> = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["đã", rest @ ..] if !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::class::{TargetClass, TaskClass};
    use crate::model::workbook::RawSheet;
    use crate::text::class::class;
    use chrono::NaiveDateTime;
    use serde_json::json;

    fn text(text: &str) -> RawValue {
        RawValue::Text(text.into())
    }

    fn book(rows: Vec<Vec<RawValue>>) -> RawWorkbook {
        let rows = (0u32..).zip(rows).map(|(row, cells)| (row, (0u32..).zip(cells).collect()));
        let sheet = RawSheet { name: "Danh sách".into(), visible: true, rows: rows.collect(), ..RawSheet::default() };
        RawWorkbook { sheets: vec![sheet], ..RawWorkbook::default() }
    }

    fn released() -> Released {
        let task = |code: &str, nq57: &str, class: &str, percent: &str, deadline: &str| json!({ "code": code, "nq57_code": nq57, "content": "x", "class": class, "percent": percent, "deadline_to": deadline, "completed_on": null });
        let data = json!({
            "tasks": [
                task("KH11-001", "57-001", "done_early", "100", "2025-07-31"),
                task("KH11-002", "57-002", "in_progress", "40", "2025-07-31"),
                task("KH11-003", "57-003", "overdue", "40", "2025-06-30"),
                task("KH11-004", "", "overdue", "40", "2025-06-30"),
            ],
            "targets": [{ "code": "CT-001", "nq57_code": "57-900", "name": "y", "class": "met", "value": "99.74", "due_to": "2025-12-31" }],
        });
        Released::read(data.to_string().as_bytes(), 1, None).unwrap()
    }

    #[test]
    fn what_differs_is_told_by_code_with_both_values() {
        let day = |text: &str| RawValue::DateTime(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap());
        let list = PortalList::read(&book(vec![
            vec![text("DANH SÁCH NHIỆM VỤ")],
            vec![text("STT"), text("Mã nhiệm vụ"), text("Tình trạng"), text("Tiến độ (%)"), text("Hạn hoàn thành"), text("Giá trị")],
            // The same in other words, formats and places.
            vec![text("1"), text(" 57-001 "), text("Đã hoàn thành"), RawValue::Percent(1.0), day("2025-07-31 00:00")],
            vec![text("2"), text("57-002"), text("Hoàn thành"), RawValue::Number(40.0), text("31/8/2025")],
            vec![text("3"), text("57-900"), text("Đạt"), text(""), text("31/12/2025"), text("99,74")],
            vec![text("4"), text("57-777"), text("Đang thực hiện")],
        ]))
        .unwrap();
        assert_eq!(list.len(), 4);
        let found = list.differences(&released());
        let told: Vec<String> =
            found.iter().map(|d| format!("{} {} {}: {} / {} @{:?}", d.nq57_code, d.code, d.field, d.here, d.there, d.row)).collect();
        assert_eq!(
            told,
            [
                "57-002 KH11-002 Trạng thái: Đang thực hiện - trong hạn / Hoàn thành @Some(4)",
                "57-002 KH11-002 Thời hạn: 31/7/2025 / 31/8/2025 @Some(4)",
                "57-003 KH11-003 Có trong danh sách: Có / Không @None",
                "57-777  Có trong danh sách: Không / Có @Some(6)",
            ]
        );
    }

    #[test]
    fn what_only_begins_alike_is_told() {
        let words = |text: &str| understood(text, Kind::Words).value;
        let agrees = |here: &str, there: &str| agree(&words(here), &words(there));
        let same = [
            ("Hoàn thành trước hạn", "Đã hoàn thành"),
            ("Hoàn thành quá hạn", "ĐÃ HOÀN THÀNH (quá hạn)"),
            ("Hoàn thành (chưa rõ ngày/hạn)", "hoàn thành."),
            ("Đang thực hiện - trong hạn", "Đang thực hiện – trong hạn"),
            ("Đang thực hiện - trong hạn", "Đang thực hiện"),
            ("Quá hạn", "Đang thực hiện (quá hạn)"),
            ("Tạm dừng/Chờ điều kiện", "Tạm dừng"),
            ("Đạt", "Đã đạt mục tiêu"),
            ("Thôi giao", "Thôi giao"),
        ];
        for (here, there) in same {
            assert!(agrees(here, there), "{here} / {there}");
        }
        let other = [
            ("Hoàn thành đúng hạn", "Hoàn thành một phần"),
            ("Hoàn thành đúng hạn", "Hoàn thành quá hạn"),
            ("Hoàn thành (chưa rõ ngày/hạn)", "Hoàn thành 50%"),
            ("Đang thực hiện - trong hạn", "Đang thực hiện (quá hạn)"),
            ("Chưa thực hiện - trong hạn", "Chưa"),
            ("Đạt", "Đạt một phần"),
            ("Đạt", "Đ"),
            ("Quá hạn", "Quá hạn đã được gia hạn"),
            ("Sắp đến hạn", "Đã"),
        ];
        for (here, there) in other {
            assert!(!agrees(here, there), "{here} / {there}");
        }
        // Each is a class of ours in the words of today, once.
        let classes: Vec<&str> = TaskClass::ALL.iter().map(|one| class(*one)).chain(TargetClass::ALL.map(TargetClass::label)).collect();
        let mut listed: Vec<&str> = SAME.iter().map(|(own, _)| *own).collect();
        assert!(listed.iter().all(|own| classes.contains(own)), "{listed:?}");
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed.len(), SAME.len());
    }

    #[test]
    fn a_code_that_looks_like_a_number_of_a_person_is_a_code() {
        for code in ["57-0912345678", "0912345678", "042090001234", "NV.0912345678/57"] {
            let data = json!({ "tasks": [{ "code": "KH11-001", "nq57_code": code, "content": "x", "class": "paused", "percent": "40" }] });
            let released = Released::read(data.to_string().as_bytes(), 1, None).unwrap();
            let rows =
                vec![vec![text("Mã nhiệm vụ"), text("Trạng thái"), text("Tiến độ")], vec![text(code), text("gọi 0912345678"), text("40")]];
            let found = PortalList::read(&book(rows)).unwrap().differences(&released);
            let told: Vec<(&str, &str)> = found.iter().map(|d| (d.nq57_code.as_str(), d.there.as_str())).collect();
            assert_eq!(told, [(code, "gọi [đã ẩn số điện thoại]")], "the code is found, and no other cell shows a number");
        }
    }

    #[test]
    fn a_blank_differs_and_what_the_list_does_not_have_is_not_compared() {
        let list = PortalList::read(&book(vec![
            vec![text("Mã nhiệm vụ"), text("Mã trên hệ thống NQ57"), text("Tỷ lệ hoàn thành (%)")],
            vec![text("A-1"), text("57-001"), text("")],
            vec![text("A-2"), text("57-002"), text("40%")],
            vec![text("A-3"), text("57-003"), text("bốn mươi")],
            vec![text("A-3"), text("57-003"), text("40")],
        ]))
        .unwrap();
        let found = list.differences(&released());
        let told: Vec<(&str, &str, &str, &str)> =
            found.iter().map(|d| (d.nq57_code.as_str(), d.field, d.here.as_str(), d.there.as_str())).collect();
        assert_eq!(
            told,
            [
                ("57-001", "Tỷ lệ hoàn thành (%)", "100", ""),
                ("57-003", TWICE, "1", "2"),
                ("57-003", "Tỷ lệ hoàn thành (%)", "40", "bốn mươi"),
                ("57-900", PRESENT, "Có", "Không"),
            ]
        );
    }

    #[test]
    fn a_list_that_is_none_is_refused_in_words() {
        let no_codes = PortalList::read(&book(vec![vec![text("Nội dung"), text("Tình trạng")]])).unwrap_err();
        assert!(no_codes.starts_with("Không thấy cột mã"), "{no_codes}");
        let nothing = PortalList::read(&book(vec![vec![text("Mã nhiệm vụ"), text("Nội dung")]])).unwrap_err();
        assert!(nothing.contains("không có cột nào để so sánh"), "{nothing}");
    }
}
