//! Which agency of the register a written code or name means. Exact keys only: a similar name is never accepted.

use crate::model::agency::{Agency, AgencyCode};
use crate::model::register::Register;
use crate::text::normalise::key;

/// The same as the register's row.
pub fn find<'a>(register: &'a Register, typed: &str) -> Option<&'a Agency> {
    register.agency(&resolve(register, typed)?)
}

/// The agency that `typed` names by code, full name, short name or alias; a predecessor gives its successor. `None`
/// if nothing or more than one agency answers.
pub fn resolve(register: &Register, typed: &str) -> Option<AgencyCode> {
    let by_code = AgencyCode::parse(typed).filter(|code| register.agency(code).is_some());
    let code = by_code.or_else(|| by_name(register, typed))?;
    Some(successor(register, code))
}

/// Every agency that bears a name: its full name, short name or alias.
pub fn bearers<'a>(register: &'a Register, name: &str) -> Vec<&'a Agency> {
    let wanted = key(name);
    if wanted.is_empty() {
        return Vec::new();
    }
    let bears = |a: &&Agency| key(&a.name) == wanted || key(&a.short) == wanted || a.aliases.iter().any(|alias| key(alias) == wanted);
    register.agencies.iter().filter(bears).collect()
}

fn by_name(register: &Register, typed: &str) -> Option<AgencyCode> {
    match bearers(register, typed).as_slice() {
        [only] => Some(only.code.clone()),
        _ => None,
    }
}

/// The agency that took over from this one alone and began as this one ended, so that what this one said is its own; `None` if this
/// one goes on, or if the other one took over from several, or was there before and reports for itself.
pub fn heir(register: &Register, code: &AgencyCode) -> Option<AgencyCode> {
    let heir = successor(register, code.clone());
    let same = |agency: &&Agency| agency.successor.is_some() && successor(register, agency.code.clone()) == heir;
    let ended = register.agency(code).and_then(|agency| agency.to)?;
    let is_new = register.agency(&heir).is_some_and(|agency| agency.from > ended);
    (heir != *code && is_new && register.agencies.iter().filter(same).count() == 1).then_some(heir)
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
}
