//! The desk under whose name a frozen period leaves: that of the freeze. Its code stands in the names of the files and
//! decides who reports here; a release under another one would be a second report beside the first.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::model::config::{Config, Desk, Layout};
use crate::model::freeze::Freeze;
use crate::run::session::archived_config::archived_config;
use crate::run::session::frozen_words::FrozenWords;
use crate::text::format;

/// Gives a configuration the code, the name and the layout of the desk that froze a period, and says where they differ. Where the
/// archive does not hold the configuration of the freeze any more, the desk stays that is there, for the release leaves in any
/// case, and that is said.
#[must_use]
pub fn keep(config: &mut Config, workspace: &Workspace, freeze: &Freeze) -> FrozenWords {
    match of_freeze(workspace, freeze) {
        Ok(Some(then)) => {
            let told = told(&then, &config.desk, freeze).into_iter().collect();
            let Desk { code, name, layout, .. } = then;
            config.desk = Desk { code, name, layout, ..config.desk.clone() };
            FrozenWords { told, ..FrozenWords::default() }
        }
        Ok(None) => FrozenWords::default(),
        Err(failure) => {
            let (period, desk) = (format::capital(&format::period_long(freeze.period)), config.desk.code.to_string());
            let notice = format!("{period} chốt bản tổng hợp với đầu mối {desk}.");
            FrozenWords::of_loss(Failure::FrozenDesk { period, desk, cause: failure.to_string() }, notice)
        }
    }
}

/// What to tell of a frozen period whose desk is called otherwise today; `None` if it is called the same.
fn told(then: &Desk, today: &Desk, freeze: &Freeze) -> Option<String> {
    let fields = |desk: &Desk| [("code", desk.code.to_string()), ("name", desk.name.clone()), ("layout", layout(desk.layout).to_owned())];
    let differing: Vec<String> = fields(then)
        .into_iter()
        .zip(fields(today))
        .filter(|(then, today)| then != today)
        .map(|((key, then), (_, today))| format!("{key} lúc chốt “{then}”, nay “{today}”"))
        .collect();
    (!differing.is_empty()).then(|| {
        format!(
            "{} đã chốt với đầu mối {}; mục [desk] của tonghop.toml nay ghi khác: {}. Kỳ này vẫn chốt bản tổng hợp như lúc chốt số liệu; thay đổi ấy áp dụng từ \
             kỳ sau.",
            format::capital(&format::period_long(freeze.period)),
            then.code,
            differing.join("; ")
        )
    })
}

/// A layout as the configuration writes it.
fn layout(layout: Layout) -> &'static str {
    match layout {
        Layout::State => "state",
        Layout::Party => "party",
    }
}

/// `None` if an earlier version made the freeze, which kept no configuration.
fn of_freeze(workspace: &Workspace, freeze: &Freeze) -> Result<Option<Desk>, Failure> {
    let Some(sha256) = &freeze.config_sha256 else { return Ok(None) };
    if archive::sha256(&workspace.config_bytes) == *sha256 {
        return Ok(Some(workspace.config.desk.clone()));
    }
    Ok(Some(archived_config(workspace, &workspace.archive(), sha256)?.desk))
}
