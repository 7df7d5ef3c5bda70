//! The figures of a consolidation as one canonical list, and its digest: what a freeze or a release seals, so that a
//! later program can say whether it derives the same, and if not, which value of which row differs.
//!
//! **What is in.** The cutoffs and their marks; every agency with its standing, its evidence and its versions; every
//! task, target, commune and criterion with class, values, marks, light and the cells behind it; every agency's part of a
//! task; obstacles, proposals and tasks beyond the register; all totals; the change since the last release; the chief's
//! sentences. Of a task or target the register alone decides the rest: that is sealed as the workbook it stands in, and
//! only what an adjustment may have changed (deadline, goal) is listed.
//!
//! **What is not in.** Headings, words of sheets, order and look of anything printed; findings (they are in force through
//! what they reject); numbers of scans, runs and receipts; places in memory.
//!
//! **How it is written.** UTF-8, one JSON array a line. The first line is `["tonghop.figures/1"]`. Every other line is a
//! row: the words of its key, then an object of its fields. A field of a field is named with a point (`state.class`), a
//! list is one value, a field without a value is `null`; names of fields are sorted, no blanks. Lines are sorted by key;
//! a key that occurs again is followed by its ordinal. Each line ends with a line feed. The digest is the SHA-256 of these
//! bytes, so the list itself can lie in the archive under it and anybody can check it with `sha256sum`.

mod fields;

use crate::model::consolidation::{Consolidation, CriteriaLine, TargetLine, TaskLine};
use crate::model::roads::Roads;
use crate::model::submission::{Submission, Version};
use crate::model::total_line::TotalsBy;
use fields::{Fields, push_text};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the form in which the list is written, with its version.
pub const SCHEMA: &str = "tonghop.figures/1";

/// The figures of one state of a period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    rows: BTreeMap<Vec<String>, Fields>,
}

/// One value that two lists do not share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureDifference {
    /// Key of the row: its kind, then codes, such as `task`, `KH11-007`.
    pub row: Vec<String>,
    /// Name of the field; `None` if the whole row is in one list only.
    pub field: Option<String>,
    /// In the sealed list; `None` if it is not there.
    pub then: Option<Value>,
    /// As derived now; `None` if it is not there.
    pub now: Option<Value>,
}

impl Figures {
    /// The figures of a consolidation.
    pub fn of(consolidation: &Consolidation) -> Self {
        let mut figures = Self::default();
        figures.add_all(consolidation);
        figures
    }

    /// The list as it is written.
    pub fn to_text(&self) -> String {
        let length = self.rows.iter().map(|(key, fields)| fields.length() + key.iter().map(|word| word.len() + 3).sum::<usize>() + 4);
        let mut text = String::with_capacity(length.sum::<usize>() + SCHEMA.len() + 5);
        text.push_str(&json!([SCHEMA]).to_string());
        text.push('\n');
        for (key, fields) in &self.rows {
            text.push('[');
            for word in key {
                push_text(&mut text, word);
                text.push(',');
            }
            fields.write(&mut text);
            text.push_str("]\n");
        }
        text
    }

