//! What stops a command: typed, reported once, with the way out. A failure is about our surroundings (disk, lock,
//! calendar, configuration); what is wrong with a report is a finding instead.
//!
//! One file, because whoever adds a failure gives it its sentence, its hint, its word and its exit code in one go.

use super::platform::{Here, Refusal, System};
use crate::model::moment::Moment;
use crate::text::format;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// What was tried on a file, for [`Failure::Io`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Reading a file or listing a folder.
    Read,
    /// Writing, creating or renaming.
    Write,
}

impl Action {
    fn verb(self) -> &'static str {
        match self {
            Self::Read => "đọc",
            Self::Write => "ghi",
        }
    }
}

/// A failure. Its text is Vietnamese and names file and place; [`Failure::hint`] says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// `tonghop.toml` is not valid.
    #[error("Cấu hình {file} có {} lỗi:{}", problems.len(), lines(problems))]
    Config {
        /// The configuration, or the form definition, as messages name it.
        file: String,
        /// Each mistake, with its line and key.
        problems: Vec<String>,
    },
    /// The configuration that froze a period cannot be had from the archive: another desk stands in its place.
    #[error("{period}: không đọc được cấu hình lúc chốt ({cause}), nên dùng đầu mối {desk} của cấu hình sau đó")]
    FrozenDesk {
        /// The period as people call it.
        period: String,
        /// The code of the desk in its place.
        desk: String,
        /// What is wrong with the copy.
        cause: String,
    },
    /// The register that froze a period cannot be had from the archive: who has to report is said by a later one.
    #[error("{period}: không đọc được danh mục lúc chốt ({cause}), nên cơ quan phải báo cáo lấy theo danh mục sau đó")]
    FrozenRegister {
        /// The period as people call it.
        period: String,
        /// What is wrong with the copy.
        cause: String,
    },
    /// `danh-muc.xlsx` or `tiep-nhan.xlsx` is not valid.
    #[error("{} {file} có {} lỗi:{}", workbook(file), mistakes.len(), lines(mistakes))]
    Register {
        /// Name of the workbook.
        file: String,
        /// Each mistake, with its sheet and cell.
        mistakes: Vec<String>,
    },
    /// The inbox cannot be listed.
    #[error("Không truy cập được thư mục nộp báo cáo {}: {cause}", path.display())]
    InboxUnreachable {
        /// The folder that should be listed.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// The inbox holds less than half of the folders of last time: the share looks unmounted.
    #[error("Thư mục nộp báo cáo {} chỉ còn {now} thư mục con, lần quét trước có {before}: ổ dùng chung có thể đã mất kết nối", path.display())]
    InboxShrunk {
        /// The folder that was listed.
        path: PathBuf,
        /// Folders seen by the last good scan.
        before: u32,
        /// Folders that the listing has now.
        now: u32,
    },
    /// Another run holds the lock.
    #[error("Một lần chạy khác đang làm việc{}", holder(*pid, *since))]
    Locked {
        /// When it started, if it could be read.
        since: Option<Moment>,
        /// Its process, if it could be read.
        pid: Option<u32>,
    },
    /// The calendar does not allow it now.
    #[error("{message}")]
    Calendar {
        /// Why it is refused now, in Vietnamese.
        message: String,
        /// What to do instead, in Vietnamese.
        hint: String,
    },
    /// A product could not be written; an old one is untouched.
    #[error("Không ghi được {}: {cause}. Bản cũ (nếu có) còn nguyên", path.display())]
    Product {
        /// Where the product was to stand.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// Somebody has a product open. A draft is written by a later run (exit code 0); what is final was written beside it.
    #[error("{} đang được {holder} mở; {}", path.display(), instead(beside.as_deref()))]
    ProductOpen {
        /// The product that is open.
        path: PathBuf,
        /// Who has it open, for people.
        holder: String,
        /// The numbered file beside it that holds what was to be written.
        beside: Option<PathBuf>,
    },
    /// A file that the ledger does not know stands under the name of a freeze or a release. It may have been sent: it stays,
    /// and what was to be written stands beside it.
    #[error("{} đã có từ trước và sổ tiếp nhận không biết tệp này, nên chương trình không ghi đè; {}", path.display(), instead(Some(beside)))]
    Occupied {
        /// Where the product was to stand, and the other file stands.
        path: PathBuf,
        /// The numbered file beside it that holds what was to be written.
        beside: PathBuf,
    },
    /// Somebody edited a product after it had left. It is never written over (exit code 0).
    #[error("{file} đã bị sửa sau khi {left}; chương trình không ghi đè{}", right(kept.as_deref()))]
    Edited {
        /// The product, relative to the workspace.
        file: String,
        /// How it left, in Vietnamese.
        left: &'static str,
        /// Where the archive keeps it as it left, relative to the workspace; `None` if that copy is damaged as well.
        kept: Option<String>,
    },
    /// The archive has lost or damaged its copy of a product that left.
    #[error("{} ({kept}): {cause}", copy(file, *lost))]
    Copy {
        /// The product, relative to the workspace.
        file: String,
        /// The product itself is gone too.
        lost: bool,
        /// The copy, relative to the workspace.
        kept: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The ledger cannot be used.
    #[error("Sổ tiếp nhận {} gặp lỗi: {cause}", path.display())]
    Ledger {
        /// The database file.
        path: PathBuf,
        /// What the database or the disk said.
        cause: String,
        /// Its content is wrong, by what it said; else its disk, a right or another program is in the way for now.
        damaged: bool,
    },
    /// The ledger is lost, is an older copy, or is another one than the one that made what was sent.
    #[error("{message}. Không tệp nào đã gửi bị đụng đến")]
    OtherLedger {
        /// What tells so, in Vietnamese.
        message: String,
    },
    /// The ledger was brought up by a later version of the program: this one can neither read nor write it, and nothing is wrong with it.
    #[error("Sổ tiếp nhận {} do bản chương trình mới hơn ghi (sổ đời {ledger}); chương trình này, bản {program}, chỉ đọc được đến đời {reads}{beside}", path.display())]
    NewerLedger {
        /// The database file.
        path: PathBuf,
        /// The schema of the ledger.
        ledger: usize,
        /// The newest schema that this program reads.
        reads: usize,
        /// Version and commit of this program, for people.
        program: String,
        /// What else went wrong, each as a sentence after ". "; blank if nothing did.
        beside: String,
    },
    /// A backup is not what was written: what stands in it is taken back nowhere.
    #[error("Bản sao lưu bị hỏng, {}: {cause}", path.display())]
    Backup {
        /// The file of the backup that is damaged.
        path: PathBuf,
        /// What is wrong with it, in Vietnamese.
        cause: String,
    },
    /// The disk of the backups does not give back what is written there; the backup did not end.
    #[error("Bản sao lưu bị hỏng, {}: {cause}", path.display())]
    BackupDisk {
        /// The file of the backup that is damaged.
        path: PathBuf,
        /// What is wrong with it, in Vietnamese.
        cause: String,
    },
    /// A message to the desk could not be sent.
    #[error("Không báo tin được:{}", lines(causes))]
    Notify {
        /// What each way that failed said, in Vietnamese.
        causes: Vec<String>,
    },
    /// The command does not make sense as typed.
    #[error("{message}")]
    Usage {
        /// What is wrong with it, in Vietnamese.
        message: String,
        /// What to type instead, in Vietnamese.
        hint: String,
    },
    /// Any other file or folder could not be read or written.
    #[error("Không {} được {}: {cause}", action.verb(), path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Whether it was read or written.
        action: Action,
        /// What the system said.
        cause: String,
    },
}

/// Every word of [`Failure::code`].
pub const CODES: [&str; 19] = [
    "config",
    "register",
    "inbox_unreachable",
    "inbox_shrunk",
    "locked",
    "calendar",
    "product",
    "product_open",
    "occupied",
    "edited",
    "archive",
    "ledger",
    "other_ledger",
    "newer_ledger",
    "backup",
    "notify",
    "usage",
    "read",
    "write",
];

impl Failure {
    /// A file that could not be read.
    pub fn reading(path: &Path, error: &Error) -> Self {
        Self::Io { path: path.to_owned(), action: Action::Read, cause: cause(error) }
    }

    /// A file that could not be written.
    pub fn writing(path: &Path, error: &Error) -> Self {
        Self::Io { path: path.to_owned(), action: Action::Write, cause: cause(error) }
    }

    /// A command that does not make sense as typed; `hint` may be blank.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    /// Something the calendar does not allow now; `hint` may be blank.
    pub fn calendar(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Calendar { message: message.into(), hint: hint.into() }
    }

    /// What to do, in Vietnamese.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Config { file, .. } => format!("Đề nghị sửa {file} theo các dòng trên rồi chạy lại."),
            Self::FrozenDesk { .. } => "Đề nghị kiểm tra tên đầu mối trên văn bản trước khi trình; khôi phục bản lưu ấy từ bản sao lưu của thư mục sổ \
                 tiếp nhận, rồi chạy “tonghop verify”."
                .to_owned(),
            Self::FrozenRegister { .. } => "Đề nghị kiểm tra kết quả nộp báo cáo của từng cơ quan trước khi trình; khôi phục bản lưu ấy từ bản sao lưu \
                 của thư mục sổ tiếp nhận, rồi chạy “tonghop verify”."
                .to_owned(),
            Self::Register { file, mistakes } if mistakes.iter().any(|mistake| mistake.starts_with("không đọc được tệp")) => {
                format!("Đề nghị kiểm tra {file} có trong thư mục làm việc, mở được bằng Excel và đã đóng, rồi chạy lại.")
            }
            Self::Register { file, .. } => format!("Đề nghị sửa {file} theo các dòng trên, lưu, đóng tệp rồi chạy lại."),
            Self::InboxUnreachable { .. } => {
                "Đề nghị kiểm tra ổ dùng chung đã kết nối và tài khoản có quyền đọc, rồi chạy lại. Chưa cơ quan nào bị tính nộp muộn vì lỗi này."
                    .to_owned()
            }
            Self::InboxShrunk { .. } => "Đề nghị kiểm tra kết nối ổ dùng chung rồi chạy lại. Nếu các thư mục được xóa có chủ ý, đề nghị tạo lại thư mục \
                 trống cho từng cơ quan."
                .to_owned(),
            Self::Locked { .. } => "Đề nghị chờ lần chạy đó xong rồi chạy lại; không cần xóa tệp nào.".to_owned(),
            Self::Calendar { hint, .. } | Self::Usage { hint, .. } => {
                return (!hint.is_empty()).then(|| hint.clone());
            }
            Self::Product { .. } => "Đề nghị đóng tệp nếu đang mở trong Excel, kiểm tra quyền ghi và dung lượng đĩa, rồi chạy lại.".to_owned(),
            Self::ProductOpen { beside: None, .. } => "Đề nghị đóng tệp; lần chạy sau sẽ ghi bản mới.".to_owned(),
            Self::ProductOpen { beside: Some(_), .. } => "Đề nghị dùng tệp có số ở cuối tên; tệp đang mở là bản cũ, đề nghị đóng lại và không gửi đi.".to_owned(),
            Self::Occupied { .. } => "Đề nghị không gửi tệp mới trước khi kiểm tra: nếu tệp có từ trước đã được gửi thì sổ tiếp nhận vừa bị mất hoặc là \
                 bản cũ, đề nghị khôi phục sổ từ bản sao lưu."
                .to_owned(),
            Self::Edited { .. } => {
                "Đề nghị đổi tên hoặc chuyển tệp đã sửa đi nơi khác; lần chạy sau sẽ đặt lại bản đúng từ kho lưu.".to_owned()
            }
            Self::Copy { .. } => {
                "Đề nghị khôi phục bản lưu này từ bản sao lưu của thư mục sổ tiếp nhận, rồi chạy “tonghop verify”.".to_owned()
            }
            Self::Ledger { damaged: true, .. } => "Đề nghị không xóa sổ; khôi phục từ bản sao lưu mới nhất (“tonghop restore”), hoặc gõ “tonghop recover --by \"HỌ TÊN\" \
                 --reason \"LÝ DO\"” để dựng lại sổ từ sổ phụ, rồi chạy “tonghop verify”. Báo cáo nộp trong lúc chờ vẫn được lưu kèm giờ nhận."
                .to_owned(),
            Self::Ledger { damaged: false, .. } => "Đề nghị kiểm tra quyền ghi và dung lượng đĩa của thư mục sổ tiếp nhận (phải nằm trên đĩa của máy này), rồi chạy \
                 “tonghop doctor”."
                .to_owned(),
            Self::OtherLedger { .. } => "Đề nghị khôi phục sổ đúng từ bản sao lưu mới nhất, hoặc gõ “tonghop recover --by \"HỌ TÊN\" --reason \"LÝ DO\"” \
                 để dựng lại sổ từ sổ phụ (không còn sổ phụ: thêm --new, sổ mới bắt đầu từ tuần này). Báo cáo nộp trong lúc chờ vẫn được lưu kèm giờ nhận."
                .to_owned(),
            Self::NewerLedger { .. } => "Sổ không hỏng: đề nghị không sửa, không xóa và không khôi phục sổ. Đề nghị chạy lại bằng bản chương trình mới đã dùng \
                 trước đó. Chỉ khi muốn trở về bản cũ: khôi phục bản sao lưu lập trước khi nâng cấp vào một thư mục khác. Báo cáo nộp trong lúc chờ \
                 vẫn được lưu kèm giờ nhận."
                .to_owned(),
            Self::Backup { .. } => "Chưa có gì được ghi. Đề nghị gõ “tonghop restore … --list” để chọn lần sao lưu khác (--at), hoặc dùng thư mục sao lưu \
                 khác."
                .to_owned(),
            Self::BackupDisk { .. } => "Lần sao lưu này chưa hoàn thành; nơi làm việc không bị đụng đến. Đề nghị kiểm tra đĩa chứa bản sao lưu rồi sao lưu lại, \
                 hoặc sao lưu vào thư mục mới ở đĩa khác."
                .to_owned(),
            Self::Notify { .. } => "Đề nghị sửa bảng [notify] của tonghop.toml rồi gõ “tonghop notify --test”.".to_owned(),
            Self::Io { action: Action::Read, .. } => "Đề nghị kiểm tra đường dẫn và quyền đọc rồi chạy lại.".to_owned(),
            Self::Io { action: Action::Write, .. } => "Đề nghị kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại.".to_owned(),
        })
    }

    /// What went wrong, in one word for programs: `failures[].code`, explained in `src/docs/json.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config { .. } | Self::FrozenDesk { .. } => "config",
            Self::Register { .. } | Self::FrozenRegister { .. } => "register",
            Self::InboxUnreachable { .. } => "inbox_unreachable",
            Self::InboxShrunk { .. } => "inbox_shrunk",
            Self::Locked { .. } => "locked",
            Self::Calendar { .. } => "calendar",
            Self::Product { .. } => "product",
            Self::ProductOpen { .. } => "product_open",
            Self::Occupied { .. } => "occupied",
            Self::Edited { .. } => "edited",
            Self::Copy { .. } => "archive",
            Self::Ledger { .. } => "ledger",
            Self::OtherLedger { .. } => "other_ledger",
            Self::NewerLedger { .. } => "newer_ledger",
            Self::Backup { .. } | Self::BackupDisk { .. } => "backup",
            Self::Notify { .. } => "notify",
            Self::Usage { .. } => "usage",
            Self::Io { action: Action::Read, .. } => "read",
            Self::Io { action: Action::Write, .. } => "write",
        }
    }

    /// The exit code (`src/docs/json.md`). The ledger counts as a product: it could not be written, the old one holds.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Config { .. } | Self::FrozenDesk { .. } | Self::Register { .. } | Self::FrozenRegister { .. } | Self::Usage { .. } => 2,
            Self::Io { action: Action::Read, .. } | Self::Copy { .. } => 3,
            Self::InboxUnreachable { .. } | Self::InboxShrunk { .. } => 10,
            Self::Locked { .. } => 11,
            Self::Calendar { .. } => 12,
            Self::ProductOpen { beside: None, .. } | Self::Edited { .. } => 0,
            Self::Product { .. }
            | Self::ProductOpen { .. }
            | Self::Occupied { .. }
            | Self::Ledger { .. }
            | Self::OtherLedger { .. }
            | Self::NewerLedger { .. }
            | Self::Backup { .. }
            | Self::BackupDisk { .. }
            | Self::Notify { .. }
            | Self::Io { action: Action::Write, .. } => 13,
        }
    }
}

