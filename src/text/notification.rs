//! What a message to the desk says. It goes to the desk's own people: no office reads it.

use crate::model::moment::Moment;
use crate::model::notification::{Event, WeekSituation};
use crate::text::format;
use serde::{Deserialize, Serialize};

/// What somebody of the desk reads on a telephone or in a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// Some lines.
    pub body: String,
}

impl Message {
    /// As a program reads it: the subject in the first line, a blank one, the body.
    pub fn text(&self) -> String {
        format!("{}\n\n{}\n", self.subject, self.body)
    }
}

/// What is known beside the event.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The name of the desk.
    pub desk: &'a str,
    /// The workspace is a rehearsal.
    pub rehearsal: bool,
    /// The period as people call it; blank if it is not known.
    pub period: &'a str,
    /// How far it has come.
    pub week: Option<&'a WeekSituation>,
    /// What stands in the way, a sentence each.
    pub troubles: &'a [String],
    /// Since when something stood in the way.
    pub since: Option<Moment>,
    /// The text for the chat group.
    pub list: &'a str,
    /// Where the release stands; blank if there is none.
    pub release: &'a str,
}

/// The message for an event at a moment.
pub fn message(event: Event, around: &Around<'_>, now: Moment) -> Message {
    let Around { desk, rehearsal, period, week, troubles, since, list, release } = around;
    let of = if period.is_empty() { String::new() } else { format!("{period}: ") };
    let cutoff = |which: fn(&WeekSituation) -> Moment| week.map(|week| format::moment(which(week))).unwrap_or_default();
    let late = week.is_some_and(|week| now >= week.cutoffs.1);
    let (subject, body) = match event {
        Event::Trouble => {
            let what = troubles.iter().map(|text| format!("- {text}")).collect::<Vec<_>>().join("\n");
            ("có sự cố, đề nghị xem ngay".to_owned(), format!("Lúc {}:\n{what}\nChương trình báo lại khi hết sự cố.", format::moment(now)))
        }
        Event::TroubleOver => {
            let since = since.map(|since| format!(" (từ {})", format::moment(since))).unwrap_or_default();
            ("đã hết sự cố".to_owned(), format!("Lúc {}: không còn sự cố đã báo{since}.", format::moment(now)))
        }
        Event::List => (format!("{of}danh sách trước hạn"), (*list).to_owned()),
        Event::Frozen => {
            (format!("{of}đã chốt số liệu"), format!("Đã chốt số liệu theo báo cáo nhận trước {}.\n{list}", cutoff(|week| week.cutoffs.0)))
        }
        Event::Released => (
            format!("{of}đã chốt bản tổng hợp (trình ký)"),
            format!(
                "Bản tổng hợp: {release}\nĐề nghị kiểm tra, trình ký và gửi {}.",
                match late {
                    false => format!("trước {}", cutoff(|week| week.cutoffs.1)),
                    true => format!("ngay: hạn là {}", cutoff(|week| week.cutoffs.1)),
                }
            ),
        ),
        Event::Unreleased => (
            format!("{of}{}, chưa chốt bản tổng hợp", if late { "quá hạn tổng hợp" } else { "sắp đến hạn tổng hợp" }),
            format!(
                "Hạn tổng hợp là {}; đến {} chưa có bản tổng hợp. Đề nghị gõ “tonghop release”.",
                cutoff(|week| week.cutoffs.1),
                format::clock(now)
            ),
        ),
    };
    let rehearsal = if *rehearsal { "DIỄN TẬP. " } else { "" };
    Message { subject: format!("{rehearsal}{desk}: {subject}"), body }
}

/// The message of `notify --test`.
pub fn trial(desk: &str, now: Moment) -> Message {
    Message {
        subject: format!("{desk}: tin thử của chương trình tổng hợp"),
        body: format!("Tin này gửi lúc {} để thử đường báo tin. Không cần làm gì.", format::moment(now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment::VIETNAM;
    use crate::model::period::Period;

    #[test]
    fn every_event_word_for_word() {
        let at = |text: &str| Moment::parse_from_rfc3339(text).unwrap().with_timezone(&VIETNAM);
        let period = Period::parse_id("2025-W28").unwrap();
        let cutoffs = (at("2025-07-11T11:00:00+07:00"), at("2025-07-11T15:30:00+07:00"));
        let week = WeekSituation { period, cutoffs, frozen: true, released: false, listed: true };
        let troubles = ["Không tới được thư mục nhận báo cáo.".to_owned()];
        let around = Around {
            desk: "Sở KH&CN",
            rehearsal: false,
            period: "Tuần 28/2025",
            week: Some(&week),
            troubles: &troubles,
            since: Some(at("2025-07-11T10:42:00+07:00")),
            list: "Đến 10 giờ 30 đã nhận 61/95.",
            release: "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx",
        };
        let now = at("2025-07-11T15:25:00+07:00");
        let all: Vec<String> = Event::ALL.iter().map(|(_, event)| message(*event, &around, now).text()).collect();
        let late = at("2025-07-11T15:30:00+07:00");
        for (event, said) in [(Event::Unreleased, "quá hạn tổng hợp, chưa chốt"), (Event::Released, "gửi ngay: hạn là 15 giờ 30")]
        {
            let text = message(event, &around, late).text();
            assert!(text.contains(said), "{text}");
        }
        insta::assert_snapshot!(all.join("---\n"));
        let rehearsed = message(Event::Trouble, &Around { rehearsal: true, ..around }, now);
        assert!(rehearsed.subject.starts_with("DIỄN TẬP. Sở KH&CN: "), "{}", rehearsed.subject);
    }
}
