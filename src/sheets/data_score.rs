//! The score of a report's data, 0 to 100: six parts with weights, and the cheapest repairs. It measures the report and not
//! the work, and goes to the agency itself and to the desk, nowhere else. What makes each part up: `src/docs/products.md`.

use crate::model::agency::AgencyCode;
use crate::model::as_sent::DataScore;
use crate::model::calendar::Calendar;
use crate::model::class::{TaskClass, TaskState};
use crate::model::consolidation::{Consolidation, PartLine, TaskLine};
use crate::model::extraction::{Extraction, RecognisedBy};
use crate::model::fields::Record;
use crate::model::finding::{Effect, Finding, Severity};
use crate::model::moment;
use crate::model::report::{AgencyReport, SheetId, Table, TargetRow, TaskRow};
use crate::model::submission::{Standing, Submission};
use crate::model::target::{Assessment, TargetCode};
use crate::model::task::{DeadlineKind, Role, Status, TaskCode};
use crate::sheets::reported;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Name and weight of each part.
pub(crate) const PARTS: [(&str, u32); 6] = [
    ("Đúng: dòng không có lỗi, không mâu thuẫn", 25),
    ("Đủ: ô bắt buộc đã điền", 20),
    ("Sạch: ô ghi đúng mẫu, không phải sửa khi đọc", 15),
    ("Sống: đúng hạn, có cập nhật, số liệu mới", 20),
    ("Thống nhất: khớp danh mục và kỳ trước", 10),
    ("Dùng chung: đúng biểu mẫu, theo mã, có minh chứng", 10),
];

/// What the score measures: said wherever it is shown.
pub(crate) const MEASURES: &str = "Điểm phản ánh chất lượng số liệu, không phải kết quả thực hiện nhiệm vụ.";

/// A part that is whole, in ten-thousandths.
const WHOLE: u32 = 10_000;
/// Repairs that are named.
const REPAIRS: usize = 3;
/// Weeks within which an open task should have changed.
const CHANGED_WITHIN: i64 = 28;
/// Working days that figures may be old when they are sent.
const FRESH_DAYS: u32 = 2;

const LOGICAL: [&str; 7] = ["N13", "N14", "N15", "N18", "N19", "C06", "C10"];
const DOUBTFUL: [&str; 11] = ["D01", "D02", "D03", "D04", "D05", "D06", "D07", "N10", "N20", "N21", "C16"];
const CONTRADICTIONS: [&str; 11] = ["N07", "N08", "N24", "N25", "N27", "N37", "C08", "C09", "C12", "C13", "X05"];
const WITHOUT_CODE: [&str; 2] = ["N01", "N38"];

/// What the score counts.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    rows: u32,
    refused: u32,
    logical: u32,
    required: u32,
    filled: u32,
    cells: u32,
    doubtful: u32,
    /// Points for the time of receipt, 0 to 40.
    timely: u32,
    open: u32,
    open_changed: u32,
    fresh: bool,
    checks: u32,
    contradictions: u32,
    own_table: bool,
    without_code: u32,
    done: u32,
    done_unproven: u32,
}

/// The score of what an agency sent; `None` if no report of it can be read.
pub(super) fn of(consolidation: &Consolidation, submission: &Submission) -> Option<DataScore> {
    let extraction = reported::extraction(submission.counted_version())?;
    let counts = counts(consolidation, submission, extraction);
    let parts = parts(&counts);
    let points = std::array::from_fn(|at| half_up(parts[at] * PARTS[at].1, WHOLE));
    Some(DataScore { points, total: total(&counts), repairs: repairs(&counts) })
}

fn half_up(part: u32, whole: u32) -> u32 {
    (part + whole / 2) / whole
}

fn share(part: u32, whole: u32) -> u32 {
    let of_whole = u64::from(part.min(whole)) * u64::from(WHOLE);
    of_whole.checked_div(u64::from(whole)).map_or(WHOLE, |share| u32::try_from(share).unwrap_or(WHOLE))
}

