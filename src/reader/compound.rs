//! A compound file (the container of `.xls`), looked at before any parser sees it ([MS-CFB]): every chain of sectors
//! that a reader would follow is walked once, bounded by the size of the file, and must be as long as its stream says.
//! An `.xls` that is still being copied has its full size and zeros at its end; this is where that shows.

use crate::model::workbook::Refusal;
use std::collections::BTreeSet;

/// Numbers from here on are no sectors but marks.
const MARKS: u32 = 0xffff_fffa;
const END: u32 = 0xffff_fffe;
const HEADER: usize = 512;
const MINI: usize = 64;
/// Streams below this size live in the mini stream.
const CUTOFF: u64 = 4096;
/// Kinds of entries of the directory, by their numbers.
const STREAM: u8 = 2;
const ROOT: u8 = 5;

/// A compound file whose tables make sense.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector.
    size: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    /// The sectors of the directory.
    directory: Vec<usize>,
    entries: Vec<Entry>,
}

/// A stream or storage in the directory.
struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
    /// Numbers of the entries before and behind it in its storage, and of one inside of it, if it is a storage.
    links: [u32; 3],
    /// Does it stand in the root storage? Objects inside of a document bring whole documents along, in storages of
    /// their own.
    top: bool,
}

/// Bytes of an entry in the directory.
const ENTRY: usize = 128;

