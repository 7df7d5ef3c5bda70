//! The faults: what is typed where, and what must be said of it at which cell. Written before the rules that find them.

/// One fault in an otherwise good report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    /// The code that must name it.
    pub(super) code: &'static str,
    /// What is wrong, in English.
    pub(super) name: &'static str,
    /// The sheet it stands in.
    pub(super) sheet: &'static str,
    /// The row, by the end of its code; blank for a label of `ThongTin`.
    pub(super) row: &'static str,
    /// The heading or label of the cell at which it must be told; blank if at no cell.
    pub(super) at: &'static str,
    /// What is typed in the row: heading or label, text. `{other}` is another office's number, `{own}` the office's own.
    pub(super) typed: &'static [(&'static str, &'static str)],
    /// What a person types who follows the slip: words of the slip, heading or label, text.
    pub(super) mended: Option<(&'static str, &'static str, &'static str)>,
}

const CODE: &str = "Mã nhiệm vụ";
const CONTENT: &str = "Nội dung nhiệm vụ";
const ROLE: &str = "Vai trò";
const DEADLINE: &str = "Thời hạn";
pub(super) const STATUS: &str = "Trạng thái đơn vị báo";
pub(super) const PERCENT: &str = "Tỷ lệ hoàn thành (%)";
pub(super) const DAY: &str = "Ngày hoàn thành";
pub(super) const EVIDENCE: &str = "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)";
const OBSTACLE: &str = "Khó khăn, vướng mắc";
pub(super) const CAUSE: &str = "Nguyên nhân chậm";
pub(super) const EXPECTED: &str = "Dự kiến hoàn thành";
const NOTE: &str = "Ghi chú";
const TARGET: &str = "Mã chỉ tiêu";
const UNIT: &str = "ĐVT";
const GOAL: &str = "Mục tiêu";
pub(super) const PART: &str = "Tử số";
pub(super) const WHOLE: &str = "Mẫu số";
pub(super) const VALUE: &str = "Kết quả đến kỳ báo cáo";
pub(super) const ASSESSMENT: &str = "Đơn vị tự đánh giá";
pub(super) const SOURCE: &str = "Nguồn số liệu";
const REASON: &str = "Lý do chưa đánh giá được";

const fn task(
    code: &'static str,
    name: &'static str,
    row: &'static str,
    at: &'static str,
    typed: &'static [(&'static str, &'static str)],
) -> Fault {
    Fault { code, name, sheet: "NhiemVu", row, at, typed, mended: None }
}

const fn target(
    code: &'static str,
    name: &'static str,
    row: &'static str,
    at: &'static str,
    typed: &'static [(&'static str, &'static str)],
) -> Fault {
    Fault { code, name, sheet: "ChiTieu", row, at, typed, mended: None }
}

const fn criterion(code: &'static str, name: &'static str, at: &'static str, typed: &'static [(&'static str, &'static str)]) -> Fault {
    Fault { code, name, sheet: "TieuChi", row: "TC01", at, typed, mended: None }
}

const fn info(code: &'static str, name: &'static str, at: &'static str, typed: &'static [(&'static str, &'static str)]) -> Fault {
    Fault { code, name, sheet: "ThongTin", row: "", at, typed, mended: None }
}

impl Fault {
    const fn mended(self, words: &'static str, heading: &'static str, text: &'static str) -> Self {
        Self { mended: Some((words, heading, text)), ..self }
    }
}

/// A task row that says it is done, and everything that goes with it.
macro_rules! done {
    ($($heading:ident: $text:literal),*) => {
        &[(STATUS, "Hoàn thành"), (PERCENT, "100"), (DAY, "15/7/2025"), (EVIDENCE, "QĐ 15/QĐ ngày 15/7/2025"), $(($heading, $text)),*]
    };
}

