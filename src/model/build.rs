//! Which program did something: sealed with each freeze and release, so that figures derived later are compared with
//! open eyes. Printed in no product: the same facts give the same bytes.

use serde::{Deserialize, Serialize};

/// A build of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// Version of the package.
    pub version: String,
    /// Commit, with `+` if files differed from it; `None` if it was built without git, as from a source archive.
    pub commit: Option<String>,
    /// Digest of the sources it was compiled of: builds of one digest are one program.
    pub source: String,
}

impl Build {
    /// The build that is running, as it was stamped when it was compiled.
    pub fn this() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: Some(env!("TONGHOP_COMMIT")).filter(|commit| !commit.is_empty()).map(str::to_owned),
            source: env!("TONGHOP_SOURCE").to_owned(),
        }
    }

    /// Is it the same program, word for word?
    pub fn is(&self, other: &Self) -> bool {
        self.source == other.source
    }

    /// Version and commit, for people.
    pub fn label(&self) -> String {
        format!("{} ({})", self.version, self.commit.as_deref().unwrap_or("không rõ"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_told_by_its_sources_and_named_by_its_commit() {
        let this = Build::this();
        assert_eq!((this.version.as_str(), this.source.len()), (env!("CARGO_PKG_VERSION"), 16));
        let archive = Build { commit: None, ..this.clone() };
        assert!(archive.is(&this), "the same sources, unpacked without git");
        assert_eq!(archive.label(), format!("{} (không rõ)", this.version));
        assert!(!Build { source: "0".repeat(16), ..this.clone() }.is(&this));
    }
}
