//! The offices of a list: each once, under whatever of its names it is written.

use super::office_names::{Group, Part, bare, commune, cuts, group, is_name, kind, part_of, proposed_code};
use crate::model::agency::{AgencyCode, AgencyKind, Contact};
use crate::model::found_list::{FoundCode, FoundOffice, FoundOffices, ListDoubt, in_words};
use crate::model::place::Place;
use crate::text::{format, normalise, usual_offices};
use std::collections::BTreeMap;

/// What a row of a list of offices says.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) short: String,
    pub(super) contact: Contact,
}

/// Whom a cell names: as its column says, or as words in brackets behind a name say against it.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) own: FoundOffices,
    /// Those with "(chủ trì)" behind their name.
    pub(super) leads: FoundOffices,
    /// Those with "(phối hợp)" behind their name.
    pub(super) supports: FoundOffices,
}

/// The offices found so far.
#[derive(Debug, Default)]
pub(super) struct Offices {
    found: Vec<FoundOffice>,
    /// Key of each spelling to the office that has it.
    known: BTreeMap<String, usize>,
    /// Groups that were named, with the first place.
    groups: Vec<(Group, Place)>,
    /// The desk whose list it is: its code, and its name where that is known.
    desk: Option<(AgencyCode, String)>,
}

impl Offices {
    /// No offices yet, of the list of this desk.
    pub(super) fn of_desk(code: &AgencyCode, name: &str) -> Self {
        let usual = || usual_offices::coded(code.as_str()).map_or("", |office| office.name);
        let name = if name.trim().is_empty() { usual() } else { name.trim() };
        Self { desk: Some((code.clone(), name.to_owned())), ..Self::default() }
    }

    /// Takes in a row of a list of offices; `false` if the office is known already.
    pub(super) fn add(&mut self, written: Written, place: Place, doubts: &mut Vec<ListDoubt>) -> bool {
        if let Some(office) = self.at(&written.name).and_then(|at| self.found.get_mut(at)) {
            let first = in_words(&office.place);
            let kept = if add_contact(&mut office.contact, &written.contact) {
                " Người, số liên hệ ở dòng này ghi thêm vào dòng ấy."
            } else {
                ""
            };
            doubts.push(ListDoubt {
                place,
                written: written.name,
                understood: format!("Cùng một cơ quan với {first}; chỉ ghi một lần.{kept}"),
                decide: "Nếu là hai cơ quan khác nhau, đề nghị thêm dòng ở trang DonVi.".to_owned(),
            });
            return false;
        }
        let is_alias = |code: &AgencyCode| self.found.iter().any(|office| office.aliases.iter().any(|alias| alias == code.as_str()));
        let given = AgencyCode::parse(&written.code).filter(|code| self.is_free(code) && !is_alias(code));
        if given.is_none() && !written.code.is_empty() {
            doubts.push(ListDoubt {
                place: place.clone(),
                written: written.code.clone(),
                understood: "Mã này không dùng được: mã gồm 2 đến 20 chữ cái không dấu, chữ số, gạch nối, mỗi cơ quan một mã.".to_owned(),
                decide: "Đã đề xuất mã khác; đề nghị xem.".to_owned(),
            });
        }
        self.put(&written.name, given, Some((&written.short, written.contact)), place, doubts);
        true
    }

    /// The codes and groups that a cell names. What cannot be told is said, and left out.
    pub(super) fn read(&mut self, text: &str, place: &Place, doubts: &mut Vec<ListDoubt>) -> Named {
        let mut named = Named::default();
        for piece in text.split([';', '\n']).map(bare).filter(|piece| !piece.is_empty()) {
            self.piece(piece, place, doubts, &mut named);
        }
        named
    }

    /// One part of a cell: the longest names that are known, then what looks like a name.
    fn piece(&mut self, text: &str, place: &Place, doubts: &mut Vec<ListDoubt>, named: &mut Named) {
        let mut rest = text;
        while !rest.is_empty() {
            let cuts = cuts(rest);
            let ends: Vec<(usize, usize)> = std::iter::once((rest.len(), rest.len())).chain(cuts.into_iter().rev()).collect();
            let part = |end: &(usize, usize)| bare(rest.get(..end.0).unwrap_or_default());
            let meant = |end: &&(usize, usize)| self.is_meant(part_of(part(end)).0);
            // The longest that is known; else the shortest after which something known, or a name, begins.
            let taken = ends.iter().find(meant).copied().or_else(|| {
                let begins = |(_, after): &&(usize, usize)| {
                    rest.get(*after..).is_some_and(|next| next.is_empty() || begins_name(bare(next)) || self.begins_known(bare(next)))
                };
                ends.iter().rev().find(begins).copied()
            });
            let (end, after) = taken.unwrap_or((rest.len(), rest.len()));
            let (name, part) = part_of(bare(rest.get(..end).unwrap_or_default()));
            let named = match part {
                Part::OfColumn => &mut named.own,
                Part::Leads => &mut named.leads,
                Part::Supports => &mut named.supports,
            };
            self.name(name, place, doubts, named);
            rest = bare(rest.get(after..).unwrap_or_default());
        }
    }

