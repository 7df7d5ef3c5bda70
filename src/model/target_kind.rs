//! What kind of figure a target has. Decided by its unit in one place, and used wherever the figure is read, judged, asked for
//! or printed.

use serde::{Deserialize, Serialize};

/// What kind of figure the result of a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetKind {
    /// A percentage, on the scale from 0 to 100: `%`, `% dân số`, `%/năm`, `điểm %`, `phần trăm`.
    Share,
    /// Things that are counted, such as `trạm` and `người`: whole and not below 0.
    Count,
    /// Any other number, such as `tỷ đồng` and `triệu lượt`.
    Amount,
    /// A place in an order: whole and not below 0.
    Rank,
    /// Đạt or Không đạt.
    PassFail,
}

/// First words of units in which things are counted. A unit that stands here has no fractions, so a separator before three
/// digits is one of thousands; what stands nowhere is an amount, of which nothing is assumed.
const COUNTED: [&str; 96] = [
    "bài",
    "bằng",
    "bản",
    "bệnh viện",
    "bộ",
    "buổi",
    "cái",
    "camera",
    "cán bộ",
    "chi bộ",
    "chiếc",
    "chợ",
    "chữ ký số",
    "chuyên gia",
    "công chức",
    "công trình",
    "công dân",
    "cơ quan",
    "cơ sở",
    "cột",
    "csdl",
    "cuộc",
    "cụm",
    "dịch vụ",
    "dn",
    "doanh nghiệp",
    "dự án",
    "đề án",
    "đề tài",
    "đơn",
    "đơn vị",
    "đảng viên",
    "điểm cầu",
    "điểm phục vụ",
    "giao dịch",
    "giáo viên",
    "giống",
    "gia đình",
    "hệ thống",
    "hội nghị",
    "hồ sơ",
    "hộ",
    "học sinh",
    "hợp tác xã",
    "htx",
    "huyện",
    "kế hoạch",
    "khóa",
    "khu",
    "lần",
    "lớp",
    "lượt",
    "máy",
    "mô hình",
    "nền tảng",
    "người",
    "nghị quyết",
    "nhà máy",
    "nhiệm vụ",
    "nhóm",
    "phần mềm",
    "phòng",
    "phường",
    "quy trình",
    "quyết định",
    "sản phẩm",
    "sáng chế",
    "sáng kiến",
    "sinh viên",
    "sở",
    "startup",
    "tài khoản",
    "tài liệu",
    "tập thể",
    "thiết bị",
    "thôn",
    "thủ tục",
    "tiêu chuẩn",
    "tin",
    "tổ",
    "trạm",
    "trang",
    "trung tâm",
    "trường",
    "ứng dụng",
    "văn bản",
    "vị trí việc làm",
    "viên chức",
    "vụ",
    "xã",
    "xóm",
    "bản ghi",
    "chỉ tiêu",
    "tthc",
    "cuộc họp",
    "tiêu chí",
];

const RANKED: [&str; 5] = ["hạng", "thứ hạng", "xếp hạng", "bậc", "thứ tự"];

impl TargetKind {
    /// The kind that a unit names by itself.
    pub fn of_unit(unit: &str) -> Self {
        let unit = unit.trim();
        if unit.contains('%') {
            return Self::Share;
        }
        let unit = unit.to_lowercase();
        let begins =
            |words: &[&str]| words.iter().any(|word| unit.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
        if unit.contains("phần trăm") {
            Self::Share
        } else if unit.starts_with("đạt") {
            Self::PassFail
        } else if begins(&RANKED) {
            Self::Rank
        } else if !unit.contains('/') && begins(&COUNTED) {
            Self::Count
        } else {
            Self::Amount
        }
    }

    /// Is the figure whole and not below 0?
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Count | Self::Rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_says_what_kind_of_figure_it_is() {
        for (kind, units) in [
            (TargetKind::Share, &["%", "% dân số", "%/năm", "điểm %", "Phần trăm", " % "][..]),
            (TargetKind::Count, &["trạm", "DN", "người", "thôn, bản", "Nhiệm vụ", "xã", "lượt người", "hồ sơ"]),
            (TargetKind::Amount, &["tỷ đồng", "triệu lượt", "người/vạn dân", "điểm", "km", "Mbps", "", "hộp", "trạmx"]),
            (TargetKind::Rank, &["thứ hạng", "Hạng", "bậc"]),
            (TargetKind::PassFail, &["Đạt/Không đạt", "đạt - không đạt"]),
        ] {
            for unit in units {
                assert_eq!(TargetKind::of_unit(unit), kind, "{unit}");
            }
        }
    }
}
