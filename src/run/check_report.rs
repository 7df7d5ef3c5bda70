//! Are the numbers of a written report that somebody edited still those of the release?

use crate::io::failure::{Action, Failure};
use crate::io::files;
use crate::io::word;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::products;
use crate::run::edit_report;
use crate::sheets::letter::{self, EditedNumbers, NumberLine};
use crate::text::period as period_text;
use serde::Serialize;
use std::path::Path;

/// An edited report held against the one that was fixed.
#[derive(Debug, Serialize)]
pub struct CheckReportAnswer {
    /// The file as typed.
    pub file: String,
    /// That of the report, as typed or as its properties or its name say.
    pub period: Period,
    /// The version of the release that it was held against; `None` for the freeze.
    pub version: Option<u32>,
    /// What came of each number.
    #[serde(flatten)]
    pub numbers: EditedNumbers,
}

impl CheckReportAnswer {
    /// 1 if a number differs.
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.numbers.different.is_empty())
    }

    /// The answer in words: each number that differs, and those that nothing can be said of.
    pub fn lines(&self) -> Vec<String> {
        let EditedNumbers { equal, different, lost } = &self.numbers;
        let against = match self.version {
            Some(version) if version > 1 => format!("bản trình ký số {version}"),
            Some(_) => "bản trình ký".to_owned(),
            None => "bản chốt".to_owned(),
        };
        let mut lines = vec![format!(
            "{}: {equal} số khớp với {against}; {} số không khớp; {} số không kiểm được.",
            self.file,
            different.len(),
            lost.len()
        )];
        lines.extend(different.iter().map(difference));
        lines.extend(lost.iter().map(|line| {
            let place = line.paragraph.map_or_else(|| "không thấy đoạn".to_owned(), |number| format!("đoạn {number}"));
            format!("  - không kiểm được “{}” ({place}: “{}”)", line.fixed.as_deref().unwrap_or_default(), line.beginning)
        }));
        lines
    }
}

fn difference(line: &NumberLine) -> String {
    let found = line.found.as_deref().unwrap_or_default();
    let place = line.paragraph.map_or_else(String::new, |number| format!(" trong đoạn {number} (“{}”)", line.beginning));
    match &line.fixed {
        Some(fixed) => format!("  - “{found}”{place} không còn khớp (báo cáo bằng văn bản: {fixed})"),
        None => format!("  - “{found}”{place} không còn trong báo cáo bằng văn bản"),
    }
}

/// Holds a report against the release of its period that is in force, or against the freeze where there is no release. Which
/// period that is stands in the file; `period` says it where somebody took that out.
///
/// # Errors
///
/// The file cannot be read, is a report of another desk, or of a period of which nothing is fixed.
pub fn check_report(workspace: &Workspace, now: Moment, file: &Path, period: Option<Period>) -> Result<CheckReportAnswer, Failure> {
    let bytes = files::read(&workspace.disk, file)?;
    let unreadable = |cause: String| Failure::Io { path: file.to_owned(), action: Action::Read, cause };
    let edited = word::read(&bytes).map_err(unreadable)?;
    let property = |name: &str| edited.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let desk = &workspace.config.desk.code;
    if let Some(other) = property("bm_don_vi").filter(|code| *code != desk.as_str()) {
        return Err(Failure::usage(
            format!("{} là báo cáo của {other}, không phải của {desk}.", file.display()),
            "Đề nghị chạy lệnh trong thư mục làm việc của cơ quan ấy.",
        ));
    }
    if property("bm_loai") == Some(letter::SEVERAL) || products::is_of_range(file) {
        return Err(Failure::usage(
            format!("{} là báo cáo nhiều kỳ; lệnh này chỉ đối chiếu báo cáo của một kỳ.", file.display()),
            "Đề nghị lập lại bằng “tonghop report” rồi so sánh hai tệp.",
        ));
    }
    let own = property("bm_ky").and_then(period_text::read).or_else(|| named(file));
    let Some(period) = period.or(own) else {
        return Err(Failure::usage(
            format!("Không rõ {} là báo cáo của kỳ nào.", file.display()),
            "Đề nghị thêm --period, ví dụ --period 2025-W28.",
        ));
    };
    let (ledger, period) = edit_report::ledger_and_period(workspace, now, Some(period))?;
    let fixed = edit_report::fixed(workspace, &ledger, period)?;
    let sealed = word::read(&fixed.bytes).map_err(unreadable)?;
    let numbers = letter::compare(&sealed.paragraphs, &edited.paragraphs);
    Ok(CheckReportAnswer { file: file.display().to_string(), period, version: fixed.version, numbers })
}

/// The period in a file's name, as `BaoCao_SKHCN_T28_2025_bien-tap.docx` has it.
fn named(file: &Path) -> Option<Period> {
    let stem = file.file_stem()?.to_str()?;
    let parts: Vec<&str> = stem.split('_').collect();
    let [week, year] = parts.windows(2).find(|pair| pair[0].strip_prefix('T').is_some_and(|week| week.parse::<u32>().is_ok()))? else {
        return None;
    };
    period_text::read(&format!("{}/{year}", week.trim_start_matches('T')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_period() {
        assert_eq!(named(Path::new("x/BaoCao_SKHCN_T28_2025_v2_bien-tap.docx")).map(|p| p.to_string()).as_deref(), Some("2025-W28"));
        assert_eq!(named(Path::new("bao cao.docx")), None);
    }
}