    fn begins_known(&self, text: &str) -> bool {
        cuts(text)
            .iter()
            .map(|(end, _)| *end)
            .chain([text.len()])
            .any(|end| self.is_meant(part_of(bare(text.get(..end).unwrap_or_default())).0))
    }

    /// Is it a name that needs no guess?
    fn is_meant(&self, name: &str) -> bool {
        self.at(name).is_some() || group(name).is_some() || commune(name).is_some() || usual_offices::named(name).is_some()
    }

    fn name(&mut self, name: &str, place: &Place, doubts: &mut Vec<ListDoubt>, named: &mut FoundOffices) {
        if name.is_empty() {
            return;
        }
        if let Some(group) = group(name) {
            if !self.groups.iter().any(|(known, _)| *known == group) {
                self.groups.push((group, place.clone()));
            }
            if !named.groups.iter().any(|known| known == group.name) {
                named.groups.push(group.name.to_owned());
            }
            return;
        }
        let at = match self.at(name) {
            Some(at) => Some(at),
            None if self.is_meant(name) || (is_name(name) && !name.contains(',')) => self.put(name, None, None, place.clone(), doubts),
            None => None,
        };
        match at.and_then(|at| self.found.get_mut(at)) {
            Some(office) => {
                let others = [&office.name, &office.short].into_iter().chain(&office.aliases);
                if !others.into_iter().any(|spelling| normalise::is_same(spelling, name)) && office.code.code.as_str() != name {
                    office.aliases.push(name.to_owned());
                }
                if !named.codes.contains(&office.code.code) {
                    named.codes.push(office.code.code.clone());
                }
                let key = normalise::key(name);
                if let Some(at) = at {
                    self.known.entry(key).or_insert(at);
                }
            }
            None => {
                named.incomplete = true;
                doubts.push(ListDoubt {
                    place: place.clone(),
                    written: format::quote(name),
                    understood: "Chưa rõ là cơ quan nào; chưa đưa vào danh mục.".to_owned(),
                    decide: "Đề nghị ghi mã đơn vị (hoặc tên nhóm) vào ô của nhiệm vụ, chỉ tiêu này.".to_owned(),
                });
            }
        }
    }

    /// The office that has this name; communes by their proper name, the usual offices by any of their names.
    fn at(&self, name: &str) -> Option<usize> {
        self.known.get(&normalise::key(name)).or_else(|| self.known.get(&identity(name))).copied()
    }

    fn is_free(&self, code: &AgencyCode) -> bool {
        !self.found.iter().any(|office| office.code.code == *code)
    }

