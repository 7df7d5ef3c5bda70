//! What holds in the place of a row that cannot be used as it is written: the same row of an earlier register. Where there is
//! none, the row counts as far as nothing is guessed by it, and else is left out.
//!
//! One file, because what a row of one sheet may lend depends on what another sheet has lent, and the order is read here.

use super::faults::SheetFaults;
use super::sheets::Sheets;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::calendar::Calendar;
use crate::model::criterion::Criterion;
use crate::model::place::Place;
use crate::model::programme::Programme;
use crate::model::register::{Adjustment, Register};
use crate::model::target::Target;
use crate::model::task::{Task, TaskCode};
use crate::sheets::register_layout as layout;
use crate::sheets::register_layout::{Column, SheetLayout};
use crate::text::format;
use std::collections::{BTreeMap, BTreeSet};

/// Cells of tasks and targets whose blank decides nothing but what is printed, or that the class "Chưa có hạn" tells.
const MAY_BE_BLANK: [&Column; 14] = [
    &layout::tasks::DOCUMENT,
    &layout::tasks::SUPERVISOR,
    &layout::tasks::ISSUED_ON,
    &layout::tasks::SUPPORTS,
    &layout::tasks::DEADLINE,
    &layout::tasks::START,
    &layout::tasks::END,
    &layout::tasks::WINDOW,
    &layout::targets::PROVIDERS,
    &layout::targets::LOW,
    &layout::targets::HIGH,
    &layout::targets::MAY_FALL,
    &layout::criteria::TO,
    &layout::criteria::DOCUMENT,
];

/// Cells that say whether an office has to report, and where its reports lie.
const DUTY: [&Column; 6] = [
    &layout::agencies::FOLDER,
    &layout::agencies::WEEKLY,
    &layout::agencies::ROUTE,
    &layout::agencies::SUPERVISOR,
    &layout::agencies::FROM,
    &layout::agencies::TO,
];

/// What became of a mistaken row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// The row of an earlier register holds.
    Earlier,
    /// No earlier register knows which of the rows with its code is meant: the first one counts.
    First,
    /// The cell counts as blank.
    Blank,
    /// The office is known, and nothing is asked of it.
    NotAsked,
    /// The row is not used.
    LeftOut,
    /// The row names nothing that is not named elsewhere; these earlier rows, which the sheet has no more, go on.
    Kept(Vec<String>),
}

impl Fate {
    fn told(&self) -> String {
        match self {
            Self::Earlier => "Tạm dùng dòng này theo danh mục trước đó.".to_owned(),
            Self::First => "Tạm tính dòng này.".to_owned(),
            Self::Blank => "Tạm coi ô này là trống.".to_owned(),
            Self::NotAsked => "Tạm thời chưa yêu cầu đơn vị này báo cáo.".to_owned(),
            Self::LeftOut => "Dòng này tạm thời chưa được tính.".to_owned(),
            Self::Kept(names) => format!("Tạm giữ theo danh mục trước đó: {}.", format::list(names, 8)),
        }
    }
}

/// The fates of the rows of one sheet, by row from 0.
type Fates = BTreeMap<u32, Fate>;

/// A row of a sheet in which each row has a name of its own.
trait NamedRow: Clone {
    /// The name of the row, which stands in the sheet once.
    fn name(&self) -> String;
    /// Can it count although these cells say nothing?
    fn counts_without(&self, headings: &[&str]) -> bool;
    /// Stands in the place of another row.
    fn moved_to(&mut self, place: &Place);
    /// Where it stands, if that is kept.
    fn place(&self) -> Option<&Place>;
}

fn all_may_be_blank(headings: &[&str]) -> bool {
    headings.iter().all(|heading| MAY_BE_BLANK.iter().any(|column| column.heading == *heading))
}

