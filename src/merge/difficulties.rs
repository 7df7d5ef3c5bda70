//! What agencies ask for: obstacles and proposals, each once, those for the highest level first.

use crate::merge::rows::{Names, Rows};
use crate::model::agency::AgencyCode;
use crate::model::consolidation::{CriteriaLine, Difficulty, TaskLine};
use crate::model::history::{Aging, KnownTask, Source};
use crate::model::register::Register;
use crate::model::report::FieldId;
use crate::model::task::{TaskCode, Validity};
use crate::model::waiting::Wait;
use crate::text::normalise;
use crate::text::nothing::says_nothing;
use std::collections::BTreeMap;

/// The levels of the form's list, highest first.
pub const LEVELS: [&str; 5] = ["Trung ương", "Thường trực Tỉnh ủy", "UBND tỉnh", "Sở KH&CN", "Đơn vị"];

/// The place of a level in [`LEVELS`]; anything else comes last.
pub fn rank(level: &str) -> usize {
    let key = normalise::key(level);
    LEVELS.iter().position(|l| normalise::key(l) == key).unwrap_or(LEVELS.len())
}

/// What one row asks for.
struct Plea<'a> {
    agency: &'a AgencyCode,
    task: Option<&'a TaskCode>,
    obstacle: String,
    proposal: String,
    level: &'a str,
    /// Since when it is said, and when it was said last.
    waiting: Wait,
    source: &'a Source,
}

/// The union of what is asked for open tasks and by communes for their criteria. The same words for the same task are
/// one entry that names every agency; its level is the highest that any of them names.
pub fn difficulties(register: &Register, rows: &Rows<'_>, tasks: &[TaskLine], communes: &[CriteriaLine]) -> Vec<Difficulty> {
    let names = Names::of(register);
    let mut asked: Vec<Plea<'_>> = Vec::new();
    // An obstacle of a finished task is over.
    for line in tasks.iter().filter(|l| l.task.validity != Validity::Withdrawn && !l.state.class.is_done()) {
        for part in line.parts.iter().filter(|p| !p.state.is_some_and(|s| s.class.is_done())) {
            let Some(row) = rows.task(&part.agency, &line.task.code) else { continue };
            let words = |text: &str| if says_nothing(text) { String::new() } else { text.to_owned() };
            asked.push(Plea {
                agency: &part.agency,
                task: Some(&line.task.code),
                obstacle: words(&row.obstacle),
                proposal: words(&row.proposal),
                level: &row.level,
                waiting: waiting(row),
                source: &row.source,
            });
        }
    }
    for row in communes.iter().flat_map(|line| line.results.iter().flatten()).filter(|row| !says_nothing(&row.obstacle)) {
        asked.push(Plea {
            agency: &row.agency,
            task: None,
            obstacle: format!("Tiêu chí {}: {}", row.criterion, row.obstacle),
            proposal: String::new(),
            level: "",
            waiting: Wait { since: row.changed_in(), said_in: row.period },
            source: &row.source,
        });
    }
    let order: BTreeMap<&TaskCode, usize> = tasks.iter().enumerate().map(|(i, l)| (&l.task.code, i)).collect();
    union(asked, &names, &order)
}

fn union(mut asked: Vec<Plea<'_>>, names: &Names<'_>, order: &BTreeMap<&TaskCode, usize>) -> Vec<Difficulty> {
    asked.retain(|a| !a.obstacle.is_empty() || !a.proposal.is_empty());
    asked.sort_by(|a, b| names.key(a.agency).cmp(&names.key(b.agency)));
    let mut merged: BTreeMap<(Option<&TaskCode>, String, String), Difficulty> = BTreeMap::new();
    for one in asked {
        let key = (one.task, normalise::key(&one.obstacle), normalise::key(&one.proposal));
        if let Some(known) = merged.get_mut(&key) {
            if !known.agencies.contains(one.agency) {
                known.agencies.push(one.agency.clone());
            }
            if rank(one.level) < rank(&known.level) {
                one.level.clone_into(&mut known.level);
            }
            known.period = known.period.max(one.waiting.said_in);
            known.since = known.since.min(one.waiting.since);
        } else {
            let difficulty = Difficulty {
                agencies: vec![one.agency.clone()],
                task: one.task.cloned(),
                tasks: one.task.cloned().into_iter().collect(),
                obstacle: one.obstacle,
                proposal: one.proposal,
                level: one.level.to_owned(),
                period: one.waiting.said_in,
                since: one.waiting.since,
                numbers: Vec::new(),
                source: one.source.clone(),
            };
            merged.insert(key, difficulty);
        }
    }
    let place = |d: &Difficulty| d.task.as_ref().and_then(|t| order.get(t).copied()).unwrap_or(usize::MAX);
    let mut all: Vec<Difficulty> = merged.into_values().collect();
    // Stable: what is equal here stays in the order of task code and words.
    all.sort_by_key(place);
    let mut all = asked_once(all);
    all.sort_by_key(|d| rank(&d.level));
    all
}

/// What the same agencies ask of one level in the same words for several tasks is one proposal.
fn asked_once(all: Vec<Difficulty>) -> Vec<Difficulty> {
    let mut once: Vec<Difficulty> = Vec::new();
    let mut known: BTreeMap<(Vec<AgencyCode>, String, String), usize> = BTreeMap::new();
    for one in all {
        let key = (one.agencies.clone(), normalise::key(&one.level), normalise::key(&one.proposal));
        match known.get(&key).and_then(|at| once.get_mut(*at)).filter(|_| !one.proposal.is_empty()) {
            Some(first) => {
                first.tasks.extend(one.tasks);
                first.period = first.period.max(one.period);
                first.since = first.since.min(one.since);
                if !first.obstacle.lines().any(|line| normalise::key(line) == normalise::key(&one.obstacle)) {
                    let both = [first.obstacle.as_str(), one.obstacle.as_str()];
                    first.obstacle = both.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
                }
            }
            None => {
                known.insert(key, once.len());
                once.push(one);
            }
        }
    }
    once
}

/// Since when a row asks for what it asks, or where it asks for nothing, since when something is in its way.
fn waiting(row: &KnownTask) -> Wait {
    row.waiting(if says_nothing(&row.proposal) { FieldId::Obstacle } else { FieldId::Proposal })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_level_comes_first() {
        assert!(rank("Trung ương") < rank("thường trực tỉnh uỷ"));
        assert_eq!(rank("Thường trực Tỉnh uỷ"), 1);
        assert!(rank("Đơn vị") < rank("ai đó") && rank("ai đó") == rank(""));
    }
}
