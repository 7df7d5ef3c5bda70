//! The styles of an `.ods`, as far as they change what is seen: formats of numbers, rows and columns of no size, sheets
//! that are not shown, texts struck through or raised. A format is taken apart into the language of spreadsheets, so that
//! one reader of formats serves all files.

use crate::model::workbook::Refusal;
use crate::reader::number_format::NumberFormat;
use crate::reader::runs::Look;
use crate::reader::xml::Tag;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Formats of numbers, by name.
    formats: BTreeMap<String, Code>,
    /// Styles of cells, by name.
    cells: BTreeMap<String, CellStyle>,
    /// Styles of sheets that are not shown, and of rows and columns of no size.
    hidden: BTreeSet<String>,
    /// Styles of texts that do not look plain.
    looks: BTreeMap<String, Look>,
    /// The format of each style of cells that was asked for.
    known: BTreeMap<String, NumberFormat>,
    /// The style and the format whose parts are being read.
    style: Option<String>,
    format: Option<(String, Code)>,
    /// A text of the format is being read.
    literal: bool,
}

/// A format while and after it is read.
#[derive(Debug, Default, Clone)]
struct Code {
    code: String,
    /// Which format is used instead where a condition holds.
    choices: Vec<(String, String)>,
    percent: bool,
}

#[derive(Debug, Default)]
struct CellStyle {
    parent: Option<String>,
    format: Option<String>,
}

/// Digits of a format; more are shown by no program.
const PLACES: usize = 20;
/// How many styles may stand above one.
const PARENTS: usize = 20;

