//! Rows of tasks without a code: taken for the one task of the agency whose content they repeat, never for a similar one.
//!
//! ```text
//! Content (as read) + agency + Register → Content whose rows have the codes that their contents are
//! ```

use crate::model::agency::AgencyCode;
use crate::model::inbox::Content;
use crate::model::register::Register;
use crate::model::report::{AgencyReport, Field, Manner, Reading, TaskRow};
use crate::model::task::TaskCode;
use crate::text::task_content;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The content with codes; the same where every row has one, or where nobody knows whose it is.
pub fn with_codes(content: &Arc<Content>, agency: Option<&AgencyCode>, register: &Register) -> Arc<Content> {
    let (Content::Workbook(extraction), Some(agency)) = (content.as_ref(), agency) else { return Arc::clone(content) };
    if !extraction.report.tasks.iter().flat_map(|table| &table.rows).any(lacks_code) {
        return Arc::clone(content);
    }
    let mut extraction = extraction.clone();
    fill(&mut extraction.report, agency, register);
    Arc::new(Content::Workbook(extraction))
}

fn lacks_code(row: &TaskRow) -> bool {
    row.code.is_empty() && !row.content.text().is_empty()
}

/// Gives each row without a code the code of the one task of the agency with its content.
fn fill(report: &mut AgencyReport, agency: &AgencyCode, register: &Register) {
    let mut by_content: BTreeMap<String, Option<&TaskCode>> = BTreeMap::new();
    for (task, _) in register.tasks_of(agency) {
        // Two tasks of one content: neither is meant for certain.
        by_content.entry(task_content::key(&task.content)).and_modify(|code| *code = None).or_insert(Some(&task.code));
    }
    for row in report.tasks.iter_mut().flat_map(|table| &mut table.rows).filter(|row| lacks_code(row)) {
        if let Some(Some(code)) = by_content.get(&task_content::key(row.content.text())) {
            row.code = Field {
                cell: row.code.cell.or(row.content.cell),
                typed: code.as_str().into(),
                reading: Reading::Value(code.as_str().into()),
                manner: Manner::ByContent,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::*;
    use crate::model::report::Table;

    fn codes(contents: &[(&str, &str)], change: impl FnOnce(&mut Register)) -> Vec<String> {
        let mut register = register();
        change(&mut register);
        let field = |text: &str| match text {
            "" => Field::default(),
            text => Field { typed: text.into(), reading: Reading::Value(text.into()), ..Field::default() },
        };
        let row = |(code, content): &(&str, &str)| TaskRow { code: field(code), content: field(content), ..TaskRow::default() };
        let table = Table { sheet: "Sheet1".into(), rows: contents.iter().map(row).collect() };
        let mut report = AgencyReport { tasks: Some(table), ..AgencyReport::default() };
        fill(&mut report, &agency("SYT"), &register);
        let shown = |row: &TaskRow| format!("{}{}", row.code.typed, if row.code.manner == Manner::ByContent { "*" } else { "" });
        report.tasks.unwrap().rows.iter().map(shown).collect()
    }

    fn content(register: &Register, code: &str) -> String {
        register.task(&TaskCode::parse(code).unwrap()).unwrap().content.to_string()
    }

    #[test]
    fn only_the_very_content_of_one_task_of_the_agency_is_taken() {
        let own: Vec<String> = register().tasks_of(&agency("SYT")).map(|(task, _)| task.code.as_str().to_owned()).collect();
        let foreign = register().tasks.iter().map(|t| t.code.as_str().to_owned()).find(|code| !own.contains(code)).unwrap();
        let (mine, theirs) = (content(&register(), &own[0]), content(&register(), &foreign));
        let (numbered, near) = (format!("1. {}", mine.to_uppercase()), format!("{mine} x"));
        let rows = [("", numbered.as_str()), ("", near.as_str()), ("", theirs.as_str()), ("SAI", mine.as_str()), ("", "")];
        assert_eq!(codes(&rows, |_| {}), [format!("{}*", own[0]), String::new(), String::new(), "SAI".to_owned(), String::new()]);
    }

    #[test]
    fn two_tasks_of_one_content_are_none() {
        let own: Vec<String> = register().tasks_of(&agency("SYT")).map(|(task, _)| task.code.as_str().to_owned()).collect();
        let mine = content(&register(), &own[0]);
        let twice = |register: &mut Register| {
            for task in register.tasks.iter_mut().filter(|t| own.contains(&t.code.as_str().to_owned())) {
                task.content = mine.as_str().into();
            }
        };
        assert!(own.len() > 1);
        assert_eq!(codes(&[("", mine.as_str())], twice), [""]);
    }
}
