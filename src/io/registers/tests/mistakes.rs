//! What is wrong in a register is said with its cell, and all of it together.

use super::*;

#[test]
fn a_missing_sheet() {
    let mut book = examples();
    book.sheets.retain(|s| s.name != "ChiTieu");
    book.sheet_names.retain(|s| s != "ChiTieu");
    let message = only(&book);
    assert!(message.starts_with("danh-muc.xlsx, trang ChiTieu: Thiếu trang “ChiTieu”. Tệp có các trang: DonVi"), "{message}");
    let mut book = examples();
    book.sheets.retain(|s| s.name != "DonVi");
    says(&book, "trang DonVi", "Thiếu trang “DonVi”");
    for optional in ["TieuChi", "DieuChinh", "Lich", "DonViThamGia", "NhanDinh"] {
        let mut book = examples();
        book.sheets.retain(|s| s.name != optional);
        assert_eq!(mistakes(&book), Vec::<String>::new(), "{optional}");
    }
}

#[test]
fn headings_are_found_below_a_title_in_any_order_among_others() {
    let mut book = examples();
    let agencies = &mut book.sheets[0];
    let shifted = std::mem::take(&mut agencies.rows).into_iter().map(|(row, cells)| {
        let mut cells: Vec<(u32, RawValue)> = cells.into_iter().map(|(c, v)| (40 - c, v)).collect();
        cells.push((50, text("cột thêm")));
        cells.sort_by_key(|(c, _)| *c);
        (row + 4, cells)
    });
    agencies.rows = shifted.collect();
    agencies.rows.insert(0, vec![(0, text("DANH SÁCH ĐƠN VỊ"))]);
    agencies.rows.get_mut(&4).unwrap().iter_mut().for_each(|(_, v)| {
        if *v == text("Mã đơn vị") {
            *v = text("  MÃ ĐƠN VỊ ★ ");
        }
    });
    assert_eq!(understand(&book).unwrap().agencies, understand(&examples()).unwrap().agencies);
}

#[test]
fn a_missing_or_doubled_column() {
    let mut book = examples();
    book.sheets[1].rows.get_mut(&0).unwrap().iter_mut().for_each(|(_, v)| {
        if *v == text("Đơn vị chủ trì") {
            *v = text("Đơn vị chủ tri`");
        }
    });
    let found = mistakes(&book);
    assert!(
        found[0].starts_with("danh-muc.xlsx, trang NhiemVu, ô A1: Thiếu cột “Đơn vị chủ trì”. Có phải là cột “Đơn vị chủ tri`” không?"),
        "{found:#?}"
    );
    let mut book = examples();
    book.sheets[3].rows.get_mut(&0).unwrap().push((9, text("mã")));
    says(&book, "trang TieuChi, ô J1", "Cột “Mã” đã có ở ô A1");
    let mut book = examples();
    book.sheets[3].rows.remove(&0);
    says(&book, "trang TieuChi", "Không tìm thấy dòng tiêu đề");
}

#[test]
fn a_misspelt_optional_column_is_noted() {
    let mut book = examples();
    book.sheets[1].rows.get_mut(&0).unwrap().iter_mut().for_each(|(_, v)| {
        if *v == text("Đơn vị phối hợp") {
            *v = text("Đơn vị phối hơp");
        }
    });
    // Without marks the two are the same, and still not the same heading.
    let register = understand(&book).unwrap();
    assert!(
        register.notes[0].contains("“Đơn vị phối hơp” không được đọc. Có phải là cột “Đơn vị phối hợp” không?"),
        "{:?}",
        register.notes
    );
}

#[test]
fn missing_values() {
    says(&with("NhiemVu", 1, "Nội dung nhiệm vụ", text(" ")), "trang NhiemVu, ô C2", "Thiếu “Nội dung nhiệm vụ”");
    says(&with("DonVi", 1, "Hiệu lực từ", text("")), "trang DonVi, ô R2", "Thiếu “Hiệu lực từ”");
    says(&with("DieuChinh", 1, "Văn bản điều chỉnh", text("")), "trang DieuChinh, ô E2", "Thiếu “Văn bản điều chỉnh”");
    let mut book = examples();
    let row = repeat(&mut book, "DonVi", 2);
    put(&mut book, "DonVi", row, "Mã đơn vị", text(""));
    says(&book, "trang DonVi, ô A4", "Thiếu “Mã đơn vị”");
}

