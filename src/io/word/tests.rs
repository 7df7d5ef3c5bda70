//! Templates are filled, mistakes are named, numbers are found again.

use super::*;
use crate::io::disk::Disk;
use crate::io::files;
use crate::sheets::letter;
use crate::sheets::testing;
use std::io::{Cursor, Write};

const LAYOUTS: [Layout; 2] = [Layout::State, Layout::Party];

fn at() -> Moment {
    Moment::parse_from_rfc3339("2025-07-11T15:30:00+07:00").unwrap()
}

/// The program's own template of the state with other text in it.
fn with_body(body: &str) -> Vec<u8> {
    let mut package = package::Package::open(own_template(LetterOf::Period, Layout::State)).unwrap();
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    package.put(package::MAIN, document.into_bytes());
    package.bytes().unwrap()
}

fn paragraph(runs: &[&str]) -> String {
    format!("<w:p>{}</w:p>", runs.iter().map(|run| format!("<w:r><w:t>{run}</w:t></w:r>")).collect::<String>())
}

fn filled(body: &str) -> Vec<String> {
    let bytes = fill(&with_body(body), &Letter::example(LetterOf::Period, Layout::State, true, at())).unwrap();
    read(&bytes).unwrap().paragraphs.into_iter().map(|paragraph| paragraph.text).collect()
}

fn wrong(body: &str) -> Vec<String> {
    mistakes(&with_body(body), LetterOf::Period, Layout::State, at())
}

