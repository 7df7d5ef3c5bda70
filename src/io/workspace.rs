//! The folder a desk works in, and where its things stand.

use super::archive::{self, Archive};
use super::config;
use super::disk::Disk;
use super::failure::Failure;
use super::files;
use super::inbox::NotInbox;
use super::journal::Journal;
use super::ledger::Ledger;
use crate::model::agency::Agency;
use crate::model::backup::Place;
use crate::model::config::Config;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::register::Register;
use std::path::{Path, PathBuf};

/// Stands in `[folders] feedback` for the agency's folder in the inbox.
const AGENCY_FOLDER: &str = "{folder}";

/// A workspace with its configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Workspace {
    /// The folder that holds `tonghop.toml`.
    pub root: PathBuf,
    /// What that file says.
    pub config: Config,
    /// What it held when it was read: this is what a freeze and a release are sealed with, whatever is saved meanwhile.
    pub config_bytes: Vec<u8>,
    /// The file system it stands on.
    pub disk: Disk,
    /// Why that file cannot be used, and since when the configuration in its place was in use. `None` if it can.
    pub broken: Option<(Failure, Moment)>,
}

/// The nearest folder, from `start` upwards, that holds `tonghop.toml`.
pub fn find(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| is_workspace(folder)).map(Path::to_owned)
}

/// Opens the workspace at `root`.
pub fn open(root: &Path) -> Result<Workspace, Failure> {
    open_on(Disk::default(), root)
}

/// The same on a disk of the caller's.
pub fn open_on(disk: Disk, root: &Path) -> Result<Workspace, Failure> {
    if !is_workspace(root) {
        return Err(Failure::Usage {
            message: format!("{} không phải thư mục làm việc: không có {}", root.display(), config::FILE),
            hint: "Đề nghị chạy lệnh trong thư mục làm việc, thêm -C THƯ-MỤC, hoặc tạo mới bằng “tonghop init THƯ-MỤC”.".to_owned(),
        });
    }
    match config::load(&disk, root, config::FILE) {
        Ok((config, config_bytes)) => Ok(Workspace { root: root.to_owned(), config, config_bytes, disk, broken: None }),
        Err(failure) => last_good(&disk, root, failure),
    }
}

/// The workspace with the copy of its last valid configuration, where today's cannot be used for this reason: if it is
/// the one that the ledger it names, or the journal of a lost one, was told of last. Anything else beside today's may be
/// anybody's.
pub fn last_good(disk: &Disk, root: &Path, failure: Failure) -> Result<Workspace, Failure> {
    let Ok((config, config_bytes)) = config::load(disk, root, config::COPY) else { return Err(failure) };
    let workspace = Workspace { root: root.to_owned(), config, config_bytes, disk: disk.clone(), broken: None };
    match workspace.told_of(&archive::sha256(&workspace.config_bytes)) {
        Some(since) => Ok(Workspace { broken: Some((failure, since)), ..workspace }),
        None => Err(failure),
    }
}

/// While a program saves it, `tonghop.toml` may not be there.
fn is_workspace(folder: &Path) -> bool {
    folder.join(config::FILE).is_file() || folder.join(config::COPY).is_file()
}

impl Workspace {
    /// The inbox; read only.
    pub fn inbox(&self) -> PathBuf {
        self.root.join(&self.config.folders.inbox)
    }

    /// The forms of a period.
    pub fn forms(&self, period: Period) -> PathBuf {
        self.root.join(&self.config.folders.forms).join(period.to_string())
    }

    /// The feedback of a period for an agency. All agencies share a folder unless the configuration puts it into each
    /// agency's own.
    pub fn feedback(&self, period: Period, agency: &Agency) -> PathBuf {
        self.root.join(self.config.folders.feedback.replace(AGENCY_FOLDER, &agency.folder)).join(period.to_string())
    }

    /// Where the message of a period for the chat group goes: beside the feedback, or beside the products where each
    /// agency has its feedback in its own folder.
    pub fn messages(&self, period: Period) -> PathBuf {
        let feedback = &self.config.folders.feedback;
        if feedback.contains(AGENCY_FOLDER) { self.products(period) } else { self.root.join(feedback).join(period.to_string()) }
    }

    /// The folder that holds the feedback of all agencies; `None` if each has its own, in the inbox.
    pub fn shared_feedback(&self) -> Option<PathBuf> {
        let feedback = &self.config.folders.feedback;
        (!feedback.contains(AGENCY_FOLDER)).then(|| self.root.join(feedback))
    }

    /// What stays with the desk's own people: whom to call.
    pub fn internal(&self) -> PathBuf {
        self.root.join("noi-bo")
    }

    /// The products of a period.
    pub fn products(&self, period: Period) -> PathBuf {
        self.root.join(&self.config.folders.products).join(period.to_string())
    }

    /// The folder of a part of the workspace; `None` for answers that stand in each agency's own folder.
    pub fn place(&self, place: Place) -> Option<PathBuf> {
        let folders = &self.config.folders;
        Some(match place {
            Place::Root => self.root.clone(),
            Place::Records => self.records(),
            Place::Products => self.root.join(&folders.products),
            Place::Forms => self.root.join(&folders.forms),
            Place::Feedback => return self.shared_feedback(),
        })
    }

    /// Ledger, archive and lock.
    pub fn records(&self) -> PathBuf {
        self.root.join(&self.config.folders.records)
    }

