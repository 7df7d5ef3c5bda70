//! What parent and reading child say to each other: frames of a length (4 bytes, little-endian) and as many bytes.
//! A request is two frames, its head and what it is about; the answer is one, and a basis has none. Neither side trusts a length: nothing is
//! reserved because a frame claims it. The content of a frame begins with [`VERSION`]: a program replaced while its
//! parent runs answers in another language, and that must be noticed, not guessed at.

use super::attempt::Attempt;
use crate::judge::file::{FileJudgement, FileVerdict};
use crate::model::config::Limits;
use crate::model::inbox::Folder;
use crate::model::workbook::Refusal;
use crate::reader::Received;
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind, Read, Result, Write};

/// Changes whenever the types that travel change.
pub(super) const VERSION: u8 = 5;
/// Largest answer a parent takes, bytes.
pub(super) const ANSWER_MAX: u64 = 256 << 20;
/// Largest head of a request, bytes: a folder may have a long name.
pub(super) const HEAD_MAX: u64 = 64 << 10;

/// What a child is asked for. What it is about follows in a frame of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Request {
    /// Nothing yet: what every file from now on is held against ([`Basis`](crate::judge::file::Basis)).
    Basis,
    /// The cells of a file.
    Cells {
        /// Extension of the file's name, which decides how it is read.
        extension: String,
        /// How much of the file is read at most.
        limits: Limits,
    },
    /// The judgement of a file.
    File {
        /// Extension of the file's name, which decides how it is read.
        extension: String,
        /// How much of the file is read at most.
        limits: Limits,
        /// The folder it lies in.
        folder: Folder,
    },
    /// The verdict on a content that was read before.
    Content {
        /// The folder its file lies in.
        folder: Folder,
    },
}

/// What a child says to a request; a [`Request::Basis`] has no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Answer {
    /// To [`Request::Cells`]: the cells, or why there are none.
    Cells(std::result::Result<Received, Refusal>),
    /// To [`Request::File`]: what the file is and what is wrong with it.
    File(Attempt<FileJudgement>),
    /// To [`Request::Content`]: what is wrong with it.
    Content(Attempt<FileVerdict>),
}

/// Writes the length of a frame, then its bytes; nothing is flushed.
pub(super) fn write_frame(output: &mut impl Write, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| Error::new(ErrorKind::InvalidInput, "frame too long"))?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(bytes)
}

/// Reads a frame of at most `max` bytes; `None` if the stream ends before it.
pub(super) fn read_frame(input: &mut impl Read, max: u64) -> Result<Option<Vec<u8>>> {
    let mut length = [0u8; 4];
    if input.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    input.read_exact(&mut length[1..])?;
    let length = u64::from(u32::from_le_bytes(length));
    if length > max {
        return Err(Error::new(ErrorKind::InvalidData, "frame too long"));
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|got| got == length) { Ok(Some(bytes)) } else { Err(Error::from(ErrorKind::UnexpectedEof)) }
}

/// Writes a request and the frame it is about, and flushes both.
pub(super) fn write_request(output: &mut impl Write, request: &Request, about: &[u8]) -> Result<()> {
    write_frame(output, &encode(request)?)?;
    write_frame(output, about)?;
    output.flush()
}

/// Reads a request; `None` if the parent has closed the stream.
pub(super) fn read_request(input: &mut impl Read) -> Result<Option<(Request, Vec<u8>)>> {
    let Some(head) = read_frame(input, HEAD_MAX)? else { return Ok(None) };
    let request = decode(&head)?;
    let about = read_frame(input, u64::from(u32::MAX))?.ok_or(ErrorKind::UnexpectedEof)?;
    Ok(Some((request, about)))
}

/// Writes an answer in one frame, and flushes it.
pub(super) fn write_answer(output: &mut impl Write, answer: &Answer) -> Result<()> {
    write_frame(output, &encode(answer)?)?;
    output.flush()
}

/// Reads an answer; a stream that ends is an error here.
pub(super) fn read_answer(input: &mut impl Read) -> Result<Answer> {
    decode(&read_frame(input, ANSWER_MAX)?.ok_or(ErrorKind::UnexpectedEof)?)
}

/// A value as it travels.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    postcard::to_extend(value, vec![VERSION]).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

/// A value that came.
pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T> {
    let Some((&VERSION, bytes)) = bytes.split_first() else {
        return Err(Error::new(ErrorKind::InvalidData, "another version of the program"));
    };
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(Error::new(ErrorKind::InvalidData, "bytes left over")),
        Err(error) => Err(Error::new(ErrorKind::InvalidData, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};

    fn workbook() -> RawWorkbook {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(10, 50, 0).unwrap();
        let values = [
            RawValue::Text("Đã hoàn thành".into()),
            RawValue::Number(-0.1),
            RawValue::Bool(true),
            RawValue::DateTime(day),
            RawValue::Error("#REF!".to_owned()),
        ];
        let row = (0u32..).zip(values).collect();
        let sheet = RawSheet { name: "NhiemVu".to_owned(), visible: true, rows: [(7, row)].into(), ..RawSheet::default() };
        RawWorkbook { sheets: vec![sheet], names: vec![("a".to_owned(), "b".to_owned())], ..RawWorkbook::default() }
    }

    #[test]
    fn what_is_written_is_read() {
        let request = Request::Cells { extension: "xlsx".to_owned(), limits: Limits::DEFAULT };
        let mut stream = Vec::new();
        write_request(&mut stream, &request, b"PK").unwrap();
        write_request(&mut stream, &request, b"").unwrap();
        let mut input = stream.as_slice();
        assert_eq!(read_request(&mut input).unwrap(), Some((request.clone(), b"PK".to_vec())));
        assert_eq!(read_request(&mut input).unwrap(), Some((request, Vec::new())));
        assert_eq!(read_request(&mut input).unwrap(), None);

        for cells in [Ok(Received::Workbook(workbook())), Ok(Received::Document("PDF".to_owned())), Err(Refusal::Encrypted)] {
            let answer = Answer::Cells(cells);
            let mut stream = Vec::new();
            write_answer(&mut stream, &answer).unwrap();
            assert_eq!(read_answer(&mut stream.as_slice()).unwrap(), answer);
        }
    }

    #[test]
    fn nonsense_is_an_error_and_reserves_nothing() {
        let mut good = Vec::new();
        write_answer(&mut good, &Answer::Cells(Ok(Received::Workbook(workbook())))).unwrap();
        for cut in 0..good.len() {
            assert!(read_answer(&mut &good[..cut]).is_err(), "cut at {cut}");
        }
        let mut longer = good[4..].to_vec();
        longer.push(0);
        let mut stream = Vec::new();
        write_frame(&mut stream, &longer).unwrap();
        assert!(read_answer(&mut stream.as_slice()).is_err(), "bytes left over");
        assert!(read_answer(&mut [0xff; 8].as_slice()).is_err(), "4 GB claimed");
        let mut other = good.clone();
        other[4] = VERSION - 1;
        assert!(read_answer(&mut other.as_slice()).is_err(), "another version");
        // A workbook that claims 4 billion sheets in a few bytes.
        let mut claim = Vec::new();
        write_frame(&mut claim, &[VERSION, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f]).unwrap();
        assert!(read_answer(&mut claim.as_slice()).is_err());
    }
}
