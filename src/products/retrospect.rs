//! `GiaiDoan_….xlsx`, what several releases say together: a month, a quarter, a half or a whole year, or weeks that somebody names.

use crate::products::kind::Kind;
use crate::products::product::{Make, Product, range_book, range_stem};
use crate::sheets::retrospect;

pub(super) static PRODUCT: Product = Product {
    what: "what the releases of several periods say together",
    name: |naming| format!("{}.xlsx", range_stem("GiaiDoan", naming)),
    make: Make::Range { kind: |_| Some(Kind::Range), compose: |input| Ok(range_book(input, "Tổng hợp", retrospect::leaving(input))) },
};
