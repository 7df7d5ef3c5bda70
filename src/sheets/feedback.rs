//! `PhanHoi_…`: what an agency gets back: one thing to do, cell by cell what to mend, what was read, how good the data are,
//! and at the foot what proves it. As a workbook and as the same words in plain text. The run's own moment is never printed,
//! so equal input gives equal bytes.

mod answer_input;
pub(super) mod asked;
mod cause;
mod headline;
mod read_rows;
mod receipt_proof;
mod score_sheet;
mod secret_beside;

use crate::forms::desk_file::{ANSWER_REHEARSAL, ANSWER_SHEETS, ANSWER_TITLE};
use crate::model::as_sent::DataScore;
use crate::model::cutoff::Phase;
use crate::model::finding::{Effect, Finding, Severity, Tally};
use crate::model::submission::Standing;
use crate::sheets::blank;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::problems;
use crate::sheets::reported;
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Area, Book, Cell, Link, Page, Row, Sheet, Style};
use crate::sheets::submissions;
use crate::text::format;
pub use answer_input::FeedbackInput;
use answer_input::{lower_first, one_line};
use cause::Cause;
pub use cause::sentence;
use read_rows::ReadRows;
pub(crate) use secret_beside::{TAKE_OUT, secret_beside, secret_unsaid};

const COLUMNS: [Column; 8] = [
    column("TT", 5.0),
    column("Trang tính", 15.0),
    column("Ô", 12.0),
    column("Mã nhiệm vụ, chỉ tiêu, tiêu chí", 18.0),
    column("Vấn đề", 50.0),
    column("Nội dung gõ vào ô", 22.0),
    column("Cách sửa", 46.0),
    column("Số liệu của ô", 17.0),
];

/// Codes of missing tasks that are named.
const CODES_MAX: usize = 20;

/// An answer before it is a workbook or a text.
struct Answer<'a> {
    headline: String,
    /// What to mend.
    mend: Vec<Cause<'a>>,
    /// What is only to be known.
    known: Vec<Cause<'a>>,
    score: Option<&'a DataScore>,
}

impl<'a> Answer<'a> {
    fn of(input: &FeedbackInput<'a>) -> Self {
        let (mend, known): (Vec<&Finding>, Vec<&Finding>) =
            input.submission.findings.iter().partition(|finding| input.asks_to_mend(finding));
        let mend = cause::causes(mend);
        Self {
            headline: headline::line(input, &mend),
            known: cause::causes(known),
            score: input.figures.score.as_ref().filter(|_| input.submission.ended_into().is_none()),
            mend,
        }
    }
}

/// The workbook: `Cần sửa`, and of a report that was read `Đã đọc được` and `Điểm số liệu`.
pub fn book(input: &FeedbackInput<'_>) -> Book {
    let answer = Answer::of(input);
    let read = read_rows::sheet(input);
    let mut sheets = vec![first_sheet(input, &answer, read.as_ref())];
    sheets.extend(read.map(|read| read.sheet));
    if sheets.len() > 1 {
        sheets.extend(answer.score.map(score_sheet::sheet));
    }
    Book { title: title(input), created: input.figures.cutoffs.submit, properties: Vec::new(), names: Vec::new(), sheets }
}

fn first_sheet(input: &FeedbackInput<'_>, answer: &Answer<'_>, read: Option<&ReadRows<'_>>) -> Sheet {
    let mut sheet = Sheet {
        name: ANSWER_SHEETS[0].to_owned(),
        widths: COLUMNS.iter().map(|c| c.width).collect(),
        page: Page { landscape: true, fit: Some((1, 0)), numbered: true, ..Page::default() },
        ..Sheet::default()
    };
    let plain = Style { size: 12, wrap: true, ..Style::PLAIN };
    frame::merged(&mut sheet, title(input), Style { align: Align::Left, ..Style::TITLE });
    frame::merged(&mut sheet, answer.headline.as_str(), Style { bold: true, size: 13, ..plain });
    for line in about(input) {
        frame::merged(&mut sheet, line, plain);
    }
    if !answer.mend.is_empty() {
        sheet.rows.push(Row { height: 6.0, cells: Vec::new() });
        let heading = frame::next_row(&sheet);
        frame::push(&mut sheet, COLUMNS.iter().map(|c| Cell::text(c.heading, Style::HEADING)).collect());
        for (number, cause) in (1u32..).zip(&answer.mend) {
            let at = frame::next_row(&sheet);
            let to = cause.first().and_then(|finding| read?.row_of(finding));
            sheet.links.extend(to.map(|to_row| Link { row: at, column: 2, to_sheet: ANSWER_SHEETS[1], to_row }));
            frame::push(&mut sheet, row(input, number, cause));
        }
        sheet.filter = Some(Area::new(heading, 0, frame::next_row(&sheet) - 1, 7));
        sheet.freeze = Some((heading + 1, 0));
        sheet.repeat_rows = Some((heading, heading));
    }
    for line in to_know(input, answer).into_iter().chain(foot(input, answer)) {
        frame::merged(&mut sheet, line, FOOT);
    }
    row_height::fit(&mut sheet);
    sheet
}