/// What may be wrong in `NhiemVu`.
pub(super) const TASKS: &[Fault] = &[
    task("N01", "no code", "001", CODE, &[(CODE, ""), (CONTENT, "Xây dựng nền tảng họp trực tuyến của tỉnh")]),
    task("N02", "a code that is none", "001", CODE, &[(CODE, "KH99-099")]),
    task("N03", "one code twice", "007", CODE, &[(CODE, "KH1{own}-001")]),
    task("N05", "the task of another office", "001", CODE, &[(CODE, "KH1{other}-001")]),
    task("N07", "another content", "001", CONTENT, &[(CONTENT, "Xây dựng nền tảng họp trực tuyến của tỉnh")]),
    task("N08", "another deadline", "001", DEADLINE, &[(DEADLINE, "31/12/2026")]),
    task("N09", "no status", "001", STATUS, &[(STATUS, "Tốt")]).mended("Đang thực hiện", STATUS, "Đang thực hiện"),
    task("N10", "a status in other words", "001", STATUS, &[(STATUS, "đang triển khai")]).mended(
        "được hiểu là \"Đang thực hiện\"",
        STATUS,
        "Đang thực hiện",
    ),
    task("N11", "a status that is not chosen", "001", STATUS, &[(STATUS, "")]).mended("chọn trạng thái", STATUS, "Đang thực hiện"),
    task("N12", "above 100 percent", "001", PERCENT, &[(PERCENT, "120")]).mended("ví dụ 75", PERCENT, "75"),
    task("N12", "words as a percentage", "001", PERCENT, &[(PERCENT, "gần xong")]).mended("ví dụ 75", PERCENT, "75"),
    task("N12", "below 0 percent", "001", PERCENT, &[(PERCENT, "-5")]),
    task("N12", "a fraction of one", "001", PERCENT, &[(PERCENT, "0.75")]).mended("hoặc 75%", PERCENT, "75"),
    task("N13", "done at 80 percent", "001", PERCENT, done!(PERCENT: "80")).mended("sửa tỷ lệ thành 100", PERCENT, "100"),
    task("N14", "100 percent and open", "001", STATUS, &[(PERCENT, "100")]),
    task("N15", "not begun at 45 percent", "001", PERCENT, &[(STATUS, "Chưa thực hiện")]).mended(
        "Đang thực hiện",
        STATUS,
        "Đang thực hiện",
    ),
    task("N16", "done on no day", "001", DAY, done!(DAY: "")).mended("ngày hoàn thành", DAY, "15/7/2025"),
    task("N17", "done without evidence", "001", EVIDENCE, done!(EVIDENCE: "")).mended("số, ký hiệu", EVIDENCE, "QĐ 15/QĐ ngày 15/7/2025"),
    task("N18", "done in the future", "001", DAY, done!(DAY: "30/8/2025")),
    task("N19", "done before it was assigned", "001", DAY, done!(DAY: "15/7/2024")).mended("năm", DAY, "15/7/2025"),
    task("N20", "a day that is none", "001", DAY, done!(DAY: "giữa tháng 7")).mended("04/7/2025", DAY, "04/7/2025"),
    task("N20", "an expected day that is none", "002", EXPECTED, &[(EXPECTED, "sớm nhất có thể")]).mended(
        "04/7/2025",
        EXPECTED,
        "30/8/2025",
    ),
    task("N21", "the month first", "001", DAY, done!(DAY: "07/14/2025")).mended("14/7/2025", DAY, "14/7/2025"),
    task("N22", "overdue without a cause", "002", CAUSE, &[(CAUSE, "Không")]).mended("nguyên nhân", CAUSE, "Chờ ý kiến thẩm định"),
    task("N22", "overdue without a new day", "002", EXPECTED, &[(EXPECTED, "")]).mended("dự kiến hoàn thành", EXPECTED, "31/8/2025"),
    task("N23", "an obstacle without a proposal", "001", OBSTACLE, &[(OBSTACLE, "Thiếu nhân lực")]),
    task("N24", "taken back", "005", STATUS, &[(STATUS, "Đang thực hiện"), (PERCENT, "90"), (DAY, "")]),
    task("N25", "a percentage that fell", "001", PERCENT, &[(PERCENT, "30")]),
    task("N27", "another day of completion", "005", DAY, &[(DAY, "12/7/2025")]),
    task("N28", "a regular task done", "003", STATUS, done!()).mended("Thường xuyên", STATUS, "Thường xuyên"),
    task("N29", "begun before its window", "004", STATUS, &[(STATUS, "Đang thực hiện"), (PERCENT, "10")]),
    task("N30", "its window has begun", "007", STATUS, &[(STATUS, "Chưa đến kỳ")]).mended("Chưa thực hiện", STATUS, "Chưa thực hiện"),
    task("N34", "an expected day that is past", "002", EXPECTED, &[(EXPECTED, "10/7/2025")]),
    task("N35", "an adjustment without a document", "001", NOTE, &[(STATUS, "Đề nghị điều chỉnh")]),
    task("N36", "nearly done", "001", STATUS, &[(STATUS, "cơ bản hoàn thành")]).mended("Đang thực hiện", STATUS, "Đang thực hiện"),
    task("N37", "a supporter that leads", "{own}-006", ROLE, &[(ROLE, "Chủ trì")]),
    task("D03", "an error of a formula", "001", PERCENT, &[(PERCENT, "#REF!")]),
];

