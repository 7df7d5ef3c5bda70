//! Who reported, who did not, and what the figures are made of.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::submission::{Standing, Submission};
use crate::sheets::submissions::{self, Standings};
use crate::sheets::tasks;
use crate::text::format;
use std::collections::BTreeSet;

/// Offices named for each thing on a page.
const FEW: usize = 8;

/// How many offices are named for each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sheets) enum Named {
    /// As many as a page has room for.
    Few,
    /// All of them, those as well who were late.
    All,
}

/// What the figures contain: who is in, who is late, returned or missing, and what was left out.
pub(in crate::sheets) fn lines(c: &Consolidation, edition: Edition, named: Named) -> Vec<String> {
    let most = if named == Named::All { usize::MAX } else { FEW };
    let standings = submissions::standings(c);
    let mut lines = vec![sum(&standings)];
    // The parts add up to all who must report, so that nobody is thought to have said something who did not.
    let (updated, confirmed, unfilled) = (standings.updated, standings.confirmed, standings.unfilled_counted);
    let unusable = standings.must_report - updated - confirmed - unfilled;
    let unfilled = if unfilled > 0 { format!("; biểu mẫu chưa điền {unfilled:02}") } else { String::new() };
    let late = standings.late_left_out;
    let late = if late > 0 { format!(" (trong đó gửi muộn {late:02})") } else { String::new() };
    let news = format!(
        "Có cập nhật {updated:02} cơ quan; xác nhận không thay đổi {confirmed:02}{unfilled}; chưa có báo cáo dùng được {unusable:02}{late}."
    );
    lines.push([vec![news], left_out(c, &standings, edition)].concat().join(" "));
    let who = |test: &dyn Fn(&Submission) -> bool| -> Vec<AgencyCode> {
        submissions::pairs(c).filter(|(_, s)| test(s)).map(|(agency, _)| agency.code.clone()).collect()
    };
    let absent = |s: &Submission| s.standing == Standing::Missing && !s.form_unfilled && submissions::document_only(s).is_none();
    let missing = who(&|s| absent(s) && !s.awaits_own_cutoff());
    let awaited = who(&|s| absent(s) && s.awaits_own_cutoff());
    let returned = who(&|s| s.standing == Standing::Returned);
    let documents = who(&|s| submissions::document_only(s).is_some());
    let late = who(&|s| named == Named::All && s.standing == Standing::Late && !s.merged);
    let named: Vec<String> = [
        ("Gửi muộn, chưa đưa vào số liệu", late),
        ("Chưa gửi", missing),
        ("Chưa đến hạn riêng", awaited),
        ("Cần bổ sung, gửi lại", returned),
        ("Có văn bản, thiếu tệp số liệu", documents),
    ]
    .into_iter()
    .filter(|(_, agencies)| !agencies.is_empty())
    .map(|(word, agencies)| format!("{word}: {}.", tasks::first_names(c, &agencies, most)))
    .collect();
    if !named.is_empty() {
        lines.push(named.join(" "));
    }
    let lying = who(&Submission::form_lies_there);
    if !lying.is_empty() {
        lines.push(format!("Mới có biểu mẫu, chưa điền ({:02}): {}.", lying.len(), tasks::first_names(c, &lying, most)));
    }
    let unfilled = who(&|s| s.sent_unfilled() && !s.form_lies_there());
    if !unfilled.is_empty() {
        lines.push(format!("Có gửi tệp nhưng chưa điền ({:02}): {}.", unfilled.len(), tasks::first_names(c, &unfilled, most)));
    }
    if standings.unfilled_counted > 0 {
        let count = standings.unfilled_counted;
        lines.push(format!("{count:02} báo cáo giống biểu mẫu đã cấp, chưa điền, chưa xác nhận; kỳ này vẫn được tính."));
    }
    let unknown = who(&|s| s.standing == Standing::Unknown);
    if !unknown.is_empty() {
        lines.push(format!(
            "Chưa xác định được do sự cố của cơ quan tổng hợp, không tính là chưa báo cáo ({:02}): {}.",
            unknown.len(),
            tasks::first_names(c, &unknown, most)
        ));
    }
    lines
}

