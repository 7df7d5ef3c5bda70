//! What contents were read as, and the registers that were in use. The first is only a cache of the archive.

use super::{Ledger, chain, chain_tables, first, moment_of, moment_text, packed, rows};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::inbox::Content;
use crate::model::moment::Moment;
use crate::model::period::PeriodName;
use crate::model::secret::Secret;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

impl Ledger {
    /// What a content was read as by this `reader` (revision of the reading, parsers, definition of the form); `None` if it was not, or
    /// was by another one.
    pub fn content(&self, sha256: &str, reader: &str) -> Result<Option<Content>, Failure> {
        let sql = "SELECT body FROM contents WHERE sha256 = ?1 AND reader = ?2";
        let body = self.with(|c| first(c, sql, params![sha256, reader], |row| Ok(row.get::<_, Vec<u8>>(0)?)))?;
        // A body of another shape is read anew from the archive.
        Ok(body.and_then(|body| postcard::from_bytes(&packed::unpack(&body)?).ok()))
    }

    /// The period that a content names which was read by this `reader`; `None` if it was not.
    pub fn period_named(&self, sha256: &str, reader: &str) -> Result<Option<Option<PeriodName>>, Failure> {
        let sql = "SELECT named FROM contents WHERE sha256 = ?1 AND reader = ?2";
        let named = |row: &Row<'_>| Ok(row.get::<_, Option<String>>(0)?.as_deref().and_then(PeriodName::parse_id));
        self.with(|c| first(c, sql, params![sha256, reader], named))
    }

    /// Keeps what contents were read as, in one transaction.
    pub fn put_contents(&self, reader: &str, contents: &[(&str, &Content)]) -> Result<(), Failure> {
        self.remember(|c| {
            let mut insert = c.prepare_cached("INSERT OR REPLACE INTO contents (sha256, reader, named, body) VALUES (?1, ?2, ?3, ?4)")?;
            for (sha256, content) in contents {
                let body = postcard::to_stdvec(content).map_err(|e| super::Broken::Content(e.to_string()))?;
                let named = content.period_named().map(|name| name.to_string());
                insert.execute(params![sha256, reader, named, packed::pack_lightly(&body)?])?;
            }
            Ok(())
        })
    }

    /// Contents that bear a mark of secrecy are not kept: what they were read as goes, and what was told of them apart
    /// from the mark. In one transaction.
    pub fn note_secrets(&self, secrets: &[(String, Secret)], at: Moment) -> Result<(), Failure> {
        self.write(|c| {
            let mut insert =
                c.prepare_cached("INSERT OR IGNORE INTO secrets (sha256, at, agency, period, marks) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for (sha256, secret) in secrets {
                let agency = secret.agency.as_ref().map(AgencyCode::as_str);
                let period = secret.period.map(|period| period.to_string());
                if insert.execute(params![sha256, moment_text(at), agency, period, serde_json::to_string(&secret.marks)?])? > 0 {
                    chain::append(c, &chain_tables::SECRETS, sha256)?;
                }
                c.execute("DELETE FROM contents WHERE sha256 = ?1", [sha256])?;
                c.execute("DELETE FROM judgements WHERE sha256 = ?1", [sha256])?;
                let told = "SELECT DISTINCT receipt FROM verdicts JOIN receipts ON receipt = seq WHERE sha256 = ?1 AND findings != '[]' ORDER BY 1";
                for receipt in rows(c, told, [sha256], |row| Ok(row.get::<_, i64>(0)?))? {
                    c.execute("UPDATE verdicts SET findings = '[]' WHERE receipt = ?1", [receipt])?;
                    chain::append(c, &chain_tables::VERDICTS, &receipt.to_string())?;
                }
            }
            Ok(())
        })
    }

    /// What was deleted must not be left in the database's files: pages are overwritten when they become free, and the
    /// log of changes is emptied here. Beside a reader that has it open, the next run does it.
    pub fn forget_removed_pages(&self) -> Result<(), Failure> {
        self.with(|c| Ok(c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?))
    }

