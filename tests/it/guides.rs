//! The guides that `init` writes: they are there, whole, and speak of nothing that does not exist.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder's name that HTML has to write otherwise, and as it writes it. Windows allows no angle brackets.
const FOLDER: (&str, &str) = if cfg!(windows) { ("R&D 57", "R&amp;D 57") } else { ("R&D <57>", "R&amp;D &lt;57&gt;") };

/// The guides of a new workspace, by name.
fn guides() -> (TempDir, Vec<(String, String)>) {
    let folder = TempDir::new().unwrap();
    let workspace = folder.path().join(FOLDER.0);
    help(&["init", workspace.to_str().unwrap(), "--desk", "SKHCN"]);
    let mut guides: Vec<(String, String)> = Vec::new();
    for entry in fs::read_dir(workspace.join("huong-dan")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "html") {
            guides.push((path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    guides.sort();
    (folder, guides)
}

/// What a call prints; it must succeed.
fn help(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("tonghop").unwrap().env_clear().args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What stands in `<code>`.
fn code(guide: &str) -> Vec<&str> {
    guide.split("<code>").skip(1).map(|rest| rest.split_once("</code>").unwrap().0).collect()
}

#[test]
fn init_writes_the_guides_with_their_pictures() {
    let (folder, guides) = guides();
    let names: Vec<&str> = guides.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["can-bo.html", "co-quan-tong-hop.html", "ky-thuat.html", "lam-gi-khi.html"]);
    let mut pictures = 0;
    for (name, text) in &guides {
        assert!(!text.contains("{WORKSPACE}") && !text.contains("{PROGRAM}"), "{name} has a blank that nobody filled");
        assert!(!text.contains(FOLDER.0), "{name} takes a folder's name for HTML");
        for picture in text.split("src=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0) {
            let bytes = fs::read(folder.path().join(FOLDER.0).join("huong-dan").join(picture)).unwrap();
            assert!(bytes.starts_with(b"\x89PNG"), "{name}: {picture}");
            pictures += 1;
        }
    }
    assert_eq!(pictures, 4);
    assert!(guides[1].1.contains(FOLDER.1));
}

#[test]
fn every_command_and_option_of_the_guides_exists() {
    let (_folder, guides) = guides();
    let commands = help(&["--help"]);
    let mut named = 0;
    for (name, text) in &guides {
        for call in code(text).into_iter().filter_map(|code| code.strip_prefix("tonghop ")) {
            let mut words = call.split(' ');
            let command = words.next().unwrap();
            if command.starts_with("--") {
                assert!(commands.contains(command), "{name}: {command}");
                continue;
            }
            assert!(commands.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{name}: {command}");
            let help = help(&[command, "--help"]);
            for option in words.filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{name}: {command} {option}");
                named += 1;
            }
            named += 1;
        }
    }
    assert!(named > 15, "{named} commands and options found");
}

/// Files and folders of the workspace that a guide sends its reader to.
#[test]
fn every_file_that_a_guide_names_is_made() {
    let (folder, guides) = guides();
    let workspace = folder.path().join(FOLDER.0);
    let made = |name: &str| {
        let path = Path::new(name);
        workspace.join(path).exists() || workspace.join("lich-chay").join(path).exists()
    };
    // What only a run makes, or a person.
    let later = ["mat-khau.txt", "tinh-hinh.html", "so-tiep-nhan", "kien-nghi.xlsx", "_tin-nhan.txt", "…", "<", "&lt;", "templates/"];
    for (name, text) in &guides {
        let files = code(text).into_iter().filter(|code| !code.contains(' ') && (code.contains(['.', '/', '\\']) || made(code)));
        for file in files.filter(|file| !later.iter().any(|later| file.contains(later))) {
            let program = Path::new(file).is_absolute() && Path::new(file).exists();
            assert!(program || made(&file.replace('\\', "/")), "{name}: {file}");
        }
    }
}
