//! The sheet `Lich`.

use super::column::Entry::{Choice as From, Date, DateTime, Text};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const KIND: Column = value("Loại", From(Choice::CalendarKind), 10.0, "Nghỉ, Làm bù hoặc Đổi hạn");
pub const DAY: Column = optional("Ngày", Date, 12.0, "Ngày nghỉ hoặc ngày làm bù");
pub const WEEK: Column = optional("Tuần", Text, 10.0, "Như 18/2026; cần cho Đổi hạn");
pub const SUBMIT: Column = optional("Hạn nộp", DateTime, 18.0, "Ngày và giờ mới, như 29/4/2026 11:00; cho Đổi hạn");
pub const RELEASE: Column = optional("Hạn tổng hợp", DateTime, 18.0, "Ngày và giờ mới, như 29/4/2026 15:30; cho Đổi hạn");
pub const FOR: Column =
    optional("Áp dụng cho", Text, 20.0, "Để trống là tất cả; hoặc mã, tên đơn vị, tên nhóm, cách nhau bằng dấu chấm phẩy; chỉ đổi hạn nộp");
pub const NAME: Column = optional("Tên", Text, 36.0, "Tên ngày nghỉ");
pub const DOCUMENT: Column = optional("Căn cứ", Text, 40.0, "Văn bản; hạn sớm hơn mà không có văn bản thì không tính ai nộp muộn");
pub const CONFIRMED: Column = optional("Xác nhận", From(Choice::Confirmed), 10.0, "Chưa nếu còn phải kiểm tra lại");

pub const SHEET: SheetLayout = SheetLayout {
    name: "Lich",
    required: false,
    columns: &[&KIND, &DAY, &WEEK, &SUBMIT, &RELEASE, &FOR, &NAME, &DOCUMENT, &CONFIRMED],
    examples: &[
        &["Nghỉ", "01/05/2026", "", "", "", "", "Quốc tế Lao động", "Thông báo nghỉ lễ", "Có"],
        &["Làm bù", "26/04/2025", "", "", "", "", "Làm bù cho 02/5/2025", "Thông báo nghỉ lễ", "Có"],
        &["Đổi hạn", "", "18/2026", "29/04/2026 10:00", "29/04/2026 14:30", "", "", "Công văn số 12/VPTU", "Có"],
        &["Đổi hạn", "", "18/2026", "29/04/2026 14:00", "", "X-THACHHA; UBND các xã, phường", "", "Công văn số 13/VPTU", "Có"],
    ],
};
