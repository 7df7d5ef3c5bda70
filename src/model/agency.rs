//! The offices that report.

use crate::model::code::{self, Letters};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The code of an agency in the register, such as `SYT` or `X-THACHHA`. Made only from a code of the right shape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(Letters);

impl<'de> Deserialize<'de> for AgencyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        code::read(deserializer, "an agency code", Self::parse)
    }
}

// As the text it is, without a copy of it.
impl Serialize for AgencyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl AgencyCode {
    /// Accepts 2 to 20 letters, digits and hyphens, starting with a letter; upper-cases it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut text = Letters::from(text.trim()).ok()?;
        text.make_ascii_uppercase();
        let fits = text.len() >= 2
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        fits.then_some(Self(text))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<AgencyCode> for String {
    fn from(code: AgencyCode) -> Self {
        code.0.as_str().to_owned()
    }
}

/// Kind of an agency ("Loại" of the register).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgencyKind {
    /// Sở, ban, ngành: an office of the provincial government.
    Department,
    /// Ban Đảng: a board that serves the provincial Party committee.
    PartyBoard,
    /// Đảng ủy trực thuộc.
    PartyCommittee,
    /// MTTQ, đoàn thể: the Fatherland Front and the mass organisations.
    Front,
    /// Xã: a rural commune, which also reports the criteria.
    Commune,
    /// Phường: an urban ward, which also reports the criteria.
    Ward,
    /// Đơn vị sự nghiệp.
    PublicService,
    /// Doanh nghiệp: an enterprise.
    Enterprise,
}

impl AgencyKind {
    /// Every kind, in the order of the register's list.
    pub const ALL: [Self; 8] = [
        Self::Department,
        Self::PartyBoard,
        Self::PartyCommittee,
        Self::Front,
        Self::Commune,
        Self::Ward,
        Self::PublicService,
        Self::Enterprise,
    ];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Department => "Sở, ban, ngành",
            Self::PartyBoard => "Ban Đảng",
            Self::PartyCommittee => "Đảng ủy trực thuộc",
            Self::Front => "MTTQ, đoàn thể",
            Self::Commune => "Xã",
            Self::Ward => "Phường",
            Self::PublicService => "Đơn vị sự nghiệp",
            Self::Enterprise => "Doanh nghiệp",
        }
    }

    /// Does it report the criteria of communes?
    pub fn is_commune(self) -> bool {
        matches!(self, Self::Commune | Self::Ward)
    }
}

/// Block ("Khối") of an agency or task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Block {
    /// Đảng: boards and committees of the Party.
    Party,
    /// MTTQ, đoàn thể: the Fatherland Front and the mass organisations.
    Front,
    /// Chính quyền: the offices of the provincial government.
    Government,
    /// Cấp xã: communes and wards.
    Commune,
    /// Doanh nghiệp: enterprises.
    Enterprise,
}

impl Block {
    /// Every block, in print order.
    pub const ALL: [Self; 5] = [Self::Party, Self::Front, Self::Government, Self::Commune, Self::Enterprise];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Party => "Đảng",
            Self::Front => "MTTQ, đoàn thể",
            Self::Government => "Chính quyền",
            Self::Commune => "Cấp xã",
            Self::Enterprise => "Doanh nghiệp",
        }
    }
}

/// To whom an agency sends its report ("Nơi nộp").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Route {
    /// Cả hai: to the Party office and to the department.
    Both,
    /// Chỉ VPTU: to the office of the provincial Party committee alone.
    PartyOfficeOnly,
    /// Chỉ Sở: to the Department of Science and Technology alone.
    DepartmentOnly,
}

impl Route {
    /// Every route, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 3] = [Self::Both, Self::PartyOfficeOnly, Self::DepartmentOnly];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Both => "Cả hai",
            Self::PartyOfficeOnly => "Chỉ VPTU",
            Self::DepartmentOnly => "Chỉ Sở",
        }
    }
}

/// What an agency sends ("Vai trò").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AgencyRole {
    /// Đơn vị báo cáo: a report of its own.
    #[default]
    Office,
    /// Đầu mối: the consolidated workbook of its offices, itself among them.
    Desk,
}

impl AgencyRole {
    /// Every role, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 2] = [Self::Office, Self::Desk];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Office => "Đơn vị báo cáo",
            Self::Desk => "Đầu mối",
        }
    }
}

