//! One line for each task of the register (`src/docs/rows.md`, "Shared tasks"): who decides its class, and what all
//! agencies behind it say.

use crate::merge::classify::{ClassInput, classify};
use crate::merge::lights::{TaskLightInput, task_light};
use crate::merge::programmes::Memberships;
use crate::merge::rows::{Names, Rows};
use crate::merge::whole::{PartFacts, Whole, whole};
use crate::model::agency::AgencyCode;
use crate::model::class::{TaskClass, TaskState};
use crate::model::config::Lights;
use crate::model::consolidation::{PartLine, TAKEN_BACK, TaskLine};
use crate::model::deadline::DayInterval;
use crate::model::history::{Aging, History, KnownTask};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::report::FieldId;
use crate::model::roads::Roads;
use crate::model::task::{Role, Status, Task, TaskCode};
use crate::text::nothing::says_nothing;
use crate::text::{format, normalise};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// What the lines are made of.
#[derive(Debug, Clone, Copy)]
pub struct TasksInput<'a> {
    /// The register in force at `day`.
    pub register: &'a Register,
    /// The known rows of every agency, of this period or carried over.
    pub rows: &'a Rows<'a>,
    /// What the last release before the period left.
    pub history: &'a History,
    /// By which roads the rows came.
    pub roads: &'a Roads,
    /// The period whose lines are made.
    pub period: Period,
    /// The day of the submit cutoff.
    pub day: NaiveDate,
    /// Thresholds of the colours.
    pub lights: &'a Lights,
    /// "Sắp đến hạn" from this many days before the deadline.
    pub due_soon_days: u32,
}

/// The lines, in the register's order; each task once.
pub fn lines(input: &TasksInput<'_>) -> Vec<TaskLine> {
    let names = Names::of(input.register);
    let memberships = Memberships::of(&input.register.programmes);
    let late = late_leads(input.history);
    let belonging = |task: &Task| TaskLine { programmes: memberships.names_of(task), ..line(input, &names, &late, task) };
    input.register.tasks.iter().map(belonging).collect()
}

/// An agency of a task with its row.
struct Voice<'a> {
    agency: &'a AgencyCode,
    role: Role,
    work: &'a str,
    deadline: Option<DayInterval>,
    row: Option<&'a KnownTask>,
    state: Option<TaskState>,
}

/// Of each task the row that a lead left late in the period before: another office may lead it since.
type LateLeads<'a> = BTreeMap<&'a TaskCode, &'a KnownTask>;

fn late_leads(history: &History) -> LateLeads<'_> {
    let late = history.tasks.iter().filter(|row| row.role == Role::Lead && row.late_in.is_some() && row.late_in >= history.period);
    late.map(|row| (&row.task, row)).collect()
}

fn line(input: &TasksInput<'_>, names: &Names<'_>, late_leads: &LateLeads<'_>, task: &Task) -> TaskLine {
    let voices = voices(input, names, task);
    let parts: Vec<&Voice<'_>> = voices.iter().filter(|v| v.role == Role::Part).collect();
    let amount = whole(&parts.iter().map(|v| facts(v)).collect::<Vec<_>>());
    // The first lead decides alone; a support never does.
    let lead = voices.iter().find(|v| v.role == Role::Lead).and_then(|v| v.row);
    let state = match &amount {
        Some(amount) => amount.state,
        None => judge(input, task, task.deadline, lead),
    };
    let deciding: Vec<&KnownTask> = match &amount {
        Some(_) => parts.iter().filter_map(|v| v.row).collect(),
        None => lead.into_iter().collect(),
    };
    let stale = stale(input.period, state, &voices);
    let says = |field: fn(&KnownTask) -> &String| said(names, &voices, field);
    let obstacle = says(|k| &k.obstacle);
    let percent = amount.map_or_else(|| lead.and_then(|k| k.percent), |a| a.percent);
    let light = task_light(&TaskLightInput {
        task,
        state,
        percent,
        open_obstacle: !obstacle.is_empty(),
        stale,
        recent_result: recent_result(input.period, &deciding),
        no_report_streak: no_report_streak(input.history, task, state),
        day: input.day,
        lights: input.lights,
    });
    TaskLine {
        state,
        reported: amount.map_or_else(|| lead.and_then(|k| k.status), |a| a.status),
        marks: marks(input, names, task, &voices, amount.as_ref()),
        percent,
        completed_on: amount.map_or_else(|| lead.and_then(|k| k.completed_on), |a| a.completed_on),
        result: results(names, &voices),
        // The product is the lead's; obstacles and proposals are everybody's.
        evidence: said(names, &deciders(&voices), |k| &k.evidence),
        obstacle,
        cause: said(names, &late(input.period, &voices), |k| &k.cause),
        proposal: says(|k| &k.proposal),
        expected_on: if state.class.is_done() { None } else { expected(input, &voices) },
        last_update: deciding.iter().map(|k| k.period).max(),
        changed_in: deciding.iter().map(|k| k.changed_in()).max(),
        late_in: moved_late(input, late_leads, task, &voices, state),
        stale,
        light,
        parts: voices.iter().map(part_line).collect(),
        sources: voices.iter().filter_map(|v| v.row).map(|k| k.source.clone()).collect(),
        previous_class: input.history.classes.get(&task.code).copied(),
        programmes: Vec::new(),
        task: task.clone(),
    }
}

