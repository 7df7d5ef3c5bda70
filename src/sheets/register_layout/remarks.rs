//! The sheet `NhanDinh`.

use super::column::Entry::Text;
use super::column::{Column, SheetLayout, value};

pub const PERIOD: Column = value("Kỳ", Text, 12.0, "Như 28/2025; kỳ tháng, quý ghi như Tháng 7/2025, Quý III/2025");
pub const SECTION: Column = value("Mục", Text, 30.0, "Như Nhận định chung, Nhiệm vụ tuần tới");
pub const TEXT: Column = value("Nội dung", Text, 90.0, "Câu in trên trang đầu và trong báo cáo");

pub const SHEET: SheetLayout = SheetLayout {
    name: "NhanDinh",
    required: false,
    columns: &[&PERIOD, &SECTION, &TEXT],
    examples: &[&["28/2025", "Nhận định chung", "Các đơn vị cơ bản nộp báo cáo đúng hạn."]],
};
