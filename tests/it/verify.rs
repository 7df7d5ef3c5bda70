//! `verify`: agrees with an honest workspace, and names what was touched.

use crate::desk::Desk;
use crate::kill::copy;
use std::fs;
use std::path::Path;
use tonghop::io::archive::Archive;
use tonghop::io::disk::Disk;
use tonghop::io::ledger::{Ledger, ReleaseRecord};
use tonghop::model::late_rows::LateRows;
use tonghop::model::period::Period;

fn released() -> Desk {
    let desk = Desk::new();
    for agency in ["SYT", "STC", "X-A"] {
        let report = desk.report(agency, "2025-W28").bytes();
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &report, "2025-07-11T09:00:00+07:00");
    }
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), "2025-07-11T11:01:00+07:00");
    desk.run("2025-07-11T10:50:00+07:00");
    desk.run("2025-07-11T11:05:00+07:00");
    desk.run("2025-07-11T15:20:00+07:00");
    desk.run("2025-07-14T08:00:00+07:00");
    desk
}

fn verify(desk: &Desk) -> (i32, String) {
    let output = desk.command().args(["verify", "--now", "2025-07-14T09:00:00+07:00"]).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn an_honest_workspace_agrees() {
    let desk = released();
    let (code, text) = verify(&desk);
    assert_eq!((code, text.contains("KHÔNG khớp")), (0, false), "{text}");
    assert!(text.contains("Tuần 28/2025"), "{text}");
}

#[test]
fn a_touched_product_and_a_touched_original_are_named() {
    let desk = released();
    let product = desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json");
    fs::write(&product, fs::read_to_string(&product).unwrap().replacen("SYT", "STY", 1)).unwrap();
    let (code, text) = verify(&desk);
    assert_eq!(code, 1);
    assert!(text.contains("TongHop_SKHCN_T28_2025.json: tệp đã bị sửa"), "{text}");

    let run = desk.run("2025-07-14T09:30:00+07:00");
    assert_eq!(run.code, 0);
    let sha = {
        let status = desk.json(&["status", "--now", "2025-07-14T09:31:00+07:00", "--period", "2025-W28"], &[]);
        status.agency("SYT")["sha256"].as_str().unwrap().to_owned()
    };
    let original = desk.path(&format!("so-tiep-nhan/archive/{}/{sha}", &sha[..2]));
    let mut bytes = fs::read(&original).unwrap();
    bytes.push(0);
    fs::remove_file(&original).unwrap();
    fs::write(&original, bytes).unwrap();
    let (code, text) = verify(&desk);
    assert_eq!(code, 1);
    assert!(text.contains("bản lưu của SYT/BC_SYT_T28_2025.xlsx"), "{text}");
}

/// A second week, released by a run of its Friday.
fn released_twice() -> Desk {
    let desk = released();
    desk.put("SYT/BC_SYT_T29_2025.xlsx", &desk.report("SYT", "2025-W29").bytes(), "2025-07-18T09:00:00+07:00");
    desk.run("2025-07-18T10:50:00+07:00");
    desk.run("2025-07-18T11:05:00+07:00");
    assert_eq!(desk.run("2025-07-18T15:20:00+07:00").json["phase"], "released");
    desk
}

fn verified_later(desk: &Desk, more: &[&str]) -> (i32, String) {
    let output = desk.command().args(["verify", "--now", "2025-07-21T09:00:00+07:00"]).args(more).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_heading_renamed_afterwards_makes_no_release_false() {
    let desk = released_twice();
    let embedded = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/BM-01/1.0.toml")).unwrap();
    fs::create_dir_all(desk.path("templates/BM-01")).unwrap();
    let renamed = embedded.replace("Kết quả thực hiện trong kỳ", "Việc đã làm trong tuần").replace("Tỷ lệ hoàn thành (%)", "Phần trăm");
    assert_ne!(renamed, embedded);
    fs::write(desk.path("templates/BM-01/1.0.toml"), renamed).unwrap();
    // From now on reports are read by the new words: what was read by the old ones is not taken for it.
    let run = desk.run("2025-07-21T08:00:00+07:00");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!((code, text.contains("KHÔNG"), text.matches("(lúc").count()), (0, false, 4), "{text}");
    assert_eq!(text.lines().filter(|line| line.ends_with(": khớp")).count(), 6, "two answers, two freezes, two releases: {text}");
    assert_eq!(verified_later(&desk, &["--period", "2025-W20"]).0, 12, "of nothing nothing agrees");
    let one = verified_later(&desk, &["--period", "2025-W28"]).1;
    assert!(one.contains("Tuần 28/2025") && !one.contains("Tuần 29/2025"), "{one}");
}

/// The week as it is frozen, released by a program that this one is not: it words its products and makes its record as
/// `change` says.
fn released_by_another(change: impl Fn(&Archive, &mut ReleaseRecord)) -> Desk {
    let original = Desk::new();
    for agency in ["SYT", "STC"] {
        let report = original.report(agency, "2025-W28").bytes();
        original.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &report, "2025-07-11T09:00:00+07:00");
    }
    original.run("2025-07-11T10:50:00+07:00");
    original.run("2025-07-11T11:05:00+07:00");
    let desk = Desk::copy_of(original.root(), copy);
    original.run("2025-07-11T15:20:00+07:00");

    let week = Period::parse_id("2025-W28").unwrap();
    let there = |desk: &Desk| (Ledger::open(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap(), desk.path("so-tiep-nhan"));
    let (made, records) = there(&original);
    let mut record = made.release(week).unwrap().unwrap();
    let kept = Archive::at(&Disk::default(), &records);
    let (ledger, records) = there(&desk);
    let archive = Archive::at(&Disk::default(), &records);
    let seal = record.seal.clone().unwrap();
    for sha256 in seal.inputs.iter().map(|input| &input.sha256).chain([&seal.figures_sha256]) {
        archive.put(&kept.read(sha256).unwrap()).unwrap();
    }
    for file in &mut record.files {
        let mut bytes = fs::read(original.path(&file.path)).unwrap();
        bytes.push(b'\n');
        fs::write(desk.path(&file.path), &bytes).unwrap();
        file.sha256 = archive.put(&bytes).unwrap();
    }
    change(&archive, &mut record);
    ledger.put_release(&record, &made.history_before(week.next()).unwrap(), &[], &LateRows::default()).unwrap();
    desk
}

fn another_build(record: &mut ReleaseRecord) {
    let build = &mut record.seal.as_mut().unwrap().build;
    (build.version, build.commit, build.source) = ("0.9.0".into(), Some("abcdef012345".into()), "0123456789abcdef".into());
}

/// What the record says of a figure.
fn another_figure(archive: &Archive, record: &mut ReleaseRecord) {
    let seal = record.seal.as_mut().unwrap();
    let list = String::from_utf8(archive.read(&seal.figures_sha256).unwrap()).unwrap();
    let other = list
        .lines()
        .map(|line| if line.starts_with("[\"task\",\"KH11-001\"") { line.replace("\"percent\":\"40\"", "\"percent\":\"41\"") } else { line.to_owned() } + "\n");
    let other: String = other.collect();
    assert_ne!(other, list);
    seal.figures_sha256 = archive.put(other.as_bytes()).unwrap();
}

#[test]
fn another_program_that_words_its_products_otherwise_is_believed() {
    let desk = released_by_another(|_, record| another_build(record));
    let (code, text) = verified_later(&desk, &["--strict"]);
    assert_eq!((code, text.contains("KHÔNG khớp")), (0, false), "{text}");
    assert!(text.lines().any(|line| line.contains("Bản trình ký Tuần 28/2025") && line.ends_with(": khớp")), "{text}");
}

#[test]
fn other_figures_of_another_program_are_told_cell_by_cell_and_accuse_nobody() {
    let desk = released_by_another(|archive, record| {
        another_build(record);
        another_figure(archive, record);
    });
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!((code, text.contains("KHÔNG khớp")), (0, false), "{text}");
    let told = "do bản chương trình khác lập (0.9.0 (abcdef012345)): số liệu khác ở 1 ô; có thể do chương trình khác nhau, tự nó không";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("- nhiệm vụ KH11-001, tỷ lệ hoàn thành: 41 → 40"), "{text}");
    assert_eq!(verified_later(&desk, &["--strict"]).0, 1);
    let json = desk.json(&["verify", "--now", "2025-07-21T09:00:00+07:00"], &[]).json;
    let release = json["figures"].as_array().unwrap().iter().find(|check| check["version"] == 1).unwrap();
    assert_eq!((&release["outcome"], &release["differences"][0]["then"]), (&"differ".into(), &"41".into()), "{release}");
}

#[test]
fn other_figures_of_this_very_program_do_not_hold() {
    let desk = released_by_another(another_figure);
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("KHÔNG khớp: chính chương trình này nay cho số liệu khác ở 1 ô"), "{text}");
}

