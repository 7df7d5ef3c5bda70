//! A new workspace: configuration, empty registers, folders, guides, templates of the written report, scheduler lines, double-click scripts.

use crate::io::disk::Disk;
use crate::io::excel_write;
use crate::io::failure::Failure;
use crate::io::word;
use crate::io::{config, files, schedule_files};
use crate::model::agency::AgencyCode;
use crate::model::calendar::Calendar;
use crate::model::config::Layout;
use crate::model::look_plan::{self, LookPlan};
use crate::model::moment;
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::run::schedule;
use crate::run::session::Start;
use crate::sheets::letter::{self, LetterOf};
use crate::sheets::register_template;
use crate::text::scheduler;
use serde::Serialize;
use std::path::Path;

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
const GUIDES: [(&str, &str); 3] = [
    ("co-quan-tong-hop.html", include_str!("../../templates/huong-dan/co-quan-tong-hop.html")),
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

/// A workspace that was made.
#[derive(Debug, Serialize)]
pub struct InitAnswer {
    /// Absolute path of the new folder.
    pub workspace: String,
    /// Files and folders below it, in the order they were made.
    pub made: Vec<String>,
}

/// Makes the workspace; names what it made. A folder that holds anything is refused.
pub fn init(dir: &Path, desk: &str, answers_in_folders: bool, start: &Start) -> Result<InitAnswer, Failure> {
    let code = AgencyCode::parse(desk)
        .ok_or_else(|| Failure::usage(format!("“{desk}” không phải mã cơ quan."), "Đề nghị ghi mã gồm chữ in hoa và số, ví dụ SKHCN."))?;
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
    write(config::FILE, config::template(code.as_str(), Period::containing(moment::day(start.now)), answers_in_folders).as_bytes())?;
    for (name, book) in
        [("danh-muc.xlsx", register_template::book(start.now)), ("tiep-nhan.xlsx", register_template::receipt_book(start.now))]
    {
        let bytes = excel_write::to_bytes(&book).map_err(|e| Failure::Product { path: root.join(name), cause: e.to_string() })?;
        write(name, &bytes)?;
    }
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
    let usual = config::defaults(code.clone()).schedule;
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
    Ok(InitAnswer { workspace: root.display().to_string(), made })
}

/// A text inside HTML: a folder may be called `R&D`.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