    fn put(
        &mut self,
        name: &str,
        given: Option<AgencyCode>,
        row: Option<(&str, Contact)>,
        place: Place,
        doubts: &mut Vec<ListDoubt>,
    ) -> Option<usize> {
        let usual = usual_offices::named(name);
        let (full, usual_short) = match (usual, commune(name)) {
            (Some(usual), _) => (usual.name.to_owned(), usual.short.to_owned()),
            (None, Some((kind, proper))) => {
                let short = format!("{} {proper}", if kind == AgencyKind::Ward { "phường" } else { "xã" });
                (format!("Ủy ban nhân dân {short}"), short)
            }
            (None, None) => (name.to_owned(), name.to_owned()),
        };
        let of_desk = self.desk.as_ref().filter(|(code, desk)| !desk.is_empty() && identity(desk) == identity(name) && self.is_free(code));
        let desk = of_desk.map(|(code, _)| code.clone());
        // The code by which the list calls the desk's office stays one of its names: rows of the list use it.
        let own = desk.as_ref().and(given.clone()).filter(|own| desk.as_ref() != Some(own));
        if let (Some(code), Some(own)) = (&desk, &own) {
            doubts.push(ListDoubt {
                place: place.clone(),
                written: own.to_string(),
                understood: format!("Cơ quan tổng hợp dùng mã {code}; mã {own} của danh sách ghi ở Bí danh."),
                decide: format!("Nếu {own} mới là mã đúng, đề nghị tạo lại với mã này làm mã cơ quan tổng hợp."),
            });
        }
        let code = match desk.or(given) {
            Some(code) => FoundCode { code, proposed: false },
            None => FoundCode { code: self.propose(usual.map(|office| office.code), &full, &place, doubts)?, proposed: true },
        };
        let (short, contact) = row.unwrap_or_default();
        let kind = usual.map(|office| office.kind).or_else(|| kind(name));
        if kind.is_none() {
            doubts.push(ListDoubt {
                place: place.clone(),
                written: name.to_owned(),
                understood: "Tên không cho biết loại cơ quan, khối; để trống.".to_owned(),
                decide: format!("Đề nghị chọn Loại, Khối của {} ở trang DonVi.", code.code),
            });
        }
        let at = self.found.len();
        let mut spellings = vec![normalise::key(name), identity(name), normalise::key(code.code.as_str()), normalise::key(&full)];
        spellings.extend(own.as_ref().map(|own| normalise::key(own.as_str())));
        spellings.extend([short, &usual_short].map(normalise::key).into_iter().filter(|key| !key.is_empty()));
        for spelling in spellings {
            self.known.entry(spelling).or_insert(at);
        }
        let mut aliases = Vec::new();
        let is_added = place.sheet.is_none();
        let name_concluded = is_added || full != name;
        let short_concluded = short.is_empty() && (is_added || usual_short != name);
        let short = if short.is_empty() { usual_short } else { short.to_owned() };
        if !normalise::is_same(name, &full) && !normalise::is_same(name, &short) && name != code.code.as_str() {
            aliases.push(name.to_owned());
        }
        aliases.extend(own.map(String::from).filter(|own| !normalise::is_same(own, &short)));
        let groups = Vec::new();
        self.found.push(FoundOffice { code, name: full, short, name_concluded, short_concluded, aliases, kind, groups, contact, place });
        Some(at)
    }

    /// A code that no other office has.
    fn propose(&self, usual: Option<&str>, name: &str, place: &Place, doubts: &mut Vec<ListDoubt>) -> Option<AgencyCode> {
        let first = usual.and_then(AgencyCode::parse).or_else(|| proposed_code(name)).or_else(|| AgencyCode::parse("DV"))?;
        let code = std::iter::once(first.clone())
            .chain((2..1000).filter_map(|number| AgencyCode::parse(&format!("{first}{number}"))))
            .find(|code| self.is_free(code))?;
        if code != first {
            let other = self.found.iter().find(|office| office.code.code == first).map(|office| office.name.clone()).unwrap_or_default();
            doubts.push(ListDoubt {
                place: place.clone(),
                written: name.to_owned(),
                understood: format!("Mã đề xuất là {code}, vì {first} đã dùng cho {other}."),
                decide: "Đề nghị xem hai cơ quan có khác nhau không, và mã có dễ nhầm không.".to_owned(),
            });
        }
        Some(code)
    }

    /// The desk itself, which has to stand in its register.
    pub(super) fn ensure_desk(&mut self, doubts: &mut Vec<ListDoubt>) {
        let Some((code, name)) = self.desk.clone() else { return };
        if let Some(office) = self.office(&code) {
            if !name.is_empty() && identity(&name) != identity(&office.name) {
                doubts.push(ListDoubt {
                    place: office.place.clone(),
                    written: office.name.clone(),
                    understood: format!("Có mã {code} là mã của cơ quan tổng hợp ({name}); không thêm dòng khác cho cơ quan tổng hợp."),
                    decide: format!(
                        "Nếu là hai cơ quan: ở trang DonVi, đề nghị đổi mã của {} và thêm dòng {code} cho {name}.",
                        office.name
                    ),
                });
            }
            return;
        }
        doubts.push(ListDoubt {
            place: Place::file(),
            written: String::new(),
            understood: format!("Danh sách không có cơ quan tổng hợp {code}; đã thêm dòng của cơ quan này ở trang DonVi."),
            decide: "Đề nghị xem tên, và cơ quan này có phải gửi báo cáo tuần không.".to_owned(),
        });
        let shown = if name.is_empty() { code.to_string() } else { name };
        self.put(&shown, Some(code), None, Place::file(), doubts);
    }

