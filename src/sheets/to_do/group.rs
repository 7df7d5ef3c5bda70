//! The text to paste into a chat group: of everybody, or of one block. It names only offices that this desk chases, in the order of
//! print, by short names, and never speaks of cells. `_tin-nhan.txt`, the desk's screen, the list to call from and `remind` have it from here.

use crate::forms::desk_file::{MESSAGE_REHEARSAL, MESSAGE_TO};
use crate::model::agency::Block;
use crate::model::cutoff::Phase;
use crate::model::moment::Moment;
use crate::model::submission::Submission;
use crate::model::to_do::Matter;
use crate::sheets::submissions;
use crate::sheets::to_do::input::{GroupInput, NAME_MAX};
use crate::sheets::to_do::matters::{matter, of_block};
use crate::text::{format, party};

/// A moment as the text says it: `10 giờ 40 (thứ Sáu 11/7)`.
pub fn when(at: Moment) -> String {
    format!("{} ({})", format::clock(at), format::weekday(at))
}

/// The text for everybody, as of a moment in the words of [`when`]; `None` if it speaks of a period in which nothing came yet.
pub fn text(input: &GroupInput<'_>, as_of: Option<&str>) -> String {
    composed(input, &named(input, None), as_of, None)
}

/// The text for everybody as of the latest receipt, so that it is another one only when something came or an hour passed.
pub fn message(input: &GroupInput<'_>) -> String {
    text(input, input.consolidation.latest_receipt.map(when).as_deref())
}

/// The text for one block; `None` if the block has nobody to remind.
pub fn to_block(input: &GroupInput<'_>, as_of: &str, block: Block) -> Option<String> {
    let named = named(input, Some(block));
    (!named.is_empty()).then(|| composed(input, &named, Some(as_of), Some(block)))
}

/// An office that the text names.
struct Named<'a> {
    name: String,
    matter: Matter,
    submission: &'a Submission,
}

/// Who is named, in the order of print. Whose cells are to be mended, and who left a secret lying, is told alone.
fn named<'a>(input: &GroupInput<'a>, block: Option<Block>) -> Vec<Named<'a>> {
    let ours = submissions::pairs(input.consolidation)
        .filter(|(agency, _)| block.is_none_or(|block| agency.block == block) && !input.elsewhere.contains(&agency.code));
    ours.filter_map(|(agency, submission)| {
        let matter = matter(submission).filter(|matter| !matches!(matter, Matter::Mend | Matter::SecretBeside))?;
        Some(Named { name: format::on_one_line(&agency.short, NAME_MAX), matter, submission })
    })
    .collect()
}

