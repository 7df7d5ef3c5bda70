//! What a workspace must keep in order whatever happened to it: the ledger whole, the journal and the witnesses in step with
//! it, every receipt's content in the archive, every product whole.

use crate::desk::Desk;
use std::collections::BTreeMap;
use tonghop::io::journal::Journal;
use tonghop::io::ledger::JournalLine;
use tonghop::io::workspace;
use tonghop::model::config::Limits;
use tonghop::reader;
use tonghop::run::session::identity;
use tonghop::sheets::edition;

/// Is the ledger whole, with every receipt's content in the archive, and every product? Says what is not.
pub fn is_sound(desk: &Desk) -> Result<(), String> {
    records_are_sound(desk)?;
    match desk.products().into_iter().find(|(name, bytes)| !is_whole(name, bytes)) {
        Some((name, _)) => Err(format!("{name} is not whole")),
        None => Ok(()),
    }
}

/// Is the ledger whole, with every receipt's content in the archive? Says what is not.
pub fn records_are_sound(desk: &Desk) -> Result<(), String> {
    let place = workspace::open(desk.root()).map_err(|e| e.to_string())?;
    if let Some(ledger) = place.ledger_to_read().map_err(|e| e.to_string())? {
        ledger.verify_chain()?;
        for receipt in ledger.receipts().map_err(|e| e.to_string())? {
            place.archive().read(&receipt.sha256).map_err(|e| format!("receipt {}: {e}", receipt.seq))?;
        }
    }
    Ok(())
}

/// Do the witnesses and the journal speak of this ledger ([`speaks_of_all`]), and was all taken over that was kept aside? Says what is not so.
pub fn is_in_step(desk: &Desk) -> Result<(), String> {
    speaks_of_all(desk)?;
    let place = workspace::open(desk.root()).map_err(|e| e.to_string())?;
    if place.records().join("cho-khoi-phuc").exists() { Err("what was kept aside was not taken over".to_owned()) } else { Ok(()) }
}

/// Do the witnesses and the journal speak of this ledger, the journal of all of it? Says what does not.
pub fn speaks_of_all(desk: &Desk) -> Result<(), String> {
    let place = workspace::open(desk.root()).map_err(|e| e.to_string())?;
    let ledger = place.ledger_to_read().map_err(|e| e.to_string())?.ok_or("no ledger")?;
    identity::check(&ledger, &identity::witnesses(&place)).map_err(|e| e.to_string())?;
    let last = journal(desk)?.pop().ok_or("no journal")?.entry;
    let head = ledger.chain_head().map_err(|e| e.to_string())?.ok_or("no chain")?;
    if (last.seq, &last.hash) != (head.seq, &head.hash) {
        return Err(format!("the journal ends with line {}, the ledger with {}", last.seq, head.seq));
    }
    Ok(())
}

/// The lines of the journal, which follow from one another to its end.
pub fn journal(desk: &Desk) -> Result<Vec<JournalLine>, String> {
    let place = workspace::open(desk.root()).map_err(|e| e.to_string())?;
    let read = Journal::at(&place.disk, &place.records()).read().map_err(|e| e.to_string())?;
    match read.broken {
        Some((page, line)) => Err(format!("the journal is torn in {page}, line {line}")),
        None => Ok(read.lines),
    }
}

fn is_whole(name: &str, bytes: &[u8]) -> bool {
    match name.rsplit('.').next() {
        Some("xlsx") => reader::read(bytes, ".xlsx", &Limits::OWN).is_ok(),
        Some("json") => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
        // A package ends with the record of its parts.
        Some("docx") => bytes.len().checked_sub(22).is_some_and(|end| bytes[end..].starts_with(b"PK\x05\x06")),
        Some("html") => std::str::from_utf8(bytes).is_ok_and(|text| text.trim_end().ends_with("</html>")),
        Some("tmp") => true,
        _ => std::str::from_utf8(bytes).is_ok(),
    }
}

/// Is it written once, and stands for good? A draft and feedback follow what is known.
pub fn is_fixed(name: &str) -> bool {
    name.starts_with("ket-qua/") && !name.contains("_du-thao") && !name.ends_with("_so-tiep-nhan.json")
}

/// Is a product still there, under its name or under the one that it has when it was withdrawn?
pub fn stands(products: &BTreeMap<String, Vec<u8>>, name: &str, bytes: &[u8]) -> bool {
    let is_there = |name: &str| products.get(name).is_some_and(|there| there == bytes);
    is_there(name) || is_there(&edition::withdrawn(name, 1))
}

/// Names of files that are in one of two sets only, or differ.
pub fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut names: Vec<String> = one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).cloned().collect();
    names.sort();
    names.dedup();
    names
}
