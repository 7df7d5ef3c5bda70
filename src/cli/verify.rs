//! `verify`: the records held against themselves, and the proof of one receipt.

use super::answer::Done;
use super::context::Context;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::merge::figures::FigureDifference;
use crate::run::proof;
use crate::run::session::trouble::{self, Trouble};
use crate::run::verify::{self, FiguresCheck, FiguresOutcome, FileCheck, FileState, RecordsCheck, Verification};
use crate::run::year_archive;
use crate::sheets::proof as page;
use crate::text::{figures, format};
use std::path::{Path, PathBuf};

/// Differences of one freeze or release that are printed; all are in the JSON.
const SHOWN: usize = 50;

/// Đối chiếu tệp đã chốt bản tổng hợp, sổ tiếp nhận cùng kho lưu, và số liệu lập lại; kèm mã tiếp nhận thì in xác nhận của một lần nộp
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã tiếp nhận in trên phiếu phản hồi, ví dụ T28-SYT-0042-7F3K-9Q2M-XB41-0ZRD: in một trang xác nhận tệp đến lúc nào, căn cứ gì, kết luận ra sao
    #[arg(value_name = "MÃ TIẾP NHẬN", conflicts_with = "period")]
    code: Option<String>,
    /// Chỉ bản trình ký của kỳ này, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
    /// Kiểm tra một tệp lưu trữ năm (do “tonghop archive” lập); trong thư mục làm việc thì đối chiếu cả với sổ tiếp nhận
    #[arg(long, value_name = "TỆP", conflicts_with_all = ["code", "period", "strict"])]
    archive: Option<PathBuf>,
    /// Thoát với mã 1 cả khi bản chương trình khác đã lập ra số liệu nay khác đi
    #[arg(long, conflicts_with = "code")]
    strict: bool,
}

pub(super) fn verify(context: &Context, args: &Args) -> Result<Done, Failure> {
    if let Some(file) = &args.archive {
        return archive(context, file);
    }
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let troubles: Vec<Trouble> = trouble::of_configuration(&workspace).into_iter().collect();
    if let Some(code) = &args.code {
        let proof = proof::prove(&workspace, &start, code)?;
        context.tell(|| page::text(&proof));
        let (failures, exit_code) = context.worked_around(&troubles);
        return context.done_as("tonghop.proof/1", &proof, &failures, exit_code.max(u8::from(!proof.holds())));
    }
    let asked = context.period_if_typed(args.period.as_deref(), start.now)?;
    let verified = verify::verify(&workspace, &start, asked)?;
    let fails = verified.fails(args.strict);
    // "khớp" of nothing would be taken for an answer.
    if let Some(period) = asked.filter(|_| !fails && verified.files.is_empty() && verified.figures.is_empty()) {
        let message = format!("{} chưa có bản chốt, bản trình ký nào để đối chiếu.", format::period_long(period));
        return Err(Failure::calendar(message, "Đề nghị kiểm tra lại --period; “tonghop verify” đối chiếu mọi kỳ."));
    }
    if fails || !context.global.quiet {
        context.tell(|| told(&verified));
    }
    let (failures, exit_code) = context.worked_around(&troubles);
    context.done(&verified, &failures, exit_code.max(u8::from(fails)))
}

/// The archive of a year: by itself, and against the ledger where the command is called in a workspace.
fn archive(context: &Context, file: &Path) -> Result<Done, Failure> {
    let own = if context.global.workspace.is_some() || context.in_workspace() { context.workspace()?.ledger_to_read()? } else { None };
    let checked = year_archive::check(&Disk::default(), file, own.as_ref())?;
    context.tell(|| checked.lines().join("\n"));
    let fails = !checked.damage.is_empty() || checked.in_ledger == Some(false);
    context.done_as("tonghop.year_check/1", &checked, &[], u8::from(fails))
}

/// The three answers in Vietnamese: of the files, of the records, of the figures derived again.
fn told(verified: &Verification) -> String {
    let mut lines = files_told(&verified.files);
    lines.extend(records_told(&verified.records));
    lines.push("3. Số liệu lập lại từ bản lưu:".to_owned());
    if verified.figures.is_empty() {
        lines.push("  chưa có bản nào".to_owned());
    }
    lines.extend(verified.figures.iter().flat_map(figures_told));
    lines.join("\n")
}