/// Lists that offices keep for themselves have them; they are told for what they are, and read as nothing.
#[test]
fn lines_that_name_a_group_are_no_rows() {
    let plain = understand(&examples()).unwrap();
    let mut book = examples();
    put(&mut book, "DonVi", 9, "Mã đơn vị", text("CÁC XÃ, PHƯỜNG"));
    put(&mut book, "DonVi", 10, "Mã đơn vị", text("II."));
    put(&mut book, "DonVi", 10, "Tên đầy đủ", text("CÁC HỘI"));
    put(&mut book, "NhiemVu", 9, "Mã nhiệm vụ", text("I"));
    put(&mut book, "NhiemVu", 9, "Nội dung nhiệm vụ", text("Hạ tầng số"));
    put(&mut book, "DonVi", 11, "Tên đầy đủ", text("CÁC DOANH NGHIỆP"));
    put(&mut book, "TieuChi", 9, "Mã", text("Tiêu chí 6 tháng cuối năm"));
    let read = understand(&book).unwrap();
    assert_eq!(
        (read.agencies.len(), read.tasks.len(), read.criteria.len()),
        (plain.agencies.len(), plain.tasks.len(), plain.criteria.len())
    );
    let said: Vec<&String> = read.notes.iter().filter(|note| note.contains("chỉ có tên nhóm")).collect();
    let names = [
        "ô A10: Dòng này chỉ có tên nhóm “CÁC XÃ, PHƯỜNG”",
        "ô A11: Dòng này chỉ có tên nhóm “CÁC HỘI”",
        "ô A12: Dòng này chỉ có tên nhóm “CÁC DOANH NGHIỆP”",
        "“Hạ tầng số”",
        "“Tiêu chí 6 tháng cuối năm”",
    ];
    assert!(said.len() == 5 && names.iter().zip(&said).all(|(name, said)| said.contains(name)), "{said:#?}");
    // What may be a row that somebody has not finished is asked about.
    says(&with("DonVi", 9, "Tên đầy đủ", text("Sở Y tế")), "trang DonVi, ô A10", "Thiếu “Mã đơn vị”");
}

#[test]
fn an_error_value_is_said_once() {
    says(&with("NhiemVu", 1, "Nội dung nhiệm vụ", RawValue::Error("#REF!".into())), "trang NhiemVu, ô C2", "#REF!");
}

/// Both rows of a code are in doubt; where no earlier register knows better, the first one counts.
#[track_caller]
fn says_twice(book: &RawWorkbook, (sheet, code, second): (&str, &str, &str)) {
    let ask = "Đề nghị giữ một dòng hoặc đổi mã.";
    let told = [
        format!("danh-muc.xlsx, trang {sheet}, ô A2: Mã “{code}” còn có ở ô {second}. {ask} Tạm tính dòng này."),
        format!("danh-muc.xlsx, trang {sheet}, ô {second}: Mã “{code}” đã có ở ô A2. {ask} Dòng này tạm thời chưa được tính."),
    ];
    assert_eq!(mistakes(book), told);
}

#[test]
fn codes_of_a_wrong_shape_and_codes_given_twice() {
    let mut book = examples();
    let row = repeat(&mut book, "DonVi", 2);
    put(&mut book, "DonVi", row, "Mã đơn vị", text("SỞ Y TẾ"));
    says(&book, "trang DonVi, ô A4", "không đúng dạng");
    let mut book = examples();
    repeat(&mut book, "DonVi", 1);
    says_twice(&book, ("DonVi", "SKHCN", "A4"));
    let mut book = examples();
    repeat(&mut book, "NhiemVu", 1);
    says_twice(&book, ("NhiemVu", "KH11-007", "A4"));
    let mut book = examples();
    let row = repeat(&mut book, "NhiemVu", 1);
    put(&mut book, "NhiemVu", row, "Mã nhiệm vụ", text("Nhiệm vụ 3"));
    says(&book, "trang NhiemVu, ô A4", "Mã “Nhiệm vụ 3” không đúng dạng");
    let mut book = examples();
    let row = repeat(&mut book, "ChiTieu", 1);
    put(&mut book, "ChiTieu", row, "Mã chỉ tiêu", text("KH11-007"));
    says(&book, "trang ChiTieu, ô A4", "đã dùng cho một nhiệm vụ (trang NhiemVu, ô A2)");
    says(&book, "trang ChiTieu, ô A4", "Dòng này tạm thời chưa được tính.");
    let mut book = examples();
    repeat(&mut book, "TieuChi", 1);
    says_twice(&book, ("TieuChi", "TC01", "A3"));
}

