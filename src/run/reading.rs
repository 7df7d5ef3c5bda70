//! Bytes to what a file is: read in a child process, then against the forms.

use crate::forms::{self, Form};
use crate::io::reader_pool::ReaderPool;
use crate::model::inbox::Content;
use crate::model::workbook::Refusal;
use crate::reader::Received;

/// What a file is. A bug of our own is caught here, per file, and costs nobody else anything.
pub fn content(pool: &ReaderPool, form: &Form, bytes: &[u8], name: &str) -> Content {
    let extension = name.rsplit_once('.').map(|(_, e)| format!(".{}", e.to_lowercase())).unwrap_or_default();
    let attempt = std::panic::AssertUnwindSafe(|| match pool.read(bytes, &extension) {
        Ok(Received::Document(kind)) => Content::Document { kind },
        Ok(Received::Workbook(workbook)) => Content::Workbook(Box::new(forms::extract(&workbook, form))),
        Err(refusal) => Content::Refused(refusal),
    });
    std::panic::catch_unwind(attempt)
        .unwrap_or_else(|_| Content::Refused(Refusal::Unsafe { cause: "chương trình gặp lỗi khi xử lý tệp này".to_owned() }))
}
