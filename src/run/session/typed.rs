//! What a person typed.

use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::moment::{self, Moment};
use crate::model::register::Register;
use crate::text::{agency_names, suggest};
use chrono::NaiveTime;

/// An instant as typed after an argument: RFC 3339, or `HH:MM` of today.
pub fn typed_moment(now: Moment, argument: &str, typed: &str) -> Result<Moment, Failure> {
    let clock = || NaiveTime::parse_from_str(typed.trim(), "%H:%M").ok().map(|time| moment::at(moment::day(now).and_time(time)));
    let whole = Moment::parse_from_rfc3339(typed.trim()).ok().map(|m| m.with_timezone(&moment::VIETNAM));
    whole.or_else(clock).ok_or_else(|| {
        Failure::usage(
            format!("Không hiểu thời điểm “{typed}” sau {argument}."),
            "Đề nghị ghi giờ hôm nay, ví dụ 11:30, hoặc đủ ngày giờ, ví dụ 2025-07-11T11:30:00+07:00.",
        )
    })
}

/// The agency a person typed, or a failure that suggests the nearest code.
pub fn agency_named(register: &Register, typed: &str) -> Result<AgencyCode, Failure> {
    agency_names::resolve(register, typed).ok_or_else(|| {
        let near = suggest::nearest(typed, register.agencies.iter().map(|a| a.code.as_str()));
        Failure::usage(
            format!("Danh mục không có cơ quan “{typed}”."),
            near.map_or_else(|| "Đề nghị ghi mã ở trang DonVi của danh mục, ví dụ SYT.".to_owned(), |n| format!("Có phải {n}?")),
        )
    })
}
