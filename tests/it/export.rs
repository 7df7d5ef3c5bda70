//! What releases say, as tables for other programs: the same figures as the workbook's, from the archive, never from today.

use crate::desk::{Desk, Run};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const RELEASED: &str = "2025-07-11T15:20:00+07:00";
const LATER: &str = "2025-07-11T16:00:00+07:00";

/// A released week, a report of which looks like a formula.
fn released() -> (Desk, Run) {
    let desk = Desk::new();
    for agency in ["SYT", "STC"] {
        let mut report = desk.report(agency, "2025-W28");
        if agency == "SYT" {
            report.set("NhiemVu", "KH11-001", "Kết quả thực hiện trong kỳ", "=HYPERLINK(\"http://x\"), đã xong");
        }
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &report.bytes(), "2025-07-11T10:40:00+07:00");
    }
    desk.run("2025-07-11T10:50:00+07:00");
    let run = desk.run(RELEASED);
    assert_eq!(run.json["phase"], "released", "{}", run.stderr);
    (desk, run)
}

fn export(desk: &Desk, format: &str, out: &Path) -> Json {
    let out = out.to_str().unwrap();
    let output = desk.command().args(["export", "--format", format, "--out", out, "--json", "--now", LATER]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    entries.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn every_format_has_one_file_a_table_and_says_what_was_released() {
    let (desk, run) = released();
    let folder = tempfile::tempdir().unwrap();
    // What comes after the release is in no table.
    let mut later = desk.report("SYT", "2025-W28");
    later.set("NhiemVu", "KH11-001", "Kết quả thực hiện trong kỳ", "gửi sau khi chốt");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &later.bytes(), "2025-07-11T15:40:00+07:00");
    desk.run("2025-07-11T15:45:00+07:00");
    for (format, extension) in [("csv", "csv"), ("json", "jsonl"), ("parquet", "parquet")] {
        let out = folder.path().join(format);
        let answer = export(&desk, format, &out);
        assert_eq!(answer["periods"][0]["period"], "2025-W28");
        let left = files(&out);
        assert_eq!(left.len(), 7, "{:?}", left.keys());
        for file in answer["files"].as_array().unwrap() {
            let path = file["path"].as_str().unwrap();
            assert!(path.ends_with(&format!("/period=2025-W28/SKHCN.{extension}")), "{path}");
            assert_eq!(tonghop::io::archive::sha256(&left[path]), file["sha256"].as_str().unwrap());
        }
        let rows = |table: &str| answer["files"].as_array().unwrap().iter().find(|file| file["table"] == table).unwrap()["rows"].clone();
        assert_eq!(rows("tinh-hinh"), run.json["agencies"].as_array().unwrap().len());
        export(&desk, format, &out);
        assert_eq!(files(&out), left, "the same bytes again");
    }
    let csv = String::from_utf8(fs::read(folder.path().join("csv/nhiem-vu/period=2025-W28/SKHCN.csv")).unwrap()).unwrap();
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\"), đã xong\"") && !csv.contains("gửi sau khi chốt"), "{csv}");
    let lines = String::from_utf8(fs::read(folder.path().join("json/nhiem-vu/period=2025-W28/SKHCN.jsonl")).unwrap()).unwrap();
    let tasks: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done = tasks.iter().filter(|task| task["class"].as_str().unwrap().starts_with("done")).count();
    assert_eq!(run.json["tasks"]["done"], done);
    let findings = fs::read_to_string(folder.path().join("json/phat-hien/period=2025-W28/SKHCN.jsonl")).unwrap();
    assert!(findings.lines().count() > 0, "what the desk's workbook lists");
}

