//! `GiaiDoan_….html`: the figures over several periods for a screen, made like the page of a week.

use crate::products::kind::Kind;
use crate::products::page;
use crate::products::product::{Make, Product, ProductBody, range_stem};

pub(super) static PRODUCT: Product = Product {
    what: "the same over several periods for a screen: every figure opens down to week, file and cell",
    name: |naming| format!("{}.html", range_stem("GiaiDoan", naming)),
    make: Make::Range { kind: |config| config.html.then_some(Kind::Page), compose: |input| page::of_range(input).map(ProductBody::Text) },
};
