//! A composed product as the bytes of its file. A workbook is read back, cell by cell, before anybody gets it.

use crate::io::excel_write::{self, Effort, LongWriter, PackedPart, RestPart, UnpackedPart, WriteFailure, Writer};
use crate::io::failure::Failure;
use crate::io::word;
use crate::model::consolidation::Edition;
use crate::products::{LongBook, ProductBody};
use crate::run::products::read_back::{self, SheetDigest};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::Sheet;
use rayon::ThreadPool;
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

/// The writer of an edition's workbooks: a draft stands until the next run puts another in its place.
pub(super) fn writer_of(edition: Edition) -> Writer {
    Writer::new(if edition == Edition::Draft { Effort::Passing } else { Effort::Lasting })
}

/// A workbook of an edition as it was written, not yet read back.
#[derive(Debug)]
pub(super) struct WrittenBook {
    bytes: Vec<u8>,
    /// What its sheets are meant to say.
    meant: Vec<SheetDigest>,
}

/// A long workbook, read back; `None` is one that has to be written in one go.
pub(super) fn agreed_long(
    writer: &Writer,
    written: Option<WrittenBook>,
    (long, input): (LongBook, &ProductInput<'_>),
    path: &Path,
) -> Result<Vec<u8>, Failure> {
    let differs = |cause: String| unmade(path, cause);
    if let Some(WrittenBook { bytes, meant }) = written
        && read_back::says(&bytes, &meant).map_err(differs)?
    {
        return Ok(bytes);
    }
    // What differs is found by all of its sheets, and named by its cell.
    let book = long.whole(input);
    let bytes = writer.to_bytes(&book).map_err(|cause| unmade(path, cause.to_string()))?;
    read_back::agree(&book, &bytes).map_err(differs)?;
    Ok(bytes)
}

/// Writes a long workbook; `None` if it has to be written in one go.
pub(super) fn written_long(
    threads: &ThreadPool,
    writer: &Writer,
    (long, input): (LongBook, &ProductInput<'_>),
    path: &Path,
) -> Result<Option<WrittenBook>, Failure> {
    sheet_by_sheet(threads, writer, long, input).map_err(|cause| unmade(path, cause.to_string()))
}

/// One sheet after the other: while the next is composed here, a thread writes the one before and others pack those before that.
///
/// Never called by a thread of the pool: it would wait for itself where there are no others.
fn sheet_by_sheet(
    pool: &ThreadPool,
    writer: &Writer,
    long: LongBook,
    input: &ProductInput<'_>,
) -> Result<Option<WrittenBook>, WriteFailure> {
    let mut book = LongWriter::new((long.head)(input));
    let (mut meant, mut failed) = (Vec::new(), None);
    let (packed, packs) = mpsc::channel();
    // No sheet is composed before the one before it is taken: of their cells those of three are in memory at most.
    let (compose, composed) = mpsc::sync_channel::<Sheet>(0);
    pool.in_place_scope(|threads| {
        let (book, meant, failed, packed) = (&mut book, &mut meant, &mut failed, &packed);
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
        pool.install(|| others.into_par_iter().map(|part| part.map_err(|part| writer.pack(part))).collect());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::LongBook;
    use crate::sheets::sheet::{Book, Cell, Row, Style, Visibility};
    use crate::sheets::testing;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    fn head(input: &ProductInput<'_>) -> Book {
        let created = input.consolidation.cutoffs.submit;
        Book { title: "Thử".to_owned(), created, properties: Vec::new(), names: Vec::new(), sheets: Vec::new() }
    }

    /// Each row says something else, and from some thousand on a sheet is handed out before the last.
    fn sheet(name: &str, rows: u32) -> Sheet {
        let row = |number: u32| {
            let cells = (0..12)
                .map(|column| Cell::text(format!("{name} {number} {column}"), Style::BODY))
                .chain([Cell::count(number, Style::BODY)]);
            Row { height: 15.0, cells: cells.collect() }
        };
        Sheet { name: name.to_owned(), rows: (0..rows).map(row).collect(), ..Sheet::default() }
    }

    const WHOLE: LongBook = LongBook {
        head,
        sheets: |_, put| {
            [("Một", 3), ("Hai", 2_000), ("Ba", 2_000), ("Bốn", 0)].into_iter().for_each(|(name, rows)| put(sheet(name, rows)));
        },
    };
    const REFUSED: LongBook = LongBook {
        head,
        sheets: |_, put| {
            put(sheet("Một", 3));
            let mut wrong = sheet("Hai", 3);
            wrong.rows.push(Row { height: 15.0, cells: vec![Cell::number(f64::NAN, Style::BODY)] });
            put(wrong);
            put(sheet("Ba", 2_000));
        },
    };
    const IN_ONE_GO: LongBook = LongBook {
        head,
        sheets: |_, put| {
            put(Sheet { visibility: Visibility::Hidden, ..sheet("Ẩn", 3) });
            put(sheet("Hai", 2_000));
        },
    };
    const PANICS: LongBook = LongBook {
        head,
        sheets: |_, put| {
            put(sheet("Một", 2_000));
            panic!("while it is composed");
        },
    };

    fn with_pools(play: impl Fn(&ThreadPool, &Writer, &ProductInput<'_>, &Path)) {
        for (threads, effort) in [(1, Effort::Lasting), (2, Effort::Passing), (2, Effort::Lasting), (3, Effort::Passing)] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            testing::with_input(|input| play(&pool, &Writer::new(effort), input, Path::new("a.xlsx")));
        }
    }

    #[test]
    fn a_book_that_is_written_sheet_by_sheet_is_the_book() {
        with_pools(|pool, writer, input, path| {
            let written = written_long(pool, writer, (WHOLE, input), path).unwrap().unwrap();
            let bytes = agreed_long(writer, Some(written), (WHOLE, input), path).unwrap();
            assert!(bytes == writer.to_bytes(&WHOLE.whole(input)).unwrap());
        });
    }

    #[test]
    fn what_cannot_be_written_is_told_and_nobody_waits_for_it() {
        with_pools(|pool, writer, input, path| {
            let failure = written_long(pool, writer, (REFUSED, input), path).unwrap_err();
            assert!(failure.to_string().contains("Hai"), "{failure}");
            assert!(catch_unwind(AssertUnwindSafe(|| written_long(pool, writer, (PANICS, input), path))).is_err());
        });
    }

    #[test]
    fn what_goes_in_one_go_and_what_says_something_else_is_made_again_as_a_whole() {
        with_pools(|pool, writer, input, path| {
            let whole = writer.to_bytes(&IN_ONE_GO.whole(input)).unwrap();
            let written = written_long(pool, writer, (IN_ONE_GO, input), path).unwrap();
            assert!(written.is_none());
            assert!(agreed_long(writer, written, (IN_ONE_GO, input), path).unwrap() == whole);
            let mut other = written_long(pool, writer, (WHOLE, input), path).unwrap().unwrap();
            other.meant.swap(1, 2);
            let whole = writer.to_bytes(&WHOLE.whole(input)).unwrap();
            assert!(agreed_long(writer, Some(other), (WHOLE, input), path).unwrap() == whole);
        });
    }
}
