//! The real program in process, on a real workspace: its disk says what the share's server would say, its reader turns
//! the bytes of the share into filled forms (so that recognition, extraction and rules are the real ones), and while it
//! waits between its two looks the share goes on.

use super::carried::{self, Carried};
use super::expected::{Clock, Line, Wanted};
use super::programmes;
use super::share::{self, BookRow, Content, Event, File, Instant, Mount, Share, Week};
use crate::desk::{self, Table};
use crate::kill::copy;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;
use tonghop::io::archive::sha256;
use tonghop::io::clock::Pause;
use tonghop::io::disk::{Disk, Interference, Operation};
use tonghop::io::failure::Failure;
use tonghop::io::reader_pool::{Readers, WorkbookReader};
use tonghop::io::workspace;
use tonghop::model::clock_reading::{BootTime, ServerClock};
use tonghop::model::config::Limits;
use tonghop::model::moment::{self, Moment};
use tonghop::model::place::CellRef;
use tonghop::model::register::Register;
use tonghop::model::workbook::{RawSheet, RawValue, RawWorkbook, Refusal};
use tonghop::reader::Received;
use tonghop::run::admit::{self, AdmitRequest};
use tonghop::run::exit;
use tonghop::run::release;
use tonghop::run::report::{FileCounts, RunReport};
use tonghop::run::session::progress::Silent;
use tonghop::run::session::{self, Session, Start};
use tonghop::run::unchanged;
use tonghop::run::verify;
use tonghop::run::watched;
use tonghop::run::weekly::{self, RunOptions, RunResult};

/// Agencies of the register with their folders; the last one reports elsewhere.
pub const AGENCIES: [&str; 5] = ["SKHCN", "SYT", "STC", "X-A", "BNC"];

/// The one that is exempt.
pub const EXEMPT: &str = "BNC";

const DON_VI: Table<'_> = (
    "DonVi",
    "Mã đơn vị|Tên đầy đủ|Tên viết tắt|Bí danh|Loại|Khối|Nhóm|Đơn vị cấp trên|Thư mục nộp|Nộp báo cáo tuần?|Nơi nộp|Cơ quan đôn đốc|Thứ tự in|Hiệu lực từ|Hiệu lực đến|Đơn vị kế thừa",
    &[
        "SKHCN|Sở Khoa học và Công nghệ|Sở KH&CN||Sở, ban, ngành|Chính quyền|||SKHCN|Có|Cả hai|SKHCN|1|01/01/2025||",
        "SYT|Sở Y tế|Sở Y tế||Sở, ban, ngành|Chính quyền|||SYT|Có|Cả hai|SKHCN|2|01/01/2025||",
        "STC|Sở Tài chính|Sở TC||Sở, ban, ngành|Chính quyền|||STC|Có|Cả hai|SKHCN|3|01/01/2025||",
        "X-A|UBND xã Thạch Hà|xã Thạch Hà||Xã|Cấp xã|||X-A|Có|Cả hai|SKHCN|4|01/01/2025||",
        "BNC|Ban Nội chính Tỉnh ủy|Ban Nội chính||Ban Đảng|Đảng|||BNC|Có|Chỉ VPTU|VPTU|5|01/01/2025||",
    ],
);

const NHIEM_VU: Table<'_> = (
    "NhiemVu",
    desk::TASKS.1,
    &[
        "KH11-001|dữ liệu|Số hóa hồ sơ khoa học|11-KH/BCĐ|29/6/2025|Riêng|SKHCN||Có hạn|30/9/2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "KH11-002|dữ liệu|Số hóa hồ sơ bệnh án|11-KH/BCĐ|29/6/2025|Riêng|SYT||Có hạn|30/9/2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "KH11-003|dữ liệu|Số hóa hồ sơ tài chính|11-KH/BCĐ|29/6/2025|Riêng|STC||Có hạn|30/9/2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "KH11-004|dữ liệu|Số hóa hồ sơ hộ tịch|11-KH/BCĐ|29/6/2025|Riêng|X-A||Có hạn|30/9/2025||||2025|||Cấp xã|SKHCN|||Đang hiệu lực|",
        "KH11-005|dữ liệu|Số hóa hồ sơ nội chính|11-KH/BCĐ|29/6/2025|Riêng|BNC||Có hạn|30/9/2025||||2025|||Đảng|VPTU|||Đang hiệu lực|",
    ],
);

