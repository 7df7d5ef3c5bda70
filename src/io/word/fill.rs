//! A template filled with a report.

use crate::io::word::package::{MAIN, Package};
use crate::io::word::tags::{self, called};
use crate::io::word::tree::{self, Element, Spot};
use crate::io::word::{bind, names, properties};
use crate::sheets::letter::{Entry, Fields, GUIDE, Letter, Piece, Words};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

/// Steps that filling a part may take: a thousand times what the longest report needs, and still under a second.
const STEPS_MAX: u64 = 20_000_000;

/// Fills a template. The error names every mistake with its paragraph and placeholder, in Vietnamese.
///
/// # Errors
///
/// The template is no Word document, or a placeholder of it means nothing.
pub fn fill(template: &[u8], letter: &Letter) -> Result<Vec<u8>, Vec<String>> {
    let mut package = Package::open(template).map_err(|why| vec![why])?;
    let mut numbers = Vec::new();
    let values = object(&letter.fields, &mut numbers);
    for name in parts(&package) {
        let part = Part::of(&package, &name)?;
        let mut root = part.render(&values)?;
        bind::bind(&mut root, &numbers);
        package.put(&name, tree::write(&root).0.into_bytes());
    }
    properties::put(&mut package, letter).and_then(|()| package.bytes()).map_err(|why| vec![why])
}

/// The names of a template that no report has, each with its paragraph.
pub(super) fn unknown_names(template: &[u8], fields: &Fields) -> Result<Vec<String>, Vec<String>> {
    let package = Package::open(template).map_err(|why| vec![why])?;
    let known = names::known(fields);
    let mut found = Vec::new();
    for name in parts(&package) {
        let part = Part::of(&package, &name)?;
        found.extend(part.unknown(&known)?);
    }
    Ok(found)
}

/// The parts that a template may have placeholders in.
fn parts(package: &Package) -> Vec<String> {
    let edge = |name: &str| ["word/header", "word/footer"].iter().any(|start| name.starts_with(start)) && name.ends_with(".xml");
    package.0.iter().map(|(name, _)| name.clone()).filter(|name| name == MAIN || edge(name)).collect()
}

/// A part of a template, ready to be filled.
struct Part {
    source: String,
    spots: Vec<Spot>,
    paragraphs: Vec<String>,
}

impl Part {
    fn of(package: &Package, name: &str) -> Result<Self, Vec<String>> {
        let mut root = package.xml(name).map_err(|why| vec![why])?;
        let paragraphs = tags::join(&mut root)?;
        let (source, spots) = tree::write(&root);
        Ok(Self { source, spots, paragraphs })
    }

    fn render(&self, values: &Value) -> Result<Element, Vec<String>> {
        let environment = environment();
        let template = environment.template_from_str(&self.source).map_err(|error| vec![self.said(&error)])?;
        let text = template.render(values.clone()).map_err(|error| vec![self.said(&error)])?;
        tree::parse(text.as_bytes()).map_err(|why| vec![format!("mẫu điền xong không đọc lại được: {why}")])
    }

    /// Every instruction that asks for a name which is not known.
    fn unknown(&self, known: &names::Known) -> Result<Vec<String>, Vec<String>> {
        let environment = environment();
        let template = environment.template_from_str(&self.source).map_err(|error| vec![self.said(&error)])?;
        let mut unknown: Vec<String> = template.undeclared_variables(true).into_iter().filter(|name| !known.has(name)).collect();
        unknown.sort();
        let said = |name: &String| {
            let spot = self.spots.iter().find(|spot| names::asks_for(&spot.tag, name));
            self.at(spot, &names::missing(name, known))
        };
        Ok(unknown.iter().map(said).collect())
    }

    fn said(&self, error: &Error) -> String {
        let at = error.range().map_or(0, |range| range.start);
        let spot = self.spots.iter().rev().find(|spot| spot.at <= at).or(self.spots.first());
        let why = match error.kind() {
            ErrorKind::UndefinedError => format!("không có mục này trong báo cáo (xem templates/{GUIDE})"),
            ErrorKind::SyntaxError => format!("viết sai cú pháp ({})", error.detail().unwrap_or("không hiểu")),
            ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
                "dùng lệnh không có".to_owned()
            }
            ErrorKind::OutOfFuel => "lặp quá nhiều".to_owned(),
            _ => format!("không điền được ({error})"),
        };
        self.at(spot, &why)
    }

    fn at(&self, spot: Option<&Spot>, why: &str) -> String {
        let Some(spot) = spot else { return why.to_owned() };
        let text = self.paragraphs.get(spot.paragraph.saturating_sub(1)).map_or("", String::as_str);
        format!("{}, chỗ «{}»: {why}.", called(spot.paragraph, text), spot.tag)
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A text is a text, whatever signs it has.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(STEPS_MAX));
    environment
}

fn object(fields: &Fields, numbers: &mut Vec<String>) -> Value {
    let mut values: Vec<(&str, Value)> = Vec::new();
    for (name, entry) in &fields.0 {
        let value = match entry {
            Entry::Words(words) => Value::from(text(words, numbers)),
            Entry::Group(fields) => object(fields, numbers),
            Entry::List(list) => Value::from(list.iter().map(|fields| object(fields, numbers)).collect::<Vec<Value>>()),
        };
        values.push((*name, value));
    }
    Value::from_pairs(values)
}

fn text(words: &Words, numbers: &mut Vec<String>) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => bind::unmarked(text),
        Piece::Number { name, text } => {
            numbers.push(name.clone());
            bind::marked(numbers.len() - 1, text)
        }
    };
    words.pieces.iter().map(piece).collect()
}
