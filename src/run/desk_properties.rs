//! Consolidating consolidations is consolidating reports: any tree of desks over the same reports, registers and cutoffs gives the
//! figures, rows and sources of one desk. Each desk below is heard through what it writes into its workbook, and nothing else.

use crate::forms::desk_report::read::read;
use crate::io::excel_write;
use crate::judge::duties::Duties;
use crate::merge::accept::{AcceptInput, accept, carry};
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::merge::desks::Offices;
use crate::merge::figures::Figures;
use crate::merge::leave;
use crate::merge::testing::{agency, date, finding, fridays, register, report, row, text, value};
use crate::model::agency::AgencyCode;
use crate::model::config::{Config, Desk, Lights, Limits};
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::criterion::CriterionResult;
use crate::model::cutoff::Cutoffs;
use crate::model::desk_report::DeskReport;
use crate::model::finding::{Effect, Finding};
use crate::model::hindrances::Hindrances;
use crate::model::history::History;
use crate::model::late_rows::LateRows;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::proposal::ProposalRecord;
use crate::model::register::Register;
use crate::model::report::{AgencyReport, CriterionRow, ExtraTaskRow, SheetId, StatusReading, Table, TargetRow, TargetValue, TaskRow};
use crate::model::rhythm::Rhythm;
use crate::model::submission::{Evidence, Standing, Submission};
use crate::model::task::{Role, Status};
use crate::reader;
use crate::rules::Ruleset;
use crate::sheets::input::{OfficeRows, ProductInput};
use crate::sheets::office_rows::PageRows;
use crate::sheets::sheet::Book;
use crate::sheets::{as_read, chart_data};
use crate::testing;
use chrono::{Datelike, Days};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The offices of the register.
const OFFICES: [&str; 5] = ["SYT", "STC", "SKHCN", "X-BINH", "P-AN"];

/// What an office does in a week.
#[derive(Debug, Clone)]
struct Sent {
    standing: Standing,
    report: AgencyReport,
    confirms: bool,
    rejected: Vec<u32>,
}

/// A desk: its place in the tree, whom it hears itself, and what its releases left.
#[derive(Debug, Clone)]
struct Node {
    code: AgencyCode,
    direct: Vec<&'static str>,
    below: Vec<Self>,
    history: History,
}

fn any_task() -> impl Strategy<Value = TaskRow> {
    let word = || proptest::sample::select(&["", "đang làm", "Đã trình\nlần 2", "=1+1", "không"][..]);
    let status = (proptest::sample::select(&Status::ALL[..]), any::<bool>());
    (status, proptest::option::of(0i64..=1000), proptest::option::of(0u64..60), [word(), word(), word(), word()], 1usize..=7, any::<bool>())
        .prop_map(|((status, nearly_done), percent, day, [result, obstacle, proposal, cause], code, leads)| {
            let mut row = row(0, &format!("KH11-{code:03}"), status, None, result);
            row.status = value(StatusReading { status, exact: true, nearly_done });
            row.percent = percent.map_or_else(Default::default, |tenths| value(Decimal::new(tenths, 1)));
            (row.obstacle, row.proposal, row.cause) = (text(obstacle), text(proposal), text(cause));
            row.level = text(if proposal.is_empty() { "" } else { "UBND tỉnh" });
            row.expected_on = day.map_or_else(Default::default, |day| value(date(2025, 9, 1) + Days::new(day)));
            row.completed_on = day.map_or_else(Default::default, |day| value(date(2025, 6, 1) + Days::new(day)));
            row.role = if leads { value(Role::Lead) } else { Default::default() };
            row
        })
}

fn any_report() -> impl Strategy<Value = AgencyReport> {
    let target = (0i64..100, 1i64..=100).prop_map(|(numerator, denominator)| TargetRow {
        row: 0,
        code: text("CT-001"),
        numerator: value(Decimal::from(numerator)),
        denominator: value(Decimal::from(denominator)),
        value: value(TargetValue::Number((Decimal::from(numerator * 100) / Decimal::from(denominator)).round_dp(2))),
        ..TargetRow::default()
    });
    let criterion = (0u32..2, proptest::sample::select(&CriterionResult::ALL[..])).prop_map(|(at, result)| CriterionRow {
        row: at,
        code: text(["TC01", "TC02"][usize::try_from(at).unwrap()]),
        result: value(result),
        evidence: text("Biên bản"),
        ..CriterionRow::default()
    });
    let extra =
        any::<bool>().prop_map(|there| ExtraTaskRow { content: text(if there { "Việc mới" } else { "" }), ..ExtraTaskRow::default() });
    let sheet = |name: &str| name.to_owned();
    (proptest::collection::vec(any_task(), 0..8), proptest::option::of(target), proptest::collection::vec(criterion, 0..3), extra).prop_map(
        move |(mut tasks, target, criteria, extra)| {
            for (at, row) in (0u32..).zip(&mut tasks) {
                row.row = at;
                row.code.cell = Some(CellRef::new(at, 1));
            }
            AgencyReport {
                targets: target.map(|row| Table { sheet: sheet("ChiTieu").into(), rows: vec![row] }),
                criteria: Some(Table { sheet: sheet("TieuChi").into(), rows: criteria }),
                extra_tasks: Some(Table { sheet: sheet("NhiemVuPhatSinh").into(), rows: vec![extra] }),
                ..report(tasks)
            }
        },
    )
}

