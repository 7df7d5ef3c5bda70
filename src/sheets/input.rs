//! What the sheets of a product are made from: the figures of a period, and what is printed with them.

use crate::model::agency::AgencyCode;
use crate::model::config::Config;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::hindrances::Hindrances;
use crate::model::inbox::Receipt;
use crate::model::known_rows::KnownRows;
use crate::model::late_rows::LateRows;
use crate::model::replacement::Replacement;
use crate::model::submission::Admission;
use crate::model::withdrawal::Withdrawal;
use std::collections::BTreeMap;

/// What a release hands on to the desk above beside what it prints.
#[derive(Debug, Clone, Copy)]
pub struct OfficeRows<'a> {
    /// Rows of every agency after the period.
    pub accepted: &'a BTreeMap<AgencyCode, KnownRows>,
    /// What late reports say that are not in the figures.
    pub late: &'a LateRows,
    /// Digests of the counted reports.
    pub fingerprints: &'a BTreeMap<AgencyCode, String>,
}

/// What the products of an edition are made from.
#[derive(Debug, Clone, Copy)]
pub struct ProductInput<'a> {
    /// Everything that is printed, in its print order.
    pub consolidation: &'a Consolidation,
    /// Desk, layout, colours, and whether this is a rehearsal.
    pub config: &'a Config,
    /// Full name of the desk, from configuration or register.
    pub desk_name: &'a str,
    /// Draft, frozen or release; of a release, which version.
    pub edition: Edition,
    /// SHA-256 of the registers used, in hexadecimal.
    pub register_sha256: &'a str,
    /// The hash at the head of the ledger's chain before what fixes or releases this; `None` for a draft, and where version
    /// 0.1 made it.
    pub chain_head: Option<&'a str>,
    /// Exceptions granted for the period: for what stays at the desk.
    pub admissions: &'a [Admission],
    /// Receipts of the files of earlier periods that figures still stand on; none of a draft, which prints none.
    pub earlier: &'a [Receipt],
    /// What goes on to the desk above; `None` of a draft and a freeze, which are not handed on.
    pub rows: Option<OfficeRows<'a>>,
    /// What the edition replaces; `None` for a first version.
    pub replacement: Option<&'a Replacement>,
    /// The withdrawn versions in whose place the edition stands; none for most.
    pub withdrawals: &'a [Withdrawal],
    /// What was in the way while it was made.
    pub hindrances: Hindrances,
}
