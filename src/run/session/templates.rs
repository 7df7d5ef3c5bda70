//! The templates that a workspace has in place of the program's: forms, letters. A command reads some of them; whether any was changed is
//! told by their digests.

use crate::io::archive;
use crate::io::failure::is_gone;
use crate::io::files;
use crate::io::workspace::Workspace;
use std::path::Path;

/// Deeper than this lies nothing that is read.
const LEVELS: usize = 4;

/// Path below the folder of templates, with `/`, and SHA-256 of each file, in order.
pub type Templates = Vec<(String, String)>;

/// The templates of a workspace; none where it has no folder of them, `None` if they cannot be read.
pub fn own(workspace: &Workspace) -> Option<Templates> {
    let mut found = Templates::new();
    collect(workspace, &workspace.root.join("templates"), "", &mut found)?;
    found.sort_unstable();
    Some(found)
}

fn collect(workspace: &Workspace, folder: &Path, below: &str, found: &mut Templates) -> Option<()> {
    let disk = &workspace.disk;
    let entries = match disk.entries(folder) {
        Ok(entries) => entries,
        Err(e) if is_gone(&e) => return Some(()),
        Err(_) => return None,
    };
    for entry in entries {
        let name = entry.ok()?.file_name().to_str()?.to_owned();
        let (path, named) = (folder.join(&name), format!("{below}{name}"));
        match disk.metadata(&path).ok()? {
            data if data.is_file() => found.push((named, archive::sha256(&files::read(disk, &path).ok()?))),
            data if data.is_dir() && named.split('/').count() < LEVELS => collect(workspace, &path, &format!("{named}/"), found)?,
            _ => return None,
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::disk::Disk;
    use crate::testing::config;
    use std::fs;

    #[test]
    fn every_file_counts_wherever_it_lies() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().to_owned();
        let workspace = Workspace { root, config: config(), config_bytes: Vec::new(), disk: Disk::default(), broken: None };
        assert_eq!(own(&workspace), Some(Vec::new()));
        let templates = dir.path().join("templates");
        fs::create_dir_all(templates.join("a/b")).unwrap();
        for path in ["z.docx", "a/x.toml", "a/b/y.toml"] {
            fs::write(templates.join(path), path).unwrap();
        }
        let names = || own(&workspace).unwrap().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(), ["a/b/y.toml", "a/x.toml", "z.docx"]);
        let before = own(&workspace);
        fs::write(templates.join("a/b/y.toml"), "khác").unwrap();
        assert_ne!(own(&workspace), before);
        fs::create_dir_all(templates.join("1/2/3/4")).unwrap();
        assert_eq!(own(&workspace), None, "too deep to tell");
    }
}
