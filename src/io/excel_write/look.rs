//! Styles of ours as formats of the library.

use crate::sheets::sheet::{Align, Format, Style};
use rust_xlsxwriter as xlsx;
use std::collections::HashMap;

/// The font of everything (Nghị định 30/2020, Phụ lục I).
pub(super) const FONT: &str = "Times New Roman";

/// The formats made so far: a workbook has few looks and many cells.
#[derive(Default)]
pub(super) struct Looks(HashMap<(Style, bool), xlsx::Format>);

impl Looks {
    /// The format of a style; `quoted` for a text behind an apostrophe.
    pub(super) fn of(&mut self, style: Style, quoted: bool) -> &xlsx::Format {
        self.0.entry((style, quoted)).or_insert_with(|| look(style, quoted))
    }
}

/// The looks of a book by the numbers that the library gives them: in the order of their first use, from the default at 0. The same
/// look may come from several styles.
pub(super) struct Palette {
    numbers: HashMap<(Style, bool), u32>,
    formats: HashMap<xlsx::Format, u32>,
    /// A style of each number, from 0.
    order: Vec<(Style, bool)>,
}

impl Palette {
    pub(super) fn new() -> Self {
        let mut palette = Self { numbers: HashMap::new(), formats: HashMap::new(), order: Vec::new() };
        palette.number((Style::PLAIN, false));
        palette
    }

    /// The number of a look; a new one if it was not used before.
    pub(super) fn number(&mut self, style: (Style, bool)) -> u32 {
        if let Some(number) = self.numbers.get(&style) {
            return *number;
        }
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let number = *self.formats.entry(look(style.0, style.1)).or_insert(next);
        if number == next {
            self.order.push(style);
        }
        self.numbers.insert(style, number);
        number
    }

    /// A style of each number but 0, in order.
    pub(super) fn used(&self) -> &[(Style, bool)] {
        self.order.get(1..).unwrap_or_default()
    }
}

fn look(style: Style, quoted: bool) -> xlsx::Format {
    let mut look = xlsx::Format::new().set_font_name(FONT).set_font_family(1).set_font_size(style.size);
    look = look.set_align(if style.middle { xlsx::FormatAlign::VerticalCenter } else { xlsx::FormatAlign::Top });
    look = match style.align {
        Align::General => look,
        Align::Left => look.set_align(xlsx::FormatAlign::Left),
        Align::Center => look.set_align(xlsx::FormatAlign::Center),
        Align::Right => look.set_align(xlsx::FormatAlign::Right),
    };
    if style.bold {
        look = look.set_bold();
    }
    if style.italic {
        look = look.set_italic();
    }
    if style.underline {
        look = look.set_underline(xlsx::FormatUnderline::Single);
    }
    if style.wrap {
        look = look.set_text_wrap();
    }
    if style.border {
        look = look.set_border(xlsx::FormatBorder::Thin);
    }
    if style.rule_above {
        look = look.set_border_top(xlsx::FormatBorder::Thin);
    }
    if let Some(fill) = style.fill {
        look = look.set_background_color(xlsx::Color::RGB(fill));
    }
    if let Some(color) = style.color {
        look = look.set_font_color(xlsx::Color::RGB(color));
    }
    look = match style.format {
        Format::General => look,
        Format::Integer => look.set_num_format("#,##0"),
        Format::Decimal => look.set_num_format("#,##0.##"),
        Format::Date => look.set_num_format("dd/mm/yyyy"),
        Format::DateFromMarch => look.set_num_format("dd/m/yyyy"),
        Format::DateTime => look.set_num_format("hh:mm dd/mm/yyyy"),
        Format::DateTimeFromMarch => look.set_num_format("hh:mm dd/m/yyyy"),
        Format::Text => look.set_num_format("@"),
    };
    if style.unlocked {
        look = look.set_unlocked();
    }
    if quoted {
        look = look.set_quote_prefix();
    }
    look
}
