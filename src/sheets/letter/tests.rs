//! The written report says what the first page says, and every name of a template has its value.

use super::*;
use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::deadline::DayInterval;
use crate::model::register::Remark;
use crate::sheets::testing;
use std::collections::BTreeMap;

/// What stands under each path, in lines for a person.
fn told(fields: &Fields, before: &str, lines: &mut Vec<String>) {
    for (name, entry) in &fields.0 {
        match entry {
            Entry::Words(words) => {
                let pieces = words.pieces.iter().map(|piece| match piece {
                    Piece::Text(text) => text.replace('\n', " / "),
                    Piece::Number { name, text } => format!("⟦{text}|{name}⟧"),
                });
                lines.push(format!("{before}{name}: {}", pieces.collect::<String>()));
            }
            Entry::Group(fields) => told(fields, &format!("{before}{name}."), lines),
            Entry::List(list) => {
                (1usize..).zip(list).for_each(|(number, fields)| told(fields, &format!("{before}{name}[{number}]."), lines));
            }
        }
    }
}

/// Every number of a report by its name.
fn numbers(fields: &Fields, found: &mut BTreeMap<String, Vec<String>>) {
    for (_, entry) in &fields.0 {
        match entry {
            Entry::Words(words) => {
                for piece in &words.pieces {
                    if let Piece::Number { name, text } = piece {
                        found.entry(name.clone()).or_default().push(text.clone());
                    }
                }
            }
            Entry::Group(fields) => numbers(fields, found),
            Entry::List(list) => list.iter().for_each(|fields| numbers(fields, found)),
        }
    }
}

#[test]
fn everything_that_is_said() {
    testing::with_input(|input| {
        let mut lines = Vec::new();
        told(&letter(input).fields, "", &mut lines);
        insta::assert_snapshot!(lines.join("\n"));
    });
}

/// Gives a task under way so many days to its deadline.
fn due_in(c: &mut Consolidation, days: u64) {
    let soon = crate::model::moment::day(c.cutoffs.submit) + chrono::Days::new(days);
    let due = c.tasks.iter_mut().find(|line| line.state.class == TaskClass::InProgress && line.task.deadline.is_some()).unwrap();
    due.task.deadline = due.task.deadline.map(|deadline| DayInterval { to: soon, ..deadline });
}

#[test]
fn every_name_is_listed_and_every_listed_name_is_there() {
    let listed: Vec<String> = {
        let mut listed: Vec<String> = place_names::places(LetterOf::Period).iter().map(|(path, ..)| (*path).to_owned()).collect();
        listed.sort();
        listed
    };
    let mut c = testing::consolidation();
    // In the fixture no target has another figure than the week before, and nothing is due that is not overdue.
    c.targets.iter_mut().for_each(|line| line.previous = Some("1".into()));
    c.remarks.iter_mut().for_each(|remark| remark.section = "Nhận định".into());
    let mut config = testing::config();
    config.desk.addressees = vec!["Văn phòng Tỉnh ủy".into()];
    let coming: Vec<_> = c.remarks.iter().cloned().map(|remark| Remark { section: "Trọng tâm".into(), ..remark }).collect();
    c.remarks.extend(coming);
    due_in(&mut c, 3);
    testing::with_input_of(&c, |input| {
        let late = ProductInput { config: &config, edition: Edition::Release { version: 1, late: true }, ..*input };
        assert_eq!(place_names::paths(&letter(&late).fields), listed);
    });
    assert_eq!(place_names::paths(&place_names::example(LetterOf::Period, true)), listed);
}

#[test]
fn every_name_of_several_periods_is_listed_and_there() {
    let mut config = testing::config();
    config.desk.addressees = vec!["Văn phòng Tỉnh ủy".into()];
    let mut listed: Vec<String> = place_names::places(LetterOf::Range).iter().map(|(path, ..)| (*path).to_owned()).collect();
    listed.sort();
    let retrospect = crate::testing::looked_back(2);
    let letter = of_range(&RetrospectInput { retrospect: &retrospect, config: &config });
    assert_eq!(place_names::paths(&letter.fields), listed);
    assert_eq!(place_names::paths(&place_names::example(LetterOf::Range, true)), listed);
}

#[test]
fn a_number_has_one_value_under_its_name() {
    testing::with_input(|input| {
        let mut found = BTreeMap::new();
        numbers(&letter(input).fields, &mut found);
        let wrong: Vec<_> = found.iter().filter(|(_, texts)| texts.iter().any(|text| text != &texts[0])).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(found.len() > 40, "{}", found.len());
    });
}

#[test]
fn lists_are_as_long_as_their_counts() {
    let mut c = testing::consolidation();
    due_in(&mut c, 3);
    testing::with_input_of(&c, |input| {
        let letter = letter(input);
        let list = |name: &str| match letter.fields.0.iter().find(|(known, _)| *known == name) {
            Some((_, Entry::List(list))) => u32::try_from(list.len()).unwrap(),
            _ => panic!("no list {name}"),
        };
        let c = input.consolidation;
        assert_eq!(list("qua_han"), c.task_totals.overall.overdue);
        let due = crate::model::due_counts::of(&c.tasks, crate::model::moment::day(c.cutoffs.submit));
        assert_eq!((list("den_han_bang"), due.days_30), (1, 1));
        assert!(c.tasks.iter().any(|line| line.state.class == TaskClass::Overdue));
    });
}

#[test]
fn a_proposal_stands_in_the_words_of_the_desk_alone() {
    testing::with_input(|input| {
        let mut lines = Vec::new();
        told(&letter(input).fields, "", &mut lines);
        let text = lines.join("\n");
        for proposal in &input.consolidation.proposals {
            assert!(!text.contains(&proposal.text), "{}", proposal.text);
        }
    });
}
