//! Rows of the clerk's receipt book as the runs saw them: what was written when, also where it was edited or removed
//! later. Append only, chained.

use super::{Broken, Ledger, chain, chain_tables, moment_of, moment_text, row_hash, rows};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::receipt_book::{BookChange, BookEntry, BookRow, NewBookEntry};
use rusqlite::Row;
use rusqlite::types::Value;

impl Ledger {
    /// Records what a run saw, in one transaction.
    pub fn record_book(&self, entries: &[NewBookEntry], book_sha256: &str, seen_at: Moment) -> Result<(), Failure> {
        self.write(|c| {
            for NewBookEntry { row, change, line, said } in entries {
                let values = vec![
                    row.map_or(Value::Null, Value::Integer),
                    Value::Text(change.key().to_owned()),
                    Value::Text(moment_text(seen_at)),
                    Value::Text(book_sha256.to_owned()),
                    Value::Integer((*line).into()),
                    Value::Text(said.period.to_string()),
                    Value::Text(said.agency.to_string()),
                    said.file.clone().map_or(Value::Null, Value::Text),
                    Value::Text(moment_text(said.received_at)),
                    Value::Text(said.channel.clone()),
                    Value::Text(said.number.clone()),
                    Value::Text(said.receiver.clone()),
                    Value::Text(said.note.clone()),
                ];
                let (seq, _) = row_hash::append(c, &row_hash::CLERK_ROWS, values)?;
                chain::append(c, &chain_tables::CLERK_ROWS, &seq.to_string())?;
            }
            Ok(())
        })
    }

    /// Everything ever seen in the book, in the order in which it was seen.
    pub fn book_entries(&self) -> Result<Vec<BookEntry>, Failure> {
        self.with(|c| rows(c, &format!("{SELECT} ORDER BY seq"), [], read))
    }

    /// Everything seen of the rows that ever spoke of a period from this one on, in the order in which it was seen; and
    /// the last entry of all (what is fixed seals its number).
    pub fn book_entries_since(&self, period: Period) -> Result<Vec<BookEntry>, Failure> {
        let sql = format!(
            "WITH asked AS (SELECT coalesce(entry, seq) FROM clerk_rows WHERE period >= ?1)
             {SELECT} WHERE seq IN asked OR entry IN asked OR seq = (SELECT max(seq) FROM clerk_rows) ORDER BY seq"
        );
        self.with(|c| rows(c, &sql, [period.to_string()], read))
    }

    /// The number of the last entry; 0 before the first.
    pub fn last_book_entry(&self) -> Result<i64, Failure> {
        self.with(|c| Ok(c.query_row("SELECT coalesce(max(seq), 0) FROM clerk_rows", [], |row| row.get(0))?))
    }
}

const SELECT: &str = "SELECT seq, entry, change, seen_at, book_sha256, line, period, agency, file, received_at, channel, number, receiver,
                      note FROM clerk_rows";

fn read(row: &Row<'_>) -> Result<BookEntry, Broken> {
    let unreadable = |what: &str| Broken::Content(format!("dòng ghi sổ không đọc được: {what}"));
    let (seq, change): (i64, String) = (row.get(0)?, row.get(2)?);
    let (period, agency): (String, String) = (row.get(6)?, row.get(7)?);
    let moment = |column: usize| -> Result<Moment, Broken> { moment_of(&row.get::<_, String>(column)?) };
    Ok(BookEntry {
        seq,
        row: row.get::<_, Option<i64>>(1)?.unwrap_or(seq),
        change: BookChange::ALL.into_iter().find(|c| c.key() == change).ok_or_else(|| unreadable(&change))?,
        seen_at: moment(3)?,
        book_sha256: row.get(4)?,
        line: row.get(5)?,
        said: BookRow {
            period: Period::parse_id(&period).ok_or_else(|| unreadable(&period))?,
            agency: AgencyCode::parse(&agency).ok_or_else(|| unreadable(&agency))?,
            file: row.get(8)?,
            received_at: moment(9)?,
            channel: row.get(10)?,
            number: row.get(11)?,
            receiver: row.get(12)?,
            note: row.get(13)?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::{ledger, moment, tamper};

    fn said(file: Option<&str>) -> BookRow {
        BookRow {
            period: Period::parse_id("2025-W28").unwrap(),
            agency: AgencyCode::parse("SYT").unwrap(),
            file: file.map(str::to_owned),
            received_at: moment("11T10:40:00"),
            channel: "Zalo".into(),
            number: "123".into(),
            receiver: "A".into(),
            note: "b".into(),
        }
    }

    #[test]
    fn a_question_about_some_weeks_gets_their_rows_whole() {
        let (_dir, ledger) = ledger();
        let of = |period: &str, row, change| {
            let said = BookRow { period: Period::parse_id(period).unwrap(), ..said(None) };
            NewBookEntry { row, change, line: 2, said }
        };
        let entries = [
            of("2025-W10", None, BookChange::Added),
            of("2025-W10", None, BookChange::Added),
            of("2025-W28", Some(1), BookChange::Changed),
            of("2025-W28", None, BookChange::Added),
            of("2025-W11", None, BookChange::Added),
        ];
        ledger.record_book(&entries, "aa", moment("11T10:45:00")).unwrap();
        let since = |period: &str| ledger.book_entries_since(Period::parse_id(period).unwrap()).unwrap();
        assert_eq!(since("2025-W10"), ledger.book_entries().unwrap());
        let asked: Vec<i64> = since("2025-W28").iter().map(|entry| entry.seq).collect();
        assert_eq!(asked, [1, 3, 4, 5], "the row that was moved into the week, from its start, and the last entry");
        assert_eq!(ledger.last_book_entry().unwrap(), 5);
    }

    #[test]
    fn entries_come_back_as_they_were_seen_and_stay() {
        let (dir, ledger) = ledger();
        let added = |file| NewBookEntry { row: None, change: BookChange::Added, line: 2, said: said(file) };
        ledger.record_book(&[added(None), added(Some("a.xlsx"))], "aa", moment("11T10:45:00")).unwrap();
        let removed = NewBookEntry { row: Some(2), change: BookChange::Removed, line: 3, said: said(Some("a.xlsx")) };
        ledger.record_book(&[removed], "bb", moment("11T11:05:00")).unwrap();
        let entries = ledger.book_entries().unwrap();
        let told: Vec<(i64, i64, BookChange, &str)> = entries.iter().map(|e| (e.seq, e.row, e.change, e.book_sha256.as_str())).collect();
        assert_eq!(told, [(1, 1, BookChange::Added, "aa"), (2, 2, BookChange::Added, "aa"), (3, 2, BookChange::Removed, "bb")]);
        assert_eq!((&entries[0].said, entries[2].seen_at), (&said(None), moment("11T11:05:00")));
        assert!(tamper(dir.path(), "DELETE FROM clerk_rows").is_err());
        assert!(tamper(dir.path(), "UPDATE clerk_rows SET received_at = ''").is_err());
        ledger.verify_chain().unwrap();
        let edit =
            "DROP TRIGGER clerk_rows_keep; UPDATE clerk_rows SET received_at = replace(received_at, '10:40', '09:40') WHERE seq = 1;";
        tamper(dir.path(), edit).unwrap();
        let broken = ledger.verify_chain().unwrap_err();
        assert!(broken.contains("dòng ghi sổ số 1 đã bị sửa"), "{broken}");
    }
}
