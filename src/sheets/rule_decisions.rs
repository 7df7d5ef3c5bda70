//! What the desk decided about rules, and what rules on trial found: parts of `Nhật ký`.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::Consolidation;
use crate::model::desk_rule::DeskRule;
use crate::model::finding::{Finding, Severity};
use crate::model::rule_policy::{RuleChange, Weight};
use crate::sheets::frame::{self, CENTERED};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

/// Widths of the columns of `Nhật ký` in which file, sheet and sentence stand.
const WIDTHS: [f64; 3] = [36.0, 17.0, 28.0];

/// What rules on trial found: the desk reads it before it decides whether offices are told.
pub(crate) fn trials(sheet: &mut Sheet, consolidation: &Consolidation) {
    let found = &consolidation.trials;
    if found.is_empty() {
        return;
    }
    let places: u32 = found.iter().map(Finding::places).sum();
    let title = format!("Quy tắc đang thử nghiệm: {places} chỗ (không báo cơ quan, không tính vào số lỗi, cảnh báo)");
    frame::table(sheet, &title, &["Mã đơn vị", "Mã", "Tệp", "Ô", "Trang tính", "", "", "", "Về", "Nội dung"]);
    for finding in found {
        frame::push(
            sheet,
            vec![
                Cell::text(finding.agency.as_ref().map_or("", AgencyCode::as_str), Style::BODY),
                Cell::text(finding.code.to_string(), CENTERED),
                frame::body(&finding.file, WIDTHS[0]),
                Cell::text(finding.place.cell.map_or_else(String::new, |cell| cell.to_string()), CENTERED),
                frame::body(finding.place.sheet.as_deref().unwrap_or(""), WIDTHS[1]),
                Cell::blank(Style::BODY),
                Cell::blank(Style::BODY),
                Cell::blank(Style::BODY),
                Cell::text(format::clean(&finding.about), Style::BODY),
                frame::body(&finding.message, WIDTHS[2]),
            ],
        );
    }
}

/// `N30: tắt từ 07/7/2025 đến hết 01/8/2025. Lý do: …`
pub(crate) fn said(change: &RuleChange) -> String {
    let weight = change.weight.map(|weight| match weight {
        Weight::Off => "tắt".to_owned(),
        Weight::Severity(Severity::Trial) => "thử nghiệm, không báo cơ quan".to_owned(),
        Weight::Severity(severity) => format!("mức {}", severity.label()),
    });
    let thresholds = change.thresholds.iter().map(|(name, value)| format!("ngưỡng {name} = {value}"));
    let what = weight.into_iter().chain(thresholds).collect::<Vec<_>>().join(", ");
    let from = change.from.map(|day| format!(" từ {}", format::date(day))).unwrap_or_default();
    let until = change.until.map(|day| format!(" đến hết {}", format::date(day))).unwrap_or_default();
    format!("{}: {what}{from}{until}. Lý do: {}", change.code, change.reason)
}

/// `Q01 (thử nghiệm): ty_le < 50. Lý do: …`
pub(crate) fn written(rule: &DeskRule) -> String {
    let trial = if rule.trial { "thử nghiệm" } else { rule.severity.label() };
    format!("{} ({trial}): {}. Lý do: {}", rule.code, format::clean(&rule.condition), rule.reason)
}
