//! The sheet `ChuongTrinh`.

use super::column::Entry::{Text, Year};
use super::column::{Column, SheetLayout, optional, value};

pub const NAME: Column = value("Tên chương trình", Text, 44.0, "Như in trong bản tổng hợp; mỗi chương trình một dòng");
pub const DOCUMENTS: Column =
    optional("Gồm văn bản giao", Text, 44.0, "Số, ký hiệu như ở trang NhiemVu, cách nhau bằng dấu chấm phẩy; lấy mọi nhiệm vụ của văn bản");
pub const TASKS: Column = optional("Gồm nhiệm vụ", Text, 44.0, "Mã nhiệm vụ, cách nhau bằng dấu chấm phẩy");
pub const PLAN_YEAR: Column = optional("Năm kế hoạch", Year, 10.0, "Chỉ tính nhiệm vụ của năm này; để trống là mọi năm");

pub const SHEET: SheetLayout = SheetLayout {
    name: "ChuongTrinh",
    required: false,
    columns: &[&NAME, &DOCUMENTS, &TASKS, &PLAN_YEAR],
    examples: &[&["Kế hoạch số 11-KH/BCĐ", "11-KH/BCĐ", "", ""], &["Chuyển đổi số cấp xã năm 2025", "", "KH11-007; KH11-008", "2025"]],
};
