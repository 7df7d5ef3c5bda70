//! What a rule says about the weeks that were released: how often, of how many offices, with what words. A desk asks before
//! it switches a rule off or on.
//!
//! ```text
//! rule, n → the last n periods with a release in force → sealed inputs → judged anew, with no decision about rules → counts
//! ```
//!
//! Everything is read from the originals, and nothing is written. The rules are today's: a rule that is new since says what
//! it would have said.

use crate::io::failure::Failure;
use crate::io::ledger::ReleaseRecord;
use crate::io::workspace::Workspace;
use crate::model::agency::AgencyCode;
use crate::model::desk_rule::DeskRules;
use crate::model::finding::Finding;
use crate::model::period::Period;
use crate::model::rule_policy::{RuleChange, RulePolicy};
use crate::run::record::originals::Originals;
use crate::run::record::sealed::{Records, Understood};
use crate::run::session::{Start, identity};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Sentences of a period that are shown.
const EXAMPLES: usize = 3;

/// What the rule says about one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedPeriod {
    /// The period that was judged again.
    pub period: Period,
    /// In how many places; 0 if it has nothing to say.
    pub places: u32,
    /// Of how many offices; findings of the whole are nobody's.
    pub agencies: usize,
    /// The first of its findings, by office.
    pub examples: Vec<ReplayedFinding>,
    /// Why the period could not be judged again, in Vietnamese; `None` if it could.
    pub cause: Option<String>,
}

/// One finding of the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedFinding {
    /// Whose report; `None` for the whole.
    pub agency: Option<AgencyCode>,
    /// The sentence that the office would have got, in Vietnamese.
    pub message: String,
}

/// The rule that is asked, and with which numbers.
#[derive(Debug, Clone)]
pub struct RuleQuestion<'a> {
    /// As the catalogue has it.
    pub code: &'a str,
    /// Thresholds that are tried, by name; those that are not named are the program's.
    pub thresholds: BTreeMap<String, i64>,
    /// The rule as the desk writes it today; none for a rule of the program.
    pub desk_rules: DeskRules,
}

impl RuleQuestion<'_> {
    /// No decision about any rule, but for the numbers that are tried.
    fn policy(&self) -> RulePolicy {
        let (thresholds, reason) = (self.thresholds.clone(), String::new());
        let change = RuleChange { code: self.code.to_owned(), weight: None, thresholds, from: None, until: None, reason };
        RulePolicy { off: Vec::new(), changes: vec![change] }
    }
}

/// Asks a rule about the last `periods` periods that were released, the latest first.
///
/// # Errors
///
/// There is no ledger, or it cannot be read. A period that cannot be judged again says so in its line.
pub fn replay(workspace: &Workspace, start: &Start, asked: &RuleQuestion<'_>, periods: usize) -> Result<Vec<ReplayedPeriod>, Failure> {
    identity::check_there(workspace)?;
    let Some(ledger) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    let archive = workspace.archive();
    let understood = Understood::default();
    let records = Records { workspace, ledger: &ledger, archive: &archive, register: None, understood: Some(&understood) };
    let in_force = ledger.in_force()?;
    let mut last: Vec<ReleaseRecord> = ledger.releases()?;
    last.retain(|record| in_force.last(record.period).is_some_and(|(version, _)| version == record.version));
    last.sort_by_key(|record| std::cmp::Reverse(record.period));
    last.truncate(periods);
    let mut originals = Originals::default();
    Ok(last.iter().map(|record| of_period(&records, start, record, asked, &mut originals)).collect())
}

fn of_period(
    records: &Records<'_>,
    start: &Start,
    record: &ReleaseRecord,
    asked: &RuleQuestion<'_>,
    originals: &mut Originals,
) -> ReplayedPeriod {
    let nothing = ReplayedPeriod { period: record.period, places: 0, agencies: 0, examples: Vec::new(), cause: None };
    match found(records, start, record, asked, originals) {
        Err(failure) => ReplayedPeriod { cause: Some(failure.to_string()), ..nothing },
        Ok(found) => ReplayedPeriod {
            places: found.iter().map(Finding::places).sum(),
            agencies: found.iter().filter_map(|finding| finding.agency.as_ref()).collect::<BTreeSet<_>>().len(),
            examples: found
                .into_iter()
                .take(EXAMPLES)
                .map(|finding| ReplayedFinding { agency: finding.agency, message: finding.message })
                .collect(),
            ..nothing
        },
    }
}

/// What the rule finds with what a release was made of.
fn found(
    records: &Records<'_>,
    start: &Start,
    record: &ReleaseRecord,
    asked: &RuleQuestion<'_>,
    originals: &mut Originals,
) -> Result<Vec<Finding>, Failure> {
    let mut sealed = records.open(record)?;
    // A rule that was off then is asked as well.
    sealed.regime.config.rules = asked.policy();
    Arc::make_mut(&mut sealed.regime.register).desk_rules = asked.desk_rules.clone();
    originals.judged(records, &sealed, start, |state, _| {
        let consolidation = state.consolidation;
        let of_offices = consolidation.submissions.into_iter().flat_map(|submission| submission.findings);
        let told = of_offices.chain(consolidation.findings).chain(consolidation.trials);
        Ok(told.filter(|finding| finding.code.as_str() == asked.code).collect())
    })
}
