//! `Chất lượng` (stays at the desk): what the checks found in each agency's report, and the score of its data.

use crate::forms::desk_file::INTERNAL_SHEETS;
use crate::model::as_sent::{AsSent, DataScore};
use crate::model::finding::{Finding, Tally};
use crate::model::submission::Evidence;
use crate::sheets::as_sent;
use crate::sheets::data_score;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::submissions;
use crate::text::{format, party};

/// The name of the sheet.
pub(crate) const NAME: &str = INTERNAL_SHEETS[0];
/// The heading of the scores.
pub(crate) const SCORE: &str = "Điểm số liệu";

const COLUMNS: [Column; 18] = [
    column("TT", 5.0),
    column("Mã đơn vị", 18.0),
    column("Đơn vị", 34.0),
    column("Kết quả nộp", 22.0),
    column("Căn cứ thời điểm", 14.0),
    column("Trả lại", 7.0),
    column("Lỗi", 7.0),
    column("Cảnh báo", 8.0),
    column("Ghi nhận", 8.0),
    column("Dòng nhiệm vụ đã đọc", 9.0),
    column("Dòng chỉ tiêu đã đọc", 9.0),
    column("Dòng tiêu chí đã đọc", 9.0),
    column("Nhiệm vụ phát sinh", 9.0),
    column("Nhiệm vụ được giao thiếu dòng", 10.0),
    column("Hoàn thành thiếu minh chứng", 10.0),
    column("Mã nhiệm vụ thiếu", 34.0),
    column(SCORE, 8.0),
    column("Xếp loại", 12.0),
];

/// One line an agency in print order: rows read, and places of each severity.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "CHẤT LƯỢNG BÁO CÁO: SỐ LỖI, CẢNH BÁO, ĐIỂM SỐ LIỆU THEO ĐƠN VỊ";
    let mut sheet = frame::open(input, NAME, title, &COLUMNS, 3);
    for (number, (agency, submission)) in (1u32..).zip(submissions::pairs(c)) {
        let tally = Tally::of(&submission.findings);
        let sent = as_sent::of(c, submission);
        let AsSent { rows, missing, score } = sent.as_ref();
        let without_evidence = submission.findings.iter().filter(|f| f.code == "N17").map(Finding::places).sum();
        let count = |n: usize| Cell::count(u32::try_from(n).unwrap_or(u32::MAX), CENTERED);
        let missing_count = count(missing.len());
        let codes: Vec<String> = missing.iter().map(ToString::to_string).collect();
        frame::push(
            &mut sheet,
            vec![
                Cell::count(number, CENTERED),
                Cell::text(agency.code.as_str(), Style::BODY),
                Cell::text(format::clean(&agency.name), Style::BODY),
                Cell::text(party::said(input.config.desk.layout, &submissions::standing(submission, c.cutoffs)), Style::BODY),
                Cell::text(submission.evidence.map_or("", Evidence::label), CENTERED),
                Cell::count(tally.rejects, CENTERED),
                Cell::count(tally.errors, CENTERED),
                Cell::count(tally.warnings, CENTERED),
                Cell::count(tally.notes, CENTERED),
                count(rows.tasks),
                count(rows.targets),
                count(rows.criteria),
                count(rows.extra_tasks),
                missing_count,
                Cell::count(without_evidence, CENTERED),
                frame::body(&format::list(&codes, 12), COLUMNS[15].width),
                score.as_ref().map_or_else(|| Cell::blank(CENTERED), |score| Cell::count(score.total, CENTERED)),
                Cell::text(score.as_ref().map_or("", DataScore::rank), CENTERED),
            ],
        );
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, data_score::MEASURES, FOOT);
    frame::finish(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn counts_of_each_agency() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }
}
