//! A composed product as the bytes of its file. A workbook is read back, cell by cell, before anybody gets it.

use crate::io::excel_write::{self, LongWriter, PackedPart, RestPart, UnpackedPart, WriteFailure, Writer};
use crate::io::failure::Failure;
use crate::io::word;
use crate::products::{LongBook, ProductBody};
use crate::run::products::read_back::{self, SheetDigest};
use crate::run::session::Work;
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::Sheet;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc;

/// A product of an edition as bytes, without looking at them again; the error is the writer's.
pub(in crate::run) fn to_bytes_of(composed: ProductBody, input: &ProductInput<'_>) -> Result<Vec<u8>, String> {
    match composed {
        ProductBody::Long(long) => to_bytes(ProductBody::Book(long.whole(input))),
        other => to_bytes(other),
    }
}

/// A product as bytes; the error is the writer's.
pub(in crate::run) fn to_bytes(composed: ProductBody) -> Result<Vec<u8>, String> {
    match composed {
        ProductBody::Long(_) => Err("a workbook of an edition is made of its input".to_owned()),
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

/// A workbook of an edition as it was written, not yet read back.
#[derive(Debug)]
pub(super) struct WrittenBook {
    bytes: Vec<u8>,
    /// What its sheets are meant to say.
    meant: Vec<SheetDigest>,
}

/// A long workbook, read back; `None` is one that has to be written in one go.
pub(super) fn agreed_long(written: Option<WrittenBook>, long: LongBook, input: &ProductInput<'_>, path: &Path) -> Result<Vec<u8>, Failure> {
    let differs = |cause: String| unmade(path, cause);
    if let Some(WrittenBook { bytes, meant }) = written
        && read_back::says(&bytes, &meant).map_err(differs)?
    {
        return Ok(bytes);
    }
    // What differs is found by all of its sheets, and named by its cell.
    let book = long.whole(input);
    let bytes = excel_write::to_bytes(&book).map_err(|cause| unmade(path, cause.to_string()))?;
    read_back::agree(&book, &bytes).map_err(differs)?;
    Ok(bytes)
}

/// Writes a long workbook; `None` if it has to be written in one go.
pub(super) fn written_long(work: &Work, long: LongBook, input: &ProductInput<'_>, path: &Path) -> Result<Option<WrittenBook>, Failure> {
    sheet_by_sheet(work, long, input).map_err(|cause| unmade(path, cause.to_string()))
}

/// One sheet after the other: while the next is composed here, a thread writes the one before and others pack those before that.
///
/// Never called by a thread of the pool: it would wait for itself where there are no others.
fn sheet_by_sheet(work: &Work, long: LongBook, input: &ProductInput<'_>) -> Result<Option<WrittenBook>, WriteFailure> {
    let (writer, mut book) = (Writer::default(), LongWriter::new((long.head)(input)));
    let (mut meant, mut failed) = (Vec::new(), None);
    let (packed, packs) = mpsc::channel();
    // No sheet is composed before the one before it is taken: of their cells those of three are in memory at most.
    let (compose, composed) = mpsc::sync_channel::<Sheet>(0);
    work.threads.in_place_scope(|threads| {
        let (writer, book, meant, failed, packed) = (&writer, &mut book, &mut meant, &mut failed, &packed);
        threads.spawn(move |threads| {
            for sheet in composed {
                meant.push(SheetDigest::of(&sheet));
                match book.sheet(sheet) {
                    Ok(Some((number, part))) => {
                        let packed = packed.clone();
                        // Nobody waits for it where the sheets before could not be written.
                        threads.spawn(move |_| drop(packed.send((number, writer.pack(part)))));
                    }
                    Ok(None) => {}
                    Err(failure) => drop(failed.get_or_insert(failure)),
                }
            }
        });
        // Where nobody takes it any more, the panic of that thread goes on from here.
        (long.sheets)(input, &mut |sheet| drop(compose.send(sheet)));
        drop(compose);
    });
    drop(packed);
    if let Some(failure) = failed {
        return Err(failure);
    }
    let Some(parts) = book.finish()? else { return Ok(None) };
    let mut sheets: BTreeMap<usize, PackedPart> = packs.into_iter().collect();
    let others: Vec<Result<usize, UnpackedPart>> = parts
        .into_iter()
        .map(|part| match part {
            RestPart::Sheet(number) => Ok(number),
            RestPart::Other(part) => Err(part),
        })
        .collect();
    let others: Vec<Result<usize, PackedPart>> =
        work.threads.install(|| others.into_par_iter().map(|part| part.map_err(|part| writer.pack(part))).collect());
    let parts: Option<Vec<PackedPart>> = others.into_iter().map(|part| part.map_or_else(Some, |number| sheets.remove(&number))).collect();
    parts.map(|parts| Ok(WrittenBook { bytes: excel_write::file(&parts)?, meant })).transpose()
}

/// The same of one of many workbooks, by the writer of them all.
pub(in crate::run) fn agreed_by(writer: &Writer, composed: ProductBody, path: &Path) -> Result<Vec<u8>, Failure> {
    let ProductBody::Book(book) = composed else { return to_bytes(composed).map_err(|cause| unmade(path, cause)) };
    let bytes = writer.to_bytes(&book).map_err(|e| unmade(path, e.to_string()))?;
    let meant: Vec<SheetDigest> = book.sheets.iter().map(SheetDigest::of).collect();
    if !read_back::says(&bytes, &meant).map_err(|cause| unmade(path, cause))? {
        read_back::agree(&book, &bytes).map_err(|cause| unmade(path, cause))?;
    }
    Ok(bytes)
}

/// A product that could not be made.
pub(super) fn unmade(path: &Path, cause: String) -> Failure {
    Failure::Product { path: path.to_owned(), cause }
}
