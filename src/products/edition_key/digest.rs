//! The SHA-256 by which a key, or a part that several keys stand on, is told from another.

use crate::model::filling::Filling;
use crate::model::history::History;
use crate::model::predecessor::Predecessor;
use crate::model::register::Register;
use crate::model::submission::Submission;
use crate::text::sha256;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// SHA-256 in hexadecimal of a value that keys stand on; what it is of is part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct KeyDigest(String);

impl KeyDigest {
    /// Of what came from an office, every report in it, and of what became of it.
    pub fn of_submission(submission: &Submission) -> Result<Self, postcard::Error> {
        // What a version says of these leaves in no file of ours for programs, so it is counted beside.
        let beside: Vec<(Option<&Predecessor>, Filling)> = submission.versions.iter().map(|v| (v.under.as_ref(), v.filling)).collect();
        of("submission", &(submission, beside))
    }

    /// Of what earlier periods left, as far as forms show it.
    pub fn of_history(history: &History) -> Result<Self, postcard::Error> {
        of("history", history)
    }

    /// Of the registers in force on a day.
    pub fn of_register(register: &Register) -> Result<Self, postcard::Error> {
        of("register", register)
    }

    /// The digest as text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

pub(super) fn of(what: &str, value: &impl Serialize) -> Result<KeyDigest, postcard::Error> {
    let writer = BufWriter::with_capacity(1 << 16, Hasher(Sha256::new()));
    let hasher = postcard::to_io(&(what, value), writer)?.into_inner().map_err(|_| postcard::Error::SerializeBufferFull)?;
    Ok(KeyDigest(sha256::hex(&hasher.0.finalize())))
}

struct Hasher(Sha256);

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