/// The workbook `danh-muc.xlsx`, the same for every seed.
static REGISTER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (targets, criteria) = ((desk::TARGETS.0, desk::TARGETS.1, &[][..]), (desk::CRITERIA.0, desk::CRITERIA.1, &[][..]));
    desk::register_workbook(&[DON_VI, NHIEM_VU, targets, criteria, programmes::CHUONG_TRINH], &[])
});

static UNDERSTOOD: LazyLock<Register> = LazyLock::new(|| session::understand_bytes(&REGISTER, Path::new("danh-muc.xlsx")).unwrap());

/// Filled forms by agency and week, each made once.
static FORMS: Mutex<BTreeMap<(&str, Week), Arc<RawWorkbook>>> = Mutex::new(BTreeMap::new());

fn form(agency: &'static str, week: Week) -> Arc<RawWorkbook> {
    // A code that the register does not know is written into another agency's form.
    let owner = if AGENCIES.contains(&agency) { agency } else { AGENCIES[0] };
    let mut forms = FORMS.lock().unwrap();
    let form = forms.entry((agency, week)).or_insert_with(|| {
        let mut draft = desk::draft(&UNDERSTOOD, owner, &period(week));
        draft.fill();
        if owner != agency {
            draft.info("Mã đơn vị", agency);
        }
        Arc::new(tonghop::reader::read(&draft.bytes(), ".xlsx", &Limits::DEFAULT).unwrap())
    });
    Arc::clone(form)
}

/// `2025-W28`.
pub fn period(week: Week) -> String {
    format!("2025-W{week}")
}

/// The moment of an instant.
pub fn moment_of(at: Instant) -> Moment {
    moment::at(chrono::NaiveDate::from_ymd_opt(2025, 7, 7).unwrap().and_hms_opt(0, 0, 0).unwrap()) + chrono::TimeDelta::milliseconds(at)
}

fn instant_of(moment: Moment) -> Instant {
    (moment - moment_of(0)).num_milliseconds()
}

/// Reads what [`Content::bytes`] wrote.
#[derive(Debug)]
struct FormReader;

impl WorkbookReader for FormReader {
    fn read(&self, bytes: &[u8], _extension: &str) -> Result<Received, Refusal> {
        if bytes.starts_with(b"%PDF") {
            return Ok(Received::Document("PDF".to_owned()));
        }
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        let damaged = || Refusal::Damaged { detail: "model".to_owned() };
        let mut text = String::new();
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        package.by_name(share::PART).map_err(|_| damaged())?.read_to_string(&mut text).map_err(|_| damaged())?;
        let words: Vec<&str> = text.split(' ').collect();
        let ["report", agency, week, revision, value] = words.as_slice() else { return Err(damaged()) };
        let agency = AGENCIES.iter().chain(&[super::generator::STRANGER]).find(|a| *a == agency).unwrap();
        let mut workbook = form(agency, week.parse().unwrap()).as_ref().clone();
        let revision = (*revision != "-").then(|| RawValue::Number(revision.parse().unwrap()));
        beside(sheet(&mut workbook, "ThongTin"), "Lần nộp", revision);
        let (tasks, value): (_, u32) = (sheet(&mut workbook, "NhiemVu"), value.parse().unwrap());
        below(tasks, "Tỷ lệ hoàn thành (%)", &RawValue::Number(value.into()));
        let asked = carried::written(value);
        if !asked.is_empty() {
            below(tasks, "Kiến nghị, đề xuất", &RawValue::Text(asked.into()));
            below(tasks, "Cấp giải quyết", &RawValue::Text("UBND tỉnh".into()));
        }
        Ok(Received::Workbook(workbook))
    }

    fn limits(&self) -> Limits {
        Limits::DEFAULT
    }

    fn failure(&self) -> Option<String> {
        None
    }
}

