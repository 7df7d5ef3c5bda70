//! `restore`: a workspace from a backup.

use super::answer::Done;
use super::context::Context;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::run::restore::{self, RestoreRequest};
use std::path::PathBuf;

/// Khôi phục nơi làm việc từ bản sao lưu vào một thư mục mới, kể cả trên máy khác; kiểm tra từng tệp trước khi ghi
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục chứa các bản sao lưu
    #[arg(value_name = "BẢN SAO LƯU")]
    backup: PathBuf,
    /// Thư mục làm việc mới (mới hoặc trống)
    #[arg(value_name = "THƯ MỤC MỚI", required_unless_present = "list")]
    into: Option<PathBuf>,
    /// Tên lần sao lưu, hoặc phần đầu của tên, ví dụ 2025-07-11 (mặc định: lần cuối còn nguyên vẹn)
    #[arg(long, value_name = "TÊN")]
    at: Option<String>,
    /// Chỉ liệt kê các lần sao lưu
    #[arg(long, conflicts_with_all = ["into", "at"])]
    list: bool,
}

pub(super) fn restore(context: &Context, args: &Args) -> Result<Done, Failure> {
    let disk = Disk::default();
    let Some(into) = args.into.clone().filter(|_| !args.list) else {
        let list = restore::list(&disk, &args.backup)?;
        context.tell(|| list.lines().join("\n"));
        return context.done_as("tonghop.backups/1", &list, &[], 0);
    };
    let answer = restore::restore(&disk, &RestoreRequest { folder: args.backup.clone(), into, at: args.at.clone() })?;
    context.tell(|| answer.lines().join("\n"));
    context.done(&answer, &[], u8::from(!answer.damage.is_empty()))
}
