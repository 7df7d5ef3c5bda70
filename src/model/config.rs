//! The configuration as values; `io/config.rs` reads it from `tonghop.toml`.

use crate::model::agency::AgencyCode;
use crate::model::cutoff::Schedule;
use crate::model::notification::{Event, Leads};
use crate::model::period::Period;
use crate::model::rule_policy::RulePolicy;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything `tonghop.toml` says, defaults filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// A rehearsal workspace: `--now` is allowed, server time is the modification time, products say "DIỄN TẬP".
    pub rehearsal: bool,
    /// The office that consolidates, and the look of its documents: `[desk]`.
    pub desk: Desk,
    /// Folders, relative to the workspace or absolute.
    pub folders: Folders,
    /// Cadence, cutoffs and what rest days do to them: `[schedule]`.
    pub schedule: Schedule,
    /// What the desk decides about late reports, evidence, near deadlines and logs: `[policy]`.
    pub policy: Policy,
    /// Backups and retention.
    pub keeping: Keeping,
    /// What the desk decides about rules: `[rules]`.
    pub rules: RulePolicy,
    /// The program, and its arguments, that is given the head of the chain after each act; none where empty.
    pub proof_command: Vec<String>,
    /// Who is told of what by itself: `[notify]`.
    pub notify: Notify,
    /// Doubts of `doctor` that the desk knows and lives with: `[[doctor.known]]`.
    pub known_doubts: Vec<KnownDoubt>,
    /// Does the first page leave for a screen as well, with what is behind its figures? `html` of `[products]`.
    pub html: bool,
    /// How much one file may cost in bytes, memory and time: `[limits]`.
    pub limits: Limits,
    /// Thresholds of the colours.
    pub lights: Lights,
}

/// The office that runs the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Its code in the register.
    pub code: AgencyCode,
    /// Its full name; from the register where blank.
    pub name: String,
    /// Header block and rules of its documents.
    pub layout: Layout,
    /// Place before the date, such as "Hà Tĩnh".
    pub place: String,
    /// Lines of the left heading block, upper line first.
    pub heading: Vec<String>,
    /// Lines of the signature block.
    pub signature: Vec<String>,
    /// To whom the first page is addressed: "Kính gửi"; nobody where empty.
    pub addressees: Vec<String>,
    /// Lines below "Nơi nhận" of the release.
    pub recipients: Vec<String>,
    /// Levels of decision whose proposals stand on the first page one by one, in the words of the register's list; those of
    /// other levels are counted there.
    pub decides: Vec<String>,
    /// Heading of the proposals on the first page; that of the layout where blank.
    pub decides_heading: String,
    /// The key figures of the first page, in their order.
    pub tiles: Vec<Tile>,
    /// Names that may grant exceptions; anybody where empty.
    pub admitters: Vec<String>,
}

/// A key figure of the first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    /// Tasks that are done, of all.
    Tasks,
    /// Tasks of the year's plan that are done.
    Year,
    /// Targets that are reached.
    Targets,
    /// Tasks past their deadline.
    Overdue,
    /// Communes that meet every criterion.
    Communes,
    /// Reports that came in time.
    Reports,
    /// Proposals before the leaders.
    Proposals,
}

impl Tile {
    /// Every key figure with its word in the configuration; the first six stand on the page unless the desk chooses others.
    pub const ALL: [(&'static str, Self); 7] = [
        ("tasks", Self::Tasks),
        ("year", Self::Year),
        ("targets", Self::Targets),
        ("overdue", Self::Overdue),
        ("communes", Self::Communes),
        ("reports", Self::Reports),
        ("proposals", Self::Proposals),
    ];
    /// As many stand side by side at most.
    pub const ROOM: usize = 6;
}

/// Whose rules of office documents the products follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Nghị định 30/2020: documents of the State.
    State,
    /// Hướng dẫn 36-HD/VPTW: documents of the Party.
    Party,
}

