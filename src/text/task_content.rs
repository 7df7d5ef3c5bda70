//! The content of a task as it is compared where a row has no code: letter for letter after the one normaliser, but for
//! the number that offices write before it.

use crate::text::normalise;

/// What two writings of one task have in common. `1.2. Số hóa hồ sơ;` and `- Số hoá  hồ sơ` are the same; any other word
/// makes another task.
pub fn key(text: &str) -> String {
    let key = normalise::key(text);
    let rest = key.trim_start_matches(['-', '+', '•', '*']).trim_start();
    let Some((first, words)) = rest.split_once(' ') else { return rest.to_owned() };
    let number = first.trim_end_matches(['.', ')']);
    let marked = number.len() < first.len();
    let digits = number.chars().all(|c| c.is_ascii_digit() || c == '.') && number.chars().any(|c| c.is_ascii_digit());
    let letter = number.chars().count() == 1 && number.chars().all(char::is_alphabetic);
    if marked && (digits || letter) { words.trim_start().to_owned() } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_before_it_is_no_part_of_a_task() {
        for written in ["Số hóa hồ sơ", "1. Số hoá  hồ sơ;", "1.2) SỐ HÓA HỒ SƠ.", "a) Số hóa hồ\nsơ", "- Số hóa hồ sơ"]
        {
            assert_eq!(key(written), key("Số hóa hồ sơ"), "{written}");
        }
        for (one, other) in [
            ("Số hóa hồ sơ", "Số hóa hồ sơ bệnh án"),
            ("Đạt 100 xã", "Đạt 16 xã"),
            ("5 xã đạt chuẩn", "6 xã đạt chuẩn"),
            ("Thanh An", "Thạnh An"),
        ] {
            assert_ne!(key(one), key(other));
        }
    }
}
