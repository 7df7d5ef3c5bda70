//! Sentences about the calendar: a cutoff that moved and why, a week without report, days nobody has confirmed.

use crate::model::cutoff::{Cutoffs, HolidayRule};
use crate::model::freeze_terms::{CutoffChange, FreezeTerms};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::text::format;

/// "Thứ Sáu 01/5/2026 là ngày nghỉ; hạn nộp tuần 18/2026 chuyển sang 11 giờ 00 thứ Tư 29/4/2026 (quy tắc: sớm)." None
/// where the period keeps its usual cutoffs or has no report.
pub fn moved(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let cutoffs = rhythm.cutoffs(period)?;
    if let Some(change) = rhythm.change(period) {
        return Some(changed(rhythm, period, change));
    }
    if rhythm.calendar.held.contains_key(&period) {
        return None;
    }
    if hours_written(rhythm, period).is_none_or(|written| written.cutoffs != cutoffs) {
        // Why it was frozen with these hours is written nowhere today.
        return None;
    }
    let plain = rhythm.schedule.plain(period);
    let announced = rhythm.calendar.overrides.get(&period);
    let week = format::span(&rhythm.span(period));
    let by = announced.map_or("", |a| a.document.trim());
    let by = if by.is_empty() { String::new() } else { format!(" (căn cứ: {by})") };
    let mut parts = Vec::new();
    if cutoffs.submit != plain.submit {
        parts.push(if announced.is_some_and(|a| a.submit.is_some()) {
            format!("hạn nộp {week} chuyển sang {}{by}", instant(cutoffs.submit))
        } else {
            let rule = if rhythm.schedule.holiday_rule == HolidayRule::Later { "muộn" } else { "sớm" };
            let rest = format::weekday_long(moment::day(plain.submit));
            format!("{rest} là ngày nghỉ; hạn nộp {week} chuyển sang {} (quy tắc: {rule})", instant(cutoffs.submit))
        });
    }
    if cutoffs.release != plain.release && announced.is_some_and(|a| a.release.is_some()) {
        let by = if parts.is_empty() { by } else { String::new() };
        parts.push(format!("hạn tổng hợp {week} chuyển sang {}{by}", instant(cutoffs.release)));
    }
    (!parts.is_empty()).then(|| format!("{}.", format::capital(&parts.join("; "))))
}

/// "Hạn nộp tuần 28/2025 đổi từ 11 giờ 00 thứ Sáu 11/7/2025 thành 10 giờ 00 thứ Sáu 11/7/2025 (áp dụng từ 10 giờ 30 ngày
/// 11/7/2025); báo cáo nhận trước 11 giờ 00 thứ Sáu 11/7/2025 vẫn được tính đúng hạn."
fn changed(rhythm: Rhythm<'_>, period: Period, change: CutoffChange) -> String {
    let week = format::span(&rhythm.span(period));
    let Some(FreezeTerms { cutoffs, late_from, .. }) = rhythm.terms(period) else { return String::new() };
    let mut parts = Vec::new();
    if change.submit != cutoffs.submit {
        parts.push(format!("hạn nộp {week} đổi từ {} thành {}", instant(change.submit), instant(cutoffs.submit)));
    }
    if change.release != cutoffs.release {
        parts.push(format!("hạn tổng hợp {week} đổi từ {} thành {}", instant(change.release), instant(cutoffs.release)));
    }
    let spared = late_from > cutoffs.submit;
    let spared = if spared {
        format!("; báo cáo nhận trước {} vẫn được tính đúng hạn", instant(late_from))
    } else {
        String::new()
    };
    format!("{} (áp dụng từ {}){spared}.", format::capital(&parts.join("; ")), format::moment(change.since))
}

