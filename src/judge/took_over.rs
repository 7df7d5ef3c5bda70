//! The offices that ended in a period and that one office took over: what they reported while they were offices speaks for their tasks
//! (`src/docs/rows.md`, "Offices that become one").

use crate::judge::exempt;
use crate::judge::file::Basis;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::config::Config;
use crate::model::submission::Version;

/// What an office took over in a period.
#[derive(Debug, Clone, Default)]
pub struct TookOver {
    /// Offices that ended in it, in the order of the register.
    pub offices: Vec<AgencyCode>,
    /// Of them, those that had to report here.
    must_report: Vec<AgencyCode>,
    /// It began after all of them had ended, so that nothing else can be known of it.
    is_new: bool,
}

impl TookOver {
    /// What `agency` took over in the period of `basis`, of the offices that became it.
    pub fn of(agency: &Agency, offices: &[&Agency], basis: &Basis<'_>, config: &Config) -> Self {
        let mut took_over = Self { is_new: true, ..Self::default() };
        for office in offices {
            let Some(last_day) = office.to.filter(|to| basis.span.first <= *to && *to < basis.day) else { continue };
            took_over.is_new &= agency.from > last_day;
            took_over.offices.push(office.code.clone());
            if exempt::because(office, last_day, config).is_none() {
                took_over.must_report.push(office.code.clone());
            }
        }
        took_over
    }

    /// Do these reports say what the office itself could have said: is it new, and did all of them report that had to?
    pub fn is_whole(&self, versions: &[Version], reports: &[usize]) -> bool {
        let under = |index: &usize| versions.get(*index).and_then(|version| version.under.as_ref());
        let has_reported = |office: &AgencyCode| reports.iter().filter_map(under).any(|under| under.code == *office);
        self.is_new && !reports.is_empty() && self.must_report.iter().all(has_reported)
    }
}