    /// What is left of the contents that were not kept, by SHA-256.
    pub fn secrets(&self) -> Result<BTreeMap<String, Secret>, Failure> {
        let sql = "SELECT sha256, agency, period, marks FROM secrets ORDER BY sha256";
        let read = |row: &Row<'_>| {
            let secret = Secret {
                agency: row.get::<_, Option<String>>(1)?.as_deref().and_then(AgencyCode::parse),
                period: row.get::<_, Option<String>>(2)?.as_deref().and_then(PeriodName::parse_id),
                marks: serde_json::from_str(&row.get::<_, String>(3)?)?,
            };
            Ok((row.get::<_, String>(0)?, secret))
        };
        self.with(|c| Ok(rows(c, sql, [], read)?.into_iter().collect()))
    }

    /// A valid register is in use from `at`; nothing happens if it is the one already in use. Says whether it is new.
    pub fn seal_register(&self, sha256: &str, at: Moment, note: &str) -> Result<bool, Failure> {
        if self.last_register()?.is_some_and(|(last, _)| last == sha256) {
            return Ok(false);
        }
        self.write(|c| {
            c.execute("INSERT INTO registers (sha256, at, note) VALUES (?1, ?2, ?3)", params![sha256, moment_text(at), note])?;
            chain::append(c, &chain_tables::REGISTERS, &c.last_insert_rowid().to_string())?;
            Ok(true)
        })
    }

    /// A valid configuration is in use from `at`; nothing happens if it is the one already in use. Says whether it is new.
    pub fn seal_configuration(&self, sha256: &str, at: Moment) -> Result<bool, Failure> {
        if self.last_configuration()?.is_some_and(|(last, _)| last == sha256) {
            return Ok(false);
        }
        self.write(|c| {
            c.execute("INSERT INTO configurations (sha256, at) VALUES (?1, ?2)", params![sha256, moment_text(at)])?;
            chain::append(c, &chain_tables::CONFIGURATIONS, &c.last_insert_rowid().to_string())?;
            Ok(true)
        })
    }

    /// The configurations in use from one moment until another, by hash, each with the moment it came into use; the first
    /// may have come before.
    pub fn configurations(&self, since: Moment, until: Moment) -> Result<Vec<(String, Moment)>, Failure> {
        self.in_use(&chain_tables::CONFIGURATIONS, since, until)
    }

    /// The registers in use from one moment until another, as [`Ledger::configurations`].
    pub fn registers(&self, since: Moment, until: Moment) -> Result<Vec<(String, Moment)>, Failure> {
        self.in_use(&chain_tables::REGISTERS, since, until)
    }

    fn in_use(&self, of: &chain_tables::ChainTable, since: Moment, until: Moment) -> Result<Vec<(String, Moment)>, Failure> {
        let table = of.table;
        let sql = format!(
            "SELECT sha256, at FROM {table}
             WHERE at <= ?2 AND seq >= coalesce((SELECT max(seq) FROM {table} WHERE at <= ?1), 0) ORDER BY seq"
        );
        self.with(|c| {
            rows(c, &sql, [moment_text(since), moment_text(until)], |row| Ok((row.get(0)?, moment_of(&row.get::<_, String>(1)?)?)))
        })
    }

    /// The configuration in use, and since when.
    pub fn last_configuration(&self) -> Result<Option<(String, Moment)>, Failure> {
        let sql = "SELECT sha256, at FROM configurations ORDER BY seq DESC LIMIT 1";
        self.with(|c| first(c, sql, [], |row| Ok((row.get(0)?, moment_of(&row.get::<_, String>(1)?)?))))
    }

    /// The valid register in use, and since when.
    pub fn last_register(&self) -> Result<Option<(String, Moment)>, Failure> {
        let sql = "SELECT sha256, at FROM registers ORDER BY seq DESC LIMIT 1";
        self.with(|c| first(c, sql, [], |row| Ok((row.get(0)?, moment_of(&row.get::<_, String>(1)?)?))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::tests::{ledger, moment};
    use crate::io::ledger::{RecordedFinding, Verdict};
    use crate::model::extraction::{AsIssued, Extraction, RecognisedBy};
    use crate::model::outcome::Outcome;
    use crate::model::place::{CellRef, Place};
    use crate::model::report::{AgencyReport, Field, Reading, SheetId, StatusReading, Table, TargetRow, TargetValue, TaskRow};
    use crate::model::task::Status;
    use crate::model::workbook::Refusal;

    fn workbook() -> Content {
        let field = |reading| Field { cell: Some(CellRef::new(3, 4)), typed: "60,5".into(), reading, ..Field::default() };
        let task = TaskRow {
            row: 3,
            percent: field(Reading::Value("60.5".parse().unwrap())),
            status: Field {
                reading: Reading::Value(StatusReading { status: Status::Done, exact: true, nearly_done: false }),
                ..Field::default()
            },
            completed_on: Field { reading: Reading::Unreadable, ..Field::default() },
            ..TaskRow::default()
        };
        let target = TargetRow {
            value: Field { reading: Reading::Value(TargetValue::Number("99.5".parse().unwrap())), ..Field::default() },
            ..TargetRow::default()
        };
        Content::Workbook(Box::new(Extraction {
            recognised_by: RecognisedBy::Meta,
            form: "BM-01".to_owned(),
            form_version: Some("1.0".to_owned()),
            meta_agency: None,
            meta_period: Some("2025-W28".to_owned()),
            issued_by: None,
            issued_content: None,
            issued_given: None,
            as_issued: AsIssued { rows: [(SheetId::Tasks, 3)].into(), ..AsIssued::default() },
            layout: Vec::new(),
            notes: Vec::new(),
            own_table: None,
            converted: Vec::new(),
            doubtful: Vec::new(),
            secrecy_marks: vec![(Place::sheet("NhiemVu"), "MẬT".to_owned())],
            report: AgencyReport {
                tasks: Some(Table { sheet: "NhiemVu".into(), rows: vec![task] }),
                targets: Some(Table { sheet: "ChiTieu".into(), rows: vec![target] }),
                ..AgencyReport::default()
            },
        }))
    }

    #[test]
    fn a_content_comes_back_for_the_same_reader_only() {
        let (_dir, ledger) = ledger();
        let refused = Content::Refused(Refusal::Disguised { extension: ".xls".to_owned(), actual: "trang web".to_owned() });
        ledger.put_contents("1", &[("aa", &workbook()), ("bb", &refused)]).unwrap();
        assert_eq!(ledger.content("aa", "1").unwrap(), Some(workbook()));
        assert_eq!(ledger.content("bb", "1").unwrap(), Some(refused));
        assert_eq!(ledger.content("aa", "2").unwrap(), None);
        assert_eq!(ledger.content("cc", "1").unwrap(), None);
    }

    #[test]
    fn the_period_that_a_content_names_is_known_without_its_body() {
        let (_dir, ledger) = ledger();
        let Content::Workbook(mut named) = workbook() else { unreachable!() };
        let name = PeriodName::parse_id("2025-W27..2025-W28");
        named.report.info.period.reading = name.map_or(Reading::Empty, Reading::Value);
        ledger.put_contents("1", &[("aa", &Content::Workbook(named)), ("bb", &workbook())]).unwrap();
        assert_eq!(ledger.period_named("aa", "1").unwrap(), Some(name));
        assert_eq!(ledger.period_named("bb", "1").unwrap(), Some(None), "read, and names none");
        assert_eq!(ledger.period_named("aa", "2").unwrap(), None);
        assert_eq!(ledger.period_named("cc", "1").unwrap(), None);
    }

    #[test]
    fn a_secret_leaves_only_its_hash_and_whose_it_is() {
        let (dir, ledger) = three_receipts();
        ledger.put_contents("1", &[("ab", &workbook())]).unwrap();
        let run = ledger.start_run(moment("11T10:00:00"), "run").unwrap();
        let finding = RecordedFinding { code: "N12".into(), place: Place::file(), message: "“đánh dấu để tìm”".into() };
        let verdict = Verdict { receipt: 1, run, outcome: Outcome::Returned, period: None, agency: None, findings: vec![finding] };
        ledger.put_verdicts(&[verdict]).unwrap();
        let secret = Secret {
            agency: AgencyCode::parse("SYT"),
            period: PeriodName::parse_id("2025-W28"),
            marks: vec![(Place::sheet("NhiemVu"), "MẬT".to_owned())],
        };
        ledger.note_secrets(&[("ab".to_owned(), secret.clone())], moment("11T10:00:00")).unwrap();
        ledger.forget_removed_pages().unwrap();
        assert_eq!(ledger.content("ab", "1").unwrap(), None);
        assert_eq!(ledger.secrets().unwrap(), [("ab".to_owned(), secret)].into());
        assert_eq!(ledger.verdict_of(1).unwrap().unwrap().findings, []);
        ledger.verify_chain().unwrap();
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            for trace in ["60,5", "đánh dấu để tìm"] {
                assert!(!bytes.windows(trace.len()).any(|w| w == trace.as_bytes()), "“{trace}” is still in the files");
            }
        }
    }

    #[test]
    fn a_register_is_sealed_once_until_another_comes() {
        let (_dir, ledger) = ledger();
        assert_eq!(ledger.last_register().unwrap(), None);
        assert!(ledger.seal_register("aa", moment("11T09:40:00"), "").unwrap());
        assert!(!ledger.seal_register("aa", moment("11T10:00:00"), "").unwrap());
        assert_eq!(ledger.last_register().unwrap(), Some(("aa".to_owned(), moment("11T09:40:00"))));
        assert!(ledger.seal_register("bb", moment("11T10:10:00"), "").unwrap());
        assert!(ledger.seal_register("aa", moment("11T10:20:00"), "quay lại").unwrap());
        assert_eq!(ledger.last_register().unwrap(), Some(("aa".to_owned(), moment("11T10:20:00"))));
    }
}
