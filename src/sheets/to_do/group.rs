//! The text to paste into a chat group: of everybody, or of one block. It names only offices that this desk chases, in the order of
//! print, by short names, and never speaks of cells.

use crate::model::agency::Block;
use crate::model::cutoff::Phase;
use crate::model::moment::Moment;
use crate::model::submission::Submission;
use crate::model::to_do::{Concern, Matter, ToDo};
use crate::sheets::submissions;
use crate::sheets::to_do::input::ToDoInput;
use crate::text::{format, party};

/// A moment as the text says it: `10 giờ 40 (thứ Sáu 11/7)`.
pub fn when(at: Moment) -> String {
    format!("{} ({})", format::clock(at), format::weekday(at))
}

/// The text for everybody, as of a moment in the words of [`when`].
pub fn text(input: &ToDoInput<'_>, to_do: &ToDo, as_of: &str) -> String {
    composed(input, to_do, as_of, None)
}

/// The same for one block; `None` if the block has nobody to remind.
pub fn to_block(input: &ToDoInput<'_>, to_do: &ToDo, as_of: &str, block: Block) -> Option<String> {
    let concerned = to_do.concerns.iter().any(|concern| concern.block == block && concern.chased_here && is_named(concern.matter));
    concerned.then(|| composed(input, to_do, as_of, Some(block)))
}

/// Is an office of this matter named to others? Whose cells are to be mended, and who left a secret lying, is told alone.
fn is_named(matter: Matter) -> bool {
    !matches!(matter, Matter::Mend | Matter::SecretBeside)
}

fn composed(input: &ToDoInput<'_>, to_do: &ToDo, as_of: &str, block: Option<Block>) -> String {
    let c = input.consolidation;
    let said = |words: &str| party::said(input.layout, words);
    let (desk, week) = (input.desk_short(), format::span(&c.span));
    let (received, must_report) = match block.and_then(|block| to_do.blocks.iter().find(|count| count.block == block)) {
        Some(count) => (count.received, count.must_report),
        None => (to_do.received, to_do.must_report),
    };
    let mark = if input.rehearsal { "[DIỄN TẬP] " } else { "" };
    let whom = block.map_or_else(|| "các cơ quan, đơn vị".to_owned(), |block| format!("các cơ quan, đơn vị khối {}", block.label()));
    let received = format::counter(received, must_report);
    let mut lines = vec![format!("{mark}Kính gửi {whom}. Đến {as_of} {desk} đã nhận {received} báo cáo {week}; trân trọng cảm ơn.")];
    let named_of = |matter: Matter, wanted_too: &dyn Fn(&Submission) -> bool| -> Vec<String> {
        let ours = |concern: &&Concern| concern.matter == matter && concern.chased_here && block.is_none_or(|block| concern.block == block);
        let wanted: Vec<&Concern> = to_do.concerns.iter().filter(ours).collect();
        // The order of print, whatever the order of the screen.
        let printed = submissions::pairs(c).filter(|(_, submission)| wanted_too(submission)).filter_map(|(agency, submission)| {
            let concern = wanted.iter().find(|concern| concern.agency == agency.code)?;
            let own = submissions::own_cutoff(submission, c.cutoffs).filter(|_| matter == Matter::OwnCutoff);
            Some(own.map_or_else(|| concern.short.clone(), |own| format!("{} (hạn riêng {own})", concern.short)))
        });
        printed.collect()
    };
    let named = |matter: Matter| named_of(matter, &|_| true);
    for (matter, heading) in [
        (Matter::Missing, if to_do.phase == Phase::Released { "Chưa có báo cáo" } else { "Còn chờ" }),
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
    let open = to_do.phase == Phase::Collecting;
    let late = said("báo cáo gửi sau hạn được ghi nhận là nộp muộn");
    for (matter, heading, send) in [
        (Matter::Unfilled, "Đã gửi tệp, chưa điền số liệu", "gửi lại"),
        (Matter::FormLying, "Thư mục mới có biểu mẫu, chưa điền số liệu", "gửi"),
    ] {
        let names = named(matter);
        if !names.is_empty() {
            let until = if open { format!("{send} trước {hour}") } else { send.to_owned() };
            lines.push(format!(
                "{heading}: {}. Nếu tuần này không có thay đổi, đề nghị ghi x vào “Không phát sinh?” và ghi “Số liệu tính đến” ở trang \
                 ThongTin, {until}.",
                names.join(", ")
            ));
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
    lines.push(match to_do.phase {
        Phase::Collecting => format!("Đề nghị gửi trước {hour} ({}).", format::weekday(cutoff)),
        Phase::Consolidating => format!("Đã qua hạn {hour} ({}); {late}.", format::weekday(cutoff)),
        Phase::Released => "Kỳ này đã chốt bản tổng hợp.".to_owned(),
    });
    lines.extend(c.moved.iter().map(|sentence| said(&format::clean(sentence))));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}