#[test]
fn our_own_templates_have_no_mistake() {
    for of in LetterOf::ALL {
        for layout in LAYOUTS {
            assert_eq!(mistakes(own_template(of, layout), of, layout, at()), Vec::<String>::new());
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let look = std::env::var_os("TONGHOP_LOOK");
    for layout in LAYOUTS {
        let mut config = testing::config();
        config.desk.layout = layout;
        testing::with_config(&config, |input| {
            let letter = letter::letter(input);
            let bytes = fill(own_template(LetterOf::Period, layout), &letter).unwrap();
            assert_eq!(bytes, fill(own_template(LetterOf::Period, layout), &letter).unwrap());
            if let Some(folder) = &look {
                let path = std::path::Path::new(folder).join(format!("bao-cao-{layout:?}.docx").to_lowercase());
                files::write_new(&Disk::default(), &path, &bytes).unwrap();
            }
        });
    }
}

#[test]
fn torn_placeholders_curly_quotes_and_entities_are_understood() {
    assert_eq!(filled(&paragraph(&["Kỳ {", "{ k", "y }", "} và {{ “a” }}"])), ["Kỳ tuần 38 năm 2025 và a"]);
    assert_eq!(filled(&paragraph(&["{% if 2 &gt; 1 %}có{% endif %}"])), ["có"]);
    assert_eq!(filled(&paragraph(&["{{ ky\u{a0}}}"])), ["tuần 38 năm 2025"]);
}

#[test]
fn paragraphs_and_rows_repeat_whole() {
    let list = [paragraph(&["{%p for d in ", "qua_han %}"]), paragraph(&["- {{ d.co_quan }}"]), paragraph(&["{%p endfor %}"])].concat();
    assert_eq!(filled(&list), ["- Sở Tài chính", "- Sở Tài chính"]);
    let row = |text: &str| format!("<w:tr><w:tc>{}</w:tc></w:tr>", paragraph(&[text]));
    let table = format!("<w:tbl>{}{}{}</w:tbl>", row("{%tr for d in qua_han %}"), row("{{ d.stt }}"), row("{%tr endfor %}"));
    assert_eq!(filled(&table), ["1", "1"]);
}

#[test]
fn a_cell_keeps_a_paragraph() {
    let cell =
        format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", paragraph(&["{%p if xa.du == '' %}"]), paragraph(&["{%p endif %}"]));
    let bytes = fill(&with_body(&cell), &Letter::example(LetterOf::Period, Layout::State, true, at())).unwrap();
    let document = String::from_utf8(package::Package::open(&bytes).unwrap().part(package::MAIN).unwrap().to_vec()).unwrap();
    assert!(document.contains("<w:tc><w:p/></w:tc>"), "{document}");
}

#[test]
fn a_mistake_is_named_by_paragraph_and_placeholder() {
    let two = [paragraph(&["Kính gửi"]), paragraph(&["Đã hoàn thành {{ nhiem_vu.hoan_than", "h1 }} nhiệm vụ"])].concat();
    let said = wrong(&two);
    assert!(said[0].starts_with("đoạn 2 (“Đã hoàn thành {{ nhiem_vu.hoan_thanh1 }…”), chỗ «{{ nhiem_vu.hoan_thanh1 }}»"), "{said:?}");
    assert!(said[0].contains("báo cáo không có mục “nhiem_vu.hoan_thanh1”; có phải “nhiem_vu.hoan_thanh”?"), "{said:?}");
    let hidden = [paragraph(&["{%p for d in qua_han %}"]), paragraph(&["{{ d.ten }}"]), paragraph(&["{%p endfor %}"])].concat();
    assert!(wrong(&hidden)[0].contains("đoạn 2 (“{{ d.ten }}”), chỗ «{{ d.ten }}»: không có mục này"), "{:?}", wrong(&hidden));
    // Where the example does not come, a name is looked for as well.
    let never = paragraph(&["{% if not ky %}{{ khong_co }}{% endif %}"]);
    assert!(wrong(&never)[0].contains("khong_co"), "{:?}", wrong(&never));
    assert!(wrong(&paragraph(&["{{ ky "]))[0].contains("chưa đóng ngoặc"));
    assert!(wrong(&paragraph(&["{% if ky %}không đóng"]))[0].contains("viết sai cú pháp"));
    assert!(wrong(&paragraph(&["xem {%p if ky %}"]))[0].contains("phải đứng một mình"));
    assert!(wrong(&paragraph(&["{{ ky|dich }}"]))[0].contains("dùng lệnh không có"));
    assert!(
        wrong(&paragraph(&["{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}"]))[0]
            .contains("lặp quá nhiều")
    );
    assert_eq!(mistakes(b"PK", LetterOf::Period, Layout::State, at()), ["không phải tệp Word (.docx), hoặc tệp bị hỏng"]);
}

#[test]
fn what_a_report_says_is_text() {
    let mut letter = Letter::example(LetterOf::Period, Layout::State, true, at());
    let odd = "A & B <w:p> {{ ky }} “x” \u{e000}0\u{e001}9\u{e002}".to_owned();
    letter.fields.0.iter_mut().filter(|(name, _)| *name == "ten_co_quan").for_each(|(_, entry)| {
        *entry = letter::Entry::Words(letter::Words { pieces: vec![letter::Piece::Text(odd.clone())] });
    });
    let bytes = fill(&with_body(&paragraph(&["{{ ten_co_quan }}"])), &letter).unwrap();
    let read = read(&bytes).unwrap();
    assert_eq!(read.paragraphs[0].text, "A & B <w:p> {{ ky }} “x” 09");
    assert!(read.paragraphs[0].controls.is_empty());
}

#[test]
fn numbers_stand_in_controls_of_their_names() {
    testing::with_input(|input| {
        let letter = letter::letter(input);
        let bytes = fill(own_template(LetterOf::Period, Layout::State), &letter).unwrap();
        let read = read(&bytes).unwrap();
        let find =
            |name: &str| read.paragraphs.iter().flat_map(|p| &p.controls).find(|control| control.name == name).map(|c| c.text.clone());
        let n = input.consolidation.task_totals.overall;
        assert_eq!(find("nhiem_vu.hoan_thanh"), Some(crate::text::format::counter(n.done(), n.total)));
        assert_eq!(find("nhiem_vu.qua_han"), Some(format!("{:02}", n.overdue)));
        assert!(read.properties.contains(&("bm_ky".into(), input.consolidation.period.to_string())), "{:?}", read.properties);
        // Whoever made the template is in no report.
        let parts: Vec<String> = package::Package::open(&bytes).unwrap().0.into_iter().map(|(name, _)| name).collect();
        assert_eq!(parts.iter().filter(|name| name.starts_with("docProps/")).count(), 2, "{parts:?}");
    });
}

#[test]
fn a_bomb_is_no_document() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..200 {
        writer.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(read(&bytes).is_err_and(|why| why.contains("quá lớn")));
    let deep = format!("{}{}", "<w:p>".repeat(300), "</w:p>".repeat(300));
    assert!(read(&with_body(&deep)).is_err_and(|why| why.contains("quá sâu")));
}
