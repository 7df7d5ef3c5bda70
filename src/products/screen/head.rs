//! What of the page changes with every run: when it was, when the next is due, what stands in the way. A block of fixed width, so that
//! it can be written in its place.

use crate::model::moment::Moment;
use serde::{Deserialize, Serialize};

/// Bytes of the block, the filling among them.
pub const BLOCK: usize = 6_000;
/// What stands before it.
pub const MARK: &str = "<script type=\"application/json\" id=\"luc\">";
/// Longest sentence, characters.
const SENTENCE_MAX: usize = 400;
/// Digits of a key.
const KEY: usize = 64;

/// What a run knows beside what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The key of the page around it ([`Content::key`](super::Content::key)).
    pub key: String,
    /// When the run started.
    pub at: Moment,
    /// When the next one is due; `None` if none is.
    pub due: Option<Moment>,
    /// What stands in the way, a sentence each.
    pub troubles: Vec<String>,
    /// What else the last run said.
    pub notices: Vec<String>,
}

impl Head {
    /// The block: JSON that no page takes for markup, filled with blanks. Of too many sentences the last ones are left out.
    pub fn block(&self) -> String {
        let mut head = self.clone();
        head.key.truncate(KEY);
        for sentence in head.troubles.iter_mut().chain(&mut head.notices) {
            if sentence.chars().count() > SENTENCE_MAX {
                *sentence = sentence.chars().take(SENTENCE_MAX).chain(['…']).collect();
            }
        }
        loop {
            let text = serde_json::to_string(&head).unwrap_or_default().replace('<', "\\u003c").replace('&', "\\u0026");
            if text.len() <= BLOCK {
                return format!("{text}{}", " ".repeat(BLOCK - text.len()));
            }
            if head.notices.pop().is_none() && head.troubles.pop().is_none() {
                return " ".repeat(BLOCK);
            }
        }
    }

    /// The head of a page that begins with `text`, and where its block stands, in bytes; `None` if it has none.
    pub fn read(text: &str) -> Option<(Self, usize)> {
        let at = text.find(MARK)? + MARK.len();
        let block = text.get(at..at + BLOCK)?;
        Some((serde_json::from_str(block.trim_end()).ok()?, at))
    }
}
