//! What still has to be filled in. A need says, once, which cells are missing when; the formula that counts them, the
//! red fill and the count computed here are three readings of it, so they cannot disagree.

use super::style::MISSING_FILL;
use crate::forms::column::Required;
use crate::forms::form::SheetForm;
use crate::model::criterion::CriterionResult;
use crate::model::place::column_letters;
use crate::model::report::FieldId;
use crate::model::target::Assessment;
use crate::model::task::Status;
use crate::sheets::sheet::{Area, Condition, Sheet, Value};

/// A kind of missing cell over rows of a sheet: in each row in which all terms hold, the cell in `column` is missing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Need {
    /// Column of the missing cell.
    pub(super) column: u16,
    /// First row that is looked at, from 0.
    pub(super) first: u32,
    /// Last row that is looked at, from 0.
    pub(super) last: u32,
    /// The conditions on the row; all of them must hold.
    pub(super) terms: Vec<Term>,
}

/// A condition on a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// Column of the cell.
    pub(super) column: u16,
    /// Its row where it is always the same one; otherwise the row of the missing cell.
    pub(super) row: Option<u32>,
    /// What must hold of the cell.
    pub(super) test: Test,
}

/// What may hold of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Test {
    /// Nothing is written, or blanks alone.
    Blank,
    /// Something else than blanks is written.
    Filled,
    /// This word is written.
    Is(&'static str),
    /// Something else, or nothing, is written.
    IsNot(&'static str),
    /// A number between 0 and 1, both excluded: what "75%" becomes.
    Fraction,
    /// A number above 0.
    Positive,
}

impl Test {
    /// As a formula about a cell or a range.
    fn formula(self, range: &str) -> String {
        match self {
            Self::Blank => format!("LEN(TRIM({range}))=0"),
            Self::Filled => format!("LEN(TRIM({range}))>0"),
            Self::Is(word) => format!("TRIM({range})=\"{word}\""),
            Self::IsNot(word) => format!("TRIM({range})<>\"{word}\""),
            Self::Fraction => format!("ISNUMBER({range})*({range}>0)*({range}<1)>0"),
            Self::Positive => format!("ISNUMBER({range})*({range}>0)>0"),
        }
    }

    fn holds(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Blank, value) => shown(value).is_empty(),
            (Self::Filled, value) => !shown(value).is_empty(),
            // A spreadsheet compares words without regard to case.
            (Self::Is(word), value) => shown(value).to_lowercase() == word.to_lowercase(),
            (Self::IsNot(word), value) => shown(value).to_lowercase() != word.to_lowercase(),
            (Self::Fraction, Value::Number(number)) => *number > 0.0 && *number < 1.0,
            (Self::Positive, Value::Number(number)) => *number > 0.0,
            (Self::Fraction | Self::Positive, _) => false,
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => text.trim().to_owned(),
        Value::Formula(own) => own.result.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::DateTime(at) => at.to_string(),
    }
}

impl Need {
    /// The number of missing cells, as a formula without its leading `=`.
    pub(super) fn formula(&self, sheet: &str) -> String {
        let range = |term: &Term| {
            let (first, last) = term.row.map_or((self.first, self.last), |row| (row, row));
            let letters = column_letters(u32::from(term.column));
            format!("{sheet}!${letters}${}:${letters}${}", first + 1, last + 1)
        };
        let factors: Vec<String> = self.terms.iter().map(|t| format!("({})", t.test.formula(&range(t)))).collect();
        format!("SUMPRODUCT(1*{})", factors.join("*"))
    }

    /// The red fill of missing cells.
    pub(super) fn condition(&self) -> Condition {
        self.colour(MISSING_FILL)
    }

    /// A fill of the cells of which this holds.
    pub(super) fn colour(&self, fill: u32) -> Condition {
        let cell = |term: &Term| {
            let letters = column_letters(u32::from(term.column));
            term.row.map_or_else(|| format!("${letters}{}", self.first + 1), |row| format!("${letters}${}", row + 1))
        };
        let terms: Vec<String> = self.terms.iter().map(|t| t.test.formula(&cell(t))).collect();
        Condition {
            area: Area::new(self.first, self.column, self.last, self.column),
            formula: format!("=AND({})", terms.join(",")),
            fill,
            bold: false,
        }
    }

    /// The number of missing cells in a sheet as it is.
    pub(super) fn count(&self, sheet: &Sheet) -> usize {
        (self.first..=self.last).filter(|row| self.terms.iter().all(|term| term.holds(sheet, *row))).count()
    }
}

impl Term {
    /// A condition on a cell of the same row.
    pub(super) fn new(column: u16, test: Test) -> Self {
        Self { column, row: None, test }
    }

    fn holds(&self, sheet: &Sheet, row: u32) -> bool {
        let row = usize::try_from(self.row.unwrap_or(row)).unwrap_or(usize::MAX);
        let cell = sheet.rows.get(row).and_then(|r| r.cells.get(usize::from(self.column)));
        self.test.holds(cell.map_or(&Value::Blank, |c| &c.value))
    }
}

/// The number of missing cells of a sheet, as a formula.
pub(super) fn formula(needs: &[Need], sheet: &str) -> String {
    if needs.is_empty() {
        return "=0".to_owned();
    }
    format!("={}", needs.iter().map(|n| n.formula(sheet)).collect::<Vec<_>>().join("+"))
}

