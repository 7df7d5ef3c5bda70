//! The sheet `DonViThamGia`.

use super::column::Entry::{DateOrWords, Text};
use super::column::{Column, SheetLayout, optional, value};

pub const TASK: Column = value("Mã nhiệm vụ", Text, 14.0, "Nhiệm vụ Chung nhiều chủ trì hoặc Giao toàn khối");
pub const AGENCY: Column = value("Mã đơn vị", Text, 14.0, "Một trong các đơn vị chủ trì của nhiệm vụ");
pub const WORK: Column = optional("Phần việc", Text, 50.0, "Việc của riêng đơn vị này");
pub const DEADLINE: Column = optional("Hạn riêng", DateOrWords, 14.0, "Ngày, hoặc như Quý IV/2025; để trống là theo hạn chung");

pub const SHEET: SheetLayout = SheetLayout {
    name: "DonViThamGia",
    required: false,
    columns: &[&TASK, &AGENCY, &WORK, &DEADLINE],
    examples: &[&["KH11-008", "X-THACHHA", "Số hóa dữ liệu hộ tịch", "31/10/2025"]],
};
