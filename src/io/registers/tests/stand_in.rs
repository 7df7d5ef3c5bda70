//! A row that cannot be used costs itself alone, and the same row of an earlier register holds in its place.

use super::*;

/// A register in which all was well, and the same with something changed afterwards.
fn after(change: impl FnOnce(&mut RawWorkbook)) -> RegisterReading {
    let earlier = long();
    let mut book = long();
    change(&mut book);
    understand_with(&book, &[earlier]).unwrap()
}

/// The examples with eight more tasks, offices and targets.
fn long() -> RawWorkbook {
    let mut book = examples();
    for number in 10..18 {
        let row = repeat(&mut book, "NhiemVu", 1);
        put(&mut book, "NhiemVu", row, "Mã nhiệm vụ", text(&format!("KH11-0{number}")));
        let row = repeat(&mut book, "ChiTieu", 1);
        put(&mut book, "ChiTieu", row, "Mã chỉ tiêu", text(&format!("CT-0{number}")));
        let row = repeat(&mut book, "DonVi", 2);
        for heading in ["Mã đơn vị", "Tên đầy đủ", "Tên viết tắt", "Bí danh", "Thư mục nộp"] {
            put(&mut book, "DonVi", row, heading, text(&format!("X-{number}")));
        }
    }
    book
}

fn told(understood: &RegisterReading) -> Vec<&str> {
    understood.register.mistakes.iter().map(|mistake| mistake.message.as_str()).collect()
}

#[test]
fn a_task_goes_on_as_it_was_and_the_others_are_as_they_are_written() {
    let found = after(|book| {
        put(book, "NhiemVu", 3, "Đơn vị chủ trì", text("Sở Ngoại vụ"));
        put(book, "NhiemVu", 3, "Nội dung nhiệm vụ", text("Việc khác"));
        put(book, "NhiemVu", 4, "Nội dung nhiệm vụ", text("Việc mới"));
    });
    let (whole, before) = (&found.register, understand(&long()).unwrap());
    assert_eq!(whole.tasks[2], before.tasks[2]);
    assert_eq!((whole.tasks.len(), whole.tasks[3].content.as_str()), (before.tasks.len(), "Việc mới"));
    assert_eq!(found.needed, [true]);
    assert!(told(&found)[0].ends_with("Tạm dùng dòng này theo danh mục trước đó."), "{:?}", told(&found));
}

#[test]
fn a_new_task_is_left_out_or_counts_with_a_blank_cell() {
    let mut book = long();
    let row = repeat(&mut book, "NhiemVu", 1);
    put(&mut book, "NhiemVu", row, "Mã nhiệm vụ", text("KH11-090"));
    put(&mut book, "NhiemVu", row, "Đơn vị chủ trì", text("Sở Ngoại vụ"));
    let row = repeat(&mut book, "NhiemVu", 1);
    put(&mut book, "NhiemVu", row, "Mã nhiệm vụ", text("KH11-091"));
    put(&mut book, "NhiemVu", row, "Kỳ triển khai", text("sau này"));
    let found = understand_with(&book, &[long()]).unwrap();
    let has = |code: &str| found.register.tasks.iter().any(|task| task.code.as_str() == code);
    assert_eq!((has("KH11-090"), has("KH11-091")), (false, true));
    assert!(told(&found)[0].ends_with("Dòng này tạm thời chưa được tính."), "{:?}", told(&found));
    assert!(told(&found)[1].ends_with("Tạm coi ô này là trống."), "{:?}", told(&found));
}

#[test]
fn a_code_that_cannot_be_read_keeps_the_row_that_is_gone() {
    for (code, cell) in [("KH11_012", "dạng"), ("KH11-011", "đã có ở ô"), ("", "Thiếu")] {
        let found = after(|book| put(book, "NhiemVu", 5, "Mã nhiệm vụ", text(code)));
        assert_eq!(found.register.tasks, understand(&long()).unwrap().tasks, "{code}");
        let message = told(&found).pop().unwrap();
        assert!(message.contains(cell) && message.ends_with("Tạm giữ theo danh mục trước đó: KH11-012."), "{message}");
    }
}

