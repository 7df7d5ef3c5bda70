//! Does the file server's clock agree with ours? A probe is written into the feedback folder, never into the inbox, and
//! the time the server gives it is compared with our clock. A feedback folder on another file system than the inbox
//! says nothing about the inbox's server, and neither does one inside the inbox: then nothing is measured. A disk of this
//! machine says what our clock says, so it confirms nothing. What a difference means for verdicts: [`clock_doubt`].

use crate::io::failure::Failure;
use crate::io::inbox::Terms;
use crate::io::ledger::Ledger;
use crate::io::mounts;
use crate::io::surroundings;
use crate::io::workspace::Workspace;
use crate::judge::{clock_doubt, clock_jump};
use crate::model::clock_reading::{BootTime, ClockDecision, ClockReading, ServerClock};
use crate::model::moment::Moment;
use crate::run::session::person::check_decision;
use crate::run::session::{Session, Work};
use crate::text::format;

/// The file server's clock; `None` if it was not measured. A failure to measure stops nothing: the folder that cannot be
/// written is told by what has to be written there. In a rehearsal it says what the command was told.
fn measure(workspace: &Workspace, server_said: Option<i64>, now: Moment) -> Option<ServerClock> {
    if workspace.config.rehearsal {
        return server_said.map(|ahead_seconds| ServerClock { ahead_seconds, other_machine: true });
    }
    let folder = workspace.shared_feedback()?;
    let (disk, inbox) = (workspace.disk.clone(), workspace.inbox());
    let limit = Terms::of(&workspace.config, now).limit;
    let measured = limit.within(move || {
        if !surroundings::same_file_system(&disk, &folder, &inbox) {
            return None;
        }
        let ahead_seconds = surroundings::skew_seconds(&disk, &folder).ok().flatten()?;
        Some(ServerClock { ahead_seconds, other_machine: mounts::network(&disk, &inbox).is_some() })
    });
    workspace.disk.skew(measured.ok().flatten())
}

/// What is made of a look at the clocks ([`clock_jump`]).
#[derive(Debug)]
pub struct ClockState {
    look: ClockReading,
    /// The instant by which things are due: where our clock would be had it not jumped; what it says if it is not in doubt.
    pub sure: Moment,
    /// A look in doubt before this one, which it goes on from.
    goes_on: bool,
    /// The file server's clock less ours, in seconds, where it was measured.
    pub skew_seconds: Option<i64>,
    /// Somebody else says the same as our clock now: the file server of another machine, within five minutes, or a person.
    pub confirmed: bool,
}

impl ClockState {
    /// Is our clock in doubt?
    pub fn is_doubted(&self) -> bool {
        self.sure != self.look.at
    }

    /// Keeps the look, in the transaction of the scan.
    pub fn note(&self, ledger: &Ledger) -> Result<(), Failure> {
        let first_in_doubt = self.is_doubted() && self.goes_on;
        if self.look.boot.is_none() || first_in_doubt {
            return Ok(());
        }
        ledger.note_clock(&self.look, self.is_doubted())
    }
}

/// Looks at the clocks, and judges ours by the looks of earlier runs. By what it finds things are due in this command.
pub fn look(session: &mut Session) -> Result<ClockState, Failure> {
    let Session { work, ledger, .. } = session;
    let asked = ClocksAsked {
        workspace: &work.workspace,
        now: work.now,
        boot: work.boot.as_ref(),
        server_said: work.server_said,
        measures: work.away.is_none() && !work.dry,
        is_right: work.clock_is_right,
    };
    let state = ask(&asked, ledger)?;
    work.sure = state.sure;
    Ok(state)
}

/// What is known of a command that looks at the clocks.
#[derive(Debug, Clone, Copy)]
pub struct ClocksAsked<'a> {
    /// Where it works.
    pub workspace: &'a Workspace,
    /// The instant it started.
    pub now: Moment,
    /// What the clock says that counts since the machine was started; `None` if the system does not say.
    pub boot: Option<&'a BootTime>,
    /// What the file server's clock is said to be in a rehearsal.
    pub server_said: Option<i64>,
    /// The file server may be asked.
    pub measures: bool,
    /// A person said that our clock is right.
    pub is_right: bool,
}