#[test]
fn unknown_agencies_come_with_a_suggestion() {
    says(
        &with("NhiemVu", 1, "Đơn vị chủ trì", text("SKHNC")),
        "trang NhiemVu, ô G2",
        "Không có đơn vị “SKHNC” trong trang DonVi. Có phải là “SKHCN” không?",
    );
    says(&with("NhiemVu", 1, "Đơn vị phối hợp", text("X-THACHHA; Sở Ngoại vụ")), "trang NhiemVu, ô H2", "Không có đơn vị “Sở Ngoại vụ”");
    says(&with("ChiTieu", 1, "Đơn vị cung cấp số liệu", text("VNPT")), "trang ChiTieu, ô S2", "“VNPT”");
    says(&with("DonVi", 2, "Đơn vị cấp trên", text("SKHC")), "trang DonVi, ô H3", "Không có đơn vị mã “SKHC”. Có phải là “SKHCN” không?");
    says(&with("DonVi", 2, "Đơn vị kế thừa", text("X-BC")), "trang DonVi, ô T3", "Không có đơn vị mã “X-BC”");
    says(&with("DonViThamGia", 1, "Mã đơn vị", text("X-THACHH")), "trang DonViThamGia, ô B2", "X-THACHHA");
}

#[test]
fn words_outside_a_list_name_the_list() {
    says(
        &with("NhiemVu", 1, "Loại nhiệm vụ", text("Chung")),
        "trang NhiemVu, ô F2",
        "Đề nghị chọn một trong: Riêng / Chung có chủ trì / Chung nhiều chủ trì / Giao toàn khối.",
    );
    says(&with("DonVi", 1, "Nộp báo cáo tuần?", text("tùy")), "trang DonVi, ô J2", "Có / Không");
    says(&with("ChiTieu", 1, "Phép so sánh", text("trên")), "trang ChiTieu, ô G2", "≥ / > / ≤ / < / =");
    says(&with("DieuChinh", 1, "Trường điều chỉnh", text("Hạn")), "trang DieuChinh, ô B2", "Thời hạn / Chủ trì");
    says(&with("Lich", 1, "Loại", text("Lễ")), "trang Lich, ô A2", "Nghỉ / Làm bù / Đổi hạn");
    assert_eq!(mistakes(&with("NhiemVu", 1, "Loại nhiệm vụ", text("chung co chu tri"))), Vec::<String>::new());
}

#[test]
fn what_is_no_date() {
    says(&with("DonVi", 1, "Hiệu lực từ", text("tháng 3")), "trang DonVi, ô R2", "“tháng 3” không phải là ngày");
    says(&with("DonVi", 1, "Hiệu lực từ", text("09/30/2025")), "trang DonVi, ô R2", "không phải là ngày");
    says(&with("NhiemVu", 1, "Ngày ban hành văn bản", RawValue::Number(45837.0)), "trang NhiemVu, ô E2", "không phải là ngày");
    says(&with("DonVi", 1, "Hiệu lực đến", date("2020-01-01")), "trang DonVi, ô S2", "trước “Hiệu lực từ”");
    let book = with("DonVi", 1, "Hiệu lực từ", text("ngày 01 tháng 3 năm 2025"));
    assert_eq!(understand(&book).unwrap().agencies[0].from, day("2025-03-01"));
}

