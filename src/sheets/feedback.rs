//! `PhanHoi_…`: what an agency gets back: received or not, what was read, and cell by cell what to mend. As a workbook
//! and as the same words in plain text. The run's own moment is never printed, so equal input gives equal bytes.

use crate::forms::desk_file::{ANSWER_REHEARSAL, ANSWER_SHEET, ANSWER_TITLE};
use crate::model::consolidation::{AgencyInfo, Consolidation};
use crate::model::cutoff::Phase;
use crate::model::finding::{self, Finding, Severity, Tally};
use crate::model::moment::Moment;
use crate::model::submission::{Evidence, Standing, Submission, Version};
use crate::sheets::blank;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::problems;
use crate::sheets::reported;
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Area, Book, Cell, Page, Row, Sheet, Style};
use crate::sheets::submissions;
use crate::text::{format, receipt_code};

/// What one agency's feedback is made from.
#[derive(Debug, Clone, Copy)]
pub struct FeedbackInput<'a> {
    /// The figures of the period in which the agency is judged.
    pub consolidation: &'a Consolidation,
    /// The agency that the feedback is for.
    pub agency: &'a AgencyInfo,
    /// What came from the agency and what became of it.
    pub submission: &'a Submission,
    /// Where the period stands.
    pub phase: Phase,
    /// The cutoff that comes next: submit while collecting, release while consolidating, the next week's submit after.
    pub next_cutoff: Moment,
    /// Is this a rehearsal? Then every page says so.
    pub rehearsal: bool,
    /// Full name of the desk.
    pub desk_name: &'a str,
}

const COLUMNS: [Column; 7] = [
    column("TT", 5.0),
    column("Mức độ", 11.0),
    column("Trang tính", 16.0),
    column("Ô", 8.0),
    column("Giá trị/nhiệm vụ", 22.0),
    column("Vấn đề", 56.0),
    column("Cách sửa", 50.0),
];

/// Longest piece of an agency's own words that is printed back, characters.
const QUOTE_MAX: usize = 200;
/// Latest versions whose codes are printed.
const RECEIPTS_MAX: usize = 5;
/// Codes of missing tasks that are named.
const CODES_MAX: usize = 20;

/// The workbook, with the one sheet `Cần sửa`.
pub fn book(input: &FeedbackInput<'_>) -> Book {
    let mut sheet = Sheet {
        name: ANSWER_SHEET.to_owned(),
        widths: COLUMNS.iter().map(|c| c.width).collect(),
        page: Page { landscape: true, fit: Some((1, 0)), footer: String::new(), numbered: true },
        ..Sheet::default()
    };
    frame::merged(&mut sheet, title(input), Style { align: Align::Left, ..Style::TITLE });
    for line in lines(input) {
        frame::merged(&mut sheet, line, Style { size: 12, wrap: true, ..Style::PLAIN });
    }
    let findings = findings(input);
    if findings.is_empty() {
        if reported::is_workbook(input.submission.shown_version()) {
            frame::merged(&mut sheet, NOTHING, FOOT);
        }
    } else {
        sheet.rows.push(Row { height: 6.0, cells: Vec::new() });
        let heading = frame::next_row(&sheet);
        frame::push(&mut sheet, COLUMNS.iter().map(|c| Cell::text(c.heading, Style::HEADING)).collect());
        for (number, finding) in (1u32..).zip(&findings) {
            frame::push(&mut sheet, row(input, number, finding));
        }
        sheet.filter = Some(Area::new(heading, 0, frame::next_row(&sheet) - 1, 6));
        sheet.freeze = Some((heading + 1, 0));
        sheet.repeat_rows = Some((heading, heading));
    }
    row_height::fit(&mut sheet);
    Book {
        title: title(input),
        created: input.consolidation.cutoffs.submit,
        properties: Vec::new(),
        names: Vec::new(),
        sheets: vec![sheet],
    }
}

