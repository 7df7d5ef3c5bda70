//! Letters in codes from before Unicode, over every workbook of the corpus: no sheet is touched but those that are
//! known to hold such text.

use crate::corpus;
use std::collections::BTreeMap;
use tonghop::forms::letters;
use tonghop::model::extraction::Lettering;

/// The sheets of the corpus that are converted from a code: end of the file's path, sheet. No real file of it holds
/// such text, and those made for the purpose hold one or two cells, which is too little to be sure.
const CODED: [(&str, &str); 0] = [];
/// The sheets in which text is left and called doubtful: the hand-made ones.
const DOUBTFUL: [(&str, &str); 3] = [("biff5_nocodepage.xls", "Sheet1"), ("biff5_tcvn3_cp1252.xls", "Sheet1"), ("biff8_vn.xls", "Báo cáo")];

#[test]
fn only_sheets_in_a_code_are_converted() {
    let Some(folder) = corpus::folder() else {
        println!("skipped: no corpus; set TONGHOP_CORPUS to its folder");
        return;
    };
    let (mut files, mut sheets) = (0u32, 0u32);
    let mut table: BTreeMap<&str, u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (path, workbook) in corpus::read(&folder) {
        files += 1;
        sheets += u32::try_from(workbook.sheets.len()).unwrap();
        let found = letters::unicode(&workbook);
        let listed = |table: &[(&str, &str)], name: &str| table.iter().any(|(file, sheet)| path.ends_with(file) && *sheet == name);
        for conversion in &found.converted {
            println!("{path} [{}] {:?}: {} cells, {:?}", conversion.sheet, conversion.from, conversion.cells, conversion.examples.first());
            *table.entry("converted").or_default() += 1;
            // Marks apart from their letters are the same text; everything else is another one.
            if conversion.from != Lettering::Decomposed && !listed(&CODED, &conversion.sheet) {
                wrong.push(format!("{path}: {conversion:?}"));
            }
        }
        for doubt in &found.doubtful {
            println!("{path} {:?}: doubtful, {} cells, {}", doubt.place, doubt.cells, doubt.text);
            *table.entry("doubtful").or_default() += 1;
            if !listed(&DOUBTFUL, doubt.place.sheet.as_deref().unwrap_or_default()) {
                wrong.push(format!("{path}: {doubt:?}"));
            }
        }
    }
    println!("{files} workbooks, {sheets} sheets: {table:?}");
    assert!(files > 0, "nothing of the corpus was read");
    assert!(wrong.is_empty(), "touched although in no code: {wrong:?}");
}
