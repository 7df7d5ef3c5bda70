//! The definition of the form: which tables the data of a consolidated workbook has, and their columns.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The embedded definition.
pub const SOURCE: &str = include_str!("../../../templates/BM-TH/1.3.toml");

static FORM: LazyLock<DeskForm> = LazyLock::new(|| DeskForm::parse(SOURCE).unwrap_or_default());

/// The form as its definition says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskForm {
    /// `BM-TH`, written into each workbook made of it.
    pub code: String,
    /// Version of the definition; the first number is raised where an earlier program cannot read it.
    pub version: String,
    /// Name of the sheet that holds the tables.
    pub sheet: String,
    /// In the order in which they are written.
    pub tables: Vec<TableForm>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableId {
    /// How each office stood.
    Offices,
    /// Its rows of tasks.
    Tasks,
    /// Those of late reports that are not in the figures.
    LateTasks,
    /// Its rows of targets.
    Targets,
    /// Of late reports.
    LateTargets,
    /// Its rows of criteria.
    Criteria,
    /// Of late reports too.
    LateCriteria,
    /// Tasks beyond the register.
    ExtraTasks,
    /// Rows in which an office says that it leads a task.
    Claims,
    /// Tasks called "cơ bản hoàn thành".
    NearCompletion,
    /// Rows of the sheets that people read, as digests.
    Pages,
    /// The release itself.
    Release,
}

impl TableId {
    /// Every table that a desk above needs, the release last: it says what the others hold.
    pub const ALL: [Self; 12] = [
        Self::Offices,
        Self::Tasks,
        Self::LateTasks,
        Self::Targets,
        Self::LateTargets,
        Self::Criteria,
        Self::LateCriteria,
        Self::ExtraTasks,
        Self::Claims,
        Self::NearCompletion,
        Self::Pages,
        Self::Release,
    ];
}

/// Rows of one kind, below a row of headings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableForm {
    /// What its rows are, whatever its name.
    pub id: TableId,
    /// Heading of the first column, by which the table is found.
    pub name: String,
    /// Another table that has the same columns.
    #[serde(default)]
    like: Option<TableId>,
    /// The columns behind the first one.
    #[serde(default)]
    pub columns: Vec<DeskColumn>,
    /// The values of its rows, each with its columns.
    #[serde(skip)]
    pub(super) parts: Vec<Part>,
}

/// A value of a row, as its name in the row: one column, or one for each of its own parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Under which the row keeps it.
    pub(super) name: String,
    /// Its first column, from 0.
    pub(super) first: usize,
    /// Names of its own parts, one a column; none of a value that stands in one column.
    pub(super) inner: Vec<String>,
}

impl Part {
    /// The values of a row by their columns, which stand together.
    fn of(columns: &[DeskColumn]) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        for (first, column) in columns.iter().enumerate() {
            match (column.field.split_once('.'), parts.last_mut()) {
                (Some((name, inner)), Some(last)) if last.name == name => last.inner.push(inner.to_owned()),
                (Some((name, inner)), _) => parts.push(Self { name: name.to_owned(), first, inner: vec![inner.to_owned()] }),
                (None, _) => parts.push(Self { name: column.field.clone(), first, inner: Vec::new() }),
            }
        }
        parts
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskColumn {
    /// The value of the row, as a release keeps it; a point leads into a value of several parts.
    pub field: String,
    /// Printed and looked for exactly so.
    pub heading: String,
    /// How the value is written.
    pub kind: DeskKind,
    /// The first version of the form that has it; `None` if every version that is read has it.
    #[serde(default)]
    since: Option<String>,
}

impl DeskColumn {
    /// Is it newer than a workbook of that version, so that it is no wonder if it is not there?
    pub fn is_newer_than(&self, version: &str) -> bool {
        let since = self.since.as_deref().and_then(numbers);
        since.zip(numbers(version)).is_some_and(|(since, version)| version < since)
    }
}

/// The two numbers of a version; `None` if it is written in another way.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let (first, second) = version.trim().split_once('.')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// How a value is written in a cell. Everything is text, so that no program rounds or reformats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskKind {
    /// A text that may be blank.
    Text,
    /// A text, or blank where there is none: codes, days, decimals, words of a list.
    Word,
    /// A whole number, or blank where there is none.
    Number,
    /// "Có" or blank.
    Yes,
    /// A cell such as `B12`, or blank where there is none.
    Cell,
    /// A value of several parts as JSON, or blank where there is none.
    Json,
    /// Values by name as JSON; blank if nothing is in it.
    List,
    /// A list as JSON; blank if nothing is in it.
    Array,
    /// A text in an office's own words: telephone numbers and the like are left out.
    Words,
    /// A value of several parts with such words, as JSON, or blank where there is none.
    JsonWords,
}

