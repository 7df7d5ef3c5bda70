//! A real share: a Samba server on loopback, mounted for the desk through FUSE by `rclone mount`. The office writes
//! with `smbclient`, so every byte goes to the server by SMB, as it does from a Windows machine: slowly, by rename, and
//! while the server stalls.
//!
//! It needs `smbd`, `smbpasswd`, `smbclient`, `rclone` and `/dev/fuse` (Debian: samba, smbclient, rclone, fuse3); a
//! server, a mount and real seconds are no matter for every test run. The kernel's own client (`mount.cifs`) would be nearer to a desk's server; it needs a
//! kernel with cifs and root.

use crate::desk::Desk;
use serde_json::Value as Json;
use std::fs;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server, and the desk's mount of its share.
struct Share {
    dir: TempDir,
    server: Child,
    mount: Option<Child>,
    port: u16,
    user: String,
}

fn have(program: &str) -> bool {
    ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].iter().any(|folder| Path::new(folder).join(program).exists())
}

fn wait_until(limit: Duration, what: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while began.elapsed() < limit {
        if what() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}

impl Share {
    /// Starts everything.
    fn start() -> Self {
        for program in ["smbd", "smbpasswd", "smbclient", "rclone", "fusermount3"] {
            assert!(have(program), "{program} is not installed");
        }
        assert!(Path::new("/dev/fuse").exists(), "there is no /dev/fuse");
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for folder in ["nop", "private", "state", "desk"] {
            fs::create_dir(root.join(folder)).unwrap();
        }
        // A free port; somebody may take it in between, and then the server does not answer.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let user = std::env::var("USER").ok().filter(|user| !user.is_empty()).unwrap_or_else(|| "root".to_owned());
        let at = |folder: &str| root.join(folder).display().to_string();
        let config = format!(
            "[global]\nserver role = standalone server\nsmb ports = {port}\ninterfaces = lo\nbind interfaces only = yes\n\
             private dir = {private}\nlock directory = {state}\nstate directory = {state}\ncache directory = {state}\npid directory = {state}\n\
             ncalrpc dir = {state}/ncalrpc\npassdb backend = tdbsam:{private}/passdb.tdb\nlog file = {state}/log\ndisable spoolss = yes\n\
             load printers = no\n[nop]\npath = {nop}\nread only = no\n",
            private = at("private"),
            state = at("state"),
            nop = at("nop"),
        );
        let config_file = root.join("smb.conf");
        fs::write(&config_file, config).unwrap();
        let mut password = Command::new("smbpasswd")
            .args(["-c".as_ref(), config_file.as_os_str(), "-s".as_ref(), "-a".as_ref(), user.as_ref()])
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("smbpasswd starts");
        password.stdin.take().unwrap().write_all(b"matkhau\nmatkhau\n").unwrap();
        assert!(password.wait().unwrap().success(), "smbpasswd knows no account {user} here");
        let server = quiet(Command::new("/usr/sbin/smbd").args(["-F", "--no-process-group", "-s"]).arg(&config_file).process_group(0))
            .spawn()
            .expect("smbd starts");
        let mut share = Self { dir, server, mount: None, port, user };
        let answers = || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
        assert!(wait_until(Duration::from_secs(15), answers), "smbd does not answer");
        let obscured = Command::new("rclone").args(["obscure", "matkhau"]).output().unwrap().stdout;
        let remote = format!(":smb,host=127.0.0.1,port={port},user={},pass={}:nop", share.user, String::from_utf8_lossy(&obscured).trim());
        let point = share.desk();
        let mut mount = Command::new("rclone");
        mount.args(["mount", "--config", "/dev/null", "--dir-cache-time", "100ms", "--attr-timeout", "100ms", "--read-only"]);
        share.mount = Some(quiet(mount.arg(&remote).arg(&point)).spawn().expect("rclone starts"));
        let mounted = || fs::read_to_string("/proc/self/mountinfo").is_ok_and(|text| text.contains(point.to_str().unwrap()));
        assert!(wait_until(Duration::from_secs(15), mounted), "rclone did not mount");
        share
    }

    fn desk(&self) -> PathBuf {
        self.dir.path().join("desk")
    }

    /// The office does something by SMB; its standard input is what `put -` sends.
    fn office(&self, commands: &str) -> Child {
        let mut client = Command::new("smbclient");
        client.args(["-p", &self.port.to_string(), "-U", &format!("{}%matkhau", self.user), "//127.0.0.1/nop", "-c", commands]);
        client.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Sends a file in pieces, with pauses.
    fn send(&self, name: &str, bytes: &[u8], pieces: usize, pause: Duration) {
        let mut client = self.office(&format!("iosize 16384; put - {name}"));
        let mut input = client.stdin.take().unwrap();
        for piece in bytes.chunks(bytes.len().div_ceil(pieces)) {
            input.write_all(piece).unwrap();
            std::thread::sleep(pause);
        }
        drop(input);
        assert!(client.wait().unwrap().success(), "smbclient could not write {name}");
    }

    fn does(&self, commands: &str) {
        assert!(self.office(commands).wait().unwrap().success(), "smbclient: {commands}");
    }

    /// A path of the share as it lies on the server.
    fn server(&self, below: &str) -> PathBuf {
        self.dir.path().join("nop").join(below)
    }

    /// To the server and what it has forked for its clients: they are a process group of their own.
    fn signal(&self, name: &str) {
        quiet(Command::new("kill").arg(format!("-{name}")).arg("--").arg(format!("-{}", self.server.id()))).status().ok();
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.signal("CONT");
        quiet(Command::new("fusermount3").arg("-uz").arg(self.desk())).status().ok();
        if let Some(mount) = &mut self.mount {
            mount.kill().ok();
            mount.wait().ok();
        }
        self.signal("TERM");
        self.server.wait().ok();
    }
}

/// Runs until the archive holds `content`; nothing may be judged on the way but what is whole.
fn received_in_time(desk: &Desk, content: &[u8]) {
    let begun = Instant::now();
    while !archived(desk).iter().any(|bytes| bytes == content) {
        let json = run(desk);
        assert_eq!(files(&json)[2..], [0, 0], "{}", json["files"]);
        assert!(begun.elapsed() < Duration::from_secs(30), "never received: {}", json["files"]);
    }
}

/// A workspace in earnest whose inbox is the desk's mount; it collects nearly all the week, whatever day the machine has.
fn desk_on(share: &Share) -> Desk {
    let desk = Desk::new();
    let inbox = share.desk();
    let config = format!(
        "[desk]\ncode = \"SKHCN\"\n[folders]\ninbox = {:?}\n[schedule]\nsubmit = \"Sun 23:58\"\nrelease = \"Sun 23:59\"\n[policy]\nsettle_seconds = 1\nsettle_seconds_remote = 1\n[limits]\noperation_seconds_max = 3\n",
        inbox.display().to_string()
    );
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    for agency in ["SYT", "STC", "VPTU"] {
        fs::create_dir_all(share.server(agency)).unwrap();
    }
    desk
}

fn run(desk: &Desk) -> Json {
    let output = desk.process(&["run", "--json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// received, arriving, returned, unreadable
fn files(json: &Json) -> [u64; 4] {
    ["received", "arriving", "returned", "unreadable"].map(|key| json["files"][key].as_u64().unwrap())
}

/// Every content in the archive.
fn archived(desk: &Desk) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![desk.path("so-tiep-nhan/archive")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            if entry.path().is_dir() { folders.push(entry.path()) } else { found.push(fs::read(entry.path()).unwrap()) }
        }
    }
    found
}

/// Two versions of a report of the machine's own week.
fn reports(desk: &Desk, json: &Json) -> (Vec<u8>, Vec<u8>) {
    let week = json["period"]["id"].as_str().unwrap();
    let one = desk.report("SYT", week).bytes();
    let two = desk.report("SYT", week).set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "55").bytes();
    (one, two)
}

#[test]
#[ignore = "needs Samba, rclone and /dev/fuse"]
fn a_share_with_slow_writers_and_saves_by_rename() {
    let share = Share::start();
    let desk = desk_on(&share);
    let first = run(&desk);
    let (whole, saved) = reports(&desk, &first);
    let known: Vec<Vec<u8>> = archived(&desk);

    // A slow writer over SMB, while run after run looks.
    let (mut looks, mut waiting) = (0, 0);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| share.send(r"SYT\BC_SYT.xlsx", &whole, 12, Duration::from_millis(500)));
        while !writer.is_finished() {
            let json = run(&desk);
            looks += 1;
            waiting += files(&json)[1];
            let lay = fs::metadata(share.server("SYT/BC_SYT.xlsx")).map_or(0, |data| data.len());
            assert!(files(&json)[2] == 0, "half a file was judged: {}, {lay} bytes now", json["files"]);
        }
    });
    received_in_time(&desk, &whole);
    println!("slow writer: {looks} runs while it wrote, {waiting} times arriving");

    // Full size at once with a tail of zeros, as Windows copies; filled in on the server.
    let full = share.server("SYT/BC_day-du.xlsx");
    let file = fs::File::create(&full).unwrap();
    file.set_len(saved.len() as u64).unwrap();
    fs::write(&full, [&saved[..saved.len() / 2], &vec![0; saved.len() - saved.len() / 2]].concat()).unwrap();
    // The mount lists a new file when its memory of the folder has run out, not before.
    let (begun, mut json) = (Instant::now(), run(&desk));
    while json["files"]["seen"] == 1 && begun.elapsed() < Duration::from_secs(30) {
        json = run(&desk);
    }
    assert_eq!(files(&json), [0, 1, 0, 0], "{}", json["files"]);
    fs::write(&full, &saved).unwrap();
    // The mount may show what it remembers of the file for a while, and a file that moves is looked at again.
    received_in_time(&desk, &saved);

    // Nothing but whole files is in the archive.
    for bytes in archived(&desk).iter().filter(|bytes| !known.contains(bytes)) {
        assert!(*bytes == whole || *bytes == saved, "{} bytes that nobody sent", bytes.len());
    }
}

