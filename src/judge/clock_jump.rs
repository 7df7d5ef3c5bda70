//! Is our clock in doubt, because it jumped forward since the last run that was not?
//!
//! One run at a clock that says Saturday would freeze and release a week in which the offices still report. So a jump
//! forward has to be confirmed before anything is fixed by it: by a later look at which our clock and the one that only
//! counts went on alike, by a file server that says the same as our clock, or by a person. Until then what is due is
//! decided by the instant at which our clock would be had it not jumped. When that reaches a cutoff, both agree that it
//! has come; so a clock that was right holds nothing back for longer than the jump.
//!
//! - **A jump** is: our clock went on by over five minutes more than the one that counts since the machine was started; or
//!   the machine was started anew, and the file server's clock, seen from ours, went back by over five minutes.
//! - **No jump** is a step back, a clock that nobody can compare, the first run of all.
//!
//! A clock that is constantly wrong is the matter of `judge::clock_doubt`.

use crate::judge::clock_doubt::{self, SECONDS_MAX};
use crate::model::clock_reading::ClockReading;
use crate::model::moment::Moment;
use chrono::TimeDelta;

/// A later look confirms a jump after this many seconds at the least.
const AGREEING_SECONDS_MIN: i64 = 120;

/// The instant at which our clock would be had it not jumped; `None` if it is not in doubt. `sure` is the last look
/// that was not in doubt, `doubted` the first one in doubt since.
pub fn unjumped(now: &ClockReading, sure: Option<&ClockReading>, doubted: Option<&ClockReading>) -> Option<Moment> {
    let expected = expected(now, sure?)?;
    let ahead = now.at - expected;
    let by_server = now.skew_seconds.is_some_and(|skew| !clock_doubt::is_doubtful(skew));
    let confirmed = doubted.is_some_and(|before| agrees(now, before));
    (ahead > TimeDelta::seconds(SECONDS_MAX) && !by_server && !confirmed).then_some(expected)
}

/// Where our clock should be by what it is compared with; `None` if there is nothing to compare.
fn expected(now: &ClockReading, sure: &ClockReading) -> Option<Moment> {
    match (elapsed(now, sure), now.skew_seconds, sure.skew_seconds) {
        (Some(elapsed), _, _) => sure.at.checked_add_signed(elapsed),
        // A machine that does not count has nothing to say of its start.
        (None, Some(skew), Some(before)) if now.boot.is_some() && sure.boot.is_some() => {
            now.at.checked_add_signed(TimeDelta::seconds(skew.saturating_sub(before).clamp(-i64::from(i32::MAX), 0)))
        }
        _ => None,
    }
}

/// What went by between two looks, by the clock that counts; `None` if the machine was started in between.
fn elapsed(now: &ClockReading, before: &ClockReading) -> Option<TimeDelta> {
    let (now, before) = (now.boot.as_ref()?, before.boot.as_ref()?);
    (now.id == before.id).then(|| TimeDelta::milliseconds(now.milliseconds.saturating_sub(before.milliseconds).max(0)))
}

/// Does our clock go on since a look as the one that counts does?
pub fn goes_on(now: &ClockReading, before: &ClockReading) -> bool {
    elapsed(now, before).is_some_and(|elapsed| (now.at - before.at - elapsed).abs() <= TimeDelta::seconds(SECONDS_MAX))
}

/// Does a later look confirm one in doubt?
fn agrees(now: &ClockReading, before: &ClockReading) -> bool {
    goes_on(now, before) && elapsed(now, before) >= Some(TimeDelta::seconds(AGREEING_SECONDS_MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::clock_reading::BootTime;

    /// A clock, which start of the machine, minutes since then, the server's clock less ours in minutes.
    fn look(at: &str, boot: Option<(&str, i64)>, skew: Option<i64>) -> ClockReading {
        ClockReading {
            at: Moment::parse_from_rfc3339(&format!("2025-07-{at}:00+07:00")).unwrap(),
            boot: boot.map(|(id, minutes)| BootTime { id: id.to_owned(), milliseconds: minutes * 60_000 }),
            skew_seconds: skew.map(|minutes| minutes * 60),
        }
    }

    #[test]
    fn what_is_a_jump() {
        let thursday = look("10T10:00", Some(("a", 100)), Some(0));
        let at = |text: &str| Some(look(text, None, None).at);
        for (what, now, expected) in [
            ("a clock that goes on", look("10T10:30", Some(("a", 130)), None), None),
            ("five minutes more", look("10T10:35", Some(("a", 130)), None), None),
            ("six minutes more", look("10T10:36", Some(("a", 130)), None), at("10T10:30")),
            ("Saturday, five minutes later", look("12T09:00", Some(("a", 105)), None), at("10T10:05")),
            ("the server says the same", look("12T09:00", Some(("a", 105)), Some(5)), None),
            ("the server says otherwise", look("12T09:00", Some(("a", 105)), Some(-2815)), at("10T10:05")),
            ("a step back", look("10T09:00", Some(("a", 130)), None), None),
            ("started anew, the server far behind", look("12T09:00", Some(("b", 1)), Some(-2815)), at("10T10:05")),
            ("started anew, the server as before", look("12T09:00", Some(("b", 1)), Some(0)), None),
            ("started anew, no server", look("12T09:00", Some(("b", 1)), None), None),
            ("started anew, and our clock set back", look("10T09:00", Some(("b", 1)), Some(70)), None),
            ("a system that does not count", look("12T09:00", None, Some(-2815)), None),
        ] {
            assert_eq!(unjumped(&now, Some(&thursday), None), expected, "{what}");
            assert_eq!(unjumped(&now, None, None), None, "{what}: the first run");
        }
    }

    #[test]
    fn what_confirms_it() {
        let (thursday, saturday) = (look("10T10:00", Some(("a", 100)), None), look("12T09:00", Some(("a", 105)), None));
        for (what, now, confirmed) in [
            ("a minute later", look("12T09:01", Some(("a", 106)), None), false),
            ("two minutes later", look("12T09:02", Some(("a", 107)), None), true),
            ("it jumped once more", look("13T09:02", Some(("a", 107)), None), false),
            ("the machine was started in between", look("12T09:10", Some(("b", 1)), None), true),
        ] {
            let doubt = unjumped(&now, Some(&thursday), Some(&saturday));
            assert_eq!(doubt.is_none(), confirmed, "{what}");
        }
        // Started in between: nothing can be compared, which is no confirmation but no doubt either.
        assert!(!agrees(&look("12T09:10", Some(("b", 1)), None), &saturday));
    }
}
