//! The sheet `TieuChi`.

use super::column::Entry::{Choice as From, Date, Text};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const CODE: Column = value("Mã", Text, 10.0, "Như TC01");
pub const NAME: Column = value("Tên", Text, 60.0, "Nguyên văn");
pub const PHASE: Column = optional("Giai đoạn", Text, 14.0, "Như Giai đoạn 1");
pub const MANDATORY: Column = value("Bắt buộc", From(Choice::YesNo), 10.0, "Có hoặc Không");
pub const FROM: Column = value("Hiệu lực từ", Date, 12.0, "Ngày đầu tiên");
pub const TO: Column = optional("Hiệu lực đến", Date, 12.0, "Ngày cuối cùng; để trống nếu còn hiệu lực");
pub const DOCUMENT: Column = optional("Văn bản", Text, 30.0, "Số, ký hiệu");
pub const EXEMPT_BY: Column =
    optional("Không áp dụng theo", Text, 30.0, "Văn bản chung cho phép báo Không áp dụng tiêu chí bắt buộc; nếu có");

pub const SHEET: SheetLayout = SheetLayout {
    name: "TieuChi",
    required: false,
    columns: &[&CODE, &NAME, &PHASE, &MANDATORY, &FROM, &TO, &DOCUMENT, &EXEMPT_BY],
    examples: &[&["TC01", "Tiêu chí minh họa 01", "Giai đoạn 1", "Có", "01/07/2025", "", "Minh họa", ""]],
};
