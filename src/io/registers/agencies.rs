//! The sheet `DonVi`. Its personal columns are not read.

use super::group_line;
use super::table::{Log, Row, Table};
use crate::model::agency::{Agency, AgencyCode, AgencyKind, Block, Contact, Route};
use crate::model::place::{CellRef, Place};
use crate::sheets::register_layout::{Choice, agencies as columns};
use crate::text::{format, normalise, suggest, words};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Files from any agency; belongs to none.
const SHARED_FOLDER: &str = "_chung";

/// All agencies in print order, and the row of each. A row with a readable code always gives an agency, so that one mistake in
/// it does not make every mention of it another mistake.
pub(super) fn read(table: Option<&Table<'_>>, log: &mut Log) -> (Vec<Agency>, BTreeMap<AgencyCode, u32>) {
    let mut rows: Vec<(Row<'_>, Agency)> = Vec::new();
    let mut codes: BTreeMap<AgencyCode, Place> = BTreeMap::new();
    let mut folders: BTreeMap<String, (CellRef, AgencyCode)> = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let Some(code) = code(row, log) else { continue };
        if let Some(first) = codes.get(&code) {
            log.twice(code.as_str(), first, row.place(&columns::CODE));
            continue;
        }
        codes.insert(code.clone(), row.place(&columns::CODE));
        let agency = agency(row, code, log);
        if !agency.folder.is_empty() {
            let key = agency.folder.to_lowercase();
            if let Some((cell, other)) = folders.get(&key) {
                let message = format!("Thư mục “{}” đã dành cho {other} ở ô {cell}. Đề nghị mỗi đơn vị một thư mục.", agency.folder);
                log.mistake(row.place(&columns::FOLDER), message);
            } else {
                folders.insert(key, (row.cell(&columns::FOLDER), agency.code.clone()));
            }
        }
        rows.push((row, agency));
    }
    references(&rows, log);
    let places = rows.iter().map(|(row, agency)| (agency.code.clone(), row.index())).collect();
    let mut agencies: Vec<Agency> = rows.into_iter().map(|(_, agency)| agency).collect();
    agencies.sort_by_key(|a| a.order);
    (agencies, places)
}

fn code(row: Row<'_>, log: &mut Log) -> Option<AgencyCode> {
    let code = AgencyCode::parse(&row.text(&columns::CODE));
    if code.is_none() && group_line::is_told(row, &columns::CODE, log) {
        return None;
    }
    let text = row.required_text(&columns::CODE, log);
    if code.is_none() && !text.is_empty() {
        let message = format!(
            "Mã đơn vị “{}” không đúng dạng. Đề nghị dùng 2 đến 20 chữ cái không dấu, chữ số hoặc gạch nối, ví dụ SKHCN, X-THACHHA.",
            format::quote(&text)
        );
        log.mistake(row.place(&columns::CODE), message);
    }
    code
}

fn agency(row: Row<'_>, code: AgencyCode, log: &mut Log) -> Agency {
    let from = row.required_date(&columns::FROM, log);
    let to = row.date(&columns::TO, log);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        log.mistake(row.place(&columns::TO), "“Hiệu lực đến” trước “Hiệu lực từ”. Đề nghị kiểm tra lại hai ngày.");
    }
    Agency {
        code,
        name: row.required_text(&columns::NAME, log),
        short: row.required_text(&columns::SHORT, log),
        aliases: split(&row.text(&columns::ALIASES)),
        kind: row.word(&columns::KIND, Choice::AgencyKind, words::agency_kind, log).unwrap_or(AgencyKind::Department),
        block: row.word(&columns::BLOCK, Choice::Block, words::block, log).unwrap_or(Block::Government),
        groups: split(&row.text(&columns::GROUPS)),
        parent: reference(row, &columns::PARENT),
        folder: folder(row, log),
        weekly: row.word(&columns::WEEKLY, Choice::YesNo, words::mark, log).unwrap_or(true),
        route: row.word(&columns::ROUTE, Choice::Route, words::route, log).unwrap_or(Route::Both),
        role: row.optional_word(&columns::ROLE, Choice::AgencyRole, words::agency_role, log).unwrap_or_default(),
        supervisor: row.required_text(&columns::SUPERVISOR, log),
        contact: Contact {
            leader: row.text(&columns::LEADER),
            officer: row.text(&columns::CONTACT),
            phone: row.text(&columns::PHONE),
            mail: row.text(&columns::MAIL),
        },
        order: row.required_integer(&columns::ORDER, log).unwrap_or(0),
        from: from.unwrap_or(NaiveDate::MIN),
        to,
        successor: reference(row, &columns::SUCCESSOR),
    }
}

