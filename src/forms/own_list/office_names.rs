//! What a written name of an office says by itself: a commune, a group, a kind; and where one name ends and the next begins.

use super::cells::flat;
use crate::model::agency::{AgencyCode, AgencyKind};
use crate::text::normalise;

/// A group of offices that lists name as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// Its name, as the register has it.
    pub(super) name: &'static str,
    /// Offices of these kinds are meant.
    pub(super) kinds: &'static [AgencyKind],
}

const DEPARTMENTS: Group = Group { name: "Các sở, ban, ngành", kinds: &[AgencyKind::Department] };
const COMMUNES: Group = Group { name: "UBND các xã, phường", kinds: &[AgencyKind::Commune, AgencyKind::Ward] };
const PARTY: Group = Group { name: "Các cơ quan Đảng", kinds: &[AgencyKind::PartyBoard, AgencyKind::PartyCommittee] };

/// The words of each group, without marks.
const GROUPS: &[(Group, &[&str])] = &[
    (
        DEPARTMENTS,
        &[
            "cac so ban nganh",
            "cac so nganh",
            "cac so",
            "cac so ban nganh cap tinh",
            "cac so ban nganh tinh",
            "so ban nganh",
            "cac so ban nganh thuoc tinh",
        ],
    ),
    (
        COMMUNES,
        &[
            "ubnd cac xa phuong",
            "cac xa phuong",
            "ubnd cap xa",
            "uy ban nhan dan cac xa phuong",
            "uy ban nhan dan cap xa",
            "cac dia phuong",
            "ubnd xa phuong",
            "ubnd cac xa",
            "cac xa",
            "cac xa phuong tren dia ban tinh",
            "ubnd cac xa phuong tren dia ban tinh",
            "cap xa",
        ],
    ),
    (PARTY, &["cac co quan dang", "cac ban dang", "cac ban dang tinh uy", "cac ban xay dung dang", "cac co quan dang tinh"]),
];

/// The group that a name means; `None` if it is none of those that can be told from the kinds of offices.
pub(super) fn group(name: &str) -> Option<Group> {
    let words = flat(name);
    GROUPS.iter().find(|(_, spellings)| spellings.contains(&words.as_str())).map(|(group, _)| *group)
}

/// A commune or ward by its name: what it is, and its name without that.
pub(super) fn commune(name: &str) -> Option<(AgencyKind, String)> {
    const BODIES: [&str; 4] = ["ủy ban nhân dân ", "ubnd ", "đảng ủy - ", "ub nhân dân "];
    const KINDS: [(&str, AgencyKind); 4] =
        [("xã ", AgencyKind::Commune), ("x. ", AgencyKind::Commune), ("phường ", AgencyKind::Ward), ("p. ", AgencyKind::Ward)];
    let shown = normalise::display(name);
    let rest = skip_one(&shown, &BODIES).unwrap_or(&shown);
    let (kind, proper) = KINDS.iter().find_map(|(word, kind)| skip_one(rest, &[word]).map(|proper| (*kind, proper)))?;
    let proper = proper.trim();
    // "xã, phường" and "xã nào chưa xong" are none.
    (proper.starts_with(char::is_uppercase) && !proper.contains([',', ';'])).then(|| (kind, proper.to_owned()))
}

/// The text after one of these beginnings, in whatever case and style of marks it is written.
fn skip_one<'a>(text: &'a str, beginnings: &[&str]) -> Option<&'a str> {
    beginnings.iter().find_map(|beginning| {
        let words = beginning.split_whitespace().count();
        let after = text.split_inclusive(' ').take(words).map(str::len).sum::<usize>();
        let (head, rest) = (text.get(..after)?, text.get(after..)?);
        (!rest.is_empty() && normalise::is_same(head, beginning)).then_some(rest)
    })
}