    /// What kind an office is.
    pub(super) fn office(&self, code: &AgencyCode) -> Option<&FoundOffice> {
        self.found.iter().find(|office| office.code.code == *code)
    }

    /// Offices whose names differ by an ending, by spaces, signs or marks alone may be one: a person sees that at once, a program does
    /// not.
    pub(super) fn say_alike(&self, doubts: &mut Vec<ListDoubt>) {
        for (at, office) in self.found.iter().enumerate() {
            let same_letters = |other: &&FoundOffice| {
                let is_commune = |office: &FoundOffice| office.kind.is_some_and(AgencyKind::is_commune);
                !is_commune(office) && !is_commune(other) && letters_of(&office.name) == letters_of(&other.name)
            };
            let key = normalise::key(&office.name);
            let longer = |other: &&FoundOffice| normalise::key(&other.name).strip_prefix(&key).is_some_and(|rest| rest.starts_with(' '));
            let both = |other: &&FoundOffice| office.kind == other.kind && !office.kind.is_some_and(AgencyKind::is_commune);
            let endings = self.found.iter().filter(longer).filter(both);
            for other in endings.chain(self.found.iter().skip(at + 1).filter(same_letters)) {
                doubts.push(ListDoubt {
                    place: other.place.clone(),
                    written: other.name.clone(),
                    understood: format!("Được ghi là cơ quan khác với “{}” ({}).", office.name, in_words(&office.place)),
                    decide: format!(
                        "Nếu là một cơ quan: xóa dòng {} ở trang DonVi, ghi tên này vào Bí danh của {}.",
                        other.code.code, office.code.code
                    ),
                });
            }
        }
    }

    /// Puts the members into the groups that were named; gives the offices and the names of groups that nobody is in.
    pub(super) fn finish(mut self, doubts: &mut Vec<ListDoubt>) -> (Vec<FoundOffice>, Vec<&'static str>) {
        let mut empty = Vec::new();
        for (group, place) in &self.groups {
            let members = self.found.iter_mut().filter(|office| office.kind.is_some_and(|kind| group.kinds.contains(&kind)));
            let count = members.map(|office| office.groups.push(group.name.to_owned())).count();
            let (understood, decide) = if count == 0 {
                empty.push(group.name);
                (
                    "Danh sách không có cơ quan nào của nhóm này; chưa ghi nhóm vào nhiệm vụ, chỉ tiêu.".to_owned(),
                    "Đề nghị thêm các cơ quan của nhóm ở trang DonVi, ghi tên nhóm ở cột Nhóm, rồi ghi nhóm vào nhiệm vụ, chỉ tiêu.",
                )
            } else {
                (
                    format!("Hiểu là nhóm “{}”, gồm {count} cơ quan cùng loại trong danh sách.", group.name),
                    "Đề nghị xem cột Nhóm ở trang DonVi: nhóm có đủ, đúng các cơ quan không.",
                )
            };
            doubts.push(ListDoubt { place: place.clone(), written: group.name.to_owned(), understood, decide: decide.to_owned() });
        }
        (self.found, empty)
    }
}

/// Takes over who and which numbers a contact does not hold yet; `false` if it holds them all.
fn add_contact(contact: &mut Contact, further: &Contact) -> bool {
    let mut added = false;
    for (known, more) in [
        (&mut contact.leader, &further.leader),
        (&mut contact.officer, &further.officer),
        (&mut contact.phone, &further.phone),
        (&mut contact.mail, &further.mail),
    ] {
        for one in more.split(';').map(str::trim).filter(|one| !one.is_empty()) {
            if !known.split(';').any(|there| normalise::is_same(there, one)) {
                *known = if known.is_empty() { one.to_owned() } else { format!("{known}; {one}") };
                added = true;
            }
        }
    }
    added
}

/// One identity for all names of a usual office, and of a commune.
fn identity(name: &str) -> String {
    match (usual_offices::named(name), commune(name)) {
        (Some(usual), _) => normalise::key(usual.name),
        (None, Some((kind, proper))) => {
            normalise::key(&format!("Ủy ban nhân dân {} {proper}", if kind == AgencyKind::Ward { "phường" } else { "xã" }))
        }
        (None, None) => normalise::key(name),
    }
}

/// The letters and digits of a name alone, without marks.
fn letters_of(name: &str) -> String {
    normalise::unaccented(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Does another name begin here? By a capital letter, as names of offices are written.
fn begins_name(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && is_name(text)
}
