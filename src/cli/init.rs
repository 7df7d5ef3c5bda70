//! `init`: a new workspace.

use super::answer::Done;
use super::context::Context;
use crate::io::config;
use crate::io::failure::Failure;
use crate::model::config::{Desk, Layout};
use crate::model::found_list::ListDoubt;
use crate::model::period::YEARS;
use crate::run::init::{self, Beginnings, GivenList, ListAnswer};
use std::path::PathBuf;

/// Doubts and missing cells that are printed; the sheet of the register has them all.
const SHOWN: usize = 5;

/// Tạo thư mục làm việc mới: cấu hình, danh mục (trống, hoặc lập từ danh sách có sẵn), các thư mục, lịch chạy tự động, tệp bấm đúp
/// cho Windows
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục mới (chưa có, hoặc trống)
    #[arg(value_name = "THƯ MỤC")]
    dir: PathBuf,
    /// Lập danh mục từ danh sách có sẵn (.xlsx, .xls, .ods): phụ lục kế hoạch, bảng theo dõi nhiệm vụ, danh sách cơ quan
    #[arg(long, value_name = "TỆP")]
    from: Option<PathBuf>,
    /// Văn bản giao của danh sách, khi phần đầu danh sách không ghi (số, ký hiệu)
    #[arg(long, value_name = "SỐ, KÝ HIỆU", requires = "from")]
    document: Option<String>,
    /// Năm kế hoạch của danh sách (2000 đến 2100), khi phần đầu danh sách không ghi
    #[arg(long, value_name = "NĂM", requires = "from", value_parser = year)]
    year: Option<i32>,
    /// Mã đầu mối tổng hợp trong danh mục (mặc định SKHCN)
    #[arg(long, value_name = "MÃ", default_value = "SKHCN", hide_default_value = true)]
    desk: String,
    /// Tên đầy đủ của đầu mối tổng hợp
    #[arg(long, value_name = "TÊN", default_value = "", hide_default_value = true)]
    name: String,
    /// Thể thức văn bản của Đảng (Hướng dẫn 36-HD/VPTW); mặc định: Nghị định 30/2020
    #[arg(long)]
    party: bool,
    /// Địa danh ghi trước ngày tháng, ví dụ "Hà Tĩnh"
    #[arg(long, value_name = "ĐỊA DANH", default_value = "", hide_default_value = true)]
    place: String,
    /// Một dòng tên cơ quan ở góc trái văn bản, dòng trên trước; dùng nhiều lần được
    #[arg(long, value_name = "DÒNG", allow_hyphen_values = true)]
    heading: Vec<String>,
    /// Kính gửi; dùng nhiều lần được
    #[arg(long, value_name = "NƠI", allow_hyphen_values = true)]
    addressee: Vec<String>,
    /// Một dòng của khối chữ ký, dòng trên trước; dùng nhiều lần được
    #[arg(long, value_name = "DÒNG", allow_hyphen_values = true)]
    signature: Vec<String>,
    /// Nơi nhận; dùng nhiều lần được
    #[arg(long, value_name = "NƠI", allow_hyphen_values = true)]
    recipient: Vec<String>,
    /// Đặt phiếu phản hồi vào thư mục phan-hoi trong thư mục nộp của từng đơn vị (mặc định: để chung ở phan-hoi)
    #[arg(long)]
    answers_in_folders: bool,
}

pub(super) fn init(context: &Context, args: &Args) -> Result<Done, Failure> {
    let start = context.start(false)?;
    let desk = desk(args)?;
    // Nobody is asked who has said so, or where nobody sits at a terminal.
    let ask = || context.console.ask("Đặt phiếu phản hồi vào thư mục nộp của từng đơn vị (nop/…/phan-hoi)?");
    let answers_in_folders = args.answers_in_folders || (!context.global.json && ask() == Some(true));
    let list = args.from.as_ref().map(|file| GivenList { file: file.clone(), document: args.document.clone(), plan_year: args.year });
    let answer = init::init(&args.dir, &Beginnings { desk, answers_in_folders, list }, &start)?;
    for name in &answer.made {
        context.console.detail(&format!("Đã tạo {name}"));
    }
    let say = |text: &str| context.console.say(text);
    say(&format!("Đã tạo thư mục làm việc {}.", args.dir.display()));
    match &answer.list {
        None => say("Việc tiếp theo: điền danh-muc.xlsx (xem trang ViDu), sửa tonghop.toml, rồi chạy “tonghop forms”."),
        Some(list) => lines(list).iter().for_each(|line| say(line)),
    }
    say("Lịch chạy tự động: xem thư mục lich-chay.");
    context.done(&answer, &[], 0)
}

