//! Who is reminded of what: texts to paste, and the list to call from. Reads the records like `status`; nothing is sent.

use crate::io::failure::Failure;
use crate::io::files;
use crate::io::publish::{self, Publication};
use crate::io::workspace::Workspace;
use crate::model::agency::{AgencyCode, Block};
use crate::model::config::Limits;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::to_do::ToDo;
use crate::products::ProductBody;
use crate::reader;
use crate::run::products::agreed;
use crate::run::report::PeriodReport;
use crate::run::session::Start;
use crate::run::session::trouble::Trouble;
use crate::run::session::typed::agency_named;
use crate::run::status::{self, Status, Week};
use crate::sheets::to_do;
use crate::text::{format, normalise};
use serde::Serialize;
use std::collections::BTreeMap;

/// Whom a person wants to remind.
#[derive(Debug, Clone, Default)]
pub struct RemindRequest {
    /// The texts for these offices alone, as typed.
    pub agencies: Vec<String>,
    /// The text for this block alone, as typed.
    pub block: Option<String>,
    /// Of which period; the current one where none is named.
    pub period: Option<Period>,
}

/// A text for a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockMessage {
    /// The block's name.
    pub block: &'static str,
    /// What to paste.
    pub text: String,
}

/// The reminders of a period.
#[derive(Debug, Clone, Serialize)]
pub struct RemindAnswer {
    /// The instant the command started.
    pub now: Moment,
    /// Until when it is known what came.
    pub as_of: Moment,
    /// Of which the texts speak, with its cutoffs.
    pub period: PeriodReport,
    /// Who, because of what, and the text for each.
    #[serde(flatten)]
    pub to_do: ToDo,
    /// The text for the group.
    pub message: String,
    /// The texts for blocks that have somebody to remind.
    pub block_messages: Vec<BlockMessage>,
    /// The list to call from, relative to the workspace; `None` if somebody has it open.
    pub workbook: Option<String>,
    /// What is printed: for these offices, this block, or the group.
    #[serde(skip)]
    pub asked: Vec<String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Reminders {
    /// The texts.
    pub answer: RemindAnswer,
    /// What is broken beside.
    pub troubles: Vec<Trouble>,
    /// The list that somebody has open.
    pub open: Vec<Failure>,
}

/// The reminders of a period; writes the list to call from.
///
/// # Errors
///
/// Nothing is recorded of the period, or no report is due in it (exit 12); an office or block is not known (exit 2).
pub fn remind(workspace: &Workspace, start: &Start, request: &RemindRequest) -> Result<Reminders, Failure> {
    let Status { now, period, week, troubles, next, .. } = status::status(workspace, start, request.period)?;
    let Some(week) = week else {
        return Err(Failure::calendar(format!("Chưa có gì được ghi nhận cho {}.", period.name), format!("Đề nghị gõ: {next}.")));
    };
    // Of offices whose folders nobody has looked at in this week nothing can be said, to them least of all.
    if moment::day(week.as_of) < week.consolidation.period.first_day() {
        let message = format!("Chưa quét thư mục nộp trong {} (lần quét cuối: {}).", period.name, format::moment(week.as_of));
        return Err(Failure::calendar(message, "Đề nghị gõ “tonghop run” (menu: mục 3) trước, rồi nhắc."));
    }
    let input = week.input();
    let to_do = to_do::of(&input);
    let as_of = to_do::when(week.as_of);
    let of_group = input.group();
    let message = to_do::group_text(&of_group, Some(&as_of));
    let of_block = |block: Block| Some(BlockMessage { block: block.label(), text: to_do::to_block(&of_group, &as_of, block)? });
    let block_messages: Vec<BlockMessage> = Block::ALL.into_iter().filter_map(of_block).collect();
    let asked = asked(request, &week, (&to_do, &message, &block_messages))?;
    let (workbook, open) = match write(workspace, &week, &to_do, &as_of)? {
        Ok(path) => (Some(path), Vec::new()),
        Err(open) => (None, vec![open]),
    };
    let answer = RemindAnswer { now, as_of: week.as_of, period, message, block_messages, workbook, asked, to_do };
    Ok(Reminders { answer, troubles, open })
}

/// What is printed of it.
fn asked(request: &RemindRequest, week: &Week, (to_do, message, blocks): (&ToDo, &str, &[BlockMessage])) -> Result<Vec<String>, Failure> {
    if let Some(typed) = &request.block {
        let folded = normalise::key(typed);
        let Some(block) = Block::ALL.into_iter().find(|block| normalise::key(block.label()) == folded) else {
            let known = Block::ALL.map(Block::label).join("; ");
            return Err(Failure::usage(format!("Không có khối “{typed}”."), format!("Các khối: {known}.")));
        };
        let text = blocks.iter().find(|text| text.block == block.label()).map(|text| text.text.clone());
        return Ok(vec![text.unwrap_or_else(|| format!("Khối {}: không có đơn vị nào cần nhắc.", block.label()))]);
    }
    if request.agencies.is_empty() {
        return Ok(vec![message.to_owned()]);
    }
    let text = |typed: &String| {
        let code: AgencyCode = agency_named(&week.register, typed)?;
        let concern = to_do.concerns.iter().find(|concern| concern.agency == code);
        let silent = |because: &str| format!("{}: {because}", week.consolidation.short_name(&code));
        Ok(match concern {
            None => silent("không có gì phải nhắc."),
            Some(concern) if concern.message.is_empty() => silent(&concern.cause),
            Some(concern) => concern.message.clone(),
        })
    };
    request.agencies.iter().map(text).collect()
}

/// What the desk noted in the list as it lies there, by code of the office: it stays when the list is made anew. Nothing of a
/// list that cannot be read.
fn called(bytes: &[u8]) -> BTreeMap<String, String> {
    let Ok(list) = reader::read(bytes, ".xlsx", &Limits::OWN) else { return BTreeMap::new() };
    to_do::called(&list)
}

/// Writes the list; says where it stands, or that somebody has it open.
fn write(workspace: &Workspace, week: &Week, to_do: &ToDo, as_of: &str) -> Result<Result<String, Failure>, Failure> {
    let name = format!("NhacDonVi_{}_{}.xlsx", workspace.config.desk.code, format::period_in_names(week.consolidation.period));
    let path = workspace.internal().join(name);
    let called = files::read_if_there(&workspace.disk, &path).ok().flatten().map(|bytes| called(&bytes)).unwrap_or_default();
    let bytes = agreed(ProductBody::Book(to_do::book(&week.input(), to_do, as_of, &called)), &path)?;
    Ok(match publish::publish_private(&workspace.disk, &path, &bytes, week.as_of)? {
        Publication::Open(holder) => Err(Failure::ProductOpen { path, holder: holder.text().to_owned(), beside: None }),
        _ => Ok(workspace.relative(&path)),
    })
}
