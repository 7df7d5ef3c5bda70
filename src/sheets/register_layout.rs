//! The layout of `danh-muc.xlsx` and `tiep-nhan.xlsx`: sheets and headings (`src/docs/registers.md`), written once for
//! the empty template and for reading it back.

use crate::model::agency::{AgencyKind, Block, Route};
use crate::model::target::{Aggregation, Comparison, Direction, Method, Recording};
use crate::model::task::{DeadlineKind, TaskKind, Validity};

/// Does a column, or its value in each row, have to be there?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// In each row.
    Value,
    /// The column has to be there, its cells may be blank.
    Column,
    /// Neither.
    Optional,
}

/// What is typed into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Words.
    Text,
    /// A day.
    Date,
    /// A day, or words such as "Quý IV/2025".
    DateOrWords,
    /// A day and hour.
    DateTime,
    /// A number, or "Đạt".
    Number,
    /// A year of four digits.
    Year,
    /// One of a closed list.
    Choice(Choice),
}

/// The closed lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the vocabulary of the model's type with the same name, or the words themselves")]
pub enum Choice {
    YesNo,
    AgencyKind,
    Block,
    Route,
    TaskKind,
    DeadlineKind,
    Validity,
    Direction,
    Comparison,
    Recording,
    Aggregation,
    Method,
    AdjustedField,
    CalendarKind,
    Confirmed,
}

impl Choice {
    /// Every list, in the order of the hidden sheet.
    pub const ALL: [Self; 15] = [
        Self::YesNo,
        Self::AgencyKind,
        Self::Block,
        Self::Route,
        Self::TaskKind,
        Self::DeadlineKind,
        Self::Validity,
        Self::Direction,
        Self::Comparison,
        Self::Recording,
        Self::Aggregation,
        Self::Method,
        Self::AdjustedField,
        Self::CalendarKind,
        Self::Confirmed,
    ];

    /// Its words, as they are offered and printed.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::YesNo => vec!["Có", "Không"],
            Self::AgencyKind => AgencyKind::ALL.map(AgencyKind::label).to_vec(),
            Self::Block => Block::ALL.map(Block::label).to_vec(),
            Self::Route => Route::ALL.map(Route::label).to_vec(),
            Self::TaskKind => TaskKind::ALL.map(TaskKind::label).to_vec(),
            Self::DeadlineKind => DeadlineKind::ALL.map(DeadlineKind::label).to_vec(),
            Self::Validity => Validity::ALL.map(Validity::label).to_vec(),
            Self::Direction => Direction::ALL.map(Direction::label).to_vec(),
            Self::Comparison => Comparison::ALL.map(Comparison::label).to_vec(),
            Self::Recording => Recording::ALL.map(Recording::label).to_vec(),
            Self::Aggregation => Aggregation::ALL.map(Aggregation::label).to_vec(),
            Self::Method => Method::ALL.map(Method::label).to_vec(),
            Self::AdjustedField => vec!["Thời hạn", "Chủ trì", "Nội dung", "Thôi giao", "Mục tiêu", "Hạn đạt", "Tên chỉ tiêu"],
            Self::CalendarKind => vec!["Nghỉ", "Làm bù", "Đổi hạn"],
            Self::Confirmed => vec!["Có", "Chưa"],
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Must it be there?
    pub need: Need,
    /// What is typed.
    pub entry: Entry,
    /// Width in characters.
    pub width: f64,
    /// What it means, for the sheet of examples.
    pub meaning: &'static str,
}

/// A sheet.
#[derive(Debug, Clone, Copy)]
pub struct SheetLayout {
    /// Its name.
    pub name: &'static str,
    /// Must it be there?
    pub required: bool,
    /// Its columns in order.
    pub columns: &'static [&'static Column],
    /// Example rows, a text for each column.
    pub examples: &'static [&'static [&'static str]],
}

/// The sheets of `danh-muc.xlsx` in order.
pub const REGISTER: [&SheetLayout; 8] = [
    &agencies::SHEET,
    &tasks::SHEET,
    &targets::SHEET,
    &criteria::SHEET,
    &adjustments::SHEET,
    &calendar::SHEET,
    &participants::SHEET,
    &remarks::SHEET,
];