macro_rules! row_with_place {
    ($row:ty) => {
        impl NamedRow for $row {
            fn name(&self) -> String {
                self.code.to_string()
            }
            fn counts_without(&self, headings: &[&str]) -> bool {
                all_may_be_blank(headings)
            }
            fn moved_to(&mut self, place: &Place) {
                self.place = place.clone();
            }
            fn place(&self) -> Option<&Place> {
                Some(&self.place)
            }
        }
    };
}

row_with_place!(Task);
row_with_place!(Target);
row_with_place!(Criterion);

impl NamedRow for Programme {
    fn name(&self) -> String {
        self.name.clone()
    }
    fn counts_without(&self, _: &[&str]) -> bool {
        false
    }
    fn moved_to(&mut self, place: &Place) {
        self.place = place.clone();
    }
    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }
}

impl NamedRow for Agency {
    fn name(&self) -> String {
        self.code.to_string()
    }
    // Left out, its reports would be those of a stranger.
    fn counts_without(&self, _: &[&str]) -> bool {
        true
    }
    fn moved_to(&mut self, _: &Place) {}
    fn place(&self) -> Option<&Place> {
        None
    }
}

/// Replaces, blanks or leaves out what cannot be used, says so in the mistakes, and says of each earlier workbook whether
/// it is needed for that.
pub(super) fn fill(sheets: &mut Sheets, earlier: &[Option<Sheets>]) -> Vec<bool> {
    let mut filling = Filling { needed: vec![false; earlier.len()], earlier };
    let Sheets { register, faults, agency_rows, adjusted, shared } = sheets;
    let mut fates: BTreeMap<&'static str, Fates> = BTreeMap::new();
    let agencies = faults.sheet(&layout::agencies::SHEET);
    let row = |agency: &Agency| agency_rows.get(&agency.code).copied();
    let found = filling.rows(&mut register.agencies, (&layout::agencies::SHEET, agencies), |s| &s.register.agencies, row, agency_row);
    fates.insert(layout::agencies::SHEET.name, not_asked(&mut register.agencies, agency_rows, agencies, found));
    register.agencies.sort_by_key(|agency| agency.order);
    let tasks = faults.sheet(&layout::tasks::SHEET);
    let found = filling.rows(&mut register.tasks, (&layout::tasks::SHEET, tasks), |s| &s.register.tasks, placed, placed_in);
    fates.insert(layout::tasks::SHEET.name, found);
    let targets = faults.sheet(&layout::targets::SHEET);
    let found = filling.rows(&mut register.targets, (&layout::targets::SHEET, targets), |s| &s.register.targets, placed, placed_in);
    fates.insert(layout::targets::SHEET.name, found);
    let criteria = faults.sheet(&layout::criteria::SHEET);
    let found = filling.rows(&mut register.criteria, (&layout::criteria::SHEET, criteria), |s| &s.register.criteria, placed, placed_in);
    fates.insert(layout::criteria::SHEET.name, found);
    let programmes = faults.sheet(&layout::programmes::SHEET);
    let list: fn(&Sheets) -> &Vec<Programme> = |s| &s.register.programmes;
    let found = filling.rows(&mut register.programmes, (&layout::programmes::SHEET, programmes), list, placed, placed_in);
    fates.insert(layout::programmes::SHEET.name, found);
    let kept = filling.adjustments(&mut register.adjustments, adjusted);
    fates.insert(layout::adjustments::SHEET.name, all(faults.sheet(&layout::adjustments::SHEET), &kept));
    let kept = filling.parts(&mut register.tasks, shared);
    fates.insert(layout::participants::SHEET.name, all(faults.sheet(&layout::participants::SHEET), &kept));
    let calendar = faults.sheet(&layout::calendar::SHEET);
    let kept = if calendar.rows().next().is_some() { filling.calendar(&mut register.calendar) } else { Vec::new() };
    fates.insert(layout::calendar::SHEET.name, all(calendar, &kept));
    filling.named_agencies(register);
    for mistake in &mut register.mistakes {
        let sheet = mistake.place.sheet.as_deref();
        let sheet = layout::REGISTER.iter().find(|layout| sheet.is_some_and(|name| same_name(name, layout)));
        let fate = sheet.and_then(|layout| fates.get(layout.name)).zip(mistake.place.cell).and_then(|(fates, cell)| fates.get(&cell.row));
        mistake.message = format!("{} {}", mistake.message, fate.unwrap_or(&Fate::LeftOut).told());
    }
    filling.needed
}

