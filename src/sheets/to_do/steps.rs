//! What the desk does next, each under its number of the menu. The most pressing stands first.

use crate::model::cutoff::Phase;
use crate::model::to_do::{Matter, Section, Step, ToDo};
use crate::text::format;
use chrono::TimeDelta;

/// From so long before the submit cutoff on whoever has sent nothing is reminded.
pub const REMINDED_HOURS: i64 = 24;

/// What is known of the desk's own work, beside what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnWork {
    /// Forms of this period were written.
    pub forms: bool,
    /// The release in force was sent.
    pub sent: bool,
    /// Something stands in the way: the machine comes first.
    pub trouble: bool,
}

/// The steps. `take_out`: how many offices left a file with a mark of secrecy beside a report that counts; `left`: how long until the
/// submit cutoff; `release`: when the release is due, such as `15 giờ 30`.
pub(super) fn of(to_do: &ToDo, (own, take_out): (OwnWork, usize), left: TimeDelta, (week, release): (&str, &str)) -> Vec<Step> {
    let count = |section| to_do.of(section).filter(|concern| concern.matter.is_told()).count();
    let (returned, late, missing) = (count(Section::SentNotCounted), count(Section::Late), count(Section::NotReceived));
    let take_out = (take_out > 0, 4, format!("Báo {take_out} đơn vị lấy tệp có dấu mật ra khỏi thư mục báo cáo."));
    let remind = (returned > 0, 4, format!("Nhắc {returned} đơn vị đã gửi nhưng chưa được tính."));
    let proposals = (to_do.proposals > 0, 7, format!("Xem {} kiến nghị chưa xử lý.", to_do.proposals));
    let unseen = !to_do.concerns.is_empty() && to_do.received == 0 && to_do.concerns.iter().all(|one| one.matter == Matter::Unknown);
    let possible = match to_do.phase {
        Phase::Collecting => vec![
            (unseen, 3, format!("Nhận báo cáo: {week} chưa quét lần nào.")),
            (!own.forms && to_do.received == 0, 2, format!("Gửi biểu mẫu {week} cho các đơn vị.")),
            remind,
            (missing > 0 && left <= TimeDelta::hours(REMINDED_HOURS), 4, format!("Nhắc {missing} đơn vị chưa gửi.")),
            proposals,
            (!unseen, 3, "Nhận báo cáo.".to_owned()),
        ],
        Phase::Consolidating => vec![
            (late > 0, 6, format!("Quyết định về {late} báo cáo gửi muộn: có đưa vào số liệu hay không.")),
            remind,
            proposals,
            (true, 8, format!("Xem trước, biên tập, chốt bản tổng hợp trước {release}.")),
        ],
        Phase::Released => vec![
            (!own.sent, 9, "Trình ký; gửi xong thì ghi số, ký hiệu, giờ gửi văn bản.".to_owned()),
            proposals,
            (true, 2, "Gửi biểu mẫu kỳ sau cho các đơn vị.".to_owned()),
        ],
    };
    let trouble = (own.trouble, 10, "Xem sự cố của máy tổng hợp, gọi bộ phận kỹ thuật.".to_owned());
    let steps = [trouble, take_out].into_iter().chain(possible).filter(|(due, ..)| *due);
    steps.map(|(_, menu, what)| Step { menu, what: format::clean(&what) }).collect()
}
