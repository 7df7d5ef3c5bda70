//! What the written report over several periods says: the sentences of the first sheet, and the lists behind them.

use crate::model::course::TaskCourse;
use crate::model::moment::VIETNAM;
use crate::model::period::Period;
use crate::sheets::annex;
use crate::sheets::letter::fields::Fields;
use crate::sheets::letter::head;
use crate::sheets::letter::results::one_line;
use crate::sheets::retrospect::{self, RetrospectInput, summary};
use crate::sheets::summary::heading;
use crate::text::{class, format, period_range};
use chrono::Datelike;

pub(super) fn fields(input: &RetrospectInput<'_>) -> Fields {
    let r = input.retrospect;
    let desk = &input.config.desk;
    let finished: Vec<Fields> = (1usize..).zip(r.finished()).map(|(number, event)| finished(input, number, event)).collect();
    let overdue: Vec<Fields> = (1usize..).zip(r.became_overdue()).map(|(number, event)| overdue(input, number, event)).collect();
    let [first, second] = annexes([!finished.is_empty(), !overdue.is_empty()]);
    // Day and month are the clerk's: a range is reported on after its end.
    let day = format!("ngày        tháng        năm {}", r.until.with_timezone(&VIETNAM).year());
    let parts = (1usize..).zip(summary::sections(input)).map(|(number, (heading, sentences))| {
        let sentences = (1usize..)
            .zip(&sentences)
            .map(|(line, said)| Fields::default().sentence(&format!("phan.{number}.{line}"), "noi_dung", &said.to_string()));
        Fields::default().text("ten", &format!("{}. {}", format::roman(number), heading.to_uppercase())).list("dong", sentences.collect())
    });
    head::official(desk, &r.desk_name)
        .text("dia_danh_ngay", &heading::placed(desk, &day))
        .text("ten_bao_cao", &retrospect::rehearsed(input, head::TITLE))
        .text("ky", &period_range::called(&r.range))
        .text("ky_ngay", &format!("từ ngày {} đến ngày {}", format::date(r.range.first.first_day()), format::date(r.range.last.last_day())))
        .list("phan", parts.collect())
        .text("kem_theo", &annex::attached(desk, &day))
        .text("phu_luc_hoan_thanh", &first)
        .text("phu_luc_qua_han", &second)
        .list("hoan_thanh", finished)
        .list("qua_han", overdue)
}

/// `Phụ lục I` of each list that is there, without a gap.
fn annexes(there: [bool; 2]) -> [String; 2] {
    let mut last = 0;
    there.map(|there| {
        last += usize::from(there);
        if there { format!("Phụ lục {}", format::roman(last)) } else { String::new() }
    })
}

fn task(input: &RetrospectInput<'_>, number: usize, task: &TaskCourse, week: Period) -> Fields {
    let leads: Vec<String> = task.leads.iter().map(|agency| input.retrospect.short_name(agency)).collect();
    Fields::default()
        .text("stt", &number.to_string())
        .text("nhiem_vu", &one_line(&task.content))
        .text("co_quan", &leads.join(", "))
        .text("thoi_han", &one_line(&task.deadline_text))
        .text("tuan", &format::period(week))
}

fn finished(input: &RetrospectInput<'_>, number: usize, (course, week): (&TaskCourse, Period)) -> Fields {
    task(input, number, course, week).text("ngay", &course.completed_on.map(format::date).unwrap_or_default())
}

fn overdue(input: &RetrospectInput<'_>, number: usize, (course, week): (&TaskCourse, Period)) -> Fields {
    task(input, number, course, week).text("trang_thai", course.at_last().map_or("Không còn trong danh mục", class::class))
}
