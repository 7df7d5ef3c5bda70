//! What the walk over a part says: prefixes, entities, windows, damage.

use super::*;

/// What a part says: `<a` opens, `a>` closes, the rest is text.
fn told(bytes: &[u8]) -> Result<String, Refusal> {
    let mut xml = Xml::new(bytes)?;
    let mut told = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => told.push_str(&format!("<{} ", tag.name())),
            Node::Close(tag) => told.push_str(&format!("{}> ", tag.name())),
            Node::Text(text) => told.push_str(&text),
            Node::End => return Ok(told),
        }
    }
}

#[test]
fn prefixes_comments_and_entities() {
    assert_eq!(
        told(b"<?xml version=\"1.0\"?><x:a><!-- no --><b/>1 &lt; 2 &#x111;<![CDATA[<i>]]></x:a>").unwrap(),
        "<a <b b> 1 < 2 \u{111}<i>a> "
    );
    let wide: Vec<u8> = "\u{feff}<a>Đ</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(told(&wide).unwrap(), "<a Đa> ");
    assert_eq!(told("\u{feff}<a>Đ</a>".as_bytes()).unwrap(), "<a Đa> ");
}

#[test]
fn attributes_with_and_without_prefix() {
    let mut xml = Xml::new(br#"<s name="A &amp; B" sheetId="7" r:id="rId1" state="1"/>"#.as_slice()).unwrap();
    let Node::Open(tag) = xml.next().unwrap() else { panic!() };
    assert_eq!(tag.attribute("name").unwrap().as_deref(), Some("A & B"));
    assert_eq!(tag.relation().unwrap().as_deref(), Some("rId1"));
    assert_eq!(tag.number("sheetId").unwrap(), Some(7));
    assert!(tag.is("state").unwrap() && !tag.is("hidden").unwrap());
}

#[test]
fn tags_of_another_language_have_no_name_and_say_nothing() {
    let own = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
    let whole = |inside: &str| format!("<a {own} xmlns:f='urn:foo'>{inside}</a>");
    assert_eq!(told(whole("<f:b><c>1 &no;</c><![CDATA[2]]><f:d/></f:b><f:b/>3").as_bytes()).unwrap(), "<a < > < > 3a> ");
    assert_eq!(told(whole("<b xmlns='urn:foo'>1</b><b xmlns='urn:foo'/><b/>").as_bytes()).unwrap(), "<a < > < > <b b> a> ");
    // Any prefix may stand for the part's own language, also for a part of it.
    assert_eq!(told(format!("<s:a {}>{}</s:a>", own.replace("xmlns", "xmlns:s"), "<s:b/><b/>").as_bytes()).unwrap(), "<a <b b> < > a> ");
    let strict = "xmlns:s='http://purl.oclc.org/ooxml/spreadsheetml/main'";
    assert_eq!(told(whole(&format!("<s:b {strict}/>")).as_bytes()).unwrap(), "<a <b b> a> ");
    assert!(told(whole("<x:b/>").as_bytes()).is_err(), "a prefix that nothing declares");
    assert!(told(whole("<f:b><c></f:b>").as_bytes()).is_err(), "what is passed over is whole still");
}

#[test]
fn of_several_contents_that_of_today_is_told() {
    let start = "<a xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:f='urn:foo' xmlns:n='http://schemas.microsoft.com/office/2030'
        xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>";
    let told = |choices: &str| told(format!("{start}<mc:AlternateContent>{choices}</mc:AlternateContent></a>").as_bytes()).map_err(|_| ());
    let depths = |choices: &str| {
        let text = format!("{start}<mc:AlternateContent>{choices}</mc:AlternateContent></a>");
        let mut xml = Xml::new(text.as_bytes()).unwrap();
        while !matches!(xml.next().unwrap(), Node::Open(tag) if tag.name() == "b") {}
        xml.depth()
    };
    let (new, old) = ("<mc:Choice Requires='n'><b/></mc:Choice>", "<mc:Fallback>1<c/></mc:Fallback>");
    assert_eq!(told(&format!("{new}{old}")).unwrap(), "<a <b b> a> ");
    assert_eq!(told(&format!("{}{new}{old}", new.replace("'n'", "'f'").replace("b/", "d/"))).unwrap(), "<a <b b> a> ");
    assert_eq!(told(&format!("{}{old}", new.replace("'n'", "'n f'"))).unwrap(), "<a 1<c c> a> ");
    assert_eq!(told(&format!("<mc:Choice Requires='n'/>{old}")).unwrap(), "<a a> ");
    assert_eq!(
        told(&format!("<mc:Choice Requires='n'><mc:AlternateContent>{new}</mc:AlternateContent></mc:Choice>")).unwrap(),
        "<a <b b> a> "
    );
    assert_eq!(told("<mc:Choice Requires='f'><b></mc:Choice>"), Err(()));
    assert_eq!(depths(new), 2, "as if it stood there alone");
}

#[test]
fn what_is_cut_short_or_hostile_is_refused() {
    for cut in [&b"<a><b></b>"[..], b"<a>text", b"<a", b"", b"   ", b"\0\0\0\0", b"<a></b>", b"<a>&unknown;</a>"] {
        assert!(matches!(told(cut), Err(Refusal::Damaged { .. })), "{}", String::from_utf8_lossy(cut));
    }
    let cause = "tệp có khai báo DOCTYPE".to_owned();
    assert_eq!(told(b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Err(Refusal::Unsafe { cause }));
    let cause = "nội dung lồng nhau quá sâu".to_owned();
    assert_eq!(told("<a>".repeat(300).as_bytes()), Err(Refusal::Unsafe { cause }));
}

/// The same as quick-xml tells it.
fn theirs(text: &str) -> Result<String, String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut told, mut depth, mut rooted) = (String::new(), 0, false);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) if tag.name().into_inner().is_empty() => return Err("no name".to_owned()),
            Event::Start(tag) => {
                (depth, rooted) = (depth + 1, true);
                let before = told.len();
                told.push_str(&format!("<{} ", tag.local_name().into_inner()));
                // quick-xml takes quotes into a name; no XML has them there, and we vouch for none of the attributes behind. Nor does a
                // name begin with the sign that ends it: we refuse such a tag, quick-xml takes the sign in.
                let odd = tag.name().into_inner().contains(['"', '\'']);
                let named = |key: &str| !key.is_empty() && !key.starts_with('=') && !key.contains(['"', '\'']);
                for attribute in tag.attributes().with_checks(false) {
                    match attribute {
                        Ok(attribute) if !odd && named(attribute.key.into_inner()) => {
                            told.push_str(&format!("{}={},", attribute.key.into_inner(), attribute.value));
                        }
                        _ => {
                            told.truncate(before);
                            told.push_str(&format!("<{} !", tag.local_name().into_inner()));
                            break;
                        }
                    }
                }
            }
            Event::End(tag) => {
                depth -= 1;
                told.push_str(&format!("{}> ", tag.local_name().into_inner()));
            }
            Event::Text(text) => told.push_str(&text.xml10_content()),
            Event::CData(text) => told.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                Some(character) => told.push(character),
                None => told.push_str(quick_xml::escape::resolve_predefined_entity(&reference.into_inner()).ok_or("entity")?),
            },
            Event::DocType(_) => return Err("a document type".to_owned()),
            Event::Eof if rooted && depth == 0 => return Ok(told),
            Event::Eof => return Err("cut".to_owned()),
            _ => {}
        }
    }
}