fn any_sent() -> impl Strategy<Value = Sent> {
    let standings = [Standing::OnTime, Standing::OnTime, Standing::Admitted, Standing::Late, Standing::Returned, Standing::Missing];
    (proptest::sample::select(standings.to_vec()), any_report(), any::<bool>(), proptest::collection::vec(0u32..8, 0..3))
        .prop_map(|(standing, report, confirms, rejected)| Sent { standing, report, confirms, rejected })
}

type Week = BTreeMap<&'static str, Sent>;

fn any_week() -> impl Strategy<Value = Week> {
    proptest::collection::vec(any_sent(), OFFICES.len()).prop_map(|sent| OFFICES.into_iter().zip(sent).collect())
}

/// Above which desk each desk stands, and to which each office reports: up to six desks on up to four levels.
fn any_tree() -> impl Strategy<Value = Node> {
    (
        proptest::collection::vec(any::<proptest::sample::Index>(), 0..6),
        proptest::collection::vec(any::<proptest::sample::Index>(), OFFICES.len()),
    )
        .prop_map(|(above, homes)| {
            let mut parents: Vec<Option<usize>> = vec![None];
            let level = |parents: &[Option<usize>], desk: usize| std::iter::successors(Some(desk), |desk| parents[*desk]).count();
            for above in above {
                let parent = above.index(parents.len());
                let parent = if level(&parents, parent) >= 4 { 0 } else { parent };
                parents.push(Some(parent));
            }
            let homes: Vec<usize> = homes.iter().map(|home| home.index(parents.len())).collect();
            node(0, &parents, &homes)
        })
}

fn node(desk: usize, parents: &[Option<usize>], homes: &[usize]) -> Node {
    Node {
        code: agency(&format!("D{desk}")),
        direct: OFFICES.into_iter().zip(homes).filter(|(_, home)| **home == desk).map(|(office, _)| office).collect(),
        below: (0..parents.len()).filter(|below| parents[*below] == Some(desk)).map(|below| node(below, parents, homes)).collect(),
        history: History::default(),
    }
}

fn alone() -> Node {
    Node { code: agency("D0"), direct: OFFICES.to_vec(), below: Vec::new(), history: History::default() }
}

/// How what a desk writes comes to the desk above.
#[derive(Debug, Clone, Copy)]
enum Carrier {
    Cells,
    Bytes,
}

fn first_week() -> Period {
    testing::week()
}

/// A week of a desk and of all below it: what it knows, and what it hands on.
fn bring(node: &mut Node, register: &Register, period: Period, week: &Week, carrier: Carrier) -> (Consolidation, Offices, DeskReport) {
    let desks: Vec<DeskReport> = node.below.iter_mut().map(|below| bring(below, register, period, week, carrier).2).collect();
    let later = Days::new(7 * u64::from(period.first_day().num_days_from_ce().abs_diff(first_week().first_day().num_days_from_ce()) / 7));
    let cutoffs = Cutoffs { submit: testing::cutoffs().submit + later, release: testing::cutoffs().release + later };
    let day = moment::day(cutoffs.submit);
    let history = node.history.clone();
    let duties = Duties::new(register, &history, period, day);
    let mut offices = Offices::default();
    for office in OFFICES {
        let (code, sent) = (agency(office), &week[office]);
        let asked = node.direct.contains(&office);
        let standing = if asked { sent.standing } else { Standing::Exempt };
        let came = asked && sent.standing != Standing::Missing;
        let merged = matches!(standing, Standing::OnTime | Standing::Admitted);
        let findings: Vec<Finding> = sent.rejected.iter().map(|row| finding(Effect::Row, SheetId::Tasks, *row, None)).collect();
        let said = || {
            let (file, sha256) = (format!("{office}/{period}.xlsx"), format!("{period}"));
            let (report, confirms) = (&sent.report, sent.confirms);
            accept(&AcceptInput {
                agency: &code,
                file: &file.into(),
                sha256: &sha256.into(),
                report,
                confirms,
                findings: &findings,
                duties: &duties,
            })
        };
        if standing == Standing::Late {
            let rows = said();
            offices.late.extend(period, &rows.tasks, &rows.targets, &rows.criteria);
        }
        offices.accepted.insert(code.clone(), if merged { said() } else { carry(&duties, &code) });
        let submission = Submission {
            standing,
            merged,
            evidence: came.then_some(Evidence::Scan),
            received_at: came.then_some(cutoffs.submit),
            findings: if merged { findings.clone() } else { Vec::new() },
            as_sent: None,
            ..Submission::nothing(&code, cutoffs)
        };
        offices.submissions.insert(code, submission);
    }
    offices.take_in(register, cutoffs, desks.iter());
    let consolidation = consolidate(ConsolidateInput {
        register,
        period,
        rhythm: Rhythm { calendar: &register.calendar, schedule: &fridays() },
        cutoffs,
        day,
        submissions: offices.submissions.values().cloned().collect(),
        accepted: &offices.accepted,
        roads: &offices.roads,
        history: &history,
        proposals: &ProposalRecord::default(),
        lights: &Lights::DEFAULT,
        due_soon_days: 7,
        latest_receipt: None,
        rules: &Ruleset::default(),
    });
    let handed_on = through_workbook(node, &consolidation, &offices, carrier);
    node.history = leave::history(&consolidation, &offices.accepted, &history, &BTreeMap::new());
    offices.late.clone().put_before(&mut node.history);
    (consolidation, offices, handed_on)
}