/// Parts separated by semicolons or lines; names of offices contain commas.
fn split(text: &str) -> Vec<String> {
    text.split([';', '\n']).map(normalise::display).filter(|part| !part.is_empty()).collect()
}

fn reference(row: Row<'_>, column: &crate::sheets::register_layout::Column) -> Option<AgencyCode> {
    AgencyCode::parse(&row.text(column))
}

/// A folder below the inbox, with `/` between its parts. It must not lead anywhere else.
fn folder(row: Row<'_>, log: &mut Log) -> String {
    let text = row.required_text(&columns::FOLDER, log).replace('\\', "/");
    if text.is_empty() {
        return text;
    }
    let parts: Vec<&str> = text.trim_end_matches('/').split('/').map(str::trim).collect();
    let absolute = text.starts_with('/') || text.contains(':');
    let message = if absolute || parts.iter().any(|p| p.is_empty() || *p == "." || *p == "..") {
        Some("phải là thư mục con của thư mục nhận báo cáo, không có “..”, ổ đĩa hay dấu “/” ở đầu. Đề nghị ghi như SYT")
    } else if parts.first().is_some_and(|p| p.to_lowercase() == SHARED_FOLDER) {
        Some("dành chung cho mọi đơn vị. Đề nghị dùng thư mục riêng")
    } else {
        None
    };
    if let Some(message) = message {
        log.mistake(row.place(&columns::FOLDER), format!("Thư mục “{}” {message}.", format::quote(&text)));
        return String::new();
    }
    parts.join("/")
}

/// Parents and successors are codes of this sheet, and lead in no circle.
fn references(rows: &[(Row<'_>, Agency)], log: &mut Log) {
    let all: Vec<&Agency> = rows.iter().map(|(_, agency)| agency).collect();
    let known = |code: &AgencyCode| all.iter().any(|a| &a.code == code);
    for (row, agency) in rows {
        for column in [&columns::PARENT, &columns::SUCCESSOR] {
            let text = row.text(column);
            if text.is_empty() {
                continue;
            }
            if !AgencyCode::parse(&text).is_some_and(|code| known(&code)) {
                let hint = match suggest::nearest(&text, all.iter().map(|a| a.code.as_str())) {
                    Some(near) => format!("Có phải là “{near}” không?"),
                    None => "Đề nghị ghi một mã có trong cột Mã đơn vị.".to_owned(),
                };
                log.mistake(row.place(column), format!("Không có đơn vị mã “{}”. {hint}", format::quote(&text)));
            }
        }
        if circle(&all, agency, |a| a.parent.as_ref()) {
            log.mistake(row.place(&columns::PARENT), "“Đơn vị cấp trên” quay vòng về chính đơn vị này. Đề nghị kiểm tra lại.");
        }
        if circle(&all, agency, |a| a.successor.as_ref()) {
            log.mistake(row.place(&columns::SUCCESSOR), "“Đơn vị kế thừa” quay vòng về chính đơn vị này. Đề nghị kiểm tra lại.");
        }
    }
}

fn circle<'a>(all: &[&'a Agency], start: &'a Agency, next: impl Fn(&'a Agency) -> Option<&'a AgencyCode>) -> bool {
    let mut at = start;
    for _ in all {
        let Some(following) = next(at).and_then(|code| all.iter().find(|a| &a.code == code)) else { return false };
        if following.code == start.code {
            return true;
        }
        at = following;
    }
    false
}
