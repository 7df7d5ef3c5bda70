//! The sheet `QuyTac`: rules that the desk wrote. A row that cannot be read is no rule and no mistake of the register, because
//! nobody's form or week may wait for it.

use super::table::{self, Log, Row, Table};
use crate::model::desk_rule::{DeskRule, DeskRules, SHEETS};
use crate::model::finding::Severity;
use crate::model::report::SheetId;
use crate::model::workbook::RawWorkbook;
use crate::sheets::register_layout::{Choice, desk_rules as columns};
use crate::text::words;

/// The rules in the order of the sheet, and what is wrong with the other rows.
pub(super) fn read(workbook: &RawWorkbook) -> DeskRules {
    let mut log = Log::default();
    let table = table::find(workbook, &columns::SHEET, &mut log);
    let mut rules: Vec<DeskRule> = Vec::new();
    for row in table.as_ref().into_iter().flat_map(Table::rows) {
        if let Some(rule) = rule(row, &rules, &mut log) {
            rules.push(rule);
        }
    }
    let (mistakes, notes) = log.finish();
    let faults = mistakes.iter().map(ToString::to_string).chain(notes).collect();
    DeskRules { rules, faults }
}

/// The rule of a row; `None` after what is wrong with it was told.
fn rule(row: Row<'_>, before: &[DeskRule], log: &mut Log) -> Option<DeskRule> {
    let code = row.required_text(&columns::CODE, log).to_uppercase();
    if !code.is_empty() && !is_code(&code) {
        log.mistake(row.place(&columns::CODE), "Mã quy tắc tự viết là chữ Q và hai chữ số, ví dụ Q01.");
    } else if before.iter().any(|rule| rule.code == code) {
        log.mistake(row.place(&columns::CODE), format!("{code} đã có ở dòng trên. Đề nghị dùng mã khác."));
    }
    let severity = row.word(&columns::SEVERITY, Choice::RuleWeight, severity, log);
    let sheet = row.word(&columns::SHEET_NAME, Choice::RuleSheet, sheet, log);
    let condition = row.required_text(&columns::CONDITION, log);
    let message = row.required_text(&columns::MESSAGE, log);
    let advice = row.required_text(&columns::ADVICE, log);
    if !advice.is_empty() && !advice.starts_with("Đề nghị") {
        log.mistake(row.place(&columns::ADVICE), "Cách sửa cần bắt đầu bằng “Đề nghị”.");
    }
    let (from, until) = (row.date(&columns::FROM, log), row.date(&columns::UNTIL, log));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        log.mistake(row.place(&columns::UNTIL), "Đến ngày không được trước Từ ngày.");
    }
    let trial = row.optional_word(&columns::TRIAL, Choice::YesNo, words::mark, log).unwrap_or(true);
    let reason = row.required_text(&columns::REASON, log);
    let (condition_at, message_at) = (row.place(&columns::CONDITION), row.place(&columns::MESSAGE));
    let (severity, sheet) = (severity?, sheet?);
    let whole = DeskRule { code, severity, trial, sheet, condition, message, advice, from, until, reason, condition_at, message_at };
    (!log.has_mistake_in(row)).then_some(whole)
}

fn is_code(code: &str) -> bool {
    code.strip_prefix('Q').is_some_and(|number| number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_digit()))
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Warning, Severity::Note].into_iter().find(|severity| severity.label() == word)
}

fn sheet(word: &str) -> Option<SheetId> {
    SHEETS.into_iter().find(|(name, _)| *name == word).map(|(_, sheet)| sheet)
}