fn headed(head: String, problems: Vec<String>) -> Vec<String> {
    let verdict = if problems.is_empty() { "khớp" } else { "KHÔNG khớp" };
    std::iter::once(format!("{head}: {verdict}")).chain(problems.into_iter().map(|problem| format!("  - {problem}"))).collect()
}

fn files_told(files: &[FileCheck]) -> Vec<String> {
    let problem = |file: &FileCheck| {
        let left = if file.version.is_some() { "chốt bản tổng hợp" } else { "chốt" };
        let said = match file.state {
            FileState::Untouched => return None,
            FileState::Missing if !file.kept => {
                "tệp không còn ở chỗ cũ; kho lưu không giữ sản phẩm do phiên bản 0.1 lập, đề nghị khôi phục từ bản sao lưu của máy"
                    .to_owned()
            }
            FileState::Missing => "tệp không còn ở chỗ cũ; đề nghị chạy “tonghop run” để đặt lại từ kho lưu".to_owned(),
            FileState::Edited => format!("tệp đã bị sửa sau khi {left}; bản đúng có mã SHA-256 {}", file.sha256),
            FileState::Unreadable => "không đọc được tệp".to_owned(),
        };
        Some(format!("{}: {said}", file.path))
    };
    headed(format!("1. Tệp của bản chốt, bản trình ký ({} tệp)", files.len()), files.iter().filter_map(problem).collect())
}

fn records_told(records: &RecordsCheck) -> Vec<String> {
    let RecordsCheck { originals, removed, not_kept, sealed, damaged, broken, .. } = records;
    let gap = if *removed == 0 { String::new() } else { format!(", không giữ {removed} tệp có dấu mật") };
    let gap = if *not_kept == 0 { gap } else { format!("{gap}, không lưu {not_kept} tệp quá lớn hoặc không phải báo cáo") };
    let head = format!("2. Sổ tiếp nhận và kho lưu ({originals} bản gốc{gap}; {sealed} tài liệu đã niêm phong)");
    let mut lines = headed(head, broken.iter().chain(damaged).cloned().collect());
    lines.extend(records.notes.iter().map(|note| format!("  {note}")));
    lines
}

fn figures_told(check: &FiguresCheck) -> Vec<String> {
    let withdrawn = if check.withdrawn { ", đã hủy" } else { "" };
    let name = verify::called(check.period, check.version, check.at) + withdrawn;
    let said = match (check.outcome, &check.made_by) {
        (FiguresOutcome::UnsealedSameBytes, _) => "chưa niêm phong số liệu; sản phẩm lập lại khớp từng byte".to_owned(),
        (FiguresOutcome::Unsealed, _) | (_, None) => "chưa niêm phong số liệu".to_owned(),
        (FiguresOutcome::Equal, _) => "khớp".to_owned(),
        (FiguresOutcome::Underivable, _) => format!("không lập lại được: {}", check.cause.as_deref().unwrap_or_default()),
        (FiguresOutcome::Differ, Some(_)) if check.same_build() => {
            format!("KHÔNG khớp: chính chương trình này nay cho số liệu khác ở {} ô", check.differences.len())
        }
        (FiguresOutcome::Differ, Some(build)) => format!(
            "do bản chương trình khác lập ({}): số liệu khác ở {} ô; có thể do chương trình khác nhau, tự nó không phải dấu hiệu bị sửa",
            build.label(),
            check.differences.len()
        ),
    };
    let shown = check.differences.iter().take(SHOWN).map(|d| format!("    - {}", difference(d)));
    let more = check.differences.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("    … và {more} ô khác (xem đủ bằng --json)"));
    std::iter::once(format!("  {name}: {said}")).chain(shown).chain(more).collect()
}

fn difference(difference: &FigureDifference) -> String {
    let row = figures::row(&difference.row);
    match &difference.field {
        Some(field) => {
            let (then, now) = (figures::value(difference.then.as_ref()), figures::value(difference.now.as_ref()));
            format!("{row}, {}: {then} → {now}", figures::field(field))
        }
        None if difference.now.is_none() => format!("{row}: nay không có"),
        None => format!("{row}: trước đây không có"),
    }
}
