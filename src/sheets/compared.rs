//! `Đối chiếu`: what is not the same on two roads, or in two counts: an office's reports to two desks, a desk's totals and its rows, rows
//! that somebody changed on the way, and what was done last period and is not now. Only of a desk to which others hand on.

use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, TaskLine};
use crate::model::history::Source;
use crate::model::roads::{CellDifference, FigureOfDesk, RoadDifference};
use crate::sheets::annex::Annex;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::{class, format};

const COLUMNS: [Column; 14] = [
    column("TT", 5.0),
    column("Nội dung đối chiếu", 17.0),
    column("Đơn vị", 16.0),
    column("Mã", 11.0),
    column("Mục", 17.0),
    column("Nguồn thứ nhất", 15.0),
    column("Số liệu thứ nhất", 17.0),
    column("Nguồn thứ hai", 15.0),
    column("Số liệu thứ hai", 17.0),
    column("Lấy theo", 13.0),
    aside("Số liệu thứ nhất (đầy đủ)", 46.0),
    aside("Số liệu thứ hai (đầy đủ)", 46.0),
    aside("Ô của nguồn thứ nhất", 40.0),
    aside("Ô của nguồn thứ hai", 40.0),
];

/// Lines that are listed; of more it is said how many there are.
const LINES: usize = 2000;

/// A difference.
struct Line {
    kind: &'static str,
    office: String,
    code: String,
    item: String,
    first: Side,
    second: Side,
    counts: String,
}

/// What one of the two says.
#[derive(Default)]
struct Side {
    source: String,
    text: String,
    cells: Vec<Source>,
}

impl Side {
    fn of(source: impl Into<String>, text: impl Into<String>) -> Self {
        Self { source: source.into(), text: text.into(), cells: Vec::new() }
    }

    fn at(self, cells: impl IntoIterator<Item = Source>) -> Self {
        Self { cells: cells.into_iter().collect(), ..self }
    }
}

/// The sheet; `None` where no desk hands on.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Option<Sheet> {
    let c = input.consolidation;
    if c.desks.is_empty() {
        return None;
    }
    let mut sheet = frame::open_annex(input, Annex::Compared, "ĐỐI CHIẾU SỐ LIỆU GIỮA CÁC NƠI NHẬN BÁO CÁO, VỚI KỲ TRƯỚC", &COLUMNS, 0);
    let lines = lines(c);
    for (number, line) in (1u32..).zip(lines.iter().take(LINES)) {
        frame::push(&mut sheet, row(c, number, line));
    }
    frame::filter(&mut sheet);
    if lines.is_empty() {
        frame::merged(&mut sheet, "Không có khác nhau.", FOOT);
    }
    if let more @ 1.. = lines.len().saturating_sub(LINES) {
        frame::merged(&mut sheet, format!("Còn {more} khác nhau chưa liệt kê."), FOOT);
    }
    frame::merged(&mut sheet, "Mỗi đơn vị được tính một lần; cột Lấy theo cho biết số liệu nào được đưa vào bản này.", FOOT);
    Some(frame::finish(sheet))
}

fn lines(c: &Consolidation) -> Vec<Line> {
    let name = |code: &AgencyCode| format::clean(&c.short_name(code));
    let roads = &c.roads;
    // In print order, as everywhere.
    let offices = || c.agencies.iter().map(|agency| &agency.code);
    let silent = offices().filter_map(|office| Some((office, roads.silent.get(office)?)));
    let mut lines: Vec<Line> = silent.map(|(office, desk)| sent_to_one(name(office), &name(desk))).collect();
    for (office, difference) in offices().filter_map(|office| Some((office, roads.differences.get(office)?))) {
        lines.extend(difference.cells.iter().map(|cell| sent_differently(name(office), &name(&difference.desk), difference, cell)));
    }
    lines.extend(roads.figures.iter().map(|figure| of_desk(&name(&figure.desk), figure)));
    for (desk, rows) in &roads.edited {
        let tasks = rows.tasks.iter().map(|(office, code)| (office, code.to_string()));
        let targets = rows.targets.iter().map(|(office, code)| (office, code.to_string()));
        let criteria = rows.criteria.iter().map(|(office, code)| (office, code.clone()));
        let edited = tasks.chain(targets).chain(criteria).map(|(office, code)| edited(name(office), code, "Dòng số liệu", &name(desk)));
        lines.extend(edited);
        lines.extend(rows.standings.iter().map(|office| edited_standing(name(office), &name(desk))));
    }
    lines.extend(c.tasks.iter().filter(|line| was_done(line)).map(|line| since_last(c, line)));
    lines
}

