//! The sample fortnight (`samples/ha-tinh`) as acceptance test: played by the program itself, held against the
//! standings and findings its author expects (`ket-qua-mong-doi.csv`), with the figures read back from the workbooks.

pub(crate) mod figures;
mod written;

use assert_cmd::Command;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;
use tempfile::TempDir;
use tonghop::model::config::Limits;
use tonghop::model::workbook::{RawSheet, RawValue, RawWorkbook};

const W28: &str = "2025-W28";
const W29: &str = "2025-W29";

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/ha-tinh")
}

/// A rehearsal of the sample.
struct Played {
    dir: TempDir,
    /// The objects that were printed, in order.
    runs: Vec<Json>,
    /// The object of the rehearsal itself.
    whole: Json,
    /// What the two weeks say together.
    together: Json,
    stderr: String,
}

impl Played {
    fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join("out").join(below)
    }

    /// The object of the run that released a week.
    fn release(&self, period: &str) -> &Json {
        let released = |run: &&Json| run["period"]["id"] == period && run["phase"] == "released";
        self.runs.iter().find(released).unwrap_or_else(|| panic!("{period} was not released"))
    }

    fn workbook(&self, below: &str) -> RawWorkbook {
        let path = self.path(below);
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        tonghop::reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap()
    }

    fn consolidated(&self, period: &str) -> RawWorkbook {
        self.workbook(&format!("ket-qua/{period}/TongHop_SKHCN_{}_2025.xlsx", week(period)))
    }

    /// Everything an office or a leader sees, by path.
    fn products(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for folder in ["ket-qua", "phan-hoi", "mau"] {
            let entries = walkdir::WalkDir::new(self.path(folder)).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
            found.extend(entries.map(|e| {
                // With the separator that the program writes on every system.
                let name = e.path().strip_prefix(self.path("")).unwrap().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
                (name, fs::read(e.path()).unwrap())
            }));
        }
        found
    }
}

/// `2025-W28` → `T28`.
fn week(period: &str) -> &str {
    if period == W28 { "T28" } else { "T29" }
}

fn play(threads: &str) -> Played {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let command = || {
        let mut command = Command::cargo_bin("tonghop").unwrap();
        command.env_clear().env("TZ", "UTC").current_dir(dir.path()).args(["--threads", threads]);
        command
    };
    let output = command().arg("rehearse").arg(sample()).arg("--out").arg(&out).arg("--json").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    // The forms of the week after are filled from the second release.
    let forms = command().arg("-C").arg(&out).args(["forms", "--now", "2025-07-21T08:00:00+07:00"]).output().unwrap();
    assert!(forms.status.success(), "{}", String::from_utf8_lossy(&forms.stderr));
    let month = ["report", "--month", "2025-07", "--json", "--now", "2025-07-21T08:10:00+07:00"];
    let together = command().arg("-C").arg(&out).args(month).output().unwrap();
    assert!(together.status.success(), "{}", String::from_utf8_lossy(&together.stderr));
    let together = serde_json::from_slice(&together.stdout).unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let mut runs: Vec<Json> = stdout.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect();
    let whole = runs.pop().unwrap();
    assert_eq!(whole["schema"], "tonghop.rehearse/1");
    Played { dir, runs, whole, together, stderr }
}

/// The fortnight with four threads and with one, played side by side and shared by the tests.
static PLAYED: LazyLock<[Played; 2]> = LazyLock::new(|| {
    thread::scope(|scope| {
        let one = scope.spawn(|| play("1"));
        [play("4"), one.join().unwrap()]
    })
});

/// Every object that was printed, the rehearsal's own last.
pub(crate) fn objects() -> Vec<Json> {
    played().runs.iter().chain([&played().whole, &played().together]).cloned().collect()
}

/// The data files of the fortnight.
pub(crate) fn data() -> Vec<String> {
    let products = played().products().into_iter().filter(|(name, _)| name.ends_with(".json"));
    products.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect()
}

fn played() -> &'static Played {
    &PLAYED[0]
}

