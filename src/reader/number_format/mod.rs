//! What a number format makes of a number: the only thing that tells 0,75 from 75%, 45849 from a day, and 26000 from
//! the 26 that `#,##0,` shows. Formats are written in a small language of their own: up to four sections, the first for
//! numbers above zero, then below zero, zero, and texts, or each with a condition.
//!
//! Nearly every format shows the number that is stored, but for rounding: [`NumberFormat`] is one word then, and costs
//! nothing. The others are kept as sections and asked for each number.

mod section;

use crate::model::workbook::Appearance;
use crate::reader::format_kind::FormatKind;
use crate::reader::value::{self, Seen};
use section::{Section, plain};
use std::rc::Rc;

/// What a cell's number format does to what people see.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NumberFormat {
    /// It shows what is stored, as one kind.
    Faithful(FormatKind),
    /// What it shows depends on the number.
    Sections(Rc<[Section]>),
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self::Faithful(FormatKind::Number)
    }
}

/// The formats that a file names by number alone. 27 to 36 and 50 to 58 are dates of East Asia; a file may say
/// otherwise, then its own word counts.
pub(super) fn built_in(number: u32) -> NumberFormat {
    NumberFormat::Faithful(match number {
        9 | 10 => FormatKind::Percent,
        18..=21 | 45 | 47 => FormatKind::Time,
        17 => FormatKind::Month,
        14..=16 | 22 | 27..=36 | 50..=58 => FormatKind::Date,
        46 => FormatKind::Duration,
        _ => FormatKind::Number,
    })
}

/// "General" as localised programs write it; two of these words hold a `d`, which would make them dates.
const GENERAL: [&str; 5] = ["general", "standard", "estándar", "standaard", "geral"];

/// A longer code is none that a program wrote; Excel ends at 255 characters.
const CODE_MAX: usize = 1_000;

impl NumberFormat {
    /// Reads a format such as `0.0%`, `dd/mm/yyyy` or `"Đợt "0`.
    pub(super) fn parse(code: &str) -> Self {
        if code.len() > CODE_MAX || GENERAL.contains(&code.trim().to_lowercase().as_str()) {
            return Self::default();
        }
        Self::of(split(code).into_iter().map(Section::parse).collect())
    }

    fn of(mut sections: Vec<Section>) -> Self {
        sections.truncate(4);
        if sections.len() == 4 || (sections.len() > 1 && sections.last().is_some_and(|last| last.for_text)) {
            sections.pop();
        }
        match faithful(&sections) {
            Some(kind) => Self::Faithful(kind),
            None => Self::Sections(sections.into()),
        }
    }

    /// The format that a condition chooses, each a format of its own, the last for all other numbers.
    pub(super) fn chosen(choices: &[(String, String)], otherwise: &str) -> Self {
        let conditional = choices.iter().map(|(condition, code)| Section::parse(&format!("[{condition}]{code}")));
        Self::of(conditional.chain([Section::parse(otherwise)]).collect())
    }

    /// The kind of what it shows, if that is the same for every number.
    #[cfg(test)]
    pub(super) fn kind(&self) -> Option<FormatKind> {
        match self {
            Self::Faithful(kind) => Some(*kind),
            Self::Sections(_) => None,
        }
    }

    /// What a person sees of a number.
    pub(super) fn seen(&self, number: f64, date_1904: bool) -> Seen {
        match self {
            Self::Faithful(kind) => value::number(number, *kind, date_1904),
            Self::Sections(sections) if number.is_finite() => by_section(sections, number, date_1904),
            Self::Sections(_) => value::number(number, FormatKind::Number, date_1904),
        }
    }
}

