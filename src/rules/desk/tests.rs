//! Rules of a desk over reports: what they say, what they leave alone, and what is wrong with them.

use super::condition::{Condition, Kind, Value};
use super::*;
use crate::model::config::FindingLimits;
use crate::model::place::{CellRef, Place};
use crate::model::report::TargetValue;
use crate::model::rule_policy::RulePolicy;
use crate::model::task::Status;
use crate::rules::testing::{ReportDraft, day, dec, number, on, result_number, status, text, unreadable, value};
use crate::rules::{Ruleset, review_report};
use proptest::prelude::*;

const FRIDAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();

fn rule(sheet: SheetId, condition: &str, message: &str) -> DeskRule {
    DeskRule {
        code: "Q01".into(),
        severity: Severity::Warning,
        trial: false,
        sheet,
        condition: condition.into(),
        message: message.into(),
        advice: "Đề nghị xem lại.".into(),
        from: None,
        until: None,
        reason: "Công văn 12".into(),
        condition_at: Place::cell("QuyTac", CellRef::new(4, 3)),
        message_at: Place::cell("QuyTac", CellRef::new(4, 4)),
    }
}

fn found(written: &ReportDraft, rule: DeskRule) -> Vec<Finding> {
    let rules = Ruleset::on(FRIDAY, &RulePolicy::default(), FindingLimits::DEFAULT, &DeskRules { rules: vec![rule], faults: vec![] });
    let sent = postcard::from_bytes::<Ruleset>(&postcard::to_stdvec(&rules).unwrap()).unwrap();
    let mut findings = review_report(&written.case(), &sent);
    findings.retain(|finding| finding.code.starts_with('Q'));
    findings
}

fn fault(sheet: SheetId, condition: &str) -> Option<String> {
    let rules = DeskRules { rules: vec![rule(sheet, condition, "a")], faults: vec![] };
    faults(&rules, FRIDAY).pop()
}

/// KH11-002 of SYT: due on 30/6/2025, half done.
fn slow() -> ReportDraft {
    ReportDraft::by("SYT").task("KH11-002", |row| row.percent = number("49.5")).task("KH11-001", |row| row.percent = number("80"))
}

#[test]
fn a_condition_finds_its_rows_and_its_sentence_has_their_values() {
    let found = found(&slow(), rule(SheetId::Tasks, "ty_le < 50 && hom_nay - han > 10", "Tỷ lệ {ty_le}%, hạn {han}."));
    let told: Vec<_> =
        found.iter().map(|f| (f.message.as_str(), f.about.as_str(), f.place.cell.unwrap().to_string(), f.severity)).collect();
    assert_eq!(told, [("Tỷ lệ 49,5%, hạn 30/6/2025.", "KH11-002", "G9".to_owned(), Severity::Warning)]);
    assert_eq!(found[0].effect, Effect::Flag);
}

#[test]
fn every_kind_of_field_can_be_asked() {
    let says = |written: &ReportDraft, sheet: SheetId, condition: &str| found(written, rule(sheet, condition, "a")).len();
    let done = ReportDraft::by("SYT").task("KH11-001", |row| {
        (row.status, row.completed_on) = (status(Status::Done), on(2025, 7, 4));
        row.evidence = text("QĐ 12/QĐ-UBND");
    });
    for condition in [
        "trang_thai == \"hoàn thành\" && ngay_hoan_thanh == ngay(\"04/7/2025\")",
        "minh_chung.contains(\"qđ\") && size(minh_chung) > 5 && size(minh_chung) < 50",
        "[\"QĐ\", \"CV\"].exists(x, minh_chung.startsWith(x)) && don_vi == \"SYT\"",
        "trang_thai in [“Hoàn thành”, “Tạm dừng”] && du_kien == null && kien_nghi == \"\"",
        "ngay_hoan_thanh < han && ngay_giao < ngay_hoan_thanh && hom_nay - ngay_hoan_thanh == 7",
        "(ty_le >= 50 ? ty_le : 0) * 2 == 100 && ty_le / 4 == 12.5 && -ty_le < 0.000001",
    ] {
        assert_eq!(says(&done, SheetId::Tasks, condition), 1, "{condition}");
    }
    let share = ReportDraft::by("SYT").target("CT-001", |row| {
        (row.numerator, row.denominator, row.value) = (number("1"), number("3"), result_number("33.33"));
    });
    assert_eq!(says(&share, SheetId::Targets, "tu_so * 3 == mau_so && ket_qua < muc_tieu && !uoc_tinh"), 1);
}