fn same_name(name: &str, layout: &SheetLayout) -> bool {
    crate::text::normalise::key(name) == crate::text::normalise::key(layout.name)
}

/// The same fate for every mistaken row of a sheet.
fn all(faults: &SheetFaults, kept: &[String]) -> Fates {
    let fate = if kept.is_empty() { Fate::LeftOut } else { Fate::Kept(kept.to_vec()) };
    faults.rows().map(|row| (row, fate.clone())).collect()
}

fn placed<T: NamedRow>(row: &T) -> Option<u32> {
    Some(row.place()?.cell?.row)
}

fn placed_in<T: NamedRow>(_: &Sheets, row: &T) -> Option<u32> {
    placed(row)
}

fn agency_row(sheets: &Sheets, agency: &Agency) -> Option<u32> {
    sheets.agency_rows.get(&agency.code).copied()
}

/// Nothing is asked of an office of which it cannot be read whether it has to report, and nowhere is it said to belong.
fn not_asked(agencies: &mut [Agency], rows: &BTreeMap<AgencyCode, u32>, faults: &SheetFaults, mut fates: Fates) -> Fates {
    let known: BTreeSet<AgencyCode> = agencies.iter().map(|agency| agency.code.clone()).collect();
    for agency in agencies {
        let Some(row) = rows.get(&agency.code).filter(|row| fates.get(row) == Some(&Fate::Blank)) else { continue };
        let wrong = |column: &Column| faults.headings(*row).contains(&column.heading);
        if DUTY.iter().any(|column| wrong(column)) {
            agency.weekly = false;
            fates.insert(*row, Fate::NotAsked);
        }
        for name in [&mut agency.name, &mut agency.short] {
            if name.is_empty() {
                *name = agency.code.to_string();
            }
        }
        agency.parent = agency.parent.take().filter(|code| known.contains(code) && !wrong(&layout::agencies::PARENT));
        agency.successor = agency.successor.take().filter(|code| known.contains(code) && !wrong(&layout::agencies::SUCCESSOR));
    }
    fates
}

/// Where a row of an earlier workbook stands, from 0; `None` if that is not known.
type RowIn<T> = fn(&Sheets, &T) -> Option<u32>;

/// What earlier workbooks lend.
struct Filling<'a> {
    earlier: &'a [Option<Sheets>],
    needed: Vec<bool>,
}

impl<'a> Filling<'a> {
    /// Notes that an earlier workbook is needed to come to the same register again.
    fn needs(&mut self, at: usize) {
        if let Some(needed) = self.needed.get_mut(at) {
            *needed = true;
        }
    }

