//! `BaoCaoGiaiDoan_….docx`, the written report over several periods.

use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, range_stem};
use crate::sheets::letter;
use std::path::Path;

const PREFIX: &str = "BaoCaoGiaiDoan";

/// Is this the name of such a report, edited or not?
pub fn is_of_range(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
}

pub(super) static PRODUCT: Product = Product {
    what: "the written report over several periods, from a template that the office owns",
    name: |naming| format!("{}.docx", range_stem(PREFIX, naming)),
    make: Make::Range { kind: |_| Some(Kind::Report), compose: |input| Ok(ProductBody::Letter(letter::of_range(input))) },
};
