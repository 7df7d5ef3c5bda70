//! Letters in codes from before Unicode, over every workbook at hand: no sheet is touched but those that are known to
//! hold such text.

use crate::{corpus, workbooks};
use std::path::Path;
use tonghop::forms::letters;
use tonghop::model::extraction::Lettering;

/// A file's path below its folder, and a sheet.
type Touched = Vec<(String, String)>;

/// The sheets that are converted from a code, and those in which text is left and called doubtful.
fn touched(folder: &Path) -> (Touched, Touched) {
    let (mut converted, mut doubtful) = (Vec::new(), Vec::new());
    for (path, workbook) in workbooks::read(folder) {
        let found = letters::unicode(&workbook);
        for conversion in &found.converted {
            println!("{path} [{}] {:?}: {} cells, {:?}", conversion.sheet, conversion.from, conversion.cells, conversion.examples.first());
            // Marks apart from their letters are the same text; everything else is another one.
            if conversion.from != Lettering::Decomposed {
                converted.push((path.clone(), conversion.sheet.clone()));
            }
        }
        for doubt in &found.doubtful {
            println!("{path} {:?}: doubtful, {} cells, {}", doubt.place, doubt.cells, doubt.text);
            doubtful.push((path.clone(), doubt.place.sheet.clone().unwrap_or_default()));
        }
    }
    (converted, doubtful)
}

fn named(touched: &[(&str, &str)]) -> Touched {
    touched.iter().map(|(path, sheet)| ((*path).to_owned(), (*sheet).to_owned())).collect()
}

#[test]
fn only_sheets_in_a_code_are_converted() {
    let coded = ["ThongTin", "NhiemVu", "ChiTieu"].map(|sheet| ("xlwt-tcvn3.xls", sheet));
    assert_eq!(touched(&workbooks::kept()), (named(&coded), Vec::new()));
}

/// No real file of the corpus holds such text, and those made for the purpose hold one or two cells, which is too
/// little to be sure.
#[test]
#[ignore = "needs the corpus"]
fn no_sheet_of_the_corpus_is_converted() {
    let doubtful = [("crafted/biff5_nocodepage.xls", "Sheet1"), ("crafted/biff5_tcvn3_cp1252.xls", "Sheet1")];
    assert_eq!(touched(&corpus::folder()), (Vec::new(), named(&doubtful)));
}