#[test]
fn what_is_lost_is_named_and_the_next_run_puts_it_back_whatever_its_period() {
    let desk = released_twice();
    let before = desk.products();
    let lost = [
        "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx",
        "ket-qua/2025-W28/NoiBo_SKHCN_T28_2025_chot-11h00.xlsx",
        "ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json",
    ];
    for path in lost {
        fs::remove_file(desk.path(path)).unwrap();
    }
    // A configuration of another look would make other bytes.
    desk.configure("[lights]\ntarget_yellow_percent = 90");
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!((code, text.matches("tệp không còn ở chỗ cũ").count()), (1, 3), "{text}");
    let run = desk.run("2025-07-21T08:00:00+07:00");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for path in lost {
        assert!(run.stderr.contains(&format!("Đã đặt lại {path} từ kho lưu")), "{}", run.stderr);
        assert_eq!(fs::read(desk.path(path)).unwrap(), before[path], "{path}");
    }
    assert_eq!(verified_later(&desk, &[]).0, 0);
}

#[test]
fn what_was_edited_is_told_and_never_written_over() {
    let desk = released_twice();
    let path = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json";
    // Of the same size: only what is inside tells.
    let edited = fs::read_to_string(desk.path(path)).unwrap().replacen("SYT", "STY", 1);
    fs::write(desk.path(path), &edited).unwrap();
    let run = desk.run("2025-07-21T08:00:00+07:00");
    assert!(run.stderr.contains(&format!("{path} đã bị sửa sau khi chốt bản tổng hợp; chương trình không ghi đè")), "{}", run.stderr);
    let failures = run.json["failures"].as_array().unwrap();
    let told = failures.iter().any(|failure| failure["code"] == "edited" && failure["message"].as_str().unwrap().contains(path));
    assert!(run.code == 0 && told, "{}", run.json);
    assert_eq!(fs::read_to_string(desk.path(path)).unwrap(), edited);
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!(code, 1);
    assert!(text.contains(&format!("{path}: tệp đã bị sửa sau khi chốt bản tổng hợp")), "{text}");
}

