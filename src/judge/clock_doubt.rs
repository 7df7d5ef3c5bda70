//! What a verdict on time is worth while our clock and the file server's disagree.
//!
//! Both clocks may be the wrong one, and the program cannot tell which. Up to a minute nobody is told; above a minute
//! a person is warned; above five minutes ([`SECONDS_MAX`]) no verdict rests on one clock alone:
//!
//! - **Nobody is late by one clock.** What one of them puts before the cutoff counts as on time, with the evidence
//!   `unproven` ("chưa xác minh"); only what both put at or after it is late. The file server's own time proves nothing
//!   then, so it becomes `unproven` too.
//! - **The freeze waits for the later of them** to reach the cutoff, at most until the release is due by our clock.
//!   Frozen too early, a revision that came before the true cutoff would not be used; frozen too late, nobody is hurt.
//! - **The release leaves by our clock**, with the freeze it needs: holding it back would miss the hour that matters
//!   for the sake of a server whose clock may be the wrong one. A release that was too early is what `reopen` is for.
//!
//! What the clerk wrote down is laid over this verdict as over any other (`timing::with_book`).
//!
//! The difference is measured by every run and kept with its scan, so the verdict can be found again later.

use crate::model::moment::Moment;
use crate::model::submission::{Evidence, Timing};
use chrono::TimeDelta;

/// From more than this many seconds on a person is warned.
pub const SECONDS_WARN: i64 = 60;

/// Above this many seconds no verdict rests on one clock alone.
pub const SECONDS_MAX: i64 = 300;

/// Is a difference (server less own clock, in seconds) too large to judge by one clock?
pub fn is_doubtful(skew_seconds: i64) -> bool {
    skew_seconds.unsigned_abs() > SECONDS_MAX.unsigned_abs()
}

/// What the file server's clock says at an instant of ours.
pub fn by_server(own: Moment, skew_seconds: i64) -> Moment {
    own.checked_add_signed(TimeDelta::try_seconds(skew_seconds).unwrap_or_default()).unwrap_or(own)
}

/// The earlier of both clocks at an instant of ours, where they disagree too much; else that instant.
pub fn earlier(own: Moment, skew_seconds: Option<i64>) -> Moment {
    skew_seconds.filter(|skew| is_doubtful(*skew)).map_or(own, |skew| own.min(by_server(own, skew)))
}

/// The verdict on a content that a scan saw first at `first_seen` by our clock, while the clocks disagreed by
/// `skew_seconds`; `verdict` is the one by our clock.
pub fn judge(verdict: Timing, first_seen: Moment, cutoff: Moment, skew_seconds: i64) -> Timing {
    if !is_doubtful(skew_seconds) {
        return verdict;
    }
    let by_server = by_server(first_seen, skew_seconds) < cutoff;
    if verdict.evidence == Evidence::Scan && verdict.on_time == by_server {
        return verdict;
    }
    Timing { received_at: first_seen, on_time: true, evidence: Evidence::Unproven, booked_late: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Evidence::{Scan, ServerTime, Unproven};

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{time}+07:00")).unwrap()
    }

    #[test]
    fn verdicts() {
        // first seen by our clock, skew, verdict by our clock → verdict
        let cases = [
            ("five minutes are borne", "11:03:00", -300, (false, Scan), (false, Scan)),
            ("our clock is fast: the server says 10:57", "11:03:00", -301, (false, Scan), (true, Unproven)),
            ("both say late", "11:30:00", -600, (false, Scan), (false, Scan)),
            ("both say in time", "10:30:00", 600, (true, Scan), (true, Scan)),
            ("our clock is slow: the server says 11:05", "10:55:00", 600, (true, Scan), (true, Unproven)),
            ("the server's time proves nothing", "11:05:00", 3600, (true, ServerTime), (true, Unproven)),
            ("a server that thinks it is 1970", "11:05:00", -1_700_000_000, (false, Scan), (true, Unproven)),
        ];
        for (what, first_seen, skew, (on_time, evidence), wanted) in cases {
            let own = Timing { received_at: at(first_seen), on_time, evidence, booked_late: false };
            let found = judge(own, at(first_seen), at("11:00:00"), skew);
            assert_eq!((found.on_time, found.evidence), wanted, "{what}");
        }
    }

    #[test]
    fn the_earlier_clock_counts_only_in_doubt() {
        let own = at("11:03:00");
        for (skew, wanted) in [(None, "11:03:00"), (Some(-200), "11:03:00"), (Some(-360), "10:57:00"), (Some(360), "11:03:00")] {
            assert_eq!(earlier(own, skew), at(wanted), "{skew:?}");
        }
        assert_eq!(by_server(own, i64::MAX), own, "no such moment");
    }
}