/// The same as plain text with line feeds, to paste into a message.
pub fn text(input: &FeedbackInput<'_>) -> String {
    let mut out = title(input);
    out.push('\n');
    for line in lines(input) {
        out.push_str(&line);
        out.push('\n');
    }
    let findings = findings(input);
    // Only of a report that was read can be said that nothing is to be mended.
    if findings.is_empty() && reported::is_workbook(input.submission.shown_version()) {
        out.push_str(NOTHING);
        out.push('\n');
    }
    for (number, alike) in (1u32..).zip(findings.chunk_by(told_together)) {
        if let Some(finding) = alike.first() {
            out.push_str(&format!("{number}. [{}] {}: {}\n", finding.code, place(input, finding, alike), sentence(finding)));
        }
    }
    out
}

/// The same thing about cells of the same sheet: fifteen empty statuses are one line with fifteen cells.
fn told_together(one: &Finding, other: &Finding) -> bool {
    let same = |f: &Finding| (f.code.clone(), f.file.clone(), f.place.sheet.clone(), f.message.clone());
    one.place.cell.is_some() && other.place.cell.is_some() && same(one) == same(other)
}

const NOTHING: &str = "Không có nội dung cần sửa.";

fn title(input: &FeedbackInput<'_>) -> String {
    let rehearsal = if input.rehearsal { ANSWER_REHEARSAL } else { "" };
    format!("{rehearsal}{ANSWER_TITLE} {}", format::span_long(&input.consolidation.span).to_uppercase())
}

fn lines(input: &FeedbackInput<'_>) -> Vec<String> {
    let (c, s) = (input.consolidation, input.submission);
    let mut lines =
        vec![format!("Đơn vị: {} ({}). Nơi nhận báo cáo: {}.", one_line(&input.agency.name), input.agency.code, one_line(input.desk_name))];
    lines.push(format!("Kết quả: {}. {}", submissions::standing(s, c.cutoffs), receipt(input)));
    if s.standing == Standing::Exempt {
        return lines;
    }
    lines.extend(receipt_codes(input));
    if let Some(at) = s.revised_after_cutoff {
        lines.push(format!(
            "Bản sửa nhận sau hạn ({}); tổng hợp theo {}, {} thay đổi được liệt kê riêng, chưa tổng hợp.",
            format::moment(at),
            s.counted_words(),
            s.changed_after_cutoff.len()
        ));
    }
    if input.phase == Phase::Collecting {
        match submissions::own_cutoff(s, c.cutoffs) {
            Some(own) => lines.push(format!("Đơn vị có hạn nộp riêng: {own}.")),
            None => lines.extend(c.moved.iter().map(|sentence| one_line(sentence))),
        }
    }
    let next = format::moment(input.next_cutoff);
    lines.push(match input.phase {
        Phase::Collecting => format!("Hạn nộp: trước {next}. Trước giờ này đơn vị có thể gửi bản sửa."),
        Phase::Consolidating => format!("Hạn tổng hợp: trước {next}."),
        Phase::Released => format!("Kỳ này đã phát hành. Hạn nộp kỳ sau: trước {next}."),
    });
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
    if reported::without_form(s).is_some() {
        let form = blank::file_name(&input.agency.code, c.span.period);
        lines.push(format!("Biểu mẫu được cấp, đã điền sẵn các dòng đọc được của báo cáo này: tệp {form} ở cùng thư mục với phiếu này."));
    }
    let missing = reported::missing_tasks(c, s);
    if !missing.is_empty() {
        let codes: Vec<&str> = missing.iter().map(|code| code.as_str()).collect();
        lines.push(format!("Thiếu {} nhiệm vụ được giao: {}.", codes.len(), format::list(&codes, CODES_MAX)));
    }
    let findings = findings(input);
    let tally = Tally::of(&findings);
    if !findings.is_empty() {
        lines.push(format!(
            "Trả lại {:02}; lỗi {:02}; cảnh báo {:02}; ghi nhận {:02}.",
            tally.rejects, tally.errors, tally.warnings, tally.notes
        ));
    }
    lines
}

