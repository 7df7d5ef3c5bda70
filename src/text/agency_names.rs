//! Which agency of the register a written code or name means. Exact keys only: a similar name is never accepted.

use crate::model::agency::{Agency, AgencyCode};
use crate::model::predecessor::Predecessor;
use crate::model::register::Register;
use crate::text::normalise::key;
use std::collections::BTreeMap;

/// The same as the register's row.
pub fn find<'a>(register: &'a Register, typed: &str) -> Option<&'a Agency> {
    register.agency(&resolve(register, typed)?)
}

/// The agency that `typed` names by code, full name, short name or alias; a predecessor gives its successor. `None`
/// if nothing or more than one agency answers.
pub fn resolve(register: &Register, typed: &str) -> Option<AgencyCode> {
    Some(successor(register, named(register, typed)?))
}

/// The same without its successor: the very agency whose code or name is written.
pub fn named(register: &Register, typed: &str) -> Option<AgencyCode> {
    let by_code = AgencyCode::parse(typed).filter(|code| register.agency(code).is_some());
    by_code.or_else(|| by_name(register, typed))
}

/// Every agency that bears a name: its full name, short name or alias.
pub fn bearers<'a>(register: &'a Register, name: &str) -> Vec<&'a Agency> {
    let wanted = key(name);
    if wanted.is_empty() {
        return Vec::new();
    }
    register
        .agencies_by_key(&wanted, |agency| [&agency.name, &agency.short].into_iter().chain(&agency.aliases).map(|name| key(name)).collect())
}

fn by_name(register: &Register, typed: &str) -> Option<AgencyCode> {
    match bearers(register, typed).as_slice() {
        [only] => Some(only.code.clone()),
        _ => None,
    }
}

/// An agency that ended, as what came under its code is told apart; `None` if the code is that of an agency that goes on, or that
/// ended without a successor.
pub fn predecessor(register: &Register, code: &AgencyCode) -> Option<Predecessor> {
    let heir = successor(register, code.clone());
    let last_day = register.agency(code)?.to.filter(|_| heir != *code)?;
    let is_new = register.agency(&heir).is_some_and(|agency| agency.from > last_day);
    let mut of_heir = register.agencies.iter().filter(|agency| agency.successor.as_ref() == Some(&heir));
    let alone = is_new && of_heir.next().is_some_and(|first| first.code == *code) && of_heir.next().is_none();
    Some(Predecessor { code: code.clone(), heir, last_day, alone })
}

/// The agencies that ended, by who took over at the end of the chain; each list in the order of the register.
pub fn predecessors(register: &Register) -> BTreeMap<AgencyCode, Vec<&Agency>> {
    let mut of: BTreeMap<AgencyCode, Vec<&Agency>> = BTreeMap::new();
    for agency in register.agencies.iter().filter(|agency| agency.successor.is_some()) {
        let heir = successor(register, agency.code.clone());
        if heir != agency.code {
            of.entry(heir).or_default().push(agency);
        }
    }
    of
}

/// The agency that took over, at the end of the chain; itself if none did.
fn successor(register: &Register, code: AgencyCode) -> AgencyCode {
    let mut current = code;
    // A chain is never longer than the register; a circle ends here too.
    for _ in 0..register.agencies.len() {
        match register.agency(&current).and_then(|a| a.successor.clone()) {
            Some(next) if next != current => current = next,
            _ => break,
        }
    }
    current
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agency::AgencyKind;
    use crate::testing::member;

    fn agency(code: &str, name: &str, short: &str, successor: Option<&str>) -> Agency {
        Agency {
            name: name.into(),
            short: short.into(),
            successor: successor.and_then(AgencyCode::parse),
            ..member(code, AgencyKind::Department)
        }
    }

    #[test]
    fn codes_names_and_predecessors_resolve_and_similar_names_do_not() {
        let register = Register {
            agencies: vec![
                agency("SKHCN", "Sở Khoa học và Công nghệ", "Sở KH&CN", None),
                agency("STTTT", "Sở Thông tin và Truyền thông", "Sở TT&TT", Some("SKHCN")),
                agency("X-TA", "Xã Thanh An", "Thanh An", None),
                agency("X-TA2", "Xã Thạnh An", "Thạnh An", None),
            ],
            ..Register::default()
        };
        let code = |s: &str| AgencyCode::parse(s);
        assert_eq!(resolve(&register, "skhcn"), code("SKHCN"));
        assert_eq!(resolve(&register, " SỞ KHOA HỌC VÀ CÔNG NGHỆ "), code("SKHCN"));
        assert_eq!(resolve(&register, "Sở TT&TT"), code("SKHCN"));
        assert_eq!(resolve(&register, "xã thanh an"), code("X-TA"));
        assert_eq!(resolve(&register, "Xã Thạnh An"), code("X-TA2"));
        assert_eq!(resolve(&register, "Xa\u{303} Tha\u{323}nh An"), code("X-TA2"), "marks apart");
        assert_eq!(resolve(&register, "Xã Thành An"), None);
        assert_eq!(resolve(&register, "S\u{41e} Y tế"), None, "a look-alike is no accent");
        assert_eq!(resolve(&register, "S\u{41a}HCN"), None, "a code is not repaired: T13 says it");
        assert_eq!(resolve(&register, "xa thanh an"), None);
        assert_eq!(resolve(&register, ""), None);
    }

    #[test]
    fn what_ended_is_told_apart_from_who_took_it_over() {
        let day = |day| chrono::NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
        let ended = |code: &str, heir: &str| Agency { to: Some(day(16)), ..agency(code, code, code, Some(heir)) };
        let begins = |code: &str, on| Agency { from: day(on), ..agency(code, code, code, None) };
        let of = |agencies: Vec<Agency>, code: &str| {
            let register = Register { agencies, ..Register::default() };
            predecessor(&register, &AgencyCode::parse(code).unwrap()).map(|ended| (ended.heir.to_string(), ended.alone))
        };
        let new = Some(("SMOI".to_owned(), true));
        assert_eq!(of(vec![ended("STC", "SMOI"), begins("SMOI", 17)], "STC"), new, "one office under another name");
        assert_eq!(of(vec![ended("STC", "SMOI"), begins("SMOI", 17)], "SMOI"), None, "it goes on");
        let joint = Some(("SMOI".to_owned(), false));
        assert_eq!(of(vec![ended("STC", "SMOI"), ended("SYT", "SMOI"), begins("SMOI", 17)], "STC"), joint);
        assert_eq!(of(vec![ended("STC", "SMOI"), begins("SMOI", 1)], "STC"), joint, "one that was there before");
        let chain = vec![ended("STC", "SYT"), ended("SYT", "SMOI"), begins("SMOI", 17)];
        assert_eq!((of(chain.clone(), "STC"), of(chain, "SYT")), (joint, new), "the end of the chain, and who stands before it");
    }
}
