//! `--version`: which program this is. With `-v` all of it, with `--json` as an object.

use super::context::Context;
use crate::run::version;

/// The schema of its object: there is no command by that name.
const SCHEMA: &str = "tonghop.version/1";

/// Prints it. `typed` are the arguments: the parser stops at `--version`, whatever stands behind it.
pub(super) fn print(context: &Context, typed: &[String]) -> u8 {
    let answer = version::version();
    if context.global.json {
        return context.done_as(SCHEMA, &answer, &[], 0).map_or(0, |done| done.exit_code());
    }
    let short = |argument: &str| argument.starts_with('-') && !argument.starts_with("--") && argument.contains('v');
    let whole = typed.iter().any(|argument| argument == "--verbose" || short(argument));
    context.console.result(&answer.lines(whole).join("\n"));
    0
}
