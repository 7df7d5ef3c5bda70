//! Faults planted one by one into the good reports of five offices that write in five ways: each has to be told at its
//! cell under its code, with hardly anything else, and to be gone when it was mended as the slip says.

mod faults;
mod offices;

use faults::Fault;
use offices::{OFFICES, Office};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A finding without its words: code, sheet, cell.
type Told = (String, String, String);

fn text(finding: &Json, key: &str) -> String {
    finding[key].as_str().unwrap_or_default().to_owned()
}

fn told(finding: &Json) -> Told {
    (text(finding, "code"), text(finding, "sheet"), text(finding, "cell"))
}

/// Of so many planted faults in a hundred something else may be told beside them.
const OTHERS_IN_A_HUNDRED: usize = 5;

/// Findings of a checked file that a person has to read: errors and warnings.
fn lines(file: &Json) -> Vec<&Json> {
    file["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note").collect()
}

/// The reports of an office: each fault that fits its way of writing, with the cell at which it has to be told.
fn planted(office: &Office) -> Vec<(&'static Fault, offices::Report, String)> {
    office.faults().map(|fault| office.with(fault)).collect()
}

#[test]
fn planted_faults_are_told_at_their_cells_and_little_else() {
    let desk = offices::after_week_28();
    let (mut count, mut others, mut told_lines) = (0, Vec::new(), 0);
    let mut wrong = String::new();
    for office in OFFICES {
        let reports = planted(office);
        let mut files = vec![office.good()];
        files.extend(reports.iter().map(|(_, report, _)| report.clone()));
        let checked = offices::check(&desk, office, &files);
        let good: BTreeSet<Told> = lines(&checked[0]).into_iter().map(told).collect();
        for ((fault, _, cell), file) in reports.iter().zip(&checked[1..]) {
            let said: Vec<&Json> = lines(file).into_iter().filter(|one| !good.contains(&told(one))).collect();
            let all: Vec<Told> = file["findings"].as_array().unwrap().iter().map(told).collect();
            let right = |one: &Told| one.0 == fault.code && (cell.is_empty() || one.2 == *cell);
            count += 1;
            // The same words at several cells are one line of a slip.
            told_lines += said.iter().map(|one| (text(one, "code"), text(one, "message"))).collect::<BTreeSet<_>>().len();
            let other = said.iter().filter(|one| one["code"] != fault.code).map(|one| told(one));
            others.extend(other.map(|one| format!("{} {} \"{}\": {one:?}", office.code, fault.code, fault.name)));
            if !all.iter().any(right) {
                writeln!(wrong, "{}: {} \"{}\" not at {cell}: {all:?}", office.code, fault.code, fault.name).unwrap();
            }
        }
    }
    println!("{count} faults told, {told_lines} lines, {} other findings:\n{}", others.len(), others.join("\n"));
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 200, "{count}");
    assert!(others.len() * 100 <= count * OTHERS_IN_A_HUNDRED, "{} other findings of {count} faults", others.len());
    assert!(told_lines * 10 <= count * 12, "{told_lines} lines for {count} faults");
}

#[test]
fn a_report_that_is_mended_as_its_slip_says_comes_back_clean() {
    let desk = offices::after_week_28();
    let office = &OFFICES[0];
    let cases: Vec<&Fault> = office.faults().filter(|fault| fault.mended.is_some()).collect();
    let before: Vec<_> = cases.iter().map(|fault| office.with(fault).1).collect();
    let after: Vec<_> = cases.iter().map(|fault| office.mended(fault)).collect();
    let (before, after) = (offices::check(&desk, office, &before), offices::check(&desk, office, &after));
    let mut wrong = String::new();
    for ((fault, before), after) in cases.iter().zip(&before).zip(&after) {
        let slip: Vec<String> =
            lines(before).iter().map(|one| format!("{} {}", one["message"], one["advice"]).replace("\\\"", "\"")).collect();
        let (words, ..) = fault.mended.unwrap();
        if !slip.iter().any(|line| line.contains(words)) {
            writeln!(wrong, "{} \"{}\": no slip says {words}: {slip:?}", fault.code, fault.name).unwrap();
        }
        if !lines(after).is_empty() {
            writeln!(wrong, "{} \"{}\" mended: {:?}", fault.code, fault.name, lines(after)).unwrap();
        }
    }
    println!("{} reports mended", cases.len());
    assert!(cases.len() >= 20, "{}", cases.len());
    assert!(wrong.is_empty(), "{wrong}");
}