/// The same as plain text with line feeds, to paste into a message.
pub fn text(input: &FeedbackInput<'_>) -> String {
    let answer = Answer::of(input);
    let mut lines = vec![title(input), answer.headline.clone()];
    lines.extend(about(input));
    let mend = (1u32..).zip(&answer.mend);
    lines.extend(mend.map(|(number, cause)| format!("{number}. {}: {}", cause.place(input), cause.sentence())));
    lines.extend(to_know(input, &answer));
    lines.extend(answer.score.map(score_sheet::line));
    lines.extend(foot(input, &answer));
    lines.push(String::new());
    lines.join("\n")
}

/// What keeps a report, or cells of it, out of the figures.
#[derive(Debug, Default)]
pub(crate) struct Refused {
    /// In how many places.
    pub(crate) places: u32,
    /// A line a cause: where, what is wrong, what to do.
    pub(crate) lines: Vec<String>,
    /// The same without the place, of the weightiest; blank if there is none.
    pub(crate) first: String,
}

/// The causes that decide about a report: of one that does not count those that refuse it, else those that refuse cells.
pub(crate) fn refused(input: &FeedbackInput<'_>) -> Refused {
    let decides = |finding: &&Finding| finding.severity > Severity::Warning && input.asks_to_mend(finding);
    let findings: Vec<&Finding> = input.submission.findings.iter().filter(decides).collect();
    let places = findings.iter().map(|finding| finding.places()).sum();
    let causes = cause::causes(findings);
    let line = |cause: &Cause<'_>| format!("{}: {}", cause.place(input), cause.sentence());
    Refused { places, lines: causes.iter().map(line).collect(), first: causes.first().map(Cause::sentence).unwrap_or_default() }
}

fn title(input: &FeedbackInput<'_>) -> String {
    let rehearsal = if input.rehearsal { ANSWER_REHEARSAL } else { "" };
    format!("{rehearsal}{ANSWER_TITLE} {}", format::span_long(&input.figures.span).to_uppercase())
}

