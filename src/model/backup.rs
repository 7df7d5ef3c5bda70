//! What a backup of a workspace is: lists of files, folder by folder, and where the bytes of each are kept. Bytes and lists are named
//! by their SHA-256, so that what did not change since an earlier backup is kept once for both.

use crate::model::build::Build;
use crate::model::moment::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of a workspace: each may lie in a folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The workspace itself: configuration, registers, the desk's workbooks, its templates.
    Root,
    /// Ledger, archive, journal, logs.
    Records,
    /// What left, and drafts.
    Products,
    /// Forms as they were issued.
    Forms,
    /// Answers to offices, where one folder holds those of all.
    Feedback,
}

impl Place {
    /// Every part.
    pub const ALL: [Self; 5] = [Self::Root, Self::Records, Self::Products, Self::Forms, Self::Feedback];

    /// Its folder in a workspace that was configured with a place elsewhere, once it is put back.
    pub fn usual(self) -> &'static str {
        match self {
            Self::Root => "",
            Self::Records => "so-tiep-nhan",
            Self::Products => "ket-qua",
            Self::Forms => "mau",
            Self::Feedback => "phan-hoi",
        }
    }

    /// The key in `[folders]` of the configuration; `None` for the workspace itself.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Root => None,
            Self::Records => Some("records"),
            Self::Products => Some("products"),
            Self::Forms => Some("forms"),
            Self::Feedback => Some("feedback"),
        }
    }
}

/// A file as it was backed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFile {
    /// Its name in its folder.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970: a copy in the archive says by it when it was taken.
    pub modified_ns: i64,
    /// SHA-256 of all of it.
    pub sha256: String,
    /// SHA-256 of the pieces it is kept in, in order; empty if it is kept whole. A large file that grows is kept in pieces, so that
    /// what did not change of it is not kept again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<String>,
}

impl BackupFile {
    /// The contents that its bytes are kept in, in order.
    pub fn contents(&self) -> &[String] {
        if self.pieces.is_empty() { std::slice::from_ref(&self.sha256) } else { &self.pieces }
    }
}

/// What a backup holds of one folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFolderList {
    /// The part of the workspace.
    pub place: Place,
    /// The folder below it, with `/`; blank for the part itself.
    pub folder: String,
    /// SHA-256 of the list of its files: a line of JSON for each, by name.
    pub sha256: String,
    /// How many files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// One backup: what stands in its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRecord {
    /// `tonghop.backup_record/1`.
    pub schema: String,
    /// When the command started that made it.
    pub at: Moment,
    /// The program that made it.
    pub build: Build,
    /// Code of the desk.
    pub desk: String,
    /// Name of the ledger.
    pub ledger: String,
    /// The last entry of its chain.
    pub seq: i64,
    /// The hash of that entry.
    pub hash: String,
    /// The folder of each part, as it was configured.
    pub places: BTreeMap<Place, String>,
    /// What was not as it was written when it was backed up, in Vietnamese; empty if all was.
    pub damage: Vec<String>,
    /// Files that could not be read and are not in it, in Vietnamese; empty if all could, and in records made before it was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// One list for each folder that has files.
    pub folders: Vec<BackupFolderList>,
}

impl BackupRecord {
    /// Is all of the workspace in it, as it was written?
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.left_out.is_empty()
    }
}

/// How a record names what it is.
pub const RECORD_SCHEMA: &str = "tonghop.backup_record/1";

/// What a workspace notes of its last backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When it was made.
    pub at: Moment,
    /// Where, as it was typed, made absolute.
    pub folder: String,
    /// How many.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Nothing in it was damaged when it was made, and nothing could not be read.
    pub sound: bool,
    /// How many files could not be read and are not in it; 0 in notes made before they were counted.
    #[serde(default)]
    pub left_out: usize,
}
