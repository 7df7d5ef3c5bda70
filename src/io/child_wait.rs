//! Waiting for a child for so long and no longer.

use super::platform::{Here, System};
use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks at the child.
const LOOK: Duration = Duration::from_millis(10);

/// How the child ended; `None` if it did not in time, and was ended.
pub fn within(child: &mut Child, time: Duration) -> io::Result<Option<ExitStatus>> {
    wait(child, time, Child::kill)
}

/// The same for a child in a group of its own ([`System::own_group`]): what it started in that group ends with it.
pub fn group_within(child: &mut Child, time: Duration) -> io::Result<Option<ExitStatus>> {
    wait(child, time, Here::end_group)
}

fn wait(child: &mut Child, time: Duration, end: impl Fn(&mut Child) -> io::Result<()>) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(Some(status)),
            None if started.elapsed() < time => thread::sleep(LOOK),
            None => {
                end(child)?;
                child.wait()?;
                return Ok(None);
            }
        }
    }
}
