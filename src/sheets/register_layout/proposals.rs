//! The one sheet of `kien-nghi.xlsx`: what offices ask for, and beside it what the desk decides.

use super::column::Entry::{Choice as Of, Date, Text};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const NUMBER: Column = value("Số kiến nghị", Text, 15.0, "Chương trình cấp; không sửa, không dùng lại");
pub const AGENCY: Column = optional("Cơ quan kiến nghị", Text, 20.0, "Chương trình ghi");
pub const TASKS: Column = optional("Mã nhiệm vụ", Text, 14.0, "Chương trình ghi; cùng nội dung ở nhiều nhiệm vụ là một kiến nghị");
pub const LEVEL: Column = optional("Cấp giải quyết", Text, 16.0, "Chương trình ghi");
pub const TEXT: Column = value("Nội dung đơn vị kiến nghị", Text, 44.0, "Chương trình ghi theo báo cáo; đề nghị không sửa");
pub const SINCE: Column = optional("Từ tuần", Text, 10.0, "Chương trình ghi: tuần nêu lần đầu và số tuần đã chờ");
pub const SAID_IN: Column = optional("Nhắc lại tuần", Text, 10.0, "Chương trình ghi: tuần đơn vị nêu gần nhất");
pub const STATE: Column = optional("Tình trạng", Text, 16.0, "Chương trình ghi");
pub const CHOICE: Column =
    optional("Trình?", Text, 16.0, "Trình / Chuyển cấp khác / Gộp với số … / Đề nghị đơn vị bổ sung; để trống là chưa xử lý");
pub const WORDING: Column = optional("Nội dung trình", Text, 44.0, "Lời của cơ quan tổng hợp, in ở trang đầu thay lời của đơn vị");
pub const ADVICE: Column = optional("Ý kiến tham mưu", Text, 34.0, "In bên cạnh nội dung trình");
pub const HANDLING: Column = optional("Kết quả xử lý", Of(Choice::Handling), 16.0, "Chọn trong danh sách");
pub const ANSWER: Column = optional("Trả lời", Text, 44.0, "Ghi vào phiếu phản hồi và biểu mẫu kỳ sau của đơn vị");
pub const BY: Column = optional("Cơ quan trả lời", Text, 20.0, "Như Thường trực Tỉnh ủy, UBND tỉnh");
pub const DOCUMENT: Column = optional("Văn bản trả lời", Text, 20.0, "Số, ký hiệu; chưa có văn bản là đang xử lý");
pub const DATE: Column = optional("Ngày trả lời", Date, 13.0, "Ngày của văn bản");
pub const WRITER: Column = optional("Người ghi", Text, 18.0, "Không đưa vào sản phẩm");

pub const SHEET: SheetLayout = SheetLayout {
    name: "KienNghi",
    required: true,
    columns: &[
        &NUMBER, &AGENCY, &TASKS, &LEVEL, &TEXT, &SINCE, &SAID_IN, &STATE, &CHOICE, &WORDING, &ADVICE, &HANDLING, &ANSWER, &BY, &DOCUMENT,
        &DATE, &WRITER,
    ],
    examples: &[],
};
