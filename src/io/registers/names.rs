//! Who is meant by a code, a name, an alias or the name of a group.

use super::table::{Log, Row};
use crate::model::agency::{Agency, AgencyCode};
use crate::model::place::Place;
use crate::sheets::register_layout::Column;
use crate::text::{format, normalise, suggest};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Every spelling by which the register knows an agency.
#[derive(Debug)]
pub(super) struct Names<'a> {
    agencies: &'a [Agency],
    /// Where each stands in print order.
    order: BTreeMap<&'a AgencyCode, usize>,
    /// Key of a code, name, short name or alias to the agencies that have it.
    known: BTreeMap<String, BTreeSet<&'a AgencyCode>>,
    /// The same without marks.
    unaccented: BTreeMap<String, BTreeSet<&'a AgencyCode>>,
    /// Key of a group's name to the group.
    groups: BTreeMap<String, Group<'a>>,
    /// Is `DonVi` there with its codes? Otherwise that is the mistake, not each name.
    complete: bool,
}

/// A group, as first written.
#[derive(Debug)]
struct Group<'a> {
    name: &'a str,
    /// Those that report every week and have no last day, in print order.
    members: Vec<&'a AgencyCode>,
    /// Those that report every week up to a last day, with nobody taking over.
    ending: Vec<&'a AgencyCode>,
}

