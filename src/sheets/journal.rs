//! `Nhật ký` (stays at the desk): every version received with time, evidence and SHA-256, what became of it, changes
//! that came too late, tasks beyond the register, and the parameters of the consolidation.

use crate::forms::desk_file::INTERNAL_SHEETS;
use crate::model::config::{Config, LateReports, Layout};
use crate::model::cutoff::HolidayRule;
use crate::model::filling::Filling;
use crate::model::finding::Severity;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment;
use crate::model::receipt_book::{BOOKED_LATE, Means};
use crate::model::submission::{Because, Choice, Standing, Submission, Version};
use crate::sheets::frame::{self, CENTERED, Column, STRONG, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::{rule_decisions, submissions};
use crate::text::{format, party, receipt_code};

const COLUMNS: [Column; 13] = [
    column("Mã đơn vị", 18.0),
    column("Số tiếp nhận", 9.0),
    column("Tệp", 36.0),
    column("Lần nộp", 8.0),
    column("Thời điểm tiếp nhận", 17.0),
    column("Căn cứ thời điểm", 14.0),
    column("Thấy lần đầu", 17.0),
    column("Giờ ghi trên tệp", 17.0),
    column("Kết luận", 20.0),
    column("Sử dụng", 28.0),
    column("SHA-256", 34.0),
    column("Mã tiếp nhận", 22.0),
    column("Đối chiếu", 36.0),
];

/// Every version received, in print order of the agencies, then what was decided by hand and what came too late.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let mut sheet = frame::open(input, INTERNAL_SHEETS[2], "NHẬT KÝ XỬ LÝ", &COLUMNS, 1);
    for (_, submission) in submissions::pairs(c) {
        for (index, version) in submission.versions.iter().enumerate() {
            frame::push(&mut sheet, version_row(input, submission, index, version));
        }
    }
    frame::filter(&mut sheet);
    exceptions(&mut sheet, input);
    receipt_book(&mut sheet, input);
    late_changes(&mut sheet, input);
    extra_tasks(&mut sheet, input);
    rule_decisions::trials(&mut sheet, input.consolidation);
    parameters(&mut sheet, input);
    frame::finish(sheet)
}

fn version_row(input: &ProductInput<'_>, submission: &Submission, index: usize, version: &Version) -> Vec<Cell> {
    let said = |words: &str| party::said(input.config.desk.layout, words);
    let receipt = &version.receipt;
    vec![
        Cell::text(submission.agency.as_str(), Style::BODY),
        Cell::count(u32::try_from(receipt.seq).unwrap_or(0), CENTERED),
        frame::body(&receipt.file.path, COLUMNS[2].width),
        Cell::count(version.number, CENTERED),
        submissions::moment_cell(Some(version.timing.received_at)),
        frame::body(&version.timing.proof(), COLUMNS[5].width),
        submissions::moment_cell(Some(receipt.first_seen)),
        submissions::moment_cell(receipt.file.modified_at),
        Cell::text(said(&verdict(version)), Style::BODY),
        Cell::text(said(&usage(submission, index)), Style::BODY),
        Cell::text(receipt.sha256.as_str(), Style { size: 9, ..Style::BODY }),
        if version.valid {
            Cell::text(receipt_code::of(receipt, &submission.agency, input.consolidation.period), Style::BODY)
        } else {
            Cell::blank(Style::BODY)
        },
        frame::body(&looks(receipt), COLUMNS[12].width),
    ]
}

/// Between which looks the file came, and what its own time says beside them. Copying a file keeps its time, so an old
/// one is no reproach.
pub(crate) fn looks(receipt: &Receipt) -> String {
    let seen = format::seen_between(receipt.last_scan_before, receipt.first_seen);
    let older = receipt.file.modified_at.zip(receipt.last_scan_before).filter(|(modified, before)| modified < before);
    let remark = older
        .map(|(_, before)| format!("; giờ ghi trên tệp có trước lần quét {}, khi đó chưa thấy tệp hoàn chỉnh", format::seconds(before)));
    format!("{seen}{}", remark.unwrap_or_default())
}

