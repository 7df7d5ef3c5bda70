//! The desk under whose name a frozen period leaves: that of the freeze. Its code stands in the names of the files and
//! decides who reports here; a release under another one would be a second report beside the first.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::model::config::{Config, Desk};
use crate::model::freeze::Freeze;
use crate::run::session::archived_config::archived_config;
use crate::text::format;

/// Gives a configuration the code, the name and the layout of the desk that froze a period.
///
/// # Errors
///
/// The archive does not hold the configuration of the freeze, or it cannot be understood.
pub fn keep(config: &mut Config, workspace: &Workspace, freeze: &Freeze) -> Result<(), Failure> {
    if let Some(Desk { code, name, layout, .. }) = of_freeze(workspace, freeze)? {
        config.desk = Desk { code, name, layout, ..config.desk.clone() };
    }
    Ok(())
}

/// What to tell of a frozen period whose desk is called otherwise today; `None` if it is called the same.
pub fn told(workspace: &Workspace, freeze: &Freeze) -> Option<String> {
    let (then, today) = (of_freeze(workspace, freeze).ok()??, &workspace.config.desk);
    let same = (&then.code, &then.name, then.layout) == (&today.code, &today.name, today.layout);
    (!same).then(|| {
        format!(
            "{} đã chốt với đầu mối {}; mục [desk] của tonghop.toml nay ghi khác (code, name hoặc layout: {}). Kỳ này vẫn phát hành như lúc chốt; \
             thay đổi ấy áp dụng từ kỳ sau.",
            format::capital(&format::period_long(freeze.period)),
            then.code,
            today.code
        )
    })
}

/// `None` if an earlier version made the freeze, which kept no configuration.
fn of_freeze(workspace: &Workspace, freeze: &Freeze) -> Result<Option<Desk>, Failure> {
    let Some(sha256) = &freeze.config_sha256 else { return Ok(None) };
    if archive::sha256(&workspace.config_bytes) == *sha256 {
        return Ok(Some(workspace.config.desk.clone()));
    }
    Ok(Some(archived_config(workspace, &workspace.archive(), sha256)?.desk))
}
