//! Who has to report in a frozen period: whoever had to by the register of the freeze. An office that is exempted, ended, sent
//! elsewhere or added afterwards would otherwise change its standing, and nobody would have decided so. A register that was
//! wrong at the freeze is corrected for the period by a further version, which says what differs.

use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::judge::exempt;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::config::Config;
use crate::model::freeze::Freeze;
use crate::model::moment;
use crate::model::register::Register;
use crate::model::target::Target;
use crate::model::task::Task;
use crate::run::session::frozen_words::FrozenWords;
use crate::run::session::register::understand_sealed;
use crate::text::format;
use chrono::NaiveDate;

/// Gives a register, whose workbook has this hash, the offices that had to report when a period was frozen, and says what it wrote
/// otherwise. Where the archive does not hold the register of the freeze any more, it stays as it is, and that is said.
#[must_use]
pub fn keep(register: &mut Register, sha256: &str, workspace: &Workspace, freeze: &Freeze) -> FrozenWords {
    match of_freeze(sha256, workspace, freeze) {
        Ok(Some((then, day))) => {
            let told = told(&then, register, day, (freeze, &workspace.config)).into_iter().collect();
            *register = std::mem::take(register).with_duties_of(&then, day);
            FrozenWords { told, ..FrozenWords::default() }
        }
        Ok(None) => FrozenWords::default(),
        Err(failure) => {
            let period = format::capital(&format::period_long(freeze.period));
            let notice = format!("{period}: cơ quan phải báo cáo lấy theo danh mục hiện nay.");
            FrozenWords::of_loss(Failure::FrozenRegister { period, cause: failure.to_string() }, notice)
        }
    }
}

/// What to tell of a frozen period if the register in use says otherwise who has to report; `None` if it says the same.
fn told(then: &Register, in_use: &Register, day: NaiveDate, (freeze, config): (&Freeze, &Config)) -> Option<String> {
    let codes = then.agencies.iter().map(|agency| &agency.code);
    let today = &in_use.agencies;
    let added = today.iter().map(|agency| &agency.code).filter(|code| then.agencies.iter().all(|agency| agency.code != **code));
    let change = |code| change(find(&then.agencies, code), find(today, code), day, config);
    let mut changes: Vec<String> = codes.chain(added).filter_map(change).collect();
    changes.extend(handed_over(&then.in_force(day), &in_use.in_force(day)));
    (!changes.is_empty()).then(|| {
        format!(
            "{} đã chốt; danh mục nay ghi khác về cơ quan phải báo cáo: {}. Kỳ này vẫn theo danh mục lúc chốt; thay đổi ấy áp dụng từ kỳ sau. \
             Nếu danh mục lúc chốt sai: sau khi chốt bản tổng hợp, lập bản sửa bằng “tonghop reopen --period {}”.",
            format::capital(&format::period_long(freeze.period)),
            changes.join("; "),
            freeze.period
        )
    })
}

/// Tasks and targets that are given to others now.
fn handed_over(then: &Register, today: &Register) -> Vec<String> {
    let named = |codes: &[AgencyCode]| format::list(&codes.iter().map(|code| today.short_name(code)).collect::<Vec<_>>(), 5);
    let task = |task: &Task| {
        let before = then.task(&task.code)?;
        let same = (&task.leads, &task.supports, &task.parts) == (&before.leads, &before.supports, &before.parts);
        (!same).then(|| format!("nhiệm vụ {} nay giao {}", task.code, named(&task.leads)))
    };
    let target = |target: &Target| {
        let before = then.target(&target.code)?;
        let same = (&target.leads, &target.providers) == (&before.leads, &before.providers);
        (!same).then(|| format!("chỉ tiêu {} nay giao {}", target.code, named(&target.leads)))
    };
    today.tasks.iter().filter_map(task).chain(today.targets.iter().filter_map(target)).collect()
}

/// What changed about the duty of an agency; `None` if nothing did.
fn change(then: Option<&Agency>, today: Option<&Agency>, day: NaiveDate, config: &Config) -> Option<String> {
    let because = |agency: &Agency| exempt::because(agency, day, config);
    let (name, said) = match (then, today) {
        (Some(then), Some(today)) => match (because(then), because(today)) {
            (then, today) if then == today => return None,
            (_, Some(now)) => (&today.short, format!("nay {now}")),
            (_, None) => (&today.short, "nay phải báo cáo".to_owned()),
        },
        (Some(then), None) if because(then).is_none() => (&then.short, "nay không có trong danh mục".to_owned()),
        (None, Some(today)) if because(today).is_none() => (&today.short, "mới thêm".to_owned()),
        _ => return None,
    };
    Some(format!("{name} {said}"))
}

fn find<'a>(agencies: &'a [Agency], code: &AgencyCode) -> Option<&'a Agency> {
    agencies.iter().find(|agency| agency.code == *code)
}

/// The register of a freeze and the day by which it says who has to report; `None` if the one with this hash is the same, or an
/// earlier version made the freeze, which kept none.
fn of_freeze(sha256: &str, workspace: &Workspace, freeze: &Freeze) -> Result<Option<(Register, NaiveDate)>, Failure> {
    let (Some(kept), Some(terms)) = (&freeze.register_sha256, &freeze.terms) else { return Ok(None) };
    if kept == sha256 {
        return Ok(None);
    }
    let register = understand_sealed(&workspace.archive(), kept, &workspace.register_file())?.seen_from(&workspace.config.desk.code);
    Ok(Some((register, moment::day(terms.cutoffs.submit))))
}
