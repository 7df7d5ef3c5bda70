//! The first sheet: who reports for which week, both cutoffs, and whether the form may be sent.

use super::grid;
use super::input::{BlankInput, cutoff, footer, rehearsal_mark};
use super::needs::{self, Need, Term, Test};
use super::style::{INPUT, LOCKED, MISSING_FILL, READY_FILL};
use super::table_sheet::TableSheet;
use crate::forms::column::{Column, Kind, Required};
use crate::model::report::{FieldId, SheetId};
use crate::sheets::sheet::{Align, Area, Cell, Condition, Format, Page, Row, Sheet, Style, Validation, Value};
use crate::text::format;

/// Said when nothing is missing.
const READY: &str = "Có thể gửi";
/// Said first while nobody wrote of which day the figures are: sent like this, an untouched form is no report.
const NOT_YET: &str = "CHƯA GỬI ĐƯỢC: chưa điền hoặc chưa xác nhận. ";
/// Widths of labels and values.
const WIDTHS: [f64; 2] = [34.0, 62.0];
/// The row that says whether the form may be sent.
const STATE_ROW: u32 = 3;
/// First row of the labels.
const FIRST_LABEL: u32 = 6;

/// The sheet, if the definition has one.
pub(super) fn sheet(input: &BlankInput<'_>, tables: &[TableSheet<'_>]) -> Option<Sheet> {
    let form = input.form.sheet(SheetId::Info)?;
    let labels: Vec<(u32, &Column)> = (FIRST_LABEL..).zip(&form.columns).collect();
    let after = FIRST_LABEL + u32::try_from(labels.len()).unwrap_or(0);
    let needs = of_labels(&labels);
    let mut rows = vec![
        pair(format!("{}{}", rehearsal_mark(input), input.form.title), Value::Blank, Style::TITLE, Style::TITLE),
        notice(&format!("Hạn nộp: trước {}", cutoff(input.cutoffs.submit)), true),
        notice(&format!("{} chốt bản tổng hợp trước {}", input.desk_name, cutoff(input.cutoffs.release)), false),
        Row::default(), // Whether the form may be sent: filled in below, when the rest is there.
        Row::default(),
        pair(form.title.clone(), Value::Blank, Style { bold: true, ..Style::PLAIN }, Style::PLAIN),
    ];
    rows.extend(labels.iter().map(|(_, column)| label(input, column)));
    rows.push(Row::default());
    rows.push(pair("Số ô cần điền theo trang".to_owned(), Value::Blank, Style { bold: true, ..Style::PLAIN }, Style::PLAIN));

    let mut sheet = Sheet {
        name: form.name.clone(),
        widths: WIDTHS.to_vec(),
        rows,
        merges: [0, 1, 2].map(|row| Area::new(row, 0, row, 1)).to_vec(),
        page: Page { fit: Some((1, 0)), footer: footer(input), numbered: true, ..Page::default() },
        protected: true,
        validations: validations(input, &labels),
        conditions: needs.iter().map(Need::condition).collect(),
        ..Sheet::default()
    };
    // The counts last: they look at the sheets as they stand.
    let own: usize = needs.iter().map(|n| n.count(&sheet)).sum();
    let mut counts = vec![(form.name.clone(), needs::formula(&needs, &form.name), own)];
    counts.extend(tables.iter().map(|t| (t.form.name.clone(), t.missing_formula(), t.missing())));
    let first_count = after + 2;
    for (name, formula, missing) in &counts {
        let value = Cell::formula(formula.as_str(), missing.to_string(), LOCKED).value;
        sheet.rows.push(pair(format!("Trang {name}"), value, LOCKED, Style { align: Align::Left, format: Format::Integer, ..LOCKED }));
    }
    let last_count = first_count + u32::try_from(counts.len()).unwrap_or(1).saturating_sub(1);
    let total: usize = counts.iter().map(|(_, _, missing)| missing).sum();
    let sum = format!("SUM($B${}:$B${})", first_count + 1, last_count + 1);
    let as_of = labels.iter().find(|(_, column)| column.field == FieldId::AsOf).map(|(row, _)| format!("$B${}", row + 1));
    // A definition without that cell asks for none.
    let not_yet = as_of.as_ref().map_or_else(|| "\"\"".to_owned(), |cell| format!("IF(LEN(TRIM({cell}))=0,\"{NOT_YET}\",\"\")"));
    let state = Cell::formula(
        format!("=IF({sum}=0,\"{READY}\",{not_yet}&\"Còn \"&{sum}&\" ô cần điền\")"),
        state_text(total, as_of.is_some()),
        LOCKED,
    )
    .value;
    let strong = Style { size: 13, bold: true, middle: true, ..LOCKED };
    if let Some(row) = sheet.rows.get_mut(3) {
        *row = pair("Tình trạng biểu mẫu".to_owned(), state, strong, Style { align: Align::Center, ..strong });
    }
    let here = Area::new(STATE_ROW, 1, STATE_ROW, 1);
    for (sign, fill) in [("=", READY_FILL), (">", MISSING_FILL)] {
        sheet.conditions.push(Condition { area: here, formula: format!("={sum}{sign}0"), fill, bold: true });
    }
    Some(sheet)
}

