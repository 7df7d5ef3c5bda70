//! The one sheet of `tiep-nhan.xlsx`, the clerk's receipt book.

use super::column::Entry::{DateTime, Text};
use super::column::{Column, SheetLayout, optional, value};

pub const PERIOD: Column = value("Kỳ báo cáo", Text, 12.0, "Như 28/2025");
pub const AGENCY: Column = value("Mã đơn vị", Text, 14.0, "Mã trong trang DonVi của danh mục");
pub const FILE: Column =
    optional("Tệp", Text, 40.0, "Tên tệp đã chép vào thư mục nhận báo cáo; có thể để trống nếu ngày đó đơn vị chỉ gửi một tệp");
pub const RECEIVED_AT: Column = value("Thời điểm nhận", DateTime, 18.0, "Ngày và giờ, như 11/7/2025 10:40");
pub const CHANNEL: Column = optional("Kênh", Text, 14.0, "Như Zalo, thư công vụ, trực tiếp");
pub const NUMBER: Column = optional("Số đến", Text, 12.0, "Theo sổ văn bản đến; có số mà không có tệp là văn bản giấy");
pub const RECEIVER: Column = optional("Người nhận", Text, 22.0, "Không đưa vào sản phẩm");
pub const NOTE: Column = optional("Ghi chú", Text, 30.0, "Tùy ý");

pub const SHEET: SheetLayout = SheetLayout {
    name: "TiepNhan",
    required: true,
    columns: &[&PERIOD, &AGENCY, &FILE, &RECEIVED_AT, &CHANNEL, &NUMBER, &RECEIVER, &NOTE],
    examples: &[],
};