/// Whom to call at an office, as the register says; blank where it says nothing. It stands on the desk's own screen and in nothing
/// that is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The leader whose area reports are.
    pub leader: String,
    /// The official who makes the report.
    pub officer: String,
    /// Telephone numbers, as written.
    pub phone: String,
    /// Address for official mail.
    pub mail: String,
}

impl Contact {
    /// `Nguyễn Văn An, 0912 345 678`: the official, else the leader, and the telephone, else the address; blank if nothing is known.
    pub fn line(&self) -> String {
        let known = |first: &String, second: &String| if first.is_empty() { second.clone() } else { first.clone() };
        let parts = [known(&self.officer, &self.leader), known(&self.phone, &self.mail)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// An agency of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Code of the register, such as `SYT`; names of files and folders are made of it.
    pub code: AgencyCode,
    /// Full name, printed in tables and headings.
    pub name: String,
    /// Short name, used in messages.
    pub short: String,
    /// Other spellings that reports may use for it.
    pub aliases: Vec<String>,
    /// What sort of office it is: department, Party board, commune, …
    pub kind: AgencyKind,
    /// Block ("Khối") under which the products list it.
    pub block: Block,
    /// Groups it belongs to; each is an alias for all its members in the task register.
    pub groups: Vec<String>,
    /// The agency above it.
    pub parent: Option<AgencyCode>,
    /// Its folder below the inbox, with `/` between parts.
    pub folder: String,
    /// Does it report every week?
    pub weekly: bool,
    /// To which desk it reports ("Nơi nộp").
    pub route: Route,
    /// What it sends: a report, or what it consolidated; a report in registers that were sealed before this was read.
    #[serde(default)]
    pub role: AgencyRole,
    /// Who follows it up ("VPTU" or "SKHCN").
    pub supervisor: String,
    /// Whom to call there; blank in registers that were sealed before this was read.
    #[serde(default)]
    pub contact: Contact,
    /// Place in printed lists, smallest first.
    pub order: i64,
    /// First day in effect.
    pub from: NaiveDate,
    /// Last day in effect; `None` if no end is set.
    pub to: Option<NaiveDate>,
    /// The agency that took over.
    pub successor: Option<AgencyCode>,
}

impl Agency {
    /// Is it in effect on `day`?
    pub fn in_effect(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Takes from an earlier row what decides whether it has to report, and whose a report is.
    pub fn keep_duty(&mut self, earlier: &Self) {
        let Self { weekly, route, role, from, to, .. } = *earlier;
        let mut names: Vec<String> = [&earlier.name, &earlier.short].into_iter().chain(&earlier.aliases).cloned().collect();
        names.retain(|name| *name != self.name && *name != self.short && !self.aliases.contains(name));
        self.aliases.extend(names);
        let (parent, successor) = (earlier.parent.clone(), earlier.successor.clone());
        *self = Self { weekly, route, role, from, to, parent, successor, ..self.clone() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::member;

    #[test]
    fn a_duty_is_kept_and_a_name_is_not() {
        let day = |d| NaiveDate::from_ymd_opt(2025, 7, d).unwrap();
        let then = Agency { aliases: vec!["Y tế".to_owned()], ..member("SYT", AgencyKind::Department) };
        let mut now = Agency {
            name: "Sở Y tế tỉnh".to_owned(),
            weekly: false,
            route: Route::PartyOfficeOnly,
            to: Some(day(10)),
            parent: AgencyCode::parse("STC"),
            successor: AgencyCode::parse("STC"),
            folder: "y-te".to_owned(),
            ..then.clone()
        };
        now.keep_duty(&then);
        assert_eq!((now.weekly, now.route, now.to), (then.weekly, then.route, then.to));
        assert_eq!((&now.parent, &now.successor), (&None, &None));
        assert_eq!((now.name.as_str(), now.folder.as_str()), ("Sở Y tế tỉnh", "y-te"));
        assert!(now.aliases.contains(&then.name) && now.aliases.contains(&"Y tế".to_owned()), "{:?}", now.aliases);
    }

    #[test]
    fn codes_have_one_shape() {
        assert_eq!(AgencyCode::parse(" syt ").unwrap().as_str(), "SYT");
        assert_eq!(AgencyCode::parse("X-THACHHA").unwrap().as_str(), "X-THACHHA");
        for bad in ["", "S", "../A", "SỞ", "1AB", "A B", "AAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(AgencyCode::parse(bad), None, "{bad}");
        }
    }
}
