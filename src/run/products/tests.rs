//! The products as files: they can be written at all, twice the same, and where `TONGHOP_LOOK` names a folder they are
//! left there for a person to open.

use crate::io::disk::Disk;
use crate::io::{excel_write, files};
use crate::model::cutoff::Phase;
use crate::products::{self, ProductBody};
use crate::run::products::read_back::{self, SheetDigest};
use crate::sheets::feedback::{self, FeedbackInput};
use crate::sheets::own_figures::OwnFigures;
use crate::sheets::testing;

#[test]
fn products_and_feedback_can_be_written_twice_the_same() {
    let look = std::env::var_os("TONGHOP_LOOK");
    testing::with_input(|input| {
        let c = input.consolidation;
        let feedback = feedback::book(&FeedbackInput {
            figures: &OwnFigures::of(c, &c.submissions[0]),
            agency: &c.agencies[0],
            submission: &c.submissions[0],
            phase: Phase::Collecting,
            next_cutoff: c.cutoffs.submit,
            rehearsal: false,
            desk_name: input.desk_name,
            layout: input.config.desk.layout,
        });
        let composed = products::of_edition(input.edition, input.config).filter_map(|(kind, _, compose)| match compose(input).unwrap() {
            ProductBody::Book(book) => Some((kind.label(), book)),
            ProductBody::Long(long) => Some((kind.label(), long.whole(input))),
            ProductBody::Text(_) | ProductBody::Letter(_) => None,
        });
        for (name, book) in composed.chain([("feedback", feedback)]) {
            let bytes = excel_write::to_bytes(&book).unwrap();
            assert_eq!(bytes, excel_write::to_bytes(&book).unwrap(), "{name}");
            excel_write::assert_as_the_library_writes(&book, name);
            let meant: Vec<SheetDigest> = book.sheets.iter().map(SheetDigest::of).collect();
            assert_eq!(read_back::says(&bytes, &meant), Ok(true), "{name}: is compared cell by cell");
            if let Some(folder) = &look {
                files::write_new(&Disk::default(), &std::path::Path::new(folder).join(format!("{name}.xlsx")), &bytes).unwrap();
            }
        }
    });
}