fn desk(args: &Args) -> Result<Desk, Failure> {
    let usual = config::defaults(init::desk_code(&args.desk)?).desk;
    Ok(Desk {
        name: args.name.clone(),
        layout: if args.party { Layout::Party } else { usual.layout },
        place: args.place.clone(),
        heading: args.heading.clone(),
        addressees: args.addressee.clone(),
        signature: args.signature.clone(),
        recipients: args.recipient.clone(),
        ..usual
    })
}

/// A year of a plan, as typed.
pub(super) fn year(typed: &str) -> Result<i32, Failure> {
    let year = typed.trim().parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| {
        let (first, last) = (YEARS.start(), YEARS.end());
        Failure::usage(format!("“{typed}” không phải năm kế hoạch."), format!("Đề nghị ghi đủ bốn chữ số, từ {first} đến {last}."))
    })
}

/// What was read of the list, and what is left to a person, a line each.
fn lines(list: &ListAnswer) -> Vec<String> {
    let mut lines = Vec::new();
    let (agencies, tasks, targets) = (list.agencies, list.tasks, list.targets);
    if list.is_register {
        lines.push(format!("{} đã là danh mục: dùng nguyên tệp ({agencies} cơ quan, {tasks} nhiệm vụ, {targets} chỉ tiêu).", list.file));
    } else {
        lines.push(format!("Đã lập danh mục từ {}: {agencies} cơ quan, {tasks} nhiệm vụ, {targets} chỉ tiêu.", list.file));
        lines.extend(list.sheets.iter().map(|sheet| match sheet.holds {
            Some(holds) => format!("  trang {}: {} {holds}", sheet.name, sheet.rows),
            None => format!("  trang {}: không đọc", sheet.name),
        }));
        // A register that was taken as it is has no such sheet.
        let colours = "ô vàng: suy ra hoặc đề xuất; ô cam: phải điền";
        lines.push(match list.doubts.len() {
            0 => format!("Đề nghị xem trang CanXem của danh-muc.xlsx ({colours})."),
            doubts => format!("Đề nghị xem {doubts} chỗ, ghi ở trang CanXem của danh-muc.xlsx ({colours})."),
        });
    }
    for ListDoubt { understood, decide, written, .. } in list.doubts.iter().take(SHOWN) {
        let written = if written.is_empty() { String::new() } else { format!("“{written}”: ") };
        lines.push(format!("  - {written}{understood} {decide}"));
    }
    if list.doubts.len() > SHOWN {
        lines.push(format!("  … và {} chỗ khác.", list.doubts.len() - SHOWN));
    }
    if list.to_fill.is_empty() {
        let first = if list.is_register { "" } else { "xem trang CanXem, rồi " };
        lines.push(format!("Danh mục đủ để gửi biểu mẫu. Việc tiếp theo: {first}gửi biểu mẫu (Menu, mục 2)."));
        return lines;
    }
    let until = if list.usable { "các dòng này chưa được dùng" } else { "chưa gửi được biểu mẫu" };
    lines.push(format!("Còn {} ô phải điền ở danh-muc.xlsx; đến khi điền xong {until}:", list.to_fill.len()));
    lines.extend(list.to_fill.iter().take(SHOWN).map(|cell| format!("  - {cell}")));
    if list.to_fill.len() > SHOWN {
        lines.push(format!("  … và {} ô khác.", list.to_fill.len() - SHOWN));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::Place;

    fn answer(is_register: bool, doubts: usize) -> String {
        let doubt = ListDoubt { place: Place::file(), written: String::new(), understood: "Một.".to_owned(), decide: "Hai.".to_owned() };
        let list = ListAnswer {
            file: "a.xlsx".to_owned(),
            is_register,
            sheets: Vec::new(),
            agencies: 1,
            tasks: 2,
            targets: 3,
            proposals: if is_register { Vec::new() } else { vec!["Một đề xuất.".to_owned()] },
            doubts: vec![doubt; doubts],
            to_fill: Vec::new(),
            usable: true,
        };
        lines(&list).join("\n")
    }

    #[test]
    fn the_sheet_of_doubts_is_named_where_there_is_one_and_no_number_is_zero() {
        assert!(answer(false, 7).contains("Đề nghị xem 7 chỗ, ghi ở trang CanXem") && answer(false, 7).contains("… và 2 chỗ khác."));
        let without_doubts = answer(false, 0);
        assert!(without_doubts.contains("Đề nghị xem trang CanXem") && !without_doubts.contains("0 chỗ"), "{without_doubts}");
        let register = answer(true, 0);
        assert!(register.contains("Việc tiếp theo: gửi biểu mẫu") && !register.contains("CanXem"), "{register}");
    }
}
