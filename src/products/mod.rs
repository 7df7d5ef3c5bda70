//! What can leave: one list. Each product is one file with its name and how it is made, and one line in [`ALL`];
//! writing, naming, recording and verifying read that list. Pure: a product is composed as sheets or text, its bytes
//! are made by whoever writes it.
//!
//! | Product | Name | Kind in draft, freeze, release | Made from |
//! | --- | --- | --- | --- |
//! | the consolidated workbook: what leaves | `TongHop_SKHCN_T28_2025_v2.xlsx` | `draft`, `frozen`, `release` | the figures of an edition |
//! | the written report, from the template that the office owns | `BaoCao_SKHCN_T28_2025_v2.docx` | `report` | the figures of an edition |
//! | the internal workbook: quality, problems, journal and remarks of the offices, for the desk alone | `NoiBo_SKHCN_T28_2025_v2.xlsx` | `internal` | the figures of an edition |
//! | everything the consolidated workbook shows, for programs | `TongHop_SKHCN_T28_2025_v2.json` | `data` | the figures of an edition |
//! | the first page for a screen: every figure opens down to the cell it came from | `TongHop_SKHCN_T28_2025_v2.html` | `page` | the figures of an edition |
//! | an agency's answer: received or not, what was read, what to mend cell by cell | `PhanHoi_SKHCN_T28_2025.xlsx` | `feedback` | what the agency sent |
//! | the same answer as plain text | `PhanHoi_SKHCN_T28_2025.txt` | `feedback` | what the agency sent |
//! | an agency's form, pre-filled; filled with its report where it reported without the form | `BC_SKHCN_T28_2025.xlsx` | `feedback` | the agency's tasks and last values |
//! | what the releases of several periods say together | `GiaiDoan_SKHCN_T28_2025-T31_2025.xlsx` | `range` | what left with several releases |
//! | the written report over several periods, from a template that the office owns | `BaoCaoGiaiDoan_SKHCN_T28_2025-T31_2025.docx` | `report` | what left with several releases |
//! | the record of each office over several periods with the scores of its data, for the desk alone | `NoiBoGiaiDoan_SKHCN_T28_2025-T31_2025.xlsx` | `internal` | what left with several releases |
//! | the same over several periods, for programs | `GiaiDoan_SKHCN_T28_2025-T31_2025.json` | `data` | what left with several releases |
//! | the same over several periods for a screen: every figure opens down to week, file and cell | `GiaiDoan_SKHCN_T28_2025-T31_2025.html` | `page` | what left with several releases |
//! | one text to paste into the chat group: who is still awaited, who has to send again | `_tin-nhan.txt` | `message` | the state of the period |
//!
//! To add one: a file here with its `PRODUCT`, a line in [`ALL`], a row in this table (a test compares the two).

mod consolidated;
mod data;
mod data_roads;
mod data_room;
mod data_totals;
mod edition_key;
mod feedback;
mod feedback_text;
mod form;
mod internal;
mod kind;
mod message;
mod page;
mod product;
mod release_data;
mod report;
mod retrospect;
mod retrospect_data;
mod retrospect_internal;
mod retrospect_page;
mod retrospect_report;
pub mod screen;
pub mod tables;

pub use edition_key::{AnswerKey, DraftKey, FormKey, KeyDigest, MessageKey};
pub use kind::Kind;
pub use product::{LongBook, Make, Naming, OfFigures, OfRange, OfState, Product, ProductBody};
pub use release_data::{HEADS as RELEASE_DATA_HEADS, release_of};
pub use report::editable;
pub use retrospect_report::is_of_range;

use crate::model::config::Config;
use crate::model::consolidation::Edition;
use crate::sheets::blank::BlankInput;
use crate::sheets::feedback::FeedbackInput;

/// Every product, in the order in which the products of an edition are written and sealed.
static ALL: [&Product; 14] = [
    &consolidated::PRODUCT,
    &report::PRODUCT,
    &internal::PRODUCT,
    &data::PRODUCT,
    &page::PRODUCT,
    &feedback::PRODUCT,
    &feedback_text::PRODUCT,
    &form::PRODUCT,
    &retrospect::PRODUCT,
    &retrospect_report::PRODUCT,
    &retrospect_internal::PRODUCT,
    &retrospect_data::PRODUCT,
    &retrospect_page::PRODUCT,
    &message::PRODUCT,
];

/// The products of an edition of a desk with their kinds, in the order in which they are sealed.
pub fn of_edition(edition: Edition, config: &Config) -> impl Iterator<Item = (Kind, &'static Product, OfFigures)> {
    ALL.into_iter().filter_map(move |product| {
        let Make::Edition { kind, compose } = product.make else { return None };
        kind(edition, config).map(|kind| (kind, product, compose))
    })
}

