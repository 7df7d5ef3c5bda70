//! `PhanHoi_….txt`: the same words to paste into a message.

use crate::products::product::{Make, Product, ProductBody, agency_stem};
use crate::sheets::feedback;

pub(super) static PRODUCT: Product = Product {
    what: "the same answer as plain text",
    name: |naming| format!("{}.txt", agency_stem("PhanHoi", naming)),
    make: Make::Answer(|input| ProductBody::Text(feedback::text(input))),
};
