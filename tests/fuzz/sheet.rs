//! The sheet reader of `.xlsx`: the input is the sheet part of a small workbook, so that texts, formats and budgets are
//! those of a real file. Whatever is accepted keeps the promises of `accepted.rs`.
//!
//! The flag lets the stable compiler take the options of the fuzzer (`cargo install cargo-fuzz`):
//!
//! ```text
//! mkdir -p tests/fuzz/corpus/sheet
//! ASAN_OPTIONS=detect_odr_violation=0 RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir tests/fuzz sheet tests/fuzz/corpus/sheet tests/fuzz/seeds/sheet -- \
//!     -max_len=16384 -timeout=20 -rss_limit_mb=1024 -malloc_limit_mb=256 -dict=tests/fuzz/xml.dict -max_total_time=1800
//! ```
//!
//! A finding is a file in `tests/fuzz/artifacts/sheet`; run the target on it alone to see it again.

#![no_main]

mod accepted;
mod workbook;

use libfuzzer_sys::fuzz_target;
use tonghop_fuzz::model::config::Limits;
use tonghop_fuzz::reader;

fuzz_target!(init: {
    // A workbook whose sheet is not found would let every input pass unread.
    let plain = reader::read(&workbook::Parts::PLAIN.packed(), "xlsx", &Limits::DEFAULT).expect("the plain workbook is read");
    assert!(plain.absent.is_empty() && plain.sheets.iter().any(|sheet| sheet.cells().count() > 5), "{plain:?}");
}, |sheet: &[u8]| {
    let limits = &Limits::DEFAULT;
    let file = workbook::Parts { sheet, ..workbook::Parts::PLAIN }.packed();
    if let Ok(book) = reader::read(&file, "xlsx", limits) {
        accepted::check(&book, limits);
    }
});
