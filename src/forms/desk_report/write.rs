//! Writing the tables: one row after the other, so that no second copy of all rows is made.

use crate::forms::desk_report::definition::{DeskForm, TableForm, TableId};
use crate::forms::desk_report::record;
use serde::Serialize;
use std::collections::BTreeMap;

/// Makes the texts of rows, and keeps how many there are of each table, and their digests.
#[derive(Debug, Default)]
pub struct RowWriter {
    rows: BTreeMap<String, u32>,
    digests: Vec<String>,
}

impl RowWriter {
    /// How many rows each table has, by its name. A table without rows has none.
    pub fn rows(&self) -> BTreeMap<String, u32> {
        self.rows.clone()
    }

    /// One digest of all rows, in no order.
    pub fn digest(&self) -> String {
        whole(self.digests.clone())
    }

    /// The texts of a table's heading row.
    pub fn headings(id: TableId) -> Vec<String> {
        let headings = |table: &TableForm| {
            let columns = table.columns.iter().map(|column| column.heading.clone());
            std::iter::once(table.name.clone()).chain(columns).collect()
        };
        DeskForm::current().table(id).map(headings).unwrap_or_default()
    }

    /// The texts of a row, the last one no blank.
    pub fn row<R: Serialize>(&mut self, id: TableId, row: &R) -> Vec<String> {
        let Some(table) = DeskForm::current().table(id) else { return Vec::new() };
        let mut texts = record::texts(row, table);
        let mut said: Vec<(&str, &str)> =
            table.columns.iter().map(|column| column.heading.as_str()).zip(texts.iter().map(String::as_str)).collect();
        said.sort_by(|(one, _), (other, _)| record::in_digest(one, other));
        let digest = record::digest(&table.name, said.iter().copied());
        if id != TableId::Release {
            *self.rows.entry(table.name.clone()).or_default() += 1;
            self.digests.push(digest.clone());
        }
        texts.insert(0, digest);
        while texts.pop_if(|text| text.is_empty()).is_some() {}
        texts
    }
}

