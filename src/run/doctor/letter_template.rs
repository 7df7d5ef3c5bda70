//! The templates of the written reports: can they be filled?

use crate::io::files;
use crate::io::word;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::run::products::template;
use crate::sheets::letter::LetterOf;

/// What there is to say of the templates in use; the error is what is wrong with one of them.
pub(super) fn look(workspace: &Workspace, now: Moment) -> Result<String, String> {
    let looks = LetterOf::ALL.map(|of| look_at(workspace, of, now));
    let told: Vec<&str> = looks.iter().map(|look| look.as_ref().map_or_else(String::as_str, String::as_str)).collect();
    let told = told.join("\n");
    if looks.iter().all(Result::is_ok) { Ok(told) } else { Err(told) }
}

fn look_at(workspace: &Workspace, of: LetterOf, now: Moment) -> Result<String, String> {
    let layout = workspace.config.desk.layout;
    let name = format!("templates/{}", word::template_name(of, layout));
    let mistakes = match files::read_if_there(&workspace.disk, &template::place(workspace, of, layout)) {
        Ok(None) => return Ok(format!("Mẫu báo cáo bằng văn bản: không có {name}, dùng mẫu của chương trình.")),
        Ok(Some(bytes)) => word::mistakes(&bytes, of, layout, now),
        Err(failure) => vec![failure.to_string()],
    };
    if mistakes.is_empty() {
        return Ok(format!("Mẫu báo cáo bằng văn bản {name} dùng được."));
    }
    let told: String = mistakes.iter().map(|mistake| format!("\n  - {mistake}")).collect();
    Err(format!("Mẫu {name} có {} lỗi; khi lập báo cáo sẽ dùng mẫu của chương trình. Đề nghị sửa:{told}", mistakes.len()))
}
