//! A row of `NhiemVu` as it enters the figures.

use crate::merge::accept::cells::{Cell, Rejections};
use crate::merge::accept::lasting::OpenMatters;
use crate::model::history::{KnownTask, Source};
use crate::model::period::Period;
use crate::model::report::{Field, FieldId, SheetId, TaskRow};
use crate::model::shared_text::SharedText;
use crate::model::task::{DeadlineKind, Role, Status, Task};
use crate::text::nothing::says_nothing;
use std::collections::BTreeMap;

/// The known row after this period; `None` if the row is rejected, or has no status and never had one.
pub fn known(
    row: &TaskRow,
    task: &Task,
    role: Role,
    earlier: Option<&KnownTask>,
    rejected: &Rejections,
    period: Period,
    source: Source,
) -> Option<KnownTask> {
    if rejected.row(SheetId::Tasks, row.row) {
        return None;
    }
    let mut cells = Cells { row, earlier, rejected, stale: BTreeMap::new() };
    let status = match rejected.cell(SheetId::Tasks, row.row, FieldId::Status, &row.status) {
        Cell::Value(reading) => reading.status,
        // A blank one is no row at all unless a rule rejects it; that is the caller's.
        Cell::Blank | Cell::Out => cells.fall_back(FieldId::Status, |k| k.status)?,
    };
    // Once accepted as finished, nothing of it need be typed again.
    let settled = earlier.filter(|k| k.status == Some(Status::Done) && status == Status::Done);
    let goes_by_percent = status == Status::InProgress && role != Role::Support && task.deadline_kind != DeadlineKind::Regular;
    let percent = match cells.cell(FieldId::Percent, &row.percent) {
        Cell::Value(percent) => Some(*percent),
        Cell::Blank if settled.is_some() => settled.and_then(|k| k.percent),
        // A task under way goes by its percent: beside other news an emptied cell says nothing of it, and the last one is marked.
        Cell::Blank if goes_by_percent && earlier.is_some_and(|k| k.status == Some(status)) => {
            cells.fall_back(FieldId::Percent, |k| k.percent)
        }
        Cell::Blank => None,
        Cell::Out => cells.fall_back(FieldId::Percent, |k| k.percent),
    };
    // A completion date is a fact of a finished task only: one that is taken back has none.
    let completed_on = if status == Status::Done {
        match cells.cell(FieldId::CompletedOn, &row.completed_on) {
            Cell::Value(day) => Some(*day),
            Cell::Blank => settled.and_then(|k| k.completed_on),
            Cell::Out => cells.fall_back(FieldId::CompletedOn, |k| k.completed_on),
        }
    } else {
        None
    };
    let level = cells.text(FieldId::Level, &row.level, |k| &k.level);
    let mut lasting = OpenMatters { row, earlier, rejected, period, waiting: BTreeMap::new() };
    let (obstacle, stale_obstacle) = lasting.text(FieldId::Obstacle, &row.obstacle, |k| &k.obstacle);
    let (cause, stale_cause) = lasting.text(FieldId::Cause, &row.cause, |k| &k.cause);
    let (expected_on, stale_day) = lasting.expected_on();
    let proposal = lasting.proposal(level);
    let waiting = lasting.waiting;
    let earlier_values = [
        (FieldId::Obstacle, stale_obstacle),
        (FieldId::Cause, stale_cause),
        (FieldId::Proposal, proposal.stale),
        (FieldId::ExpectedOn, stale_day),
    ];
    earlier_values.into_iter().filter(|(_, stale)| *stale).for_each(|(id, _)| cells.mark(id));
    let unchanged = earlier.filter(|k| k.status == Some(status));
    let result = match unchanged {
        // "Không có cập nhật": what was said last still stands.
        Some(earlier) if says_nothing(row.result.text()) && !row.result.is_unreadable() => earlier.result.clone(),
        _ => cells.text(FieldId::Result, &row.result, |k| &k.result),
    };
    let evidence = match settled {
        Some(earlier) if row.evidence.is_empty() => earlier.evidence.clone(),
        _ => cells.text(FieldId::Evidence, &row.evidence, |k| &k.evidence),
    };
    Some(KnownTask {
        agency: source.agency.clone(),
        task: task.code.clone(),
        role,
        status: Some(status),
        percent,
        completed_on,
        result,
        evidence,
        obstacle,
        cause,
        proposal: proposal.text,
        level: proposal.level,
        expected_on,
        next_week: cells.text(FieldId::NextWeek, &row.next_week, |k| &k.next_week),
        note: cells.text(FieldId::Note, &row.note, |k| &k.note),
        period,
        changed_in: None,
        late_in: None,
        taken_back_in: None,
        waiting,
        ended: proposal.ended,
        stale_fields: cells.stale,
        source,
    })
}