/// What we tell, with the attributes of every tag.
fn ours(text: &str) -> Result<String, Refusal> {
    let mut xml = Xml::new(text.as_bytes())?;
    let mut told = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                told.push_str(&format!("<{} ", tag.name()));
                match tag.attributes() {
                    Ok(attributes) => {
                        attributes
                            .iter()
                            .for_each(|a| told.push_str(&format!("{}={},", a.key.whole(tag.text), &tag.text[a.value.clone()])));
                    }
                    Err(_) => told.push('!'),
                }
            }
            Node::Close(tag) => told.push_str(&format!("{}> ", tag.name())),
            Node::Text(text) => told.push_str(&text),
            Node::End => return Ok(told),
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    /// quick-xml is the second opinion: of whatever can be put together from pieces of XML, both tell the same.
    #[test]
    fn quick_xml_tells_the_same(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "<a", "<x:b", "<a>", "<x:b>", "</a>", "</x:b>", "</a ", ">", "/>", "/", " ", "\n", "x", "r=", "r='1'", " r=\"A1\"", "\"", "'", "=", "&lt;",
        "&#x111;", "&", ";", "<!-- ", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "\r\n", "\r", "Đ", "<!D",
        "<table:table-cell", "<table:table-cell>", "</table:table-cell>", "</table:table-cel>", " number-columns-repeated='2'", ":",
    ]), 0..14)) {
        let text = pieces.concat();
        proptest::prop_assert_eq!(ours(&text).ok(), theirs(&text).ok(), "{:?}", text);
        let rooted = format!("<a>{text}</a>");
        proptest::prop_assert_eq!(ours(&rooted).ok(), theirs(&rooted).ok(), "{:?}", rooted);
    }
}

