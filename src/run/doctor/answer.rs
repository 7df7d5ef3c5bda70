//! What `doctor` asks and answers.

use serde::Serialize;

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// In order: nothing to do.
    Good,
    /// A doubt that the desk knows and lives with (`[[doctor.known]]`).
    Known,
    /// Somebody should look at it.
    Doubt,
    /// A run would fail or decide wrongly.
    Bad,
}

/// Everything that was asked.
#[derive(Debug, Serialize)]
pub struct DoctorAnswer {
    /// The worst of the lines.
    pub verdict: Health,
    /// A line for each question, several where there is more to say.
    pub lines: Vec<Line>,
}

impl DoctorAnswer {
    /// The answer of these lines. Doubts that are known count for nothing.
    pub fn of(lines: Vec<Line>) -> Self {
        let worst = lines.iter().map(|line| line.health).max().unwrap_or(Health::Good);
        Self { verdict: if worst == Health::Known { Health::Good } else { worst }, lines }
    }

    /// 0 if all is in order, 1 with a doubt, 2 if something is broken.
    pub fn exit_code(&self) -> u8 {
        match self.verdict {
            Health::Good | Health::Known => 0,
            Health::Doubt => 1,
            Health::Bad => 2,
        }
    }

    /// What it comes to, in one sentence.
    pub fn sentence(&self) -> String {
        let count = |health| self.lines.iter().filter(|line| line.health == health).count();
        let (bad, doubts, known) = (count(Health::Bad), count(Health::Doubt), count(Health::Known));
        let but = |number: usize, what: &str| if number == 0 { String::new() } else { format!("; {number} {what}") };
        let known = but(known, "điều đã biết");
        match self.verdict {
            Health::Bad => format!("Kết luận: {bad} lỗi phải xử lý trước kỳ tới{}{known}.", but(doubts, "điều cần xem")),
            Health::Doubt => format!("Kết luận: chạy được, {doubts} điều cần xem{known}."),
            Health::Good | Health::Known => format!("Kết luận: mọi điều kiện đều tốt{known}."),
        }
    }
}

/// What was asked: the word for programs, explained in `src/docs/json.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained in src/docs/json.md")]
pub enum Question {
    Config,
    Register,
    Form,
    LetterTemplate,
    OfficialHead,
    ReceiptBook,
    Inbox,
    InboxFolders,
    InboxFiles,
    FolderWrite,
    FolderSpace,
    System,
    Calendar,
    Schedule,
    LedgerPlace,
    Lock,
    Ledger,
    Chain,
    LastGoodRun,
    LastRun,
    Unpublished,
    Looks,
    Backup,
    Drafts,
    Owner,
    Heartbeat,
    KnownDoubts,
}

impl Question {
    /// Every question that can be asked.
    pub const ALL: [Self; 27] = [
        Self::Config,
        Self::Register,
        Self::Form,
        Self::LetterTemplate,
        Self::OfficialHead,
        Self::ReceiptBook,
        Self::Inbox,
        Self::InboxFolders,
        Self::InboxFiles,
        Self::FolderWrite,
        Self::FolderSpace,
        Self::System,
        Self::Calendar,
        Self::Schedule,
        Self::LedgerPlace,
        Self::Lock,
        Self::Ledger,
        Self::Chain,
        Self::LastGoodRun,
        Self::LastRun,
        Self::Unpublished,
        Self::Looks,
        Self::Backup,
        Self::Drafts,
        Self::Owner,
        Self::Heartbeat,
        Self::KnownDoubts,
    ];

    /// The word for programs, by which a doubt is named in `[[doctor.known]]`.
    pub fn word(self) -> String {
        // A variant without fields: its JSON is its word in quotation marks.
        serde_json::to_string(&self).unwrap_or_default().trim_matches('"').to_owned()
    }
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The question, by its word for programs.
    pub code: Question,
    /// Whether somebody has to do something about it.
    pub health: Health,
    /// In Vietnamese, with what to do.
    pub text: String,
}

/// An answer to one question, in Vietnamese.
pub(super) fn line(code: Question, health: Health, text: impl Into<String>) -> Line {
    Line { code, health, text: text.into() }
}
