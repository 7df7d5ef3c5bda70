//! The only printing. Results go to standard output, messages and progress to standard error; a bar only on a
//! terminal.

use crate::io::failure::Failure;
use crate::io::platform::{Here, System};
use crate::run::session::progress::Progress;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::OnceLock;

/// Whether marks are coloured (`--color`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// In colour wherever it goes, also into a file.
    Always,
    /// Without colour, also on a terminal.
    Never,
}

/// How a command prints beside its answer: in colour or not, more or less.
#[derive(Debug)]
pub struct Console {
    colored: bool,
    quiet: bool,
    verbose: bool,
    bar: OnceLock<ProgressBar>,
}

impl Console {
    /// A console by `--color`, `-q`, `-v` and the terminal.
    pub fn new(color: ColorChoice, quiet: bool, verbose: bool) -> Self {
        let colored = match color {
            ColorChoice::Always => {
                // Wanted wherever it goes; a console that can is told to understand it.
                Here::shows_colours();
                true
            }
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) && std::io::stderr().is_terminal() && Here::shows_colours()
            }
        };
        Self { colored, quiet, verbose, bar: OnceLock::new() }
    }

    /// A result, on standard output. A closed pipe is nobody's fault.
    pub fn result(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        drop(writeln!(out, "{text}").and_then(|()| out.flush()));
    }

    /// A question that is answered with yes or no; `None` if no person sits at a terminal, or the answer is neither.
    pub fn ask(&self, question: &str) -> Option<bool> {
        if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
            return None;
        }
        self.to_stderr(&format!("{question} Gõ c (có) hoặc k (không) rồi Enter:"));
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok()?;
        yes_or_no(&answer)
    }

    /// Asks for a line, of a person or of a file; `None` if there is none any more.
    pub fn answer(&self, question: &str) -> Option<String> {
        let mut out = std::io::stdout().lock();
        drop(write!(out, "{question} ").and_then(|()| out.flush()));
        drop(out);
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer).unwrap_or(0);
        if !std::io::stdin().is_terminal() {
            // Nobody's Enter ends the line of the question.
            self.result("");
        }
        (read > 0).then(|| answer.trim().to_owned())
    }

    /// A message, unless `-q`.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            self.to_stderr(text);
        }
    }

    /// Detail, with `-v` only.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            self.to_stderr(text);
        }
    }

    /// A problem that does not end the command; `--quiet` does not silence it.
    pub fn problem(&self, text: &str) {
        let mark = if self.colored { "\u{1b}[1;31mVấn đề:\u{1b}[0m" } else { "Vấn đề:" };
        self.to_stderr(&format!("{mark} {text}"));
    }

    /// A failure with its hint, always.
    pub fn failure(&self, failure: &Failure) {
        self.failures(std::slice::from_ref(failure));
    }

    /// Failures; those that ask for the same thing one after the other ask once.
    pub fn failures(&self, failures: &[Failure]) {
        for alike in failures.chunk_by(|one, other| one.hint() == other.hint()) {
            for failure in alike {
                self.problem(&failure.to_string());
            }
            self.hint(alike.first().and_then(Failure::hint));
        }
    }

    fn hint(&self, hint: Option<String>) {
        if let Some(hint) = hint {
            let mark = if self.colored { "\u{1b}[1mGợi ý:\u{1b}[0m" } else { "Gợi ý:" };
            self.to_stderr(&format!("{mark} {hint}"));
        }
    }

    fn to_stderr(&self, text: &str) {
        let mut err = std::io::stderr().lock();
        drop(writeln!(err, "{text}"));
    }
}

/// Yes or no, as people type it; `None` if the answer is neither.
pub(super) fn yes_or_no(answer: &str) -> Option<bool> {
    match answer.trim().to_lowercase().as_str() {
        "c" | "có" | "co" => Some(true),
        "k" | "không" | "khong" => Some(false),
        _ => None,
    }
}

impl Progress for Console {
    fn start(&self, files: usize) {
        let shown = !self.quiet && files > 0 && std::io::stderr().is_terminal();
        let bar = self.bar.get_or_init(|| if shown { ProgressBar::no_length() } else { ProgressBar::hidden() });
        // The style first: every other call already draws.
        if let Ok(style) = ProgressStyle::with_template("Đọc báo cáo {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_length(u64::try_from(files).unwrap_or(u64::MAX));
        bar.set_position(0);
    }

    fn say(&self, text: &str) {
        Self::say(self, text);
    }

    fn step(&self) {
        if let Some(bar) = self.bar.get() {
            bar.inc(1);
        }
    }

    fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
