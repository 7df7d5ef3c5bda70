//! The sheet `NhiemVu`.

use super::column::Entry::{Choice as From, Date, Text, Year};
use super::column::{Choice, Column, Need, SheetLayout, optional, value};

pub const CODE: Column = value("Mã nhiệm vụ", Text, 14.0, "Như KH11-007 hoặc TB15-021.2; không dùng lại mã cũ");
pub const GROUP: Column = optional("Nhóm nhiệm vụ", Text, 20.0, "Như Hạ tầng số, Dữ liệu");
pub const CONTENT: Column = value("Nội dung nhiệm vụ", Text, 60.0, "Nguyên văn");
pub const DOCUMENT: Column = value("Văn bản giao", Text, 18.0, "Số, ký hiệu");
pub const ISSUED_ON: Column = optional("Ngày ban hành văn bản", Date, 13.0, "Cần cho loại Theo ngày giao");
pub const KIND: Column = value("Loại nhiệm vụ", From(Choice::TaskKind), 18.0, "Chọn trong danh sách");
pub const LEADS: Column =
    value("Đơn vị chủ trì", Text, 24.0, "Mã đơn vị; nhiều đơn vị hoặc nhóm (cách nhau bằng dấu chấm phẩy) chỉ khi nhiệm vụ chia phần");
pub const SUPPORTS: Column = optional("Đơn vị phối hợp", Text, 30.0, "Mã đơn vị hoặc tên nhóm, cách nhau bằng dấu chấm phẩy");
pub const DEADLINE_KIND: Column = value("Loại thời hạn", From(Choice::DeadlineKind), 16.0, "Chọn trong danh sách");
pub const DEADLINE: Column = Column {
    heading: "Thời hạn (theo văn bản)",
    need: Need::Column,
    entry: Text,
    width: 24.0,
    meaning: "Nguyên văn, như Quý III/2025; cần khi Có hạn",
};
pub const START: Column = optional("Bắt đầu", Date, 12.0, "Ngày; thay cho ngày tính từ Thời hạn");
pub const END: Column = optional("Hạn cuối", Date, 12.0, "Ngày; thay cho ngày tính từ Thời hạn");
pub const WINDOW: Column = optional("Kỳ triển khai", Text, 14.0, "Như Quý IV/2025; trước kỳ này nhiệm vụ chưa đến kỳ");
pub const PLAN_YEAR: Column = value("Năm kế hoạch", Year, 10.0, "Bốn chữ số");
pub const PHASE: Column = optional("Giai đoạn", Text, 14.0, "Như Giai đoạn 1");
pub const OUTPUT: Column = optional("Sản phẩm/kết quả đầu ra", Text, 30.0, "Sản phẩm phải có");
pub const BLOCK: Column = value("Khối", From(Choice::Block), 18.0, "Chọn trong danh sách");
pub const SUPERVISOR: Column = value("Cơ quan đôn đốc", Text, 14.0, "Mã cơ quan theo dõi");
pub const CONTACT: Column = optional("Đầu mối theo dõi", Text, 20.0, "Chỉ để tra cứu, không đưa vào sản phẩm");
pub const NQ57: Column = optional("Mã trên hệ thống NQ57", Text, 16.0, "Nếu có");
pub const VALIDITY: Column = value("Tình trạng nhiệm vụ", From(Choice::Validity), 16.0, "Chọn trong danh sách");
pub const NOTE: Column = optional("Ghi chú", Text, 30.0, "Tùy ý");

pub const SHEET: SheetLayout = SheetLayout {
    name: "NhiemVu",
    required: true,
    columns: &[
        &CODE,
        &GROUP,
        &CONTENT,
        &DOCUMENT,
        &ISSUED_ON,
        &KIND,
        &LEADS,
        &SUPPORTS,
        &DEADLINE_KIND,
        &DEADLINE,
        &START,
        &END,
        &WINDOW,
        &PLAN_YEAR,
        &PHASE,
        &OUTPUT,
        &BLOCK,
        &SUPERVISOR,
        &CONTACT,
        &NQ57,
        &VALIDITY,
        &NOTE,
    ],
    examples: &[
        &[
            "KH11-007",
            "Nhân lực",
            "Tổ chức tập huấn kỹ năng số cho cán bộ cấp xã",
            "11-KH/BCĐ",
            "29/06/2025",
            "Chung có chủ trì",
            "SKHCN",
            "UBND các xã, phường",
            "Có hạn",
            "Quý III/2025",
            "",
            "",
            "",
            "2025",
            "",
            "Báo cáo kết quả tập huấn",
            "Chính quyền",
            "SKHCN",
            "",
            "",
            "Đang hiệu lực",
            "",
        ],
        &[
            "KH11-008",
            "Dữ liệu",
            "Số hóa dữ liệu theo chức năng, nhiệm vụ",
            "11-KH/BCĐ",
            "29/06/2025",
            "Giao toàn khối",
            "UBND các xã, phường",
            "",
            "Có hạn",
            "6 tháng cuối năm 2025",
            "",
            "",
            "",
            "2025",
            "",
            "",
            "Cấp xã",
            "SKHCN",
            "",
            "",
            "Đang hiệu lực",
            "",
        ],
    ],
};
