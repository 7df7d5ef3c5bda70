//! When a version was received, and by which evidence (`src/docs/receipt.md`). Pure functions, so that a
//! verdict can be re-derived from the ledger a year later.

use crate::model::moment::Moment;
use crate::model::scans::AreaScans;
use crate::model::submission::{Evidence, Timing};
use chrono::TimeDelta;

/// What the ledger knows about a receipt.
#[derive(Debug, Clone)]
pub struct TimingInput<'a> {
    /// The scan that first saw this content complete.
    pub first_seen: Moment,
    /// The file server's time, if it passes one on.
    pub server_time: Option<Moment>,
    /// The scans of its folder.
    pub scans: AreaScans<'a>,
    /// The instant before which a receipt is on time: the agency's own cutoff if it has one.
    pub cutoff: Moment,
    /// `unproven_gap_minutes` of the configuration, in minutes.
    pub gap_minutes: u32,
}

/// A row of the clerk's receipt book that speaks of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookEntry {
    /// When the clerk received it.
    pub at: Moment,
    /// "Ghi sổ sau hạn".
    pub late: bool,
}

/// The verdict on one receipt with what the clerk wrote. The row outranks the program's own looks, but a file that was
/// there before the time of the row was there: nobody is late through our books.
pub fn with_book(own: Timing, row: Option<BookEntry>, cutoff: Moment) -> Timing {
    match row {
        Some(row) if row.at < own.received_at => {
            Timing { received_at: row.at, on_time: row.at < cutoff, evidence: Evidence::Clerk, booked_late: row.late }
        }
        _ => own,
    }
}

/// The verdict on one receipt by what the program saw itself.
pub fn judge(input: &TimingInput<'_>) -> Timing {
    let TimingInput { first_seen, server_time, cutoff, .. } = *input;
    if first_seen < cutoff {
        return Timing { received_at: first_seen, on_time: true, evidence: Evidence::Scan, booked_late: false };
    }
    if let Some(server) = server_time.filter(|server| *server < cutoff) {
        // A scan that looked between the file's time and the cutoff and did not see it speaks against that time.
        let contradicted = input.scans.last_before(cutoff).is_some_and(|scan| server < scan);
        if !contradicted {
            return Timing { received_at: server, on_time: true, evidence: Evidence::ServerTime, booked_late: false };
        }
        // It proves nothing then, so it does not speak against the agency either where nobody looked.
    }
    if nobody_looked(input) {
        return Timing { received_at: first_seen, on_time: true, evidence: Evidence::Unproven, booked_late: false };
    }
    late(first_seen)
}

fn late(first_seen: Moment) -> Timing {
    Timing { received_at: first_seen, on_time: false, evidence: Evidence::Scan, booked_late: false }
}

