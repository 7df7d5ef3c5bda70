//! The texts that all sheets share.

use super::usual;
use crate::model::config::Limits;
use crate::model::workbook::Refusal;
use crate::reader::package::Parts;
use crate::reader::runs::{Look, RichText};
use crate::reader::value::{self, Seen, unescaped};
use crate::reader::xml::{Node, Tag, Xml};

/// What each of them means, in order; `None` if the package does not hold the part. Nothing is reserved because the file
/// claims a number of texts.
pub(super) fn read(parts: &mut Parts<'_>, name: &str, limits: &Limits) -> Result<Option<Vec<Seen>>, Refusal> {
    parts.xml(name)?.map(|part| texts(part, limits)).transpose()
}

fn texts(xml: Xml<'_>, limits: &Limits) -> Result<Vec<Seen>, Refusal> {
    let mut texts: Vec<Seen> = Vec::new();
    each(xml, limits, &mut |entry| {
        texts.push(match entry {
            Entry::Usual(text) => value::text(text).into(),
            Entry::Other(seen) => seen,
        });
    })?;
    Ok(texts)
}

/// One of the texts.
pub(super) enum Entry<'t> {
    /// Written as usual; this is what it means.
    Usual(&'t str),
    /// Written in some other way.
    Other(Seen),
}

/// Takes each of the texts, in order.
pub(super) fn each(mut xml: Xml<'_>, limits: &Limits, take: &mut dyn FnMut(Entry<'_>)) -> Result<(), Refusal> {
    let mut left = limits.text_bytes_max;
    let mut taken = 0u64;
    let mut text = RichText::default();
    // A guide to pronunciation is no part of the text.
    let (mut inside, mut phonetic) = (false, false);
    let mut keep = |length: usize, entry: Entry<'_>| {
        let spent = u64::try_from(length).unwrap_or(u64::MAX);
        left = left.checked_sub(spent).ok_or_else(|| Refusal::Unsafe { cause: "tệp có quá nhiều chữ".to_owned() })?;
        if taken >= limits.cells_max {
            return Err(Refusal::Unsafe { cause: "bảng chuỗi của tệp quá dài".to_owned() });
        }
        taken += 1;
        take(entry);
        Ok(())
    };
    loop {
        while text.as_str().is_empty()
            && !inside
            && !phonetic
            && let Some((usual, length)) = usual::shared_text(xml.ahead())
        {
            keep(usual.len(), Entry::Usual(&unescaped(usual)))?;
            xml.skip(length);
        }
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                "r" => text.look = Look::default(),
                "strike" | "vertAlign" => text.look = look(text.look, &tag)?,
                _ => {}
            },
            Node::Text(piece) if inside => text.push(&piece),
            Node::Text(_) => {}
            Node::Close(tag) => match tag.name() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                "si" => {
                    keep(text.as_str().len(), Entry::Other(text.seen(unescaped)))?;
                    text.clear();
                }
                _ => {}
            },
            Node::End => return Ok(()),
        }
    }
}

/// The look of a piece with what one tag of its properties adds.
pub(super) fn look(look: Look, tag: &Tag<'_>) -> Result<Look, Refusal> {
    let value = tag.attribute("val")?;
    Ok(match tag.name() {
        "strike" => Look { struck: !matches!(value.as_deref(), Some("0" | "false" | "off")), ..look },
        _ => Look { raised: matches!(value.as_deref(), Some("superscript" | "subscript")), ..look },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawValue;

    fn texts(part: &[u8], limits: &Limits) -> Result<Vec<Seen>, Refusal> {
        super::texts(Xml::new(part)?, limits)
    }

    #[test]
    fn rich_texts_are_joined_spaces_kept_and_pronunciation_left_out() {
        let part = b"<sst><si><t>B\xc3\xa1o </t></si><si><r><t>c\xc3\xa1o </t></r><r><t>tu\xe1\xba\xa7n</t></r><rPh><t>x</t></rPh></si><si/><si><t>a_x000A_b</t></si></sst>";
        let meant = |text: &str| Seen::from(RawValue::Text(text.into()));
        let wanted = [meant("Báo "), meant("cáo tuần"), Seen::default(), meant("a\nb")];
        assert_eq!(texts(part.as_slice(), &Limits::DEFAULT).unwrap(), wanted);
    }

    #[test]
    fn what_pieces_look_like_is_part_of_what_they_say() {
        let note = "<si><r><t>26</t></r><r><rPr><b/><vertAlign val='superscript'/></rPr><t>1</t></r></si>";
        let struck = "<si><r><rPr><strike/></rPr><t>25</t></r><r><rPr><strike val='0'/></rPr><t>26</t></r></si>";
        let found = texts(format!("<sst>{note}{struck}</sst>").as_bytes(), &Limits::DEFAULT).unwrap();
        assert_eq!(found, [Seen::shown("26¹".to_owned(), "261"), Seen::shown("26".to_owned(), "2526")]);
    }

    #[test]
    fn budgets_have_their_own_words() {
        let cause = |limits: &Limits| match texts(b"<sst><si><t>abc</t></si><si><t>de</t></si></sst>", limits) {
            Err(Refusal::Unsafe { cause }) => cause,
            other => format!("{other:?}"),
        };
        assert_eq!(cause(&Limits { text_bytes_max: 4, ..Limits::DEFAULT }), "tệp có quá nhiều chữ");
        assert_eq!(cause(&Limits { cells_max: 1, ..Limits::DEFAULT }), "bảng chuỗi của tệp quá dài");
    }

    #[test]
    fn what_is_claimed_refuses_nothing() {
        let one = Seen::from(RawValue::Text("a".into()));
        for claim in ["count='80000' uniqueCount='1'", "uniqueCount='99999999999999999999999'", "count='nhiều'"] {
            assert_eq!(
                texts(format!("<sst {claim}><si><t>a</t></si></sst>").as_bytes(), &Limits::DEFAULT).unwrap(),
                std::slice::from_ref(&one),
                "{claim}"
            );
        }
    }
}
