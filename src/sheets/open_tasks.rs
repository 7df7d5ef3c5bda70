//! `Việc chưa xong`: what each agency still has to do, with a day first, and what is due in the next days.

use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, PartLine, TaskLine};
use crate::model::due_counts;
use crate::model::moment;
use crate::model::task::Role;
use crate::sheets::annex::Annex;
use crate::sheets::by_document;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, FOOT_FIGURE, Leaving, STRONG, STRONG_CENTERED, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::{class, format};
use chrono::NaiveDate;
use std::borrow::Cow;

const COLUMNS: [Column; 12] = [
    column("TT", 5.0),
    column("Mã nhiệm vụ", 11.0),
    column("Nội dung nhiệm vụ", 50.0),
    column("Thời hạn", 13.0),
    column("Hạn cuối", 11.0),
    column("Còn (ngày)", 8.0),
    column("Đến hạn trong", 10.0),
    column("Trạng thái", 17.0),
    column("Tỷ lệ (%)", 7.0),
    column("Dự kiến hoàn thành", 11.0),
    aside("Nội dung đầy đủ", 50.0),
    aside("Văn bản giao", 24.0),
];

/// What an agency still has to do of a task.
struct OpenTask<'a> {
    line: &'a TaskLine,
    part: &'a PartLine,
    class: TaskClass,
}

/// The open tasks of an agency: those with a day by that day, then the others in the register's order.
fn of<'a>(c: &'a Consolidation, agency: &AgencyCode) -> Vec<OpenTask<'a>> {
    let own = |part: &&PartLine| part.agency == *agency && part.role != Role::Support;
    let open = |line: &'a TaskLine| {
        let part = line.parts.iter().find(own)?;
        let class = part.state?.class;
        due_counts::is_open(class).then_some(OpenTask { line, part, class })
    };
    let mut found: Vec<OpenTask<'_>> = c.lines_of(agency).filter_map(open).collect();
    found.sort_by_key(|open| (open.part.deadline_to.is_none(), open.part.deadline_to));
    found
}

/// Is it past its day, or due soon? The others are the greater part by far, and no matter of this week.
fn presses(open: &OpenTask<'_>, today: NaiveDate) -> bool {
    let [.., most] = due_counts::HORIZONS;
    let past = open.class == TaskClass::Overdue || open.part.deadline_to.is_some_and(|to| to < today);
    past || due_counts::is_due_within(open.part.deadline_to, today, most)
}

/// One line a task that an agency leads or has a part of, in print order of the agencies: what presses is printed, the rest stands
/// below what is.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let today = moment::day(c.cutoffs.submit);
    let mut sheet = frame::open_annex(input, Annex::OpenTasks, "NHIỆM VỤ CHƯA HOÀN THÀNH THEO ĐƠN VỊ", &COLUMNS, 3);
    let mut number = 0u32;
    groups(&mut sheet, c, &mut number, |open| presses(open, today));
    let pressing = number;
    if pressing == 0 {
        frame::merged(&mut sheet, "Không có nhiệm vụ quá hạn hoặc đến hạn trong 30 ngày.", FOOT_FIGURE);
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, due_line(c), FOOT_FIGURE);
    let at = frame::next_row(&sheet);
    frame::merged(&mut sheet, "", FOOT);
    let foot = "Nhiệm vụ chung được liệt kê ở từng đơn vị, theo hạn và trạng thái của phần việc đơn vị đó; dòng trên tính mỗi nhiệm vụ một lần. \
                Nhiệm vụ thường xuyên, thôi giao không liệt kê.";
    frame::merged(&mut sheet, foot, FOOT);
    let printed = frame::next_row(&sheet);
    let headings = COLUMNS.map(|column| column.heading);
    frame::table(&mut sheet, "NHIỆM VỤ CHƯA HOÀN THÀNH CÒN LẠI (không in)", &headings);
    let first = frame::next_row(&sheet) + 1;
    groups(&mut sheet, c, &mut number, |open| !presses(open, today));
    let rest = number - pressing;
    if rest == 0 {
        sheet.rows.truncate(usize::try_from(printed).unwrap_or(usize::MAX));
        sheet.merges.retain(|area| area.first_row < printed);
    }
    let said = match rest {
        0 => "Trên đây là toàn bộ nhiệm vụ chưa hoàn thành.".to_owned(),
        rest => {
            format!("{rest:02} dòng khác không quá hạn, không đến hạn trong 30 ngày: xem tệp, từ dòng {first} của trang này (không in).")
        }
    };
    let cell = usize::try_from(at).ok().and_then(|row| sheet.rows.get_mut(row)).and_then(|row| row.cells.first_mut());
    if let Some(cell) = cell {
        *cell = Cell::text(said, FOOT);
    }
    sheet.page.rows = Some(printed);
    frame::finish(sheet)
}

