//! What programs are promised: every command prints one object with `--json`, done or not, and `src/docs/json.md`
//! explains every key of it. Both directions: a key that occurs is explained, a key that is explained occurs.

use crate::desk::Desk;
use crate::desk_edited;
use crate::issued::Issued;
use crate::{evidence, nghe_an, sample};
use clap::CommandFactory;
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const W28: &str = "2025-W28";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

/// A row of a table: a key, or the name of a shape all of whose keys are meant.
struct Row {
    key: String,
    kind: String,
    optional: bool,
}

/// The page, by heading.
struct Page {
    tables: BTreeMap<String, Vec<Row>>,
    /// Headings and keys that occurred.
    seen: RefCell<BTreeSet<(String, String)>>,
}

impl Page {
    fn read() -> Self {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/json.md")).unwrap();
        let mut tables: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut heading = String::new();
        for line in text.lines() {
            if line.starts_with('#') {
                heading = line.trim_start_matches('#').trim().trim_matches('`').to_owned();
            } else if let Some(cells) = line.strip_prefix("| ").and_then(|l| l.strip_suffix(" |")) {
                let cells: Vec<&str> = cells.split(" | ").map(str::trim).collect();
                if cells[0] == "---" || matches!(cells[0], "Key" | "Code" | "Exit") {
                    continue;
                }
                // A row of `| | shape | all its keys |` stands for the keys of that shape.
                let (key, kind) = if cells[0].starts_with('`') { (cells[0], cells[1]) } else { ("", cells[0].trim_start_matches("| ")) };
                let optional = cells.last().is_some_and(|meaning| meaning.starts_with("Optional: "));
                let row = Row { key: key.trim_matches('`').to_owned(), kind: kind.to_owned(), optional };
                tables.entry(heading.clone()).or_default().push(row);
            }
        }
        Self { tables, seen: RefCell::default() }
    }

    fn table(&self, heading: &str) -> &[Row] {
        self.tables.get(heading).unwrap_or_else(|| panic!("json.md has no table under {heading}"))
    }

    /// The words of a list of codes.
    fn words(&self, heading: &str) -> BTreeSet<&str> {
        self.table(heading).iter().map(|row| row.key.as_str()).collect()
    }

    /// Every key of a heading, with the heading that explains it.
    fn keys<'a>(&'a self, heading: &'a str) -> Vec<(&'a str, &'a Row)> {
        let row = |row: &'a Row| if row.key.is_empty() { self.keys(&row.kind) } else { vec![(heading, row)] };
        self.table(heading).iter().flat_map(row).collect()
    }

    fn object(&self, keys: &[(&str, &Row)], value: &Json, at: &str) {
        let object = value.as_object().unwrap_or_else(|| panic!("{at} is no object: {value}"));
        for (key, value) in object {
            let (heading, row) = keys.iter().find(|(_, row)| row.key == *key).unwrap_or_else(|| panic!("{at}.{key} is not explained"));
            self.seen.borrow_mut().insert(((*heading).to_owned(), key.clone()));
            self.value(&row.kind, value, &format!("{at}.{key}"));
        }
        for (_, row) in keys {
            assert!(row.optional || object.contains_key(&row.key), "{at} lacks {}: {value}", row.key);
        }
    }

    fn value(&self, kind: &str, value: &Json, at: &str) {
        if let Some(kind) = kind.strip_suffix(" or null") {
            if !value.is_null() {
                self.value(kind, value, at);
            }
        } else if let Some(item) = kind.strip_prefix("list of ") {
            let list = value.as_array().unwrap_or_else(|| panic!("{at} is no list: {value}"));
            list.iter().for_each(|one| self.value(item, one, &format!("{at}[]")));
        } else if let Some(item) = kind.strip_prefix("map of ") {
            let map = value.as_object().unwrap_or_else(|| panic!("{at} is no map: {value}"));
            map.values().for_each(|one| self.value(item, one, at));
        } else {
            let text = value.as_str();
            let right = match kind {
                "any" => true,
                "text" | "word" => text.is_some(),
                "number" => value.is_i64() || value.is_u64(),
                "flag" => value.is_boolean(),
                "time" => text.is_some_and(|text| chrono::DateTime::parse_from_rfc3339(text).is_ok()),
                "day" => text.is_some_and(|text| text.parse::<chrono::NaiveDate>().is_ok()),
                "period" => text.is_some_and(|text| text.starts_with("20")),
                "decimal" => text.is_some_and(|text| text.parse::<f64>().is_ok()),
                "sha256" => text.is_some_and(|text| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())),
                shape => return self.object(&self.keys(shape), value, at),
            };
            assert!(right, "{at} is no {kind}: {value}");
        }
    }

    /// What a command printed: its own keys, those of every object; one that was stopped has the latter alone.
    fn printed(&self, value: &Json) {
        let schema = value["schema"].as_str().unwrap_or_else(|| panic!("no schema: {value}"));
        let mut keys = self.keys("Every object");
        if value.as_object().unwrap().len() > keys.len() {
            keys.extend(self.keys(schema));
        }
        self.object(&keys, value, schema);
        for failure in value["failures"].as_array().unwrap() {
            let code = failure["code"].as_str().unwrap();
            assert!(self.words("Failure codes").contains(code), "{code} is not explained");
            self.seen.borrow_mut().insert(("Failure codes".to_owned(), code.to_owned()));
        }
    }

    /// What stands in a file.
    fn file(&self, text: &str) {
        let value: Json = serde_json::from_str(text).unwrap();
        let mut object = value.as_object().unwrap().clone();
        let schema = object.remove("schema").unwrap();
        self.object(&self.keys(schema.as_str().unwrap()), &Json::Object(object), schema.as_str().unwrap());
    }
}

