//! The file around the parts: a zip archive that knows the size of each part before it. The one of the library says it behind
//! the part, which is allowed and which not every program on a telephone reads.

use super::failure::WriteFailure;
use super::packing::Packer;

/// Midnight of the first day that the format knows: when a file was made stands in its properties, not here.
const DAY: u16 = 0x21;
/// Made on Unix, whose rights the directory notes, on every system; the version of the format that is needed.
const MADE_BY: u16 = 3 << 8 | VERSION;
const VERSION: u16 = 20;
/// Rights of a file of its owner's, as Unix notes them.
const RIGHTS: u32 = 0o100_600 << 16;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A part, ready to be laid into the file.
pub(super) struct Member {
    name: String,
    method: u16,
    check: u32,
    length: usize,
    packed: Vec<u8>,
}

impl Member {
    pub(super) fn pack(packer: &mut Packer, name: String, content: Vec<u8>) -> Self {
        let (check, length) = (libdeflater::crc32(&content), content.len());
        match packer.pack(&content) {
            Some(packed) => Self { name, method: DEFLATED, check, length, packed },
            None => Self { name, method: STORED, check, length, packed: content },
        }
    }

    /// What both heads of a member say, from the version to the lengths of name and extra field.
    fn head(&self) -> Option<Vec<u8>> {
        let mut head = Vec::with_capacity(26);
        // No flags: names are ASCII, sizes stand here.
        for number in [VERSION, 0, self.method, 0, DAY] {
            head.extend(number.to_le_bytes());
        }
        for number in [self.check, u32::try_from(self.packed.len()).ok()?, u32::try_from(self.length).ok()?] {
            head.extend(number.to_le_bytes());
        }
        head.extend(u16::try_from(self.name.len()).ok()?.to_le_bytes());
        head.extend(0u16.to_le_bytes());
        Some(head)
    }
}

/// The file. Refused where it is larger than the format says without its later extension: nobody could open such a workbook.
pub(super) fn bytes(members: &[&Member]) -> Result<Vec<u8>, WriteFailure> {
    laid(members).ok_or_else(|| WriteFailure::Refused { sheet: String::new(), detail: "larger than 4 GB".to_owned() })
}

fn laid(members: &[&Member]) -> Option<Vec<u8>> {
    let room: usize = members.iter().map(|member| member.packed.len() + 2 * member.name.len() + 76).sum();
    let mut bytes = Vec::with_capacity(room + 22);
    let mut directory = Vec::new();
    for member in members {
        let (start, head) = (u32::try_from(bytes.len()).ok()?, member.head()?);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(member.name.as_bytes());
        bytes.extend(&member.packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(MADE_BY.to_le_bytes());
        directory.extend(&head);
        // No comment, the first disk, no kind of content.
        directory.extend([0; 6]);
        directory.extend(RIGHTS.to_le_bytes());
        directory.extend(start.to_le_bytes());
        directory.extend(member.name.as_bytes());
    }
    let (start, length) = (u32::try_from(bytes.len()).ok()?, u32::try_from(directory.len()).ok()?);
    let count = u16::try_from(members.len()).ok()?;
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 4]);
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend([0; 2]);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::packing::Effort;
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn another_library_reads_what_was_laid_in() {
        let mut packer = Packer::new(Effort::Lasting);
        let contents = [("a.xml", "<a/>".repeat(5_000).into_bytes()), ("b.png", vec![7]), ("c.xml", Vec::new())];
        let members: Vec<Member> =
            contents.iter().map(|(name, content)| Member::pack(&mut packer, (*name).to_owned(), content.clone())).collect();
        let bytes = bytes(&members.iter().collect::<Vec<_>>()).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(archive.len(), 3);
        for (index, (name, content)) in contents.iter().enumerate() {
            let mut member = archive.by_index(index).unwrap();
            let mut read = Vec::new();
            member.read_to_end(&mut read).unwrap();
            assert_eq!((member.name().unwrap().as_ref(), member.unix_mode(), &read), (*name, Some(0o100_600), content));
        }
        let mut same = bytes.clone();
        super::super::as_on_unix(&mut same);
        assert_eq!(same, bytes, "made on Unix, on every system");
    }
}
