//! A new workspace: configuration, registers (empty, or begun from a list that the desk has), folders, guides, templates of the written
//! report, scheduler lines, double-click scripts.

use crate::forms::own_list::{self, Given};
use crate::forms::secrecy::{self, ListMark};
use crate::io::disk::Disk;
use crate::io::excel_write;
use crate::io::failure::Failure;
use crate::io::registers;
use crate::io::word;
use crate::io::{config, files, schedule_files};
use crate::model::agency::AgencyCode;
use crate::model::calendar::Calendar;
use crate::model::config::{Desk, Layout, Limits};
use crate::model::found_list::{FoundList, FoundSheet, ListDoubt};
use crate::model::look_plan::{self, LookPlan};
use crate::model::moment;
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::model::workbook::RawWorkbook;
use crate::reader;
use crate::run::schedule;

use crate::run::session::{Start, why};
use crate::sheets::letter::{self, LetterOf};
use crate::sheets::register_from_list::{self, Beginning};
use crate::sheets::register_template;
use crate::sheets::sheet::Book;
use crate::text::scheduler;
use chrono::NaiveDate;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Double-click scripts for Windows: each command of the day, and everything by numbers. They start the program beside them, else the
/// one that made the workspace, and name the folder they lie in, which may be a share (`cd` does not go there).
const SCRIPTS: [(&str, &str); 4] = [
    ("1-Chay.cmd", include_str!("../../templates/scripts/1-Chay.cmd")),
    ("2-Tinh-hinh.cmd", include_str!("../../templates/scripts/2-Tinh-hinh.cmd")),
    ("3-Phat-hanh.cmd", include_str!("../../templates/scripts/3-Phat-hanh.cmd")),
    ("Menu.cmd", include_str!("../../templates/scripts/Menu.cmd")),
];

/// Everything by numbers, for a machine with a shell.
const MENU_UNIX: &str = include_str!("../../templates/scripts/Menu.sh");

/// Guides written into `huong-dan/`: pages that Word opens and prints, with `{WORKSPACE}` and `{PROGRAM}` to be filled in.
const GUIDES: [(&str, &str); 4] = [
    ("co-quan-tong-hop.html", include_str!("../../templates/huong-dan/co-quan-tong-hop.html")),
    ("lam-gi-khi.html", include_str!("../../templates/huong-dan/lam-gi-khi.html")),
    ("can-bo.html", include_str!("../../templates/huong-dan/can-bo.html")),
    ("ky-thuat.html", include_str!("../../templates/huong-dan/ky-thuat.html")),
];

/// The pictures in them.
const PICTURES: [(&str, &[u8]); 4] = [
    ("thong-tin.png", include_bytes!("../../templates/huong-dan/hinh/thong-tin.png")),
    ("nhiem-vu.png", include_bytes!("../../templates/huong-dan/hinh/nhiem-vu.png")),
    ("phan-hoi.png", include_bytes!("../../templates/huong-dan/hinh/phan-hoi.png")),
    ("trang-dau.png", include_bytes!("../../samples/trang-dau.png")),
];

/// What a new workspace begins with.
#[derive(Debug)]
pub struct Beginnings {
    /// The desk, as far as it is known: what is as usual stays a commented line of the configuration.
    pub desk: Desk,
    /// Does each run put an office's answers into its own folder of the inbox?
    pub answers_in_folders: bool,
    /// A list that the desk has kept by itself, from which the registers begin.
    pub list: Option<GivenList>,
}

/// A list from which registers begin.
#[derive(Debug)]
pub struct GivenList {
    /// The workbook.
    pub file: PathBuf,
    /// The document that assigned what it says; its own title says it where `None`.
    pub document: Option<String>,
    /// Year of the plan; the title of the list says it where `None`.
    pub plan_year: Option<i32>,
}

/// A workspace that was made.
#[derive(Debug, Serialize)]
pub struct InitAnswer {
    /// Absolute path of the new folder.
    pub workspace: String,
    /// Files and folders below it, in the order they were made.
    pub made: Vec<String>,
    /// What became of the list, if one was given.
    pub list: Option<ListAnswer>,
}

/// What became of a list from which registers were begun.
#[derive(Debug, Serialize)]
pub struct ListAnswer {
    /// The file as it was named.
    pub file: String,
    /// Was it a register already, so that it was taken as it is?
    pub is_register: bool,
    /// Its sheets, and what each held.
    pub sheets: Vec<FoundSheet>,
    /// How many offices the register has.
    pub agencies: usize,
    /// How many tasks the register has.
    pub tasks: usize,
    /// How many targets the register has.
    pub targets: usize,
    /// What was proposed for all rows, in words.
    pub proposals: Vec<String>,
    /// What a person has to look at, cell by cell.
    pub doubts: Vec<ListDoubt>,
    /// What is missing before the register can be used, cell by cell of `danh-muc.xlsx`.
    pub to_fill: Vec<String>,
    /// Can the register be used before that, because what is missing costs its own rows alone?
    pub usable: bool,
}

