//! What stood in the way while a product was made: its first page says so.

use crate::model::moment::Moment;
use serde::Serialize;

/// What a run worked around. Nothing of it changes a figure by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hindrances {
    /// The inbox could not be scanned: reports that came until this scan are known. `None` if it was scanned.
    pub inbox_until: Option<Moment>,
    /// Today's configuration could not be used: the one in use is valid since then. `None` if today's is in use.
    pub config_since: Option<Moment>,
    /// The same of the registers.
    pub register_since: Option<Moment>,
    /// The same of the form: the one in use is that of a freeze or a release then.
    pub form_since: Option<Moment>,
    /// Our clock was in doubt.
    pub clock_doubted: bool,
}
