//! What every sample and every file of the zoo is read as, by digest. The ledger keeps what was read, under the revision of
//! the reading: where a digest here changes, `READER_REVISION` has to move, or offices are judged by an old reading.
//!
//! `TONGHOP_RENEW=1` writes the list anew, once the revision has moved; files that are new need no other revision.

use crate::desk::{Desk, at};
use crate::zoo;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tonghop::forms;
use tonghop::model::config::Limits;
use tonghop::model::inbox::Content;
use tonghop::reader::{self, READER_REVISION, Received};
use tonghop::text::sha256;

fn list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reader_revision.txt")
}

/// The digest of what is kept of a file in the ledger.
fn digest(bytes: &[u8], name: &str) -> String {
    let form = forms::current(at("2025-07-11T10:00:00+07:00").date_naive()).unwrap();
    let content =
        match reader::receive(bytes, &format!(".{}", name.rsplit_once('.').map_or("", |(_, extension)| extension)), &Limits::DEFAULT) {
            Ok(Received::Document(kind)) => Content::Document { kind },
            Ok(Received::Workbook(workbook)) => Content::Workbook(Box::new(forms::extract(&workbook, form))),
            Err(refusal) => Content::Refused(refusal),
        };
    sha256::of(&postcard::to_stdvec(&content).unwrap())
}

fn digests() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("samples/ha-tinh/bao-cao")).into_iter().map(|entry| entry.unwrap().into_path());
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let samples = files.filter(|path| path.is_file()).map(|path| (name(&path), digest(&fs::read(&path).unwrap(), &name(&path))));
    let good = Desk::new().report("SYT", "2025-W28");
    let zoo = zoo::files(&good).into_iter().map(|(recipe, name, bytes)| (format!("zoo/{recipe}"), digest(&bytes, name)));
    samples.chain(zoo).collect()
}

/// The list: a line with the revision, then a line for each file.
fn written(digests: &BTreeMap<String, String>) -> String {
    let lines: String = digests.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    format!("READER_REVISION {READER_REVISION}\n{lines}")
}

#[test]
fn what_files_are_read_as_changes_with_the_revision_alone() {
    let text = fs::read_to_string(list()).unwrap_or_default();
    let mut lines = text.lines();
    let revision: u32 = lines.next().and_then(|line| line.strip_prefix("READER_REVISION ")?.parse().ok()).unwrap_or(0);
    let known: BTreeMap<String, String> =
        lines.map(|line| line.split_once("  ").map(|(digest, name)| (name.to_owned(), digest.to_owned())).unwrap()).collect();
    let now = digests();
    let changed: Vec<&String> =
        known.iter().filter(|(name, digest)| now.get(*name).is_some_and(|n| n != *digest)).map(|(n, _)| n).collect();
    assert!(
        changed.is_empty() || READER_REVISION > revision,
        "{} files are read otherwise than by revision {revision}: raise READER_REVISION (src/reader/mod.rs), then renew the list \
         with TONGHOP_RENEW=1: {changed:?}",
        changed.len()
    );
    if std::env::var_os("TONGHOP_RENEW").is_some() {
        fs::write(list(), written(&now)).unwrap();
        return;
    }
    assert!(text == written(&now), "the list is not up to date: renew it with TONGHOP_RENEW=1");
}
