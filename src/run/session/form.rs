//! The form in use: the program's definitions, each replaced by the workspace's own of the same name; or, where one of those
//! is broken, the form that the last freeze or release was sealed with.

use crate::forms::{self, Form};
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::model::moment::{self, Moment};
use crate::model::seal::Seal;

/// Which form everything is read against, and whether it is in place of a broken one.
#[derive(Debug, Clone)]
pub struct FormInUse {
    /// The form that everything is read against.
    pub form: Form,
    /// A template of the workspace is broken; this is the form of that time.
    pub broken: Option<(Failure, Moment)>,
}

/// Today's form, or, where a template is broken, the last one that the ledger knows.
pub fn form_in_use(workspace: &Workspace, ledger: Option<&Ledger>, now: Moment) -> Result<FormInUse, Failure> {
    let failure = match form(Some(workspace), now) {
        Ok(form) => return Ok(FormInUse { form, broken: None }),
        Err(failure) => failure,
    };
    let last = ledger.map(Ledger::last_seal).transpose()?.flatten();
    match last {
        Some((seal, since)) => Ok(FormInUse { form: sealed_form(workspace, &seal, now)?, broken: Some((failure, since)) }),
        None => Err(failure),
    }
}

/// The form that something was sealed with, as it is in force at a moment.
pub fn sealed_form(workspace: &Workspace, seal: &Seal, at: Moment) -> Result<Form, Failure> {
    let archive = workspace.archive();
    let forms = seal.forms().map(|input| parse_form(&String::from_utf8_lossy(&archive.read(&input.sha256)?), &input.name));
    form_in_force(&forms.collect::<Result<Vec<Form>, Failure>>()?, at)
}

/// The form in force: the program's definitions, each replaced by the workspace's own of the same name.
pub fn form(workspace: Option<&Workspace>, now: Moment) -> Result<Form, Failure> {
    let definitions: Result<Vec<Form>, Failure> =
        forms::SOURCES.iter().map(|(name, embedded)| definition(workspace, name, embedded)).collect();
    form_in_force(&definitions?, now)
}

/// Of these definitions, the one in force.
pub fn form_in_force(definitions: &[Form], now: Moment) -> Result<Form, Failure> {
    forms::in_force(definitions, moment::day(now)).cloned().ok_or_else(|| Failure::usage("Chương trình không có biểu mẫu nào.", ""))
}

fn definition(workspace: Option<&Workspace>, name: &str, embedded: &str) -> Result<Form, Failure> {
    let text = match workspace {
        Some(workspace) => files::template(&workspace.disk, &workspace.root, name, embedded)?,
        None => embedded.to_owned(),
    };
    parse_form(&text, &format!("templates/{name}"))
}

/// Understands a definition; `file` names it in a failure.
pub fn parse_form(text: &str, file: &str) -> Result<Form, Failure> {
    // The program's own was read when the process first asked for it.
    if let Some(form) = forms::builtin().iter().find(|form| form.definition == text) {
        return Ok(form.clone());
    }
    Form::parse(text).map_err(|mistake| Failure::Config { file: file.to_owned(), problems: vec![mistake.to_string()] })
}
