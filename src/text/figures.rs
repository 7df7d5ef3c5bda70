//! Rows and fields of the canonical list of figures, in words for people.

use crate::model::class::TaskClass;
use crate::model::submission::{Evidence, Standing};
use serde_json::Value;

/// A row by its key, such as `nhiệm vụ KH11-007`.
pub fn row(key: &[String]) -> String {
    let words: Vec<&str> = key.iter().map(String::as_str).collect();
    let kind = match words.first().copied().unwrap_or_default() {
        "week" => "kỳ báo cáo",
        "agency" => "đơn vị",
        "standing" => "tình hình nộp của",
        "task" => "nhiệm vụ",
        "task_part" => "phần của đơn vị trong nhiệm vụ",
        "target" => "chỉ tiêu",
        "commune" => "xã",
        "criterion" => "tiêu chí của",
        "totals" => "tổng số",
        "difficulty" => "vướng mắc, kiến nghị của",
        "proposal" => "kiến nghị số",
        "extra_task" => "nhiệm vụ phát sinh của",
        "comparison" => "so với kỳ trước",
        "remark" => "nhận định",
        "freeze" => "bản đúng hạn được chốt",
        other => other,
    };
    let total = |word: &&str| {
        match *word {
            "tasks" => "nhiệm vụ",
            "targets" => "chỉ tiêu",
            "year" => "năm",
            "document" => "văn bản",
            "group" => "nhóm",
            "agency" => "đơn vị",
            "programme" => "chương trình",
            other => other,
        }
        .to_owned()
    };
    let rest = words.iter().skip(1).filter(|word| !word.is_empty());
    let rest: Vec<String> = if kind == "tổng số" { rest.map(total).collect() } else { rest.map(|word| (*word).to_owned()).collect() };
    format!("{kind} {}", rest.join(" ")).trim_end().to_owned()
}

/// A field by its name; the name itself if there is no word for it.
pub fn field(name: &str) -> &str {
    match name {
        "standing" => "kết quả nộp",
        "evidence" => "căn cứ",
        "received_at" => "lúc nhận",
        "state.class" | "class" => "phân loại",
        "state.days" => "số ngày",
        "reported" | "status" => "trạng thái đơn vị báo",
        "percent" => "tỷ lệ hoàn thành",
        "completed_on" => "ngày hoàn thành",
        "expected_on" => "dự kiến hoàn thành",
        "deadline.to" => "thời hạn",
        "marks" => "ghi chú",
        "value" => "kết quả",
        "numerator" => "tử số",
        "denominator" => "mẫu số",
        "light" => "đèn",
        "met" => "số tiêu chí đạt",
        "changed_in" => "cập nhật lần cuối",
        "last_update" => "báo lần cuối",
        "sources" => "nguồn",
        "total" => "tổng số",
        "overdue" => "quá hạn",
        "receipt" => "số tiếp nhận",
        "terms" => "các hạn của kỳ",
        other => other,
    }
}

/// A value as people read it.
pub fn value(value: Option<&Value>) -> String {
    let word = |text: &str| {
        let of = Value::from(text);
        let class = serde_json::from_value::<TaskClass>(of.clone()).ok().map(|class| super::class::class(class).to_owned());
        let standing = || serde_json::from_value::<Standing>(of.clone()).ok().map(|standing| standing.label().to_owned());
        let evidence = || serde_json::from_value::<Evidence>(of.clone()).ok().map(|evidence| evidence.label().to_owned());
        class.or_else(standing).or_else(evidence).unwrap_or_else(|| text.to_owned())
    };
    match value {
        None => "không có".to_owned(),
        Some(Value::Null) => "trống".to_owned(),
        Some(Value::String(text)) => word(text),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_difference_reads_as_a_sentence() {
        let key = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(row(&key(&["task", "KH11-007"])), "nhiệm vụ KH11-007");
        assert_eq!(row(&key(&["totals", "tasks", "year", "2025"])), "tổng số nhiệm vụ năm 2025");
        assert_eq!(row(&key(&["difficulty", "SYT", ""])), "vướng mắc, kiến nghị của SYT");
        assert_eq!(row(&key(&["week"])), "kỳ báo cáo");
        assert_eq!((field("state.class"), field("state.started")), ("phân loại", "state.started"));
        assert_eq!(value(Some(&json!("overdue"))), "Quá hạn");
        assert_eq!(value(Some(&json!("on_time"))), "Đúng hạn");
        assert_eq!(value(Some(&json!("40"))), "40");
        assert_eq!((value(Some(&json!(null))), value(None)), ("trống".to_owned(), "không có".to_owned()));
    }
}
