//! The page that opens, followed as a reader follows it: from every figure to the lines it counts, from each of these to its
//! rows, and from each row to the cells of the file that lies in the archive.

use crate::sample;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use tonghop::io::archive::Archive;
use tonghop::io::disk::Disk;
use tonghop::model::config::Limits;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::{RawValue, RawWorkbook};
use tonghop::reader;

const WEEKS: [&str; 2] = ["28", "29"];

/// A page as its file, its text, and what it carries.
struct Page {
    html: String,
    data: Json,
}

pub(crate) fn path(week: &str, edition: &str) -> PathBuf {
    sample::workspace().join(format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025{edition}.html"))
}

fn page(week: &str) -> Page {
    let html = fs::read_to_string(path(week, "")).unwrap();
    let data = data(&html);
    Page { html, data }
}

/// What the text of a page carries.
pub(crate) fn data(html: &str) -> Json {
    let packed = html.split_once("id=\"du-lieu\">\"").unwrap().1.split_once('"').unwrap().0;
    serde_json::from_slice(&inflated(&bytes_of(packed))).unwrap()
}

/// Base64, read by hand.
fn bytes_of(text: &str) -> Vec<u8> {
    let six = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no letter of base64"),
    };
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        (held, bits) = ((held << 6 | u32::from(six(letter))) & 0xffff, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).unwrap());
        }
    }
    bytes
}

fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut room = vec![0; 1 << 25];
    let length = libdeflater::Decompressor::new().zlib_decompress(bytes, &mut room).unwrap();
    room.truncate(length);
    room
}

fn list<'a>(value: &'a Json, key: &str) -> &'a [Json] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn place(value: &Json) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn places(value: &Json) -> Vec<usize> {
    value.as_array().map(|all| all.iter().map(place).collect()).unwrap_or_default()
}

/// A text of a page without its marks.
fn plain(text: &str) -> String {
    let letters = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    letters.iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}

