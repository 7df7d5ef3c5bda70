//! The nearest known word, for a suggestion in a message. Nothing is ever accepted because it is near.

use crate::text::normalise;

/// The candidate that a person probably meant; `None` if nothing is near. The first of equally near ones.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = normalise::unaccented(wanted);
    let most = (wanted.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&wanted, &normalise::unaccented(candidate));
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_recognised_and_strangers_are_not() {
        let codes = ["SYT", "SKHCN", "X-THACHHA"];
        assert_eq!(nearest("SKHNC", codes), Some("SKHCN"));
        assert_eq!(nearest("x-thachà", codes), Some("X-THACHHA"));
        assert_eq!(nearest("VPTU", codes), None);
        assert_eq!(nearest("Chính quyên", ["Đảng", "Chính quyền"]), Some("Chính quyền"));
    }
}
