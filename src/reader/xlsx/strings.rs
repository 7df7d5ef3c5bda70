//! The texts that all sheets share.

use super::usual;
use crate::model::config::Limits;
use crate::model::workbook::{RawValue, Refusal};
use crate::reader::package::Parts;
use crate::reader::value::{self, unescaped};
use crate::reader::xml::{Node, Tag, Xml};
use std::borrow::Cow;

/// What each of them means, in order; `None` if the package does not hold the part. Nothing is reserved because the file
/// claims a number of texts.
pub(super) fn read(parts: &mut Parts<'_>, name: &str, limits: &Limits) -> Result<Option<Vec<Option<RawValue>>>, Refusal> {
    let size = parts.size(name);
    parts.xml(name)?.map(|part| texts(part, size, limits)).transpose()
}

fn texts(mut xml: Xml<'_>, size: u64, limits: &Limits) -> Result<Vec<Option<RawValue>>, Refusal> {
    let mut texts: Vec<Option<RawValue>> = Vec::new();
    let mut left = limits.text_bytes_max;
    let mut text = String::new();
    // A guide to pronunciation is no part of the text.
    let (mut inside, mut phonetic) = (false, false);
    let mut keep = |text: &str| {
        let spent = u64::try_from(text.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(spent).ok_or_else(|| Refusal::Unsafe { cause: "tệp có quá nhiều chữ".to_owned() })?;
        if u64::try_from(texts.len()).is_ok_and(|count| count >= limits.cells_max) {
            return Err(Refusal::Unsafe { cause: "bảng chuỗi của tệp quá dài".to_owned() });
        }
        texts.push(value::text(&unescaped(text)));
        Ok(())
    };
    loop {
        while text.is_empty()
            && !inside
            && !phonetic
            && let Some((usual, length)) = usual::shared_text(xml.ahead())
        {
            keep(usual)?;
            xml.skip(length);
        }
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                "sst" if claims(&tag)? > size => {
                    return Err(Refusal::Unsafe { cause: "bảng chuỗi khai số lượng không có thật".to_owned() });
                }
                _ => {}
            },
            Node::Text(piece) if inside => text.push_str(&piece),
            Node::Text(_) => {}
            Node::Close(tag) => match tag.name() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                "si" => {
                    keep(&text)?;
                    text.clear();
                }
                _ => {}
            },
            Node::End => return Ok(texts),
        }
    }
}

/// The largest number of strings that the opening tag claims. A string takes several bytes, so more strings than bytes
/// is a lie, and other readers would reserve memory for it.
fn claims(tag: &Tag<'_>) -> Result<u64, Refusal> {
    let claims = tag.several(["count", "uniqueCount"])?;
    let claimed = |claim: &Option<Cow<'_, str>>| match claim {
        // More digits than a number holds is larger than any part.
        Some(digits) if is_number(digits) => digits.trim().parse().unwrap_or(u64::MAX),
        Some(_) | None => 0,
    };
    Ok(claims.iter().map(claimed).max().unwrap_or(0))
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(part: &[u8], size: u64, limits: &Limits) -> Result<Vec<Option<RawValue>>, Refusal> {
        super::texts(Xml::new(part)?, size, limits)
    }

    #[test]
    fn rich_texts_are_joined_spaces_kept_and_pronunciation_left_out() {
        let part = b"<sst><si><t>B\xc3\xa1o </t></si><si><r><t>c\xc3\xa1o </t></r><r><t>tu\xe1\xba\xa7n</t></r><rPh><t>x</t></rPh></si><si/><si><t>a_x000A_b</t></si></sst>";
        let meant = |text: &str| Some(RawValue::Text(text.into()));
        let wanted = [meant("Báo "), meant("cáo tuần"), None, meant("a\nb")];
        assert_eq!(texts(part.as_slice(), 1000, &Limits::DEFAULT).unwrap(), wanted);
    }

    #[test]
    fn budgets_have_their_own_words() {
        let cause = |limits: &Limits| match texts(b"<sst><si><t>abc</t></si><si><t>de</t></si></sst>", 1000, limits) {
            Err(Refusal::Unsafe { cause }) => cause,
            other => format!("{other:?}"),
        };
        assert_eq!(cause(&Limits { text_bytes_max: 4, ..Limits::DEFAULT }), "tệp có quá nhiều chữ");
        assert_eq!(cause(&Limits { cells_max: 1, ..Limits::DEFAULT }), "bảng chuỗi của tệp quá dài");
    }

    #[test]
    fn only_the_opening_tag_claims() {
        let accepted = |part: &str| texts(part.as_bytes(), 50, &Limits::DEFAULT).is_ok();
        assert!(accepted(r#"<sst count="50" uniqueCount="3"><si><t>a</t></si></sst>"#));
        assert!(accepted(r#"<sst><si><t>uniqueCount="999999"</t></si></sst>"#));
        assert!(accepted(r#"<sst count="nhiều" uniqueCount=""/>"#));
        for lie in [r#"<sst count="51"/>"#, "<x:sst count = '5' uniqueCount='99999999999999999999999'/>"] {
            assert!(!accepted(lie), "{lie}");
        }
    }
}
