//! Who reported, who did not, and what the figures are made of.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::moment;
use crate::model::roads::EditedRows;
use crate::model::submission::{Standing, Submission};
use crate::sheets::counted::Counted;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::submissions::{self, Standings};
use crate::sheets::tasks;
use crate::text::format;
use std::collections::BTreeSet;

/// Offices named for each thing on a page.
const FEW: usize = 8;
/// The same on a page without room.
const FEWEST: usize = 3;

/// How many offices are named for each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sheets) enum Named {
    /// As many as a page has room for.
    Few,
    /// As many as are needed to see whom it is about, on a page that is full.
    Fewest,
    /// All of them, those as well who were late.
    All,
}

/// What the figures contain: who is in, who is late, returned or missing, and what was left out.
pub(in crate::sheets) fn lines(c: &Consolidation, edition: Edition, most: Named) -> Vec<Sentence> {
    let all = most == Named::All;
    let most = match most {
        Named::All => usize::MAX,
        Named::Few => FEW,
        Named::Fewest => FEWEST,
    };
    let standings = submissions::standings(c);
    let mut lines = vec![sum(c, &standings)];
    // The parts add up to all who must report, so that nobody is thought to have said something who did not.
    let (updated, confirmed, unfilled) = (standings.updated, standings.confirmed, standings.unfilled_counted);
    let unusable = standings.must_report - updated - confirmed - unfilled;
    let of = |words: String, title: &str, test: &dyn Fn(&Submission) -> bool| {
        Sentence::from(Figure::count(words, title, Counted::agencies(c, |s| s.standing != Standing::Exempt && test(s))))
    };
    let mut news = Sentence::from("Có cập nhật ")
        + of(format!("{updated:02} cơ quan"), "Có cập nhật", &|s| s.merged && !s.confirmed_only && !s.form_unfilled)
        + "; xác nhận không thay đổi "
        + of(format!("{confirmed:02}"), "Xác nhận không thay đổi", &|s| s.merged && s.confirmed_only);
    let counted_unfilled = |s: &Submission| s.form_unfilled && s.merged;
    if unfilled > 0 {
        news = news + "; biểu mẫu chưa điền " + of(format!("{unfilled:02}"), "Biểu mẫu chưa điền", &counted_unfilled);
    }
    news = news + "; chưa có báo cáo dùng được " + of(format!("{unusable:02}"), "Chưa có báo cáo dùng được", &|s| !s.merged);
    let left_out_late = |s: &Submission| s.standing == Standing::Late && !s.merged;
    if let late @ 1.. = standings.late_left_out {
        news = news + " (trong đó gửi muộn " + of(format!("{late:02}"), "Gửi muộn, chưa đưa vào số liệu", &left_out_late) + ")";
    }
    lines.push(Sentence::joined(std::iter::once(news + ".").chain(left_out(c, &standings, edition)), " "));
    let who = |test: &dyn Fn(&Submission) -> bool| -> Vec<AgencyCode> {
        submissions::pairs(c).filter(|(_, s)| test(s)).map(|(agency, _)| agency.code.clone()).collect()
    };
    // The names of all of a kind, and after so many how many more.
    let named = |words: &str, test: &dyn Fn(&Submission) -> bool| {
        let agencies = who(test);
        let names = Figure::about(tasks::first_names(c, &agencies, most), words, Counted::agencies(c, test));
        (!agencies.is_empty()).then(|| Sentence::from(format!("{words}: ")) + names + ".")
    };
    // The same with their number.
    let numbered = |words: &str, test: &dyn Fn(&Submission) -> bool| {
        let agencies = who(test);
        let count = Figure::count(format!("{:02}", agencies.len()), words, Counted::agencies(c, test));
        let names = tasks::first_names(c, &agencies, most);
        (!agencies.is_empty()).then(|| Sentence::from(format!("{words} (")) + count + format!("): {names}."))
    };
    let absent = |s: &Submission| {
        s.standing == Standing::Missing && !s.form_unfilled && !s.awaits_joint_report() && submissions::document_only(s).is_none()
    };
    let absentees: Vec<Sentence> = [
        named("Gửi muộn, chưa đưa vào số liệu", &|s| all && s.standing == Standing::Late && !s.merged),
        named("Chưa gửi", &|s| absent(s) && !s.awaits_own_cutoff()),
        named("Chưa đến hạn riêng", &|s| absent(s) && s.awaits_own_cutoff()),
        named("Cần bổ sung, gửi lại", &|s| s.standing == Standing::Returned),
        named("Có văn bản, thiếu tệp số liệu", &|s| submissions::document_only(s).is_some()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !absentees.is_empty() {
        lines.push(Sentence::joined(absentees, " "));
    }
    // What offices reported that ended in the period is told of each, whether their successor reported or not.
    let merged = submissions::pairs(c).filter(|(_, s)| s.reported_before().iter().any(|ended| !ended.alone));
    lines.extend(merged.filter_map(|(agency, s)| {
        let name = Figure::about(
            format::clean(&agency.short),
            "Có đơn vị sáp nhập trong kỳ",
            Counted::agencies(c, |other| other.agency == s.agency),
        );
        Some(Sentence::from(name) + format!(": {}.", submissions::said_before(c, s)?))
    }));
    lines.extend(desks(c));
    lines.extend(numbered("Mới có biểu mẫu, chưa điền", &Submission::form_lies_there));
    lines.extend(numbered("Có gửi tệp nhưng chưa điền", &|s| s.sent_unfilled() && !s.form_lies_there()));
    if let count @ 1.. = standings.unfilled_counted {
        let count = of(format!("{count:02} báo cáo"), "Biểu mẫu chưa điền, được tính", &counted_unfilled);
        lines.push(count + " giống biểu mẫu đã cấp, chưa điền, chưa xác nhận; kỳ này vẫn được tính.");
    }
    lines
        .extend(numbered("Chưa xác định được do sự cố của cơ quan tổng hợp, không tính là chưa báo cáo", &|s| {
            s.standing == Standing::Unknown && c.roads.standing_edited(&s.agency).is_none()
        }));
    lines.extend(numbered(
        "Kết quả gửi báo cáo bị sửa trong bản tổng hợp của đầu mối, chưa xác minh, không tính là chưa báo cáo",
        &|s| c.roads.standing_edited(&s.agency).is_some(),
    ));
    lines
}

/// How many, in which words, and which submissions they are.
type Part<'a> = (u32, &'a str, &'a dyn Fn(&Submission) -> bool);

/// How the reports came, in parts that make up all who must report; a part without anybody is left out.
fn sum(c: &Consolidation, n: &Standings) -> Sentence {
    let of = |words: String, title: &str, test: &dyn Fn(&Submission) -> bool| Figure::count(words, title, Counted::agencies(c, test));
    let must = |s: &Submission| s.standing != Standing::Exempt;
    let on_time = format!("{:02} ({}%)", n.on_time, format::percent(n.on_time, n.must_report));
    let mut on_time = Sentence::from("đúng hạn ") + of(on_time, "Báo cáo đúng hạn", &|s| s.standing == Standing::OnTime);
    if let unproven @ 1.. = n.unproven {
        on_time =
            on_time + ", trong đó chưa xác minh " + of(format!("{unproven:02}"), "Đúng hạn, chưa xác minh", &submissions::is_unproven);
    }
    let lies = Submission::form_lies_there;
    let missing = |s: &Submission| s.standing == Standing::Missing && !s.form_unfilled && !s.awaits_joint_report();
    let parts: [Part<'_>; 10] = [
        (n.late, "gửi muộn", &|s| s.standing == Standing::Late),
        (n.admitted, "gửi muộn, được tiếp nhận", &|s| s.standing == Standing::Admitted),
        (n.returned, "cần bổ sung, gửi lại", &|s| s.standing == Standing::Returned),
        (n.arriving, "đang gửi", &|s| s.standing == Standing::Arriving),
        (n.awaiting, "chưa đến hạn riêng", &|s| missing(s) && s.awaits_own_cutoff()),
        (n.awaiting_joint, "chờ báo cáo chung sau sáp nhập", &Submission::awaits_joint_report),
        (n.unfilled.saturating_sub(n.forms_lying), "đã gửi tệp, chưa điền", &|s| s.sent_unfilled() && !lies(s)),
        (n.forms_lying, "mới có biểu mẫu chưa điền", &lies),
        (n.missing, "chưa gửi", &|s| missing(s) && !s.awaits_own_cutoff()),
        (n.unknown, "chưa kiểm tra được", &|s| s.standing == Standing::Unknown),
    ];
    let parts = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, words, test)| Sentence::from(format!("{words} ")) + of(format!("{count:02}"), &format::capital(words), test));
    let all = of(format!("{:02} cơ quan, đơn vị", n.must_report), "Cơ quan, đơn vị phải báo cáo", &must);
    Sentence::from("Có ") + all + " phải báo cáo: " + Sentence::joined(std::iter::once(on_time).chain(parts), "; ") + "."
}