    /// The earlier workbooks up to the first in which nothing is wrong with a sheet: what that one does not have was taken out, and
    /// is not brought back by one before it.
    fn sheets_until_sound(&mut self, sheet: &SheetLayout) -> Vec<(usize, &'a Sheets)> {
        let all: Vec<(usize, &'a Sheets)> = self.sheets().collect();
        let sound = all.iter().position(|(_, sheets)| sheets.faults.sheet(sheet).rows().next().is_none());
        let known: Vec<(usize, &'a Sheets)> = all.into_iter().take(sound.map_or(usize::MAX, |at| at + 1)).collect();
        if let (Some(_), Some((at, _))) = (sound, known.last()) {
            // It decides also where it lends nothing.
            self.needs(*at);
        }
        known
    }

    fn sheets(&self) -> impl Iterator<Item = (usize, &'a Sheets)> + use<'a> {
        self.earlier.iter().enumerate().filter_map(|(at, sheets)| Some((at, sheets.as_ref()?)))
    }

    /// The rows of one sheet. `row` says where a row of this workbook stands, `row_in` where one of an earlier workbook does.
    fn rows<T: NamedRow>(
        &mut self,
        current: &mut Vec<T>,
        (sheet, faults): (&SheetLayout, &SheetFaults),
        list: fn(&Sheets) -> &Vec<T>,
        row: impl Fn(&T) -> Option<u32>,
        row_in: RowIn<T>,
    ) -> Fates {
        let mut fates = Fates::new();
        if faults.rows().next().is_none() {
            return fates;
        }
        // Only what nothing was wrong with stands in for something.
        let sound = |sheets: &'a Sheets| {
            let faults = sheets.faults.sheet(sheet);
            list(sheets).iter().filter(move |found| !row_in(sheets, found).is_some_and(|row| faults.has(row)))
        };
        let here: BTreeSet<String> = current.iter().map(NamedRow::name).collect();
        let mut named: BTreeSet<u32> = BTreeSet::new();
        let mut kept: Vec<T> = Vec::new();
        for mut found in std::mem::take(current) {
            let Some(at) = row(&found).filter(|at| faults.has(*at)) else {
                kept.push(found);
                continue;
            };
            named.insert(at);
            let name = found.name();
            let mut known = self.sheets_until_sound(sheet).into_iter();
            let earlier = known.find_map(|(from, s)| Some((from, sound(s).find(|other| other.name() == name)?)));
            if let Some((from, earlier)) = earlier {
                self.needs(from);
                let place = found.place().cloned();
                found = earlier.clone();
                place.iter().for_each(|place| found.moved_to(place));
                kept.push(found);
                fates.insert(at, Fate::Earlier);
            } else if faults.is_first_of_twins(at) {
                kept.push(found);
                fates.insert(at, Fate::First);
            } else if found.counts_without(faults.headings(at)) {
                kept.push(found);
                fates.insert(at, Fate::Blank);
            } else {
                fates.insert(at, Fate::LeftOut);
            }
        }
        // A row without a readable name may be any of those that the sheet has no more.
        let nameless: Vec<u32> = faults.rows().filter(|row| !named.contains(row)).collect();
        if !nameless.is_empty() {
            let mut gone: Vec<String> = Vec::new();
            for (from, sheets) in self.sheets_until_sound(sheet) {
                for earlier in sound(sheets) {
                    let name = earlier.name();
                    if !here.contains(&name) && !gone.contains(&name) {
                        self.needs(from);
                        kept.push(earlier.clone());
                        gone.push(name);
                    }
                }
            }
            let fate = if gone.is_empty() { Fate::LeftOut } else { Fate::Kept(gone) };
            fates.extend(nameless.into_iter().map(|row| (row, fate.clone())));
            kept.sort_by_key(|found| placed(found).unwrap_or_default());
        }
        *current = kept;
        fates
    }

    /// Adjustments that a mistaken row may stand for: those of the same code that the sheet has no more.
    fn adjustments(&mut self, current: &mut Vec<Adjustment>, about: &[Option<TaskCode>]) -> Vec<String> {
        let kind = |a: &Adjustment| (a.code.clone(), std::mem::discriminant(&a.change), a.from);
        let meant = |a: &Adjustment| about.iter().any(|code| code.as_ref().is_none_or(|code| *code == a.code));
        let mut found = Vec::new();
        if about.is_empty() {
            return found;
        }
        for (from, sheets) in self.sheets_until_sound(&layout::adjustments::SHEET) {
            for earlier in sheets.register.adjustments.iter().filter(|a| meant(a)) {
                if !current.iter().any(|a| kind(a) == kind(earlier)) {
                    current.push(earlier.clone());
                    self.needs(from);
                    found.push(format!("{} (từ {})", earlier.code, format::date(earlier.from)));
                }
            }
        }
        current.sort_by_key(|adjustment| adjustment.from);
        found
    }

    /// Parts of tasks that a mistaken row may stand for: those without work and deadline of their own.
    fn parts(&mut self, tasks: &mut [Task], about: &[Option<TaskCode>]) -> Vec<String> {
        let mut found = Vec::new();
        if about.is_empty() {
            return found;
        }
        let known = self.sheets_until_sound(&layout::participants::SHEET);
        for task in tasks.iter_mut().filter(|task| about.iter().any(|code| code.as_ref().is_none_or(|code| *code == task.code))) {
            for part in task.parts.iter_mut().filter(|part| part.work.is_empty() && part.deadline.is_none()) {
                let earlier = known.iter().find_map(|(from, sheets)| {
                    let task = sheets.register.tasks.iter().find(|other| other.code == task.code)?;
                    let other = task.parts.iter().find(|other| other.agency == part.agency)?;
                    (!other.work.is_empty() || other.deadline.is_some()).then_some((*from, other))
                });
                if let Some((from, other)) = earlier {
                    *part = other.clone();
                    self.needs(from);
                    found.push(format!("{} của {}", task.code, part.agency));
                }
            }
        }
        found
    }

    /// Days and cutoffs that a mistaken row may stand for: those that the sheet has no more.
    fn calendar(&mut self, current: &mut Calendar) -> Vec<String> {
        let mut found = Vec::new();
        for (from, sheets) in self.sheets_until_sound(&layout::calendar::SHEET) {
            let before = current.clone();
            let earlier = &sheets.register.calendar;
            for (day, name) in earlier.rest_days.iter().filter(|(day, _)| !before.work_days.contains(day)) {
                current.rest_days.entry(*day).or_insert_with(|| name.clone());
            }
            current.work_days.extend(earlier.work_days.iter().filter(|day| !before.rest_days.contains_key(day)));
            for (period, announced) in &earlier.overrides {
                current.overrides.entry(*period).or_insert_with(|| announced.clone());
            }
            for (period, own) in &earlier.own {
                let weeks = current.own.entry(*period).or_default();
                for (agency, announced) in own {
                    weeks.entry(agency.clone()).or_insert_with(|| announced.clone());
                }
            }
            for (day, name) in &earlier.unconfirmed {
                if current.rest_days.contains_key(day) || current.work_days.contains(day) {
                    current.unconfirmed.entry(*day).or_insert_with(|| name.clone());
                }
            }
            if *current != before {
                self.needs(from);
                let days = current.rest_days.keys().filter(|day| !before.rest_days.contains_key(day));
                found.extend(days.chain(current.work_days.difference(&before.work_days)).map(|day| format::date(*day)));
                let weeks = current.overrides.keys().filter(|period| !before.overrides.contains_key(period));
                let own = current.own.iter().filter(|(period, own)| before.own.get(period) != Some(own)).map(|(period, _)| period);
                found.extend(weeks.chain(own).map(|period| format!("tuần {}", format::period(*period))));
            }
        }
        found
    }

    /// Offices that only a row of an earlier register names.
    fn named_agencies(&mut self, register: &mut Register) {
        let mut known: BTreeSet<AgencyCode> = register.agencies.iter().map(|agency| agency.code.clone()).collect();
        let of_tasks = register.tasks.iter().flat_map(|task| task.agencies());
        let of_targets = register.targets.iter().flat_map(|target| target.leads.iter().chain(&target.providers));
        let of_agencies = register.agencies.iter().flat_map(|agency| agency.parent.iter().chain(&agency.successor));
        let mut wanted: Vec<AgencyCode> = of_tasks.chain(of_targets).chain(of_agencies).cloned().collect();
        while let Some(code) = wanted.pop() {
            if !known.insert(code.clone()) {
                continue;
            }
            let found = self.sheets().find_map(|(from, s)| Some((from, s.register.agencies.iter().find(|a| a.code == code)?)));
            if let Some((from, agency)) = found {
                self.needs(from);
                wanted.extend(agency.parent.iter().chain(&agency.successor).cloned());
                register.agencies.push(agency.clone());
            }
        }
        register.agencies.sort_by_key(|agency| agency.order);
    }
}
