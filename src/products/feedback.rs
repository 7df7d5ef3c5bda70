//! `PhanHoi_….xlsx`: what an agency gets back.

use crate::products::product::{Make, Product, ProductBody, agency_stem};
use crate::sheets::feedback;

pub(super) static PRODUCT: Product = Product {
    what: "an agency's answer: received or not, what was read, what to mend cell by cell",
    name: |naming| format!("{}.xlsx", agency_stem("PhanHoi", naming)),
    make: Make::Answer(|input| ProductBody::Book(feedback::book(input))),
};