fn left_out(c: &Consolidation, standings: &Standings, edition: Edition) -> Vec<Sentence> {
    let of = |words: String, title: &str, test: &dyn Fn(&Submission) -> bool| {
        Sentence::from(Figure::count(words, title, Counted::agencies(c, test)))
    };
    let late = |s: &Submission, merged: bool| s.standing == Standing::Late && s.merged == merged;
    let mut marks = Vec::new();
    if let left @ 1.. = standings.late_left_out {
        marks
            .push(of(format!("{left} báo cáo"), "Gửi muộn, chưa đưa vào số liệu", &|s| late(s, false)) + " gửi muộn chưa đưa vào số liệu.");
    }
    if let late_in @ 1.. = standings.late - standings.late_left_out {
        let count = of(format!("{late_in} báo cáo"), "Gửi muộn, đã đưa vào số liệu", &|s| late(s, true));
        marks.push(count + " gửi muộn đã đưa vào số liệu, có đánh dấu.");
    }
    if let admitted @ 1.. = standings.admitted {
        let count = of(format!("{admitted} báo cáo"), "Gửi muộn, được tiếp nhận", &|s| s.standing == Standing::Admitted);
        marks.push(count + " gửi muộn được tiếp nhận vào số liệu.");
    }
    if let revised @ 1.. = standings.revised {
        let count = of(format!("{revised} đơn vị"), "Sửa báo cáo sau hạn", &|s| s.revised_after_cutoff.is_some());
        marks.push(count + " sửa báo cáo sau hạn, thay đổi chưa tổng hợp.");
    }
    if edition != Edition::Draft {
        let known = known_agencies(c);
        let absent = |known_before: bool| Counted::agencies(c, |s| is_absent(s) && known.contains(&s.agency) == known_before);
        let (before, never) = (absent(true), absent(false));
        if let count @ 1.. = before.at.len() {
            let figure = Figure::count(format!("{count} đơn vị"), "Số liệu lấy theo kỳ trước", before);
            marks.push(Sentence::from("Số liệu của ") + figure + " không có báo cáo dùng được lấy theo kỳ trước.");
        }
        if let count @ 1.. = never.at.len() {
            let figure = Figure::count(format!("{count} đơn vị"), "Chưa có số liệu", never);
            marks.push(Sentence::from("Chưa có số liệu của ") + figure + " không có báo cáo dùng được.");
        }
    }
    marks
}

