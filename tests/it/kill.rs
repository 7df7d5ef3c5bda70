//! A command killed at any moment is completed or repeated by the next ones: the products, what `status` says, what `verify`
//! finds and every line of the journal are those of a week that nobody disturbed.
//!
//! A few kills here; `TONGHOP_KILLS=200 cargo test --test it kill -- --nocapture` spreads that many over the scenes.

use crate::desk::Desk;
use crate::soundness;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tonghop::io::workspace;

/// A command of a scene.
#[derive(Clone, Copy)]
struct Step {
    arguments: &'static [&'static str],
    /// When it is called, on the Friday of week 28; with a day of July before it, on that one.
    at: &'static str,
    /// How it ends undisturbed.
    code: i32,
}

/// What stands around some commands, each of which is killed.
struct Scene {
    what: &'static str,
    prepare: fn() -> Desk,
    steps: &'static [Step],
}

const fn step(arguments: &'static [&'static str], at: &'static str, code: i32) -> Step {
    Step { arguments, at, code }
}

const RUN: &[&str] = &["run"];
/// While the file server says the same as our clock.
const CONFIRMED: &[&str] = &["run", "--skew", "0"];
const BY: [&str; 4] = ["--reason", "mất điện", "--by", "Chánh Văn phòng"];
const ADMIT: &[&str] = &["admit", "VPTU", "--period", "2025-W28", BY[0], BY[1], BY[2], BY[3]];
const REVOKE: &[&str] = &["admit", "--revoke", "VPTU", BY[0], BY[1], BY[2], BY[3]];
const SENT: &[&str] = &["sent", "--period", "2025-W28", "--number", "12/BC", "--to", "UBND tỉnh", "--by", "Trần Thị Bình"];
const REOPEN: &[&str] = &["reopen", "--period", "2025-W28", BY[0], BY[1], BY[2], BY[3]];
const WITHDRAW: &[&str] = &["withdraw", "--period", "2025-W28", BY[0], BY[1], BY[2], BY[3]];
const RECOVER: &[&str] = &["recover", BY[0], BY[1], BY[2], BY[3]];

/// The machine has counted so many seconds.
const fn counted(arguments: &'static [&'static str], at: &'static str) -> Step {
    step(arguments, at, 0)
}

const SCENES: [Scene; 10] = [
    Scene { what: "nothing", prepare: prepared, steps: &[step(RUN, "15:20", 0)] },
    Scene {
        what: "the share is away",
        prepare: || {
            let desk = prepared();
            fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
            desk
        },
        steps: &[step(RUN, "11:01", 10), step(RUN, "15:20", 10)],
    },
    Scene {
        what: "the configuration is half saved",
        prepare: || {
            let desk = prepared();
            fs::write(desk.path("tonghop.toml"), "rehearsal = true\n[desk]\ncode = \"SK").unwrap();
            desk
        },
        steps: &[step(RUN, "15:20", 2)],
    },
    Scene {
        what: "the ledger is that of the morning",
        prepare: || {
            let desk = frozen();
            put_back_the_morning(&desk);
            desk.put("X-B/BC_X-B_T28_2025.xlsx", &desk.report("X-B", "2025-W28").bytes(), &moment("12:00"));
            desk
        },
        steps: &[step(RUN, "13:00", 13), step(RECOVER, "13:10", 0), step(RUN, "13:20", 0), step(RUN, "15:20", 0)],
    },
    Scene {
        what: "the clock jumps and is set right",
        prepare: || {
            let desk = Desk::new();
            reported(&desk);
            assert_eq!(desk.run_with(&moment("10:40"), &["--boot", "a:2400"]).code, 0);
            desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), &moment("10:41"));
            desk
        },
        steps: &[
            counted(&["run", "--boot", "a:2700"], "12T09:00"),
            counted(&["run", "--boot", "a:3000"], "10:50"),
            counted(&["run", "--boot", "a:3660"], "11:01"),
            counted(&["run", "--boot", "a:19200"], "15:20"),
        ],
    },
    Scene {
        what: "an exception is granted, taken back and granted again",
        prepare: frozen,
        steps: &[step(ADMIT, "11:30", 0), step(REVOKE, "11:40", 0), step(RUN, "11:45", 0), step(ADMIT, "11:50", 0), step(RUN, "15:20", 0)],
    },
    Scene {
        what: "a release is withdrawn and made once more",
        prepare: || {
            let desk = frozen();
            assert_eq!(desk.json(&["release", "--now", &moment("14:00")], &[]).code, 0);
            desk
        },
        steps: &[step(WITHDRAW, "14:10", 0), step(RUN, "14:20", 0), step(RUN, "15:20", 0)],
    },
    Scene {
        what: "a freeze of a wrong clock is void, and the period is frozen when it is due",
        prepare: || {
            let desk = Desk::new();
            reported(&desk);
            assert_eq!(desk.run(&moment("10:40")).code, 0);
            desk
        },
        steps: &[step(RUN, "11T12:00", 0), step(WITHDRAW, "10:50", 0), step(RUN, "11:01", 0), step(RUN, "15:20", 0)],
    },
    Scene {
        what: "a wrong clock ended the week, and the file server confirms the right one",
        prepare: || {
            let desk = Desk::new();
            reported(&desk);
            assert_eq!(desk.run(&moment("10:40")).code, 0);
            assert_eq!(desk.run(&moment("12T09:00")).json["phase"], "released");
            desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), &moment("10:41"));
            desk
        },
        steps: &[step(CONFIRMED, "10:50", 0), step(CONFIRMED, "11:01", 0), step(CONFIRMED, "15:20", 0)],
    },
    Scene {
        what: "a release is sent and made once more",
        prepare: || {
            let desk = frozen();
            assert_eq!(desk.run(&moment("15:20")).code, 0);
            desk
        },
        steps: &[
            step(SENT, "15:40", 0),
            step(REOPEN, "15:50", 0),
            step(ADMIT, "15:55", 0),
            step(&["release", "--period", "2025-W28"], "16:00", 0),
            step(RUN, "16:10", 0),
        ],
    },
];

