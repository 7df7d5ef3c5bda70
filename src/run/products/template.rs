//! The template of the written report: the office's own below `templates`, or, where that cannot be filled, the program's. A
//! mistake in a template never keeps a release from leaving; the run says it and ends with its code after the work.

use crate::io::archive::Archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::word;
use crate::io::workspace::Workspace;
use crate::model::config::Layout;
use crate::model::seal::{LETTER_TEMPLATE, SealedInput};
use crate::sheets::letter::{Letter, LetterOf};
use std::path::PathBuf;

/// A written report as bytes, and what it was made with.
pub(in crate::run) struct FilledReport {
    pub(in crate::run) bytes: Vec<u8>,
    template: Vec<u8>,
    name: &'static str,
    /// Why the office's own template was not used; `None` if it was, or there is none.
    pub(in crate::run) broken: Option<Failure>,
}

impl FilledReport {
    /// Keeps the template in the archive, as a release seals it.
    pub(super) fn seal(&self, archive: &Archive) -> Result<SealedInput, Failure> {
        Ok(SealedInput { name: format!("{LETTER_TEMPLATE} {}", self.name), sha256: archive.put(&self.template)? })
    }
}

/// Where the office keeps its template of a layout.
pub fn place(workspace: &Workspace, of: LetterOf, layout: Layout) -> PathBuf {
    workspace.root.join("templates").join(word::template_name(of, layout))
}

/// Fills the template in use. The error is one of the program's own template.
pub(in crate::run) fn fill(workspace: &Workspace, letter: &Letter) -> Result<FilledReport, String> {
    let (own, name) = (word::own_template(letter.of, letter.layout), word::template_name(letter.of, letter.layout));
    let mut broken = None;
    let mut used: Option<(Vec<u8>, Vec<u8>)> = None;
    match files::read_if_there(&workspace.disk, &place(workspace, letter.of, letter.layout)) {
        Ok(None) => {}
        Ok(Some(template)) => match word::fill(&template, letter) {
            Ok(bytes) => used = Some((bytes, template)),
            Err(mistakes) => broken = Some(template_failure(name, mistakes)),
        },
        Err(failure) => broken = Some(template_failure(name, vec![failure.to_string()])),
    }
    let (bytes, template) = match used {
        Some(used) => used,
        None => (word::fill(own, letter).map_err(|mistakes| mistakes.join("; "))?, own.to_vec()),
    };
    agree(letter, &bytes)?;
    Ok(FilledReport { bytes, template, name, broken })
}

/// What is wrong with the office's template, with what stands in its place.
fn template_failure(name: &str, mut mistakes: Vec<String>) -> Failure {
    mistakes.push("báo cáo bằng văn bản được lập theo mẫu của chương trình".to_owned());
    Failure::Config { file: format!("templates/{name}"), problems: mistakes }
}

/// The document is read again: each number in it is the one that was meant.
fn agree(letter: &Letter, bytes: &[u8]) -> Result<(), String> {
    let meant = letter.numbers();
    let read = word::read(bytes)?;
    let numbers = read.paragraphs.iter().flat_map(|paragraph| &paragraph.controls);
    let wrong = |control: &&crate::sheets::letter::Control| meant.get(control.name.as_str()).is_none_or(|text| *text != control.text);
    numbers.into_iter().find(wrong).map_or(Ok(()), |control| Err(format!("đọc lại số “{}”: thấy “{}”", control.name, control.text)))
}