/// Does an error say that the file is not there any more, perhaps only while it is being replaced?
pub fn is_gone(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::StaleNetworkFileHandle)
}

/// What the system says about a file, in Vietnamese where people can act on it.
pub fn cause(error: &Error) -> String {
    match error.kind() {
        _ if Here::refusal(error) == Refusal::Held => "tệp đang được chương trình khác sử dụng".to_owned(),
        kind => in_words(kind, error),
    }
}

fn in_words(kind: ErrorKind, error: &Error) -> String {
    if let Some(words) = Here::words(error) {
        return words.to_owned();
    }
    match kind {
        ErrorKind::NotFound => "không tìm thấy".to_owned(),
        ErrorKind::PermissionDenied => "không có quyền".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "hết dung lượng đĩa".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc".to_owned(),
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp".to_owned(),
        ErrorKind::NotADirectory => "đây là tệp, không phải thư mục".to_owned(),
        ErrorKind::TimedOut => "quá thời gian chờ".to_owned(),
        ErrorKind::StaleNetworkFileHandle => "ổ dùng chung đã thay đổi trong lúc đọc".to_owned(),
        ErrorKind::InvalidFilename => "tên tệp không hợp lệ hoặc quá dài".to_owned(),
        _ => error.to_string(),
    }
}

/// What a workbook of the secretariat is called.
fn workbook(file: &str) -> &'static str {
    if file.contains("tiep-nhan") { "Sổ tiếp nhận" } else { "Danh mục" }
}

