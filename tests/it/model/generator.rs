//! Weeks from a seed: who saves, replaces, renames, removes and damages what and when, when the program runs, and what
//! goes wrong meanwhile. The same seed is the same weeks on every machine. What people do crowds around 11:00 and 15:30,
//! because that is where a verdict can go wrong.

use super::share::{
    BookRow, Content, DAY, Event, FIRST, HOUR, Instant, Kind, MINUTE, Mount, Part, SECOND, ServerClock, Week, start_of, told,
};
use super::world::{AGENCIES, Command, Fault};

/// A code that the register does not know.
pub const STRANGER: &str = "SXX";

/// A folder that the register does not know.
pub const UNLISTED: &str = "Khac";

/// Names of files, with the revision that each of them says.
const NAMES: [(&str, u32); 8] = [
    ("BC.xlsx", 0),
    ("BC tuan.xlsx", 0),
    ("BC (1).xlsx", 0),
    ("BC - Copy.xlsx", 0),
    ("Ban moi nhan.xlsx", 0),
    ("BC_SD1.xlsx", 1),
    ("BC sua lan 2.xlsx", 2),
    ("BC dinh chinh.xlsx", 1),
];

/// How often a name says that its report was revised.
pub fn mark_of(path: &str) -> u32 {
    NAMES.iter().find(|(name, _)| path.ends_with(&format!("/{name}"))).map_or(0, |(_, mark)| *mark)
}

/// What happens at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Share(Event),
    /// Our clock is set, or jumps, so much ahead of the true time.
    SetClock(Instant),
    /// The machine is started anew.
    Restart,
    Command {
        command: Command,
        fault: Fault,
        meanwhile: Vec<Event>,
        twice: bool,
    },
}

/// An act and its instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: Instant,
    pub act: Act,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}  ", told(self.at))?;
        match &self.act {
            Act::Share(event) => write!(f, "    {event:?}"),
            Act::SetClock(ahead) => write!(f, "our clock is {} s ahead", ahead / SECOND),
            Act::Restart => write!(f, "the machine is started anew"),
            Act::Command { command, fault, meanwhile, .. } => {
                write!(f, "{command:?}")?;
                if *fault != Fault::None {
                    write!(f, ", fault: {fault:?}")?;
                }
                meanwhile.iter().try_for_each(|event| write!(f, ", meanwhile {event:?}"))
            }
        }
    }
}

/// Weeks to be played.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub clock: ServerClock,
    /// The file server's clock can be asked, while ours is right.
    pub confirms: bool,
    /// `late_reports = "include"`.
    pub include_late: bool,
    pub steps: Vec<Step>,
}

/// Numbers from a seed: xorshift64*.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        // Neighbouring seeds must not begin alike, and 0 would stay 0.
        let mixed = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: i64) -> i64 {
        i64::try_from((self.next() >> 33) % u64::try_from(n).unwrap()).unwrap()
    }

    fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(to - from)
    }

    fn percent(&mut self, chance: i64) -> bool {
        self.below(100) < chance
    }

    fn of<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[usize::try_from(self.below(i64::try_from(choice.len()).unwrap())).unwrap()]
    }

    /// One of several by weight.
    fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        weights
            .iter()
            .position(|w| {
                left -= w;
                left < 0
            })
            .unwrap()
    }
}

/// The weeks of a seed.
pub fn scenario(seed: u64) -> Scenario {
    let mut dice = Dice::new(seed);
    let clock = match dice.weighted(&[60, 25, 15]) {
        0 => ServerClock::Ahead(0),
        1 => ServerClock::Ahead(dice.between(-240, 240) * SECOND),
        _ => ServerClock::Silent,
    };
    let include_late = dice.percent(12);
    let weeks: Vec<Week> = if dice.percent(55) { vec![FIRST] } else { vec![FIRST, FIRST + 1] };
    let mut steps = Vec::new();
    let mut value = 10;
    for week in &weeks {
        let agencies = i64::try_from(AGENCIES.len()).unwrap();
        for agency in AGENCIES {
            if dice.below(agencies) < 4 && (agency != "BNC" || dice.percent(30)) {
                office(&mut dice, agency, *week, &mut value, &mut steps);
            }
        }
        desk(&mut dice, *week, &mut value, &mut steps);
        clerk(&mut dice, *week, &mut value, &mut steps);
        trouble(&mut dice, *week, &mut steps);
        clocks(&mut dice, *week, &mut steps);
    }
    // The week after: what was missed is settled, what was waiting counts.
    for _ in 0..dice.between(0, 3) {
        let at = start_of(weeks.last().unwrap() + 1) + dice.between(7 * 60, 3 * 24 * 60) * MINUTE;
        run(&mut dice, at, &mut value, &mut steps);
    }
    steps.sort_by_key(|step| (step.at, matches!(step.act, Act::Command { .. })));
    // Last, so that a seed plays the weeks that it always played.
    let confirms = dice.percent(60);
    Scenario { clock, confirms, include_late, steps }
}

