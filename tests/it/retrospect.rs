//! Several periods together: what the workbook says is counted again from the figures that left with each release.

use crate::desk::{AGENCIES, CRITERIA, Desk, Run, TARGETS, TASKS};
use crate::kill::copy;
use crate::sample::figures::records;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tonghop::model::config::Limits;
use tonghop::model::workbook::RawWorkbook;

const BOOK: &str = "ket-qua/giai-doan/GiaiDoan_SKHCN_T28_2025-T31_2025.xlsx";
const DESKS_BOOK: &str = "ket-qua/giai-doan/NoiBoGiaiDoan_SKHCN_T28_2025-T31_2025.xlsx";
const RANGE: [&str; 5] = ["report", "--from", "2025-W28", "--to", "2025-W31"];
const LATER: &str = "2025-08-04T08:00:00+07:00";

/// A target that counts what each week added.
const ADDED: &str = "CT-003||Số trạm phát sóng xây mới|15-TB/BCĐ|trạm|Càng cao càng tốt|≥|20|2025|31/12/2025||Trong kỳ|Cộng|||Chính thức||SYT|SYT|tuần|0|100|Có||Đang hiệu lực|";

fn friday(week: u32) -> &'static str {
    match week {
        28 => "2025-07-11",
        29 => "2025-07-18",
        _ => "2025-08-01",
    }
}

/// Three released weeks; of the one between them nothing ever came.
fn released() -> Desk {
    let desk = Desk::new();
    let targets: Vec<&str> = TARGETS.2.iter().copied().chain([ADDED]).collect();
    let tables = [AGENCIES, TASKS, (TARGETS.0, TARGETS.1, &targets[..]), CRITERIA];
    fs::write(desk.path("danh-muc.xlsx"), crate::desk::register_workbook(&tables, &[])).unwrap();
    for week in [28, 29, 31] {
        let period = format!("2025-W{week}");
        let put = |agency: &str, time: &str, change: &dyn Fn(&mut crate::desk::Draft)| {
            let mut report = desk.report(agency, &period);
            change(&mut report);
            desk.put(&format!("{agency}/BC_{agency}_T{week}_2025.xlsx"), &report.bytes(), &format!("{}T{time}+07:00", friday(week)));
        };
        let done = |report: &mut crate::desk::Draft, task: &str, on: &str| {
            report.set("NhiemVu", task, "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", task, "Tỷ lệ hoàn thành (%)", "100");
            report.set("NhiemVu", task, "Ngày hoàn thành", on).set(
                "NhiemVu",
                task,
                "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)",
                "Quyết định số 12/QĐ-SYT ngày 30/7/2025",
            );
            report.set("NhiemVu", task, "Dự kiến hoàn thành", "").set("NhiemVu", task, "Nguyên nhân chậm", "");
        };
        put("SYT", "09:00:00", &|report| {
            for (heading, text) in [("Tử số", ""), ("Mẫu số", ""), ("Kết quả đến kỳ báo cáo", if week == 28 { "5" } else { "7" })]
            {
                report.set("ChiTieu", "CT-003", heading, text);
            }
            report.set("NhiemVu", "KH11-002", "Kiến nghị, đề xuất", "Bố trí vốn").set("NhiemVu", "KH11-002", "Cấp giải quyết", "UBND tỉnh");
            if week == 31 {
                done(report, "KH11-001", "30/7/2025");
            }
        });
        if week != 29 {
            put("STC", "09:10:00", &|report| {
                if week == 31 {
                    done(report, "KH11-003", "29/7/2025");
                }
            });
        }
        put("X-A", "09:20:00", &|report| {
            if week == 31 {
                done(report, "KH11-004", "30/7/2025");
            }
        });
        let at = |time: &str| format!("{}T{time}+07:00", friday(week));
        desk.run(&at("10:50:00"));
        if week == 29 {
            put("STC", "11:20:00", &|_| {});
        }
        desk.run(&at("11:30:00"));
        let run = desk.run(&at("15:20:00"));
        assert_eq!(run.json["phase"], "released", "{week}: {}", run.stderr);
    }
    desk
}