fn damaged(detail: &str) -> Refusal {
    Refusal::Damaged { detail: detail.to_owned() }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

impl<'a> Compound<'a> {
    /// Reads the header and walks the tables; refused if they make no sense.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let header = bytes.get(..HEADER).ok_or_else(|| damaged("the header is cut short"))?;
        let size = match short(header, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged("sectors of an unknown size")),
        };
        let field = |at: usize| long(header, at).ok_or_else(|| damaged("the header is cut short"));
        let (fat, mini_fat, mini, directory, entries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut file = Self { bytes, size, fat, mini_fat, mini, directory, entries };
        for sector in file.fat_sectors(header, field(68)?)? {
            let table: Vec<u32> = longs(file.sector(sector)?).collect();
            file.fat.extend(table);
        }
        file.directory = chain(&file.fat, field(48)?, bytes.len() / size)?;
        let directory = file.stream_of(field(48)?)?;
        file.entries = directory.as_chunks::<ENTRY>().0.iter().map(Entry::read).collect();
        let Some(root) = file.entries.iter().find(|entry| entry.kind == ROOT) else { return Err(damaged("no root in the directory")) };
        let (root_start, root_size, inside) = (root.start, root.size, root.links[2]);
        mark_top(&mut file.entries, inside);
        if field(64)? > 0 && field(60)? < MARKS {
            file.mini_fat = longs(&file.stream_of(field(60)?)?).collect();
            file.mini = file.sized(root_start, root_size)?;
        }
        Ok(file)
    }

    /// All of the file.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Does the root storage hold this stream?
    pub(super) fn has(&self, name: &str) -> bool {
        self.top_streams().any(|stream| stream.eq_ignore_ascii_case(name))
    }

    /// The names of the streams in the root storage.
    pub(super) fn top_streams(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|entry| entry.kind == STREAM && entry.top).map(|entry| entry.name.as_str())
    }

    /// The file as a program reads it that looks for a stream of one of these names anywhere: those that stand in no root
    /// storage get another name. `None` if there are none.
    pub(super) fn without_inner(&self, names: &[&str]) -> Result<Option<Vec<u8>>, Refusal> {
        let inner = |entry: &Entry| entry.kind == STREAM && !entry.top && names.iter().any(|name| entry.name.eq_ignore_ascii_case(name));
        let mut copy: Option<Vec<u8>> = None;
        for place in (0..self.entries.len()).filter(|place| self.entries.get(*place).is_some_and(inner)) {
            let at = self.entry_at(place).ok_or_else(|| damaged("a sector beyond the end of the file"))?;
            // The first letter is enough.
            if let Some(letter) = copy.get_or_insert_with(|| self.bytes.to_vec()).get_mut(at) {
                *letter = b'_';
            }
        }
        Ok(copy)
    }

    /// The file with another content, of the same length, of a stream of the root storage.
    pub(super) fn with_stream(&self, name: &str, content: &[u8]) -> Result<Vec<u8>, Refusal> {
        let beyond = || damaged("a sector beyond the end of the file");
        let mut found = self.entries.iter().filter(|entry| entry.kind == STREAM && entry.top);
        let entry = found.find(|entry| entry.name.eq_ignore_ascii_case(name)).ok_or_else(|| damaged("no stream of this name"))?;
        let sectors = |start: u32| chain(&self.fat, start, self.bytes.len() / self.size);
        // Where each piece of the stream stands.
        let (places, piece) = if entry.size >= CUTOFF {
            (sectors(entry.start)?.into_iter().map(|sector| (sector + 1) * self.size).collect::<Vec<usize>>(), self.size)
        } else {
            let root = self.entries.iter().find(|entry| entry.kind == ROOT).ok_or_else(|| damaged("no root in the directory"))?;
            let around = sectors(root.start)?;
            let place = |small: usize| {
                let byte = small.checked_mul(MINI)?;
                Some((around.get(byte / self.size)? + 1) * self.size + byte % self.size)
            };
            let small = chain(&self.mini_fat, entry.start, self.mini.len().div_ceil(MINI))?;
            (small.into_iter().map(place).collect::<Option<Vec<usize>>>().ok_or_else(beyond)?, MINI)
        };
        let mut copy = self.bytes.to_vec();
        for (place, content) in places.into_iter().zip(content.chunks(piece)) {
            copy.get_mut(place..place + content.len()).ok_or_else(beyond)?.copy_from_slice(content);
        }
        Ok(copy)
    }

    /// Where an entry of the directory stands in the file.
    fn entry_at(&self, place: usize) -> Option<usize> {
        let byte = place.checked_mul(ENTRY)?;
        let sector = *self.directory.get(byte / self.size)?;
        sector.checked_add(1)?.checked_mul(self.size)?.checked_add(byte % self.size)
    }

    /// The content of a stream of the root storage; `None` if there is none of this name.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let mut found = self.entries.iter().filter(|entry| entry.kind == STREAM && entry.top);
        let Some(entry) = found.find(|entry| entry.name.eq_ignore_ascii_case(name)) else { return Ok(None) };
        if entry.size >= CUTOFF {
            return self.sized(entry.start, entry.size).map(Some);
        }
        let size = usize::try_from(entry.size).map_err(|_| damaged("a stream of impossible size"))?;
        let mut content = Vec::new();
        for sector in chain(&self.mini_fat, entry.start, self.mini.len().div_ceil(MINI))? {
            let at = sector.checked_mul(MINI).ok_or_else(|| damaged("a sector beyond the file"))?;
            let end = self.mini.len().min(at + MINI);
            content.extend_from_slice(self.mini.get(at..end).ok_or_else(|| damaged("a sector beyond the file"))?);
        }
        if content.len() < size {
            return Err(damaged("a stream is shorter than the directory says"));
        }
        content.truncate(size);
        Ok(Some(content))
    }

    /// The sectors that hold the table of sectors: some in the header, more in a chain of their own.
    fn fat_sectors(&self, header: &[u8], more: u32) -> Result<Vec<u32>, Refusal> {
        let mut sectors: Vec<u32> = longs(header.get(76..).unwrap_or_default()).collect();
        let (mut next, mut seen) = (more, BTreeSet::new());
        while next < MARKS {
            if !seen.insert(next) {
                return Err(damaged("the table of tables runs in a circle"));
            }
            let mut table: Vec<u32> = longs(self.sector(next)?).collect();
            next = table.pop().unwrap_or(END);
            sectors.extend(table);
        }
        sectors.retain(|sector| *sector < MARKS);
        let mut once = BTreeSet::new();
        if !sectors.iter().all(|sector| once.insert(*sector)) {
            return Err(damaged("a sector stands twice in the table of tables"));
        }
        Ok(sectors)
    }

    /// A sector; the last one of the file may be short.
    fn sector(&self, number: u32) -> Result<&'a [u8], Refusal> {
        let beyond = || damaged("a sector beyond the end of the file");
        let number = usize::try_from(number).map_err(|_| beyond())?;
        let at = number.checked_add(1).and_then(|place| place.checked_mul(self.size)).ok_or_else(beyond)?;
        let end = self.bytes.len().min(at.checked_add(self.size).ok_or_else(beyond)?);
        self.bytes.get(at..end).filter(|sector| !sector.is_empty()).ok_or_else(beyond)
    }

    /// All sectors of a chain, joined.
    fn stream_of(&self, start: u32) -> Result<Vec<u8>, Refusal> {
        let sectors = chain(&self.fat, start, self.bytes.len() / self.size)?;
        // No more than the file has: a chain visits no sector twice.
        let mut content = Vec::with_capacity(sectors.len().saturating_mul(self.size).min(self.bytes.len()));
        for sector in sectors {
            content.extend_from_slice(self.sector(u32::try_from(sector).unwrap_or(u32::MAX))?);
        }
        Ok(content)
    }

    /// A stream of this size.
    fn sized(&self, start: u32, size: u64) -> Result<Vec<u8>, Refusal> {
        let mut content = self.stream_of(start)?;
        let size = usize::try_from(size).map_err(|_| damaged("a stream of impossible size"))?;
        if content.len() < size {
            return Err(damaged("a stream is shorter than the directory says"));
        }
        content.truncate(size);
        Ok(content)
    }
}

