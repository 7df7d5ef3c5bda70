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

/// A folder into which a desk puts the answers of a week: `phan-hoi/2025-W28` in an office's own. Whatever desk it was, nothing in it
/// is a report.
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
    fn only_a_week_of_answers_in_an_offices_folder_is_no_report() {
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
