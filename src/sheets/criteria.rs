//! `Tiêu chí xã`: the matrix of communes and criteria.

use crate::model::class::Light;
use crate::model::confirmation::Confirmation;
use crate::model::consolidation::{Consolidation, Criteria, CriteriaLine};
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::history::KnownCriterion;
use crate::sheets::annex::Annex;
use crate::sheets::counted::Counted;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, FOOT_FIGURE, STRONG, STRONG_CENTERED, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::sheet::{Cell, Paper, Sheet, Style};
use crate::sheets::tasks;
use crate::text::{confirmation, format};

/// Width of a criterion's column, characters.
const MARK_WIDTH: f64 = 5.4;
/// The same where there are many; as wide as `KAD`.
const MARK_WIDTH_LEAST: f64 = 3.6;
/// Width of the columns of all criteria together on the usual paper.
const MARKS_WIDTH: f64 = 86.4;
/// Columns before those of the criteria, and after them.
const BEFORE: [Column; 2] = [column("TT", 5.0), column("Xã, phường", 24.0)];
const AFTER: [Column; 6] = [
    column("Số đạt", 12.0),
    column("Ngày đủ", 10.0),
    aside("Mã đơn vị", 18.0),
    aside("Màu", 8.0),
    aside("Thay đổi so kỳ trước", 30.0),
    aside("Ghi chú", 26.0),
];

/// ✓, –, KAD, or blank for what was never reported.
fn mark(result: Option<CriterionResult>) -> &'static str {
    match result {
        Some(CriterionResult::Met) => "✓",
        Some(CriterionResult::NotMet) => "–",
        Some(CriterionResult::NotApplicable) => "KAD",
        None => "",
    }
}

fn result_of(known: Option<&KnownCriterion>) -> Option<CriterionResult> {
    known.map(|k| k.result)
}

/// Criteria that a commune says do not apply to it.
pub(crate) fn not_applicable(line: &CriteriaLine) -> u32 {
    let not = line.results.iter().filter(|r| result_of(r.as_ref()) == Some(CriterionResult::NotApplicable)).count();
    u32::try_from(not).unwrap_or(u32::MAX)
}

/// `11/16 đạt, 5 không áp dụng`: what does not apply is counted apart, and never as met.
fn count(line: &CriteriaLine) -> String {
    let met = format!("{} đạt", format::counter(line.met, frame::length(&line.results)));
    match not_applicable(line) {
        0 => met,
        not => format!("{met}, {not} không áp dụng"),
    }
}

/// `130/130 xã, phường đủ 16/16 tiêu chí giai đoạn 1 theo báo cáo; 130/130 được Trung tâm Chỉ huy Trung ương xác nhận trạng thái “XANH” (đến
/// ngày 08/9/2025).`; `None` as long as nothing is confirmed. The word of the state is that of the body that confirms, never ours.
pub(crate) fn confirmed(c: &Consolidation) -> Option<Sentence> {
    let Criteria { criteria, lines } = &c.criteria;
    let mut states: Vec<(&Confirmation, Vec<&Confirmation>)> = Vec::new();
    for confirmation in lines.iter().filter_map(|line| line.confirmed.as_ref()) {
        match states.iter_mut().find(|(first, _)| (&first.by, &first.state) == (&confirmation.by, &confirmation.state)) {
            Some((_, all)) => all.push(confirmation),
            None => states.push((confirmation, vec![confirmation])),
        }
    }
    let total = frame::length(lines);
    let stage = criteria.first().map(|criterion| &criterion.phase).filter(|phase| criteria.iter().all(|c| c.phase == **phase));
    let stage =
        stage.filter(|phase| !phase.is_empty()).map_or_else(String::new, |phase| format!(" {}", format::clean(phase).to_lowercase()));
    let everybody = || Counted::communes(c, |_| true);
    let told = states.iter().map(|(first, all)| {
        let (by, state, number) = (format::clean(&first.by), format::quote(&first.state), format::counter(frame::length(all), total));
        let until = all.iter().map(|confirmation| confirmation.on).max().map_or_else(String::new, format::date);
        let same = |known: &Confirmation| (&known.by, &known.state) == (&first.by, &first.state);
        let part = Counted::communes(c, |line| line.confirmed.as_ref().is_some_and(same));
        let number = Figure::share(number, format!("Được {by} xác nhận trạng thái “{state}”"), part, everybody());
        Sentence::from("; ") + number + format!(" được {by} xác nhận trạng thái “{state}” (đến ngày {until})")
    });
    let told = Sentence::joined(told, "");
    let (met, count) = (format::counter(c.criteria.count(Light::Green), total), criteria.len());
    let part = Counted::communes(c, |line| line.light == Light::Green);
    let met = Figure::share(format!("{met} xã, phường"), format!("Xã, phường đủ {count}/{count} tiêu chí"), part, everybody());
    (!told.is_empty()).then(|| Sentence::from(met) + format!(" đủ {count}/{count} tiêu chí{stage} theo báo cáo") + told + ".")
}

