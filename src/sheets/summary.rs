//! `Tổng hợp`: one A4 landscape page for the leaders.

use crate::model::class::ClassCounts;
use crate::model::config::Layout;
use crate::sheets::class_table;
use crate::sheets::difficulties;
use crate::sheets::edition;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue;
use crate::sheets::sheet::{Align, Area, Cell, Row, Sheet, Style};
use crate::sheets::summary_text;
use crate::sheets::tasks;
use crate::text::format;

/// TT, document, the columns of the class table, and the change.
const WIDTHS: [f64; 21] = [5.0, 36.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 8.0, 8.0, 8.5, 7.5, 8.0, 13.0, 15.0];
const LAST: u16 = 20;
/// Documents shown in a line of their own; further ones share a line, so that the page stays one page.
const DOCUMENTS_MAX: usize = 12;
/// Entries of each of the two short lists.
const LIST_MAX: usize = 5;
/// Lines of an entry of these lists.
const LIST_LINES: u32 = 2;

const TEXT: Style = Style { size: 12, wrap: true, middle: true, ..Style::PLAIN };
const TEXT_CENTERED: Style = Style { align: Align::Center, ..TEXT };
const HEAD: Style = Style { size: 13, align: Align::Center, middle: true, wrap: true, ..Style::PLAIN };
const SECTION: Style = Style { size: 12, bold: true, middle: true, ..Style::PLAIN };
const TABLE: Style = Style { border: true, ..TEXT };
const TABLE_CENTERED: Style = Style { border: true, ..TEXT_CENTERED };
const TABLE_TOTAL: Style = Style { bold: true, fill: Some(0x00F2_F2F2), ..TABLE };

/// Puts cells of one row side by side; each spans its columns.
struct Line {
    row: u32,
    cells: Vec<Cell>,
    merges: Vec<Area>,
}

impl Line {
    fn new(sheet: &Sheet) -> Self {
        Self { row: frame::next_row(sheet), cells: vec![Cell::default(); usize::from(LAST) + 1], merges: Vec::new() }
    }

    /// A text over the columns `from..=to`, in the look of its first cell throughout, so that borders close.
    fn put(mut self, from: u16, to: u16, cell: Cell) -> Self {
        for column in from..=to {
            if let Some(slot) = self.cells.get_mut(usize::from(column)) {
                *slot = Cell::blank(cell.style);
            }
        }
        if let Some(slot) = self.cells.get_mut(usize::from(from)) {
            *slot = cell;
        }
        if from < to {
            self.merges.push(Area::new(self.row, from, self.row, to));
        }
        self
    }

    fn end(self, sheet: &mut Sheet, height: f64) {
        sheet.merges.extend(self.merges);
        sheet.rows.push(Row { height, cells: self.cells });
    }
}

/// A line of text over the whole page, as high as it needs.
fn whole(sheet: &mut Sheet, text: impl Into<String>, style: Style) {
    Line::new(sheet).put(0, LAST, Cell::text(text, style)).end(sheet, 0.0);
}

/// The page for the leaders: who reported, totals by class, the change, what presses, the chief's sentences.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let mut sheet =
        Sheet { name: "Tổng hợp".to_owned(), widths: WIDTHS.to_vec(), page: frame::page(input, (1, 1)), ..Sheet::default() };
    heading(&mut sheet, input);
    let c = input.consolidation;
    let title = format!("TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ, CHỈ TIÊU {}", format::span(&c.span).to_uppercase());
    whole(&mut sheet, frame::rehearsed(input, &title), Style { size: 15, ..Style::TITLE });
    whole(&mut sheet, format::span_long(&c.span), Style { size: 13, ..Style::SUBTITLE });
    whole(&mut sheet, edition::line(c, input.edition), Style { size: 13, bold: true, italic: false, ..Style::SUBTITLE });
    if let Some(replacement) = input.replacement {
        whole(&mut sheet, edition::replaces(replacement, input.edition), Style { bold: true, ..TEXT_CENTERED });
    }
    if let Some(line) = edition::in_place_of(input.withdrawals, input.edition) {
        whole(&mut sheet, line, Style { bold: true, ..TEXT_CENTERED });
    }
    for line in edition::hindered(&input.hindrances, c.cutoffs) {
        whole(&mut sheet, line, Style { bold: true, ..TEXT });
    }
    for (number, line) in (0u32..).zip(summary_text::submission_lines(c, input.edition)) {
        whole(&mut sheet, line, Style { bold: number == 1, ..TEXT });
    }
    tiles(&mut sheet, input);
    for line in summary_text::task_lines(c) {
        whole(&mut sheet, line, TEXT);
    }
    whole(&mut sheet, summary_text::changes_line(c), TEXT);
    table(&mut sheet, input);
    lists(&mut sheet, input);
    remarks(&mut sheet, input);
    signature(&mut sheet, input);
    whole(&mut sheet, foot(input), Style { size: 11, italic: true, ..TEXT });
    frame::finish(sheet)
}