/// An instant at which people do something.
fn moment(dice: &mut Dice, week: Week) -> Instant {
    let day = |d: i64| start_of(week) + d * DAY;
    let friday = day(4);
    let at = match dice.weighted(&[8, 15, 22, 30, 12, 8, 5]) {
        0 => day(0) + dice.between(8 * 60, 3 * 24 * 60) * MINUTE,
        1 => day(3) + dice.between(8 * 60, 17 * 60) * MINUTE,
        2 => friday + dice.between(7 * 60, 10 * 60 + 50) * MINUTE,
        3 => friday + 10 * HOUR + dice.between(50 * 60, 70 * 60) * SECOND,
        4 => friday + dice.between(11 * 60, 15 * 60 + 15) * MINUTE,
        5 => friday + 15 * HOUR + dice.between(15 * 60, 35 * 60) * SECOND,
        _ => friday + dice.between(15 * 60 + 30, 60 * 60) * MINUTE,
    };
    // People never act at the very instant of a run; now and then at that of a cutoff.
    if dice.percent(2) { friday + 11 * HOUR } else { at + dice.between(1, 999) }
}

fn report(dice: &mut Dice, agency: &'static str, week: Week, value: &mut u32) -> Content {
    *value = *value % 90 + 1;
    let revision = match dice.weighted(&[50, 25, 15, 10]) {
        0 => Some(0),
        1 => None,
        2 => Some(1),
        _ => Some(2),
    };
    Content::whole(Kind::Report { agency, week, revision, value: *value })
}

fn own_path(dice: &mut Dice, agency: &str) -> String {
    let name = if dice.percent(60) { NAMES[0].0 } else { NAMES[usize::try_from(dice.below(8)).unwrap()].0 };
    format!("{agency}/{name}")
}

/// What an office sends in a week, in one to five steps.
fn office(dice: &mut Dice, agency: &'static str, week: Week, value: &mut u32, steps: &mut Vec<Step>) {
    let mut times: Vec<Instant> = (0..dice.between(1, 6)).map(|_| moment(dice, week)).collect();
    times.sort_unstable();
    for (n, at) in times.into_iter().enumerate() {
        let event = if n == 0 { first(dice, agency, week, value) } else { further(dice, agency, week, value) };
        steps.push(Step { at, act: Act::Share(event) });
    }
}

/// The first thing an office sends.
fn first(dice: &mut Dice, agency: &'static str, week: Week, value: &mut u32) -> Event {
    let mut content = report(dice, agency, week, value);
    let mut path = own_path(dice, agency);
    match dice.weighted(&[60, 8, 5, 5, 6, 5, 6, 4, 1]) {
        0 => {}
        1 => path = format!("_chung/{agency} {}", NAMES[0].0),
        2 => path = if dice.percent(50) { format!("{UNLISTED}/{agency} bc.xlsx") } else { format!("{agency} bc.xlsx") },
        3 => {
            let other = dice.of(&AGENCIES);
            path = own_path(dice, other);
        }
        4 => {
            content = Content::whole(Kind::Document(*value));
            path = format!("{agency}/cong van.pdf");
        }
        5 => content = Content { part: if dice.percent(50) { Part::Cut } else { Part::Zeros }, ..content },
        6 => {
            let wrong = dice.of(&[week - 1, week - 1, week + 1]);
            content = report(dice, agency, wrong, value);
        }
        7 => content = Content::whole(if dice.percent(50) { Kind::Damaged(*value) } else { Kind::Empty }),
        _ => {
            content = report(dice, STRANGER, week, value);
            path = format!("_chung/{STRANGER}.xlsx");
        }
    }
    Event::Save { path, content, forged: forged(dice, week) }
}