/// What may be wrong in `ChiTieu`.
pub(super) const TARGETS: &[Fault] = &[
    target("C01", "a code that is none", "01", TARGET, &[(TARGET, "CT-999")]),
    target("C02", "words as a figure", "01", VALUE, &[(VALUE, "nhiều")]),
    target("C02", "a count with a fraction", "02", VALUE, &[(VALUE, "205,5")]),
    target("C02", "a count below 0", "02", VALUE, &[(VALUE, "-3")]),
    target("C02", "a count in percent", "02", VALUE, &[(VALUE, "81%")]),
    target("C03", "above 100 percent", "01", VALUE, &[(VALUE, "810")]),
    target("C04", "a part above its whole", "04", PART, &[(PART, "120")]),
    target("C05", "a whole of 0", "04", WHOLE, &[(WHOLE, "0")]),
    target("C06", "another result than the ratio", "04", VALUE, &[(VALUE, "61")]),
    target("C07", "beyond its bounds", "02", VALUE, &[(VALUE, "20500")]),
    target("C08", "a share that fell", "01", VALUE, &[(VALUE, "70")]),
    target("C08", "a count that fell", "02", VALUE, &[(VALUE, "150")]),
    target("C09", "ten times too much", "03", VALUE, &[(VALUE, "12605")]),
    target("C09", "ten times too little", "03", VALUE, &[(VALUE, "126.05")]),
    target("C09", "a hundred times too much", "03", VALUE, &[(VALUE, "126050")]),
    target("C10", "a claim above the figure", "01", ASSESSMENT, &[(ASSESSMENT, "Đạt")]),
    target("C11", "no reason", "01", REASON, &[(ASSESSMENT, "Chưa đánh giá được"), (VALUE, "")]),
    target("C12", "another goal", "01", GOAL, &[(GOAL, "95")]),
    target("C13", "another unit", "02", UNIT, &[(UNIT, "cột")]),
    target("C14", "an estimate", "01", "Ước tính?", &[("Ước tính?", "x")]),
    target("C15", "no source", "01", SOURCE, &[(SOURCE, "")]).mended("nguồn số liệu", SOURCE, "Báo cáo của phòng chuyên môn"),
    target("C16", "two readings", "03", VALUE, &[(VALUE, "'1.260")]),
    target("C16", "a fraction of one as a share", "01", VALUE, &[(VALUE, "0.81")]),
    target("C17", "one code twice", "02", TARGET, &[(TARGET, "CT-{own}01")]),
];

/// What may be wrong in `TieuChi`.
pub(super) const CRITERIA: &[Fault] = &[
    criterion("X01", "a code that is none", "Mã tiêu chí", &[("Mã tiêu chí", "TC99")]),
    criterion("X03", "no result", "Kết quả", &[("Kết quả", "tốt")]),
    criterion("X04", "met on no day", "Ngày đạt", &[("Ngày đạt", "")]),
    criterion("X04", "met without evidence", "Minh chứng", &[("Minh chứng", "")]),
    criterion("X05", "met and no more", "Kết quả", &[("Kết quả", "Chưa đạt")]),
];

/// What may be wrong in `ThongTin`.
pub(super) const INFO: &[Fault] = &[
    info("T14", "the week before", "Kỳ báo cáo", &[("Kỳ báo cáo", "28/2025")]).mended("29/2025", "Kỳ báo cáo", "29/2025"),
    info("T27", "figures of the future", "Số liệu tính đến", &[("Số liệu tính đến", "01/08/2025 16:00")]),
    info("T28", "nobody approved", "Lãnh đạo duyệt", &[("Lãnh đạo duyệt", "")]).mended("Lãnh đạo duyệt", "Lãnh đạo duyệt", "Giám đốc"),
    info("T32", "no date of the figures", "Số liệu tính đến", &[("Số liệu tính đến", "")]),
];