/// What a name says its bearer is; `None` if it does not say it.
pub(super) fn kind(name: &str) -> Option<AgencyKind> {
    if let Some((kind, _)) = commune(name) {
        return Some(kind);
    }
    let words = flat(name);
    let begins = |beginnings: &[&str]| {
        beginnings.iter().any(|beginning| words.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    let of_party = words.contains("tinh uy") || words.contains("thanh uy");
    if begins(&["dang uy", "dang bo"]) {
        Some(AgencyKind::PartyCommittee)
    } else if begins(&["uy ban kiem tra", "truong chinh tri"]) || (of_party && begins(&["ban", "van phong"])) {
        Some(AgencyKind::PartyBoard)
    } else if begins(&[
        "uy ban mat tran",
        "uy ban mttq",
        "ubmttq",
        "mttq",
        "mat tran",
        "tinh doan",
        "doan",
        "hoi",
        "lien doan",
        "lien hiep",
        "lien minh",
    ]) {
        Some(AgencyKind::Front)
    } else if begins(&["truong", "trung tam", "benh vien", "bao", "dai", "hoc vien"]) {
        Some(AgencyKind::PublicService)
    } else if begins(&["cong ty", "tap doan", "tong cong ty", "vnpt", "viettel", "mobifone", "buu dien", "vien thong", "dien luc"]) {
        Some(AgencyKind::Enterprise)
    } else if begins(&[
        "so",
        "thanh tra",
        "van phong ubnd",
        "van phong uy ban nhan dan",
        "van phong hdnd",
        "van phong doan dbqh",
        "ban quan ly",
        "bql",
        "cong an",
        "bo chi huy",
        "bo chqs",
        "bo doi",
        "cuc",
        "chi cuc",
        "kho bac",
        "ngan hang nha nuoc",
        "thue",
        "hai quan",
        "toa an",
        "vien kiem sat",
        "bao hiem xa hoi",
        "thong ke",
        "ban dan toc",
    ]) {
        Some(AgencyKind::Department)
    } else {
        None
    }
}

/// Could these words be the name of an office? By how such names begin; words that only begin so are none.
pub(super) fn is_name(name: &str) -> bool {
    let words = flat(name);
    kind(name).is_some()
        && words.split(' ').count() > 1
        && !words.starts_with("cac ")
        && !words.contains("lien quan")
        && name.chars().count() <= 90
}

/// A proposed code: communes by their whole name, others by the first letters of their words; `None` if the name has no letters.
pub(super) fn proposed_code(name: &str) -> Option<AgencyCode> {
    let plain = |text: &str| flat(text).to_ascii_uppercase();
    let text = match commune(name) {
        Some((kind, proper)) => {
            let letters: String = plain(&proper).split_whitespace().collect();
            format!("{}-{letters}", if kind == AgencyKind::Ward { "P" } else { "X" })
        }
        None => {
            let plain = plain(name);
            let words: Vec<&str> = plain.split_whitespace().filter(|word| *word != "VA").collect();
            match words.as_slice() {
                [only] => (*only).to_owned(),
                words => words.iter().filter_map(|word| word.chars().next()).collect(),
            }
        }
    };
    AgencyCode::parse(&text.chars().take(LONGEST_CODE).collect::<String>())
}

/// A code leaves room for a figure that tells it from another.
const LONGEST_CODE: usize = 18;

/// What words in brackets behind a name say of its part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    OfColumn,
    Leads,
    Supports,
}

/// A name without the words in brackets that say its part, behind it or before it.
pub(super) fn part_of(name: &str) -> (&str, Part) {
    let behind = name.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let before = || name.trim_start().strip_prefix('(')?.split_once(')').map(|(words, name)| (name, words));
    match behind.or_else(before).map(|(name, words)| (bare(name), normalise::key(words))) {
        Some((name, words)) if SUPPORTS.contains(&words.as_str()) => (name, Part::Supports),
        Some((name, words)) if LEADS.contains(&words.as_str()) => (name, Part::Leads),
        _ => (name, Part::OfColumn),
    }
}

/// How lists write, behind a name and in brackets, that an office supports.
const SUPPORTS: [&str; 5] = ["phối hợp", "ph", "p/h", "p.h", "phối hợp thực hiện"];
/// The same for one that leads.
const LEADS: [&str; 3] = ["chủ trì", "ct", "chủ trì thực hiện"];

/// Without bullets and signs around.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_start_matches(['-', '+', '•', '*', '–', '.', ',']).trim_end_matches(['.', ',', ';', ':']).trim()
}

/// The places at which a name may end and another begin: before the separator, and after it.
pub(super) fn cuts(text: &str) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for separator in [",", " và ", "/", " - ", " – ", "+"] {
        cuts.extend(text.match_indices(separator).map(|(at, found)| (at, at + found.len())));
    }
    cuts.sort_unstable();
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communes_are_told_by_their_words() {
        for (name, found) in [
            ("UBND xã Thạch Hà", Some((AgencyKind::Commune, "Thạch Hà"))),
            ("Uỷ ban nhân dân phường Thành Sen", Some((AgencyKind::Ward, "Thành Sen"))),
            ("P. Trần Phú", Some((AgencyKind::Ward, "Trần Phú"))),
            ("xã, phường", None),
            ("UBND các xã, phường", None),
            ("xã nào chưa xong", None),
            ("Sở Xã hội", None),
        ] {
            assert_eq!(commune(name), found.map(|(kind, name)| (kind, name.to_owned())), "{name}");
        }
    }

    #[test]
    fn codes_are_proposed_in_one_way() {
        for (name, code) in [
            ("Ủy ban nhân dân xã Thạch Hà", "X-THACHHA"),
            ("phường Bắc Hồng Lĩnh", "P-BACHONGLINH"),
            ("Trường Đại học Hà Tĩnh", "TDHHT"),
            ("Trung tâm Công nghệ thông tin và Truyền thông", "TTCNTTTT"),
            ("Petrolimex", "PETROLIMEX"),
        ] {
            assert_eq!(proposed_code(name).map(String::from).as_deref(), Some(code), "{name}");
        }
        assert_eq!(proposed_code("…"), None);
    }

    #[test]
    fn kinds_come_from_names_alone() {
        for (name, found) in [
            ("Ban Tổ chức Tỉnh ủy", Some(AgencyKind::PartyBoard)),
            ("Ban Quản lý Khu kinh tế Đông Nam", Some(AgencyKind::Department)),
            ("Đảng ủy Công an tỉnh", Some(AgencyKind::PartyCommittee)),
            ("Hội Nông dân tỉnh", Some(AgencyKind::Front)),
            ("Công ty Điện lực", Some(AgencyKind::Enterprise)),
            ("Tổ công nghệ số", None),
        ] {
            assert_eq!(kind(name), found, "{name}");
        }
        assert!(is_name("Trung tâm Chuyển đổi số tỉnh") && !is_name("Nội vụ") && !is_name("Các đơn vị liên quan") && !is_name("Sở"));
    }
}
