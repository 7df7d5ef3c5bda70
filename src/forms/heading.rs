//! Comparing headings: what two writings of the same heading have in common, and the index of a sheet's headings.

use crate::forms::column::Column;
use crate::text::normalise;
use std::collections::BTreeMap;

/// The key of a heading: without stars, case, tone placement and double spaces.
pub fn key(text: &str) -> String {
    // The first of the three bytes of a star.
    const STAR: u8 = 0xe2;
    if text.bytes().any(|byte| matches!(byte, b'*' | STAR)) {
        normalise::key(&text.replace('★', " ").replace("(*)", " "))
    } else {
        normalise::key(text)
    }
}

/// The key without words in brackets and without a question mark: `Ước tính? (x)` becomes `ước tính`.
pub fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '?' => {}
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    key(&out)
}

/// The name of a sheet as it is compared: without marks, spaces and punctuation, so that `Nhiệm vụ` is `NhiemVu`.
pub fn sheet_key(name: &str) -> String {
    normalise::unaccented(name).chars().filter(|c| c.is_alphanumeric() || *c == '(' || *c == ')').collect()
}

/// What each writing of a heading means in one sheet; made once a definition, because every cell near the top of
/// every report is looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeadingIndex {
    /// The form's own headings as they are printed: most reports hold just these, and need no folding.
    printed: BTreeMap<String, usize>,
    /// Key of a heading or synonym; `None` if two columns share it.
    names: BTreeMap<String, Option<usize>>,
    /// The same without words in brackets.
    bare: BTreeMap<String, Option<usize>>,
    /// The same without marks.
    plain: BTreeMap<String, Option<usize>>,
    /// Headings decided by what stands below them, with the columns they may mean in order.
    ambiguous: BTreeMap<String, Vec<usize>>,
}

impl HeadingIndex {
    /// The index of a sheet's columns.
    pub fn new(columns: &[Column]) -> Self {
        let mut index = Self::default();
        for (at, column) in columns.iter().enumerate() {
            for name in std::iter::once(&column.heading).chain(&column.synonyms) {
                let full = key(name);
                enter(&mut index.plain, normalise::unaccented(&full), at);
                let own_heading = *name == column.heading;
                // Brackets of a synonym may be what tells it from another column: "Tiến độ (%)".
                if own_heading || bare(name) == full {
                    enter(&mut index.bare, bare(name), at);
                }
                enter(&mut index.names, full, at);
            }
            for name in &column.ambiguous {
                index.ambiguous.entry(key(name)).or_default().push(at);
            }
        }
        // A column's own heading wins over a synonym of another.
        for (at, column) in columns.iter().enumerate() {
            index.printed.insert(column.heading.clone(), at);
            for (map, name) in [
                (&mut index.names, key(&column.heading)),
                (&mut index.bare, bare(&column.heading)),
                (&mut index.plain, normalise::unaccented(&key(&column.heading))),
            ] {
                map.insert(name, Some(at));
            }
        }
        index
    }

    /// The only column that a written heading means, by its position in the definition.
    pub fn column(&self, written: &str) -> Option<usize> {
        if let Some(at) = self.printed.get(written) {
            return Some(*at);
        }
        let full = key(written);
        if full.is_empty() || self.ambiguous.contains_key(&full) {
            return None;
        }
        if let Some(at) = self.names.get(&full) {
            return *at;
        }
        // Without brackets the two are the same.
        let bare = if written.bytes().any(|byte| matches!(byte, b'(' | b')' | b'[' | b']' | b'?')) {
            self.bare.get(&bare(written))
        } else {
            self.bare.get(&full)
        };
        if let Some(at) = bare {
            return *at;
        }
        self.plain.get(&normalise::without_marks(full)).copied().flatten()
    }

    /// The columns that a written heading may mean, depending on what stands below it.
    pub fn candidates(&self, written: &str) -> &[usize] {
        self.ambiguous.get(&key(written)).map_or(&[], Vec::as_slice)
    }
}

fn enter(map: &mut BTreeMap<String, Option<usize>>, name: String, at: usize) {
    if name.is_empty() {
        return;
    }
    let known = map.entry(name).or_insert(Some(at));
    if *known != Some(at) {
        *known = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::model::report::{FieldId, SheetId};

    #[test]
    fn headings_are_found_however_they_are_written() {
        let form = &builtin()[0];
        let field = |id, written: &str| {
            let sheet = form.sheet(id).unwrap();
            sheet.index().column(written).map(|at| sheet.columns[at].field)
        };
        for (id, written, wanted) in [
            (SheetId::Tasks, "Mã nhiệm vụ ★", Some(FieldId::TaskCode)),
            (SheetId::Tasks, "MÃ  NHIỆM\nVỤ (*)", Some(FieldId::TaskCode)),
            (SheetId::Tasks, "ma nhiem vu", Some(FieldId::TaskCode)),
            (SheetId::Tasks, "Tỷ lệ hoàn thành", Some(FieldId::Percent)),
            (SheetId::Tasks, "Tỷ lệ hoàn thành (phần trăm)", Some(FieldId::Percent)),
            (SheetId::Tasks, "Tiến độ (%)", Some(FieldId::Percent)),
            (SheetId::Tasks, "% hoàn thành", Some(FieldId::Percent)),
            (SheetId::Tasks, "Sản phẩm/Minh chứng", Some(FieldId::Evidence)),
            (SheetId::Tasks, "Trạng thái", Some(FieldId::Status)),
            (SheetId::Tasks, "Kết quả", None),
            (SheetId::Tasks, "Tiến độ", None),
            (SheetId::Targets, "Ước tính? (x)", Some(FieldId::Estimated)),
            (SheetId::Targets, "Kết quả", Some(FieldId::Value)),
            (SheetId::Criteria, "Kết quả", Some(FieldId::CriterionResult)),
            (SheetId::ExtraTasks, "Kết quả", Some(FieldId::Result)),
            (SheetId::Info, "Không phát sinh", Some(FieldId::Nil)),
            (SheetId::Info, "Kỳ báo cáo (27/2025)", Some(FieldId::Period)),
            (SheetId::Tasks, "", None),
            (SheetId::Tasks, "()", None),
        ] {
            assert_eq!(field(id, written), wanted, "{written}");
        }
    }

    #[test]
    fn no_name_of_a_sheet_means_two_columns() {
        for form in builtin() {
            for sheet in &form.sheets {
                for (at, column) in sheet.columns.iter().enumerate() {
                    for name in std::iter::once(&column.heading).chain(&column.synonyms) {
                        assert_eq!(sheet.index().column(name), Some(at), "{}: {name}", sheet.name);
                    }
                }
            }
        }
    }

    #[test]
    fn sheet_names_are_compared_without_marks_and_spaces() {
        assert_eq!(sheet_key("Nhiệm vụ"), sheet_key("NhiemVu"));
        assert_eq!(sheet_key("nhiem_vu"), sheet_key("NhiemVu"));
        assert_ne!(sheet_key("NhiemVu (2)"), sheet_key("NhiemVu"));
    }
}