struct Cells<'a> {
    row: &'a TaskRow,
    earlier: Option<&'a KnownTask>,
    rejected: &'a Rejections,
    stale: BTreeMap<FieldId, Period>,
}

impl Cells<'_> {
    fn cell<'f, T>(&self, id: FieldId, field: &'f Field<T>) -> Cell<'f, T> {
        self.rejected.cell(SheetId::Tasks, self.row.row, id, field)
    }

    /// The last value of a field, marked with the period it is from.
    fn fall_back<T>(&mut self, id: FieldId, value: impl Fn(&KnownTask) -> Option<T>) -> Option<T> {
        let value = value(self.earlier?)?;
        self.mark(id);
        Some(value)
    }

    /// Marks a field that holds an earlier value with the period it is from.
    fn mark(&mut self, id: FieldId) {
        let period = self.earlier.map(|earlier| earlier.stale_fields.get(&id).copied().unwrap_or(earlier.period));
        self.stale.extend(period.map(|period| (id, period)));
    }

    fn text(&mut self, id: FieldId, field: &Field<SharedText>, earlier: impl Fn(&KnownTask) -> &String) -> String {
        match self.cell(id, field) {
            Cell::Value(text) => text.to_string(),
            Cell::Blank => String::new(),
            Cell::Out => self.fall_back(id, |k| Some(earlier(k).clone()).filter(|t| !t.is_empty())).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{accepted, agency, date, decimal, finding, known_task, register, report, row, text, value, week};
    use crate::model::agency::AgencyKind;
    use crate::model::finding::{Effect, Finding};
    use crate::model::history::History;
    use crate::model::known_rows::KnownRows;
    use crate::model::report::{AgencyReport, Reading};

    fn last_week(row: KnownTask) -> History {
        History { period: Some(week().previous()), tasks: vec![row], ..History::default() }
    }

    fn syt(history: &History, report: &AgencyReport, findings: &[Finding]) -> KnownRows {
        accepted(&register(), history, "SYT", report, findings)
    }

    fn only(accepted: &KnownRows) -> &KnownTask {
        let mut rows = accepted.tasks.iter().filter(|k| k.task.as_str() == "KH11-001");
        let row = rows.next().expect("a row for KH11-001");
        assert!(rows.next().is_none());
        row
    }

    #[test]
    fn a_rejected_row_and_a_missing_one_keep_last_weeks() {
        let earlier = KnownTask { percent: Some(decimal("40")), ..known_task("SYT", "KH11-001", Status::InProgress) };
        let history = last_week(earlier.clone());
        let now = report(vec![row(5, "KH11-001", Status::Done, Some(100), "xong")]);
        let out = [finding(Effect::Row, SheetId::Tasks, 5, Some(FieldId::Status))];
        assert_eq!(only(&syt(&history, &now, &out)), &earlier);
        assert_eq!(only(&syt(&history, &report(Vec::new()), &[])), &earlier);
        assert_eq!(only(&syt(&history, &AgencyReport::default(), &[])), &earlier, "no sheet at all");
        // The same finding about another row or sheet takes nothing out.
        let elsewhere = [finding(Effect::Row, SheetId::Tasks, 6, None), finding(Effect::Row, SheetId::Targets, 5, None)];
        assert_eq!(only(&syt(&history, &now, &elsewhere)).status, Some(Status::Done));
        assert!(syt(&History::default(), &now, &out).tasks.is_empty(), "nothing earlier: never reported");
    }

    #[test]
    fn a_rejected_cell_keeps_its_last_value_and_says_from_when() {
        let two_weeks_ago = week().previous().previous();
        let earlier = KnownTask {
            percent: Some(decimal("40")),
            stale_fields: BTreeMap::from([(FieldId::Percent, two_weeks_ago)]),
            ..known_task("SYT", "KH11-001", Status::InProgress)
        };
        let now = report(vec![row(5, "KH11-001", Status::InProgress, Some(400), "mới")]);
        let out = [finding(Effect::Cell, SheetId::Tasks, 5, Some(FieldId::Percent))];
        let known = syt(&last_week(earlier), &now, &out);
        let known = only(&known);
        assert_eq!((known.percent, known.result.as_str(), known.period), (Some(decimal("40")), "mới", week()));
        assert_eq!(known.stale_fields, BTreeMap::from([(FieldId::Percent, two_weeks_ago)]));
        let first = syt(&History::default(), &now, &out);
        assert_eq!((only(&first).percent, only(&first).stale_fields.is_empty()), (None, true));
    }

    #[test]
    fn what_cannot_be_read_is_no_value_even_without_a_finding() {
        let mut unreadable = row(5, "KH11-001", Status::InProgress, None, "");
        unreadable.percent.reading = Reading::Unreadable;
        let earlier = KnownTask { percent: Some(decimal("40")), ..known_task("SYT", "KH11-001", Status::InProgress) };
        assert_eq!(only(&syt(&last_week(earlier), &report(vec![unreadable]), &[])).percent, Some(decimal("40")));
    }

    #[test]
    fn done_without_a_readable_date_has_none() {
        let now = report(vec![row(5, "KH11-001", Status::Done, Some(100), "xong")]);
        let out = [finding(Effect::Cell, SheetId::Tasks, 5, Some(FieldId::CompletedOn))];
        let history = last_week(known_task("SYT", "KH11-001", Status::InProgress));
        let known = syt(&history, &now, &out);
        assert_eq!((only(&known).status, only(&known).completed_on), (Some(Status::Done), None));
        assert!(only(&known).stale_fields.is_empty());
    }

    #[test]
    fn a_finished_task_stays_finished_until_it_is_taken_back() {
        let day = Some(date(2025, 7, 1));
        let hundred = Some(decimal("100"));
        let earlier =
            KnownTask { completed_on: day, percent: hundred, evidence: "QĐ 1".into(), ..known_task("SYT", "KH11-001", Status::Done) };
        let history = last_week(earlier.clone());
        assert_eq!(only(&syt(&history, &report(Vec::new()), &[])), &earlier);
        let again = syt(&history, &report(vec![row(5, "KH11-001", Status::Done, None, "")]), &[]);
        assert_eq!((only(&again).completed_on, only(&again).percent, only(&again).evidence.as_str()), (day, hundred, "QĐ 1"));
        assert!(only(&again).stale_fields.is_empty());
        let locked = TaskRow { status: Field::default(), note: text("khóa"), ..row(5, "KH11-001", Status::Done, None, "") };
        assert_eq!(only(&syt(&history, &report(vec![locked]), &[])), &earlier, "a row without status says nothing");
        let mut back = row(5, "KH11-001", Status::InProgress, Some(80), "làm lại");
        back.completed_on = value(date(2025, 7, 1));
        let taken = syt(&history, &report(vec![back]), &[]);
        assert_eq!((only(&taken).status, only(&taken).completed_on), (Some(Status::InProgress), None));
    }

    #[test]
    fn a_blank_result_with_an_unchanged_status_is_no_update() {
        let earlier = KnownTask { result: "đã trình".into(), ..known_task("SYT", "KH11-001", Status::InProgress) };
        let history = last_week(earlier);
        let same = syt(&history, &report(vec![row(5, "KH11-001", Status::InProgress, None, "")]), &[]);
        assert_eq!((only(&same).result.as_str(), only(&same).period), ("đã trình", week()));
        for nothing in ["Không", "không có", "-"] {
            let same = syt(&history, &report(vec![row(5, "KH11-001", Status::InProgress, None, nothing)]), &[]);
            assert_eq!(only(&same).result, "đã trình", "{nothing} is no result");
        }
        let other = syt(&history, &report(vec![row(5, "KH11-001", Status::Paused, None, "")]), &[]);
        assert_eq!(only(&other).result, "");
    }

    #[test]
    fn a_row_is_as_old_as_what_it_says() {
        let long_ago = week().previous().previous();
        let said = |result: &str| KnownTask { result: result.into(), ..known_task("SYT", "KH11-001", Status::InProgress) };
        let history = last_week(KnownTask { changed_in: Some(long_ago), ..said("Đã trình dự thảo") });
        let age = |status, result: &str| only(&syt(&history, &report(vec![row(5, "KH11-001", status, None, result)]), &[])).changed_in;
        assert_eq!(age(Status::InProgress, ""), Some(long_ago), "no update");
        assert_eq!(age(Status::InProgress, "Đã trình dự thảo; "), Some(long_ago), "other punctuation");
        assert_eq!(age(Status::InProgress, "Đã ban hành"), Some(week()));
        assert_eq!(age(Status::Paused, "Đã trình dự thảo"), Some(week()));
        // Of a row of before ages were kept nothing younger is claimed than its last report.
        let history = last_week(said("Đã trình dự thảo"));
        let same = syt(&history, &report(vec![row(5, "KH11-001", Status::InProgress, None, "")]), &[]);
        assert_eq!(only(&same).changed_in, Some(week().previous()));
    }

    #[test]
    fn a_row_that_is_left_as_it_came_takes_nothing_back() {
        let asked = KnownTask {
            percent: Some(decimal("40")),
            obstacle: "Thiếu kinh phí".into(),
            proposal: "Bổ sung kinh phí".into(),
            expected_on: Some(date(2025, 9, 30)),
            ..known_task("SYT", "KH11-001", Status::InProgress)
        };
        let history = last_week(asked.clone());
        let after = |percent, result: &str| {
            let rows = syt(&history, &report(vec![row(5, "KH11-001", Status::InProgress, percent, result)]), &[]);
            let known = only(&rows);
            (known.proposal.clone(), known.obstacle.clone(), known.expected_on, known.percent, known.period)
        };
        let kept = (asked.proposal.clone(), asked.obstacle.clone(), asked.expected_on, asked.percent, week());
        assert_eq!(after(Some(40), ""), kept);
        assert_eq!(after(None, ""), kept, "a percent that is emptied falls back");
        assert_eq!(after(None, "Đã ký hợp đồng").3, asked.percent, "beside other news too");
        let rows = syt(&history, &report(vec![row(5, "KH11-001", Status::InProgress, None, "Đã ký hợp đồng")]), &[]);
        assert_eq!(only(&rows).stale_fields, [(FieldId::Percent, asked.period)].into(), "and says from when it is");
        let begun = syt(&history, &report(vec![row(5, "KH11-001", Status::NotStarted, None, "Dừng lại")]), &[]);
        assert_eq!(only(&begun).percent, None, "of another status it is not");
        assert_eq!(after(Some(60), "Đã trình").0, asked.proposal, "silence takes no proposal back, also beside news");
        // A value that fell back and is reported now is no earlier value any more; what stays blank is.
        let stale = [(FieldId::Percent, week().previous()), (FieldId::Obstacle, week().previous())].into();
        let history = last_week(KnownTask { stale_fields: stale, ..asked });
        let rows = syt(&history, &report(vec![row(5, "KH11-001", Status::InProgress, Some(40), "")]), &[]);
        assert_eq!(only(&rows).stale_fields.keys().copied().collect::<Vec<_>>(), [FieldId::Obstacle]);
    }

    #[test]
    fn nothing_new_confirms_what_was_said() {
        let earlier = known_task("SYT", "KH11-001", Status::InProgress);
        let history = last_week(earlier.clone());
        let mut nil = report(Vec::new());
        nil.info.nil = value(true);
        let confirmed = KnownTask { period: week(), changed_in: Some(week().previous()), ..earlier.clone() };
        assert_eq!(only(&syt(&history, &nil, &[])), &confirmed);
        // A row that is written and rejected all the same is no confirmation.
        let mut both = report(vec![row(5, "KH11-001", Status::InProgress, None, "")]);
        both.info.nil = value(true);
        assert_eq!(only(&syt(&history, &both, &[finding(Effect::Row, SheetId::Tasks, 5, None)])), &earlier);
    }

    #[test]
    fn the_first_of_equal_rows_counts_and_the_role_is_the_registers() {
        let mut first = row(5, "kh11-002 ", Status::InProgress, Some(30), "một");
        first.role = value(Role::Lead);
        let now = report(vec![first, row(6, "KH11-002", Status::InProgress, Some(31), "hai"), row(7, "KH99-001", Status::Done, None, "")]);
        let stc = accepted(&register(), &History::default(), "STC", &now, &[]);
        assert_eq!(stc.tasks.len(), 1, "a task that is not its own is no row");
        let known = &stc.tasks[0];
        assert_eq!((known.role, known.percent, known.result.as_str()), (Role::Support, Some(decimal("30")), "một"));
        assert_eq!(stc.claims.len(), 1);
        assert_eq!((stc.claims[0].task.as_str(), &stc.claims[0].agency), ("KH11-002", &agency("STC")));
    }

    #[test]
    fn what_was_said_in_support_does_not_speak_for_a_new_lead() {
        let history = last_week(KnownTask { role: Role::Support, ..known_task("SYT", "KH11-001", Status::Done) });
        assert!(syt(&history, &report(Vec::new()), &[]).tasks.is_empty());
    }

    #[test]
    fn the_history_of_a_task_goes_on_under_another_lead() {
        let finished = KnownTask { completed_on: Some(date(2025, 6, 1)), ..known_task("STC", "KH11-001", Status::Done) };
        let after = syt(&last_week(finished.clone()), &report(Vec::new()), &[]);
        assert_eq!((&only(&after).agency, only(&after).completed_on), (&agency("SYT"), finished.completed_on));
        assert_eq!(only(&after).source.agency, agency("STC"), "with its origin");
        // Whose word is the last one: its own of before the other led it, or the other's.
        let own = KnownTask { period: week().previous().previous(), ..known_task("SYT", "KH11-001", Status::InProgress) };
        let both = History { tasks: vec![own, finished], ..last_week(known_task("SYT", "KH11-002", Status::InProgress)) };
        assert_eq!(only(&syt(&both, &report(Vec::new()), &[])).status, Some(Status::Done));
    }

    #[test]
    fn a_successor_starts_from_the_row_of_its_only_predecessor() {
        let mut register = register();
        let mut old = crate::merge::testing::member("SCU", AgencyKind::Department, 9);
        old.to = Some(date(2025, 6, 30));
        old.successor = Some(agency("SYT"));
        register.agencies.push(old.clone());
        let history = last_week(known_task("SCU", "KH11-001", Status::Done));
        let after = accepted(&register, &history, "SYT", &report(Vec::new()), &[]);
        assert_eq!((&only(&after).agency, only(&after).status), (&agency("SYT"), Some(Status::Done)));
        // Two predecessors: nobody guesses which of them speaks.
        register.agencies.push(crate::model::agency::Agency { code: agency("SCB"), ..old });
        let both =
            History { tasks: vec![known_task("SCU", "KH11-001", Status::Done), known_task("SCB", "KH11-001", Status::Paused)], ..history };
        assert!(accepted(&register, &both, "SYT", &report(Vec::new()), &[]).tasks.is_empty());
    }

    #[test]
    fn a_code_that_the_rules_could_read_is_read_here_too() {
        let mut odd = row(5, "KH11-001", Status::InProgress, Some(95), "");
        odd.code = Field { typed: " kh11-001".into(), reading: Reading::Unreadable, ..Field::default() };
        assert_eq!(only(&syt(&History::default(), &report(vec![odd]), &[])).percent, Some(decimal("95")));
    }

    #[test]
    fn nearly_done_is_noted() {
        let mut nearly = row(5, "KH11-001", Status::InProgress, Some(95), "cơ bản");
        nearly.status = value(crate::model::report::StatusReading { status: Status::InProgress, exact: false, nearly_done: true });
        nearly.note = text("ghi chú");
        let known = syt(&History::default(), &report(vec![nearly]), &[]);
        assert_eq!(known.nearly_done.len(), 1);
        assert_eq!(only(&known).note, "ghi chú");
    }
}