/// The sections of a code: a semicolon within quotes or brackets, or behind a backslash, ends none.
fn split(code: &str) -> Vec<&str> {
    let (mut sections, mut start, mut escaped, mut closes) = (Vec::new(), 0, false, None);
    for (at, letter) in code.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            letter if closes == Some(letter) => closes = None,
            _ if closes.is_some() => {}
            '\\' | '_' | '*' => escaped = true,
            '"' => closes = Some('"'),
            '[' => closes = Some(']'),
            ';' => {
                sections.extend(code.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.extend(code.get(start..));
    sections
}

/// The one kind of what all sections show, if each shows what is stored.
fn faithful(sections: &[Section]) -> Option<FormatKind> {
    let (first, others) = sections.split_first()?;
    if !first.is_faithful() {
        return None;
    }
    // A condition that leaves a single section chooses nothing; where one chooses, the sign is kept.
    if sections.iter().any(|section| section.condition.is_some()) {
        return others.iter().all(|other| other.is_faithful() && other.kind == first.kind).then_some(first.kind);
    }
    let below = others.first().is_none_or(|below| below.is_faithful() && below.kind == first.kind && below.tells_below_zero());
    let zero = others.get(1).is_none_or(|zero| says_nothing(zero) || (zero.is_faithful() && zero.kind == first.kind));
    (below && zero).then_some(first.kind)
}

/// Zero is still zero where a dash or nothing is shown for it.
fn says_nothing(section: &Section) -> bool {
    section.is_words() && matches!(section.words().as_str(), "" | "-" | "–" | "—")
}

/// The section for a number, and whether it is shown without its sign.
fn chosen(sections: &[Section], number: f64) -> Option<(&Section, bool)> {
    if sections.iter().any(|section| section.condition.is_some()) {
        let last = sections.len() - 1;
        let holds = |(place, section): &(usize, &Section)| match section.condition {
            Some(condition) => condition.holds(number),
            None => *place == last || (*place == 1 && number < 0.0) || (*place == 0 && number > 0.0),
        };
        return sections.iter().enumerate().find(holds).map(|(_, section)| (section, section.tells_below_zero()));
    }
    match sections {
        [one] => Some((one, false)),
        [above, below] => Some(if number < 0.0 { (below, true) } else { (above, false) }),
        [above, below, zero, ..] => Some(match number {
            number if number > 0.0 => (above, false),
            number if number < 0.0 => (below, true),
            _ => (zero, false),
        }),
        [] => None,
    }
}

fn by_section(sections: &[Section], number: f64, date_1904: bool) -> Seen {
    let Some((section, unsigned)) = chosen(sections, number) else { return value::number(number, FormatKind::Number, date_1904) };
    if number == 0.0 && says_nothing(section) {
        return value::number(number, FormatKind::Number, date_1904);
    }
    let loses_sign = number < 0.0 && unsigned && !section.tells_below_zero();
    if section.is_faithful() && !loses_sign {
        return value::number(number, section.kind, date_1904);
    }
    let shown = if section.is_words() { section.words() } else { section.rendering(number, unsigned) };
    let value = match section.scale() {
        Some(scale) => {
            let number = if loses_sign { -number } else { number } * scale;
            value::number(number, section.kind, date_1904).value
        }
        None => value::text(&shown),
    };
    let same = number == 0.0 && section.scale().is_some();
    let appearance = (!same).then(|| Box::new(Appearance { shown, stored: plain(number) }));
    Seen { value, appearance }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawValue;

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
            ("#,##0\" m2\"", FormatKind::Number),
            ("#\\ ##0", FormatKind::Number),
            ("# ?/16", FormatKind::Number),
            ("0;-0;;@", FormatKind::Number),
            ("00000", FormatKind::Number),
            ("mmm\\-yy", FormatKind::Month),
            ("mm:ss.0", FormatKind::Time),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", FormatKind::Number),
            ("0*d", FormatKind::Number),
            ("0%", FormatKind::Percent),
            ("0.00%;[Red]-0.00%", FormatKind::Percent),
            ("0.0\\ %", FormatKind::Percent),
            ("#,##0 %", FormatKind::Percent),
            ("0\"%\"", FormatKind::Number),
            ("0\\%", FormatKind::Number),
            ("dd/mm/yyyy", FormatKind::Date),
            ("[$-42A]dd/mm/yyyy;@", FormatKind::Date),
            ("\"ngày\" dd \"tháng\" mm", FormatKind::Date),
            ("[$-F800]dddd, mmmm dd, yyyy", FormatKind::Date),
            ("\"\"dd/mm", FormatKind::Date),
            ("h:mm AM/PM", FormatKind::Time),
            ("[h]:mm:ss", FormatKind::Duration),
            ("[ss]", FormatKind::Duration),
        ];
        for (code, wanted) in cases {
            assert_eq!(NumberFormat::parse(code).kind(), Some(wanted), "{code}");
        }
    }

    #[test]
    fn formats_by_number() {
        assert_eq!([0, 1, 9, 10, 14, 20, 22, 46, 49].map(|number| built_in(number).kind().unwrap()), {
            use FormatKind::{Date, Duration, Number, Percent, Time};
            [Number, Number, Percent, Percent, Date, Time, Date, Duration, Number]
        });
    }

    #[test]
    fn what_is_shown_is_read_and_what_is_stored_is_told() {
        let number = |number: f64| Some(RawValue::Number(number));
        let text = |text: &str| Some(RawValue::Text(text.into()));
        let july = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let told = |shown: &'static str, stored: &'static str| Some((shown, stored));
        let cases = [
            ("#,##0,", 26_000.0, number(26.0), told("26", "26000")),
            ("0.0,,", 1_250_000.0, number(1.25), told("1,3", "1250000")),
            ("0,.00", 26_500.0, number(26.5), told("26,50", "26500")),
            ("#,##0,", 0.0, number(0.0), None),
            ("#,##0\"000\"", 26.0, text("26000"), told("26000", "26")),
            ("\"KH11-\"000", 1.0, text("KH11-001"), told("KH11-001", "1")),
            ("0\\.00", 2600.0, text("26.00"), told("26.00", "2600")),
            ("0\"/\"0", 26.0, text("2/6"), told("2/6", "26")),
            ("0\"/2000\"", 1250.0, text("1250/2000"), told("1250/2000", "1250")),
            ("[=1]\"Đạt\";[=0]\"Không đạt\";General", 1.0, text("Đạt"), told("Đạt", "1")),
            ("[=1]\"Đạt\";[=0]\"Không đạt\";General", 0.0, text("Không đạt"), told("Không đạt", "0")),
            ("[=1]\"Đạt\";[=0]\"Không đạt\";General", 7.5, number(7.5), None),
            ("[>=1000]#,##0,\" nghìn\";0", 26_000.0, number(26.0), told("26 nghìn", "26000")),
            ("[>=1000]#,##0,\" nghìn\";0", 26.0, number(26.0), None),
            ("0;0", -5.0, number(5.0), told("5", "-5")),
            ("0;0", 5.0, number(5.0), None),
            ("0;0%", -0.5, Some(RawValue::Percent(0.5)), told("50%", "-0,5")),
            ("0;0%", 0.5, number(0.5), None),
            ("0;[Red]dd/mm/yyyy", 7.0, number(7.0), None),
            ("[>=1]dd/mm/yyyy;General", 45849.0, Some(RawValue::DateTime(july)), None),
            ("[>=1]dd/mm/yyyy;General", 0.5, number(0.5), None),
            (";;;", 26.0, None, told("", "26")),
            (";;;", 0.0, number(0.0), None),
            ("0;-0;\"không\"", 0.0, text("không"), told("không", "0")),
            ("\"xong\"", 3.0, text("xong"), told("xong", "3")),
            ("0.##,", 26_500.0, number(26.5), told("26,5", "26500")),
            ("0%%", 0.5, text("5000%%"), told("5000%%", "0,5")),
        ];
        for (code, stored, wanted, told) in cases {
            let seen = NumberFormat::parse(code).seen(stored, false);
            let appearance = seen.appearance.as_deref().map(|a| (a.shown.as_str(), a.stored.as_str()));
            assert_eq!((seen.value, appearance), (wanted, told), "{code} {stored}");
        }
    }

    proptest::proptest! {
        /// Whatever a code says, a number is read or its absence is told.
        #[test]
        fn no_code_loses_a_number(code in "[0#?,.%;\"\\\\\\[\\]<>=1-9 _*@EGdmyhs/-]{0,16}", number in -1.0e6f64..1.0e6) {
            let seen = NumberFormat::parse(&code).seen(number, false);
            proptest::prop_assert!(seen.value.is_some() || seen.appearance.is_some());
        }
    }
}
