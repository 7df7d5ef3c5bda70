//! Words in capitals, as people write headings and names of groups.

/// Are there letters, and none of them small? How many it takes for a heading is for who asks.
pub fn is_capital(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_none_of_them_small() {
        for text in ["CÁC SỞ, BAN, NGÀNH", "Đ", "5G"] {
            assert!(is_capital(text), "{text}");
        }
        for text in ["", "12 - 15", "Các sở", "CÁC SỞ và BAN"] {
            assert!(!is_capital(text), "{text}");
        }
    }
}