/// A blank number is not below 50; a list is no longer than it is written; texts are not numbers.
#[test]
fn what_cannot_be_said_is_not_said() {
    let blank = ReportDraft::by("SYT").task("KH11-002", |row| row.percent = crate::rules::testing::empty());
    assert_eq!(found(&blank, rule(SheetId::Tasks, "ty_le < 50", "a")), []);
    assert_eq!(found(&blank, rule(SheetId::Tasks, "ty_le == null", "a")).len(), 1);
    assert_eq!(found(&blank, rule(SheetId::Tasks, "du_kien < hom_nay || trang_thai == \"Đang thực hiện\"", "a")).len(), 1);
    assert_eq!(found(&blank, rule(SheetId::Targets, "ket_qua > 1", "a")), []);
    let said = |sheet: SheetId, condition: &str| found(&blank, rule(sheet, condition, "a")).len();
    for unanswered in
        ["ty_le != 100", "!(ty_le == 100)", "!(ty_le in [1, 2])", "ty_le + 1 != 2", "du_kien != han", "du_kien == ngay_hoan_thanh"]
    {
        assert_eq!(said(SheetId::Tasks, unanswered), 0, "{unanswered}");
    }
    assert_eq!((said(SheetId::Tasks, "null == ty_le && du_kien == null"), said(SheetId::Tasks, "ty_le != null")), (1, 0));
    let figures = ReportDraft::by("SYT").target("CT-001", |_| {});
    let two_blanks = |condition: &str| found(&figures, rule(SheetId::Targets, condition, "a")).len();
    assert_eq!((two_blanks("tu_so == mau_so"), two_blanks("tu_so == null && mau_so == null")), (0, 1));
}

/// "Đạt" is an answer, and so is what cannot be read: neither is missing, and neither is a number.
#[test]
fn an_answer_that_is_no_number_is_not_blank() {
    let passed = ReportDraft::by("SYT").target("CT-003", |row| row.value = value("Đạt", TargetValue::Passed(true)));
    let of_target = |condition: &str| found(&passed, rule(SheetId::Targets, condition, "{ket_qua}"));
    for unanswered in ["ket_qua == null", "ket_qua != null", "ket_qua != 1", "!(ket_qua > 0)"] {
        assert_eq!(of_target(unanswered), [], "{unanswered}");
    }
    assert_eq!(of_target("ghi_chu == \"\"")[0].message, "Đạt");
    let typed = ReportDraft::by("SYT").task("KH11-001", |row| {
        (row.percent, row.status) = (unreadable("khoảng nửa"), unreadable("gần xong"));
    });
    let of_task = |condition: &str| found(&typed, rule(SheetId::Tasks, condition, "{ty_le}, {trang_thai}"));
    for unanswered in ["ty_le == null", "trang_thai == \"\"", "trang_thai != \"Hoàn thành\""] {
        assert_eq!(of_task(unanswered), [], "{unanswered}");
    }
    assert_eq!(of_task("kien_nghi == \"\"")[0].message, "khoảng nửa, gần xong");
}

/// A row of another's task is refused, and no rule of a desk speaks of it; of a role a condition asks.
#[test]
fn only_rows_of_the_office_are_asked() {
    let foreign =
        ReportDraft::by("SYT").task("KH11-005", |row| row.percent = number("10")).task("KH11-001", |row| row.percent = number("10"));
    let about: Vec<_> = found(&foreign, rule(SheetId::Tasks, "ty_le < 50", "a")).into_iter().map(|finding| finding.about).collect();
    assert_eq!(about, ["KH11-001"]);
    let target = ReportDraft::by("SYT").target("CT-004", |row| row.value = result_number("1"));
    assert_eq!(found(&target, rule(SheetId::Targets, "ket_qua < 50", "a")), []);
}

#[test]
fn a_rule_holds_from_its_day_to_its_last_and_begins_on_trial() {
    let of = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
        found(&slow(), DeskRule { from, until, ..rule(SheetId::Tasks, "ty_le < 50", "a") }).len()
    };
    assert_eq!((of(Some(FRIDAY), Some(FRIDAY)), of(Some(day(2025, 7, 12)), None), of(None, Some(day(2025, 7, 10)))), (1, 0, 0));
    let trial = found(&slow(), DeskRule { trial: true, ..rule(SheetId::Tasks, "ty_le < 50", "a") });
    assert_eq!(trial[0].severity, Severity::Trial);
}

