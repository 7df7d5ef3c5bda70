//! A command of the desk that is given a text on its standard input: the head of the chain after each act (`[proof]`), a
//! witness outside of the workspace and of this machine; and a message (`[notify]`). Whatever it does with it (a printer, a mail, another
//! machine) is its own business.

use super::child_wait;
use super::platform::{Here, System};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long it may take.
const TIME: Duration = Duration::from_secs(30);

/// Gives the text to the command on its standard input, in the workspace; `command` is the program and its arguments.
///
/// # Errors
///
/// It could not be started, did not end in time (then it is ended), or ended with another code than 0.
pub fn give(command: &[String], workspace: &Path, text: &str) -> io::Result<()> {
    give_within(TIME, command, workspace, text)
}

fn give_within(time: Duration, command: &[String], workspace: &Path, text: &str) -> io::Result<()> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    // A file and no pipe: a command that does not read keeps nobody waiting, however long the text is.
    let mut input = tempfile::tempfile()?;
    input.write_all(text.as_bytes())?;
    input.rewind()?;
    let mut process = Command::new(program);
    process.args(arguments).current_dir(workspace).stdin(Stdio::from(input)).stdout(Stdio::null()).stderr(Stdio::null());
    // A script that hangs hangs in something that it started.
    Here::own_group(&mut process);
    let mut child = process.spawn()?;
    match child_wait::group_within(&mut child, time)? {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(io::Error::other(format!("lệnh kết thúc với {status}"))),
        None => Err(io::Error::new(io::ErrorKind::TimedOut, format!("lệnh không kết thúc trong {} giây", time.as_secs()))),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_command_that_hangs_is_ended_with_what_it_started() {
        let dir = tempfile::tempdir().unwrap();
        let command = ["/bin/sh", "-c", "sleep 300 & echo $! > pid; sleep 300"].map(str::to_owned);
        let error = give_within(Duration::from_millis(500), &command, dir.path(), "").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        let pid = std::fs::read_to_string(dir.path().join("pid")).unwrap().trim().parse().unwrap();
        let pid = rustix::process::Pid::from_raw(pid).unwrap();
        // Nobody of ours waits for it: until the system has, it is a name without a process.
        let ended = || rustix::process::test_kill_process(pid).is_err() || state(pid.as_raw_nonzero().get()) == Some('Z');
        for _ in 0..200 {
            if ended() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it lives on: {:?}", state(pid.as_raw_nonzero().get()));
    }

    /// The letter of the process's state; `None` if there is none, or no `/proc`.
    #[cfg(unix)]
    fn state(pid: i32) -> Option<char> {
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        text.rsplit_once(") ")?.1.chars().next()
    }
}