/// Follows a chain. It visits no sector twice, so it ends, and it has no more sectors than there are.
fn chain(table: &[u32], start: u32, max: usize) -> Result<Vec<usize>, Refusal> {
    let mut seen = vec![false; table.len()];
    let mut sectors = Vec::new();
    let mut next = start;
    while next < MARKS {
        let place = usize::try_from(next).map_err(|_| damaged("a sector beyond the file"))?;
        match seen.get_mut(place) {
            Some(seen) if !*seen && sectors.len() <= max => *seen = true,
            Some(_) => return Err(damaged("a chain of sectors runs in a circle")),
            None => return Err(damaged("a chain of sectors leaves the table")),
        }
        sectors.push(place);
        next = table.get(place).copied().unwrap_or(END);
    }
    if next == END || start == next { Ok(sectors) } else { Err(damaged("a chain of sectors ends in nothing")) }
}

/// Marks what stands in the root storage: a tree of entries, of which each is visited once.
fn mark_top(entries: &mut [Entry], first: u32) {
    let mut waiting = vec![first];
    while let Some(number) = waiting.pop() {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(entry) = entries.get_mut(place).filter(|entry| !entry.top) {
            entry.top = true;
            waiting.extend(entry.links.iter().take(2));
        }
    }
}

impl Entry {
    /// An entry, also one that names nothing: entries are numbered by their places.
    fn read(entry: &[u8; ENTRY]) -> Self {
        let length = short(entry, 64).map_or(0, usize::from);
        // An entry without even the end of a name is none; some roots have a blank one.
        let named = (2..=64).contains(&length);
        let name = if named { entry.get(..length - 2).unwrap_or_default() } else { &[] };
        let units: Vec<u16> = name.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        let field = |at: usize| long(entry, at).unwrap_or(END);
        let kind = if named { entry.get(66).copied().unwrap_or(0) } else { 0 };
        Self {
            name: String::from_utf16_lossy(&units),
            kind,
            start: field(116),
            size: u64::from(field(120)),
            links: [field(68), field(72), field(76)],
            top: false,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An entry of a directory.
    pub(in crate::reader) fn entry(name: &str, kind: u8, start: u32, size: u32, links: [u32; 3]) -> Vec<u8> {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(ENTRY, 0);
        entry[64..66].copy_from_slice(&length.to_le_bytes());
        entry[66] = kind;
        for (place, link) in links.iter().enumerate() {
            entry[68 + 4 * place..72 + 4 * place].copy_from_slice(&link.to_le_bytes());
        }
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    }

    /// The same file with an object inside: a storage that holds a stream of this name, with the same content.
    pub(in crate::reader) fn embedding(mut file: Vec<u8>, inner: &str) -> Vec<u8> {
        let at = 1024;
        file[at + ENTRY + 72..at + ENTRY + 76].copy_from_slice(&2u32.to_le_bytes());
        let (start, size) = (long(&file, at + ENTRY + 116).unwrap(), long(&file, at + ENTRY + 120).unwrap());
        // Directories are in no order that says what stands where: the inner stream comes first.
        let (root, stream) = (file[at..at + ENTRY].to_vec(), file[at + ENTRY..at + 2 * ENTRY].to_vec());
        let mut entries = [root, entry(inner, STREAM, start, size, [u32::MAX; 3]), entry("MBD0001", 1, 0, 0, [u32::MAX, 3, 1]), stream];
        entries[0][76..80].copy_from_slice(&2u32.to_le_bytes());
        entries[3][72..76].copy_from_slice(&u32::MAX.to_le_bytes());
        file[at..at + 4 * ENTRY].copy_from_slice(&entries.concat());
        file
    }

    /// A compound file of one stream: a sector of tables, one of directory, then the stream from sector 2 on.
    pub(in crate::reader) fn compound(name: &str, content: &[u8]) -> Vec<u8> {
        let mut content = content.to_vec();
        let size = content.len().max(4096);
        content.resize(size.next_multiple_of(512), 0);
        let sectors = u32::try_from(content.len() / 512).unwrap();
        assert!(sectors < 126, "one sector of tables");
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(512, 0);
        for (at, value) in [(30, 9u16), (32, 6), (26, 3), (28, 0xfffe)] {
            bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
        }
        for (at, value) in [(44, 1u32), (48, 1), (56, 4096), (60, END), (68, END)] {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        for place in 0..109 {
            let value = if place == 0 { 0 } else { u32::MAX };
            bytes[76 + 4 * place..80 + 4 * place].copy_from_slice(&value.to_le_bytes());
        }
        let mut fat = vec![0xffff_fffd, END];
        fat.extend((0..sectors).map(|sector| if sector + 1 == sectors { END } else { sector + 3 }));
        fat.resize(128, u32::MAX);
        bytes.extend(fat.iter().flat_map(|entry| entry.to_le_bytes()));
        // The root, the stream, and what stands beside it.
        let entries = [("Root Entry", ROOT, END, 0, [u32::MAX, u32::MAX, 1]), (name, STREAM, 2, size, [u32::MAX; 3])];
        for (name, kind, start, size, links) in entries {
            bytes.extend(entry(name, kind, start, u32::try_from(size).unwrap(), links));
        }
        bytes.resize(1536, 0);
        bytes.extend(content);
        bytes
    }

    fn detail(bytes: &[u8]) -> String {
        match Compound::open(bytes).and_then(|file| file.stream("Workbook")) {
            Ok(Some(_)) => "fine".to_owned(),
            Ok(None) => "no stream".to_owned(),
            Err(Refusal::Damaged { detail }) => detail,
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn a_stream_is_found_and_is_as_long_as_it_says() {
        let file = compound("Workbook", &[7; 5000]);
        let file = Compound::open(&file).unwrap();
        assert!(file.has("Workbook") && !file.has("Book"));
        assert_eq!(file.stream("workbook").unwrap().unwrap(), [7; 5000]);
        assert!(file.stream("Book").unwrap().is_none());
    }

    #[test]
    fn what_stands_inside_of_an_object_is_not_the_file() {
        let inner = embedding(compound("Workbook", &[7; 5000]), "WORKBOOK");
        let file = Compound::open(&inner).unwrap();
        assert_eq!(file.top_streams().collect::<Vec<_>>(), ["Workbook"]);
        assert_eq!(file.stream("Workbook").unwrap().unwrap(), [7; 5000]);
        let renamed = file.without_inner(&["Workbook", "Book"]).unwrap().unwrap();
        assert_eq!(renamed.iter().zip(&inner).filter(|(one, other)| one != other).count(), 1);
        assert!(!Compound::open(&embedding(compound("Workbook", &[7; 5000]), "WordDocument")).unwrap().has("WordDocument"));
        assert!(Compound::open(&compound("Workbook", &[7; 5000])).unwrap().without_inner(&["Workbook"]).unwrap().is_none());
        // A tree that leads back to its top ends.
        let mut circle = inner.clone();
        circle[1024 + 3 * ENTRY + 72..1024 + 3 * ENTRY + 76].copy_from_slice(&2u32.to_le_bytes());
        assert!(Compound::open(&circle).unwrap().has("Workbook"));
    }

    #[test]
    fn circles_cuts_and_zeros_are_damage() {
        let whole = compound("Workbook", &[7; 5000]);
        assert_eq!(detail(&whole), "fine");
        let with_all = |changes: &[(usize, u32)]| {
            let mut bytes = whole.clone();
            for (at, value) in changes {
                bytes[*at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            detail(&bytes)
        };
        let with = |at: usize, value: u32| with_all(&[(at, value)]);
        // Sector 2 leads to itself; to nowhere; the directory to itself; the table of tables to itself.
        assert_eq!(with(512 + 8, 2), "a chain of sectors runs in a circle");
        assert_eq!(with(512 + 8, 90_000), "a chain of sectors leaves the table");
        assert_eq!(with(512 + 8, u32::MAX), "a chain of sectors ends in nothing");
        assert_eq!(with(512 + 4, 1), "a chain of sectors runs in a circle");
        assert_eq!(with_all(&[(68, 5), (6 * 512 + 508, 5)]), "the table of tables runs in a circle");
        assert_eq!(with(1024 + 128 + 120, 60_000), "a stream is shorter than the directory says");
        assert_eq!(detail(&whole[..whole.len() - 600]), "a sector beyond the end of the file");
        // A copy that has not arrived: tables of zeros.
        let mut zeros = whole[..512].to_vec();
        zeros.resize(whole.len(), 0);
        assert_ne!(detail(&zeros), "fine");
        for cut in (0..whole.len() - 512).step_by(64) {
            assert_ne!(detail(&whole[..cut]), "fine", "cut at {cut}");
        }
    }
}
