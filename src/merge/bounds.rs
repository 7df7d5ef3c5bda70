//! Bounds that the register sets for no figure of a target, proposed from what was reported. Without them a first figure, or one of
//! an office that is new, is held against nothing (C07).

use crate::model::history::History;
use crate::model::register::Register;
use crate::model::target::{Direction, Target};
use crate::model::target_kind::TargetKind;
use crate::model::task::Validity;
use crate::text::format;
use rust_decimal::Decimal;

/// Of fewer figures nothing is proposed.
const LEAST: usize = 5;

/// What to tell the desk, in the register's order: one sentence a target without bounds of which enough is known.
pub fn proposed(register: &Register, history: &History) -> Vec<String> {
    let open = |target: &&Target| {
        // A share has its bounds by itself, and what passes or fails has none.
        let needs = !matches!(target.kind(), TargetKind::Share | TargetKind::PassFail);
        needs && target.validity != Validity::Withdrawn && target.low.is_none() && target.high.is_none()
    };
    register.targets.iter().filter(open).filter_map(|target| sentence(target, history)).collect()
}

fn sentence(target: &Target, history: &History) -> Option<String> {
    let figures: Vec<Decimal> = history.figures.values().filter_map(|of| of.get(&target.code)).flatten().copied().collect();
    let (least, most) = (figures.iter().min()?, figures.iter().max()?);
    let goal = if target.direction == Direction::Higher { target.goal } else { Decimal::ZERO };
    let high = round_up(most.max(&goal).checked_mul(Decimal::TWO)?)?;
    let low = if least.is_sign_negative() { -round_up(least.abs().checked_mul(Decimal::TWO)?)? } else { Decimal::ZERO };
    (figures.len() >= LEAST).then(|| {
        format!(
            "Chỉ tiêu {} chưa có cận hợp lý; {} số liệu đã báo cáo nằm trong khoảng {} - {}. Có thể ghi Cận dưới hợp lý {}, Cận trên hợp lý {} ở \
             trang ChiTieu.",
            target.code,
            figures.len(),
            format::decimal(least.normalize()),
            format::decimal(most.normalize()),
            format::decimal(low),
            format::decimal(high)
        )
    })
}

/// The next of 1, 2, 5, 10, 20, 50, …; `None` for what no such number can hold.
fn round_up(number: Decimal) -> Option<Decimal> {
    let mut step = Decimal::ONE;
    loop {
        for factor in [Decimal::ONE, Decimal::TWO, Decimal::from(5)] {
            let bound = step.checked_mul(factor)?;
            if bound >= number {
                return Some(bound);
            }
        }
        step = step.checked_mul(Decimal::TEN)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{agency, decimal, target, task_code};

    fn known(figures: &[&str]) -> History {
        let mut history = History::default();
        let figures = figures.iter().map(|figure| decimal(figure)).collect();
        history.figures.entry(agency("SYT")).or_default().insert(task_code("CT-002"), figures);
        history
    }

    fn register(unit: &str) -> Register {
        Register { targets: vec![Target { goal: decimal("250"), ..target("CT-002", unit, &["SYT"]) }], ..Register::default() }
    }

    #[test]
    fn five_figures_give_bounds() {
        let told = proposed(&register("trạm"), &known(&["205", "212", "220", "231", "240"]));
        let wanted = "Chỉ tiêu CT-002 chưa có cận hợp lý; 5 số liệu đã báo cáo nằm trong khoảng 205 - 240. Có thể ghi Cận dưới hợp lý 0, Cận trên \
                      hợp lý 500 ở trang ChiTieu.";
        assert_eq!(told, [wanted]);
        assert!(proposed(&register("%/năm"), &known(&["-3", "2", "4", "5", "8"]))[0].contains("Cận dưới hợp lý -10, Cận trên hợp lý 500"));
    }

    #[test]
    fn too_little_a_share_and_bounds_of_the_desk_are_silent() {
        assert_eq!(proposed(&register("trạm"), &known(&["205", "212", "220", "231"])), [""; 0]);
        assert_eq!(proposed(&register("%"), &known(&["20"; 6])), [""; 0]);
        let mut bounded = register("trạm");
        bounded.targets[0].high = Some(decimal("2000"));
        assert_eq!(proposed(&bounded, &known(&["205"; 6])), [""; 0]);
    }
}
