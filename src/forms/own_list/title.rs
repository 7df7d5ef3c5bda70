//! What stands above the headings of a list: the document that it is an annex of, and the year of the plan.

use super::cells::{Sheet, flat};
use super::given::Given;
use super::headings::Headings;
use crate::model::found_list::ListDoubt;
use crate::model::period::YEARS;
use crate::model::place::Place;
use crate::text::{document, format};
use chrono::NaiveDate;

/// What holds for all rows of a sheet that do not say it themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// Number of the document and its day, and where that stands.
    pub(super) document: Option<(String, Option<NaiveDate>, Place)>,
    /// Year of the plan, and where that stands.
    pub(super) plan_year: Option<(i32, Place)>,
    /// Were they given for the whole list, so that nothing was concluded?
    given: (bool, bool),
}

impl Title {
    /// Reads the rows above the headings.
    pub(super) fn of(sheet: &Sheet<'_>, headings: &Headings, given: &Given) -> Self {
        let mut texts: Vec<(String, Place)> = Vec::new();
        for row in sheet.rows(0).take_while(|row| *row < headings.first) {
            let cells = sheet.cells(row).iter().map(|(column, _)| *column);
            texts.extend(cells.map(|column| (sheet.text(row, column), sheet.place(row, column))));
        }
        let document = match &given.document {
            Some(number) => Some((number.clone(), None, Place::file())),
            None => texts.iter().find_map(|(text, place)| attached(text).map(|(number, day)| (number, day, place.clone()))),
        };
        let plan_year = match given.plan_year {
            Some(year) => Some((year, Place::file())),
            None => year_of_plan(&texts),
        };
        Self { document, plan_year, given: (given.document.is_some(), given.plan_year.is_some()) }
    }

    /// Says what was concluded from the title.
    pub(super) fn say(&self, sheet: &Sheet<'_>, doubts: &mut Vec<ListDoubt>) {
        let mut say = |place: &Place, written: String, understood: String, decide: &str| {
            doubts.push(ListDoubt { place: place.clone(), written, understood, decide: decide.to_owned() });
        };
        match &self.document {
            Some((number, day, place)) if !self.given.0 => {
                let day = day.map_or(String::new(), |day| format!(", ngày {}", format::date(day)));
                let understood = format!("Lấy làm văn bản giao của các dòng không ghi văn bản{day}.");
                say(place, number.clone(), understood, "Đề nghị xem có đúng là văn bản giao của cả danh sách không.");
            }
            Some(_) => {}
            None => say(
                &sheet.place(0, 0),
                String::new(),
                "Không thấy số, ký hiệu văn bản giao ở phần đầu danh sách; dòng nào không ghi thì để trống.".to_owned(),
                "Đề nghị ghi cột Văn bản giao, hoặc tạo lại và cho biết văn bản giao của danh sách.",
            ),
        }
        match &self.plan_year {
            Some((year, place)) if !self.given.1 => {
                say(
                    place,
                    year.to_string(),
                    "Lấy làm năm kế hoạch của các dòng không ghi năm.".to_owned(),
                    "Đề nghị xem cột Năm kế hoạch.",
                );
            }
            Some(_) => {}
            None => say(
                &sheet.place(0, 0),
                String::new(),
                "Phần đầu danh sách không cho biết năm kế hoạch; để trống.".to_owned(),
                "Đề nghị ghi cột Năm kế hoạch, hoặc tạo lại và cho biết năm.",
            ),
        }
    }
}

/// The number of the document to which the list is an annex, and its day: "(Kèm theo Kế hoạch số 11-KH/BCĐ ngày 29/6/2025 của …)".
fn attached(text: &str) -> Option<(String, Option<NaiveDate>)> {
    let words = flat(&text.replace(['(', ')'], " "));
    if !["kem theo", "ban hanh theo", "theo ke hoach", "theo quyet dinh", "theo thong bao", "thuc hien ke hoach"]
        .iter()
        .any(|said| words.contains(said))
    {
        return None;
    }
    let number = text
        .split_whitespace()
        .map(|word| word.trim_matches(['(', ')', ',', ';', '.', ':']))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('/') && document::number(word).is_some())?;
    let after = text.split_once(number).map_or("", |(_, after)| after);
    Some((number.to_owned(), day(after)))
}