#[test]
fn what_no_name_has_makes_no_attribute() {
    for text in ["<x:b =r='1'></x:b>", "<x:b \"\"r='1'/>", "<x:b r=\"1\" ''r='1'/>"] {
        assert!(ours(text).unwrap().contains("!b> "), "{text}");
        assert_eq!(theirs(text).ok(), ours(text).ok(), "{text}");
    }
}

#[test]
fn a_piece_longer_than_a_window_is_whole() {
    let long = "ệ&amp;".repeat(50_000);
    let text = format!("<a b='{long}'>{long}<!--{long}--><![CDATA[{long}]]></a>");
    let meant = "ệ&".repeat(50_000);
    let mut xml = Xml::new(text.as_bytes()).unwrap();
    let Node::Open(tag) = xml.next().unwrap() else { panic!() };
    assert_eq!(tag.attribute("b").unwrap().unwrap(), meant);
    assert_eq!(told(text.as_bytes()).unwrap(), format!("<a {meant}{long}a> "));
}

#[test]
fn what_is_of_no_use_is_passed_over_to_its_own_end() {
    let text = format!("<a><x:b><c/>{}</x:b><b/>rest</a>", "<d>&no;</d>".repeat(9));
    for mut xml in [Xml::new(text.as_bytes()).unwrap(), Xml::whole(text.clone().into_bytes()).unwrap()] {
        let mut told = String::new();
        loop {
            match xml.next().unwrap() {
                Node::Open(tag) => {
                    told.push_str(&format!("<{} ", tag.name()));
                    if tag.name() == "b" {
                        xml.pass_over();
                    }
                }
                Node::Close(tag) => told.push_str(&format!("{}> ", tag.name())),
                Node::Text(text) => told.push_str(&text),
                Node::End => break,
            }
        }
        assert_eq!(told, "<a <b b> <b b> resta> ");
    }
    let mut xml = Xml::new(b"<a><b>".as_slice()).unwrap();
    (0..2).for_each(|_| drop(xml.next().unwrap()));
    xml.pass_over();
    assert!(matches!(xml.next(), Err(Refusal::Damaged { .. })), "what is never closed is damage still");
}

#[test]
fn an_attribute_that_stands_twice_is_damage_where_it_is_asked_for() {
    let mut xml = Xml::new(br#"<c s="1" x:r="B2" r="A1" t="s" t="b">"#.as_slice()).unwrap();
    let Node::Open(tag) = xml.next().unwrap() else { panic!() };
    assert_eq!(tag.attribute("r").unwrap().as_deref(), Some("B2"), "another name, for XML");
    assert_eq!(tag.attribute("e"), Ok(None));
    assert!(tag.attribute("t").is_err() && tag.several(["r", "t"]).is_err());
    assert_eq!(tag.several(["r", "s"]).unwrap().map(|value| value.unwrap().into_owned()), ["B2", "1"]);
}
