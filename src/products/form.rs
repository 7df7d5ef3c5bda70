//! `BC_….xlsx`: the form of an agency, pre-filled; beside the answer to an agency that reported without it, filled with
//! what was read of its report.

use crate::products::product::{Make, Product, ProductBody};
use crate::sheets::blank;

pub(super) static PRODUCT: Product = Product {
    what: "an agency's form, pre-filled; filled with its report where it reported without the form",
    name: |naming| blank::file_name(naming.code, naming.period),
    make: Make::Form(|input| ProductBody::Book(blank::book(input))),
};