/// Looks at the clocks, and judges ours by the looks that a ledger knows.
pub fn ask(asked: &ClocksAsked<'_>, ledger: &Ledger) -> Result<ClockState, Failure> {
    let ClocksAsked { workspace, now, boot, server_said, measures, is_right } = *asked;
    let server = if measures { measure(workspace, server_said, now) } else { None };
    // Our own disk has no other clock than ours.
    let elsewhere = server.filter(|server| server.other_machine).map(|server| server.ahead_seconds);
    let look = ClockReading { at: now, boot: boot.cloned(), skew_seconds: elsewhere };
    let (mut sure, mut goes_on) = (look.at, false);
    if look.boot.is_some() && !is_right {
        let (last, doubted) = (ledger.clock_look(false)?, ledger.clock_look(true)?);
        goes_on = doubted.as_ref().is_some_and(|before| clock_jump::goes_on(&look, before));
        sure = clock_jump::unjumped(&look, last.as_ref(), doubted.as_ref()).unwrap_or(look.at);
    }
    let confirmed = is_right || elsewhere.is_some_and(|skew| !clock_doubt::is_doubtful(skew));
    Ok(ClockState { look, sure, goes_on, skew_seconds: server.map(|server| server.ahead_seconds), confirmed })
}

/// Records that a person says our clock is right: it is not in doubt in this command, nor in the next.
pub fn decide(session: &mut Session, reason: &str, by: &str) -> Result<(), Failure> {
    check_decision(session, reason, by)?;
    let decision = ClockDecision { at: session.work.now, reason: reason.trim().to_owned(), by: by.trim().to_owned() };
    session.ledger.put_clock_decision(&decision)?;
    session.work.clock_is_right = true;
    Ok(())
}

/// What a person is told of a clock in doubt.
pub fn told(work: &Work) -> Option<String> {
    (work.sure != work.now).then(|| {
        format!(
            "Đồng hồ máy báo {}, trong khi tính từ lần chạy trước mới là khoảng {}: chưa chốt số liệu, chưa tự chốt bản tổng hợp theo giờ đang báo. Đề nghị \
             kiểm tra giờ của máy. Nếu giờ đúng: lần chạy sau ít nhất 2 phút sẽ tự làm tiếp, hoặc gõ “tonghop run --clock-is-right --reason \
             \"…\" --by \"…\"”.",
            format::moment(work.now),
            format::moment(work.sure)
        )
    })
}

/// What a person is told of a difference.
pub fn message(skew_seconds: Option<i64>) -> Option<String> {
    let skew = skew_seconds.filter(|skew| skew.unsigned_abs() > clock_doubt::SECONDS_WARN.unsigned_abs())?;
    let (by, way) = (skew.unsigned_abs(), if skew > 0 { "nhanh" } else { "chậm" });
    let told = format!("Đồng hồ máy chủ tệp {way} hơn máy này {by} giây. Đề nghị chỉnh giờ một trong hai máy.");
    if !clock_doubt::is_doubtful(skew) {
        return Some(told);
    }
    Some(format!(
        "{told} Lệch quá 5 phút: chưa cơ quan nào bị tính nộp muộn theo một đồng hồ; báo cáo còn nghi vấn ghi “chưa xác minh”, việc chốt số liệu chờ đến khi cả hai đồng hồ qua hạn nộp, bản trình ký vẫn lập đúng giờ."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told() {
        for (skew, part) in [(90, "nhanh hơn máy này 90 giây"), (-90, "chậm hơn máy này 90 giây"), (-301, "chưa xác minh")] {
            let told = message(Some(skew)).unwrap();
            assert!(told.contains(part), "{told}");
        }
        for skew in [None, Some(0), Some(60), Some(-60)] {
            assert_eq!(message(skew), None);
        }
        assert!(!message(Some(300)).unwrap().contains("5 phút"));
    }
}
