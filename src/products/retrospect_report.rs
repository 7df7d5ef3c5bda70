//! `BaoCaoGiaiDoan_….docx`, the written report over several periods.

use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, range_stem};
use crate::sheets::letter;

pub(super) static PRODUCT: Product = Product {
    what: "the written report over several periods, from a template that the office owns",
    name: |naming| format!("{}.docx", range_stem("BaoCaoGiaiDoan", naming)),
    make: Make::Range { kind: Kind::Report, compose: |input| ProductBody::Letter(letter::of_range(input)) },
};
