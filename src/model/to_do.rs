//! What a desk has to do now, and for whom: one value, which the desk's screen, the reminders, the menu and `status` show each
//! in its way. `sheets::to_do` makes it of a consolidation.

use crate::model::agency::{AgencyCode, Block, Contact};
use crate::model::cutoff::Phase;
use serde::{Serialize, Serializer};

/// Why an office needs somebody's attention; in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Its report counts, and beside it lies a file with a mark of secrecy, which has to be taken out at once.
    SecretBeside,
    /// Something came, nothing of it usable: the office thinks that it has finished.
    Returned,
    /// The form came back as it was issued.
    Unfilled,
    /// A signed document came, and no workbook.
    DocumentOnly,
    /// A usable report came after the cutoff and is not in the figures: somebody has to decide.
    LateLeftOut,
    /// Nothing came.
    Missing,
    /// Nothing but the form that the desk itself may have put there.
    FormLying,
    /// Offices that it took over had reported; its own report is missing.
    JointAwaited,
    /// Nothing came, and a cutoff of its own is still to come.
    OwnCutoff,
    /// Something is being copied.
    Arriving,
    /// We could not look: our trouble, and nobody is called.
    Unknown,
    /// Its report counts, but for cells of it.
    Mend,
}

/// A part of the screen; in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// A file has to be taken out of the folder, whatever counts: before everything else.
    TakeOut,
    /// Sent, and not counted: first, because nobody else will tell these offices.
    SentNotCounted,
    /// Came late, and waits for a decision.
    Late,
    /// Nothing came, or nothing but the form.
    NotReceived,
    /// Being copied, or out of our reach: nobody is called.
    Waiting,
    /// Cells to mend, which keep nothing back.
    Mend,
}

impl Section {
    /// Every section, in the order of the screen.
    pub const ALL: [Self; 6] = [Self::TakeOut, Self::SentNotCounted, Self::Late, Self::NotReceived, Self::Waiting, Self::Mend];

    /// Its heading, as a state desk writes it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::TakeOut => "Có tệp mang dấu mật, cần lấy ra khỏi thư mục báo cáo ngay",
            Self::SentNotCounted => "Đã gửi nhưng chưa được tính",
            Self::Late => "Gửi muộn, chưa đưa vào số liệu",
            Self::NotReceived => "Chưa nhận",
            Self::Waiting => "Đang chép dở, chưa kiểm tra được: không gọi",
            Self::Mend => "Cần sửa ô, không chặn việc tổng hợp",
        }
    }
}

impl Matter {
    /// Where it stands on the screen.
    pub fn section(self) -> Section {
        match self {
            Self::SecretBeside => Section::TakeOut,
            Self::Returned | Self::Unfilled | Self::DocumentOnly => Section::SentNotCounted,
            Self::LateLeftOut => Section::Late,
            Self::Missing | Self::FormLying | Self::JointAwaited | Self::OwnCutoff => Section::NotReceived,
            Self::Arriving | Self::Unknown => Section::Waiting,
            Self::Mend => Section::Mend,
        }
    }

    /// Is there something to say to the office? Of what is copied, or of our own trouble, there is not.
    pub fn is_told(self) -> bool {
        !matches!(self, Self::Arriving | Self::Unknown)
    }
}

/// In how many of the last weeks an office was not in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LateRecord {
    /// Weeks in which it was late, or sent nothing that could be used.
    pub late: u32,
    /// Weeks that are known; those of our own trouble are left out.
    pub of: u32,
}

/// An office that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concern {
    /// Code of the register.
    pub agency: AgencyCode,
    /// Full name.
    pub name: String,
    /// Short name, as messages print it.
    pub short: String,
    /// Under which the list and the messages put it.
    #[serde(serialize_with = "label")]
    pub block: Block,
    /// Why.
    pub matter: Matter,
    /// The same in words, for the desk.
    pub cause: String,
    /// Its tasks that are overdue.
    pub overdue: u32,
    /// Its tasks that are due soon.
    pub due_soon: u32,
    /// How punctual it was; `None` if nothing is known.
    pub record: Option<LateRecord>,
    /// This desk chases it ("Cơ quan đôn đốc").
    pub chased_here: bool,
    /// Whom to call: for the desk's own screen and list, in no object for programs.
    #[serde(skip)]
    pub contact: Contact,
    /// The text to send to this office alone; blank if there is nothing to say to it.
    pub message: String,
}

impl Concern {
    /// Has it tasks that are late, or will be?
    pub fn is_urgent(&self) -> bool {
        self.overdue + self.due_soon > 0
    }
}

/// How many of a block have reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BlockCount {
    /// Of which it speaks.
    #[serde(serialize_with = "label")]
    pub block: Block,
    /// Reports that can be used.
    pub received: u32,
    /// Offices that must report.
    pub must_report: u32,
}

/// Something to do, under its number of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The number of the menu that does it.
    pub menu: u8,
    /// What to do, in Vietnamese.
    pub what: String,
}

/// Everything that is to do at a desk in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToDo {
    /// Where the period stands.
    pub phase: Phase,
    /// Reports that can be used.
    pub received: u32,
    /// Offices that must report.
    pub must_report: u32,
    /// Offices that need attention, in the order of the screen.
    pub concerns: Vec<Concern>,
    /// How many of each block have reported; blocks without an office that must are left out.
    pub blocks: Vec<BlockCount>,
    /// Proposals that nobody of the desk has decided about.
    pub proposals: u32,
    /// What to do, the most pressing first; never empty.
    pub steps: Vec<Step>,
}

impl ToDo {
    /// The concerns of a section, in order.
    pub fn of(&self, section: Section) -> impl Iterator<Item = &Concern> {
        self.concerns.iter().filter(move |concern| concern.matter.section() == section)
    }
}

fn label<S: Serializer>(block: &Block, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(block.label())
}
