//! What the unit tests of every folder are made of: codes, days, and one blameless value of each kind that is long to
//! write. A test says what it is about and takes the rest as it is: `Task { kind, ..task("KH11-001", "SYT") }`. Scenes
//! that one folder alone needs, such as a week with every standing, stand in that folder's `testing.rs`.
//!
//! The week is 2025-W28; its submit cutoff is Friday 11/7/2025 at 11:00.

mod history;
mod paper;
mod register;
mod retrospect;
mod submission;

use crate::forms;
pub(crate) use crate::forms::Form;
use crate::io::config::defaults;
use crate::judge::input::PeriodInput;
use crate::model::agency::AgencyCode;
use crate::model::config::{Config, Desk};
use crate::model::cutoff::Cutoffs;
use crate::model::deadline::DayInterval;
use crate::model::history::History;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::task::TaskCode;
use chrono::NaiveDate;
pub(crate) use history::{known_criterion, known_target, known_task};
pub(crate) use register::{criterion, member, target, task};
pub(crate) use retrospect::looked_back;
use rust_decimal::Decimal;
pub(crate) use submission::{extraction, inbox_file, submission, version};

pub(crate) fn agency(code: &str) -> AgencyCode {
    AgencyCode::parse(code).unwrap()
}

pub(crate) fn task_code(code: &str) -> TaskCode {
    TaskCode::parse(code).unwrap()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A deadline of one day.
pub(crate) fn until(year: i32, month: u32, of_month: u32) -> DayInterval {
    DayInterval { from: day(year, month, of_month), to: day(year, month, of_month) }
}

/// An instant of July 2025 in Vietnam.
pub(crate) fn july(of_month: u32, hour: u32, minute: u32) -> Moment {
    moment::at(day(2025, 7, of_month).and_hms_opt(hour, minute, 0).unwrap())
}

pub(crate) fn week() -> Period {
    Period::parse_id("2025-W28").unwrap()
}

pub(crate) fn cutoffs() -> Cutoffs {
    Cutoffs { submit: july(11, 11, 0), release: july(11, 15, 30) }
}

/// The configuration of a desk that signs what it releases.
pub(crate) fn config() -> Config {
    let plain = defaults(agency("SKHCN"));
    let desk = Desk {
        name: "Sở Khoa học và Công nghệ".into(),
        place: "Hà Tĩnh".into(),
        heading: vec!["UBND TỈNH HÀ TĨNH".into(), "SỞ KHOA HỌC VÀ CÔNG NGHỆ".into()],
        signature: vec!["KT. GIÁM ĐỐC".into(), "PHÓ GIÁM ĐỐC".into(), "(Họ và tên)".into()],
        recipients: vec!["- Thường trực Ban Chỉ đạo tỉnh;".into(), "- Lưu: VT, CĐS.".into()],
        ..plain.desk
    };
    Config { desk, ..plain }
}

/// The form that offices are issued today.
pub(crate) fn form() -> Form {
    forms::builtin()[0].clone()
}

/// The week as it is judged at ten o'clock on its Friday: no register, no history, no freeze.
pub(crate) fn period_input<'a>(register: &'a Register, config: &'a Config, history: &'a History) -> PeriodInput<'a> {
    PeriodInput {
        period: week(),
        cutoffs: cutoffs(),
        register,
        register_sha256: "",
        config,
        history,
        history_of: None,
        history_revision: "",
        freeze: None,
        now: july(11, 10, 0),
        form: &forms::builtin()[0],
    }
}