    /// Reads a list; `None` if it is not written as [`Figures::to_text`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(|line| serde_json::from_str::<Vec<Value>>(line).ok());
        if lines.next()?? != [SCHEMA] {
            return None;
        }
        let row = |line: Option<Vec<Value>>| {
            let mut words = line?;
            let Value::Object(fields) = words.pop()? else { return None };
            let key = words.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>()?;
            Some((key, Fields::parsed(fields)))
        };
        Some(Self { rows: lines.map(row).collect::<Option<_>>()? })
    }

    /// Every value that differs, by row and field. A field that the sealed list knows in no row of its kind was not
    /// sealed, and is not compared.
    pub fn differences(then: &Self, now: &Self) -> Vec<FigureDifference> {
        let sealed: BTreeSet<(&str, &str)> =
            then.rows.iter().flat_map(|(key, fields)| fields.names().map(|name| (kind(key), name))).collect();
        let mut found = Vec::new();
        for key in then.rows.keys().chain(now.rows.keys()).collect::<BTreeSet<_>>() {
            match (then.rows.get(key), now.rows.get(key)) {
                (Some(before), Some(after)) => {
                    let names: BTreeSet<&str> = before.names().chain(after.names()).collect();
                    let differs = |name: &&str| sealed.contains(&(kind(key), name)) && before.value(name) != after.value(name);
                    found.extend(names.into_iter().filter(differs).map(|name| FigureDifference {
                        row: key.clone(),
                        field: Some(name.to_owned()),
                        then: before.value(name),
                        now: after.value(name),
                    }));
                }
                (before, after) => {
                    let whole = |fields: Option<&Fields>| fields.map(Fields::object);
                    found.push(FigureDifference { row: key.clone(), field: None, then: whole(before), now: whole(after) });
                }
            }
        }
        found
    }

    /// Every field must be named here, or it is not taken in: a new one does not compile until somebody decided.
    fn add_all(&mut self, consolidation: &Consolidation) {
        let Consolidation {
            period,
            span,
            cutoffs,
            moved,
            unconfirmed,
            agencies,
            former: _,
            desks,
            roads,
            submissions,
            tasks,
            targets,
            criteria,
            task_totals,
            target_counts,
            target_counts_by_year,
            difficulties,
            proposals,
            extra_tasks,
            comparison,
            // Sealed with the releases they are of.
            weeks: _,
            remarks,
            findings: _,
            desk_rules: _,
            trials: _,
            latest_receipt,
            calendar: _,
            places: _,
        } = consolidation;
        let week = json!({
            "period": period, "first": span.first, "last": span.last, "submit": cutoffs.submit, "release": cutoffs.release,
            "moved": moved, "unconfirmed": unconfirmed, "latest_receipt": latest_receipt,
        });
        self.add(&["week"], week);
        for (agency, submission) in agencies.iter().zip(submissions) {
            self.add(&["agency", agency.code.as_str()], agency);
            self.add(&["standing", agency.code.as_str()], standing(submission));
        }
        desks.iter().for_each(|desk| self.put(&["desk", desk.as_str()], Fields::default()));
        self.add_roads(roads);
        tasks.iter().for_each(|line| self.add_task(line));
        targets.iter().for_each(|line| self.add_target(line));
        for line in &criteria.lines {
            self.add_commune(line, criteria.criteria.iter().map(|criterion| criterion.code.as_str()));
        }
        self.add(&["totals", "tasks"], task_totals.overall);
        for (year, counts) in &task_totals.by_year {
            self.add(&["totals", "tasks", "year", &year.to_string()], counts);
        }
        for (document, counts) in &task_totals.by_document {
            self.add(&["totals", "tasks", "document", document], counts);
        }
        for (group, counts) in &task_totals.by_group {
            self.add(&["totals", "tasks", "group", group], counts);
        }
        // Blocks, groups and years are counted from the tasks, which are all here. Of a programme it depends on the register too.
        for line in task_totals.lines.iter().filter(|line| line.by == TotalsBy::Programme) {
            self.add(&["totals", "tasks", "programme", &line.name], line.counts);
        }
        for (agency, counts) in &task_totals.by_agency {
            self.add(&["totals", "tasks", "agency", agency.as_str()], counts);
        }
        self.add(&["totals", "targets"], target_counts);
        for (year, counts) in target_counts_by_year {
            self.add(&["totals", "targets", "year", &year.to_string()], counts);
        }
        for difficulty in difficulties {
            let task = difficulty.task.as_ref().map_or("", |code| code.as_str());
            self.add(&["difficulty", difficulty.source.agency.as_str(), task], difficulty);
        }
        for proposal in proposals {
            self.add(&["proposal", &proposal.number.to_string()], proposal);
        }
        for extra in extra_tasks {
            self.add(&["extra_task", extra.agency.as_str()], extra);
        }
        if let Some(comparison) = comparison {
            let counts = json!({ "period": comparison.period, "tasks": comparison.tasks, "targets": comparison.targets });
            self.add(&["comparison"], counts);
            for change in &comparison.changes {
                self.add(&["comparison", change.task.as_str()], change);
            }
        }
        for remark in remarks {
            self.add(&["remark", &remark.section], remark);
        }
    }

    /// What is printed of them. Which codes no register has is a finding and no figure.
    fn add_roads(&mut self, roads: &Roads) {
        let Roads { silent, differences, beyond: _, edited, figures } = roads;
        for (office, desk) in silent {
            self.add(&["road_silent", office.as_str()], json!({ "desk": desk }));
        }
        for (office, difference) in differences {
            self.add(&["road_difference", office.as_str()], difference);
        }
        for figure in figures {
            self.add(&["desk_figure", figure.desk.as_str(), figure.item], figure);
        }
        for (desk, rows) in edited {
            self.add(&["desk_edited", desk.as_str()], rows);
        }
    }

    fn add_task(&mut self, line: &TaskLine) {
        let code = line.task.code.as_str();
        // Which programmes it belongs to follows from the register; their counts are here. Each part is a row of its own.
        let mut fields = Fields::without(&["task", "parts", "programmes"], line);
        fields.set("deadline", &line.task.deadline);
        self.put(&["task", code], fields);
        for part in &line.parts {
            self.add(&["task_part", code, part.agency.as_str()], part);
        }
    }

    fn add_target(&mut self, line: &TargetLine) {
        let mut fields = Fields::without(&["target"], line);
        fields.set("goal", &line.target.goal);
        fields.set("due", &line.target.due);
        self.put(&["target", line.target.code.as_str()], fields);
    }

    fn add_commune<'a>(&mut self, line: &CriteriaLine, criteria: impl Iterator<Item = &'a str>) {
        self.put(&["commune", line.agency.as_str()], Fields::without(&["results"], line));
        for (criterion, result) in criteria.zip(&line.results) {
            self.add(&["criterion", line.agency.as_str(), criterion], result);
        }
    }

    fn add(&mut self, key: &[&str], value: impl Serialize) {
        self.put(key, Fields::of(&value));
    }

    fn put(&mut self, key: &[&str], fields: Fields) {
        let key: Vec<String> = key.iter().map(|word| (*word).to_owned()).collect();
        let again = |n: usize| key.iter().cloned().chain([n.to_string()]).collect::<Vec<_>>();
        let mut free = key.clone();
        let mut ordinal = 1;
        while self.rows.contains_key(&free) {
            ordinal += 1;
            free = again(ordinal);
        }
        self.rows.insert(free, fields);
    }
}

