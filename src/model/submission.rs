//! Who reported, when, by which evidence, and which version counts.

use crate::model::agency::AgencyCode;
use crate::model::as_sent::AsSent;
use crate::model::cutoff::Cutoffs;
use crate::model::filling::Filling;
use crate::model::finding::Finding;
use crate::model::freeze_terms::AgencyCutoff;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::place::Place;
use crate::model::predecessor::Predecessor;
use crate::model::receipt_book::BookUse;
use crate::model::remark::Remark;
pub use crate::model::standing::{Evidence, Standing};
pub use crate::model::version::{Timing, Version};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A cell that a revision received after the cutoff changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateChange {
    /// Task, target or criterion.
    pub about: String,
    /// Heading of the column.
    pub column: String,
    /// Where it stands in the later version.
    pub place: Place,
    /// The cell's value in the counted version, as printed.
    pub before: String,
    /// The cell's value in the later version, as printed.
    pub after: String,
}

/// Why one of several versions counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Choice {
    /// There was nothing to choose.
    Only,
    /// One was chosen (T18).
    Chosen {
        /// What made this version and no other count.
        because: Because,
        /// Paths of the versions not used.
        unused: Vec<String>,
    },
    /// Different valid files of the same rank (T17): none of them counts.
    Unresolved {
        /// Paths of these files below the inbox.
        files: Vec<String>,
    },
}

/// What decided between versions (`src/docs/week.md`, "Which version counts").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Because {
    /// It is the last valid one received in time.
    LastValid,
    /// Its "Lần nộp" is the highest.
    Revision,
    /// The revision mark in its name.
    NameMark,
    /// The file server's time; weak.
    ServerTime,
    /// The agency sent it itself; the others came under the code of the one that it took over.
    Successor,
}

/// A desk to which an agency sends a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Addressee {
    /// The one that consolidates here.
    Here,
    /// A desk below.
    Desk(AgencyCode),
}

/// A file with a mark of secrecy that came from an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecretFile {
    /// Its path below the inbox.
    pub path: String,
    /// It lies in the inbox still; also where nobody could look since.
    pub lies_there: bool,
}

/// What an agency did in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Submission {
    /// Whose submission it is.
    pub agency: AgencyCode,
    /// What it is held to.
    pub cutoff: AgencyCutoff,
    /// Its submit cutoff had come when this was judged.
    pub due: bool,
    /// On time, late, returned, missing, …; decided once and printed everywhere.
    pub standing: Standing,
    /// What proves it; `None` if nothing came.
    pub evidence: Option<Evidence>,
    /// When the counted version, else the last thing, was received.
    pub received_at: Option<Moment>,
    /// The clerk's row that proves it was first seen, or touched, after the cutoff: "Ghi sổ sau hạn".
    pub booked_late: bool,
    /// All versions in the order of receipt.
    pub versions: Vec<Version>,
    /// Index in `versions` of the version that counts: shown, and merged if [`Submission::merged`].
    pub counted: Option<usize>,
    /// Index in `versions` of the version that makes it on time: the one a freeze fixes. An admission may have a later one
    /// counted in its place.
    pub punctual: Option<usize>,
    /// Indices in `versions` of what agencies that it took over in this period reported while they were agencies: it gives the rows that
    /// the counted version does not. One for each of them, that of the counted version left out.
    pub before: Vec<usize>,
    /// The agencies that ended in this period and that it took over, whether or not they had reported.
    pub took_over: Vec<AgencyCode>,
    /// Why `counted` is this version, if there were several.
    pub choice: Choice,
    /// Does its content enter the figures?
    pub merged: bool,
    /// "Không phát sinh": the agency says that it has nothing to report.
    pub nil: bool,
    /// It is in the figures and says nothing new: it confirms.
    pub confirmed_only: bool,
    /// New words of the versions that count which enter no figure, in the order of the report.
    pub remarks: Vec<Remark>,
    /// All that came is the form as it was issued: `missing`, not silent; in the first periods it counts and is told.
    pub form_unfilled: bool,
    /// The cells that a valid version received after the cutoff changes; empty if there is none.
    pub changed_after_cutoff: Vec<LateChange>,
    /// A valid version came after the cutoff, beside an on-time one.
    pub revised_after_cutoff: Option<Moment>,
    /// When a signed document was received: a PDF or Word file, or a paper that the clerk wrote down.
    pub document_received: Option<Moment>,
    /// Rows of the clerk's receipt book about it, and what each of them speaks of.
    pub booked: Vec<BookUse>,
    /// Why it is exempt, in Vietnamese.
    pub exempt_because: Option<String>,
    /// The desk below to which it reported, if what is known here came through that one; `None` if it reported here.
    pub through: Option<AgencyCode>,
    /// Where its report in time came, if another one of it counts, which came late; `None` if how it stands is that of the one that counts.
    pub in_time_at: Option<Addressee>,
    /// The path of a file that came and that this program cannot review, so that it is no version; `None` if there is none.
    pub set_aside: Option<String>,
    /// Its files with a mark of secrecy, whatever counts. Where they lie now changes no figure.
    pub secret_files: Vec<SecretFile>,
    /// Every finding about it in this period: file, rows and week; of an agency in the figures those of shared tasks too.
    pub findings: Vec<Finding>,
    /// What is said of the report as it was sent; `None` while its rows are asked for it.
    #[serde(skip)]
    pub as_sent: Option<Arc<AsSent>>,
}