/// Rows of a table by what they ask for; `None` if there are no such rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spans {
    /// All rows that are not finished.
    pub(super) open: Option<(u32, u32)>,
    /// Of these, those past their deadline; they come first.
    pub(super) overdue: Option<(u32, u32)>,
    /// Of these, the others.
    pub(super) in_time: Option<(u32, u32)>,
}

/// The needs of a table.
pub(super) fn of_table(form: &SheetForm, spans: Spans) -> Vec<Need> {
    let mut needs = Vec::new();
    let column = |field: FieldId| form.columns.iter().position(|c| c.field == field).and_then(|at| u16::try_from(at).ok());
    for (at, own) in (0u16..).zip(&form.columns) {
        let blank = Term::new(at, Test::Blank);
        let mut add = |span: Option<(u32, u32)>, others: &[(FieldId, Test)]| {
            let terms: Option<Vec<Term>> = others.iter().map(|(field, test)| Some(Term::new(column(*field)?, *test))).collect();
            if let (Some((first, last)), Some(others)) = (span, terms) {
                needs.push(Need { column: at, first, last, terms: [vec![blank.clone()], others].concat() });
            }
        };
        let done = Status::Done.label();
        let not_assessable = Assessment::NotAssessable.label();
        match own.required {
            Required::Never | Required::WhenRevised => {}
            Required::Always => add(spans.open, &[]),
            Required::UnlessRegular => add(spans.open, &[(FieldId::Status, Test::IsNot(Status::Regular.label()))]),
            Required::WhenDone => add(spans.open, &[(FieldId::Status, Test::Is(done))]),
            Required::WhenOverdue => add(spans.overdue, &[(FieldId::Status, Test::IsNot(done))]),
            Required::WhenOverdueOrPaused => {
                add(spans.overdue, &[(FieldId::Status, Test::IsNot(done))]);
                add(spans.in_time, &[(FieldId::Status, Test::Is(Status::Paused.label()))]);
            }
            Required::ValueOrFraction => {
                add(spans.open, &[(FieldId::Numerator, Test::Blank), (FieldId::Assessment, Test::IsNot(not_assessable))]);
            }
            Required::WithNumerator => add(spans.open, &[(FieldId::Numerator, Test::Filled)]),
            Required::UnlessNotAssessable => add(spans.open, &[(FieldId::Assessment, Test::IsNot(not_assessable))]),
            Required::WhenNotAssessable => add(spans.open, &[(FieldId::Assessment, Test::Is(not_assessable))]),
            Required::WhenMet => add(spans.open, &[(FieldId::CriterionResult, Test::Is(CriterionResult::Met.label()))]),
            Required::WhenUsed => {
                // Another of the required cells is filled: the cell that names the row, or for that cell the next one.
                let other = form.columns.iter().find(|c| c.required == Required::WhenUsed && c.field != own.field);
                if let Some(other) = other {
                    add(spans.open, &[(other.field, Test::Filled)]);
                }
            }
        }
        if own.field == FieldId::Percent
            && let Some((first, last)) = spans.open
        {
            needs.push(Need { column: at, first, last, terms: vec![Term::new(at, Test::Fraction)] });
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::sheet::{Cell, Row, Style};

    fn sheet(rows: &[&[Value]]) -> Sheet {
        let row =
            |cells: &&[Value]| Row { height: 0.0, cells: cells.iter().map(|v| Cell { value: v.clone(), style: Style::BODY }).collect() };
        Sheet { rows: rows.iter().map(row).collect(), ..Sheet::default() }
    }

    #[test]
    fn one_need_counts_fills_and_computes_the_same() {
        let need = Need { column: 1, first: 2, last: 4, terms: vec![Term::new(1, Test::Blank), Term::new(0, Test::Is("Hoàn thành"))] };
        assert_eq!(need.formula("NhiemVu"), "SUMPRODUCT(1*(LEN(TRIM(NhiemVu!$B$3:$B$5))=0)*(TRIM(NhiemVu!$A$3:$A$5)=\"Hoàn thành\"))");
        assert_eq!(need.condition().formula, "=AND(LEN(TRIM($B3))=0,TRIM($A3)=\"Hoàn thành\")");
        let text = |t: &str| Value::Text(t.to_owned());
        let all = sheet(&[
            &[text("Hoàn thành")],
            &[],
            &[text("hoàn thành "), text("  ")],
            &[text("Đang thực hiện"), Value::Blank],
            &[text("Hoàn thành"), text("04/7/2025")],
        ]);
        assert_eq!(need.count(&all), 1, "rows outside do not count, blanks do, a word in another case is the same word");
    }

    #[test]
    fn fractions_and_fixed_rows() {
        let fraction = Need { column: 0, first: 0, last: 3, terms: vec![Term::new(0, Test::Fraction)] };
        let values = [Value::Number(0.75), Value::Number(0.0), Value::Number(1.0), Value::Text("0,5".into())];
        assert_eq!(fraction.count(&sheet(&values.each_ref().map(std::slice::from_ref))), 1);
        let revised = Term { column: 1, row: Some(0), test: Test::Positive };
        let need = Need { column: 1, first: 1, last: 1, terms: vec![Term::new(1, Test::Blank), revised] };
        assert_eq!(need.condition().formula, "=AND(LEN(TRIM($B2))=0,ISNUMBER($B$1)*($B$1>0)>0)");
        assert_eq!(need.count(&sheet(&[&[Value::Blank, Value::Number(1.0)], &[]])), 1);
        assert_eq!(need.count(&sheet(&[&[Value::Blank, Value::Number(0.0)], &[]])), 0);
    }
}