fn report(desk: &Desk) -> Run {
    let run = desk.json(&[&RANGE[..], &["--now", LATER]].concat(), &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn book(desk: &Desk, path: &str) -> RawWorkbook {
    tonghop::reader::read(&fs::read(desk.path(path)).unwrap(), ".xlsx", &Limits::DEFAULT).unwrap()
}

/// The figures that left, by week.
fn figures(desk: &Desk) -> BTreeMap<u32, Json> {
    let read = |week: u32| {
        let path = desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"));
        (week, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    [28, 29, 31].into_iter().map(read).collect()
}

fn count(list: &Json, is: impl Fn(&Json) -> bool) -> usize {
    list.as_array().unwrap().iter().filter(|one| is(one)).count()
}

fn number(row: &BTreeMap<String, String>, heading: &str) -> usize {
    row.get(heading).unwrap_or_else(|| panic!("no {heading} in {row:?}")).parse().unwrap_or_else(|e| panic!("{heading}: {e}: {row:?}"))
}

fn is_done(class: &Json) -> bool {
    class.as_str().is_some_and(|class| class.starts_with("done"))
}

#[test]
fn every_number_is_counted_again_from_the_figures_that_left() {
    let desk = released();
    let run = report(&desk);
    let (book, weeks) = (book(&desk, BOOK), figures(&desk));
    assert_eq!(run.json["missing"], serde_json::json!(["2025-W30"]));

    // The course: each week by its own tasks, targets and offices.
    let course = records(&book, "Diễn biến", "Tuần");
    for (row, (week, data)) in course.iter().zip(&weeks) {
        assert_eq!(row["Tuần"], format!("{week}/2025"));
        let counted = |is: &dyn Fn(&Json) -> bool| count(&data["tasks"], |task| task["class"] != "withdrawn" && is(&task["class"]));
        let (all, done) = (counted(&|_| true), counted(&is_done));
        assert_eq!((number(row, "Tổng số"), number(row, "Hoàn thành")), (all, done), "{week}");
        assert_eq!(number(row, "Trong đó quá hạn"), counted(&|class| class == "overdue"), "{week}");
        let parts = ["Hoàn thành", "Thường xuyên", "Đang triển khai", "Chưa đến kỳ"];
        assert_eq!(parts.map(|part| number(row, part)).iter().sum::<usize>(), all, "{week}");
        let must = count(&data["agencies"], |agency| agency["standing"] != "exempt");
        let on_time = count(&data["agencies"], |agency| agency["standing"] == "on_time");
        assert!(row["Báo cáo đúng hạn"].starts_with(&format!("{on_time:02}/{must:02} (")), "{row:?}");
    }
    // Programme, block, group and year add up to the whole of each week.
    let groups: usize = course[3..].iter().filter(|row| row["Tuần"] == "28/2025").map(|row| number(row, "Tổng số")).sum();
    assert_eq!(groups, 3 * number(&course[0], "Tổng số"), "blocks, groups, years");

    // Tasks: each with its class in each week, and the two lists.
    let every = records(&book, "Nhiệm vụ theo tuần", "Mã nhiệm vụ");
    assert_eq!(every.len(), weeks[&31]["tasks"].as_array().unwrap().len());
    let class = |week: u32, code: &str| {
        weeks[&week]["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code).unwrap()["class"].clone()
    };
    let codes = |sheet: &str| records(&book, sheet, "Mã nhiệm vụ").into_iter().map(|row| row["Mã nhiệm vụ"].clone()).collect::<Vec<_>>();
    let all: Vec<String> = every.iter().map(|row| row["Mã nhiệm vụ"].clone()).collect();
    let finished: Vec<&String> = all.iter().filter(|code| !is_done(&class(29, code)) && is_done(&class(31, code))).collect();
    assert_eq!(finished, ["KH11-001", "KH11-003"]);
    assert_eq!(codes("Hoàn thành trong kỳ").iter().collect::<Vec<_>>(), finished);
    let overdue: Vec<&String> = all.iter().filter(|code| class(28, code) != "overdue" && class(29, code) == "overdue").collect();
    assert_eq!(overdue, ["KH11-002"]);
    assert_eq!(codes("Quá hạn phát sinh").iter().collect::<Vec<_>>(), overdue);

    // What each week added.
    let sums = records(&book, "Chỉ tiêu trong kỳ", "Mã chỉ tiêu");
    let added = |week: u32| {
        let targets = weeks[&week]["targets"].as_array().unwrap();
        targets.iter().find(|target| target["code"] == "CT-003").unwrap()["value"]
            .as_str()
            .map_or(0.0, |value| value.parse::<f64>().unwrap())
    };
    let sum = added(28) + added(29) + added(31);
    assert_eq!((sums.len(), sums[0]["Cộng cả kỳ"].as_str()), (1, "19"), "5 and 7 and 7, and no cumulative figure");
    assert!((sum - 19.0).abs() < 1e-9);

    // Each office in each week, and its record.
    let standings = records(&book, "Chế độ báo cáo", "Mã đơn vị");
    let record = records(&book, "Theo dõi đơn vị", "Mã đơn vị");
    for row in &record {
        let standing = |week: u32| {
            let agencies = weeks[&week]["agencies"].as_array().unwrap();
            agencies.iter().find(|agency| agency["code"] == row["Mã đơn vị"].as_str()).unwrap()["standing"].as_str().unwrap().to_owned()
        };
        let each = [28, 29, 31].map(standing);
        let of = |words: &[&str]| each.iter().filter(|standing| words.contains(&standing.as_str())).count();
        assert_eq!(number(row, "Đúng hạn"), of(&["on_time"]), "{row:?}");
        assert_eq!(number(row, "Muộn"), of(&["late", "admitted"]), "{row:?}");
        assert_eq!(number(row, "Chưa gửi"), of(&["missing", "arriving"]), "{row:?}");
        assert_eq!(number(row, "Số tuần tính"), of(&["on_time", "late", "admitted", "returned", "missing", "arriving"]), "{row:?}");
        let signs = standings.iter().find(|other| other["Mã đơn vị"] == row["Mã đơn vị"]).unwrap();
        let sign = |week: u32| signs[&format!("T{week}⏎2025")].as_str();
        for (week, standing) in [28, 29, 31].into_iter().zip(&each) {
            let expected = match standing.as_str() {
                "on_time" => "Đ",
                "late" => "M",
                "missing" => "C",
                "exempt" => "-",
                other => panic!("{other} was not played"),
            };
            assert_eq!(sign(week), expected, "{week} {row:?}");
        }
    }
    let of = |code: &str| record.iter().find(|row| row["Mã đơn vị"] == code).unwrap();
    assert_eq!(
        (of("SYT")["Làm tốt"].as_str(), of("STC")["Muộn"].as_str()),
        ("đúng hạn cả 3 tuần được tính; 1 nhiệm vụ xong trước hạn", "1")
    );
    assert_eq!(of("STC")["Làm tốt"], "không còn nhiệm vụ quá hạn (đầu kỳ 1)");

    // Both ends side by side: the first row is the whole province.
    let ends = records(&book, "Đầu kỳ, cuối kỳ", "Nội dung");
    for (what, heading) in [("Tổng số", "Tổng số"), ("Hoàn thành", "Hoàn thành"), ("Quá hạn", "Trong đó quá hạn")] {
        let both = ["28", "31"].map(|week| number(&ends[0], &format!("{what}, tuần {week}/2025")));
        assert_eq!(both, [number(&course[0], heading), number(&course[2], heading)], "{what}");
    }
    assert!(ends.iter().any(|row| row["Nội dung"] == "Khối: Cấp xã"), "{ends:?}");

    // Communes are one, and SYT and STC have too few tasks to be named by.
    let moves = records(&book, "Đơn vị tiến bộ", "Mã nhiệm vụ");
    let part = |week: u32, code: &str, agency: &str| {
        let tasks = weeks[&week]["tasks"].as_array().unwrap();
        let parts = tasks.iter().find(|task| task["code"] == code).unwrap()["parts"].as_array().unwrap();
        parts.iter().find(|part| part["agency"] == agency).unwrap()["class"].clone()
    };
    assert!(!is_done(&part(28, "KH11-004", "X-A")) && is_done(&part(31, "KH11-004", "X-A")));
    assert_eq!(moves.iter().map(|row| row["Mã nhiệm vụ"].as_str()).collect::<Vec<_>>(), ["KH11-004"]);
    assert_eq!(run.json["progress"], serde_json::json!([{ "agency": null, "tasks": 2, "finished": 1, "relieved": 0, "fallen": 0 }]));

    // What was asked for.
    let asked = records(&book, "Kiến nghị", "Số kiến nghị");
    let waiting = weeks[&31]["proposals"].as_array().unwrap();
    assert_eq!((asked.len(), waiting.len()), (1, 1));
    assert_eq!((&asked[0]["Số kiến nghị"], asked[0]["Mới trong kỳ"].as_str()), (&waiting[0]["number"].as_str().unwrap().to_owned(), "x"));

    // The sentences say what the lists say.
    let page = crate::sample::figures::first_page(&book);
    let (first, last) = (&course[0], &course[2]);
    let ratio = |row: &BTreeMap<String, String>| row["Tỷ lệ hoàn thành"].clone();
    for said in [
        "Chưa có bản đã chốt của tuần 30/2025".to_owned(),
        format!("Trong kỳ hoàn thành thêm {:02} nhiệm vụ; {:02} nhiệm vụ chuyển sang quá hạn", finished.len(), overdue.len()),
        format!("Tuần 28/2025: hoàn thành {}; quá hạn {:02}.", ratio(first), number(first, "Trong đó quá hạn")),
        format!("Cuối kỳ còn {:02} nhiệm vụ quá hạn.", number(last, "Trong đó quá hạn")),
        "Số trạm phát sóng xây mới 19 trạm (thiếu số liệu 1 tuần)".to_owned(),
    ] {
        assert!(page.contains(&said), "{said}\n{page}");
    }
    let all = |heading: &str| record.iter().map(|row| number(row, heading)).sum::<usize>();
    assert!(page.contains(&format!("{:02}/{:02} (", all("Đúng hạn"), all("Số tuần tính"))), "{page}");
}

#[test]
fn the_written_report_says_the_same_sentences() {
    for layout in ["state", "party"] {
        let desk = released();
        let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
        let config = config.replace("code = \"SKHCN\"", &format!("code = \"SKHCN\"\nlayout = \"{layout}\""));
        fs::write(desk.path("tonghop.toml"), config).unwrap();
        let run = report(&desk);
        assert_eq!(run.json["failures"], serde_json::json!([]));
        let docx = fs::read(desk.path("ket-qua/giai-doan/BaoCaoGiaiDoan_SKHCN_T28_2025-T31_2025.docx")).unwrap();
        let read = tonghop::io::word::read(&docx).unwrap();
        let said: String = read.paragraphs.iter().map(|paragraph| format!("{}\n", paragraph.text)).collect();
        let page = book(&desk, BOOK);
        let page = crate::sample::figures::grid(page.sheet("Tổng hợp").unwrap());
        // Title, days and releases stand above the sentences.
        for sentence in page.range(4..).flat_map(|(_, row)| row.values()).filter(|text| text.ends_with('.')) {
            assert!(said.contains(sentence.as_str()), "{layout}: {sentence}\n{said}");
        }
        // Its numbers are those of several weeks: no single release is held against them.
        let path = desk.path("ket-qua/giai-doan/BaoCaoGiaiDoan_SKHCN_T28_2025-T31_2025.docx");
        let refused = desk.json(&["check-report", path.to_str().unwrap(), "--now", LATER], &[]);
        assert!(refused.code == 2 && refused.stderr.contains("báo cáo nhiều kỳ"), "{}", refused.stderr);
        for part in ["tuần 28/2025 - 31/2025", "Số hóa hồ sơ bệnh án", "Triển khai sổ sức khỏe điện tử", "./."] {
            assert!(said.contains(part), "{layout}: {part}\n{said}");
        }
    }
}

#[test]
fn scores_stay_at_the_desk() {
    let desk = released();
    report(&desk);
    let leaves = format!("{:?}", book(&desk, BOOK));
    assert!(!leaves.contains("Điểm số liệu"), "a score never leaves");
    let record = records(&book(&desk, DESKS_BOOK), "Theo dõi đơn vị", "Mã đơn vị");
    let score = |week: u32, agency: &str| {
        let path = format!("ket-qua/2025-W{week}/NoiBo_SKHCN_T{week}_2025.xlsx");
        let quality = records(&book(&desk, &path), "Chất lượng", "Mã đơn vị");
        quality.into_iter().find(|row| row["Mã đơn vị"] == agency).unwrap()["Điểm số liệu"].clone()
    };
    for row in record.iter().filter(|row| ["SYT", "STC", "X-A"].contains(&row["Mã đơn vị"].as_str())) {
        let agency = row["Mã đơn vị"].as_str();
        assert_eq!((&row["Điểm số liệu đầu kỳ"], &row["Điểm số liệu cuối kỳ"]), (&score(28, agency), &score(31, agency)), "{agency}");
        assert!(!row["Điểm số liệu cuối kỳ"].is_empty(), "{agency}");
    }
}

#[test]
fn the_same_releases_give_the_same_bytes_and_what_left_is_never_written_over() {
    let desk = released();
    let before = desk.products();
    let ledger = fs::read(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    report(&desk);
    let first = fs::read(desk.path(BOOK)).unwrap();
    assert_eq!(fs::read(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap(), ledger, "the ledger is only read");
    fs::remove_file(desk.path(BOOK)).unwrap();
    // Neither what lies in the inbox nor another hour changes anything.
    fs::remove_dir_all(desk.path("nop/SYT")).unwrap();
    let again = desk.json(&[&RANGE[..], &["--threads", "1", "--now", "2025-08-20T08:00:00+07:00"]].concat(), &[]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(fs::read(desk.path(BOOK)).unwrap() == first, "the same bytes");
    let after = desk.products();
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "what left stands as it left");

    // Somebody wrote into the file: it stays, the range stands beside it.
    fs::write(desk.path(BOOK), b"somebody's").unwrap();
    let beside = report(&desk);
    assert_eq!(fs::read(desk.path(BOOK)).unwrap(), b"somebody's");
    assert_eq!(beside.json["files"][0]["path"], BOOK.replace(".xlsx", "_2.xlsx"));
    assert_eq!((&beside.json["files"][0]["beside"], &beside.json["files"][1]["beside"]), (&true.into(), &false.into()));
    assert!(fs::read(desk.path(&BOOK.replace(".xlsx", "_2.xlsx"))).unwrap() == first);
}

#[test]
fn a_lost_release_is_told_and_its_week_is_missing() {
    let desk = released();
    let data = fs::read(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json")).unwrap();
    desk.lose_from_archive(&data);
    let run = desk.json(&[&RANGE[..], &["--now", LATER]].concat(), &[]);
    assert_eq!((run.code, run.json["failures"].as_array().unwrap().len()), (3, 1), "{}", run.stderr);
    assert_eq!(run.json["missing"], serde_json::json!(["2025-W29", "2025-W30"]));
    assert_eq!(run.json["weeks"].as_array().unwrap().len(), 2);
}

#[test]
fn a_week_that_is_opened_again_is_read_as_it_left_and_said() {
    let desk = released();
    assert_eq!(report(&desk).json["reopened"], serde_json::json!([]));
    let why = ["--period", "2025-W29", "--by", "Nguyễn Văn A", "--reason", "số liệu nhập nhầm"];
    assert_eq!(desk.json(&["reopen", "--now", LATER], &why).code, 0);
    let run = desk.json(&[&RANGE[..], &["--now", LATER]].concat(), &[]);
    assert_eq!((run.code, &run.json["reopened"]), (0, &serde_json::json!(["2025-W29"])), "{}", run.stderr);
    assert!(run.stderr.contains("Đang mở lại tuần 29/2025; số liệu lấy theo bản đã chốt"), "{}", run.stderr);
}

#[test]
fn months_and_years_are_named_and_nonsense_is_refused() {
    let desk = released();
    for (arguments, called, file) in [
        (["--month", "2025-07"], "tháng 7/2025", "thang-7_2025"),
        (["--quarter", "2025-3"], "quý III/2025", "quy-III_2025"),
        (["--half", "2025-2"], "6 tháng cuối năm 2025", "6-thang-cuoi_2025"),
        (["--year", "2025"], "năm 2025", "nam_2025"),
    ] {
        let run = desk.json(&[&["report"], &arguments[..], &["--now", LATER]].concat(), &[]);
        assert_eq!((run.code, run.json["called"].as_str()), (0, Some(called)), "{}", run.stderr);
        let page = crate::sample::figures::first_page(&book(&desk, &format!("ket-qua/giai-doan/GiaiDoan_SKHCN_{file}.xlsx")));
        // Missed is one week; those before the books, and those whose hour is still to come, are not.
        assert!(page.contains("Chưa có bản đã chốt của tuần 30/2025; không"), "{page}");
        assert!(page.contains("Sổ tiếp nhận chưa có tuần "), "{page}");
    }
    for arguments in [
        &["--month", "2025-13"][..],
        &["--quarter", "2025"],
        &["--year", "hai nghìn"],
        &["--from", "2025-W31", "--to", "2025-W28"],
        &["--from", "2025-W28"],
        &["--month", "2025-07", "--year", "2025"],
        &["--month", "2024-07"],
        &[],
    ] {
        let run = desk.json(&[&["report"], arguments, &["--now", LATER]].concat(), &[]);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
    }
}

/// Weeks of the first version are read as far as they go: it kept no copy, and knew no programmes and no proposals.
#[test]
fn weeks_of_the_first_version_are_read_as_far_as_they_go() {
    let desk = Desk::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/0.1.0"), copy);
    let range = ["report", "--from", "2025-W28", "--to", "2025-W29", "--now", "2025-07-25T08:30:00+07:00"];
    let run = desk.json(&range, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let weeks: Vec<(&Json, &Json)> = run.json["weeks"].as_array().unwrap().iter().map(|week| (&week["period"], &week["version"])).collect();
    assert_eq!(weeks, [(&"2025-W28".into(), &2.into()), (&"2025-W29".into(), &1.into())]);
    assert_eq!((run.json["lines"].as_array().unwrap().len(), run.json["proposals"].as_array().unwrap().len()), (0, 0));
    assert!(run.json["records"].as_array().unwrap().iter().any(|record| record["counted"].as_u64() > Some(0)), "{}", run.json);
    // A file that is not the one that left is no source.
    fs::write(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json"), "{}").unwrap();
    let run = desk.json(&range, &[]);
    assert_eq!((run.code, &run.json["missing"]), (3, &serde_json::json!(["2025-W29"])), "{}", run.stderr);
}
