//! `--clock-is-right`: a person has looked at our clock while it was in doubt. For the commands that wait for it.

use crate::io::failure::Failure;
use crate::run::receive::clock_check;
use crate::run::session::Session;

/// Who says that our clock is right, and why.
#[derive(Debug, clap::Args)]
pub(super) struct ClockArgs {
    /// Đã kiểm tra: giờ của máy đúng (khi chương trình báo đồng hồ máy đáng ngờ); kèm --reason và --by
    #[arg(long, requires_all = ["reason", "by"])]
    clock_is_right: bool,
    /// Lý do
    #[arg(long, value_name = "LÝ DO", requires = "clock_is_right")]
    reason: Option<String>,
    /// Người quyết định
    #[arg(long, value_name = "HỌ TÊN", requires = "clock_is_right")]
    by: Option<String>,
}

impl ClockArgs {
    /// Do they say so?
    pub(super) fn is_asked(&self) -> bool {
        self.clock_is_right
    }

    /// Records what they say, if they say so.
    pub(super) fn decide(&self, session: &mut Session) -> Result<(), Failure> {
        match (&self.reason, &self.by) {
            (Some(reason), Some(by)) if self.clock_is_right => clock_check::decide(session, reason, by),
            _ => Ok(()),
        }
    }
}
