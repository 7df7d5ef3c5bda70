//! The sheet `QuyTac`.

use super::column::Entry::{Choice as From, Date, Text};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const CODE: Column = value("Mã quy tắc", Text, 10.0, "Q01 đến Q99; mã đã dùng thì không dùng lại cho việc khác");
pub const SEVERITY: Column = value("Mức", From(Choice::RuleWeight), 12.0, "Cảnh báo hoặc Ghi nhận; quy tắc tự viết không loại số liệu");
pub const SHEET_NAME: Column = value("Trang tính", From(Choice::RuleSheet), 14.0, "Trang của báo cáo: NhiemVu, ChiTieu, TieuChi");
pub const CONDITION: Column = value(
    "Điều kiện",
    Text,
    60.0,
    "Khi nào nêu, viết theo tên trường của một dòng, nhiều nhất 500 chữ, ví dụ ty_le < 50 && hom_nay > han; tên trường: tonghop explain --fields",
);
pub const MESSAGE: Column = value("Thông báo", Text, 50.0, "Câu báo cho cơ quan; {tên trường} được thay bằng giá trị của dòng");
pub const ADVICE: Column = value("Cách sửa", Text, 40.0, "Bắt đầu bằng “Đề nghị”");
pub const FROM: Column = optional("Từ ngày", Date, 12.0, "Ngày đầu tiên áp dụng, tính theo hạn nộp; trống: áp dụng ngay");
pub const UNTIL: Column = optional("Đến ngày", Date, 12.0, "Ngày cuối cùng áp dụng; trống: không có hạn");
pub const TRIAL: Column =
    optional("Thử nghiệm?", From(Choice::YesNo), 12.0, "Trống hoặc Có: chỉ nêu trong Nhật ký; Không: báo cơ quan, tính vào số cảnh báo");
pub const REASON: Column = value("Lý do", Text, 40.0, "Vì sao có quy tắc, theo văn bản nào; in trong Nhật ký");

pub const SHEET: SheetLayout = SheetLayout {
    name: "QuyTac",
    required: false,
    columns: &[&CODE, &SEVERITY, &SHEET_NAME, &CONDITION, &MESSAGE, &ADVICE, &FROM, &UNTIL, &TRIAL, &REASON],
    examples: &[&[
        "Q01",
        "Cảnh báo",
        "NhiemVu",
        "vai_tro == \"Chủ trì\" && trang_thai == \"Đang thực hiện\" && ty_le < 50 && han - hom_nay <= 14",
        "Còn không quá 14 ngày đến hạn {han}, tỷ lệ mới {ty_le}%.",
        "Đề nghị ghi khó khăn, vướng mắc và dự kiến hoàn thành.",
        "",
        "",
        "Có",
        "Theo dõi nhiệm vụ đến hạn trong Quý III",
    ]],
};