fn sheet<'a>(workbook: &'a mut RawWorkbook, name: &str) -> &'a mut RawSheet {
    workbook.sheets.iter_mut().find(|s| s.name == name).unwrap()
}

fn is_text(value: &RawValue, start: &str) -> bool {
    matches!(value, RawValue::Text(text) if text.starts_with(start))
}

fn put(sheet: &mut RawSheet, cell: CellRef, value: Option<RawValue>) {
    let row = sheet.rows.entry(cell.row).or_default();
    row.retain(|(column, _)| *column != cell.column);
    row.extend(value.map(|v| (cell.column, v)));
    row.sort_by_key(|(column, _)| *column);
}

/// Writes beside a label in column A.
fn beside(sheet: &mut RawSheet, label: &str, value: Option<RawValue>) {
    let at = sheet.cells().find(|(cell, v)| cell.column == 0 && is_text(v, label)).map(|(cell, _)| cell).unwrap();
    put(sheet, CellRef::new(at.row, 1), value);
}

/// Writes into the column of a heading, beside every code of a task.
fn below(sheet: &mut RawSheet, heading: &str, value: &RawValue) {
    let column = sheet.cells().find(|(_, v)| is_text(v, heading)).map(|(cell, _)| cell.column).unwrap();
    let rows: Vec<u32> = sheet.cells().filter(|(_, v)| is_text(v, "KH11-")).map(|(cell, _)| cell.row).collect();
    rows.into_iter().for_each(|row| put(sheet, CellRef::new(row, column), Some(value.clone())));
}

/// What goes wrong in one run that is not the share's doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The archive takes nothing: the run ends before anything is received.
    Archive,
    /// The folder of the products takes nothing.
    Products,
}

/// What stands in the program's door.
#[derive(Debug, Default)]
struct Door {
    root: PathBuf,
    now: Mutex<Behind>,
}

#[derive(Debug, Default)]
struct Behind {
    unlisted: BTreeSet<PathBuf>,
    shut: BTreeSet<PathBuf>,
    fault: Option<Fault>,
    /// The file server's clock answers, and says what ours says.
    confirms: bool,
    /// The server's time of a file, by the sender's.
    server: BTreeMap<i64, Option<Moment>>,
}

impl Interference for Door {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        let behind = self.now.lock().unwrap();
        let making = matches!(operation, Operation::Create | Operation::MakeFolder | Operation::Write | Operation::Rename);
        let full = match behind.fault {
            Some(Fault::Archive) => operation == Operation::Create && path.starts_with(self.root.join("so-tiep-nhan/archive")),
            Some(Fault::Products) => making && path.starts_with(self.root.join("ket-qua")),
            Some(Fault::None) | None => false,
        };
        let shut = match operation {
            Operation::List => behind.unlisted.contains(path),
            Operation::Read => behind.shut.contains(path),
            _ => false,
        };
        match (full, shut) {
            (true, _) => Err(io::ErrorKind::StorageFull.into()),
            (_, true) => Err(io::ErrorKind::PermissionDenied.into()),
            _ => Ok(()),
        }
    }

    /// This machine's disk would say what our clock says; the share says it while that is right, or nothing.
    fn skew(&self, _measured: Option<ServerClock>) -> Option<ServerClock> {
        self.now.lock().unwrap().confirms.then_some(ServerClock { ahead_seconds: 0, other_machine: true })
    }

    fn server_time(&self, modified: Option<Moment>, changed: Option<Moment>) -> Option<Moment> {
        let behind = self.now.lock().unwrap();
        let known = modified.and_then(|m| m.timestamp_nanos_opt()).and_then(|nanos| behind.server.get(&nanos).copied());
        known.unwrap_or(changed)
    }
}

/// What the program said.
#[derive(Debug)]
pub struct Told {
    pub exit: u8,
    /// `None` if the command failed as a whole.
    pub done: Option<Done>,
    /// Its words, for the story.
    pub words: String,
}

/// What a run said.
#[derive(Debug)]
pub struct Done {
    pub files: FileCounts,
    pub released: bool,
    pub lines: BTreeMap<&'static str, Line>,
    pub outputs: Vec<String>,
}

