//! The parts of an `.xlsx` beside its sheets: the first byte of the input says which of them the rest is. Whatever is
//! accepted keeps the promises of `accepted.rs`.
//!
//! The flag lets the stable compiler take the options of the fuzzer (`cargo install cargo-fuzz`):
//!
//! ```text
//! mkdir -p tests/fuzz/corpus/parts
//! ASAN_OPTIONS=detect_odr_violation=0 RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir tests/fuzz parts tests/fuzz/corpus/parts tests/fuzz/seeds/parts -- \
//!     -max_len=16384 -timeout=20 -rss_limit_mb=1024 -malloc_limit_mb=256 -dict=tests/fuzz/xml.dict -max_total_time=1800
//! ```
//!
//! A finding is a file in `tests/fuzz/artifacts/parts`; run the target on it alone to see it again.

#![no_main]

mod accepted;
mod workbook;

use libfuzzer_sys::fuzz_target;
use tonghop_fuzz::model::config::Limits;
use tonghop_fuzz::reader;
use workbook::Parts;

fuzz_target!(|input: &[u8]| {
    let limits = &Limits::DEFAULT;
    let Some((which, part)) = input.split_first() else { return };
    let plain = Parts::PLAIN;
    let parts = match which % 6 {
        0 => Parts { strings: part, ..plain },
        1 => Parts { styles: part, ..plain },
        2 => Parts { workbook: part, ..plain },
        3 => Parts { workbook_rels: part, ..plain },
        4 => Parts { rels: part, ..plain },
        _ => Parts { properties: part, ..plain },
    };
    if let Ok(book) = reader::read(&parts.packed(), "xlsx", limits) {
        accepted::check(&book, limits);
    }
});
