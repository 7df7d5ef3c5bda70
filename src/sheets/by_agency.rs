//! `Theo đơn vị`: tasks of each agency by class, and its colour.

use crate::model::class::{ClassCounts, Light};
use crate::sheets::agency_light;
use crate::sheets::annex::Annex;
use crate::sheets::class_table;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::submissions;
use crate::text::{format, party};

/// Code, block and colour stand beside the paper: leaders read names and words.
fn columns() -> Vec<Column> {
    let after = [aside("Mã đơn vị", 18.0), aside("Khối", 12.0), aside("Màu", 8.0)];
    [&[column("TT", 5.0), column("Đơn vị", 30.0), column("Báo cáo", 15.0)][..], &class_table::PRINTED, &after, &class_table::ASIDE].concat()
}

/// One line an agency in print order, then one for each lead that is not in effect any more.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ THEO ĐƠN VỊ";
    let mut sheet = frame::open_annex(input, Annex::ByAgency, title, &columns(), 2);
    let of_agency = c.task_totals.of_agencies();
    let row = |before: [Cell; 3], counts: &ClassCounts, after: [Cell; 3]| {
        let figures = class_table::printed(counts, Style::BODY);
        [before.to_vec(), figures, after.to_vec(), class_table::beside(counts, Style::BODY)].concat()
    };
    for (number, (agency, submission)) in (1u32..).zip(submissions::pairs(c)) {
        let counts = of_agency.get(&agency.code).copied().unwrap_or_default();
        let before = [
            Cell::count(number, CENTERED),
            Cell::text(format::clean(&agency.name), Style::BODY),
            Cell::text(party::said(input.config.desk.layout, &submissions::standing(submission, c.cutoffs)), Style::BODY),
        ];
        let after = [
            Cell::text(agency.code.as_str(), Style::BODY),
            Cell::text(agency.block.label(), CENTERED),
            frame::light(agency_light::of(c, submission, &counts, &input.config.lights, input.edition)),
        ];
        frame::push(&mut sheet, row(before, &counts, after));
    }
    // A lead that is not in effect any more still answers for its tasks until the register names another.
    let gone = c.task_totals.by_agency.iter().filter(|(code, _)| c.agency(code).is_none());
    for ((code, counts), number) in gone.zip(frame::length(&c.agencies) + 1..) {
        let name = format!("{} (đã hết hiệu lực trong danh mục)", format::clean(&c.short_name(code)));
        let before = [Cell::count(number, CENTERED), Cell::text(name, Style::BODY), Cell::blank(Style::BODY)];
        let after = [Cell::text(code.as_str(), Style::BODY), Cell::blank(CENTERED), frame::light(Light::Grey)];
        frame::push(&mut sheet, row(before, counts, after));
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, "Nhiệm vụ chung được tính cho từng đơn vị; cộng dọc không bằng tổng số.", FOOT);
    frame::merged(&mut sheet, class_table::FOOT, FOOT);
    frame::finish(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn every_agency() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn rows_add_up() {
        testing::with_input(|input| {
            assert_eq!(class_table::tests::rows_add_up(&sheet(input), 3, 18), input.consolidation.agencies.len());
        });
    }
}
