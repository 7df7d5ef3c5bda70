//! The sheet `DieuChinh`.

use super::column::Entry::{Choice as From, Date, Text};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const CODE: Column = value("Mã", Text, 14.0, "Mã nhiệm vụ hoặc mã chỉ tiêu; trang NhiemVu, ChiTieu giữ giá trị gốc");
pub const FIELD: Column = value("Trường điều chỉnh", From(Choice::AdjustedField), 18.0, "Chọn trong danh sách");
pub const OLD: Column = value("Giá trị cũ", Text, 24.0, "Giá trị trước khi điều chỉnh");
pub const NEW: Column = value("Giá trị mới", Text, 24.0, "Giá trị có hiệu lực từ Ngày hiệu lực; với Kết quả: Chưa hoàn thành");
pub const DOCUMENT: Column = value("Văn bản điều chỉnh", Text, 26.0, "Số, ký hiệu; không có văn bản thì không điều chỉnh");
pub const FROM: Column = value("Ngày hiệu lực", Date, 12.0, "Ngày đầu tiên áp dụng");
pub const REASON: Column = optional("Lý do", Text, 40.0, "Tùy ý");

pub const SHEET: SheetLayout = SheetLayout {
    name: "DieuChinh",
    required: false,
    columns: &[&CODE, &FIELD, &OLD, &NEW, &DOCUMENT, &FROM, &REASON],
    examples: &[
        &["KH11-007", "Thời hạn", "Quý III/2025", "31/10/2025", "123/UBND-KH", "15/09/2025", "Chờ tài liệu của Trung ương"],
        &["CT-001", "Mục tiêu", "90", "95", "16-TB/BCĐ", "01/08/2025", ""],
        &["KH11-008", "Kết quả", "Hoàn thành", "Chưa hoàn thành", "45/BB-SKHCN", "20/09/2025", "Tính ngay số liệu đơn vị báo lại"],
    ],
};
