//! Who writes, of what, to whom, and who signs.

use crate::model::config::Desk;
use crate::model::consolidation::Edition;
use crate::model::span::SpanName;
use crate::sheets::input::ProductInput;
use crate::sheets::letter::fields::Fields;
use crate::sheets::summary::{heading, signature};
use crate::sheets::{annex, frame};
use crate::text::format;

pub(super) fn fields(input: &ProductInput<'_>) -> Fields {
    let c = input.consolidation;
    let until = match input.edition {
        Edition::Draft => c.latest_receipt.unwrap_or(c.cutoffs.submit),
        Edition::Frozen | Edition::Release { .. } => c.cutoffs.submit,
    };
    official(&input.config.desk, input.desk_name)
        .text("dia_danh_ngay", &heading::place_and_day(input))
        .text("ten_bao_cao", &frame::rehearsed(input, TITLE))
        .text("ky", &format::span(&c.span).replace('/', " năm "))
        .text("ky_ngay", &format::span_spoken(&c.span))
        .text("ky_truoc", &before(input))
        .text("ky_sau", &next(input))
        .sentence("", "den", &format::moment(until))
        .list("ghi_chu", heading::notes(input).iter().map(|note| Fields::default().text("noi_dung", note)).collect())
}

/// What the report is.
pub(super) const TITLE: &str = "BÁO CÁO";

/// What a report has of its desk, whatever it is of.
pub(super) fn official(desk: &Desk, desk_name: &str) -> Fields {
    let mut issuer = heading::issuer(desk, desk_name);
    let own = issuer.pop().unwrap_or_default();
    let line = |text: String| Fields::default().text("dong", &text);
    Fields::default()
        .text("co_quan_cap_tren", &issuer.join("\n"))
        .text("co_quan", &own)
        .text("ten_co_quan", desk_name)
        .text("so_ky_hieu", &annex::number_line(desk))
        .text("kinh_gui", &heading::addressed(desk))
        .text("kinh_gui_ten", &heading::addressees(desk).join(", "))
        .list("noi_nhan", signature::recipients(desk).into_iter().map(|(text, _)| line(text)).collect())
        .list("chu_ky", signature::signature(desk).into_iter().map(|(text, _)| line(text)).collect())
}

fn before(input: &ProductInput<'_>) -> String {
    let c = input.consolidation;
    let week = |before: &crate::model::comparison::Comparison| match c.span.name {
        SpanName::Weeks => format!("tuần {}", before.period.week()),
        SpanName::Month { .. } | SpanName::Quarter { .. } | SpanName::AdHoc => "kỳ trước".to_owned(),
    };
    c.comparison.as_ref().map_or_else(String::new, week)
}

fn next(input: &ProductInput<'_>) -> String {
    let c = input.consolidation;
    match c.span.name {
        SpanName::Weeks => format!("tuần {}", c.period.next().week()),
        SpanName::Month { .. } | SpanName::Quarter { .. } | SpanName::AdHoc => "kỳ tiếp theo".to_owned(),
    }
}
