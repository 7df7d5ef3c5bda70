//! The power goes at any moment of a command: what the disk was not waited for is lost, in any of the ways in which file systems lose it.
//! What an office or a reader was shown stands all the same, and clean commands afterwards give what those give that nobody disturbed.
//!
//! A killed command shows none of this: the system writes what it was told. Here each command of the scenes of `fault` is played
//! once, with everything written down that it did to the disk (`recorder`); a cut leaves what may be there of it (`tree`).
//! A few cuts here; `TONGHOP_CUTS=1000 cargo test --test it power -- --nocapture` spreads that many over the scenes, and
//! `TONGHOP_SCENES="collecting;reopening"` plays these alone.

mod recorder;
mod tree;

use crate::desk::Desk;
use crate::fault::scenes::{self, Act, Plan, Scene, call};
use crate::fault::{self, Outcome};
use crate::kill::copy;
use crate::soundness::{self, is_fixed};
use recorder::{Event, Recorder};
use std::collections::BTreeMap;
use std::sync::Arc;
use tonghop::io::disk::Disk;
use tonghop::io::ledger::{self, Ledger};
use tonghop::io::workspace;
use tonghop::model::agency::AgencyCode;
use tonghop::model::freeze::Freeze;
use tonghop::model::moment::Moment;
use tonghop::model::period::Period;
use tonghop::text::receipt_code;
use tree::{Dice, LOSSES, Loss, Tree};

/// From so many cuts on all scenes are played.
const MANY: usize = 100;

/// So often a first look at three reports waits for the disk, which are waited for one by one; at many it waits six times less.
const WAITS_OF_A_BEGINNING: usize = if cfg!(windows) { WAITS_FILE_BY_FILE } else { 33 };
/// The same on Windows, which has no one wait for a whole disk, so that the files of a set are waited for as well.
const WAITS_FILE_BY_FILE: usize = 38;

/// The week of the scenes.
const WEEK: &str = "2025-W28";

/// A command as it was played once.
struct Recorded {
    before: Tree,
    events: Vec<Event>,
    /// It said that its work is done.
    done: bool,
}

fn record(scene: &Scene) -> Recorded {
    let desk = Desk::copy_of(scene.desk.root(), copy);
    let before = Tree::of(desk.root());
    let recorder = Recorder::new(desk.root());
    let told = call(recorder.disk(), desk.root(), scene.calls[0]);
    let recorded = Recorded { before, events: recorder.events(), done: told.is_ok() };
    let now = recorded.at(recorded.events.len()).now();
    for (name, bytes) in desk.products() {
        assert!(now.get(&name).is_some_and(|seen| **seen == bytes), "{}: {name} was written past the door", scene.name);
    }
    recorded
}

impl Recorded {
    /// The disk after so many of the things that were done.
    fn at(&self, moment: usize) -> Tree {
        let mut tree = self.before.clone();
        self.events[..moment].iter().for_each(|event| tree.does(event));
        tree
    }
}

/// Files by path.
type Files = BTreeMap<String, Arc<Vec<u8>>>;