/// Runs a command and holds its object against the page; gives the exit code and the object.
fn command(page: &Page, desk: &Desk, arguments: &[&str]) -> (i32, Json) {
    let output = desk.command().args(arguments).arg("--json").output().unwrap();
    let (code, text) = (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap());
    let lines: Vec<Json> =
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{arguments:?} {e}: {line}"))).collect();
    assert!(lines.len() == 1 || arguments.contains(&"rehearse"), "{arguments:?} prints one line: {text}");
    lines.iter().for_each(|line| page.printed(line));
    let last = lines.last().unwrap().clone();
    assert_eq!(last["exit_code"].as_i64(), Some(i64::from(code)), "{arguments:?}: {last}");
    (code, last)
}

/// A desk in which everything happens that a command can tell of.
fn eventful(page: &Page) -> Desk {
    let desk = Desk::new();
    // A command that takes the message and does nothing with it.
    desk.configure(&format!("[notify]\ncommand = ['{}', '--version']", env!("CARGO_BIN_EXE_tonghop")));
    desk.configure("[[rules.change]]\ncode = \"N08\"\ntrial = true\nreason = \"xem trước\"");
    let done = |arguments: &[&str]| assert_eq!(command(page, &desk, arguments).0, 0, "{arguments:?}");
    done(&["--version"]);
    done(&["run", "--now", &friday("10:50:00")]);
    done(&["forms", "--now", &friday("10:51:00")]);
    let mut asking = desk.report("SYT", W28);
    asking.set("NhiemVu", "KH11-001", "Kiến nghị, đề xuất", "Bố trí vốn").set("NhiemVu", "KH11-001", "Cấp giải quyết", "UBND tỉnh");
    asking.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
    desk.put("SYT/BC_SYT.xlsx", &asking.bytes(), &friday("10:52:00"));
    done(&["run", "--now", &friday("10:55:00")]);
    let mut answers = Issued::workbook(&desk, "kien-nghi.xlsx");
    fs::write(desk.path("kien-nghi.xlsx"), answers.set("KienNghi", "KN-2025-0001", "Trả lời", "Đang xem xét").bytes()).unwrap();
    evidence::write_book(&desk, &["28/2025|STC|BC_STC.xlsx|11/7/2025 10:40|Zalo|||", "28/2025|VPTU||11/7/2025 10:41|Zalo|||"]);
    for agency in ["STC", "VPTU"] {
        desk.put(&format!("{agency}/BC_{agency}.xlsx"), &desk.report(agency, W28).bytes(), &friday("11:03:00"));
    }
    desk.put("X-A/BC_X-A.xlsx", &desk.report("X-A", W28).bytes(), &friday("11:04:00"));
    done(&["run", "--now", &friday("11:05:00")]);
    let reminders = command(page, &desk, &["remind", "--now", &friday("11:06:00")]).1;
    done(&["deliver", "--make-folders", "--now", &friday("11:06:20")]);
    done(&["menu", "--now", &friday("11:06:30")]);
    assert!(desk.path(reminders["workbook"].as_str().unwrap()).exists(), "{reminders}");
    done(&["admit", "X-A", "--reason", "mất điện", "--by", "Nguyễn Văn A", "--now", &friday("11:10:00")]);
    done(&["admit", "--revoke", "X-A", "--reason", "nhầm", "--by", "Nguyễn Văn A", "--now", &friday("11:10:30")]);
    done(&["admit", "X-A", "--reason", "mất điện", "--by", "Nguyễn Văn A", "--now", &friday("11:10:40")]);
    done(&["status", "--now", &friday("11:11:00")]);
    done(&["release", "--now", &friday("11:20:00")]);
    done(&["withdraw", "--period", W28, "--reason", "sai số", "--by", "Nguyễn Văn A", "--now", &friday("11:22:00")]);
    done(&["status", "--now", &friday("11:23:00")]);
    done(&["release", "--now", &friday("11:30:00")]);
    done(&["edit-report", "--period", W28, "--now", &friday("11:35:00")]);
    let twin = desk.path("ket-qua/2025-W28/BaoCao_SKHCN_T28_2025_v2_bien-tap.docx");
    crate::written_report::change(&twin, "nhiem_vu.ty_le", "99%");
    crate::written_report::cut(&twin, "Đạt và vượt");
    let checked = command(page, &desk, &["check-report", twin.to_str().unwrap(), "--now", &friday("11:36:00")]);
    assert_eq!(checked.0, 1, "{}", checked.1);
    let sent = ["sent", "--period", W28, "--number", "12/BC", "--to", "UBND tỉnh", "--by", "Trần Thị Bình"];
    done(&[&sent[..], &["--now", &friday("11:40:00")]].concat());
    for agency in ["STC", "X-A", "SYT"] {
        done(&["verify", &evidence::code(&desk, agency), "--now", &friday("12:00:00")]);
    }
    let mut corrected = desk.report("SYT", W28);
    corrected.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "75");
    corrected.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
    desk.put("SYT/BC_SYT.xlsx", &corrected.bytes(), &friday("13:00:00"));
    done(&["run", "--now", &friday("13:05:00")]);
    done(&["reopen", "--period", W28, "--reason", "đính chính", "--by", "Nguyễn Văn A", "--now", &friday("13:10:00")]);
    done(&["status", "--now", &friday("13:11:00")]);
    done(&["admit", "SYT", "--period", W28, "--reason", "đính chính", "--by", "Nguyễn Văn A", "--now", &friday("13:12:00")]);
    done(&["release", "--period", W28, "--now", &friday("13:20:00")]);
    done(&["verify", "--now", &friday("13:30:00")]);
    let tables = desk.path("bang");
    let list = desk.path("nq57.xlsx");
    let portal = crate::desk::register_workbook(&[("Danh sách", "Mã nhiệm vụ|Tình trạng", &["57-999|Đang thực hiện"])], &[]);
    fs::write(&list, portal).unwrap();
    let (tables, list) = (tables.to_str().unwrap(), list.to_str().unwrap());
    done(&["export", "--format", "csv", "--out", tables, "--compare", list, "--now", &friday("13:30:30")]);
    done(&["report", "--from", W28, "--to", W28, "--now", &friday("13:30:40")]);
    assert_eq!(command(page, &desk, &["doctor", "--now", &friday("13:31:00")]).0, 1, "folders are missing: a doubt");
    let copies = tempfile::tempdir().unwrap();
    let (kept, back) = (copies.path().join("sao-luu"), copies.path().join("khoi-phuc"));
    let (kept, back) = (kept.to_str().unwrap(), back.to_str().unwrap());
    done(&["backup", kept, "--now", &friday("13:31:05")]);
    done(&["restore", kept, "--list"]);
    done(&["restore", kept, back]);
    let year = copies.path().join("nam.zip");
    let year = year.to_str().unwrap();
    done(&["archive", "--year", "2025", "--out", year, "--now", "2026-01-05T08:00:00+07:00"]);
    done(&["verify", "--archive", year]);
    done(&["schedule", "--now", &friday("13:31:10")]);
    done(&["notify", "--test", "--now", &friday("13:31:20")]);
    done(&["explain"]);
    done(&["explain", "--fields"]);
    done(&["explain", "N26"]);
    done(&["explain", "N08", "--history", "2", "--now", &friday("13:33:00")]);
    fs::write(desk.path("hong.xlsx"), b"PK").unwrap();
    let files = ["nop/SYT/BC_SYT.xlsx", "hong.xlsx", "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_v3.xlsx"].map(|file| desk.path(file));
    let files = files.each_ref().map(|file| file.to_str().unwrap());
    command(page, &desk, &[&["check"][..], &files, &["--now", &friday("13:40:00")]].concat());
    let remind = ["remind", "--now", "2025-07-18T11:50:00+07:00"];
    assert_eq!(command(page, &desk, &remind).0, 12, "nobody has looked in that week");
    done(&["run", "--now", "2025-07-18T10:40:00+07:00"]);
    done(&remind);
    done(&["admit", "--all-late", "--reason", "mất điện", "--by", "Nguyễn Văn A", "--now", "2025-07-18T12:00:00+07:00"]);
    // The ledger is lost and comes back.
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
        fs::remove_file(desk.path("so-tiep-nhan").join(name)).ok();
    }
    let later = ["--now", "2025-07-18T12:10:00+07:00"];
    assert_eq!(command(page, &desk, &[&["run"][..], &later].concat()).1["failures"][0]["code"], "other_ledger");
    done(&[&["recover", "--reason", "mất sổ", "--by", "Nguyễn Văn A"][..], &later].concat());
    desk
}

