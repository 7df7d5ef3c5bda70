//! Who has a file open, by the small file that Excel (`~$name`) or LibreOffice (`.~lock.name#`) keeps beside it while
//! it does. On Windows an open file also refuses to be replaced; on other systems, and for a reader at the other end of
//! a share, this file is the only sign.

use super::archive::modified_ns;
use super::disk::Disk;
use crate::model::moment::Moment;
use std::path::{Path, PathBuf};

/// A sign older than this many hours was left by a program that crashed: nobody has one workbook open for so long.
const HOURS_MAX: i64 = 24;

/// Excel's file: a length and the name in the machine's letters, then a length and the name in UTF-16.
const EXCEL_NAME_MAX: usize = 54;

/// Somebody who has a file open; the name where the sign tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// As their office program calls them.
    pub name: Option<String>,
}

impl Holder {
    /// For people: "Nguyễn Văn A", or "chương trình khác".
    pub fn text(&self) -> &str {
        self.name.as_deref().unwrap_or("chương trình khác")
    }
}

/// Who has `path` open at `now`, if anybody says so. What cannot be read says nothing.
pub fn holder(disk: &Disk, path: &Path, now: Moment) -> Option<Holder> {
    let [excel, libre] = signs(path)?;
    let fresh = |sign: &Path| {
        let data = disk.metadata(sign).ok().filter(std::fs::Metadata::is_file)?;
        let hours = (now.timestamp_nanos_opt()? - modified_ns(&data)) / 3_600_000_000_000;
        (hours < HOURS_MAX).then(|| disk.read(sign).unwrap_or_default())
    };
    fresh(&excel).map(|bytes| excel_name(&bytes)).or_else(|| fresh(&libre).map(|bytes| libre_name(&bytes))).map(|name| Holder { name })
}

fn signs(path: &Path) -> Option<[PathBuf; 2]> {
    let name = path.file_name()?.to_string_lossy();
    Some([path.with_file_name(format!("~${name}")), path.with_file_name(format!(".~lock.{name}#"))])
}

fn excel_name(bytes: &[u8]) -> Option<String> {
    let wide = bytes.get(EXCEL_NAME_MAX + 1..)?;
    let length = usize::from(u16::from_le_bytes([*wide.first()?, *wide.get(1)?]));
    let units: Vec<u16> =
        wide.get(2..2 + 2 * length.min(EXCEL_NAME_MAX))?.as_chunks().0.iter().map(|two| u16::from_le_bytes(*two)).collect();
    printable(&String::from_utf16_lossy(&units))
}

/// `,account,machine,date,folder;` with the user's own name first, where it is set.
fn libre_name(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut fields = text.split([',', ';']);
    let (name, account) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
    printable(name).or_else(|| printable(account))
}

/// Printed and logged as it is, so nothing that could act on a terminal.
fn printable(name: &str) -> Option<String> {
    let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::fs;

    fn now() -> Moment {
        crate::io::clock::now()
    }

    /// The 165 bytes that Excel writes.
    pub(in crate::io) fn excel_sign(name: &str) -> Vec<u8> {
        let units: Vec<u16> = name.encode_utf16().collect();
        let mut bytes = vec![u8::try_from(units.len()).unwrap()];
        bytes.extend([b' '; EXCEL_NAME_MAX]);
        bytes.extend(u16::try_from(units.len()).unwrap().to_le_bytes());
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.resize(165, b' ');
        bytes
    }

    #[test]
    fn the_name_is_read_where_it_can_be() {
        let cases: [(&str, Vec<u8>, Option<&str>); 7] = [
            ("~$a.xlsx", excel_sign("Nguyễn Văn An"), Some("Nguyễn Văn An")),
            ("~$a.xlsx", excel_sign(&"x".repeat(54)), Some(&"x".repeat(54))),
            ("~$a.xlsx", b"ng\x07".to_vec(), None),
            ("~$a.xlsx", Vec::new(), None),
            (".~lock.a.xlsx#", "Trần Thị B,ttb,may-01,11.07.2025 09:00,file:///x;".into(), Some("Trần Thị B")),
            (".~lock.a.xlsx#", b",ttb,may-01,11.07.2025 09:00,file:///x;".to_vec(), Some("ttb")),
            (".~lock.a.xlsx#", vec![0xff, 0], Some("\u{fffd}")),
        ];
        for (sign, bytes, name) in cases {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("a.xlsx");
            assert_eq!(holder(&Disk::default(), &path, now()), None);
            fs::write(dir.path().join(sign), bytes).unwrap();
            let found = holder(&Disk::default(), &path, now()).unwrap();
            assert_eq!(found.name.as_deref(), name, "{sign}");
            assert_eq!(holder(&Disk::default(), &dir.path().join("b.xlsx"), now()), None, "another file");
        }
    }

    #[test]
    fn a_sign_left_by_a_crash_holds_nobody_up_for_ever() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("~$a.xlsx"), excel_sign("An")).unwrap();
        let path = dir.path().join("a.xlsx");
        assert!(holder(&Disk::default(), &path, now() + chrono::TimeDelta::hours(23)).is_some());
        assert_eq!(holder(&Disk::default(), &path, now() + chrono::TimeDelta::hours(25)), None);
    }
}
