//! Stories that program and model once told differently, each as short as it could be made. They are played like the
//! seeds, so that everything is held against everything.

use super::generator::{Act, Scenario, Step};
use super::share::{BookRow, Content, DAY, Event, FIRST, HOUR, Instant, Kind, MINUTE, SECOND, ServerClock};
use super::world::{Command, Fault};

/// An instant of Friday of the first week.
fn friday(hour: i64, minute: i64) -> Instant {
    4 * DAY + hour * HOUR + minute * MINUTE
}

fn on_share(at: Instant, event: Event) -> Step {
    Step { at: at + 137, act: Act::Share(event) }
}

/// A report of SYT.
fn save(at: Instant, path: &str, revision: u32, value: u32) -> Step {
    let kind = Kind::Report { agency: "SYT", week: FIRST, revision: Some(revision), value };
    on_share(at, Event::Save { path: path.to_owned(), content: Content::whole(kind), forged: None })
}

/// A report of another agency.
fn save_of(agency: &'static str, at: Instant, path: &str) -> Step {
    let kind = Kind::Report { agency, week: FIRST, revision: Some(0), value: 27 };
    on_share(at, Event::Save { path: path.to_owned(), content: Content::whole(kind), forged: None })
}

fn folder(at: Instant, folder: &'static str, listed: bool) -> Step {
    on_share(at, Event::Folder { folder, listed })
}

fn command(at: Instant, command: Command) -> Step {
    Step { at, act: Act::Command { command, fault: Fault::None, meanwhile: Vec::new(), twice: false } }
}

fn run(at: Instant) -> Step {
    command(at, Command::Run)
}

/// What each shows, and its steps.
pub fn stories() -> Vec<(&'static str, Scenario)> {
    let tell = |steps: Vec<Step>| Scenario { clock: ServerClock::Ahead(39 * SECOND), confirms: false, include_late: false, steps };
    vec![
        (
            "a revision that the server saw after the cutoff is told, whatever the names of the files",
            tell(vec![save(friday(10, 14), "SYT/Z.xlsx", 0, 17), save(friday(11, 2), "SYT/A.xlsx", 2, 18), run(friday(11, 22))]),
        ),
        (
            "a file that came with the counted one and gave way to it is no later change",
            tell(vec![
                command(friday(12, 18), Command::Admit("SYT")),
                run(friday(15, 14)),
                save(friday(15, 15), "SYT/A.xlsx", 0, 16),
                save(friday(15, 18), "SYT/B.xlsx", 1, 17),
                save(friday(15, 19), "SYT/C.xlsx", 0, 18),
                run(friday(15, 24)),
            ]),
        ),
        (
            "the benefit of the doubt fills a gap once: nobody sends a better report on Saturday",
            tell(vec![
                save(friday(11, 8), "_chung/SYT.xlsx", 0, 15),
                folder(friday(14, 10), "SYT", false),
                run(friday(14, 24)),
                save(friday(15, 26), "SYT/BC.xlsx", 0, 16),
                folder(friday(15, 41), "SYT", true),
                run(friday(39, 0)),
            ]),
        ),
        (
            "an admission changes what is merged, not what was on time, on the next day neither",
            tell(vec![
                save(friday(7, 19), "SYT/BC.xlsx", 0, 12),
                run(friday(8, 53)),
                save(friday(11, 7), "SYT/BC_SD1.xlsx", 0, 13),
                command(friday(14, 37), Command::Admit("SYT")),
                run(friday(15, 48)),
                run(friday(15, 59)),
            ]),
        ),
        (
            "an older report from a folder that could not be listed replaces no newer one",
            tell(vec![
                save(DAY, "_chung/SYT.xlsx", 0, 11),
                save(2 * DAY, "SYT/BC.xlsx", 0, 12),
                folder(friday(9, 29), "_chung", false),
                run(friday(11, 51)),
                folder(friday(12, 1), "_chung", true),
                run(friday(13, 0)),
                run(friday(15, 20)),
            ]),
        ),
        (
            "a report proved on time in a wrong folder is on time in the right one",
            tell(vec![
                run(friday(10, 30)),
                save(friday(10, 40), "STC/SYT.xlsx", 0, 21),
                run(friday(11, 5)),
                on_share(friday(11, 10), Event::Rename { from: "STC/SYT.xlsx".to_owned(), to: "SYT/BC.xlsx".to_owned() }),
                run(friday(11, 15)),
                run(friday(15, 20)),
            ]),
        ),
        (
            "a row of the clerk for a renamed copy speaks of its content",
            tell(vec![
                run(friday(10, 30)),
                save(friday(10, 58), "SYT/BC.xlsx", 0, 23),
                run(friday(10, 59)),
                on_share(friday(11, 1), Event::Rename { from: "SYT/BC.xlsx".to_owned(), to: "SYT/BC tuan.xlsx".to_owned() }),
                on_share(
                    friday(11, 9),
                    Event::Book(BookRow { week: FIRST, agency: "SYT", path: "SYT/BC tuan.xlsx".to_owned(), received: friday(10, 11) }),
                ),
                run(friday(11, 29)),
                run(friday(15, 20)),
            ]),
        ),
        (
            "a forgotten week that by the clerk came after the cutoff is no slip of this week",
            tell(vec![
                run(friday(15, 48)),
                save(6 * DAY + friday(12, 8), "SYT/BC.xlsx", 0, 15),
                on_share(
                    7 * DAY + friday(12, 33),
                    Event::Book(BookRow {
                        week: FIRST + 1,
                        agency: "SYT",
                        path: "SYT/BC.xlsx".to_owned(),
                        received: 7 * DAY + friday(11, 5),
                    }),
                ),
                run(7 * DAY + friday(13, 24)),
            ]),
        ),
        (
            "a later row of the clerk takes nothing from what the freeze fixed, of an exempt agency neither",
            tell(vec![
                save_of("BNC", friday(11, 0), "BNC/BC.xlsx"),
                run(friday(11, 40)),
                on_share(
                    friday(12, 28),
                    Event::Book(BookRow { week: FIRST, agency: "BNC", path: "BNC/BC.xlsx".to_owned(), received: friday(11, 1) }),
                ),
                run(friday(14, 8)),
            ]),
        ),
        (
            "a report of a week that could not be released belongs to that week",
            Scenario {
                clock: ServerClock::Ahead(0),
                ..tell(vec![
                    save(friday(13, 32), "SYT/BC.xlsx", 0, 13),
                    Step {
                        at: 8 * DAY + 7 * HOUR,
                        act: Act::Command { command: Command::Run, fault: Fault::Products, meanwhile: Vec::new(), twice: false },
                    },
                    run(8 * DAY + 8 * HOUR),
                ])
            },
        ),
    ]
}
