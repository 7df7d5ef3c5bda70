//! Cargo's build script: which build of the program this is, and which versions of other people's crates read reports.
//! `model/build.rs` and `reader/mod.rs` say what the words are for.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a build script speaks to Cargo by printing, and reads the sources")]

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What the program is compiled of.
const SOURCES: [&str; 3] = ["src", "templates", "Cargo.lock"];

/// What stands among the sources and is compiled into nothing: the pages of the documentation.
const PAGES: &str = "src/docs";

/// The crates that turn bytes of a report into cells, with those that work inside them.
const PARSERS: [&str; 8] = ["calamine", "encoding_rs", "flate2", "libdeflater", "quick-xml", "simdutf8", "zip", "zlib-rs"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rustc-env=TONGHOP_SOURCE={}", digest(&root)?);
    println!("cargo::rustc-env=TONGHOP_COMMIT={}", commit(&root).unwrap_or_default());
    println!("cargo::rustc-env=TONGHOP_PARSERS={}", parsers(&fs::read_to_string(root.join("Cargo.lock"))?)?);
    Ok(())
}

/// A digest of every source file: builds of one digest are one program, whether or not git knows them.
fn digest(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&root.join(source), &mut files)?;
    }
    files.retain(|file| !file.starts_with(root.join(PAGES)));
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        let below = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        digest.update(format!("{below}\n{}\n", hex(&Sha256::digest(fs::read(&file)?))));
    }
    Ok(hex(&digest.finalize()).chars().take(16).collect())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    fs::read_dir(path)?.try_for_each(|entry| collect(&entry?.path(), files))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The commit in a checkout of this very repository, with `+` if files differ from it; `None` in a source archive.
fn commit(root: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if fs::canonicalize(top).ok()? != fs::canonicalize(root).ok()? {
        return None;
    }
    // A program that leaves is a release build and names its commit exactly. Others are not compiled anew for a commit
    // that changed no source: the digest of the sources tells them apart.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", root.join(git(&["rev-parse", "--git-path", "logs/HEAD"])?).display());
    }
    let changed = git(&[&["status", "--porcelain", "--"][..], &SOURCES, &[&format!(":!{PAGES}")]].concat())?;
    Some(git(&["rev-parse", "--short=12", "HEAD"])? + if changed.is_empty() { "" } else { "+" })
}

/// Name and version of each parser in the lock file, in order. One that is not there has another name now, and what it
/// reads would be taken for what the old one read.
fn parsers(lock: &str) -> io::Result<String> {
    let field = |line: &str, name: &str| line.strip_prefix(name).map(|value| value.trim_matches(['=', ' ', '"']).to_owned());
    let mut found = Vec::new();
    let mut name = String::new();
    for line in lock.lines() {
        if let Some(value) = field(line, "name = ") {
            name = value;
        } else if let Some(version) = field(line, "version = ").filter(|_| PARSERS.contains(&name.as_str())) {
            found.push(format!("{name} {version}"));
        }
    }
    match PARSERS.iter().find(|parser| !found.iter().any(|one| one.starts_with(&format!("{parser} ")))) {
        Some(missing) => Err(io::Error::other(format!("Cargo.lock has no crate {missing}: mend PARSERS in src/build.rs"))),
        None => Ok(found.join(", ")),
    }
}