/// A rehearsal is played by the commands themselves, so it leaves what they leave.
#[test]
fn every_command_of_the_script_leaves_a_page() {
    let script = fs::read_to_string(sample().join("scenario.csv")).unwrap();
    let commands = ["run", "release", "admit", "reopen"];
    let played_commands = script.lines().filter(|line| line.split(',').nth(1).is_some_and(|action| commands.contains(&action))).count();
    let records = played().dir.path().join("out/so-tiep-nhan");
    let pages = fs::read_dir(records.join("nhat-ky")).unwrap().count();
    assert!(played_commands > 20);
    assert_eq!(pages, played_commands);
    assert!(records.join("nhip.json").exists());
}

fn keys(value: &Json) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn sum(value: &Json, parts: &[&str]) -> u64 {
    parts.iter().map(|part| value[*part].as_u64().unwrap_or_else(|| panic!("{part} in {value}"))).sum()
}

const FILES: [&str; 9] = ["received", "known", "returned", "arriving", "waiting", "after_release", "document", "skipped", "unreadable"];
const DONE: [&str; 4] = ["done_early", "done_on_time", "done_late", "done_undated"];
const OPEN: [&str; 9] =
    ["in_progress", "due_soon", "not_started", "overdue", "regular", "not_due_yet", "paused", "no_deadline", "no_report"];
const TARGETS: [&str; 6] = ["exceeded", "met", "not_met", "not_yet", "not_assessable", "no_data"];
const LIGHTS: [&str; 4] = ["green", "yellow", "red", "grey"];

#[test]
fn every_run_prints_one_whole_object_that_adds_up() {
    let scenario = fs::read_to_string(sample().join("scenario.csv")).unwrap();
    let wanted = scenario.lines().filter(|line| line.split(',').nth(1).is_some_and(|action| matches!(action, "run" | "release"))).count();
    assert_eq!(played().runs.len(), wanted, "{}", played().stderr);
    let has = |object: &Json, wanted: &[&str], what: &str| {
        let missing: Vec<&&str> = wanted.iter().filter(|key| !keys(object).contains(**key)).collect();
        assert!(missing.is_empty(), "{what} lacks {missing:?}: {object}");
    };
    for run in &played().runs {
        let all = [
            "schema",
            "now",
            "desk",
            "period",
            "phase",
            "agencies",
            "files",
            "tasks",
            "targets",
            "criteria",
            "outputs",
            "failures",
            "exit_code",
        ];
        has(run, &all, "a run");
        assert_eq!((run["schema"].as_str(), run["exit_code"].as_u64()), (Some("tonghop.run/1"), Some(0)), "{run}");
        has(&run["period"], &["id", "from", "to", "submit_cutoff", "release_cutoff"], "period");
        assert_eq!(run["files"]["seen"].as_u64().unwrap(), sum(&run["files"], &FILES), "{}", run["files"]);
        let tasks = &run["tasks"];
        assert_eq!(tasks["done"].as_u64().unwrap(), sum(tasks, &DONE), "{tasks}");
        assert_eq!(tasks["total"].as_u64().unwrap(), sum(tasks, &DONE) + sum(tasks, &OPEN), "{tasks}");
        assert_eq!(tasks["total"], 102);
        assert_eq!(run["targets"]["total"].as_u64().unwrap(), sum(&run["targets"], &TARGETS), "{}", run["targets"]);
        assert_eq!(run["criteria"]["agencies"].as_u64().unwrap(), sum(&run["criteria"], &LIGHTS), "{}", run["criteria"]);
        let agencies = run["agencies"].as_array().unwrap();
        assert_eq!(agencies.len(), 40);
        let line = [
            "code",
            "standing",
            "evidence",
            "received_at",
            "file",
            "sha256",
            "version",
            "nil",
            "changed_after_cutoff",
            "document_received",
            "rejects",
            "errors",
            "warnings",
            "notes",
        ];
        agencies.iter().for_each(|agency| has(agency, &line, "an agency"));
        for output in run["outputs"].as_array().unwrap() {
            has(output, &["kind", "path", "sha256"], "an output");
            assert!(played().path(output["path"].as_str().unwrap()).is_file(), "{output}");
        }
    }
}