/// The period before, if what came late in it moved the class of a task: without it the class would be another one, and with it
/// alone the class would be this one, also where its agency has confirmed it since.
fn moved_late<'a>(
    input: &TasksInput<'a>,
    late_leads: &LateLeads<'a>,
    task: &Task,
    voices: &[Voice<'a>],
    state: TaskState,
) -> Option<Period> {
    let last = input.history.period?;
    // The history is the task's: what the lead before said late goes on where the new one confirms it.
    let of_lead_before = |row: &KnownTask| late_leads.get(&row.task).copied().filter(|_| task.leads.len() == 1 && row.role == Role::Lead);
    // Other news of this week is its own, but what was finished before is not finished in it.
    let late_row = |voice: &Voice<'a>| {
        let row = voice.row?;
        let known = input.history.task(&row.source.agency, &row.task).or_else(|| of_lead_before(row))?;
        let moved = row.changed_in() == known.changed_in() || state.class.is_done();
        (known.late_in >= Some(last) && moved).then_some(known)
    };
    let deciders = deciders(voices);
    if !deciders.iter().any(|voice| late_row(voice).is_some()) {
        return None;
    }
    let class = |row_for: &dyn Fn(&'a KnownTask) -> Option<&'a KnownTask>| {
        let said = |voice: &Voice<'a>| {
            let row = late_row(voice).map_or(voice.row, row_for);
            Voice { row, state: Some(judge(input, task, voice.deadline, row)), ..*voice }
        };
        let voices: Vec<Voice<'a>> = deciders.iter().map(said).collect();
        let parts: Vec<PartFacts> = voices.iter().filter(|v| v.role == Role::Part).map(facts).collect();
        let lead = voices.iter().find(|v| v.role == Role::Lead).and_then(|v| v.row);
        whole(&parts).map_or_else(|| judge(input, task, task.deadline, lead), |amount| amount.state).class
    };
    let without = class(&|late| input.history.before_late(&late.agency, &late.task));
    let with = class(&|late| Some(late));
    (without != state.class && with == state.class).then_some(last)
}

/// Leads or parts in print order, then supports in print order; each agency once.
fn voices<'a>(input: &TasksInput<'a>, names: &Names<'_>, task: &'a Task) -> Vec<Voice<'a>> {
    let mut given: BTreeMap<_, (Role, &AgencyCode, &str, Option<DayInterval>)> = BTreeMap::new();
    let mut give = |role: Role, agency, work, deadline| {
        let rank = if role == Role::Support { 1 } else { 0 };
        if rank == 0 || !given.contains_key(&(0, names.key(agency))) {
            given.entry((rank, names.key(agency))).or_insert((role, agency, work, deadline));
        }
    };
    if task.kind.has_parts() {
        for part in &task.parts {
            give(Role::Part, &part.agency, part.work.as_str(), part.deadline.or(task.deadline));
        }
    } else {
        task.leads.iter().for_each(|agency| give(Role::Lead, agency, "", task.deadline));
    }
    task.supports.iter().for_each(|agency| give(Role::Support, agency, "", None));
    given
        .into_values()
        .map(|(role, agency, work, deadline)| {
            let row = input.rows.task(agency, &task.code);
            let state = (role != Role::Support).then(|| judge(input, task, deadline, row));
            Voice { agency, role, work, deadline, row, state }
        })
        .collect()
}

fn judge(input: &TasksInput<'_>, task: &Task, deadline: Option<DayInterval>, row: Option<&KnownTask>) -> TaskState {
    classify(&ClassInput {
        validity: task.validity,
        deadline_kind: task.deadline_kind,
        deadline,
        window: task.window,
        status: row.and_then(|k| k.status),
        completed_on: row.and_then(|k| k.completed_on),
        day: input.day,
        due_soon_days: input.due_soon_days,
    })
}