/// The workspace, with the share as its inbox.
pub struct World {
    dir: TempDir,
    door: Arc<Door>,
    /// What lies on the disk.
    on_disk: Arc<Mutex<BTreeMap<String, File>>>,
    names: BTreeMap<String, Content>,
    /// Runs are started as a scheduler starts them, and where one stops after its scan the whole run is held against it.
    pub as_scheduled: bool,
    /// How many stopped after their scan.
    pub rested: u32,
}

impl World {
    pub fn new(include_late: bool) -> Self {
        let shm = Path::new("/dev/shm");
        let dir = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() }.unwrap();
        let policy = if include_late { "late_reports = \"include\"\n" } else { "" };
        fs::write(dir.path().join("tonghop.toml"), format!("[desk]\ncode = \"SKHCN\"\n\n[policy]\nsettle_seconds = 10\n{policy}")).unwrap();
        fs::write(dir.path().join("danh-muc.xlsx"), REGISTER.as_slice()).unwrap();
        fs::create_dir(dir.path().join("nop")).unwrap();
        let door = Arc::new(Door { root: dir.path().to_owned(), now: Mutex::default() });
        Self { dir, door, on_disk: Arc::default(), names: BTreeMap::new(), as_scheduled: false, rested: 0 }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    /// One command at an instant; the share as it was at each look. After the first wait all of `meanwhile` has happened
    /// but the last of several events, which happens in the wait after that.
    pub fn command(
        &mut self,
        share: &Share,
        (at, clock): (Instant, Clock),
        fault: Fault,
        meanwhile: &[Event],
        work: Command,
    ) -> (Told, Vec<Share>) {
        show(&self.path("nop"), &self.door, share, &self.on_disk);
        if !share.book.is_empty() {
            fs::write(self.path("tiep-nhan.xlsx"), receipt_book(&share.book)).unwrap();
        }
        self.door.now.lock().unwrap().fault = Some(fault);
        let looks = Arc::new(Mutex::new(vec![share.clone()]));
        let pause = {
            let (looks, door, on_disk, inbox) = (Arc::clone(&looks), Arc::clone(&self.door), Arc::clone(&self.on_disk), self.path("nop"));
            let (first, last) = meanwhile.split_at(meanwhile.len().min(1.max(meanwhile.len().saturating_sub(1))));
            let (first, last) = (first.to_vec(), last.to_vec());
            Pause::with(move |_| {
                let mut looks = looks.lock().unwrap();
                let mut share = looks.last().unwrap().clone();
                let events: &[Event] = match looks.len() {
                    1 => &first,
                    2 => &last,
                    _ => &[],
                };
                events.iter().for_each(|event| share.happen(at + 5 * share::SECOND, event));
                show(&inbox, &door, &share, &on_disk);
                looks.push(share);
            })
        };
        let contents = |looks: &[Share]| -> BTreeMap<String, Content> {
            looks.iter().flat_map(|share| share.files.values()).map(|f| (sha256(&f.content.bytes()), f.content)).collect()
        };
        let told = self.perform(clock, pause, work, || contents(&looks.lock().unwrap()));
        let looks = looks.lock().unwrap().clone();
        self.door.now.lock().unwrap().fault = None;
        (told, looks)
    }

    fn start(&self, clock: Clock, pause: Pause) -> Start {
        self.door.now.lock().unwrap().confirms = clock.confirmed;
        let (boot, milliseconds) = clock.boot;
        let boot = Some(BootTime { id: boot.to_string(), milliseconds });
        Start {
            now: moment_of(clock.now),
            boot,
            server_said: None,
            threads: 1,
            readers: Readers::Given(Arc::new(FormReader)),
            pause,
            wait_seconds: 0,
            played: false,
        }
    }

    fn open(&self, start: &Start) -> Result<Session, Failure> {
        session::open(workspace::open_on(Disk::with(Arc::clone(&self.door) as Arc<dyn Interference>), self.dir.path())?, start)
    }