/// The code of each accepted version, to ask about later.
fn receipt_codes(input: &FeedbackInput<'_>) -> Option<String> {
    let s = input.submission;
    let valid: Vec<&Version> = s.versions.iter().filter(|v| v.valid).collect();
    let code = |v: &Version| receipt_code::of(&v.receipt, &s.agency, input.consolidation.period);
    let codes = match valid.as_slice() {
        [] => return None,
        [only] => code(only),
        several => {
            let shown = several.iter().skip(several.len().saturating_sub(RECEIPTS_MAX));
            shown.map(|v| format!("{} (bản thứ {})", code(v), v.number)).collect::<Vec<_>>().join(", ")
        }
    };
    Some(format!("Mã tiếp nhận: {codes}. Đề nghị giữ mã để đối chiếu khi cần."))
}

/// What came, when, and what proves it.
fn receipt(input: &FeedbackInput<'_>) -> String {
    let (c, s) = (input.consolidation, input.submission);
    let deadline = format!("hạn nộp trước {}", format::moment(s.cutoff.submit));
    if submissions::document_only(s).is_some() {
        return format!("Đề nghị gửi bổ sung tệp số liệu theo biểu mẫu BM-01; {deadline}.");
    }
    if s.sent_unfilled() {
        return format!("Đã nhận tệp giống biểu mẫu đã cấp, chưa điền, chưa xác nhận: CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO; {deadline}.");
    }
    let came = || {
        let file =
            s.shown_version().map_or_else(String::new, |v| format!(" tệp {} (bản thứ {})", one_line(&v.receipt.file.path), v.number));
        let at = s.received_at.map_or_else(String::new, |at| format!(" lúc {}", format::moment(at)));
        let proof = submissions::proof(s).map_or_else(String::new, |proof| format!(", căn cứ: {proof}"));
        // Of the version that is spoken of, and only where its own time is the one that was printed.
        let shown = s.shown_version().filter(|v| Some(v.timing.received_at) == s.received_at).map(|v| &v.receipt);
        let seen = shown.map_or_else(String::new, |r| format!(", {}", format::seen_between(r.last_scan_before, r.first_seen)));
        format!("{file}{at}{proof}{seen}")
    };
    let nil = match (s.nil, s.confirmed_only) {
        (true, _) => " Đơn vị báo “Không phát sinh”.",
        (false, true) => " Đơn vị xác nhận không thay đổi.",
        (false, false) => "",
    };
    match s.standing {
        Standing::OnTime if s.evidence == Some(Evidence::Unproven) => {
            format!("Đã tiếp nhận{}. Không có lần quét nào quanh giờ hạn nộp nên đơn vị được tính đúng hạn.{nil}", came())
        }
        Standing::OnTime => format!("Đã tiếp nhận{}.{nil}", came()),
        Standing::Late if s.merged => format!("Đã tiếp nhận{}; {deadline}. Báo cáo được đưa vào số liệu, có đánh dấu.{nil}", came()),
        Standing::Late => format!("Đã tiếp nhận{}; {deadline}. Báo cáo chưa được đưa vào số liệu kỳ này.{nil}", came()),
        Standing::Admitted => format!("Đã tiếp nhận{}; {deadline}. Báo cáo được tiếp nhận vào số liệu.{nil}", came()),
        Standing::Returned => format!("Đã nhận{}, chưa sử dụng được; đề nghị sửa theo danh sách dưới đây và gửi lại.", came()),
        Standing::Arriving => "Tệp đang được gửi, chưa đầy đủ; sẽ kiểm tra khi nhận xong.".to_owned(),
        Standing::Missing => format!("Chưa nhận được báo cáo {}; {deadline}.", format::span(&c.span)),
        Standing::Unknown if s.set_aside.is_some() => format!(
            "Đã nhận tệp {}; chương trình phía {} chưa kiểm được tệp này; đơn vị không phải gửi lại, không tính là trả lại.",
            one_line(s.set_aside.as_deref().unwrap_or_default()),
            one_line(input.desk_name)
        ),
        Standing::Unknown => {
            format!(
                "Thư mục nộp của đơn vị có sự cố phía {}, chưa kiểm tra được; đơn vị không phải gửi lại, không tính là chưa báo cáo.",
                one_line(input.desk_name)
            )
        }
        Standing::Exempt => {
            s.exempt_because.as_deref().map_or_else(String::new, |because| format!("{}.", one_line(because).trim_end_matches('.')))
        }
    }
}

