//! `archive`: a year in one sealed file.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::session::trouble;
use crate::run::year_archive::{self, YearRequest};
use std::path::PathBuf;

/// Lưu trữ một năm thành một tệp zip có niêm phong: bản đã ra, báo cáo gốc, danh mục, trích sổ tiếp nhận, mục lục; không xóa gì ở nơi làm việc
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Năm (theo tuần ISO), ví dụ 2025; mọi tuần của năm phải đã chốt bản tổng hợp
    #[arg(long, value_name = "NĂM", value_parser = clap::value_parser!(i32).range(2000..=2999))]
    year: i32,
    /// Tệp ghi ra (mặc định: luu-tru/LuuTru_MÃ_NĂM.zip trong thư mục làm việc)
    #[arg(long, value_name = "TỆP")]
    out: Option<PathBuf>,
}

pub(super) fn archive(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let answer = year_archive::archive(&workspace, &start, &YearRequest { year: args.year, out: args.out.clone() })?;
    let (failures, exit_code) = context.worked_around(&trouble::of_configuration(&workspace).into_iter().collect::<Vec<_>>());
    context.tell(|| answer.lines().join("\n"));
    context.done(&answer, &failures, exit_code)
}
