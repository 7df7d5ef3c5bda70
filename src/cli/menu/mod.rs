//! `menu`: everything without typing commands. A numbered list whose numbers never change, above it what to do now; each entry says
//! what it will do, asks, and does it by the commands themselves. Plain lines: it works at any prompt, and with answers from a file.

mod decisions;
mod entries;
mod further;
mod prompt;
mod release;

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::to_do::Step;
use crate::text::format;
use entries::ENTRIES;
use prompt::Menu;
use serde::Serialize;

/// Thực đơn: làm mọi việc bằng cách gõ số, không cần gõ lệnh
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Steps that stand above the list.
const STEPS_SHOWN: usize = 3;

/// The object of `--json`: what a person would see.
#[derive(Debug, Serialize)]
struct MenuAnswer {
    to_do: Vec<Step>,
    entries: Vec<EntryLine>,
}

#[derive(Debug, Serialize)]
struct EntryLine {
    menu: u8,
    what: String,
}

pub(super) fn menu(context: &Context, _args: &Args) -> Result<Done, Failure> {
    let menu = Menu { context, workspace: context.workspace()? };
    if context.global.json {
        let entries = ENTRIES.iter().map(|entry| EntryLine { menu: entry.number, what: menu.said(entry.what) }).collect();
        return context.done(&MenuAnswer { to_do: menu.status()?.to_do, entries }, &[], 0);
    }
    loop {
        show(&menu);
        let Some(answer) = context.console.answer("Gõ số rồi Enter (0 là thoát):") else { break };
        if answer == "0" {
            break;
        }
        match ENTRIES.iter().find(|entry| answer == entry.number.to_string()) {
            Some(entry) => {
                if let Err(failure) = (entry.does)(&menu) {
                    context.console.failure(&failure);
                }
            }
            None if answer.is_empty() => {}
            None => menu.say(&format!("Không có mục “{answer}”.")),
        }
    }
    context.done(&super::answer::Nothing {}, &[], 0)
}

/// What to do now, and the list.
fn show(menu: &Menu<'_>) {
    menu.say("");
    match menu.status() {
        Ok(status) => {
            let now = format!("{} {}", format::weekday(status.now), format::clock(status.now));
            let first = status.to_do.first().map(|step| format!(" Việc nên làm bây giờ: {}", step.menu)).unwrap_or_default();
            let week = status.period.name.split(" (").next().unwrap_or_default();
            menu.say(&format!("{week}, {now}.{first}"));
            for step in status.to_do.iter().take(STEPS_SHOWN) {
                menu.say(&format!("  → {:<2} {}", step.menu, step.what));
            }
        }
        Err(failure) => menu.context.console.failure(&failure),
    }
    menu.say("");
    for entry in &ENTRIES {
        menu.say(&format!("{:>3}  {}", entry.number, menu.said(entry.what)));
    }
    menu.say("  0  Thoát");
}