/// What of the figures came through desks below, and what did not come from them.
fn desks(c: &Consolidation) -> Vec<Sentence> {
    let of = |desk: &AgencyCode| {
        let name = format::clean(&c.short_name(desk));
        let submission = submissions::submission(c, desk)?;
        let figure = |words: String| Figure::about(words, "Đầu mối", Counted::agencies(c, |s| s.agency == *desk));
        let hour = hour_of_desk(submission);
        if !submission.merged {
            let words = Sentence::from("Chưa có bản tổng hợp dùng được của ") + figure(name) + hour;
            return Some(words + "; số liệu của các cơ quan chỉ gửi qua đầu mối này lấy theo kỳ trước.");
        }
        let through = Counted::agencies(c, |s| s.merged && s.through.as_ref() == Some(desk));
        let count = Figure::count(format!("{:02} cơ quan", through.at.len()), "Gửi qua đầu mối", through);
        let edited = c.roads.edited.get(desk).map_or_else(Sentence::default, |rows| edited(c, &name, rows));
        Some(Sentence::from("Gồm số liệu của ") + count + " lấy theo bản tổng hợp của " + figure(name) + hour + edited + ".")
    };
    c.desks.iter().filter_map(of).collect()
}

/// ` (nhận lúc 15 giờ 24, hạn 15 giờ 30)`, ` (nhận lúc 15 giờ 41, muộn 11 phút so với hạn 15 giờ 30)`: the desk's own hour; blank where
/// nothing came.
fn hour_of_desk(submission: &Submission) -> String {
    let Some(at) = submission.received_at else { return String::new() };
    let held_to = submission.cutoff;
    // What came on another day than it was due is told with its day.
    let when = |moment| if moment::day(at) == moment::day(held_to.submit) { format::clock(moment) } else { format::moment(moment) };
    let (received, due) = (when(at), when(held_to.submit));
    match submission.standing {
        Standing::Late | Standing::Admitted => {
            format!(" (nhận lúc {received}, muộn {} phút so với hạn {due})", submissions::minutes_late(at, held_to.late_from))
        }
        Standing::OnTime if submissions::is_unproven(submission) => format!(" (chưa xác minh giờ nhận, hạn {due})"),
        _ => format!(" (nhận lúc {received}, hạn {due})"),
    }
}