/// Each part in ten-thousandths.
fn parts(c: &Counts) -> [u32; 6] {
    let right = share(c.rows.saturating_sub(c.refused), c.rows).saturating_sub(c.logical.saturating_mul(WHOLE / 50));
    let alive = c.timely * 100 + 30 * share(c.open_changed, c.open) / 100 + if c.fresh { 3_000 } else { 0 };
    let shared = if c.own_table { 0 } else { 4_000 }
        + if c.without_code == 0 { 3_000 } else { 0 }
        + 30 * share(c.done.saturating_sub(c.done_unproven), c.done) / 100;
    [
        right,
        share(c.filled, c.required),
        share(c.cells.saturating_sub(c.doubtful), c.cells),
        alive,
        share(c.checks.saturating_sub(c.contradictions), c.checks),
        shared,
    ]
}

/// Sum of the parts by their weights, in hundredths of a point.
fn hundredths(counts: &Counts) -> u32 {
    parts(counts).iter().zip(PARTS).map(|(part, (_, weight))| part * weight).sum::<u32>() / 100
}

fn total(counts: &Counts) -> u32 {
    half_up(hundredths(counts), 100)
}

/// What a person can do about it: in words, how many cells it takes, and what is counted afterwards.
fn repairs(c: &Counts) -> Vec<(String, u32)> {
    let empty = c.required.saturating_sub(c.filled);
    let all = [
        (c.refused, format!("Sửa {} dòng chưa dùng được", c.refused), Counts { refused: 0, ..*c }),
        (empty, format!("Điền {empty} ô bắt buộc còn trống"), Counts { filled: c.required, ..*c }),
        (c.done_unproven, format!("Bổ sung minh chứng cho {} nhiệm vụ", c.done_unproven), Counts { done_unproven: 0, ..*c }),
        (c.doubtful, format!("Ghi lại {} ô đúng mẫu (ngày, số, trạng thái)", c.doubtful), Counts { doubtful: 0, ..*c }),
        (c.logical, format!("Thống nhất trạng thái, tỷ lệ, ngày, kết quả ở {} ô", c.logical), Counts { logical: 0, ..*c }),
        (c.contradictions, format!("Đối chiếu {} ô khác danh mục hoặc kỳ trước", c.contradictions), Counts { contradictions: 0, ..*c }),
        (u32::from(!c.fresh), "Ghi “Số liệu tính đến” trong hai ngày làm việc trước khi gửi".to_owned(), Counts { fresh: true, ..*c }),
        (c.without_code, format!("Ghi mã cho {} dòng", c.without_code), Counts { without_code: 0, ..*c }),
        (c.rows * u32::from(c.own_table), "Dùng biểu mẫu được cấp thay cho bảng tự lập".to_owned(), Counts { own_table: false, ..*c }),
    ];
    let now = hundredths(c);
    let gained = |(cost, words, then): (u32, String, Counts)| (cost, words, hundredths(&then).saturating_sub(now));
    let mut worth: Vec<(u32, String, u32)> = all.into_iter().map(gained).filter(|(cost, _, gain)| *cost > 0 && *gain >= 50).collect();
    // Fewest cells a point first; of the same price what brings more.
    worth.sort_by(|(cost, _, gain), (other_cost, _, other_gain)| {
        let (price, other_price) = (u64::from(*cost) * u64::from(*other_gain), u64::from(*other_cost) * u64::from(*gain));
        price.cmp(&other_price).then(other_gain.cmp(gain))
    });
    worth.into_iter().take(REPAIRS).map(|(_, words, gain)| (words, half_up(gain, 100))).collect()
}