/// `Còn 3 ô cần điền`, or `Có thể gửi`; of a form as it is issued.
fn state_text(missing: usize, asks_for_day: bool) -> String {
    let not_yet = if asks_for_day { NOT_YET } else { "" };
    if missing == 0 { READY.to_owned() } else { format!("{not_yet}Còn {missing} ô cần điền") }
}

fn pair(label: String, value: Value, left: Style, right: Style) -> Row {
    Row { height: 0.0, cells: vec![Cell::text(label, left), Cell { value, style: right }] }
}

fn notice(text: &str, bold: bool) -> Row {
    let style = Style { bold, italic: !bold, ..Style::SUBTITLE };
    pair(text.to_owned(), Value::Blank, style, style)
}

fn label(input: &BlankInput<'_>, column: &Column) -> Row {
    let base = if column.input { INPUT } else { LOCKED };
    let format = match column.kind {
        Kind::Date => Format::Date,
        Kind::DateTime => Format::DateTime,
        Kind::Number => Format::Integer,
        // "28/2025" and numbers of documents must not become dates.
        Kind::Text => Format::Text,
        _ => Format::General,
    };
    let value = match column.field {
        FieldId::Agency => Value::Text(input.agency.code.to_string()),
        FieldId::AgencyName => Value::Text(input.agency.name.clone()),
        FieldId::Period => Value::Text(format::span_in_form(&input.span)),
        FieldId::From => Value::Date(input.span.period.first_day()),
        FieldId::To => Value::Date(input.span.period.last_day()),
        FieldId::Revision => Value::Number(0.0),
        _ => Value::Blank,
    };
    pair(
        column.heading.clone(),
        value,
        Style { bold: column.required != Required::Never, ..LOCKED },
        Style { align: Align::Left, format, ..base },
    )
}

fn of_labels(labels: &[(u32, &Column)]) -> Vec<Need> {
    let revision = labels.iter().find(|(_, c)| c.field == FieldId::Revision).map(|(row, _)| *row);
    let mut needs = Vec::new();
    for (row, column) in labels {
        let mut terms = vec![Term::new(1, Test::Blank)];
        match (column.required, revision) {
            (Required::Always, _) => {}
            (Required::WhenRevised, Some(revision)) => terms.push(Term { column: 1, row: Some(revision), test: Test::Positive }),
            _ => continue,
        }
        needs.push(Need { column: 1, first: *row, last: *row, terms });
    }
    needs
}

fn validations(input: &BlankInput<'_>, labels: &[(u32, &Column)]) -> Vec<Validation> {
    let open = labels.iter().filter(|(_, c)| c.input);
    open.map(|(row, column)| grid::validation(column, grid::allow(input, column, None), Area::new(*row, 1, *row, 1))).collect()
}
