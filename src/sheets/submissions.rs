//! `Nộp báo cáo`: who sent what when, on which evidence, and what became of it.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::{AgencyInfo, Consolidation};
use crate::model::cutoff::Cutoffs;
use crate::model::finding::{Finding, Tally};
use crate::model::freeze_terms::AgencyCutoff;
use crate::model::history::Source;
use crate::model::inbox::Content;
use crate::model::moment::{self, Moment, VIETNAM};
use crate::model::receipt_book::BOOKED_LATE;
use crate::model::submission::{Addressee, Evidence, Standing, Submission, UNFILLED};
use crate::sheets::annex::Annex;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, FOOT_FIGURE, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Format, Sheet, Style, Value};
use crate::text::{format, party};
use chrono::Timelike;

/// Files, evidence and mistakes of a report stay at the desk.
const COLUMNS: [Column; 10] = [
    column("TT", 5.0),
    column("Đơn vị", 40.0),
    column("Thời điểm tiếp nhận", 16.0),
    column("Kết quả", 24.0),
    column("Đưa vào số liệu", 9.0),
    column("Liên tiếp chưa gửi (tuần)", 10.0),
    column("Ghi chú (tóm tắt)", 42.0),
    aside("Mã đơn vị", 18.0),
    aside("Lần gửi", 8.0),
    aside("Ghi chú", 50.0),
];

/// How many agencies stand how. All but `exempt` add up to `must_report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Standings {
    /// Agencies that must report here.
    pub(crate) must_report: u32,
    pub(crate) on_time: u32,
    pub(crate) late: u32,
    pub(crate) admitted: u32,
    pub(crate) returned: u32,
    pub(crate) arriving: u32,
    pub(crate) missing: u32,
    /// The form came back as it was issued, and does not count.
    pub(crate) unfilled: u32,
    /// In the figures, with something new.
    pub(crate) updated: u32,
    /// In the figures, and nothing new: confirmed.
    pub(crate) confirmed: u32,
    /// Of those that count: the form as it was issued, in the first periods.
    pub(crate) unfilled_counted: u32,
    /// Of those with an untouched form: it lies there as it was issued, and nobody may say that it was sent.
    pub(crate) forms_lying: u32,
    /// Nobody could look into the folder around the cutoff.
    pub(crate) unknown: u32,
    /// Nothing came, and a cutoff of their own is still to come.
    pub(crate) awaiting: u32,
    /// Nothing came from them, and offices that they took over in the period had reported.
    pub(crate) awaiting_joint: u32,
    pub(crate) exempt: u32,
    /// Of those missing or returned: a signed document is there, the workbook is not.
    pub(crate) document_only: u32,
    /// Of those on time: nobody looked around the cutoff.
    pub(crate) unproven: u32,
    /// Of those late: not in the figures.
    pub(crate) late_left_out: u32,
    /// A valid revision came after the cutoff and is not in the figures.
    pub(crate) revised: u32,
}

impl Standings {
    /// Reports that can be read: on time, late or admitted.
    pub(crate) fn received(&self) -> u32 {
        self.on_time + self.late + self.admitted
    }
}

/// Counts how the agencies stand; the exempt ones are counted apart.
pub(crate) fn standings(consolidation: &Consolidation) -> Standings {
    let mut counts = Standings::default();
    for submission in &consolidation.submissions {
        let must = submission.standing != Standing::Exempt && submission.merged;
        counts.updated += u32::from(must && !submission.confirmed_only && !submission.form_unfilled);
        counts.confirmed += u32::from(must && submission.confirmed_only);
        counts.forms_lying += u32::from(submission.form_lies_there());
        counts.unfilled_counted += u32::from(submission.form_unfilled && submission.merged);
        match submission.standing {
            Standing::Missing if submission.awaits_joint_report() => counts.awaiting_joint += 1,
            Standing::Missing if submission.form_unfilled => counts.unfilled += 1,
            Standing::OnTime => counts.on_time += 1,
            Standing::Late => counts.late += 1,
            Standing::Admitted => counts.admitted += 1,
            Standing::Returned => counts.returned += 1,
            Standing::Arriving => counts.arriving += 1,
            Standing::Missing if submission.awaits_own_cutoff() => counts.awaiting += 1,
            Standing::Missing => counts.missing += 1,
            Standing::Unknown => counts.unknown += 1,
            Standing::Exempt => counts.exempt += 1,
        }
        counts.must_report += u32::from(submission.standing != Standing::Exempt);
        counts.document_only += u32::from(document_only(submission).is_some());
        counts.unproven += u32::from(is_unproven(submission));
        counts.late_left_out += u32::from(submission.standing == Standing::Late && !submission.merged);
        counts.revised += u32::from(submission.revised_after_cutoff.is_some());
    }
    counts
}

