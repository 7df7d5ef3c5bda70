//! What a freeze and a release hold fast, and what changes nothing.

use super::{W28, after_a_good_week, data, files, friday, of, percent, standings, verified};
use crate::desk::{Desk, differing_cells, only_the_head_differs};
use std::fs;

#[test]
fn releasing_by_hand_early_closes_the_week() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    let released = desk.json(&["release", "--now", &friday("11:30:00")], &[]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    let products = desk.products();
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "33"), &friday("11:40:00"));
    desk.put("SYT/b.xlsx", &percent(&desk, "SYT", W28, "58"), &friday("11:40:00"));
    desk.put("X-A/c.xlsx", b"<html>", &friday("11:40:00"));
    desk.put("X-B/d.xlsx", b"PK\x03\x04half", &friday("15:49:00"));
    let run = desk.run(&friday("15:50:00"));
    assert_eq!(standings(&run), standings(&released));
    assert_eq!((files(&run, "after_release"), files(&run, "returned"), files(&run, "arriving"), files(&run, "known")), (2, 1, 1, 1));
    assert_eq!(run.agency("SYT")["changed_after_cutoff"], false);
    assert!(desk.feedback_text("STC").contains("T33"), "{}", desk.feedback_text("STC"));
    for (path, bytes) in desk.products().iter().filter(|(p, _)| p.starts_with("ket-qua")) {
        assert!(products.get(path) == Some(bytes), "{path} changed after the release");
    }
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_lost_release_is_written_again_as_it_was() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.put("X-B/d.xlsx", b"PK\x03\x04half", &friday("15:19:00"));
    desk.run(&friday("10:55:00"));
    desk.run(&friday("15:20:00"));
    let before = desk.products();
    // Everything that may change afterwards changes.
    desk.write_register(&[("DonVi", 1, "Tên đầy đủ", "Sở Khoa học, Công nghệ"), ("NhiemVu", 1, "Thời hạn (theo văn bản)", "01/7/2025")]);
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}due_soon_days = 30\nlate_reports = \"include\"\n")).unwrap();
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "33"), &friday("15:40:00"));
    for name in ["TongHop_SKHCN_T28_2025.xlsx", "TongHop_SKHCN_T28_2025.json", "NoiBo_SKHCN_T28_2025.xlsx", "BaoCao_SKHCN_T28_2025.docx"] {
        fs::remove_file(desk.path("ket-qua/2025-W28").join(name)).unwrap();
    }
    let run = desk.run(&friday("16:00:00"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (path, bytes) in before.iter().filter(|(p, _)| p.starts_with("ket-qua")) {
        assert!(desk.products().get(path) == Some(bytes), "{path} differs");
    }
    let dry = desk.run_with(&friday("16:10:00"), &["--dry-run"]);
    assert_eq!((dry.code, standings(&dry)), (0, standings(&run)), "{}", dry.stderr);
    verified(&desk, &friday("16:30:00"));
}

#[test]
fn a_register_changed_after_the_freeze_is_the_releases_register() {
    let desk = Desk::new();
    let report = percent(&desk, "STC", W28, "41");
    desk.put("STC/a.xlsx", &report, &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    desk.run(&friday("11:00:00"));
    desk.write_register(&[("NhiemVu", 3, "Thời hạn (theo văn bản)", "31/12/2025"), ("DonVi", 3, "Thư mục nộp", "SoTaiChinh")]);
    let run = desk.run(&friday("11:30:00"));
    assert_eq!(run.standing("STC"), "on_time");
    desk.run(&friday("15:20:00"));
    assert_eq!(of(&data(&desk, W28)["tasks"], "KH11-003")["class"], "in_progress");
    // Broken afterwards: the released week is told as before.
    fs::write(desk.path("danh-muc.xlsx"), b"PK").unwrap();
    let broken = desk.run(&friday("16:00:00"));
    assert_eq!((broken.code, broken.standing("STC")), (2, "on_time"));
    verified(&desk, &friday("16:01:00"));
}

#[test]
fn a_register_broken_at_the_release_gives_the_release_of_the_last_good_one() {
    let desk = Desk::new();
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    let good = fs::read(desk.path("danh-muc.xlsx")).unwrap();
    fs::write(desk.path("danh-muc.xlsx"), b"").unwrap();
    let run = desk.run(&friday("15:20:00"));
    assert_eq!((run.code, run.json["phase"].as_str()), (2, Some("released")));
    let sealed = data(&desk, W28)["register_sha256"].as_str().unwrap().to_owned();
    assert_eq!(sealed, tonghop::io::archive::sha256(&good));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn reading_commands_write_nothing() {
    let desk = after_a_good_week();
    fn tree(path: &std::path::Path, found: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy();
            // SQLite keeps its own two beside a ledger that is being read.
            if name.ends_with("-wal") || name.ends_with("-shm") {
                continue;
            }
            if path.is_dir() {
                tree(&path, found);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
        found.sort();
    }
    let all = || {
        let mut found = Vec::new();
        tree(desk.root(), &mut found);
        found
    };
    let report = desk.path("nop/SYT/28.xlsx");
    desk.put("SYT/moi.xlsx", &percent(&desk, "SYT", "2025-W29", "44"), "2025-07-14T09:00:00+07:00");
    let before = all();
    let now = "2025-07-14T10:00:00+07:00";
    for arguments in
        [vec!["status"], vec!["status", "--period", W28], vec!["check", report.to_str().unwrap()], vec!["run", "--dry-run"], vec!["verify"]]
    {
        let output = desk.command().args(&arguments).args(["--now", now]).output().unwrap();
        assert!(output.status.code().unwrap() <= 1, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let after = all();
        assert_eq!(before.iter().map(|(p, _)| p).collect::<Vec<_>>(), after.iter().map(|(p, _)| p).collect::<Vec<_>>(), "{arguments:?}");
        for ((path, old), (_, new)) in before.iter().zip(&after) {
            assert!(old == new, "{arguments:?} changed {}", path.display());
        }
    }
}

#[test]
fn further_runs_change_no_byte_of_what_leaves() {
    let mut made = Vec::new();
    for runs in [&["10:50:00", "15:20:00"][..], &["10:50:00", "10:52:00", "11:00:00", "11:01:00", "12:30:00", "15:20:00", "15:45:00"][..]] {
        let desk = Desk::new();
        for agency in ["SYT", "STC", "X-A"] {
            desk.put(&format!("{agency}/a.xlsx"), &desk.report(agency, W28).bytes(), &friday("09:00:00"));
        }
        desk.put("VPTU/cong van.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", &friday("09:00:00"));
        for time in runs {
            desk.run(&friday(time));
        }
        made.push(desk.products());
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in made[0].iter().filter(|(name, _)| !name.contains("du-thao") && !name.contains("_so-tiep-nhan")) {
        let other = made[1].get(name).unwrap_or_else(|| panic!("{name} is missing"));
        if other == bytes || !name.ends_with(".xlsx") {
            assert!(other == bytes, "{name}");
            continue;
        }
        let files = [folder.path().join("one.xlsx"), folder.path().join("other.xlsx")];
        fs::write(&files[0], bytes).unwrap();
        fs::write(&files[1], other).unwrap();
        assert!(only_the_head_differs(&files[0], &files[1]), "{name}: {:?}", differing_cells(&files[0], &files[1]));
    }
}
