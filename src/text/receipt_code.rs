//! The code of a receipt, "Mã tiếp nhận", such as `T28-SYT-0042-7F3K`: short enough for the telephone, and with
//! characters at its end that follow from the row of the ledger: its number, its path, its content, and whose report for
//! which week it is. A code that was mistyped or made up is told apart, because a code is right only for a row that is
//! there. The hash of the row is left out on purpose: it covers the numbers of scans, so a run that was killed and
//! repeated would give the same receipt another code, and other bytes in every feedback.

use crate::model::agency::AgencyCode;
use crate::model::inbox::Receipt;
use crate::model::period::Period;
use crate::text::format;
use sha2::{Digest, Sha256};

/// Digits and letters that are not taken for each other: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them stand at the end: one guess in a million fits.
const CHECKS: usize = 4;

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
    let Receipt { seq, file, sha256, .. } = receipt;
    let digest = Sha256::digest(format!("{seq}\n{}\n{sha256}\n{week}\n{agency}", file.path).as_bytes());
    let check: String = digest.iter().take(CHECKS).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{week}-{agency}-{seq:04}-{check}")
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
        // The code of an agency may itself hold a hyphen.
        let [week, agency @ .., number, check] = parts.as_slice() else { return None };
        let digits = |text: &str| text.replace('O', "0").replace(['I', 'L'], "1");
        let seq = digits(number).parse().ok()?;
        let agency = agency.join("-");
        let whole = !agency.is_empty() && week.starts_with('T') && check.len() == CHECKS;
        whole.then(|| Self { seq, agency, week: week.clone(), check: digits(check) })
    }

    /// Is it the code of this receipt? The agency and the week are covered by the characters at the end.
    pub fn is_of(&self, receipt: &Receipt) -> bool {
        let code = with_checks(receipt, &self.agency, &self.week);
        self.seq == receipt.seq && code.ends_with(&format!("-{}", self.check))
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

    fn receipt(seq: i64, sha256: &str) -> Receipt {
        let file = InboxFile { path: "a".into(), folder: Folder::Common, size: 1, modified_at: None, server_time: None };
        let first_seen = Moment::parse_from_rfc3339("2025-07-11T10:00:00+07:00").unwrap();
        Receipt { seq, hash: String::new(), file, sha256: sha256.into(), scan: 1, first_seen, last_scan_before: None }
    }

    fn code(seq: i64, sha256: &str, agency: &str) -> String {
        of(&receipt(seq, sha256), &AgencyCode::parse(agency).unwrap(), Period::parse_id("2025-W28").unwrap())
    }

    #[test]
    fn a_code_is_short_and_always_the_same() {
        assert_eq!(code(42, "aa", "SYT"), "T28-SYT-0042-KK38");
        assert_eq!(code(42, "aa", "SYT"), code(42, "aa", "SYT"));
        assert_ne!(code(42, "ab", "SYT"), code(42, "aa", "SYT"), "another content");
        let mut repeated = receipt(42, "aa");
        (repeated.scan, repeated.hash) = (7, "other".into());
        assert!(TypedCode::read(&code(42, "aa", "SYT")).unwrap().is_of(&repeated), "a run that was killed and repeated");
        assert!(code(12345, "aa", "X-A").starts_with("T28-X-A-12345-"));
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for (seq, agency) in [(42, "SYT"), (7, "X-A")] {
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
        for (from, to) in [("T28", "T29"), ("SYT", "STC"), ("0042", "0043"), ("KK38", "KK39")] {
            assert!(!TypedCode::read(&code.replace(from, to)).unwrap().is_of(&receipt), "{to}");
        }
        for text in ["", "T28", "T28-SYT", "T28-SYT-0042", "SYT-0042-KK38", "T28-SYT-abc-KK38", "T28-SYT-0042-KK3"] {
            assert_eq!(TypedCode::read(text), None, "{text}");
        }
    }
}
