//! What people's Excel shows otherwise than files store it: each kind in each format that has it is made, read, and judged.
//! The table of `src/docs/reading.md` is this one.
//!
//! `TONGHOP_RENEW=1` writes that table anew.

mod elsewhere;
mod ods;
mod xls;
mod xlsb;
mod xlsx;

use crate::workbooks;
use std::fs;
use std::path::{Path, PathBuf};
use tonghop::model::config::Limits;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::{RawValue, RawWorkbook, Refusal, UNCOMPUTED, UNREADABLE};
use tonghop::reader;
use tonghop::text::normalise;

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Uncomputed,
    ShortRecord,
    UnknownCell,
    ClaimedTexts,
    Embedded,
    Divided,
    Words,
    OwnDigits,
    Raised,
    Struck,
    PercentStyle,
    NoHeight,
    NoWidth,
    OtherEncoding,
    EveryExcel,
    OwnPassword,
    OtherPrefix,
    OtherLanguage,
    TwoContents,
    Direction,
}
use Kind::{
    ClaimedTexts, Direction, Divided, Embedded, EveryExcel, NoHeight, NoWidth, OtherEncoding, OtherLanguage, OtherPrefix, OwnDigits,
    OwnPassword, PercentStyle, Raised, ShortRecord, Struck, TwoContents, Uncomputed, UnknownCell, Words,
};

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The value is that which people see, and nothing is to be said.
    Exact,
    /// A finding of this code.
    Finding(&'static str),
    /// The file is returned, with this code.
    Refused(&'static str),
    /// The format has nothing of the kind.
    None,
}
use Outcome::{Exact, Finding, Refused};

const FORMATS: [&str; 4] = ["xlsx", "xlsb", "xls", "ods"];

/// Kind, its words in the table, the cell that is looked at and what must be read there, and the outcome in each format.
type Row = (Kind, &'static str, &'static str, &'static str, [Outcome; 4]);

#[rustfmt::skip]
const TABLE: [Row; 20] = [
    (Uncomputed, "a formula that nobody computed", "A1", "", [Finding("D04"); 4]),
    (ShortRecord, "a cell in a short record", "B1", "Number(26.0)", [Outcome::None, Exact, Outcome::None, Outcome::None]),
    (UnknownCell, "something unknown among the cells", "B1", "", [Finding("D10"); 4]),
    (ClaimedTexts, "more texts claimed than there are", "A1", "Text(\"26\")", [Exact, Exact, Exact, Outcome::None]),
    (Embedded, "an embedded document", "A1", "Number(26.0)", [Exact; 4]),
    (Divided, "a format that divides by a thousand", "A1", "Number(26.0)", [Finding("D13"); 4]),
    (Words, "a format of words under a condition", "A1", "Text(\"Đạt\")", [Finding("D13"); 4]),
    (OwnDigits, "a format with digits of its own", "A1", "Text(\"KH11-001\")", [Finding("D13"); 4]),
    (Raised, "a raised mark behind a figure", "A1", "Text(\"26¹\")", [Finding("D13"); 4]),
    (Struck, "a piece that is struck through", "A1", "Text(\"26\")", [Finding("D13"); 4]),
    (PercentStyle, "one in the style of a percentage", "A1", "Percent(1.0)", [Exact; 4]),
    (NoHeight, "a row of no height", "A1", "Number(26.0)", [Finding("T24"); 4]),
    (NoWidth, "a column of no width", "A1", "Number(26.0)", [Finding("T24"); 4]),
    (OtherEncoding, "XML in another encoding", "A1", "Text(\"Đạt\")", [Exact, Outcome::None, Outcome::None, Exact]),
    (EveryExcel, "the password that every Excel knows", "*", "", [Exact, Exact, Exact, Outcome::None]),
    (OwnPassword, "a password of its own", "A1", "", [Refused("T03"); 4]),
    (OtherPrefix, "another prefix for the same language", "A1", "Number(26.0)", [Exact, Outcome::None, Outcome::None, Exact]),
    (OtherLanguage, "a cell of another language", "A1", "Number(26.0)", [Exact, Outcome::None, Outcome::None, Exact]),
    (TwoContents, "contents for programs of two ages", "A1", "Number(26.0)", [Exact, Outcome::None, Outcome::None, Outcome::None]),
    (Direction, "marks of direction in a text", "A1", "Text(\"Đạt\")", [Exact; 4]),
];

/// The file of a kind in a format; `None` if the format has nothing of the kind.
fn made(kind: Kind, format: &str) -> Option<Vec<u8>> {
    let kept = |name: &str| fs::read(workbooks::kept().join(name)).unwrap();
    match (kind, format) {
        (EveryExcel, "xlsx") => Some(kept("protected-agile.xlsx")),
        (EveryExcel, "xlsb") => Some(kept("protected-agile.xlsb")),
        (EveryExcel, "xls") => Some(kept("protected-rc4.xls")),
        (EveryExcel, _) => None,
        (OwnPassword, "xlsx" | "xlsb") => Some(kept("own-agile.xlsx")),
        (OwnPassword, "xls") => Some(kept("own-rc4.xls")),
        (_, "xlsx") => xlsx::made(kind),
        (_, "xlsb") => xlsb::made(kind),
        (_, "xls") => xls::made(kind),
        _ => ods::made(kind),
    }
}

/// What a file with a password of every Excel says without it.
fn plain(format: &str) -> PathBuf {
    workbooks::kept().join(match format {
        "xlsx" => "hand.xlsx",
        "xlsb" => "sheetjs.xlsb",
        _ => "xlwt.xls",
    })
}

/// The outcome of a reading, and what stands in the cell that is looked at.
fn judged(read: &Result<RawWorkbook, Refusal>, cell: CellRef) -> (Outcome, String) {
    let sheet = match read {
        Ok(book) => &book.sheets[0],
        Err(Refusal::Encrypted) => return (Refused("T03"), String::new()),
        Err(other) => return (Refused("T02"), format!("{other:?}")),
    };
    let value = match sheet.get(cell) {
        Some(RawValue::Error(error)) if error == UNCOMPUTED => return (Finding("D04"), String::new()),
        Some(RawValue::Error(error)) if error == UNREADABLE => return (Finding("D10"), String::new()),
        // As every text of a report is taken.
        Some(RawValue::Text(text)) => RawValue::Text(normalise::display(text).as_str().into()),
        Some(value) => value.clone(),
        None => return (Exact, String::new()),
    };
    let outcome = if sheet.appearances.contains_key(&cell) {
        Finding("D13")
    } else if sheet.hidden_rows.contains(&cell.row) || sheet.hidden_columns.contains(&cell.column) {
        Finding("T24")
    } else {
        Exact
    };
    (outcome, format!("{value:?}"))
}

fn words(outcome: Outcome) -> String {
    match outcome {
        Exact => "exact".to_owned(),
        Finding(code) => format!("finding {code}"),
        Refused(code) => format!("refused {code}"),
        Outcome::None => "–".to_owned(),
    }
}

#[test]
fn each_kind_in_each_format_is_what_people_see_or_is_said() {
    let mut wrong = Vec::new();
    for (kind, _, cell, value, outcomes) in TABLE {
        for (format, wanted) in FORMATS.into_iter().zip(outcomes) {
            let Some(bytes) = made(kind, format) else {
                if wanted != Outcome::None {
                    wrong.push(format!("{kind:?} .{format}: nobody makes it"));
                }
                continue;
            };
            let read = reader::read(&bytes, format, &Limits::DEFAULT);
            let found = if cell == "*" {
                let same = read == reader::read(&fs::read(plain(format)).unwrap(), format, &Limits::DEFAULT);
                (if same { Exact } else { Refused("T03") }, String::new())
            } else {
                judged(&read, CellRef::parse(cell).unwrap())
            };
            if found != (wanted, value.to_owned()) {
                wrong.push(format!("{kind:?} .{format}: wanted {wanted:?} {value}, found {found:?}"));
            }
            // What stands beside the cell is read in any case.
            let beside = read.as_ref().ok().filter(|_| cell != "*").and_then(|book| book.sheets[0].get(CellRef::parse("C1").unwrap()));
            if !matches!(wanted, Refused(_)) && cell != "*" && beside != Some(&RawValue::Number(7.0)) {
                wrong.push(format!("{kind:?} .{format}: C1 is {beside:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_of_reading_has_this_table() {
    const START: &str = "<!-- kinds by format: written by tests/it/kinds -->\n";
    const END: &str = "<!-- end of kinds -->";
    let mut table = "| | .xlsx | .xlsb | .xls | .ods |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for (_, said, _, _, outcomes) in TABLE {
        table.push_str(&format!("| {said} | {} |\n", outcomes.map(words).join(" | ")));
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/reading.md");
    let text = fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (found, behind) = rest.split_once(END).unwrap();
    if std::env::var_os("TONGHOP_RENEW").is_some() {
        fs::write(page, format!("{before}{START}{table}{END}{behind}")).unwrap();
        return;
    }
    assert!(found == table, "renew it with TONGHOP_RENEW=1");
}
