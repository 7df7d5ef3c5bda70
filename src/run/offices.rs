//! How the offices of a period stand, in the few lines that a run prints.

use crate::merge::assemble::PeriodState;
use crate::model::agency::AgencyCode;
use crate::model::config::Layout;
use crate::model::submission::{Standing, Submission, UNFILLED};
use crate::text::{format, party};

/// So many names stand in a line at most.
const NAMES_MAX: usize = 60;

/// The lines of a state in the words of a layout; only the first where there is no report.
pub fn lines(current: Option<&PeriodState>, layout: Layout) -> Vec<String> {
    let submissions = current.map(|s| s.consolidation.submissions.as_slice()).unwrap_or_default();
    let name = |code: &AgencyCode| current.map_or_else(|| code.to_string(), |s| s.consolidation.short_name(code));
    let mut lines = vec![received(submissions)];
    let mut list = |label: &str, of: &dyn Fn(&Submission) -> bool| {
        let names: Vec<String> = submissions.iter().filter(|s| of(s)).map(|s| name(&s.agency)).collect();
        if !names.is_empty() {
            lines.push(format!("{} ({}): {}", party::said(layout, label), names.len(), format::list(&names, NAMES_MAX)));
        }
    };
    for (standing, label) in [
        (Standing::Missing, Standing::Missing.label()),
        (Standing::Unknown, "Chưa kiểm tra được do sự cố phía ta, không nhắc đơn vị"),
        (Standing::Arriving, "Đang gửi"),
        (Standing::Returned, "Cần gửi lại"),
        (Standing::Late, "Nộp muộn"),
    ] {
        list(label, &|s| s.standing == standing && !s.awaits_own_cutoff() && !s.sent_unfilled() && !s.awaits_joint_report());
    }
    for (lies, label) in UNFILLED {
        list(label, &|s| s.sent_unfilled() && s.form_lies_there() == lies);
    }
    list("Chưa đến hạn riêng", &Submission::awaits_own_cutoff);
    list("Đã có báo cáo trước khi sáp nhập, chờ báo cáo chung", &Submission::awaits_joint_report);
    lines
}

fn received(submissions: &[Submission]) -> String {
    let must = submissions.iter().filter(|s| s.standing != Standing::Exempt).count();
    let usable = submissions.iter().filter(|s| matches!(s.standing, Standing::OnTime | Standing::Admitted | Standing::Late)).count();
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    format!("Đã nhận {} báo cáo dùng được.", format::counter(size(usable), size(must)))
}
