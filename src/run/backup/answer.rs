//! What came of a backup, for programs and in words.

use crate::model::moment::Moment;
use crate::text::format;
use serde::Serialize;

/// A backup that was made.
#[derive(Debug, Clone, Serialize)]
pub struct BackupAnswer {
    /// The instant the command started.
    pub at: Moment,
    /// The folder of backups, absolute.
    pub folder: String,
    /// The name of this backup: `restore --at` takes it.
    pub name: String,
    /// How many.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Contents that were not there before.
    pub new_contents: usize,
    /// Their bytes.
    pub new_bytes: u64,
    /// Contents that were read back and held against their hash.
    pub checked: usize,
    /// Name of the ledger.
    pub ledger: String,
    /// The last entry of its chain.
    pub seq: i64,
    /// What was not as it was written before it was copied, in Vietnamese; empty if all was.
    pub damage: Vec<String>,
    /// Files that could not be read, in Vietnamese: they are not in the backup.
    pub left_out: Vec<String>,
    /// What else is to be said, in Vietnamese.
    pub notices: Vec<String>,
}

impl BackupAnswer {
    /// 1 if something was damaged, 3 if something could not be read, else 0.
    pub fn exit_code(&self) -> u8 {
        if !self.left_out.is_empty() { 3 } else { u8::from(!self.damage.is_empty()) }
    }

    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "Đã sao lưu {} tệp ({}) vào {}; mới: {} ({}). Đã đọc lại và đối chiếu {} nội dung.",
            self.files,
            format::size(self.bytes),
            self.folder,
            self.new_contents,
            format::size(self.new_bytes),
            self.checked
        )];
        lines.push(format!("Tên lần sao lưu: {}.", self.name));
        lines.extend(self.damage.iter().map(|what| format!("Trước khi sao lưu đã hỏng: {what}")));
        lines.extend(self.left_out.iter().map(|what| format!("Chưa sao lưu được: {what}.")));
        lines.extend(self.notices.iter().cloned());
        lines
    }
}
