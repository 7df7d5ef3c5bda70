//! `export`: releases as tables for other programs.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::data_table::TableFormat;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::run::export::{self, ExportRequest};
use std::path::PathBuf;

/// Xuất số liệu các kỳ đã chốt bản tổng hợp thành bảng cho chương trình khác: nhiệm vụ, chỉ tiêu, tiêu chí, tình hình gửi báo cáo, phát hiện, danh sách theo mã nq57.vn
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Dạng tệp: csv, json (mỗi dòng một đối tượng), parquet
    #[arg(long, value_enum, value_name = "DẠNG", hide_possible_values = true)]
    format: Format,
    /// Các kỳ, ví dụ 2025-W28 hoặc 2025-W28..2025-W31 (mặc định: mọi kỳ đã chốt bản tổng hợp)
    #[arg(long, value_name = "TỪ..ĐẾN")]
    periods: Option<String>,
    /// Thư mục ghi; tệp cùng tên của lần xuất trước được thay
    #[arg(long, value_name = "THƯ MỤC")]
    out: PathBuf,
    /// So với danh sách xuất từ nq57.vn (.xlsx): theo mã, kỳ cuối cùng được xuất
    #[arg(long, value_name = "TỆP")]
    compare: Option<PathBuf>,
}

/// Differences that are said; all of them are in the object for programs.
const TOLD: usize = 40;

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Csv,
    Json,
    Parquet,
}

pub(super) fn export(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let format = match args.format {
        Format::Csv => TableFormat::Csv,
        Format::Json => TableFormat::Json,
        Format::Parquet => TableFormat::Parquet,
    };
    let periods = args.periods.as_deref().map(|typed| span(context, typed, start.now)).transpose()?;
    let request = ExportRequest { format, periods, out: args.out.clone(), compare: args.compare.clone() };
    let (answer, failures, exit_code) = export::export(&workspace, &start, &request)?;
    context.console.failures(&failures);
    context.tell(|| {
        let (periods, files) = (answer.periods.len(), answer.files.len());
        format!("Đã xuất {periods} kỳ, {files} tệp vào {}. Lưu hành nội bộ.", answer.out)
    });
    if let Some(portal) = &answer.portal {
        let (all, period) = (&portal.differences, portal.period);
        context.tell(|| {
            let mut lines = vec![format!("Danh sách nq57.vn có {} mã; khác bản tổng hợp kỳ {period} ở {} chỗ.", portal.listed, all.len())];
            let blank = |text: &str| if text.is_empty() { "(trống)".to_owned() } else { text.to_owned() };
            lines.extend(all.iter().take(TOLD).map(|one| {
                let own = if one.code.is_empty() { String::new() } else { format!(" ({})", one.code) };
                let row = one.row.map_or_else(String::new, |row| format!(", dòng {row}"));
                format!("  {}{own} {}: bản tổng hợp “{}”, nq57.vn “{}”{row}", one.nq57_code, one.field, blank(&one.here), blank(&one.there))
            }));
            if all.len() > TOLD {
                lines.push(format!("  và {} chỗ khác (thêm --json để xem đủ).", all.len() - TOLD));
            }
            lines.join("\n")
        });
    }
    context.done(&answer, &failures, exit_code)
}

/// `A..B`, or one period.
fn span(context: &Context, typed: &str, now: Moment) -> Result<(Period, Period), Failure> {
    let Some((first, last)) = typed.split_once("..") else { return context.period(typed, now).map(|only| (only, only)) };
    let (first, last) = (context.period(first, now)?, context.period(last, now)?);
    if first > last {
        return Err(Failure::usage(
            format!("Kỳ đầu {first} ở sau kỳ cuối {last}."),
            "Đề nghị ghi --periods TỪ..ĐẾN, ví dụ 2025-W28..2025-W31.",
        ));
    }
    Ok((first, last))
}