impl Styles {
    /// A tag outside of all sheets opens.
    pub(super) fn open(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        match tag.name() {
            kind @ ("number-style" | "currency-style" | "percentage-style" | "date-style" | "time-style" | "boolean-style"
            | "text-style") => {
                // A length of time is not cut at the end of a day.
                let [name, truncate] = tag.several(["name", "truncate-on-overflow"])?;
                let code = if truncate.as_deref() == Some("false") { "[h]".to_owned() } else { String::new() };
                let name = name.unwrap_or_default().into_owned();
                self.format = Some((name, Code { code, percent: kind == "percentage-style", ..Code::default() }));
            }
            _ if self.format.is_some() => self.part_of_format(tag)?,
            "style" => {
                let [name, family, parent, format] = tag.several(["name", "family", "parent-style-name", "data-style-name"])?;
                let name = name.unwrap_or_default().into_owned();
                if family.as_deref() == Some("table-cell") {
                    let style = CellStyle { parent: parent.map(Cow::into_owned), format: format.map(Cow::into_owned) };
                    self.cells.insert(name.clone(), style);
                }
                self.style = Some(name);
            }
            "table-properties" if tag.attribute("display")?.as_deref() == Some("false") => self.hidden.extend(self.style.clone()),
            "table-row-properties" if no_size(tag.attribute("row-height")?.as_deref()) => self.hidden.extend(self.style.clone()),
            "table-column-properties" if no_size(tag.attribute("column-width")?.as_deref()) => self.hidden.extend(self.style.clone()),
            "text-properties" => {
                let [position, style, kind] = tag.several(["text-position", "text-line-through-style", "text-line-through-type"])?;
                // Percent of the height of a line: below zero is lowered.
                let level = |position: &str| match position.split_whitespace().next() {
                    Some("super" | "sub") => true,
                    Some(level) => level.trim_end_matches('%').parse::<f64>().is_ok_and(|level| level != 0.0),
                    None => false,
                };
                let line = |line: Option<&str>| line.is_some_and(|line| line != "none");
                let look = Look { struck: line(style.as_deref()) || line(kind.as_deref()), raised: position.as_deref().is_some_and(level) };
                if let (false, Some(style)) = (look.is_plain(), &self.style) {
                    self.looks.insert(style.clone(), look);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A tag inside of a format.
    fn part_of_format(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let Some((_, format)) = &mut self.format else { return Ok(()) };
        match tag.name() {
            "number" => format.code.push_str(&places(tag)?),
            "scientific-number" | "fraction" | "boolean" => format.code.push_str("General"),
            "text-content" => format.code.push('@'),
            "day" | "month" | "year" | "era" | "day-of-week" | "week-of-year" | "quarter" => format.code.push('d'),
            "hours" | "minutes" | "seconds" | "am-pm" => format.code.push('h'),
            "text" | "currency-symbol" | "embedded-text" => self.literal = true,
            "map" => {
                let [condition, chosen] = tag.several(["condition", "apply-style-name"])?;
                if let (Some(condition), Some(chosen)) = (condition, chosen) {
                    let condition = condition.replace("value()", "").replace("!=", "<>").replace(' ', "");
                    format.choices.push((condition, chosen.into_owned()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A text outside of all sheets.
    pub(super) fn text(&mut self, text: &str) {
        let Some((_, format)) = self.format.as_mut().filter(|_| self.literal) else { return };
        for letter in text.chars() {
            if letter != '%' || !format.percent {
                format.code.push('\\');
            }
            format.code.push(letter);
        }
    }

    /// A tag outside of all sheets closes.
    pub(super) fn close(&mut self, name: &str) {
        match name {
            "text" | "currency-symbol" | "embedded-text" => self.literal = false,
            _ if name.ends_with("-style") => {
                if let Some((name, mut format)) = self.format.take() {
                    // Every number of such a format is a hundred times as large, with or without a sign.
                    if format.percent && !format.code.contains('%') {
                        format.code.push('%');
                    }
                    self.formats.insert(name, format);
                }
            }
            "style" => self.style = None,
            _ => {}
        }
    }

    /// Is what has this style not shown?
    pub(super) fn hides(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.hidden.contains(style))
    }

    /// The look of a text of this style.
    pub(super) fn look(&self, style: Option<&str>) -> Look {
        style.and_then(|style| self.looks.get(style)).copied().unwrap_or_default()
    }

    /// What a cell of this style makes of a number.
    pub(super) fn format(&mut self, style: &str) -> NumberFormat {
        if let Some(known) = self.known.get(style) {
            return known.clone();
        }
        let format = self.named(style).and_then(|name| self.formats.get(name)).map_or_else(NumberFormat::default, |format| {
            let code = |name: &String| self.formats.get(name).map(|format| format.code.clone());
            let choices: Vec<(String, String)> =
                format.choices.iter().filter_map(|(condition, name)| Some((condition.clone(), code(name)?))).collect();
            if choices.is_empty() { NumberFormat::parse(&format.code) } else { NumberFormat::chosen(&choices, &format.code) }
        });
        self.known.insert(style.to_owned(), format.clone());
        format
    }

    /// The name of the format of a style, its own or that of a style above it.
    fn named(&self, style: &str) -> Option<&String> {
        let mut style = self.cells.get(style)?;
        for _ in 0..PARENTS {
            if let Some(format) = &style.format {
                return Some(format);
            }
            style = self.cells.get(style.parent.as_ref()?)?;
        }
        None
    }
}

/// A number in a format: how many digits there are at least, how many behind the point, and by what it is divided.
fn places(tag: &Tag<'_>) -> Result<String, Refusal> {
    let [decimals, whole, factor] = tag.several(["decimal-places", "min-integer-digits", "display-factor"])?;
    let factor = factor.and_then(|factor| factor.trim().parse::<f64>().ok()).unwrap_or(1.0);
    let count = |count: Option<&str>| count.and_then(|count| count.trim().parse::<usize>().ok()).map(|count| count.min(PLACES));
    let decimals = count(decimals.as_deref());
    if decimals.is_none() && factor <= 1.0 {
        return Ok("General".to_owned());
    }
    let whole = count(whole.as_deref()).map_or_else(|| "0".to_owned(), |count| "#".to_owned() + &"0".repeat(count));
    let point = if decimals.unwrap_or(0) > 0 { "." } else { "" };
    let thousands = if factor >= 1e9 {
        3
    } else if factor >= 1e6 {
        2
    } else {
        usize::from(factor >= 1e3)
    };
    Ok(format!("{whole}{point}{}{}", "0".repeat(decimals.unwrap_or(0)), ",".repeat(thousands)))
}

/// Is a length zero, in whatever unit: `0cm`, `0.0in`?
fn no_size(size: Option<&str>) -> bool {
    size.and_then(|size| size.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse::<f64>().ok()) == Some(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawValue;
    use crate::reader::xml::{Node, Xml};

    fn styles(part: &str) -> Styles {
        let text = format!("<styles>{part}</styles>");
        let (mut xml, mut styles) = (Xml::new(text.as_bytes()).unwrap(), Styles::default());
        loop {
            match xml.next().unwrap() {
                Node::Open(tag) => styles.open(&tag).unwrap(),
                Node::Text(text) => styles.text(&text),
                Node::Close(tag) => styles.close(tag.name()),
                Node::End => return styles,
            }
        }
    }

    /// A number in a cell whose style has this format.
    fn shown(format: &str, number: f64) -> RawValue {
        let cell = "<style name='ce1' family='table-cell' parent-style-name='above'/><style name='above' family='table-cell' data-style-name='N1'/>";
        styles(&format!("{format}{cell}")).format("ce1").seen(number, false).value.unwrap()
    }

    #[test]
    fn formats_become_those_of_other_files() {
        let text = |text: &str| RawValue::Text(text.into());
        let plain = "<number decimal-places='0' min-integer-digits='1'/>";
        for (format, number, wanted) in [
            (format!("<number-style name='N1'>{plain}</number-style>"), 26.0, RawValue::Number(26.0)),
            (format!("<number-style name='N1'>{}</number-style>", plain.replace("/>", " display-factor='1000'/>")), 26_000.0, RawValue::Number(26.0)),
            (format!("<number-style name='N1'>{}</number-style>", plain.replace("/>", " display-factor='1000000'/>")), 26e6, RawValue::Number(26.0)),
            // Every number of a percentage is one, also without its sign.
            (format!("<percentage-style name='N1'>{plain}<text>%</text></percentage-style>"), 0.26, RawValue::Percent(0.26)),
            (format!("<percentage-style name='N1'>{plain}</percentage-style>"), 0.26, RawValue::Percent(0.26)),
            // A sign that is text and nothing else.
            (format!("<number-style name='N1'>{plain}<text>%</text></number-style>"), 26.0, RawValue::Number(26.0)),
            (format!("<currency-style name='N1'>{plain}<currency-symbol>₫</currency-symbol></currency-style>"), 26.0, RawValue::Number(26.0)),
            ("<number-style name='N1'><text>KH</text><number decimal-places='0' min-integer-digits='3'/></number-style>".to_owned(), 7.0, RawValue::Number(7.0)),
            ("<number-style name='N1'><text>KH1-</text><number decimal-places='0' min-integer-digits='3'/></number-style>".to_owned(), 7.0, text("KH1-007")),
            ("<number-style name='N1'><number/></number-style>".to_owned(), 0.5, RawValue::Number(0.5)),
            ("<text-style name='N1'><text-content/></text-style>".to_owned(), 26.0, RawValue::Number(26.0)),
            (
                "<number-style name='N1P0'><text>Đạt</text></number-style><number-style name='N1'><number/><map condition='value()&gt;=1' apply-style-name='N1P0'/></number-style>"
                    .to_owned(),
                1.0,
                text("Đạt"),
            ),
        ] {
            assert_eq!(shown(&format, number), wanted, "{format}");
        }
        assert_eq!(styles("").format("none").seen(26.0, false).value, Some(RawValue::Number(26.0)));
        let circle = styles(
            "<style name='a' family='table-cell' parent-style-name='b'/><style name='b' family='table-cell' parent-style-name='a'/>",
        );
        assert!(circle.named("a").is_none(), "styles above each other end nowhere");
    }

    #[test]
    fn sizes_looks_and_what_is_not_shown() {
        let found = styles(
            "<style name='no'><table-properties display='false'/></style><style name='ro'><table-row-properties row-height='0.000in'/></style>
            <style name='co'><table-column-properties column-width='0cm'/></style><style name='wide'><table-column-properties column-width='0.1cm'/></style>
            <style name='up'><text-properties text-position='33% 58%'/></style><style name='even'><text-properties text-position='0% 100%'/></style>
            <style name='out'><text-properties text-line-through-type='single'/></style><style name='not'><text-properties text-line-through-style='none'/></style>",
        );
        let hidden = ["no", "ro", "co", "wide", "up"].map(|style| found.hides(Some(style)));
        assert_eq!(hidden, [true, true, true, false, false]);
        let looks = ["up", "even", "out", "not", "?"].map(|style| found.look(Some(style)));
        let (raised, struck) = (Look { raised: true, struck: false }, Look { raised: false, struck: true });
        assert_eq!(looks, [raised, Look::default(), struck, Look::default(), Look::default()]);
    }
}
