//! Whole files that may be encrypted with the password that every Excel knows: descriptions of ciphers and records of old
//! files. Whatever is accepted keeps the promises of `accepted.rs`. Its seeds are the encrypted workbooks of many writers.
//!
//! The flag lets the stable compiler take the options of the fuzzer (`cargo install cargo-fuzz`):
//!
//! ```text
//! mkdir -p tests/fuzz/corpus/protected && cp tests/workbooks/{protected,own}-* tests/fuzz/corpus/protected
//! ASAN_OPTIONS=detect_odr_violation=0 RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir tests/fuzz protected tests/fuzz/corpus/protected -- \
//!     -max_len=16384 -timeout=20 -rss_limit_mb=1024 -malloc_limit_mb=256 -max_total_time=1800
//! ```
//!
//! A finding is a file in `tests/fuzz/artifacts/protected`; run the target on it alone to see it again.

#![no_main]

mod accepted;

use libfuzzer_sys::fuzz_target;
use tonghop_fuzz::model::config::Limits;
use tonghop_fuzz::reader;

fuzz_target!(|input: &[u8]| {
    let limits = &Limits::DEFAULT;
    if let Ok(workbook) = reader::read(input, "xls", limits) {
        accepted::check(&workbook, limits);
    }
});
