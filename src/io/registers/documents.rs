//! One document that the register writes in two ways: told, so that the desk writes it in one.

use super::table::{Log, Row};
use crate::sheets::register_layout::tasks as columns;
use crate::text::{document, format};
use std::collections::{BTreeMap, BTreeSet};

/// The documents of the tasks read so far.
#[derive(Default)]
pub(super) struct Documents {
    /// The first way of writing each, by key.
    first: BTreeMap<String, String>,
    /// The first way of writing each number, with its key.
    numbered: BTreeMap<String, (String, String)>,
    /// Ways of writing that were told.
    told: BTreeSet<String>,
}

impl Documents {
    /// Takes in the document of a task.
    pub(super) fn see(&mut self, row: Row<'_>, written: &str, log: &mut Log) {
        let key = document::key(written);
        if key.is_empty() || self.told.contains(written) {
            return;
        }
        let first = self.first.entry(key.clone()).or_insert_with(|| written.to_owned());
        if first != written {
            let message = format!(
                "Văn bản giao ghi “{}” ở đây và “{}” ở dòng trên; được tính là một văn bản. Đề nghị ghi thống nhất một cách.",
                format::quote(written),
                format::quote(first)
            );
            log.note(row.place(&columns::DOCUMENT), message);
            self.told.insert(written.to_owned());
            return;
        }
        let Some(number) = document::number(written) else { return };
        let (other, other_key) = self.numbered.entry(number).or_insert_with(|| (written.to_owned(), key.clone()));
        if *other_key != key {
            let message = format!(
                "Văn bản giao ghi “{}” ở đây và “{}” ở dòng trên, cùng một số hiệu; đang được tính là hai văn bản. Nếu là một, đề nghị ghi giống \
                 nhau.",
                format::quote(written),
                format::quote(other)
            );
            log.note(row.place(&columns::DOCUMENT), message);
            self.told.insert(written.to_owned());
        }
    }
}
