//! The text of a part, a window of it at a time: bytes are unpacked, checked to be UTF-8 (what the part declares to be
//! written otherwise is turned into it) and kept until what they say has been taken. A window grows where a single piece is
//! longer, and never because a file claims a size.

use crate::model::workbook::Refusal;
use encoding_rs::{Decoder, DecoderResult, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use std::io::Read;

/// Bytes read at a time; as many as are left over where that is more, so that one long piece is not looked at over and
/// over again.
const STEP: usize = 32 << 10;

/// What is no text, or breaks off.
pub(super) fn damaged(error: &dyn std::error::Error) -> Refusal {
    Refusal::Damaged { detail: error.to_string() }
}

/// The piece of a part's text that is held in memory, moved on as it is read.
pub(super) struct Window<'a> {
    source: Box<dyn Read + 'a>,
    text: String,
    at: usize,
    /// The bytes of a letter that the last step cut in two.
    cut: Vec<u8>,
    /// What turns the bytes into text; `None` if they are UTF-8.
    decoder: Option<Decoder>,
    ended: bool,
}

impl<'a> Window<'a> {
    /// Reads the first step.
    pub(super) fn new(source: impl Read + 'a) -> Result<Self, Refusal> {
        let mut window = Self { source: Box::new(source), text: String::new(), at: 0, cut: Vec::new(), decoder: None, ended: false };
        let start = window.read(Vec::new(), STEP)?;
        window.begin(start)
    }

    /// A window on all of a part.
    pub(super) fn whole(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let window = Self { source: Box::new(std::io::empty()), text: String::new(), at: 0, cut: Vec::new(), decoder: None, ended: true };
        window.begin(bytes)
    }

    /// Shows the start of a part, which says how it is written.
    fn begin(mut self, start: Vec<u8>) -> Result<Self, Refusal> {
        let encoding = written_in(&start)?;
        if encoding != UTF_8 {
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        self.keep(start)?;
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
        if self.decoder.is_some() {
            self.text.drain(..self.at);
            self.at = 0;
            let bytes = self.read(Vec::new(), self.text.len().max(STEP))?;
            self.keep(bytes)?;
            return Ok(true);
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

    /// The bytes as text, but for a letter that is not whole yet: in UTF-8 all there is, otherwise what comes behind it.
    fn keep(&mut self, bytes: Vec<u8>) -> Result<(), Refusal> {
        if let Some(decoder) = &mut self.decoder {
            return decode(decoder, &bytes, self.ended, &mut self.text);
        }
        self.text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if self.ended || error.utf8_error().error_len().is_some() => return Err(damaged(&error.utf8_error())),
            Err(error) => {
                let end = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                self.cut = bytes.split_off(end);
                String::from_utf8(bytes).map_err(|error| damaged(&error.utf8_error()))?
            }
        };
        Ok(())
    }
}

/// Bytes in which a declaration ends; real ones are shorter than a hundred.
const DECLARATION: usize = 256;

/// How a part is written, by its mark of order or its declaration. What contradicts itself is read as its first bytes are:
/// a part that is written in single bytes is not UTF-16, whatever it says.
fn written_in(start: &[u8]) -> Result<&'static Encoding, Refusal> {
    match start {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => return Ok(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let Some(label) = declared(start) else { return Ok(UTF_8) };
    match Encoding::for_label(label) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        Some(encoding) if encoding != REPLACEMENT => Ok(encoding),
        _ => Err(Refusal::Unsafe { cause: "tệp dùng bảng mã chữ lạ bên trong".to_owned() }),
    }
}

/// The name behind `encoding=` in the declaration that a part begins with.
fn declared(start: &[u8]) -> Option<&[u8]> {
    let inside = start.strip_prefix(b"<?xml")?;
    let inside = inside.get(..inside.len().min(DECLARATION))?;
    let end = inside.windows(2).position(|pair| pair == b"?>")?;
    let mut rest = inside.get(..end)?;
    const KEY: &[u8] = b"encoding";
    rest = rest.get(rest.windows(KEY.len()).position(|window| window == KEY)? + KEY.len()..)?;
    rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    rest.get(..rest.iter().position(|byte| byte == quote)?)
}

/// Puts what the bytes say behind the text; a letter that no text of this encoding holds is damage.
fn decode(decoder: &mut Decoder, bytes: &[u8], last: bool, text: &mut String) -> Result<(), Refusal> {
    let too_long = || Refusal::Damaged { detail: "a part of impossible size".to_owned() };
    text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).ok_or_else(too_long)?);
    match decoder.decode_to_string_without_replacement(bytes, text, last) {
        (DecoderResult::InputEmpty, _) => Ok(()),
        (DecoderResult::OutputFull, _) => Err(too_long()),
        (DecoderResult::Malformed(..), _) => Err(Refusal::Damaged { detail: "letters that its encoding does not have".to_owned() }),
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
    fn what_a_declaration_says_is_how_the_part_is_read() {
        let declared =
            |label: &str, text: &[u8]| [b"<?xml version='1.0' encoding = \"", label.as_bytes(), b"\"?><a>", text, b"</a>"].concat();
        for (label, bytes, meant) in [
            ("windows-1258", &b"S\xf0 Y t\xea\xec"[..], "Sđ Y tê\u{301}"),
            ("iso-8859-1", b"\xc0 \xe9", "À é"),
            ("WINDOWS-1252", b"\x80", "€"),
            ("shift_jis", b"\x83\x65", "テ"),
            ("utf-8", "Đ".as_bytes(), "Đ"),
            // Single bytes are not what is declared.
            ("utf-16", "Đ".as_bytes(), "Đ"),
        ] {
            let bytes = declared(label, bytes);
            let wanted = format!("<?xml version='1.0' encoding = \"{label}\"?><a>{meant}</a>");
            assert_eq!(shown(&bytes, 5).unwrap(), wanted, "{label}");
        }
        let long = declared("windows-1258", &b"\xea\xec".repeat(STEP));
        assert_eq!(shown(&long, 1000).unwrap().matches("ê\u{301}").count(), STEP);
        for (label, bytes) in [("shift_jis", &b"\x83"[..]), ("tcvn", b"a"), ("iso-2022-kr", b"a")] {
            assert!(shown(&declared(label, bytes), 5).is_err(), "{label}");
        }
        let lone: Vec<u8> = [0xfeff, u16::from(b'<'), 0xd83d, u16::from(b'>')].iter().flat_map(|unit| unit.to_le_bytes()).collect();
        assert!(shown(&lone, 5).is_err(), "half of a letter");
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
