//! `_so_lieu`: counts by class and every source of every task and target, for programs; of a release also the rows of every office,
//! for the desk above ([`office_rows`]).

use crate::forms::desk_report::definition::DeskForm;
use crate::forms::desk_report::pages;
use crate::model::class::{ClassCounts, TargetClass};
use crate::model::history::Source;
use crate::model::submission::Standing;
use crate::model::total_line::TotalsBy;
use crate::sheets::class_table;
use crate::sheets::input::ProductInput;
use crate::sheets::office_rows::{self, PageRows};
use crate::sheets::row_height;
use crate::sheets::sheet::{Cell, Row, Sheet, Style, Visibility};
use crate::text::format;

/// The hidden sheet: blocks of counts under a name each, then the sources, then the rows of offices. `pages` has seen the sheets that
/// people read.
pub(crate) fn sheet(input: &ProductInput<'_>, pages: PageRows) -> Sheet {
    let c = input.consolidation;
    let name = DeskForm::current().sheet.clone();
    let mut sheet = Sheet { name, visibility: Visibility::Hidden, widths: vec![24.0; 28], ..Sheet::default() };
    let totals = &c.task_totals;
    classes(&mut sheet, "Toàn bộ", [("", &totals.overall)]);
    let years: Vec<(String, ClassCounts)> = totals.by_year.iter().map(|(year, counts)| (year.to_string(), *counts)).collect();
    classes(&mut sheet, "Năm", years.iter().map(|(name, counts)| (name.as_str(), counts)));
    classes(&mut sheet, "Văn bản", totals.by_document.iter().map(|(name, counts)| (name.as_str(), counts)));
    classes(&mut sheet, "Nhóm", totals.by_group.iter().map(|(name, counts)| (name.as_str(), counts)));
    let lines = |by| totals.lines.iter().filter(move |line| line.by == by).map(|line| (line.name.as_str(), &line.counts));
    classes(&mut sheet, "Chương trình", lines(TotalsBy::Programme));
    classes(&mut sheet, "Khối", lines(TotalsBy::Block));
    classes(&mut sheet, "Đơn vị", totals.by_agency.iter().map(|(code, counts)| (code.as_str(), counts)));
    texts(&mut sheet, &["Kết quả nộp", "Số đơn vị"]);
    for standing in Standing::ALL {
        let count = c.submissions.iter().filter(|s| s.standing == standing).count();
        figures(&mut sheet, standing.label(), &[u32::try_from(count).unwrap_or(u32::MAX)]);
    }
    texts(&mut sheet, &[]);
    texts(&mut sheet, &["Đánh giá chỉ tiêu", "Số chỉ tiêu"]);
    for class in TargetClass::ALL {
        let count = c.targets.iter().filter(|t| t.class == class).count();
        figures(&mut sheet, class.label(), &[u32::try_from(count).unwrap_or(u32::MAX)]);
    }
    texts(&mut sheet, &[]);
    texts(&mut sheet, &[pages::SOURCES, "Mã đơn vị", "Tệp", "Trang tính", "Ô", "SHA-256"]);
    for line in &c.tasks {
        sources(&mut sheet, line.task.code.as_str(), &line.sources);
    }
    for line in &c.targets {
        sources(&mut sheet, line.target.code.as_str(), &line.sources);
    }
    for line in &c.criteria.lines {
        for known in line.results.iter().flatten() {
            sources(&mut sheet, &known.criterion, std::slice::from_ref(&known.source));
        }
    }
    row_height::fit(&mut sheet);
    if let Some(rows) = input.rows {
        office_rows::append(&mut sheet, input, rows, pages);
    }
    sheet
}

fn classes<'a>(sheet: &mut Sheet, by: &str, rows: impl IntoIterator<Item = (&'a str, &'a ClassCounts)>) {
    let mut headings = vec![Cell::text(by, Style::PLAIN)];
    for (group, heading) in class_table::HEADINGS {
        let heading = if group.is_empty() { heading.to_owned() } else { format!("{group}: {heading}") };
        headings.push(Cell::text(heading, Style::PLAIN));
    }
    sheet.rows.push(Row { height: 0.0, cells: headings });
    for (name, counts) in rows {
        figures(sheet, name, &class_table::numbers(counts));
    }
    texts(sheet, &[]);
}

fn figures(sheet: &mut Sheet, name: &str, numbers: &[u32]) {
    let mut cells = vec![Cell::text(format::clean(name), Style::PLAIN)];
    cells.extend(numbers.iter().map(|number| Cell::count(*number, Style::PLAIN)));
    sheet.rows.push(Row { height: 0.0, cells });
}

fn texts(sheet: &mut Sheet, texts: &[&str]) {
    let cells = texts.iter().map(|text| Cell::text(format::clean(text), Style::PLAIN)).collect();
    sheet.rows.push(Row { height: 0.0, cells });
}

fn sources(sheet: &mut Sheet, about: &str, sources: &[Source]) {
    for source in sources {
        let cell = source.cell.map_or_else(String::new, |cell| cell.to_string());
        texts(sheet, &[about, source.agency.as_str(), &source.file, &source.sheet, &cell, &source.sha256]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::sheet::Value;
    use crate::sheets::testing;

    #[test]
    fn every_source_stands_there() {
        testing::with_input(|input| {
            let sheet = sheet(input, PageRows::new(input));
            let wanted: usize = input.consolidation.tasks.iter().map(|t| t.sources.len()).sum();
            let found = sheet.rows.iter().filter(|row| {
                row.cells.len() == 6 && matches!(&row.cells[0].value, Value::Text(code) if input.consolidation.tasks.iter().any(|t| t.task.code.as_str() == code))
            });
            assert_eq!(found.count(), wanted);
            assert!(wanted > 4);
        });
    }
}