#[test]
fn an_office_is_known_and_asked_for_nothing_that_cannot_be_read() {
    let mut book = long();
    let row = repeat(&mut book, "DonVi", 2);
    for heading in ["Mã đơn vị", "Tên đầy đủ", "Tên viết tắt", "Bí danh", "Thư mục nộp"] {
        put(&mut book, "DonVi", row, heading, text("X-MOI"));
    }
    put(&mut book, "DonVi", row, "Nộp báo cáo tuần?", text("có lẽ"));
    put(&mut book, "DonVi", 2, "Nộp báo cáo tuần?", text("có lẽ"));
    let found = understand_with(&book, &[long()]).unwrap();
    let weekly = |code: &str| found.register.agencies.iter().find(|a| a.code.as_str() == code).unwrap().weekly;
    assert_eq!((weekly("X-MOI"), weekly("X-THACHHA")), (false, true));
    assert!(told(&found)[1].ends_with("Tạm thời chưa yêu cầu đơn vị này báo cáo."), "{:?}", told(&found));
}

#[test]
fn an_office_whose_code_is_changed_by_mistake_stays_that_of_its_tasks() {
    let found = after(|book| {
        put(book, "DonVi", 3, "Mã đơn vị", text("X 10"));
        put(book, "NhiemVu", 3, "Đơn vị chủ trì", text("X-10"));
    });
    let register = found.register;
    assert!(register.agencies.iter().any(|a| a.code.as_str() == "X-10"));
    assert_eq!(codes(&register.tasks[2].leads), ["SKHCN"], "the row names an office that this sheet has not");
    assert_eq!(register.agencies.len(), understand(&long()).unwrap().agencies.len());
}

#[test]
fn adjustments_parts_and_the_calendar_go_on_too() {
    let before = understand(&long()).unwrap();
    let found = after(|book| {
        put(book, "DieuChinh", 1, "Ngày hiệu lực", text("tháng 9"));
        put(book, "DonViThamGia", 1, "Hạn riêng", text("sớm"));
        put(book, "Lich", 1, "Ngày", text("Tết"));
    });
    assert_eq!(found.register.adjustments, before.adjustments);
    assert_eq!(found.register.tasks, before.tasks);
    assert_eq!(found.register.calendar, before.calendar);
    assert_eq!(told(&found).len(), 3);
    assert!(told(&found).iter().all(|m| m.contains("Tạm giữ theo danh mục trước đó: ")), "{:?}", told(&found));
}

#[test]
fn what_the_desk_took_out_stays_out_however_many_workbooks_lie_before() {
    // The first has a rest day, a task and an adjustment that the second took out; the second has a slip elsewhere.
    let first = long();
    let mut second = long();
    for (sheet, row) in [("Lich", 1), ("NhiemVu", 10), ("DieuChinh", 1)] {
        second.sheets.iter_mut().find(|s| s.name == sheet).unwrap().rows.remove(&row);
    }
    put(&mut second, "ChiTieu", 3, "Mục tiêu", text("nhiều"));
    let mut third = second.clone();
    put(&mut third, "ChiTieu", 3, "Mục tiêu", RawValue::Number(90.0));
    put(&mut third, "Lich", 2, "Ngày", text("Tết"));
    put(&mut third, "NhiemVu", 3, "Mã nhiệm vụ", text("KH11_010"));
    let found = understand_with(&third, &[second.clone(), first.clone()]).unwrap();
    let wanted = understand(&second).unwrap();
    assert_eq!(found.register.calendar, wanted.calendar);
    assert_eq!(found.register.adjustments, wanted.adjustments);
    assert_eq!(found.register.tasks.len(), wanted.tasks.len());
    assert_eq!(found.needed, [true, false]);
    // From what is sealed then, the same comes out.
    assert_eq!(understand_with(&third, &[second]).unwrap().register, found.register);
}

#[test]
fn a_row_that_was_already_wrong_lends_nothing() {
    let mut wrong = long();
    put(&mut wrong, "ChiTieu", 1, "Mục tiêu", text("nhiều"));
    let found = understand_with(&wrong, &[wrong.clone(), long()]).unwrap();
    assert_eq!(found.needed, [false, true]);
    assert_eq!(found.register.targets, understand(&long()).unwrap().targets);
}

#[test]
fn a_column_or_most_rows_cost_the_register() {
    let mut book = long();
    for row in 3..=8 {
        put(&mut book, "NhiemVu", row, "Đơn vị chủ trì", text("Sở Ngoại vụ"));
    }
    assert_eq!(understand(&book).unwrap_err().len(), 6);
    put(&mut book, "NhiemVu", 8, "Đơn vị chủ trì", text("SKHCN"));
    assert_eq!(understand(&book).unwrap().tasks.len(), 5);
    let mut book = long();
    put(&mut book, "NhiemVu", 0, "Đơn vị chủ trì", text("Người làm"));
    assert!(mistakes_text(&understand(&book).unwrap_err()).contains("Thiếu cột “Đơn vị chủ trì”"));
}