#[test]
#[ignore = "needs Samba, rclone and /dev/fuse"]
fn a_save_by_rename_over_smb_hides_nobody() {
    let share = Share::start();
    let desk = desk_on(&share);
    let (one, two) = reports(&desk, &run(&desk));
    let now = Duration::ZERO;
    share.send(r"SYT\BC_SYT.xlsx", &one, 1, now);
    received_in_time(&desk, &one);
    // Excel's way, again and again while runs look: a temporary name, the old file away, the new one renamed.
    let (mut looks, mut received) = (0, 0);
    std::thread::scope(|scope| {
        let saver = scope.spawn(|| {
            for content in [&two, &one].into_iter().cycle().take(8) {
                share.send(r"SYT\5A31C0F0", content, 1, now);
                std::thread::sleep(Duration::from_millis(200));
                share.does(r"del SYT\BC_SYT.xlsx");
                std::thread::sleep(Duration::from_millis(400));
                share.does(r"rename SYT\5A31C0F0 SYT\BC_SYT.xlsx");
                std::thread::sleep(Duration::from_millis(700));
            }
        });
        while !saver.is_finished() {
            let json = run(&desk);
            looks += 1;
            received += files(&json)[0];
            assert_eq!((files(&json)[2], files(&json)[3]), (0, 0), "{}", json["files"]);
            let standing = json["agencies"].as_array().unwrap().iter().find(|a| a["code"] == "SYT").unwrap()["standing"].clone();
            assert!(standing != "missing" && standing != "returned", "a save made SYT {standing}");
        }
    });
    println!("save by rename: {looks} runs while it saved, {received} versions received");
    for bytes in archived(&desk).iter().filter(|bytes| bytes.starts_with(b"PK")) {
        let register = fs::read(desk.path("danh-muc.xlsx")).unwrap();
        assert!([&one, &two, &register].contains(&bytes), "{} bytes that nobody sent", bytes.len());
    }
}

