//! H13: a desk sent an earlier version of its release after a later one.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::submission::Version;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};

/// The number of the release says which one the desk means, not the order in which files came.
pub static RULE: Rule = Rule {
    code: "H13",
    name: "older_release",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Bản tổng hợp gửi sau không thay bản gửi trước",
    advice: "Đề nghị cơ quan đầu mối kiểm tra: cần thay số liệu thì lập bản bổ sung rồi gửi bản đó.",
    explanation: "Bản bổ sung của cơ quan đầu mối thay bản lần trước. Gửi lại bản lần trước, hoặc gửi bản có dòng \
        bị sửa sau khi chốt, không làm mất bản đã nhận.",
    example: "Bản tổng hợp lần 1 gửi sau bản lần 2; số liệu lấy theo bản lần 2.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    let Some((last, rest)) = case.submission.versions.split_last() else { return };
    let report = |version: &'_ Version| version.content.desk_report().map(|report| (report.release.version, report.has_edited_rows()));
    let highest = rest.iter().filter_map(report).max_by_key(|(number, edited)| (*number, !*edited));
    let (Some((last, edited)), Some((highest, highest_edited))) = (report(last), highest) else { return };
    if last == highest && edited && !highest_edited {
        let message =
            format!("Bản tổng hợp lần {last} có dòng bị sửa sau khi chốt, gửi sau bản nguyên vẹn; số liệu lấy theo bản nguyên vẹn.");
        emitter.at(Place::file(), message);
    } else if last < highest {
        emitter.at(Place::file(), format!("Bản tổng hợp lần {last} gửi sau bản lần {highest}; số liệu lấy theo bản lần {highest}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::desk_report::Edit;
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
                Version { content, ..version("SYT/TongHop.xlsx", july(11, 9, minute)) }
            })
            .collect();
        sent
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&fires_on_submission(&RULE, &sent(&[1, 2, 1]))), [RULE.example]);
    }

    #[test]
    fn one_whose_rows_somebody_changed_replaces_none_as_it_left() {
        let mut twice = sent(&[1, 1]);
        let edit = Edit::Count { table: "Dòng nhiệm vụ".into(), released: 2, found: 1 };
        let edited = FileSample::consolidation(|report| report.edits = vec![edit]).content;
        twice.submission.versions[1].content = Arc::new(edited);
        assert!(messages(&fires_on_submission(&RULE, &twice))[0].contains("số liệu lấy theo bản nguyên vẹn"));
        twice.submission.versions.swap(0, 1);
        assert_eq!(fires_on_submission(&RULE, &twice), []);
    }

    #[test]
    fn what_comes_in_its_order_is_silent() {
        for releases in [&[1][..], &[1, 2], &[2, 2]] {
            assert_eq!(fires_on_submission(&RULE, &sent(releases)), []);
        }
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