/// Whose answer it is, and until when something can be sent.
fn about(input: &FeedbackInput<'_>) -> Vec<String> {
    let (figures, s) = (input.figures, input.submission);
    let mut lines =
        vec![format!("Đơn vị: {} ({}). Nơi nhận báo cáo: {}.", one_line(&input.agency.name), input.agency.code, one_line(input.desk_name))];
    if s.standing == Standing::Exempt {
        return lines;
    }
    if let Some(at) = s.revised_after_cutoff {
        let at = format::moment(at);
        lines.push(if figures.is_desk {
            format!(
                "Bản tổng hợp gửi lại nhận sau hạn ({at}); số liệu lấy theo {}. Đề nghị báo cơ quan tổng hợp nếu cần dùng bản gửi lại.",
                s.counted_words()
            )
        } else if s.is_joint() {
            format!(
                "Báo cáo chung nhận sau hạn ({at}); tổng hợp theo báo cáo của các đơn vị trước khi sáp nhập. Đề nghị đưa các thay đổi vào báo \
                 cáo kỳ sau; nếu cần sửa ngay, báo cơ quan tổng hợp."
            )
        } else {
            let (counted, changes) = (s.counted_words(), s.changed_after_cutoff.len());
            format!(
                "Bản sửa nhận sau hạn ({at}); tổng hợp theo {counted}, {changes} thay đổi được liệt kê riêng, chưa tổng hợp. Đề nghị đưa các \
                 thay đổi vào báo cáo kỳ sau; nếu cần sửa ngay, báo cơ quan tổng hợp."
            )
        });
    }
    if input.phase == Phase::Collecting {
        match submissions::own_cutoff(s, figures.cutoffs) {
            Some(own) => lines.push(input.said(&format!("Đơn vị có hạn nộp riêng: {own}."))),
            None => lines.extend(figures.moved.iter().map(|sentence| input.said(&one_line(sentence)))),
        }
    }
    let next = format::moment(input.next_cutoff);
    lines.push(input.said(&match input.phase {
        Phase::Collecting => format!("Hạn nộp: trước {next}. Trước giờ này đơn vị có thể gửi bản sửa."),
        Phase::Consolidating => format!("Hạn tổng hợp: trước {next}."),
        Phase::Released => format!("Kỳ này đã chốt bản tổng hợp. Hạn nộp kỳ sau: trước {next}."),
    }));
    if reported::without_form(s).is_some() {
        let form = blank::file_name(&input.agency.code, figures.span.period);
        lines.push(format!("Biểu mẫu được cấp, đã điền sẵn các dòng đọc được của báo cáo này: tệp {form} ở cùng thư mục với phiếu này."));
    }
    lines.extend(figures.proposals.iter().cloned());
    if !figures.missing.is_empty() {
        let codes: Vec<&str> = figures.missing.iter().map(|code| code.as_str()).collect();
        lines.push(format!("Thiếu {} nhiệm vụ được giao: {}.", codes.len(), format::list(&codes, CODES_MAX)));
    }
    lines
}

/// Codes that the first line, or the line about a later revision, says already.
const SAID_ABOVE: [&str; 4] = ["T19", "T20", "T26", "T41"];

/// What nobody has to mend.
fn to_know(input: &FeedbackInput<'_>, answer: &Answer<'_>) -> Vec<String> {
    let line = |cause: &Cause<'_>| {
        if cause.first().is_some_and(|finding| input.is_settled(finding)) {
            return format!("- {}: {}", cause.place(input), secret_beside::TAKEN_OUT);
        }
        let said = cause.sentence();
        let said = said.strip_prefix("Để biết: n").map_or_else(|| said.clone(), |rest| format!("N{rest}"));
        // Of several versions the one that counts is not the one that is broken.
        let said = if cause.severity() == Severity::Reject {
            format!("Một bản khác không dùng được: {}", lower_first(&said))
        } else {
            said
        };
        let placed = cause.first().is_some_and(|finding| finding.place.sheet.is_some() || input.other_file(finding).is_some());
        if placed { format!("- {}: {said}", cause.place(input)) } else { format!("- {said}") }
    };
    let mut lines: Vec<String> = answer.known.iter().filter(|cause| !SAID_ABOVE.contains(&cause.code())).map(line).collect();
    lines.extend(secret_beside::lying_unnamed(input.submission).map(|said| format!("- {said}")));
    if lines.is_empty() { lines } else { std::iter::once("Để biết:".to_owned()).chain(lines).collect() }
}

/// What proves the answer, and the codes by which it can be asked about.
fn foot(input: &FeedbackInput<'_>, answer: &Answer<'_>) -> Vec<String> {
    let s = input.submission;
    if s.ended_into().is_some() {
        return receipt_proof::receipt_codes(input).into_iter().collect();
    }
    let mut lines =
        vec![format!("Kết quả: {}. {}", input.said(&submissions::standing(s, input.figures.cutoffs)), receipt_proof::receipt(input))];
    if s.standing == Standing::Exempt {
        return lines;
    }
    lines.extend(receipt_proof::receipt_codes(input));
    if reported::is_workbook(s.shown_version()) {
        let rows = reported::rows_read(s);
        // Only communes and wards report criteria; to anybody else a zero would look like a loss.
        let criteria =
            if rows.criteria > 0 || input.agency.kind.is_commune() { format!("{} tiêu chí, ", rows.criteria) } else { String::new() };
        lines.push(format!(
            "Đã đọc: {} nhiệm vụ, {} chỉ tiêu, {}{} nhiệm vụ phát sinh.",
            rows.tasks, rows.targets, criteria, rows.extra_tasks
        ));
    }
    if !s.findings.is_empty() {
        let tally = Tally::of(&s.findings);
        lines.push(format!(
            "{} {:02}; lỗi {:02}; cảnh báo {:02}; ghi nhận {:02}. Mã nội dung: {}.",
            input.said(Severity::Reject.label()),
            tally.rejects,
            tally.errors,
            tally.warnings,
            tally.notes,
            codes(answer)
        ));
    }
    lines
}