/// The clerk's rows about this period, and what each of them proves. Nobody's name.
fn receipt_book(sheet: &mut Sheet, input: &ProductInput<'_>) {
    let rows: Vec<_> = submissions::pairs(input.consolidation).flat_map(|(_, s)| s.booked.iter().map(move |b| (s, b))).collect();
    if rows.is_empty() {
        return;
    }
    let headings = ["Mã đơn vị", "Dòng", "Tệp", "Số đến", "Thời điểm nhận", "Kênh", "Thấy trong sổ", "Đánh dấu", "Ghi cho", "Ghi chú"];
    frame::table(sheet, "Sổ tiếp nhận (tiep-nhan.xlsx)", &headings);
    for (submission, booked) in rows {
        let said = &booked.row.said;
        frame::push(
            sheet,
            vec![
                Cell::text(submission.agency.as_str(), Style::BODY),
                Cell::count(booked.row.line, CENTERED),
                frame::body(said.file.as_deref().unwrap_or(""), COLUMNS[2].width),
                frame::body(&said.number, COLUMNS[3].width),
                submissions::moment_cell(Some(said.received_at)),
                frame::body(&said.channel, COLUMNS[5].width),
                submissions::moment_cell(Some(booked.row.since)),
                Cell::text(if booked.booked_late { BOOKED_LATE } else { "" }, Style::BODY),
                frame::body(&meaning(booked.means), COLUMNS[8].width),
                frame::body(&said.note, COLUMNS[9].width),
            ],
        );
    }
}

/// What a row of the book speaks of.
pub(crate) fn meaning(means: Means) -> String {
    match means {
        Means::Receipt(receipt) => format!("số tiếp nhận {receipt}"),
        Means::AlreadySeen(receipt) => format!("số tiếp nhận {receipt}, đã quét thấy trước giờ ghi sổ; không thêm căn cứ"),
        Means::Paper => "văn bản; chưa có tệp số liệu tương ứng".to_owned(),
        Means::NotFound => "không tìm thấy tệp có tên này".to_owned(),
        Means::Unclear => "chưa rõ tệp nào: cần điền cột Tệp".to_owned(),
    }
}

fn verdict(version: &Version) -> String {
    match (version.content.as_ref(), version.valid) {
        (Content::Document { kind }, _) => format!("Văn bản ký ({kind})"),
        (_, true) if version.timing.on_time => "Hợp lệ, trong hạn".to_owned(),
        (_, true) => "Hợp lệ, sau hạn".to_owned(),
        (_, false) if version.filling == Filling::Untouched => "Biểu mẫu chưa điền".to_owned(),
        (_, false) => {
            let codes: Vec<&str> = version.findings.iter().filter(|f| f.severity == Severity::Reject).map(|f| f.code.as_str()).collect();
            format!("Trả lại ({})", codes.join(", ")).replace(" ()", "")
        }
    }
}

fn usage(submission: &Submission, index: usize) -> String {
    if submission.counted != Some(index) {
        return match &submission.choice {
            Choice::Unresolved { .. } => "Không dùng: chưa xác định được bản thay thế".to_owned(),
            Choice::Only | Choice::Chosen { .. } => "Không dùng".to_owned(),
        };
    }
    let because = match &submission.choice {
        Choice::Chosen { because: Because::LastValid, .. } => " (bản hợp lệ nhận sau cùng trong hạn)",
        Choice::Chosen { because: Because::Revision, .. } => " (lần nộp cao nhất)",
        Choice::Chosen { because: Because::NameMark, .. } => " (dấu sửa đổi trong tên tệp)",
        Choice::Chosen { because: Because::ServerTime, .. } => " (giờ máy chủ tệp)",
        Choice::Chosen { because: Because::Successor, .. } => " (báo cáo của đơn vị mới)",
        Choice::Only | Choice::Unresolved { .. } => "",
    };
    let word = match (submission.merged, submission.standing) {
        (true, _) => "Đưa vào số liệu",
        (false, Standing::Late) => "Nộp muộn, chưa đưa vào số liệu",
        (false, _) => "Chưa đưa vào số liệu",
    };
    format!("{word}{because}")
}