/// What is said of a form without figures, by whether it only lies where the desk may have put it ([`Submission::form_lies_there`]).
pub const UNFILLED: [(bool, &str); 2] = [(false, "Đã gửi tệp, chưa điền"), (true, "Mới có biểu mẫu, chưa điền")];

impl Submission {
    /// Of an agency from which nothing came, held to everybody's cutoff when that is over.
    pub fn nothing(agency: &AgencyCode, cutoffs: Cutoffs) -> Self {
        Self {
            agency: agency.clone(),
            cutoff: AgencyCutoff::general(cutoffs),
            due: true,
            standing: Standing::Missing,
            evidence: None,
            received_at: None,
            booked_late: false,
            versions: Vec::new(),
            counted: None,
            punctual: None,
            before: Vec::new(),
            took_over: Vec::new(),
            choice: Choice::Only,
            merged: false,
            nil: false,
            form_unfilled: false,
            confirmed_only: false,
            remarks: Vec::new(),
            changed_after_cutoff: Vec::new(),
            revised_after_cutoff: None,
            document_received: None,
            booked: Vec::new(),
            exempt_because: None,
            through: None,
            in_time_at: None,
            set_aside: None,
            secret_files: Vec::new(),
            findings: Vec::new(),
            as_sent: None,
        }
    }

    /// Lets go of the rows of its versions as they were read, if what is said of them is noted.
    pub fn let_go_of_rows(&mut self) {
        if self.as_sent.is_some() {
            self.versions.iter_mut().for_each(Version::let_go_of_rows);
        }
    }

    /// The paths of its files with a mark of secrecy that lie in the inbox still.
    pub fn secrets_lying(&self) -> impl Iterator<Item = &str> {
        self.secret_files.iter().filter(|file| file.lies_there).map(|file| file.path.as_str())
    }

    /// Was this a path of a file with a mark of secrecy that has been taken out of the inbox?
    pub fn secret_taken_out(&self, path: &str) -> bool {
        self.secret_files.iter().any(|file| file.path == path) && self.secrets_lying().all(|lying| lying != path)
    }

    /// The version that counts.
    pub fn counted_version(&self) -> Option<&Version> {
        self.counted.and_then(|index| self.versions.get(index))
    }

    /// The versions whose rows are in the figures: those of agencies that ended first, and the one that counts last.
    pub fn used(&self) -> impl Iterator<Item = &Version> {
        let counted = self.counted.filter(|_| self.merged);
        self.before.iter().copied().chain(counted).filter_map(|index| self.versions.get(index))
    }

    /// The agencies that ended in this period and whose reports are in its figures, by code.
    pub fn reported_before(&self) -> Vec<&Predecessor> {
        let mut offices: Vec<&Predecessor> = self.used().filter_map(|version| version.under.as_ref()).collect();
        offices.sort_by(|a, b| a.code.cmp(&b.code));
        offices
    }

    /// Does what several agencies reported before they became this one stand for its own report?
    pub fn is_joint(&self) -> bool {
        self.counted_version().and_then(|version| version.under.as_ref()).is_some_and(|under| !under.alone)
    }

