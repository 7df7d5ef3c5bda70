//! What a written report is of.

/// What a written report is of: each has a template of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterOf {
    /// A week, or what else has a report of its own.
    Period,
    /// Several of them together.
    Range,
}

impl LetterOf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Period, Self::Range];
}