fn counts(consolidation: &Consolidation, submission: &Submission, extraction: &Extraction) -> Counts {
    let report = &extraction.report;
    let findings = &submission.findings;
    let places = |codes: &[&str]| findings.iter().filter(|f| codes.contains(&f.code.as_str())).map(Finding::places).sum::<u32>();
    let (tasks, targets, criteria) = (rows(report.tasks.as_ref()), rows(report.targets.as_ref()), rows(report.criteria.as_ref()));
    let day = moment::day(submission.cutoff.submit);
    let mut counts = Counts {
        rows: length(tasks) + length(targets) + length(criteria),
        refused: refused_rows(findings),
        logical: places(&LOGICAL),
        cells: filled_cells(tasks) + filled_cells(targets) + filled_cells(criteria),
        doubtful: places(&DOUBTFUL),
        timely: timely(submission),
        fresh: is_fresh(report, submission, &consolidation.calendar),
        checks: 4 * length(tasks) + 3 * length(targets) + length(criteria),
        contradictions: places(&CONTRADICTIONS),
        own_table: matches!(extraction.recognised_by, RecognisedBy::Headings | RecognisedBy::Nothing),
        without_code: places(&WITHOUT_CODE),
        done_unproven: places(&["N17"]),
        ..Counts::default()
    };
    count_tasks(&mut counts, (consolidation, submission), tasks, day);
    if !submission.nil {
        count_targets(&mut counts, (consolidation, &submission.agency), targets);
    }
    counts
}

fn count_tasks(counts: &mut Counts, (consolidation, submission): (&Consolidation, &Submission), rows: &[TaskRow], day: NaiveDate) {
    let written: BTreeMap<TaskCode, &TaskRow> = rows.iter().filter_map(|row| Some((TaskCode::parse(row.code.text())?, row))).collect();
    let changed_since = consolidation.period.first_day() - chrono::Duration::days(CHANGED_WITHIN);
    for line in consolidation.lines_of(&submission.agency) {
        let (Some(role), Some(part)) = (line.task.role_of(&submission.agency), part(line, &submission.agency)) else { continue };
        let row = written.get(&line.task.code).copied();
        if line.state.class == TaskClass::Withdrawn || (row.is_none() && is_finished(line, part)) {
            continue;
        }
        let status = row.and_then(|row| row.status.value()).map(|reading| reading.status);
        counts.done += u32::from(status == Some(Status::Done) && role != Role::Support);
        if let Some(state) = part.state.filter(|state| is_open(*state)) {
            counts.open += 1;
            counts.open_changed += u32::from(part.changed_in.is_some_and(|week| week.first_day() >= changed_since));
            let past = state.class == TaskClass::Overdue || (state.past_deadline && part.deadline_to.is_some_and(|to| to < day));
            if past && !submission.nil && role != Role::Support {
                let of = |has: fn(&TaskRow) -> bool| row.is_some_and(has);
                need(counts, of(|row| !row.cause.is_empty()));
                need(counts, of(|row| !row.expected_on.is_empty()));
            }
        }
        if submission.nil {
            continue;
        }
        let of = |has: fn(&TaskRow) -> bool| row.is_some_and(has);
        need(counts, of(|row| !row.status.is_empty()));
        let goes_by_percent = !matches!(status, Some(Status::Regular | Status::NotDueYet | Status::Paused)) && role != Role::Support;
        if goes_by_percent && line.task.deadline_kind != DeadlineKind::Regular {
            need(counts, of(|row| !row.percent.is_empty()));
        }
        if status == Some(Status::Done) && line.task.deadline_kind != DeadlineKind::Regular {
            need(counts, of(|row| !row.completed_on.is_empty()));
        }
    }
}

fn count_targets(counts: &mut Counts, (consolidation, agency): (&Consolidation, &AgencyCode), rows: &[TargetRow]) {
    for line in consolidation.targets_of(agency).filter(|line| line.target.providers.contains(agency)) {
        let row = rows.iter().find(|row| TargetCode::parse(row.code.text()).as_ref() == Some(&line.target.code));
        let not_assessable = row.is_some_and(|row| row.assessment.value() == Some(&Assessment::NotAssessable));
        let figure =
            |row: &TargetRow| if not_assessable { !row.reason.is_empty() } else { !row.value.is_empty() || !row.numerator.is_empty() };
        need(counts, row.is_some_and(figure));
        need(counts, not_assessable || row.is_some_and(|row| !row.data_source.is_empty()));
    }
}

