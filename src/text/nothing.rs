//! Words by which people fill a cell and say that there is nothing to say.

use crate::text::normalise;

/// Is the text blank, a dash, or only a word for "nothing"?
pub fn says_nothing(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    // Most texts say something: they begin like none of these words, or are longer than all of them.
    if begins_otherwise(text, "ckxn0") || text.chars().nth(40).is_some() || text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
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

/// Is the first letter or figure of a text, for certain and without folding the text, none of these? A letter of ASCII stays what it
/// is in a key, and đ becomes d; of every other one nothing is said.
fn begins_otherwise(text: &str, letters: &str) -> bool {
    match text.chars().find(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || *c == '_') {
        // Perhaps a line end that is written out.
        Some('_') => false,
        Some('đ' | 'Đ') => !letters.contains('d'),
        Some(first) => first.is_ascii() && !letters.contains(first.to_ascii_lowercase()),
        None => false,
    }
}

/// Does a result say nothing that a status would not: blank, "không", or only that the work goes on?
pub fn is_filler(result: &str) -> bool {
    if says_nothing(result) {
        return true;
    }
    if begins_otherwise(result, "dtkn") || result.chars().nth(60).is_some() {
        return false;
    }
    let key = normalise::unaccented(result);
    matches!(
        key.trim_matches(|c: char| !c.is_alphanumeric()),
        "dang thuc hien"
            | "dang trien khai"
            | "dang trien khai thuc hien"
            | "dang tien hanh"
            | "dang lam"
            | "da thuc hien"
            | "da trien khai"
            | "da trien khai thuc hien"
            | "dang thuc hien theo ke hoach"
            | "dang trien khai theo ke hoach"
            | "thuc hien theo ke hoach"
            | "trien khai theo ke hoach"
            | "theo ke hoach"
            | "tiep tuc thuc hien"
            | "tiep tuc trien khai"
            | "tiep tuc trien khai thuc hien"
            | "khong thay doi"
            | "nhu tuan truoc"
            | "nhu ky truoc"
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
        for nothing in ["“Không”", "КHÔNG", "ＫＨÔＮＧ", "_x000D_không", "- nil", "Chưa", "X"] {
            assert!(says_nothing(nothing), "{nothing:?}");
        }
        for something in ["Không có kinh phí", "Chưa có hướng dẫn", "QĐ 1", "Đã họp", "(Tốt)", "ổn"] {
            assert!(!says_nothing(something), "{something:?}");
        }
    }

    #[test]
    fn results_that_say_only_that_the_work_goes_on() {
        for filler in [
            "Không",
            "Đang triển khai.",
            "Ðang làm",
            "_x000D_đang làm",
            "- Như tuần trước",
            "đang thực hiện theo kế hoạch",
            "Tiếp tục thực hiện",
            "…",
        ] {
            assert!(is_filler(filler), "{filler:?}");
        }
        for result in ["Đang triển khai gói thầu số 2", "Đã ban hành KH 15/KH-SYT", "Hoàn thành dự thảo"] {
            assert!(!is_filler(result), "{result:?}");
        }
    }
}
