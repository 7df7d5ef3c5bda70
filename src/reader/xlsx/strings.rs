//! The texts that all sheets share.

use crate::model::config::Limits;
use crate::model::workbook::Refusal;
use crate::reader::package::Parts;
use crate::reader::value::unescaped;
use crate::reader::xml::{Node, Xml};
use std::io::{BufRead, Read};

/// How far into the part its opening tag is looked for.
const HEAD: u64 = 64 << 10;

/// Reads them in order; none where the package does not hold the part. Nothing is reserved because the file claims a
/// number of texts.
pub(super) fn read(parts: &mut Parts<'_>, name: &str, limits: &Limits) -> Result<Option<Vec<String>>, Refusal> {
    let size = parts.size(name);
    let Some(part) = parts.part(name)? else { return Ok(None) };
    let mut head = Vec::new();
    part.take(HEAD).read_to_end(&mut head).map_err(|error| Refusal::Damaged { detail: error.to_string() })?;
    if declared(&head).is_some_and(|count| count > size) {
        return Err(Refusal::Unsafe { cause: "bảng chuỗi khai số lượng không có thật".to_owned() });
    }
    parts.part(name)?.map(|part| texts(part, limits)).transpose()
}

fn texts(part: impl BufRead, limits: &Limits) -> Result<Vec<String>, Refusal> {
    let mut xml = Xml::new(part)?;
    let mut texts: Vec<String> = Vec::new();
    let mut left = limits.text_bytes_max;
    let mut text = String::new();
    // A guide to pronunciation is no part of the text.
    let (mut inside, mut phonetic) = (false, false);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Node::Text(piece) if inside => text.push_str(&piece),
            Node::Text(_) => {}
            Node::Close(tag) => match tag.name() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                "si" => {
                    let spent = u64::try_from(text.len()).unwrap_or(u64::MAX);
                    left = left.checked_sub(spent).ok_or_else(|| Refusal::Unsafe { cause: "tệp có quá nhiều chữ".to_owned() })?;
                    if u64::try_from(texts.len()).is_ok_and(|count| count >= limits.cells_max) {
                        return Err(Refusal::Unsafe { cause: "bảng chuỗi của tệp quá dài".to_owned() });
                    }
                    texts.push(unescaped(std::mem::take(&mut text)));
                }
                _ => {}
            },
            Node::End => return Ok(texts),
        }
    }
}

/// The largest number of strings that the opening tag claims. A string takes several bytes, so more strings than bytes
/// is a lie, and other readers would reserve memory for it.
fn declared(head: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(head);
    let start = text.find("<sst").or_else(|| text.find(":sst"))?;
    let tag = text.get(start..)?.split('>').next()?;
    let claim = |attribute: &str| {
        let (_, after) = tag.split_once(attribute)?;
        let digits: String =
            after.trim_start_matches([' ', '=', '"', '\'', '\n', '\t', '\r']).chars().take_while(char::is_ascii_digit).collect();
        // More digits than a number holds is larger than any part.
        if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
    };
    claim("uniqueCount").max(claim(" count"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rich_texts_are_joined_spaces_kept_and_pronunciation_left_out() {
        let part = b"<sst><si><t>B\xc3\xa1o </t></si><si><r><t>c\xc3\xa1o </t></r><r><t>tu\xe1\xba\xa7n</t></r><rPh><t>x</t></rPh></si><si/><si><t>a_x000A_b</t></si></sst>";
        assert_eq!(texts(part.as_slice(), &Limits::DEFAULT).unwrap(), ["Báo ", "cáo tuần", "", "a\nb"]);
    }

    #[test]
    fn budgets_have_their_own_words() {
        let cause = |limits: &Limits| match texts(b"<sst><si><t>abc</t></si><si><t>de</t></si></sst>".as_slice(), limits) {
            Err(Refusal::Unsafe { cause }) => cause,
            other => format!("{other:?}"),
        };
        assert_eq!(cause(&Limits { text_bytes_max: 4, ..Limits::DEFAULT }), "tệp có quá nhiều chữ");
        assert_eq!(cause(&Limits { cells_max: 1, ..Limits::DEFAULT }), "bảng chuỗi của tệp quá dài");
    }

    #[test]
    fn only_the_opening_tag_claims() {
        assert_eq!(declared(b"<sst count=\"2\" uniqueCount=\"3\"><si><t>a</t></si></sst>"), Some(3));
        assert_eq!(declared(b"<sst><si><t>uniqueCount=\"999999\"</t></si></sst>"), None);
        assert_eq!(declared(b"<x:sst count = '5' uniqueCount='99999999999999999999999'>"), Some(u64::MAX));
    }
}
