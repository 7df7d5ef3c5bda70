//! The fingerprint of a report's content: equal for two reports that say the same, whatever their first sheet says
//! (T16 finds last week's report sent again with it).

use crate::model::report::{AgencyReport, CriterionRow, ExtraTaskRow, Field, TargetRow, TaskRow};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256, in hexadecimal, of all typed values but those of `ThongTin`, row by row in the order of the file.
pub fn fingerprint(report: &AgencyReport) -> String {
    let mut digest = Sha256::new();
    if let Some(table) = &report.tasks {
        digest.update(b"tasks\x1d");
        table.rows.iter().for_each(|row| feed(&mut digest, &task(row)));
    }
    if let Some(table) = &report.targets {
        digest.update(b"targets\x1d");
        table.rows.iter().for_each(|row| feed(&mut digest, &target(row)));
    }
    if let Some(table) = &report.criteria {
        digest.update(b"criteria\x1d");
        table.rows.iter().for_each(|row| feed(&mut digest, &criterion(row)));
    }
    if let Some(table) = &report.extra_tasks {
        digest.update(b"extra\x1d");
        table.rows.iter().for_each(|row| feed(&mut digest, &extra(row)));
    }
    let mut hex = String::with_capacity(64);
    for byte in digest.finalize() {
        // Writing to a String cannot fail.
        let _: Result<(), std::fmt::Error> = write!(hex, "{byte:02x}");
    }
    hex
}

/// Fields are separated, so that moving a text to the next column is a change.
fn feed(digest: &mut Sha256, fields: &[&str]) {
    for field in fields {
        digest.update(field.as_bytes());
        digest.update(b"\x1f");
    }
    digest.update(b"\x1e");
}

fn t<T>(field: &Field<T>) -> &str {
    &field.typed
}

fn task(r: &TaskRow) -> [&str; 16] {
    [
        t(&r.code),
        t(&r.content),
        t(&r.role),
        t(&r.deadline),
        t(&r.status),
        t(&r.percent),
        t(&r.completed_on),
        t(&r.result),
        t(&r.evidence),
        t(&r.obstacle),
        t(&r.cause),
        t(&r.proposal),
        t(&r.level),
        t(&r.expected_on),
        t(&r.next_week),
        t(&r.note),
    ]
}

fn target(r: &TargetRow) -> [&str; 13] {
    [
        t(&r.code),
        t(&r.name),
        t(&r.unit),
        t(&r.goal),
        t(&r.numerator),
        t(&r.denominator),
        t(&r.value),
        t(&r.estimated),
        t(&r.data_source),
        t(&r.assessment),
        t(&r.reason),
        t(&r.proposed_method),
        t(&r.note),
    ]
}

fn criterion(r: &CriterionRow) -> [&str; 8] {
    [t(&r.code), t(&r.name), t(&r.result), t(&r.value), t(&r.met_on), t(&r.evidence), t(&r.obstacle), t(&r.note)]
}

fn extra(r: &ExtraTaskRow) -> [&str; 7] {
    [t(&r.content), t(&r.document), t(&r.assigned_on), t(&r.deadline), t(&r.supports), t(&r.status), t(&r.result)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::{Info, Reading, Table};

    fn typed(text: &str) -> Field<crate::model::shared_text::SharedText> {
        Field { typed: text.into(), reading: Reading::Value(text.into()), ..Field::default() }
    }

    fn report(change: impl FnOnce(&mut TaskRow)) -> AgencyReport {
        let mut row = TaskRow { code: typed("KH11-007"), result: typed("Đã xong"), ..TaskRow::default() };
        change(&mut row);
        AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows: vec![row] }), ..AgencyReport::default() }
    }

    #[test]
    fn the_first_sheet_and_the_place_of_rows_do_not_count_but_every_value_does() {
        let base = fingerprint(&report(|_| {}));
        assert_eq!(base.len(), 64);
        let mut moved = report(|row| row.row = 17);
        moved.info = Info { approver: typed("Giám đốc"), ..Info::default() };
        assert_eq!(fingerprint(&moved), base);
        assert_ne!(fingerprint(&report(|row| row.result = typed("Đã xong."))), base);
        assert_ne!(fingerprint(&report(|row| row.note = typed("x"))), base);
        let shifted = report(|row| {
            row.evidence = row.result.clone();
            row.result = Field::default();
        });
        assert_ne!(fingerprint(&shifted), base);
        assert_ne!(fingerprint(&AgencyReport::default()), base);
    }
}
