//! What of the roads by which reports came is told in the `.json` product.

use crate::model::agency::AgencyCode;
use crate::model::roads::{EditedRows, Roads};
use serde::Serialize;

/// What somebody changed in the data of a desk below after that desk released them.
#[derive(Serialize)]
pub(super) struct Edited<'a> {
    desk: &'a AgencyCode,
    rows: u32,
    lines: Vec<EditedLine<'a>>,
    standings: Vec<&'a AgencyCode>,
}

#[derive(Serialize)]
struct EditedLine<'a> {
    agency: &'a AgencyCode,
    code: &'a str,
}

/// One a desk in whose data something was changed, by code.
pub(super) fn edited(roads: &Roads) -> Vec<Edited<'_>> {
    roads.edited.iter().map(|(desk, rows)| of_desk(desk, rows)).collect()
}

fn of_desk<'a>(desk: &'a AgencyCode, rows: &'a EditedRows) -> Edited<'a> {
    let tasks = rows.tasks.iter().map(|(agency, code)| EditedLine { agency, code: code.as_str() });
    let targets = rows.targets.iter().map(|(agency, code)| EditedLine { agency, code: code.as_str() });
    let criteria = rows.criteria.iter().map(|(agency, code)| EditedLine { agency, code });
    Edited { desk, rows: rows.rows, lines: tasks.chain(targets).chain(criteria).collect(), standings: rows.standings.iter().collect() }
}
