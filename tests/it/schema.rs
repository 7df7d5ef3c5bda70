//! Documents and workbooks held against the schemas that Word and Excel read by. Needs `ooxml-validator`, the validator of the Open
//! XML SDK as a program.

use crate::written_report;
use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the validator has to say of a file.
fn mistakes(file: &Path) -> Vec<Json> {
    let output = Command::new("ooxml-validator").arg(file).output().unwrap();
    let said: Json = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", file.display()));
    let mistakes = said["errors"].as_array().unwrap().clone();
    assert_eq!(said["ok"] == true, mistakes.is_empty(), "{said}");
    mistakes
}

#[test]
#[ignore = "needs the Open XML validator"]
fn every_document_and_workbook_is_as_the_schemas_ask() {
    let desk = written_report::released();
    let report = desk.json(&["report", "--from", "2025-W28", "--to", "2025-W28", "--now", "2025-07-14T08:00:00+07:00"], &[]);
    assert_eq!(report.code, 0, "{}", report.stderr);
    let forms = desk.json(&["forms", "--agency", "SYT", "--now", "2025-07-14T08:00:00+07:00"], &[]);
    assert_eq!(forms.code, 0, "{}", forms.stderr);
    let of_office = |file: &str| {
        file.ends_with(".docx")
            || file.ends_with(".xlsx") && !file.starts_with("nop/") && (file.contains("SYT") || file.starts_with("ket-qua/"))
    };
    let files: Vec<String> = walkdir::WalkDir::new(desk.path(""))
        .into_iter()
        .map(|entry| entry.unwrap().path().strip_prefix(desk.path("")).unwrap().to_string_lossy().into_owned())
        .filter(|file| of_office(file))
        .collect();
    for kind in ["TongHop_", "NoiBo_", "BaoCao_", "GiaiDoan_", "BaoCaoGiaiDoan_", "PhanHoi_", "BC_", "bao-cao-"] {
        let its: Vec<&String> = files.iter().filter(|file| file.rsplit('/').next().unwrap().starts_with(kind)).collect();
        for file in its.iter().rev().take(4) {
            assert_eq!(mistakes(&desk.path(file)), Vec::<Json>::new(), "{file}");
        }
    }
    let count = |end: &str| files.iter().filter(|file| file.ends_with(end)).count();
    assert!(count(".docx") > 1 && count(".xlsx") > 5, "{files:?}");
    // It finds what it is there for.
    let broken = desk.path("hong.docx");
    fs::write(&broken, b"no document").unwrap();
    assert!(!mistakes(&broken).is_empty());
}
