//! One line a cause: what is wrong in the same way in several cells is told once, with its cells.

use crate::model::finding::{Finding, Severity};
use crate::rules;
use crate::sheets::feedback::answer_input::{FeedbackInput, one_line};
use crate::text::format;

/// Cells of a cause that are named.
const CELLS_MAX: usize = 20;
/// So many different sentences about one column are still read one by one; of more the rule's title speaks.
const SENTENCES_MAX: usize = 3;

/// Findings with one cause, in the order of their cells; never none.
#[derive(Debug, Clone)]
pub(super) struct Cause<'a> {
    findings: Vec<&'a Finding>,
    /// Do they say different things, so that the title of the rule speaks for them?
    differ: bool,
}

/// The causes of sorted findings, in the order of the first finding of each.
pub(super) fn causes<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Cause<'a>> {
    let mut columns: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let of_column = |column: &&mut Vec<&Finding>| column.first().is_some_and(|first| same_column(first, finding));
        match columns.iter_mut().find(of_column) {
            Some(column) => column.push(finding),
            None => columns.push(vec![finding]),
        }
    }
    let mut causes: Vec<Cause<'_>> = columns.into_iter().flat_map(of_column).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.severity()));
    causes
}

/// The same rule about cells of one column of one sheet.
fn same_column(one: &Finding, other: &Finding) -> bool {
    let column = |finding: &Finding| finding.place.cell.map(|cell| cell.column);
    one.place.cell.is_some()
        && column(one) == column(other)
        && (&one.code, &one.file, &one.place.sheet) == (&other.code, &other.file, &other.place.sheet)
}

fn of_column(column: Vec<&Finding>) -> Vec<Cause<'_>> {
    let mut sentences: Vec<Vec<&Finding>> = Vec::new();
    for finding in &column {
        match sentences.iter_mut().find(|alike| alike.first().is_some_and(|first| first.message == finding.message)) {
            Some(alike) => alike.push(finding),
            None => sentences.push(vec![finding]),
        }
    }
    let each_knows_its_text = column.iter().all(|finding| !finding.to_type.is_empty());
    if sentences.len() > 1 && (each_knows_its_text || sentences.len() > SENTENCES_MAX) {
        return vec![Cause { findings: column, differ: true }];
    }
    sentences.into_iter().map(|findings| Cause { findings, differ: false }).collect()
}

impl<'a> Cause<'a> {
    /// The finding that stands for it.
    pub(super) fn first(&self) -> Option<&'a Finding> {
        self.findings.first().copied()
    }

    /// Weight of its findings.
    pub(super) fn severity(&self) -> Severity {
        self.first().map_or(Severity::Note, |finding| finding.severity)
    }

    /// The code of its rule.
    pub(super) fn code(&self) -> &'a str {
        self.first().map_or("", |finding| finding.code.as_str())
    }

    /// What was found, in the order of the cells.
    pub(super) fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().copied()
    }

    /// In how many places it is so.
    fn places(&self) -> u32 {
        self.findings.iter().map(|finding| finding.places()).sum()
    }

    /// Its cells: `F12, F14, F19`.
    pub(super) fn cells(&self) -> String {
        let cells: Vec<String> = self.findings.iter().filter_map(|finding| finding.place.cell).map(|cell| cell.to_string()).collect();
        format::list(&cells, CELLS_MAX)
    }

    /// Codes of the tasks, targets and criteria it is about.
    pub(super) fn about(&self) -> String {
        let mut about: Vec<String> =
            self.findings.iter().map(|finding| one_line(&finding.about)).filter(|about| !about.is_empty()).collect();
        about.dedup();
        format::list(&about, CELLS_MAX)
    }

    /// What to type into the cells; blank where only the agency knows.
    pub(super) fn to_type(&self) -> String {
        let Some(first) = self.first() else { return String::new() };
        if self.findings.iter().all(|finding| finding.to_type == first.to_type) {
            return one_line(&first.to_type);
        }
        let of_cell = |finding: &&Finding| Some(format!("{}: {}", finding.place.cell?, one_line(&finding.to_type)));
        let texts: Vec<String> = self.findings.iter().filter(|finding| !finding.to_type.is_empty()).filter_map(of_cell).collect();
        format::list(&texts, CELLS_MAX)
    }

    /// What is wrong, on one line, without the request.
    pub(super) fn problem(&self) -> String {
        let Some(first) = self.first() else { return String::new() };
        let title = || rules::find(&first.code).map(|rule| rule.title.to_owned());
        let said = if self.differ { title().unwrap_or_else(|| first.message.clone()) } else { first.message.clone() };
        without_request(&format::clean(&said).replace('\n', " "), &first.advice).to_owned()
    }

    /// How to mend it.
    pub(super) fn advice(&self) -> &'a str {
        let first = self.first();
        let told = |finding: &&Finding| asks_itself(finding);
        if self.differ { first.map_or("", |finding| &finding.advice) } else { first.filter(|f| !told(f)).map_or("", |f| &f.advice) }
    }

    /// Problem, advice and the text to type in one sentence, asking once.
    pub(super) fn sentence(&self) -> String {
        let Some(first) = self.first() else { return String::new() };
        let said = if self.differ { format!("{}. {}", self.problem(), first.advice) } else { sentence(first) };
        let text = self.to_type();
        if text.is_empty() { said } else { format!("{said} Nội dung gõ vào ô: {text}.") }
    }

    /// Where: `NhiemVu, ô F14`, `NhiemVu, 3 ô: F12, F14, F19`.
    pub(super) fn place(&self, input: &FeedbackInput<'_>) -> String {
        let Some(first) = self.first() else { return String::new() };
        let mut parts: Vec<String> = Vec::new();
        parts.extend(input.other_file(first).map(|file| format!("tệp {file}")));
        parts.extend(first.place.sheet.as_deref().map(one_line).filter(|sheet| !sheet.is_empty()));
        match self.places() {
            _ if first.place.cell.is_none() => {}
            1 => parts.push(format!("ô {}", self.cells())),
            several => parts.push(format!("{several} ô: {}", self.cells())),
        }
        if parts.is_empty() {
            parts.push(if first.about.is_empty() { "Báo cáo".to_owned() } else { one_line(&first.about) });
        }
        parts.join(", ")
    }
}

