//! `Theo đơn vị`: tasks of each agency by class, and its colour.

use crate::model::class::Light;
use crate::sheets::agency_light;
use crate::sheets::class_table;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::submissions;
use crate::text::format;

const COLUMNS: [Column; 24] = [
    column("TT", 5.0),
    column("Mã đơn vị", 18.0),
    column("Đơn vị", 34.0),
    column("Khối", 12.0),
    column("Nộp báo cáo", 18.0),
    column("Tổng số", 7.0),
    column("Hoàn thành", 8.4),
    column("Hoàn thành trước hạn", 8.4),
    column("Hoàn thành đúng hạn", 8.4),
    column("Hoàn thành quá hạn", 8.4),
    column("Hoàn thành chưa rõ ngày", 8.4),
    column("Đang thực hiện trong hạn", 8.4),
    column("Đang thực hiện sắp đến hạn", 8.4),
    column("Đang thực hiện quá hạn", 8.4),
    column("Chưa thực hiện trong hạn", 8.4),
    column("Chưa thực hiện sắp đến hạn", 8.4),
    column("Chưa thực hiện quá hạn", 8.4),
    column("Thường xuyên", 8.0),
    column("Chưa đến kỳ", 7.0),
    column("Tạm dừng/ Chờ điều kiện", 8.0),
    column("Chưa có hạn", 7.0),
    column("Chưa có báo cáo", 7.0),
    column("Tỷ lệ hoàn thành", 13.0),
    column("Màu", 8.0),
];

/// One line an agency in print order, then one for each lead that is not in effect any more.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ THEO ĐƠN VỊ";
    let mut sheet = frame::open(input, "Theo đơn vị", title, &COLUMNS, 3);
    let of_agency = c.task_totals.of_agencies();
    for (number, (agency, submission)) in (1u32..).zip(submissions::pairs(c)) {
        let counts = of_agency.get(&agency.code).copied().unwrap_or_default();
        let mut cells = vec![
            Cell::count(number, CENTERED),
            Cell::text(agency.code.as_str(), Style::BODY),
            Cell::text(format::clean(&agency.name), Style::BODY),
            Cell::text(agency.block.label(), CENTERED),
            Cell::text(submissions::standing(submission, c.cutoffs), Style::BODY),
        ];
        cells.extend(class_table::cells(&counts, Style::BODY));
        cells.push(frame::light(agency_light::of(c, submission, &counts, &input.config.lights, input.edition)));
        frame::push(&mut sheet, cells);
    }
    // A lead that is not in effect any more still answers for its tasks until the register names another.
    let gone = c.task_totals.by_agency.iter().filter(|(code, _)| c.agency(code).is_none());
    for ((code, counts), number) in gone.zip(frame::length(&c.agencies) + 1..) {
        let mut cells = vec![
            Cell::count(number, CENTERED),
            Cell::text(code.as_str(), Style::BODY),
            Cell::text("Đơn vị đã hết hiệu lực trong danh mục", Style::BODY),
            Cell::blank(CENTERED),
            Cell::blank(Style::BODY),
        ];
        cells.extend(class_table::cells(counts, Style::BODY));
        cells.push(frame::light(Light::Grey));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, "Nhiệm vụ chung được tính cho từng đơn vị; cộng dọc không bằng tổng số.", FOOT);
    frame::merged(&mut sheet, "Các cột trạng thái trong một dòng cộng lại bằng Tổng số; Hoàn thành là tổng của bốn cột bên phải nó.", FOOT);
    frame::finish(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::sheet::Value;
    use crate::sheets::testing;

    #[test]
    fn every_agency() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn printed_rows_add_up() {
        testing::with_input(|input| {
            let sheet = sheet(input);
            let mut seen = 0;
            for row in &sheet.rows {
                let numbers: Vec<u32> = row.cells.iter().skip(5).take(17).filter_map(testing::whole_number).collect();
                if numbers.len() == 17 {
                    class_table::tests::adds_up(&numbers);
                    seen += 1;
                }
            }
            assert_eq!(seen, input.consolidation.agencies.len());
        });
    }

    #[test]
    fn headings_are_those_of_the_class_table() {
        for (column, (_, heading)) in COLUMNS[5..23].iter().zip(class_table::HEADINGS) {
            let last = heading.to_lowercase();
            assert!(column.heading.to_lowercase().ends_with(&last) || heading == "Tổng", "{} {heading}", column.heading);
        }
        testing::with_input(|input| {
            let sheet = sheet(input);
            assert_eq!(sheet.rows[3].cells[5].value, Value::Text("Tổng số".into()));
        });
    }
}
