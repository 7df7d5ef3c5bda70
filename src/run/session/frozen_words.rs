//! What a person is told of a frozen period where today's configuration and registers say otherwise than those of the freeze.
//! They are read once, when the period is given what the freeze kept, and say both.

use crate::io::failure::Failure;
use crate::run::session::trouble::Trouble;

/// What there is to tell; nothing if the freeze was made with what is in use.
#[derive(Debug, Default)]
pub struct FrozenWords {
    /// What the freeze was made with and is lost, with what stands in its place.
    pub lost: Vec<Trouble>,
    /// What is written otherwise today, and does not hold for the period.
    pub told: Vec<String>,
}

impl FrozenWords {
    /// What is lost.
    pub fn of_loss(failure: Failure, notice: String) -> Self {
        Self { lost: vec![Trouble { failure, notice }], told: Vec::new() }
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.lost.extend(other.lost);
        self.told.extend(other.told);
        self
    }

    /// The failures of what is lost.
    pub fn failures(&self) -> Vec<Failure> {
        self.lost.iter().map(|trouble| trouble.failure.clone()).collect()
    }
}
