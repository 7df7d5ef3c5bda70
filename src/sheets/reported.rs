//! What a report held when it was read, and which of the agency's tasks it leaves out.

use crate::model::as_sent::RowsRead;
use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, PartLine, TaskLine};
use crate::model::extraction::{Extraction, RecognisedBy};
use crate::model::history::Source;
use crate::model::inbox::Content;
use crate::model::report::{AgencyReport, Table};
use crate::model::submission::{Submission, Version};
use crate::model::task::{DeadlineKind, Status, TaskCode};
use std::collections::BTreeSet;

/// The workbook behind a version, if it is one.
pub(crate) fn extraction(version: Option<&Version>) -> Option<&Extraction> {
    match version.map(|v| v.content.as_ref()) {
        Some(Content::Workbook(extraction)) => Some(extraction),
        _ => None,
    }
}

/// Is it a workbook that was read?
pub(crate) fn is_workbook(version: Option<&Version>) -> bool {
    extraction(version).is_some()
}

/// The report of an agency that did not use the form: it is given the form with its rows filled in.
pub(crate) fn without_form(submission: &Submission) -> Option<&AgencyReport> {
    let by_headings = |e: &&Extraction| e.recognised_by == RecognisedBy::Headings && e.secrecy_marks.is_empty();
    extraction(submission.shown_version()).filter(by_headings).map(|extraction| &extraction.report)
}

/// The versions of which an agency is shown what was read, in the order of receipt: the one that counts, or the last one; with those of
/// agencies that became it, one of each, whose rows stand for it or beside its own.
pub(crate) fn shown(submission: &Submission) -> Vec<&Version> {
    if submission.before.is_empty() {
        return submission.shown_version().into_iter().collect();
    }
    let mut indices: Vec<usize> = submission.before.iter().copied().chain(submission.counted).collect();
    indices.sort_unstable();
    indices.into_iter().filter_map(|index| submission.versions.get(index)).collect()
}

/// Rows of the versions that are shown: as noted, or counted.
pub(crate) fn rows_read(submission: &Submission) -> RowsRead {
    if let Some(sent) = &submission.as_sent {
        return sent.rows;
    }
    fn rows<R>(table: Option<&Table<R>>) -> usize {
        table.map_or(0, |table| table.rows.len())
    }
    let read = shown(submission).into_iter().filter_map(|version| Some(&extraction(Some(version))?.report));
    read.fold(RowsRead::default(), |sum, report| RowsRead {
        tasks: sum.tasks + rows(report.tasks.as_ref()),
        targets: sum.targets + rows(report.targets.as_ref()),
        criteria: sum.criteria + rows(report.criteria.as_ref()),
        extra_tasks: sum.extra_tasks + rows(report.extra_tasks.as_ref()),
    })
}

/// Tasks given to the agency that need a row and have none in its counted report, by the same measure as rule N06: a
/// task it has finished needs no further row, one without end always does. Empty if no report counts, if it
/// says "Không phát sinh", or if it is one of several that stand for the whole.
pub(super) fn missing_tasks<'a>(consolidation: &'a Consolidation, submission: &Submission) -> Vec<&'a TaskCode> {
    let Some(extraction) = extraction(submission.counted_version()).filter(|_| !submission.nil && !submission.is_joint()) else {
        return Vec::new();
    };
    let rows = extraction.report.tasks.iter().flat_map(|table| &table.rows);
    let written: BTreeSet<TaskCode> = rows.filter_map(|row| TaskCode::parse(row.code.text())).collect();
    let before: Vec<&Version> = submission.before.iter().filter_map(|index| submission.versions.get(*index)).collect();
    let is_before = |source: &Source| before.iter().any(|version| source.sha256 == version.receipt.sha256);
    let needs_row = |line: &TaskLine| {
        let finished = line.parts.iter().any(|p| p.agency == submission.agency && p.status == Some(Status::Done));
        // Of what came with an office in this period its form may have no row: what that one reported stands, now or before.
        let inherited = |part: &PartLine| part.source.as_ref().is_some_and(|s| submission.took_over.contains(&s.agency) || is_before(s));
        line.task.role_of(&submission.agency).is_some()
            && !line.parts.iter().any(|part| part.agency == submission.agency && inherited(part))
            && line.state.class != TaskClass::Withdrawn
            && (line.task.deadline_kind == DeadlineKind::Regular || !finished)
    };
    let needed = consolidation.lines_of(&submission.agency).filter(|line| needs_row(line)).map(|line| &line.task.code);
    needed.filter(|code| !written.contains(*code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::submissions;
    use crate::sheets::testing;

    fn missing(change: impl FnOnce(&mut Consolidation)) -> Vec<String> {
        let mut c = testing::consolidation();
        change(&mut c);
        let submission = submissions::submission(&c, &testing::agency("SYT")).unwrap();
        missing_tasks(&c, submission).into_iter().map(ToString::to_string).collect()
    }

    #[test]
    fn open_tasks_without_a_row_are_missing_and_finished_ones_are_not() {
        assert_eq!(missing(|_| {}), ["KH11-008"]);
        assert_eq!(missing(|c| c.tasks.iter_mut().for_each(|t| t.task.deadline_kind = DeadlineKind::Regular)), ["KH11-008", "TB15-010"]);
    }

    #[test]
    fn who_has_nothing_to_report_misses_nothing() {
        assert_eq!(missing(|c| c.submissions[0].nil = true), Vec::<String>::new());
        assert_eq!(missing(|c| c.submissions[0].counted = None), Vec::<String>::new());
    }
}
