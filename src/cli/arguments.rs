//! The arguments in the words of the people who type them: help and mistakes in Vietnamese. The parser's own words
//! that cannot be configured are replaced in what it renders.

use crate::io::failure::Failure;
use clap::builder::styling::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

const HELP: &str = "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}\n";
const MORE: &str = "Gõ “tonghop --help” để xem các lệnh, “tonghop LỆNH --help” để xem tham số của một lệnh.";

/// The parser, its headings in Vietnamese.
pub(super) fn command(parser: Command) -> Command {
    let common: Vec<String> = parser.get_arguments().map(|a| a.get_id().to_string()).collect();
    let heading = move |arg: Arg| {
        let heading = if arg.is_positional() {
            "Tham số"
        } else if common.contains(&arg.get_id().to_string()) {
            "Tùy chọn chung (đặt trước hay sau lệnh đều được)"
        } else {
            "Tùy chọn"
        };
        arg.help_heading(heading)
    };
    parser
        .styles(Styles::plain())
        .help_template(HELP)
        .subcommand_help_heading("Lệnh")
        .subcommand_value_name("LỆNH")
        .mut_args(heading.clone())
        .mut_subcommands(|sub| sub.help_template(HELP).mut_args(heading.clone()))
}

/// The schema of a command's object. A release is a run that a person asked for.
pub(super) fn schema(command: Option<&str>) -> String {
    match command {
        Some("release") => "tonghop.run/1".to_owned(),
        Some(command) => format!("tonghop.{command}/1"),
        None => "tonghop.usage/1".to_owned(),
    }
}

/// The command among arguments that the parser refused.
pub(super) fn named<'a>(parser: &Command, typed: &'a [String]) -> Option<&'a str> {
    typed.iter().map(String::as_str).find(|word| parser.get_subcommands().any(|sub| sub.get_name() == *word))
}

/// Help or version, as it is printed.
pub(super) fn rendered(error: &clap::Error) -> String {
    error.render().to_string().replace("[OPTIONS]", "[TÙY CHỌN]").trim_end().to_owned()
}

/// A mistake in the arguments, as a failure with its hint.
pub(super) fn mistake(error: &clap::Error) -> Failure {
    let of = |kind| words(error, kind);
    let (arg, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("Không có lệnh “{}”.", of(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("Không có tham số “{arg}”, hoặc tham số đặt không đúng lệnh."),
        ErrorKind::MissingRequiredArgument => format!("Thiếu tham số: {arg}."),
        ErrorKind::InvalidValue | ErrorKind::NoEquals if value.is_empty() => format!("Thiếu giá trị sau {arg}."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("Giá trị “{value}” không dùng được cho {arg}."),
        ErrorKind::ArgumentConflict if of(ContextKind::PriorArg) == arg => format!("Tham số {arg} chỉ ghi một lần."),
        ErrorKind::ArgumentConflict => format!("Không dùng {arg} cùng với {}.", of(ContextKind::PriorArg)),
        _ => "Câu lệnh chưa đúng.".to_owned(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(of)
        .find(|near| !near.is_empty())
        .map(|near| format!("Có phải “{near}”? "));
    let choices = match of(ContextKind::ValidValue) {
        choices if choices.is_empty() => String::new(),
        choices => format!("Chọn một trong: {choices}. "),
    };
    Failure::usage(message, format!("{}{choices}{MORE}", near.unwrap_or_default()))
}

fn words(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    fn said(arguments: &[&str]) -> String {
        let error = command(Cli::command()).try_get_matches_from(arguments).unwrap_err();
        let failure = mistake(&error);
        format!("{failure} {}", failure.hint().unwrap_or_default())
    }

    #[test]
    fn help_has_no_words_of_the_parser() {
        let names: Vec<String> =
            command(Cli::command()).get_subcommands().filter(|s| !s.is_hide_set()).map(|s| s.get_name().to_owned()).collect();
        let mut lines: Vec<Vec<&str>> = vec![vec!["tonghop", "--help"], vec!["tonghop", "-h"]];
        lines.extend(names.iter().map(|name| vec!["tonghop", name, "--help"]));
        for line in lines {
            let error = command(Cli::command()).try_get_matches_from(&line).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::DisplayHelp, "{line:?}");
            let help = rendered(&error);
            assert!(help.contains("Cách dùng: tonghop"), "{help}");
            for word in ["Usage", "Options:", "Arguments:", "Commands:", "Print ", "Possible", "possible", "default", "OPTIONS", "COMMAND"]
            {
                assert!(!help.contains(word), "{word} in\n{help}");
            }
        }
    }

    #[test]
    fn mistakes_say_what_is_wrong_and_what_to_type() {
        for (arguments, parts) in [
            (&["tonghop", "statu"][..], &["Không có lệnh “statu”", "Có phải “status”?"][..]),
            (&["tonghop", "run", "--dry-rum"], &["“--dry-rum”", "Có phải “--dry-run”?"]),
            (&["tonghop", "admit"], &["Thiếu tham số", "--reason", "--by"]),
            (&["tonghop", "run", "--fail-on", "x"], &["Giá trị “x”", "missing, late, error, warning"]),
            (&["tonghop", "run", "--threads", "a"], &["Giá trị “a”", "--threads"]),
            (&["tonghop", "run", "--now"], &["Thiếu giá trị sau --now"]),
            (&["tonghop", "run", "--json", "--json"], &["--json chỉ ghi một lần"]),
            (&["tonghop", "admit", "SYT", "--all-late", "--reason", "a", "--by", "b"], &["Không dùng", "--all-late"]),
        ] {
            let said = said(arguments);
            for part in parts {
                assert!(said.contains(part), "{part} in {said}");
            }
        }
    }
}
