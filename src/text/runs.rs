//! Text as runs of letters and runs of digits: `t28_2025` is `t`, `28`, `2025`.

/// The runs in order; everything else only separates them.
pub fn of(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut previous: Option<bool> = None;
    for c in text.chars() {
        let kind = c.is_alphanumeric().then(|| c.is_ascii_digit());
        match (kind, runs.last_mut()) {
            (Some(_), Some(last)) if kind == previous => last.push(c),
            (Some(_), _) => runs.push(c.to_string()),
            (None, _) => {}
        }
        previous = kind;
    }
    runs
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_and_digits_part_from_each_other() {
        assert_eq!(super::of("BC_t28_2025 (sửa lần2)"), ["BC", "t", "28", "2025", "sửa", "lần", "2"]);
        assert_eq!(super::of(" /-"), Vec::<String>::new());
    }
}
