//! Is the end of a file there? A copy in progress shows it: formats of the zip family keep their directory at the end;
//! an `.xls` that Windows is copying has its full size from the start and zeros where nothing arrived yet, so its
//! sector tables and its last record are looked at (`src/docs/receipt.md`, "Arrived"). Nothing is parsed here.

/// Has the file its end? 0 bytes have none: over SMB that is how a file looks whose writer has not handed anything over
/// yet. What is incomplete now may only be damaged or empty for good; the ledger decides that by waiting.
pub fn is_complete(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        zip_has_end(bytes)
    } else if bytes.starts_with(&OLE) {
        ole_has_end(bytes).unwrap_or(false)
    } else {
        bytes.iter().rev().take(512).any(|b| *b != 0)
    }
}

const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The end record lies in the last 64 KiB + 22 bytes and points at a directory that is there. A workbook embedded in
/// a workbook brings an end record of its own, but that one points elsewhere.
fn zip_has_end(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(65_535 + 22);
    (from..bytes.len()).rev().any(|at| zip_ends_at(bytes, at).unwrap_or(false))
}

fn zip_ends_at(bytes: &[u8], at: usize) -> Option<bool> {
    if bytes.get(at..at + 4)? != b"PK\x05\x06" {
        return Some(false);
    }
    let directory = u32_at(bytes, at + 16)?;
    let comment = usize::from(u16_at(bytes, at + 20)?);
    if at + 22 + comment > bytes.len() {
        return Some(false);
    }
    let zip64 = directory == u32::MAX && at >= 20 && bytes.get(at - 20..at - 16) == Some(b"PK\x06\x07");
    let start = usize::try_from(directory).ok()?;
    let empty = at == 0;
    Some(empty || zip64 || bytes.get(start..start + 4) == Some(b"PK\x01\x02"))
}

/// The sector table is whole, every stream lies inside the file, and the workbook's stream ends with its last record.
fn ole_has_end(bytes: &[u8]) -> Option<bool> {
    let ole = Ole::open(bytes)?;
    let directory = ole.stream(ole.directory, None)?;
    let entries: Vec<Entry<'_>> = directory.as_chunks::<128>().0.iter().filter_map(Entry::read).collect();
    let root = entries.iter().find(|e| e.kind == 5)?;
    let mini_container = if root.size == 0 { Vec::new() } else { ole.stream(root.start, Some(root.size))? };
    let mini_table = ole.mini_table()?;
    for entry in entries.iter().filter(|e| e.kind == 2) {
        let content = if entry.size < 4096 {
            chain(entry.start, entry.size, 64, &mini_table, |sector| mini_container.get(sector * 64..))?
        } else {
            ole.stream(entry.start, Some(entry.size))?
        };
        // Every workbook stream of BIFF ends with the record 0A 00 00 00, perhaps padded.
        match content.iter().rfind(|b| **b != 0) {
            Some(last) if entry.is_workbook() => {
                if *last != 0x0A {
                    return Some(false);
                }
            }
            Some(_) => {}
            None if entry.size == 0 => {}
            None => return Some(false),
        }
    }
    Some(true)
}

struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    directory: u32,
}

impl<'a> Ole<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let directory = u32_at(bytes, 48)?;
        let mut ole = Self { bytes, sector, table: Vec::new(), directory };
        let tables = ole.table_sectors()?;
        for at in &tables {
            let words = ole.sector_at(*at)?;
            // A table that is not whole, or still zeros, belongs to a copy in progress.
            ole.table.extend(words.get(..sector)?.as_chunks::<4>().0.iter().map(|w| u32::from_le_bytes(*w)));
        }
        const TABLE: u32 = 0xFFFF_FFFD;
        tables.iter().all(|at| ole.table.get(*at as usize) == Some(&TABLE)).then_some(ole)
    }

    /// Where the sector table lies: 109 places in the header, more in a chain of its own.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let wanted = u32_at(self.bytes, 44)? as usize;
        if wanted > self.bytes.len() / self.sector {
            return None;
        }
        let mut found: Vec<u32> = (0..109.min(wanted)).map(|n| u32_at(self.bytes, 76 + 4 * n)).collect::<Option<_>>()?;
        let mut next = u32_at(self.bytes, 68)?;
        while found.len() < wanted {
            let sector = self.sector_at(next)?.get(..self.sector)?;
            let (words, link) = sector.split_at(self.sector - 4);
            let left = wanted - found.len();
            found.extend(words.as_chunks::<4>().0.iter().take(left).map(|w| u32::from_le_bytes(*w)));
            next = u32_at(link, 0)?;
        }
        Some(found)
    }

    /// From the start of a sector to the end of the file; `None` if nothing of the sector is there.
    fn sector_at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..).filter(|rest| !rest.is_empty())
    }

    fn stream(&self, start: u32, size: Option<usize>) -> Option<Vec<u8>> {
        let size = size.unwrap_or(usize::MAX);
        chain(start, size, self.sector, &self.table, |sector| self.sector_at(u32::try_from(sector).ok()?))
    }

    fn mini_table(&self) -> Option<Vec<u32>> {
        let start = u32_at(self.bytes, 60)?;
        if u32_at(self.bytes, 64)? == 0 || start >= LAST {
            return Some(Vec::new());
        }
        let bytes = self.stream(start, None)?;
        Some(bytes.as_chunks::<4>().0.iter().map(|w| u32::from_le_bytes(*w)).collect())
    }
}

