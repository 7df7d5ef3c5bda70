//! The fields by which a condition names what stands in a row: the columns of the form, and what the register says of the
//! task, target or criterion.

use super::condition::{Kind, Value};
use crate::model::agency::AgencyCode;
use crate::model::fields::{Access, AnyField, FieldSpec, Record};
use crate::model::report::{CriterionRow, Field, FieldId as F, Reading, SheetId, TargetRow, TargetValue, TaskRow};
use crate::model::task::Validity;
use crate::rules::view::{CriterionEntry, ReportView, TargetEntry, TaskEntry};

/// Fields that every row has: whose report it is, and the day on which deadlines are judged.
const OF_REPORT: [(&str, Kind); 2] = [("don_vi", Kind::Text), ("hom_nay", Kind::Day)];

/// What the register says of a row.
pub(super) trait FieldSource {
    /// The value of a field of the register; `None` if it has none of that name.
    fn of_register(&self, name: &str, agency: &AgencyCode) -> Option<Value>;

    /// Is it the agency's to report on? Rows of others are refused and not looked at any further.
    fn is_of(&self, agency: &AgencyCode) -> bool;
}

const OF_TASK: [(&str, Kind); 4] = [("han", Kind::Day), ("ngay_giao", Kind::Day), ("nhom", Kind::Text), ("van_ban", Kind::Text)];

impl FieldSource for TaskEntry<'_> {
    fn of_register(&self, name: &str, agency: &AgencyCode) -> Option<Value> {
        let task = self.task;
        Some(match name {
            "han" => task.and_then(|task| task.deadline_for(agency)).map_or(Value::Blank, |deadline| Value::Day(deadline.to)),
            "ngay_giao" => task.and_then(|task| task.issued_on).map_or(Value::Blank, Value::Day),
            "nhom" => Value::Text(task.map(|task| task.group.to_string()).unwrap_or_default()),
            "van_ban" => Value::Text(task.map(|task| task.document.to_string()).unwrap_or_default()),
            _ => return None,
        })
    }

    fn is_of(&self, _: &AgencyCode) -> bool {
        self.assigned().is_some_and(|(task, _)| task.validity != Validity::Withdrawn)
    }
}

const OF_TARGET: [(&str, Kind); 1] = [("muc_tieu", Kind::Number)];

impl FieldSource for TargetEntry<'_> {
    fn of_register(&self, name: &str, _: &AgencyCode) -> Option<Value> {
        (name == "muc_tieu").then(|| self.target.map_or(Value::Blank, |target| Value::Number(target.goal)))
    }

    fn is_of(&self, agency: &AgencyCode) -> bool {
        self.target.is_some_and(|target| target.validity != Validity::Withdrawn && target.providers.contains(agency))
    }
}

impl FieldSource for CriterionEntry<'_> {
    fn of_register(&self, _: &str, _: &AgencyCode) -> Option<Value> {
        None
    }

    fn is_of(&self, _: &AgencyCode) -> bool {
        self.criterion.is_some()
    }
}

/// The name of a column of the form; `None` if conditions do not speak of it.
fn name(id: F) -> Option<&'static str> {
    Some(match id {
        F::TaskCode | F::TargetCode | F::CriterionCode => "ma",
        F::Content => "noi_dung",
        F::Role => "vai_tro",
        F::Status => "trang_thai",
        F::Percent => "ty_le",
        F::CompletedOn => "ngay_hoan_thanh",
        F::Result | F::Value | F::CriterionResult => "ket_qua",
        F::Evidence => "minh_chung",
        F::Obstacle => "vuong_mac",
        F::Cause => "nguyen_nhan",
        F::Proposal => "kien_nghi",
        F::Level => "cap_giai_quyet",
        F::ExpectedOn => "du_kien",
        F::NextWeek => "tuan_toi",
        F::Note => "ghi_chu",
        F::TargetName | F::CriterionName => "ten",
        F::Unit => "don_vi_tinh",
        F::Numerator => "tu_so",
        F::Denominator => "mau_so",
        F::Estimated => "uoc_tinh",
        F::DataSource => "nguon_so_lieu",
        F::Assessment => "tu_danh_gia",
        F::Reason => "ly_do",
        F::ProposedMethod => "phuong_phap",
        F::CriterionValue => "gia_tri",
        F::MetOn => "ngay_dat",
        _ => return None,
    })
}

/// The columns of a sheet that have a name, with what their cells hold.
fn columns<R: Record>() -> impl Iterator<Item = (&'static str, Kind)> {
    R::FIELDS.iter().filter_map(|spec| Some((name(spec.id)?, kind(spec.access.as_ref()?)?)))
}