/// Makes the workspace; names what it made. A folder that holds anything is refused.
pub fn init(dir: &Path, beginnings: &Beginnings, start: &Start) -> Result<InitAnswer, Failure> {
    let desk = &beginnings.desk;
    // Before anything is made: a list that cannot be read is no reason for half a workspace.
    let begun = beginnings.list.as_ref().map(|list| begin(list, desk, start)).transpose()?;
    let disk = Disk::default();
    files::create_new_folder(&disk, dir)?;
    let root = files::absolute(dir)?;
    let mut made = Vec::new();
    let mut write = |name: &str, bytes: &[u8]| -> Result<(), Failure> {
        // Accounts of mail and who decides stand in it; everything else is for whoever shares the folder.
        let put = if name == config::FILE { files::write_new_private } else { files::write_new };
        put(&disk, &root.join(name), bytes)?;
        made.push(name.to_owned());
        Ok(())
    };
    let from = Period::containing(moment::day(start.now));
    write(config::FILE, config::template(desk, from, beginnings.answers_in_folders).as_bytes())?;
    let (register, list) = match begun {
        Some((bytes, list)) => (bytes, Some(list)),
        None => (written(&register_template::book(start.now), &root.join(REGISTER))?, None),
    };
    write(REGISTER, &register)?;
    write("tiep-nhan.xlsx", &written(&register_template::receipt_book(start.now), &root.join("tiep-nhan.xlsx"))?)?;
    let program = start.readers.program().display().to_string();
    for (name, text) in GUIDES {
        let text = text.replace("{WORKSPACE}", &escaped(&root.display().to_string())).replace("{PROGRAM}", &escaped(&program));
        write(&format!("huong-dan/{name}"), text.as_bytes())?;
    }
    for (name, bytes) in PICTURES {
        write(&format!("huong-dan/hinh/{name}"), bytes)?;
    }
    // Rest days are not known yet; `doctor` says when these lines lack something.
    let today = moment::day(start.now);
    let usual = config::defaults(desk.code.clone()).schedule;
    let rhythm = Rhythm { calendar: &Calendar::default(), schedule: &usual };
    let plan = LookPlan::of(rhythm, today, look_plan::horizon(today));
    for file in scheduler::files(&plan, &schedule::started(&root, start)) {
        write(&format!("{}/{}", schedule_files::FOLDER, file.name), &schedule_files::bytes(file.name, &file.text))?;
    }
    // An old console reads the script letter by letter in its own code: a path beyond ASCII would not be found by it.
    let plain = if program.is_ascii() { program.replace('%', "%%") } else { "tonghop".to_owned() };
    for (name, text) in SCRIPTS {
        write(name, text.replace("{PROGRAM}", &plain).replace('\n', "\r\n").as_bytes())?;
    }
    write("Menu.sh", MENU_UNIX.replace("{PROGRAM}", &program.replace('\'', "'\\''")).as_bytes())?;
    files::let_run(&disk, &root.join("Menu.sh"))?;
    for of in LetterOf::ALL {
        for layout in [Layout::State, Layout::Party] {
            write(&format!("templates/{}", word::template_name(of, layout)), word::own_template(of, layout))?;
        }
    }
    write(&format!("templates/{}", letter::GUIDE), letter::guide().as_bytes())?;
    for folder in ["nop/_chung", "mau", "phan-hoi", "ket-qua"] {
        files::create_folder(&disk, &root.join(folder))?;
        made.push(folder.to_owned());
    }
    // Telephone numbers lie there.
    files::create_private_folder(&disk, &root.join("noi-bo"))?;
    made.push("noi-bo".to_owned());
    Ok(InitAnswer { workspace: root.display().to_string(), made, list })
}

/// The desk's code, or why it is none.
pub fn desk_code(text: &str) -> Result<AgencyCode, Failure> {
    AgencyCode::parse(text)
        .ok_or_else(|| Failure::usage(format!("“{text}” không phải mã cơ quan."), "Đề nghị ghi mã gồm chữ in hoa và số, ví dụ SKHCN."))
}

const REGISTER: &str = "danh-muc.xlsx";

fn written(book: &Book, path: &Path) -> Result<Vec<u8>, Failure> {
    excel_write::to_bytes(book).map_err(|e| Failure::Product { path: path.to_path_buf(), cause: e.to_string() })
}

/// Reads a list, whatever is in it but a mark of secrecy; why it cannot be taken.
pub fn readable(file: &Path) -> Result<(), Failure> {
    opened(file).map(drop)
}