#[test]
fn what_is_wrong_is_told_by_its_cell() {
    let whole = fault(SheetId::Tasks, "ty_le < ").unwrap();
    assert!(whole.starts_with("danh-muc.xlsx, trang QuyTac, ô D5: điều kiện của Q01 không dùng được: sai cú pháp"), "{whole}");
    let long = format!("ty_le < {}", "1".repeat(500));
    for (condition, part) in [
        ("tyle < 50", "không có trường “tyle” ở trang này"),
        ("ty_le < \"50\"", "“<” không dùng được với số và chữ"),
        ("ty_le", "phải cho kết quả đúng/sai, đang cho số"),
        ("tu_so > 1", "không có trường “tu_so”"),
        ("han > 20250930", "“>” không dùng được với ngày và số"),
        ("han > ngay(\"31/2/2025\")", "một ngày đầy đủ trong dấu nháy"),
        ("ty_le * ty_le > 1", "phép nhân, chia cần một số nguyên khác 0 ghi sẵn"),
        ("ty_le / 0 > 1", "phép nhân, chia cần một số nguyên khác 0"),
        ("ty_le < 0.0000001", "nhiều hơn 6 chữ số thập phân"),
        ("ket_qua + minh_chung == \"a\"", "“+” không dùng được với chữ và chữ"),
        ("ket_qua.matches(\"a*\")", "“matches” không dùng được"),
        ("[1, 2].exists(x, [3].exists(y, x == y))", "một lần"),
        ("[1, 2].map(x, x * 2) == [2, 4]", "không dùng map, filter"),
        ("[1, \"a\"].exists(x, true)", "danh sách chỉ gồm chữ, hoặc chỉ gồm số"),
        ("{\"a\": 1}.a == 1", "không dùng được"),
        ("minh_chung == null", "null chỉ so với một trường số hoặc ngày"),
        ("ty_le + 1 == null", "null chỉ so với một trường"),
        ("[1].exists(x, x == null)", "null chỉ so với một trường"),
        ("(true ? ty_le : null) > 1", "null chỉ so với một trường"),
        (long.as_str(), "chỉ nhận đến 500"),
    ] {
        let told = fault(SheetId::Tasks, condition).unwrap_or_default();
        assert!(told.contains(part), "{condition}: {told}");
    }
    assert_eq!(fault(SheetId::Tasks, "ty_le < 50"), None);
    let rules = DeskRules { rules: vec![rule(SheetId::Tasks, "ty_le < 50", "{tyle}")], faults: vec!["b".into()] };
    let told = faults(&rules, FRIDAY);
    assert!(told[0] == "b" && told[1].contains("ô E5: thông báo của Q01: không có trường “tyle”"), "{told:?}");
    assert_eq!(found(&slow(), rule(SheetId::Tasks, "tyle < 50", "a")), [], "a rule with a fault is asked nothing");
}

#[test]
fn of_more_rules_than_anybody_reads_the_rest_is_told_and_not_asked() {
    let in_force = |_| rule(SheetId::Tasks, "ty_le < 50", "a");
    let told = faults(&DeskRules { rules: (0..=RULES_MAX).map(in_force).collect(), faults: vec![] }, FRIDAY);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("là quy tắc đang áp dụng thứ 51; chỉ dùng 50 quy tắc đầu"), "{told:?}");
    let ended = DeskRule { until: Some(day(2025, 7, 10)), ..in_force(0) };
    let after_ended = DeskRules { rules: [vec![ended; RULES_MAX], vec![in_force(0)]].concat(), faults: vec![] };
    assert_eq!((faults(&after_ended, FRIDAY), DeskRuleset::on(FRIDAY, &after_ended).rules.len()), (vec![], 1));
}

/// Of deep and long conditions the stack holds, and what they cost is bounded.
#[test]
fn the_widest_conditions_end() {
    let letters = "a".repeat(10_000);
    let value = |_: &str| Value::Text(letters.clone());
    let items = vec!["\"b\""; 110].join(",");
    for condition in [
        "(".repeat(250) + &")".repeat(250),
        "!".repeat(480) + "true",
        "-".repeat(480) + "1 < 2",
        "true&&".repeat(80) + "true",
        "1+".repeat(240) + "1>1",
        format!("[{items}].all(x, !ket_qua.contains(x))"),
    ] {
        if let Ok(condition) = Condition::read(&condition, &|_| Some(Kind::Text)) {
            condition.holds(&value);
        }
    }
    let many = Condition::read(&format!("[{items}].all(x, !ket_qua.contains(x))"), &|_| Some(Kind::Text)).unwrap();
    assert!(many.holds(&value));
}

proptest! {
    /// Whatever is typed is read or refused.
    #[test]
    fn no_text_stops_the_reading(condition in "[-a-z0-9_ .,()!&|<>=+*/\"'\\[\\]{}?:%éạ\n\\\\]{0,60}") {
        if let Ok(condition) = Condition::read(&condition, &|name| match name.len() { 1 => Some(Kind::Number), 2 => Some(Kind::Text), _ => Some(Kind::Flag) }) {
            let value = |name: &str| match name.len() { 1 => Value::Number(dec("1")), 2 => Value::Text("a".into()), _ => Value::Flag(true) };
            condition.holds(&value);
        }
    }

    /// What is built of fields and operators is answered as plain arithmetic answers it.
    #[test]
    fn numbers_are_exact(a in -1_000_000i64..1_000_000, b in -1_000_000i64..1_000_000, places in 0u32..=6) {
        let (one, other) = (rust_decimal::Decimal::new(a, places), rust_decimal::Decimal::new(b, places));
        let of = |name: &str| Value::Number(if name == "x" { one } else { other });
        let holds = |condition: &str| Condition::read(condition, &|_| Some(Kind::Number)).unwrap().holds(&of);
        prop_assert_eq!(holds("x < y"), one < other);
        prop_assert_eq!(holds(&format!("x == {one}")), true);
        prop_assert_eq!(holds(&format!("x + y == {}", one + other)), true);
        prop_assert_eq!(holds("x * 3 - x == x + x"), true);
    }
}