fn lines(items: &[String]) -> String {
    items.iter().map(|item| format!("\n  - {item}")).collect()
}

fn instead(beside: Option<&Path>) -> String {
    let written = |path: &Path| format!("bản mới đã ghi vào {}", path.file_name().unwrap_or_default().to_string_lossy());
    beside.map_or_else(|| "chưa ghi bản mới".to_owned(), written)
}

fn right(kept: Option<&str>) -> String {
    kept.map_or_else(String::new, |kept| format!(". Bản đúng nằm trong kho lưu: {kept}"))
}

fn copy(file: &str, lost: bool) -> String {
    if lost {
        format!("{file} không còn ở chỗ cũ và không đặt lại được, vì bản lưu của tệp cũng hỏng")
    } else {
        format!("{file} còn nguyên, nhưng bản lưu của tệp trong kho lưu bị hỏng")
    }
}

fn holder(pid: Option<u32>, since: Option<Moment>) -> String {
    match (pid, since) {
        (Some(pid), Some(since)) => format!(" (từ {}, tiến trình {pid})", format::moment(since)),
        (Some(pid), None) => format!(" (tiến trình {pid})"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_exit_code_and_a_way_out() {
        let path = PathBuf::from("x");
        let cause = String::from("hết");
        let table = [
            (Failure::Config { file: "tonghop.toml".into(), problems: vec!["a".into()] }, 2),
            (Failure::FrozenDesk { period: "a".into(), desk: "b".into(), cause: cause.clone() }, 2),
            (Failure::FrozenRegister { period: "a".into(), cause: cause.clone() }, 2),
            (Failure::Register { file: "danh-muc.xlsx".into(), mistakes: vec!["a".into()] }, 2),
            (Failure::Usage { message: "a".into(), hint: "b".into() }, 2),
            (Failure::reading(&path, &ErrorKind::NotFound.into()), 3),
            (Failure::InboxUnreachable { path: path.clone(), cause: cause.clone() }, 10),
            (Failure::InboxShrunk { path: path.clone(), before: 9, now: 1 }, 10),
            (Failure::Locked { since: None, pid: None }, 11),
            (Failure::OtherLedger { message: "a".into() }, 13),
            (Failure::NewerLedger { path: path.clone(), ledger: 99, reads: 1, program: "0.1".into(), beside: String::new() }, 13),
            (Failure::Backup { path: path.clone(), cause: cause.clone() }, 13),
            (Failure::BackupDisk { path: path.clone(), cause: cause.clone() }, 13),
            (Failure::Notify { causes: vec!["a".into()] }, 13),
            (Failure::Calendar { message: "a".into(), hint: "b".into() }, 12),
            (Failure::Product { path: path.clone(), cause: cause.clone() }, 13),
            (Failure::ProductOpen { path: path.clone(), holder: "An".into(), beside: None }, 0),
            (Failure::ProductOpen { path: path.clone(), holder: "An".into(), beside: Some(path.clone()) }, 13),
            (Failure::Occupied { path: path.clone(), beside: path.clone() }, 13),
            (Failure::Edited { file: "x".into(), left: "chốt", kept: None }, 0),
            (Failure::Copy { file: "x".into(), lost: false, kept: "y".into(), cause: cause.clone() }, 3),
            (Failure::Ledger { path: path.clone(), cause, damaged: false }, 13),
            (Failure::writing(&path, &ErrorKind::StorageFull.into()), 13),
        ];
        for (failure, code) in table {
            assert_eq!(failure.exit_code(), code, "{failure}");
            assert!(CODES.contains(&failure.code()), "{}", failure.code());
            assert!(failure.hint().is_some_and(|hint| !hint.is_empty()), "{failure}");
        }
    }

    #[test]
    fn a_list_of_mistakes_is_counted_and_shown_whole() {
        let failure = Failure::Config { file: "tonghop.toml".into(), problems: vec!["dòng 1".into(), "dòng 2".into()] };
        assert_eq!(failure.to_string(), "Cấu hình tonghop.toml có 2 lỗi:\n  - dòng 1\n  - dòng 2");
    }

    #[test]
    fn a_lock_names_its_holder() {
        let since = Moment::parse_from_rfc3339("2025-07-11T10:50:00+07:00").unwrap();
        let failure = Failure::Locked { since: Some(since), pid: Some(7) };
        assert_eq!(failure.to_string(), "Một lần chạy khác đang làm việc (từ 10 giờ 50 ngày 11/7/2025, tiến trình 7)");
    }
}