    fn workspace(&self) -> Result<workspace::Workspace, Failure> {
        workspace::open_on(Disk::with(Arc::clone(&self.door) as Arc<dyn Interference>), self.dir.path())
    }

    /// A run. One that stops after its scan must say what the whole run says on the records of before it; the story goes on over what
    /// the short one wrote.
    fn run(&mut self, start: &Start) -> Result<RunResult, Failure> {
        let whole = |session: &mut Session| weekly::run(session, RunOptions::default(), &Silent);
        if !self.as_scheduled {
            return whole(&mut self.open(start)?);
        }
        let (records, aside) = (self.path("so-tiep-nhan"), TempDir::new_in(self.dir.path().parent().unwrap()).unwrap());
        if unchanged::ask(&self.workspace()?, start).is_none() {
            let done = watched::watched(self.workspace()?, start, "run", whole)?;
            self.until_the_last_moment(start, aside.path());
            return Ok(done);
        }
        self.rested += 1;
        let (before, after) = (aside.path().join("before"), aside.path().join("after"));
        copy(&records, &before);
        let said = watched::run(self.workspace()?, start, RunOptions::default(), |_| panic!("it asked twice"))?;
        fs::rename(&records, &after).unwrap();
        fs::rename(&before, &records).unwrap();
        let done = watched::watched(self.workspace()?, start, "run", whole)?;
        alike(&said, &done);
        fs::remove_dir_all(&records).unwrap();
        fs::rename(&after, &records).unwrap();
        Ok(done)
    }

    /// What a run noted must hold until the last moment for which it says so: the whole run of then says the same. Afterwards
    /// everything is as before.
    fn until_the_last_moment(&mut self, start: &Start, aside: &Path) {
        let Some(rest) = unchanged::ask(&self.workspace().unwrap(), start) else { return };
        let then = rest.until() - chrono::TimeDelta::milliseconds(1);
        drop(rest);
        let boot =
            start.boot.clone().map(|boot| BootTime { milliseconds: boot.milliseconds + (then - start.now).num_milliseconds(), ..boot });
        // Whoever is told would be told before the hour; that is asked by each run.
        let then = Start { now: then, boot, played: true, ..start.clone() };
        let (records, before) = (self.path("so-tiep-nhan"), aside.join("before"));
        copy(&records, &before);
        let short = unchanged::ask(&self.workspace().unwrap(), &then).map(|rest| rest.result(0, None));
        let said = short.expect("a note that does not hold as long as it says");
        let whole = |session: &mut Session| weekly::run(session, RunOptions::default(), &Silent);
        let done = watched::watched(self.workspace().unwrap(), &then, "run", whole).unwrap();
        alike(&said, &done);
        fs::remove_dir_all(&records).unwrap();
        fs::rename(&before, &records).unwrap();
    }

    fn perform(&mut self, clock: Clock, pause: Pause, work: Command, contents: impl Fn() -> BTreeMap<String, Content>) -> Told {
        let start = self.start(clock, pause);
        let mut around = 0;
        let opened = if work == Command::Run { None } else { Some(self.open(&start)) };
        let decided = opened.map(|session| {
            session.and_then(|mut session| match work {
                Command::Run | Command::Release => release::release(&mut session, None, &Silent).map(Some),
                Command::Admit(agency) | Command::Revoke(agency) => {
                    let (reason, by) = ("mất điện".to_owned(), "Chánh Văn phòng".to_owned());
                    let (codes, period, file, until) = (vec![agency.to_owned()], None, None, None);
                    let request = AdmitRequest { codes, all_late: false, reason, by, period, file, until };
                    let decided = match work {
                        Command::Revoke(_) => admit::revoke(&mut session, &request),
                        _ => admit::admit(&mut session, &request, |_| Some(false)),
                    };
                    around = exit::of(&session.work.troubles().into_iter().map(|trouble| trouble.failure).collect::<Vec<_>>());
                    decided.map(|_| None)
                }
            })
        });
        let result = decided.unwrap_or_else(|| self.run(&start).map(Some));
        self.names.extend(contents());
        match result {
            Ok(Some(result)) => {
                let settled = result.settled.iter().map(|period| format!("{period} settled"));
                let words = result.failures.iter().map(ToString::to_string).chain(settled).collect::<Vec<_>>().join("; ");
                Told { exit: result.exit_code, words, done: Some(self.done(&result)) }
            }
            Ok(None) => Told { exit: around, words: String::new(), done: None },
            Err(failure) => Told { exit: failure.exit_code(), words: failure.to_string(), done: None },
        }
    }