/// `1 [N12], 2 [N20]; để biết [T18]`.
fn codes(answer: &Answer<'_>) -> String {
    let mend = (1u32..).zip(&answer.mend).map(|(number, cause)| format!("{number} [{}]", cause.code()));
    let known = answer.known.iter().map(|cause| format!("[{}]", cause.code()));
    let parts = [mend.collect::<Vec<_>>().join(", "), known.collect::<Vec<_>>().join(", ")];
    match parts {
        [mend, known] if known.is_empty() => mend,
        [mend, known] if mend.is_empty() => format!("để biết {known}"),
        [mend, known] => format!("{mend}; để biết {known}"),
    }
}

fn row(input: &FeedbackInput<'_>, number: u32, cause: &Cause<'_>) -> Vec<Cell> {
    let Some(first) = cause.first() else { return Vec::new() };
    let sheet = first.place.sheet.as_deref().map(one_line);
    let sheet = match input.other_file(first) {
        Some(file) => [Some(file), sheet].into_iter().flatten().collect::<Vec<_>>().join(" › "),
        None => sheet.unwrap_or_default(),
    };
    let used = match first.severity {
        Severity::Reject => "Báo cáo chưa dùng được",
        _ if !input.submission.merged => "Chưa đưa vào số liệu",
        Severity::Error if first.effect != Effect::Flag => "Chưa dùng được",
        _ => "Vẫn sử dụng",
    };
    let body = |text: &str, column: usize| frame::body(text, COLUMNS[column].width);
    vec![
        Cell::count(number, CENTERED),
        body(&sheet, 1),
        body(&cause.cells(), 2),
        body(&cause.about(), 3),
        body(&cause.problem(), 4),
        body(&cause.to_type(), 5),
        body(cause.advice(), 6),
        Cell::text(used, Style { fill: problems::fill(first.severity), ..CENTERED }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Layout;
    use crate::model::inbox::Content;
    use crate::model::place::Place;
    use crate::model::submission::{SecretFile, Submission};
    use crate::rules::file::marked_secret;
    use crate::sheets::dump::dump;
    use crate::sheets::own_figures::OwnFigures;
    use crate::sheets::testing;
    use std::sync::Arc;

    fn with<T>(code: &str, f: impl FnOnce(&FeedbackInput<'_>) -> T) -> T {
        let c = testing::consolidation();
        let agency = c.agencies.iter().find(|a| a.code.as_str() == code).unwrap();
        let submission = submissions::submission(&c, &agency.code).unwrap();
        let desk_name = "Sở Khoa học và Công nghệ";
        f(&FeedbackInput {
            figures: &OwnFigures::of(&c, submission),
            agency,
            submission,
            phase: Phase::Collecting,
            next_cutoff: c.cutoffs.submit,
            rehearsal: false,
            desk_name,
            layout: Layout::State,
        })
    }

    #[test]
    fn a_party_desk_says_neither_that_an_office_hands_in_nor_that_it_returns() {
        for agency in testing::consolidation().agencies {
            for phase in [Phase::Collecting, Phase::Consolidating, Phase::Released] {
                // Findings speak of the labels of the form, which are the same everywhere.
                let told = with(agency.code.as_str(), |input| {
                    let submission = Submission { findings: Vec::new(), ..input.submission.clone() };
                    text(&FeedbackInput { layout: Layout::Party, phase, submission: &submission, ..*input }).to_lowercase()
                });
                assert!(!told.contains("nộp") && !told.contains("trả lại"), "{}: {told}", agency.code);
            }
        }
    }

    #[test]
    fn of_every_agency_in_plain_text() {
        let c = testing::consolidation();
        let all: Vec<String> = c.agencies.iter().map(|a| with(a.code.as_str(), text)).collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn as_a_sheet() {
        let book = with("SYT", book);
        let sheets: Vec<String> = book.sheets.iter().map(dump).collect();
        insta::assert_snapshot!(sheets.join("\n"));
        assert!(book.sheets[0].rows.iter().all(|row| row.height > 0.0));
    }

    #[test]
    fn the_same_about_many_cells_is_one_line() {
        let text = with("SYT", |input| {
            let mut submission = input.submission.clone();
            let one = submission.findings.iter().find(|f| f.place.cell.is_some()).unwrap().clone();
            let at = |cell: &str| {
                let mut finding = one.clone();
                finding.place.cell = crate::model::place::CellRef::parse(cell);
                finding
            };
            submission.findings = vec![at("F5"), at("F6"), at("F7")];
            text(&FeedbackInput { submission: &submission, ..*input })
        });
        assert!(text.contains("3 ô: F5, F6, F7"), "{text}");
    }

    fn headline(change: impl FnOnce(&mut FeedbackInput<'_>, &mut Submission)) -> String {
        with("SYT", |input| {
            let (mut input, mut submission) = (*input, input.submission.clone());
            submission.revised_after_cutoff = None;
            change(&mut input, &mut submission);
            text(&FeedbackInput { submission: &submission, ..input }).lines().nth(1).unwrap().to_owned()
        })
    }

    #[test]
    fn the_first_line_is_the_one_thing_to_do() {
        assert_eq!(headline(|_, _| {}), "ĐÃ NHẬN ĐÚNG HẠN lúc 10 giờ 50. Đề nghị sửa 2 ô trước 11 giờ 00.");
        let twice = headline(|_, submission| {
            let again = submission
                .findings
                .iter()
                .find(|finding| finding.code == "N12")
                .cloned()
                .map(|finding| Finding { code: "N13".into(), ..finding });
            submission.findings.extend(again);
        });
        assert_eq!(twice, "ĐÃ NHẬN ĐÚNG HẠN lúc 10 giờ 50. Đề nghị sửa 2 ô trước 11 giờ 00.", "two words about one cell are one cell");
        let after = headline(|input, _| input.phase = Phase::Consolidating);
        assert_eq!(
            after,
            "ĐÃ NHẬN ĐÚNG HẠN lúc 10 giờ 50. 1 ô chưa dùng được, đang lấy số liệu tuần 27; đề nghị sửa 2 ô trong báo cáo tuần 29."
        );
        let alone = headline(|input, submission| {
            input.phase = Phase::Released;
            submission.findings.retain(|finding| finding.code == "N12");
        });
        assert_eq!(
            alone,
            "ĐÃ NHẬN ĐÚNG HẠN lúc 10 giờ 50. 1 ô chưa dùng được, đang lấy số liệu tuần 27; đề nghị sửa trong báo cáo tuần 29."
        );
        let warned = headline(|input, submission| {
            input.phase = Phase::Released;
            submission.findings.retain(|finding| finding.code == "N17");
        });
        assert_eq!(warned, "ĐÃ NHẬN ĐÚNG HẠN lúc 10 giờ 50. Đề nghị sửa 1 ô trong báo cáo tuần 29.");
        let clean = headline(|_, submission| submission.findings.retain(|finding| finding.severity == Severity::Note));
        assert_eq!(clean, "ĐÃ NHẬN, KHÔNG CẦN SỬA. Báo cáo nhận đúng hạn lúc 10 giờ 50.");
        let with_secret = |lies_there: bool, is_told: bool| {
            headline(move |_, submission| {
                let path = "SYT/mat.xlsx".to_owned();
                let of_report = submission.findings.first().cloned().unwrap();
                let (code, severity, place, file) = ("T23".into(), Severity::Reject, Place::file(), path.clone());
                submission.findings = if is_told { vec![Finding { code, severity, place, file, ..of_report }] } else { Vec::new() };
                submission.secret_files = vec![SecretFile { path, lies_there }];
            })
        };
        let beside_a_secret = with_secret(true, true);
        assert_eq!(with_secret(true, false), beside_a_secret, "a report that came after it counts");
        assert_eq!(with_secret(false, true), "ĐÃ NHẬN, KHÔNG CẦN SỬA. Báo cáo nhận đúng hạn lúc 10 giờ 50.", "it was taken out");
        assert_eq!(
            beside_a_secret,
            "ĐÃ NHẬN BÁO CÁO đúng hạn lúc 10 giờ 50; báo cáo không phải gửi lại. Trong thư mục báo cáo còn tệp có dấu chỉ độ mật: đề nghị \
             lấy ngay tệp này ra khỏi thư mục và gửi tài liệu mật theo quy định về bảo vệ bí mật nhà nước."
        );
        let confirmed = headline(|_, submission| {
            submission.findings.clear();
            submission.confirmed_only = true;
        });
        assert_eq!(confirmed, "ĐÃ NHẬN. Đơn vị xác nhận không thay đổi; số liệu giữ theo tuần 27. Báo cáo nhận đúng hạn lúc 10 giờ 50.");
    }

    #[test]
    fn of_a_secret_file_no_rows_are_shown() {
        let sheets = |marks: Vec<(Place, String)>| {
            with("SYT", |input| {
                let mut submission = input.submission.clone();
                for version in &mut submission.versions {
                    if let Content::Workbook(read) = Arc::make_mut(&mut version.content) {
                        read.secrecy_marks.clone_from(&marks);
                    }
                }
                book(&FeedbackInput { submission: &submission, ..*input }).sheets.len()
            })
        };
        assert_eq!((sheets(Vec::new()) > 1, sheets(vec![(Place::file(), "MẬT".to_owned())])), (true, 1));
    }

    /// Of a file that was refused for a mark of secrecy, with nothing else there to count.
    #[test]
    fn nothing_is_asked_about_a_secret_that_was_taken_out() {
        let answer = |lies_there: bool| {
            with("SYT", |input| {
                let mut submission = input.submission.clone();
                let path = submission.versions.last().unwrap().receipt.file.path.clone();
                let of_report = submission.findings.first().cloned().unwrap();
                let (code, message, advice) = ("T23".into(), marked_secret::RULE.example.into(), marked_secret::RULE.advice.into());
                let (severity, file) = (Severity::Reject, path.clone());
                submission.findings = vec![Finding { code, severity, file, message, advice, ..of_report }];
                submission.secret_files = vec![SecretFile { path, lies_there }];
                (submission.counted, submission.standing, submission.revised_after_cutoff) = (None, Standing::Returned, None);
                text(&FeedbackInput { submission: &submission, ..*input })
            })
        };
        let (asked, settled) = (answer(true), answer(false));
        assert!(asked.contains("lấy ngay tệp này ra khỏi thư mục") && !asked.contains(secret_beside::TAKEN_OUT), "{asked}");
        // What is urgent comes first.
        assert_eq!(
            asked.lines().nth(1).unwrap(),
            "CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO: tệp có dấu chỉ độ mật. Đề nghị lấy ngay tệp này ra khỏi thư mục. Đề nghị gửi lại báo cáo chỉ gồm nội \
             dung không mật trước 11 giờ 00."
        );
        assert!(settled.contains(secret_beside::TAKEN_OUT) && !settled.contains("lấy ngay"), "{settled}");
        assert!(settled.contains("CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO. Đề nghị gửi lại trước 11 giờ 00.") && settled.contains("[T23]"), "{settled}");
    }

    #[test]
    fn a_cell_leads_to_what_was_read_of_its_row() {
        let book = with("SYT", book);
        assert_eq!(book.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ANSWER_SHEETS);
        let link = book.sheets[0].links.first().expect("a finding of a row");
        let at = |sheet: &Sheet, row: u32, column: usize| dump_cell(&sheet.rows[row as usize].cells[column]);
        assert_eq!((at(&book.sheets[0], link.row, 2), at(&book.sheets[1], link.to_row, 2)), ("F14".to_owned(), "14".to_owned()));
    }

    fn dump_cell(cell: &Cell) -> String {
        match &cell.value {
            crate::sheets::sheet::Value::Text(text) => text.clone(),
            crate::sheets::sheet::Value::Number(number) => number.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_rehearsal_says_so() {
        let marked = with("SYT", |input| text(&FeedbackInput { rehearsal: true, ..*input }));
        assert!(marked.starts_with("DIỄN TẬP - "), "{marked}");
    }
}
