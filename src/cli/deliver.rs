//! `deliver`: forms and answers into the offices' folders.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::deliver::{self, DeliverRequest};
use crate::run::{exit, session};
use crate::text::format;

/// Chép biểu mẫu, phiếu phản hồi vào thư mục nộp của từng đơn vị; tệp của đơn vị giữ nguyên
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Biểu mẫu (mặc định: cả biểu mẫu và phiếu phản hồi)
    #[arg(long)]
    forms: bool,
    /// Phiếu phản hồi, vào thư mục con phan-hoi của đơn vị
    #[arg(long)]
    feedback: bool,
    /// Tạo thư mục còn thiếu của các đơn vị
    #[arg(long)]
    make_folders: bool,
    /// Chỉ các cơ quan này (mã)
    #[arg(long = "agency", value_name = "MÃ")]
    agencies: Vec<String>,
    /// Kỳ báo cáo, ví dụ 2025-W28 hoặc 28/2025 (mặc định: biểu mẫu của kỳ kế tiếp chưa chốt, phiếu phản hồi của kỳ hiện tại)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

/// Names that are listed in a sentence.
const NAMES_MAX: usize = 20;

pub(super) fn deliver(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let both = !args.forms && !args.feedback;
    let request = DeliverRequest {
        agencies: args.agencies.clone(),
        forms: args.forms || both,
        feedback: args.feedback || both,
        make_folders: args.make_folders,
        period,
    };
    let session = session::open_for_forms(workspace, &start)?;
    let (answer, failures) = deliver::deliver(&session, &request)?;
    let console = &context.console;
    for name in &answer.written {
        console.detail(&format!("Đã chép {name}"));
    }
    console.say(&format!("Đã chép {} tệp, {} tệp không đổi.", answer.written.len(), answer.unchanged));
    if !answer.made.is_empty() {
        console.say(&format!("Đã tạo {} thư mục: {}.", answer.made.len(), format::list(&answer.made, NAMES_MAX)));
    }
    if !answer.kept.is_empty() {
        console.say(&format!("Đơn vị đã có tệp cùng tên, giữ nguyên ({}): {}.", answer.kept.len(), format::list(&answer.kept, NAMES_MAX)));
    }
    if !answer.without_folder.is_empty() {
        let codes: Vec<&str> = answer.without_folder.iter().map(|code| code.as_str()).collect();
        console.say(&format!("Chưa có thư mục ({}): {}. Tạo bằng --make-folders.", codes.len(), format::list(&codes, NAMES_MAX)));
    }
    if answer.answers_by_run {
        console.say("Phiếu phản hồi đã nằm trong thư mục từng đơn vị: mỗi lần chạy tự đặt vào đó.");
    }
    console.failures(&failures);
    let (troubles, _) = context.worked_around(&session.work.troubles());
    let all = [failures, troubles].concat();
    let exit_code = exit::of(&all);
    context.done(&answer, &all, exit_code)
}
