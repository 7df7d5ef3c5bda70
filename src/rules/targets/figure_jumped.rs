//! C09: a figure is many times what it was, as a slipped comma or another unit makes it.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{FieldId, TargetValue};
use crate::model::target::Direction;
use crate::rules::reported_figure;
use crate::rules::view::{ReportView, TargetEntry};
use crate::rules::{Check, Emitter, Rule, Threshold};
use crate::text::{format, normalise, reasons};
use rust_decimal::Decimal;
use std::fmt;

/// The figure is used, and somebody should look at it; a new note explains it already.
pub static RULE: Rule = Rule {
    code: "C09",
    name: "figure_jumped",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả chênh lệch nhiều lần so với kỳ trước",
    advice: "Đề nghị kiểm tra số chữ số, dấu phẩy thập phân và đơn vị tính; nếu đúng, ghi lý do ở cột Ghi chú.",
    explanation: "Số liệu lệch 10 hoặc 100 lần thường do lệch dấu phẩy, thừa thiếu chữ số hoặc đổi đơn vị. Nêu khi gấp hoặc giảm từ 5 lần (số dưới 10: từ 8 lần). Lần đầu báo cáo thì so với mục tiêu (từ 10 lần). Tử số và mẫu số cùng lệch thì nêu ở ô Tử số. Ghi chú mới nói rõ vì sao thay đổi thì không nêu.",
    example: "Kết quả gấp 10 lần kỳ trước.",
    check: Check::Report(check),
};

/// From this ratio on a figure is asked about: ten times too much of what meanwhile halved is still found.
pub(in crate::rules) static TIMES: Threshold = Threshold {
    code: "C09",
    name: "times",
    unit: "lần",
    default: 5,
    least: 2,
    most: 1000,
    meaning: "Nêu khi số liệu gấp hoặc giảm từ số lần này.",
};
/// The same of small figures, which honestly double and double again.
pub(in crate::rules) static TIMES_SMALL: Threshold =
    Threshold { code: "C09", name: "times_small", unit: "lần", default: 8, least: 2, most: 1000, meaning: "Như times, cho số nhỏ." };
/// Which figures are small.
pub(in crate::rules) static SMALL: Threshold = Threshold {
    code: "C09",
    name: "small",
    unit: "đơn vị của chỉ tiêu",
    default: 10,
    least: 0,
    most: 1_000_000,
    meaning: "Số dưới mức này là số nhỏ.",
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let bounds = Bounds::of(emitter);
    for entry in view.targets.iter().filter(|entry| !is_explained(entry)) {
        let figure = reported_figure::now_and_before(entry).and_then(|(now, before)| bounds.jump(now, before));
        if let Some(jump) = figure {
            emitter.field(entry.at, FieldId::Value, &entry.row.value, format!("Kết quả {jump} kỳ trước."));
            continue;
        }
        // Before there is an earlier figure the goal is all that a first one can be held against.
        if let Some(times) = first_beyond_goal(entry) {
            let times = format::decimal(times.round_dp(1).normalize());
            emitter.field(entry.at, FieldId::Value, &entry.row.value, format!("Kết quả lần đầu gấp {times} lần mục tiêu."));
            continue;
        }
        // A part and a whole that are both ten times too much make the same share.
        let parts = part_and_whole(entry).and_then(|(part, whole)| Some((bounds.jump(part.0, part.1)?, bounds.jump(whole.0, whole.1)?)));
        if let Some((part, whole)) = parts {
            let message = format!("Tử số {part} kỳ trước, mẫu số {whole} kỳ trước.");
            emitter.field(entry.at, FieldId::Numerator, &entry.row.numerator, message);
        }
    }
}

/// From so many times the goal on a first figure is asked about: ten times too much of what is done by half is not.
const TIMES_THE_GOAL: Decimal = Decimal::TEN;

/// How many times the goal a first figure is; `None` if an earlier one is known, or it is not beyond all that can be.
fn first_beyond_goal(entry: &TargetEntry<'_>) -> Option<Decimal> {
    let target = entry.target.filter(|target| target.direction == Direction::Higher && target.goal > Decimal::ONE)?;
    let Some(TargetValue::Number(now)) = reported_figure::value(target, entry.row) else { return None };
    let times = now.checked_div(target.goal)?;
    (entry.known.and_then(|known| known.value).is_none() && times >= TIMES_THE_GOAL).then_some(times)
}

/// Numerator and denominator, each as it is now and was before; `None` if one is missing or the result is not made of them.
fn part_and_whole(entry: &TargetEntry<'_>) -> Option<((Decimal, Decimal), (Decimal, Decimal))> {
    let known = entry.known.filter(|_| entry.target.is_some_and(reported_figure::is_share))?;
    let part = (*entry.row.numerator.value()?, known.numerator?);
    Some((part, (*entry.row.denominator.value()?, known.denominator?)))
}