/// What a run or release of each sort prints, so that the scenario cannot lose its cases without notice.
#[test]
fn the_fortnight_shows_every_kind_of_file() {
    let total = |key: &str| played().runs.iter().map(|run| run["files"][key].as_u64().unwrap()).sum::<u64>();
    for key in ["received", "known", "returned", "arriving", "waiting", "after_release", "document", "skipped"] {
        assert!(total(key) > 0, "no file was ever counted as {key}");
    }
    for period in [W28, W29] {
        let on_time = played().release(period)["agencies"].as_array().unwrap().iter().filter(|a| a["standing"] == "on_time").count();
        assert!(on_time >= 24, "{period}: {on_time}");
        let criteria = &played().release(period)["criteria"];
        assert!(LIGHTS[..3].iter().all(|light| criteria[*light].as_u64() > Some(0)), "{criteria}");
    }
    // Two runs after each release that find nothing new write nothing.
    let quiet = played().runs.iter().filter(|run| run["phase"] == "released" && run["outputs"].as_array().unwrap().is_empty()).count();
    assert_eq!(quiet, 2);
}

#[derive(serde::Deserialize)]
struct Expected {
    period: String,
    code: String,
    standing: String,
    evidence: String,
    findings: String,
    why: String,
}

fn expected() -> Vec<Expected> {
    let rows = csv::Reader::from_path(sample().join("ket-qua-mong-doi.csv")).unwrap().into_deserialize().collect::<Result<_, _>>();
    rows.unwrap()
}