/// A submission with its agency, in print order.
pub(crate) fn pairs(consolidation: &Consolidation) -> impl Iterator<Item = (&AgencyInfo, &Submission)> {
    consolidation.agencies.iter().filter_map(|agency| submission(consolidation, &agency.code).map(|s| (agency, s)))
}

/// What an agency did.
pub(crate) fn submission<'a>(consolidation: &'a Consolidation, agency: &AgencyCode) -> Option<&'a Submission> {
    consolidation.submission(agency)
}

/// Is it on time by the benefit of the doubt alone?
pub(crate) fn is_unproven(submission: &Submission) -> bool {
    submission.standing == Standing::OnTime && submission.evidence == Some(Evidence::Unproven)
}

/// When a signed document came, where nothing else did.
pub(crate) fn document_only(submission: &Submission) -> Option<Moment> {
    let workbook = submission.versions.iter().any(|v| !matches!(*v.content, Content::Document { .. }));
    let nothing_usable = matches!(submission.standing, Standing::Missing | Standing::Returned);
    submission.document_received.filter(|_| nothing_usable && !workbook && !submission.form_unfilled)
}

/// The hour in Vietnam, such as `10:40`.
pub(crate) fn hour(moment: Moment) -> String {
    let local = moment.with_timezone(&VIETNAM);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// Started minutes from the instant at which lateness begins, at least one: who is late by a second is late by a minute.
pub(crate) fn minutes_late(received: Moment, late_from: Moment) -> i64 {
    let seconds = (received - late_from).num_seconds().max(0);
    (seconds + 59).div_euclid(60).max(1)
}

/// An agency's own cutoff: `14 giờ 00`, with the day where that is not the day of everybody's cutoff.
pub(crate) fn own_cutoff(submission: &Submission, cutoffs: Cutoffs) -> Option<String> {
    let AgencyCutoff { submit, own, .. } = submission.cutoff;
    let same_day = moment::day(submit) == moment::day(cutoffs.submit);
    own.then(|| if same_day { format::clock(submit) } else { format!("{} {}", format::clock(submit), format::weekday(submit)) })
}

/// The standing in words, as the leaders' list and the agency's own feedback print it.
pub(crate) fn standing(submission: &Submission, cutoffs: Cutoffs) -> String {
    if let Some(at) = submission.document_received.filter(|_| submission.sent_unfilled()) {
        return format!("Đã có văn bản lúc {}; biểu mẫu chưa điền", hour(at));
    }
    let unfilled = UNFILLED.into_iter().find(|(lies, _)| submission.sent_unfilled() && *lies == submission.form_lies_there());
    if let Some((_, label)) = unfilled {
        return label.to_owned();
    }
    if let Some(at) = document_only(submission) {
        return format!("Đã có văn bản lúc {}; thiếu tệp số liệu", hour(at));
    }
    if submission.awaits_joint_report() {
        return "Đã có báo cáo trước khi sáp nhập; chưa có báo cáo chung".to_owned();
    }
    let late = submission
        .received_at
        .map_or_else(|| Standing::Late.label().to_owned(), |at| format!("Nộp muộn {} phút", minutes_late(at, submission.cutoff.late_from)));
    if let Some(own) = own_cutoff(submission, cutoffs).filter(|_| submission.awaits_own_cutoff()) {
        return format!("Chưa đến hạn riêng ({own})");
    }
    match submission.standing {
        Standing::OnTime if is_unproven(submission) => "Đúng hạn (chưa xác minh)".to_owned(),
        Standing::Late => late,
        Standing::Admitted => format!("{late}, được tiếp nhận"),
        other => other.label().to_owned(),
    }
}

/// A moment as a cell: seconds are cut, so that 10:59:59 never shows as 11:00.
pub(crate) fn moment_cell(moment: Option<Moment>) -> Cell {
    let local = moment.map(|m| m.with_timezone(&VIETNAM).naive_local());
    let minute = local.and_then(|l| l.with_nanosecond(0)).and_then(|l| l.with_second(0));
    Cell { value: minute.map_or(Value::Blank, Value::DateTime), style: Style { format: Format::DateTime, ..CENTERED } }
}

/// What proves the time of receipt, with its mark.
pub(crate) fn proof(submission: &Submission) -> Option<String> {
    let mark = if submission.booked_late { format!(" ({})", BOOKED_LATE.to_lowercase()) } else { String::new() };
    submission.evidence.map(|evidence| format!("{}{mark}", evidence.label()))
}

/// Rejects and errors of an agency, which it must mend.
pub(crate) fn errors<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> u32 {
    let tally = Tally::of(findings);
    tally.rejects + tally.errors
}

/// Short names of the offices that ended in the period and whose reports are in the figures of an agency; blank if there are none.
pub(crate) fn offices_before(c: &Consolidation, submission: &Submission) -> String {
    let names: Vec<String> = submission.reported_before().into_iter().map(|ended| format::clean(&c.short_name(&ended.code))).collect();
    names.join(", ")
}

/// Which offices that ended had reported, and what that is used for; `None` if there are none.
pub(crate) fn said_before(c: &Consolidation, submission: &Submission) -> Option<String> {
    let offices = offices_before(c, submission);
    let counted = submission.counted_version().filter(|_| submission.merged).map(|version| version.under.as_ref());
    match counted {
        _ if offices.is_empty() => None,
        Some(Some(ended)) if ended.alone => Some(format!("theo báo cáo của {offices} trước khi tổ chức lại")),
        Some(Some(_)) => Some(format!("đã có báo cáo của {offices} trước khi sáp nhập")),
        Some(None) if !is_taken(c, submission) => None,
        Some(None) => Some(format!("phần không có trong báo cáo này lấy theo báo cáo của {offices} trước khi sáp nhập")),
        None => Some(format!("đã có báo cáo của {offices} trước khi sáp nhập; chưa có báo cáo chung")),
    }
}

/// Is a figure of an agency that of a report that came before it took over?
fn is_taken(c: &Consolidation, submission: &Submission) -> bool {
    let before: Vec<&str> = submission
        .before
        .iter()
        .filter_map(|index| submission.versions.get(*index))
        .map(|version| version.receipt.sha256.as_str())
        .collect();
    let is_before = |source: &Source| before.contains(&source.sha256.as_str());
    let parts = c.lines_of(&submission.agency).flat_map(|line| &line.parts).filter(|part| part.agency == submission.agency);
    parts.filter_map(|part| part.source.as_ref()).any(is_before) || c.targets.iter().flat_map(|line| &line.sources).any(is_before)
}

fn note(c: &Consolidation, submission: &Submission) -> String {
    let cutoffs = c.cutoffs;
    let mut notes: Vec<String> = said_before(c, submission).map(|said| format::capital(&said)).into_iter().collect();
    if let Some(desk) = &submission.through {
        notes.push(format!("Gửi qua {}", format::clean(&c.short_name(desk))));
    }
    match &submission.in_time_at {
        Some(Addressee::Here) => notes.push("Gửi trực tiếp đúng hạn; số liệu theo bản gửi đầu mối".to_owned()),
        Some(Addressee::Desk(desk)) => {
            let desk = format::clean(&c.short_name(desk));
            notes.push(format!("Gửi {desk} đúng hạn; số liệu theo bản gửi trực tiếp"));
        }
        None => {}
    }
    if let Some(desk) = c.roads.standing_edited(&submission.agency) {
        notes.push(format!("Kết quả bị sửa trong bản tổng hợp của {}, chưa xác minh", format::clean(&c.short_name(desk))));
    }
    if c.desks.contains(&submission.agency) {
        notes.push("Gửi bản tổng hợp".to_owned());
    }
    if let Some(own) = own_cutoff(submission, cutoffs).filter(|_| submission.standing != Standing::Exempt) {
        notes.push(format!("Hạn riêng {own}"));
    }
    if let Some(because) = &submission.exempt_because {
        notes.push(format::clean(because));
    }
    if submission.nil {
        notes.push("Không phát sinh".to_owned());
    } else if submission.confirmed_only {
        notes.push("Xác nhận không thay đổi".to_owned());
    }
    if submission.form_unfilled && submission.counted.is_some() {
        notes.push("Biểu mẫu chưa điền; kỳ này vẫn được tính".to_owned());
    }
    if submission.booked_late {
        notes.push(BOOKED_LATE.to_owned());
    }
    if submission.standing == Standing::Late && !submission.merged {
        notes.push("Chưa đưa vào số liệu".to_owned());
    }
    if let (Some(at), None) = (submission.document_received, document_only(submission))
        && submission.standing != Standing::Exempt
    {
        notes.push(format!("Có văn bản ký nhận lúc {}", hour(at)));
    }
    if let Some(at) = submission.revised_after_cutoff {
        let changes = frame::length(&submission.changed_after_cutoff);
        notes.push(match submission.is_joint() {
            _ if c.desks.contains(&submission.agency) => format!("Bản tổng hợp lần sau nhận sau hạn ({}), chưa tổng hợp", hour(at)),
            true => format!("Báo cáo chung nhận sau hạn ({}), chưa tổng hợp", hour(at)),
            false => format!("Bản sửa nhận sau hạn ({}): {changes} thay đổi sau hạn, chưa tổng hợp", hour(at)),
        });
    }
    notes.join("; ")
}

/// One line an agency in print order, with the version that is shown.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let said = |words: &str| party::said(input.config.desk.layout, words);
    let mut sheet = frame::open_annex(input, Annex::Submissions, "TÌNH HÌNH GỬI BÁO CÁO", &COLUMNS, 2);
    for (number, (agency, submission)) in (1u32..).zip(pairs(c)) {
        let note = said(&note(c, submission));
        let streak = if agency.missing_streak > 0 { Cell::count(agency.missing_streak, CENTERED) } else { Cell::blank(CENTERED) };
        let merged = if submission.standing == Standing::Exempt {
            ""
        } else if submission.merged {
            "Có"
        } else {
            "Không"
        };
        frame::push(
            &mut sheet,
            vec![
                Cell::count(number, CENTERED),
                Cell::text(format::clean(&agency.name), Style::BODY),
                moment_cell(submission.received_at),
                Cell::text(said(&standing(submission, c.cutoffs)), Style::BODY),
                Cell::text(merged, CENTERED),
                streak,
                frame::short(&note, COLUMNS[6].width),
                Cell::text(agency.code.as_str(), Style::BODY),
                submission.shown_version().map_or_else(|| Cell::blank(CENTERED), |v| Cell::count(v.number, CENTERED)),
                frame::whole(&note),
            ],
        );
    }
    frame::filter(&mut sheet);
    let counts = standings(c);
    frame::merged(&mut sheet, said(&format!("Đã nộp đúng hạn {}", format::ratio(counts.on_time, counts.must_report))), FOOT_FIGURE);
    frame::merged(&mut sheet, said(&sum_line(&counts)), FOOT);
    for sentence in c.moved.iter().chain(&c.unconfirmed) {
        frame::merged(&mut sheet, said(&format::clean(sentence)), FOOT);
    }
    frame::finish(sheet)
}

