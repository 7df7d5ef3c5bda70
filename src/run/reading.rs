//! Bytes to what a file is: read in a child process, then against the forms.

use crate::forms::{self, Form};
use crate::model::config::Limits;
use crate::model::inbox::Content;
use crate::model::workbook::Refusal;
use crate::reader::{self, Received, WorkbookReader};

/// What a file is. A bug of our own is caught here, per file, and costs nobody else anything.
pub fn content(pool: &dyn WorkbookReader, form: &Form, bytes: &[u8], name: &str) -> Content {
    let limits = pool.limits();
    if u64::try_from(bytes.len()).is_ok_and(|size| size > limits.file_bytes_max) {
        return large(&limits, bytes.get(..reader::HEAD_BYTES).unwrap_or(bytes), name);
    }
    let extension = extension(name);
    let attempt = std::panic::AssertUnwindSafe(|| match pool.read(bytes, &extension) {
        Ok(Received::Document(kind)) => Content::Document { kind },
        Ok(Received::Workbook(workbook)) => Content::Workbook(Box::new(forms::extract(&workbook, form))),
        Err(refusal) => Content::Refused(refusal),
    });
    std::panic::catch_unwind(attempt)
        .unwrap_or_else(|_| Content::Refused(Refusal::Unsafe { cause: "chương trình gặp lỗi khi xử lý tệp này".to_owned() }))
}

/// What a file over the limit is, by its first [`reader::HEAD_BYTES`]: the same whether it is at hand whole or was only
/// copied.
pub fn large(limits: &Limits, head: &[u8], name: &str) -> Content {
    match reader::receive_large(head, &extension(name), limits) {
        Ok(kind) => Content::Document { kind },
        Err(refusal) => Content::Refused(refusal),
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, e)| format!(".{}", e.to_lowercase())).unwrap_or_default()
}
