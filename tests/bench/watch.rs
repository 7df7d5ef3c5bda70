//! A command run to its end with its time and memory looked at from outside.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Ticks of `/proc/<pid>/stat` in a second; the same on every Linux that people use.
const TICKS: f64 = 100.0;

/// What a command cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Wall time, seconds.
    pub wall: f64,
    /// User and system time of it and of the children it waited for, seconds; to a hundredth. None outside Linux.
    pub cpu: Option<f64>,
    /// Most memory of the process itself, without its children, MiB. None outside Linux.
    pub peak: Option<f64>,
}

/// Runs a command, and fails unless it ends with one of `codes`.
pub fn watch(command: &mut Command, codes: &[i32]) -> Cost {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut peak = None;
    if cfg!(target_os = "linux") {
        // A process that ended stays readable until it is waited for; its memory is gone by then.
        while !ended(&child) {
            peak = peak_now(&child).or(peak);
            thread::sleep(Duration::from_millis(2));
        }
    }
    let wall = start.elapsed().as_secs_f64();
    let cpu = cpu(&child);
    let status = child.wait().unwrap();
    let wall = if cpu.is_some() { wall } else { start.elapsed().as_secs_f64() };
    assert!(status.code().is_some_and(|code| codes.contains(&code)), "{command:?} ended with {status}");
    Cost { wall, cpu, peak }
}

fn proc_file(child: &Child, name: &str) -> Option<String> {
    std::fs::read_to_string(format!("/proc/{}/{name}", child.id())).ok()
}

/// The fields of `stat` after the name of the program, which may hold anything.
fn stat(child: &Child) -> Option<Vec<String>> {
    let text = proc_file(child, "stat")?;
    let (_, fields) = text.rsplit_once(')')?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

fn ended(child: &Child) -> bool {
    stat(child).is_none_or(|fields| fields.first().is_some_and(|state| state == "Z" || state == "X"))
}

fn peak_now(child: &Child) -> Option<f64> {
    let text = proc_file(child, "status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// utime, stime, cutime and cstime.
fn cpu(child: &Child) -> Option<f64> {
    let fields = stat(child)?;
    let ticks: Option<f64> = fields.get(11..15)?.iter().map(|text| text.parse::<f64>().ok()).sum();
    Some(ticks? / TICKS)
}
