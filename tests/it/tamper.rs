//! The tamper table: of every table and every column of the ledger one edit and one deletion, and whether the check of the
//! records names it. Tables and columns are read from the database, so that a new one without an answer fails by name.
//! What is not noticed stands in `UNNOTICED`, each with its reason (`src/docs/records.md`, "What is not chained").

use crate::desk::Desk;
use crate::evidence::code_in;
use crate::kept::play;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tonghop::io::archive::sha256;
use tonghop::io::disk::Disk;
use tonghop::io::ledger::{ChainEntry, Ledger, LoneReview};
use tonghop::io::workspace;
use tonghop::model::agency::AgencyCode;
use tonghop::model::clock_reading::{ClockDecision, ClockReading};
use tonghop::model::period::Period;
use tonghop::model::proposal::{NumberedProposal, ProposalEvent, ProposalNumber};
use tonghop::model::task::TaskCode;
use tonghop::run::session::identity;

/// Tables and columns (`*`: all of them, and the deletion of a row) of which a change is not noticed, with the reason.
const UNNOTICED: [(&str, &str, &str); 14] = [
    ("contents", "*", "a cache of the archive: the check reads the originals again"),
    ("judgements", "*", "a cache: the check judges the originals again"),
    ("editions", "*", "a note of what need not be composed again"),
    ("quiet_run", "*", "a note of what need not be looked at again, forgotten by whoever writes"),
    ("inbox_state", "*", "what lies in the inbox today: the next scan looks again"),
    ("desk_files", "*", "files of desks that lie in the inbox today: the next scan looks again"),
    ("arriving", "*", "what is being copied today: the next scan looks again"),
    ("outputs", "*", "files written: those that left are sealed with freeze and release"),
    ("clock_looks", "*", "what the clocks said last: it decides whether the next run waits, and no verdict rests on it"),
    ("runs", "*", "when commands ran, for `doctor`: no verdict rests on it"),
    ("verdicts", "run", "which run decided: no verdict rests on it"),
    ("lone_reviews", "run", "which run reviewed it: no standing rests on it"),
    ("lone_reviews", "build", "which build died of it: another one tries again, and its verdict has an entry of its own"),
    ("scans", "closed", "whether the interval may still grow: its growth would show"),
];

struct Column {
    name: String,
    key: i64,
}