    /// Nothing came from it, and agencies that it took over in this period had reported: nobody may say that nothing is there.
    pub fn awaits_joint_report(&self) -> bool {
        self.standing == Standing::Missing && !self.before.is_empty()
    }

    /// Which version the figures are of, in words, where a later one is left aside.
    pub fn counted_words(&self) -> &'static str {
        if self.counted_version().is_some_and(|v| !v.timing.on_time) {
            "bản được tiếp nhận"
        } else {
            "bản nhận trước hạn"
        }
    }

    /// Is it a late report that is left out of the figures, and is what is known of its agency from the next period on? A form that
    /// nobody touched says nothing that could be known.
    pub fn known_later(&self) -> bool {
        let says_something = self.counted_version().is_some_and(|version| version.filling != Filling::Untouched);
        self.standing == Standing::Late && !self.merged && says_something
    }

    /// All that came is the form as it was issued, and it does not count: nobody may say that nothing was sent.
    pub fn sent_unfilled(&self) -> bool {
        self.form_unfilled && self.standing == Standing::Missing
    }

    /// The same where the form lies there byte by byte as it was issued: the desk may have put it there, and nobody may say that
    /// the office sent it.
    pub fn form_lies_there(&self) -> bool {
        self.sent_unfilled() && self.versions.is_empty()
    }

    /// Nothing came, and a cutoff of its own, later than everybody's, is still to come: nobody may call it missing.
    pub fn awaits_own_cutoff(&self) -> bool {
        self.cutoff.own && !self.due && self.standing == Standing::Missing && !self.form_unfilled
    }

    /// What is said of an agency that ended to itself: that these versions, which came under its code, are its successor's. `None` if the
    /// successor has none of them.
    pub fn of_ended(office: &AgencyCode, successor: &Self) -> Option<Self> {
        let versions = successor.versions.iter().filter(|v| v.under.as_ref().is_some_and(|under| under.code == *office));
        let versions: Vec<Version> = versions.map(|version| Version { findings: Vec::new(), ..version.clone() }).collect();
        let received_at = versions.last()?.timing.received_at;
        let (cutoff, due) = (successor.cutoff, successor.due);
        let nothing = Self::nothing(office, Cutoffs { submit: cutoff.submit, release: cutoff.submit });
        Some(Self { cutoff, due, standing: Standing::Exempt, received_at: Some(received_at), versions, ..nothing })
    }

    /// The agency that took over, and its first day: of an agency that ended and whose reports are that one's.
    pub fn ended_into(&self) -> Option<(&AgencyCode, NaiveDate)> {
        let under = self.versions.iter().filter_map(|version| version.under.as_ref()).find(|under| under.code == self.agency)?;
        Some((&under.heir, under.last_day.succ_opt()?))
    }

    /// The version the agency should look at: the counted one, else the last one.
    pub fn shown_version(&self) -> Option<&Version> {
        self.counted_version().or_else(|| self.versions.last())
    }
}

/// An exception granted by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admission {
    /// The period it is taken into.
    pub period: Period,
    /// For whom; `None` means every late report received up to `at`.
    pub agency: Option<AgencyCode>,
    /// A file that names a wrong week and is accepted for this one (path below the inbox).
    pub file: Option<String>,
    /// Why it is taken in.
    pub reason: String,
    /// Name of the person who decided, as given with `--by`.
    pub by: String,
    /// When it was decided.
    pub at: Moment,
    /// The version of the release that it was granted for: it holds for what came before that release.
    #[serde(default = "first_version")]
    pub version: u32,
    /// It holds for versions received strictly before this instant only.
    #[serde(default)]
    pub until: Option<Moment>,
    /// It was taken back; `None` if it is in force. Never part of the record itself, which stays as it was granted.
    #[serde(skip)]
    pub revoked: Option<Revoked>,
}

/// The revocation of an admission, as a place among the exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// Its number among the exceptions.
    pub seq: i64,
    /// When it was decided.
    pub at: Moment,
}

/// An admission taken back by a person: what it took in is late again, from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// The period of the admissions that are taken back.
    pub period: Period,
    /// The agency whose admissions are taken back, all of the period.
    pub agency: AgencyCode,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of the person who decided, as given with `--by`.
    pub by: String,
    /// When it was decided.
    pub at: Moment,
}

fn first_version() -> u32 {
    1
}