fn foot(input: &ProductInput<'_>) -> String {
    let register: String = input.register_sha256.chars().take(8).collect();
    let register = if register.is_empty() { String::new() } else { format!("; danh mục {register}") };
    format!("{}{register}.", edition::foot(input.consolidation, input.edition))
}

/// The two halves above the title: who issues, and the national or party title (`src/docs/products.md`, "Layout").
/// Number and day are left to the clerk.
fn heading(sheet: &mut Sheet, input: &ProductInput<'_>) {
    let desk = &input.config.desk;
    let mut left: Vec<(String, Style)> = Vec::new();
    let lines: Vec<&String> = desk.heading.iter().filter(|line| !line.trim().is_empty()).collect();
    for (index, line) in lines.iter().enumerate() {
        left.push(((*line).clone(), Style { bold: index + 1 == lines.len(), ..HEAD }));
    }
    if left.is_empty() {
        left.push((input.desk_name.to_uppercase(), Style { bold: true, ..HEAD }));
    }
    let place = if desk.place.trim().is_empty() { String::new() } else { format!("{}, ", desk.place.trim()) };
    let day = format!("{place}ngày …… tháng …… năm {}", input.consolidation.period.year());
    let (number, mut right) = match desk.layout {
        Layout::State => (
            format!("Số:          /BC-{}", desk.code),
            vec![
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(), Style { bold: true, ..HEAD }),
                ("Độc lập - Tự do - Hạnh phúc".to_owned(), Style { bold: true, size: 14, ..HEAD }),
            ],
        ),
        Layout::Party => {
            left.push(("*".to_owned(), HEAD));
            (format!("Số          -BC/{}", desk.code), vec![("ĐẢNG CỘNG SẢN VIỆT NAM".to_owned(), Style { bold: true, size: 15, ..HEAD })])
        }
    };
    left.push((number, HEAD));
    while right.len() + 1 < left.len() {
        right.push((String::new(), HEAD));
    }
    right.push((day, Style { italic: true, size: 14, ..HEAD }));
    let blank = || (String::new(), HEAD);
    for index in 0..left.len().max(right.len()) {
        let (left, left_style) = left.get(index).cloned().unwrap_or_else(blank);
        let (right, right_style) = right.get(index).cloned().unwrap_or_else(blank);
        Line::new(sheet).put(0, 7, Cell::text(left, left_style)).put(8, LAST, Cell::text(right, right_style)).end(sheet, 0.0);
    }
    gap(sheet);
}

fn gap(sheet: &mut Sheet) {
    Line::new(sheet).end(sheet, 6.0);
}

fn tiles(sheet: &mut Sheet, input: &ProductInput<'_>) {
    const SPANS: [(u16, u16); 6] = [(0, 1), (2, 6), (7, 10), (11, 14), (15, 18), (19, 20)];
    const LABEL: Style = Style { size: 11, border: true, fill: Some(0x00DC_E6F1), ..TEXT_CENTERED };
    const FIGURE: Style = Style { size: 16, bold: true, border: true, ..TEXT_CENTERED };
    const CHANGE: Style = Style { size: 11, italic: true, border: true, ..TEXT_CENTERED };
    gap(sheet);
    let figures = summary_text::key_figures(input.consolidation);
    let mut rows = [Line::new(sheet), Line::new(sheet), Line::new(sheet)];
    for (offset, line) in (0u32..).zip(&mut rows) {
        line.row += offset;
    }
    let [mut labels, mut values, mut changes] = rows;
    for ((from, to), figure) in SPANS.into_iter().zip(figures) {
        labels = labels.put(from, to, Cell::text(figure.label, LABEL));
        values = values.put(from, to, Cell::text(figure.figure, FIGURE));
        changes = changes.put(from, to, Cell::text(figure.change, CHANGE));
    }
    labels.end(sheet, 0.0);
    values.end(sheet, 24.0);
    changes.end(sheet, 0.0);
    gap(sheet);
}