    fn done(&self, result: &RunResult) -> Done {
        let RunReport { files, phase, agencies, outputs, .. } = &result.report;
        let merged = |code: &str| {
            let submissions = result.current.iter().flat_map(|s| &s.consolidation.submissions);
            submissions.filter(|s| s.agency.as_str() == code).any(|s| s.merged)
        };
        let line = |a: &tonghop::run::report::AgencyLine| {
            let code = known(a.code.as_str());
            let merged = merged(a.code.as_str());
            let usable = merged || matches!(word(&a.standing).as_str(), "on_time" | "late" | "admitted");
            let line = Line {
                standing: word(&a.standing),
                evidence: a.evidence.map(|e| word(&e)).filter(|_| usable),
                received_at: a.received_at.map(instant_of).filter(|_| usable),
                content: a.sha256.as_ref().and_then(|sha| self.names.get(sha)).copied().filter(|_| usable),
                merged,
                changed: a.changed_after_cutoff,
                document: a.document_received,
            };
            (code, line)
        };
        Done {
            files: *files,
            released: word(phase) == "released",
            lines: agencies.iter().map(line).collect(),
            outputs: outputs.iter().map(|o| o.path.clone()).collect(),
        }
    }

    /// The agencies of a release as its data file has them, with the figure of each one's task.
    pub fn release(&self, week: Week) -> Option<BTreeMap<&'static str, Wanted>> {
        // The one in force has the highest number, and no void one has its name.
        let path = |end: &str| self.path(&format!("ket-qua/{}/TongHop_SKHCN_T{week}_2025{end}.json", period(week)));
        let there = ["_v4", "_v3", "_v2", ""].into_iter().find_map(|end| fs::read(path(end)).ok());
        let data: serde_json::Value = serde_json::from_slice(&there?).unwrap();
        programmes::recount(&data);
        let number = |period: &serde_json::Value| period.as_str().and_then(|id| id.strip_prefix("2025-W")?.parse::<Week>().ok());
        let known = |code: &str| {
            let number_of = AGENCIES.iter().position(|a| *a == code).unwrap() + 1;
            let task = data["tasks"].as_array().unwrap().iter().find(|t| t["code"] == format!("KH11-00{number_of}"))?;
            let proposal = task["proposal"].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
            let figure = task["percent"].as_str()?.parse::<u32>().unwrap();
            Some(Carried { figure, changed: number(&task["changed_in"])?, confirmed: number(&task["last_update"])?, proposal })
        };
        let wanted = |a: &serde_json::Value| {
            let code = self::known(a["code"].as_str().unwrap());
            let merged = a["merged"].as_bool().unwrap();
            (code, Wanted { standing: a["standing"].as_str().unwrap().to_owned(), merged, known: known(code) })
        };
        Some(data["agencies"].as_array().unwrap().iter().map(wanted).collect())
    }

    /// Products of a week that may never change: hashes by name.
    pub fn sealed(&self, week: Week) -> BTreeMap<String, String> {
        let Ok(entries) = fs::read_dir(self.path(&format!("ket-qua/{}", period(week)))) else { return BTreeMap::new() };
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let names = entries.map(name).filter(|name| !name.contains("du-thao"));
        names.map(|name| (name.clone(), sha256(&fs::read(self.path(&format!("ket-qua/{}/{name}", period(week)))).unwrap()))).collect()
    }

    /// Is the content in the archive, whole?
    pub fn keeps(&self, content: &Content) -> bool {
        let bytes = content.bytes();
        let sha = sha256(&bytes);
        fs::read(self.path("so-tiep-nhan/archive").join(&sha[..2]).join(&sha)).is_ok_and(|kept| kept == bytes)
    }

    /// What `verify` finds wrong.
    pub fn verify(&self, at: Instant) -> Vec<String> {
        let start = self.start(Clock { now: at, boot: (0, at), confirmed: false }, Pause::with(|_| {}));
        match workspace::open(self.dir.path()).and_then(|workspace| verify::verify(&workspace, &start, None)) {
            Ok(verified) if verified.fails(true) => vec![format!("{verified:?}")],
            Ok(_) => Vec::new(),
            Err(failure) => vec![failure.to_string()],
        }
    }
}

