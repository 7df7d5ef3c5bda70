//! `explain`: a rule, or all of them; and what a rule says about the weeks that were released.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::desk_rule::{DeskRule, DeskRules, SHEETS};
use crate::model::finding::Severity;
use crate::model::moment;
use crate::model::report::SheetId;
use crate::model::rule_policy::DayPolicy;
use crate::rules::{self, Rule, Threshold, desk, thresholds};
use crate::run::replay::{self, ReplayedPeriod, RuleQuestion};
use crate::run::session;
use crate::text::{format, suggest};
use std::collections::BTreeMap;

/// Giải thích một mã phát hiện (hoặc tất cả): ý nghĩa và cách sửa; với --history, thử lại mã đó trên các kỳ đã chốt bản tổng hợp
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã, ví dụ N12; bỏ trống để xem tất cả
    #[arg(value_name = "MÃ")]
    code: Option<String>,
    /// Thử lại quy tắc trên bấy nhiêu kỳ đã chốt bản tổng hợp gần nhất, kể cả khi đang tắt: bao nhiêu chỗ, bao nhiêu cơ quan
    #[arg(long, value_name = "SỐ KỲ", requires = "code", value_parser = clap::value_parser!(u8).range(1..))]
    history: Option<u8>,
    /// Thử với ngưỡng khác, ví dụ --with weeks=4; ghi nhiều lần được
    #[arg(long = "with", value_name = "NGƯỠNG=SỐ", requires = "history", value_parser = threshold)]
    with: Vec<(String, i64)>,
    /// Tên các trường dùng trong trang QuyTac của danh mục, theo trang của báo cáo
    #[arg(long, conflicts_with_all = ["code", "history"])]
    fields: bool,
}

fn threshold(typed: &str) -> Result<(String, i64), String> {
    let read = typed.split_once('=').and_then(|(name, number)| Some((name.trim().to_owned(), number.trim().parse().ok()?)));
    read.ok_or_else(|| "ghi tên ngưỡng, dấu = và số nguyên, ví dụ weeks=4".to_owned())
}

pub(super) fn explain(context: &Context, args: &Args) -> Result<Done, Failure> {
    if args.fields {
        return fields(context);
    }
    let written = args.code.as_deref().map(|code| of_desk(context, code)).transpose()?.flatten();
    let shown = written.as_ref().map(desk::shown);
    let rules: Vec<&Rule<'_>> = match (&args.code, &shown) {
        (Some(_), Some(shown)) => vec![shown],
        (Some(code), None) => vec![find(code)?],
        (None, _) => rules::all().map(|rule| rule as &Rule<'_>).collect(),
    };
    let (history, policy) = match (args.history, rules.as_slice()) {
        (Some(periods), [rule]) => {
            let objection = args.with.iter().find_map(|(name, value)| thresholds::objection(rule.code, name, *value));
            if let Some(objection) = objection {
                let hint = format!("Đề nghị gõ “tonghop explain {}” để xem các ngưỡng.", rule.code);
                return Err(Failure::usage(format!("--with: {objection}."), hint));
            }
            let workspace = context.workspace()?;
            let start = context.start(workspace.config.rehearsal)?;
            let asked =
                RuleQuestion { code: rule.code, thresholds: args.with.iter().cloned().collect(), desk_rules: tried(written.as_ref()) };
            let history = replay::replay(&workspace, &start, &asked, usize::from(periods))?;
            (Some(history), workspace.config.rules.on(moment::day(start.now)))
        }
        _ => (None, today(context)),
    };
    context.tell(|| match (&args.code, rules.as_slice()) {
        (Some(_), [rule]) => {
            [text(rule, written.as_ref(), &policy)].into_iter().chain(history.as_deref().map(replayed)).collect::<Vec<_>>().join("\n\n")
        }
        _ => rules.iter().map(|r| format!("{}  {:<9} {}", r.code, r.severity.label(), r.title)).collect::<Vec<_>>().join("\n"),
    });
    let condition = written.as_ref().map(|rule| rule.condition.as_str());
    let rules = rules.into_iter().map(|rule| RuleLine { condition, ..line_of(rule, &policy) }).collect();
    context.done(&ExplainAnswer { rules, history, fields: None }, &[], 0)
}