/// T21.
fn sent_to_one(office: String, desk: &str) -> Line {
    Line {
        kind: "Chỉ gửi một nơi",
        office,
        code: String::new(),
        item: "Báo cáo".to_owned(),
        first: Side::of("Bản gửi trực tiếp", "Chưa gửi"),
        second: Side::of(format!("Bản gửi {desk}"), "Đã gửi"),
        counts: format!("Bản gửi {desk}"),
    }
}

/// T22, a cell.
fn sent_differently(office: String, desk: &str, difference: &RoadDifference, cell: &CellDifference) -> Line {
    let there = format!("Bản gửi {desk}");
    Line {
        kind: "Hai bản gửi khác nhau",
        office,
        code: cell.code.clone(),
        item: cell.column.to_owned(),
        first: Side::of("Bản gửi trực tiếp", or_blank(&cell.here.text)).at(cell.here.source.clone()),
        second: Side::of(there.clone(), or_blank(&cell.there.text)).at(cell.there.source.clone()),
        counts: if difference.counts_there { there } else { "Bản gửi trực tiếp".to_owned() },
    }
}

/// H04.
fn of_desk(desk: &str, figure: &FigureOfDesk) -> Line {
    let FigureOfDesk { item, printed, counted, with_direct, codes, .. } = figure;
    let (first, second) = match with_direct {
        true => (format!("Các dòng của {desk}"), "Có báo cáo gửi trực tiếp"),
        false => (format!("Bản in của {desk}"), "Tính lại từ các dòng"),
    };
    Line {
        kind: "Số liệu của đầu mối",
        office: desk.to_owned(),
        code: format::list(codes, 12),
        item: format::capital(item),
        first: Side::of(first, printed.to_string()),
        second: Side::of(second, counted.to_string()),
        counts: "Từng dòng, mỗi đơn vị một lần".to_owned(),
    }
}

fn edited(office: String, code: String, item: &str, desk: &str) -> Line {
    Line {
        kind: "Bị sửa sau khi chốt",
        office,
        code,
        item: item.to_owned(),
        first: Side::of(format!("Bản tổng hợp của {desk}"), "Dòng bị sửa, chưa xác minh"),
        second: Side::of("Kỳ trước", "Số liệu đã biết"),
        counts: "Số liệu kỳ trước".to_owned(),
    }
}

fn edited_standing(office: String, desk: &str) -> Line {
    Line {
        kind: "Bị sửa sau khi chốt",
        office,
        code: String::new(),
        item: "Kết quả gửi báo cáo".to_owned(),
        first: Side::of(format!("Bản tổng hợp của {desk}"), "Dòng bị sửa, chưa xác minh"),
        second: Side::default(),
        counts: "Chưa xác định".to_owned(),
    }
}

/// Was it done in the release before, and is it not now?
fn was_done(line: &TaskLine) -> bool {
    let now = line.state.class;
    line.previous_class.is_some_and(TaskClass::is_done) && !now.is_done() && now != TaskClass::Withdrawn
}

/// A task that is open again. H02 tells another thing: that fewer are done, which is so also where tasks were withdrawn and is not where
/// as many others were finished.
fn since_last(c: &Consolidation, line: &TaskLine) -> Line {
    let last = c.comparison.as_ref().map_or_else(|| "Kỳ trước".to_owned(), |before| format!("Tuần {}", format::period(before.period)));
    Line {
        kind: "Khác kỳ trước",
        office: tasks::few_names(c, &line.task.leads),
        code: line.task.code.to_string(),
        item: "Trạng thái".to_owned(),
        first: Side::of(last, line.previous_class.map_or("", class::class)),
        second: Side::of(format!("Tuần {}", format::period(c.period)), class::class(line.state.class)).at(line.sources.clone()),
        counts: "Kỳ này".to_owned(),
    }
}

