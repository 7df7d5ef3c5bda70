//! The number format of each cell style; nothing else of the styles is of use.

use crate::model::config::Limits;
use crate::model::workbook::Refusal;
use crate::reader::number_format::{NumberFormat, built_in};
use crate::reader::package::Parts;
use crate::reader::xml::{Node, Xml};
use std::collections::BTreeMap;

/// What each style makes of a number, in the order of the file; `None` if the package does not hold the part.
pub(super) fn read(parts: &mut Parts<'_>, name: &str, limits: &Limits) -> Result<Option<Vec<NumberFormat>>, Refusal> {
    parts.xml(name)?.map(|xml| formats(xml, limits.cells_max)).transpose()
}

fn formats(mut xml: Xml<'_>, max: u64) -> Result<Vec<NumberFormat>, Refusal> {
    let mut own: BTreeMap<u32, NumberFormat> = BTreeMap::new();
    let mut styles = Vec::new();
    // `xf` stands in `cellStyleXfs` too, and formats for highlighting stand in `dxf`.
    let (mut in_cells, mut in_formats) = (false, false);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "cellXfs" => in_cells = true,
                "numFmts" => in_formats = true,
                "fonts" | "fills" | "borders" | "cellStyleXfs" | "cellStyles" | "dxfs" | "tableStyles" => xml.pass_over(),
                "numFmt" if in_formats => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId")?, tag.attribute("formatCode")?) {
                        own.insert(id, NumberFormat::parse(&code));
                    }
                }
                "xf" if in_cells => {
                    let id = tag.number("numFmtId")?.unwrap_or(0);
                    if u64::try_from(styles.len()).is_ok_and(|count| count >= max) {
                        return Err(Refusal::Unsafe { cause: "tệp có quá nhiều kiểu ô".to_owned() });
                    }
                    styles.push(id);
                }
                _ => {}
            },
            Node::Close(tag) => match tag.name() {
                "cellXfs" => in_cells = false,
                "numFmts" => in_formats = false,
                _ => {}
            },
            Node::Text(_) => {}
            Node::End => return Ok(styles.into_iter().map(|id| own.get(&id).cloned().unwrap_or_else(|| built_in(id))).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::format_kind::FormatKind;

    #[test]
    fn a_file_may_say_otherwise_than_the_list() {
        let part = br#"<styleSheet><numFmts><numFmt numFmtId="50" formatCode="0.0"/><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="50"/><xf numFmtId="9"/><xf/></cellXfs>
            <dxfs><dxf><numFmt numFmtId="165" formatCode="0%"/></dxf></dxfs></styleSheet>"#;
        use FormatKind::{Date, Number, Percent};
        let found = formats(Xml::new(part.as_slice()).unwrap(), 9).unwrap();
        assert_eq!(found.iter().map(|format| format.kind().unwrap()).collect::<Vec<_>>(), [Number, Date, Percent, Number, Percent, Number]);
        assert!(matches!(formats(Xml::new(part.as_slice()).unwrap(), 3), Err(Refusal::Unsafe { .. })));
    }
}
