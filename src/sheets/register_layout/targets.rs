//! The sheet `ChiTieu`.

use super::column::Entry::{Choice as From, DateOrWords, Number, Text, Year};
use super::column::{Choice, Column, SheetLayout, optional, value};

pub const CODE: Column = value("Mã chỉ tiêu", Text, 12.0, "Như CT-001");
pub const GROUP: Column = optional("Nhóm", Text, 20.0, "Như Hạ tầng số");
pub const NAME: Column = value("Tên chỉ tiêu", Text, 50.0, "Nguyên văn");
pub const DOCUMENT: Column = value("Văn bản giao", Text, 18.0, "Số, ký hiệu");
pub const UNIT: Column = value("Đơn vị tính", Text, 14.0, "Như %, DN, người, trạm, xã, Đạt/Không đạt");
pub const DIRECTION: Column = value("Chiều đánh giá", From(Choice::Direction), 20.0, "Chọn trong danh sách");
pub const COMPARISON: Column = value("Phép so sánh", From(Choice::Comparison), 10.0, "Chọn trong danh sách");
pub const GOAL: Column = value("Mục tiêu", Number, 12.0, "Số; tỷ lệ ghi từ 0 đến 100; chữ Đạt nếu đánh giá đạt - không đạt");
pub const PLAN_YEAR: Column = value("Năm kế hoạch", Year, 10.0, "Bốn chữ số");
pub const DUE: Column = value("Hạn đạt", DateOrWords, 12.0, "Ngày, hoặc nguyên văn như Quý IV/2025");
pub const GOAL_2030: Column = optional("Mục tiêu đến 2030", Text, 14.0, "In ở trang Chỉ tiêu để tra cứu");
pub const RECORDING: Column = value("Cách ghi số liệu", From(Choice::Recording), 24.0, "Chọn trong danh sách");
pub const AGGREGATION: Column =
    value("Cách tổng hợp", From(Choice::Aggregation), 22.0, "Chọn trong danh sách; không lấy trung bình các tỷ lệ");
pub const NUMERATOR: Column = optional("Tử số là", Text, 30.0, "Khi tổng hợp theo tử số-mẫu số");
pub const DENOMINATOR: Column = optional("Mẫu số là", Text, 30.0, "Khi tổng hợp theo tử số-mẫu số");
pub const METHOD: Column = value("Phương pháp đánh giá", From(Choice::Method), 16.0, "Chọn trong danh sách");
pub const METHOD_DOCUMENT: Column = optional("Văn bản phương pháp", Text, 20.0, "Số, ký hiệu");
pub const LEADS: Column = value("Đơn vị chủ trì", Text, 20.0, "Mã đơn vị; đơn vị ghi đầu tiên chịu trách nhiệm chính");
pub const PROVIDERS: Column = optional("Đơn vị cung cấp số liệu", Text, 30.0, "Mã đơn vị hoặc tên nhóm; để trống là đơn vị chủ trì");
pub const FREQUENCY: Column = optional("Tần suất cập nhật", Text, 12.0, "tuần, tháng, quý hoặc năm");
pub const LOW: Column = optional("Cận dưới hợp lý", Number, 12.0, "Số liệu thấp hơn sẽ bị cảnh báo");
pub const HIGH: Column = optional("Cận trên hợp lý", Number, 12.0, "Số liệu cao hơn sẽ bị cảnh báo");
pub const MAY_FALL: Column = optional("Được giảm so với kỳ trước?", From(Choice::YesNo), 12.0, "Có hoặc Không; để trống là Không");
pub const NQ57: Column = optional("Mã trên hệ thống NQ57", Text, 16.0, "Nếu có");
pub const VALIDITY: Column = value("Tình trạng", From(Choice::Validity), 16.0, "Chọn trong danh sách");
pub const NOTE: Column = optional("Ghi chú", Text, 30.0, "Tùy ý");

pub const SHEET: SheetLayout = SheetLayout {
    name: "ChiTieu",
    required: true,
    columns: &[
        &CODE,
        &GROUP,
        &NAME,
        &DOCUMENT,
        &UNIT,
        &DIRECTION,
        &COMPARISON,
        &GOAL,
        &PLAN_YEAR,
        &DUE,
        &GOAL_2030,
        &RECORDING,
        &AGGREGATION,
        &NUMERATOR,
        &DENOMINATOR,
        &METHOD,
        &METHOD_DOCUMENT,
        &LEADS,
        &PROVIDERS,
        &FREQUENCY,
        &LOW,
        &HIGH,
        &MAY_FALL,
        &NQ57,
        &VALIDITY,
        &NOTE,
    ],
    examples: &[
        &[
            "CT-001",
            "Hạ tầng số",
            "Tỷ lệ dân số được phủ sóng 5G",
            "15-TB/BCĐ",
            "%",
            "Càng cao càng tốt",
            ">",
            "90",
            "2025",
            "31/12/2025",
            "",
            "Lũy kế đến thời điểm báo cáo",
            "Lấy của đơn vị chủ trì",
            "",
            "",
            "Tạm thời",
            "",
            "SKHCN",
            "",
            "tháng",
            "0",
            "100",
            "Không",
            "",
            "Đang hiệu lực",
            "",
        ],
        &[
            "CT-002",
            "Dịch vụ công",
            "Có phòng họp trực tuyến kết nối đến cấp xã",
            "15-TB/BCĐ",
            "Đạt/Không đạt",
            "Đạt - không đạt",
            "=",
            "Đạt",
            "2025",
            "31/12/2025",
            "",
            "Lũy kế đến thời điểm báo cáo",
            "Đếm đơn vị đạt",
            "",
            "",
            "Chính thức",
            "",
            "SKHCN",
            "UBND các xã, phường",
            "tuần",
            "",
            "",
            "Không",
            "",
            "Đang hiệu lực",
            "",
        ],
    ],
};
