//! Numbers as the file has them: as the library writes them, without its search for the digits of what is a count.

use std::fmt::{Display, Write as _};

/// A number as short as it can be told apart from all others. Most are counts, which need not be searched for.
pub(super) fn push_number(xml: &mut String, number: f64) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with what it was made of")]
    let whole = number as u64;
    #[expect(clippy::cast_precision_loss, reason = "below the bound every whole number has its own")]
    let back = whole as f64;
    if whole < EXACT && back.to_bits() == number.to_bits() {
        push_whole(xml, whole);
    } else {
        push(xml, number);
    }
}

/// Below it every whole number is a number of its own.
const EXACT: u64 = 1 << 53;

/// The digits of a whole number: each cell has two or three of them.
pub(super) fn push_whole(xml: &mut String, mut number: u64) {
    let mut digits = [0; 20];
    let mut from = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
        from -= 1;
        if number == 0 {
            break;
        }
    }
    xml.extend(digits.iter().skip(from).map(|digit| char::from(*digit)));
}

/// Whatever can be shown.
pub(super) fn push(xml: &mut String, value: impl Display) {
    // A text takes whatever is written to it.
    let _ = write!(xml, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pushed(number: f64) -> String {
        let mut xml = String::new();
        push_number(&mut xml, number);
        xml
    }

    #[test]
    fn numbers_are_written_as_the_library_does() {
        let edges = [
            0.0,
            -0.0,
            1.0,
            9.0,
            10.0,
            1e15,
            9_007_199_254_740_991.0,
            9_007_199_254_740_992.0,
            1e16,
            1.8e19,
            1e300,
            -1.0,
            0.5,
            f64::MIN_POSITIVE,
        ];
        for number in edges {
            assert_eq!(pushed(number), number.to_string());
        }
    }

    proptest! {
        #[test]
        fn any_number_is(number in any::<f64>(), whole in any::<u64>()) {
            prop_assert_eq!(pushed(number), number.to_string());
            let mut xml = String::new();
            push_whole(&mut xml, whole);
            prop_assert_eq!(xml, whole.to_string());
        }
    }
}