/// What a person reads of a page.
fn words(html: &str) -> String {
    let body = html.split_once("<main id=\"trang\">").unwrap().1.split_once("</main>").unwrap().0.replace("<br>", " ");
    let text: String = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    plain(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows behind a line of a list. Behind an office are the rows that it reported.
fn rows_behind(data: &Json, of: &str, at: usize) -> BTreeSet<usize> {
    match of {
        "offices" => {
            let of_office = |of: &str| {
                let its = list(data, of).iter().enumerate().filter(|(_, line)| places(&line["offices"]).contains(&at));
                its.flat_map(|(line, _)| rows_behind(data, of, line)).collect::<Vec<_>>()
            };
            ["tasks", "targets", "communes"].into_iter().flat_map(of_office).collect()
        }
        "communes" => {
            list(&data["communes"][at], "results").iter().filter(|result| result[1].is_u64()).map(|result| place(&result[1])).collect()
        }
        // Of several weeks a proposal leads to the tasks that it is made for.
        "proposals" if data["several"] == true => {
            let its = |task: &Json| list(data, "tasks").iter().position(|line| line["code"] == *task);
            let its: Vec<usize> = list(&data[of][at], "tasks").iter().filter_map(its).collect();
            its.into_iter().flat_map(|task| rows_behind(data, "tasks", task)).collect()
        }
        _ => places(&data[of][at]["rows"]).into_iter().collect(),
    }
}

/// Did nobody ever report this line? Then there is no cell to lead to, and its own words say so.
fn never_reported(data: &Json, of: &str, at: usize) -> bool {
    let line = &data[of][at];
    match of {
        "tasks" => ["Chưa có báo cáo", "Thôi giao", "Chưa đến kỳ"].contains(&line["class"].as_str().unwrap()),
        "targets" => line["class"] == "Chưa có số liệu" || line["class"] == "Chưa đánh giá được",
        "offices" if data["several"] == true => list(line, "weeks").iter().all(|week| !week["says"].as_str().unwrap().contains("; nhận ")),
        "offices" => line["counted"] == false,
        "communes" => line["met"] == 0,
        _ => false,
    }
}

/// Every figure of a page counts the lines of its list, and leads to a row unless nobody ever reported what it counts.
fn follow(html: &str, data: &Json, what: &str) {
    let figures = list(data, "figures");
    let links: Vec<&str> = html.split("<a href=\"#so/").skip(1).map(|rest| rest.split_once("</a>").unwrap().0).collect();
    assert!(links.len() > 40, "{what}: {}", links.len());
    for link in links {
        let (number, shown) = link.split_once("\">").unwrap();
        let figure = &figures[number.parse::<usize>().unwrap()];
        assert_eq!(figure["words"].as_str().unwrap(), plain(shown), "{what}");
        let of = figure["of"].as_str().unwrap();
        let (part, whole) = (places(&figure["part"]), places(&figure["whole"]));
        if figure["counts"] == true {
            let numbers = shown.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<usize>().ok());
            let counted: Vec<usize> = [part.len()].into_iter().chain((!whole.is_empty()).then_some(whole.len())).collect();
            assert_eq!(numbers.take(counted.len()).collect::<Vec<_>>(), counted, "{what}: {figure}");
        }
        assert!(whole.is_empty() || part.iter().all(|at| whole.contains(at)), "{what}: {figure}");
        let all = if part.is_empty() { &whole } else { &part };
        let leads = all.iter().any(|at| !rows_behind(data, of, *at).is_empty());
        assert!(leads || all.iter().all(|at| never_reported(data, of, *at)), "{what}: {figure} leads to no cell");
    }
}

#[test]
fn every_figure_counts_its_lines_and_leads_to_a_cell() {
    for week in WEEKS {
        let Page { html, data } = page(week);
        follow(&html, &data, week);
        // What is named opens itself.
        for (word, list_name, key) in [("nv", "tasks", "code"), ("kn", "proposals", "number")] {
            for rest in html.split(&format!("<a href=\"#{word}/")).skip(1) {
                let code = rest.split_once('"').unwrap().0;
                assert!(list(&data, list_name).iter().any(|line| line[key] == code), "{week}: {code}");
            }
        }
    }
}

#[test]
fn lists_behind_the_figures_are_those_of_the_workbook() {
    for week in WEEKS {
        let Page { html, data } = page(week);
        let book = sample::releases()[WEEKS.iter().position(|known| *known == week).unwrap()].clone();
        let book = reader::read(&fs::read(book).unwrap(), ".xlsx", &Limits::DEFAULT).unwrap();
        let sheet = book.sheet("Nhiệm vụ").unwrap();
        let text = |row: u32, column: u32| {
            let value = sheet.get(CellRef::new(row, column));
            value.and_then(|value| if let RawValue::Text(text) = value { Some(text.to_string()) } else { None }).unwrap_or_default()
        };
        let rows: BTreeSet<u32> = sheet.cells().map(|(cell, _)| cell.row).collect();
        let states: BTreeMap<String, String> = rows.iter().map(|row| (text(*row, 1), text(*row, 5))).collect();
        assert!(list(&data, "tasks").len() > 100);
        for line in list(&data, "tasks") {
            let (code, state) = (line["code"].as_str().unwrap(), line["state"].as_str().unwrap());
            let printed = &states[code];
            // The printed column is narrow: a long state stands there by its beginning.
            assert!(state.starts_with(printed.trim_end_matches('…')), "{week} {code}: {state} / {printed}");
        }
        // Sentences, key figures and lists of the first page are the same words.
        let (page, first) = (words(&html), book.sheet("Tổng hợp").unwrap());
        let cells: Vec<String> = first
            .cells()
            .filter_map(|(_, value)| {
                if let RawValue::Text(text) = value { Some(text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")) } else { None }
            })
            .collect();
        // How many stand in a list beyond those shown depends on the room of the paper; the last sentence ends as letters do.
        let of_paper = |text: &&String| text.starts_with("Ngoài ra ") || text.contains("./.") || text.contains("nội dung trình khác");
        let lacking: Vec<&String> = cells.iter().filter(|text| !of_paper(text) && !page.contains(text.as_str())).collect();
        assert!(lacking.is_empty() && cells.len() > 50, "{week}: {lacking:#?}");
    }
}

/// A cell as its file holds it, in the words in which a report is read.
fn agrees(value: &RawValue, typed: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = |text: &str| text.trim_end_matches('%').replace('.', "").replace(',', ".").parse::<f64>().ok();
    let near = |wanted: f64| {
        [number(typed), typed.trim_end_matches('%').parse().ok()].into_iter().flatten().any(|found| (found - wanted).abs() < 1e-9)
    };
    match value {
        RawValue::Text(text) => {
            let (text, typed) = (plain(text), plain(typed));
            text == typed || typed.split_once("… (còn ").is_some_and(|(head, _)| text.starts_with(head))
        }
        RawValue::Number(wanted) => near(*wanted),
        RawValue::Percent(wanted) => near(*wanted * 100.0) || near(*wanted),
        RawValue::DateTime(day) => {
            let digits = |text: &str| text.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse::<u32>().ok()).collect::<Vec<_>>();
            let wanted = digits(&day.format("%d/%m/%Y").to_string());
            digits(typed).iter().take(3).eq(wanted.iter())
        }
        RawValue::Bool(_) | RawValue::Error(_) => true,
    }
}

#[test]
fn every_cell_of_the_page_stands_so_in_its_archived_file() {
    let archive = Archive::at(&Disk::default(), &sample::workspace().join("so-tiep-nhan"));
    let mut files: BTreeMap<String, RawWorkbook> = BTreeMap::new();
    for week in WEEKS {
        let Page { data, .. } = page(week);
        let (mut held, mut placed) = (0, 0);
        for row in list(&data, "rows") {
            let file = &data["files"][place(&row["file"])];
            let (path, sha256) = (file["path"].as_str().unwrap(), file["sha256"].as_str().unwrap());
            let book = files.entry(sha256.to_owned()).or_insert_with(|| {
                let extension = format!(".{}", path.rsplit('.').next().unwrap());
                reader::read(&archive.read(sha256).unwrap(), &extension, &Limits::DEFAULT)
                    .unwrap_or_else(|refusal| panic!("{path}: {refusal:?}"))
            });
            let sheet = book.sheet(row["sheet"].as_str().unwrap()).unwrap_or_else(|| panic!("{path}: {row}"));
            let at = |cell: &str| sheet.get(CellRef::parse(cell).unwrap());
            assert!(at(row["cell"].as_str().unwrap()).is_some(), "{path}: {row}: nothing stands there");
            placed += 1;
            for cell in list(row, "cells") {
                let (name, place, typed) = (cell[0].as_str().unwrap(), cell[1].as_str().unwrap(), cell[2].as_str().unwrap());
                let value = at(place).unwrap_or_else(|| panic!("{path} {place}: nothing stands there, not {typed}"));
                assert!(!name.is_empty() && agrees(value, typed), "{path} {place} ({name}): {value:?} is not {typed:?}");
                held += 1;
            }
            // Each file has its time; its code too wherever the week of the row is known.
            assert!(!file["received"].as_str().unwrap().is_empty(), "{path}: {file}");
            assert!(!file["code"].as_str().unwrap().is_empty() || list(row, "cells").is_empty(), "{path}: {file}");
        }
        assert!(held > 1_000 && placed > 300, "{week}: {held} cells of {placed} rows");
    }
}

/// The page over several weeks: its figures are counted again from the figures that left with each week, and each leads to a cell.
#[test]
fn the_page_over_several_weeks_leads_down_to_the_cells_of_each() {
    let path = sample::workspace().join("ket-qua/giai-doan/GiaiDoan_SKHCN_thang-7_2025.html");
    let html = fs::read_to_string(path).unwrap();
    assert!(html.len() < 3 << 20 && !html.contains("http://") && !html.contains("https://"), "{}", html.len());
    let data = data(&html);
    follow(&html, &data, "month");

    // The course: every number of a week by its own lines.
    let words = words(&html);
    for week in WEEKS {
        let text = fs::read_to_string(sample::workspace().join(format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json")));
        let left: Json = serde_json::from_str(&text.unwrap()).unwrap();
        let count = |of: &str, is: &dyn Fn(&Json) -> bool| list(&left, of).iter().filter(|line| is(line)).count();
        let class = |line: &Json| line["class"].as_str().unwrap().to_owned();
        let all = count("tasks", &|line| class(line) != "withdrawn");
        let done = count("tasks", &|line| class(line).starts_with("done"));
        let overdue = count("tasks", &|line| class(line) == "overdue");
        let reached = count("targets", &|line| ["met", "exceeded"].contains(&class(line).as_str()));
        let targets = list(&left, "targets").len();
        let on_time = count("agencies", &|line| line["standing"] == "on_time");
        let must = count("agencies", &|line| line["standing"] != "exempt");
        let percent = |part: usize, whole: usize| (part * 200 + whole) / (whole * 2);
        let ratio = |part: usize, whole: usize| format!("{part:02}/{whole} ({}%)", percent(part, whole));
        let row = format!("{week}/2025 {} {overdue:02} {} {}", ratio(done, all), ratio(reached, targets), ratio(on_time, must));
        let squeezed = words.replace(' ', "");
        assert!(squeezed.contains(&row.replace(' ', "")), "{row}\n{words}");
        // Each line says of each week what left with it.
        for line in list(&left, "tasks").iter().filter(|line| class(line).starts_with("done")) {
            let shown = list(&data, "tasks").iter().find(|shown| shown["code"] == line["code"]).unwrap();
            let said = list(shown, "weeks").iter().find(|said| said["week"] == format!("{week}/2025")).unwrap();
            assert!(said["says"].as_str().unwrap().starts_with("Hoàn thành"), "{week}: {shown}");
        }
    }

    // Each row stands in its archived file: the cell of the code of what it is about.
    let archive = Archive::at(&Disk::default(), &sample::workspace().join("so-tiep-nhan"));
    let mut files: BTreeMap<String, RawWorkbook> = BTreeMap::new();
    let (mut followed, mut weeks) = (0, BTreeSet::new());
    for of in ["tasks", "targets"] {
        for line in list(&data, of) {
            for row in places(&line["rows"]) {
                let row = &data["rows"][row];
                let file = &data["files"][place(&row["file"])];
                let (path, sha256) = (file["path"].as_str().unwrap(), file["sha256"].as_str().unwrap());
                let book = files.entry(sha256.to_owned()).or_insert_with(|| {
                    let extension = format!(".{}", path.rsplit('.').next().unwrap());
                    reader::read(&archive.read(sha256).unwrap(), &extension, &Limits::DEFAULT).unwrap()
                });
                let cell = CellRef::parse(row["cell"].as_str().unwrap()).unwrap();
                let there = book.sheet(row["sheet"].as_str().unwrap()).and_then(|sheet| sheet.get(cell));
                assert!(there.is_some(), "{path}: {row}: nothing stands there");
                assert!(row["release"].as_str().unwrap().starts_with("Bản tổng hợp tuần "), "{row}");
                weeks.insert(row["release"].as_str().unwrap().to_owned());
                followed += 1;
            }
        }
    }
    assert!(followed > 300 && weeks.len() == 2, "{followed} {weeks:?}");
    for word in ["Người lập", "Số điện thoại", "Lãnh đạo duyệt", "ThongTin"] {
        assert!(!data.to_string().contains(word), "{word}");
    }
}

#[test]
fn no_person_of_a_report_is_on_the_page() {
    for week in WEEKS {
        let data = page(week).data.to_string();
        for word in ["Người lập", "Số điện thoại", "Lãnh đạo duyệt", "ThongTin"] {
            assert!(!data.contains(word), "{week}: {word}");
        }
    }
}

#[test]
fn the_page_is_made_by_freeze_and_release_and_is_small() {
    for week in WEEKS {
        assert!(path(week, "_chot-11h00").is_file() && !path(week, "_du-thao").exists());
        let size = fs::metadata(path(week, "")).unwrap().len();
        println!("week {week}: the page has {size} bytes");
        assert!(size < 1 << 20, "{size}");
    }
}
