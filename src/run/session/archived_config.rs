//! A configuration of an earlier command.

use crate::io::archive::Archive;
use crate::io::config;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::model::config::Config;

/// A configuration that was in use and is kept in the archive.
pub fn archived_config(workspace: &Workspace, archive: &Archive, sha256: &str) -> Result<Config, Failure> {
    let file = workspace.config_file().display().to_string();
    let text = String::from_utf8_lossy(&archive.read(sha256)?).into_owned();
    config::parse(&text, &file).map_err(|problems| Failure::Config { file, problems })
}
