//! What the sheets of one workbook say, before another has lent it anything.

use super::faults::Faults;
use crate::model::agency::AgencyCode;
use crate::model::register::Register;
use crate::model::task::TaskCode;
use std::collections::BTreeMap;

/// What the sheets of one workbook say by themselves.
#[derive(Debug)]
pub(super) struct Sheets {
    pub(super) register: Register,
    pub(super) faults: Faults,
    /// The row of each agency, from 0.
    pub(super) agency_rows: BTreeMap<AgencyCode, u32>,
    /// The task or target that a mistaken row of `DieuChinh` is about; `None` if that cannot be read.
    pub(super) adjusted: Vec<Option<TaskCode>>,
    /// The task that a mistaken row of `DonViThamGia` is about; `None` if that cannot be read.
    pub(super) shared: Vec<Option<TaskCode>>,
}