#[test]
#[ignore = "needs Samba, rclone and /dev/fuse"]
fn a_server_that_stalls_loses_nothing_and_holds_nobody_up() {
    let share = Share::start();
    let desk = desk_on(&share);
    let (one, two) = reports(&desk, &run(&desk));
    share.send(r"SYT\BC_SYT.xlsx", &one, 1, Duration::from_millis(300));

    // It stops in the wait between the two looks, for longer than an operation may take.
    let (out, err) = (desk.path("out.txt"), desk.path("err.txt"));
    let mut command = desk.process(&["run", "--json"]);
    command.stdout(fs::File::create(&out).unwrap()).stderr(fs::File::create(&err).unwrap());
    let began = Instant::now();
    let mut running = command.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    share.signal("STOP");
    // The kernel keeps a process until the server has answered the thread it left behind; but its work is done.
    let said = |path: &Path, what: &str| fs::read_to_string(path).is_ok_and(|text| text.contains(what));
    let done = wait_until(Duration::from_secs(25), || said(&out, "\n") || said(&err, "Không truy cập"));
    println!("stalled server: the run had done its work after {:?}: {}", began.elapsed(), fs::read_to_string(&out).unwrap());
    let free = desk.process(&["status"]).output().unwrap();
    share.signal("CONT");
    assert!(done, "{}", fs::read_to_string(&err).unwrap());
    assert!(matches!(free.status.code(), Some(0)), "{}", String::from_utf8_lossy(&free.stderr));
    let code = running.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 3 | 10)), "{code:?}: {}", fs::read_to_string(&err).unwrap());

    // It goes on, and everything is there.
    share.send(r"SYT\BC_SYT_2.xlsx", &two, 1, Duration::ZERO);
    let begun = Instant::now();
    loop {
        let json = run(&desk);
        let stored = archived(&desk);
        if stored.contains(&one) && stored.contains(&two) {
            assert_eq!(files(&json)[3], 0, "{}", json["files"]);
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "not received after the stall: {}", json["files"]);
    }
}
