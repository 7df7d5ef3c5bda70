//! The model test: weeks made from a seed are played by the real program, in process, and by a small independent model
//! of what `src/docs/week.md` promises; after every command both must say the same of every agency and every file.
//!
//! ```text
//! seed → Scenario (generator) → Share (what happens on the drive) → looks → Oracle → Expected ┐
//!                                                              └→ disk → World → Told         ┴→ equal?
//! ```
//!
//! What is held against the program after every run: the standing, evidence, time, counted content of every agency and
//! whether it is merged; each key of `files`, and that `seen` is their sum; that every complete content of a look is in
//! the archive; that the on-time set never shrinks after the freeze; that what a release says and its bytes never change;
//! that a run that follows at once changes nothing; that a run that stops after its scan says what the whole run says, and could do so
//! until the last moment for which it was noted; and, at the end of some seeds, that `verify` agrees. After many seeds
//! every standing, evidence and key of `files` must have occurred: what never happens was never tested.
//!
//! `TONGHOP_SEEDS` says how many seeds are played (default [`SEEDS`]), `TONGHOP_SEED` which is the first,
//! `TONGHOP_FAILURES` how many may fail before the test stops. A failure prints its seed and the shortest story found
//! that still fails. For many seeds let the program be built with optimisation (`cargo test --release`, or
//! `CARGO_PROFILE_DEV_OPT_LEVEL=1`): it is four times as fast.

mod carried;
mod expected;
mod generator;
mod oracle;
mod programmes;
mod share;
mod standing;
mod stories;
mod world;

use expected::{Clock, Expected, Line, Run, Wanted};
use generator::{Act, Scenario, Step};
use oracle::Oracle;
use share::{Instant, Share, Week};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use world::{Command, Done, Fault, Told, World};

/// How many seeds a plain `cargo test` plays.
const SEEDS: u64 = 240;

/// So many seeds meet everything.
const ENOUGH: u64 = 200;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn the_program_says_what_the_model_knows() {
    let first = number("TONGHOP_SEED", 1);
    let last = first + number("TONGHOP_SEEDS", SEEDS);
    let next = AtomicU64::new(first);
    let failures: Mutex<Vec<u64>> = Mutex::default();
    let met: Mutex<Met> = Mutex::default();
    let most = number("TONGHOP_FAILURES", 1);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let started = std::time::Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while (failures.lock().unwrap().len() as u64) < most {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= last {
                        break;
                    }
                    match play(&generator::scenario(seed), seed) {
                        Ok(of_seed) => of_seed.into_iter().for_each(|(what, times)| *met.lock().unwrap().entry(what).or_default() += times),
                        Err(_) => failures.lock().unwrap().push(seed),
                    }
                }
            });
        }
    });
    println!("{} seeds in {:?}", next.into_inner().min(last) - first, started.elapsed());
    let mut failures = failures.into_inner().unwrap();
    failures.sort_unstable();
    if let Some(seed) = failures.first() {
        panic!("seeds {failures:?} fail\n{}", explain(*seed));
    }
    let met = met.into_inner().unwrap();
    println!("{met:?}");
    if last - first >= ENOUGH {
        let never: Vec<&str> = ALL.into_iter().filter(|what| met.get(*what).is_none_or(|times| *times == 0)).collect();
        assert!(never.is_empty(), "never met: {never:?}");
    }
}

/// How often each thing was met.
type Met = BTreeMap<String, u32>;

/// What enough seeds must meet.
const ALL: [&str; 30] = [
    "carried figure",
    "proposal",
    "on_time",
    "late",
    "admitted",
    "returned",
    "arriving",
    "missing",
    "unknown",
    "exempt",
    "by clerk",
    "by scan",
    "by server_time",
    "by unproven",
    "changed",
    "document",
    "received",
    "known",
    "returned files",
    "arriving files",
    "waiting files",
    "after_release files",
    "document files",
    "skipped files",
    "unreadable files",
    "release",
    "in doubt",
    "released by a wrong clock",
    "void by clock",
    "rested",
];