/// What is wrong with the report, and where it contradicts what others reported. An agency whose report is not in the
/// figures is told of the report alone.
fn findings(input: &FeedbackInput<'_>) -> Vec<Finding> {
    let mut findings = input.submission.findings.clone();
    if input.submission.merged {
        findings.extend(input.consolidation.findings.iter().filter(|f| f.agency.as_ref() == Some(&input.agency.code)).cloned());
    }
    finding::sort(&mut findings);
    findings
}

fn row(input: &FeedbackInput<'_>, number: u32, finding: &Finding) -> Vec<Cell> {
    let sheet = match other_file(input, finding) {
        Some(file) => [Some(file), finding.place.sheet.as_deref().map(one_line)].into_iter().flatten().collect::<Vec<_>>().join(" › "),
        None => finding.place.sheet.as_deref().map_or_else(String::new, one_line),
    };
    vec![
        Cell::count(number, CENTERED),
        Cell::text(finding.severity.label(), Style { fill: problems::fill(finding.severity), ..CENTERED }),
        frame::body(&sheet, COLUMNS[2].width),
        Cell::text(finding.place.cell.map_or_else(String::new, |cell| cell.to_string()), CENTERED),
        frame::body(&one_line(&finding.about), COLUMNS[4].width),
        frame::body(&format!("[{}] {}", finding.code, finding.message), COLUMNS[5].width),
        frame::body(&finding.advice, COLUMNS[6].width),
    ]
}

/// The file, where it is not the one that the feedback is about.
fn other_file(input: &FeedbackInput<'_>, finding: &Finding) -> Option<String> {
    let shown = input.submission.shown_version().map(|v| v.receipt.file.path.as_str());
    (!finding.file.is_empty() && shown != Some(finding.file.as_str())).then(|| one_line(&finding.file))
}

/// `NhiemVu, ô F14`; of several findings alike `NhiemVu, các ô F14, F15`.
fn place(input: &FeedbackInput<'_>, finding: &Finding, alike: &[Finding]) -> String {
    let mut parts = Vec::new();
    if let Some(file) = other_file(input, finding) {
        parts.push(format!("tệp {file}"));
    }
    if let Some(sheet) = &finding.place.sheet {
        parts.push(one_line(sheet));
    }
    let cells: Vec<String> = alike.iter().filter_map(|f| f.place.cell).map(|cell| cell.to_string()).collect();
    match cells.as_slice() {
        [] => {}
        [cell] => parts.push(format!("ô {cell}")),
        several => parts.push(format!("{} ô: {}", several.len(), format::list(several, CODES_MAX))),
    }
    if parts.is_empty() {
        parts.push(if finding.about.is_empty() { "Báo cáo".to_owned() } else { one_line(&finding.about) });
    }
    let mut text = parts.join(", ");
    if finding.severity < Severity::Error {
        text.push_str(&format!(" ({})", finding.severity.label().to_lowercase()));
    }
    text
}

