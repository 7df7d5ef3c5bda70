//! The name of a document, such as `57-NQ/TW`: one document is written in several ways, and its tasks are one group.

use crate::text::normalise;
use std::sync::LazyLock;

/// What stands before a number and says no more than the number does: its letters name the kind.
const KINDS: [&str; 11] = [
    "nghị quyết",
    "kế hoạch",
    "quyết định",
    "chương trình hành động",
    "chương trình",
    "thông báo",
    "công văn",
    "kết luận",
    "chỉ thị",
    "hướng dẫn",
    "văn bản",
];

/// The kinds and "số", in the order in which they are taken off, as keys.
static BEFORE: LazyLock<Vec<String>> = LazyLock::new(|| KINDS.iter().chain(&["số"]).map(|word| normalise::key(word)).collect());

/// What is equal for all ways of writing one document: "57-NQ/TW", "Số 57-NQ/TW" and "Nghị quyết số: 57 - NQ/TW".
///
/// What follows the number (a date, an issuer, the name of an annex) is kept: two documents of different years may bear one
/// number.
pub fn key(name: &str) -> String {
    let whole = normalise::key(name);
    let mut rest = whole.as_str();
    for word in BEFORE.iter() {
        let after = rest.strip_prefix(word.as_str()).map(|after| after.trim_start_matches([' ', ':', '.']));
        // A kind without a number names a document by its title.
        rest = after.filter(|after| after.starts_with(|c: char| c.is_ascii_digit() || c == 's')).unwrap_or(rest);
    }
    let compact = rest.replace(' ', "");
    // A number without letters says nothing of the kind: a decision 45 and a plan 45 are two documents.
    let speaks = rest == whole || number_of(&compact).is_some();
    if speaks && rest.starts_with(|c: char| c.is_ascii_digit()) { compact } else { whole }
}

/// The number alone, in which documents with and without a date agree: `57-nq/tw`. `None` if the name has none.
pub fn number(name: &str) -> Option<String> {
    number_of(&key(name)).map(str::to_owned)
}

/// Figures, and letters that name kind and issuer, at the front of a name without spaces.
fn number_of(compact: &str) -> Option<&str> {
    let end = compact.find(|c: char| !(c.is_alphanumeric() || ['-', '/', '.'].contains(&c))).unwrap_or(compact.len());
    // Where spaces were, words run on: a date begins with its word.
    let number = ["ngày", "năm"].iter().fold(compact.get(..end)?, |number, word| number.split(word).next().unwrap_or_default());
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('/') && number.contains(char::is_alphabetic);
    is_number.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_document_have_one_key() {
        for name in ["57-NQ/TW", "Số 57-NQ/TW", "số: 57-NQ/TW", "Nghị quyết 57-NQ/TW", "Nghị quyết số 57 - NQ/TW.", "57-nq/tw"]
        {
            assert_eq!(key(name), "57-nq/tw", "{name}");
        }
        assert_eq!(key("Kế hoạch số 02-KH/BCĐTW"), key("02-KH/BCĐTW"));
        assert_eq!(key("Công văn số 12/UBND-KGVX"), "12/ubnd-kgvx");
    }

    #[test]
    fn other_documents_stay_others() {
        for (one, other) in [
            ("57-NQ/TW", "57-KH/TW"),
            ("57-NQ/TW", "157-NQ/TW"),
            ("57-NQ/TW", "57-NQ/TW ngày 22/12/2024"),
            ("Kế hoạch năm 2025", "Kế hoạch năm 2026"),
            ("Chương trình công tác", "công tác"),
            ("Quyết định số 45", "Kế hoạch số 45"),
            ("Kế hoạch 2025", "Chương trình 2025"),
            ("Công văn số 12 ngày 03/4/2025", "Kế hoạch số 12 ngày 03/4/2025"),
            ("", "57-NQ/TW"),
        ] {
            assert_ne!(key(one), key(other), "{one} / {other}");
        }
        assert_eq!((key(""), key("Số hóa hồ sơ")), (String::new(), normalise::key("Số hóa hồ sơ")));
    }

    #[test]
    fn a_date_is_no_part_of_the_number() {
        assert_eq!(number("Nghị quyết số 57-NQ/TW ngày 22/12/2024"), Some("57-nq/tw".into()));
        assert_eq!(number("57-NQ/TW"), Some("57-nq/tw".into()));
        assert_eq!((number("Kế hoạch năm 2025"), number("2025"), number("")), (None, None, None));
    }
}