/// The table `[folders]`: where things lie, each path absolute or below the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the key of the same name in [folders]")]
pub struct Folders {
    pub inbox: String,
    pub forms: String,
    pub feedback: String,
    pub products: String,
    pub records: String,
    pub mounts: bool,
}

/// A doubt of `doctor` that somebody has looked at: it is printed with its reason, and asks nobody any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDoubt {
    /// The question, by its word for programs.
    pub code: String,
    /// Words of the doubt that is meant; any doubt of this question where blank.
    pub contains: String,
    /// The last day on which it is known; `None` for ever.
    pub until: Option<NaiveDate>,
    /// Why it may stay.
    pub reason: String,
}

/// The table `[notify]`: who is told of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notify {
    /// The program, and its arguments, that is given each message; none where empty.
    pub command: Vec<String>,
    /// Messages as mail; `None` for none.
    pub smtp: Option<Smtp>,
    /// What is told.
    pub events: BTreeSet<Event>,
    /// How long before its hour something is told.
    pub leads: Leads,
}

impl Notify {
    /// Is anybody told anything?
    pub fn is_wanted(&self) -> bool {
        !self.command.is_empty() || self.smtp.is_some()
    }
}

/// The server that takes mail, and who writes to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Where it listens: 587 as a rule, 465 with `tls`.
    pub port: u16,
    /// How the way to it is protected.
    pub security: SmtpSecurity,
    /// The account; blank for a server that asks for none. Its password stands nowhere in the configuration.
    pub user: String,
    /// The sender's address.
    pub from: String,
    /// The receivers' addresses, one at least.
    pub to: Vec<String>,
}

/// How the way to a mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SmtpSecurity {
    #[default]
    /// A plain connection that is turned into a protected one before anything is said; refused if it cannot be.
    StartTls,
    /// Protected from the first byte.
    Tls,
    /// Not at all: within a network of one's own. No password is sent over it.
    None,
}

/// What happens to late reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LateReports {
    /// Listed, not merged, unless admitted.
    Exclude,
    /// Merged, marked "Nộp muộn".
    Include,
}

/// The table `[policy]`: what the desk decides about late and fresh files, gaps between scans and what is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Are late reports merged without an exception?
    pub late_reports: LateReports,
    /// Seconds between the two looks at a fresh file.
    pub settle_seconds: u32,
    /// The same where the inbox lies on NFS or an unknown mount, which show late what others changed; the larger counts.
    pub settle_seconds_remote: u32,
    /// A gap between scans around the cutoff longer than this makes a receipt `unproven` instead of late.
    pub unproven_gap_minutes: u32,
    /// "Sắp đến hạn" from this many days before the deadline.
    pub due_soon_days: u32,
    /// The log of a run is kept for this many weeks.
    pub log_weeks: u32,
    /// Totals are compared with this released period as well; `None` for the last release alone.
    pub compare_with: Option<Period>,
}

/// The table `[keeping]`: how long what is no evidence is kept, and how old the last backup may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// `doctor` doubts where the last backup is older than this many days; 0 does not ask.
    pub backup_days: u32,
    /// Drafts of a week are taken away this many weeks after its release; 0 keeps them.
    pub draft_weeks: u32,
}

/// Limits of reading one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest file that is opened, in bytes; a larger one is refused.
    pub file_bytes_max: u64,
    /// Memory of a reading child, bytes.
    pub child_memory_bytes: u64,
    /// Wall time for one file, seconds.
    pub file_seconds_max: u32,
    /// Wall time of one run for files of which nothing comes, seconds; once it is used up, a file that takes longer than an
    /// honest one is left to the next run.
    pub slow_files_seconds_max: u32,
    /// Cells of a workbook.
    pub cells_max: u64,
    /// Texts of a workbook together, bytes.
    pub text_bytes_max: u64,
    /// Rows of a sheet.
    pub rows_max: u32,
    /// Columns of a sheet.
    pub columns_max: u32,
    /// Entries of a zip directory.
    pub zip_entries_max: u32,
    /// Declared size of one part of a zip, bytes.
    pub zip_part_bytes_max: u64,
    /// Declared total size of a zip, bytes.
    pub zip_total_bytes_max: u64,
    /// Wall time for listing one folder of the inbox or taking one file from it, seconds.
    pub operation_seconds_max: u32,
    /// Entries of one folder of the inbox.
    pub folder_entries_max: u32,
    /// How much is told of what is wrong.
    pub findings: FindingLimits,
}