/// Was the file first seen by the first scan after the cutoff, after a gap longer than allowed?
fn nobody_looked(input: &TimingInput<'_>) -> bool {
    let before = input.scans.last_before(input.cutoff);
    let after = input.scans.first_from(input.cutoff).unwrap_or(input.first_seen);
    let gap = TimeDelta::minutes(i64::from(input.gap_minutes));
    input.first_seen <= after && before.is_none_or(|before| after - before > gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scans::{Interval, Scans};

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{time}+07:00")).unwrap()
    }

    /// Scans that are intervals of their own.
    fn single(times: &[&str]) -> Scans {
        let interval = |(scan, time): (i64, &&str)| {
            (Interval { scan, first: at(time), last: at(time), count: 1, longest_gap_seconds: 0, doubted: false }, 0)
        };
        Scans::new((1..).zip(times).map(interval).collect(), vec![["syt".to_owned()].into()])
    }

    /// first seen, server time, scans → on time, evidence, received at
    fn verdict(first_seen: &str, server: Option<&str>, scans: &[&str]) -> (bool, Evidence, Moment) {
        let scans = single(scans);
        let timing = judge(&TimingInput {
            first_seen: at(first_seen),
            server_time: server.map(at),
            scans: scans.of("syt"),
            cutoff: at("11:00:00"),
            gap_minutes: 60,
        });
        (timing.on_time, timing.evidence, timing.received_at)
    }

    #[test]
    fn verdicts_with_the_clerks_book() {
        use Evidence::{Clerk, Scan, ServerTime, Unproven};
        let near = ["10:50:00", "10:55:00", "11:05:00"];
        let down = ["10:00:00", "11:30:00"];
        // what, first seen, server time, scans, time of the row → on time, evidence, received at
        type Case<'a> = (&'a str, &'a str, Option<&'a str>, &'a [&'a str], &'a str, (bool, Evidence, &'a str));
        let cases: [Case<'_>; 11] = [
            ("written down before the cutoff, copied after it", "11:05:00", None, &near, "10:40:00", (true, Clerk, "10:40:00")),
            ("one instant before", "11:05:00", None, &near, "10:59:59.999", (true, Clerk, "10:59:59.999")),
            ("at the cutoff is late", "11:05:00", None, &near, "11:00:00", (false, Clerk, "11:00:00")),
            ("before the scan that saw it", "10:55:00", None, &near, "10:40:00", (true, Clerk, "10:40:00")),
            ("a scan saw it before the time of the row", "10:55:00", None, &near, "11:10:00", (true, Scan, "10:55:00")),
            ("the same, both late", "11:05:00", None, &near, "11:20:00", (false, Scan, "11:05:00")),
            ("the same, at that very instant", "10:55:00", None, &near, "10:55:00", (true, Scan, "10:55:00")),
            ("the server saw it before", "11:05:00", Some("10:59:00"), &near, "11:03:00", (true, ServerTime, "10:59:00")),
            ("the clerk before the server", "11:05:00", Some("10:59:00"), &near, "10:40:00", (true, Clerk, "10:40:00")),
            ("the clerk knows where nobody looked", "11:30:00", None, &down, "11:10:00", (false, Clerk, "11:10:00")),
            ("a row later than the file itself", "11:30:00", None, &down, "11:40:00", (true, Unproven, "11:30:00")),
        ];
        for (what, first_seen, server, scans, row, (on_time, evidence, received)) in cases {
            let (scans, cutoff) = (single(scans), at("11:00:00"));
            let (first_seen, server_time) = (at(first_seen), server.map(at));
            let input = TimingInput { first_seen, server_time, scans: scans.of("syt"), cutoff, gap_minutes: 60 };
            let timing = with_book(judge(&input), Some(BookEntry { at: at(row), late: true }), cutoff);
            assert_eq!((timing.on_time, timing.evidence, timing.received_at), (on_time, evidence, at(received)), "{what}");
            assert_eq!(timing.booked_late, evidence == Clerk, "{what}: the mark stands with the evidence");
        }
    }

    #[test]
    fn verdicts() {
        use Evidence::{Scan, ServerTime, Unproven};
        let scans = &["10:50:00", "10:55:00", "11:05:00", "11:10:00"];
        let cases = [
            ("seen by a scan before the cutoff", "10:55:00", Some("10:52:00"), scans.as_slice(), (true, Scan, "10:55:00")),
            ("whatever its own time says", "10:55:00", Some("12:00:00"), scans, (true, Scan, "10:55:00")),
            ("seen by a scan one instant before", "10:59:59.999", None, &["10:59:59.999"], (true, Scan, "10:59:59.999")),
            (
                "seen by a scan at the cutoff, without other proof",
                "11:00:00",
                Some("11:00:00"),
                &["10:55:00", "11:00:00"],
                (false, Scan, "11:00:00"),
            ),
            ("server time one second before, no scan in between", "11:05:00", Some("10:59:59"), scans, (true, ServerTime, "10:59:59")),
            ("server time at the cutoff", "11:05:00", Some("11:00:00"), scans, (false, Scan, "11:05:00")),
            ("server time forged: the scan at 10:55 did not see it", "11:05:00", Some("10:40:00"), scans, (false, Scan, "11:05:00")),
            ("no server time, scans close to the cutoff", "11:05:00", None, scans, (false, Scan, "11:05:00")),
            ("scanner down from 10:00 to 11:30", "11:30:00", None, &["10:00:00", "11:30:00"], (true, Unproven, "11:30:00")),
            (
                "down, and the server says after the cutoff",
                "11:30:00",
                Some("11:20:00"),
                &["10:00:00", "11:30:00"],
                (true, Unproven, "11:30:00"),
            ),
            ("down exactly 60 minutes is not more than 60", "11:00:00", None, &["10:00:00", "11:00:00"], (false, Scan, "11:00:00")),
            (
                "down, but not seen by the first scan afterwards",
                "11:35:00",
                None,
                &["10:00:00", "11:30:00", "11:35:00"],
                (false, Scan, "11:35:00"),
            ),
            (
                "down, and a time that the scan at 10:00 speaks against: as good as none",
                "11:30:00",
                Some("09:30:00"),
                &["10:00:00", "11:30:00"],
                (true, Unproven, "11:30:00"),
            ),
            ("never scanned before", "11:30:00", None, &["11:30:00"], (true, Unproven, "11:30:00")),
        ];
        for (what, first_seen, server, scans, (on_time, evidence, received)) in cases {
            assert_eq!(verdict(first_seen, server, scans), (on_time, evidence, at(received)), "{what}");
        }
    }

    /// A cutoff that was moved into an interval afterwards: only its first and its last scan are known, and what that
    /// leaves open is decided for the office.
    #[test]
    fn a_cutoff_inside_an_interval() {
        let interval =
            Interval { scan: 1, first: at("10:00:00"), last: at("11:20:00"), count: 9, longest_gap_seconds: 600, doubted: false };
        let seen = Interval { scan: 10, first: at("11:25:00"), last: at("11:25:00"), count: 1, longest_gap_seconds: 0, doubted: false };
        let scans = Scans::new(vec![(interval, 0), (seen, 0)], vec![["syt".to_owned()].into()]);
        let verdict = |server: Option<&str>, cutoff: &str| {
            let (first_seen, server_time) = (at("11:25:00"), server.map(at));
            let timing = judge(&TimingInput { first_seen, server_time, scans: scans.of("syt"), cutoff: at(cutoff), gap_minutes: 60 });
            (timing.on_time, timing.evidence)
        };
        assert_eq!(verdict(None, "11:00:00"), (false, Evidence::Scan), "the last scan did not see it either");
        assert_eq!(verdict(Some("10:30:00"), "11:00:00"), (true, Evidence::ServerTime), "no known scan lies between");
        assert_eq!(verdict(Some("09:30:00"), "11:00:00"), (false, Evidence::Scan), "the first one does");
        assert_eq!(verdict(Some("11:10:00"), "11:22:00"), (false, Evidence::Scan), "behind the interval all is known");
    }
}
