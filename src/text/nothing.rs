//! Words by which people fill a cell and say that there is nothing to say.

use crate::text::normalise;

/// Is the text blank, a dash, or only a word for "nothing"?
pub fn says_nothing(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    // Most texts say something; only short ones are worth a closer look.
    if text.chars().nth(40).is_some() || text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return false;
    }
    let key = normalise::unaccented(text);
    matches!(
        key.trim_matches(|c: char| !c.is_alphanumeric()),
        "" | "0"
            | "x"
            | "nil"
            | "khong"
            | "khong co"
            | "khong co gi"
            | "chua"
            | "chua co"
            | "khong phat sinh"
            | "khong vuong mac"
            | "khong co vuong mac"
            | "khong co kho khan, vuong mac"
            | "khong co kien nghi"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_nothing() {
        for nothing in ["", "  ", "-", "Không", "không có.", "Không phát sinh", "…", "Không có khó khăn, vướng mắc", "(không)", " "]
        {
            assert!(says_nothing(nothing), "{nothing:?}");
        }
        for something in ["Không có kinh phí", "Chưa có hướng dẫn", "QĐ 1"] {
            assert!(!says_nothing(something), "{something:?}");
        }
    }
}