/// That rows of a desk's workbook are not as the desk fixed them, whose they are, and what stands in their place.
fn edited(c: &Consolidation, desk: &str, rows: &EditedRows) -> Sentence {
    let concerned: BTreeSet<&AgencyCode> = rows.offices().collect();
    let concerned: Vec<AgencyCode> =
        c.agencies.iter().map(|agency| &agency.code).filter(|code| concerned.contains(code)).cloned().collect();
    let tasks = Counted::tasks(c, |line| rows.tasks.iter().any(|(_, task)| *task == line.task.code));
    let count = Figure::about(format!("{:02} dòng", rows.rows), "Dòng khác với bản đã chốt", tasks);
    // The list that compares the roads has all of them.
    let whose = if concerned.is_empty() { String::new() } else { format!(" ({})", tasks::first_names(c, &concerned, FEWEST)) };
    // Where a report that was sent here counts, or it was changed how an office stands, no row falls back.
    let fell = [(rows.tasks.is_empty(), "nhiệm vụ"), (rows.targets.is_empty(), "chỉ tiêu"), (rows.criteria.is_empty(), "tiêu chí")];
    let fell: Vec<&str> = fell.into_iter().filter(|(none, _)| !none).map(|(_, what)| what).collect();
    let fell = if fell.is_empty() { String::new() } else { format!("; {} ở các dòng ấy lấy theo kỳ trước", fell.join(", ")) };
    Sentence::from("; tệp nhận được có ")
        + count
        + format!(" khác với bản đã chốt của {desk}{whose}, chưa xác minh, không đưa vào số liệu{fell}")
}

/// Had it to report, and has no report that can be used?
fn is_absent(submission: &Submission) -> bool {
    match submission.standing {
        Standing::Missing => !submission.awaits_own_cutoff() && !submission.awaits_joint_report(),
        Standing::Returned | Standing::Arriving => true,
        // Of one whose standing somebody changed on the way the rows are in the figures.
        Standing::Unknown => !submission.merged,
        Standing::OnTime | Standing::Late | Standing::Admitted | Standing::Exempt => false,
    }
}

/// The agencies of which a figure is shown, of whatever week: of the others there is none to fall back to.
pub(in crate::sheets) fn known_agencies(c: &Consolidation) -> BTreeSet<&AgencyCode> {
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
        let lines: Vec<String> =
            lines(&c, Edition::Release { version: 1, late: false }, Named::Few).iter().map(ToString::to_string).collect();
        assert!(lines[1].contains("1 báo cáo gửi muộn chưa đưa vào số liệu."), "{lines:?}");
        assert!(lines[1].contains("1 đơn vị sửa báo cáo sau hạn"), "{lines:?}");
    }

    #[test]
    fn what_was_known_before_is_said_to_count_only_where_it_does() {
        let c = testing::consolidation();
        let office = testing::agency("SYT");
        let said = |rows: EditedRows| edited(&c, "Sở KH&CN", &rows).to_string();
        let standing = EditedRows { rows: 1, standings: [office.clone()].into(), ..EditedRows::default() };
        for rows in [EditedRows { rows: 1, ..EditedRows::default() }, standing] {
            let said = said(rows);
            assert!(said.ends_with("chưa xác minh, không đưa vào số liệu"), "{said}");
        }
        let task = (office.clone(), c.tasks[0].task.code.clone());
        let rows = EditedRows { rows: 2, tasks: [task].into(), criteria: [(office, "TC01".to_owned())].into(), ..EditedRows::default() };
        let said = said(rows);
        assert!(said.ends_with("; nhiệm vụ, tiêu chí ở các dòng ấy lấy theo kỳ trước"), "{said}");
    }

    #[test]
    fn the_parts_are_the_whole() {
        let c = testing::consolidation();
        let counts = submissions::standings(&c);
        let line = sum(&c, &counts).to_string();
        let (_, parts) = line.split_once(": ").unwrap();
        let number = |part: &str| part.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse::<u32>().ok()).unwrap();
        assert_eq!(parts.split("; ").map(number).sum::<u32>(), counts.must_report, "{line}");
    }
}