fn need(counts: &mut Counts, filled: bool) {
    counts.required += 1;
    counts.filled += u32::from(filled);
}

fn part<'a>(line: &'a TaskLine, agency: &AgencyCode) -> Option<&'a PartLine> {
    line.parts.iter().find(|part| part.agency == *agency)
}

fn is_finished(line: &TaskLine, part: &PartLine) -> bool {
    part.status == Some(Status::Done) && line.task.deadline_kind != DeadlineKind::Regular
}

fn is_open(state: TaskState) -> bool {
    let waits = matches!(state.class, TaskClass::Regular | TaskClass::NotDueYet | TaskClass::Paused | TaskClass::Withdrawn);
    !state.class.is_done() && !waits
}

fn rows<R>(table: Option<&Table<R>>) -> &[R] {
    table.map_or(&[], |table| &table.rows)
}

fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

fn filled_cells<R: Record>(rows: &[R]) -> u32 {
    let accesses = || R::FIELDS.iter().filter(|spec| spec.filled).filter_map(|spec| spec.access.as_ref());
    let filled = |row: &R| accesses().filter(|access| !access.field(row).is_empty()).count();
    u32::try_from(rows.iter().map(filled).sum::<usize>()).unwrap_or(u32::MAX)
}

fn refused_rows(findings: &[Finding]) -> u32 {
    let refusing = findings.iter().filter(|finding| finding.severity == Severity::Error && finding.effect != Effect::Flag);
    let rows: BTreeSet<(SheetId, u32)> = refusing.flat_map(Finding::subjects).map(|subject| (subject.sheet, subject.row)).collect();
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// 40 in time; 10 less for each hour begun after the cutoff.
fn timely(submission: &Submission) -> u32 {
    match (submission.standing, submission.received_at) {
        (Standing::OnTime, _) => 40,
        (Standing::Late | Standing::Admitted, Some(at)) => {
            let seconds = (at - submission.cutoff.late_from).num_seconds().max(0);
            let hours = u32::try_from(seconds / 3_600 + 1).unwrap_or(4);
            40u32.saturating_sub(10 * hours.min(4))
        }
        _ => 0,
    }
}

fn is_fresh(report: &AgencyReport, submission: &Submission, calendar: &Calendar) -> bool {
    let (Some(as_of), Some(sent)) = (report.info.as_of.value(), submission.received_at) else { return false };
    are_fresh(as_of.date(), moment::day(sent), calendar)
}

/// Were figures of a day fresh when they were sent? On rest days nobody could have newer ones.
fn are_fresh(from: NaiveDate, sent: NaiveDate, calendar: &Calendar) -> bool {
    let days = from.iter_days().skip(1).take_while(|day| *day <= sent).filter(|day| calendar.is_working(*day)).take(3).count();
    from <= sent && days <= FRESH_DAYS as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::{Field, Reading, StatusReading};
    use crate::sheets::testing;
    use crate::testing::extraction;

    fn whole() -> Counts {
        Counts {
            rows: 20,
            required: 50,
            filled: 50,
            cells: 100,
            timely: 40,
            open: 10,
            open_changed: 10,
            fresh: true,
            checks: 80,
            done: 5,
            ..Counts::default()
        }
    }

    #[test]
    fn every_code_that_counts_is_a_rule_and_counts_in_one_part() {
        let all: Vec<&str> = LOGICAL.into_iter().chain(DOUBTFUL).chain(CONTRADICTIONS).chain(WITHOUT_CODE).collect();
        assert!(all.iter().all(|code| crate::rules::find(code).is_some()), "{all:?}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn a_report_without_fault_has_all_points() {
        assert_eq!((total(&whole()), repairs(&whole())), (100, vec![]));
    }

    #[test]
    fn each_part_counts_by_its_weight() {
        assert_eq!(total(&Counts { refused: 10, ..whole() }), 88, "half of 25, rounded half up");
        assert_eq!(total(&Counts { filled: 25, ..whole() }), 90);
        assert_eq!(total(&Counts { doubtful: 100, ..whole() }), 85);
        assert_eq!(total(&Counts { timely: 0, ..whole() }), 92);
        assert_eq!(total(&Counts { contradictions: 80, ..whole() }), 90);
        assert_eq!(total(&Counts { own_table: true, ..whole() }), 96);
        assert_eq!(total(&Counts { logical: 5, ..whole() }), 98, "two of a hundred for each");
    }

    #[test]
    fn the_cheapest_repairs_come_first() {
        let counts = Counts { done_unproven: 5, fresh: false, refused: 4, filled: 10, ..whole() };
        assert_eq!(
            repairs(&counts),
            [
                ("Ghi “Số liệu tính đến” trong hai ngày làm việc trước khi gửi".to_owned(), 6),
                ("Sửa 4 dòng chưa dùng được".to_owned(), 5),
                ("Bổ sung minh chứng cho 5 nhiệm vụ".to_owned(), 3),
            ]
        );
    }

    /// What is counted of a report of the Health Department in which nothing stands, after a change.
    fn counted(change: impl Fn(&mut PartLine), report: AgencyReport) -> Counts {
        let mut consolidation = testing::consolidation();
        consolidation.tasks.iter_mut().flat_map(|line| &mut line.parts).for_each(change);
        let submission = consolidation.submissions.iter().find(|submission| submission.agency.as_str() == "SYT").unwrap();
        counts(&consolidation, submission, &extraction(report))
    }

    #[test]
    fn each_office_answers_for_the_age_of_its_own_part() {
        let this_week = testing::consolidation().period;
        let long_ago = (0..5).fold(this_week, |week, _| week.previous());
        let of = |changed_in| counted(move |part| part.changed_in = changed_in, AgencyReport::default());
        let (young, old) = (of(Some(this_week)), of(Some(long_ago)));
        assert!(young.open > 0 && young.open_changed == young.open, "{young:?}");
        assert_eq!((old.open, old.open_changed), (young.open, 0), "whatever others said of the whole");
        assert_eq!(of(None).open_changed, 0);
    }

    #[test]
    fn a_report_without_rows_lacks_every_required_cell() {
        let nothing = counted(|_| {}, AgencyReport::default());
        assert!(nothing.required > 0, "{nothing:?}");
        assert_eq!((nothing.filled, nothing.rows, nothing.cells, nothing.checks), (0, 0, 0, 0));
        let code = Field { typed: "KH11-008".into(), reading: Reading::Value("KH11-008".into()), ..Field::default() };
        let reading = StatusReading { status: Status::InProgress, exact: true, nearly_done: false };
        let status = Field { typed: "Đang thực hiện".into(), reading: Reading::Value(reading), ..Field::default() };
        let row = TaskRow { code, status, ..TaskRow::default() };
        let one =
            counted(|_| {}, AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows: vec![row] }), ..AgencyReport::default() });
        assert_eq!((one.required, one.filled, one.rows, one.checks), (nothing.required, 1, 1, 4), "one cell of what is asked");
    }

    #[test]
    fn days_of_rest_make_no_figure_older() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
        let plain = Calendar::default();
        assert!(are_fresh(day(18), day(20), &plain) && !are_fresh(day(17), day(20), &plain), "Tuesday to Friday");
        assert!(are_fresh(day(12), day(16), &plain), "a weekend between");
        let rest = (16..=20).map(|d| (day(d), "Tết".to_owned())).collect();
        let new_year = Calendar { rest_days: rest, ..Calendar::default() };
        assert!(are_fresh(day(13), day(24), &new_year) && !are_fresh(day(13), day(25), &new_year), "the week of Tết does not count");
        assert!(!are_fresh(day(21), day(20), &plain), "of a day to come");
    }

    #[test]
    fn words_of_the_whole() {
        let rank = |total| DataScore { points: [0; 6], total, repairs: Vec::new() }.rank();
        assert_eq!([90, 89, 60, 59].map(rank), ["Tốt", "Khá", "Trung bình", "Yếu"]);
    }
}
