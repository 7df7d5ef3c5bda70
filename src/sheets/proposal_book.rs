//! `kien-nghi.xlsx`: the desk's own workbook of what offices ask for. The program fills the left columns, the desk the right ones.

use crate::model::consolidation::Consolidation;
use crate::model::period::Period;
use crate::model::proposal::{Answer, Handling, ProposalLine, ProposalState};
use crate::model::waiting::Wait;
use crate::sheets::register_layout::proposals as layout;
use crate::sheets::register_template::filled_book;
use crate::sheets::sheet::{Book, Cell, Format, Style};
use crate::sheets::tasks;
use crate::text::{dates, format};
use chrono::NaiveDate;

/// What the program writes of a proposal: the texts of its columns, from [`layout::NUMBER`] on.
pub type ProgramCells = [String; 8];

/// The workbook, open proposals first.
pub fn book(consolidation: &Consolidation) -> Book {
    let rows = lines(consolidation).into_iter().map(|line| {
        let text = Style { format: Format::Text, ..Style::BODY };
        let mut cells: Vec<Cell> = program_cells(consolidation, line).into_iter().map(|words| words_or_blank(&words, text)).collect();
        cells.extend(desk_cells(line.answer.as_ref().unwrap_or(&Answer::default()), text));
        cells
    });
    filled_book("Kiến nghị của các cơ quan, đơn vị", consolidation.cutoffs.submit, &layout::SHEET, rows.collect())
}

/// What the program writes, row by row: where it stands so in the file, nothing need be written.
pub fn program_rows(consolidation: &Consolidation) -> Vec<ProgramCells> {
    lines(consolidation).into_iter().map(|line| program_cells(consolidation, line)).collect()
}

fn lines(consolidation: &Consolidation) -> Vec<&ProposalLine> {
    let (open, ended): (Vec<&ProposalLine>, Vec<&ProposalLine>) =
        consolidation.proposals.iter().partition(|line| line.state == ProposalState::Open);
    open.into_iter().chain(ended).collect()
}

fn program_cells(c: &Consolidation, line: &ProposalLine) -> ProgramCells {
    let codes: Vec<String> = line.tasks.iter().map(ToString::to_string).collect();
    [
        line.number.to_string(),
        tasks::names(c, std::slice::from_ref(&line.agency)),
        codes.join(", "),
        format::clean(&line.level),
        format::clean(&line.text),
        since(line, c.period),
        format::period(line.said_in),
        state(c, line),
    ]
}

/// `28/2025 (tuần thứ 3)`.
fn since(line: &ProposalLine, period: Period) -> String {
    let waiting = Wait { since: line.since, said_in: line.said_in };
    match line.state {
        ProposalState::Open => format!("{} (tuần thứ {})", format::period(line.since), waiting.weeks(period)),
        _ => format::period(line.since),
    }
}

/// What became of it; where another office has the task since and took it back, with the name of that one.
fn state(c: &Consolidation, line: &ProposalLine) -> String {
    let handled = line.answer.as_ref().is_some_and(|answer| answer.handling.is_some());
    match line.state {
        ProposalState::Open if handled => Handling::UnderWay.label().to_owned(),
        ProposalState::Solved | ProposalState::Withdrawn if line.holder != line.agency => {
            format!("{} ({})", line.state.label(), tasks::names(c, std::slice::from_ref(&line.holder)))
        }
        state => state.label().to_owned(),
    }
}

fn desk_cells(answer: &Answer, text: Style) -> Vec<Cell> {
    let handling = answer.handling.map_or("", Handling::label);
    let words = [&answer.choice, &answer.wording, &answer.advice].map(|words| words_or_blank(words, text));
    let more = [handling, &answer.text, &answer.by, &answer.document].map(|words| words_or_blank(words, text));
    let last = [Cell::date(answer.on, Style { format: Format::Date, ..Style::BODY }), words_or_blank(&answer.writer, text)];
    words.into_iter().chain(more).chain(last).collect()
}

fn words_or_blank(words: &str, style: Style) -> Cell {
    if words.is_empty() { Cell::blank(style) } else { Cell::text(words, style) }
}