fn kind(key: &[String]) -> &str {
    key.first().map_or("", String::as_str)
}

/// How an agency stands. As in [`Figures::add_all`], every field is decided upon here.
fn standing(submission: &Submission) -> Value {
    let Submission {
        agency: _,
        cutoff,
        due: _,
        standing,
        evidence,
        received_at,
        booked_late,
        versions,
        counted,
        punctual,
        before,
        // It follows from the register.
        took_over: _,
        choice: _,
        merged,
        nil,
        form_unfilled,
        confirmed_only,
        changed_after_cutoff,
        revised_after_cutoff,
        document_received,
        booked,
        exempt_because,
        // By which road it came changes no figure: a tree of desks has those of one desk.
        through: _,
        in_time_at: _,
        // Words enter no figure.
        remarks: _,
        // Standing and versions say what came of it.
        set_aside: _,
        // Where a file lies today is no figure.
        secret_files: _,
        findings: _,
        // Rows and codes of what was read.
        as_sent: _,
    } = submission;
    let number = |index: &Option<usize>| index.and_then(|i| versions.get(i)).map(|v| v.number);
    let mut said = json!({
        "submit": cutoff.submit, "late_from": cutoff.late_from, "standing": standing, "evidence": evidence, "received_at": received_at,
        "booked_late": booked_late, "versions": versions.iter().map(version).collect::<Vec<_>>(), "counted": number(counted),
        "punctual": number(punctual), "merged": merged, "nil": nil, "changed_after_cutoff": changed_after_cutoff,
        "revised_after_cutoff": revised_after_cutoff, "document_received": document_received,
        "booked": booked.iter().map(|b| json!({ "said": b.row.said, "booked_late": b.booked_late })).collect::<Vec<_>>(),
        "exempt_because": exempt_because,
    });
    // Releases of before know no such marks: each is said where it holds, so that their digest stays.
    for (mark, holds) in [("form_unfilled", form_unfilled), ("confirmed_only", confirmed_only)] {
        if let Some(said) = said.as_object_mut().filter(|_| *holds) {
            said.insert(mark.to_owned(), Value::Bool(true));
        }
    }
    if let Some(said) = said.as_object_mut().filter(|_| !before.is_empty()) {
        said.insert("before".to_owned(), before.iter().map(|index| json!(number(&Some(*index)))).collect());
    }
    said
}

