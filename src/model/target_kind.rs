//! What kind of figure a target has. Decided by its unit in one place, and used wherever the figure is read, judged, asked for
//! or printed.

use serde::{Deserialize, Serialize};

/// What kind of figure the result of a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetKind {
    /// A part of a whole in percent, from 0 to 100: `%`, `% dân số`, `% hộ`, `phần trăm`.
    Share,
    /// Any other percentage, which may be below 0 or above 100: `%/năm`, `điểm %`, `% so với cùng kỳ`, `% kế hoạch`.
    Percent,
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
const COUNTED: [&str; 95] = [
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

/// What stands for a number in a unit: of thousands and millions there are fractions, whatever is counted.
const SCALES: [&str; 6] = ["nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"];

/// Wholes, beside what is counted, of which a percentage is a part for certain.
const WHOLES: [&str; 4] = ["dân số", "diện tích", "số", "tổng số"];

/// What is counted and still no whole: more than the plan may be done.
const PLANNED: [&str; 2] = ["chỉ tiêu", "kế hoạch"];

/// Words of a percentage that compares or says a change.
const CHANGES: [&str; 5] = ["/", "so với", "cùng kỳ", "tăng", "giảm"];

const RANKED: [&str; 5] = ["hạng", "thứ hạng", "xếp hạng", "bậc", "thứ tự"];

impl TargetKind {
    /// The kind that a unit names by itself.
    pub fn of_unit(unit: &str) -> Self {
        let unit = unit.trim();
        // The usual one, asked for again and again.
        if unit == "%" {
            return Self::Share;
        }
        let unit = unit.to_lowercase().replace("phần trăm", "%");
        if unit.contains('%') {
            return if is_part_of_whole(&unit) { Self::Share } else { Self::Percent };
        }
        let scaled = unit.split(|c: char| !c.is_alphanumeric()).any(|word| SCALES.contains(&word) || word.ends_with("000"));
        if unit.starts_with("đạt") {
            Self::PassFail
        } else if begins(&unit, &RANKED) {
            Self::Rank
        } else if !scaled && !unit.contains('/') && begins(&unit, &COUNTED) {
            Self::Count
        } else {
            Self::Amount
        }
    }

    /// Is the figure a percentage, whatever it may be of?
    pub fn is_percent(self) -> bool {
        matches!(self, Self::Share | Self::Percent)
    }

    /// Is the figure whole and not below 0?
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Count | Self::Rank)
    }
}

/// Does the unit begin with one of these words, and not only with a longer word that begins like it?
fn begins(unit: &str, words: &[&str]) -> bool {
    words.iter().any(|word| unit.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Is a percentage a part of its whole for certain? An office whose honest −3 or 112 is refused cannot mend it, so what is not
/// on the lists is not bounded.
fn is_part_of_whole(unit: &str) -> bool {
    let unit = unit.strip_prefix("tỷ lệ").or_else(|| unit.strip_prefix("tỉ lệ")).unwrap_or(unit);
    let Some(whole) = unit.trim_matches(|c: char| c == '(' || c == ')' || c.is_whitespace()).strip_prefix('%') else { return false };
    let whole = whole.trim_matches(|c: char| c == '(' || c == ')' || c.is_whitespace());
    let is_listed = || begins(whole, &WHOLES) || (begins(whole, &COUNTED) && !begins(whole, &PLANNED));
    (whole.is_empty() || is_listed()) && !CHANGES.iter().any(|change| unit.contains(change))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_says_what_kind_of_figure_it_is() {
        for (kind, units) in [
            (TargetKind::Share, &["%", "% dân số", "Phần trăm", " % ", "% điểm phục vụ", "% tổng số hộ", "phần trăm hồ sơ", "Tỷ lệ %"][..]),
            (TargetKind::Percent, &["%/năm", "điểm %", "% điểm", "điểm phần trăm", "% so với cùng kỳ", "% tăng", "% GRDP", "% kế hoạch"]),
            (TargetKind::Percent, &["% số hộ giảm", "% doanh nghiệp so với năm trước", "Tỷ lệ tăng (%)", "tăng %"]),
            (TargetKind::Count, &["trạm", "DN", "người", "thôn, bản", "Nhiệm vụ", "xã", "lượt người", "hồ sơ", "điểm phục vụ", "trạm 5G"]),
            (TargetKind::Amount, &["tỷ đồng", "triệu lượt", "người/vạn dân", "điểm", "km", "Mbps", "", "hộp", "trạmx", "lần"]),
            (TargetKind::Amount, &["người (nghìn)", "hộ, ngàn", "Lượt (triệu)", "người (1.000)", "giao dịch (tỷ)", "vạn người"]),
            (TargetKind::Rank, &["thứ hạng", "Hạng", "bậc"]),
            (TargetKind::PassFail, &["Đạt/Không đạt", "đạt - không đạt"]),
        ] {
            for unit in units {
                assert_eq!(TargetKind::of_unit(unit), kind, "{unit}");
            }
        }
    }
}