fn texts(c: &Connection, sql: &str) -> Vec<String> {
    c.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn columns(c: &Connection, table: &str) -> Vec<Column> {
    let mut statement = c.prepare(&format!("SELECT name, pk FROM pragma_table_info('{table}')")).unwrap();
    let column = |row: &rusqlite::Row<'_>| Ok(Column { name: row.get(0)?, key: row.get(1)? });
    statement.query_map([], column).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The first row of a table.
fn first_row(table: &str, columns: &[Column]) -> String {
    let mut keys: Vec<&Column> = columns.iter().filter(|column| column.key > 0).collect();
    keys.sort_by_key(|column| column.key);
    let keys: Vec<&str> = keys.iter().map(|column| column.name.as_str()).collect();
    let keys = keys.join(", ");
    format!("({keys}) = (SELECT {keys} FROM {table} ORDER BY {keys} LIMIT 1)")
}

/// A copy of the ledger with an edit, as somebody with a database tool makes it, who puts the guards back.
fn edited(whole: &Path, into: &Path, sql: &str) -> usize {
    fs::copy(whole, into.join("ledger.sqlite")).unwrap();
    let c = Connection::open(into.join("ledger.sqlite")).unwrap();
    c.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;").unwrap();
    let guards = texts(&c, "SELECT sql FROM sqlite_master WHERE type = 'trigger'");
    for name in texts(&c, "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        c.execute_batch(&format!("DROP TRIGGER {name};")).unwrap();
    }
    let changed = c.execute(sql, []).unwrap_or_else(|e| panic!("{sql}: {e}"));
    for guard in guards {
        c.execute_batch(&guard).unwrap();
    }
    changed
}

fn damage(folder: &Path) -> Vec<String> {
    Ledger::open_read_only(&Disk::default(), folder).unwrap().unwrap().damage()
}

/// A desk of two weeks and a bit, and its ledger in one file.
fn played() -> (Desk, std::path::PathBuf) {
    let desk = Desk::new();
    play(&desk);
    // What the story does not bring: a file that somebody had open, and one that is being copied.
    let ledger = Ledger::open(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap();
    ledger.note_open(&[1]).unwrap();
    ledger.note_quiet_run(b"x").unwrap();
    let at = tonghop::model::moment::Moment::parse_from_rfc3339("2025-07-25T08:00:00+07:00").unwrap();
    ledger.note_lone_reviews(&[LoneReview { sha256: "ab".to_owned(), run: 1, at, build: "x".to_owned(), died: true }]).unwrap();
    ledger.note_issued_forms(&[("mau/a.xlsx".to_owned(), "ac".to_owned())], at).unwrap();
    ledger.note_clock(&ClockReading { at, boot: None, skew_seconds: None }, false).unwrap();
    let asked = NumberedProposal {
        agency: AgencyCode::parse("SYT").unwrap(),
        task: TaskCode::parse("KH11-001").unwrap(),
        level: "UBND tỉnh".to_owned(),
        since: Period::parse_id("2025-W28").unwrap(),
        text: "Bố trí vốn".to_owned(),
    };
    ledger.record_proposals(&[(ProposalNumber { year: 2025, ordinal: 1 }, ProposalEvent::Numbered(asked))], at).unwrap();
    ledger.put_clock_decision(&ClockDecision { at, reason: "đã xem".to_owned(), by: "Lan".to_owned() }).unwrap();
    drop(ledger);
    let c = Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    c.execute_batch(
        "INSERT INTO arriving (path, size, modified_ns, first_seen, scan, looks) VALUES ('SNV/a.xlsx', 1, 1, '', 1, 1);
                     INSERT INTO desk_files (path, size, modified_ns) VALUES ('SNV/b.xlsx', 1, 1);",
    )
    .unwrap();
    let whole = desk.path("whole.sqlite");
    c.execute("VACUUM INTO ?1", [whole.to_str().unwrap()]).unwrap();
    (desk, whole)
}

#[test]
fn every_column_of_every_table_has_its_answer() {
    let (_desk, whole) = played();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(edited(&whole, folder.path(), "UPDATE runs SET id = id WHERE id = 1"), 1);
    assert_eq!(damage(folder.path()), Vec::<String>::new(), "putting the guards back leaves no trace");
    let c = Connection::open(&whole).unwrap();
    let mut wrong = Vec::new();
    let mut answered: BTreeSet<(String, String)> = BTreeSet::new();
    for table in texts(&c, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name") {
        let columns = columns(&c, &table);
        let (at, whole_table) = (first_row(&table, &columns), unnoticed(&table, "*"));
        let mut answer = |what: &str, sql: &str, expected: bool| {
            assert_eq!(edited(&whole, folder.path(), sql), 1, "{sql}");
            let found = damage(folder.path());
            if found.is_empty() == expected {
                wrong.push(format!("{table} {what}: {}", if expected { "nobody notices" } else { "is noticed after all" }));
            }
            answered.insert((table.clone(), what.to_owned()));
        };
        for Column { name, .. } in &columns {
            let other = format!("CASE typeof({name}) WHEN 'integer' THEN {name} + 1000 WHEN 'null' THEN 'x' ELSE 'x' || {name} END");
            let sql = format!("UPDATE {table} SET {name} = {other} WHERE {at}");
            answer(name, &sql, !whole_table && !unnoticed(&table, name));
        }
        answer("deletion", &format!("DELETE FROM {table} WHERE {at}"), !whole_table);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!("{} answers", answered.len());
}

fn unnoticed(table: &str, column: &str) -> bool {
    UNNOTICED.iter().any(|(t, c, _)| *t == table && *c == column)
}

#[test]
fn what_was_added_is_named() {
    let (_desk, whole) = played();
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("CREATE TRIGGER kind_of_helpful AFTER INSERT ON receipts BEGIN UPDATE outputs SET run = 1; END", "trigger kind_of_helpful"),
        ("CREATE TABLE more (x)", "bảng more"),
        ("ALTER TABLE registers ADD COLUMN more TEXT", "bảng registers đã bị đổi cấu trúc"),
        ("DROP INDEX receipts_by_path", "thiếu chỉ mục receipts_by_path"),
        ("INSERT INTO registers (sha256, at, note) VALUES ('aa', '2025-07-11T09:00:00.000000000+07:00', '')", "danh mục đã dùng số"),
        ("UPDATE freezes SET body = 'x'", "bản chốt 2025-W28"),
        ("INSERT INTO scans (id, at, last, listed) SELECT id + 500, at, at, listed FROM scans WHERE id = 1", "khoảng quét"),
    ];
    for (sql, named) in cases {
        edited(&whole, folder.path(), sql);
        let found = damage(folder.path());
        assert!(found.iter().any(|what| what.contains(named)), "{sql}: {found:?}");
    }
}

/// Edits a row and writes the chain anew from there on, as somebody who knows how it is made.
fn forged(ledger: &Path) {
    let c = Connection::open(ledger).unwrap();
    c.execute_batch("DROP TRIGGER chain_keep; UPDATE registers SET note = 'khác' WHERE seq = 1;").unwrap();
    let row =
        |column: &str| c.query_row(&format!("SELECT {column} FROM registers WHERE seq = 1"), [], |row| row.get::<_, String>(0)).unwrap();
    let digest = sha256(serde_json::json!({ "at": row("at"), "note": row("note"), "sha256": row("sha256") }).to_string().as_bytes());
    c.execute("UPDATE chain SET digest = ?1 WHERE kind = 'register' AND key = '1'", [digest]).unwrap();
    let mut prev = "0".repeat(64);
    let entries: i64 = c.query_row("SELECT max(seq) FROM chain", [], |row| row.get(0)).unwrap();
    for seq in 1..=entries {
        let column =
            |name: &str| c.query_row(&format!("SELECT {name} FROM chain WHERE seq = ?1"), [seq], |row| row.get::<_, String>(0)).unwrap();
        let told = serde_json::json!([seq, column("kind"), column("key"), column("digest")]);
        let hash = sha256(format!("{prev}\n{told}").as_bytes());
        c.execute("UPDATE chain SET prev = ?1, hash = ?2 WHERE seq = ?3", rusqlite::params![prev, hash, seq]).unwrap();
        prev = hash;
    }
    c.execute_batch("CREATE TRIGGER chain_keep BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'the chain is append only'); END;")
        .unwrap();
}

#[test]
fn a_chain_written_anew_is_found_by_a_printed_code_and_by_a_released_workbook() {
    let desk = Desk::new();
    play(&desk);
    let code = code_in(&desk.feedback_text_of("SYT", "2025-W29", "T29"));
    let verified = |arguments: &[&str]| {
        let output = desk.command().args(arguments).args(["--now", "2025-07-25T09:00:00+07:00"]).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(verified(&["verify", &code]).0, 0);
    let records = desk.path("so-tiep-nhan");
    let entries = || -> Vec<ChainEntry> {
        let ledger = Ledger::open_read_only(&Disk::default(), &records).unwrap().unwrap();
        ledger.journal_after(0).unwrap().into_iter().map(|line| line.entry).collect()
    };
    let printed = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    let witnessed = |entries: &[ChainEntry]| entries.iter().filter(|entry| printed.contains(&entry.hash)).count();
    assert_eq!(witnessed(&entries()), 1, "the release names the head before it");

    forged(&records.join("ledger.sqlite"));
    assert_eq!(damage(&records), Vec::<String>::new(), "by itself the ledger is whole again");
    let (exit, told) = verified(&["verify", &code]);
    assert!(exit == 2 && told.contains("mã không khớp"), "{exit}: {told}");
    assert_eq!(witnessed(&entries()), 0);
}

#[test]
fn a_row_that_nobody_can_read_is_named_by_verify() {
    let desk = Desk::new();
    play(&desk);
    let ledger = desk.path("so-tiep-nhan/ledger.sqlite");
    let whole = fs::read(&ledger).unwrap();
    for (sql, named) in [
        ("UPDATE freezes SET body = 'x' WHERE period = '2025-W28'", "bản chốt 2025-W28 đã bị sửa"),
        ("UPDATE releases SET body = '{' WHERE seq = 1", "lần chốt bản tổng hợp 2025-W28/1 đã bị sửa"),
        ("UPDATE receipts SET folder = 'x' WHERE seq = 2", "dòng tiếp nhận số 2 đã bị sửa"),
        ("UPDATE secrets SET marks = 'x'", "tệp mật không giữ"),
        ("UPDATE clerk_rows SET period = 'x' WHERE seq = 1", "dòng ghi sổ số 1 đã bị sửa"),
    ] {
        fs::write(&ledger, &whole).unwrap();
        let guards = Connection::open(&ledger).unwrap();
        for name in texts(&guards, "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
            guards.execute_batch(&format!("DROP TRIGGER {name};")).unwrap();
        }
        guards.execute(sql, []).unwrap();
        drop(guards);
        let output = desk.command().args(["verify", "--now", "2025-07-25T09:00:00+07:00"]).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{sql}: {told}");
        assert!(told.contains(named), "{sql}: {told}");
    }
}

/// Kinds of lines and columns of the journal of which an edit is not noticed, with the reason.
const NOT_WITNESSED: [(&str, &str, &str); 3] = [
    ("scan", "closed", "whether the interval may still grow: its growth would show"),
    ("scan", "listed", "the number of a list of areas, which stands beside it"),
    ("verdict", "run", "which run decided: no verdict rests on it"),
];

#[test]
fn every_edited_line_of_the_journal_is_named() {
    let desk = Desk::new();
    play(&desk);
    let workspace = workspace::open(desk.root()).unwrap();
    let folder = desk.path("so-tiep-nhan/so-phu");
    let pages: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(identity::journal_damage(&workspace), Vec::<String>::new());
    let (mut seen, mut unnoticed) = (BTreeSet::new(), BTreeSet::new());
    for page in &pages {
        let whole = fs::read_to_string(page).unwrap();
        let lines: Vec<&str> = whole.lines().collect();
        let with = |number: usize, line: Option<&Value>| {
            let line = line.map(Value::to_string);
            let text: Vec<&str> =
                lines.iter().enumerate().filter_map(|(n, old)| if n == number { line.as_deref() } else { Some(old) }).collect();
            fs::write(page, text.join("\n") + "\n").unwrap();
            identity::journal_damage(&workspace)
        };
        for (number, text) in lines.iter().enumerate() {
            let line: Value = serde_json::from_str(text).unwrap();
            let kind = line["kind"].as_str().unwrap().to_owned();
            let Some(row) = line["row"].as_object().filter(|_| seen.insert(kind.clone())) else { continue };
            for (column, value) in row {
                let mut edited = line.clone();
                edited["row"][column] = match value {
                    Value::Number(number) => (number.as_i64().unwrap() + 1).into(),
                    Value::String(text) => format!("{text}x").into(),
                    _ => "x".into(),
                };
                if with(number, Some(&edited)).is_empty() {
                    unnoticed.insert(format!("{kind}.{column}"));
                }
            }
            let mut emptied = line.clone();
            emptied["row"] = Value::Null;
            assert!(!with(number, Some(&emptied)).is_empty(), "{kind} without its row");
            assert!(number + 1 == lines.len() || !with(number, None).is_empty(), "{kind} without its line");
        }
        fs::write(page, &whole).unwrap();
    }
    let reasons: BTreeSet<String> = NOT_WITNESSED.iter().map(|(kind, column, _)| format!("{kind}.{column}")).collect();
    assert_eq!(unnoticed, reasons);
    // What `verify` says of one.
    let page = &pages[0];
    let text = fs::read_to_string(page).unwrap();
    fs::write(page, text.replacen("SYT/", "STC/", 1)).unwrap();
    let output = desk.command().args(["verify", "--now", "2025-07-25T09:00:00+07:00"]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("Sổ phụ không còn nguyên vẹn: "), "{told}");
}

#[test]
fn lines_cut_off_the_end_of_the_journal_are_named_and_a_killed_run_is_not_accused() {
    let desk = Desk::new();
    play(&desk);
    let at = "2025-07-25T09:00:00+07:00";
    let verify = || {
        let output = desk.command().args(["verify", "--now", at]).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let witness: Value = serde_json::from_slice(&fs::read(desk.path("ket-qua/_so-tiep-nhan.json")).unwrap()).unwrap();
    let seen = witness["seq"].as_i64().unwrap();
    let folder = desk.path("so-tiep-nhan/so-phu");
    let page = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    // Until here the journal is whole, and a command that is cut off now writes the ledger and not the journal.
    assert_eq!(verify().0, 0);
    let whole = fs::read_to_string(&page).unwrap();
    desk.run(at);
    fs::write(&page, &whole).unwrap();
    let (code, told) = verify();
    assert!(code == 0 && told.contains("như khi một lệnh bị ngắt giữa chừng; lần chạy sau ghi bù"), "{code} {told}");
    let next = desk.run("2025-07-25T09:05:00+07:00");
    assert!(!next.stderr.contains("Sổ phụ"), "{}", next.stderr);
    // What the witness saw written, and is gone.
    let whole = fs::read_to_string(&page).unwrap();
    let number = |line: &str| serde_json::from_str::<Value>(line).unwrap()["seq"].as_i64().unwrap();
    let torn = format!("{whole}{{\"seq\": 9");
    fs::write(&page, &torn).unwrap();
    let (code, told) = verify();
    assert!(code == 1 && told.contains("Sổ phụ không còn nguyên vẹn") && !told.contains(" ở cuối"), "{code} {told}");
    fs::write(&page, &whole).unwrap();
    // Every page, without what stands at or behind the entry of the witness; a page of which nothing stays is empty, or gone.
    let cut_from_witness = |emptied: &dyn Fn(&Path)| {
        for page in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&page).unwrap();
            let kept: String = text.lines().filter(|line| number(line) < seen).map(|line| format!("{line}\n")).collect();
            if kept.is_empty() { emptied(&page) } else { fs::write(&page, kept).unwrap() }
        }
    };
    let cuts: [(&str, &dyn Fn()); 3] = [
        ("its last lines", &|| cut_from_witness(&|page| fs::write(page, "").unwrap())),
        ("its last page", &|| cut_from_witness(&|page| fs::remove_file(page).unwrap())),
        ("all of it", &|| fs::remove_dir_all(&folder).unwrap()),
    ];
    for (what, cut) in cuts {
        cut();
        let (code, told) = verify();
        let named = told.contains(&format!("{seen} ở cuối, dù ")) && told.contains("Sổ tiếp nhận còn đủ các dòng này");
        assert!(code == 1 && named, "{what}: {code} {told}");
        let next = desk.run("2025-07-25T09:10:00+07:00");
        assert!(next.stderr.contains("nay đã ghi lại vào sổ phụ"), "{what}: {}", next.stderr);
        assert_eq!(verify().0, 0, "{what}");
    }
}
