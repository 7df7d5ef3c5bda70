//! The `[[doctor.known]]` tables: doubts of `doctor` that the desk knows and lives with, and why.

use super::entries::Entry;
use super::reading::Reading;
use crate::model::config::KnownDoubt;

const KEYS: [&str; 4] = ["code", "contains", "until", "reason"];

impl Reading<'_> {
    /// Every entry that is whole; of the others the mistakes are told.
    pub(super) fn known_doubts(&mut self) -> Vec<KnownDoubt> {
        let entries = self.entries("doctor", "known", &KEYS, "mỗi điều đã biết viết dưới một dòng [[doctor.known]] riêng");
        entries.iter().filter_map(|entry| self.known_doubt(entry)).collect()
    }

    fn known_doubt(&mut self, entry: &Entry<'_>) -> Option<KnownDoubt> {
        let before = self.problems.len();
        self.unknown_in_entry(entry);
        let code = entry.word("code").unwrap_or_default();
        if code.is_empty() {
            self.of_entry(entry, "code", "cần ghi mã in trong ngoặc ở cuối dòng của “tonghop doctor”, ví dụ \"inbox_folders\"");
        }
        let contains = entry.word("contains").unwrap_or_default();
        if entry.table.contains_key("contains") && contains.is_empty() {
            self.of_entry(entry, "contains", "phải là chữ đặt trong dấu \"…\"; bỏ dòng này nếu không cần");
        }
        let until = self.day(entry, "until");
        let reason = entry.word("reason").unwrap_or_default();
        if reason.is_empty() {
            self.of_entry(entry, "reason", "cần ghi lý do; lý do được in cùng dòng đó");
        }
        (self.problems.len() == before).then_some(KnownDoubt { code, contains, until, reason })
    }
}