fn composed(input: &GroupInput<'_>, all: &[Named<'_>], as_of: Option<&str>, block: Option<Block>) -> String {
    let c = input.consolidation;
    let said = |words: &str| party::said(input.layout, words);
    let (desk, week) = (&input.desk_short, format::span(&c.span));
    let (received, must_report) = match block.map(|block| of_block(c, block)) {
        Some(count) => (count.received, count.must_report),
        None => {
            let counts = submissions::standings(c);
            (counts.received(), counts.must_report)
        }
    };
    let mark = if input.rehearsal { MESSAGE_REHEARSAL } else { "" };
    let of_block = block.map_or(String::new(), |block| format!(" khối {}", block.label()));
    let received = format::counter(received, must_report);
    let mut lines = vec![match as_of {
        Some(as_of) => format!("{mark}{MESSAGE_TO}{of_block}. Đến {as_of} {desk} đã nhận {received} báo cáo {week}; trân trọng cảm ơn."),
        None => format!("{mark}{MESSAGE_TO}{of_block}. {} chưa nhận được báo cáo {week} nào ({received}).", format::capital(desk)),
    }];
    // An hour of its own that is still to come.
    let own_hour = |submission: &Submission| submissions::own_cutoff(submission, c.cutoffs).filter(|_| !submission.due);
    // One that has passed, while the others may still send: the hour below is not this office's.
    let passed = |submission: &Submission| {
        submissions::own_cutoff(submission, c.cutoffs).filter(|_| submission.due && input.phase == Phase::Collecting)
    };
    let named_of = |matter: Matter, wanted_too: &dyn Fn(&Submission) -> bool| -> Vec<String> {
        let wanted = all.iter().filter(|one| one.matter == matter && wanted_too(one.submission));
        let printed = wanted.map(|one| {
            let to_come = own_hour(one.submission).map(|own| format!("hạn riêng {own}"));
            let own = to_come.or_else(|| passed(one.submission).map(|own| format!("đã qua hạn riêng {own}")));
            let joint = (one.matter == Matter::JointAwaited)
                .then(|| format!("đã có báo cáo của {} trước khi sáp nhập", submissions::offices_before(c, one.submission)));
            let beside: Vec<String> = joint.into_iter().chain(own).collect();
            if beside.is_empty() { one.name.clone() } else { format!("{} ({})", one.name, beside.join("; ")) }
        });
        printed.collect()
    };
    let named = |matter: Matter| named_of(matter, &|_| true);
    for (matter, heading) in [
        (Matter::Missing, if input.phase == Phase::Released { "Chưa có báo cáo" } else { "Còn chờ" }),
        (Matter::OwnCutoff, "Còn chờ, có hạn riêng"),
        (Matter::JointAwaited, "Chờ báo cáo chung sau sáp nhập"),
        (Matter::Returned, "Cần gửi lại (xem phiếu phản hồi)"),
        (Matter::DocumentOnly, "Đã có văn bản, thiếu tệp số liệu"),
        (Matter::Arriving, "Đang nhận tệp"),
        (Matter::LateLeftOut, "Đã nhận sau hạn"),
    ] {
        let names = named(matter);
        if !names.is_empty() {
            lines.push(format!("{}: {}.", said(heading), names.join(", ")));
        }
    }
    let cutoff = c.cutoffs.submit;
    let hour = format::clock(cutoff);
    let late = said("báo cáo gửi sau hạn được ghi nhận là nộp muộn");
    for (matter, heading, send) in [
        (Matter::Unfilled, "Đã gửi tệp, chưa điền số liệu", "gửi lại"),
        // Of a form that the desk itself may have put there nobody says that it was sent.
        (Matter::FormLying, "Thư mục mới có biểu mẫu, chưa điền số liệu", "gửi"),
    ] {
        // After the hour no hour is named that has passed.
        let has_own = |submission: &Submission| own_hour(submission).is_some();
        let in_time = |submission: &Submission| !has_own(submission) && !submission.due && input.phase == Phase::Collecting;
        for (names, until) in [
            (named_of(matter, &in_time), format!("{send} trước {hour}")),
            (named_of(matter, &has_own), format!("{send} trước hạn riêng")),
            (named_of(matter, &|s| !has_own(s) && !in_time(s)), send.to_owned()),
        ] {
            if !names.is_empty() {
                lines.push(format!(
                    "{heading}: {}. Nếu tuần này không có thay đổi, đề nghị ghi x vào “Không phát sinh?” và ghi “Số liệu tính đến” ở \
                     trang ThongTin, {until}.",
                    names.join(", ")
                ));
            }
        }
    }
    // Three troubles, none of them the office's: its folder, a file that came, or what a desk below said of it.
    for (names, what) in [
        (
            named_of(Matter::Unknown, &|s| s.set_aside.is_none() && s.through.is_none()),
            format!("Thư mục của {{}} đang có sự cố phía {desk}; đơn vị không phải gửi lại."),
        ),
        (
            named_of(Matter::Unknown, &|s| s.set_aside.is_some()),
            format!("Tệp của {{}} chưa kiểm tra được do sự cố phía {desk}; đơn vị không phải gửi lại."),
        ),
        (
            named_of(Matter::Unknown, &|s| s.set_aside.is_none() && s.through.is_some()),
            "Kết quả của {} theo bản tổng hợp của cơ quan đầu mối chưa xác minh được; đơn vị không phải gửi lại.".to_owned(),
        ),
    ] {
        if !names.is_empty() {
            lines.push(what.replace("{}", &names.join(", ")));
        }
    }
    lines.push(match input.phase {
        Phase::Collecting => format!("Đề nghị gửi trước {hour} ({}).", format::weekday(cutoff)),
        Phase::Consolidating => format!("Đã qua hạn {hour} ({}); {late}.", format::weekday(cutoff)),
        Phase::Released => "Kỳ này đã chốt bản tổng hợp.".to_owned(),
    });
    lines.extend(c.moved.iter().map(|sentence| said(&format::clean(sentence))));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}