/// The list of nq57.vn, as far as it can be compared; one that is none is refused in words.
#[test]
fn the_list_of_the_national_system_is_held_against_the_release() {
    let (desk, _) = released();
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("nq57.xlsx");
    let workbook = |headings: &str| crate::desk::register_workbook(&[("Danh sách", headings, &["57-999|Đang thực hiện"])], &[]);
    fs::write(&list, workbook("Mã nhiệm vụ|Tình trạng")).unwrap();
    let compared = |file: &Path| {
        let out = folder.path().join("ra");
        let arguments = ["export", "--format", "csv", "--out", out.to_str().unwrap(), "--compare", file.to_str().unwrap(), "--now", LATER];
        desk.json(&arguments, &[])
    };
    let run = compared(&list);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let portal = &run.json["portal"];
    assert_eq!((&portal["period"], &portal["listed"]), (&"2025-W28".into(), &1.into()));
    let only_there = serde_json::json!([{ "nq57_code": "57-999", "what": "", "code": "", "field": "Có trong danh sách", "here": "Không", "there": "Có", "row": 2 }]);
    assert_eq!(portal["differences"], only_there);
    // A list that takes all memory costs the child that reads it, and is refused like one that is damaged.
    desk.configure(&format!("[limits]\nchild_memory_bytes = {}", crate::reader_pool::DEADLY_MEMORY));
    let others = [
        (b"<html>".to_vec(), "Không đọc được danh sách"),
        (b"%PDF-1.7".to_vec(), "PDF"),
        (crate::reader_pool::deadly(), "bộ đọc dừng đột ngột"),
        (workbook("Nội dung|Tình trạng"), "Không thấy cột mã"),
    ];
    for (bytes, said) in others {
        fs::write(&list, bytes).unwrap();
        let run = compared(&list);
        assert!(run.code == 2 && run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn what_was_never_released_is_refused_and_what_is_lost_is_told() {
    let desk = Desk::new();
    let ends = |desk: &Desk, more: &[&str], code: i32| {
        let out = desk.path("ra");
        let arguments = [&["export", "--format", "csv", "--out", out.to_str().unwrap(), "--now", LATER, "--json"][..], more].concat();
        let output = desk.command().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{more:?} {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Json>(&output.stdout).unwrap()
    };
    ends(&desk, &[], 2);
    let (desk, _) = released();
    ends(&desk, &["--periods", "2025-W29..2025-W30"], 2);
    ends(&desk, &["--periods", "2025-W30..2025-W28"], 2);
    assert_eq!(ends(&desk, &["--periods", "2025-W28"], 0)["periods"].as_array().unwrap().len(), 1);
    let data = fs::read(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json")).unwrap();
    desk.lose_from_archive(&data);
    let lost = ends(&desk, &[], 3);
    assert_eq!((lost["periods"].as_array().unwrap().len(), lost["failures"].as_array().unwrap().len()), (0, 1), "{lost}");
}

/// The queries for a whole country, over one desk: they say what its workbook says.
#[test]
#[ignore = "needs DuckDB"]
fn queries_for_a_country_say_what_the_workbook_says() {
    let (desk, run) = released();
    let folder = tempfile::tempdir().unwrap();
    export(&desk, "parquet", folder.path());
    let sql = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/toan-quoc/tong-hop.sql");
    let script = "
import duckdb, json, os, sys
os.chdir(sys.argv[1])
db = duckdb.connect()
db.execute(open(sys.argv[2], encoding='utf-8').read())
one = lambda query: [list(row) for row in db.execute(query).fetchall()]
print(json.dumps({
    'tasks': one('SELECT period, total, done, overdue, no_report FROM nhiem_vu_theo_ky'),
    'targets': one('SELECT total, reached FROM chi_tieu_theo_ky'),
    'reports': one('SELECT must_report, on_time FROM dung_han_theo_ky'),
    'country': one('SELECT total, done, CAST(done_percent AS INTEGER) FROM toan_quoc'),
    'moved': one('SELECT count(*) FROM moi_hoan_thanh'),
    'kinds': one(\"SELECT typeof(percent), typeof(deadline_to), typeof(stale) FROM read_parquet('nhiem-vu/*/*.parquet') LIMIT 1\"),
}))";
    let output = Command::new("python3").args(["-c", script]).arg(folder.path()).arg(sql).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Json = serde_json::from_slice(&output.stdout).unwrap();
    let (tasks, targets) = (&run.json["tasks"], &run.json["targets"]);
    assert_eq!(said["tasks"], serde_json::json!([["2025-W28", tasks["total"], tasks["done"], tasks["overdue"], tasks["no_report"]]]));
    let reached = targets["met"].as_u64().unwrap() + targets["exceeded"].as_u64().unwrap();
    assert_eq!(said["targets"], serde_json::json!([[targets["total"], reached]]));
    let agencies = run.json["agencies"].as_array().unwrap();
    let of = |test: &dyn Fn(&str) -> bool| agencies.iter().filter(|agency| test(agency["standing"].as_str().unwrap())).count();
    assert_eq!(said["reports"], serde_json::json!([[of(&|standing| standing != "exempt"), of(&|standing| standing == "on_time")]]));
    assert_eq!(said["kinds"], serde_json::json!([["DECIMAL(38,6)", "DATE", "BOOLEAN"]]));
    let (total, done) = (tasks["total"].as_u64().unwrap(), tasks["done"].as_u64().unwrap());
    let percent = said["country"][0][2].as_u64().unwrap();
    assert!(said["country"][0][0] == total && percent.abs_diff(done * 100 / total.max(1)) <= 1, "{said}");
    // The first page of the workbook has the same two numbers.
    let page = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    assert!(page.contains(&format!("{done}/{total} ({percent}%)")), "{done}/{total} {percent}");
}