fn facts(voice: &Voice<'_>) -> PartFacts {
    let never = TaskState { class: TaskClass::NoReport, started: false, days: None, past_deadline: false };
    PartFacts {
        state: voice.state.unwrap_or(never),
        status: voice.row.and_then(|k| k.status),
        percent: voice.row.and_then(|k| k.percent),
        completed_on: voice.row.and_then(|k| k.completed_on),
    }
}

/// Is a deciding row, or one of its cells, of an earlier period? What is finished needs no further row.
fn stale(period: Period, state: TaskState, voices: &[Voice<'_>]) -> bool {
    if state.class.is_done() || state.class == TaskClass::Withdrawn {
        return false;
    }
    let open = |v: &&Voice<'_>| v.state.is_some_and(|s| !s.class.is_done());
    voices.iter().filter(open).filter_map(|v| v.row).any(|k| k.period != period || !k.stale_fields.is_empty())
}

fn deciders<'a>(voices: &[Voice<'a>]) -> Vec<Voice<'a>> {
    voices.iter().filter(|v| v.role != Role::Support).map(|v| Voice { ..*v }).collect()
}

/// Those who say this week why they are late, and those who said it and still are: a cause of what is late no more is over.
fn late<'a>(period: Period, voices: &[Voice<'a>]) -> Vec<Voice<'a>> {
    let late = |v: &Voice<'_>| v.state.is_some_and(|s| s.class == TaskClass::Overdue || s.past_deadline);
    let said = |v: &Voice<'_>| v.row.is_some_and(|k| k.period == period && k.waiting(FieldId::Cause).said_in == period);
    deciders(voices).into_iter().filter(|v| late(v) || said(v)).collect()
}

