//! The instruction sheet: the eleven items of a report regime, what the words of the lists mean, and examples.

use super::input::{BlankInput, cutoff, file_name, footer, rehearsal_mark};
use crate::forms::recognise::GUIDE_SHEET;
use crate::model::moment::{self, Moment};
use crate::sheets::sheet::{Area, Cell, Page, Row, Sheet, Style};
use crate::text::format;
use chrono::TimeDelta;

const HEAD: Style = Style { bold: true, ..Style::BODY };

/// The sheet of instructions for one agency: the definition's own items, then the cutoffs of this period and examples.
pub(super) fn sheet(input: &BlankInput<'_>) -> Sheet {
    let mut rows = vec![line("HƯỚNG DẪN LẬP VÀ GỬI BÁO CÁO", "", Style::TITLE, Style::TITLE)];
    rows.push(line(&format!("{}{}", rehearsal_mark(input), format::span_long(&input.span)), "", Style::SUBTITLE, Style::SUBTITLE));
    rows.extend(input.form.guide.iter().map(|item| line(&item.heading, &filled(input, &item.text), HEAD, Style::BODY)));
    section(&mut rows, "Hai mốc thời gian trong tuần");
    rows.push(line("Hạn nộp báo cáo", &format!("Trước {}", cutoff(input.cutoffs.submit)), HEAD, Style::BODY));
    rows.push(line("Hạn chốt bản tổng hợp", &format!("Trước {}", cutoff(input.cutoffs.release)), HEAD, Style::BODY));
    for list in &input.form.lists {
        section(&mut rows, &format!("Danh mục: {}", list.title));
        rows.extend(list.words.iter().map(|w| line(&w.word, &w.means, HEAD, Style::BODY)));
    }
    if !input.form.examples.is_empty() {
        section(&mut rows, "Ví dụ");
        rows.extend(input.form.examples.iter().map(|item| line(&item.heading, &filled(input, &item.text), HEAD, Style::BODY)));
    }
    Sheet {
        name: GUIDE_SHEET.to_owned(),
        widths: vec![30.0, 90.0],
        rows,
        merges: [0, 1].map(|row| Area::new(row, 0, row, 1)).to_vec(),
        page: Page { landscape: true, fit: Some((1, 0)), footer: footer(input), numbered: true, ..Page::default() },
        protected: true,
        ..Sheet::default()
    }
}

fn line(left: &str, right: &str, left_style: Style, right_style: Style) -> Row {
    Row { height: 0.0, cells: vec![Cell::text(left, left_style), Cell::text(right, right_style)] }
}

fn section(rows: &mut Vec<Row>, title: &str) {
    rows.push(Row::default());
    rows.push(line(title, "", Style { bold: true, size: 12, ..Style::PLAIN }, Style::PLAIN));
}

/// The words in braces, filled in.
fn filled(input: &BlankInput<'_>, text: &str) -> String {
    let values = [
        ("{agency}", input.agency.name.clone()),
        ("{desk}", input.desk_name.to_owned()),
        ("{period}", format::span_in_form(&input.span)),
        ("{days}", format::span_days(&input.span)),
        ("{submit}", cutoff(input.cutoffs.submit)),
        ("{release}", cutoff(input.cutoffs.release)),
        ("{data_close}", cutoff(data_close(input))),
        ("{file}", file_name(&input.agency.code, input.span.period)),
        ("{form}", input.form.code.clone()),
    ];
    let shown = values.iter().fold(text.trim().to_owned(), |text, (name, value)| text.replace(name, value));
    let mut letters = shown.chars();
    match letters.next() {
        // A sentence may begin with an hour, but not with a small letter.
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => shown,
    }
}

/// Data close one working day before the submit cutoff (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5, by analogy).
fn data_close(input: &BlankInput<'_>) -> Moment {
    let submit = input.cutoffs.submit;
    let before = (1..15).map(|days| submit - TimeDelta::days(days));
    before.clone().find(|m| input.register.calendar.is_working(moment::day(*m))).unwrap_or(submit - TimeDelta::days(1))
}