/// Sector numbers from here on are marks, not places.
const LAST: u32 = 0xFFFF_FFFA;

/// The content of a chain of sectors, `size` bytes of it or up to its end; `None` if it leaves the file, runs in a
/// circle or ends early. Some writers cut the very last sector of a file where its stream ends.
fn chain<'a>(start: u32, size: usize, sector: usize, table: &[u32], at: impl Fn(usize) -> Option<&'a [u8]>) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let mut next = start;
    let mut steps = 0;
    while content.len() < size && next < LAST {
        steps += 1;
        if steps > table.len() {
            return None;
        }
        let rest = at(next as usize)?;
        let wanted = sector.min(size - content.len());
        content.extend_from_slice(rest.get(..wanted).unwrap_or(rest));
        next = *table.get(next as usize)?;
        if rest.len() < wanted {
            return None;
        }
    }
    let whole = size == usize::MAX || content.len() == size;
    whole.then_some(content)
}

struct Entry<'a> {
    name: &'a [u8],
    kind: u8,
    start: u32,
    size: usize,
}

impl<'a> Entry<'a> {
    fn read(bytes: &'a [u8; 128]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64);
        Some(Self { name: bytes.get(..length - 2)?, kind: *bytes.get(66)?, start: u32_at(bytes, 116)?, size: u32_at(bytes, 120)? as usize })
    }

    /// `Workbook` or `Book`, in UTF-16 and whatever case.
    fn is_workbook(&self) -> bool {
        let letters: Vec<u8> = self.name.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
        letters == b"workbook" || letters == b"book"
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn xlsx() -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file("xl/workbook.xml", stored).unwrap();
        zip.write_all(&[b'x'; 3000]).unwrap();
        zip.finish().unwrap().into_inner()
    }

    /// A compound file with one stream of 4,096 bytes named `Workbook`: header, table, directory, stream.
    fn xls() -> Vec<u8> {
        let mut file = vec![0u8; 512];
        file[..8].copy_from_slice(&OLE);
        let mut put = |at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(28, 0x0009_FFFE);
        put(44, 1);
        put(48, 1);
        put(60, 0xFFFF_FFFE);
        put(68, 0xFFFF_FFFE);
        put(76, 0);
        let mut table = vec![0xFFFF_FFFFu32; 128];
        table[0] = 0xFFFF_FFFD;
        table[1] = 0xFFFF_FFFE;
        for (word, next) in table[2..9].iter_mut().zip(3..) {
            *word = next;
        }
        table[9] = 0xFFFF_FFFE;
        table.iter().for_each(|word| file.extend(word.to_le_bytes()));
        let entry = |name: &str, kind: u8, start: u32, size: u32| {
            let mut entry = [0u8; 128];
            for (n, unit) in name.encode_utf16().enumerate() {
                entry[2 * n..2 * n + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = u8::try_from(2 * name.len() + 2).unwrap();
            entry[66] = kind;
            entry[116..120].copy_from_slice(&start.to_le_bytes());
            entry[120..124].copy_from_slice(&size.to_le_bytes());
            entry
        };
        file.extend(entry("Root Entry", 5, 0xFFFF_FFFE, 0));
        file.extend(entry("Workbook", 2, 2, 4096));
        file.extend([0u8; 256]);
        let mut stream = vec![7u8; 4096];
        stream[4090..].copy_from_slice(&[0x0A, 0, 0, 0, 0, 0]);
        file.extend(stream);
        file
    }

    #[test]
    fn a_zip_without_its_end_is_arriving() {
        let whole = xlsx();
        assert!(is_complete(&whole));
        for percent in [25, 50, 75, 98] {
            let cut = whole.len() * percent / 100;
            assert!(!is_complete(&whole[..cut]), "cut at {percent} %");
            let mut zeros = whole.clone();
            zeros[cut..].fill(0);
            assert!(!is_complete(&zeros), "zeros from {percent} %");
        }
    }

    #[test]
    fn the_end_of_an_embedded_zip_is_not_the_end() {
        let mut outer = b"PK\x03\x04".to_vec();
        outer.extend([b'y'; 500]);
        outer.extend(xlsx());
        outer.extend([b'y'; 50]);
        assert!(!is_complete(&outer));
    }

    #[test]
    fn an_xls_without_its_end_is_arriving() {
        let whole = xls();
        assert!(is_complete(&whole));
        for percent in [25, 50, 75, 98] {
            let cut = whole.len() * percent / 100;
            assert!(!is_complete(&whole[..cut]), "cut at {percent} %");
            let mut zeros = whole.clone();
            zeros[cut..].fill(0);
            assert!(!is_complete(&zeros), "zeros from {percent} %");
        }
    }

    #[test]
    fn a_chain_in_a_circle_ends() {
        let mut bytes = xls();
        bytes[512 + 4 * 9..512 + 4 * 10].copy_from_slice(&2u32.to_le_bytes());
        bytes[1024 + 128 + 120..1024 + 128 + 124].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(!is_complete(&bytes));
    }

    #[test]
    fn other_files_need_a_tail() {
        assert!(!is_complete(b""), "nothing has come yet");
        assert!(is_complete(b"%PDF-1.4 %%EOF"));
        assert!(!is_complete(&[0; 2000]));
        let mut pdf = b"%PDF-1.4".to_vec();
        pdf.extend([0; 600]);
        assert!(!is_complete(&pdf));
    }
}
