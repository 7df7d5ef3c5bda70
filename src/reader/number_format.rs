//! What a number format makes of a number: the only thing that tells 0,75 from 75%, and 45849 from a day. Formats are
//! written in a small language of their own; only its first section counts, the one for positive numbers.

/// What people see in a cell that holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum FormatKind {
    /// A number.
    #[default]
    Number,
    /// A percentage: a hundred times the number, and a sign.
    Percent,
    /// A day or a time of day.
    Date,
    /// A length of time, which is a number for us.
    Duration,
}

/// The formats that a file names by number alone. 27 to 36 and 50 to 58 are dates of East Asia; a file may say
/// otherwise, then its own word counts.
pub(super) fn built_in(number: u32) -> FormatKind {
    match number {
        9 | 10 => FormatKind::Percent,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => FormatKind::Date,
        46 => FormatKind::Duration,
        _ => FormatKind::Number,
    }
}

/// "General" as localised programs write it; two of these words hold a `d`, which would make them dates.
const GENERAL: [&str; 5] = ["general", "standard", "estándar", "standaard", "geral"];

/// Reads a format such as `0.0%`, `dd/mm/yyyy` or `"Đợt "0`.
pub(super) fn shown(code: &str) -> FormatKind {
    if GENERAL.contains(&code.trim().to_lowercase().as_str()) {
        return FormatKind::Number;
    }
    let mut letters = code.chars().peekable();
    let mut percent = false;
    while let Some(letter) = letters.next() {
        match letter {
            // The next character is shown as it is, leaves its width, or fills the cell.
            '\\' | '_' | '*' => {
                letters.next();
            }
            '"' => while letters.next().is_some_and(|next| next != '"') {},
            '[' => {
                let inside: String = letters.by_ref().take_while(|next| *next != ']').collect();
                let inside = inside.to_ascii_lowercase();
                let unit = inside.chars().next();
                if unit.is_some_and(|unit| "hms".contains(unit) && inside.chars().all(|c| c == unit)) {
                    return FormatKind::Duration;
                }
            }
            ';' => break,
            '%' => percent = true,
            // 0.00E+00 is a number; `e` for the year of an era is followed by something else.
            'e' | 'E' if matches!(letters.peek(), Some('+' | '-')) => {}
            // General inside a longer format holds an `e`, and no letter of a date.
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return FormatKind::Date,
            // AM/PM and A/P.
            'a' | 'A' if letters.peek().is_some_and(|next| matches!(next, 'm' | 'M' | '/')) => return FormatKind::Date,
            _ => {}
        }
    }
    if percent { FormatKind::Percent } else { FormatKind::Number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_real_files() {
        let cases = [
            ("General", FormatKind::Number),
            ("Standard", FormatKind::Number),
            ("Estándar", FormatKind::Number),
            ("@", FormatKind::Number),
            ("#,##0 \"đ\"", FormatKind::Number),
            ("#,##0\\ [$₫-42A]", FormatKind::Number),
            ("\"Đợt \"0", FormatKind::Number),
            ("0\"tháng\"", FormatKind::Number),
            ("\\d0", FormatKind::Number),
            ("0.00E+00", FormatKind::Number),
            ("[$-42A]General", FormatKind::Number),
            ("[Red]0;[Blue]-0", FormatKind::Number),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", FormatKind::Number),
            ("0*d", FormatKind::Number),
            ("0;[Red]dd/mm/yyyy", FormatKind::Number),
            ("0%", FormatKind::Percent),
            ("0.00%;[Red]-0.00%", FormatKind::Percent),
            ("0.0\\ %", FormatKind::Percent),
            ("#,##0 %", FormatKind::Percent),
            ("0\"%\"", FormatKind::Number),
            ("0\\%", FormatKind::Number),
            ("0;0%", FormatKind::Number),
            ("dd/mm/yyyy", FormatKind::Date),
            ("[$-42A]dd/mm/yyyy;@", FormatKind::Date),
            ("\"ngày\" dd \"tháng\" mm", FormatKind::Date),
            ("[$-F800]dddd, mmmm dd, yyyy", FormatKind::Date),
            ("[>=1]dd/mm/yyyy;General", FormatKind::Date),
            ("\"\"dd/mm", FormatKind::Date),
            ("h:mm AM/PM", FormatKind::Date),
            ("[h]:mm:ss", FormatKind::Duration),
            ("[ss]", FormatKind::Duration),
        ];
        for (code, wanted) in cases {
            assert_eq!(shown(code), wanted, "{code}");
        }
    }

    #[test]
    fn formats_by_number() {
        assert_eq!([0, 1, 9, 10, 14, 22, 46, 49].map(built_in), {
            use FormatKind::{Date, Duration, Number, Percent};
            [Number, Number, Percent, Percent, Date, Date, Duration, Number]
        });
    }
}
