//! `TongHop_….xlsx`, the workbook that leaves.

use crate::model::config::Config;
use crate::model::consolidation::Edition;
use crate::products::kind::Kind;
use crate::products::product::{LongBook, Make, Product, ProductBody, head, stem};
use crate::sheets::desks_below::Side;
use crate::sheets::input::ProductInput;
use crate::sheets::office_rows::PageRows;
use crate::sheets::sheet::{Book, Sheet};
use crate::sheets::{
    by_agency, by_block, by_document, by_programme, chart_data, charts, compared, criteria, differences, difficulties, meta, open_tasks,
    overdue, submissions, summary, targets, tasks,
};
use crate::text::format;

pub(super) static PRODUCT: Product = Product {
    what: "the consolidated workbook: what leaves",
    name: |naming| format!("{}.xlsx", stem("TongHop", naming)),
    make: Make::Edition { kind, compose: |_| Ok(ProductBody::Long(WORKBOOK)) },
};

/// The workbook gives its edition its name.
#[expect(clippy::unnecessary_wraps, reason = "the list asks which editions have the product")]
fn kind(edition: Edition, _: &Config) -> Option<Kind> {
    Some(match edition {
        Edition::Draft => Kind::Draft,
        Edition::Frozen => Kind::Frozen,
        Edition::Release { .. } => Kind::Release,
    })
}

/// `Tổng hợp`, `Khối Đảng, MTTQ` and `Khối chính quyền` (of a Party desk above others), `Theo văn bản`, `Theo đơn vị`, `Theo chương trình`, `Nhiệm vụ`, `Chỉ tiêu`, `Tiêu chí xã` (where criteria
/// exist), `Quá hạn`, `Việc chưa xong`, `Vướng mắc, kiến nghị`, `Nộp báo cáo`, `Đối chiếu` (of a desk above others), `Bản của đầu mối` (of a Party desk above
/// others), `Biểu đồ`, `Khác biệt` (of a further version), and the hidden `_meta` and `_so_lieu`.
pub(super) const WORKBOOK: LongBook = LongBook { head: book, sheets };

fn book(input: &ProductInput<'_>) -> Book {
    let title = format!("Tổng hợp kết quả thực hiện nhiệm vụ, chỉ tiêu {}", format::span(&input.consolidation.span));
    head(input, &title, meta::properties(input))
}