/// What the configuration around decides about rules today; nothing where there is none that can be read.
fn today(context: &Context) -> DayPolicy {
    let decided = || {
        let config = context.workspace().ok()?.config;
        let now = context.start(config.rehearsal).ok()?.now;
        Some(config.rules.on(moment::day(now)))
    };
    decided().unwrap_or_default()
}

/// The rule that the desk wrote under a code; `None` if the code is none of the desk's series.
fn of_desk(context: &Context, code: &str) -> Result<Option<DeskRule>, Failure> {
    let wanted = code.trim().to_ascii_uppercase();
    if !wanted.starts_with('Q') {
        return Ok(None);
    }
    let register = session::read_register(&context.workspace()?)?.register;
    let found = register.desk_rules.rules.iter().find(|rule| rule.code == wanted);
    let hint = || register.desk_rules.faults.first().cloned().unwrap_or_else(|| "Đề nghị xem trang QuyTac của danh-muc.xlsx.".to_owned());
    found.cloned().map(Some).ok_or_else(|| Failure::usage(format!("Không có quy tắc “{wanted}” dùng được."), hint()))
}

/// A rule of the desk as it is tried on released weeks: on every day.
fn tried(rule: Option<&DeskRule>) -> DeskRules {
    let rules = rule.map(|rule| DeskRule { from: None, until: None, ..rule.clone() });
    DeskRules { rules: rules.into_iter().collect(), faults: Vec::new() }
}

/// By which names a condition speaks of the columns of each sheet.
fn fields(context: &Context) -> Result<Done, Failure> {
    let fields: BTreeMap<&str, Vec<&str>> = SHEETS.into_iter().map(|(name, sheet)| (name, desk::names(sheet))).collect();
    context.tell(|| {
        let line = |(name, _): &(&str, SheetId)| format!("{name}: {}", fields.get(name).map(|names| names.join(", ")).unwrap_or_default());
        SHEETS.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    context.done(&ExplainAnswer { rules: Vec::new(), history: None, fields: Some(&fields) }, &[], 0)
}

/// A line a period, and under it the first sentences.
fn replayed(periods: &[ReplayedPeriod]) -> String {
    if periods.is_empty() {
        return "Chưa có kỳ nào chốt bản tổng hợp để thử lại.".to_owned();
    }
    let mut lines = vec![format!("Thử lại trên {} kỳ đã chốt bản tổng hợp (không ghi gì):", periods.len())];
    for of in periods {
        let name = format::period_long(of.period);
        lines.push(match (&of.cause, of.places) {
            (Some(cause), _) => format!("  {name}: không thử lại được ({cause})"),
            (None, 0) => format!("  {name}: không có"),
            (None, places) => format!("  {name}: {places} chỗ, {} cơ quan", of.agencies),
        });
        let sentence = |agency: &Option<AgencyCode>, message: &str| match agency {
            Some(agency) => format!("    {agency}: {message}"),
            None => format!("    {message}"),
        };
        lines.extend(of.examples.iter().map(|found| sentence(&found.agency, &found.message)));
    }
    lines.join("\n")
}

#[derive(serde::Serialize)]
struct ExplainAnswer<'a> {
    rules: Vec<RuleLine<'a>>,
    history: Option<Vec<ReplayedPeriod>>,
    fields: Option<&'a BTreeMap<&'a str, Vec<&'a str>>>,
}

#[derive(serde::Serialize)]
struct RuleLine<'a> {
    code: &'a str,
    severity: Severity,
    title: &'a str,
    explanation: &'a str,
    example: &'a str,
    advice: &'a str,
    in_force: InForce,
    thresholds: Vec<ThresholdLine>,
    condition: Option<&'a str>,
}

