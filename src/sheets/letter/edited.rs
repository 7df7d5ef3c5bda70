//! Are the numbers of a report that somebody edited still those of the report that was fixed? Each number stands in a content
//! control of its name. Where a control was lost while the text was edited, the number is looked for in its paragraph, between
//! the words that stood around it.

use crate::sheets::letter::words::numbers;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A number in a content control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// What its number is called, as in its tag behind `so:`.
    pub name: String,
    /// What stands in it.
    pub text: String,
    /// Where it stands in the text of its paragraph, in bytes.
    pub at: (usize, usize),
}

/// A paragraph with words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// What is read.
    pub text: String,
    /// The numbers in it, in the order of reading.
    pub controls: Vec<Control>,
}

/// What there is to say of a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberLine {
    /// What its number is called, as in its tag behind `so:`.
    pub name: String,
    /// The paragraph of the edited report, from 1; `None` if it is not there any more.
    pub paragraph: Option<usize>,
    /// How that paragraph begins, or the one of the fixed report.
    pub beginning: String,
    /// What stands there; `None` if nothing was found.
    pub found: Option<String>,
    /// What the fixed report says; `None` if it has no such number.
    pub fixed: Option<String>,
}

/// An edited report held against the fixed one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EditedNumbers {
    /// How many numbers are the same.
    pub equal: usize,
    /// Those that are not.
    pub different: Vec<NumberLine>,
    /// Those that nothing can be said of: neither control nor words were found.
    pub lost: Vec<NumberLine>,
}

/// Letters of a paragraph in a message.
const BEGINNING: usize = 60;
/// Two paragraphs are one if so much of their words is the same.
const ALIKE: f64 = 0.5;

/// Compares the numbers of an edited report with those of the fixed one.
pub fn compare(fixed: &[Paragraph], edited: &[Paragraph]) -> EditedNumbers {
    let values: BTreeMap<&str, &str> =
        fixed.iter().flat_map(|paragraph| &paragraph.controls).map(|control| (control.name.as_str(), control.text.as_str())).collect();
    let mut result = EditedNumbers::default();
    let mut there: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, paragraph) in (1usize..).zip(edited) {
        for control in &paragraph.controls {
            *there.entry(control.name.as_str()).or_default() += 1;
            let value = values.get(control.name.as_str());
            if value.is_some_and(|value| same(value, &control.text)) {
                result.equal += 1;
            } else {
                result.different.push(NumberLine {
                    name: control.name.clone(),
                    paragraph: Some(number),
                    beginning: beginning(&paragraph.text),
                    found: Some(control.text.clone()),
                    fixed: value.map(|value| (*value).to_owned()),
                });
            }
        }
    }
    let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
    fixed.iter().flat_map(|paragraph| &paragraph.controls).for_each(|control| *expected.entry(control.name.as_str()).or_default() += 1);
    let gone = |control: &Control| there.get(control.name.as_str()).copied().unwrap_or(0) < expected[control.name.as_str()];
    for paragraph in fixed.iter().filter(|paragraph| paragraph.controls.iter().any(gone)) {
        let partner = partner(paragraph, edited);
        let kept = |control: &Control| partner.is_some_and(|(_, partner)| partner.controls.iter().any(|other| other.name == control.name));
        for control in paragraph.controls.iter().filter(|control| gone(control) && !kept(control)) {
            look(paragraph, control, partner, &mut result);
        }
    }
    result
}

/// Looks for a number whose control is gone.
fn look(paragraph: &Paragraph, control: &Control, partner: Option<(usize, &Paragraph)>, result: &mut EditedNumbers) {
    let line = |paragraph_number, text: &str, found| NumberLine {
        name: control.name.clone(),
        paragraph: paragraph_number,
        beginning: beginning(text),
        found,
        fixed: Some(control.text.clone()),
    };
    let Some((number, edited)) = partner else {
        result.lost.push(line(None, &paragraph.text, None));
        return;
    };
    let free = |(from, to): &(usize, usize)| !edited.controls.iter().any(|other| other.at.0 < *to && *from < other.at.1);
    let candidates: Vec<(usize, usize)> = numbers(&edited.text).into_iter().filter(free).collect();
    let around = around(&paragraph.text, control.at);
    let between = candidates.iter().find(|at| self::around(&edited.text, **at) == around && around.iter().any(|words| !words.is_empty()));
    let text = |(from, to): (usize, usize)| edited.text.get(from..to).unwrap_or_default();
    match between {
        Some(at) if !same(text(*at), &control.text) => result.different.push(line(Some(number), &edited.text, Some(text(*at).to_owned()))),
        Some(_) => result.equal += 1,
        None if candidates.iter().any(|at| same(text(*at), &control.text)) => result.equal += 1,
        None => result.lost.push(line(Some(number), &edited.text, None)),
    }
}

/// The paragraph of the edited report that is this one: with the same controls, else with the same words.
fn partner<'a>(paragraph: &Paragraph, edited: &'a [Paragraph]) -> Option<(usize, &'a Paragraph)> {
    let names: BTreeSet<&str> = paragraph.controls.iter().map(|control| control.name.as_str()).collect();
    let shared = |other: &Paragraph| other.controls.iter().filter(|control| names.contains(control.name.as_str())).count();
    let words = words(&paragraph.text);
    let alike = |other: &Paragraph| {
        let others = self::words(&other.text);
        let common = u32::try_from(words.intersection(&others).count()).unwrap_or(u32::MAX);
        let all = u32::try_from(words.union(&others).count()).unwrap_or(u32::MAX).max(1);
        f64::from(common) / f64::from(all)
    };
    let best = (1usize..).zip(edited).map(|(number, other)| ((shared(other), alike(other)), number, other));
    let best = best.max_by(|((a, x), one, _), ((b, y), other, _)| a.cmp(b).then(x.total_cmp(y)).then(other.cmp(one)));
    best.filter(|((shared, alike), ..)| *shared > 0 || *alike >= ALIKE).map(|(_, number, other)| (number, other))
}