/// The sheet, where criteria exist.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Option<Sheet> {
    let c = input.consolidation;
    let criteria = &c.criteria;
    if criteria.criteria.is_empty() {
        return None;
    }
    let title = format!("KẾT QUẢ {} TIÊU CHÍ CẤP XÃ", criteria.criteria.len());
    // A column a criterion of the register, headed by its code.
    let count = f64::from(frame::length(&criteria.criteria));
    let marks = vec![column("", (MARKS_WIDTH / count).clamp(MARK_WIDTH_LEAST, MARK_WIDTH)); criteria.criteria.len()];
    let columns = [&BEFORE[..], &marks, &AFTER].concat();
    let mut sheet = frame::open_annex(input, Annex::Criteria, &title, &columns, 2);
    if MARKS_WIDTH / count < MARK_WIDTH_LEAST {
        sheet.page.paper = Paper::A3;
    }
    if let Some(row) = sheet.rows.last_mut() {
        for (cell, criterion) in row.cells.iter_mut().skip(BEFORE.len()).zip(&criteria.criteria) {
            *cell = Cell::text(criterion.code.as_str(), Style { size: 10, ..Style::HEADING });
        }
    }
    for (number, line) in (1u32..).zip(&criteria.lines) {
        frame::push(&mut sheet, row(input, number, line));
    }
    frame::filter(&mut sheet);
    frame::push(&mut sheet, lacking_row(&criteria.criteria, &criteria.lines));
    let total = frame::length(&criteria.lines);
    frame::merged(
        &mut sheet,
        format!(
            "{} xã, phường đủ {2}/{2} tiêu chí theo báo cáo ({1}%)",
            format::counter(criteria.count(Light::Green), total),
            format::percent(criteria.count(Light::Green), total),
            criteria.criteria.len()
        ),
        FOOT_FIGURE,
    );
    frame::merged(
        &mut sheet,
        format!(
            "Còn lại: VÀNG {:02}; ĐỎ {:02}; XÁM (chưa báo cáo) {:02}.",
            criteria.count(Light::Yellow),
            criteria.count(Light::Red),
            criteria.count(Light::Grey)
        ),
        FOOT,
    );
    if let Some(line) = confirmed(c) {
        frame::merged(&mut sheet, line.to_string(), FOOT);
    }
    frame::merged(&mut sheet, "✓ đạt; – chưa đạt; KAD không áp dụng; ô trống: chưa báo cáo.", FOOT);
    let names: Vec<String> = criteria.criteria.iter().map(|c| format!("{}: {}", c.code, format::clean(&c.name))).collect();
    frame::merged(&mut sheet, format!("{}.", names.join("; ")), FOOT);
    Some(frame::finish(sheet))
}

