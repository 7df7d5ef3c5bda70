//! Whose folder is it: the areas of the inbox, by folded path.

use crate::model::agency::{Agency, AgencyCode};
use crate::model::inbox::Folder;
use crate::model::register::Register;
use crate::text::normalise;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The folder for files from any agency.
pub const COMMON: &str = "_chung";

/// Which folders belong to whom, by folded path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Areas {
    owners: BTreeMap<String, Option<AgencyCode>>,
}

/// The part of the inbox that a path lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Whose folder; an unlisted one is not named here.
    pub folder: Folder,
    /// The key under which scans and ledger speak of it.
    pub key: String,
    /// Parts of the area's folder.
    pub depth: usize,
}

impl Areas {
    /// The areas of a register.
    pub fn new(register: &Register) -> Self {
        let mut agencies: BTreeMap<String, Vec<&Agency>> = BTreeMap::new();
        for agency in &register.agencies {
            let key = parts(&agency.folder).join("/");
            if !key.is_empty() && key != COMMON {
                agencies.entry(key).or_default().push(agency);
            }
        }
        Self { owners: agencies.into_iter().map(|(key, agencies)| (key, owner(&agencies))).collect() }
    }

    /// Is this the folder of an agency, or of several?
    pub fn has(&self, key: &str) -> bool {
        self.owners.contains_key(key)
    }

    /// The key of every folder of an agency.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.owners.keys().map(String::as_str)
    }

    /// The folders of agencies below a folder.
    pub fn below(&self, key: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("{key}/");
        self.owners.range(prefix.clone()..).map(|(key, _)| key.as_str()).take_while(move |key| key.starts_with(&prefix))
    }

    /// The area of a path below the inbox: the longest folder of an agency above it, `_chung`, or neither.
    pub fn of(&self, folded: &[String]) -> Area {
        for depth in (1..=folded.len()).rev() {
            let key = folded.get(..depth).unwrap_or_default().join("/");
            if depth == 1 && key == COMMON {
                return Area { folder: Folder::Common, key, depth };
            }
            match self.owners.get(&key) {
                Some(Some(code)) => return Area { folder: Folder::Agency(code.clone()), key, depth },
                Some(None) => return Area { folder: Folder::Unlisted(String::new()), key, depth },
                None => {}
            }
        }
        Area { folder: Folder::Unlisted(String::new()), key: String::new(), depth: 0 }
    }
}

/// The agency of a folder that several rows of the register name: the only one still in effect, else the only one.
fn owner(agencies: &[&Agency]) -> Option<AgencyCode> {
    let open: Vec<&&Agency> = agencies.iter().filter(|a| a.to.is_none()).collect();
    match (open.as_slice(), agencies) {
        ([only], _) => Some(only.code.clone()),
        ([], [only]) => Some(only.code.clone()),
        _ => None,
    }
}

/// The key under which scans and the ledger speak of the area a file lies in.
pub fn key_of(folder: &Folder, register: &Register) -> String {
    match folder {
        Folder::Common => COMMON.to_owned(),
        Folder::Agency(code) => register.agency(code).map_or_else(|| code.as_str().to_lowercase(), |a| parts(&a.folder).join("/")),
        Folder::Unlisted(name) => Areas::new(register).of(&parts(name)).key,
    }
}

/// Whose folder a path below the inbox lies in.
pub fn folder_of(path: &str, register: &Register) -> Folder {
    Areas::new(register).of(&parts(path)).folder
}

/// A part of a path as it is compared: NFC, lower case, single spaces. đ stays đ.
pub fn folded(part: &str) -> String {
    if part.is_ascii() && !part.contains(' ') {
        return part.to_ascii_lowercase();
    }
    normalise::display(part).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of a path, as they are compared.
pub fn parts(folder: &str) -> Vec<String> {
    folder.split(['/', '\\']).map(folded).filter(|part| !part.is_empty() && part != ".").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn names_are_compared_without_case_spaces_and_composition() {
        let nfd: String = "Báo cáo".nfd().collect();
        assert_eq!(folded(&format!(" {nfd}\u{a0} TUẦN  28.xlsx")), folded("báo cáo tuần 28.xlsx"));
        assert_ne!(folded("Đ.xlsx"), folded("D.xlsx"));
    }
}
