//! How an agency stands in a period, and what proves it.

use serde::{Deserialize, Serialize};

/// Standing of an agency in a period (`src/docs/week.md`, "Standing").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A valid report was received before the cutoff.
    OnTime,
    /// A valid report came, after the cutoff.
    Late,
    /// A late report taken in by an exception.
    Admitted,
    /// Something came, nothing usable.
    Returned,
    /// Something is being copied.
    Arriving,
    /// Nothing came from it, or nothing but the form as issued.
    Missing,
    /// Nobody could look into its folder, or at a file of it, around the cutoff: our trouble, never the office's silence.
    Unknown,
    /// Does not have to report here.
    Exempt,
}

impl Standing {
    /// Every standing, in print order.
    pub const ALL: [Self; 8] =
        [Self::OnTime, Self::Admitted, Self::Late, Self::Returned, Self::Arriving, Self::Missing, Self::Unknown, Self::Exempt];

    /// The word people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnTime => "Đúng hạn",
            Self::Late => "Nộp muộn",
            Self::Admitted => "Nộp muộn, được tiếp nhận",
            Self::Returned => "Trả lại",
            Self::Arriving => "Đang gửi",
            Self::Missing => "Chưa nộp",
            Self::Unknown => "Chưa kiểm tra được",
            Self::Exempt => "Không phải nộp",
        }
    }
}

/// What proves the time of receipt, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A row of the clerk's receipt book.
    Clerk,
    /// Seen complete by a scan.
    Scan,
    /// The file server's own time.
    ServerTime,
    /// Nobody looked around the cutoff; the agency is given the benefit.
    Unproven,
}

impl Evidence {
    /// The words people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clerk => "sổ tiếp nhận",
            Self::Scan => "lần quét",
            Self::ServerTime => "giờ máy chủ tệp",
            Self::Unproven => "chưa xác minh",
        }
    }
}