    /// The archive among the records.
    pub fn archive(&self) -> Archive {
        Archive::at(&self.disk, &self.records())
    }

    /// The ledger for reading; `None` if there is none yet.
    pub fn ledger_to_read(&self) -> Result<Option<Ledger>, Failure> {
        Ledger::open_read_only(&self.disk, &self.records())
    }

    /// When the configuration with this hash came into use, if it is the last one that the ledger or its journal knows.
    fn told_of(&self, sha256: &str) -> Option<Moment> {
        let by_ledger = || self.ledger_to_read().ok().flatten()?.last_configuration().ok().flatten();
        let by_journal = || Journal::at(&self.disk, &self.records()).read().ok()?.last_configuration();
        let told = |last: Option<(String, Moment)>| last.filter(|(known, _)| known == sha256).map(|(_, since)| since);
        told(by_ledger()).or_else(|| told(by_journal()))
    }

    /// Keeps the configuration in use beside `tonghop.toml`, for the day on which that one is broken. Nobody waits for the disk: the next run
    /// writes it again.
    pub fn keep_config(&self) -> Result<(), Failure> {
        let path = self.root.join(config::COPY);
        files::replace_private(&self.disk, &path, &self.config_bytes, files::Sync::Skip).map(drop).map_err(|e| Failure::writing(&path, &e))
    }

    /// The workbook of the registers, `danh-muc.xlsx`.
    pub fn register_file(&self) -> PathBuf {
        self.root.join("danh-muc.xlsx")
    }

    /// The clerk's receipt book; it need not be there.
    pub fn receipt_book(&self) -> PathBuf {
        self.root.join("tiep-nhan.xlsx")
    }

    /// The desk's workbook of proposals; it need not be there.
    pub fn proposal_book(&self) -> PathBuf {
        self.root.join("kien-nghi.xlsx")
    }

    /// The configuration, `tonghop.toml` in the workspace.
    pub fn config_file(&self) -> PathBuf {
        self.root.join(config::FILE)
    }

    /// Folders of our own, wherever they are: what a scan of the inbox leaves out, and where it tells answers from reports.
    pub fn not_inbox(&self, register: &Register) -> NotInbox {
        let folders = &self.config.folders;
        let mut answers = Vec::new();
        let mut left_out: Vec<PathBuf> =
            [&folders.forms, &folders.products, &folders.records].into_iter().map(|f| self.root.join(f)).collect();
        left_out.push(self.internal());
        if folders.feedback.contains(AGENCY_FOLDER) {
            answers.extend(register.agencies.iter().map(|a| self.root.join(folders.feedback.replace(AGENCY_FOLDER, &a.folder))));
        } else {
            left_out.push(self.root.join(&folders.feedback));
        }
        NotInbox { left_out, answers }
    }

    /// A path for people and for `outputs`: below the workspace, with `/`; whole where it lies elsewhere.
    pub fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).map_or_else(|_| path.display().to_string(), files::slashed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn workspace(extra: &str) -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(config::FILE), format!("[desk]\ncode = \"SKHCN\"\n{extra}")).unwrap();
        let workspace = open(dir.path()).unwrap();
        (dir, workspace)
    }

    #[test]
    fn what_is_saved_meanwhile_is_not_what_was_used() {
        let (dir, workspace) = workspace("name = \"A\"");
        let was = fs::read(workspace.config_file()).unwrap();
        fs::write(dir.path().join(config::FILE), "[desk]\ncode = \"SKHCN\"\nname = \"B").unwrap();
        assert_eq!(workspace.config_bytes, was);
    }

    #[test]
    fn it_is_found_from_any_folder_below() {
        let (dir, _) = workspace("");
        let below = dir.path().join("ket-qua/2025-W28");
        fs::create_dir_all(&below).unwrap();
        assert_eq!(find(&below).as_deref(), Some(dir.path()));
        let failure = open(&below).unwrap_err();
        assert_eq!(failure.exit_code(), 2);
        assert!(failure.hint().unwrap().contains("tonghop init"));
    }

    #[test]
    fn its_folders() {
        let (dir, workspace) = workspace("");
        let period = Period::parse_id("2025-W28").unwrap();
        assert_eq!(workspace.relative(&workspace.products(period)), "ket-qua/2025-W28");
        assert_eq!(workspace.relative(&workspace.messages(period)), "phan-hoi/2025-W28");
        assert_eq!(workspace.inbox(), dir.path().join("nop"));
        assert_eq!(workspace.relative(Path::new("/srv/x")), "/srv/x");
    }

    #[test]
    fn feedback_may_stand_in_the_inbox_and_scans_know_where() {
        let (dir, workspace) = workspace("[folders]\nfeedback = \"nop/{folder}/phan-hoi\"\n");
        let period = Period::parse_id("2025-W28").unwrap();
        let register = crate::io::inbox::tests::register(&[("SYT", "Sở Y tế")]);
        assert_eq!(workspace.feedback(period, &register.agencies[0]), dir.path().join("nop/Sở Y tế/phan-hoi/2025-W28"));
        assert!(workspace.not_inbox(&register).answers.contains(&dir.path().join("nop/Sở Y tế/phan-hoi")));
        assert_eq!(workspace.messages(period), dir.path().join("ket-qua/2025-W28"));
    }
}