/// The definition contradicts itself or has no such shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DeskFormMistake(String);

impl DeskForm {
    /// The embedded one. A test parses it.
    pub fn current() -> &'static Self {
        &FORM
    }

    /// Reads a definition and checks that it has each table once, and each heading once in a table.
    ///
    /// # Errors
    ///
    /// What is wrong, for whoever edits it.
    pub fn parse(text: &str) -> Result<Self, DeskFormMistake> {
        let mut form: Self = toml::from_str(text).map_err(|error| DeskFormMistake(error.to_string()))?;
        let shared: Vec<(TableId, Vec<DeskColumn>)> = form.tables.iter().map(|table| (table.id, table.columns.clone())).collect();
        for table in &mut form.tables {
            if let Some((_, columns)) = shared.iter().find(|(id, _)| Some(*id) == table.like) {
                table.columns.clone_from(columns);
            }
            table.parts = Part::of(&table.columns);
            if let Some(name) = doubled(table.parts.iter().map(|part| part.name.as_str())) {
                return Err(DeskFormMistake(format!("{}: the columns of {name} do not stand together", table.name)));
            }
        }
        for id in TableId::ALL {
            if form.tables.iter().filter(|table| table.id == id).count() != 1 {
                return Err(DeskFormMistake(format!("table {id:?}: once")));
            }
        }
        if let Some(name) = doubled(form.tables.iter().map(|table| table.name.as_str())) {
            return Err(DeskFormMistake(format!("name of two tables: {name}")));
        }
        for table in &form.tables {
            let fields = doubled(table.columns.iter().map(|column| column.field.as_str()));
            let headings = doubled(table.columns.iter().map(|column| column.heading.as_str()).chain([table.name.as_str()]));
            if let Some(doubled) = fields.or(headings) {
                return Err(DeskFormMistake(format!("{}: {doubled} stands twice", table.name)));
            }
            let undated = table.columns.iter().find(|column| column.since.as_deref().is_some_and(|since| numbers(since).is_none()));
            if let Some(column) = undated {
                return Err(DeskFormMistake(format!("{}: {}: since no version", table.name, column.heading)));
            }
            if table.columns.is_empty() {
                return Err(DeskFormMistake(format!("{}: no columns", table.name)));
            }
        }
        Ok(form)
    }

    /// A table by what its rows are; `None` only of a definition that was not parsed.
    pub fn table(&self, id: TableId) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.id == id)
    }
}

/// The first text that stands twice.
fn doubled<'t>(texts: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let mut seen = BTreeSet::new();
    texts.into_iter().find(|text| !seen.insert(*text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_definition_is_valid() {
        let form = DeskForm::parse(SOURCE).unwrap();
        assert_eq!((form.code.as_str(), form.version.as_str(), form.sheet.as_str()), ("BM-TH", "1.3", "_so_lieu"));
        assert_eq!(&form, DeskForm::current());
        assert_eq!(form.tables.last().map(|table| table.id), Some(TableId::Release), "it counts the rows of the others");
    }

    #[test]
    fn a_column_is_missed_in_no_workbook_that_is_older() {
        let column = |heading: &str| {
            let columns = &DeskForm::current().table(TableId::LateTargets).unwrap().columns;
            columns.iter().find(|column| column.heading == heading).unwrap()
        };
        let newer = |version| column("Cộng từ các ô").is_newer_than(version);
        assert_eq!(["1.1", "1.2", "1.10", "2.0", ""].map(newer), [true, false, false, false, false]);
        assert!(!column("Kết quả").is_newer_than("1.1"));
    }

    #[test]
    fn a_definition_that_contradicts_itself_is_refused() {
        for (from, to, word) in [
            ("name = \"Dòng tiêu chí\"", "name = \"Dòng chỉ tiêu\"", "two tables"),
            ("heading = \"Vai trò\"", "heading = \"Mã đơn vị\"", "stands twice"),
            ("field = \"role\"", "field = \"task\"", "stand"),
            ("field = \"role\"", "field = \"source.role\"", "do not stand together"),
            ("id = \"claims\"", "id = \"near_completion\"", "once"),
            ("kind = \"cell\"", "kind = \"place\"", "place"),
            ("since = \"1.3\"", "since = \"later\"", "no version"),
        ] {
            assert!(SOURCE.contains(from), "{from}");
            let mistake = DeskForm::parse(&SOURCE.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(mistake.contains(word), "{from}: {mistake}");
        }
    }
}