fn or_blank(text: &str) -> &str {
    if text.is_empty() { "(để trống)" } else { text }
}

fn row(c: &Consolidation, number: u32, line: &Line) -> Vec<Cell> {
    let cells = |side: &Side| side.cells.iter().map(|source| tasks::source(c, source)).collect::<Vec<_>>().join("\n");
    vec![
        Cell::count(number, CENTERED),
        Cell::text(line.kind, Style::BODY),
        frame::short(&line.office, COLUMNS[2].width),
        frame::short(&line.code, COLUMNS[3].width),
        frame::short(&line.item, COLUMNS[4].width),
        frame::short(&line.first.source, COLUMNS[5].width),
        frame::short(&line.first.text, COLUMNS[6].width),
        frame::short(&line.second.source, COLUMNS[7].width),
        frame::short(&line.second.text, COLUMNS[8].width),
        frame::short(&line.counts, COLUMNS[9].width),
        frame::whole(&line.first.text),
        frame::whole(&line.second.text),
        frame::whole(&cells(&line.first)),
        frame::whole(&cells(&line.second)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::roads::{EditedRows, Said};
    use crate::sheets::dump::dump;
    use crate::sheets::testing;
    use std::collections::BTreeSet;

    #[test]
    fn every_difference_names_both_sides_and_which_of_them_counts() {
        let mut c = testing::consolidation();
        testing::with_input_of(&c, |input| assert!(sheet(input).is_none(), "no desk hands on"));
        let [desk, office] = ["SKHCN", "SYT"].map(testing::agency);
        c.desks.push(desk.clone());
        c.roads.silent.insert(testing::agency("STC"), desk.clone());
        let said = |text: &str| Said { text: text.to_owned(), source: c.tasks[0].sources.first().cloned() };
        let code = c.tasks[0].task.code.clone();
        let cell = CellDifference { code: code.to_string(), column: "Tỷ lệ hoàn thành (%)", here: said("90"), there: said("") };
        let difference = RoadDifference { desk: desk.clone(), counts_there: true, cells: vec![cell] };
        c.roads.differences.insert(office.clone(), difference);
        let figure = |with_direct, codes| FigureOfDesk {
            desk: desk.clone(),
            item: "nhiệm vụ hoàn thành",
            printed: 37,
            counted: 36,
            with_direct,
            codes,
        };
        c.roads.figures = vec![figure(false, Vec::new()), figure(true, vec!["KH11-009".to_owned()])];
        let edited = EditedRows { rows: 2, tasks: [(office.clone(), code)].into(), standings: [office].into(), ..EditedRows::default() };
        c.roads.edited.insert(desk, edited);
        let open = c.tasks.iter().position(|line| !line.state.class.is_done() && line.state.class != TaskClass::Withdrawn).unwrap();
        c.tasks[open].previous_class = Some(TaskClass::DoneOnTime);
        let kinds: BTreeSet<&str> = lines(&c).iter().map(|line| line.kind).collect();
        assert_eq!(kinds.len(), 5, "{kinds:?}");
        testing::with_input_of(&c, |input| insta::assert_snapshot!(dump(&sheet(input).unwrap())));
    }

    #[test]
    fn a_task_that_is_open_again_is_listed_whatever_others_did_and_a_withdrawn_one_is_not() {
        let mut c = testing::consolidation();
        c.tasks.iter_mut().for_each(|line| line.previous_class = None);
        let listed = |c: &Consolidation| lines(c).into_iter().filter(|line| line.kind == "Khác kỳ trước").map(|line| line.code).collect();
        let open = c.tasks.iter().position(|line| line.state.class == TaskClass::InProgress).unwrap();
        c.tasks[open].previous_class = Some(TaskClass::DoneOnTime);
        let other = c.tasks.iter().position(|line| line.state.class.is_done()).unwrap();
        c.tasks[other].previous_class = Some(TaskClass::InProgress);
        let codes: Vec<String> = listed(&c);
        assert_eq!(codes, [c.tasks[open].task.code.to_string()]);
        c.tasks[open].state.class = TaskClass::Withdrawn;
        assert_eq!(listed(&c), Vec::<String>::new());
    }
}