/// What may follow.
fn further(dice: &mut Dice, agency: &'static str, week: Week, value: &mut u32) -> Event {
    let path = own_path(dice, agency);
    let forged = forged(dice, week);
    match dice.weighted(&[40, 8, 8, 6, 6, 5, 10, 4, 4, 6, 2]) {
        0 => Event::Save { path, content: report(dice, agency, week, value), forged },
        1 => Event::Rename { from: path, to: own_path(dice, agency) },
        2 => Event::Remove { path },
        3 => Event::PutBack { path },
        4 => Event::SaveAgain { path },
        5 => Event::Save { path, content: Content::whole(Kind::Damaged(*value)), forged },
        6 => {
            let content = report(dice, agency, week, value);
            Event::Save { path, content: Content { part: if dice.percent(50) { Part::Cut } else { Part::Zeros }, ..content }, forged }
        }
        7 => Event::Finish { path },
        8 => Event::Rename { from: path, to: format!("_chung/{agency} {}", NAMES[0].0) },
        9 => first(dice, agency, week, value),
        _ => owner_file(agency),
    }
}

/// What Excel leaves beside an open file.
fn owner_file(agency: &str) -> Event {
    Event::Save { path: format!("{agency}/~$BC.xlsx"), content: Content::whole(Kind::Damaged(0)), forged: None }
}

fn forged(dice: &mut Dice, week: Week) -> Option<Instant> {
    dice.percent(15).then(|| start_of(week) + dice.between(0, 6 * 24 * 60) * MINUTE)
}

fn run(dice: &mut Dice, at: Instant, value: &mut u32, steps: &mut Vec<Step>) {
    let fault = match dice.weighted(&[94, 3, 3]) {
        0 => Fault::None,
        1 => Fault::Archive,
        _ => Fault::Products,
    };
    let week = super::share::week_of(at);
    if dice.percent(4) {
        // Excel saves: for a moment the report does not exist.
        let agency = dice.of(&AGENCIES);
        let path = own_path(dice, agency);
        let content = report(dice, agency, week, value);
        let meanwhile = vec![Event::Remove { path: path.clone() }, Event::Save { path, content, forged: None }];
        steps.push(Step { at, act: Act::Command { command: Command::Run, fault, meanwhile, twice: false } });
        return;
    }
    let busy = if dice.percent(12) { dice.between(1, 3) } else { 0 };
    let meanwhile = (0..busy)
        .map(|_| {
            let agency = dice.of(&AGENCIES);
            further(dice, agency, week, value)
        })
        .collect();
    steps.push(Step { at, act: Act::Command { command: Command::Run, fault, meanwhile, twice: dice.percent(6) } });
}

/// What the secretariat and its scheduler do in a week.
fn desk(dice: &mut Dice, week: Week, value: &mut u32, steps: &mut Vec<Step>) {
    let friday = start_of(week) + 4 * DAY;
    let mut runs: Vec<Instant> = Vec::new();
    for _ in 0..dice.between(0, 2) {
        runs.push(start_of(week) + dice.between(8 * 60, 4 * 24 * 60) * MINUTE);
    }
    let mut at = friday + dice.between(7 * 60, 10 * 60) * MINUTE;
    while at < friday + 16 * HOUR {
        runs.push(at);
        let near = |t: Instant| (at - t).abs() < 40 * MINUTE;
        let step = if near(friday + 11 * HOUR) || near(friday + 15 * HOUR + 25 * MINUTE) { (5, 21) } else { (30, 150) };
        at += dice.between(step.0, step.1) * MINUTE + dice.between(0, 50) * SECOND;
    }
    for exact in [11 * HOUR - 1, 11 * HOUR, 15 * HOUR + 20 * MINUTE, 15 * HOUR + 30 * MINUTE] {
        if dice.percent(25) {
            runs.push(friday + exact);
        }
    }
    // Outages: over a cutoff, or over the whole of Friday.
    let hole = match dice.weighted(&[62, 22, 8, 8]) {
        0 => None,
        1 => Some((dice.between(9 * 60, 11 * 60), dice.between(11 * 60, 13 * 60))),
        2 => Some((dice.between(12 * 60, 15 * 60), dice.between(15 * 60 + 30, 30 * 60))),
        _ => Some((0, 24 * 60)),
    };
    if let Some((from, to)) = hole {
        runs.retain(|at| !(friday + from * MINUTE..friday + to * MINUTE).contains(at));
    }
    if dice.percent(40) {
        runs.push(friday + dice.between(16 * 60, 60 * 60) * MINUTE);
    }
    runs.sort_unstable();
    runs.into_iter().for_each(|at| run(dice, at, value, steps));
    let mut command = |command, at| {
        let act = Act::Command { command, fault: Fault::None, meanwhile: Vec::new(), twice: false };
        steps.push(Step { at, act });
    };
    if dice.percent(35) {
        command(Command::Admit(dice.of(&AGENCIES)), friday + dice.between(9 * 60, 16 * 60) * MINUTE + 7 * SECOND);
    }
    if dice.percent(15) {
        let (agency, at) = (dice.of(&AGENCIES), friday + dice.between(9 * 60, 15 * 60) * MINUTE + 7 * SECOND);
        command(Command::Admit(agency), at);
        command(Command::Revoke(if dice.percent(85) { agency } else { dice.of(&AGENCIES) }), at + dice.between(3, 90) * MINUTE);
    }
    if dice.percent(8) {
        command(Command::Release, friday + dice.between(10 * 60 + 30, 15 * 60 + 40) * MINUTE + 9 * SECOND);
    }
}

