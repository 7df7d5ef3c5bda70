//! `init`: a new workspace.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::init;
use std::path::PathBuf;

/// Tạo thư mục làm việc mới: cấu hình, danh mục trống, các thư mục, lịch chạy tự động, tệp bấm đúp cho Windows
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục mới (chưa có, hoặc trống)
    #[arg(value_name = "THƯ MỤC")]
    dir: PathBuf,
    /// Mã đầu mối tổng hợp trong danh mục (mặc định SKHCN)
    #[arg(long, value_name = "MÃ", default_value = "SKHCN", hide_default_value = true)]
    desk: String,
    /// Đặt phiếu phản hồi vào thư mục phan-hoi trong thư mục nộp của từng đơn vị (mặc định: để chung ở phan-hoi)
    #[arg(long)]
    answers_in_folders: bool,
}

pub(super) fn init(context: &Context, args: &Args) -> Result<Done, Failure> {
    let start = context.start(false)?;
    // Nobody is asked who has said so, or where nobody sits at a terminal.
    let ask = || context.console.ask("Đặt phiếu phản hồi vào thư mục nộp của từng đơn vị (nop/…/phan-hoi)?");
    let in_folders = args.answers_in_folders || (!context.global.json && ask() == Some(true));
    let answer = init::init(&args.dir, &args.desk, in_folders, &start)?;
    for name in &answer.made {
        context.console.detail(&format!("Đã tạo {name}"));
    }
    context.console.say(&format!(
        "Đã tạo thư mục làm việc {}.\nViệc tiếp theo: điền danh-muc.xlsx (xem trang ViDu), sửa tonghop.toml, rồi chạy “tonghop forms”.\n\
         Lịch chạy tự động: xem thư mục lich-chay.",
        args.dir.display()
    ));
    context.done(&answer, &[], 0)
}
