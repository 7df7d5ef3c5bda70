//! The only reading of the system time. A command reads it once, when it starts, and passes the value on.

use crate::model::moment::{Moment, VIETNAM};

/// The present instant in Vietnam time, whatever the machine's zone.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> Moment {
    chrono::Utc::now().with_timezone(&VIETNAM)
}

/// Waits between the two looks at a fresh file. The command's own instant does not move.
pub fn wait(seconds: u32) {
    std::thread::sleep(std::time::Duration::from_secs(u64::from(seconds)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_carries_the_offset_of_vietnam() {
        assert_eq!(now().offset(), &VIETNAM);
    }
}
