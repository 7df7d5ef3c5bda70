//! Two desks in one rehearsal (`samples/hai-dau-moi`): held against the standings and findings that its author wrote down before it
//! was first played, and the figures of the desk above against those of one desk that got every report that counts itself.

use crate::desk::register_workbook;
use crate::sample::figures::{first_page, records};
use assert_cmd::Command;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tonghop::model::config::Limits;
use tonghop::model::workbook::RawWorkbook;

const WEEKS: [(&str, &str); 2] = [("2025-W28", "T28"), ("2025-W29", "T29")];

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/hai-dau-moi")
}

fn command(within: &Path) -> Command {
    let mut command = Command::cargo_bin("tonghop").unwrap();
    command.env_clear().env("TZ", "UTC").current_dir(within);
    command
}

/// Plays a scenario into `out`; the objects of its runs, and its own last.
fn rehearse(within: &Path, scenario: &Path, out: &str) -> Vec<Json> {
    let played = command(within).arg("rehearse").arg(scenario).args(["--out", out, "--json"]).output().unwrap();
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    String::from_utf8(played.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn product(workspace: &Path, desk: &str, period: &str, stem: &str, extension: &str) -> Vec<u8> {
    let path = workspace.join(format!("ket-qua/{period}/{stem}_{}_T{}_2025.{extension}", desk.to_uppercase(), &period[6..]));
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn workbook(workspace: &Path, desk: &str, period: &str, stem: &str) -> RawWorkbook {
    tonghop::reader::read(&product(workspace, desk, period, stem, "xlsx"), ".xlsx", &Limits::OWN).unwrap()
}

#[derive(Debug, serde::Deserialize)]
struct Expected {
    period: String,
    desk: String,
    /// Blank for what is found about the whole.
    code: String,
    standing: String,
    through: String,
    findings: String,
}

/// The findings that the sample is about, as the desk's own list has them: by office, blank for the whole.
fn findings(internal: &RawWorkbook) -> BTreeMap<String, Vec<String>> {
    let sheet = crate::sample::figures::grid(internal.sheet("Lỗi, cảnh báo").unwrap());
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in sheet.values() {
        let text = |column: u32| row.get(&column).cloned().unwrap_or_default();
        if ["T21", "T22", "H02", "H03", "H04"].contains(&text(5).as_str()) {
            found.entry(text(0)).or_default().push(text(5));
        }
    }
    found
}

/// A scenario in which every report that counts at the desk above comes to that desk itself, which knows of no other desk.
fn one_desk(dir: &Path) {
    fs::copy(sample().join("vptu/tonghop.toml"), dir.join("tonghop.toml")).unwrap();
    let sheets: Vec<(String, String, Vec<String>)> = ["DonVi", "NhiemVu", "ChiTieu", "TieuChi", "Lich"].map(register_sheet).into();
    let rows: Vec<Vec<&str>> = sheets.iter().map(|(.., rows)| rows.iter().map(String::as_str).collect()).collect();
    let tables: Vec<_> =
        sheets.iter().zip(&rows).map(|((name, headings, _), rows)| (name.as_str(), headings.as_str(), rows.as_slice())).collect();
    fs::write(dir.join("danh-muc.xlsx"), register_workbook(&tables, &[])).unwrap();
    let all = ["VPTU", "BTCTU", "BNCTU", "MTTQ", "SKHCN", "STC", "SNV", "SYT", "SGDDT", "P-THANHSEN", "X-DUCTHO"];
    // In the second week the Department's workbook came too late, and with it who sent to the Department alone.
    let direct = ["VPTU", "BTCTU", "BNCTU", "MTTQ", "SNV", "SYT", "SGDDT", "P-THANHSEN"];
    let mut script = "at,action,file,to,note\n".to_owned();
    for ((week, day), offices) in [("T28", "2025-07-11"), ("T29", "2025-07-18")].into_iter().zip([&all[..], &direct[..]]) {
        for office in offices {
            // The plain name is that of the report that counts.
            let name = format!("BC_{office}_{week}_2025.xlsx");
            let to = dir.join("bao-cao").join(week);
            fs::create_dir_all(&to).unwrap();
            fs::copy(sample().join("bao-cao").join(week).join(&name), to.join(&name)).unwrap();
            script += &format!("{day}T10:00:00+07:00,submit,bao-cao/{week}/{name},{office}/{name},\n");
        }
        for time in ["10:30", "11:00", "16:20"] {
            script += &format!("{day}T{time}:00+07:00,run,,,\n");
        }
    }
    fs::write(dir.join("scenario.csv"), script).unwrap();
}

/// A sheet of the sample's register, in which everybody sends here and nobody is a desk.
fn register_sheet(name: &str) -> (String, String, Vec<String>) {
    let mut reader = csv::Reader::from_path(sample().join(format!("danh-muc/{name}.csv"))).unwrap();
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let cell = |(heading, text): (&String, &str)| match heading.as_str() {
        "Vai trò" => String::new(),
        "Nơi nộp" => "Cả hai".to_owned(),
        _ => text.to_owned(),
    };
    let rows = reader.records().map(|row| headings.iter().zip(row.unwrap().iter()).map(cell).collect::<Vec<_>>().join("|")).collect();
    (name.to_owned(), headings.join("|"), rows)
}

#[test]
fn both_desks_release_what_was_expected_and_the_figures_are_those_of_one_desk() {
    let dir = tempfile::tempdir().unwrap();
    let runs = rehearse(dir.path(), &sample(), "hai");
    let expected: Vec<Expected> =
        csv::Reader::from_path(sample().join("ket-qua-mong-doi.csv")).unwrap().into_deserialize().map(Result::unwrap).collect();
    for (desk, (period, _)) in ["skhcn", "vptu"].into_iter().flat_map(|desk| WEEKS.map(|week| (desk, week))) {
        let released =
            runs.iter().find(|run| run["desk"] == *desk.to_uppercase() && run["period"]["id"] == period && run["phase"] == "released");
        let released = released.unwrap_or_else(|| panic!("{desk} did not release {period}"));
        let found = findings(&workbook(&dir.path().join("hai").join(desk), desk, period, "NoiBo"));
        let rows: Vec<&Expected> = expected.iter().filter(|row| (row.desk.as_str(), row.period.as_str()) == (desk, period)).collect();
        assert_eq!(rows.len(), released["agencies"].as_array().unwrap().len() + 1, "each office and the whole");
        for row in rows {
            let wanted: Vec<&str> = row.findings.split_whitespace().collect();
            assert_eq!(found.get(&row.code).map(Vec::as_slice).unwrap_or_default(), wanted, "{row:?}");
            if !row.code.is_empty() {
                let office = released["agencies"].as_array().unwrap().iter().find(|office| office["code"] == *row.code).unwrap();
                let got = (office["standing"].as_str().unwrap(), office["through"].as_str().unwrap_or_default());
                assert_eq!(got, (row.standing.as_str(), row.through.as_str()), "{row:?}");
            }
        }
        let verified = command(dir.path()).args(["-C", &format!("hai/{desk}"), "verify", "--now", "2025-07-19T08:00:00+07:00"]).output();
        assert!(verified.unwrap().status.success(), "{desk}");
    }
    let steps = runs.last().unwrap()["steps"].as_array().unwrap();
    let forwarded: Vec<&str> = steps.iter().filter(|step| step["action"] == "forward").map(|step| step["desk"].as_str().unwrap()).collect();
    assert_eq!(forwarded, ["vptu", "vptu"]);

    let flat = tempfile::tempdir().unwrap();
    one_desk(flat.path());
    rehearse(dir.path(), flat.path(), "mot");
    for (period, _) in WEEKS {
        let data = |workspace: &str| -> Json {
            serde_json::from_slice(&product(&dir.path().join(workspace), "VPTU", period, "TongHop", "json")).unwrap()
        };
        let (above, flat) = (data("hai/vptu"), data("mot"));
        for part in ["totals", "tasks", "targets", "criteria", "difficulties", "extra_tasks"] {
            assert_eq!(above[part], flat[part], "{period}: {part}");
        }
    }
    let above = dir.path().join("hai/vptu");
    let tasks = records(&workbook(&above, "vptu", "2025-W28", "TongHop"), "Nhiệm vụ", "Mã nhiệm vụ");
    let percent = |code: &str| tasks.iter().find(|row| row["Mã nhiệm vụ"] == code).unwrap()["Tỷ lệ (%)"].clone();
    assert_eq!((percent("KL04-009").as_str(), percent("CTR25-009").as_str()), ("40", "70"), "each by the desk that chases the office");
    let pages = WEEKS.map(|(period, _)| first_page(&workbook(&above, "vptu", period, "TongHop")));
    assert!(pages[0].contains("Gồm số liệu của 05 cơ quan lấy theo bản tổng hợp của Sở KH&CN"), "{}", pages[0]);
    assert!(pages[1].contains("Chưa có bản tổng hợp dùng được của Sở KH&CN"), "{}", pages[1]);
}