/// Those open tasks of each agency that are wanted, below a line that says how many the agency has in all.
fn groups(sheet: &mut Sheet, c: &Consolidation, number: &mut u32, wanted: impl Fn(&OpenTask<'_>) -> bool) {
    let today = moment::day(c.cutoffs.submit);
    let document = by_document::names(c);
    for agency in &c.agencies {
        let open = of(c, &agency.code);
        if !open.iter().any(&wanted) {
            continue;
        }
        let mut cells = vec![Cell::blank(STRONG_CENTERED), Cell::text(agency.code.as_str(), STRONG)];
        cells.push(Cell::text(format!("{}: {}", format::clean(&agency.name), summary(&open, today)), STRONG));
        cells.extend(COLUMNS.iter().skip(3).map(|_| Cell::blank(STRONG)));
        frame::push(sheet, cells);
        for open in open.iter().filter(|open| wanted(open)) {
            *number += 1;
            frame::push(sheet, row(*number, open, &document(&open.line.task.document), today));
        }
    }
}

/// `còn 05 nhiệm vụ; quá hạn 01; đến hạn trong 7 ngày 01, 14 ngày 02, 30 ngày 02`.
fn summary(open: &[OpenTask<'_>], today: NaiveDate) -> String {
    let overdue = open.iter().filter(|open| open.class == TaskClass::Overdue).count();
    let silent = |open: &&OpenTask<'_>| open.class == TaskClass::NoReport && open.part.deadline_to.is_some_and(|to| to < today);
    let silent = match open.iter().filter(silent).count() {
        0 => String::new(),
        some => format!("; quá hạn, chưa có báo cáo {some:02}"),
    };
    let due = due_counts::HORIZONS
        .map(|days| (days, open.iter().filter(|open| due_counts::is_due_within(open.part.deadline_to, today, days)).count()));
    let due: Vec<String> = due.iter().map(|(days, count)| format!("{days} ngày {count:02}")).collect();
    format!("còn {:02} nhiệm vụ; quá hạn {overdue:02}{silent}; đến hạn trong {}", open.len(), due.join(", "))
}

fn row(number: u32, open: &OpenTask<'_>, document: &str, today: NaiveDate) -> Vec<Cell> {
    let OpenTask { line, part, class } = open;
    let left = part.deadline_to.map(|to| (to - today).num_days());
    let within = match left {
        Some(days) if days < 0 => "đã quá hạn".to_owned(),
        Some(_) => due_counts::HORIZONS
            .into_iter()
            .find(|days| due_counts::is_due_within(part.deadline_to, today, *days))
            .map_or_else(String::new, |days| format!("{days} ngày")),
        None => String::new(),
    };
    let content = match part.work.as_str() {
        "" => Cow::Borrowed(line.task.content.as_str()),
        work => Cow::Owned(format!("{} ({work})", line.task.content)),
    };
    let content = Leaving::of(&content);
    let percent = if line.task.kind.has_parts() { part.percent } else { line.percent };
    vec![
        Cell::count(number, CENTERED),
        Cell::text(line.task.code.as_str(), Style::BODY),
        content.subject(COLUMNS[2].width),
        frame::short(&tasks::deadline(&line.task), COLUMNS[3].width),
        Cell::date(part.deadline_to, CENTERED),
        Cell::text(left.map_or_else(String::new, |days| days.to_string()), CENTERED),
        Cell::text(within, CENTERED),
        frame::short(class::class(*class), COLUMNS[7].width),
        tasks::percent_cell(percent),
        Cell::date(line.expected_on, CENTERED),
        content.whole(),
        frame::whole(document),
    ]
}

/// How many tasks are due in the next days, each task once.
fn due_line(c: &Consolidation) -> String {
    let due = due_counts::of(&c.tasks, moment::day(c.cutoffs.submit));
    format!(
        "Đến hạn trong 7 ngày: {:02}; 14 ngày: {:02}; 30 ngày: {:02} nhiệm vụ (tính từ {}).",
        due.days_7,
        due.days_14,
        due.days_30,
        format::date(moment::day(c.cutoffs.submit))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::sheet::Row;
    use crate::sheets::testing;

    #[test]
    fn every_open_task() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn what_presses_is_printed_and_the_rest_stands_below() {
        testing::with_input(|input| {
            let (c, sheet) = (input.consolidation, sheet(input));
            let today = moment::day(c.cutoffs.submit);
            let all: Vec<OpenTask<'_>> = c.agencies.iter().flat_map(|agency| of(c, &agency.code)).collect();
            let pressing = all.iter().filter(|open| presses(open, today)).count();
            let printed = usize::try_from(sheet.page.rows.unwrap()).unwrap();
            let numbered = |row: &&Row| row.cells.first().and_then(testing::whole_number).is_some();
            let coded = |rows: &[Row]| rows.iter().filter(numbered).count();
            assert_eq!((coded(&sheet.rows[..printed]), coded(&sheet.rows[printed..])), (pressing, all.len() - pressing));
            assert!(pressing > 0 && pressing < all.len());
            let told = dump(&sheet);
            let (_, line) = told.split_once("xem tệp, từ dòng ").unwrap();
            let line: usize = line.split(' ').next().unwrap().parse().unwrap();
            assert!(sheet.rows[line - 1].cells[0].style.bold, "the group with which the rest begins: {told}");
            assert!(sheet.page.breaks.iter().all(|row| usize::try_from(*row).unwrap() < printed));
        });
    }

    #[test]
    fn what_has_a_day_comes_first_and_nothing_finished_is_there() {
        testing::with_input(|input| {
            let c = input.consolidation;
            let mut seen = 0;
            for agency in &c.agencies {
                let days: Vec<Option<NaiveDate>> = of(c, &agency.code).iter().map(|open| open.part.deadline_to).collect();
                let dated = days.iter().take_while(|day| day.is_some()).count();
                assert!(days[dated..].iter().all(Option::is_none) && days[..dated].is_sorted(), "{days:?}");
                assert!(of(c, &agency.code).iter().all(|open| !open.class.is_done()));
                let counts = c.task_totals.of_agencies().get(&agency.code).copied().unwrap_or_default();
                let overdue = of(c, &agency.code).iter().filter(|open| open.class == TaskClass::Overdue).count();
                assert_eq!(u32::try_from(overdue), Ok(counts.overdue), "{}: as on Theo đơn vị", agency.code);
                let told = summary(&of(c, &agency.code), moment::day(c.cutoffs.submit));
                assert!(told.contains(&format!("quá hạn {:02};", counts.overdue)), "{told}");
                seen += days.len();
            }
            assert!(seen > 3);
        });
    }
}
