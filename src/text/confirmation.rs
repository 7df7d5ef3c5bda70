//! What was confirmed of a commune, in the words people read.

use crate::model::confirmation::Confirmation;
use crate::text::format;

/// `“XANH” ngày 08/9/2025 (Trung tâm Chỉ huy Trung ương, 15/TB-TTCH)`: the state is the word of the body that confirms.
pub fn words(confirmation: &Confirmation) -> String {
    let Confirmation { state, by, on, document } = confirmation;
    let document = if document.is_empty() { String::new() } else { format!(", {}", format::clean(document)) };
    format!("“{}” ngày {} ({}{document})", format::quote(state), format::date(*on), format::clean(by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_where_there_is_one() {
        let mut confirmation = Confirmation {
            state: "XANH".to_owned(),
            by: "Trung tâm Chỉ huy Trung ương".to_owned(),
            on: "2025-09-08".parse().unwrap(),
            document: String::new(),
        };
        assert_eq!(words(&confirmation), "“XANH” ngày 08/9/2025 (Trung tâm Chỉ huy Trung ương)");
        confirmation.document = "15/TB-TTCH".to_owned();
        assert_eq!(words(&confirmation), "“XANH” ngày 08/9/2025 (Trung tâm Chỉ huy Trung ương, 15/TB-TTCH)");
    }
}