/// How much is told of what is wrong with one report: what is beyond is counted, and takes out of the figures what it
/// would have taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingLimits {
    /// Findings of one rule that are told one by one.
    pub rule_max: u32,
    /// Findings of all rules that are told one by one.
    pub report_max: u32,
    /// Length of one sentence, bytes.
    pub message_bytes_max: u32,
}

impl FindingLimits {
    /// The defaults: a person mends a hundred cells by one sentence and a look at the column.
    pub const DEFAULT: Self = Self { rule_max: 100, report_max: 1_000, message_bytes_max: 4_000 };
}

impl Default for FindingLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Limits {
    /// The defaults: the 99th of a hundred honest workbooks is far below each of them.
    pub const DEFAULT: Self = Self {
        file_bytes_max: 50 << 20,
        child_memory_bytes: 1 << 30,
        file_seconds_max: 20,
        slow_files_seconds_max: 60,
        cells_max: 2_000_000,
        text_bytes_max: 64 << 20,
        rows_max: 200_000,
        // All of them: cells are kept one by one, so a far column costs nothing, and real reports have hidden sheets
        // that reach that far.
        columns_max: 16_384,
        zip_entries_max: 5_000,
        zip_part_bytes_max: 128 << 20,
        zip_total_bytes_max: 256 << 20,
        operation_seconds_max: 30,
        folder_entries_max: 10_000,
        findings: FindingLimits::DEFAULT,
    };

    /// The registers are the desk's own file, and nobody can do anything without them: larger than any that was seen. 400,000 tasks of
    /// 20,000 offices are a sheet of 229 MB. They are read in the main process, where nothing but these numbers limits the memory.
    pub const REGISTER: Self = Self {
        file_bytes_max: 200 << 20,
        cells_max: 20_000_000,
        text_bytes_max: 512 << 20,
        rows_max: 1 << 20,
        zip_part_bytes_max: 1 << 30,
        zip_total_bytes_max: 2 << 30,
        ..Self::DEFAULT
    };

    /// What we wrote ourselves is read back whatever its size: as much as the format holds.
    pub const OWN: Self = Self {
        file_bytes_max: 4 << 30,
        cells_max: u64::MAX,
        text_bytes_max: u64::MAX,
        rows_max: 1 << 20,
        zip_part_bytes_max: 8 << 30,
        zip_total_bytes_max: 16 << 30,
        ..Self::DEFAULT
    };
}

/// Thresholds of the colours (`src/docs/rows.md`, "Colours").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lights {
    /// A task in time is green if its percent is at least the percent of time passed less this many points.
    pub task_lag_points: u32,
    /// A commune is yellow from this many criteria on, of all in force.
    pub commune_yellow_from: u32,
    /// A target before its deadline is yellow from this percent of the goal on.
    pub target_yellow_percent: u32,
    /// An agency is green with at least this percent of its dated tasks in time.
    pub agency_in_time_percent: u32,
    /// An agency is red from this many overdue tasks on.
    pub agency_overdue_red: u32,
    /// An agency is red with a task overdue for more than this many days.
    pub agency_overdue_days_red: u32,
}

impl Lights {
    /// The defaults; no official source gives any.
    pub const DEFAULT: Self = Self {
        task_lag_points: 20,
        commune_yellow_from: 12,
        target_yellow_percent: 80,
        agency_in_time_percent: 90,
        agency_overdue_red: 3,
        agency_overdue_days_red: 30,
    };
}