/// `Kiến nghị số KN-2025-0001 (từ tuần 28/2025): …`: what an office is told of its proposal; `None` if there is nothing to tell.
pub fn told(line: &ProposalLine) -> Option<String> {
    let about = format!("Kiến nghị số {} (từ tuần {})", line.number, format::period(line.since));
    let answer = line.answer.as_ref().filter(|answer| answer.tells());
    match (line.state, answer) {
        (ProposalState::Open, None) => Some(format!("{about} đang được xem xét. Còn đề nghị không?")),
        (ProposalState::Open | ProposalState::Answered, Some(answer)) => {
            let handling = if answer.closes() { answer.handling } else { Some(Handling::UnderWay) };
            let handling = handling.map_or("", Handling::label).to_lowercase();
            let document = match (answer.document.is_empty(), answer.on) {
                (true, _) => String::new(),
                (false, None) => answer.document.clone(),
                (false, Some(day)) if names_day(&answer.document, day) => answer.document.clone(),
                (false, Some(day)) => format!("{} ngày {}", answer.document, format::date(day)),
            };
            let by: Vec<&str> = [answer.by.as_str(), document.as_str()].into_iter().filter(|words| !words.is_empty()).collect();
            let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
            let said = if answer.text.is_empty() { String::new() } else { format!(" {}", format::clean(&answer.text)) };
            Some(format!("{about}: {handling}{by}.{said}"))
        }
        _ => None,
    }
}

/// Does a document's name end with this day already?
fn names_day(document: &str, day: NaiveDate) -> bool {
    let written = document.rfind("ngày").and_then(|at| document.get(at..));
    written.and_then(dates::read).is_some_and(|read| read.day == day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agency::AgencyCode;
    use crate::model::proposal::{NumberedProposal, ProposalNumber};
    use crate::model::task::TaskCode;

    fn line(state: ProposalState, answer: Option<Answer>) -> ProposalLine {
        let (agency, task) = (AgencyCode::parse("SYT").unwrap(), TaskCode::parse("KH11-001").unwrap());
        let since = Period::parse_id("2025-W28").unwrap();
        let home =
            NumberedProposal { agency: agency.clone(), task: task.clone(), level: String::new(), since, text: "Bố trí vốn".into() };
        ProposalLine {
            number: ProposalNumber { year: 2025, ordinal: 12 },
            holder: agency.clone(),
            agency,
            tasks: vec![task],
            level: "UBND tỉnh".into(),
            text: "Bố trí vốn".into(),
            since,
            said_in: since,
            state,
            answer,
            answered_at: None,
            home,
        }
    }

    #[test]
    fn an_office_is_told_what_became_of_it() {
        let asked = told(&line(ProposalState::Open, None));
        assert_eq!(asked.as_deref(), Some("Kiến nghị số KN-2025-0012 (từ tuần 28/2025) đang được xem xét. Còn đề nghị không?"));
        let answer = Answer {
            handling: Some(Handling::Solved),
            text: "Đã bố trí 02 tỷ đồng.".into(),
            by: "UBND tỉnh".into(),
            document: "120/QĐ-UBND".into(),
            on: NaiveDate::from_ymd_opt(2025, 7, 21),
            writer: "A".into(),
            ..Answer::default()
        };
        assert_eq!(
            told(&line(ProposalState::Answered, Some(answer.clone()))).as_deref(),
            Some(
                "Kiến nghị số KN-2025-0012 (từ tuần 28/2025): đã giải quyết (UBND tỉnh, 120/QĐ-UBND ngày 21/7/2025). Đã bố trí 02 tỷ đồng."
            )
        );
        for document in ["120/QĐ-UBND ngày 21/7/2025", "120/QĐ-UBND ngày 21 tháng 7 năm 2025"] {
            let dated = Answer { document: document.into(), ..answer.clone() };
            let told = told(&line(ProposalState::Answered, Some(dated))).unwrap();
            assert!(told.contains(&format!("(UBND tỉnh, {document}).")), "{told}");
        }
        let undocumented = Answer { document: String::new(), ..answer };
        assert_eq!(
            told(&line(ProposalState::Open, Some(undocumented))).as_deref(),
            Some("Kiến nghị số KN-2025-0012 (từ tuần 28/2025): đang xử lý (UBND tỉnh). Đã bố trí 02 tỷ đồng.")
        );
        assert_eq!(told(&line(ProposalState::Withdrawn, None)), None);
    }

    #[test]
    fn waiting_is_counted_in_weeks() {
        assert_eq!(since(&line(ProposalState::Open, None), Period::parse_id("2025-W30").unwrap()), "28/2025 (tuần thứ 3)");
    }
}
