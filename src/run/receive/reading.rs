//! Bytes to what a file is and what is wrong with it, by a reading child.

use crate::forms::Form;
use crate::io::reader_pool::{Attempt, SentBasis, WorkbookReader};
use crate::judge::file::FileJudgement;
use crate::model::config::Limits;
use crate::model::inbox::{Content, Folder};
use crate::model::workbook::Refusal;
use crate::reader;
use crate::text::sha256;

/// The name under which read contents are kept: they are as good as the words of the form's definition, our reading and
/// the crates that parse. A program that reads alike finds what an earlier one read.
pub fn reader_name(form: &Form) -> String {
    sha256::of(format!("{}\n{}\n{}", reader::READER_REVISION, reader::PARSERS, form.definition).as_bytes())
}

/// What a file in `folder` is, and what is wrong with it by itself. A bug of our own is caught here, per file, and costs
/// nobody else anything.
pub fn judgement(pool: &dyn WorkbookReader, against: &SentBasis<'_>, bytes: &[u8], name: &str, folder: &Folder) -> Attempt<FileJudgement> {
    let limits = pool.limits();
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.file_bytes_max {
        let head = bytes.get(..reader::HEAD_BYTES).unwrap_or(bytes);
        return Attempt::of_the_file(FileJudgement::of(large(&limits, (head, size), name), folder, against.basis()));
    }
    let attempt = std::panic::AssertUnwindSafe(|| pool.judge(bytes, &extension(name), folder, against));
    std::panic::catch_unwind(attempt).unwrap_or_else(|_| {
        let refusal = Refusal::Unsafe { cause: "chương trình gặp lỗi khi xử lý tệp này".to_owned() };
        Attempt::of_the_moment(FileJudgement::of(Content::Refused(refusal), folder, against.basis()))
    })
}

/// What a file over the limit is, by its first [`reader::HEAD_BYTES`] and its size in bytes: the same whether it is at hand
/// whole or was only looked at.
pub fn large(limits: &Limits, (head, size): (&[u8], u64), name: &str) -> Content {
    match reader::receive_large(head, &extension(name), size, limits) {
        Ok(kind) => Content::Document { kind },
        Err(refusal) => Content::Refused(refusal),
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, e)| format!(".{}", e.to_lowercase())).unwrap_or_default()
}