fn moment(at: &str) -> String {
    if at.contains('T') { format!("2025-07-{at}:00+07:00") } else { format!("2025-07-11T{at}:00+07:00") }
}

fn reported(desk: &Desk) {
    for agency in ["SYT", "STC", "X-A"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), &moment("09:00"));
    }
}

/// A desk that has looked before the cutoff, and one report that came a minute too late.
fn prepared() -> Desk {
    let desk = Desk::new();
    reported(&desk);
    assert_eq!(desk.run(&moment("10:50")).code, 0);
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), &moment("11:01"));
    desk
}

/// The same after the freeze; the ledger as it was before is kept beside.
fn frozen() -> Desk {
    let desk = prepared();
    fs::copy(desk.path("so-tiep-nhan/ledger.sqlite"), desk.path("so-buoi-sang")).unwrap();
    assert_eq!(desk.run(&moment("11:05")).standing("VPTU"), "late");
    desk
}

fn put_back_the_morning(desk: &Desk) {
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
        fs::remove_file(desk.path("so-tiep-nhan").join(name)).ok();
    }
    fs::copy(desk.path("so-buoi-sang"), desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
}

/// Everything that must be equal afterwards.
struct Outcome {
    products: BTreeMap<String, Vec<u8>>,
    status: Json,
    verified: String,
    /// The lines of the journal, as kind, key and hash.
    journal: Vec<(String, String, String)>,
}

fn outcome(desk: &Desk) -> Outcome {
    const AFTER: &str = "2025-07-11T16:25:00+07:00";
    let mut status = desk.json(&["status", "--now", AFTER], &[]).json;
    let object = status.as_object_mut().unwrap();
    object.remove("last_run");
    // They name the folder of the workspace.
    object.remove("failures");
    let verified = desk.command().args(["verify", "--now", AFTER]).output().unwrap();
    let verified = String::from_utf8(verified.stdout).unwrap();
    let lines = soundness::journal(desk).unwrap().into_iter();
    Outcome {
        products: desk.products(),
        status,
        verified,
        journal: lines.map(|line| (line.entry.kind, line.entry.key, line.entry.hash)).collect(),
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            let modified = entry.metadata().unwrap().modified().unwrap();
            fs::File::options().write(true).open(&target).unwrap().set_modified(modified).unwrap();
        }
    }
}

/// The number of the last decision in the ledger.
fn last_decision(desk: &Desk) -> i64 {
    workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap().last_exception().unwrap()
}

