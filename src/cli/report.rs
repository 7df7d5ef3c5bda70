//! `report`: what the releases of several periods say together.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use crate::model::period_range::{PeriodRange, RangeName};
use crate::run::retrospect;

/// Lập báo cáo nhiều kỳ (tháng, quý, 6 tháng, năm, hoặc từ tuần này đến tuần kia) từ các bản tổng hợp đã chốt
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Từ kỳ, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ", requires = "to", required_unless_present_any = ["month", "quarter", "half", "year"])]
    from: Option<String>,
    /// Đến kỳ, ví dụ 2025-W31 hoặc 31/2025
    #[arg(long, value_name = "KỲ", requires = "from")]
    to: Option<String>,
    /// Tháng, ví dụ 2026-08
    #[arg(long, value_name = "NĂM-THÁNG", conflicts_with_all = ["from", "to", "quarter", "half", "year"])]
    month: Option<String>,
    /// Quý, ví dụ 2026-3
    #[arg(long, value_name = "NĂM-QUÝ", conflicts_with_all = ["from", "to", "half", "year"])]
    quarter: Option<String>,
    /// 6 tháng, ví dụ 2026-1 (đầu năm), 2026-2 (cuối năm)
    #[arg(long, value_name = "NĂM-NỬA", conflicts_with_all = ["from", "to", "year"])]
    half: Option<String>,
    /// Năm, ví dụ 2026
    #[arg(long, value_name = "NĂM", conflicts_with_all = ["from", "to"])]
    year: Option<String>,
}

pub(super) fn report(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let (answer, failures, exit_code) = retrospect::retrospect(&workspace, start.now, range(context, args, start.now)?)?;
    context.console.failures(&failures);
    answer.lines().iter().for_each(|line| context.console.say(line));
    context.done(&answer, &failures, exit_code)
}

/// The range that was typed.
fn range(context: &Context, args: &Args, now: Moment) -> Result<PeriodRange, Failure> {
    if let (Some(from), Some(to)) = (&args.from, &args.to) {
        let (first, last) = (context.period(from, now)?, context.period(to, now)?);
        let backwards = || Failure::usage(format!("Kỳ đầu {first} ở sau kỳ cuối {last}."), "Đề nghị ghi --from kỳ đầu --to kỳ cuối.");
        return PeriodRange::weeks(first, last).ok_or_else(backwards);
    }
    let typed = [
        (&args.month, RangeName::Month as fn(i32, u32) -> RangeName, "--month 2026-08"),
        (&args.quarter, RangeName::Quarter, "--quarter 2026-3"),
        (&args.half, RangeName::Half, "--half 2026-1"),
    ];
    for (typed, name, example) in typed {
        if let Some(typed) = typed {
            let parts = typed.trim().split_once('-').and_then(|(year, part)| Some((year.parse().ok()?, part.parse().ok()?)));
            let named = parts.and_then(|(year, part)| PeriodRange::named(name(year, part)));
            return named.ok_or_else(|| not_understood(typed, example));
        }
    }
    let year = args.year.as_deref().unwrap_or_default();
    let named = year.trim().parse().ok().and_then(|year| PeriodRange::named(RangeName::Year(year)));
    named.ok_or_else(|| not_understood(year, "--year 2026"))
}

fn not_understood(typed: &str, example: &str) -> Failure {
    Failure::usage(format!("Không hiểu “{typed}”."), format!("Đề nghị ghi như ví dụ: {example}."))
}
