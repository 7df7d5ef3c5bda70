//! `_tin-nhan.txt`: one text to paste into the chat group.

use crate::products::product::{Make, Product, ProductBody};
use crate::sheets::to_do;

pub(super) static PRODUCT: Product = Product {
    what: "one text to paste into the chat group: who is still awaited, who has to send again",
    name: |_| "_tin-nhan.txt".to_owned(),
    make: Make::Message(|input| ProductBody::Text(to_do::message(input))),
};
