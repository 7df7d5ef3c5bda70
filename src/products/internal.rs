//! `NoiBo_….xlsx`, the workbook that stays at the desk.

use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, book, stem};
use crate::sheets::edition::INTERNAL;
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::Book;
use crate::sheets::{journal, office_remarks, problems, quality};
use crate::text::format;

pub(super) static PRODUCT: Product = Product {
    what: "the internal workbook: quality, problems, journal and remarks of the offices, for the desk alone",
    name: |naming| format!("{}.xlsx", stem(INTERNAL, naming)),
    make: Make::Edition { kind: |_, _| Some(Kind::Internal), compose: |input| Ok(ProductBody::Book(workbook(input))) },
};

/// `Chất lượng`, `Lỗi, cảnh báo`, `Nhật ký`, `Ghi chú của đơn vị`.
pub(super) fn workbook(input: &ProductInput<'_>) -> Book {
    let sheets = vec![quality::sheet(input), problems::sheet(input), journal::sheet(input), office_remarks::sheet(input)];
    let title = format!("Nội bộ: chất lượng báo cáo {}", format::span(&input.consolidation.span));
    book(input, &title, Vec::new(), sheets)
}
