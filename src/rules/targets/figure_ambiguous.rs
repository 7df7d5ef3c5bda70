//! C16: a figure with two readings: separator of thousands, or decimal mark.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{Field, FieldId};
use crate::rules::reported_figure;
use crate::rules::view::{ReportView, TargetEntry};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// An Error, not a warning: either reading may be a thousand times the other, so
/// none is taken.
pub static RULE: Rule = Rule {
    code: "C16",
    name: "figure_ambiguous",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Số liệu có hai cách hiểu",
    advice: "Đề nghị ghi số không có dấu phân cách nghìn, hoặc nhập bằng ô kiểu số của Excel.",
    explanation: "Một dấu chấm hoặc phẩy đứng trước đúng ba chữ số có thể là phân cách nghìn hoặc dấu thập phân, hai cách hiểu lệch nhau một nghìn lần nên không đoán. Tử số, mẫu số, kết quả là một số liệu: sai một ô thì cả ba giữ của kỳ trước.",
    example: "Không hiểu chắc chắn \"1.234\" (dấu phẩy thập phân hay phân cách nghìn): có thể là 1234 hoặc 1 phẩy 234.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let row = entry.row;
        if let Some(written) = reported_figure::fraction_of_one(entry) {
            let (one, other) = (format::decimal(written), format::decimal((written * Decimal::ONE_HUNDRED).normalize()));
            let typed = format::quote(&row.value.typed);
            let message = format!("Kết quả \"{typed}\" có thể là {one}% hoặc {other}%. Đề nghị ghi rõ \"{other}%\" hoặc \"{one}%\".");
            emitter.field(entry.at, FieldId::Value, &row.value, message);
        }
        figure(emitter, entry, FieldId::Value, &row.value, reported_figure::two_readings(row));
        figure(emitter, entry, FieldId::Numerator, &row.numerator, reported_figure::part_readings(&row.numerator));
        figure(emitter, entry, FieldId::Denominator, &row.denominator, reported_figure::part_readings(&row.denominator));
    }
}

fn figure<T>(emitter: &mut Emitter, entry: &TargetEntry<'_>, id: FieldId, field: &Field<T>, readings: Option<(Decimal, Decimal)>) {
    if let Some((thousands, point)) = readings {
        let (typed, point) = (format::quote(&field.typed), point.to_string().replace('.', " phẩy "));
        let message =
            format!("Không hiểu chắc chắn \"{typed}\" (dấu phẩy thập phân hay phân cách nghìn): có thể là {thousands} hoặc {point}.");
        emitter.field(entry.at, id, field, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::TargetValue;
    use crate::rules::testing::*;

    #[test]
    fn a_lone_separator_before_three_digits_is_refused_with_both_readings() {
        let found = fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.value = unreadable("1.234")));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Value));
        let written = ReportDraft::by("SYT").target("CT-001", |row| {
            (row.numerator, row.denominator) = (unreadable("12,345"), unreadable("99.000"));
        });
        let found = fires(&RULE, &written);
        assert!(found[0].message.ends_with("có thể là 12345 hoặc 12 phẩy 345."), "{}", found[0].message);
        assert!(found[1].message.ends_with("có thể là 99000 hoặc 99."), "{}", found[1].message);
    }

    #[test]
    fn a_fraction_of_one_as_a_share_is_asked_about() {
        let share = |typed: &str| ReportDraft::by("SYT").target("CT-001", |row| row.value = value(typed, TargetValue::Number(dec("0.81"))));
        let found = fires(&RULE, &share("0,81"));
        assert_eq!(messages(&found), ["Kết quả \"0,81\" có thể là 0,81% hoặc 81%. Đề nghị ghi rõ \"81%\" hoặc \"0,81%\"."]);
        assert_eq!(fires(&RULE, &share("0,81%")), [], "the cell says it");
        let mut narrow = share("0,81");
        narrow.register.targets[0].high = Some(dec("20"));
        assert_eq!(fires(&RULE, &narrow), [], "81% is beyond what the register calls plausible");
        assert_eq!(fires(&RULE, &share("0,81").last_week_target("CT-001", "0.8")), [], "as small as before");
    }

    #[test]
    fn one_reading_and_no_number_are_silent() {
        let written = ReportDraft::by("SYT")
            .target("CT-001", |row| row.value = result_number("1234"))
            .target("CT-002", |row| (row.value, row.numerator) = (unreadable("nhiều"), unreadable("1.234 trạm")))
            .target("CT-002", |row| row.value = unreadable("#REF!"));
        assert_eq!(fires(&RULE, &written), []);
    }
}
