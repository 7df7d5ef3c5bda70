//! Untrusted bytes up to where a parser would begin: what a file is, the directory of a zip package, the tables of a
//! compound file and the records of an `.xls`. Nothing may panic, hang or take memory that the bytes do not pay for; a
//! package or an `.xls` that passes its preflight is told as a workbook by its first bytes.
//!
//! The flag lets the stable compiler take the options of the fuzzer (`cargo install cargo-fuzz`):
//!
//! ```text
//! mkdir -p tests/fuzz/corpus/preflight
//! ASAN_OPTIONS=detect_odr_violation=0 RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir tests/fuzz preflight tests/fuzz/corpus/preflight tests/fuzz/seeds/preflight -- \
//!     -max_len=65536 -timeout=20 -rss_limit_mb=1024 -malloc_limit_mb=256 -dict=tests/fuzz/preflight.dict -max_total_time=1800
//! ```
//!
//! A finding is a file in `tests/fuzz/artifacts/preflight`; run the target on it alone to see it again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop_fuzz::model::config::Limits;
use tonghop_fuzz::reader;

fuzz_target!(|bytes: &[u8]| {
    let limits = &Limits::DEFAULT;
    let passed = ["xlsx", "xls", ""].map(|extension| reader::preflight(bytes, extension, limits).is_ok());
    // A name may open a door that the bytes alone do not, never close one.
    assert!(!passed[2] || (passed[0] && passed[1]), "{passed:?}");
    assert!(!passed[0] || reader::document_kind(bytes, "").is_none(), "a workbook and a document at once");
    for extension in ["pdf", "docx", "doc", ""] {
        let _ = reader::document_kind(bytes, extension);
    }
    let _ = reader::receive_large(bytes, "pdf", 1 << 30, limits);
});