const fn value(heading: &'static str, entry: Entry, width: f64, meaning: &'static str) -> Column {
    Column { heading, need: Need::Value, entry, width, meaning }
}

const fn optional(heading: &'static str, entry: Entry, width: f64, meaning: &'static str) -> Column {
    Column { heading, need: Need::Optional, entry, width, meaning }
}

/// `DonVi`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod agencies {
    use super::Entry::{Choice as From, Date, Number, Text};
    use super::{Choice, Column, SheetLayout, optional, value};

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
    pub const LEADER: Column = optional("Lãnh đạo phụ trách", Text, 22.0, "Chỉ để tra cứu, không đưa vào sản phẩm");
    pub const CONTACT: Column = optional("Cán bộ đầu mối", Text, 22.0, "Chỉ để tra cứu, không đưa vào sản phẩm");
    pub const PHONE: Column = optional("Điện thoại", Text, 14.0, "Chỉ để tra cứu, không đưa vào sản phẩm");
    pub const MAIL: Column = optional("Thư công vụ", Text, 26.0, "Chỉ để tra cứu, không đưa vào sản phẩm");
    pub const ORDER: Column = value("Thứ tự in", Number, 10.0, "Số nguyên");
    pub const FROM: Column = value("Hiệu lực từ", Date, 12.0, "Ngày đầu tiên");
    pub const TO: Column = optional("Hiệu lực đến", Date, 12.0, "Ngày cuối cùng; để trống nếu còn hiệu lực");
    pub const SUCCESSOR: Column = optional("Đơn vị kế thừa", Text, 16.0, "Mã đơn vị nhận bàn giao sau khi hợp nhất");

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
            ],
        ],
    };
}

/// `NhiemVu`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod tasks {
    use super::Entry::{Choice as From, Date, Text, Year};
    use super::{Choice, Column, Need, SheetLayout, optional, value};

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
}

/// `ChiTieu`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod targets {
    use super::Entry::{Choice as From, DateOrWords, Number, Text, Year};
    use super::{Choice, Column, SheetLayout, optional, value};

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
    pub const GOAL_2030: Column = optional("Mục tiêu đến 2030", Text, 14.0, "Chỉ để tra cứu");
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
}

/// `TieuChi`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod criteria {
    use super::Entry::{Choice as From, Date, Text};
    use super::{Choice, Column, SheetLayout, optional, value};

    pub const CODE: Column = value("Mã", Text, 10.0, "Như TC01");
    pub const NAME: Column = value("Tên", Text, 60.0, "Nguyên văn");
    pub const PHASE: Column = optional("Giai đoạn", Text, 14.0, "Như Giai đoạn 1");
    pub const MANDATORY: Column = value("Bắt buộc", From(Choice::YesNo), 10.0, "Có hoặc Không");
    pub const FROM: Column = value("Hiệu lực từ", Date, 12.0, "Ngày đầu tiên");
    pub const TO: Column = optional("Hiệu lực đến", Date, 12.0, "Ngày cuối cùng; để trống nếu còn hiệu lực");
    pub const DOCUMENT: Column = optional("Văn bản", Text, 30.0, "Số, ký hiệu");

    pub const SHEET: SheetLayout = SheetLayout {
        name: "TieuChi",
        required: false,
        columns: &[&CODE, &NAME, &PHASE, &MANDATORY, &FROM, &TO, &DOCUMENT],
        examples: &[&["TC01", "Tiêu chí minh họa 01", "Giai đoạn 1", "Có", "01/07/2025", "", "Minh họa"]],
    };
}

/// `DieuChinh`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod adjustments {
    use super::Entry::{Choice as From, Date, Text};
    use super::{Choice, Column, SheetLayout, optional, value};

    pub const CODE: Column = value("Mã", Text, 14.0, "Mã nhiệm vụ hoặc mã chỉ tiêu; trang NhiemVu, ChiTieu giữ giá trị gốc");
    pub const FIELD: Column = value("Trường điều chỉnh", From(Choice::AdjustedField), 18.0, "Chọn trong danh sách");
    pub const OLD: Column = value("Giá trị cũ", Text, 24.0, "Giá trị trước khi điều chỉnh");
    pub const NEW: Column = value("Giá trị mới", Text, 24.0, "Giá trị có hiệu lực từ Ngày hiệu lực");
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
        ],
    };
}

