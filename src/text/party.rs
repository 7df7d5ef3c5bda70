//! Words to bodies of the Party: nothing is "handed in" to an office of its desk or "returned" by it.

use crate::model::config::Layout;

/// What is said to others, and what to bodies of the Party; what holds another one stands before it.
const WORDS: [(&str, &str); 7] = [
    ("hải nộp", "hải báo cáo"),
    ("Cần gửi lại", "Cần bổ sung, gửi lại"),
    ("cần gửi lại", "cần bổ sung, gửi lại"),
    ("Trả lại", "Cần bổ sung, gửi lại"),
    ("trả lại", "cần bổ sung, gửi lại"),
    ("Nộp", "Gửi"),
    ("nộp", "gửi"),
];

/// Words of ours in the words of a layout. Never to be given what an office writes.
pub fn said(layout: Layout, words: &str) -> String {
    match layout {
        Layout::State => words.to_owned(),
        Layout::Party => WORDS.into_iter().fold(words.to_owned(), |words, (to_others, to_bodies)| words.replace(to_others, to_bodies)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::submission::Standing;

    #[test]
    fn nobody_of_the_party_hands_in() {
        assert_eq!(said(Layout::Party, "Phải nộp 12: nộp muộn 01; trả lại 02. Không phải nộp 03."), {
            "Phải báo cáo 12: gửi muộn 01; cần bổ sung, gửi lại 02. Không phải báo cáo 03."
        });
        for standing in Standing::ALL {
            let words = said(Layout::Party, standing.label()).to_lowercase();
            assert!(!words.contains("nộp") && !words.contains("trả lại"), "{words}");
            assert_eq!(said(Layout::State, standing.label()), standing.label());
        }
    }
}