fn table(sheet: &mut Sheet, input: &ProductInput<'_>) {
    const HEADING: Style = Style { size: 11, ..Style::HEADING };
    let c = input.consolidation;
    gap(sheet);
    let (top, below) = (frame::next_row(sheet), frame::next_row(sheet) + 1);
    let mut upper = Line::new(sheet).put(0, 0, Cell::text("TT", HEADING)).put(1, 1, Cell::text("Văn bản giao", HEADING));
    let mut lower = Line { row: below, ..Line::new(sheet) }.put(0, 0, Cell::blank(HEADING)).put(1, 1, Cell::blank(HEADING));
    let mut tall: Vec<u16> = vec![0, 1, LAST];
    let mut column = 2u16;
    while let Some((group, heading)) = class_table::HEADINGS.get(usize::from(column - 2)) {
        if group.is_empty() {
            upper = upper.put(column, column, Cell::text(*heading, HEADING));
            lower = lower.put(column, column, Cell::blank(HEADING));
            tall.push(column);
            column += 1;
            continue;
        }
        let members = class_table::HEADINGS.iter().filter(|(g, _)| g == group).map(|(_, h)| *h);
        let first = column;
        for member in members {
            lower = lower.put(column, column, Cell::text(member, HEADING));
            column += 1;
        }
        upper = upper.put(first, column - 1, Cell::text(*group, HEADING));
    }
    upper = upper.put(LAST, LAST, Cell::text("Tăng/giảm so kỳ trước", HEADING));
    lower = lower.put(LAST, LAST, Cell::blank(HEADING));
    upper.end(sheet, 0.0);
    lower.end(sheet, 0.0);
    sheet.merges.extend(tall.into_iter().map(|column| Area::new(top, column, below, column)));

    let overall = c.task_totals.overall;
    let change = c.comparison.as_ref().map_or_else(String::new, |b| {
        let points = format::points(format::percent(b.tasks.done(), b.tasks.total), format::percent(overall.done(), overall.total));
        let tasks = i64::from(overall.done()) - i64::from(b.tasks.done());
        format!("{tasks:+} nhiệm vụ; {points}")
    });
    figures(sheet, "", "TỔNG SỐ", &overall, &change, TABLE_TOTAL);
    for (number, (name, counts)) in (1u32..).zip(documents(&c.task_totals.by_document)) {
        figures(sheet, &number.to_string(), &name, &counts, "", TABLE);
    }
}

fn figures(sheet: &mut Sheet, number: &str, name: &str, counts: &ClassCounts, change: &str, style: Style) {
    let centered = Style { align: Align::Center, ..style };
    let name = frame::shorten(&format::clean(name), WIDTHS[1] * 0.9, 2);
    let mut cells = vec![Cell::text(number, centered), Cell::text(name, style)];
    cells.extend(class_table::cells(counts, style));
    cells.push(Cell::text(change, Style { size: 11, ..centered }));
    sheet.rows.push(Row { height: 0.0, cells });
}

/// Each document with tasks in the totals; where there are too many, the smallest share the last line.
fn documents(all: &[(String, ClassCounts)]) -> Vec<(String, ClassCounts)> {
    let named = |(name, counts): &(String, ClassCounts)| {
        let name = if name.trim().is_empty() { "Chưa ghi văn bản giao".to_owned() } else { name.clone() };
        (name, *counts)
    };
    let counted: Vec<(String, ClassCounts)> = all.iter().filter(|(_, counts)| counts.total > 0).map(named).collect();
    if counted.len() <= DOCUMENTS_MAX {
        return counted;
    }
    let mut sizes: Vec<u32> = counted.iter().map(|(_, counts)| counts.total).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    // The smallest size that still gets its own line; of equal sizes the first in the register's order do.
    let smallest = sizes.get(DOCUMENTS_MAX - 2).copied().unwrap_or(0);
    let larger = counted.iter().filter(|(_, counts)| counts.total > smallest).count();
    let mut room = (DOCUMENTS_MAX - 1).saturating_sub(larger);
    let mut shown = Vec::new();
    let mut rest = Vec::new();
    for (name, counts) in counted {
        let fits = counts.total > smallest || (counts.total == smallest && room > 0);
        if fits {
            room -= usize::from(counts.total == smallest);
            shown.push((name, counts));
        } else {
            rest.push(counts);
        }
    }
    shown.push((format!("Văn bản khác ({} văn bản; xem trang Nhiệm vụ)", rest.len()), class_table::sum(&rest)));
    shown
}

