//! `rehearse`: plays a scripted week.

use super::Context;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::scenario::{Action, Step};
use crate::run::rehearse::{self, Played};
use crate::text::format;
use std::path::PathBuf;

/// Diễn tập một tuần theo kịch bản (tập huấn, trình diễn, nghiệm thu)
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục có tonghop.toml, danh-muc.xlsx, scenario.csv và các tệp; không bị ghi vào
    #[arg(value_name = "THƯ MỤC")]
    dir: PathBuf,
    // No doc comment: the angle brackets would be HTML to rustdoc.
    #[arg(long, value_name = "THƯ MỤC", help = "Thư mục kết quả, mới hoặc trống (mặc định: dien-tap-<n> ở thư mục hiện tại)")]
    out: Option<PathBuf>,
}

pub(super) fn rehearse(context: &Context, args: &Args) -> Result<u8, Failure> {
    let start = context.start(false)?;
    let out = match &args.out {
        Some(out) => out.clone(),
        None => files::next_free("dien-tap"),
    };
    let mut tell = |step: &Step, played: Played| tell(context, step, played);
    rehearse::rehearse(&args.dir, &out, &start, &mut tell)?;
    context.console.say(&format!("Đã diễn tập xong; kết quả ở {}.", out.display()));
    Ok(0)
}

fn tell(context: &Context, step: &Step, played: Played) -> Result<(), Failure> {
    let note = if step.note.is_empty() { String::new() } else { format!(" · {}", step.note) };
    match played {
        Played::Said(text) => {
            context.console.say(&format!("{}: {text}{note}", format::moment(step.at)));
            Ok(())
        }
        Played::Run(result) => {
            let what = if matches!(step.action, Action::Release { .. }) { "phát hành" } else { "chạy" };
            context.console.say(&format!("{}: {what}{note}", format::moment(step.at)));
            if context.global.json {
                return super::run::print(context, &result, false);
            }
            context.console.failures(&result.failures);
            context.console.result(&one_line(&result));
            Ok(())
        }
    }
}

/// A run of a rehearsal in one line.
fn one_line(result: &crate::run::weekly::RunResult) -> String {
    super::run::summary(result, false).replace('\n', " | ")
}
