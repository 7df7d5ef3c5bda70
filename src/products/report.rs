//! `BaoCao_….docx`, the written report: it leaves with the workbook, once the figures are fixed.

use crate::model::config::Config;
use crate::model::consolidation::Edition;
use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, stem};
use crate::sheets::letter;

pub(super) static PRODUCT: Product = Product {
    what: "the written report, from the template that the office owns",
    name: |naming| format!("{}.docx", stem("BaoCao", naming)),
    make: Make::Edition { kind, compose: |input| Ok(ProductBody::Letter(letter::letter(input))) },
};

/// A draft goes without: nobody signs what still changes.
fn kind(edition: Edition, _: &Config) -> Option<Kind> {
    match edition {
        Edition::Draft => None,
        Edition::Frozen | Edition::Release { .. } => Some(Kind::Report),
    }
}

/// The name of the twin that people edit, from that of a report that was fixed: `BaoCao_SKHCN_T28_2025_bien-tap.docx`.
pub fn editable(name: &str) -> String {
    let stem = name.strip_suffix(".docx").unwrap_or(name);
    let (stem, _) = stem.split_once("_chot-").unwrap_or((stem, ""));
    format!("{stem}_bien-tap.docx")
}

#[cfg(test)]
mod tests {
    use super::editable;

    #[test]
    fn a_twin_is_of_a_version_and_not_of_an_hour() {
        assert_eq!(editable("BaoCao_SKHCN_T28_2025.docx"), "BaoCao_SKHCN_T28_2025_bien-tap.docx");
        assert_eq!(editable("BaoCao_SKHCN_T28_2025_chot-11h00.docx"), "BaoCao_SKHCN_T28_2025_bien-tap.docx");
        assert_eq!(editable("BaoCao_SKHCN_T28_2025_v2.docx"), "BaoCao_SKHCN_T28_2025_v2_bien-tap.docx");
    }
}
