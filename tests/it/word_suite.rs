//! The written report in another program: printed, and saved by it.

use crate::office_suite::converted;
use crate::{sample, written_report};

#[test]
#[ignore = "needs LibreOffice Writer"]
fn libreoffice_prints_the_written_reports() {
    let scratch = tempfile::tempdir().unwrap();
    for file in sample::releases() {
        let report = file.with_file_name(file.file_name().unwrap().to_str().unwrap().replace("TongHop_", "BaoCao_")).with_extension("docx");
        let pdf = converted(scratch.path(), &report, "pdf");
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 20_000, "{}", report.display());
    }
}

#[test]
#[ignore = "needs LibreOffice Writer"]
fn a_written_report_that_libreoffice_saved_is_still_checked() {
    let desk = written_report::released();
    let twin = desk.path("bien-tap.docx");
    std::fs::copy(desk.path("ket-qua/2025-W28/BaoCao_SKHCN_T28_2025.docx"), &twin).unwrap();
    let check = || desk.json(&["check-report", twin.to_str().unwrap(), "--now", "2025-07-11T16:00:00+07:00"], &[]);
    let before = check();
    let scratch = tempfile::tempdir().unwrap();
    std::fs::write(&twin, converted(scratch.path(), &twin, "docx:MS Word 2007 XML")).unwrap();
    let after = check();
    assert_eq!((before.code, after.code), (0, 0), "{}", after.json);
    assert_eq!(after.json["equal"], before.json["equal"], "{}", after.json);
}
