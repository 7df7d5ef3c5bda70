//! Who does not report to this desk.

use crate::model::agency::{Agency, Route};
use crate::model::config::{Config, Layout};
use chrono::NaiveDate;

/// Why an agency does not report to this desk; `None` if it must.
pub fn because(agency: &Agency, day: NaiveDate, config: &Config) -> Option<String> {
    if !agency.in_effect(day) {
        return Some("không có hiệu lực trong danh mục tại hạn nộp".to_owned());
    }
    let elsewhere = match (config.desk.layout, agency.route) {
        (Layout::State, Route::PartyOfficeOnly) => Some("chỉ nộp Văn phòng Tỉnh ủy"),
        (Layout::Party, Route::DepartmentOnly) => Some("chỉ nộp Sở Khoa học và Công nghệ"),
        _ => None,
    };
    if !agency.weekly {
        return Some("không thuộc diện báo cáo tuần".to_owned());
    }
    elsewhere.map(str::to_owned)
}