#[test]
fn what_is_printed_is_explained_and_what_is_explained_is_printed() {
    let page = Page::read();
    let desk = eventful(&page);
    page.file(&fs::read_to_string(desk.path("so-tiep-nhan/nhip.json")).unwrap());
    for name in ["_du-thao", "_chot-11h00", "_huy", "_v2", "_v3"] {
        page.file(&fs::read_to_string(desk.path(&format!("ket-qua/2025-W28/TongHop_SKHCN_T28_2025{name}.json"))).unwrap());
    }
    page.file(&fs::read_to_string(desk.path("ket-qua/giai-doan/GiaiDoan_SKHCN_T28_2025-T28_2025.json")).unwrap());
    // Whole fortnights of two provinces: every key of the data occurs.
    sample::objects().iter().for_each(|object| page.printed(object));
    sample::data().iter().chain(&nghe_an::texts()).for_each(|text| page.file(text));
    // Of a desk above, where somebody typed into what a desk below sent.
    page.file(&desk_edited::EDITED.data);
    let fresh = desk.path("moi");
    assert_eq!(command(&page, &desk, &["init", fresh.to_str().unwrap()]).0, 0);
    let (begun, list) = (desk.path("tu-danh-sach"), desk.path("danh-sach.xlsx"));
    fs::write(&list, crate::menu::list_of_the_desk()).unwrap();
    assert_eq!(command(&page, &desk, &["init", begun.to_str().unwrap(), "--from", list.to_str().unwrap()]).0, 0);

    let seen = page.seen.borrow();
    let lists = ["Failure codes", "Exit codes", "Doctor codes"];
    let explained = page.tables.iter().filter(|(heading, _)| !lists.contains(&heading.as_str()));
    let unseen: Vec<String> = explained
        .flat_map(|(heading, rows)| rows.iter().map(move |row| (heading, row)))
        .filter(|(heading, row)| !row.key.is_empty() && !seen.contains(&((*heading).clone(), row.key.clone())))
        // Nothing failed here: the keys of a failure are seen where commands are stopped.
        .filter(|(heading, row)| heading.as_str() != "failure" && !row.optional)
        .map(|(heading, row)| format!("{heading}: {}", row.key))
        .collect();
    assert!(unseen.is_empty(), "explained, and never printed: {unseen:?}");

    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for name in tonghop::cli::Cli::command().get_subcommands().filter(|c| !c.is_hide_set()).map(clap::Command::get_name) {
        // A release by hand is a run.
        let schema = format!("tonghop.{}/1", if name == "release" { "run" } else { name });
        assert!(seen.iter().any(|(heading, _)| *heading == schema), "{name} was never played, or {schema} is not explained");
        assert!(readme.contains(&format!("| `{name}")), "README's table of commands lacks {name}");
    }
}