/// What persons decided: the only place where they are named.
fn exceptions(sheet: &mut Sheet, input: &ProductInput<'_>) {
    if input.admissions.is_empty() && input.replacement.is_none() && input.withdrawals.is_empty() {
        return;
    }
    let said = |words: &str| party::said(input.config.desk.layout, words);
    frame::table(
        sheet,
        "Ngoại lệ",
        &["Mã đơn vị", "Bản số", "Tệp", "", "Thời điểm ghi", "", "Nhận trước", "", "Người quyết định", "Lý do", "Việc"],
    );
    let blank = || Cell::blank(Style::BODY);
    for admission in input.admissions {
        frame::push(
            sheet,
            vec![
                Cell::text(admission.agency.as_ref().map_or_else(|| said("Mọi đơn vị nộp muộn"), ToString::to_string), Style::BODY),
                Cell::count(admission.version, CENTERED),
                frame::body(admission.file.as_deref().unwrap_or(""), COLUMNS[2].width),
                blank(),
                submissions::moment_cell(Some(admission.at)),
                blank(),
                submissions::moment_cell(admission.until),
                blank(),
                frame::body(&admission.by, COLUMNS[8].width),
                frame::body(&admission.reason, COLUMNS[9].width),
                Cell::text(said("Tiếp nhận báo cáo nộp muộn"), Style::BODY),
            ],
        );
    }
    let reopened = input.replacement.map(|r| (Some(r.by_version), r.reopened_at, &r.by, &r.reason, format!("Mở lại bản số {}", r.version)));
    let withdrawn = input.withdrawals.iter().flat_map(|w| {
        let release = w.version.map(|version| (Some(version), format!("Hủy bản số {version}")));
        let freeze = w
            .freeze
            .as_ref()
            .map(|freeze| (None, format!("Hủy lần chốt ghi lúc {}; bản này lập lại theo sổ tiếp nhận", format::moment(freeze.at))));
        release.into_iter().chain(freeze).map(|(version, what)| (version, w.at, &w.by, &w.reason, what))
    });
    for (version, at, by, reason, what) in reopened.into_iter().chain(withdrawn) {
        frame::push(
            sheet,
            vec![
                blank(),
                version.map_or_else(blank, |version| Cell::count(version, CENTERED)),
                blank(),
                blank(),
                submissions::moment_cell(Some(at)),
                blank(),
                blank(),
                blank(),
                frame::body(by, COLUMNS[8].width),
                frame::body(reason, COLUMNS[9].width),
                Cell::text(what, Style::BODY),
            ],
        );
    }
}

fn late_changes(sheet: &mut Sheet, input: &ProductInput<'_>) {
    let c = input.consolidation;
    let all: Vec<_> = c.submissions.iter().flat_map(|s| s.changed_after_cutoff.iter().map(move |change| (s, change))).collect();
    if all.is_empty() {
        return;
    }
    frame::table(
        sheet,
        "Thay đổi sau hạn, chưa tổng hợp",
        &["Mã đơn vị", "Mã", "Cột", "Ô", "Trang tính", "", "", "", "Bản đã chốt", "Bản sửa"],
    );
    for (submission, change) in all {
        frame::push(
            sheet,
            vec![
                Cell::text(submission.agency.as_str(), Style::BODY),
                Cell::text(format::clean(&change.about), Style::BODY),
                frame::body(&change.column, COLUMNS[2].width),
                Cell::text(change.place.cell.map_or_else(String::new, |cell| cell.to_string()), CENTERED),
                frame::body(change.place.sheet.as_deref().unwrap_or(""), COLUMNS[4].width),
                Cell::blank(Style::BODY),
                Cell::blank(Style::BODY),
                Cell::blank(Style::BODY),
                frame::body(&change.before, COLUMNS[8].width),
                frame::body(&change.after, COLUMNS[9].width),
            ],
        );
    }
}

fn extra_tasks(sheet: &mut Sheet, input: &ProductInput<'_>) {
    let c = input.consolidation;
    if c.extra_tasks.is_empty() {
        return;
    }
    let title = "Nhiệm vụ phát sinh ngoài danh mục (không tính vào tổng số; đề nghị xem xét bổ sung danh mục)";
    frame::table(
        sheet,
        title,
        &["Mã đơn vị", "", "Nội dung", "Ô", "Ngày giao", "Thời hạn", "Trạng thái", "Trang tính", "Văn bản giao", "Kết quả"],
    );
    for task in &c.extra_tasks {
        frame::push(
            sheet,
            vec![
                Cell::text(task.agency.as_str(), Style::BODY),
                Cell::blank(Style::BODY),
                frame::body(&task.content, COLUMNS[2].width),
                Cell::text(task.source.cell.map_or_else(String::new, |cell| cell.to_string()), CENTERED),
                Cell::date(task.assigned_on, CENTERED),
                frame::body(&task.deadline, COLUMNS[5].width),
                frame::body(&task.status, COLUMNS[6].width),
                frame::body(&task.source.sheet, COLUMNS[7].width),
                frame::body(&task.document, COLUMNS[8].width),
                frame::body(&task.result, COLUMNS[9].width),
            ],
        );
    }
}

