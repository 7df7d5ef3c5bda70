//! What a release says, as tables for other programs: one file a table, one row a thing. They are read from the figures that left
//! (`TongHop_….json`) and the workbook that stayed (`NoiBo_….xlsx`), so nothing is judged or counted anew.
//!
//! To add one: a file here with its `TABLE`, a line in [`ALL`], its section in `src/docs/export.md` (a test compares the two).

mod criteria;
mod findings;
mod nq57;
mod portal;
mod released;
mod standings;
mod table;
mod targets;
mod tasks;

pub use portal::{PortalDifference, PortalList};
pub use released::Released;
pub use table::ReleaseTable;

/// Every table.
pub static ALL: [&ReleaseTable; 6] = [&tasks::TABLE, &targets::TABLE, &criteria::TABLE, &standings::TABLE, &findings::TABLE, &nq57::TABLE];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::consolidation::Consolidation;
    use crate::model::data_table::Datum;
    use crate::products::{self, Kind, ProductBody};
    use crate::sheets::testing;
    use released::at;
    use table::FIRST;

    /// The scene of the sheets, with codes of the national system on one task and one target.
    fn scene() -> Consolidation {
        let mut c = testing::consolidation();
        c.tasks[0].task.nq57_code = "57-001".into();
        c.targets[0].target.nq57_code = "57-000".into();
        c
    }

    fn released() -> Released {
        testing::with_input_of(&scene(), |input| {
            let (_, _, compose) = products::of_edition(input.edition, input.config).find(|(kind, ..)| *kind == Kind::Data).unwrap();
            let ProductBody::Text(text) = compose(input).unwrap() else { panic!("data are a text") };
            Released::read(text.as_bytes(), 1, None).unwrap()
        })
    }

    #[test]
    fn one_row_a_thing() {
        let (c, released) = (scene(), released());
        let table = |folder: &str| ALL.iter().find(|table| table.folder == folder).unwrap().of(&released);
        let rows = |folder: &str| table(folder).rows.len();
        assert_eq!((rows("nhiem-vu"), rows("chi-tieu"), rows("tinh-hinh")), (c.tasks.len(), c.targets.len(), c.agencies.len()));
        let known = c.criteria.lines.iter().flat_map(|line| &line.results).filter(|result| result.is_some()).count();
        assert!(rows("tieu-chi") == known && known > 0);
        let coded: Vec<Option<Datum>> = table("nq57").rows.into_iter().map(|row| row[2].clone()).collect();
        assert_eq!(coded, ["57-000", "57-001"].map(|code| Some(Datum::Text(code.into()))), "by the codes of the system");
        assert!(ALL.iter().all(|table| table.of(&released).rows.iter().all(|row| row.len() == table.columns.len() + FIRST.len())));
    }

    #[test]
    fn every_column_is_a_key_of_the_figures() {
        let released = released();
        for table in [&tasks::TABLE, &targets::TABLE, &standings::TABLE] {
            let rows = (table.rows)(&released);
            for column in table.columns {
                let there = rows.iter().filter(|row| at(row, column.place).is_some()).count();
                assert_eq!(there, rows.len(), "{}: {}", table.folder, column.place);
            }
        }
    }

    #[test]
    fn the_page_has_every_table_with_its_columns() {
        let page = include_str!("../../docs/export.md");
        for table in ALL {
            let (_, section) = page.split_once(&format!("## `{}`", table.folder)).unwrap_or_else(|| panic!("no section {}", table.folder));
            let section = section.split("\n## ").next().unwrap();
            let told: Vec<&str> =
                section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(name, _)| name).collect();
            let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(told, columns, "src/docs/export.md, {}", table.folder);
        }
    }
}