/// `Lich`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod calendar {
    use super::Entry::{Choice as From, Date, DateTime, Text};
    use super::{Choice, Column, SheetLayout, optional, value};

    pub const KIND: Column = value("Loại", From(Choice::CalendarKind), 10.0, "Nghỉ, Làm bù hoặc Đổi hạn");
    pub const DAY: Column = optional("Ngày", Date, 12.0, "Ngày nghỉ hoặc ngày làm bù");
    pub const WEEK: Column = optional("Tuần", Text, 10.0, "Như 18/2026; cần cho Đổi hạn");
    pub const SUBMIT: Column = optional("Hạn nộp", DateTime, 18.0, "Ngày và giờ mới, như 29/4/2026 11:00; cho Đổi hạn");
    pub const RELEASE: Column = optional("Hạn tổng hợp", DateTime, 18.0, "Ngày và giờ mới, như 29/4/2026 15:30; cho Đổi hạn");
    pub const FOR: Column = optional(
        "Áp dụng cho",
        Text,
        20.0,
        "Để trống là tất cả; hoặc mã, tên đơn vị, tên nhóm, cách nhau bằng dấu chấm phẩy; chỉ đổi hạn nộp",
    );
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
}

/// `DonViThamGia`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod participants {
    use super::Entry::{DateOrWords, Text};
    use super::{Column, SheetLayout, optional, value};

    pub const TASK: Column = value("Mã nhiệm vụ", Text, 14.0, "Nhiệm vụ Chung nhiều chủ trì hoặc Giao toàn khối");
    pub const AGENCY: Column = value("Mã đơn vị", Text, 14.0, "Một trong các đơn vị chủ trì của nhiệm vụ");
    pub const WORK: Column = optional("Phần việc", Text, 50.0, "Việc của riêng đơn vị này");
    pub const DEADLINE: Column = optional("Hạn riêng", DateOrWords, 14.0, "Ngày, hoặc như Quý IV/2025; để trống là theo hạn chung");

    pub const SHEET: SheetLayout = SheetLayout {
        name: "DonViThamGia",
        required: false,
        columns: &[&TASK, &AGENCY, &WORK, &DEADLINE],
        examples: &[&["KH11-008", "X-THACHHA", "Số hóa dữ liệu hộ tịch", "31/10/2025"]],
    };
}

/// `NhanDinh`.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod remarks {
    use super::Entry::Text;
    use super::{Column, SheetLayout, value};

    pub const PERIOD: Column = value("Kỳ", Text, 12.0, "Như 28/2025; kỳ tháng, quý ghi như Tháng 7/2025, Quý III/2025");
    pub const SECTION: Column = value("Mục", Text, 30.0, "Như Nhận định chung, Nhiệm vụ tuần tới");
    pub const TEXT: Column = value("Nội dung", Text, 90.0, "Câu in trên trang đầu và trong báo cáo");

    pub const SHEET: SheetLayout = SheetLayout {
        name: "NhanDinh",
        required: false,
        columns: &[&PERIOD, &SECTION, &TEXT],
        examples: &[&["28/2025", "Nhận định chung", "Các đơn vị cơ bản nộp báo cáo đúng hạn."]],
    };
}

/// The one sheet of `tiep-nhan.xlsx`, the clerk's receipt book.
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod receipts {
    use super::Entry::{DateTime, Text};
    use super::{Column, SheetLayout, optional, value};

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise::key;

    #[test]
    fn headings_are_told_apart_and_examples_are_complete() {
        for sheet in REGISTER.into_iter().chain([&receipts::SHEET]) {
            let mut keys: Vec<String> = sheet.columns.iter().map(|c| key(c.heading)).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), sheet.columns.len(), "{}", sheet.name);
            for example in sheet.examples {
                assert_eq!(example.len(), sheet.columns.len(), "{} {:?}", sheet.name, example.first());
            }
        }
    }
}
