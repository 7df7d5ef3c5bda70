//! K02: several agencies say that they lead a task that has one lead. Told to the desk, whose register decides; the agency
//! that claims it is told by N37 or N05, and blamed for nothing that the register said when its form was issued.

use crate::model::agency::AgencyCode;
use crate::model::finding::{Effect, Severity};
use crate::model::known_rows::LeadClaim;
use crate::model::place::Place;
use crate::model::task::TaskCode;
use crate::rules::case::WholeCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// The register says who leads, and the figures are that office's.
pub static RULE: Rule = Rule {
    code: "K02",
    name: "lead_claimed_twice",
    severity: Severity::Error,
    effect: Effect::Flag,
    title: "Nhiều đơn vị cùng khai chủ trì",
    advice: "Đề nghị đối chiếu văn bản giao; nếu nhiệm vụ đã giao lại, điều chỉnh danh mục.",
    explanation: "Mỗi nhiệm vụ loại này có một đơn vị chủ trì theo danh mục và số liệu lấy của đơn vị đó, không theo vai trò tự khai. Đây là việc của cơ quan tổng hợp; đơn vị khai nhầm được nhắc ở mã N37 hoặc N05.",
    example: "Nhiệm vụ KH11-002: Sở Y tế và Sở Tài chính cùng khai chủ trì; danh mục giao Sở Y tế.",
    check: Check::Whole(check),
};

/// So many claimants are all named.
const NAMED: usize = 10;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let mut by_task: BTreeMap<&TaskCode, Vec<&LeadClaim>> = BTreeMap::new();
    for claim in case.claims {
        by_task.entry(&claim.task).or_default().push(claim);
    }
    for line in case.tasks.iter().filter(|line| !line.task.kind.has_parts()) {
        let task = &line.task;
        let Some(claims) = by_task.get(&task.code) else { continue };
        // The register's lead is named first.
        let mut claimants: Vec<&AgencyCode> = claims.iter().map(|claim| &claim.agency).collect::<BTreeSet<_>>().into_iter().collect();
        claimants.sort_by_key(|agency| !task.leads.contains(agency));
        if claimants.len() < 2 {
            continue;
        }
        let names = match claimants.len() {
            0..=NAMED => claimants.iter().map(|agency| case.register.short_name(agency)).collect::<Vec<_>>().join(" và "),
            _ => wording::agencies(case.register, claimants.iter().copied()),
        };
        let message = format!(
            "Nhiệm vụ {}: {} cùng khai chủ trì; danh mục giao {}.",
            task.code,
            names,
            wording::agencies(case.register, &task.leads)
        );
        for claim in claims.iter().filter(|claim| !task.leads.contains(&claim.agency)) {
            let source = &claim.source;
            let place = Place { sheet: Some(source.sheet.to_string()), cell: source.cell };
            emitter.about_agency(None, &source.file, place, task.code.as_str(), message.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Role;

    fn claimed_by(agencies: &[&str], task: &str) -> Week {
        let mut week = Week::of(line(task, &[("SYT", Role::Lead, None, false)]));
        week.claims = agencies.iter().map(|a| LeadClaim { task: task_code(task), agency: code(a), source: source(a) }).collect();
        week
    }

    #[test]
    fn the_desk_is_told_where_the_claimant_that_is_not_the_lead_says_so() {
        let found = fires_on_whole(&RULE, &claimed_by(&["STC", "SYT"], "KH11-002"));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, None);
        assert_eq!(found[0].file, "STC/BC_STC_T28_2025.xlsx");
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B9");
    }

    #[test]
    fn a_single_claim_and_tasks_with_parts_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &claimed_by(&["SYT"], "KH11-002")), []);
        assert_eq!(fires_on_whole(&RULE, &claimed_by(&["SYT", "STC"], "KH11-004")), []);
    }
}
