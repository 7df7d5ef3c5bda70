//! D01: letters in a code from before Unicode, or apart from their marks, were brought to composed Unicode.

use crate::model::extraction::{Conversion, EightBit, Lettering};
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// One word must always be read as one, so letters are converted first and each change is shown.
pub static RULE: Rule = Rule {
    code: "D01",
    name: "letters_converted",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Đã chuyển mã chữ sang Unicode dựng sẵn",
    advice: "Đề nghị đối chiếu các ô đã chuyển và nhập bằng Unicode dựng sẵn (phông Times New Roman) ở kỳ sau.",
    explanation: "Chữ theo mã TCVN3 (ABC), VNI hoặc dấu rời được chuyển trước khi đọc, để cùng một từ luôn được hiểu như nhau. Chỉ chuyển khi nội dung cả trang cho thấy rõ; mỗi lần chuyển đều nêu ô trước và sau.",
    example: "Đã chuyển mã TCVN3 sang Unicode dựng sẵn ở 4 ô; ví dụ K9: \"Hoµn thµnh\" thành \"Hoàn thành\".",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for conversion in case.extraction().iter().flat_map(|extraction| &extraction.converted) {
        let place = match conversion.examples.first() {
            Some(example) => Place::cell(&conversion.sheet, example.cell),
            None => Place::sheet(&conversion.sheet),
        };
        emitter.at(place, message(conversion));
    }
}

fn message(conversion: &Conversion) -> String {
    let from = match conversion.from {
        Lettering::Coded(EightBit::Tcvn3) => "mã TCVN3",
        Lettering::Coded(EightBit::Vni) => "mã VNI",
        Lettering::Misread => "mã UTF-8 bị đọc nhầm",
        Lettering::Decomposed => "mã tổ hợp",
    };
    let count = conversion.cells;
    let mut message = format!("Đã chuyển {from} sang Unicode dựng sẵn ở {count} ô");
    // Letters apart from their marks look the same before and after.
    if conversion.from != Lettering::Decomposed {
        for (at, example) in conversion.examples.iter().enumerate() {
            let lead = if at == 0 { "; ví dụ " } else { ", " };
            message.push_str(&format!("{lead}{}: \"{}\" thành \"{}\"", example.cell, example.before, example.after));
        }
    }
    message.push('.');
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::extraction::LetterChange;
    use crate::model::place::CellRef;
    use crate::rules::testing::*;

    fn converted(from: Lettering, cells: u32) -> FileSample {
        let example = LetterChange { cell: CellRef::new(8, 10), before: "Hoµn thµnh".into(), after: "Hoàn thành".into() };
        let conversion = Conversion { sheet: "NhiemVu".into(), from, cells, examples: vec![example] };
        FileSample::workbook().with(|x| x.converted = vec![conversion])
    }

    #[test]
    fn a_conversion_is_shown_before_and_after() {
        let found = fires_on_file(&RULE, &converted(Lettering::Coded(EightBit::Tcvn3), 4));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::cell("NhiemVu", CellRef::new(8, 10)));
    }

    #[test]
    fn each_code_has_its_name_and_marks_apart_need_no_example() {
        let said = |from| messages(&fires_on_file(&RULE, &converted(from, 1)))[0].to_owned();
        assert!(said(Lettering::Coded(EightBit::Vni)).starts_with("Đã chuyển mã VNI "));
        assert!(said(Lettering::Misread).starts_with("Đã chuyển mã UTF-8 bị đọc nhầm "));
        assert_eq!(said(Lettering::Decomposed), "Đã chuyển mã tổ hợp sang Unicode dựng sẵn ở 1 ô.");
    }

    #[test]
    fn composed_unicode_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