/// Longest overdue on the left, what needs a decision on the right.
fn lists(sheet: &mut Sheet, input: &ProductInput<'_>) {
    const HEADING: Style = Style { size: 11, ..Style::HEADING };
    const BODY: Style = Style { size: 11, ..TABLE };
    const BODY_CENTERED: Style = Style { size: 11, ..TABLE_CENTERED };
    let c = input.consolidation;
    let overdue = overdue::list(c);
    let decisions = difficulties::for_decision(c);
    gap(sheet);
    Line::new(sheet)
        .put(0, 9, Cell::text(format!("I. NHIỆM VỤ QUÁ HẠN LÂU NHẤT{}", of_all(overdue.len(), "Quá hạn")), SECTION))
        .put(10, LAST, Cell::text(format!("II. NỘI DUNG CẦN XIN Ý KIẾN{}", of_all(decisions.len(), "Vướng mắc, kiến nghị")), SECTION))
        .end(sheet, 0.0);
    Line::new(sheet)
        .put(0, 0, Cell::text("TT", HEADING))
        .put(1, 5, Cell::text("Nhiệm vụ", HEADING))
        .put(6, 8, Cell::text("Đơn vị", HEADING))
        .put(9, 9, Cell::text("Trễ (ngày)", HEADING))
        .put(10, 10, Cell::text("TT", HEADING))
        .put(11, 13, Cell::text("Đơn vị", HEADING))
        .put(14, 19, Cell::text("Kiến nghị, đề xuất", HEADING))
        .put(20, LAST, Cell::text("Cấp giải quyết", HEADING))
        .end(sheet, 0.0);
    let clipped = |text: &str, from: usize, to: usize| {
        let width: f64 = WIDTHS.iter().take(to + 1).skip(from).sum();
        frame::shorten(&format::clean(text).replace('\n', " "), width, LIST_LINES)
    };
    let undecided = difficulties::undecided(c);
    let right = decisions.len().min(LIST_MAX) + usize::from(undecided > 0);
    let rows = overdue.len().min(LIST_MAX).max(right).max(1);
    for (index, number) in (0..rows).zip(1u32..) {
        let mut line = Line::new(sheet);
        if let Some(o) = overdue.get(index).filter(|_| index < LIST_MAX) {
            let text = format!("{}: {}", o.line.task.code, o.line.task.content);
            line = line
                .put(0, 0, Cell::count(number, BODY_CENTERED))
                .put(1, 5, Cell::text(clipped(&text, 1, 5), BODY))
                .put(6, 8, Cell::text(clipped(&tasks::first_names(c, &overdue::agencies(o.line), 2), 6, 8), BODY))
                .put(9, 9, Cell::count(u32::try_from(o.days).unwrap_or(0), BODY_CENTERED));
        } else if index == 0 {
            line = line.put(0, 9, Cell::text("Không có nhiệm vụ quá hạn.", BODY));
        }
        if let Some(d) = decisions.get(index).filter(|_| index < LIST_MAX) {
            line = line
                .put(10, 10, Cell::count(number, BODY_CENTERED))
                .put(11, 13, Cell::text(clipped(&tasks::first_names(c, std::slice::from_ref(&d.agency), 2), 11, 13), BODY))
                .put(14, 19, Cell::text(clipped(&difficulties::wording(d), 14, 19), BODY))
                .put(20, LAST, Cell::text(clipped(&d.level, 20, 20), BODY));
        } else if undecided > 0 && index + 1 == right {
            let left = format!("Còn {undecided:02} kiến nghị chưa xử lý: xem trang Vướng mắc, kiến nghị.");
            line = line.put(10, LAST, Cell::text(left, BODY));
        } else if index == 0 {
            line = line.put(10, LAST, Cell::text("Không có nội dung xin ý kiến.", BODY));
        }
        line.end(sheet, 0.0);
    }
}

fn of_all(all: usize, sheet: &str) -> String {
    if all > LIST_MAX { format!(" ({LIST_MAX}/{all}; xem trang {sheet})") } else { String::new() }
}

