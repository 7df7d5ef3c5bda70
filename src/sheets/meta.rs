//! `_meta`: what the workbook is, for machines. The consolidated workbook is itself a form (BM-TH), so the keys are
//! those of the agencies' form.

use crate::forms::desk_report::definition::DeskForm;
use crate::forms::desk_report::read::KEY_EDITION;
use crate::forms::recognise::{KEY_AGENCY, KEY_FORM, KEY_PERIOD, KEY_VERSION, META_SHEET};
use crate::model::consolidation::Edition;
use crate::sheets::edition;
use crate::sheets::input::ProductInput;
use crate::sheets::row_height;
use crate::sheets::sheet::{Cell, Row, Sheet, Style, Visibility};
use crate::text::format;

/// The hidden sheet: keys in A, values in B; below, one line a counted report with its SHA-256.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let (c, form) = (input.consolidation, DeskForm::current());
    let (version, late) = match input.edition {
        Edition::Draft | Edition::Frozen => (0, false),
        Edition::Release { version, late } => (version, late),
    };
    let yes = |yes: bool| if yes { "Có" } else { "Không" };
    let mut sheet = Sheet {
        name: META_SHEET.to_owned(),
        visibility: Visibility::Hidden,
        widths: vec![24.0, 40.0, 20.0, 50.0, 70.0],
        ..Sheet::default()
    };
    for (key, value) in [
        (KEY_FORM, form.code.clone()),
        (KEY_VERSION, form.version.clone()),
        (KEY_AGENCY, input.config.desk.code.to_string()),
        (KEY_PERIOD, c.period.to_string()),
        ("ten_dau_moi", input.desk_name.to_owned()),
        (KEY_EDITION, edition::word(input.edition).to_owned()),
        ("lan_phat_hanh", version.to_string()),
        ("lap_sau_han", yes(late).to_owned()),
        ("dien_tap", yes(input.config.rehearsal).to_owned()),
        ("han_nop", c.cutoffs.submit.to_rfc3339()),
        ("han_tong_hop", c.cutoffs.release.to_rfc3339()),
        ("danh_muc_sha256", input.register_sha256.to_owned()),
    ] {
        push(&mut sheet, &[key, &value]);
    }
    if let Some(head) = input.chain_head {
        push(&mut sheet, &["chuoi_truoc_do", head]);
    }
    if let Some(replacement) = input.replacement {
        push(&mut sheet, &["thay_the_ban", &replacement.version.to_string()]);
    }
    for (version, at) in input.withdrawals.iter().filter_map(|withdrawal| Some((withdrawal.version?, withdrawal.at))) {
        push(&mut sheet, &["thay_ban_huy", &version.to_string(), &at.to_rfc3339()]);
    }
    push(&mut sheet, &[]);
    push(&mut sheet, &["Mã đơn vị", "Đưa vào số liệu", "Lần nộp", "Tệp", "SHA-256"]);
    for submission in &c.submissions {
        if let Some(version) = submission.counted_version() {
            let number = version.number.to_string();
            push(
                &mut sheet,
                &[submission.agency.as_str(), yes(submission.merged), &number, &version.receipt.file.path, &version.receipt.sha256],
            );
        }
    }
    row_height::fit(&mut sheet);
    sheet
}

fn push(sheet: &mut Sheet, texts: &[&str]) {
    let cells = texts.iter().map(|text| Cell::text(format::clean(text), Style::PLAIN)).collect();
    sheet.rows.push(Row { height: 0.0, cells });
}

/// The same identity as document properties, for when somebody deletes the sheet.
pub(crate) fn properties(input: &ProductInput<'_>) -> Vec<(String, String)> {
    let form = DeskForm::current();
    let (desk, period) = (input.config.desk.code.to_string(), input.consolidation.period.to_string());
    [(KEY_FORM, form.code.clone()), (KEY_VERSION, form.version.clone()), (KEY_AGENCY, desk), (KEY_PERIOD, period)]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn keys_and_hashes() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }
}