/// The words of a text without its numbers.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    words.map(str::to_lowercase).collect()
}

/// The two words before a place and the two behind it.
fn around(text: &str, (from, to): (usize, usize)) -> [Vec<String>; 2] {
    let of = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
        words.map(str::to_lowercase).collect()
    };
    let (mut before, mut behind) = (of(text.get(..from).unwrap_or_default()), of(text.get(to..).unwrap_or_default()));
    before.drain(..before.len().saturating_sub(2));
    behind.truncate(2);
    [before, behind]
}

fn beginning(text: &str) -> String {
    crate::text::format::on_one_line(text, BEGINNING)
}

/// Is it the same number? A zero in front, or a blank, changes none.
fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| {
        let mut out = String::new();
        let mut in_number = false;
        let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        for (index, letter) in letters.iter().enumerate() {
            let more = letters.get(index + 1).is_some_and(char::is_ascii_digit);
            // Behind a comma or a dot a zero counts.
            if *letter == '0' && !in_number && more {
                continue;
            }
            in_number = letter.is_ascii_digit() || (in_number && matches!(letter, ',' | '.'));
            out.push(*letter);
        }
        out
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paragraph whose numbers in `[name|text]` stand in controls.
    fn paragraph(written: &str) -> Paragraph {
        let mut made = Paragraph::default();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('[') {
            made.text.push_str(before);
            let (inside, behind) = after.split_once(']').unwrap();
            let (name, text) = inside.split_once('|').unwrap();
            let from = made.text.len();
            made.text.push_str(text);
            made.controls.push(Control { name: name.into(), text: text.into(), at: (from, made.text.len()) });
            rest = behind;
        }
        made.text.push_str(rest);
        made
    }

    fn compared(fixed: &[&str], edited: &[&str]) -> EditedNumbers {
        let of = |list: &[&str]| list.iter().map(|text| paragraph(text)).collect::<Vec<_>>();
        compare(&of(fixed), &of(edited))
    }

    const FIXED: [&str; 2] =
        ["Toàn tỉnh đã hoàn thành [a|37/102] nhiệm vụ (đạt [b|37%]).", "Có [c|08] nhiệm vụ quá hạn; sắp đến hạn [d|05]."];

    #[test]
    fn an_edited_text_with_the_same_numbers_is_fine() {
        let edited = [
            "Trong tuần, toàn tỉnh hoàn thành [a|37/102] nhiệm vụ ([b|37%]).",
            "Mới thêm 12 dòng.",
            "Còn [c| 8] nhiệm vụ quá hạn và [d|5].",
        ];
        let found = compared(&FIXED, &edited);
        assert_eq!((found.equal, found.different.len(), found.lost.len()), (4, 0, 0), "{found:?}");
    }

    #[test]
    fn a_changed_number_is_named_with_its_paragraph() {
        let found = compared(&FIXED, &["x", FIXED[0].replace("37%", "36%").as_str(), FIXED[1]]);
        let [line] = &found.different[..] else { panic!("{found:?}") };
        assert_eq!((line.paragraph, line.found.as_deref(), line.fixed.as_deref()), (Some(2), Some("36%"), Some("37%")));
    }

    #[test]
    fn a_number_without_its_control_is_looked_for_between_its_words() {
        let kept = compared(&FIXED, &["Toàn tỉnh đã hoàn thành 37/102 nhiệm vụ (đạt [b|37%]).", FIXED[1]]);
        assert_eq!((kept.equal, kept.different.len(), kept.lost.len()), (4, 0, 0), "{kept:?}");
        let changed = compared(&FIXED, &["Toàn tỉnh đã hoàn thành 38/102 nhiệm vụ (đạt [b|37%]).", FIXED[1]]);
        let [line] = &changed.different[..] else { panic!("{changed:?}") };
        assert_eq!((line.name.as_str(), line.found.as_deref()), ("a", Some("38/102")));
        // The whole text was typed anew.
        let typed = compared(&FIXED, &["Toàn tỉnh đã hoàn thành 37/102 nhiệm vụ (đạt 36%).", FIXED[1]]);
        assert_eq!((typed.equal, typed.different.len()), (3, 1), "{typed:?}");
    }

    #[test]
    fn what_is_cut_out_is_said_to_be_lost() {
        let found = compared(&FIXED, &[FIXED[0]]);
        assert_eq!((found.equal, found.different.len(), found.lost.len()), (2, 0, 2), "{found:?}");
        assert_eq!(found.lost[0].paragraph, None);
        let reworded = compared(&FIXED, &[FIXED[0], "Có một số nhiệm vụ quá hạn; sắp đến hạn [d|05]."]);
        assert_eq!((reworded.lost.len(), reworded.lost[0].paragraph), (1, Some(2)), "{reworded:?}");
    }

    #[test]
    fn a_number_that_the_fixed_report_does_not_know_any_more_is_different() {
        let found = compared(&FIXED, &[FIXED[0], FIXED[1], "- “Bố trí kinh phí”, quá hạn [e|12] ngày."]);
        assert_eq!((found.different.len(), found.different[0].fixed.as_deref()), (1, None));
    }

    #[test]
    fn zeros_that_count_are_none_in_front() {
        assert!(same("08", "8") && same("07/43", "7/43") && same("04/7/2025", "4/7/2025"));
        assert!(!same("1.005", "1.5") && !same("99,04", "99,4") && !same("10", "1") && !same("37/102", "37/120"));
        assert!(same("0", "0") && !same("0", ""));
    }
}