/// Two runs of one moment say and do the same.
fn alike(short: &RunResult, whole: &RunResult) {
    let json = |result: &RunResult| serde_json::to_string(&result.report).unwrap();
    assert_eq!(json(short), json(whole), "a run that stopped after its scan");
    let words = |result: &RunResult| [result.notices.clone(), result.offices.clone(), result.calendar.clone()].concat();
    assert_eq!(words(short), words(whole));
    assert_eq!((short.exit_code, &short.found), (whole.exit_code, &whole.found));
    assert!(whole.failures.is_empty() && whole.settled.is_empty() && whole.restored.is_empty() && whole.report.outputs.is_empty());
}

/// `tiep-nhan.xlsx`.
fn receipt_book(rows: &[BookRow]) -> Vec<u8> {
    let row = |row: &BookRow| {
        let received = moment_of(row.received).format("%d/%m/%Y %H:%M");
        format!("{}/2025|{}|{}|{received}|Zalo|||", row.week, row.agency, row.path)
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let headings = "Kỳ báo cáo|Mã đơn vị|Tệp|Thời điểm nhận|Kênh|Số đến|Người nhận|Ghi chú";
    desk::register_workbook(&[("TiepNhan", headings, &rows)], &[])
}

/// A command of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Run,
    Release,
    Admit(&'static str),
    Revoke(&'static str),
}

fn known(code: &str) -> &'static str {
    AGENCIES.into_iter().find(|a| *a == code).unwrap()
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// Puts the share where the program looks.
fn show(inbox: &Path, door: &Door, share: &Share, on_disk: &Mutex<BTreeMap<String, File>>) {
    let gone = inbox.with_extension("gone");
    if !gone.is_dir() && share.mount != Mount::Here {
        fs::rename(inbox, &gone).unwrap();
    }
    let away = gone.is_dir();
    if share.mount == Mount::Empty && !inbox.is_dir() {
        fs::create_dir(inbox).unwrap();
    }
    if share.mount == Mount::Gone && inbox.is_dir() {
        fs::remove_dir(inbox).unwrap();
    }
    if share.mount == Mount::Here && away {
        if inbox.is_dir() {
            fs::remove_dir(inbox).unwrap();
        }
        fs::rename(&gone, inbox).unwrap();
    }
    let real = if share.mount == Mount::Here { inbox } else { gone.as_path() };
    for folder in AGENCIES.iter().chain(&["_chung", super::generator::UNLISTED]) {
        fs::create_dir_all(real.join(folder)).unwrap();
    }
    let mut on_disk = on_disk.lock().unwrap();
    for path in on_disk.keys().filter(|path| !share.files.contains_key(*path)) {
        fs::remove_file(real.join(path)).unwrap();
    }
    for (path, file) in share.files.iter().filter(|(path, file)| on_disk.get(*path) != Some(file)) {
        let nanos = moment_of(0).timestamp_nanos_opt().unwrap() + file.modified;
        fs::write(real.join(path), file.content.bytes()).unwrap();
        let handle = fs::File::options().write(true).open(real.join(path)).unwrap();
        handle.set_modified(UNIX_EPOCH + Duration::from_nanos(u64::try_from(nanos).unwrap())).unwrap();
        door.now.lock().unwrap().server.insert(nanos, file.server.map(moment_of));
    }
    *on_disk = share.files.clone();
    let mut behind = door.now.lock().unwrap();
    behind.unlisted = share.unlisted.iter().map(|folder| inbox.join(folder)).collect();
    behind.shut = share.shut.iter().map(|path| inbox.join(path)).collect();
}
