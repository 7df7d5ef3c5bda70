//! The sheet `TieuChi`.

use super::group_line;
use super::table::{Log, Table};
use crate::model::criterion::Criterion;
use crate::model::place::Place;
use crate::sheets::register_layout::{Choice, criteria as columns};
use crate::text::{format, words};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// All criteria in the order of the sheet.
pub(super) fn read(table: Option<&Table<'_>>, log: &mut Log) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    let mut codes: BTreeMap<String, Place> = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        if !has_shape(&row.text(&columns::CODE).to_uppercase()) && group_line::is_told(row, &columns::CODE, log) {
            continue;
        }
        let code = row.required_text(&columns::CODE, log).to_uppercase();
        if code.is_empty() {
            continue;
        }
        if !has_shape(&code) {
            let message = format!("Mã tiêu chí “{}” không đúng dạng. Đề nghị ghi như TC01.", format::quote(&code));
            log.mistake(row.place(&columns::CODE), message);
            continue;
        }
        if let Some(first) = codes.get(&code) {
            log.twice(code.as_str(), first, row.place(&columns::CODE));
            continue;
        }
        codes.insert(code.clone(), row.place(&columns::CODE));
        let from = row.required_date(&columns::FROM, log);
        let to = row.date(&columns::TO, log);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            log.mistake(row.place(&columns::TO), "“Hiệu lực đến” trước “Hiệu lực từ”. Đề nghị kiểm tra lại hai ngày.");
        }
        criteria.push(Criterion {
            code,
            name: row.required_text(&columns::NAME, log),
            phase: row.text(&columns::PHASE),
            mandatory: row.word(&columns::MANDATORY, Choice::YesNo, words::mark, log).unwrap_or(true),
            from: from.unwrap_or(NaiveDate::MIN),
            to,
            document: row.text(&columns::DOCUMENT),
            exempt_by: row.text(&columns::EXEMPT_BY),
            place: row.place(&columns::CODE),
        });
    }
    criteria
}

/// Two to six letters and two to four digits: `TC01`.
fn has_shape(code: &str) -> bool {
    let letters = code.chars().take_while(char::is_ascii_uppercase).count();
    let digits = code.get(letters..).unwrap_or("");
    (2..=6).contains(&letters) && (2..=4).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}
