//! Formulas that look into another file.

/// `[1]Sheet1!A1`, `'[2]Sheet 1'!A1`: a number in brackets that is no column of a table, which stands after its name.
pub(super) fn external(formula: &str) -> bool {
    let mut rest = formula;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find('[') {
        let (head, tail) = rest.split_at(at);
        before = head.chars().next_back().or(before);
        let inside = tail.get(1..).unwrap_or("");
        let digits = inside.chars().take_while(char::is_ascii_digit).count();
        let named = before.is_some_and(|c| c.is_alphanumeric() || "_.[]".contains(c));
        let after = inside.get(digits..).and_then(|rest| rest.strip_prefix(']')).and_then(|rest| rest.chars().next());
        if digits > 0 && !named && after.is_some_and(|c| c.is_alphanumeric() || "_!".contains(c)) {
            return true;
        }
        before = Some('[');
        rest = inside;
    }
    false
}
