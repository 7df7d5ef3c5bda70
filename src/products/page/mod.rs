//! `TongHop_….html`: the first page for a screen. One file without a server and without a foreign address; every figure opens
//! what it counts, each of that its rows, and each row its file, sheet and cells.
//!
//! The page itself is HTML and stands readable wherever it is opened. What it opens is data beside it, deflated, which one
//! script unpacks and shows; the content policy allows that script and that style by their hashes and nothing else, so
//! whatever an office wrote stays text.

mod data;
mod data_of_range;
mod markup;
mod packed;
mod shapes;

use crate::model::consolidation::Edition;
use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, stem};
use crate::sheets::input::ProductInput;
use crate::sheets::retrospect::{self, RetrospectInput};
use crate::sheets::{edition, frame, summary};
use crate::text::{format, period_range};
use markup::Figures;
pub(super) use markup::escaped;
pub(super) use packed::policy_hash;
use shapes::PageData;

pub(super) static PRODUCT: Product = Product {
    what: "the first page for a screen: every figure opens down to the cell it came from",
    name: |naming| format!("{}.html", stem("TongHop", naming)),
    make: Make::Edition {
        // A draft changes all day long, and nobody follows its figures on a telephone.
        kind: |edition, config| (edition != Edition::Draft && config.html).then_some(Kind::Page),
        compose: |input| html(input).map(ProductBody::Text),
    },
};

const FRAME: &str = include_str!("../../../templates/tong-hop.html");
const STYLE: &str = include_str!("../../../templates/tong-hop.css");
const SCRIPT: &str = include_str!("../../../templates/tong-hop.js");

fn html(input: &ProductInput<'_>) -> Result<String, serde_json::Error> {
    let c = input.consolidation;
    let mut figures = Figures::default();
    let page = markup::page(&summary::page(input), &mut figures, &|of, at| data::address(c, of, at));
    let title = frame::rehearsed(input, &format!("Tổng hợp {}", format::span(&c.span)));
    whole(&title, &page, &edition::foot(c, input.edition), &data::of(input, &figures))
}

/// The page over several periods.
pub(super) fn of_range(input: &RetrospectInput<'_>) -> Result<String, serde_json::Error> {
    let mut figures = Figures::default();
    let page = markup::page(&retrospect::page(input), &mut figures, &|of, at| data_of_range::address(input.retrospect, of, at));
    let called = period_range::called(&input.retrospect.range);
    let title = retrospect::rehearsed(input, &format!("Tổng hợp {called}"));
    let foot = format!("Lập từ các bản tổng hợp đã chốt của {called}.");
    whole(&title, &page, &foot, &data_of_range::of(input, &figures))
}

/// Markup, data, style and script as one file.
fn whole(title: &str, page: &str, foot: &str, data: &PageData) -> Result<String, serde_json::Error> {
    let packed = packed::packed(&serde_json::to_vec(data)?).map_err(serde::ser::Error::custom)?;
    Ok(filled(
        FRAME,
        &[
            ("script_hash", &policy_hash(SCRIPT)),
            ("style_hash", &policy_hash(STYLE)),
            ("title", &escaped(title)),
            ("page", page),
            ("foot", &escaped(foot)),
            ("data", &packed),
            ("style", STYLE),
            ("script", SCRIPT),
        ],
    ))
}

/// A template with each `{{name}}` replaced once: what is put in is never looked at again.
pub(super) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests;
