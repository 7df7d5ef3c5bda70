//! Whose folder is it: the areas of the inbox, by folded path.

use super::names::parts;
use super::{COMMON, Folder};
use crate::model::agency::{Agency, AgencyCode};
use crate::model::register::Register;
use std::collections::BTreeMap;

/// Which folders belong to whom, by folded path.
pub(super) struct Areas {
    pub(super) owners: BTreeMap<String, Option<AgencyCode>>,
}

pub(super) struct Area {
    /// An unlisted folder is not named here.
    pub(super) folder: Folder,
    pub(super) key: String,
    /// Parts of the area's folder.
    pub(super) depth: usize,
}

impl Areas {
    pub(super) fn new(register: &Register) -> Self {
        let mut agencies: BTreeMap<String, Vec<&Agency>> = BTreeMap::new();
        for agency in &register.agencies {
            let key = parts(&agency.folder).join("/");
            if !key.is_empty() && key != COMMON {
                agencies.entry(key).or_default().push(agency);
            }
        }
        Self { owners: agencies.into_iter().map(|(key, agencies)| (key, owner(&agencies))).collect() }
    }

    /// The folders of agencies below a folder.
    pub(super) fn below(&self, key: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("{key}/");
        self.owners.range(prefix.clone()..).map(|(key, _)| key.as_str()).take_while(move |key| key.starts_with(&prefix))
    }

    /// The area of a path below the inbox: the longest folder of an agency above it, `_chung`, or neither.
    pub(super) fn of(&self, folded: &[String]) -> Area {
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