/// Does a note of this week say why the figure is another one? A note that says something else explains nothing.
pub(super) fn is_explained(entry: &TargetEntry<'_>) -> bool {
    let note = entry.row.note.text();
    let new = entry.known.is_none_or(|known| normalise::key(&known.note) != normalise::key(note));
    new && reasons::speaks_of_a_change(note)
}

/// How many times more or less a figure is than it was.
#[derive(Debug, Clone, Copy)]
struct Jump {
    times: Decimal,
    less: bool,
    turned: bool,
}

/// From how many times on a change is a jump.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    times: Decimal,
    times_small: Decimal,
    small: Decimal,
}

impl Bounds {
    fn of(emitter: &Emitter) -> Self {
        let number = |threshold: &Threshold| Decimal::from(emitter.threshold(threshold));
        Self { times: number(&TIMES), times_small: number(&TIMES_SMALL), small: number(&SMALL) }
    }

    /// `None` if the figure did not jump.
    fn jump(self, now: Decimal, before: Decimal) -> Option<Jump> {
        let is_less = now.abs() < before.abs();
        let (less, more) = if is_less { (now.abs(), before.abs()) } else { (before.abs(), now.abs()) };
        let times = more.checked_div(less)?;
        let jumped = times >= if less < self.small { self.times_small } else { self.times };
        jumped.then_some(Jump { times, less: is_less, turned: now.is_sign_negative() != before.is_sign_negative() })
    }
}

impl fmt::Display for Jump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times = format::decimal(self.times.round_dp(1).normalize());
        let turned = if self.turned { "đổi dấu và " } else { "" };
        if self.less { write!(f, "{turned}chỉ bằng 1/{times}") } else { write!(f, "{turned}gấp {times} lần") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn from(before: &str, now: &str) -> ReportDraft {
        ReportDraft::by("SYT").last_week_target("CT-002", before).target("CT-002", |row| row.value = result_number(now))
    }

    #[test]
    fn ten_times_more_or_less_is_noted() {
        assert_eq!(messages(&fires(&RULE, &from("205", "2050"))), [RULE.example]);
        assert_eq!(messages(&fires(&RULE, &from("2050", "205"))), ["Kết quả chỉ bằng 1/10 kỳ trước."]);
        assert_eq!(messages(&fires(&RULE, &from("-3", "25"))), ["Kết quả đổi dấu và gấp 8,3 lần kỳ trước."]);
        for (before, now) in [("1000", "8000"), ("1", "10"), ("0.81", "81"), ("1200", "60"), ("3", "300")] {
            assert_eq!(fires(&RULE, &from(before, now)).len(), 1, "{before} {now}");
        }
    }

    #[test]
    fn a_first_figure_is_held_against_the_goal() {
        let first = ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number("9000"));
        assert_eq!(messages(&fires(&RULE, &first)), ["Kết quả lần đầu gấp 36 lần mục tiêu."]);
    }

    #[test]
    fn growth_a_start_from_0_and_a_reason_are_silent() {
        for (before, now) in [("205", "400"), ("1", "7"), ("0", "500"), ("500", "0"), ("5", "5")] {
            assert_eq!(fires(&RULE, &from(before, now)), [], "{before} {now}");
        }
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number("2400"))), []);
        let mut reason = from("205", "2050");
        reason.report.targets.as_mut().unwrap().rows[0].note = text("Nhận bàn giao từ doanh nghiệp");
        assert_eq!(fires(&RULE, &reason), []);
    }

    #[test]
    fn a_note_that_says_something_else_or_was_there_before_explains_nothing() {
        let noted = |note: &str| {
            let mut written = from("205", "2050");
            written.report.targets.as_mut().unwrap().rows[0].note = text(note);
            written
        };
        assert_eq!(fires(&RULE, &noted("Đã trình lãnh đạo")).len(), 1);
        let mut old = noted("Nhận bàn giao từ doanh nghiệp");
        old.history.targets[0].note = "Nhận bàn giao từ doanh nghiệp.".into();
        assert_eq!(fires(&RULE, &old).len(), 1);
    }

    #[test]
    fn both_parts_of_a_share_ten_times_too_much_are_noted_at_the_part() {
        let parts = |part: &str, whole: &str| {
            let mut written = ReportDraft::by("SYT").last_week_target("CT-001", "50").target("CT-001", |row| {
                (row.numerator, row.denominator, row.value) = (number(part), number(whole), result_number("50"));
            });
            let known = &mut written.history.targets[0];
            (known.numerator, known.denominator) = (Some(dec("50")), Some(dec("100")));
            written
        };
        let found = fires(&RULE, &parts("500", "1000"));
        assert_eq!(messages(&found), ["Tử số gấp 10 lần kỳ trước, mẫu số gấp 10 lần kỳ trước."]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "G9");
        assert_eq!(fires(&RULE, &parts("51", "100")), []);
        assert_eq!(fires(&RULE, &parts("120", "240")), [], "the whole may grow");
    }
}
