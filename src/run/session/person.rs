//! Who decides, and why.

use crate::io::failure::Failure;
use crate::model::config::Config;
use crate::run::session::Session;
use crate::text::normalise;

/// A decision has a reason and somebody who may take it.
pub fn check_decision(session: &Session, reason: &str, by: &str) -> Result<(), Failure> {
    check(&session.work.workspace.config, reason, by)
}

/// The same where there is no session.
pub fn check(config: &Config, reason: &str, by: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() || by.trim().is_empty() {
        return Err(Failure::usage("Thiếu lý do hoặc người quyết định.", "Đề nghị ghi --reason \"…\" --by \"…\"."));
    }
    let admitters = &config.desk.admitters;
    let key = normalise::key(by);
    if !admitters.is_empty() && !admitters.iter().any(|a| normalise::key(a) == key) {
        return Err(Failure::usage(
            format!("“{by}” không có trong danh sách người được quyết định ([desk] admitters)."),
            format!("Người được quyết định: {}.", admitters.join(", ")),
        ));
    }
    Ok(())
}
