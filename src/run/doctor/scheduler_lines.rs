//! The lines by which a scheduler starts the program: do they still fit?

use crate::io::schedule_files;
use crate::io::workspace::Workspace;
use crate::model::register::Register;
use crate::run::schedule::{self, Lines};
use crate::run::session::Start;
use crate::text::format;

/// Whether the lines still say what configuration and calendar ask for; the error is what they lack. `None` where the desk keeps none.
pub(super) fn look(workspace: &Workspace, register: &Register, start: &Start) -> Option<Result<String, String>> {
    let plan = schedule::plan_by(workspace, register, start.now);
    let again = "Đề nghị gõ “tonghop schedule” rồi đặt lại lịch của máy theo các tệp mới.";
    Some(match schedule::compared(&workspace.disk, &workspace.root, &plan, &schedule::started(&workspace.root, start)) {
        Lines::None => return None,
        Lines::Good(until) => {
            Ok(format!("Lịch chạy trong thư mục {} đủ các giờ cần chạy đến {}.", schedule_files::FOLDER, format::date(until)))
        }
        Lines::Stale(names) => Err(format!("Lịch chạy ({}) không còn đúng với [schedule] hoặc trang Lich. {again}", names.join(", "))),
        Lines::Ending(until) => Err(format!("Lịch chạy chỉ làm đến {}. {again}", format::date(until))),
    })
}
