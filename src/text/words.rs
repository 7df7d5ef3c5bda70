//! The closed vocabularies of forms and registers: what people write for them. Compared by key, then without marks;
//! both only for whole phrases, never for parts of them.

use crate::model::agency::{AgencyKind, AgencyRole, Block, Route};
use crate::model::criterion::CriterionResult;
use crate::model::report::StatusReading;
use crate::model::target::{Aggregation, Assessment, Comparison, Direction, Method, Recording};
use crate::model::task::{DeadlineKind, Role, Status, TaskKind, Validity};
use crate::text::normalise;
use rust_decimal::Decimal;

/// A status in any spelling that offices use. `exact` is true for the label of the form's list, whatever its
/// case and spacing. "Cơ bản hoàn thành" and its like are under way, never done.
pub fn status(text: &str) -> Option<StatusReading> {
    if let Some(status) = Status::ALL.into_iter().find(|s| normalise::key(s.label()) == normalise::key(text)) {
        return Some(StatusReading { status, exact: true, nearly_done: false });
    }
    let flat = normalise::unaccented(&text.replace(['(', ')'], " "));
    let loose = normalise::unaccented(&flat.replace([';', ',', '/', '-'], " "));
    let reading = |status, nearly_done| Some(StatusReading { status, exact: false, nearly_done });
    let plain = loose.strip_prefix("da ").unwrap_or(&loose);
    if NEARLY_DONE.contains(&plain) {
        return reading(Status::InProgress, true);
    }
    if let Some(rest) = flat.strip_prefix("da ").unwrap_or(&flat).strip_prefix("hoan thanh ")
        && let Some(percent) = rest.strip_suffix('%').and_then(crate::text::numbers::percent)
    {
        return match percent.cmp(&Decimal::ONE_HUNDRED) {
            std::cmp::Ordering::Less => reading(Status::InProgress, true),
            std::cmp::Ordering::Equal => reading(Status::Done, false),
            std::cmp::Ordering::Greater => None,
        };
    }
    for (status, spellings, beginnings) in STATUSES {
        if spellings.contains(&loose.as_str()) || beginnings.iter().any(|b| loose.strip_prefix(b).is_some_and(|r| r.starts_with(' '))) {
            return reading(status, false);
        }
    }
    None
}

/// Without marks, and without a leading "đã".
const NEARLY_DONE: [&str; 9] = [
    "co ban hoan thanh",
    "hoan thanh co ban",
    "co ban xong",
    "gan hoan thanh",
    "sap hoan thanh",
    "gan xong",
    "hoan thanh mot phan",
    "hoan thanh gan het",
    "co ban ht",
];

/// Each status with its spellings, and with words that may only begin a phrase. All without marks.
const STATUSES: [(Status, &[&str], &[&str]); 7] = [
    (
        Status::Done,
        &[
            "hoan thanh",
            "da hoan thanh",
            "xong",
            "da xong",
            "da thuc hien",
            "da thuc hien xong",
            "ht",
            "da ht",
            "dat",
            "da ban hanh",
            "hoan thanh dung han",
            "hoan thanh dung tien do",
            "hoan thanh truoc han",
            "hoan thanh vuot tien do",
            "hoan thanh qua han",
            "hoan thanh cham",
            "hoan thanh cham tien do",
            "hoan thanh tre han",
            "da hoan thanh dung han",
            "da hoan thanh dung tien do",
            "da hoan thanh truoc han",
            "da hoan thanh vuot tien do",
            "da hoan thanh qua han",
            "da hoan thanh cham",
            "da hoan thanh tre han",
        ],
        &[],
    ),
    (
        Status::InProgress,
        &[
            "dang thuc hien",
            "dang trien khai",
            "dang trien khai thuc hien",
            "dang th",
            "dth",
            "dang lam",
            "dang xu ly",
            "dang tham muu",
            "dang trinh",
            "dang hoan thien",
            "dang thuc hien dung han",
            "dang thuc hien trong han",
            "dang thuc hien dung tien do",
            "dang thuc hien tre han",
            "dang thuc hien qua han",
            "dang thuc hien cham tien do",
        ],
        &[],
    ),
    (
        Status::NotStarted,
        &[
            "chua thuc hien",
            "chua trien khai",
            "chua th",
            "cth",
            "chua hoan thanh",
            "chua bat dau",
            "0%",
            "chua thuc hien dung han",
            "chua thuc hien tre han",
        ],
        &[],
    ),
    (
        Status::Regular,
        &[
            "thuong xuyen",
            "tx",
            "thuc hien thuong xuyen",
            "lien tuc",
            "duy tri thuong xuyen",
            "hang nam",
            "hang quy",
            "hang thang",
            "hang tuan",
            "hang ngay",
        ],
        &[],
    ),
    (
        Status::NotDueYet,
        &["chua den ky", "chua toi ky", "chua den han", "chua toi han"],
        &["trien khai trong quy", "trien khai quy", "ke hoach quy"],
    ),
    (
        Status::Paused,
        &["tam dung", "tam hoan", "dung", "cho huong dan", "cho trung uong", "cho tw", "cho y kien", "vuong mac"],
        &["cho huong dan", "cho y kien"],
    ),
    (
        Status::ChangeRequested,
        &["xin gia han", "de nghi gia han", "de nghi dieu chinh", "xin dieu chinh", "de nghi thoi giao", "khong con phu hop"],
        &[],
    ),
];

