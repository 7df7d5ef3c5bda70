//! Products meet the world: a workbook that somebody has open, a folder that cannot be written, a disk that is full.
//! The old product stays whole, nothing half-written is left, and the exit code says it.

use crate::desk::Desk;
use std::collections::BTreeMap;
use std::fs;

const BEFORE: &str = "2025-07-11T10:50:00+07:00";
const RELEASE: &str = "2025-07-11T15:20:00+07:00";
const DRAFT: &str = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx";
const RELEASED: &str = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx";

fn send(desk: &Desk, agency: &str, time: &str) {
    desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), time);
}

/// The sign that LibreOffice keeps beside a file it has open.
fn open(desk: &Desk, file: &str) -> std::path::PathBuf {
    let (folder, name) = file.rsplit_once('/').unwrap();
    let sign = desk.path(&format!("{folder}/.~lock.{name}#"));
    fs::write(&sign, "Trần Thị Bình,ttb,may-01,11.07.2025 10:40,file:///x;").unwrap();
    sign
}

fn paths(run: &crate::desk::Run) -> Vec<&str> {
    run.json["outputs"].as_array().unwrap().iter().map(|o| o["path"].as_str().unwrap()).collect()
}

#[test]
fn a_draft_that_is_open_waits_for_the_next_run() {
    let desk = Desk::new();
    desk.run("2025-07-11T10:40:00+07:00");
    let old = fs::read(desk.path(DRAFT)).unwrap();
    let sign = open(&desk, DRAFT);
    send(&desk, "SYT", "2025-07-11T10:45:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("đang được Trần Thị Bình mở; chưa ghi bản mới"), "{}", run.stderr);
    assert!(fs::read(desk.path(DRAFT)).unwrap() == old && !paths(&run).contains(&DRAFT));
    assert!(paths(&run).iter().any(|p| p.contains("PhanHoi_SYT")), "the others are written: {:?}", paths(&run));
    fs::remove_file(sign).unwrap();
    let next = desk.run("2025-07-11T10:55:00+07:00");
    assert!(paths(&next).contains(&DRAFT) && fs::read(desk.path(DRAFT)).unwrap() != old, "{}", next.stderr);
}

#[test]
fn a_release_leaves_beside_a_file_that_is_open() {
    let desk = Desk::new();
    send(&desk, "SYT", "2025-07-11T10:45:00+07:00");
    desk.run(BEFORE);
    // Somebody took the draft for the release, or a killed run left it.
    fs::copy(desk.path(DRAFT), desk.path(RELEASED)).unwrap();
    let old = fs::read(desk.path(RELEASED)).unwrap();
    open(&desk, RELEASED);
    let run = desk.run(RELEASE);
    assert_eq!((run.code, run.json["phase"].as_str()), (13, Some("released")), "{}", run.stderr);
    let sibling = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_2.xlsx";
    assert!(paths(&run).contains(&sibling) && !paths(&run).contains(&RELEASED), "{:?}", paths(&run));
    assert!(run.stderr.contains("TongHop_SKHCN_T28_2025_2.xlsx"), "{}", run.stderr);
    assert!(fs::read(desk.path(RELEASED)).unwrap() == old);

    let products = desk.products();
    let verify = |desk: &Desk| desk.command().args(["verify", "--now", "2025-07-11T15:30:00+07:00"]).output().unwrap();
    let verified = verify(&desk);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let next = desk.run("2025-07-11T15:25:00+07:00");
    assert_eq!((next.code, paths(&next)), (0, vec![]), "{}", next.stderr);
    assert_eq!(desk.products(), products);
    // What is lost is made again where it stood.
    fs::remove_file(desk.path(sibling)).unwrap();
    assert!(!verify(&desk).status.success());
    assert_eq!(desk.run("2025-07-11T15:26:00+07:00").code, 0);
    assert_eq!(desk.products(), products);
    assert!(verify(&desk).status.success());
}

/// A virus scanner holds what is to be replaced for 300 ms, and lets nobody delete it: no person has it open.
#[cfg(windows)]
#[test]
fn a_product_that_is_held_for_a_moment_gets_no_file_beside_it() {
    use std::os::windows::fs::OpenOptionsExt;
    let desk = Desk::new();
    desk.run("2025-07-11T10:40:00+07:00");
    let old = fs::read(desk.path(DRAFT)).unwrap();
    send(&desk, "SYT", "2025-07-11T10:45:00+07:00");
    let hold = || fs::File::options().read(true).share_mode(1).open(desk.path(DRAFT)).unwrap();
    let (scanner, refused) = (hold(), fs::remove_file(desk.path(DRAFT)));
    assert!(refused.is_err(), "a hold that holds nothing shows nothing");
    let ends = std::thread::spawn(move || {
        // The run comes to its products within this time, and is patient for two seconds.
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        drop(scanner);
    });
    let run = desk.run(BEFORE);
    ends.join().unwrap();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(paths(&run).contains(&DRAFT) && fs::read(desk.path(DRAFT)).unwrap() != old, "{}", run.stderr);
    let beside = desk.products().into_keys().filter(|path| path.contains("du-thao_")).count();
    assert_eq!(beside, 0);
}

/// Runs the program where the folder of the products is a small disk of its own, in a view of the file system that
/// ends with it.
#[cfg(target_os = "linux")]
fn on_a_disk_of_its_own(desk: &Desk, prepare: &str) -> (i32, BTreeMap<String, Vec<u8>>, String) {
    let script = format!(
        r#"cp -a ket-qua/2025-W28 sao && mount -t tmpfs -o size=1m none ket-qua/2025-W28 && cp -a sao/. ket-qua/2025-W28 || exit 99
           cd ket-qua/2025-W28 && {prepare} || exit 99; cd ../..
           "$0" run --json --now {BEFORE} > /dev/null; code=$?
           rm -rf sao; cp -a ket-qua/2025-W28 sao || exit 99; exit $code"#
    );
    let mut command = std::process::Command::new("unshare");
    command.args(["-m", "sh", "-c", &script, env!("CARGO_BIN_EXE_tonghop")]).current_dir(desk.root());
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!matches!(output.status.code(), None | Some(1 | 99)), "no right to mount a disk here: {stderr}");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(desk.path("sao")).unwrap() {
        let path = entry.unwrap().path();
        found.insert(path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap());
    }
    (output.status.code().unwrap(), found, stderr)
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the right to mount"]
fn a_full_disk_and_a_folder_that_is_only_to_be_read_keep_the_old_product() {
    let cases = [
        ("dd if=/dev/zero of=day bs=4k 2> /dev/null; true", "hết dung lượng đĩa"),
        ("dd if=/dev/zero of=day bs=4k 2> /dev/null; truncate -s -8192 day", "hết dung lượng đĩa"),
        ("mount -o remount,ro .", "ổ đĩa chỉ cho đọc"),
    ];
    for (prepare, cause) in cases {
        let desk = Desk::new();
        desk.run("2025-07-11T10:40:00+07:00");
        let name = |path: &String| path.rsplit_once('/').map(|(_, name)| name.to_owned());
        let products = desk.products().into_iter().filter(|(path, _)| path.starts_with("ket-qua/2025-W28/"));
        let old: BTreeMap<String, Vec<u8>> = products.filter_map(|(path, bytes)| Some((name(&path)?, bytes))).collect();
        send(&desk, "SYT", "2025-07-11T10:45:00+07:00");
        let (code, mut found, stderr) = on_a_disk_of_its_own(&desk, prepare);
        found.remove("day");
        assert_eq!(code, 13, "{stderr}");
        assert!(stderr.contains(cause), "{stderr}");
        assert!(found == old, "{prepare}: {:?} is not {:?}", found.keys(), old.keys());
        assert!(desk.feedback_text("SYT").contains("Sở Y tế"), "what can be written is written");
        // With room again the next run completes it.
        let next = desk.run("2025-07-11T10:55:00+07:00");
        assert_eq!(next.code, 0, "{}", next.stderr);
        assert!(paths(&next).contains(&DRAFT));
    }
}
