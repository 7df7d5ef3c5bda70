//! What a person types and sees: one file per command, and the only printing (`console`). Commands are thin: they
//! open a session, call `run`, print what came of it in words or as an object, and give back an exit code.
//!
//! To add one: a file here with its arguments and its function, a variant in [`Command`], an arm in [`dispatch`]; the
//! keys of its object in `src/docs/json.md`.

mod admit;
mod answer;
mod archive;
mod arguments;
mod backup;
mod check;
mod check_report;
mod clock;
pub mod console;
mod context;
mod deliver;
mod doctor;
mod edit_report;
mod explain;
mod export;
mod forms;
mod init;
mod menu;
mod notify;
mod outcome;
mod recover;
mod rehearse;
mod release;
mod remind;
mod reopen;
mod report;
mod restore;
mod run;
mod schedule;
mod sent;
mod status;
mod verify;
mod version;
mod withdraw;

use crate::io::failure::Failure;
use crate::io::notify::mail;
use crate::model::moment::Moment;
use answer::Done;
use anyhow::Context as _;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use console::{ColorChoice, Console};
use context::{Context, Global};
use std::io::IsTerminal;
use std::process::ExitCode;

const AFTER_HELP: &str = "\
Mã thoát:
  0        xong
  1        xong, có phát hiện từ mức --fail-on trở lên (check: trả lại hoặc lỗi; doctor: cần xem; check-report: có số không khớp)
  2        tham số, cấu hình hoặc danh mục sai (doctor: có lỗi)
  3        xong, có tệp hệ thống không cho đọc
  10       không tới được thư mục nhận báo cáo
  11       đang có lần chạy khác
  12       lịch không cho phép
  13       không ghi được sản phẩm, bản cũ còn nguyên
  70       lỗi của chương trình
  130/143  bị ngắt

Xem tham số của một lệnh: tonghop LỆNH --help";

/// Tổng hợp báo cáo tuần của các cơ quan: tiếp nhận, kiểm tra, trả lời, tổng hợp và lập bản trình ký đúng hạn.
#[derive(Debug, Parser)]
#[command(name = "tonghop", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    /// In phiên bản; với -v, cả bản dựng, đời của sổ tiếp nhận, cách đọc, biểu mẫu
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Forms(forms::Args),
    Deliver(deliver::Args),
    Check(check::Args),
    Menu(menu::Args),
    Run(run::Args),
    Release(release::Args),
    Remind(remind::Args),
    Reopen(reopen::Args),
    Withdraw(withdraw::Args),
    Recover(recover::Args),
    Backup(backup::Args),
    Archive(archive::Args),
    Restore(restore::Args),
    Status(status::Args),
    Admit(admit::Args),
    Schedule(schedule::Args),
    Sent(sent::Args),
    EditReport(edit_report::Args),
    CheckReport(check_report::Args),
    Verify(verify::Args),
    Doctor(doctor::Args),
    Notify(notify::Args),
    Explain(explain::Args),
    Export(export::Args),
    Report(report::Args),
    Rehearse(rehearse::Args),
    /// Tiến trình con đọc tệp; không gõ tay.
    #[command(name = "doc-tep", hide = true)]
    ReadFiles,
    /// Tiến trình con gửi thư; không gõ tay.
    #[command(name = mail::CHILD, hide = true)]
    SendMail,
    /// Tiến trình con soát riêng một tệp; không gõ tay.
    #[command(name = "soat-tep", hide = true)]
    ReviewAlone(ReviewAloneArgs),
}

/// What a reviewing child is told.
#[derive(Debug, clap::Args)]
struct ReviewAloneArgs {
    /// Thư mục làm việc.
    workspace: std::path::PathBuf,
    /// SHA-256 của tệp.
    sha256: String,
    /// Thời điểm của lần chạy.
    at: Moment,
}

/// The exit code of a bug.
const BUG: u8 = 70;