fn sheets(input: &ProductInput<'_>, put: &mut dyn FnMut(Sheet)) {
    let mut pages = PageRows::new(input);
    let mut page = |sheet: Sheet| {
        pages.see(&sheet);
        put(sheet);
    };
    page(summary::sheet(input));
    Side::ALL.into_iter().filter_map(|side| by_block::sheet(input, side)).for_each(&mut page);
    page(by_document::sheet(input));
    page(by_agency::sheet(input));
    page(by_programme::sheet(input));
    page(tasks::sheet(input));
    page(targets::sheet(input));
    criteria::sheet(input).into_iter().for_each(&mut page);
    page(overdue::sheet(input));
    page(open_tasks::sheet(input));
    page(difficulties::sheet(input));
    page(submissions::sheet(input));
    compared::sheet(input).into_iter().for_each(&mut page);
    summary::pages_of_desks(input).into_iter().for_each(&mut page);
    page(charts::sheet(input));
    differences::sheet(input).into_iter().for_each(&mut page);
    put(meta::sheet(input));
    put(chart_data::sheet(input, pages));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::desk_report::read::PAGES;
    use crate::model::class::TaskClass;
    use crate::model::config::Layout;
    use crate::products::internal;
    use crate::sheets::dump::dump;
    use crate::sheets::sheet::{Value, Visibility};
    use crate::sheets::testing;
    use crate::sheets::{paper, row_height};
    use std::collections::BTreeSet;

    fn workbook(input: &ProductInput<'_>) -> Book {
        WORKBOOK.whole(input)
    }

    fn names(book: &Book) -> Vec<&str> {
        book.sheets.iter().map(|s| s.name.as_str()).collect()
    }

    #[test]
    fn sheets_stand_in_the_agreed_order() {
        testing::with_input(|input| {
            let book = workbook(input);
            assert_eq!(
                names(&book),
                [
                    "Tổng hợp",
                    "Theo văn bản",
                    "Theo đơn vị",
                    "Theo chương trình",
                    "Nhiệm vụ",
                    "Chỉ tiêu",
                    "Tiêu chí xã",
                    "Quá hạn",
                    "Việc chưa xong",
                    "Vướng mắc, kiến nghị",
                    "Nộp báo cáo",
                    "Biểu đồ",
                    "_meta",
                    "_so_lieu"
                ]
            );
            let hidden: Vec<bool> = book.sheets.iter().map(|s| s.visibility == Visibility::Hidden).collect();
            assert_eq!(hidden.iter().position(|h| *h), Some(12));
            assert_eq!(names(&internal::WORKBOOK.whole(input)), ["Chất lượng", "Lỗi, cảnh báo", "Nhật ký", "Ghi chú của đơn vị"]);
        });
    }

    #[test]
    fn a_workbook_is_known_by_its_sheets_in_either_layout() {
        let mut config = testing::config();
        for layout in [Layout::State, Layout::Party] {
            config.desk.layout = layout;
            testing::with_config(&config, |input| {
                let book = workbook(input);
                assert!(PAGES.iter().all(|page| names(&book).contains(page)), "{:?}", names(&book));
            });
        }
    }

    #[test]
    fn the_page_names_the_sheets_in_their_order() {
        let page = include_str!("../docs/products.md").split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, mut rest) = page.split_once("Sheets of what leaves, in order:").unwrap();
        testing::with_input(|input| {
            for name in names(&workbook(input)) {
                let after = rest.split_once(name).map(|(_, after)| after);
                rest = after.unwrap_or_else(|| panic!("src/docs/products.md does not name {name} in its place"));
            }
        });
    }

    #[test]
    fn rows_have_heights_sheets_have_short_names_and_nothing_is_a_formula() {
        testing::with_input(|input| {
            for sheet in workbook(input).sheets.iter().chain(&internal::WORKBOOK.whole(input).sheets) {
                assert!(sheet.name.chars().count() <= 31, "{}", sheet.name);
                assert!(sheet.rows.iter().all(|row| row.height > 0.0 && row.height <= 409.0), "{}", sheet.name);
                let formula = |value: &Value| matches!(value, Value::Formula(_));
                assert!(!sheet.rows.iter().flat_map(|row| &row.cells).any(|cell| formula(&cell.value)), "{}", sheet.name);
                let wide = sheet.rows.iter().all(|row| row.cells.len() <= sheet.widths.len());
                assert!(wide, "{}: every column that is used has a width", sheet.name);
            }
        });
    }

    #[test]
    fn a_formula_in_a_report_arrives_as_text() {
        testing::with_input(|input| {
            let book = workbook(input);
            let text = Value::Text("=1+1\nĐã ban hành kế hoạch".into());
            assert!(book.sheets[4].rows.iter().flat_map(|row| &row.cells).any(|cell| cell.value == text));
        });
    }

    #[test]
    fn visible_lists_fit_on_paper_at_one_size_with_their_headings() {
        testing::with_input(|input| {
            let book = workbook(input);
            for sheet in book.sheets.iter().skip(1).filter(|s| s.visibility == Visibility::Visible) {
                assert!(sheet.page.landscape && sheet.page.fit.is_none() && sheet.page.scale.is_some(), "{}", sheet.name);
                let (room, _) = paper::room(&sheet.page);
                let width = row_height::printed_width(sheet);
                // Programs make columns up to a twentieth wider. The fixture has few criteria.
                let filled = width > room * 0.85 || sheet.name == "Tiêu chí xã";
                assert!(width <= room * 0.94 && filled, "{}: {width} of {room}", sheet.name);
                let smallest = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.style.size).min().unwrap();
                assert!(u16::from(smallest) * sheet.page.scale.unwrap() >= 800, "{}: letters of 8 points", sheet.name);
                assert_eq!(sheet.repeat_rows, Some((3, 3)), "{}", sheet.name);
                let filter = sheet.filter.unwrap();
                assert_eq!(filter.first_row, 3, "{}", sheet.name);
                assert_eq!(usize::from(filter.last_column) + 1, sheet.widths.len(), "{}", sheet.name);
                let inside = |row: u32| sheet.merges.iter().all(|m| !(m.first_row..=m.last_row).contains(&row));
                assert!((filter.first_row..=filter.last_row).all(inside), "{}: no merged cell inside a filter", sheet.name);
            }
        });
    }

    #[test]
    fn a_rehearsal_is_marked_everywhere() {
        let mut config = testing::config();
        config.rehearsal = true;
        testing::with_config(&config, |input| {
            for book in [workbook(input), internal::WORKBOOK.whole(input)] {
                assert!(book.title.starts_with("DIỄN TẬP"), "{}", book.title);
                for sheet in book.sheets.iter().filter(|s| s.visibility == Visibility::Visible) {
                    assert!(dump(sheet).contains("DIỄN TẬP - "), "{}", sheet.name);
                }
            }
        });
        testing::with_input(|input| assert!(!workbook(input).sheets.iter().any(|s| dump(s).contains("DIỄN TẬP"))));
    }

    #[test]
    fn to_a_party_desk_nothing_is_handed_in_or_returned() {
        let mut config = testing::config();
        config.desk.layout = Layout::Party;
        testing::with_config(&config, |input| {
            let books = [workbook(input), internal::WORKBOOK.whole(input)];
            let all = || books.iter().flat_map(|book| &book.sheets);
            // Tasks, targets and findings hold what offices and the register write.
            for name in ["Tổng hợp", "Theo đơn vị", "Tình hình gửi báo cáo", "Biểu đồ", "Chất lượng", "Nhật ký"]
            {
                let sheet = all().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"));
                let text = dump(sheet).to_lowercase();
                assert!(!text.contains("nộp") && !text.contains("trả lại"), "{name}: {text}");
            }
        });
    }

    #[test]
    fn a_late_release_says_so_on_every_page() {
        testing::with_input(|input| {
            let late = ProductInput { edition: Edition::Release { version: 1, late: true }, ..*input };
            for sheet in workbook(&late).sheets.iter().filter(|s| s.visibility == Visibility::Visible) {
                assert!(dump(sheet).contains("LẬP SAU HẠN 15 giờ 30"), "{}", sheet.name);
            }
        });
    }

    #[test]
    fn the_code_to_compare_is_the_last_line_of_the_last_annex_alone() {
        testing::with_input(|input| {
            let book = workbook(input);
            let visible: Vec<&Sheet> = book.sheets.iter().filter(|s| s.visibility == Visibility::Visible).collect();
            let coded: Vec<&str> = visible.iter().filter(|s| dump(s).contains("Mã đối chiếu")).map(|s| s.name.as_str()).collect();
            assert_eq!(coded, ["Biểu đồ"]);
            let last = dump(visible[visible.len() - 1]);
            let head = input.chain_head.unwrap();
            let code = format!("Mã đối chiếu: TONGHOP SKHCN 2025-W28 v1 {head}; danh mục c0ffee00");
            assert!(last.trim_end().ends_with(&code), "{last}");
        });
    }

    #[test]
    fn the_fixture_has_every_class() {
        let classes: BTreeSet<TaskClass> = testing::consolidation().tasks.iter().map(|t| t.state.class).collect();
        assert_eq!(classes, TaskClass::ALL.into_iter().collect());
    }
}
