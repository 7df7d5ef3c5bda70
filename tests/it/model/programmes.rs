//! Programmes of the model's register, and their totals counted again from the tasks of a release, by whoever reads the register.

use crate::desk::Table;
use serde_json::Value;

/// Programmes of documents, of single tasks, and of a year in which there is nothing to do.
pub const CHUONG_TRINH: Table<'_> = (
    "ChuongTrinh",
    "Tên chương trình|Gồm văn bản giao|Gồm nhiệm vụ|Năm kế hoạch",
    &["Kế hoạch 11|Kế hoạch số 11-KH/BCĐ||", "Ba sở||KH11-001; KH11-002; KH11-003|2025", "Năm sau|11-KH/BCĐ||2026"],
);

/// The tasks of each programme.
const MEMBERS: [(&str, &[&str]); 3] = [
    ("Kế hoạch 11", &["KH11-001", "KH11-002", "KH11-003", "KH11-004", "KH11-005"]),
    ("Ba sở", &["KH11-001", "KH11-002", "KH11-003"]),
    ("Năm sau", &[]),
];

/// Total, done, overdue, regular and not due yet of some classes.
fn counted<'a>(classes: impl Iterator<Item = &'a Value>) -> [u64; 5] {
    let mut counts = [0; 5];
    for class in classes.filter_map(Value::as_str).filter(|class| *class != "withdrawn") {
        let is = [true, class.starts_with("done_"), class == "overdue", class == "regular", class == "not_due_yet"];
        counts.iter_mut().zip(is).for_each(|(count, is)| *count += u64::from(is));
    }
    counts
}

/// Holds every line of totals of a release against its tasks.
pub fn recount(data: &Value) {
    let tasks = data["tasks"].as_array().unwrap();
    let lines = data["totals"]["lines"].as_array().unwrap();
    let programmes: Vec<&str> = lines.iter().filter(|line| line["by"] == "programme").map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(programmes, MEMBERS.map(|(name, _)| name));
    for line in lines {
        let belongs = |task: &&Value| match line["by"].as_str().unwrap() {
            "programme" => {
                let (_, members) = MEMBERS.iter().find(|(name, _)| line["name"] == *name).unwrap();
                members.contains(&task["code"].as_str().unwrap())
            }
            "block" => task["block"] == line["name"],
            "group" => task["group"] == line["name"],
            "year" => task["plan_year"].as_i64() == line["name"].as_str().and_then(|year| year.parse().ok()),
            other => panic!("{other}"),
        };
        let members: Vec<&Value> = tasks.iter().filter(belongs).collect();
        let now = counted(members.iter().map(|task| &task["class"]));
        let told = ["total", "done", "overdue", "regular", "not_due_yet"].map(|key| line[key].as_u64().unwrap());
        assert_eq!(told, now, "{line}");
        let before = counted(members.iter().map(|task| &task["previous_class"]));
        match data["comparison"]["period"].as_str() {
            None => assert!(line["last"].is_null(), "{line}"),
            Some(period) => {
                assert_eq!(line["last"]["period"], period);
                assert_eq!(["total", "done", "overdue"].map(|key| line["last"][key].as_u64().unwrap()), before[..3], "{line}");
            }
        }
    }
    let whole = |by: &str| lines.iter().filter(|line| line["by"] == by).map(|line| line["total"].as_u64().unwrap()).sum::<u64>();
    for by in ["block", "group", "year"] {
        assert_eq!(Some(whole(by)), data["totals"]["tasks"]["total"].as_u64(), "{by}");
    }
}
