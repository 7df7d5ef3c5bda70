//! The first page as HTML. Every text goes through [`escaped`]; every figure becomes a link to what it counts.

use crate::sheets::counted::{Counted, ListOf};
use crate::sheets::sentence::{Figure, Piece, Sentence};
use crate::sheets::summary::{Block, FirstPage, Head, KeyFigure, List, ListLine};
use std::fmt::Write;

/// The figures of the page, each with the number under which it is found.
#[derive(Default)]
pub(super) struct Figures(pub(super) Vec<Figure>);

/// Where a single line of each list stands on the page that opens.
pub(super) type Address<'a> = &'a dyn Fn(ListOf, usize) -> String;

/// A text as it may stand in a page, between marks and inside quotes.
pub(in crate::products) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// The whole page; what its figures count is left in `figures`.
pub(super) fn page(page: &FirstPage, figures: &mut Figures, address: Address<'_>) -> String {
    let mut out = String::new();
    head(&mut out, &page.head);
    for block in &page.blocks {
        match block {
            Block::Sentence(sentence) if sentence.is_empty() => {}
            Block::Sentence(sentence) | Block::Closing(sentence) => line(&mut out, "p", &inline(sentence, figures, address)),
            Block::Section(heading) => line(&mut out, "h2", &inline(heading, figures, address)),
            Block::Tiles(tiles) => put_tiles(&mut out, tiles, figures, address),
            Block::List(list) => put_list(&mut out, list, figures, address),
        }
    }
    end(&mut out, page);
    out
}

fn line(out: &mut String, tag: &str, inner: &str) {
    // Writing into a text cannot fail.
    let _ = writeln!(out, "<{tag}>{inner}</{tag}>");
}

fn head(out: &mut String, head: &Head) {
    let nation = head.nation.iter().map(|line| format!("<b>{}</b>", escaped(line))).collect::<Vec<_>>().join("<br>");
    // The office that issues the letter stands out, not the one above it.
    let issuer = head.issuer.iter().enumerate().map(|(at, line)| {
        let line = escaped(line);
        if at + 1 == head.issuer.len() { format!("<b>{line}</b>") } else { line }
    });
    let issuer = issuer.collect::<Vec<_>>().join("<br>");
    let issuer = match head.star {
        "" => format!("<p class=\"ten\">{issuer}</p>"),
        star => format!("<p>{issuer}<br>{star}</p>"),
    };
    // What is no letter has neither number nor day.
    let number = if head.number.is_empty() { String::new() } else { format!("<p>{}</p>", escaped(&head.number)) };
    let day = if head.day.is_empty() { String::new() } else { format!("<p><i>{}</i></p>", escaped(&head.day)) };
    let _ = writeln!(out, "<div class=\"dau\"><div>{issuer}{number}</div><div><p class=\"ten\">{nation}</p>{day}</div></div>");
    let _ = writeln!(out, "<h1>{}<span>{}</span></h1>", escaped(&head.title), escaped(&head.subject));
    for note in &head.notes {
        let _ = writeln!(out, "<p class=\"giua\"><i>{}</i></p>", escaped(note));
    }
    if !head.addressees.is_empty() {
        let names = head.addressees.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("; ");
        let _ = writeln!(out, "<p class=\"giua\">Kính gửi: {names}.</p>");
    }
}

fn inline(sentence: &Sentence, figures: &mut Figures, address: Address<'_>) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => escaped(words),
        Piece::Figure(figure) => link(figure, figures, address),
    };
    sentence.pieces().iter().map(piece).collect()
}

/// A figure as a link; one that counts nothing leads nowhere.
fn link(figure: &Figure, figures: &mut Figures, address: Address<'_>) -> String {
    let nothing = figure.part.at.is_empty() && figure.whole.as_ref().is_none_or(|whole| whole.at.is_empty());
    if nothing {
        return escaped(&figure.words);
    }
    let target = match figure.part.at[..] {
        // What is named opens itself.
        [only] if !figure.counts => address(figure.part.of, only),
        _ => {
            let known = figures.0.iter().position(|known| known == figure);
            let number = known.unwrap_or_else(|| {
                figures.0.push(figure.clone());
                figures.0.len() - 1
            });
            format!("#so/{number}")
        }
    };
    format!("<a href=\"{}\">{}</a>", escaped(&target), escaped(&figure.words))
}

fn put_tiles(out: &mut String, tiles: &[KeyFigure], figures: &mut Figures, address: Address<'_>) {
    out.push_str("<ul class=\"o\">\n");
    for tile in tiles {
        let (figure, change) = (link(&tile.figure, figures, address), inline(&tile.change, figures, address));
        let _ = writeln!(out, "<li><span>{}</span><b>{figure}</b><i>{change}</i></li>", escaped(&tile.label));
    }
    out.push_str("</ul>\n");
}

fn put_list(out: &mut String, list: &List, figures: &mut Figures, address: Address<'_>) {
    let headings: Vec<&str> = list.headings().collect();
    out.push_str("<table><thead><tr>");
    for heading in &headings {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(heading));
    }
    out.push_str("</tr></thead><tbody>\n");
    for line in &list.lines {
        match line {
            ListLine::Group(label) => {
                let _ =
                    writeln!(out, "<tr class=\"nhom\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>", headings.len(), escaped(label));
            }
            ListLine::Entry { cells, about } => {
                out.push_str("<tr>");
                for (place, (cell, heading)) in cells.iter().zip(&headings).enumerate() {
                    let text = inline(&cell.text, figures, address);
                    // The first column is the number of the line; the second says what it is about.
                    let text = if place == 1 { about_link(&text, about, address) } else { text };
                    let class = if cell.is_centered() { " class=\"giua\"" } else { "" };
                    let _ = write!(out, "<td{class} data-cot=\"{}\">{text}</td>", escaped(heading));
                }
                out.push_str("</tr>\n");
            }
        }
    }
    out.push_str("</tbody></table>\n");
}

fn about_link(text: &str, about: &Counted, address: Address<'_>) -> String {
    match about.at[..] {
        [only] => format!("<a href=\"{}\">{text}</a>", escaped(&address(about.of, only))),
        _ => text.to_owned(),
    }
}

fn end(out: &mut String, page: &FirstPage) {
    if page.recipients.is_empty() && page.signature.is_empty() {
        return;
    }
    let recipients: String = page.recipients.iter().map(|line| format!("{}<br>", escaped(line))).collect();
    let signature: String = page.signature.iter().map(|line| format!("{}<br>", escaped(line))).collect();
    let _ = writeln!(out, "<div class=\"cuoi\"><p>{recipients}</p><p class=\"ky\">{signature}</p></div>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escaped("<script>alert('x')</script> & \"y\""), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;");
        assert_eq!(escaped("một\nhai \u{7}"), "một<br>hai  ");
    }
}
