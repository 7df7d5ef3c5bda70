//! What is broken around a command that goes on with its records: the inbox that cannot be scanned, a configuration or
//! registers that cannot be read. The command says each, does its work, and ends with the code of the first that applies.

use crate::io::config;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::model::hindrances::Hindrances;
use crate::model::moment::Moment;
use crate::model::register_mistake::FILE_NAME;
use crate::run::session::{RegisterInUse, Work};
use crate::text::format;

/// Something that does not stop a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, with its hint.
    pub failure: Failure,
    /// What the command goes on with, for the desk, in Vietnamese.
    pub notice: String,
}

impl Work {
    /// What the command works around, in the order in which it was met.
    pub fn troubles(&self) -> Vec<Trouble> {
        let away = self.away.as_ref().map(|away| Trouble { failure: away.failure.clone(), notice: inbox_notice(away.since) });
        let form = self.form_broken.as_ref().map(of_form);
        of_workspace(&self.workspace, &self.register).into_iter().chain(form).chain(away).collect()
    }

    /// The same for the first page of what is made meanwhile.
    pub fn hindrances(&self) -> Hindrances {
        Hindrances {
            inbox_until: self.away.as_ref().map(|away| away.since),
            config_since: self.workspace.broken.as_ref().map(|(_, since)| *since),
            register_since: self.register.broken.as_ref().map(|(_, since)| *since),
            form_since: self.form_broken.as_ref().map(|(_, since)| *since),
            clock_doubted: self.sure != self.now,
        }
    }
}

/// What is wrong with the files of the desk, where an earlier one is used.
pub fn of_workspace(workspace: &Workspace, register: &RegisterInUse) -> Vec<Trouble> {
    let broken = register.broken.as_ref().map(|(failure, since)| Trouble {
        failure: failure.clone(),
        notice: format!("Danh mục đang có lỗi; dùng bản lúc {}.", format::moment(*since)),
    });
    of_configuration(workspace).into_iter().chain(broken).chain(of_rows(register)).collect()
}

/// What is wrong in single rows of the register in use; `None` if nothing is.
fn of_rows(register: &RegisterInUse) -> Option<Trouble> {
    let mistakes = &register.register.mistakes;
    (!mistakes.is_empty()).then(|| Trouble {
        failure: Failure::Register { file: FILE_NAME.to_owned(), mistakes: mistakes.iter().map(ToString::to_string).collect() },
        notice: format!("Danh mục có {} ô đang lỗi; các dòng khác được dùng bình thường.", mistakes.len()),
    })
}

/// What is wrong with the configuration, where an earlier one is used.
pub fn of_configuration(workspace: &Workspace) -> Option<Trouble> {
    workspace.broken.as_ref().map(|(failure, since)| Trouble { failure: failure.clone(), notice: config_notice(*since) })
}

/// What is wrong with a template of the form, where an earlier one is used.
pub fn of_form((failure, since): &(Failure, Moment)) -> Trouble {
    let notice = format!(
        "Biểu mẫu trong thư mục templates đang có lỗi; dùng biểu mẫu của bản chốt hoặc bản trình ký lúc {}.",
        format::moment(*since)
    );
    Trouble { failure: failure.clone(), notice }
}

fn config_notice(since: Moment) -> String {
    format!(
        "{} đang có lỗi; dùng cấu hình hợp lệ từ {}. Đề nghị kiểm tra nơi ký, nơi nhận trước khi trình.",
        config::FILE,
        format::moment(since)
    )
}

fn inbox_notice(since: Moment) -> String {
    format!(
        "Không quét được thư mục nộp báo cáo từ sau lần quét lúc {}; làm việc theo sổ tiếp nhận. Đề nghị gọi bộ phận kỹ thuật; không nhắc đơn \
         vị vì lý do này.",
        format::moment(since)
    )
}
