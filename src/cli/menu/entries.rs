//! The list. Numbers are learnt by heart: they never change, and a new entry goes below 10.

use super::prompt::{Came, Menu};
use super::{decisions, further, release};
use crate::io::failure::Failure;
use crate::run::screen;

/// An entry of the list.
pub(super) struct Entry {
    pub(super) number: u8,
    pub(super) what: &'static str,
    pub(super) does: fn(&Menu<'_>) -> Result<(), Failure>,
}

const fn entry(number: u8, what: &'static str, does: fn(&Menu<'_>) -> Result<(), Failure>) -> Entry {
    Entry { number, what, does }
}

pub(super) const ENTRIES: [Entry; 10] = [
    entry(1, "Xem tình hình tuần này", look),
    entry(2, "Gửi biểu mẫu cho các đơn vị (thứ Hai)", forms),
    entry(3, "Nhận báo cáo ngay bây giờ", receive),
    entry(4, "Nhắc đơn vị chưa gửi, cần gửi lại", remind),
    entry(5, "Ghi sổ: nhận qua Zalo, thư, bản giấy; đơn vị xác nhận không phát sinh", book),
    entry(6, "Báo cáo gửi muộn: đưa vào số liệu, hoặc rút lại quyết định", decisions::late),
    entry(7, "Kiến nghị của đơn vị: chọn nội dung trình, ghi trả lời", proposals),
    entry(8, "Xem trước, biên tập Word, chốt bản tổng hợp (trình ký)", release::choose),
    entry(9, "Ghi số, ký hiệu, giờ gửi văn bản", decisions::sent),
    entry(
        10,
        "Việc khác: sửa tuần đã chốt · hủy bản chưa gửi · tra cứu tiếp nhận · báo cáo tháng, quý, năm · kiểm tra máy · sao lưu, khôi phục · diễn tập",
        further::choose,
    ),
];

#[expect(clippy::unnecessary_wraps, reason = "every entry is called in one way")]
fn look(menu: &Menu<'_>) -> Result<(), Failure> {
    menu.perform(&["status"]);
    menu.open(&screen::place(&menu.workspace));
    Ok(())
}

fn forms(menu: &Menu<'_>) -> Result<(), Failure> {
    if menu.offer("ghi biểu mẫu đã điền sẵn của từng đơn vị vào thư mục biểu mẫu.", &[&["forms"]]) != Came::Left
    {
        menu.open(&menu.workspace.root.join(&menu.workspace.config.folders.forms));
        let what = "chép biểu mẫu vào thư mục nộp của từng đơn vị, tạo thư mục còn thiếu; tệp của đơn vị giữ nguyên.";
        menu.offer(&menu.said(what), &[&["deliver", "--forms", "--make-folders"]]);
    }
    Ok(())
}

fn receive(menu: &Menu<'_>) -> Result<(), Failure> {
    let what = menu.said("quét thư mục nộp, tiếp nhận, kiểm tra, trả lời từng đơn vị, lập bản dự thảo.");
    if menu.offer(&what, &[&["run"]]) != Came::Left {
        menu.open(&screen::place(&menu.workspace));
    }
    Ok(())
}

fn remind(menu: &Menu<'_>) -> Result<(), Failure> {
    menu.say("Tin để dán vào nhóm:\n");
    if !menu.perform(&["remind"]) {
        return Ok(());
    }
    while let Some(code) = menu.ask("Tin riêng cho đơn vị nào (mã; chỉ Enter để thôi):") {
        menu.perform(&["remind", "--agency", &code]);
    }
    menu.open(&menu.workspace.internal());
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "every entry is called in one way")]
fn book(menu: &Menu<'_>) -> Result<(), Failure> {
    menu.say(&menu.said(
        "Mở tiep-nhan.xlsx, ghi mỗi báo cáo một dòng: kỳ, mã đơn vị, tên tệp đã chép vào thư mục nộp, giờ nhận, kênh (Zalo, thư, bản giấy), số \
         đến. Đơn vị xác nhận không phát sinh: ghi “Không phát sinh” ở Ghi chú. Lưu, đóng tệp; lần chạy sau tự đọc.",
    ));
    menu.open(&menu.workspace.receipt_book());
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "every entry is called in one way")]
fn proposals(menu: &Menu<'_>) -> Result<(), Failure> {
    menu.say(
        "Mở kien-nghi.xlsx: cột “Trình?” chọn nội dung trình, “Nội dung trình” ghi lời của cơ quan tổng hợp; trả lời thì ghi cách xử lý, văn \
         bản, ngày, người ghi. Lưu, đóng tệp; lần chạy sau tự đọc.",
    );
    menu.open(&menu.workspace.proposal_book());
    Ok(())
}
