//! `NoiBo_….xlsx`, the workbook that stays at the desk.

use crate::products::kind::Kind;
use crate::products::product::{LongBook, Make, Product, ProductBody, head, stem};
use crate::sheets::edition::INTERNAL;
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Book, Sheet};
use crate::sheets::{journal, office_remarks, problems, quality};
use crate::text::format;

pub(super) static PRODUCT: Product = Product {
    what: "the internal workbook: quality, problems, journal and remarks of the offices, for the desk alone",
    name: |naming| format!("{}.xlsx", stem(INTERNAL, naming)),
    make: Make::Edition { kind: |_, _| Some(Kind::Internal), compose: |_| Ok(ProductBody::Long(WORKBOOK)) },
};

/// `Chất lượng`, `Lỗi, cảnh báo`, `Nhật ký`, `Ghi chú của đơn vị`.
pub(super) const WORKBOOK: LongBook = LongBook { head: book, sheets };

fn book(input: &ProductInput<'_>) -> Book {
    let title = format!("Nội bộ: chất lượng báo cáo {}", format::span(&input.consolidation.span));
    head(input, &title, Vec::new())
}

fn sheets(input: &ProductInput<'_>, put: &mut dyn FnMut(Sheet)) {
    for sheet in [quality::sheet, problems::sheet, journal::sheet, office_remarks::sheet] {
        put(sheet(input));
    }
}