/// The first day that a text names after "ngày".
fn day(text: &str) -> Option<NaiveDate> {
    let (_, after) = text.split_once("ngày ")?;
    let words: Vec<&str> = after.split_whitespace().collect();
    let bare = |word: &str| word.trim_end_matches([')', ',', ';', '.']).to_owned();
    let numbers = |parts: [&str; 3]| -> Option<NaiveDate> {
        let [day, month, year] = parts;
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    match words.as_slice() {
        [day, "tháng", month, "năm", year, ..] => numbers([day, month, &bare(year)]),
        [first, ..] => {
            let first = bare(first);
            let mut parts = first.split(['/', '-', '.']);
            numbers([parts.next()?, parts.next()?, parts.next()?])
        }
        [] => None,
    }
}

/// The one year that the title calls "năm …" and that is not part of a day; `None` if it names none, or several.
fn year_of_plan(texts: &[(String, Place)]) -> Option<(i32, Place)> {
    let mut found: Option<(i32, Place)> = None;
    for (text, place) in texts {
        let words: Vec<String> = flat(&text.replace(['(', ')'], " ")).split(' ').map(str::to_owned).collect();
        for (at, pair) in words.windows(2).enumerate() {
            let [word, year] = pair else { continue };
            let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at)).map(String::as_str);
            // "tháng 7 năm 2025" is part of a day, "6 tháng cuối năm 2025" is not.
            let of_day = before(2) == Some("thang") && before(1).is_some_and(|month| month.bytes().all(|b| b.is_ascii_digit()));
            let Some(year) = year.parse::<i32>().ok().filter(|year| word == "nam" && YEARS.contains(year) && !of_day) else {
                continue;
            };
            match &found {
                Some((known, _)) if *known != year => return None,
                Some(_) => {}
                None => found = Some((year, place.clone())),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_of_an_annex_is_found_with_its_day() {
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        for (text, found) in [
            ("(Kèm theo Kế hoạch số 11-KH/BCĐ ngày 29/6/2025 của Ban Chỉ đạo)", Some(("11-KH/BCĐ", on(2025, 6, 29)))),
            (
                "(Ban hành kèm theo Quyết định số 3404/QĐ-UBND ngày 05 tháng 8 năm 2025 của UBND tỉnh)",
                Some(("3404/QĐ-UBND", on(2025, 8, 5))),
            ),
            ("(Kèm theo Công văn số …/SKHCN ngày … )", None),
            ("Số: 12/BC-SKHCN", None),
        ] {
            assert_eq!(attached(text), found.map(|(number, day)| (number.to_owned(), day)), "{text}");
        }
    }

    #[test]
    fn one_year_is_the_plans_and_several_are_none() {
        let year = |texts: &[&str]| {
            year_of_plan(&texts.iter().map(|text| ((*text).to_owned(), Place::file())).collect::<Vec<_>>()).map(|(year, _)| year)
        };
        assert_eq!(year(&["DANH MỤC NHIỆM VỤ NĂM 2026", "(Kèm theo … ngày 20 tháng 12 năm 2025)"]), Some(2026));
        assert_eq!(year(&["NHIỆM VỤ 6 THÁNG CUỐI NĂM 2025", "(Kèm theo … ngày 10 tháng 7 năm 2025)"]), Some(2025));
        assert_eq!(year(&["NHIỆM VỤ NĂM 2025 VÀ NĂM 2026"]), None);
        assert_eq!(year(&["Hà Tĩnh, ngày 10 tháng 7 năm 2025"]), None);
    }
}
