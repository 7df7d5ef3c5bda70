//! The template of the written report: the office's own below `templates`, or, where that cannot be filled, the program's. A
//! mistake in a template never keeps a release from leaving; the run says it and ends with its code after the work.

use crate::io::archive::Archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::word;
use crate::io::workspace::Workspace;
use crate::model::config::Layout;
use crate::model::seal::{LETTER_TEMPLATE, SealedInput};
use crate::sheets::letter::Letter;
use std::path::PathBuf;

/// A written report as bytes, and what it was made with.
pub(super) struct FilledReport {
    pub(super) bytes: Vec<u8>,
    /// The template, as a release seals it.
    pub(super) template: SealedInput,
    /// Why the office's own template was not used; `None` if it was, or there is none.
    pub(super) broken: Option<Failure>,
}

/// Where the office keeps its template of a layout.
pub fn place(workspace: &Workspace, layout: Layout) -> PathBuf {
    workspace.root.join("templates").join(word::template_name(layout))
}

/// Fills the template in use and keeps it. The error is one of the program's own template.
pub(super) fn fill(workspace: &Workspace, archive: &Archive, letter: &Letter) -> Result<FilledReport, String> {
    let (own, name) = (word::own_template(letter.layout), word::template_name(letter.layout));
    let mut broken = None;
    let mut used: Option<(Vec<u8>, Vec<u8>)> = None;
    match files::read_if_there(&workspace.disk, &place(workspace, letter.layout)) {
        Ok(None) => {}
        Ok(Some(template)) => match word::fill(&template, letter) {
            Ok(bytes) => used = Some((bytes, template)),
            Err(mistakes) => broken = Some(template_failure(letter.layout, mistakes)),
        },
        Err(failure) => broken = Some(template_failure(letter.layout, vec![failure.to_string()])),
    }
    let (bytes, template) = match used {
        Some(used) => used,
        None => (word::fill(own, letter).map_err(|mistakes| mistakes.join("; "))?, own.to_vec()),
    };
    agree(letter, &bytes)?;
    let sha256 = archive.put(&template).map_err(|failure| failure.to_string())?;
    Ok(FilledReport { bytes, template: SealedInput { name: format!("{LETTER_TEMPLATE} {name}"), sha256 }, broken })
}

/// What is wrong with the office's template, with what stands in its place.
fn template_failure(layout: Layout, mut mistakes: Vec<String>) -> Failure {
    mistakes.push("báo cáo bằng văn bản được lập theo mẫu của chương trình".to_owned());
    Failure::Config { file: format!("templates/{}", word::template_name(layout)), problems: mistakes }
}

/// The document is read again: each number in it is the one that was meant.
fn agree(letter: &Letter, bytes: &[u8]) -> Result<(), String> {
    let meant = letter.numbers();
    let read = word::read(bytes)?;
    let numbers = read.paragraphs.iter().flat_map(|paragraph| &paragraph.controls);
    let wrong = |control: &&crate::sheets::letter::Control| meant.get(control.name.as_str()).is_none_or(|text| *text != control.text);
    numbers.into_iter().find(wrong).map_or(Ok(()), |control| Err(format!("đọc lại số “{}”: thấy “{}”", control.name, control.text)))
}