fn row(input: &ProductInput<'_>, number: u32, line: &CriteriaLine) -> Vec<Cell> {
    let c = input.consolidation;
    let name = c.agency(&line.agency).map_or_else(|| line.agency.to_string(), |a| format::clean(&a.name));
    let mut cells = vec![Cell::count(number, CENTERED), Cell::text(name, Style::BODY)];
    for known in &line.results {
        let result = result_of(known.as_ref());
        let fill = (result == Some(CriterionResult::NotMet)).then_some(frame::fill(Light::Red));
        cells.push(Cell::text(mark(result), Style { fill, ..CENTERED }));
    }
    let changes: Vec<String> = line
        .changes
        .iter()
        .map(|(code, before, now)| {
            let before = before.map_or("chưa báo cáo", CriterionResult::label);
            format!("{code}: {} → {}", before.to_lowercase(), now.label().to_lowercase())
        })
        .collect();
    let oldest = line.results.iter().flatten().map(|k| k.period).filter(|p| *p < c.period).min();
    let stale = line.stale.then(|| tasks::stale(c.period, oldest));
    let confirmed = line.confirmed.as_ref().map(|it| format!("Xác nhận {}", confirmation::words(it)));
    let edited = c.roads.criteria_edited(&line.agency);
    let edited = edited.map(|desk| format!("Chưa xác minh: dòng bị sửa trong bản tổng hợp của {}", c.short_name(desk)));
    let note = [stale, edited, confirmed].into_iter().flatten().collect::<Vec<_>>().join("; ");
    cells.push(Cell::text(count(line), CENTERED));
    cells.push(Cell::date(line.complete_on, CENTERED));
    cells.push(Cell::text(line.agency.as_str(), Style::BODY));
    cells.push(frame::light(line.light));
    cells.push(frame::whole(&changes.join("; ")));
    cells.push(frame::whole(&note));
    cells
}

/// How many communes lack each criterion: not met, or never reported.
fn lacking_row(criteria: &[Criterion], lines: &[CriteriaLine]) -> Vec<Cell> {
    let mut cells = vec![Cell::blank(STRONG), Cell::text("Số xã, phường chưa đạt hoặc chưa báo cáo", STRONG)];
    for index in 0..criteria.len() {
        let lacks = |line: &&CriteriaLine| {
            let result = line.results.get(index).and_then(|known| result_of(known.as_ref()));
            !matches!(result, Some(CriterionResult::Met | CriterionResult::NotApplicable))
        };
        cells.push(Cell::count(u32::try_from(lines.iter().filter(lacks).count()).unwrap_or(u32::MAX), STRONG_CENTERED));
    }
    cells.extend(AFTER.iter().map(|_| Cell::blank(STRONG)));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn the_matrix() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input).unwrap())));
    }

    #[test]
    fn what_is_confirmed_is_said_in_the_words_of_the_body() {
        let mut c = testing::consolidation();
        assert_eq!(confirmed(&c), None);
        let confirmation = |state: &str, day: u32| {
            let (by, document) = ("Trung tâm Chỉ huy Trung ương".to_owned(), String::new());
            Some(Confirmation { state: state.to_owned(), by, on: chrono::NaiveDate::from_ymd_opt(2025, 7, day).unwrap(), document })
        };
        c.criteria.criteria.iter_mut().for_each(|criterion| criterion.phase = "Giai đoạn 1".to_owned());
        for (line, (state, day)) in c.criteria.lines.iter_mut().zip([("XANH", 7), ("VÀNG", 8), ("XANH", 9)]) {
            line.confirmed = confirmation(state, day);
        }
        let by = "được Trung tâm Chỉ huy Trung ương xác nhận trạng thái";
        let told = format!(
            "01/03 xã, phường đủ 3/3 tiêu chí giai đoạn 1 theo báo cáo; 02/03 {by} “XANH” (đến ngày 09/7/2025); 01/03 {by} “VÀNG” (đến ngày \
             08/7/2025)."
        );
        assert_eq!(confirmed(&c).map(|all| all.to_string()), Some(told));
        testing::with_input_of(&c, |input| {
            let text = dump(&sheet(input).unwrap());
            assert!(text.contains("Xác nhận “VÀNG” ngày 08/7/2025 (Trung tâm Chỉ huy Trung ương)"), "{text}");
        });
    }

    #[test]
    fn without_criteria_there_is_no_sheet() {
        let mut c = testing::consolidation();
        c.criteria = Criteria::default();
        testing::with_input_of(&c, |input| assert_eq!(sheet(input), None));
    }
}
