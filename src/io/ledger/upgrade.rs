//! A ledger of every earlier version, with something in each of its tables as that version wrote it, is brought up to
//! this one: everything can be read, and the chains hold.
//!
//! A migration that makes a table gives it a row in [`fill`].

use super::scans::tests::quiet;
use super::tests::moment;
use super::{FILE, Ledger, MIGRATIONS, RecordedFinding, migrate, row_hash};
use crate::io::disk::Disk;
use crate::model::agency::AgencyCode;
use crate::model::class::ClassCounts;
use crate::model::inbox::Folder;
use crate::model::moment::Moment;
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::model::place::Place;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::path::Path;

const SHA: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// The version from which on contents are known that are not kept.
const NOT_KEPT: usize = 11;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn tables(c: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = c.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A ledger of version `version` in a folder.
fn ledger_of(folder: &Path, version: usize) {
    let c = Connection::open(folder.join(FILE)).unwrap();
    c.pragma_update(None, "foreign_keys", true).unwrap();
    migrate(&c, &MIGRATIONS[..version]).unwrap();
    fill(&c);
    // The chain and the ledger's name begin at the first opening.
    for table in tables(&c).into_iter().filter(|table| !["chain", "identity"].contains(&table.as_str())) {
        let rows: i64 = c.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(rows > 0, "version {version}: {table} has no row in this test");
    }
}

fn fill(c: &Connection) {
    let has = |table: &str| tables(c).iter().any(|name| name == table);
    c.execute_batch(
        r#"INSERT INTO contents (sha256, reader, body) VALUES ('aa', '1', x'00');
           INSERT INTO secrets (sha256, at) VALUES ('bb', '2025-07-11T10:00:00.000000000+07:00');
           INSERT INTO registers (sha256, at, note) VALUES ('cc', '2025-07-11T09:00:00.000000000+07:00', '');
           INSERT INTO runs (id, at, command, exit_code) VALUES (1, '2025-07-11T10:00:00.000000000+07:00', 'run', 0);
           INSERT INTO freezes (period, body) VALUES ('2025-W28',
             '{"period":"2025-W28","at":"2025-07-11T11:00:00+07:00","last_receipt":1,"arriving":[],"on_time":{"SYT":1}}');
           INSERT INTO history (period, version, body) VALUES ('2025-W28', 1,
             '{"period":"2025-W28","tasks":[],"targets":[],"criteria":[],"classes":{"KH11-007":"overdue"},"target_classes":{},"target_values":{},"task_counts":null,"target_counts":null,"fingerprints":{},"missing_streak":{"STC":2},"no_report_streak":{}}');
           INSERT INTO outputs (path, kind, period, published, prepared, run) VALUES ('ket-qua/x.xlsx', 'draft', '2025-W28', 'dd', 'ee', 1);
           "#
    )
    .unwrap();
    if has("clock_looks") {
        c.execute_batch(
            "INSERT INTO clock_looks (doubted, at) VALUES (0, '2025-07-11T09:00:00.000000000+07:00');
             INSERT INTO clock_decisions (at, reason, decided_by) VALUES ('2025-07-11T09:00:00.000000000+07:00', 'x', 'y');",
        )
        .unwrap();
    }
    let finished = "SELECT count(*) FROM pragma_table_info('scans') WHERE name = 'finished'";
    let each_stands_alone: bool = c.query_row(finished, [], |row| row.get(0)).unwrap();
    if has("folder_sets") {
        let sets = r#"(1, '["","_chung","sở y tế","syt"]'), (2, '["","_chung","sở y tế"]')"#;
        c.execute_batch(&format!("INSERT INTO folder_sets (id, folders) VALUES {sets};")).unwrap();
    }
    for (id, time) in [(1, "09:00"), (2, "09:30"), (3, "10:00")] {
        let at = format!("2025-07-11T{time}:00.000000000+07:00");
        let sql = if each_stands_alone { "(id, at, present) VALUES (?1, ?2, 3)" } else { "(id, at, last, present) VALUES (?1, ?2, ?2, 3)" };
        c.execute(&format!("INSERT INTO scans {sql}"), (id, at)).unwrap();
        if has("folder_sets") {
            c.execute("UPDATE scans SET listed = iif(id = 2, 2, 1) WHERE id = ?1", [id]).unwrap();
        }
        if has("taken_open") && id == 2 {
            c.execute("UPDATE scans SET skew_seconds = 400 WHERE id = ?1", [id]).unwrap();
        }
    }
    c.execute_batch(
        "INSERT INTO arriving (path, size, modified_ns, first_seen, scan, looks)
           VALUES ('STC/a.xlsx', 7, 8, '2025-07-11T10:00:00.000000000+07:00', 3, 2);",
    )
    .unwrap();
    if each_stands_alone {
        // The one after them was never finished: it proves nothing, and the next one gets its number.
        c.execute_batch("UPDATE scans SET finished = 1; INSERT INTO scans (id, at) VALUES (4, '2025-07-11T10:30:00.000000000+07:00');")
            .unwrap();
    }
    if !has("folder_sets") {
        for (scan, folder) in [1, 2, 3].into_iter().flat_map(|scan| ["syt", "sở y tế", "_chung", ""].map(|folder| (scan, folder))) {
            if (scan, folder) != (2, "syt") {
                c.execute("INSERT INTO scan_folders (scan, folder) VALUES (?1, ?2)", (scan, folder)).unwrap();
            }
        }
    }
    let receipt = |path: &str, sha256: &str| {
        vec![
            text(path),
            text(r#"{"Agency":"SYT"}"#),
            text(sha256),
            Value::Integer(10),
            Value::Null,
            text("2025-07-11T09:29:00.123456789+07:00"),
            Value::Integer(2),
            text("2025-07-11T09:30:00.000000000+07:00"),
            text("2025-07-11T09:00:00.000000000+07:00"),
        ]
    };
    row_hash::append(c, &row_hash::RECEIPTS, receipt("SYT/BC_SYT_T28_2025.xlsx", SHA)).unwrap();
    row_hash::append(c, &row_hash::RECEIPTS, receipt("SYT/mật.xlsx", "bb")).unwrap();
    c.execute_batch(&format!(
        r#"INSERT INTO inbox_state (path, size, modified_ns, sha256, receipt) VALUES ('SYT/BC_SYT_T28_2025.xlsx', 10, 5, '{SHA}', 1);
           INSERT INTO verdicts (receipt, run, outcome, period, agency, findings) VALUES (1, 1, 'returned', '2025-W28', 'SYT',
             '[{{"code":"T14","place":{{"sheet":"ThongTin","cell":null}},"message":"sai kỳ"}}]');"#
    ))
    .unwrap();
    if has("editions") {
        let files = r#"[{"path":"ket-qua/x.xlsx","size":3,"modified_ns":5,"sha256":"dd","settled":true}]"#;
        c.execute("INSERT INTO editions (period, run, key, files) VALUES ('2025-W28', 1, 'kk', ?1)", [files]).unwrap();
    }
    if has("quiet_run") {
        c.execute_batch("INSERT INTO quiet_run (id, build, body) VALUES (1, '0', x'00');").unwrap();
    }
    if has("desk_files") {
        let rows = "INSERT INTO desk_files (path, size, modified_ns) VALUES ('SYT/PhanHoi.xlsx', 3, 5);
                    INSERT INTO issued_forms (sha256, path, at) VALUES ('aa', 'mau/a.xlsx', '2025-07-07T08:00:00.000000000+07:00');";
        c.execute_batch(rows).unwrap();
    }
    if has("judgements") {
        c.execute_batch("INSERT INTO judgements (sha256, folder, basis, body) VALUES ('aa', '\"Common\"', '1', x'000000');").unwrap();
    }
    if has("taken_open") {
        c.execute_batch("INSERT INTO taken_open (receipt) VALUES (1);").unwrap();
    }
    if has("clerk_rows") {
        let row = ["2025-W28", "SYT", "SYT/BC_SYT_T28_2025.xlsx", "2025-07-11T09:20:00.000000000+07:00", "Zalo", "12/BC", "Trần Thị B", ""];
        let head = vec![Value::Null, text("added"), text("2025-07-11T09:30:00.000000000+07:00"), text("aa"), Value::Integer(2)];
        row_hash::append(c, &row_hash::CLERK_ROWS, head.into_iter().chain(row.map(text)).collect()).unwrap();
    }
    if has("proposals") {
        c.execute_batch(
            r#"INSERT INTO proposals (number, at, event, body) VALUES ('KN-2025-0001', '2025-07-11T09:30:00.000000000+07:00', 'numbered',
                 '{"agency":"SYT","task":"KH11-001","level":"UBND tỉnh","since":"2025-W28","text":"Bố trí vốn"}');"#,
        )
        .unwrap();
    }
    let admission =
        r#"{"period":"2025-W28","agency":"SYT","file":null,"reason":"Mất điện","by":"Nguyễn Văn A","at":"2025-07-11T13:00:00+07:00"}"#;
    row_hash::append(c, &row_hash::EXCEPTIONS, vec![text("admission"), text("2025-W28"), text(admission)]).unwrap();
    if has("not_kept") {
        c.execute_batch(
            r#"INSERT INTO not_kept (sha256, at, bytes, modified_ns, content)
                 VALUES ('ee', '2025-07-11T10:00:00.000000000+07:00', 7, 8, '{"Document":{"kind":"PDF"}}');
               INSERT INTO lone_reviews (sha256, run, at, build, died)
                 VALUES ('aa', 1, '2025-07-11T10:00:00.000000000+07:00', 'x', 1);"#,
        )
        .unwrap();
    }
    let release = r#"{"period":"2025-W28","version":1,"at":"2025-07-11T15:20:00+07:00","late":false,"register_sha256":"cc","config_sha256":"ff","receipt_book_sha256":null,"last_receipt":2,"receipts_head":null,"last_scan":3,"files":[{"kind":"release","path":"ket-qua/2025-W28/x.xlsx","sha256":"ab"}]}"#;
    let at = "2025-07-11T15:20:00.000000000+07:00";
    let values = vec![text("2025-W28"), Value::Integer(1), text(at), Value::Integer(0), text("cc"), text("ff"), text(release)];
    row_hash::append(c, &row_hash::RELEASES, values).unwrap();
    if has("tallies") {
        let sql = "INSERT INTO tallies (period, version, agency, standing, merged, tasks, errors, warnings)
                   VALUES ('2025-W28', 1, 'STC', 'missing', 0, ?1, 0, 0)";
        c.execute(sql, [serde_json::to_string(&ClassCounts::default()).unwrap()]).unwrap();
    }
    if has("late_rows") {
        let sql = "INSERT INTO late_rows (period, version, body) VALUES ('2025-W28', 1, '{\"tasks\":[],\"targets\":[],\"criteria\":[]}')";
        c.execute_batch(sql).unwrap();
    }
    if has("configurations") {
        c.execute_batch("INSERT INTO configurations (sha256, at) VALUES ('ff', '2025-07-11T09:00:00.000000000+07:00');").unwrap();
    }
}

#[test]
fn a_ledger_of_every_version_is_brought_up_and_read() {
    for version in 1..=MIGRATIONS.len() {
        let dir = tempfile::tempdir().unwrap();
        ledger_of(dir.path(), version);
        let ledger = Ledger::open(&Disk::default(), dir.path()).unwrap();
        assert_eq!(ledger.with(super::version).unwrap(), MIGRATIONS.len());
        assert_eq!(ledger.not_kept().unwrap().len(), usize::from(version >= NOT_KEPT), "version {version}");
        ledger.verify_chain().unwrap_or_else(|broken| panic!("version {version}: {broken}"));
        reads_back(&ledger);
        let clerk = ledger.book_entries().unwrap();
        assert_eq!(clerk.len(), usize::from(version >= 2), "version {version}");
        let receipts = ledger.receipts().unwrap();
        assert_eq!(ledger.taken_open(&receipts).unwrap().len(), usize::from(version >= 4), "version {version}");
        assert_eq!(ledger.skews_of(&receipts, 300).unwrap().len(), usize::from(version >= 4), "version {version}");
        assert_eq!((ledger.last_scan().unwrap(), ledger.last_present().unwrap()), (Some((3, moment("11T10:00:00"))), Some(3)));
        let next = ledger.record_scan(&quiet(moment("11T10:30:00"), &[])).unwrap();
        assert_eq!(next, 4, "version {version}");
        drop(ledger);
        // A reader that writes nothing sees the same.
        reads_back(&Ledger::open_read_only(&Disk::default(), dir.path()).unwrap().unwrap());
    }
}

fn reads_back(ledger: &Ledger) {
    // What was recorded before the chain stands in it; the last interval of scans is still open at first.
    let entries: Vec<_> = ledger.journal_after(0).unwrap().into_iter().map(|line| line.entry).collect();
    assert!(entries[0].kind == "start" && entries[0].key.contains("clerk_rows") != ledger.book_entries().unwrap().is_empty());
    assert_eq!(entries.iter().filter(|entry| entry.kind == "receipt").count(), 2);
    assert_eq!(entries.last().map(|entry| &entry.hash), ledger.chain_head().unwrap().map(|head| head.hash).as_ref());

    let week = Period::parse_id("2025-W28").unwrap();
    let (one, two, three) = ((1, moment("11T09:00:00")), (2, moment("11T09:30:00")), (3, moment("11T10:00:00")));
    let all = vec![one, two, three];
    let scans = ledger.scans_since(moment("01T00:00:00")).unwrap();
    for (area, expected) in [("", all.clone()), ("_chung", all.clone()), ("syt", vec![one, three]), ("sở y tế", all)] {
        let found: Vec<(i64, Moment)> = scans.of(area).known().map(|scan| (scan.scan, scan.at)).filter(|scan| *scan <= three).collect();
        assert_eq!(found, expected, "{area}");
        assert!(scans.of(area).intervals().all(|interval| interval.count == 1));
    }
    let before =
        |folder: &str, scan| ledger.with(|c| super::scans::before(c, folder, scan, "2025-07-11T23:00:00.000000000+07:00")).unwrap();
    assert_eq!(before("syt", 3).as_deref(), Some("2025-07-11T09:00:00.000000000+07:00"));
    assert_eq!(before("", 3).as_deref(), Some("2025-07-11T09:30:00.000000000+07:00"));

    let receipts = ledger.receipts().unwrap();
    assert_eq!((receipts.len(), receipts[0].sha256.as_str()), (2, SHA));
    assert_eq!(receipts[0].file.folder, Folder::Agency(AgencyCode::parse("SYT").unwrap()));
    assert_eq!(receipts[0].last_scan_before, Some(one.1));
    let known = ledger.known_files().unwrap();
    assert_eq!((known.len(), known["SYT/BC_SYT_T28_2025.xlsx"].receipt), (1, 1));
    assert_eq!(ledger.arriving().unwrap()["STC/a.xlsx"].looks, 2);

    let secrets = ledger.secrets().unwrap();
    assert_eq!(secrets["bb"].marks, [(Place::file(), "MẬT".to_owned())]);
    assert_eq!(ledger.last_register().unwrap(), Some(("cc".to_owned(), one.1)));
    assert_eq!(ledger.freeze(week).unwrap().unwrap().on_time, [(AgencyCode::parse("SYT").unwrap(), 1)].into());
    let releases = ledger.releases().unwrap();
    assert_eq!((releases.len(), releases[0].last_scan, releases[0].files.len()), (1, Some(3), 1));
    let past = ledger.past(week.next(), 5, None).unwrap();
    assert_eq!(past.weeks.len(), 1);
    let latest = past.into_latest();
    assert_eq!((latest.classes.len(), latest.missing_streak.len()), (1, 1));
    assert_eq!(ledger.admissions(week).unwrap()[0].reason, "Mất điện");

    assert_eq!(ledger.last_good_run().unwrap().map(|run| run.command), Some("run".to_owned()));
    let verdict = ledger.verdict_of(1).unwrap().unwrap();
    assert_eq!(verdict.outcome, Outcome::Returned);
    assert_eq!(verdict.findings, [RecordedFinding { code: "T14".into(), place: Place::sheet("ThongTin"), message: "sai kỳ".into() }]);
    assert_eq!(ledger.undecided().unwrap(), [2]);
    let outputs = ledger.outputs(week).unwrap();
    assert_eq!((outputs[0].published.as_deref(), outputs[0].prepared.as_deref()), (Some("dd"), Some("ee")));
}