/// What is wrong and how to mend it, on one line, asking once: advice that the message already gives is not repeated,
/// and a request at the end of the message gives way to the fuller advice.
pub fn sentence(finding: &Finding) -> String {
    let message = format::clean(&finding.message).replace('\n', " ");
    if asks_itself(finding) {
        let stop = if message.ends_with(['.', '…', '?', '!']) { "" } else { "." };
        return format!("{message}{stop}");
    }
    let facts = without_request(&message, &finding.advice);
    let stop = if facts.ends_with(['.', '…', '?', '!']) { "" } else { "." };
    format!("{facts}{stop} {}", finding.advice)
}

/// How a message goes on that says at the same time what to do.
pub(super) const ASKS: &str = ": đề nghị ";

/// The same, where it depends on which of two things is right.
const ASKS_IF_RIGHT: &str = ". Nếu đúng, đề nghị ";

/// Does the message say what to do, so that the advice would ask a second time?
fn asks_itself(finding: &Finding) -> bool {
    let advice = finding.advice.trim_end_matches('.');
    let asks = |request: &&str| finding.message.contains(*request);
    advice.is_empty() || [advice, ASKS, ASKS_IF_RIGHT].iter().any(asks)
}

/// A message without the request at its end, where the advice makes it too. A request inside somebody's quoted words
/// is no request of ours: it leaves a quotation mark alone.
fn without_request<'a>(message: &'a str, advice: &str) -> &'a str {
    let Some((said, last)) = message.rsplit_once(". ") else { return message };
    let asked = last.starts_with("Đề nghị ") || advice.to_lowercase().contains(last.trim_end_matches('.').to_lowercase().as_str());
    if !advice.is_empty() && asked && last.matches('"').count() % 2 == 0 { said } else { message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::sheets::testing;

    fn at(cell: &str, message: &str, to_type: &str) -> Finding {
        let mut finding =
            testing::consolidation().submissions.iter().flat_map(|s| &s.findings).find(|f| f.place.cell.is_some()).unwrap().clone();
        (finding.place.cell, finding.message, finding.to_type) = (CellRef::parse(cell), message.to_owned(), to_type.to_owned());
        finding
    }

    #[test]
    fn the_same_about_many_cells_is_one_cause() {
        let findings = [at("F5", "Thiếu trạng thái.", ""), at("F6", "Thiếu trạng thái.", ""), at("F7", "Thiếu trạng thái.", "")];
        let causes = causes(&findings);
        assert_eq!(causes.len(), 1);
        assert_eq!((causes[0].cells().as_str(), causes[0].places()), ("F5, F6, F7", 3));
    }

    #[test]
    fn cells_that_each_know_their_text_are_one_cause_and_others_are_read_one_by_one() {
        let dates = [at("H5", "Ngày a.", "04/7/2025"), at("H6", "Ngày b.", "05/7/2025")];
        let told = causes(&dates);
        assert_eq!((told.len(), told[0].to_type().as_str()), (1, "H5: 04/7/2025, H6: 05/7/2025"));
        let two = [at("H5", "Ngày a.", ""), at("H6", "Ngày b.", "")];
        assert_eq!(causes(&two).len(), 2);
        let many: Vec<Finding> = (5..9).map(|row| at(&format!("H{row}"), &format!("Ngày {row}."), "")).collect();
        assert_eq!(causes(&many).len(), 1, "a column written in its own way is one habit");
        let columns = [at("H5", "Ngày a.", ""), at("J5", "Ngày a.", "")];
        assert_eq!(causes(&columns).len(), 2);
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
}
