//! H13: a desk sent an earlier version of its release after a later one.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::submission::Version;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{file_name, format};
use std::collections::BTreeMap;

/// The number of the release says which one the desk means, not the order in which files came.
pub static RULE: Rule = Rule {
    code: "H13",
    name: "older_release",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Bản tổng hợp gửi sau không thay bản gửi trước",
    advice: "Đề nghị cơ quan đầu mối kiểm tra: cần thay số liệu thì lập bản bổ sung rồi gửi bản đó.",
    explanation: "Bản bổ sung của cơ quan đầu mối thay bản lần trước. Gửi lại bản lần trước, hoặc gửi bản có dòng \
        bị sửa sau khi chốt, không làm mất bản đã nhận. Bản đã hủy gửi lại với tên khác cũng không dùng.",
    example: "Bản tổng hợp lần 1 gửi sau bản lần 2; số liệu lấy theo bản lần 2.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    let Some((last, rest)) = case.submission.versions.split_last() else { return };
    if says_withdrawn(last) {
        return;
    }
    let same = |other: &&Version| says_withdrawn(other) && other.receipt.sha256 == last.receipt.sha256;
    if let Some(withdrawn) = rest.iter().find(same) {
        let name = format::quote(withdrawn.receipt.file.name());
        emitter.at(Place::file(), format!("Bản tổng hợp này đã hủy: đã nhận trước đó với tên {name}; không dùng số liệu."));
        return;
    }
    let report = |version: &'_ Version| version.content.desk_report().map(|report| (report.release.version, report.has_edited_rows()));
    let highest = rest.iter().filter_map(report).max_by_key(|(number, edited)| (*number, !*edited));
    let (Some((last, edited)), Some((highest, highest_edited))) = (report(last), highest) else { return };
    if last == highest && edited && !highest_edited {
        let message =
            format!("Bản tổng hợp lần {last} có dòng bị sửa sau khi chốt, gửi sau bản nguyên vẹn; số liệu lấy theo bản nguyên vẹn.");
        emitter.at(Place::file(), message);
    } else if last < highest {
        // The highest one may have come too late itself.
        let counted = case.submission.counted_version().and_then(report).map_or(highest, |(number, _)| number);
        emitter.at(Place::file(), format!("Bản tổng hợp lần {last} gửi sau bản lần {highest}; số liệu lấy theo bản lần {counted}."));
    }
}

/// Is it a release under the name that a withdrawn one gets?
pub fn says_withdrawn(version: &Version) -> bool {
    version.content.desk_report().is_some() && file_name::says_withdrawn(version.receipt.file.name())
}

/// For each version: did the same workbook come under that name before it, or later and still in time?
pub fn withdrawn(versions: &[Version]) -> Vec<bool> {
    let mut named: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (at, version) in versions.iter().enumerate().filter(|(_, version)| says_withdrawn(version)) {
        let (_, in_time) = named.entry(version.receipt.sha256.as_str()).or_insert((at, false));
        *in_time |= version.timing.on_time;
    }
    let is_withdrawn = |(at, version): (usize, &Version)| {
        named.get(version.receipt.sha256.as_str()).is_some_and(|(first, in_time)| *first < at || *in_time)
    };
    versions.iter().enumerate().map(is_withdrawn).collect()
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
        sent.submission.counted = (0..releases.len()).max_by_key(|at| releases[*at]);
        sent
    }

    #[test]
    fn where_the_highest_came_too_late_the_figures_are_those_of_the_one_that_counts() {
        let mut sent = sent(&[1, 2, 3, 2]);
        sent.submission.counted = Some(1);
        let found = fires_on_submission(&RULE, &sent);
        assert_eq!(messages(&found), ["Bản tổng hợp lần 2 gửi sau bản lần 3; số liệu lấy theo bản lần 2."]);
    }

    #[test]
    fn a_withdrawn_one_under_another_name_is_told_by_its_content() {
        let mut sent = sent(&[1, 1]);
        sent.submission.versions[0].receipt.file.path = "SKHCN/TongHop_SKHCN_T28_2025_huy.xlsx".into();
        sent.submission.versions[0].receipt.sha256 = sent.submission.versions[1].receipt.sha256.clone();
        let found = fires_on_submission(&RULE, &sent);
        assert!(
            messages(&found)[0].starts_with("Bản tổng hợp này đã hủy: đã nhận trước đó với tên TongHop_SKHCN_T28_2025_huy.xlsx"),
            "{found:?}"
        );
        assert_eq!(withdrawn(&sent.submission.versions), [true, true]);
        sent.submission.versions.reverse();
        assert_eq!(withdrawn(&sent.submission.versions), [true, true], "before its hour");
        sent.submission.versions.iter_mut().for_each(|version| version.timing.on_time = false);
        assert_eq!(withdrawn(&sent.submission.versions), [false, false], "what came in time and counts stays, whatever comes later");
        sent.submission.versions.reverse();
        sent.submission.versions[0].receipt.sha256 = "another".into();
        assert_eq!(fires_on_submission(&RULE, &sent), []);
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