#[test]
fn a_command_that_is_stopped_prints_one_object_as_well() {
    let page = Page::read();
    let desk = Desk::new();
    let ends = |arguments: &[&str], exit: i32, code: &str| {
        let (ended, object) = command(&page, &desk, arguments);
        let codes: Vec<&str> = object["failures"].as_array().unwrap().iter().filter_map(|f| f["code"].as_str()).collect();
        assert!(ended == exit && (code.is_empty() || codes.contains(&code)), "{arguments:?}: {object}");
        object
    };
    let now = friday("10:50:00");
    // Arguments.
    assert_eq!(ends(&["statu"], 2, "usage")["schema"], "tonghop.usage/1");
    assert_eq!(ends(&["run", "--dry-rum"], 2, "usage")["schema"], "tonghop.run/1");
    ends(&["explain", "N99"], 2, "usage");
    ends(&["forms", "--period", "tuần nào", "--now", &now], 2, "usage");
    ends(&["reopen", "--period", W28, "--reason", "a", "--by", "b", "--now", &now], 12, "calendar");
    ends(&["release", "--now", &now], 12, "calendar");
    ends(&["recover", "--reason", "", "--by", "b", "--now", &now], 2, "usage");
    ends(&["verify", "T28-SYT-0042-7F3K-9Q2M-XB41-0ZRD", "--now", &now], 2, "usage");
    ends(&["admit", "KHONG", "--reason", "a", "--by", "b", "--now", &now], 2, "usage");
    ends(&["check", "khong-co.xlsx", "--now", &now], 3, "read");
    ends(&["init", desk.root().to_str().unwrap()], 2, "");
    // A secret list begins no workspace, and its own words are not repeated.
    let (begun, list) = (desk.path("tu-danh-sach"), desk.path("danh-sach.xlsx"));
    fs::write(&list, crate::menu::secret_list_of_the_desk()).unwrap();
    let refused = ends(&["init", begun.to_str().unwrap(), "--from", list.to_str().unwrap()], 2, "usage").to_string();
    assert!(refused.contains("dấu chỉ độ mật (“TỐI MẬT”) ở trang thứ 1, ô B3") && !refused.contains("mật mã"), "{refused}");
    assert!(!begun.exists());
    ends(&["rehearse", desk.path("khong-co").to_str().unwrap(), "--out", desk.path("ra").to_str().unwrap()], 3, "read");
    // Findings are no failure.
    desk.put("STC/hong.xlsx", b"PK", &friday("10:00:00"));
    ends(&["check", desk.path("nop/STC/hong.xlsx").to_str().unwrap(), "--now", &now], 1, "");
    ends(&["run", "--fail-on", "error", "--now", &now], 1, "");
    // The register is gone; the run goes on with the earlier one.
    fs::rename(desk.path("danh-muc.xlsx"), desk.path("cat")).unwrap();
    for command in ["run", "status", "forms"] {
        ends(&[command, "--now", &now], 2, "register");
    }
    fs::rename(desk.path("cat"), desk.path("danh-muc.xlsx")).unwrap();
    // The inbox is gone.
    fs::rename(desk.path("nop"), desk.path("cat")).unwrap();
    ends(&["run", "--now", &friday("10:52:00")], 10, "inbox_unreachable");
    ends(&["doctor", "--now", &friday("10:52:00")], 2, "");
    fs::rename(desk.path("cat"), desk.path("nop")).unwrap();
    // A product cannot be written: its folder is a file.
    fs::rename(desk.path("ket-qua"), desk.path("cat")).unwrap();
    fs::write(desk.path("ket-qua"), "").unwrap();
    ends(&["run", "--now", &friday("10:53:00")], 13, "");
    fs::remove_file(desk.path("ket-qua")).unwrap();
    fs::rename(desk.path("cat"), desk.path("ket-qua")).unwrap();
    // Somebody else runs.
    let lock = fs::File::options().write(true).create(true).truncate(false).open(desk.path("so-tiep-nhan/run.lock")).unwrap();
    lock.lock().unwrap();
    ends(&["run", "--now", &friday("10:54:00")], 11, "locked");
    drop(lock);
    // The configuration.
    fs::write(desk.path("tonghop.toml"), "rehearsal = maybe").unwrap();
    ends(&["run", "--now", &now], 2, "config");
}

/// The words of a closed list, as the code has them, are those that are explained.
#[test]
fn closed_lists_are_explained() {
    let page = Page::read();
    let codes: BTreeSet<&str> = tonghop::io::failure::CODES.into_iter().chain(["bug"]).collect();
    assert_eq!(page.words("Failure codes"), codes);
    let asked: BTreeSet<String> =
        tonghop::run::doctor::Question::ALL.iter().map(|q| serde_json::to_value(q).unwrap().as_str().unwrap().to_owned()).collect();
    assert_eq!(page.words("Doctor codes"), asked.iter().map(String::as_str).collect());
}