/// For the desk: the hours of a period were changed in its own days, or others are written today than those with which it
/// was frozen. `None` if they are what they were.
pub fn rewritten(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let changed = rhythm.change(period).map(|change| changed(rhythm, period, change));
    let others = held(rhythm, period).into_iter().chain(unknown(rhythm, period)).chain(kept(rhythm, period));
    let said: Vec<String> = changed.into_iter().chain(others).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// What a configuration gave the period cannot be read any more, so nobody can be spared by it. `None` if all can be.
fn unknown(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let until = rhythm.calendar.unknown.get(&period)?;
    Some(format!(
        "Không đọc được bản lưu của cấu hình dùng trước {}: nếu cấu hình ấy ghi hạn nộp {} muộn hơn thì chương trình không biết. Đề nghị kiểm tra \
         trước khi coi cơ quan nào là nộp muộn; được tiếp nhận thì dùng “tonghop admit”.",
        format::moment(*until),
        format::span(&rhythm.span(period))
    ))
}

/// A period that is still open keeps its hours, because the ones written since had passed when the program saw them. `None` if
/// what is written holds.
fn held(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let held = rhythm.calendar.held.get(&period)?;
    let hours = |cutoffs: Cutoffs| format!("hạn nộp {}, hạn tổng hợp {}", instant(cutoffs.submit), instant(cutoffs.release));
    Some(format!(
        "{}: cấu hình hoặc danh mục nay ghi {}, nhưng khi chương trình thấy ({}) giờ ấy đã qua, nên kỳ này giữ {}; cơ quan còn hạn không bị \
         tính muộn. Muốn kết thúc sớm hơn: đề nghị ghi một giờ chưa đến.",
        format::capital(&format::span(&rhythm.span(period))),
        hours(held.written),
        format::moment(held.since),
        hours(held.cutoffs)
    ))
}

/// A frozen period keeps its hours, although others are written today. `None` if none are.
fn kept(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let terms = rhythm.calendar.terms.get(&period)?;
    let hours = |cutoffs: Cutoffs| format!("hạn nộp {}, hạn tổng hợp {}", instant(cutoffs.submit), instant(cutoffs.release));
    let written = match hours_written(rhythm, period) {
        Some(written) if written.cutoffs != terms.cutoffs => hours(written.cutoffs),
        Some(written) if written.own != terms.own => "hạn riêng khác".to_owned(),
        Some(_) => return None,
        None => "không có kỳ này".to_owned(),
    };
    Some(format!(
        "{} đã chốt nên giữ {}. Cấu hình hoặc danh mục nay ghi: {written}; thay đổi ấy không áp dụng cho kỳ này. Báo cáo nộp muộn của kỳ này: dùng \
         “tonghop admit”.",
        format::capital(&format::span(&terms.span)),
        hours(terms.cutoffs)
    ))
}

/// What a period would be frozen with by what is written today; `None` if it would have no report.
fn hours_written(rhythm: Rhythm<'_>, period: Period) -> Option<FreezeTerms> {
    if !rhythm.calendar.terms.contains_key(&period) {
        return rhythm.terms(period);
    }
    let mut calendar = rhythm.calendar.clone();
    calendar.terms.remove(&period);
    Rhythm { calendar: &calendar, ..rhythm }.terms(period)
}

/// "Tuần 8/2026 (16 - 22/02/2026) không báo cáo (nghỉ lễ)."
pub fn no_report(rhythm: Rhythm<'_>, period: Period) -> String {
    let week = format::span_long(&rhythm.span(period));
    if rhythm.reports(period) {
        format!("{week} không báo cáo (nghỉ lễ).")
    } else {
        format!("{} không có kỳ báo cáo: lịch chưa báo đợt đột xuất nào.", format::period_long(period))
    }
}

/// Days and announced cutoffs of a period's week that the register marks as not confirmed; `None` if all are.
pub fn unconfirmed(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let days = rhythm.calendar.unconfirmed_days(rhythm.schedule, period);
    let mut what: Vec<String> = days.iter().map(|(day, name)| format!("{} ({name})", format::date(*day))).collect();
    if rhythm.calendar.overrides.get(&period).is_some_and(|a| a.unconfirmed) {
        what.push("dòng Đổi hạn chung".to_owned());
    }
    let own = rhythm.calendar.own.get(&period);
    what.extend(own.into_iter().flatten().filter(|(_, own)| own.unconfirmed).map(|(code, _)| format!("dòng Đổi hạn của {code}")));
    let week = format::span(&rhythm.span(period));
    (!what.is_empty())
        .then(|| format!("Lịch {week} còn chưa xác nhận: {}. Đề nghị kiểm tra rồi sửa cột Xác nhận ở trang Lich.", format::list(&what, 10)))
}

/// "11 giờ 00 thứ Tư 29/4/2026".
fn instant(at: Moment) -> String {
    format!("{} {}", format::clock(at), format::weekday_long(moment::day(at)))
}

/// That desks below may hand on later than the consolidation leaves; `None` if every one of them is in before.
pub fn desks_too_late(rhythm: Rhythm<'_>, period: Period) -> Option<String> {
    let release = rhythm.cutoffs(period)?.release;
    let last = rhythm.desks_until(period);
    last.filter(|last| *last >= release).map(|last| {
        format!(
            "Hạn gửi bản tổng hợp của đầu mối ({}) không trước hạn tổng hợp ({}): bản tổng hợp ở đây chờ đến hạn ấy nên lập sau hạn. Đề nghị \
             lùi release ở mục [schedule].",
            format::moment(last),
            format::moment(release)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agency::AgencyCode;
    use crate::model::calendar::{Calendar, CutoffOverride, OwnOverride};
    use crate::model::cutoff::tests::friday;
    use crate::model::cutoff::{Cadence, Schedule};
    use chrono::NaiveDate;

    fn week() -> Period {
        Period::parse_id("2026-W18").unwrap()
    }

    fn resting(days: &[u32]) -> Calendar {
        let day = |d: &u32| (NaiveDate::from_ymd_opt(2026, if *d > 20 { 4 } else { 5 }, *d).unwrap(), "nghỉ lễ".to_owned());
        Calendar { rest_days: days.iter().map(day).collect(), ..Calendar::default() }
    }

    fn at(text: &str) -> Option<Moment> {
        Some(Moment::parse_from_rfc3339(&format!("{text}:00+07:00")).unwrap())
    }

    fn sentence(calendar: &Calendar, schedule: &Schedule) -> String {
        moved(Rhythm { calendar, schedule }, week()).unwrap_or_default()
    }

    #[test]
    fn a_moved_cutoff_says_from_where_to_where_and_why() {
        let holiday = resting(&[30, 1]);
        let said = "Thứ Sáu 01/5/2026 là ngày nghỉ; hạn nộp tuần 18/2026 chuyển sang 11 giờ 00 thứ Tư 29/4/2026 (quy tắc: sớm).";
        assert_eq!(sentence(&holiday, &friday()), said);
        let later = Schedule { holiday_rule: HolidayRule::Later, ..friday() };
        assert!(sentence(&holiday, &later).ends_with("chuyển sang 11 giờ 00 thứ Hai 04/5/2026 (quy tắc: muộn)."));
        let mut announced = holiday.clone();
        let document = "Công văn số 12/VPTU".to_owned();
        let row = CutoffOverride { submit: at("2026-04-28T10:00"), document, ..CutoffOverride::default() };
        announced.overrides.insert(week(), row.clone());
        let said = "Hạn nộp tuần 18/2026 chuyển sang 10 giờ 00 thứ Ba 28/4/2026 (căn cứ: Công văn số 12/VPTU).";
        assert_eq!(sentence(&announced, &friday()), said);
        announced.rest_days.clear();
        announced.overrides.insert(week(), CutoffOverride { submit: None, release: at("2026-05-01T17:00"), ..row });
        let said = "Hạn tổng hợp tuần 18/2026 chuyển sang 17 giờ 00 thứ Sáu 01/5/2026 (căn cứ: Công văn số 12/VPTU).";
        assert_eq!(sentence(&announced, &friday()), said);
        assert_eq!(sentence(&Calendar::default(), &friday()), "");
    }

    #[test]
    fn a_week_without_report_says_which_kind_it_is() {
        let rest = resting(&[27, 28, 29, 30, 1]);
        let schedule = friday();
        let said = no_report(Rhythm { calendar: &rest, schedule: &schedule }, week());
        assert_eq!(said, "Tuần 18/2026 (27/4 - 03/5/2026) không báo cáo (nghỉ lễ).");
        let adhoc = Schedule { cadence: Cadence::AdHoc, ..friday() };
        let said = no_report(Rhythm { calendar: &Calendar::default(), schedule: &adhoc }, week());
        assert!(said.starts_with("Tuần 18/2026 (27/4 - 03/5/2026) không có kỳ báo cáo"), "{said}");
    }

    #[test]
    fn what_is_not_confirmed_is_named() {
        let mut calendar = resting(&[1]);
        let schedule = friday();
        assert_eq!(unconfirmed(Rhythm { calendar: &calendar, schedule: &schedule }, week()), None);
        calendar.unconfirmed = calendar.rest_days.clone();
        calendar.overrides.insert(week(), CutoffOverride { unconfirmed: true, ..CutoffOverride::default() });
        let own = OwnOverride { submit: at("2026-04-30T14:00").unwrap(), document: String::new(), unconfirmed: true };
        calendar.own.insert(week(), [(AgencyCode::parse("X-A").unwrap(), own)].into());
        let said = unconfirmed(Rhythm { calendar: &calendar, schedule: &schedule }, week()).unwrap();
        assert!(said.contains("01/5/2026 (nghỉ lễ), dòng Đổi hạn chung, dòng Đổi hạn của X-A"), "{said}");
        // A day of another week does not concern this one.
        assert_eq!(unconfirmed(Rhythm { calendar: &calendar, schedule: &schedule }, week().next()), None);
    }
}