/// An agency's role in a task.
pub fn role(text: &str) -> Option<Role> {
    let others = [
        ("don vi chu tri", Role::Lead),
        ("co quan chu tri", Role::Lead),
        ("don vi phoi hop", Role::Support),
        ("co quan phoi hop", Role::Support),
        ("phan viec", Role::Part),
    ];
    one_of(text, &Role::ALL, Role::label).or_else(|| spelled(text, &others))
}

/// What an agency says of a target.
pub fn assessment(text: &str) -> Option<Assessment> {
    let others = [
        ("dat va vuot", Assessment::Exceeded),
        ("vuot muc", Assessment::Exceeded),
        ("da dat", Assessment::Met),
        ("hoan thanh", Assessment::Met),
        ("khong dat", Assessment::NotMet),
        ("thap hon", Assessment::NotMet),
        ("chua co so lieu", Assessment::NotAssessable),
        ("khong co huong dan", Assessment::NotAssessable),
        ("chua co huong dan", Assessment::NotAssessable),
        ("chua co phuong phap", Assessment::NotAssessable),
    ];
    one_of(text, &Assessment::ALL, Assessment::label).or_else(|| spelled(text, &others))
}

/// A commune's result for a criterion.
pub fn criterion_result(text: &str) -> Option<CriterionResult> {
    let others = [
        ("da dat", CriterionResult::Met),
        ("co", CriterionResult::Met),
        ("x", CriterionResult::Met),
        ("khong dat", CriterionResult::NotMet),
        ("khong", CriterionResult::NotMet),
        ("chua", CriterionResult::NotMet),
        ("kad", CriterionResult::NotApplicable),
    ];
    if matches!(normalise::display(text).as_str(), "✓" | "✔" | "☑") {
        return Some(CriterionResult::Met);
    }
    one_of(text, &CriterionResult::ALL, CriterionResult::label).or_else(|| spelled(text, &others))
}

/// The result of a target that is passed or not: Đạt, Không đạt.
pub fn passed(text: &str) -> Option<bool> {
    spelled(text, &[("dat", true), ("da dat", true), ("khong dat", false), ("chua dat", false)])
}

/// A tick, or none: `x`, `có`, `1`, `✓`; `không`, `0`, `-`.
pub fn mark(text: &str) -> Option<bool> {
    match normalise::display(text).as_str() {
        "x" | "X" | "1" | "✓" | "✔" | "☑" => Some(true),
        "0" | "-" | "–" => Some(false),
        _ => spelled(text, &[("co", true), ("khong", false)]),
    }
}

/// A tick for "Không phát sinh?"; who writes the words again says yes.
pub fn nil(text: &str) -> Option<bool> {
    mark(text).or_else(|| spelled(text, &[("khong phat sinh", true), ("khong co phat sinh", true), ("khong co gi phat sinh", true)]))
}

/// "Loại" of an agency.
pub fn agency_kind(text: &str) -> Option<AgencyKind> {
    one_of(text, &AgencyKind::ALL, AgencyKind::label)
}