#[test]
fn numbers_and_years() {
    says(&with("DonVi", 1, "Thứ tự in", text("đầu")), "trang DonVi, ô Q2", "không đọc được thành số");
    says(&with("DonVi", 1, "Thứ tự in", RawValue::Number(1.5)), "trang DonVi, ô Q2", "không phải là số nguyên");
    says(&with("NhiemVu", 1, "Năm kế hoạch", RawValue::Number(25.0)), "trang NhiemVu, ô N2", "“25” không phải là năm");
    says(&with("ChiTieu", 1, "Cận trên hợp lý", text("1.234")), "trang ChiTieu, ô V2", "không đọc được thành số");
    says(&with("ChiTieu", 1, "Cận dưới hợp lý", RawValue::Number(101.0)), "trang ChiTieu, ô U2", "lớn hơn");
}

#[test]
fn folders_lead_nowhere_else_and_belong_to_one() {
    for bad in ["../SYT", "/SYT", "C:\\SYT", "\\\\may\\SYT", "a/../b", "a//b", "./a", "."] {
        says(&with("DonVi", 1, "Thư mục nộp", text(bad)), "trang DonVi, ô I2", "phải là thư mục con");
    }
    says(&with("DonVi", 1, "Thư mục nộp", text("_Chung")), "trang DonVi, ô I2", "dành chung cho mọi đơn vị");
    says(&with("DonVi", 1, "Thư mục nộp", text("")), "trang DonVi, ô I2", "Thiếu “Thư mục nộp”");
    says(&with("DonVi", 2, "Thư mục nộp", text("skhcn/")), "trang DonVi, ô I3", "đã dành cho SKHCN ở ô I2");
    let book = with("DonVi", 2, "Thư mục nộp", text("xa\\Thạch Hà\\"));
    assert_eq!(understand(&book).unwrap().agencies[1].folder, "xa/Thạch Hà");
}

#[test]
fn circles_of_agencies() {
    let mut book = with("DonVi", 1, "Đơn vị cấp trên", text("X-THACHHA"));
    put(&mut book, "DonVi", 2, "Đơn vị cấp trên", text("SKHCN"));
    let found = mistakes(&book);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("quay vòng"), "{found:#?}");
    says(&with("DonVi", 1, "Đơn vị kế thừa", text("SKHCN")), "trang DonVi, ô T2", "quay vòng");
}

#[test]
fn one_lead_where_there_is_one() {
    let book = with("NhiemVu", 1, "Đơn vị chủ trì", text("SKHCN; X-THACHHA"));
    says(&book, "trang NhiemVu, ô G2", "phải có đúng một đơn vị chủ trì, đang ghi 2");
    let mut book = book;
    put(&mut book, "NhiemVu", 1, "Loại nhiệm vụ", text("Chung nhiều chủ trì"));
    let register = understand(&book).unwrap();
    assert_eq!(task(&register, "KH11-007").parts.len(), 2);
    // The supporting group holds a lead already.
    assert_eq!(codes(&task(&register, "KH11-007").supports), Vec::<&str>::new());
    assert_eq!(task(&register, "KH11-007").role_of(&agency("X-THACHHA")), Some(Role::Part));
}

#[test]
fn all_mistakes_are_told_together_in_the_order_of_the_sheets() {
    let mut book = with("NhanDinh", 1, "Kỳ", text("x"));
    put(&mut book, "NhiemVu", 2, "Khối", text("?"));
    put(&mut book, "NhiemVu", 1, "Mã nhiệm vụ", text("?"));
    put(&mut book, "DonVi", 2, "Loại", text("?"));
    // The broken code takes its adjustment and its programme along.
    let found = mistakes(&book);
    let places: Vec<&str> = found.iter().map(|m| m.trim_start_matches("danh-muc.xlsx, trang ").split(':').next().unwrap()).collect();
    assert_eq!(places, ["DonVi, ô E3", "NhiemVu, ô A2", "NhiemVu, ô Q3", "DieuChinh, ô A2", "NhanDinh, ô A2", "ChuongTrinh, ô C3"]);
    assert_eq!(mistakes_text(&understand(&book).unwrap().mistakes).lines().count(), 6);
}