#[test]
fn stories_that_were_once_told_differently() {
    let differing = |(what, scenario): &(&str, Scenario)| play(scenario, 0).err().map(|story| format!("{what}\n{story}"));
    let wrong: Vec<String> = stories::stories().iter().filter_map(differing).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The shortest story found that still fails as a seed does.
fn explain(seed: u64) -> String {
    let mut scenario = generator::scenario(seed);
    let mut story = play(&scenario, seed).err().unwrap_or_else(|| "it does not fail again".to_owned());
    // Leaving out steps, first many at a time, as long as it still fails.
    let mut size = scenario.steps.len();
    while size > 0 {
        let mut at = 0;
        while at < scenario.steps.len() {
            let mut shorter = scenario.clone();
            shorter.steps.drain(at..scenario.steps.len().min(at + size));
            match play(&shorter, seed) {
                Err(shorter_story) => (scenario, story) = (shorter, shorter_story),
                Ok(_) => at += size,
            }
        }
        size /= 2;
    }
    format!("seed {seed}, server's clock {:?}, late reports merged: {}\n{story}", scenario.clock, scenario.include_late)
}

/// Plays weeks: what was met, or the story and what differs. A panic of the program differs too.
fn play(scenario: &Scenario, seed: u64) -> Result<Met, String> {
    let mut story = String::new();
    let played = catch_unwind(AssertUnwindSafe(|| {
        let mut play = Play::new(scenario);
        play.all(scenario, seed, &mut story).map(|()| play.met)
    }));
    match played {
        Ok(Ok(met)) => Ok(met),
        Ok(Err(differs)) => Err(format!("{story}\n{differs}")),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("{story}\npanic: {}", words.unwrap_or("?")))
        }
    }
}

/// A scenario being played.
struct Play {
    share: Share,
    world: World,
    oracle: Oracle,
    /// The file server's clock can be asked, while ours is right.
    confirms: bool,
    /// How far our clock is ahead of the true time.
    ahead: Instant,
    /// How often the machine was started.
    boot: u32,
    /// A clock that was wrong released a week.
    ended: bool,
    /// Agencies that were on time once their week was frozen.
    on_time: BTreeMap<Week, BTreeSet<&'static str>>,
    /// Products of released weeks.
    sealed: BTreeMap<Week, BTreeMap<String, String>>,
    /// Those of weeks that were void, by SHA-256 and name: a run that can write gives each the name that says so.
    void: BTreeMap<Week, Vec<(String, String)>>,
    met: Met,
}

impl Play {
    fn new(scenario: &Scenario) -> Self {
        Self {
            share: Share::new(scenario.clock),
            world: World::new(scenario.include_late),
            oracle: Oracle::new(scenario.include_late),
            confirms: scenario.confirms,
            ahead: 0,
            boot: 0,
            ended: false,
            on_time: BTreeMap::new(),
            sealed: BTreeMap::new(),
            void: BTreeMap::new(),
            met: Met::new(),
        }
    }

    fn all(&mut self, scenario: &Scenario, seed: u64, story: &mut String) -> Result<(), String> {
        // Each of these runs is looked at twice.
        self.world.as_scheduled = seed.is_multiple_of(4);
        for step in &scenario.steps {
            writeln!(story, "{step}").unwrap();
            match &step.act {
                Act::Share(event) => self.share.happen(step.at, event),
                Act::SetClock(ahead) => self.ahead = *ahead,
                Act::Restart => self.boot += 1,
                Act::Command { command, fault, meanwhile, twice } => {
                    let clock = self.clock(step.at);
                    let void = self.oracle.void(clock).0;
                    self.ended = self.oracle.released.iter().any(|(week, (at, _))| *at > clock.now && !void.contains(week));
                    if self.ended {
                        // What a wrong clock released is a person's to take back; what comes afterwards is told by numbers there.
                        break;
                    }
                    let quiet = self.command(step, (*command, *fault), meanwhile, story)?;
                    if quiet && *twice && meanwhile.is_empty() {
                        self.again(step, story)?;
                    }
                }
            }
        }
        for week in self.sealed.keys() {
            self.still_sealed(*week)?;
        }
        *self.met.entry("rested".to_owned()).or_default() += self.world.rested;
        if self.ended {
            *self.met.entry("released by a wrong clock".to_owned()).or_default() += 1;
        }
        let end = self.clock(scenario.steps.last().map_or(0, |step| step.at)).now;
        let wrong = if seed.is_multiple_of(4) && !self.oracle.scans.is_empty() { self.world.verify(end) } else { Vec::new() };
        if wrong.is_empty() { Ok(()) } else { Err(format!("verify: {wrong:?}")) }
    }

    /// What our clocks say at an instant.
    fn clock(&self, at: Instant) -> Clock {
        let reached = self.share.mount != share::Mount::Gone;
        Clock { now: at + self.ahead, boot: (self.boot, at), confirmed: self.confirms && self.ahead == 0 && reached }
    }