/// The register's word of "Khối", whatever its case and marks; `None` if it is none.
pub fn block(text: &str) -> Option<Block> {
    one_of(text, &Block::ALL, Block::label)
}

/// The register's word of "Nơi nộp".
pub fn route(text: &str) -> Option<Route> {
    one_of(text, &Route::ALL, Route::label)
}

/// The register's word of "Vai trò" of an agency.
pub fn agency_role(text: &str) -> Option<AgencyRole> {
    one_of(text, &AgencyRole::ALL, AgencyRole::label)
}

/// The register's word of "Loại nhiệm vụ".
pub fn task_kind(text: &str) -> Option<TaskKind> {
    one_of(text, &TaskKind::ALL, TaskKind::label)
}

/// The register's word of "Loại thời hạn".
pub fn deadline_kind(text: &str) -> Option<DeadlineKind> {
    one_of(text, &DeadlineKind::ALL, DeadlineKind::label)
}

/// The register's word of "Tình trạng nhiệm vụ".
pub fn validity(text: &str) -> Option<Validity> {
    one_of(text, &Validity::ALL, Validity::label)
}

/// The register's word of "Chiều đánh giá".
pub fn direction(text: &str) -> Option<Direction> {
    one_of(text, &Direction::ALL, Direction::label)
}

/// "Phép so sánh", also as it is typed without the sign on the keyboard: `>=`.
pub fn comparison(text: &str) -> Option<Comparison> {
    match normalise::display(text).as_str() {
        ">=" | "=>" => Some(Comparison::AtLeast),
        "<=" | "=<" => Some(Comparison::AtMost),
        _ => one_of(text, &Comparison::ALL, Comparison::label),
    }
}

/// "Cách ghi số liệu".
pub fn recording(text: &str) -> Option<Recording> {
    one_of(text, &Recording::ALL, Recording::label).or_else(|| spelled(text, &[("luy ke", Recording::Cumulative)]))
}

/// The register's word of "Cách tổng hợp", also as it is written with a stroke.
pub fn aggregation(text: &str) -> Option<Aggregation> {
    let others = [("tu so - mau so", Aggregation::Ratio), ("tu so/mau so", Aggregation::Ratio)];
    one_of(text, &Aggregation::ALL, Aggregation::label).or_else(|| spelled(text, &others))
}

/// "Phương pháp đánh giá".
pub fn method(text: &str) -> Option<Method> {
    one_of(text, &Method::ALL, Method::label)
}

