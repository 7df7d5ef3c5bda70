//! The numbers of rules that a desk may set: each with its name, its unit and the bounds within which the rule still means
//! what it says.

use super::rule::Threshold;
use super::{file, targets, tasks};

/// Every threshold, in the order of the codes.
static ALL: [&Threshold; 9] = [
    &targets::figure_jumped::TIMES,
    &targets::figure_jumped::TIMES_SMALL,
    &targets::figure_jumped::SMALL,
    &targets::figure_outlying::DEVIATIONS,
    &tasks::standstill::DAYS,
    &tasks::standstill::WEEKS,
    &tasks::result_says_nothing::DAYS,
    &tasks::result_recycled::DAYS,
    &file::modified_after_seen::SECONDS,
];

/// The thresholds of a rule.
pub fn of(code: &str) -> impl Iterator<Item = &'static Threshold> {
    ALL.iter().copied().filter(move |threshold| threshold.code.eq_ignore_ascii_case(code))
}

/// Why a rule cannot take a number under a name, in Vietnamese; `None` if it can.
pub fn objection(code: &str, name: &str, value: i64) -> Option<String> {
    let Some(threshold) = of(code).find(|threshold| threshold.name == name) else {
        let names: Vec<&str> = of(code).map(|threshold| threshold.name).collect();
        return Some(match names.as_slice() {
            [] => format!("quy tắc {code} không có ngưỡng nào"),
            names => format!("quy tắc {code} không có ngưỡng “{name}”; có: {}", names.join(", ")),
        });
    };
    let Threshold { least, most, unit, .. } = threshold;
    let outside = value < *least || value > *most;
    outside.then(|| format!("ngưỡng {name} của {code} chỉ nhận từ {least} đến {most} ({unit})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn each_is_of_a_rule_that_may_be_decided_about_and_lies_within_its_bounds() {
        assert!(ALL.is_sorted_by_key(|threshold| threshold.code));
        for (at, threshold) in ALL.iter().enumerate() {
            let rule = rules::find(threshold.code).unwrap();
            assert!(!rule.severity.decides_figures(), "{}", rule.code);
            assert!(threshold.least <= threshold.default && threshold.default <= threshold.most, "{threshold:?}");
            assert!(threshold.meaning.ends_with('.') && !threshold.unit.is_empty(), "{threshold:?}");
            assert!(!ALL[..at].iter().any(|other| (other.code, other.name) == (threshold.code, threshold.name)), "{threshold:?}");
        }
    }

    #[test]
    fn a_foreign_name_and_a_number_beyond_the_bounds_are_told() {
        assert_eq!(objection("N26", "weeks", 4), None);
        assert_eq!(objection("N26", "week", 4).unwrap(), "quy tắc N26 không có ngưỡng “week”; có: days, weeks");
        assert_eq!(objection("N26", "weeks", 0).unwrap(), "ngưỡng weeks của N26 chỉ nhận từ 2 đến 26 (tuần)");
        assert_eq!(objection("N12", "weeks", 4).unwrap(), "quy tắc N12 không có ngưỡng nào");
    }
}
