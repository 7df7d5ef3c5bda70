//! What is left of a file whose content is not kept.

use crate::model::inbox::Content;
use crate::model::workbook::Refusal;
use serde::{Deserialize, Serialize};

/// A content that is not in the archive, because it is too large or no report: a signed paper, a picture, a mail. Time
/// and SHA-256 stand in its receipt; of one that is too large that is the SHA-256 of its first 64 KB.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotKept {
    /// How large the content is, in bytes.
    pub bytes: u64,
    /// Modification time in nanoseconds since 1970, as the file system gave it.
    pub modified_ns: i64,
    /// What it is; never a workbook.
    pub content: Content,
}

impl NotKept {
    /// Is it left out for its size alone?
    pub fn too_large(&self) -> bool {
        matches!(self.content, Content::Refused(Refusal::TooLarge { .. }))
    }
}

/// Is a content that was read kept in the archive? What may hold figures is, and what an improved program may one day
/// read; papers, pictures and mails are not: nothing of them enters a figure, and they may hold anything.
pub fn is_kept(content: &Content) -> bool {
    const PAPERS: [&str; 17] = [
        ".eml", ".msg", ".pdf", ".doc", ".docx", ".docm", ".rtf", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff",
        ".webp", ".heic",
    ];
    match content {
        Content::Workbook(_) | Content::Consolidation(_) => true,
        Content::Document { .. } | Content::Refused(Refusal::TooLarge { .. }) => false,
        Content::Refused(Refusal::WrongKind { kind }) => !PAPERS.contains(&kind.to_lowercase().as_str()),
        Content::Refused(_) => true,
    }
}
