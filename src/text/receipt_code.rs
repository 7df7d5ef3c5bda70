//! The code of a receipt, "Mã tiếp nhận", such as `T28-SYT-0042-7F3K-9Q2M-XB41-0ZRD`: short enough for the telephone, and
//! with characters at its end that follow from the receipt's entry in the chain of the ledger, and from whose report for which
//! week it is. A code that was mistyped or made up is told apart, and so is a ledger that was written anew up to this
//! receipt: the codes that left on feedback are right only for the chain they were printed from.
//!
//! Codes printed before the chain end with four characters, of the row's number, path and content; they stay right.

use crate::model::agency::AgencyCode;
use crate::model::inbox::Receipt;
use crate::model::period::Period;
use crate::text::format;
use sha2::{Digest, Sha256};

/// Digits and letters that are not taken for each other: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them stand at the end.
const CHECKS: usize = 16;

/// In groups of so many, to be read aloud.
const GROUP: usize = 4;

/// How many stood at the end of a code before the chain: one guess in a million fits.
const CHECKS_BEFORE: usize = 4;

/// The code of a receipt as a version of an agency's report for a period.
pub fn of(receipt: &Receipt, agency: &AgencyCode, period: Period) -> String {
    with_checks(receipt, agency.as_str(), &week(period))
}

/// The week without its year: the number of the receipt says which year it was.
fn week(period: Period) -> String {
    let name = format::period_in_names(period);
    name.split('_').next().unwrap_or(&name).to_owned()
}

fn with_checks(receipt: &Receipt, agency: &str, week: &str) -> String {
    let checks: Vec<char> = checks(receipt, agency, week).chars().collect();
    let groups: Vec<String> = checks.chunks(GROUP).map(|group| group.iter().collect()).collect();
    format!("{week}-{agency}-{:04}-{}", receipt.seq, groups.join("-"))
}

fn checks(receipt: &Receipt, agency: &str, week: &str) -> String {
    letters(&format!("{}\n{week}\n{agency}", receipt.hash), CHECKS)
}

fn checks_before(receipt: &Receipt, agency: &str, week: &str) -> String {
    let Receipt { seq, file, sha256, .. } = receipt;
    letters(&format!("{seq}\n{}\n{sha256}\n{week}\n{agency}", file.path), CHECKS_BEFORE)
}

fn letters(text: &str, count: usize) -> String {
    Sha256::digest(text.as_bytes()).iter().take(count).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// A code as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedCode {
    /// The number of the receipt.
    pub seq: i64,
    /// The agency, as typed.
    pub agency: String,
    /// The week, as typed: `T28`.
    pub week: String,
    check: String,
}

impl TypedCode {
    /// Reads a code in any case, with blanks around its parts, and with O for zero, I or L for one at its end.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<String> = text.split('-').map(|part| part.trim().to_uppercase()).collect();
        let digits = |text: &str| text.replace('O', "0").replace(['I', 'L'], "1");
        let number = |text: &String| digits(text).parse::<i64>().ok();
        let [week, rest @ ..] = parts.as_slice() else { return None };
        // The code of an agency may itself hold a hyphen.
        let (seq, agency, check) = match rest {
            [agency @ .., seq, one, two, three, four] if number(seq).is_some() => {
                (seq, agency, [one, two, three, four].map(|g| digits(g)).concat())
            }
            [agency @ .., seq, check] => (seq, agency, digits(check)),
            _ => return None,
        };
        let (seq, agency) = (number(seq)?, agency.join("-"));
        let whole = !agency.is_empty() && week.starts_with('T') && [CHECKS, CHECKS_BEFORE].contains(&check.len());
        whole.then(|| Self { seq, agency, week: week.clone(), check })
    }

    /// Is it the code of this receipt? The agency and the week are covered by the characters at the end.
    pub fn is_of(&self, receipt: &Receipt) -> bool {
        let right = if self.check.len() == CHECKS { checks } else { checks_before };
        self.seq == receipt.seq && self.check == right(receipt, &self.agency, &self.week)
    }

    /// Does it name this week?
    pub fn names(&self, period: Period) -> bool {
        self.week == week(period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inbox::{Folder, InboxFile};
    use crate::model::moment::Moment;

    fn receipt(seq: i64, hash: &str) -> Receipt {
        let file = InboxFile { path: "a".into(), folder: Folder::Common, size: 1, modified_at: None, server_time: None };
        let first_seen = Moment::parse_from_rfc3339("2025-07-11T10:00:00+07:00").unwrap();
        Receipt { seq, hash: hash.into(), file, sha256: "aa".into(), scan: 1, first_seen, last_scan_before: None }
    }

    fn code(seq: i64, hash: &str, agency: &str) -> String {
        of(&receipt(seq, hash), &AgencyCode::parse(agency).unwrap(), Period::parse_id("2025-W28").unwrap())
    }

    #[test]
    fn a_code_is_short_and_follows_from_the_chain() {
        assert_eq!(code(42, "aa", "SYT"), "T28-SYT-0042-9PCS-QZ9J-D1NV-H33Q");
        assert_eq!(code(42, "aa", "SYT"), code(42, "aa", "SYT"));
        assert_ne!(code(42, "ab", "SYT"), code(42, "aa", "SYT"), "another chain");
        assert!(TypedCode::read(&code(42, "aa", "SYT")).unwrap().is_of(&Receipt { scan: 7, ..receipt(42, "aa") }), "a repeated run");
        assert!(!TypedCode::read(&code(42, "aa", "SYT")).unwrap().is_of(&receipt(42, "ab")), "a chain that was written anew");
        assert!(code(12345, "aa", "X-A").starts_with("T28-X-A-12345-"));
    }

    #[test]
    fn a_code_of_before_the_chain_stays_right() {
        let before = TypedCode::read("t28-SYT-0042-KK38").unwrap();
        assert!(before.is_of(&receipt(42, "aa")) && before.is_of(&receipt(42, "ab")));
        assert!(!before.is_of(&Receipt { sha256: "ab".into(), ..receipt(42, "aa") }));
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for (seq, agency) in [(42, "SYT"), (7, "X-A"), (7, "ABCD-EFGH")] {
            let (code, receipt) = (code(seq, "aa", agency), receipt(seq, "aa"));
            for typed in [code.clone(), code.to_lowercase(), code.replace('-', " - "), code.replacen("00", "0O", 1)] {
                let read = TypedCode::read(&typed).unwrap_or_else(|| panic!("{typed}"));
                assert!(read.is_of(&receipt) && read.agency == agency, "{typed}");
                assert!(read.names(Period::parse_id("2025-W28").unwrap()));
            }
        }
    }

    #[test]
    fn a_code_that_was_changed_is_no_code() {
        let (code, receipt) = (code(42, "aa", "SYT"), receipt(42, "aa"));
        let last = code.chars().last().unwrap();
        let mistyped = format!("{}{}", &code[..code.len() - 1], if last == '2' { '3' } else { '2' });
        let others = [("T28", "T29"), ("SYT", "STC"), ("0042", "0043")].map(|(from, to)| code.replace(from, to));
        for other in others.into_iter().chain([mistyped]) {
            assert!(!TypedCode::read(&other).unwrap().is_of(&receipt), "{other}");
        }
        for text in
            ["", "T28", "T28-SYT", "T28-SYT-0042", "SYT-0042-KK38", "T28-SYT-abc-KK38", "T28-SYT-0042-KK3", "T28-SYT-0042-KK38-KK38"]
        {
            assert_eq!(TypedCode::read(text), None, "{text}");
        }
    }
}