/// Where the archive keeps a product of a week that left.
fn copy_of(desk: &Desk, week: &str, kind: &str) -> std::path::PathBuf {
    let ledger = Ledger::open_read_only(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap().unwrap();
    let record = ledger.release(Period::parse_id(week).unwrap()).unwrap().unwrap();
    let file = record.files.iter().find(|file| file.kind == kind).unwrap();
    Archive::at(&Disk::default(), &desk.path("so-tiep-nhan")).path(&file.sha256)
}

#[test]
fn a_copy_that_is_gone_or_cut_short_does_not_accuse_the_product() {
    let desk = released_twice();
    fs::remove_file(copy_of(&desk, "2025-W28", "data")).unwrap();
    fs::write(copy_of(&desk, "2025-W29", "data"), b"{}").unwrap();
    // The file of one of them is lost too: that it cannot be put back is said.
    fs::remove_file(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json")).unwrap();
    for now in ["2025-07-21T08:00:00+07:00", "2025-07-21T08:10:00+07:00"] {
        let run = desk.run(now);
        assert!(!run.stderr.contains("đã bị sửa") && !run.stderr.contains("Đã đặt lại"), "{}", run.stderr);
        let whole = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json còn nguyên, nhưng bản lưu của tệp trong kho lưu bị hỏng";
        let lost = "ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json không còn ở chỗ cũ và không đặt lại được";
        assert!(run.stderr.contains(whole) && run.stderr.contains(lost), "{}", run.stderr);
        let codes: Vec<&str> = run.json["failures"].as_array().unwrap().iter().filter_map(|f| f["code"].as_str()).collect();
        assert_eq!((run.code, codes), (3, vec!["archive", "archive"]), "the run went on: {}", run.json);
        assert_eq!(run.json["phase"], "collecting");
    }
}

#[test]
fn a_dry_run_accuses_nobody_and_says_what_a_run_would_put_back() {
    let desk = released_twice();
    let said = |more: &[&str]| {
        let output = desk.command().args(["run", "--now", "2025-07-21T08:00:00+07:00"]).args(more).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert!(!said(&["--dry-run"]).1.contains("đã bị sửa"));
    said(&[]);
    let path = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json";
    fs::remove_file(desk.path(path)).unwrap();
    let (out, err) = said(&["--dry-run"]);
    assert!(err.contains(&format!("Khi chạy thật sẽ đặt lại {path} từ kho lưu")) && !err.contains("Đã đặt lại"), "{err}");
    assert!(!out.contains("không ghi gì thêm") && !desk.path(path).exists(), "{out}");
    let (out, err) = said(&[]);
    assert!(err.contains(&format!("Đã đặt lại {path} từ kho lưu")), "{err}");
    assert!(out.contains("Ngoài các tệp đặt lại từ kho lưu, không có thay đổi.") && !out.contains("không ghi gì thêm"), "{out}");
    // Of an edited one the copy that is named is there.
    fs::write(desk.path(path), b"{}").unwrap();
    let err = said(&["--dry-run"]).1;
    let copy = copy_of(&desk, "2025-W28", "data");
    let copy = copy.strip_prefix(desk.root()).unwrap().to_string_lossy().replace('\\', "/");
    assert!(err.contains(&format!("{path} đã bị sửa sau khi chốt bản tổng hợp")) && err.contains(&copy), "{err}");
    assert!(said(&[]).0.contains("không ghi gì thêm"));
}

#[test]
fn what_could_not_be_put_back_is_not_said_to_be() {
    let desk = released_twice();
    fs::remove_dir_all(desk.path("ket-qua/2025-W28")).unwrap();
    fs::write(desk.path("ket-qua/2025-W28"), "").unwrap();
    let run = desk.run("2025-07-21T08:00:00+07:00");
    assert!(!run.stderr.contains("Đã đặt lại ket-qua/2025-W28"), "{}", run.stderr);
    assert!(run.code != 0 && !run.json["failures"].as_array().unwrap().is_empty(), "{}", run.json);
}

#[test]
fn a_damaged_file_of_the_archive_is_named_with_what_it_belongs_to() {
    let desk = released_twice();
    let ledger = Ledger::open_read_only(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap().unwrap();
    let record = ledger.release(Period::parse_id("2025-W28").unwrap()).unwrap().unwrap();
    let archive = Archive::at(&Disk::default(), &desk.path("so-tiep-nhan"));
    let product = record.files.iter().find(|file| file.kind == "data").unwrap();
    fs::write(archive.path(&product.sha256), b"{}").unwrap();
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!(code, 1);
    assert!(text.contains(&format!("bản lưu của {}, Bản trình ký Tuần 28/2025", product.path)), "{text}");
    assert!(text.contains("1. Tệp của bản chốt, bản trình ký (20 tệp): khớp"), "the file itself is untouched: {text}");
}

#[test]
fn a_changed_row_of_the_chain_is_named() {
    let desk = released_twice();
    let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    let tamper = "DROP TRIGGER receipts_keep; UPDATE receipts SET first_seen = replace(first_seen, 'T10:50', 'T09:50') WHERE seq = 1;";
    ledger.execute_batch(tamper).unwrap();
    drop(ledger);
    let (code, text) = verified_later(&desk, &[]);
    assert_eq!(code, 1);
    assert!(text.contains("2. Sổ tiếp nhận và kho lưu") && text.contains("đã bị sửa"), "{text}");
    assert!(text.contains("tệp): khớp") && text.contains("dòng tiếp nhận số 1"), "{text}");
}

fn in_ledger(desk: &Desk, sql: &str) {
    rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_freeze_edited_after_its_release_is_named() {
    let edits = [
        "UPDATE freezes SET body = json_remove(body, '$.seal') WHERE period = '2025-W28'",
        "UPDATE freezes SET body = json_set(body, '$.on_time', json('{}')) WHERE period = '2025-W28'",
        "UPDATE freezes SET body = json_set(body, '$.files', json('[]')) WHERE period = '2025-W28'",
        "DELETE FROM freezes WHERE period = '2025-W28'",
    ];
    let whole = released_twice();
    for edit in edits {
        let desk = Desk::copy_of(whole.root(), copy);
        in_ledger(&desk, edit);
        let (code, text) = verified_later(&desk, &[]);
        assert_eq!(code, 1, "{edit}: {text}");
        assert!(text.contains("bản chốt kỳ 2025-W28 đã bị sửa"), "{edit}: {text}");
        assert_eq!(text.contains("Bản chốt Tuần 28/2025"), !edit.starts_with("DELETE"), "every freeze is listed: {text}");
    }
}

#[test]
fn what_a_freeze_fixed_is_found_again_without_it() {
    let edits = [
        ("json_set(json_remove(body, '$.first'), '$.on_time', json('{}'))", "bản đúng hạn được chốt SYT, số tiếp nhận: không có → 1"),
        ("json_set(json_remove(body, '$.first'), '$.on_time.STC', 1)", "bản đúng hạn được chốt STC, số tiếp nhận: 1 → không có"),
        ("json_set(body, '$.terms.cutoffs.submit', '2025-07-11T14:00:00+07:00')", "bản đúng hạn được chốt, các hạn của kỳ: "),
    ];
    for (edit, named) in edits {
        let desk = Desk::new();
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
        desk.run("2025-07-11T10:50:00+07:00");
        desk.run("2025-07-11T11:01:00+07:00");
        let (code, text) = verified_later(&desk, &[]);
        assert_eq!(code, 0, "{text}");
        in_ledger(&desk, &format!("UPDATE freezes SET body = {edit}"));
        let (code, text) = verified_later(&desk, &[]);
        assert_eq!(code, 1, "{text}");
        let third = text.split("3. Số liệu").nth(1).unwrap();
        assert!(third.contains(named), "{edit}: {text}");
    }
}

#[test]
fn a_damaged_older_version_does_not_stop_the_receiving() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:50:00+07:00");
    let done = |arguments: &[&str], time: &str| {
        let run = desk.json(arguments, &["--now", &format!("2025-07-11T{time}:00+07:00")]);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    };
    let reopen = ["reopen", "--period", "2025-W28", "--reason", "đính chính", "--by", "Nguyễn Văn A"];
    done(&["release"], "11:30");
    done(&reopen, "12:00");
    desk.configure("[lights]\ntarget_yellow_percent = 90");
    done(&["release", "--period", "2025-W28"], "12:10");
    fs::write(desk.path("tonghop.toml"), fs::read_to_string(desk.path("tonghop.toml")).unwrap().replace("= 90", "= 85")).unwrap();
    done(&reopen, "12:20");
    done(&["release", "--period", "2025-W28"], "12:30");
    // The second version as version 0.1 would have made it, and a configuration that is gone.
    let ledger = Ledger::open_read_only(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap().unwrap();
    let versions = ledger.versions_of(Period::parse_id("2025-W28").unwrap()).unwrap();
    drop(ledger);
    let configs: Vec<&str> = versions.iter().map(|version| version.config_sha256.as_str()).collect();
    assert!(configs.len() == 3 && configs[1] != configs[0] && configs[1] != configs[2], "{configs:?}");
    fs::remove_file(Archive::at(&Disk::default(), &desk.path("so-tiep-nhan")).path(configs[1])).unwrap();
    in_ledger(&desk, "DROP TRIGGER releases_keep; UPDATE releases SET body = json_remove(body, '$.seal') WHERE version = 2");
    let run = desk.run("2025-07-11T14:00:00+07:00");
    assert_eq!((run.code, &run.json["phase"]), (3, &"released".into()), "{} {}", run.json, run.stderr);
    assert!(run.json["failures"][0]["message"].as_str().unwrap().contains(configs[1]), "{}", run.json);
}

/// What was refused, or taken, under the limits of that time is so again, whatever the desk has set since.
#[test]
fn limits_set_afterwards_make_no_release_false() {
    let desk = released();
    desk.configure("[limits]\nfile_bytes_max = 8000");
    let (code, text) = verify(&desk);
    assert_eq!((code, text.contains("KHÔNG khớp")), (0, false), "{text}");
}

#[test]
fn a_folder_or_a_pipe_in_place_of_a_product_is_named_and_not_waited_for() {
    let desk = released();
    let product = desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json");
    fs::remove_file(&product).unwrap();
    #[cfg(unix)]
    assert!(std::process::Command::new("mkfifo").arg(&product).status().unwrap().success());
    #[cfg(not(unix))]
    fs::create_dir(&product).unwrap();
    let (code, text) = verify(&desk);
    assert_eq!(code, 1);
    assert!(text.contains("TongHop_SKHCN_T28_2025.json: không đọc được tệp"), "{text}");
}

#[test]
fn quiet_says_nothing_of_what_agrees() {
    let desk = released();
    let quiet = || desk.command().args(["verify", "-q", "--now", "2025-07-14T09:00:00+07:00"]).output().unwrap();
    assert!(quiet().stdout.is_empty());
    fs::remove_file(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json")).unwrap();
    assert!(!quiet().stdout.is_empty(), "what does not is said all the same");
}