/// What every agency gets that is to be told something.
pub fn answers() -> impl Iterator<Item = (&'static Product, fn(&FeedbackInput<'_>) -> ProductBody)> {
    ALL.into_iter().filter_map(|product| if let Make::Answer(compose) = product.make { Some((product, compose)) } else { None })
}

/// The forms of an agency.
pub fn forms() -> impl Iterator<Item = (&'static Product, fn(&BlankInput<'_>) -> ProductBody)> {
    ALL.into_iter().filter_map(|product| if let Make::Form(compose) = product.make { Some((product, compose)) } else { None })
}

/// What a desk makes over several periods, with its kind.
pub fn of_range(config: &Config) -> impl Iterator<Item = (Kind, &'static Product, OfRange)> {
    ALL.into_iter().filter_map(move |product| {
        let Make::Range { kind, compose } = product.make else { return None };
        kind(config).map(|kind| (kind, product, compose))
    })
}

/// What is written once a period, beside the answers.
pub fn messages() -> impl Iterator<Item = (&'static Product, OfState)> {
    ALL.into_iter().filter_map(|product| if let Make::Message(compose) = product.make { Some((product, compose)) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agency::AgencyCode;
    use crate::model::consolidation::Consolidation;
    use crate::model::period_range::PeriodRange;
    use crate::model::replacement::Replacement;
    use crate::model::submission::Submission;
    use crate::sheets::as_sent;
    use crate::sheets::dump::dump;
    use crate::sheets::input::ProductInput;
    use crate::sheets::own_figures::OwnFigures;
    use crate::sheets::testing;
    use std::fs;
    use std::path::Path;

    fn here() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/products"))
    }

    #[test]
    fn the_table_says_what_the_list_says() {
        let c = testing::consolidation();
        let desk = AgencyCode::parse("SKHCN").unwrap();
        let range = PeriodRange::weeks(c.period, c.period.next().next().next()).unwrap();
        let editions = [Edition::Draft, Edition::Frozen, Edition::Release { version: 2, late: false }];
        let rows: Vec<String> = ALL
            .into_iter()
            .map(|product| {
                let (kinds, from, edition) = match product.make {
                    Make::Edition { kind, .. } => (
                        editions.into_iter().filter_map(|edition| kind(edition, &testing::config())).collect(),
                        "the figures of an edition",
                        true,
                    ),
                    Make::Answer(_) => (vec![Kind::Feedback], "what the agency sent", false),
                    Make::Form(_) => (vec![Kind::Feedback], "the agency's tasks and last values", false),
                    Make::Range { kind, .. } => (kind(&testing::config()).into_iter().collect(), "what left with several releases", false),
                    Make::Message(_) => (vec![Kind::Message], "the state of the period", false),
                };
                let edition = edition.then_some((editions[2], c.cutoffs));
                let name = (product.name)(&Naming { code: &desk, period: c.period, edition, range: Some(range) });
                let mut kinds: Vec<String> = kinds.into_iter().map(|kind| format!("`{}`", kind.label())).collect();
                kinds.dedup();
                format!("//! | {} | `{name}` | {} | {from} |", product.what, kinds.join(", "))
            })
            .collect();
        let text = fs::read_to_string(here().join("mod.rs")).unwrap();
        let table: Vec<&str> = text.lines().filter(|line| line.starts_with("//! | ") && line.contains('`')).collect();
        assert_eq!(table, rows);
    }

    #[test]
    fn every_file_has_its_line() {
        let paths = fs::read_dir(here()).unwrap().map(|entry| entry.unwrap().path());
        // A product may be a folder, and so may what several of them share.
        let files = paths.map(|path| if path.is_dir() { path.join("mod.rs") } else { path });
        let texts = files.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap());
        let products = texts.filter(|text| text.lines().any(|line| line.starts_with("pub(super) static PRODUCT: Product"))).count();
        assert_eq!(products, ALL.len());
    }

    #[test]
    fn the_page_names_every_product() {
        let page = include_str!("../docs/products.md");
        let agency = AgencyCode::parse("SYT").unwrap();
        for product in ALL {
            let name = (product.name)(&Naming { code: &agency, period: testing::consolidation().period, edition: None, range: None });
            // A name of a period and somebody is written with its first word alone, and one extension may stand for several words.
            let word = name.split_once("SYT").map_or(name.as_str(), |(word, _)| word);
            let (_, extension) = name.rsplit_once('.').unwrap();
            let named = page.contains(&format!("| `{word}")) && page.contains(&format!(".{extension}` |"));
            assert!(named, "src/docs/products.md does not name {name}");
        }
    }

    #[test]
    fn the_data_say_what_the_consolidation_says() {
        testing::with_input(|input| {
            let (_, _, compose) = of_edition(input.edition, input.config).find(|(kind, _, _)| *kind == Kind::Data).unwrap();
            let text = || match compose(input).unwrap() {
                ProductBody::Text(text) => text,
                other => panic!("data are a text, not {other:?}"),
            };
            let (text, again) = (text(), text());
            assert_eq!(text, again, "twice the same");
            assert!(text.as_bytes().starts_with(RELEASE_DATA_HEADS[0]), "it is found in the archive by how it begins");
            assert_eq!(text.lines().count(), 1);
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let c = input.consolidation;
            assert_eq!(value["schema"], "tonghop.data/1");
            assert_eq!(value["edition"]["kind"], "release");
            assert_eq!(value["totals"]["tasks"]["done"], c.task_totals.overall.done());
            assert_eq!(value["totals"]["tasks"]["total"], c.task_totals.overall.total);
            assert_eq!(value["tasks"].as_array().unwrap().len(), c.tasks.len());
            assert_eq!(value["agencies"].as_array().unwrap().len(), c.agencies.len());
            assert_eq!(value["agencies"][0]["standing"], "on_time");
            assert!(text.find("\"schema\"").unwrap() < text.find("\"period\"").unwrap(), "keys keep their order");
        });
    }

    #[test]
    fn only_the_desk_reads_who_decided() {
        let c = testing::consolidation();
        let at = c.cutoffs.release;
        let (reason, by) = ("Sở Y tế đính chính số liệu.".to_owned(), "Nguyễn Văn A".to_owned());
        let replacement = Replacement { version: 1, by_version: 2, released_at: at, reason, by, reopened_at: at, differences: Vec::new() };
        testing::with_input(|input| {
            let input = ProductInput { replacement: Some(&replacement), ..*input };
            for (kind, product, compose) in of_edition(input.edition, input.config) {
                let text = match compose(&input).unwrap() {
                    ProductBody::Book(book) => book.sheets.iter().map(dump).collect(),
                    ProductBody::Long(long) => long.whole(&input).sheets.iter().map(dump).collect(),
                    ProductBody::Text(text) => text,
                    ProductBody::Letter(letter) => format!("{letter:?}"),
                };
                assert_eq!(text.contains("Nguyễn Văn A"), kind == Kind::Internal, "{}", product.what);
                assert!(kind == Kind::Internal || text.contains("Sở Y tế đính chính số liệu."), "{}", product.what);
            }
        });
    }

    #[test]
    fn a_draft_says_the_same_when_the_rows_as_they_were_read_are_gone() {
        let said = |consolidation: &Consolidation| {
            let draft = |input: &ProductInput<'_>| {
                let input = ProductInput { edition: Edition::Draft, chain_head: None, ..*input };
                let of_edition = of_edition(input.edition, input.config);
                let text = |body| match body {
                    ProductBody::Book(book) => format!("{book:?}"),
                    ProductBody::Long(long) => format!("{:?}", long.whole(&input)),
                    ProductBody::Text(text) => text,
                    ProductBody::Letter(letter) => format!("{letter:?}"),
                };
                of_edition.map(|(_, _, compose)| text(compose(&input).unwrap())).collect::<Vec<_>>()
            };
            let own = |s: &Submission| format!("{:?}", OwnFigures::of(consolidation, s));
            (testing::with_input_of(consolidation, draft), consolidation.submissions.iter().map(own).collect::<Vec<_>>())
        };
        let rows = |c: &Consolidation| {
            let read = c.submissions.iter().flat_map(|s| &s.versions).filter_map(|version| version.content.extraction());
            read.filter(|extraction| extraction.report.tasks.is_some()).count()
        };
        let mut c = testing::consolidation();
        let (before, with_rows) = (said(&c), rows(&c));
        let sent: Vec<_> = c.submissions.iter().map(|s| as_sent::of(&c, s)).collect();
        assert!(with_rows > 1 && sent.iter().any(|sent| sent.rows.tasks > 0 && sent.score.is_some()));
        c.submissions.iter_mut().for_each(Submission::let_go_of_rows);
        assert_eq!(rows(&c), with_rows, "what nobody noted stays");
        c.submissions.iter_mut().zip(sent).for_each(|(s, sent)| s.as_sent = Some(sent));
        c.submissions.iter_mut().for_each(Submission::let_go_of_rows);
        assert_eq!(rows(&c), 0);
        assert!(said(&c) == before);
    }

    #[test]
    fn no_two_products_share_a_name() {
        let c = testing::consolidation();
        for edition in [Edition::Draft, Edition::Frozen, Edition::Release { version: 1, late: true }] {
            let naming = Naming { code: &c.agencies[0].code, period: c.period, edition: Some((edition, c.cutoffs)), range: None };
            let mut names: Vec<String> = ALL.into_iter().map(|product| (product.name)(&naming)).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), ALL.len(), "{names:?}");
        }
    }
}