/// How the reports came, in parts that make up all who must report; a part without anybody is left out.
fn sum(n: &Standings) -> String {
    let unproven = if n.unproven > 0 { format!(", trong đó chưa xác minh {:02}", n.unproven) } else { String::new() };
    let on_time = format!("đúng hạn {:02} ({}%){unproven}", n.on_time, format::percent(n.on_time, n.must_report));
    let parts = [
        (n.late, "gửi muộn"),
        (n.admitted, "gửi muộn, được tiếp nhận"),
        (n.returned, "cần bổ sung, gửi lại"),
        (n.arriving, "đang gửi"),
        (n.awaiting, "chưa đến hạn riêng"),
        (n.unfilled.saturating_sub(n.forms_lying), "đã gửi tệp, chưa điền"),
        (n.forms_lying, "mới có biểu mẫu chưa điền"),
        (n.missing, "chưa gửi"),
        (n.unknown, "chưa kiểm tra được"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{words} {count:02}"));
    let parts: Vec<String> = std::iter::once(on_time).chain(parts).collect();
    format!("Có {:02} cơ quan, đơn vị phải báo cáo: {}.", n.must_report, parts.join("; "))
}

fn left_out(c: &Consolidation, standings: &Standings, edition: Edition) -> Vec<String> {
    let mut marks = Vec::new();
    if standings.late_left_out > 0 {
        marks.push(format!("{} báo cáo gửi muộn chưa đưa vào số liệu.", standings.late_left_out));
    }
    let late_in = standings.late - standings.late_left_out;
    if late_in > 0 {
        marks.push(format!("{late_in} báo cáo gửi muộn đã đưa vào số liệu, có đánh dấu."));
    }
    if standings.admitted > 0 {
        marks.push(format!("{} báo cáo gửi muộn được tiếp nhận vào số liệu.", standings.admitted));
    }
    if standings.revised > 0 {
        marks.push(format!("{} đơn vị sửa báo cáo sau hạn, thay đổi chưa tổng hợp.", standings.revised));
    }
    if edition != Edition::Draft {
        let known = known_agencies(c);
        let absent = c.submissions.iter().filter(|s| is_absent(s));
        let (before, never): (Vec<&Submission>, Vec<&Submission>) = absent.partition(|s| known.contains(&s.agency));
        if !before.is_empty() {
            marks.push(format!("Số liệu của {} đơn vị không có báo cáo dùng được lấy theo kỳ trước.", before.len()));
        }
        if !never.is_empty() {
            marks.push(format!("Chưa có số liệu của {} đơn vị không có báo cáo dùng được.", never.len()));
        }
    }
    marks
}

/// Had it to report, and has no report that can be used?
fn is_absent(submission: &Submission) -> bool {
    match submission.standing {
        Standing::Missing => !submission.awaits_own_cutoff(),
        Standing::Returned | Standing::Arriving | Standing::Unknown => true,
        Standing::OnTime | Standing::Late | Standing::Admitted | Standing::Exempt => false,
    }
}

/// The agencies of which a figure is shown, of whatever week: of the others there is none to fall back to.
fn known_agencies(c: &Consolidation) -> BTreeSet<&AgencyCode> {
    let tasks = c.tasks.iter().flat_map(|line| &line.parts).filter(|part| part.period.is_some()).map(|part| &part.agency);
    let targets = c.targets.iter().flat_map(|line| &line.sources).map(|source| &source.agency);
    let criteria = c.criteria.lines.iter().filter(|line| line.results.iter().any(Option::is_some)).map(|line| &line.agency);
    tasks.chain(targets).chain(criteria).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn late_reports_left_out_are_named_on_the_first_page() {
        let c = testing::consolidation();
        let lines = lines(&c, Edition::Release { version: 1, late: false }, Named::Few);
        assert!(lines[1].contains("1 báo cáo gửi muộn chưa đưa vào số liệu."), "{lines:?}");
        assert!(lines[1].contains("1 đơn vị sửa báo cáo sau hạn"), "{lines:?}");
    }

    #[test]
    fn the_parts_are_the_whole() {
        let counts = submissions::standings(&testing::consolidation());
        let line = sum(&counts);
        let (_, parts) = line.split_once(": ").unwrap();
        let number = |part: &str| part.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse::<u32>().ok()).unwrap();
        assert_eq!(parts.split("; ").map(number).sum::<u32>(), counts.must_report, "{line}");
    }
}