    /// One command, by both. Says whether a run came through without anything left to wait for.
    fn command(
        &mut self,
        step: &Step,
        (command, fault): (Command, Fault),
        meanwhile: &[share::Event],
        story: &mut String,
    ) -> Result<bool, String> {
        let (clock, now) = (self.clock(step.at), self.clock(step.at).now);
        let (told, looks) = self.world.command(&self.share, (step.at, clock), fault, meanwhile, command);
        self.share.clone_from(looks.last().unwrap());
        let before: BTreeSet<Week> = self.oracle.frozen.keys().chain(self.oracle.released.keys()).copied().collect();
        let released: BTreeSet<Week> = self.oracle.released.keys().copied().collect();
        let expected = match command {
            Command::Admit(agency) => self.oracle.admit(now, &self.share, agency),
            Command::Revoke(agency) => self.oracle.revoke(now, &self.share, agency),
            Command::Run => self.oracle.run(clock, &looks, fault, false),
            Command::Release => self.oracle.run(clock, &looks, fault, true),
        };
        writeln!(story, "        → exit {} {}{}", told.exit, told.words, summary(&told)).unwrap();
        for week in before {
            if !self.oracle.frozen.contains_key(&week) || (released.contains(&week) && !self.oracle.released.contains_key(&week)) {
                self.forget(week);
            }
        }
        self.compare(now, &told, &expected)?;
        if matches!(expected, Expected::Done(_)) && fault != Fault::Products {
            self.still_kept()?;
        }
        let quiet = matches!(&expected, Expected::Done(run) if run.files.arriving == 0) && fault == Fault::None;
        Ok(quiet)
    }

    /// A week was void.
    fn forget(&mut self, week: Week) {
        *self.met.entry("void by clock".to_owned()).or_default() += 1;
        self.on_time.remove(&week);
        // What was frozen may still be in force.
        let left = self.sealed.remove(&week).unwrap_or_default().into_iter().filter(|(name, _)| !name.contains("_chot-"));
        self.void.entry(week).or_default().extend(left.map(|(name, sha)| (sha, name)));
    }

    /// What left of weeks that were void stands under a name that says so.
    fn still_kept(&self) -> Result<(), String> {
        for (week, left) in &self.void {
            let stands: BTreeSet<String> =
                self.world.sealed(*week).into_iter().filter(|(name, _)| name.contains("_huy")).map(|(_, sha)| sha).collect();
            let lost: Vec<&String> = left.iter().filter(|(sha, _)| !stands.contains(sha)).map(|(_, name)| name).collect();
            if !lost.is_empty() {
                return Err(format!("void, and not kept: {lost:?}"));
            }
        }
        Ok(())
    }

    fn compare(&mut self, at: Instant, told: &Told, expected: &Expected) -> Result<(), String> {
        match (&told.done, expected) {
            (None, Expected::Fails(exit)) if told.exit == *exit => Ok(()),
            (None, Expected::Recorded(exit)) if told.exit == *exit => Ok(()),
            (Some(done), Expected::Done(run)) => self.compare_runs(at, told.exit, done, run),
            _ => Err(format!("program: exit {}, {}; model: {expected:?}", told.exit, told.words)),
        }
    }

