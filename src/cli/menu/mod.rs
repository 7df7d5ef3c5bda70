//! `menu`: everything without typing commands. A numbered list whose numbers never change, above it what to do now; each entry says
//! what it will do, asks, and does it by the commands themselves. Where there is no workspace yet one is made first. Plain lines: it works at any prompt, and with answers from a file.

mod decisions;
mod entries;
mod further;
mod newcomer;
mod prompt;
mod release;

use super::answer::Done;
use super::console::Console;
use super::context::{Context, Global};
use crate::io::config::FILE as CONFIG_FILE;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::platform::{Here, System};
use crate::model::to_do::Step;
use crate::text::format;
use entries::ENTRIES;
use newcomer::Begun;
use prompt::Menu;
use serde::Serialize;
use std::path::PathBuf;

/// Thực đơn: làm mọi việc bằng cách gõ số, không cần gõ lệnh
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Nơi làm việc; chưa có thì hỏi từng câu rồi tạo ở đó
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,
}

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

pub(super) fn menu(context: &Context, args: &Args) -> Result<Done, Failure> {
    // Whoever names a workspace that is none has mistyped; whoever names none and has none begins.
    let unnamed = context.global.workspace.is_none() && !context.global.json;
    let there = args.home.clone().filter(|home| unnamed && home.join(CONFIG_FILE).is_file());
    let begins = unnamed && there.is_none() && (args.home.is_some() || !context.in_workspace());
    let made = match begins.then(|| newcomer::workspace(context, args.home.as_deref())) {
        Some(Begun::Made(root)) => Some(root),
        // Why has been said, and there is nothing to open.
        Some(Begun::Failed(exit_code)) => return context.done(&super::answer::Nothing {}, &[], exit_code),
        Some(Begun::Declined) | None => None,
    };
    let is_new = made.is_some();
    let with_root = made.or(there).map(|root| Context {
        global: Global { workspace: Some(root), ..context.global.clone() },
        console: Console::new(context.global.color, context.global.quiet, context.global.verbose),
        schema: context.schema.clone(),
        does: context.does,
    });
    let context = with_root.as_ref().unwrap_or(context);
    let menu = Menu { context, workspace: context.workspace()? };
    if is_new {
        // Typed as a name alone it would be nowhere once this window is closed.
        let root = files::absolute(&menu.workspace.root).unwrap_or_else(|_| menu.workspace.root.clone());
        menu.say(&format!(
            "Bước tiếp theo: xem, bổ sung danh mục; rồi gửi biểu mẫu (mục 2). Lần sau: bấm đúp {} trong thư mục {root}.",
            Here::MENU_SCRIPT,
            root = root.display()
        ));
        menu.open(&menu.workspace.register_file());
    }
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