fn parameters(sheet: &mut Sheet, input: &ProductInput<'_>) {
    frame::push(sheet, Vec::new());
    frame::merged(sheet, "Tham số", Style { bold: true, size: 12, wrap: true, ..Style::PLAIN });
    let c = input.consolidation;
    let mut pairs = vec![
        ("Kỳ báo cáo", format::span_long(&c.span)),
        ("Hạn nộp (trước)", format::moment(c.cutoffs.submit)),
        ("Hạn tổng hợp (trước)", format::moment(c.cutoffs.release)),
        ("SHA-256 của danh mục (gồm lịch)", input.register_sha256.to_owned()),
    ];
    pairs.extend(settings(input.config));
    let decided = input.config.rules.changes_on(moment::day(c.cutoffs.submit));
    pairs.extend(decided.map(|change| ("Quyết định về quy tắc", rule_decisions::said(change))));
    pairs.extend(c.desk_rules.iter().map(|rule| ("Quy tắc tự viết", rule_decisions::written(rule))));
    for (name, value) in pairs {
        let row = frame::next_row(sheet);
        let cells = vec![
            Cell::text(party::said(input.config.desk.layout, name), STRONG),
            Cell::blank(STRONG),
            Cell::text(value, Style::BODY),
            Cell::blank(Style::BODY),
            Cell::blank(Style::BODY),
        ];
        frame::push(sheet, cells);
        sheet.merges.push(crate::sheets::sheet::Area::new(row, 0, row, 1));
        sheet.merges.push(crate::sheets::sheet::Area::new(row, 2, row, 4));
    }
}

fn settings(config: &Config) -> Vec<(&'static str, String)> {
    let lights = &config.lights;
    let yes = |yes: bool| if yes { "Có" } else { "Không" }.to_owned();
    vec![
        ("Đầu mối", config.desk.code.to_string()),
        (
            "Thể thức",
            match config.desk.layout {
                Layout::State => "Nhà nước",
                Layout::Party => "Đảng",
            }
            .to_owned(),
        ),
        ("Diễn tập", yes(config.rehearsal)),
        (
            "Hạn trùng ngày nghỉ",
            match config.schedule.holiday_rule {
                HolidayRule::Earlier => "chuyển sớm hơn trong tuần",
                HolidayRule::Later => "chuyển sang ngày làm việc kế tiếp",
                HolidayRule::Skip => "không báo cáo",
            }
            .to_owned(),
        ),
        (
            "Báo cáo nộp muộn",
            match config.policy.late_reports {
                LateReports::Exclude => "không đưa vào số liệu, trừ khi được tiếp nhận",
                LateReports::Include => "đưa vào số liệu, có đánh dấu",
            }
            .to_owned(),
        ),
        ("Sắp đến hạn (ngày)", config.policy.due_soon_days.to_string()),
        ("So sánh thêm với kỳ", config.policy.compare_with.map_or_else(String::new, format::period)),
        ("Khoảng trống quét để coi là chưa xác minh (phút)", config.policy.unproven_gap_minutes.to_string()),
        ("Quy tắc đã tắt", config.rules.off.join(", ")),
        (
            "Ngưỡng màu",
            format!(
                "nhiệm vụ chậm {} điểm %; xã VÀNG từ {} tiêu chí; chỉ tiêu VÀNG từ {}%; đơn vị: trong hạn {}%, ĐỎ từ {} nhiệm vụ quá hạn hoặc quá {} ngày",
                lights.task_lag_points,
                lights.commune_yellow_from,
                lights.target_yellow_percent,
                lights.agency_in_time_percent,
                lights.agency_overdue_red,
                lights.agency_overdue_days_red
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn versions_changes_and_parameters() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }
}
