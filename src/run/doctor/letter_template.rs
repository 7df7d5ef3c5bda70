//! The template of the written report: can it be filled?

use crate::io::files;
use crate::io::word;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::run::products::template;

/// What there is to say of the template in use; the error is what is wrong with it.
pub(super) fn look(workspace: &Workspace, now: Moment) -> Result<String, String> {
    let layout = workspace.config.desk.layout;
    let name = format!("templates/{}", word::template_name(layout));
    let mistakes = match files::read_if_there(&workspace.disk, &template::place(workspace, layout)) {
        Ok(None) => return Ok(format!("Mẫu báo cáo bằng văn bản: không có {name}, dùng mẫu của chương trình.")),
        Ok(Some(bytes)) => word::mistakes(&bytes, layout, now),
        Err(failure) => vec![failure.to_string()],
    };
    if mistakes.is_empty() {
        return Ok(format!("Mẫu báo cáo bằng văn bản {name} dùng được."));
    }
    let told: String = mistakes.iter().map(|mistake| format!("\n  - {mistake}")).collect();
    Err(format!("Mẫu {name} có {} lỗi; khi chốt sẽ dùng mẫu của chương trình. Đề nghị sửa:{told}", mistakes.len()))
}
