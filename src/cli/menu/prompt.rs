//! What an entry of the menu works with: questions, offers, and commands done as if they had been typed.

use super::super::console::{Console, yes_or_no};
use super::super::context::Context;
use crate::io::failure::Failure;
use crate::io::surroundings;
use crate::io::workspace::Workspace;
use crate::run::status::{self, Status};
use crate::text::party;
use std::io::IsTerminal;
use std::path::Path;

/// What an entry works with.
pub(super) struct Menu<'a> {
    pub(super) context: &'a Context,
    pub(super) workspace: Workspace,
}

/// What came of asking whether to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// The person did not want it.
    Left,
    /// It was done.
    Done,
    /// It was tried, and did not end well.
    Failed,
}

/// A path as it was typed, or as a file manager writes it when a file is dragged into the window: in quotes where it holds a blank.
pub(super) fn dragged(path: &str) -> &str {
    let path = path.trim();
    let within = |quote: char| path.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(path).trim()
}

impl Menu<'_> {
    pub(super) fn say(&self, text: &str) {
        self.context.console.result(text);
    }

    /// Words of ours as this desk says them.
    pub(super) fn said(&self, words: &str) -> String {
        party::said(self.workspace.config.desk.layout, words)
    }

    pub(super) fn status(&self) -> Result<Status, Failure> {
        // What changed since the menu was opened counts.
        let workspace = self.context.workspace()?;
        status::status(&workspace, &self.context.start(workspace.config.rehearsal)?, None)
    }

    /// Shows what would be done, asks, and does it by these commands, one after the other, until one does not end well.
    pub(super) fn offer(&self, what: &str, commands: &[&[&str]]) -> Came {
        self.say(&format!("Sẽ làm: {what}"));
        let wanted = self.context.console.answer("Gõ c rồi Enter để làm; chỉ Enter để thôi:");
        if wanted.as_deref().and_then(yes_or_no) != Some(true) {
            self.say("Không làm.");
            return Came::Left;
        }
        let well = commands.iter().all(|command| self.perform(command));
        self.say(if well { "Xong." } else { "Chưa xong: xem vấn đề đã nêu." });
        if well { Came::Done } else { Came::Failed }
    }

    /// Does a command as if it had been typed; says whether it ended well. What it found is no failure.
    pub(super) fn perform(&self, arguments: &[&str]) -> bool {
        let global = &self.context.global;
        let console = Console::new(global.color, global.quiet, global.verbose);
        let context = Context { global: global.clone(), console, schema: String::new(), does: self.context.does };
        matches!((context.does)(&context, arguments), 0 | 1)
    }

    /// Asks for a text; `None` if nothing was typed.
    pub(super) fn ask(&self, question: &str) -> Option<String> {
        self.context.console.answer(question).filter(|answer| !answer.is_empty())
    }

    /// Asks who decides or sends: by number where the desk has named who may, else by name.
    pub(super) fn who(&self, question: &str) -> Option<String> {
        let names = &self.workspace.config.desk.admitters;
        if names.is_empty() {
            return self.ask(&format!("{question} (họ tên):"));
        }
        for (number, name) in (1..).zip(names) {
            self.say(&format!("  {number}  {name}"));
        }
        let answer = self.ask(&format!("{question} (gõ số):"))?;
        let chosen = answer.parse::<usize>().ok().and_then(|number| names.get(number.checked_sub(1)?));
        Some(chosen.cloned().unwrap_or(answer))
    }

    /// Opens a file or folder with the program that the machine has for it; where nobody sits in front of a screen it is only named.
    pub(super) fn open(&self, path: &Path) {
        if !self.workspace.disk.exists(path) {
            self.say(&format!("Chưa có {}.", self.workspace.relative(path)));
            return;
        }
        let opened = std::io::stdout().is_terminal() && surroundings::open(path);
        self.say(&format!("{}: {}", if opened { "Đang mở" } else { "Đề nghị mở" }, self.workspace.relative(path)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_path_loses_its_quotes_and_no_letter() {
        for (typed, path) in [
            ("\"D:\\danh sách.xlsx\"", "D:\\danh sách.xlsx"),
            (" '/srv/danh sách.xlsx' ", "/srv/danh sách.xlsx"),
            ("D:\\nop", "D:\\nop"),
            ("/srv/của 'A'", "/srv/của 'A'"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(dragged(typed), path, "{typed}");
        }
    }
}