/// What a rule weighs today by the configuration around.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
enum InForce {
    /// The word `off`: it is not asked.
    Off(&'static str),
    /// Its findings weigh this.
    Severity(Severity),
}

impl InForce {
    fn of(rule: &Rule<'_>, policy: &DayPolicy) -> Self {
        match policy.off.contains(rule.code) {
            true => Self::Off("off"),
            false => Self::Severity(policy.severity.get(rule.code).copied().unwrap_or(rule.severity)),
        }
    }

    /// What the desk decided, in words; `None` if what the program has holds.
    fn decision(self, of_program: Severity) -> Option<String> {
        let by = "Theo cấu hình của cơ quan tổng hợp, quy tắc này hiện";
        match self {
            Self::Off(_) => Some(format!("{by} đang tắt: không xét, không nêu.")),
            Self::Severity(severity) if severity == of_program => None,
            Self::Severity(Severity::Trial) => {
                Some(format!("{by} chạy thử: chỉ cơ quan tổng hợp thấy, không vào phiếu phản hồi và số liệu."))
            }
            Self::Severity(severity) => Some(format!("{by} ở mức {}.", severity.label())),
        }
    }
}

/// A number of the rule that the configuration may set.
#[derive(serde::Serialize)]
struct ThresholdLine {
    name: &'static str,
    unit: &'static str,
    in_force: i64,
    default: i64,
    least: i64,
    most: i64,
    meaning: &'static str,
}

fn line_of<'a>(rule: &'a Rule<'_>, policy: &DayPolicy) -> RuleLine<'a> {
    let Rule { code, severity, title, advice, explanation, example, .. } = rule;
    let threshold = |threshold: &Threshold| {
        let Threshold { code: _, name, unit, default, least, most, meaning } = *threshold;
        ThresholdLine { name, unit, in_force: in_force(threshold, policy), default, least, most, meaning }
    };
    let thresholds = thresholds::of(code).map(threshold).collect();
    RuleLine {
        code,
        severity: *severity,
        title,
        explanation,
        example,
        advice,
        in_force: InForce::of(rule, policy),
        thresholds,
        condition: None,
    }
}

fn in_force(threshold: &Threshold, policy: &DayPolicy) -> i64 {
    policy.threshold(threshold.code, threshold.name).unwrap_or(threshold.default)
}

fn find(code: &str) -> Result<&'static Rule<'static>, Failure> {
    let wanted = code.trim().to_ascii_uppercase();
    rules::find(&wanted).ok_or_else(|| {
        let near = suggest::nearest(&wanted, rules::all().map(|r| r.code));
        let hint = near.map_or_else(|| "Đề nghị gõ “tonghop explain” để xem tất cả các mã.".to_owned(), |n| format!("Có phải {n}?"));
        Failure::usage(format!("Không có mã “{wanted}”."), hint)
    })
}

fn text(rule: &Rule<'_>, written: Option<&DeskRule>, policy: &DayPolicy) -> String {
    let Rule { code, severity, title, advice, explanation, example, .. } = rule;
    let mut text = format!("{code} · {} · {title}\n\n{explanation}\n\nVí dụ: {example}\n\nCách sửa: {advice}", severity.label());
    if let Some(decision) = InForce::of(rule, policy).decision(*severity) {
        text.push_str(&format!("\n\n{decision}"));
    }
    if thresholds::of(code).any(|threshold| in_force(threshold, policy) != threshold.default) {
        text.push_str("\n\nCơ quan tổng hợp đã đặt ngưỡng khác; các số nêu ở trên là số mặc định của chương trình.");
    }
    for threshold in thresholds::of(code) {
        let Threshold { name, unit, default, least, most, meaning, .. } = threshold;
        let now = in_force(threshold, policy);
        let of_program = if now == *default { "mặc định".to_owned() } else { format!("mặc định {default}") };
        text.push_str(&format!("\n\nNgưỡng {name} = {now} {unit} ({of_program}; từ {least} đến {most}): {meaning}"));
    }
    if let Some(DeskRule { condition, .. }) = written {
        text.push_str(&format!("\n\nĐiều kiện: {condition}"));
        if let Some(fault) = written.and_then(desk::fault) {
            text.push_str(&format!("\n\n{fault}"));
        }
    }
    text
}