/// What the desk above reads.
fn through_workbook(node: &Node, consolidation: &Consolidation, offices: &Offices, carrier: Carrier) -> DeskReport {
    let config = testing::config();
    let config = Config { desk: Desk { code: node.code.clone(), ..config.desk.clone() }, ..config };
    let fingerprints = BTreeMap::new();
    let input = ProductInput {
        consolidation,
        config: &config,
        desk_name: "Đầu mối",
        edition: Edition::Release { version: 1, late: false },
        register_sha256: "",
        chain_head: None,
        admissions: &[],
        earlier: &[],
        rows: Some(OfficeRows { accepted: &offices.accepted, late: &offices.late, fingerprints: &fingerprints }),
        replacement: None,
        withdrawals: &[],
        hindrances: Hindrances::default(),
    };
    let mut data = chart_data::sheet(&input, PageRows::new(&input));
    let workbook =
        |sheets| Book { title: String::new(), created: consolidation.cutoffs.release, properties: Vec::new(), names: Vec::new(), sheets };
    let raw = match carrier {
        Carrier::Cells => as_read::workbook(&workbook(vec![data])),
        Carrier::Bytes => {
            data.visibility = crate::sheets::sheet::Visibility::Visible;
            let bytes = excel_write::to_bytes(&workbook(vec![data])).unwrap();
            reader::read(&bytes, ".xlsx", &Limits::OWN).unwrap()
        }
    };
    let report = read(&raw).unwrap();
    assert_eq!(report.edits, [], "{}", node.code);
    report
}

/// In one order: which desk spoke first decides nothing.
fn sorted(mut late: LateRows) -> LateRows {
    late.tasks.sort_by(|a, b| (&a.agency, &a.task).cmp(&(&b.agency, &b.task)));
    late.targets.sort_by(|a, b| (&a.agency, &a.target).cmp(&(&b.agency, &b.target)));
    late.criteria.sort_by(|a, b| (&a.agency, &a.criterion).cmp(&(&b.agency, &b.criterion)));
    late
}

fn is_one_desk(mut tree: Node, weeks: &[Week], carrier: Carrier) -> Result<(), TestCaseError> {
    let (register, mut flat) = (register(), alone());
    let mut period = first_week();
    for week in weeks {
        let (of_tree, through, _) = bring(&mut tree, &register, period, week, carrier);
        let (of_one, direct, _) = bring(&mut flat, &register, period, week, carrier);
        let differences = Figures::differences(&Figures::of(&of_one), &Figures::of(&of_tree));
        prop_assert!(differences.is_empty(), "{period}: {differences:#?}");
        prop_assert_eq!(&through.accepted, &direct.accepted);
        prop_assert_eq!(sorted(through.late), sorted(direct.late));
        period = period.next();
    }
    Ok(())
}

/// Looks at `usual` trees, or at as many as the variable says, made from `TONGHOP_SEED` or else from any seed, which
/// is told with what failed.
fn look_at(variable: &str, usual: u32, weeks: std::ops::Range<usize>, carrier: Carrier) {
    fn given<T: std::str::FromStr>(variable: &str) -> Option<T> {
        std::env::var(variable).ok()?.parse().ok()
    }
    // The hasher of every map is seeded anew by the system.
    let any = || std::hash::BuildHasher::hash_one(&std::collections::hash_map::RandomState::new(), variable);
    let (trees, seed) = (given(variable).unwrap_or(usual), given("TONGHOP_SEED").unwrap_or_else(any));
    let config = ProptestConfig { cases: trees, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..ProptestConfig::default() };
    let looked = TestRunner::new(config)
        .run(&(any_tree(), proptest::collection::vec(any_week(), weeks)), |(tree, weeks)| is_one_desk(tree, &weeks, carrier));
    looked.unwrap_or_else(|failure| panic!("TONGHOP_SEED={seed}: {failure}"));
}

#[test]
fn any_tree_of_desks_is_one_desk() {
    look_at("TONGHOP_TREES", 50, 1..4, Carrier::Cells);
}

#[test]
fn any_tree_of_desks_is_one_desk_through_the_bytes_of_workbooks() {
    look_at("TONGHOP_BYTE_TREES", 2, 2..3, Carrier::Bytes);
}
