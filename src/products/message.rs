//! `_tin-nhan.txt`: one text to paste into the chat group.

use crate::products::product::{Make, Product, ProductBody};
use crate::sheets::to_do;

pub(super) static PRODUCT: Product = Product {
    what: "one text to paste into the chat group: who reported, who has not, who has to mend",
    name: |_| "_tin-nhan.txt".to_owned(),
    make: Make::Message(|input| ProductBody::Text(to_do::message(input))),
};
