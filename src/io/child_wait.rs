//! Waiting for a child for so long and no longer.

use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks at the child.
const LOOK: Duration = Duration::from_millis(10);

/// How the child ended; `None` if it did not in time, and was ended.
pub fn within(child: &mut Child, time: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(Some(status)),
            None if started.elapsed() < time => thread::sleep(LOOK),
            None => {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
        }
    }
}