fn version(version: &Version) -> Value {
    // What became of the form is said by the standing.
    let Version { receipt, number, timing, position: _, under: _, content: _, findings: _, valid, filling: _ } = version;
    json!({
        "file": receipt.file.path, "sha256": receipt.sha256, "number": number, "received_at": timing.received_at,
        "on_time": timing.on_time, "evidence": timing.evidence, "booked_late": timing.booked_late, "valid": valid,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{accepted, agency, consolidation, register, report, row};
    use crate::model::history::History;
    use crate::model::register::Register;
    use crate::model::task::Status;
    use crate::text::sha256;

    fn figures(register: &Register, percent: i64) -> Figures {
        let rows = vec![row(5, "KH11-001", Status::InProgress, Some(percent), "đang làm")];
        let accepted = BTreeMap::from([(agency("SYT"), accepted(register, &History::default(), "SYT", &report(rows), &[]))]);
        Figures::of(&consolidation(register, &History::default(), &accepted))
    }

    #[test]
    fn a_list_is_read_back_as_it_was_written() {
        let figures = figures(&register(), 40);
        let text = figures.to_text();
        assert!(text.starts_with("[\"tonghop.figures/1\"]\n[\"agency\","), "{text}");
        assert!(text.contains("[\"standing\",\"SYT\",{"), "{text}");
        assert_eq!(Figures::parse(&text), Some(figures));
        assert_eq!(Figures::parse("[\"tonghop.figures/2\"]\n"), None);
        assert_eq!(Figures::parse(&text.replacen("{", "", 1)), None);
    }

    #[test]
    fn one_other_value_is_told_by_row_and_field_wherever_it_stands() {
        let (then, now) = (figures(&register(), 40), figures(&register(), 75));
        let found = Figures::differences(&then, &now);
        let percent = |d: &FigureDifference| d.field.as_deref() == Some("percent");
        let (rows, others): (Vec<&FigureDifference>, Vec<&FigureDifference>) = found.iter().partition(|d| percent(d));
        assert_eq!(rows.iter().map(|d| d.row.join(" ")).collect::<Vec<_>>(), ["task KH11-001", "task_part KH11-001 SYT"]);
        assert_eq!((&rows[0].then, &rows[0].now), (&Some(json!("40")), &Some(json!("75"))));
        assert_eq!(others, Vec::<&FigureDifference>::new());
        assert_eq!(Figures::differences(&then, &then), []);
    }

    #[test]
    fn a_row_in_one_list_alone_is_told_whole() {
        let (full, mut short) = (figures(&register(), 40), figures(&register(), 40));
        short.rows.remove(&vec!["task".to_owned(), "KH11-001".to_owned()]);
        let found = Figures::differences(&full, &short);
        assert_eq!(found.iter().map(|d| (d.field.is_none(), d.then.is_some(), d.now.is_some())).collect::<Vec<_>>(), [(true, true, false)]);
        assert_eq!(Figures::differences(&short, &full).len(), 1);
    }

    #[test]
    fn a_field_that_was_not_sealed_is_not_compared_and_one_that_is_gone_is() {
        let (mut then, now) = (figures(&register(), 40), figures(&register(), 40));
        for fields in then.rows.values_mut() {
            fields.remove("light");
        }
        assert_eq!(Figures::differences(&then, &now), []);
        assert!(!Figures::differences(&now, &then).is_empty());
    }

    #[test]
    fn a_key_that_occurs_again_has_its_ordinal() {
        let mut figures = Figures::default();
        for text in ["một", "hai", "ba"] {
            figures.add(&["remark", "Chung"], json!({ "text": text }));
        }
        let keys: Vec<String> = figures.rows.keys().map(|key| key.join("/")).collect();
        assert_eq!(keys, ["remark/Chung", "remark/Chung/2", "remark/Chung/3"]);
    }

    /// The names are sealed in records that are never changed: whoever renames a field of the model keeps its name here.
    #[test]
    fn names_of_fields_stay() {
        let figures = figures(&register(), 40);
        let names: BTreeSet<String> =
            figures.rows.iter().flat_map(|(key, fields)| fields.names().map(|name| format!("{} {name}", kind(key)))).collect();
        let text = names.into_iter().collect::<Vec<_>>().join("\n");
        assert_eq!(sha256::of(text.as_bytes()), "ed8eff5205805c49575cbfb63193c28230a8703be9ad97a6a4e6bf9ec87b47d8", "\n{text}");
    }
}
