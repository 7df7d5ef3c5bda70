//! Proposals of offices: the numbers that were given, and what the desk answered. Append only, chained.

use super::{Broken, Ledger, chain, chain_tables, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use crate::model::proposal::{ProposalEntry, ProposalEvent, ProposalNumber, ProposalRecord};
use rusqlite::{Row, params};

impl Ledger {
    /// Records what happened, in one transaction; gives it back with its numbers in the ledger.
    pub fn record_proposals(&self, events: &[(ProposalNumber, ProposalEvent)], at: Moment) -> Result<Vec<ProposalEntry>, Failure> {
        self.write(|c| {
            let mut recorded = Vec::new();
            for (number, event) in events {
                let (kind, body) = match event {
                    ProposalEvent::Numbered(numbered) => ("numbered", serde_json::to_string(numbered)?),
                    ProposalEvent::Answered { .. } => ("answered", serde_json::to_string(event)?),
                };
                let sql = "INSERT INTO proposals (number, at, event, body) VALUES (?1, ?2, ?3, ?4)";
                c.execute(sql, params![number.to_string(), moment_text(at), kind, body])?;
                let seq = c.last_insert_rowid();
                chain::append(c, &chain_tables::PROPOSALS, &seq.to_string())?;
                recorded.push(ProposalEntry { seq, number: *number, at, event: event.clone() });
            }
            Ok(recorded)
        })
    }

    /// Everything that ever happened to proposals.
    pub fn proposals(&self) -> Result<ProposalRecord, Failure> {
        let entries = self.with(|c| rows(c, "SELECT seq, number, at, event, body FROM proposals ORDER BY seq", [], read))?;
        Ok(ProposalRecord { entries })
    }

    /// The number of the last entry; 0 before the first.
    pub fn last_proposal(&self) -> Result<i64, Failure> {
        self.with(|c| Ok(c.query_row("SELECT coalesce(max(seq), 0) FROM proposals", [], |row| row.get(0))?))
    }
}

fn read(row: &Row<'_>) -> Result<ProposalEntry, Broken> {
    let (number, at, event, body): (String, String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
    Ok(ProposalEntry {
        seq: row.get(0)?,
        number: ProposalNumber::parse(&number).ok_or_else(|| Broken::Content(format!("số kiến nghị “{number}” không đọc được")))?,
        at: moment_of(&at)?,
        event: if event == "numbered" { ProposalEvent::Numbered(serde_json::from_str(&body)?) } else { serde_json::from_str(&body)? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::{ledger, moment, tamper};
    use crate::model::agency::AgencyCode;
    use crate::model::period::Period;
    use crate::model::proposal::{Answer, NumberedProposal};
    use crate::model::task::TaskCode;

    #[test]
    fn what_happened_comes_back_and_stays() {
        let (dir, ledger) = ledger();
        let numbered = ProposalEvent::Numbered(NumberedProposal {
            agency: AgencyCode::parse("SYT").unwrap(),
            task: TaskCode::parse("KH11-001").unwrap(),
            level: "UBND tỉnh".into(),
            since: Period::parse_id("2025-W28").unwrap(),
            text: "Bố trí vốn".into(),
        });
        let answered = ProposalEvent::Answered {
            about: "Bố trí vốn".into(),
            answer: Answer { choice: "Trình".into(), ..Answer::default() },
            book_sha256: "aa".into(),
            line: 2,
            tasks: Vec::new(),
        };
        let number = ledger.proposals().unwrap().next_number(2025);
        let recorded = ledger.record_proposals(&[(number, numbered.clone()), (number, answered)], moment("11T10:45:00")).unwrap();
        let record = ledger.proposals().unwrap();
        assert_eq!((&record.entries, record.last(), ledger.last_proposal().unwrap()), (&recorded, 2, 2));
        assert_eq!(record.answers().get(&number).map(|last| (last.answer.is_chosen(), last.about)), Some((true, "Bố trí vốn")));
        assert_eq!(record.until(1).answer(number), None);
        assert_eq!(record.next_number(2025).to_string(), "KN-2025-0002");
        assert!(ledger.record_proposals(&[(number, numbered)], moment("11T10:46:00")).is_err(), "no number is given twice");
        assert!(tamper(dir.path(), "DELETE FROM proposals").is_err());
        assert!(tamper(dir.path(), "UPDATE proposals SET at = ''").is_err());
        ledger.verify_chain().unwrap();
    }
}
