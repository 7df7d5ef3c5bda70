//! A command of the desk that is given a text on its standard input: the head of the chain after each act (`[proof]`), a
//! witness outside of the workspace and of this machine; and a message (`[notify]`). Whatever it does with it (a printer, a mail, another
//! machine) is its own business.

use super::child_wait;
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
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    // A file and no pipe: a command that does not read keeps nobody waiting, however long the text is.
    let mut input = tempfile::tempfile()?;
    input.write_all(text.as_bytes())?;
    input.rewind()?;
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(workspace)
        .stdin(Stdio::from(input))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    match child_wait::within(&mut child, TIME)? {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(io::Error::other(format!("lệnh kết thúc với {status}"))),
        None => Err(io::Error::new(io::ErrorKind::TimedOut, format!("lệnh không kết thúc trong {} giây", TIME.as_secs()))),
    }
}