fn kind<R>(access: &Access<R>) -> Option<Kind> {
    Some(match access {
        Access::Text(_) | Access::Role(_) | Access::Status(_) | Access::Assessment(_) | Access::Criterion(_) => Kind::Text,
        Access::Percent(_) | Access::Number(_) | Access::Value(..) => Kind::Number,
        Access::Day(_) => Kind::Day,
        Access::Mark(_) => Kind::Flag,
        Access::Moment(_) | Access::Count(_) | Access::Period(_) => return None,
    })
}

/// Every field of a sheet, by name, with what it holds.
fn fields(sheet: SheetId) -> Vec<(&'static str, Kind)> {
    let of_sheet: Vec<(&str, Kind)> = match sheet {
        SheetId::Tasks => columns::<TaskRow>().chain(OF_TASK).collect(),
        SheetId::Targets => columns::<TargetRow>().chain(OF_TARGET).collect(),
        SheetId::Criteria => columns::<CriterionRow>().collect(),
        SheetId::Info | SheetId::ExtraTasks => return Vec::new(),
    };
    of_sheet.into_iter().chain(OF_REPORT).collect()
}

/// The names of the fields of a sheet, in the order of the form.
pub fn names(sheet: SheetId) -> Vec<&'static str> {
    fields(sheet).into_iter().map(|(name, _)| name).collect()
}

/// What a field holds; `None` if the sheet has none of that name.
pub(super) fn kind_of(sheet: SheetId, wanted: &str) -> Option<Kind> {
    fields(sheet).into_iter().find(|(name, _)| *name == wanted).map(|(_, kind)| kind)
}

/// The field of a sheet that says what a row is about.
pub(super) fn key(sheet: SheetId) -> F {
    match sheet {
        SheetId::Targets => F::TargetCode,
        SheetId::Criteria => F::CriterionCode,
        SheetId::Tasks | SheetId::Info | SheetId::ExtraTasks => F::TaskCode,
    }
}

fn column<R: Record>(wanted: &str) -> Option<&'static FieldSpec<R>> {
    R::FIELDS.iter().find(|spec| name(spec.id) == Some(wanted) && spec.access.is_some())
}

/// A column of the form with its cell; `None` if the field is the register's.
pub(super) fn in_form<'r, R: Record>(row: &'r R, wanted: &str) -> Option<(F, &'r dyn AnyField)> {
    let spec = column::<R>(wanted)?;
    Some((spec.id, spec.access.as_ref()?.field(row)))
}

/// The value of a field in a row.
pub(super) fn value<R: Record>(row: &R, entry: &dyn FieldSource, view: &ReportView<'_>, wanted: &str) -> Value {
    match wanted {
        "don_vi" => return Value::Text(view.case.agency.to_string()),
        "hom_nay" => return Value::Day(view.case.day),
        _ => {}
    }
    let Some(access) = column::<R>(wanted).and_then(|spec| spec.access.as_ref()) else {
        return entry.of_register(wanted, view.case.agency).unwrap_or(Value::Text(String::new()));
    };
    let blank_text = || Value::Text(String::new());
    let word = |label: &str| Value::Text(label.to_owned());
    match access {
        Access::Text(at) => Value::Text((at.get)(row).text().to_string()),
        Access::Role(at) => of_cell((at.get)(row), blank_text, |role| word(role.label())),
        Access::Status(at) => of_cell((at.get)(row), blank_text, |reading| word(reading.status.label())),
        Access::Assessment(at) => of_cell((at.get)(row), blank_text, |assessment| word(assessment.label())),
        Access::Criterion(at) => of_cell((at.get)(row), blank_text, |result| word(result.label())),
        Access::Percent(at) | Access::Number(at) => of_cell((at.get)(row), || Value::Blank, |number| Value::Number(*number)),
        Access::Value(at, _) => of_cell(
            (at.get)(row),
            || Value::Blank,
            |value| match value {
                TargetValue::Number(number) => Value::Number(*number),
                TargetValue::Passed(_) => Value::Other((at.get)(row).typed.to_string()),
            },
        ),
        Access::Day(at) => of_cell((at.get)(row), || Value::Blank, |day| Value::Day(*day)),
        Access::Mark(at) => of_cell((at.get)(row), || Value::Flag(false), |mark| Value::Flag(*mark)),
        Access::Moment(_) | Access::Count(_) | Access::Period(_) => Value::Text(String::new()),
    }
}

fn of_cell<T>(cell: &Field<T>, blank: impl Fn() -> Value, read: impl Fn(&T) -> Value) -> Value {
    match &cell.reading {
        Reading::Value(value) => read(value),
        Reading::Empty => blank(),
        Reading::Unreadable => Value::Other(cell.typed.to_string()),
    }
}
