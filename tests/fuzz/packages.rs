//! The parts of an `.ods` and of an `.xlsb`: the first byte of the input says which of them the rest is. Whatever is
//! accepted keeps the promises of `accepted.rs`.
//!
//! The flag lets the stable compiler take the options of the fuzzer (`cargo install cargo-fuzz`):
//!
//! ```text
//! mkdir -p tests/fuzz/corpus/packages
//! ASAN_OPTIONS=detect_odr_violation=0 RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir tests/fuzz packages tests/fuzz/corpus/packages tests/fuzz/seeds/packages -- \
//!     -max_len=16384 -timeout=20 -rss_limit_mb=1024 -malloc_limit_mb=256 -dict=tests/fuzz/xml.dict -max_total_time=1800
//! ```
//!
//! A finding is a file in `tests/fuzz/artifacts/packages`; run the target on it alone to see it again.

#![no_main]

mod accepted;
mod workbook;

use libfuzzer_sys::fuzz_target;
use tonghop_fuzz::model::config::Limits;
use tonghop_fuzz::reader;

/// Parts of an `.ods`; that of its content makes it one.
const OPEN: [(&str, &[u8]); 4] = [
    ("content.xml", br#"<document-content><body><spreadsheet><table name="T"><table-row><table-cell style-name="ce1" value-type="float" value="26000"/></table-row></table></spreadsheet></body></document-content>"#),
    ("styles.xml", br#"<document-styles><styles><number-style name="N1"><number decimal-places="0" min-integer-digits="1" display-factor="1000"/></number-style><style name="ce1" family="table-cell" data-style-name="N1"/></styles></document-styles>"#),
    ("meta.xml", br#"<document-meta><meta><user-defined name="tonghop">BM-01</user-defined></meta></document-meta>"#),
    ("META-INF/manifest.xml", br#"<manifest/>"#),
];
/// Parts of an `.xlsb`: a workbook of one sheet with a number, a text of another part, and a style.
const BINARY: [(&str, &[u8]); 6] = [
    ("xl/workbook.bin", b"\x9c\x01\x18\0\0\0\0\x01\0\0\0\x02\0\0\0s\0\x31\0\x01\0\0\0T\0\0\0\x84\x01\0"),
    ("xl/_rels/workbook.bin.rels", br#"<Relationships><Relationship Id="s1" Type="t/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="t" Type="t/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="u" Type="t/styles" Target="styles.bin"/></Relationships>"#),
    ("xl/worksheets/sheet1.bin", b"\x91\x01\0\0\x11\0\0\0\0\0\0\0\0\x2c\x01\0\0\0\0\0\0\0\x02\x0c\0\0\0\0\0\0\0\0\x1e\0\0\0\x07\x0c\x01\0\0\0\0\0\0\0\0\0\0\0\x92\x01\0\x82\x01\0"),
    ("xl/sharedStrings.bin", b"\x13\x07\0\x01\0\0\0a\0\xa0\x01\0"),
    ("xl/styles.bin", b"\xe9\x04\0\x2f\x10\0\0\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\xea\x04\0\x97\x02\0"),
    ("_rels/.rels", br#"<Relationships><Relationship Id="a" Type="t/officeDocument" Target="xl/workbook.bin"/></Relationships>"#),
];

fuzz_target!(|input: &[u8]| {
    let limits = &Limits::DEFAULT;
    let Some((which, part)) = input.split_first() else { return };
    let which = usize::from(*which) % (OPEN.len() + BINARY.len());
    let (mut parts, place) = if which < OPEN.len() { (OPEN.to_vec(), which) } else { (BINARY.to_vec(), which - OPEN.len()) };
    parts[place].1 = part;
    if let Ok(book) = reader::read(&workbook::packed(&parts), "", limits) {
        accepted::check(&book, limits);
    }
});