/// What came by Zalo: the clerk writes it down, at once or later, and puts the file into the share, or the office does.
fn clerk(dice: &mut Dice, week: Week, value: &mut u32, steps: &mut Vec<Step>) {
    for _ in 0..dice.weighted(&[70, 20, 10]) {
        let agency = dice.of(&AGENCIES);
        let path = own_path(dice, agency);
        let at = moment(dice, week);
        let received = (at - dice.between(0, 90) * MINUTE).div_euclid(MINUTE) * MINUTE;
        steps.push(Step { at, act: Act::Share(Event::Book(BookRow { week, agency, path: path.clone(), received })) });
        if dice.percent(70) {
            let content = report(dice, agency, week, value);
            let saved = at + dice.between(-60, 120) * MINUTE;
            steps.push(Step { at: saved, act: Act::Share(Event::Save { path, content, forged: None }) });
        }
    }
}

/// Our clock jumps, is left so for a while, and is set right; now and then the machine is started anew.
fn clocks(dice: &mut Dice, week: Week, steps: &mut Vec<Step>) {
    let start = start_of(week);
    if dice.percent(30) {
        let ahead = match dice.weighted(&[30, 30, 25, 15]) {
            0 => dice.between(3, 40) * MINUTE,
            1 => dice.between(1, 12) * HOUR,
            2 => dice.between(1, 4) * DAY,
            _ => dice.between(6, 9) * DAY,
        };
        let from = start + dice.between(3 * 24 * 60, 4 * 24 * 60 + 15 * 60 + 30) * MINUTE + 7;
        steps.push(Step { at: from, act: Act::SetClock(ahead) });
        steps.push(Step { at: from + dice.between(20, 400) * MINUTE, act: Act::SetClock(0) });
    }
    if dice.percent(6) {
        steps.push(Step { at: start + dice.between(3 * 24 * 60, 5 * 24 * 60) * MINUTE + 11, act: Act::Restart });
    }
}

/// What goes wrong with the share for a while.
fn trouble(dice: &mut Dice, week: Week, steps: &mut Vec<Step>) {
    let mut between = |dice: &mut Dice, start: Event, end: Event| {
        let friday = start_of(week) + 4 * DAY;
        let from = friday + dice.between(8 * 60, 15 * 60) * MINUTE + 3;
        steps.push(Step { at: from, act: Act::Share(start) });
        steps.push(Step { at: from + dice.between(5, 200) * MINUTE, act: Act::Share(end) });
    };
    if dice.percent(12) {
        let folder = dice.of(&["SYT", "STC", "SKHCN", "X-A", "_chung"]);
        between(dice, Event::Folder { folder, listed: false }, Event::Folder { folder, listed: true });
    }
    if dice.percent(8) {
        let agency = dice.of(&AGENCIES);
        let path = own_path(dice, agency);
        between(dice, Event::Open { path: path.clone(), opens: false }, Event::Open { path, opens: true });
    }
    if dice.percent(6) {
        let away = dice.of(&[Mount::Gone, Mount::Empty]);
        between(dice, Event::Inbox(away), Event::Inbox(Mount::Here));
    }
}