/// Reads the arguments, does the command, gives the exit code.
pub fn main() -> ExitCode {
    // A double click types nothing: whoever sits in front of the window gets the menu, and not a help text that closes with it.
    let alone = std::env::args_os().len() == 1 && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let typed_words = std::env::args_os().chain(alone.then(|| "menu".into()));
    let parsed = arguments::command(Cli::command()).try_get_matches_from(typed_words).and_then(|matches| {
        let schema = arguments::schema(matches.subcommand_name());
        Cli::from_arg_matches(&matches).map(|cli| (cli, schema))
    });
    let (arguments, schema) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return ExitCode::from(mistaken(&error)),
    };
    if matches!(arguments.command, Command::ReadFiles) {
        return crate::io::reader_pool::serve_child();
    }
    if matches!(arguments.command, Command::SendMail) {
        return mail::serve();
    }
    if let Command::ReviewAlone(ReviewAloneArgs { workspace, sha256, at }) = &arguments.command {
        let done = std::env::current_exe().map(|program| crate::run::review::serve(workspace, sha256, *at, program));
        return ExitCode::from(u8::from(!matches!(done, Ok(Ok(())))));
    }
    let console = Console::new(arguments.global.color, arguments.global.quiet, arguments.global.verbose);
    let context = Context { global: arguments.global, console, schema, does: typed };
    // A bug of ours ends with its own code and a sentence, never with a bare trace alone.
    let attempt = || dispatch(&context, arguments.command).with_context(|| context.circumstances());
    let code = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(attempt)) {
        Ok(Ok(done)) => done.exit_code(),
        Ok(Err(error)) => match error.downcast_ref() {
            Some(failure) => context.failed(failure, Some(&error)),
            None => context.bug(BUG),
        },
        Err(_) => context.bug(BUG),
    };
    ExitCode::from(code)
}

/// Help and version go to standard output with exit 0; everything else is a mistake in the arguments.
fn mistaken(error: &clap::Error) -> u8 {
    let typed: Vec<String> = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let global = Global { json: typed.iter().any(|argument| argument == "--json"), ..Global::default() };
    let console = Console::new(ColorChoice::Auto, false, false);
    let context = Context { global, console, schema: arguments::schema(arguments::named(&Cli::command(), &typed)), does: self::typed };
    match error.kind() {
        ErrorKind::DisplayVersion => version::print(&context, &typed),
        ErrorKind::DisplayHelp => {
            context.console.result(&arguments::rendered(error));
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !context.global.json => {
            context.console.say(&arguments::rendered(error));
            2
        }
        _ => context.failed(&arguments::mistake(error), None),
    }
}

/// Does a command as if these arguments had been typed; what all commands take is as in `context`. Gives the exit code.
fn typed(context: &Context, words: &[&str]) -> u8 {
    let line = std::iter::once("tonghop").chain(words.iter().copied());
    let parsed = Cli::try_parse_from(line).map_err(|error| arguments::mistake(&error));
    match parsed.and_then(|cli| dispatch(context, cli.command)) {
        Ok(done) => done.exit_code(),
        Err(failure) => context.failed(&failure, None),
    }
}

fn dispatch(context: &Context, command: Command) -> Result<Done, Failure> {
    match command {
        Command::Init(args) => init::init(context, &args),
        Command::Deliver(args) => deliver::deliver(context, &args),
        Command::Forms(args) => forms::forms(context, &args),
        Command::Check(args) => check::check(context, &args),
        Command::Menu(args) => menu::menu(context, &args),
        Command::Run(args) => run::run(context, &args),
        Command::Release(args) => release::release(context, &args),
        Command::Remind(args) => remind::remind(context, &args),
        Command::Reopen(args) => reopen::reopen(context, &args),
        Command::Withdraw(args) => withdraw::withdraw(context, &args),
        Command::Recover(args) => recover::recover(context, &args),
        Command::Archive(args) => archive::archive(context, &args),
        Command::Backup(args) => backup::backup(context, &args),
        Command::Restore(args) => restore::restore(context, &args),
        Command::Status(args) => status::status(context, &args),
        Command::Admit(args) => admit::admit(context, &args),
        Command::Schedule(args) => schedule::schedule(context, &args),
        Command::Sent(args) => sent::sent(context, &args),
        Command::EditReport(args) => edit_report::edit_report(context, &args),
        Command::CheckReport(args) => check_report::check_report(context, &args),
        Command::Verify(args) => verify::verify(context, &args),
        Command::Notify(args) => notify::notify(context, &args),
        Command::Doctor(args) => doctor::doctor(context, &args),
        Command::Explain(args) => explain::explain(context, &args),
        Command::Export(args) => export::export(context, &args),
        Command::Report(args) => report::report(context, &args),
        Command::Rehearse(args) => rehearse::rehearse(context, &args),
        // Served before a context is made.
        Command::ReadFiles | Command::SendMail | Command::ReviewAlone(_) => context.done(&answer::Nothing {}, &[], 0),
    }
}