#[test]
fn standings_are_the_expected_ones() {
    let rows = expected();
    let mut wrong = Vec::new();
    for period in [W28, W29] {
        let agencies = played().release(period)["agencies"].as_array().unwrap();
        let wanted: BTreeMap<&str, &Expected> = rows.iter().filter(|r| r.period == period).map(|r| (r.code.as_str(), r)).collect();
        assert_eq!(wanted.len(), agencies.len(), "every agency has one line for {period}");
        for agency in agencies {
            let row = wanted[agency["code"].as_str().unwrap()];
            let got = (agency["standing"].as_str().unwrap(), agency["evidence"].as_str().unwrap_or_default());
            if got != (row.standing.as_str(), row.evidence.as_str()) {
                wrong.push(format!("{period} {}: {got:?}, not {} {}: {}", row.code, row.standing, row.evidence, row.why));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_was_wrong_is_told_to_the_one_who_can_mend_it() {
    let mut wrong = Vec::new();
    for row in expected().iter().filter(|r| !r.findings.is_empty()) {
        let path = format!("phan-hoi/{}/PhanHoi_{}_{}_2025.txt", row.period, row.code, week(&row.period));
        let text = fs::read_to_string(played().path(&path)).unwrap_or_default();
        let silent = row.findings.split_whitespace().filter(|code| !text.contains(&format!("[{code}]")));
        wrong.extend(silent.map(|code| format!("{path} does not name {code}: {}", row.why)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn flags_that_a_secretary_asks_about() {
    let agency = |period: &str, code: &str| {
        let agencies = played().release(period)["agencies"].as_array().unwrap();
        agencies.iter().find(|a| a["code"] == code).unwrap().clone()
    };
    assert_eq!(agency(W28, "SCT")["changed_after_cutoff"], true);
    assert_eq!(agency(W28, "TTT")["document_received"], true);
    assert_eq!(agency(W28, "BTGDV")["version"], 2);
    assert_eq!(agency(W28, "SNV")["version"], 1, "the broken file is not the one that counts");
    assert_eq!(agency(W28, "SYT")["received_at"], "2025-07-11T10:59:59+07:00");
    assert_eq!(agency(W29, "UBKT")["nil"], true);
    assert_eq!(agency(W29, "TDHHT")["received_at"], "2025-07-10T16:00:00+07:00", "kept waiting from the week before");
    assert_eq!(agency(W29, "SXD")["version"], 2, "of two files at once “Lần nộp” decides");
}

#[test]
fn frozen_and_released_products_are_there_for_both_weeks() {
    for period in [W28, W29] {
        for stem in ["TongHop", "NoiBo"] {
            for edition in ["_chot-11h00", ""] {
                let name = format!("ket-qua/{period}/{stem}_SKHCN_{}_2025{edition}.xlsx", week(period));
                assert!(!played().workbook(&name).sheets.is_empty(), "{name}");
            }
        }
        let data = fs::read(played().path(&format!("ket-qua/{period}/TongHop_SKHCN_{}_2025.json", week(period)))).unwrap();
        assert!(serde_json::from_slice::<Json>(&data).unwrap().is_object());
        let message = fs::read_to_string(played().path(&format!("phan-hoi/{period}/_tin-nhan.txt"))).unwrap();
        assert!(message.starts_with("[DIỄN TẬP] Kính gửi các cơ quan, đơn vị. "), "{message}");
    }
}

#[test]
fn a_second_rehearsal_with_another_number_of_threads_gives_the_same_bytes() {
    let [four, one] = &*PLAYED;
    assert_eq!(four.runs, one.runs);
    let (four, one) = (four.products(), one.products());
    let forms = four.keys().filter(|name| name.starts_with("mau/2025-W30/")).count();
    assert!(forms > 30 && four.len() > 150, "{forms} forms of {}", four.len());
    assert_eq!(four.keys().collect::<Vec<_>>(), one.keys().collect::<Vec<_>>());
    let different: Vec<&String> = four.iter().filter(|(name, bytes)| one[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn the_sample_itself_is_not_written_to() {
    assert!(!played().products().is_empty());
    for name in ["so-tiep-nhan", "ket-qua", "phan-hoi", "mau", "nop"] {
        assert!(!sample().join(name).exists(), "{name}");
    }
}

// ------------------------------------------------------------------------------------------------- golden dumps

fn shown(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => text.replace('\n', "⏎"),
        RawValue::Number(number) | RawValue::Percent(number) => number.to_string(),
        RawValue::Bool(answer) => answer.to_string(),
        RawValue::DateTime(moment) => moment.format("%Y-%m-%d %H:%M:%S").to_string().trim_end_matches(" 00:00:00").to_owned(),
        RawValue::Error(error) => error.clone(),
    }
}

/// The visible cells of a sheet, one row a line: `A5=1 · B5=VPTU`. Of wide lists the first columns.
fn dump(sheet: &RawSheet, columns: u32) -> String {
    let mut out = String::new();
    for (cell, value) in sheet.cells().filter(|(cell, _)| cell.column < columns) {
        let first = sheet.rows[&cell.row].first().is_some_and(|(column, _)| *column == cell.column);
        out.push_str(if first && !out.is_empty() {
            "\n"
        } else if out.is_empty() {
            ""
        } else {
            " · "
        });
        out.push_str(&format!("{cell}={}", shown(value)));
    }
    out.push('\n');
    out
}

/// The words of a sheet without the head of the chain, which is another one after any change of a form or of a record.
fn but_for_the_code(words: &str) -> String {
    let is_head = |word: &str| word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let mut known = words.to_owned();
    for word in words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_head(word)) {
        known = known.replace(word, "(64 chữ số)");
    }
    known
}

#[test]
fn the_second_release_word_for_word() {
    let book = played().consolidated(W29);
    let visible: Vec<&str> = book.sheets.iter().filter(|s| s.visible).map(|s| s.name.as_str()).collect();
    let sheets = [
        ("Tổng hợp", "tong-hop", 30),
        ("Theo văn bản", "theo-van-ban", 30),
        ("Theo đơn vị", "theo-don-vi", 30),
        ("Theo chương trình", "theo-chuong-trinh", 11),
        ("Nhiệm vụ", "nhiem-vu", 9),
        ("Chỉ tiêu", "chi-tieu", 12),
        ("Tiêu chí xã", "tieu-chi-xa", 30),
        ("Quá hạn", "qua-han", 30),
        ("Việc chưa xong", "viec-chua-xong", 9),
        ("Vướng mắc, kiến nghị", "vuong-mac", 6),
        ("Nộp báo cáo", "nop-bao-cao", 30),
        ("Biểu đồ", "bieu-do", 6),
    ];
    assert_eq!(visible, sheets.map(|(name, ..)| name));
    for (name, file, columns) in sheets {
        insta::assert_snapshot!(format!("t29-{file}"), but_for_the_code(&dump(book.sheet(name).unwrap(), columns)));
    }
    let message = fs::read_to_string(played().path("phan-hoi/2025-W28/_tin-nhan.txt")).unwrap();
    insta::assert_snapshot!("t28-tin-nhan", message);
}

/// The released workbooks of both weeks.
pub(crate) fn releases() -> Vec<PathBuf> {
    [W28, W29].iter().map(|p| played().path(&format!("ket-qua/{p}/TongHop_SKHCN_{}_2025.xlsx", week(p)))).collect()
}

/// The workspace in which the fortnight was played.
pub(crate) fn workspace() -> PathBuf {
    played().path("")
}
