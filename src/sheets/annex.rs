//! The lists behind the first page, in their order: what is printed on the first page names them by their numbers.

use crate::model::config::{Desk, Layout};
use crate::model::consolidation::Edition;
use crate::model::moment::VIETNAM;
use crate::sheets::desks_below::{self, Side};
use crate::sheets::edition;
use crate::sheets::input::ProductInput;
use crate::text::format;
use chrono::Datelike;

/// A sheet that leaves behind the first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Annex {
    /// The Party's bodies and the Front, each with where its figures come from; of a Party desk above others alone.
    PartyBlock,
    /// The same of everybody else.
    GovernmentBlock,
    /// Tasks by the document that gave them.
    ByDocument,
    /// Tasks by agency.
    ByAgency,
    /// Tasks by programme, block, group and year.
    ByProgramme,
    /// Every task of the register.
    Tasks,
    /// Every target in force.
    Targets,
    /// Communes and criteria; only where criteria exist.
    Criteria,
    /// What is past its deadline.
    Overdue,
    /// What each agency still has to do.
    OpenTasks,
    /// What agencies ask for.
    Difficulties,
    /// Who reported when.
    Submissions,
    /// What is not the same on two roads or in two counts; of a desk above others alone.
    Compared,
    /// The first pages of the desks below, as they came; of a Party desk above others alone.
    DeskPages,
    /// The figures that are drawn.
    Charts,
    /// What a further version says differently; only of such a version.
    Differences,
}

impl Annex {
    /// Every annex, in the order of the workbook.
    const ALL: [Self; 16] = [
        Self::PartyBlock,
        Self::GovernmentBlock,
        Self::ByDocument,
        Self::ByAgency,
        Self::ByProgramme,
        Self::Tasks,
        Self::Targets,
        Self::Criteria,
        Self::Overdue,
        Self::OpenTasks,
        Self::Difficulties,
        Self::Submissions,
        Self::Compared,
        Self::DeskPages,
        Self::Charts,
        Self::Differences,
    ];

    /// The name of its sheet in a layout.
    pub(crate) fn name(self, layout: Layout) -> &'static str {
        match self {
            Self::PartyBlock => "Khối Đảng, MTTQ",
            Self::GovernmentBlock => "Khối chính quyền",
            Self::ByDocument => "Theo văn bản",
            Self::ByAgency => "Theo đơn vị",
            Self::ByProgramme => "Theo chương trình",
            Self::Tasks => "Nhiệm vụ",
            Self::Targets => "Chỉ tiêu",
            Self::Criteria => "Tiêu chí xã",
            Self::Overdue => "Quá hạn",
            Self::OpenTasks => "Việc chưa xong",
            Self::Difficulties => "Vướng mắc, kiến nghị",
            Self::Submissions if layout == Layout::Party => "Tình hình gửi báo cáo",
            Self::Submissions => "Nộp báo cáo",
            Self::Compared => "Đối chiếu",
            Self::DeskPages => "Bản của đầu mối",
            Self::Charts => "Biểu đồ",
            Self::Differences => "Khác biệt",
        }
    }
}

/// `phụ lục V`, inside a sentence.
pub(crate) fn number(input: &ProductInput<'_>, annex: Annex) -> String {
    let (c, layout) = (input.consolidation, input.config.desk.layout);
    let there = |annex: &&Annex| match **annex {
        Annex::Criteria => !c.criteria.criteria.is_empty(),
        Annex::PartyBlock => desks_below::has_side(layout, c, Side::Party),
        Annex::GovernmentBlock => desks_below::has_side(layout, c, Side::Government),
        Annex::Compared => !c.desks.is_empty(),
        Annex::DeskPages => !desks_below::pages(layout, c).is_empty(),
        _ => true,
    };
    let place = Annex::ALL.iter().filter(there).position(|known| *known == annex).unwrap_or_default();
    format!("phụ lục {}", format::roman(place + 1))
}

/// `(Kèm theo Báo cáo số      /BC-SKHCN ngày      tháng 7 năm 2025)`: number and day are left to the clerk.
pub(crate) fn attached_to(input: &ProductInput<'_>) -> String {
    attached(&input.config.desk, &day_line(input))
}

/// The same with a day.
pub(crate) fn attached(desk: &Desk, day: &str) -> String {
    format!("(Kèm theo Báo cáo {} {day})", number_line(desk).replace("Số", "số").replace(':', ""))
}

/// `TONGHOP SKHCN 2025-W28 v1 …` with the 64 digits of the ledger's head: what holds the page to the ledger, in letters and for
/// cameras. `None` of a draft, which the ledger does not fix.
pub(crate) fn code_to_compare(input: &ProductInput<'_>) -> Option<String> {
    let head = input.chain_head?;
    let edition = match input.edition {
        Edition::Release { version, .. } => format!("v{version}"),
        Edition::Frozen | Edition::Draft => edition::word(input.edition).to_owned(),
    };
    Some(format!("TONGHOP {} {} {edition} {head}", input.config.desk.code, input.consolidation.period))
}

/// The number of the report, to be filled in by the clerk: `Số:          /BC-SKHCN`, of the Party without the colon.
pub(crate) fn number_line(desk: &Desk) -> String {
    let code = &desk.code;
    match desk.layout {
        Layout::State => format!("Số:          /BC-{code}"),
        Layout::Party => format!("Số          -BC/{code}"),
    }
}

/// `ngày      tháng 7 năm 2025`: the day of the release is the clerk's, its month is known.
pub(crate) fn day_line(input: &ProductInput<'_>) -> String {
    let day = input.consolidation.cutoffs.release.with_timezone(&VIETNAM);
    let month = if day.month() <= 2 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("ngày        tháng {month} năm {}", day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::consolidation::Criteria;
    use crate::sheets::testing;

    #[test]
    fn numbers_close_the_gap_of_a_list_that_is_not_there() {
        let mut c = testing::consolidation();
        let of = |c: &_, annex| testing::with_input_of(c, |input| number(input, annex));
        assert_eq!(of(&c, Annex::Overdue), "phụ lục VII");
        c.criteria = Criteria::default();
        assert_eq!(of(&c, Annex::Overdue), "phụ lục VI");
        assert_eq!(of(&c, Annex::ByDocument), "phụ lục I");
    }

    #[test]
    fn number_and_day_are_the_clerks() {
        testing::with_input(|input| {
            assert_eq!(attached_to(input), "(Kèm theo Báo cáo số          /BC-SKHCN ngày        tháng 7 năm 2025)");
        });
        let mut config = testing::config();
        config.desk.layout = Layout::Party;
        assert_eq!(number_line(&config.desk), "Số          -BC/SKHCN");
    }
}
