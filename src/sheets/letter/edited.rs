//! Are the numbers of a report that somebody edited still those of the report that was fixed? Each number stands in a content
//! control of its name. Where a control was lost while the text was edited, or with all others by a program that keeps none,
//! its paragraph is looked for, and in it the number that stands where this one stood among the words.

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
    /// Those that nothing can be said of: neither their control nor a number in their place was found.
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
    let mut looked: BTreeMap<&str, usize> = BTreeMap::new();
    for paragraph in fixed.iter().filter(|paragraph| paragraph.controls.iter().any(gone)) {
        let partner = partner(paragraph, edited, &expected);
        let kept = |control: &Control| partner.is_some_and(|(_, partner)| partner.controls.iter().any(|other| other.name == control.name));
        let pairs = partner.map_or_else(Vec::new, |(_, partner)| pairs(&paragraph.text, &partner.text));
        for control in paragraph.controls.iter().filter(|control| gone(control) && !kept(control)) {
            *looked.entry(control.name.as_str()).or_default() += 1;
            look(paragraph, control, partner, &pairs, &mut result);
        }
    }
    // A paragraph that was cut out may resemble another one that holds the same number: nobody has looked for its own then.
    for (paragraph, control) in fixed.iter().flat_map(|paragraph| paragraph.controls.iter().map(move |control| (paragraph, control))) {
        let name = control.name.as_str();
        let found = there.get(name).copied().unwrap_or(0) + looked.get(name).copied().unwrap_or(0);
        if found < expected[name] {
            *looked.entry(name).or_default() += 1;
            look(paragraph, control, None, &[], &mut result);
        }
    }
    result
}

/// Looks for a number whose control is gone; `pairs` are the numbers of its paragraph with those in their places now.
fn look(paragraph: &Paragraph, control: &Control, partner: Option<(usize, &Paragraph)>, pairs: &[Pair], result: &mut EditedNumbers) {
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
    let now = pairs.iter().find(|(fixed, _)| fixed.0 < control.at.1 && control.at.0 < fixed.1);
    match now.and_then(|(_, (from, to))| edited.text.get(*from..*to)) {
        Some(text) if same(text, &control.text) => result.equal += 1,
        Some(text) => result.different.push(line(Some(number), &edited.text, Some(text.to_owned()))),
        None => result.lost.push(line(Some(number), &edited.text, None)),
    }
}

/// Where a number stands in the fixed text, and where in the edited one.
type Pair = ((usize, usize), (usize, usize));

/// A word or a number of a text.
#[derive(Debug)]
enum Token {
    Word(String),
    Number((usize, usize)),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut last = 0;
    let add_words = |from: usize, to: usize, found: &mut Vec<Token>| {
        let words = text.get(from..to).unwrap_or_default().split(|c: char| !c.is_alphanumeric());
        found.extend(words.filter(|word| !word.is_empty()).map(|word| Token::Word(word.to_lowercase())));
    };
    for (from, to) in numbers(text) {
        add_words(last, from, &mut found);
        found.push(Token::Number((from, to)));
        last = to;
    }
    add_words(last, text.len(), &mut found);
    found
}

/// The numbers of two texts that stand in one place: as many words and numbers as can be are laid beside their like, in their order.
fn pairs(fixed: &str, edited: &str) -> Vec<Pair> {
    let (one, other) = (tokens(fixed), tokens(edited));
    let alike = |a: &Token, b: &Token| -> u32 {
        let text = |of: &str, (from, to): (usize, usize)| of.get(from..to).unwrap_or_default().to_owned();
        match (a, b) {
            (Token::Word(a), Token::Word(b)) if a == b => 2,
            (Token::Number(a), Token::Number(b)) if same(&text(fixed, *a), &text(edited, *b)) => 3,
            (Token::Number(_), Token::Number(_)) => 1,
            _ => 0,
        }
    };
    let width = other.len() + 1;
    // The best that the ends of both give, from the last token on.
    let mut best = vec![0u32; (one.len() + 1) * width];
    let at = |best: &[u32], row: usize, column: usize| best.get(row * width + column).copied().unwrap_or(0);
    for (row, a) in one.iter().enumerate().rev() {
        for (column, b) in other.iter().enumerate().rev() {
            let beside = match alike(a, b) {
                0 => 0,
                points => points + at(&best, row + 1, column + 1),
            };
            let most = beside.max(at(&best, row + 1, column)).max(at(&best, row, column + 1));
            if let Some(slot) = best.get_mut(row * width + column) {
                *slot = most;
            }
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (one.get(row), other.get(column)) {
        let points = alike(a, b);
        if points > 0 && at(&best, row, column) == points + at(&best, row + 1, column + 1) {
            if let (Token::Number(a), Token::Number(b)) = (a, b) {
                found.push((*a, *b));
            }
            (row, column) = (row + 1, column + 1);
        } else if at(&best, row, column) == at(&best, row + 1, column) {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

/// The paragraph of the edited report that is this one: with the same controls, else with the same words. A control whose number
/// stands in several paragraphs (`times`) tells none of them.
fn partner<'a>(paragraph: &Paragraph, edited: &'a [Paragraph], times: &BTreeMap<&str, usize>) -> Option<(usize, &'a Paragraph)> {
    let names = paragraph.controls.iter().map(|control| control.name.as_str());
    let names: BTreeSet<&str> = names.filter(|name| times.get(name) == Some(&1)).collect();
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
    fn a_number_that_stands_twice_is_looked_for_in_both_places() {
        let fixed = ["Nhiệm vụ KH11-003 quá hạn [n|81] ngày, đang xử lý.", "KH11-003 Nhiệm vụ quá hạn [n|81] ngày"];
        let changed = compared(&fixed, &["Nhiệm vụ KH11-003 quá hạn 18 ngày, đang xử lý.", fixed[1]]);
        assert_eq!((changed.equal, changed.different.len(), changed.lost.len()), (1, 1, 0), "{changed:?}");
        let cut_out = compared(&fixed, &[fixed[1]]);
        assert_eq!((cut_out.equal, cut_out.different.len(), cut_out.lost.len()), (1, 0, 1), "{cut_out:?}");
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
    fn a_text_without_any_control_is_read_by_its_words() {
        let fixed =
            ["Có [a|38] cơ quan: đúng hạn [b|30] ([c|79%]); gửi muộn [d|03]; chưa gửi [e|03].", "Rà soát, lập danh sách [f|18] 31/7/2025"];
        let plain = |text: &str| paragraph(text).text;
        let same = [plain(fixed[0]), plain(fixed[1])];
        let found = compared(&fixed, &same.each_ref().map(String::as_str));
        assert_eq!((found.equal, found.different.len(), found.lost.len()), (6, 0, 0), "{found:?}");
        let typed = plain(fixed[0]).replace("gửi muộn 03", "gửi muộn 04");
        let found = compared(&fixed, &[&typed, &same[1]]);
        let [line] = &found.different[..] else { panic!("{found:?}") };
        assert_eq!((line.name.as_str(), line.found.as_deref(), found.equal), ("d", Some("04"), 5));
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