/// The chief's own sentences, whole.
fn remarks(sheet: &mut Sheet, input: &ProductInput<'_>) {
    let c = input.consolidation;
    if c.remarks.is_empty() {
        return;
    }
    gap(sheet);
    whole(sheet, "III. NHẬN ĐỊNH", SECTION);
    for remark in &c.remarks {
        let section = format::clean(&remark.section);
        let section = if section.is_empty() { String::new() } else { format!("{section}: ") };
        whole(sheet, format!("{section}{}", format::clean(&remark.text)), TEXT);
    }
}

/// Recipients on the left, signature on the right, with room to sign before its last line.
fn signature(sheet: &mut Sheet, input: &ProductInput<'_>) {
    const RECIPIENT: Style = Style { size: 11, wrap: true, ..Style::PLAIN };
    const SIGNATURE: Style = Style { bold: true, ..HEAD };
    let desk = &input.config.desk;
    if desk.signature.is_empty() && desk.recipients.is_empty() {
        return;
    }
    gap(sheet);
    let mut left: Vec<(String, Style)> = Vec::new();
    if !desk.recipients.is_empty() {
        let head = match desk.layout {
            Layout::State => Style { size: 12, bold: true, italic: true, ..RECIPIENT },
            Layout::Party => Style { size: 14, ..RECIPIENT },
        };
        left.push(("Nơi nhận:".to_owned(), head));
        left.extend(desk.recipients.iter().map(|line| (line.clone(), RECIPIENT)));
    }
    let mut right: Vec<(String, Style)> = desk.signature.iter().map(|line| (line.clone(), SIGNATURE)).collect();
    if right.len() > 1 {
        // Room for the signature and the stamp, above the name.
        let name = right.len() - 1;
        right.splice(name..name, [(String::new(), SIGNATURE), (String::new(), SIGNATURE)]);
    }
    let blank = || (String::new(), RECIPIENT);
    for index in 0..left.len().max(right.len()) {
        let (left, left_style) = left.get(index).cloned().unwrap_or_else(blank);
        let (right, right_style) = right.get(index).cloned().unwrap_or_else(blank);
        Line::new(sheet).put(0, 9, Cell::text(left, left_style)).put(10, LAST, Cell::text(right, right_style)).end(sheet, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn the_first_page_of_the_state() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn the_heading_of_the_party() {
        let mut config = testing::config();
        config.desk.layout = Layout::Party;
        config.desk.heading = vec!["TỈNH ỦY HÀ TĨNH".into(), "VĂN PHÒNG".into()];
        testing::with_config(&config, |input| {
            let dump = dump(&sheet(input));
            assert!(dump.contains("ĐẢNG CỘNG SẢN VIỆT NAM"), "{dump}");
            assert!(dump.contains(": *\n") && dump.contains("Số          -BC/SKHCN"), "{dump}");
            assert!(!dump.contains("CỘNG HÒA"), "{dump}");
        });
    }

    #[test]
    fn many_documents_share_a_line_and_nothing_is_lost() {
        let counts = |total: u32| ClassCounts { total, in_progress: total, ..ClassCounts::default() };
        let all: Vec<(String, ClassCounts)> = (1..=20).map(|n| (format!("VB {n}"), counts(n.min(9)))).collect();
        let shown = documents(&all);
        assert_eq!(shown.len(), DOCUMENTS_MAX);
        let total = |list: &[(String, ClassCounts)]| list.iter().map(|(_, c)| c.total).sum::<u32>();
        assert_eq!(total(&shown), total(&all));
        assert_eq!(shown[11].0, "Văn bản khác (9 văn bản; xem trang Nhiệm vụ)");
        assert!(shown.iter().take(11).all(|(_, c)| c.total == 9));
    }

    #[test]
    fn printed_rows_add_up() {
        testing::with_input(|input| {
            let mut seen = 0;
            for row in &sheet(input).rows {
                let numbers: Vec<u32> = row.cells.iter().skip(2).take(17).filter_map(testing::whole_number).collect();
                if numbers.len() == 17 {
                    class_table::tests::adds_up(&numbers);
                    seen += 1;
                }
            }
            assert!(seen > 2, "{seen}");
        });
    }

    #[test]
    fn it_fits_one_page_by_its_setup() {
        testing::with_input(|input| {
            let sheet = sheet(input);
            assert!(sheet.page.landscape);
            assert_eq!(sheet.page.fit, Some((1, 1)));
        });
    }
}
