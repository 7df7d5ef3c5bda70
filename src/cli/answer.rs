//! The object of `--json`: one a command, whether the command did its work or not. Its keys are explained in
//! `src/docs/json.md`.

use super::context::Context;
use crate::io::failure::Failure;
use serde::Serialize;

/// The word for a bug of ours among `failures[].code`; all other words are of [`Failure::code`].
const BUG: &str = "bug";

/// A command that has answered. Only [`Context::done`] makes one, so that no command can end without its object.
#[derive(Debug)]
pub(super) struct Done(u8);

impl Done {
    pub(super) fn exit_code(&self) -> u8 {
        self.0
    }
}

/// A command that failed has nothing to tell but its failure.
#[derive(Debug, Serialize)]
pub(super) struct Nothing {}

#[derive(Serialize)]
struct Object<'a, T> {
    schema: &'a str,
    #[serde(flatten)]
    body: &'a T,
    failures: Vec<FailureLine>,
    exit_code: u8,
}

#[derive(Debug, Serialize)]
struct FailureLine {
    code: &'static str,
    message: String,
    hint: Option<String>,
}

impl From<&Failure> for FailureLine {
    fn from(failure: &Failure) -> Self {
        Self { code: failure.code(), message: failure.to_string(), hint: failure.hint() }
    }
}

impl Context {
    /// Ends a command: prints its object where `--json` asks for it.
    pub(super) fn done<T: Serialize>(&self, body: &T, failures: &[Failure], exit_code: u8) -> Result<Done, Failure> {
        self.done_as(&self.schema, body, failures, exit_code)
    }

    /// The same for an answer that has a schema of its own.
    pub(super) fn done_as<T: Serialize>(&self, schema: &str, body: &T, failures: &[Failure], exit_code: u8) -> Result<Done, Failure> {
        self.object(schema, body, failures.iter().map(Into::into).collect(), exit_code)?;
        Ok(Done(exit_code))
    }

    /// Ends a command that failed: says why, on standard error and in its object; with `-v` also which command it was and
    /// where, for whoever reads only what a scheduler kept.
    pub(super) fn failed(&self, failure: &Failure, error: Option<&anyhow::Error>) -> u8 {
        self.console.failure(failure);
        if let Some(error) = error {
            self.console.detail(&error.to_string());
        }
        // Nothing in the object of a failure can fail to be written as JSON.
        self.object(&self.schema, &Nothing {}, vec![failure.into()], failure.exit_code()).ok();
        failure.exit_code()
    }

    /// Ends a command that failed as it did the last time, which was said then: only a program is told again.
    pub(super) fn done_said(&self, failure: &Failure) -> Result<Done, Failure> {
        self.object(&self.schema, &Nothing {}, vec![failure.into()], failure.exit_code())?;
        Ok(Done(failure.exit_code()))
    }

    /// Ends a command that met a bug of ours.
    pub(super) fn bug(&self, exit_code: u8) -> u8 {
        const SAID: &str = "Chương trình gặp lỗi nội bộ; các bản trình ký không bị ảnh hưởng. Đề nghị báo bộ phận kỹ thuật.";
        self.console.problem(SAID);
        let line = FailureLine { code: BUG, message: SAID.to_owned(), hint: None };
        self.object(&self.schema, &Nothing {}, vec![line], exit_code).ok();
        exit_code
    }

    /// Prints words on standard output, unless the object takes their place.
    pub(super) fn tell(&self, text: impl FnOnce() -> String) {
        if !self.global.json {
            self.console.result(&text());
        }
    }

    fn object<T: Serialize>(&self, schema: &str, body: &T, failures: Vec<FailureLine>, exit_code: u8) -> Result<(), Failure> {
        if self.global.json {
            let text = serde_json::to_string(&Object { schema, body, failures, exit_code })
                .map_err(|e| Failure::usage(format!("Không tạo được JSON: {e}"), ""))?;
            self.console.result(&text);
        }
        Ok(())
    }
}
