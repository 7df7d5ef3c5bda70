//! When a version was received, and by which evidence (DESIGN section 3, "Received when?"). One pure function, so
//! that a verdict can be re-derived from the ledger a year later.

use crate::model::moment::Moment;
use crate::model::submission::{Evidence, Timing};
use chrono::TimeDelta;

/// What the ledger knows about a receipt.
#[derive(Debug, Clone, Copy)]
pub struct TimingInput<'a> {
    /// The scan that first saw this content complete.
    pub first_seen: Moment,
    /// The file server's time, if it passes one on.
    pub server_time: Option<Moment>,
    /// Every successful scan of its folder, ascending.
    pub scans: &'a [Moment],
    /// The submit cutoff.
    pub cutoff: Moment,
    /// `unproven_gap_minutes`.
    pub gap_minutes: u32,
}

/// The verdict on one receipt.
pub fn judge(input: &TimingInput<'_>) -> Timing {
    let TimingInput { first_seen, server_time, cutoff, .. } = *input;
    if first_seen < cutoff {
        return Timing { received_at: first_seen, on_time: true, evidence: Evidence::Scan };
    }
    if let Some(server) = server_time.filter(|server| *server < cutoff) {
        // A scan that looked between the file's time and the cutoff and did not see it speaks against that time.
        let contradicted = input.scans.iter().any(|scan| server < *scan && *scan < cutoff);
        if !contradicted {
            return Timing { received_at: server, on_time: true, evidence: Evidence::ServerTime };
        }
        // It proves nothing then, so it does not speak against the agency either where nobody looked.
    }
    if nobody_looked(input) {
        return Timing { received_at: first_seen, on_time: true, evidence: Evidence::Unproven };
    }
    late(first_seen)
}

fn late(first_seen: Moment) -> Timing {
    Timing { received_at: first_seen, on_time: false, evidence: Evidence::Scan }
}

/// Was the file first seen by the first scan after the cutoff, after a gap longer than allowed?
fn nobody_looked(input: &TimingInput<'_>) -> bool {
    let before = input.scans.iter().copied().filter(|scan| *scan < input.cutoff).max();
    let after = input.scans.iter().copied().filter(|scan| *scan >= input.cutoff).min().unwrap_or(input.first_seen);
    let gap = TimeDelta::minutes(i64::from(input.gap_minutes));
    input.first_seen <= after && before.is_none_or(|before| after - before > gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{time}+07:00")).unwrap()
    }

    /// first seen, server time, scans → on time, evidence, received at
    fn verdict(first_seen: &str, server: Option<&str>, scans: &[&str]) -> (bool, Evidence, Moment) {
        let scans: Vec<Moment> = scans.iter().map(|s| at(s)).collect();
        let timing = judge(&TimingInput {
            first_seen: at(first_seen),
            server_time: server.map(at),
            scans: &scans,
            cutoff: at("11:00:00"),
            gap_minutes: 60,
        });
        (timing.on_time, timing.evidence, timing.received_at)
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
}
