//! The sheet `XacNhan`.

use super::column::Entry::{Date, Text};
use super::column::{Column, SheetLayout, optional, value};

pub const AGENCIES: Column = value("Đơn vị", Text, 34.0, "Mã xã, phường hoặc tên nhóm, cách nhau bằng dấu chấm phẩy");
pub const PHASE: Column = value("Giai đoạn", Text, 14.0, "Như ở trang TieuChi");
pub const STATE: Column = value("Trạng thái", Text, 14.0, "Đúng chữ của cơ quan xác nhận, như XANH");
pub const BODY: Column = value("Cơ quan xác nhận", Text, 34.0, "Như Trung tâm Chỉ huy Trung ương");
pub const DAY: Column = value("Ngày xác nhận", Date, 12.0, "Xác nhận tính đến ngày này");
pub const DOCUMENT: Column = optional("Văn bản", Text, 30.0, "Số, ký hiệu; nếu có");

pub const SHEET: SheetLayout = SheetLayout {
    name: "XacNhan",
    required: false,
    columns: &[&AGENCIES, &PHASE, &STATE, &BODY, &DAY, &DOCUMENT],
    examples: &[&["UBND các xã, phường", "Giai đoạn 1", "XANH", "Trung tâm Chỉ huy Trung ương", "08/09/2025", ""]],
};
