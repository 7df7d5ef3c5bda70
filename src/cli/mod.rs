//! What a person types and sees: one file per command, and the only printing (`console`). Commands are thin: they
//! open a session, call `run`, print, and give back an exit code.
//!
//! To add one: a file here with its arguments and its function, a variant in [`Command`], an arm in [`dispatch`].

mod admit;
mod arguments;
mod check;
pub mod console;
mod doctor;
mod explain;
mod forms;
mod init;
mod rehearse;
mod release;
mod reopen;
mod run;
mod status;
mod verify;

use crate::io::failure::Failure;
use crate::io::workspace::{self, Workspace};
use crate::io::{clock, surroundings};
use crate::model::moment::{Moment, VIETNAM};
use crate::run::session::Start;
use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};
use console::Console;
use std::path::PathBuf;
use std::process::ExitCode;

const AFTER_HELP: &str = "\
Mã thoát:
  0        xong
  1        xong, có phát hiện từ mức --fail-on trở lên (check: trả lại hoặc lỗi)
  2        tham số, cấu hình hoặc danh mục sai
  3        xong, có tệp hệ thống không cho đọc
  10       không tới được thư mục nhận báo cáo
  11       đang có lần chạy khác
  12       lịch không cho phép
  13       không ghi được sản phẩm, bản cũ còn nguyên
  70       lỗi của chương trình
  130/143  bị ngắt

Xem tham số của một lệnh: tonghop LỆNH --help";

/// Tổng hợp báo cáo tuần của các cơ quan: tiếp nhận, kiểm tra, trả lời, tổng hợp và phát hành đúng hạn.
#[derive(Debug, Parser)]
#[command(name = "tonghop", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    /// In phiên bản
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

/// Arguments of every command, before or after it.
#[derive(Debug, Clone, Parser)]
struct Global {
    /// Thư mục làm việc (mặc định: biến TONGHOP_WORKSPACE, rồi thư mục gần nhất có tonghop.toml)
    #[arg(short = 'C', long, global = true, value_name = "THƯ MỤC", env = "TONGHOP_WORKSPACE", hide_env = true)]
    workspace: Option<PathBuf>,
    /// In kết quả dạng JSON
    #[arg(long, global = true)]
    json: bool,
    /// Chỉ in khi có vấn đề
    #[arg(short, long, global = true)]
    quiet: bool,
    /// In thêm chi tiết
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Số luồng (mặc định: số lõi)
    #[arg(long, global = true, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Màu: auto (khi in ra màn hình), always (luôn có), never (không); mặc định auto
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "KHI NÀO")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    color: ColorChoice,
    /// Thời điểm giả định (RFC 3339); chỉ dùng trong thư mục diễn tập
    #[arg(long, global = true, value_name = "THỜI ĐIỂM")]
    now: Option<String>,
    /// In trợ giúp này
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::HelpShort)]
    help: Option<bool>,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Forms(forms::Args),
    Check(check::Args),
    Run(run::Args),
    Release(release::Args),
    Reopen(reopen::Args),
    Status(status::Args),
    Admit(admit::Args),
    Verify(verify::Args),
    Doctor(doctor::Args),
    Explain(explain::Args),
    Rehearse(rehearse::Args),
    /// Tiến trình con đọc tệp; không gõ tay.
    #[command(name = "doc-tep", hide = true)]
    ReadFiles,
}

/// What a command is given.
struct Context {
    global: Global,
    console: Console,
}

impl Context {
    /// The workspace named, or the nearest one above the current folder.
    fn workspace(&self) -> Result<Workspace, Failure> {
        match &self.global.workspace {
            Some(root) => workspace::open(root),
            None => workspace::open(&workspace::find(&current_folder()).unwrap_or_else(|| PathBuf::from("."))),
        }
    }

    /// Is there a workspace above the current folder?
    fn in_workspace(&self) -> bool {
        workspace::find(&current_folder()).is_some()
    }

    /// Says that today's register could not be used; the exit code of a command that went on with an earlier one.
    fn register_broken(&self, failure: &Failure, notice: &str) -> u8 {
        self.console.failure(failure);
        self.console.problem(notice);
        failure.exit_code()
    }

    /// How the command was started. `--now` is a hole in the cutoffs anywhere but in a rehearsal.
    fn start(&self, rehearsal: bool) -> Result<Start, Failure> {
        let now = match &self.global.now {
            None => clock::now(),
            Some(_) if !rehearsal => {
                return Err(Failure::usage(
                    "Tham số --now chỉ dùng trong thư mục diễn tập (rehearsal = true trong tonghop.toml).",
                    "Đề nghị bỏ --now; thời điểm luôn lấy theo đồng hồ máy.",
                ));
            }
            Some(text) => Moment::parse_from_rfc3339(text)
                .map(|m| m.with_timezone(&VIETNAM))
                .map_err(|_| Failure::usage(format!("Không hiểu thời điểm “{text}”."), "Đề nghị ghi dạng 2025-07-11T11:05:00+07:00."))?,
        };
        Ok(Start::new(now, self.global.threads, surroundings::this_program()?))
    }
}

fn current_folder() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

/// Reads the arguments, does the command, gives the exit code.
pub fn main() -> ExitCode {
    let arguments = match arguments::command().try_get_matches().and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(console::print_usage(&error)),
    };
    if matches!(arguments.command, Command::ReadFiles) {
        return crate::io::reader_pool::serve_child();
    }
    let console = Console::new(arguments.global.color, arguments.global.quiet, arguments.global.verbose);
    let context = Context { global: arguments.global, console };
    // A bug of ours ends with its own code and a sentence, never with a bare trace alone.
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(&context, arguments.command))) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(failure)) => {
            context.console.failure(&failure);
            ExitCode::from(failure.exit_code())
        }
        Err(_) => {
            context.console.problem("Chương trình gặp lỗi nội bộ; các bản đã phát hành không bị ảnh hưởng. Đề nghị báo bộ phận kỹ thuật.");
            ExitCode::from(70)
        }
    }
}

fn dispatch(context: &Context, command: Command) -> Result<u8, Failure> {
    match command {
        Command::Init(args) => init::init(context, &args),
        Command::Forms(args) => forms::forms(context, &args),
        Command::Check(args) => check::check(context, &args),
        Command::Run(args) => run::run(context, &args),
        Command::Release(args) => release::release(context, &args),
        Command::Reopen(args) => reopen::reopen(context, &args),
        Command::Status(args) => status::status(context, &args),
        Command::Admit(args) => admit::admit(context, &args),
        Command::Verify(args) => verify::verify(context, &args),
        Command::Doctor(args) => doctor::doctor(context, &args),
        Command::Explain(args) => explain::explain(context, &args),
        Command::Rehearse(args) => rehearse::rehearse(context, &args),
        Command::ReadFiles => Ok(0),
    }
}
