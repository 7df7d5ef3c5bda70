//! `NoiBoGiaiDoan_….xlsx`: the record of each office over several periods with the scores of its data, for the desk alone.

use crate::products::kind::Kind;
use crate::products::product::{Make, Product, range_book, range_stem};
use crate::sheets::edition::INTERNAL;
use crate::sheets::retrospect;

pub(super) static PRODUCT: Product = Product {
    what: "the record of each office over several periods with the scores of its data, for the desk alone",
    name: |naming| format!("{}.xlsx", range_stem(&format!("{INTERNAL}GiaiDoan"), naming)),
    make: Make::Range {
        kind: |_| Some(Kind::Internal),
        compose: |input| Ok(range_book(input, "Theo dõi đơn vị", retrospect::staying(input))),
    },
};