/// The parts that make up all agencies that must report.
pub(crate) fn sum_line(counts: &Standings) -> String {
    // A part of those on time, not a further group: it stands where it belongs, so that the parts add up.
    let unproven = if counts.unproven > 0 { format!(", trong đó chưa xác minh {:02}", counts.unproven) } else { String::new() };
    let mut parts = vec![
        format!("đúng hạn {}{unproven}", format::ratio(counts.on_time, counts.must_report)),
        format!("nộp muộn {:02}", counts.late),
        format!("nộp muộn, được tiếp nhận {:02}", counts.admitted),
        format!("trả lại {:02}", counts.returned),
    ];
    if counts.arriving > 0 {
        parts.push(format!("đang gửi {:02}", counts.arriving));
    }
    if counts.awaiting > 0 {
        parts.push(format!("chưa đến hạn riêng {:02}", counts.awaiting));
    }
    if counts.awaiting_joint > 0 {
        parts.push(format!("chờ báo cáo chung sau sáp nhập {:02}", counts.awaiting_joint));
    }
    let sent = counts.unfilled.saturating_sub(counts.forms_lying);
    if sent > 0 {
        parts.push(format!("đã gửi tệp, chưa điền {sent:02}"));
    }
    if counts.forms_lying > 0 {
        parts.push(format!("mới có biểu mẫu chưa điền {:02}", counts.forms_lying));
    }
    parts.push(format!("chưa nộp {:02}", counts.missing));
    if counts.unknown > 0 {
        parts.push(format!("chưa kiểm tra được {:02}", counts.unknown));
    }
    let mut line = format!("Phải nộp {:02}: {}", counts.must_report, parts.join("; "));
    if counts.document_only > 0 {
        line.push_str(&format!("; trong đó đã có văn bản, thiếu tệp số liệu {:02}", counts.document_only));
    }
    format!("{line}. Không phải nộp {:02}.", counts.exempt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn every_standing_in_words() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn the_parts_of_the_sum_line_add_up() {
        let counts = standings(&testing::consolidation());
        let line = sum_line(&counts);
        let whole = line.split_once(": ").unwrap().1.split_once(". ").unwrap().0;
        // Counts of the parts between semicolons; what begins with "trong đó" is part of another.
        let parts = whole.split("; ").filter(|part| !part.starts_with("trong đó")).map(|part| {
            let part = part.split(", trong đó").next().unwrap().split(" (").next().unwrap();
            part.rsplit(' ').next().unwrap().split('/').next().unwrap().parse::<u32>().unwrap()
        });
        assert_eq!(parts.sum::<u32>(), counts.must_report, "{line}");
        assert!(line.contains("chưa xác minh"), "{line}");
    }

    #[test]
    fn standings_add_up() {
        let counts = standings(&testing::consolidation());
        let sent = counts.on_time + counts.late + counts.admitted + counts.returned + counts.arriving;
        assert_eq!(sent + counts.awaiting + counts.missing + counts.unfilled + counts.unknown, counts.must_report);
        assert_eq!(counts.must_report + counts.exempt, frame::length(&testing::consolidation().submissions));
        assert!(counts.on_time > 0 && counts.late > 0 && counts.document_only > 0 && counts.unproven > 0);
    }

    #[test]
    fn a_second_late_is_a_minute_late() {
        let from = testing::consolidation().cutoffs.submit;
        let at = |text: &str| Moment::parse_from_rfc3339(text).unwrap();
        assert_eq!(minutes_late(at("2025-07-11T11:00:00+07:00"), from), 1);
        assert_eq!(minutes_late(at("2025-07-11T11:00:01+07:00"), from), 1);
        assert_eq!(minutes_late(at("2025-07-11T11:02:00+07:00"), from), 2);
        assert_eq!(minutes_late(at("2025-07-11T11:02:01+07:00"), from), 3);
    }

    #[test]
    fn a_signed_document_is_never_called_missing() {
        let c = testing::consolidation();
        let submission = c.submissions.iter().find(|s| document_only(s).is_some()).unwrap();
        assert_eq!(standing(submission, c.cutoffs), "Đã có văn bản lúc 10:40; thiếu tệp số liệu");
    }
}
