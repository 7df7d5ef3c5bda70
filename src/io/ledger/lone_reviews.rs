//! What came of reviewing contents alone, each in a child of its own.

use super::{Ledger, chain, chain_tables, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// So many deaths, in as many runs, and a content is not tried again by this program.
pub const DEATHS_MAX: usize = 2;

/// A review of a content alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoneReview {
    /// SHA-256 of the content.
    pub sha256: String,
    /// The run that asked for it.
    pub run: i64,
    /// When that run started.
    pub at: Moment,
    /// The sources of the program.
    pub build: String,
    /// The child died of it.
    pub died: bool,
}

impl Ledger {
    /// Adds reviews in one transaction.
    pub fn note_lone_reviews(&self, reviews: &[LoneReview]) -> Result<(), Failure> {
        self.write(|c| {
            let mut insert = c.prepare_cached("INSERT INTO lone_reviews (sha256, run, at, build, died) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for review in reviews {
                insert.execute(params![review.sha256, review.run, moment_text(review.at), review.build, review.died])?;
                if review.died {
                    chain::append(c, &chain_tables::LONE_REVIEWS, &c.last_insert_rowid().to_string())?;
                }
            }
            Ok(())
        })
    }

    /// Every review of a content alone, in order.
    pub fn lone_reviews(&self) -> Result<Vec<LoneReview>, Failure> {
        let read = |row: &Row<'_>| {
            let at = moment_of(&row.get::<_, String>(2)?)?;
            Ok(LoneReview { sha256: row.get(0)?, run: row.get(1)?, at, build: row.get(3)?, died: row.get(4)? })
        };
        self.with(|c| rows(c, "SELECT sha256, run, at, build, died FROM lone_reviews ORDER BY seq", [], read))
    }

    /// The contents that are set aside by a program, each since when: the last review of it alone was its death.
    pub fn set_aside(&self, build: &str) -> Result<BTreeMap<String, Moment>, Failure> {
        let mut aside = BTreeMap::new();
        for review in self.lone_reviews()?.into_iter().filter(|review| review.build == build) {
            if review.died {
                aside.entry(review.sha256).or_insert(review.at);
            } else {
                aside.remove(&review.sha256);
            }
        }
        Ok(aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::{ledger, moment};

    #[test]
    fn what_died_last_is_set_aside_by_the_program_it_killed() {
        let (_dir, ledger) = ledger();
        let review = |sha256: &str, hour: u32, build: &str, died| LoneReview {
            sha256: sha256.to_owned(),
            run: i64::from(hour),
            at: moment(&format!("11T{hour:02}:00:00")),
            build: build.to_owned(),
            died,
        };
        let all = [review("aa", 9, "1", true), review("bb", 9, "1", true), review("aa", 10, "1", true), review("bb", 10, "1", false)];
        ledger.note_lone_reviews(&all).unwrap();
        assert_eq!(ledger.lone_reviews().unwrap(), all);
        assert_eq!(ledger.set_aside("1").unwrap(), [("aa".to_owned(), moment("11T09:00:00"))].into());
        assert_eq!(ledger.set_aside("2").unwrap(), BTreeMap::new());
    }
}
