//! The only reading of the system time. A command reads it once, when it starts, and passes the value on.

use super::platform::{Here, System};
use crate::model::clock_reading::BootTime;
use crate::model::moment::{Moment, VIETNAM};
use std::sync::Arc;

/// The present instant in Vietnam time, whatever the machine's zone.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> Moment {
    chrono::Utc::now().with_timezone(&VIETNAM)
}

/// The clock that counts since the machine was started; `None` if the system does not say.
pub fn since_boot() -> Option<BootTime> {
    Here::boot()
}

/// How a command waits: between the two looks at a fresh file, or before it looks again for one that is gone for the
/// moment. The command's own instant does not move. A test has something happen meanwhile instead.
#[derive(Clone)]
pub struct Pause(Arc<dyn Fn(u32) + Send + Sync>);

impl Pause {
    /// Waits by doing this; it is told the seconds.
    pub fn with(wait: impl Fn(u32) + Send + Sync + 'static) -> Self {
        Self(Arc::new(wait))
    }

    /// Waits this many seconds.
    pub fn wait(&self, seconds: u32) {
        (self.0)(seconds);
    }
}

impl Default for Pause {
    /// A wait in earnest: the thread sleeps.
    fn default() -> Self {
        Self::with(|seconds| std::thread::sleep(std::time::Duration::from_secs(u64::from(seconds))))
    }
}

impl std::fmt::Debug for Pause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pause")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_carries_the_offset_of_vietnam() {
        assert_eq!(now().offset(), &VIETNAM);
    }
}