/// The one of `all` whose label this is: by key, else without marks if a single one answers.
pub fn one_of<T: Copy>(text: &str, all: &[T], label: fn(T) -> &'static str) -> Option<T> {
    // Nearly every cell holds a word of the list; only the others need the long look.
    if let Some(found) = all.iter().find(|item| label(**item) == text) {
        return Some(*found);
    }
    let key = normalise::key(text);
    if key.is_empty() {
        return None;
    }
    if let Some(found) = all.iter().find(|item| normalise::key(label(**item)) == key) {
        return Some(*found);
    }
    let bare = normalise::unaccented(text);
    let mut found = all.iter().filter(|item| normalise::unaccented(label(**item)) == bare);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

fn spelled<T: Copy>(text: &str, spellings: &[(&str, T)]) -> Option<T> {
    let bare = normalise::unaccented(text);
    spellings.iter().find(|(spelling, _)| *spelling == bare).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Status> {
        status(text).map(|r| r.status)
    }

    #[test]
    fn labels_are_exact_and_other_spellings_are_not() {
        for s in Status::ALL {
            assert_eq!(status(s.label()), Some(StatusReading { status: s, exact: true, nearly_done: false }));
            let bare = normalise::unaccented(s.label());
            assert_eq!(status(&bare), Some(StatusReading { status: s, exact: false, nearly_done: false }), "{bare}");
        }
        assert!(status(" hoàn\u{a0}thành ").unwrap().exact);
    }

    #[test]
    fn each_spelling_has_its_status() {
        for (text, wanted) in [
            ("Đã hoàn thành", Status::Done),
            ("hoàn thành 100%", Status::Done),
            ("Hoàn thành (100%)", Status::Done),
            ("HT", Status::Done),
            ("đã HT", Status::Done),
            ("Đạt", Status::Done),
            ("Hoàn thành trễ hạn", Status::Done),
            ("đã ban hành", Status::Done),
            ("đang TH", Status::InProgress),
            ("ĐTH", Status::InProgress),
            ("Đang triển khai", Status::InProgress),
            ("đang thực hiện (đúng hạn)", Status::InProgress),
            ("CTH", Status::NotStarted),
            ("chưa hoàn thành", Status::NotStarted),
            ("0%", Status::NotStarted),
            ("TX", Status::Regular),
            ("hằng năm", Status::Regular),
            ("hàng năm", Status::Regular),
            ("chưa tới hạn", Status::NotDueYet),
            ("Triển khai trong quý IV", Status::NotDueYet),
            ("kế hoạch quý IV/2025", Status::NotDueYet),
            ("chờ Trung ương", Status::Paused),
            ("chờ hướng dẫn của Bộ", Status::Paused),
            ("tạm hoãn", Status::Paused),
            ("xin gia hạn", Status::ChangeRequested),
            ("đề nghị thôi giao", Status::ChangeRequested),
        ] {
            assert_eq!(read(text), Some(wanted), "{text}");
            assert!(!status(text).unwrap().exact, "{text}");
        }
    }

    #[test]
    fn nearly_done_is_never_done() {
        for text in [
            "cơ bản hoàn thành",
            "Đã cơ bản hoàn thành",
            "gần hoàn thành",
            "hoàn thành một phần",
            "co ban hoan thanh",
            "hoàn thành 80%",
            "đã hoàn thành 99,5%",
        ] {
            assert_eq!(status(text), Some(StatusReading { status: Status::InProgress, exact: false, nearly_done: true }), "{text}");
        }
    }

    #[test]
    fn what_is_no_status() {
        for text in ["", "x", "Hoàn thành dự thảo", "80%", "hoàn thành 120%", "không hoàn thành", "đang", "đã trình UBND tỉnh"]
        {
            assert_eq!(status(text), None, "{text}");
        }
    }

    #[test]
    fn other_vocabularies() {
        assert_eq!(role("phối hợp"), Some(Role::Support));
        assert_eq!(role("CHỦ TRÌ"), Some(Role::Lead));
        assert_eq!(assessment("không đạt"), Some(Assessment::NotMet));
        assert_eq!(assessment("đạt và vượt"), Some(Assessment::Exceeded));
        assert_eq!(criterion_result("chua dat"), Some(CriterionResult::NotMet));
        for (text, result) in
            [("x", CriterionResult::Met), ("Có", CriterionResult::Met), ("✓", CriterionResult::Met), ("không", CriterionResult::NotMet)]
        {
            assert_eq!(criterion_result(text), Some(result), "{text}");
        }
        assert_eq!(criterion_result("tốt"), None);
        assert_eq!(passed("Không đạt"), Some(false));
        assert_eq!(passed("Đạt"), Some(true));
        assert_eq!(comparison(">="), Some(Comparison::AtLeast));
        assert_eq!(comparison("≤"), Some(Comparison::AtMost));
        assert_eq!(comparison(">"), Some(Comparison::MoreThan));
        assert_eq!(aggregation("Tử số - mẫu số"), Some(Aggregation::Ratio));
        assert_eq!(agency_kind("sở, ban, ngành"), Some(AgencyKind::Department));
        assert_eq!(block("chinh quyen"), Some(Block::Government));
        assert_eq!(block(""), None);
        assert_eq!(deadline_kind("Cho dieu kien"), Some(DeadlineKind::Conditional));
    }

    #[test]
    fn ticks() {
        for text in ["x", "X", "có", "Co", "1", "✓"] {
            assert_eq!(mark(text), Some(true), "{text}");
        }
        for text in ["không", "0", "-", "KHÔNG"] {
            assert_eq!(mark(text), Some(false), "{text}");
        }
        assert_eq!((nil("Không phát sinh"), nil("x"), nil("không"), nil("chưa rõ")), (Some(true), Some(true), Some(false), None));
        assert_eq!(mark("có thể"), None);
        assert_eq!(mark(""), None);
    }
}
