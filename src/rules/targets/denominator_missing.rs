//! C05: a numerator without a whole, a whole without a numerator, or one that is not above 0; a result alone where parts are added up.

use crate::model::agency::AgencyCode;
use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::target::{Aggregation, Target};
use crate::rules::reported_figure;
use crate::rules::view::{ReportView, TargetEntry};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// Numerator, denominator and result are one figure, so all three fall back together.
pub static RULE: Rule = Rule {
    code: "C05",
    name: "denominator_missing",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Mẫu số bằng 0, hoặc thiếu tử số, mẫu số",
    advice: "Đề nghị ghi cả tử số và mẫu số, mẫu số (tổng số phải làm) lớn hơn 0; nếu không có đối tượng nào, để trống cả hai.",
    explanation: "Không chia được cho 0 hoặc cho ô trống; mẫu số ghi một mình không thành số liệu, chỉ ghi kết quả thì không cộng được với đơn vị khác. Tử số, mẫu số, kết quả là một số liệu: sai một ô thì cả ba giữ của kỳ trước.",
    example: "Mẫu số bằng 0 hoặc để trống.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        // Elsewhere the two columns are remarks, and nothing is divided.
        if !entry.target.is_some_and(reported_figure::is_share) {
            continue;
        }
        let row = entry.row;
        let message = match row.denominator.value() {
            Some(whole) if whole.is_zero() => String::from("Mẫu số bằng 0 hoặc để trống."),
            Some(whole) if *whole < Decimal::ZERO => format!("Mẫu số {} nhỏ hơn 0.", format::decimal(*whole)),
            Some(whole) if is_alone(entry) => {
                let message = format!("Có mẫu số {} nhưng chưa có tử số; chưa tính số này.", format::decimal(*whole));
                emitter.field(entry.at, FieldId::Numerator, &row.numerator, message);
                continue;
            }
            // Of several offices the parts are added up: a result has none to add.
            Some(_) | None if lacks_parts(entry, view.case.agency) => {
                let message = "Có kết quả nhưng chưa có tử số, mẫu số để cộng với các đơn vị khác; chưa tính số này.".to_owned();
                emitter.field(entry.at, FieldId::Numerator, &row.numerator, message);
                continue;
            }
            None if row.denominator.is_empty() && row.numerator.value().is_some() => String::from("Mẫu số bằng 0 hoặc để trống."),
            Some(_) | None => continue,
        };
        emitter.field(entry.at, FieldId::Denominator, &row.denominator, message);
    }
}

/// Is a whole the only figure of a row, and another one than was last reported?
fn is_alone(entry: &TargetEntry<'_>) -> bool {
    let row = entry.row;
    let known = entry.known.and_then(|known| known.denominator);
    row.numerator.is_empty() && row.value.is_empty() && row.denominator.value().copied() != known
}

/// Is a result the figure of a row, without the part that is added to those of other offices?
fn lacks_parts(entry: &TargetEntry<'_>, agency: &AgencyCode) -> bool {
    let adds = |target: &Target| target.aggregation == Aggregation::Ratio && !reported_figure::is_of_whole(target, agency);
    entry.target.is_some_and(adds) && entry.row.numerator.is_empty() && entry.row.value.value().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::report::Field;

    fn ratio(part: Field<Decimal>, whole: Field<Decimal>) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| (row.numerator, row.denominator) = (part, whole))
    }

    #[test]
    fn nothing_to_divide_by_is_refused() {
        assert_eq!(messages(&fires(&RULE, &ratio(number("5"), number("0")))), [RULE.example]);
        assert_eq!(messages(&fires(&RULE, &ratio(number("5"), empty()))), [RULE.example]);
        assert_eq!(messages(&fires(&RULE, &ratio(empty(), number("0")))), [RULE.example]);
    }

    #[test]
    fn a_whole_alone_is_no_figure_and_that_is_said() {
        let found = fires(&RULE, &ratio(empty(), number("1200")));
        assert_eq!(messages(&found), ["Có mẫu số 1.200 nhưng chưa có tử số; chưa tính số này."]);
        let mut stands = ratio(empty(), number("1200")).last_week_target("CT-001", "50");
        stands.history.targets[0].denominator = Some(dec("1200"));
        assert_eq!(fires(&RULE, &stands), [], "what the form may have come with");
        let result = ReportDraft::by("SYT").target("CT-001", |row| (row.denominator, row.value) = (number("1200"), result_number("50")));
        assert_eq!(fires(&RULE, &result), []);
    }

    #[test]
    fn a_result_alone_is_no_part_of_what_several_offices_add_up() {
        let draft = |providers: &[&str], aggregation| {
            let mut draft = ReportDraft::by("SYT").target("CT-001", |row| row.value = result_number("50"));
            let target = draft.register.targets.iter_mut().find(|target| target.code.as_str() == "CT-001").unwrap();
            (target.providers, target.aggregation) = (providers.iter().map(|office| code(office)).collect(), aggregation);
            draft
        };
        let found = fires(&RULE, &draft(&["SYT", "STC"], Aggregation::Ratio));
        assert_eq!(messages(&found), ["Có kết quả nhưng chưa có tử số, mẫu số để cộng với các đơn vị khác; chưa tính số này."]);
        assert_eq!(fires(&RULE, &draft(&["SYT"], Aggregation::Ratio)), [], "the result of one office is the whole");
        assert_eq!(fires(&RULE, &draft(&["SYT", "STC"], Aggregation::Lead)), []);
    }

    #[test]
    fn a_whole_below_0_is_refused() {
        assert_eq!(messages(&fires(&RULE, &ratio(number("5"), number("-4")))), ["Mẫu số -4 nhỏ hơn 0."]);
    }

    #[test]
    fn where_nothing_is_divided_the_columns_are_remarks() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.numerator = number("5"))), []);
    }

    #[test]
    fn ratios_and_targets_without_one_are_silent() {
        assert_eq!(fires(&RULE, &ratio(number("5"), number("10"))), []);
        assert_eq!(fires(&RULE, &ratio(empty(), empty())), []);
        assert_eq!(fires(&RULE, &ratio(number("5"), unreadable("?"))), []);
    }
}
