//! Words by which an office takes back what it asked for, or says that it still stands.

use crate::model::waiting::Ending;
use crate::text::normalise;

/// How the words of a cell end what the office said there before; `None` if they are no words for that.
pub fn ending(text: &str) -> Option<Ending> {
    let key = words(text)?;
    let solved = matches!(
        key.as_str(),
        "da giai quyet"
            | "da giai quyet xong"
            | "da duoc giai quyet"
            | "da xu ly"
            | "da xu ly xong"
            | "da duoc xu ly"
            | "da thao go"
            | "da duoc thao go"
            | "da khac phuc"
            | "da khac phuc xong"
            | "khong con"
            | "khong con kien nghi"
            | "khong con vuong mac"
            | "khong con kho khan, vuong mac"
            | "het vuong mac"
    );
    // "Đã giải quyết theo Công văn số 12": with the document that did it.
    let by = ["da giai quyet theo ", "da giai quyet tai ", "da duoc giai quyet theo ", "da duoc giai quyet tai "];
    let partly = ["mot phan", "chua", "nhung", "tiep tuc"];
    let solved_by = by.iter().any(|start| key.starts_with(start)) && !partly.iter().any(|word| key.contains(word));
    let withdrawn =
        matches!(key.as_str(), "rut" | "da rut" | "xin rut" | "de nghi rut" | "rut kien nghi" | "xin rut kien nghi" | "thoi kien nghi");
    match (solved || solved_by, withdrawn) {
        (true, _) => Some(Ending::Solved),
        (_, true) => Some(Ending::Withdrawn),
        _ => None,
    }
}

/// Do the words of a cell say no more than that what was said there still stands?
pub fn stands(text: &str) -> bool {
    let again = ["van de nghi", "tiep tuc de nghi", "van kien nghi", "tiep tuc kien nghi", "van con", "nhu tuan truoc", "nhu ky truoc"];
    words(text).is_some_and(|key| again.contains(&key.as_str()))
}

/// The words of a cell without marks, case and the punctuation around them; `None` where they are too many to say only this.
fn words(text: &str) -> Option<String> {
    if text.chars().nth(100).is_some() {
        return None;
    }
    let key = normalise::unaccented(text);
    Some(key.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_end_what_was_asked() {
        for text in
            ["Đã giải quyết", "đã được giải quyết.", "Đã giải quyết theo Công văn số 12/UBND-TH", "Đã khắc phục", "Không còn vướng mắc"]
        {
            assert_eq!(ending(text), Some(Ending::Solved), "{text}");
        }
        for text in ["Rút", "rút kiến nghị", "Xin rút."] {
            assert_eq!(ending(text), Some(Ending::Withdrawn), "{text}");
        }
        for text in ["", "Không", "Đã giải quyết một phần, đề nghị tiếp tục", "Rút ngắn thời gian thẩm định", "Bổ sung kinh phí"]
        {
            assert_eq!(ending(text), None, "{text}");
        }
    }

    #[test]
    fn words_that_say_it_again() {
        assert!(stands("Vẫn đề nghị") && stands("Như tuần trước."));
        assert!(!stands("Vẫn đề nghị bổ sung 02 biên chế") && !stands(""));
    }
}
