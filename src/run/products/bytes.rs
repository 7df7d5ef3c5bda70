//! A composed product as the bytes of its file. A workbook is read back, cell by cell, before anybody gets it.

use crate::io::excel_write::{self, Writer};
use crate::io::failure::Failure;
use crate::io::word;
use crate::products::ProductBody;
use crate::run::products::read_back;
use crate::run::session::Work;
use crate::sheets::sheet::Book;
use rayon::prelude::*;
use std::path::Path;

/// A product as bytes; the error is the writer's.
pub(in crate::run) fn to_bytes(composed: ProductBody) -> Result<Vec<u8>, String> {
    match composed {
        ProductBody::Book(book) => excel_write::to_bytes(&book).map_err(|e| e.to_string()),
        ProductBody::Text(text) => Ok(text.into_bytes()),
        ProductBody::Letter(letter) => {
            word::fill(word::own_template(letter.of, letter.layout), &letter).map_err(|mistakes| mistakes.join("; "))
        }
    }
}

/// The same; a workbook is read back and agrees with what was meant.
pub(in crate::run) fn agreed(composed: ProductBody, path: &Path) -> Result<Vec<u8>, Failure> {
    agreed_by(&Writer::default(), composed, path)
}

/// The same of a long workbook, whose parts are packed side by side.
pub(super) fn agreed_long(work: &Work, book: &Book, path: &Path) -> Result<Vec<u8>, Failure> {
    let writer = Writer::default();
    let unwritten = |cause: excel_write::WriteFailure| unmade(path, cause.to_string());
    let bytes = match writer.parts(book).map_err(unwritten)? {
        Some(parts) => {
            let packed: Vec<_> = work.threads.install(|| parts.into_par_iter().map(|part| writer.pack(part)).collect());
            excel_write::file(&packed).map_err(unwritten)?
        }
        None => writer.to_bytes(book).map_err(unwritten)?,
    };
    read_back::agree(book, &bytes).map_err(|cause| unmade(path, cause))?;
    Ok(bytes)
}

/// The same of one of many workbooks, by the writer of them all.
pub(in crate::run) fn agreed_by(writer: &Writer, composed: ProductBody, path: &Path) -> Result<Vec<u8>, Failure> {
    let ProductBody::Book(book) = composed else { return to_bytes(composed).map_err(|cause| unmade(path, cause)) };
    let bytes = writer.to_bytes(&book).map_err(|e| unmade(path, e.to_string()))?;
    read_back::agree(&book, &bytes).map_err(|cause| unmade(path, cause))?;
    Ok(bytes)
}

/// A product that could not be made.
pub(super) fn unmade(path: &Path, cause: String) -> Failure {
    Failure::Product { path: path.to_owned(), cause }
}