/// What a spelling stands for.
enum Meaning<'n, 'a> {
    One(&'a AgencyCode),
    Group(&'n Group<'a>),
    Several(Vec<&'a AgencyCode>),
    Unknown,
}

impl<'a> Names<'a> {
    /// All spellings of the sheet `DonVi`.
    pub(super) fn new(agencies: &'a [Agency], complete: bool) -> Self {
        let mut order = BTreeMap::new();
        for (place, agency) in agencies.iter().enumerate() {
            order.entry(&agency.code).or_insert(place);
        }
        let mut names = Self { agencies, order, known: BTreeMap::new(), unaccented: BTreeMap::new(), groups: BTreeMap::new(), complete };
        for agency in agencies {
            let spellings =
                [agency.code.as_str(), &agency.name, &agency.short].into_iter().chain(agency.aliases.iter().map(String::as_str));
            for spelling in spellings.filter(|s| !s.is_empty()) {
                names.known.entry(normalise::key(spelling)).or_default().insert(&agency.code);
                names.unaccented.entry(normalise::unaccented(spelling)).or_default().insert(&agency.code);
            }
            for group in &agency.groups {
                let blank = Group { name: group, members: Vec::new(), ending: Vec::new() };
                let group = names.groups.entry(normalise::key(group)).or_insert(blank);
                match (agency.weekly, &agency.to, &agency.successor) {
                    (true, None, _) => group.members.push(&agency.code),
                    (true, Some(_), None) => group.ending.push(&agency.code),
                    (true, Some(_), Some(_)) | (false, ..) => {}
                }
            }
        }
        names
    }

    /// The one agency that a cell names: by code or any spelling. Not a group.
    pub(super) fn one(&self, row: Row<'_>, column: &Column, text: &str, log: &mut Log) -> Option<AgencyCode> {
        match self.meaning(text) {
            Meaning::One(code) => Some(self.current(code, &row.place(column), log)),
            Meaning::Several(codes) => {
                log.mistake(row.place(column), ambiguous(text, &codes));
                None
            }
            Meaning::Group(_) | Meaning::Unknown => {
                self.say_unknown(&row.place(column), text, false, log);
                None
            }
        }
    }

    /// The agencies that a cell names, in the order written, each once; groups stand for their members.
    pub(super) fn list(&self, row: Row<'_>, column: &Column, text: &str, log: &mut Log) -> Vec<AgencyCode> {
        let mut codes: Vec<AgencyCode> = Vec::new();
        let mut seen: BTreeSet<AgencyCode> = BTreeSet::new();
        let mut add = |code: AgencyCode| {
            if seen.insert(code.clone()) {
                codes.push(code);
            }
        };
        let place = row.place(column);
        for part in self.parts(text) {
            match self.meaning(&part) {
                Meaning::One(code) => add(self.current(code, &place, log)),
                Meaning::Group(group) => {
                    if group.members.is_empty() {
                        let message = format!("Nhóm “{}” không có đơn vị nào còn hiệu lực và phải nộp báo cáo tuần.", group.name);
                        log.mistake(place.clone(), message);
                    }
                    // Nobody here knows today's date, so a last day leaves a member out; that must not be silent.
                    for code in &group.ending {
                        let message = format!("Nhóm “{}” không gồm {code}, vì đơn vị này có “Hiệu lực đến”.", group.name);
                        log.note(place.clone(), message);
                    }
                    group.members.iter().for_each(|code| add((*code).clone()));
                }
                Meaning::Several(codes) => log.mistake(place.clone(), ambiguous(&part, &codes)),
                Meaning::Unknown => self.say_unknown(&place, &part, true, log),
            }
        }
        codes
    }

    /// The agencies that a cell names for one day, each with whether it is named itself or as a member of a group. Who is
    /// in effect on that day stands for itself; later its successor does.
    pub(super) fn on_day(&self, row: Row<'_>, column: &Column, text: &str, day: NaiveDate, log: &mut Log) -> Vec<(AgencyCode, bool)> {
        let mut found = Vec::new();
        let place = row.place(column);
        for part in self.parts(text) {
            match self.meaning(&part) {
                Meaning::One(code) => found.push((self.in_effect(code, day).clone(), true)),
                Meaning::Group(group) => {
                    let wanted = normalise::key(group.name);
                    let member = |a: &&Agency| a.weekly && a.in_effect(day) && a.groups.iter().any(|g| normalise::key(g) == wanted);
                    let members: Vec<(AgencyCode, bool)> = self.agencies.iter().filter(member).map(|a| (a.code.clone(), false)).collect();
                    if members.is_empty() {
                        let message = format!("Nhóm “{}” không có đơn vị nào phải nộp báo cáo tuần vào ngày này.", group.name);
                        log.mistake(place.clone(), message);
                    }
                    found.extend(members);
                }
                Meaning::Several(codes) => log.mistake(place.clone(), ambiguous(&part, &codes)),
                Meaning::Unknown => self.say_unknown(&place, &part, true, log),
            }
        }
        found
    }

    /// The agency, or whoever had taken over from it by that day.
    fn in_effect(&self, code: &'a AgencyCode, day: NaiveDate) -> &'a AgencyCode {
        let mut current = code;
        for _ in self.agencies {
            match self.order.get(current).and_then(|place| self.agencies.get(*place)).map(|a| (&a.to, &a.successor)) {
                Some((Some(to), Some(successor))) if *to < day => current = successor,
                _ => break,
            }
        }
        current
    }

    /// Codes in the print order of the register.
    pub(super) fn in_print_order(&self, codes: &mut [AgencyCode]) {
        codes.sort_by_key(|code| self.order.get(code));
    }

    /// The agency itself, or the one that took over from it, with a note.
    fn current(&self, code: &AgencyCode, place: &Place, log: &mut Log) -> AgencyCode {
        let mut current = code;
        // As many steps as there are agencies: a circle of successors is a mistake of `DonVi`, said there.
        for _ in self.agencies {
            let Some(agency) = self.order.get(current).and_then(|place| self.agencies.get(*place)) else { break };
            match (&agency.to, &agency.successor) {
                (Some(_), Some(successor)) => current = successor,
                (Some(to), None) => {
                    log.note(place.clone(), format!("{current} hết hiệu lực sau ngày {} và không ghi đơn vị kế thừa.", format::date(*to)));
                    break;
                }
                (None, _) => break,
            }
        }
        if current != code {
            log.note(place.clone(), format!("{code} đã hết hiệu lực; lấy đơn vị kế thừa {current}."));
        }
        current.clone()
    }

    /// A whole cell if it is one known spelling; else its parts, and of each part the longest known spellings:
    /// "Sở Văn hóa, Thể thao và Du lịch" is one office, however it is separated from the next.
    fn parts(&self, text: &str) -> Vec<String> {
        if !matches!(self.meaning(text), Meaning::Unknown) {
            return vec![text.to_owned()];
        }
        let mut parts = Vec::new();
        for part in text.split([';', '\n']).map(str::trim).filter(|p| !normalise::key(p).is_empty()) {
            if matches!(self.meaning(part), Meaning::Unknown) {
                parts.extend(self.longest_known(part));
            } else {
                parts.push(part.to_owned());
            }
        }
        parts
    }

    /// Cuts a part into known spellings separated by commas, "và", slashes or hyphens; what is not known stays one
    /// piece up to the next comma.
    fn longest_known(&self, part: &str) -> Vec<String> {
        let key = normalise::key(part);
        let mut rest = key.as_str();
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let known = self.known.keys().map(String::as_str).chain(self.groups.keys().map(String::as_str));
            let longest = known
                .filter(|k| rest.strip_prefix(*k).is_some_and(|after| after.is_empty() || separator(after).is_some()))
                .max_by_key(|k| k.len());
            let taken = match longest {
                Some(known) => known.len(),
                None => rest.find([',']).unwrap_or(rest.len()),
            };
            let (piece, after) = rest.split_at(taken);
            pieces.push(piece.trim().to_owned());
            rest = separator(after).unwrap_or(after);
        }
        pieces.retain(|p| !p.is_empty());
        if pieces.iter().all(|p| matches!(self.meaning(p), Meaning::Unknown)) { vec![part.to_owned()] } else { pieces }
    }

    fn meaning(&self, text: &str) -> Meaning<'_, 'a> {
        let key = normalise::key(text);
        if let Some(group) = self.groups.get(&key) {
            return Meaning::Group(group);
        }
        let bare = normalise::unaccented(text);
        match self.known.get(&key).or_else(|| self.unaccented.get(&bare)) {
            Some(codes) => match codes.iter().copied().collect::<Vec<_>>().as_slice() {
                [only] => Meaning::One(only),
                several => Meaning::Several(several.to_vec()),
            },
            None => Meaning::Unknown,
        }
    }

    fn say_unknown(&self, place: &Place, text: &str, groups: bool, log: &mut Log) {
        if !self.complete {
            return;
        }
        let codes = self.agencies.iter().map(|a| a.code.as_str());
        let names = self.agencies.iter().flat_map(|a| [a.short.as_str(), a.name.as_str()]);
        let groups = self.groups.values().map(|g| g.name).filter(|_| groups);
        let hint = match suggest::nearest(text, codes.chain(names).chain(groups)) {
            Some(near) => format!("Có phải là “{near}” không?"),
            None => "Đề nghị bổ sung vào trang DonVi hoặc sửa lại.".to_owned(),
        };
        log.mistake(place.clone(), format!("Không có đơn vị “{}” trong trang DonVi. {hint}", format::quote(text)));
    }
}

fn ambiguous(text: &str, codes: &[&AgencyCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(|c| c.as_str()).collect();
    format!("“{}” khớp nhiều đơn vị: {}. Đề nghị ghi mã đơn vị.", format::quote(text), codes.join(", "))
}

/// The text after a separator of names, if it begins with one.
fn separator(text: &str) -> Option<&str> {
    let bare = text.trim_start();
    for sign in [",", "/", ";"] {
        if let Some(after) = bare.strip_prefix(sign) {
            return Some(after.trim_start());
        }
    }
    [" và ", " - "].into_iter().find_map(|word| text.strip_prefix(word)).map(str::trim_start)
}
