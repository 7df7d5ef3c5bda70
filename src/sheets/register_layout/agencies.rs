//! The sheet `DonVi`.

use super::column::Entry::{Choice as From, Date, Number, Text};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const CODE: Column = value("Mã đơn vị", Text, 14.0, "Chữ cái không dấu, chữ số, gạch nối; không đổi về sau");
pub const NAME: Column = value("Tên đầy đủ", Text, 44.0, "Tên chính thức");
pub const SHORT: Column = value("Tên viết tắt", Text, 22.0, "Dùng trong tin nhắn và bảng");
pub const ALIASES: Column = optional("Bí danh", Text, 36.0, "Cách gọi khác, cách nhau bằng dấu chấm phẩy");
pub const KIND: Column = value("Loại", From(Choice::AgencyKind), 20.0, "Chọn trong danh sách");
pub const BLOCK: Column = value("Khối", From(Choice::Block), 18.0, "Chọn trong danh sách");
pub const GROUPS: Column = optional("Nhóm", Text, 34.0, "Tên nhóm dùng ở Đơn vị chủ trì, phối hợp; cách nhau bằng dấu chấm phẩy");
pub const PARENT: Column = optional("Đơn vị cấp trên", Text, 16.0, "Mã đơn vị");
pub const FOLDER: Column = value("Thư mục nộp", Text, 18.0, "Thư mục con của thư mục nhận báo cáo; mỗi đơn vị một thư mục");
pub const WEEKLY: Column = value("Nộp báo cáo tuần?", From(Choice::YesNo), 12.0, "Có hoặc Không");
pub const ROUTE: Column = value("Nơi nộp", From(Choice::Route), 14.0, "Chọn trong danh sách");
pub const SUPERVISOR: Column = value("Cơ quan đôn đốc", Text, 14.0, "Mã cơ quan theo dõi, như VPTU hoặc SKHCN");
pub const LEADER: Column =
    optional("Lãnh đạo phụ trách", Text, 22.0, "Hiện ở “tonghop status” khi chưa có cán bộ đầu mối; không đưa vào sản phẩm");
pub const CONTACT: Column = optional("Cán bộ đầu mối", Text, 22.0, "Hiện ở “tonghop status” khi đơn vị chưa gửi; không đưa vào sản phẩm");
pub const PHONE: Column = optional("Điện thoại", Text, 14.0, "Hiện ở “tonghop status” khi đơn vị chưa gửi; không đưa vào sản phẩm");
pub const MAIL: Column = optional("Thư công vụ", Text, 26.0, "Hiện ở “tonghop status” khi chưa có điện thoại; không đưa vào sản phẩm");
pub const ORDER: Column = value("Thứ tự in", Number, 10.0, "Số nguyên");
pub const FROM: Column = value("Hiệu lực từ", Date, 12.0, "Ngày đầu tiên");
pub const TO: Column = optional("Hiệu lực đến", Date, 12.0, "Ngày cuối cùng; để trống nếu còn hiệu lực");
pub const SUCCESSOR: Column = optional("Đơn vị kế thừa", Text, 16.0, "Mã đơn vị nhận bàn giao sau khi hợp nhất");

pub const ROLE: Column = optional(
    "Vai trò",
    From(Choice::AgencyRole),
    16.0,
    "Đầu mối: gửi bản tổng hợp của các đơn vị do mình đôn đốc thay cho báo cáo; để trống là Đơn vị báo cáo",
);

pub const SHEET: SheetLayout = SheetLayout {
    name: "DonVi",
    required: true,
    columns: &[
        &CODE,
        &NAME,
        &SHORT,
        &ALIASES,
        &KIND,
        &BLOCK,
        &GROUPS,
        &PARENT,
        &FOLDER,
        &WEEKLY,
        &ROUTE,
        &SUPERVISOR,
        &LEADER,
        &CONTACT,
        &PHONE,
        &MAIL,
        &ORDER,
        &FROM,
        &TO,
        &SUCCESSOR,
        &ROLE,
    ],
    examples: &[
        &[
            "SKHCN",
            "Sở Khoa học và Công nghệ",
            "Sở KH&CN",
            "Sở KHCN; KHCN",
            "Sở, ban, ngành",
            "Chính quyền",
            "Các sở, ban, ngành",
            "",
            "SKHCN",
            "Có",
            "Cả hai",
            "SKHCN",
            "",
            "",
            "",
            "",
            "12",
            "01/03/2025",
            "",
            "",
            "",
        ],
        &[
            "X-THACHHA",
            "Ủy ban nhân dân xã Thạch Hà",
            "xã Thạch Hà",
            "UBND xã Thạch Hà",
            "Xã",
            "Cấp xã",
            "UBND các xã, phường",
            "",
            "X-THACHHA",
            "Có",
            "Cả hai",
            "SKHCN",
            "",
            "",
            "",
            "",
            "34",
            "01/07/2025",
            "",
            "",
            "",
        ],
    ],
};
