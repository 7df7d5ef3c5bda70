//! What came of one attempt at a file, and for how long it is true. A child that was too slow while the machine was busy
//! says nothing about the file that it had in hand.

use serde::{Deserialize, Serialize};

/// For how long something is true of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Validity {
    /// As long as the file, the program and what the file is held against stay the same.
    OfTheFile,
    /// This time: the child died, took too long or met a bug of ours. It is tried again.
    OfTheMoment,
    /// Not at all: the time of a run for slow files is used up, and the file is left to the next run.
    LeftOver,
}

/// What was made of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt<T> {
    /// What was made of it; a refusal if it could not be read.
    pub made: T,
    /// For how long that is true.
    pub validity: Validity,
}

impl<T> Attempt<T> {
    /// Something that is true of the file.
    pub fn of_the_file(made: T) -> Self {
        Self { made, validity: Validity::OfTheFile }
    }

    /// Something that is true this time.
    pub fn of_the_moment(made: T) -> Self {
        Self { made, validity: Validity::OfTheMoment }
    }

    /// The same validity of something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Attempt<U> {
        Attempt { made: change(self.made), validity: self.validity }
    }
}
