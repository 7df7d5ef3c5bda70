//! The text of a part, a window of it at a time: bytes are unpacked, checked to be UTF-8 (UTF-16 is turned into it) and
//! kept until what they say has been taken. A window grows where a single piece is longer, and never because a file
//! claims a size.

use crate::model::workbook::Refusal;
use std::io::Read;

/// Bytes read at a time; as many as are left over where that is more, so that one long piece is not looked at over and
/// over again.
const STEP: usize = 32 << 10;

/// What is no text, or breaks off.
pub(super) fn damaged(error: &dyn std::error::Error) -> Refusal {
    Refusal::Damaged { detail: error.to_string() }
}

/// A moving window.
pub(super) struct Window<'a> {
    source: Box<dyn Read + 'a>,
    text: String,
    at: usize,
    /// The bytes of a letter that the last step cut in two.
    cut: Vec<u8>,
    ended: bool,
}

impl<'a> Window<'a> {
    /// Reads the first step.
    pub(super) fn new(source: impl Read + 'a) -> Result<Self, Refusal> {
        let mut window = Self { source: Box::new(source), text: String::new(), at: 0, cut: Vec::new(), ended: false };
        let start = window.read(Vec::new(), STEP)?;
        window.begin(start)
    }

    /// A window on all of a part.
    pub(super) fn whole(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let window = Self { source: Box::new(std::io::empty()), text: String::new(), at: 0, cut: Vec::new(), ended: true };
        window.begin(bytes)
    }

    /// Shows the start of a part, which says how it is written.
    fn begin(mut self, start: Vec<u8>) -> Result<Self, Refusal> {
        let unit: Option<fn([u8; 2]) -> u16> = match start.as_slice() {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(u16::from_le_bytes),
            [0xfe, 0xff, ..] | [0, b'<', ..] => Some(u16::from_be_bytes),
            _ => None,
        };
        match unit {
            Some(unit) => self.decode(start, unit)?,
            None => self.keep(start)?,
        }
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        Ok(self)
    }

    /// What has not been taken yet, as far as it has been read.
    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Takes so many bytes of the rest.
    pub(super) fn take(&mut self, length: usize) {
        self.at += length;
    }

    /// Some of what has been read, by place from the start of the window; places hold until the next [`Self::more`].
    pub(super) fn text(&self, place: std::ops::Range<usize>) -> &str {
        self.text.get(place).unwrap_or("")
    }

    /// Where the rest starts.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Reads on; false where nothing is left.
    pub(super) fn more(&mut self) -> Result<bool, Refusal> {
        if self.ended {
            return Ok(false);
        }
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.drain(..self.at);
        self.at = 0;
        bytes.append(&mut self.cut);
        let step = bytes.len().max(STEP);
        let bytes = self.read(bytes, step)?;
        self.keep(bytes)?;
        Ok(true)
    }

    /// Appends so many bytes, or all that are left.
    fn read(&mut self, mut bytes: Vec<u8>, step: usize) -> Result<Vec<u8>, Refusal> {
        let mut filled = bytes.len();
        bytes.resize(filled + step, 0);
        while let Some(room @ [_, ..]) = bytes.get_mut(filled..) {
            match self.source.read(room) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(damaged(&error)),
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    }

    /// The bytes as text, but for a letter that is not whole yet.
    fn keep(&mut self, mut bytes: Vec<u8>) -> Result<(), Refusal> {
        match std::str::from_utf8(&bytes) {
            Ok(text) => text.clone_into(&mut self.text),
            Err(error) if self.ended || error.error_len().is_some() => return Err(damaged(&error)),
            Err(error) => {
                self.cut = bytes.split_off(error.valid_up_to());
                self.text = String::from_utf8(bytes).map_err(|error| damaged(&error.utf8_error()))?;
            }
        }
        Ok(())
    }

    /// All of a part in UTF-16.
    fn decode(&mut self, mut bytes: Vec<u8>, unit: fn([u8; 2]) -> u16) -> Result<(), Refusal> {
        self.source.read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        self.ended = true;
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        self.text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes at a time.
    struct Drops<'b>(&'b [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
            let size = self.1.min(room.len()).min(self.0.len());
            let (now, later) = self.0.split_at(size);
            room[..size].copy_from_slice(now);
            self.0 = later;
            Ok(size)
        }
    }

    /// All that a window shows, taken some bytes at a time.
    fn shown(bytes: &[u8], piece: usize) -> Result<String, Refusal> {
        let whole = all(Window::whole(bytes.to_vec()), piece);
        for in_steps in [all(Window::new(Drops(bytes, 7)), piece), all(Window::new(bytes), piece)] {
            assert_eq!(whole.as_ref().ok(), in_steps.as_ref().ok());
        }
        whole
    }

    fn all(window: Result<Window<'_>, Refusal>, piece: usize) -> Result<String, Refusal> {
        let (mut window, mut all) = (window?, String::new());
        loop {
            let rest = window.rest();
            let end = (piece.min(rest.len())..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap();
            all.push_str(&rest[..end]);
            window.take(end);
            if end < piece && !window.more()? {
                return Ok(all);
            }
        }
    }

    #[test]
    fn letters_cut_by_a_step_are_whole() {
        for offset in 0..4 {
            let text = format!("{}{}", "x".repeat(offset), "ệĐ😀".repeat(STEP / 3));
            assert_eq!(shown(text.as_bytes(), 1000).unwrap(), text);
            assert_eq!(shown(text.as_bytes(), STEP * 4).unwrap(), text);
        }
    }

    #[test]
    fn utf_16_and_marks_of_order() {
        for text in ["<a>Đ😀</a>", "\u{feff}<a/>"] {
            let plain = text.trim_start_matches('\u{feff}');
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [text.as_bytes(), &little, &big] {
                assert_eq!(shown(bytes, 9).unwrap(), plain);
            }
        }
    }

    #[test]
    fn what_is_no_text_is_damage() {
        let late = [&b"x".repeat(STEP + 5)[..], b"\xff"].concat();
        for bytes in [&b"a\xffb"[..], b"a\xc4", &late] {
            assert!(matches!(shown(bytes, 10), Err(Refusal::Damaged { .. })));
        }
        assert_eq!(shown(b"", 10).unwrap(), "");
    }
}