/// One digest of many, in no order.
pub(super) fn whole(mut digests: Vec<String>) -> String {
    digests.sort_unstable();
    record::of_texts(digests.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::desk_report::cell_values;
    use crate::model::criterion::CriterionResult;
    use crate::model::desk_report::{DeskRelease, NearCompletion, OfficeStanding, PageRow};
    use crate::model::extra_task::ExtraTask;
    use crate::model::freeze_terms::AgencyCutoff;
    use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
    use crate::model::known_rows::LeadClaim;
    use crate::model::place::CellRef;
    use crate::model::report::{FieldId, TargetValue};
    use crate::model::submission::{Evidence, Standing};
    use crate::model::target::Assessment;
    use crate::model::task::Status;
    use crate::model::waiting::{EndedProposal, Ending, Wait};
    use crate::testing::{agency, cutoffs, day, decimal, july, known_criterion, known_target, known_task, task_code, week};
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;

    /// A row without any blank value.
    fn task() -> KnownTask {
        let mut row = known_task("SYT", "KH11-001", Status::Done);
        row.source.cell = Some(CellRef::new(8, 1));
        row.source.sheet = " Nhiệm  vụ ".into();
        KnownTask {
            percent: Some(decimal("99.50")),
            completed_on: Some(day(2025, 7, 1)),
            result: "=1+1\n  Đã ban hành".into(),
            evidence: "12/QĐ".into(),
            obstacle: "Thiếu vốn".into(),
            cause: "Chờ".into(),
            proposal: "Bổ sung".into(),
            level: "UBND tỉnh".into(),
            expected_on: Some(day(2025, 12, 31)),
            next_week: "Họp".into(),
            note: "Có".into(),
            changed_in: Some(week()),
            late_in: Some(week()),
            taken_back_in: Some(week()),
            waiting: [(FieldId::Proposal, Wait { since: week().previous(), said_in: week() })].into(),
            ended: Some(EndedProposal { text: "Cũ".into(), level: String::new(), since: week(), how: Ending::Answered }),
            stale_fields: [(FieldId::Percent, week().previous())].into(),
            ..row
        }
    }

    fn target() -> KnownTarget {
        let mut row = known_target("SYT", "CT-001");
        row.source.cell = Some(CellRef::new(8, 1));
        KnownTarget {
            numerator: Some(decimal("1")),
            denominator: Some(decimal("3")),
            value: Some(TargetValue::Number(decimal("33.3"))),
            estimated: true,
            data_source: "Sổ".into(),
            assessment: Some(Assessment::NotMet),
            reason: "Chưa đủ".into(),
            proposed_method: "Đếm".into(),
            note: "1".into(),
            changed_in: Some(week()),
            late_in: Some(week()),
            stale_fields: [(FieldId::Value, week())].into(),
            added: vec![known_target("STC", "CT-001").source],
            ..row
        }
    }

    fn criterion() -> KnownCriterion {
        let mut row = known_criterion("P-AN", "TC01", CriterionResult::Met);
        row.source.cell = Some(CellRef::new(8, 1));
        KnownCriterion {
            value: "16".into(),
            met_on: Some(day(2025, 7, 2)),
            evidence: "BB".into(),
            obstacle: "Không".into(),
            note: "0".into(),
            changed_in: Some(week()),
            late_in: Some(week()),
            ..row
        }
    }

    fn office() -> OfficeStanding {
        OfficeStanding {
            agency: agency("SYT"),
            name: "Sở Y tế".into(),
            standing: Standing::Admitted,
            evidence: Some(Evidence::ServerTime),
            received_at: Some(july(11, 11, 2)),
            booked_late: true,
            merged: true,
            nil: true,
            form_unfilled: true,
            confirmed_only: true,
            document_received: Some(july(11, 10, 0)),
            revised_after_cutoff: Some(july(11, 12, 0)),
            exempt_because: Some("không".into()),
            cutoff: AgencyCutoff { own: true, ..AgencyCutoff::general(cutoffs()) },
            file: Some("SYT/a.xlsx".into()),
            sha256: Some("ab".into()),
            version: Some(2),
            fingerprint: Some("cd".into()),
            missing_streak: 1,
            rejects: 2,
            errors: 3,
            warnings: 4,
            rows: [("Dòng nhiệm vụ".to_owned(), vec!["KH11-001".to_owned()])].into(),
        }
    }

    fn release() -> DeskRelease {
        DeskRelease {
            form_version: "1.1".into(),
            desk: agency("SKHCN"),
            desk_name: "Sở KH&CN".into(),
            period: week(),
            version: 1,
            late: true,
            rehearsal: true,
            submit_cutoff: cutoffs().submit,
            release_cutoff: cutoffs().release,
            rows: [("Dòng nhiệm vụ".to_owned(), 4)].into(),
            rows_digest: "ff".into(),
        }
    }

    /// Every value of a full row has its column, and the row comes back as it was: nothing that is kept stays behind.
    fn travels<R: Serialize + DeserializeOwned + PartialEq + Debug>(id: TableId, row: &R) {
        let table = DeskForm::current().table(id).unwrap();
        let texts = record::texts(row, table);
        let blank: Vec<&str> =
            table.columns.iter().zip(&texts).filter(|(_, text)| text.is_empty()).map(|(c, _)| c.field.as_str()).collect();
        assert_eq!(blank, Vec::<&str>::new(), "{id:?}: no value stands there");
        assert_eq!(cell_values::row::<R>(&texts, table).as_ref(), Some(row), "{id:?}");
    }

    #[test]
    fn every_value_of_every_row_travels() {
        travels(TableId::Tasks, &task());
        travels(TableId::LateTasks, &task());
        travels(TableId::Targets, &target());
        travels(TableId::Criteria, &criterion());
        travels(TableId::Offices, &office());
        let source = task().source;
        let content = "Việc mới".to_owned();
        let extra = ExtraTask {
            agency: agency("SYT"),
            content: content.clone(),
            document: content.clone(),
            assigned_on: Some(day(2025, 7, 1)),
            deadline: "31/12/2025".into(),
            status: content.clone(),
            result: content,
            source: source.clone(),
        };
        travels(TableId::ExtraTasks, &extra);
        travels(TableId::Claims, &LeadClaim { task: task_code("KH11-001"), agency: agency("SYT"), source });
        travels(TableId::NearCompletion, &NearCompletion { agency: agency("SYT"), task: task_code("KH11-001") });
        travels(TableId::Release, &release());
        travels(TableId::Pages, &PageRow { sheet: "Nhiệm vụ".into(), row: 4, heading: true, digest: "ab".into() });
    }

    #[test]
    fn a_row_without_a_value_comes_back_without_it() {
        for row in
            [known_task("SYT", "KH11-001", Status::InProgress), KnownTask { status: None, ..known_task("SYT", "KH11-001", Status::Done) }]
        {
            let table = DeskForm::current().table(TableId::Tasks).unwrap();
            assert_eq!(cell_values::row::<KnownTask>(&record::texts(&row, table), table), Some(row));
        }
        let passed = KnownTarget { value: Some(TargetValue::Passed(false)), ..known_target("SYT", "CT-001") };
        let table = DeskForm::current().table(TableId::Targets).unwrap();
        assert_eq!(cell_values::row::<KnownTarget>(&record::texts(&passed, table), table), Some(passed));
    }

    #[test]
    fn words_leave_without_numbers_of_persons_and_fit_a_cell_before_they_are_counted() {
        let mut writer = RowWriter::default();
        let long = "\"ệ\n".repeat(20_000);
        let ended = EndedProposal { text: format!("Gọi\n0912345678\n{long}"), level: String::new(), since: week(), how: Ending::Solved };
        let row = KnownTask { result: long.clone(), note: "Gọi 0912345678".into(), ended: Some(ended), ..task() };
        let texts = writer.row(TableId::Tasks, &row);
        assert!(texts.iter().all(|text| text.encode_utf16().count() <= 32_767 && !text.contains("0912345678")), "{texts:?}");
        let table = DeskForm::current().table(TableId::Tasks).unwrap();
        let back: KnownTask = cell_values::row(&texts[1..], table).unwrap();
        assert!(back.result.ends_with("(đã cắt)") && back.ended.is_some_and(|ended| ended.text.ends_with("(đã cắt)")));
    }

    #[test]
    fn what_is_no_value_of_its_kind_is_no_row() {
        let table = DeskForm::current().table(TableId::Tasks).unwrap();
        let with = |heading: &str, text: &str| {
            let mut texts = record::texts(&task(), table);
            let at = table.columns.iter().position(|column| column.heading == heading).unwrap();
            texts[at] = text.to_owned();
            cell_values::row::<KnownTask>(&texts, table)
        };
        for (heading, text) in [
            ("Trạng thái đơn vị báo", "Xong"),
            ("Tỷ lệ hoàn thành (%)", "bốn mươi"),
            ("Ô", "8,1"),
            ("Kỳ báo gần nhất", "tuần 28"),
            ("Kỳ báo gần nhất", ""),
            ("Nêu từ kỳ", "{"),
            ("Mã đơn vị", ""),
        ] {
            assert_eq!(with(heading, text), None, "{heading}: {text}");
        }
        assert_eq!(with("Kết quả thực hiện", "").map(|row| row.result), Some(String::new()));
    }

    #[test]
    fn a_row_ends_with_its_last_value_and_is_counted() {
        let mut writer = RowWriter::default();
        let row = writer.row(TableId::NearCompletion, &NearCompletion { agency: agency("SYT"), task: task_code("KH11-001") });
        assert_eq!((row.len(), row[1].as_str(), row[0].len()), (3, "SYT", 16));
        let short = writer.row(TableId::Tasks, &known_task("SYT", "KH11-001", Status::InProgress));
        assert!(short.len() < RowWriter::headings(TableId::Tasks).len() && short.last().is_some_and(|text| !text.is_empty()));
        assert_eq!(writer.rows(), [("Cơ bản hoàn thành".to_owned(), 1), ("Dòng nhiệm vụ".to_owned(), 1)].into());
        let mut other = RowWriter::default();
        other.row(TableId::Tasks, &known_task("SYT", "KH11-001", Status::InProgress));
        assert_ne!(other.digest(), writer.digest());
        other.row(TableId::NearCompletion, &NearCompletion { agency: agency("SYT"), task: task_code("KH11-001") });
        assert_eq!(other.digest(), writer.digest(), "in any order");
    }
}
