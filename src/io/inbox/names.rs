//! Names of files and folders: how they are compared, which are never a report, and what they say about others.

use crate::model::period::Period;
use crate::text::areas::folded;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// The folder for answers inside an office's own.
pub const ANSWERS: &str = "phan-hoi";

pub(super) fn folded_path(path: &Path) -> Vec<String> {
    path.components().map(|part| folded(&part.as_os_str().to_string_lossy())).collect()
}

pub(super) fn nfc_path(path: &Path) -> String {
    let text = crate::io::files::slashed(path);
    if text.is_ascii() { text } else { text.nfc().collect() }
}

/// The first folders of a path, without the file; blank for a file at the top.
pub(super) fn top_of(path: &str, depth: usize) -> String {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').take(depth).collect::<Vec<_>>().join("/")
}

/// Names that are never a report (`src/docs/receipt.md`, "Names"). Copies and conflicts (`… (1).xlsx`, `… - Copy.xlsx`,
/// `….sync-conflict-…`) are reports.
pub(super) fn is_skipped(name: &str) -> bool {
    let name = name.to_lowercase();
    let begins = ["~$", "._", ".syncthing.", "~syncthing~"];
    let ends = [".tmp", ".part", ".partial", ".crdownload"];
    begins.iter().any(|b| name.starts_with(b))
        || ends.iter().any(|e| name.ends_with(e))
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || matches!(name.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
        || is_being_saved(&name)
}

/// A folder whose content is never a report: what a Mac adds to a zip.
pub(super) fn is_skipped_folder(name: &str) -> bool {
    name.eq_ignore_ascii_case("__macosx")
}

/// Extensions of what may be a report where answers lie.
const WORKBOOKS: [&str; 8] = ["xlsx", "xlsm", "xltx", "xltm", "xls", "xlt", "xlsb", "ods"];

/// May a file of this name be a report although it lies among answers? An office saves its mended workbook beside the answer that
/// asked for it. Answers bear their own name, and other files there (a printed answer, a note) are none.
pub(super) fn may_be_report_among_answers(name: &str) -> bool {
    let name = folded(name);
    let workbook = name.rsplit_once('.').is_some_and(|(_, extension)| WORKBOOKS.contains(&extension));
    workbook && !name.starts_with("phanhoi_")
}

/// Is this the path, below the inbox, of a file that lies among the answers of a week and bears the very name that desks give to the
/// form they put there: `phan-hoi/2025-W28/BC_SYT_T28_2025.xlsx`? Only who put it there can tell whether the office has touched it.
pub fn is_form_among_answers(path: &str) -> bool {
    let path = Path::new(path);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let name = path.file_name().map(|name| folded(&name.to_string_lossy())).unwrap_or_default();
    let mut parts = name.strip_suffix(".xlsx").unwrap_or_default().rsplit('_');
    let (year, week) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let form = number(year) && week.strip_prefix('t').is_some_and(number) && parts.next().is_some() && name.starts_with("bc_");
    form && path.parent().is_some_and(is_answers_folder)
}

/// A folder into which a desk puts the answers of a week: `phan-hoi/2025-W28` in an office's own, whatever desk it was.
pub(super) fn is_answers_folder(path: &Path) -> bool {
    let name = |path: &Path| path.file_name().map(|name| folded(&name.to_string_lossy())).unwrap_or_default();
    let week = Period::parse_id(&name(path).to_ascii_uppercase()).is_some();
    week && path.parent().is_some_and(|above| name(above) == ANSWERS && above.parent().is_some_and(|office| office.file_name().is_some()))
}

/// Excel saves to such a name first, eight hexadecimal digits; then it removes the old file and renames this one.
pub(super) fn is_being_saved(name: &str) -> bool {
    name.len() == 8 && name.chars().all(|c| c.is_ascii_hexdigit())
}

/// The file that an owner file says is open: `~$BC.xlsx` of Excel, `.~lock.BC.xlsx#` of LibreOffice. Who has it open
/// stands inside and is not read.
pub(super) fn opened(name: &str) -> Option<&str> {
    let libre = || name.strip_prefix(".~lock.").and_then(|rest| rest.strip_suffix('#'));
    name.strip_prefix("~$").or_else(libre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_answers_a_workbook_is_a_report_unless_a_desk_gave_it_its_name() {
        for (name, report, form) in [
            ("PhanHoi_STC_T28_2025.xlsx", false, false),
            ("phanhoi_STC_T28_2025 (1).XLSX", false, false),
            ("PhanHoi_STC_T28_2025.txt", false, false),
            ("phiếu đã ký.pdf", false, false),
            ("BC_STC_sua.xlsx", true, false),
            ("Báo cáo.XLS", true, false),
            ("BC_STC_T28_2025.xlsx", true, true),
            ("BC_X-CAM-LOC_T05_2026.xlsx", true, true),
            ("BC_STC_T28_2025 (1).xlsx", true, false),
            ("BC_T28_2025.xlsx", true, true),
        ] {
            assert_eq!(may_be_report_among_answers(name), report, "{name}");
            assert_eq!(is_form_among_answers(&format!("STC/phan-hoi/2025-W28/{name}")), form, "{name}");
            assert!(!is_form_among_answers(&format!("STC/2025-W28/{name}")), "{name}");
        }
    }

    #[test]
    fn only_a_week_of_answers_in_an_offices_folder_is_a_folder_of_answers() {
        for (path, answers) in [
            ("SYT/phan-hoi/2025-W28", true),
            ("so/SYT/Phan-Hoi/2025-w28", true),
            ("SYT/phan-hoi", false),
            ("phan-hoi/2025-W28", false),
            ("SYT/phan-hoi/khac", false),
            ("SYT/2025-W28", false),
        ] {
            assert_eq!(is_answers_folder(Path::new(path)), answers, "{path}");
        }
    }

    #[test]
    fn an_owner_file_names_the_file_that_is_open() {
        for (name, file) in [("~$BC.xlsx", Some("BC.xlsx")), (".~lock.BC.xlsx#", Some("BC.xlsx")), ("BC.xlsx", None)] {
            assert_eq!(opened(name), file, "{name}");
        }
    }
}