    fn compare_runs(&mut self, at: Instant, exit: u8, done: &Done, run: &Run) -> Result<(), String> {
        self.meet(run);
        let mut wrong = Vec::new();
        if !run.exit.contains(&exit) {
            wrong.push(format!("exit {exit}, model {:?}", run.exit));
        }
        if done.files != run.files || !done.files.adds_up() {
            wrong.push(format!("files\n  program {:?}\n  model   {:?}", done.files, run.files));
        }
        if done.released != run.released {
            wrong.push(format!("released: {}, model {}", done.released, run.released));
        }
        for (agency, line) in &run.lines {
            if done.lines.get(agency) != Some(line) {
                wrong.push(format!("{agency}\n  program {}\n  model   {}", shown(done.lines.get(agency)), shown(Some(line))));
            }
        }
        for content in &run.kept {
            // A document is known by its digest, size and name alone.
            let document = matches!(content.kind, share::Kind::Document(_));
            if self.world.keeps(content) == document {
                wrong.push(format!("{} the archive: {content:?}", if document { "a document is in" } else { "not in" }));
            }
        }
        wrong.extend(self.shrunk(at, done));
        for (week, lines) in &run.releases {
            wrong.extend(self.released_otherwise(*week, lines));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    /// Counts what a run says.
    fn meet(&mut self, run: &Run) {
        let mut met = |what: &str, times: usize| {
            if times > 0 {
                *self.met.entry(what.to_owned()).or_default() += u32::try_from(times).unwrap();
            }
        };
        for line in run.lines.values() {
            met(&line.standing, 1);
            line.evidence.iter().for_each(|evidence| met(&format!("by {evidence}"), 1));
            met("changed", usize::from(line.changed));
            met("document", usize::from(line.document));
        }
        let f = &run.files;
        let keys = [
            ("received", f.received),
            ("known", f.known),
            ("returned files", f.returned),
            ("arriving files", f.arriving),
            ("waiting files", f.waiting),
            ("after_release files", f.after_release),
            ("document files", f.document),
            ("skipped files", f.skipped),
            ("unreadable files", f.unreadable),
        ];
        keys.into_iter().for_each(|(key, files)| met(key, usize::try_from(files).unwrap()));
        met("release", run.releases.len());
        met("in doubt", usize::from(run.doubted));
    }

    /// Who was on time after the freeze and is no more.
    fn shrunk(&mut self, at: Instant, done: &Done) -> Vec<String> {
        let week = share::week_of(at);
        if !self.oracle.frozen.contains_key(&week) {
            return Vec::new();
        }
        let of = |standings: &[&str]| -> BTreeSet<&'static str> {
            done.lines.iter().filter(|(_, l)| standings.contains(&l.standing.as_str())).map(|(a, _)| *a).collect()
        };
        let before = self.on_time.insert(week, of(&["on_time"])).unwrap_or_default();
        before.difference(&of(&["on_time", "admitted"])).map(|a| format!("{a} was on time after the freeze and is no more")).collect()
    }

    /// What a release says otherwise than the model; from now on its bytes are fixed.
    fn released_otherwise(&mut self, week: Week, lines: &BTreeMap<&'static str, Line>) -> Vec<String> {
        self.sealed.insert(week, self.world.sealed(week));
        let known = self.oracle.shown.get(&week).cloned().unwrap_or_default();
        let wanted = |(agency, line): (&&'static str, &Line)| {
            (*agency, Wanted { standing: line.standing.clone(), merged: line.merged, known: known.get(*agency).cloned() })
        };
        let wanted: BTreeMap<&'static str, Wanted> = lines.iter().map(wanted).collect();
        self.meet_known(week, &known);
        match self.world.release(week) {
            Some(release) if release == wanted => Vec::new(),
            release => vec![format!("release of W{week}\n  program {release:?}\n  model   {wanted:?}")],
        }
    }

    /// Counts what a release knows from before.
    fn meet_known(&mut self, week: Week, known: &carried::Known) {
        for row in known.values() {
            let told = [("carried figure", row.confirmed < week), ("proposal", row.proposal.is_some())];
            for (what, _) in told.into_iter().filter(|(_, met)| *met) {
                *self.met.entry(what.to_owned()).or_default() += 1;
            }
        }
    }

    fn still_sealed(&self, week: Week) -> Result<(), String> {
        let now = self.world.sealed(week);
        if self.sealed.get(&week) == Some(&now) { Ok(()) } else { Err(format!("products of W{week} changed after the release")) }
    }

    /// A run that follows at once finds everything known and writes nothing.
    fn again(&mut self, step: &Step, story: &mut String) -> Result<(), String> {
        let clock = self.clock(step.at);
        let (told, looks) = self.world.command(&self.share, (step.at, clock), Fault::None, &[], Command::Run);
        writeln!(story, "        → at once again: exit {} {}{}", told.exit, told.words, summary(&told)).unwrap();
        let expected = self.oracle.run(clock, &looks, Fault::None, false);
        self.compare(clock.now, &told, &expected)?;
        match &told.done {
            Some(done) if done.outputs.is_empty() && done.files.known + done.files.unreadable + done.files.skipped == done.files.seen => {
                Ok(())
            }
            _ => Err(format!("a run at once again is not quiet: {told:?}")),
        }
    }
}

/// What a run said, on a line.
fn summary(told: &Told) -> String {
    let Some(done) = &told.done else { return String::new() };
    let lines: Vec<String> = done.lines.iter().map(|(agency, line)| format!("{agency} {}", line.standing)).collect();
    format!("{}{}", if done.released { "released; " } else { "" }, lines.join(", "))
}

fn shown(line: Option<&Line>) -> String {
    let Some(l) = line else { return "nothing".to_owned() };
    let at = l.received_at.map(share::told);
    format!(
        "{} by {:?} at {at:?}, {:?}, merged {}, changed {}, document {}",
        l.standing, l.evidence, l.content, l.merged, l.changed, l.document
    )
}
