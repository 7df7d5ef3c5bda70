//! H13: a desk sent an earlier version of its release after a later one.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};

/// The number of the release says which one the desk means, not the order in which files came.
pub static RULE: Rule = Rule {
    code: "H13",
    name: "older_release",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Bản tổng hợp lần trước gửi sau bản lần sau",
    advice: "Đề nghị cơ quan đầu mối kiểm tra: cần thay số liệu thì lập bản bổ sung rồi gửi bản đó.",
    explanation: "Bản bổ sung của cơ quan đầu mối thay bản lần trước. Gửi lại bản lần trước không làm mất bản bổ sung.",
    example: "Bản tổng hợp lần 1 gửi sau bản lần 2; số liệu lấy theo bản lần 2.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    let Some((last, rest)) = case.submission.versions.split_last() else { return };
    let release = |version: &crate::model::submission::Version| version.content.desk_report().map(|report| report.release.version);
    let highest = rest.iter().filter_map(release).max();
    if let (Some(last), Some(highest)) = (release(last), highest)
        && last < highest
    {
        emitter.at(Place::file(), format!("Bản tổng hợp lần {last} gửi sau bản lần {highest}; số liệu lấy theo bản lần {highest}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use crate::testing::july;
    use std::sync::Arc;

    fn sent(releases: &[u32]) -> Sent {
        let mut sent = Sent::on_time();
        sent.submission.versions = (10u32..)
            .zip(releases)
            .map(|(minute, release)| {
                let content = FileSample::consolidation(|report| report.release.version = *release).content;
                let content = Arc::new(content);
                crate::model::submission::Version { content, ..version("SYT/TongHop.xlsx", july(11, 9, minute)) }
            })
            .collect();
        sent
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&fires_on_submission(&RULE, &sent(&[1, 2, 1]))), [RULE.example]);
    }

    #[test]
    fn what_comes_in_its_order_is_silent() {
        for releases in [&[1][..], &[1, 2], &[2, 2]] {
            assert_eq!(fires_on_submission(&RULE, &sent(releases)), []);
        }
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
