//! `_meta`: of which releases the workbook is made, for machines.

use super::list::RetrospectInput;
use crate::forms::recognise::{KEY_AGENCY, META_SHEET};
use crate::model::retrospect::Retrospect;
use crate::sheets::row_height;
use crate::sheets::sheet::{Cell, Row, Sheet, Style, Visibility};
use crate::text::format;

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let Retrospect { range, desk, desk_name, weeks, missing, .. } = input.retrospect;
    let mut sheet =
        Sheet { name: META_SHEET.to_owned(), visibility: Visibility::Hidden, widths: vec![24.0, 40.0, 12.0], ..Sheet::default() };
    let mut push = |texts: &[&str]| {
        let cells = texts.iter().map(|text| Cell::text(format::clean(text), Style::PLAIN)).collect();
        sheet.rows.push(Row { height: 0.0, cells });
    };
    push(&[KEY_AGENCY, desk.as_str()]);
    push(&["ten_dau_moi", desk_name]);
    push(&["tu_ky", &range.first.to_string()]);
    push(&["den_ky", &range.last.to_string()]);
    push(&["dien_tap", if input.config.rehearsal { "Có" } else { "Không" }]);
    for week in weeks {
        push(&["ban_da_chot", &week.period.to_string(), &week.version.to_string()]);
    }
    for period in missing {
        push(&["chua_chot", &period.to_string()]);
    }
    row_height::fit(&mut sheet);
    sheet
}