/// The bytes of a list, and its sheets. A list with a mark of secrecy is refused.
fn opened(file: &Path) -> Result<(Vec<u8>, RawWorkbook), Failure> {
    let bytes = files::read(&Disk::default(), file)?;
    let workbook = reader::read(&bytes, &extension(file), &Limits::DEFAULT).map_err(|refusal| refused(file, &why(&refusal)))?;
    // As with reports: nothing of it is taken over or said, but where the mark stands.
    if let Some(ListMark { sheet, cell, mark }) = secrecy::first_of_list(&workbook) {
        let at = cell.map_or_else(|| format!("tên trang thứ {sheet}"), |cell| format!("trang thứ {sheet}, ô {cell}"));
        return Err(Failure::usage(
            format!("Danh sách {} có dấu chỉ độ mật (“{mark}”) ở {at}: chưa tạo gì.", file.display()),
            "Danh sách có dấu chỉ độ mật không được đưa vào chương trình này. Đề nghị lưu giữ danh sách theo quy định về bảo vệ bí mật nhà nước, và chỉ lập danh mục gồm nội dung không mật.",
        ));
    }
    Ok((bytes, workbook))
}

fn extension(file: &Path) -> String {
    file.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default()
}

fn refused(file: &Path, cause: &str) -> Failure {
    Failure::usage(
        format!("Không đọc được danh sách {}: {cause}.", file.display()),
        "Đề nghị mở danh sách bằng Excel, lưu thành .xlsx rồi tạo lại; hoặc tạo nơi làm việc không có danh sách.",
    )
}

/// The register that a list begins, and what became of the list. A list that is a register already is taken as it is.
fn begin(list: &GivenList, desk: &Desk, start: &Start) -> Result<(Vec<u8>, ListAnswer), Failure> {
    let (bytes, workbook) = opened(&list.file)?;
    let file = list.file.display().to_string();
    let refused = |cause: &str| refused(&list.file, cause);
    if let Ok(register) = registers::understand(&workbook)
        && extension(&list.file).eq_ignore_ascii_case(".xlsx")
    {
        let (agencies, tasks, targets) = (register.agencies.len(), register.tasks.len(), register.targets.len());
        let to_fill: Vec<String> = register.mistakes.iter().map(ToString::to_string).collect();
        let found = FoundList::default();
        let answer = ListAnswer { agencies, tasks, targets, to_fill, ..answer_of(&found, file, Vec::new()) };
        return Ok((bytes, ListAnswer { is_register: true, ..answer }));
    }
    let given = Given { desk: desk.code.clone(), desk_name: desk.name.clone(), document: list.document.clone(), plan_year: list.plan_year };
    let found = own_list::understand(&workbook, &given);
    if found.offices.iter().all(|office| office.place.sheet.is_none()) && found.tasks.is_empty() && found.targets.is_empty() {
        return Err(refused("không nhận ra cột nào của danh sách cơ quan, nhiệm vụ hay chỉ tiêu"));
    }
    let name = list.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // An office has reported since the plan began: from this week on where nobody knows of which year the plan is, or it is a later one.
    let monday = Period::containing(moment::day(start.now)).first_day();
    let years = found.tasks.iter().filter_map(|task| task.plan_year).chain(found.targets.iter().filter_map(|target| target.plan_year));
    let plan = years.min().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let beginning = Beginning { file: &name, desk: desk.code.as_str(), from: plan.map_or(monday, |first| first.min(monday)) };
    let bytes = written(&register_from_list::book(&found, beginning, start.now), Path::new(REGISTER))?;
    // Read back as any command will read it: what is missing is said by the same words.
    let back = reader::read(&bytes, ".xlsx", &Limits::REGISTER).map_err(|refusal| refused(&why(&refusal)))?;
    let understood = registers::understand(&back);
    let usable = understood.is_ok();
    let mistakes = understood.map_or_else(|mistakes| mistakes, |register| register.mistakes);
    let to_fill = mistakes.iter().map(ToString::to_string).collect();
    let answer = answer_of(&found, file, register_from_list::proposals(&found, beginning));
    Ok((bytes, ListAnswer { to_fill, usable, ..answer }))
}

fn answer_of(found: &FoundList, file: String, proposals: Vec<String>) -> ListAnswer {
    ListAnswer {
        file,
        is_register: false,
        sheets: found.sheets.clone(),
        agencies: found.offices.len(),
        tasks: found.tasks.len(),
        targets: found.targets.len(),
        proposals,
        doubts: found.doubts.clone(),
        to_fill: Vec::new(),
        usable: true,
    }
}

/// A text inside HTML: a folder may be called `R&D`.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
