//! `backup`: a copy of the workspace that is checked.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::backup::{self, BackupRequest};
use crate::run::session::trouble;
use std::path::PathBuf;

/// Sao lưu nơi làm việc (sổ tiếp nhận, kho lưu, sản phẩm, danh mục, cấu hình) vào một thư mục ở đĩa khác; chỉ chép phần mới, đọc lại để đối chiếu, không xóa bản cũ
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục chứa các bản sao lưu, ở đĩa khác hoặc máy khác; lần đầu: thư mục mới hoặc trống
    #[arg(value_name = "THƯ MỤC")]
    dir: PathBuf,
    /// Đọc lại và đối chiếu toàn bộ bản sao lưu, không chỉ phần mới
    #[arg(long)]
    full: bool,
}

pub(super) fn backup(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let answer = backup::backup(&workspace, &start, &BackupRequest { folder: args.dir.clone(), full: args.full })?;
    let (failures, exit_code) = context.worked_around(&trouble::of_configuration(&workspace).into_iter().collect::<Vec<_>>());
    if !context.global.quiet || answer.exit_code() != 0 {
        context.tell(|| answer.lines().join("\n"));
    }
    let code = if exit_code == 0 { answer.exit_code() } else { exit_code };
    context.done(&answer, &failures, code)
}