/// Results, one line an agency where several report.
fn results(names: &Names<'_>, voices: &[Voice<'_>]) -> String {
    let text = |v: &Voice<'_>| v.row.map(|k| k.result.clone()).filter(|t| !t.is_empty());
    let speaking: Vec<(&Voice<'_>, String)> =
        voices.iter().filter_map(|v| text(v).map(|t| (v, t))).filter(|(v, t)| v.role != Role::Support || !says_nothing(t)).collect();
    if let [(only, text)] = speaking.as_slice()
        && only.role == Role::Lead
    {
        return text.clone();
    }
    let line = |(voice, text): &(&Voice<'_>, String)| {
        let role = match voice.role {
            Role::Lead => " (chủ trì)",
            Role::Part => "",
            Role::Support => " (phối hợp)",
        };
        format!("- {}{role}: {}", names.short(voice.agency), one_line(text))
    };
    speaking.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What agencies say in a column: each text once, with the names of those who say it.
fn said(names: &Names<'_>, voices: &[Voice<'_>], field: fn(&KnownTask) -> &String) -> String {
    let speaking: Vec<(&Voice<'_>, &str)> =
        voices.iter().filter_map(|v| v.row.map(|row| (v, field(row).as_str()))).filter(|(_, text)| !says_nothing(text)).collect();
    if let [(only, text)] = speaking.as_slice()
        && only.role == Role::Lead
    {
        return (*text).to_owned();
    }
    let mut distinct: Vec<(String, &str, Vec<&Voice<'_>>)> = Vec::new();
    for (voice, text) in speaking {
        let key = normalise::key(text);
        match distinct.iter_mut().find(|(k, _, _)| *k == key) {
            Some((_, _, who)) => who.push(voice),
            None => distinct.push((key, text, vec![voice])),
        }
    }
    let line = |(_, text, who): &(String, &str, Vec<&Voice<'_>>)| {
        let who: Vec<&str> = who.iter().map(|v| names.short(v.agency)).collect();
        format!("- {}: {}", who.join(", "), one_line(text))
    };
    distinct.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The latest expectation of those who are not finished. A day that has passed since it was said tells nothing any more.
fn expected(input: &TasksInput<'_>, voices: &[Voice<'_>]) -> Option<NaiveDate> {
    let open = voices.iter().filter(|v| v.state.is_some_and(|s| !s.class.is_done())).filter_map(|v| v.row);
    let tells = |k: &&KnownTask, day: NaiveDate| day >= input.day || k.waiting(FieldId::ExpectedOn).said_in == input.period;
    open.filter_map(|k| k.expected_on.filter(|day| tells(&k, *day))).max()
}

/// Did a deciding row of the last four weeks give a result?
fn recent_result(period: Period, deciding: &[&KnownTask]) -> bool {
    let oldest = Period::containing(period.first_day() - Days::new(21));
    deciding.iter().any(|k| k.period >= oldest && !says_nothing(&k.result))
}

/// For how many releases in a row, this one included, nobody has ever reported the task.
pub fn no_report_streak(history: &History, task: &Task, state: TaskState) -> u32 {
    if state.class == TaskClass::NoReport { history.no_report_streak.get(&task.code).copied().unwrap_or(0) + 1 } else { 0 }
}

fn marks(input: &TasksInput<'_>, names: &Names<'_>, task: &Task, voices: &[Voice<'_>], whole: Option<&Whole>) -> Vec<String> {
    let mut marks = Vec::new();
    let who = |test: &dyn Fn(&Voice<'_>) -> bool| -> Vec<&str> {
        voices.iter().filter(|v| v.role != Role::Support && test(v)).map(|v| names.short(v.agency)).collect()
    };
    let named = |words: &str, who: Vec<&str>| {
        if who.is_empty() {
            None
        } else if whole.is_some() {
            Some(format!("{words}: {}", format::list(&who, 10)))
        } else {
            Some(words.to_owned())
        }
    };
    let done = |v: &Voice<'_>| v.state.is_some_and(|s| s.class.is_done());
    // What never ends has no share that is finished.
    if let Some(whole) = whole.filter(|w| !matches!(w.state.class, TaskClass::Regular | TaskClass::Withdrawn)) {
        marks.push(format!("{}/{} đơn vị hoàn thành", whole.done, whole.parts));
        let late = |v: &Voice<'_>| v.state.is_some_and(|s| s.class == TaskClass::Overdue || s.past_deadline);
        marks.extend(named("quá hạn", who(&late)));
        let silent = |v: &Voice<'_>| v.state.is_some_and(|s| s.class == TaskClass::NoReport && !s.past_deadline);
        marks.extend(named("chưa có báo cáo", who(&silent)));
    }
    let nearly = |v: &Voice<'_>| !done(v) && input.rows.nearly_done(v.agency, &task.code);
    marks.extend(named("cơ bản hoàn thành", who(&nearly)));
    let asks = |v: &Voice<'_>| v.row.is_some_and(|k| k.status == Some(Status::ChangeRequested));
    marks.extend(named("đang đề nghị gia hạn", who(&asks)));
    let back = |v: &Voice<'_>| v.row.is_some_and(|k| k.taken_back_in == Some(input.period));
    marks.extend(named(TAKEN_BACK, who(&back)));
    // Of what is finished nobody asks any more how it came to be known.
    let late: BTreeSet<Period> = voices.iter().filter(|v| !done(v)).filter_map(|v| v.row?.late_in).collect();
    for period in late {
        let came = |v: &Voice<'_>| !done(v) && v.row.is_some_and(|k| k.late_in == Some(period));
        marks.extend(named(&format!("theo báo cáo gửi muộn tuần {}", format::period(period)), who(&came)));
    }
    // Also of what is finished: nobody knows what the office said this time.
    for desk in input.roads.edited.keys() {
        let edited = |v: &Voice<'_>| input.roads.task_edited(v.agency, &task.code) == Some(desk);
        let supports = voices.iter().filter(|v| v.role == Role::Support && edited(v)).map(|v| names.short(v.agency));
        let mut offices = who(&edited);
        let decides = !offices.is_empty();
        offices.extend(supports);
        let words = edited_mark(names.short(desk));
        marks.extend(if decides {
            named(&words, offices)
        } else if offices.is_empty() {
            None
        } else {
            Some(format!("{words}: {}", format::list(&offices, 10)))
        });
    }
    if let Some(extension) = &task.extended {
        marks.push(format!("gia hạn lần {} từ {}", extension.times, extension.original_text));
    }
    marks
}

/// The mark of a row that somebody changed in the workbook of a desk below.
fn edited_mark(desk: &str) -> String {
    format!("chưa xác minh: dòng bị sửa trong bản tổng hợp của {desk}")
}

fn part_line(voice: &Voice<'_>) -> PartLine {
    PartLine {
        agency: voice.agency.clone(),
        role: voice.role,
        work: voice.work.to_owned(),
        deadline_to: voice.deadline.map(|d| d.to),
        status: voice.row.and_then(|k| k.status),
        state: voice.state,
        percent: voice.row.and_then(|k| k.percent),
        completed_on: voice.row.and_then(|k| k.completed_on),
        period: voice.row.map(|k| k.period),
        changed_in: voice.row.map(Aging::changed_in),
        source: voice.row.map(|k| k.source.clone()),
    }
}
