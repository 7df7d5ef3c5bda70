//! What an office has since another one ended in the period: its form may have been issued before, without a row for any of it.

use crate::model::agency::{Agency, AgencyCode};
use crate::model::history::Source;
use crate::model::target::Target;
use crate::model::task::Task;
use crate::rules::case::ReportCase;

/// The offices that ended in the period of a report and whose successor sent it, in the order of the register.
#[derive(Debug)]
pub(super) struct TakenOver<'a> {
    case: &'a ReportCase<'a>,
    offices: Vec<&'a Agency>,
}

impl<'a> TakenOver<'a> {
    pub(super) fn of(case: &'a ReportCase<'a>) -> Self {
        let ended = |agency: &&Agency| {
            agency.successor.as_ref() == Some(case.agency) && agency.to.is_some_and(|to| case.span.first <= to && to < case.day)
        };
        Self { case, offices: case.register.agencies.iter().filter(ended).collect() }
    }

    /// Did no such office end? So it is in nearly every period, and nobody has to look at tasks then.
    pub(super) fn is_nothing(&self) -> bool {
        self.offices.is_empty()
    }

    /// The office that last reported a task, if it is one of them.
    pub(super) fn who_had_task(&self, task: &Task) -> Option<&'a AgencyCode> {
        let history = self.case.history;
        let source = history.task(self.case.agency, &task.code).map(|known| &known.source);
        self.who_had(source, |office| history.task(office, &task.code).is_some())
    }

    /// The same of a target.
    pub(super) fn who_had_target(&self, target: &Target) -> Option<&'a AgencyCode> {
        let history = self.case.history;
        let source = history.target(self.case.agency, &target.code).map(|known| &known.source);
        self.who_had(source, |office| history.target(office, &target.code).is_some())
    }

    fn who_had(&self, source: Option<&Source>, has: impl Fn(&AgencyCode) -> bool) -> Option<&'a AgencyCode> {
        let codes = self.offices.iter().map(|office| &office.code);
        match source {
            Some(source) => codes.into_iter().find(|code| **code == source.agency),
            None => codes.into_iter().find(|code| has(code)),
        }
    }
}