/// What is wrong and how to mend it, on one line, asking once: advice that the message already gives is not repeated,
/// and a request at the end of the message gives way to the fuller advice.
pub fn sentence(finding: &Finding) -> String {
    let message = format::clean(&finding.message).replace('\n', " ");
    if finding.advice.is_empty() || message.contains(finding.advice.trim_end_matches('.')) {
        let stop = if message.ends_with(['.', '…', '?', '!']) { "" } else { "." };
        return format!("{message}{stop}");
    }
    let facts = without_request(&message, &finding.advice);
    let stop = if facts.ends_with(['.', '…', '?', '!']) { "" } else { "." };
    format!("{facts}{stop} {}", finding.advice)
}

/// A message without the request at its end, where the advice makes it too. A request inside somebody's quoted words
/// is no request of ours: it leaves a quotation mark alone.
fn without_request<'a>(message: &'a str, advice: &str) -> &'a str {
    let Some((said, last)) = message.rsplit_once(". ") else { return message };
    let asked = last.starts_with("Đề nghị ") || advice.to_lowercase().contains(last.trim_end_matches('.').to_lowercase().as_str());
    if !advice.is_empty() && asked && last.matches('"').count() % 2 == 0 { said } else { message }
}

/// Somebody else's words on one line: no control characters, at most [`QUOTE_MAX`] characters.
fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= QUOTE_MAX { flat } else { format!("{}…", flat.chars().take(QUOTE_MAX - 1).collect::<String>()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    fn with<T>(code: &str, f: impl FnOnce(&FeedbackInput<'_>) -> T) -> T {
        let c = testing::consolidation();
        let agency = c.agencies.iter().find(|a| a.code.as_str() == code).unwrap();
        let submission = submissions::submission(&c, &agency.code).unwrap();
        let desk_name = "Sở Khoa học và Công nghệ";
        f(&FeedbackInput {
            consolidation: &c,
            agency,
            submission,
            phase: Phase::Collecting,
            next_cutoff: c.cutoffs.submit,
            rehearsal: false,
            desk_name,
        })
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
        insta::assert_snapshot!(dump(&book.sheets[0]));
        assert!(book.sheets[0].rows.iter().all(|row| row.height > 0.0));
    }

    #[test]
    fn quotes_are_short_and_harmless() {
        let quoted = one_line(&format!("a\u{7}\n{}", "b".repeat(500)));
        assert_eq!(quoted.chars().count(), QUOTE_MAX);
        assert!(quoted.starts_with("a b"));
    }

    #[test]
    fn a_request_is_made_once() {
        let cut = without_request;
        assert_eq!(cut("Tệp rỗng (0 byte). Đề nghị gửi lại.", "Đề nghị mở lại tệp gốc."), "Tệp rỗng (0 byte)");
        let dates = "Không đọc được ngày \"x\". Ghi theo dạng ngày/tháng/năm, ví dụ 04/7/2025.";
        assert_eq!(cut(dates, "Đề nghị ghi theo dạng ngày/tháng/năm, ví dụ 04/7/2025, hoặc …"), "Không đọc được ngày \"x\"");
        let quoted = "Trạng thái \"xong. Đề nghị ghi nhận\" được hiểu là \"Hoàn thành\".";
        assert_eq!(cut(quoted, "Đề nghị xác nhận."), quoted);
        let quoted = "Trạng thái \"Dừng. Đề nghị gia hạn\" được hiểu là \"Đề nghị điều chỉnh\".";
        assert_eq!(cut(quoted, "Đề nghị xác nhận."), quoted, "an agency's own words are never cut");
        assert_eq!(
            cut("Nộp muộn 5 phút. Báo cáo được ghi nhận là nộp muộn.", "Đề nghị x."),
            "Nộp muộn 5 phút. Báo cáo được ghi nhận là nộp muộn."
        );
        assert_eq!(cut("A. Đề nghị giải trình.", ""), "A. Đề nghị giải trình.");
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

    #[test]
    fn a_rehearsal_says_so() {
        let marked = with("SYT", |input| text(&FeedbackInput { rehearsal: true, ..*input }));
        assert!(marked.starts_with("DIỄN TẬP - "), "{marked}");
    }
}