impl Step {
    fn call<'a>(&self, moment: &'a str) -> Vec<&'a str> {
        [self.arguments, &["--now", moment]].concat()
    }

    /// Does it record what a person decided? Such a command is repeated only if its decision is not there.
    fn decides(&self) -> bool {
        ["admit", "sent", "reopen", "withdraw"].contains(&self.arguments[0])
    }

    fn play(&self, desk: &Desk) -> Result<(), String> {
        let found = desk.json(&self.call(&moment(self.at)), &[]);
        if found.code == self.code { Ok(()) } else { Err(format!("{:?}: exit {}, {}", self.arguments, found.code, found.stderr)) }
    }

    /// Kills it after a while, and does what a person would do then. Says whether it was still working.
    fn kill(&self, desk: &Desk, after: Duration) -> Result<bool, String> {
        let before = if self.decides() { last_decision(desk) } else { 0 };
        let sent = desk.products();
        let mut child = desk.process(&self.call(&moment(self.at))).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(after);
        let working = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        // The children of a killed run end by themselves when their pipes close.
        std::thread::sleep(Duration::from_millis(5));
        let now = desk.products();
        let touched: Vec<&String> = sent
            .iter()
            .filter(|(name, bytes)| soundness::is_fixed(name) && !soundness::stands(&now, name, bytes))
            .map(|(name, _)| name)
            .collect();
        if !touched.is_empty() {
            return Err(format!("what had left was touched: {touched:?}"));
        }
        if self.decides() && last_decision(desk) > before {
            return Ok(working);
        }
        match self.play(desk) {
            // All was in place when it was killed: there is nothing left to recover, or to release.
            Err(told) if ["recover", "release"].contains(&self.arguments[0]) && told.contains("exit 12,") => Ok(working),
            played => played.map(|()| working),
        }
    }
}

/// Plays the steps undisturbed: the workspace, and how long each took.
fn undisturbed(start: &Desk, steps: &[Step]) -> (Desk, Vec<Duration>) {
    let desk = Desk::copy_of(start.root(), copy);
    let time = |step: &Step| {
        let began = Instant::now();
        step.play(&desk).unwrap();
        began.elapsed()
    };
    let times = steps.iter().map(time).collect();
    (desk, times)
}

#[test]
fn a_killed_command_leaves_no_trace_in_the_end() {
    let kills: u32 = std::env::var("TONGHOP_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(14);
    let share = kills.div_ceil(u32::try_from(SCENES.len()).unwrap());
    let mut wrong = Vec::new();
    let interrupted: u32 = SCENES.iter().map(|scene| play(scene, share, &mut wrong)).sum();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Of all scenes together: on a busy machine the one or two kills of a scene may all come too late.
    assert!(4 * interrupted >= kills, "{interrupted} of {kills}");
}

/// Kills the commands of a scene at moments spread over it, and says how many were killed while they worked.
fn play(Scene { what, prepare, steps }: &Scene, kills: u32, wrong: &mut Vec<String>) -> u32 {
    let start = prepare();
    let (desk, one) = undisturbed(&start, steps);
    let wanted = outcome(&desk);
    let broken = steps.last().is_some_and(|step| step.code == 2);
    if !broken {
        assert!(wanted.verified.contains("khớp") && !wanted.verified.contains("KHÔNG"), "{what}: {}", wanted.verified);
        assert!(!wanted.verified.contains("không lập lại được") && !wanted.verified.contains("chưa niêm phong"), "{what}");
    }
    // The shorter of two times: a machine busy with other things would spread the kills past the end.
    let (_, other) = undisturbed(&start, steps);
    let times: Vec<Duration> = one.into_iter().zip(other).map(|(one, other)| one.min(other)).collect();
    let whole: Duration = times.iter().sum();
    let mut interrupted = 0;
    for kill in 0..kills {
        // Half a share later than the beginning, so that few kills reach each part of a scene.
        let mut moment = whole.mul_f64((f64::from(kill) + 0.5) / f64::from(kills));
        let desk = Desk::copy_of(start.root(), copy);
        let mut killed = "";
        let played = steps.iter().zip(&times).try_for_each(|(step, time)| {
            if !killed.is_empty() || moment >= *time {
                moment = moment.saturating_sub(if killed.is_empty() { *time } else { Duration::ZERO });
                return step.play(&desk);
            }
            killed = step.arguments[0];
            interrupted += u32::from(step.kill(&desk, moment)?);
            Ok(())
        });
        let found = played.and_then(|()| compare(&desk, &wanted));
        wrong.extend(found.err().map(|told| format!("{what}: {killed} killed after {moment:?}: {told}")));
    }
    println!("{what}: {interrupted} of {kills} commands were killed while they worked, over {whole:?}");
    interrupted
}

fn compare(desk: &Desk, wanted: &Outcome) -> Result<(), String> {
    soundness::is_sound(desk)?;
    soundness::is_in_step(desk)?;
    let found = outcome(desk);
    if found.journal != wanted.journal {
        let line = found.journal.iter().zip(&wanted.journal).position(|(one, other)| one != other);
        return Err(format!("the journal, line {line:?}:\n{:?}\n{:?}", found.journal, wanted.journal));
    }
    if found.status != wanted.status {
        return Err(format!("status\n{}\n{}", found.status, wanted.status));
    }
    if found.verified != wanted.verified {
        return Err(format!("verify\n{}\n{}", found.verified, wanted.verified));
    }
    let differing = soundness::differing(&found.products, &wanted.products);
    if differing.is_empty() { Ok(()) } else { Err(format!("other products: {differing:?}")) }
}
