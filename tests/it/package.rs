//! A package taken apart and packed again, part by part.

use std::io::{Cursor, Read, Write};

/// The parts of a package in their order.
pub(crate) struct Package {
    parts: Vec<(String, Vec<u8>)>,
}

impl Package {
    pub(crate) fn empty() -> Self {
        Self { parts: Vec::new() }
    }

    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let parts = (0..archive.len()).map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (name, content)
        });
        Self { parts: parts.collect() }
    }

    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        let (_, content) = self.parts.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no part {name}"));
        String::from_utf8(content.clone()).unwrap()
    }

    /// Writes a part, new or in the place of the old one.
    pub(crate) fn put(&mut self, name: &str, content: impl Into<Vec<u8>>) -> &mut Self {
        match self.parts.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = content.into(),
            None => self.parts.push((name.to_owned(), content.into())),
        }
        self
    }

    /// Changes the text of a part; a change that changes nothing is a mistake of the test.
    pub(crate) fn edit(&mut self, name: &str, change: impl FnOnce(String) -> String) -> &mut Self {
        let before = self.text(name);
        let after = change(before.clone());
        assert_ne!(before, after, "{name} is as it was");
        self.put(name, after)
    }

    /// Replaces the first `old` of a part.
    pub(crate) fn replace(&mut self, name: &str, old: &str, new: &str) -> &mut Self {
        self.edit(name, |text| text.replacen(old, new, 1))
    }

    pub(crate) fn remove(&mut self, name: &str) -> &mut Self {
        let before = self.parts.len();
        self.parts.retain(|(n, _)| n != name);
        assert_ne!(before, self.parts.len(), "no part {name}");
        self
    }

    pub(crate) fn rename(&mut self, change: impl Fn(&str) -> String) -> &mut Self {
        for (name, _) in &mut self.parts {
            *name = change(name);
        }
        self
    }
}