/// The codes of receipts on the answers that offices see.
fn shown_codes(now: &Files) -> Vec<String> {
    let answers = now.iter().filter(|(name, _)| name.starts_with("phan-hoi/") && name.ends_with(".txt") && !name.contains("/."));
    let texts = answers.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    texts
        .flat_map(|text| text.split_whitespace().filter(|word| word.starts_with("T28-")).map(ToOwned::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Freeze, and version and instant of the release, that a ledger holds.
type Acts = (Option<Freeze>, Option<(u32, Moment)>);

fn acts(ledger: Option<&Ledger>) -> Acts {
    let week = Period::parse_id(WEEK).unwrap();
    let Some(ledger) = ledger else { return (None, None) };
    (ledger.freeze(week).unwrap(), ledger.release(week).unwrap().map(|release| (release.version, release.at)))
}

/// The acts that stood in the ledger while there was power.
fn acts_before(now: &Files) -> Result<Acts, String> {
    let records = tempfile::tempdir().unwrap();
    for name in [ledger::FILE, "ledger.sqlite-wal"] {
        if let Some(bytes) = now.get(&format!("so-tiep-nhan/{name}")) {
            std::fs::write(records.path().join(name), bytes.as_slice()).unwrap();
        }
    }
    Ok(acts(Ledger::open_read_only(&Disk::default(), records.path()).map_err(|e| e.to_string())?.as_ref()))
}

/// Does the ledger that was left know what was shown before? Says what it lacks.
fn knows_what_was_shown(desk: &Desk, recorded: &Recorded, moment: usize) -> Result<(), String> {
    let place = workspace::open(desk.root()).map_err(|e| e.to_string())?;
    let ledger = place.ledger_to_read().map_err(|e| e.to_string())?;
    let receipts = ledger.as_ref().map_or(Ok(Vec::new()), |ledger| ledger.receipts().map_err(|e| e.to_string()))?;
    let codes: Vec<String> = receipts
        .iter()
        .filter_map(|receipt| {
            let agency = AgencyCode::parse(receipt.file.path.split('/').next()?)?;
            Some(receipt_code::of(receipt, &agency, Period::parse_id(WEEK).unwrap()))
        })
        .collect();
    let now = recorded.at(moment).now();
    if let Some(code) = shown_codes(&now).into_iter().find(|code| !codes.iter().any(|known| code.starts_with(known.as_str()))) {
        return Err(format!("the receipt {code} was shown and is not in the ledger"));
    }
    // While the database writes, nothing was told yet.
    let writes = |event: &Event| match event {
        Event::Made(path) | Event::Wrote(path, _) => path.to_string_lossy().contains(ledger::FILE),
        Event::FlushedFolder(path) => path.ends_with("so-tiep-nhan"),
        _ => false,
    };
    let before = recorded.events[..moment].iter().rposition(|event| !writes(event)).map_or(0, |last| last + 1);
    let found = acts(ledger.as_ref());
    if found == acts_before(&now)? || (before < moment && found == acts_before(&recorded.at(before).now())?) {
        return Ok(());
    }
    Err("a freeze or a release is not in the ledger any more".to_owned())
}

/// Cuts the power at a moment of the command, and does what a desk would do then. Says what is wrong.
fn play(scene: &Scene, recorded: &Recorded, (moment, loss, seed): (usize, Loss, u64), wanted: &Outcome) -> Result<(), String> {
    let tree = recorded.at(moment);
    let desk = Desk::copy_of(scene.desk.root(), |_, into| tree.cut(loss, &mut Dice::new(seed), into));
    let (first, decided) = (scene.calls[0], fault::decisions(&scene.desk));
    soundness::records_are_sound(&desk).map_err(|what| format!("after the cut: {what}"))?;
    let refused = first.2 == 13 || first.0 == Act::Recover;
    if !refused {
        knows_what_was_shown(&desk, recorded, moment)?;
    }
    let stands = first.0.decides() && fault::decisions(&desk) > decided;
    if recorded.done && moment == recorded.events.len() {
        if first.0.decides() && !stands {
            return Err("the decision was told to stand, and does not".to_owned());
        }
        soundness::speaks_of_all(&desk).map_err(|what| format!("what was told to be done is not: {what}"))?;
    }
    let products = desk.products();
    let untouched = |(name, bytes): &(&String, &Vec<u8>)| !is_fixed(name) || soundness::stands(&products, name, bytes);
    if let Some((name, _)) = wanted.before.iter().find(|file| !untouched(file)) {
        return Err(format!("{name} had left, and was touched"));
    }
    fault::afterwards(scene, &desk, stands, wanted)
}

#[test]
fn a_power_cut_loses_nothing_that_was_shown() {
    let cuts: usize = std::env::var("TONGHOP_CUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(15);
    let only = std::env::var("TONGHOP_SCENES").ok();
    let few = ["beginning", "collecting", "freezing and releasing"];
    let is_played = |plan: &Plan| match &only {
        Some(only) => only.split(';').any(|name| name == plan.name),
        None => cuts > MANY || few.contains(&plan.name),
    };
    let plans: Vec<Plan> = scenes::scenes().into_iter().filter(is_played).collect();
    let share = cuts.div_ceil(plans.len());
    let mut wrong = Vec::new();
    for plan in &plans {
        let scene = plan.prepared();
        let wanted = fault::undisturbed(&scene);
        let recorded = record(&scene);
        let waits = recorded.events.iter().filter(|event| event.waits()).count();
        assert!(scene.name != "beginning" || waits <= WAITS_OF_A_BEGINNING, "a first look waits {waits} times");
        let shown = shown_codes(&recorded.at(recorded.events.len()).now());
        assert!(scene.name != "collecting" || !shown.is_empty(), "no code of a receipt is found on the answers");
        let began = std::time::Instant::now();
        let mut dice = Dice::new(28);
        let drawn = (0..share).map(|n| {
            let loss = LOSSES[n % LOSSES.len()];
            // Some at the very end: then all of it was told.
            let moment = if n == 0 || n % 7 == 6 { recorded.events.len() } else { dice.below(recorded.events.len() + 1) };
            (moment, loss, u64::try_from(n).unwrap())
        });
        let drawn: Vec<_> = drawn.collect();
        let halves: Vec<Vec<_>> = (0..2).map(|half| drawn.iter().copied().skip(half).step_by(2).collect()).collect();
        let play_half = |half: &Vec<(usize, Loss, u64)>| {
            let told = |cut: &(usize, Loss, u64)| {
                let what = play(&scene, &recorded, *cut, &wanted).err()?;
                let last = recorded.events[..cut.0].last();
                let told = format!("{}, {cut:?} of {}, after {last:?}: {what}", scene.name, recorded.events.len());
                println!("{told}");
                Some(told)
            };
            half.iter().filter_map(told).collect::<Vec<String>>()
        };
        let found: Vec<Vec<String>> = std::thread::scope(|scope| {
            let threads: Vec<_> = halves.iter().map(|half| scope.spawn(|| play_half(half))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        wrong.extend(found.into_iter().flatten());
        println!(
            "{}: {share} cuts in {} things done with {waits} waits, in {:?}, {} wrong so far",
            scene.name,
            recorded.events.len(),
            began.elapsed(),
            wrong.len()
        );
    }
    assert!(wrong.is_empty(), "{} cuts:\n{}", wrong.len(), wrong.join("\n"));
}

/// The judge itself: each wait that is left out shows.
#[test]
fn what_was_not_waited_for_is_lost() {
    type Act = fn(&Disk, &std::path::Path) -> std::io::Result<()>;
    let whole: Act = |disk, folder| {
        let (draft, file) = (folder.join("a.tmp"), folder.join("a"));
        let open = disk.create_new(&draft)?;
        disk.write_all(&draft, &open, b"new")?;
        disk.sync(&draft, &open)?;
        disk.rename(&draft, &file)?;
        disk.sync_folder(folder)
    };
    let unflushed: Act = |disk, folder| {
        let (draft, file) = (folder.join("a.tmp"), folder.join("a"));
        let open = disk.create_new(&draft)?;
        disk.write_all(&draft, &open, b"new")?;
        disk.rename(&draft, &file)?;
        disk.sync_folder(folder)
    };
    let unnamed: Act = |disk, folder| {
        let (draft, file) = (folder.join("a.tmp"), folder.join("a"));
        let open = disk.create_new(&draft)?;
        disk.write_all(&draft, &open, b"new")?;
        disk.sync(&draft, &open)?;
        disk.rename(&draft, &file)
    };
    let left = |act: Act, loss: Loss| {
        let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(from.path().join("a"), b"old").unwrap();
        let mut tree = Tree::of(from.path());
        let recorder = Recorder::new(from.path());
        act(&recorder.disk(), from.path()).unwrap();
        recorder.events().iter().for_each(|event| tree.does(event));
        assert_eq!(
            tree.now().into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect::<Vec<_>>(),
            [("a".to_owned(), b"new".to_vec())]
        );
        tree.cut(loss, &mut Dice::new(1), into.path());
        String::from_utf8(std::fs::read(into.path().join("a")).unwrap()).unwrap()
    };
    for loss in LOSSES {
        assert_eq!(left(whole, loss), "new", "{loss:?}");
    }
    assert_eq!([left(unnamed, Loss::All), left(unnamed, Loss::Contents)], ["old", "new"]);
    assert_eq!([left(unflushed, Loss::Contents), left(unflushed, Loss::Zeros)], ["", "\0\0\0"]);
}
