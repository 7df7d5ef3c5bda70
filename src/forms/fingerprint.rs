//! The fingerprint of a report's content: equal for two reports that say the same, whatever their first sheet says
//! (T16 finds last week's report sent again with it).

use crate::model::fields::Row;
use crate::model::report::{AgencyReport, Table};
use crate::text::sha256;
use sha2::{Digest, Sha256};

/// SHA-256, in hexadecimal, of all typed values but those of `ThongTin`, row by row in the order of the file. Sealed with
/// every release and compared with it a week later: what is fed here, and in which order, stays as it is.
pub fn fingerprint(report: &AgencyReport) -> String {
    let mut digest = Sha256::new();
    feed(&mut digest, b"tasks\x1d", &report.tasks);
    feed(&mut digest, b"targets\x1d", &report.targets);
    feed(&mut digest, b"criteria\x1d", &report.criteria);
    feed(&mut digest, b"extra\x1d", &report.extra_tasks);
    sha256::hex(&digest.finalize())
}

/// Fields are separated, so that moving a text to the next column is a change.
fn feed<R: Row>(digest: &mut Sha256, sheet: &[u8], table: &Option<Table<R>>) {
    let Some(table) = table else { return };
    digest.update(sheet);
    for row in &table.rows {
        for access in R::FIELDS.iter().filter_map(|spec| spec.access.as_ref()) {
            digest.update(access.field(row).typed().as_bytes());
            digest.update(b"\x1f");
        }
        digest.update(b"\x1e");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::{Field, Info, Reading, TaskRow};
    use serde::Serialize;
    use serde::de::DeserializeOwned;

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

    /// A row in which every field says its own name.
    fn named<R: Row + Serialize + DeserializeOwned>() -> Option<Table<R>> {
        let mut row = serde_json::to_value(R::at(0)).unwrap();
        for (name, field) in row.as_object_mut().unwrap().iter_mut().filter(|(_, field)| field.is_object()) {
            field["typed"] = name.as_str().into();
        }
        Some(Table { sheet: "".into(), rows: vec![serde_json::from_value(row).unwrap()] })
    }

    #[test]
    fn it_is_the_one_that_earlier_releases_sealed() {
        let report = AgencyReport { info: Info::default(), tasks: named(), targets: named(), criteria: named(), extra_tasks: named() };
        assert_eq!(fingerprint(&report), "83b2feebe1869f5091079fe8c335455c717c23705b563045783de5e005aac1a4");
    }
}
