//! What the rows of a register mean.

use super::*;

/// Three more offices: one with commas in its name, a merged one, one that does not report.
fn with_more_agencies() -> RawWorkbook {
    let mut book = examples();
    for (code, name, short, groups, weekly, to, successor) in [
        ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTT&DL", "Các sở, ban, ngành; Khối văn xã", "Có", "", ""),
        ("STTTT", "Sở Thông tin và Truyền thông", "Sở TT&TT", "Các sở, ban, ngành", "Có", "2025-02-28", "SKHCN"),
        ("BCHQS", "Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS", "Các sở, ban, ngành", "Không", "", ""),
    ] {
        let row = repeat(&mut book, "DonVi", 1);
        for (heading, value) in [
            ("Mã đơn vị", code),
            ("Tên đầy đủ", name),
            ("Tên viết tắt", short),
            ("Bí danh", ""),
            ("Nhóm", groups),
            ("Thư mục nộp", code),
            ("Nộp báo cáo tuần?", weekly),
            ("Đơn vị kế thừa", successor),
        ] {
            put(&mut book, "DonVi", row, heading, text(value));
        }
        if !to.is_empty() {
            put(&mut book, "DonVi", row, "Hiệu lực từ", date("2020-01-01"));
            put(&mut book, "DonVi", row, "Hiệu lực đến", date(to));
        }
    }
    book
}

#[test]
fn names_groups_and_aliases_however_they_are_separated() {
    for (written, wanted) in [
        ("Các sở, ban, ngành", vec!["SKHCN", "SVHTTDL"]),
        ("Các sở, ban, ngành; UBND các xã, phường", vec!["SKHCN", "SVHTTDL", "X-THACHHA"]),
        ("các sở, ban, ngành, UBND các xã, phường", vec!["SKHCN", "SVHTTDL", "X-THACHHA"]),
        ("Sở Văn hóa, Thể thao và Du lịch", vec!["SVHTTDL"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở KH&CN và xã Thạch Hà", vec!["SVHTTDL", "SKHCN", "X-THACHHA"]),
        ("Sở VHTT&DL / KHCN", vec!["SVHTTDL", "SKHCN"]),
        ("SVHTTDL\nskhcn;", vec!["SVHTTDL", "SKHCN"]),
        ("Sở Van hoa, The thao va Du lich", vec!["SVHTTDL"]),
        ("SKHCN; SKHCN; Sở KHCN", vec!["SKHCN"]),
        ("Bộ CHQS", vec!["BCHQS"]),
    ] {
        let mut book = with_more_agencies();
        put(&mut book, "ChiTieu", 1, "Đơn vị cung cấp số liệu", text(written));
        let register = understand(&book).map_err(|m| mistakes_text(&m)).unwrap();
        assert_eq!(codes(&register.targets[0].providers), wanted, "{written}");
    }
    let mut book = with_more_agencies();
    put(&mut book, "ChiTieu", 1, "Đơn vị cung cấp số liệu", text("Sở VHTT&DL, Sở Ngoại vụ"));
    says(&book, "trang ChiTieu, ô S2", "“sở ngoại vụ”");
}

#[test]
fn a_name_of_two_offices_names_neither() {
    let mut book = with_more_agencies();
    put(&mut book, "DonVi", 3, "Bí danh", text("Văn phòng"));
    put(&mut book, "DonVi", 5, "Bí danh", text("Văn phòng"));
    put(&mut book, "NhiemVu", 1, "Đơn vị chủ trì", text("Văn phòng"));
    says(&book, "trang NhiemVu, ô G2", "“Văn phòng” khớp nhiều đơn vị: BCHQS, SVHTTDL");
}

#[test]
fn an_empty_group_is_a_mistake() {
    let mut book = with_more_agencies();
    put(&mut book, "DonVi", 5, "Nhóm", text("Khối nội chính"));
    put(&mut book, "NhiemVu", 2, "Đơn vị chủ trì", text("UBND các xã, phường; Khối nội chính"));
    says(&book, "trang NhiemVu, ô G3", "Nhóm “Khối nội chính” không có đơn vị nào");
}

#[test]
fn a_predecessor_means_its_successor() {
    let mut book = with_more_agencies();
    put(&mut book, "NhiemVu", 1, "Đơn vị chủ trì", text("Sở TT&TT"));
    let register = understand(&book).unwrap();
    assert_eq!(codes(&task(&register, "KH11-007").leads), ["SKHCN"]);
    assert_eq!(register.notes, ["danh-muc.xlsx, trang NhiemVu, ô G2: STTTT đã hết hiệu lực; lấy đơn vị kế thừa SKHCN."]);
}

#[test]
fn deadlines_of_tasks() {
    let deadline = |cells: &[(&str, RawValue)]| {
        let mut book = examples();
        for (heading, value) in cells {
            put(&mut book, "NhiemVu", 1, heading, value.clone());
        }
        understand(&book).map(|r| task(&r, "KH11-007").deadline)
    };
    let words = |t: &str| deadline(&[("Thời hạn (theo văn bản)", text(t))]).unwrap();
    assert_eq!(words("đến ngày 30/5"), days("2025-05-30", "2025-05-30"));
    assert_eq!(words(""), None, "no date at all is a finding of the week, not a mistake");
    assert_eq!(words("thường xuyên"), None);
    assert_eq!(words("trong 15 ngày kể từ ngày ký"), days("2025-07-14", "2025-07-14"));
    assert_eq!(deadline(&[("Thời hạn (theo văn bản)", date("2025-09-30"))]).unwrap(), days("2025-09-30", "2025-09-30"));
    assert_eq!(deadline(&[("Thời hạn (theo văn bản)", RawValue::Number(2025.0))]).unwrap(), days("2025-01-01", "2025-12-31"));
    assert_eq!(deadline(&[("Hạn cuối", date("2025-08-15"))]).unwrap(), days("2025-07-01", "2025-08-15"));
    assert_eq!(deadline(&[("Bắt đầu", date("2025-06-15"))]).unwrap(), days("2025-06-15", "2025-09-30"));
    assert_eq!(
        deadline(&[("Thời hạn (theo văn bản)", text("30/9/2025")), ("Hạn cuối", date("2025-10-15"))]).unwrap(),
        days("2025-10-15", "2025-10-15")
    );
    assert_eq!(deadline(&[("Loại thời hạn", text("Thường xuyên"))]).unwrap(), None);
    assert_eq!(deadline(&[("Loại thời hạn", text("Chờ điều kiện")), ("Thời hạn (theo văn bản)", text("khi đủ kinh phí"))]).unwrap(), None);
}

#[test]
fn deadlines_that_are_not_understood() {
    let place = "trang NhiemVu, ô J2";
    says(&with("NhiemVu", 1, "Thời hạn (theo văn bản)", text("sớm")), place, "Không hiểu thời hạn “sớm”");
    let first = understand(&with("NhiemVu", 1, "Thời hạn (theo văn bản)", date("2025-09-01"))).unwrap();
    assert_eq!(task(&first, "KH11-007").deadline, days("2025-09-01", "2025-09-01"), "a day is a day; a month is shown as one");
    let mut book = with("NhiemVu", 1, "Thời hạn (theo văn bản)", text("sớm"));
    put(&mut book, "NhiemVu", 1, "Hạn cuối", date("2025-10-15"));
    assert_eq!(task(&understand(&book).unwrap(), "KH11-007").deadline, days("2025-10-15", "2025-10-15"));
    says(&with("NhiemVu", 1, "Kỳ triển khai", text("sau này")), "trang NhiemVu, ô M2", "Không hiểu thời hạn “sau này”");
    says(&with("NhiemVu", 1, "Bắt đầu", date("2025-12-01")), "trang NhiemVu, ô K2", "“Bắt đầu” sau hạn cuối");
}

#[test]
fn goals_and_due_days_of_targets() {
    says(&with("ChiTieu", 1, "Mục tiêu", text("1.234")), "trang ChiTieu, ô H2", "không đọc được thành một số");
    says(&with("ChiTieu", 1, "Mục tiêu", RawValue::Number(900.0)), "trang ChiTieu, ô H2", "nằm ngoài 0 - 100");
    let of_unit = |unit: &str| {
        let mut book = with("ChiTieu", 1, "Mục tiêu", RawValue::Number(112.0));
        put(&mut book, "ChiTieu", 1, "Đơn vị tính", text(unit));
        book
    };
    says(&of_unit("% dân số"), "trang ChiTieu, ô H2", "nằm ngoài 0 - 100");
    assert_eq!(understand(&of_unit("% so với cùng kỳ")).unwrap().targets[0].goal_text, "112");
    says(&with("ChiTieu", 2, "Mục tiêu", RawValue::Number(100.0)), "trang ChiTieu, ô H3", "phải là “Đạt”");
    says(&with("ChiTieu", 1, "Phép so sánh", text("≤")), "trang ChiTieu, ô G2", "trái với");
    says(&with("ChiTieu", 1, "Hạn đạt", text("cuối kỳ")), "trang ChiTieu, ô J2", "Không hiểu hạn đạt “cuối kỳ”");
    let register = understand(&with("ChiTieu", 1, "Hạn đạt", text("Quý IV"))).unwrap();
    assert_eq!(Some(register.targets[0].due), days("2025-10-01", "2025-12-31"));
    let register = understand(&with("ChiTieu", 1, "Mục tiêu", RawValue::Number(0.9))).unwrap();
    assert!(register.notes[0].contains("Mục tiêu được hiểu là 0,9%. Nếu ý là 90%"), "{:?}", register.notes);
}

#[test]
fn adjustments_that_do_not_fit() {
    says(
        &with("DieuChinh", 1, "Mã", text("KH11-077")),
        "trang DieuChinh, ô A2",
        "Không có nhiệm vụ, chỉ tiêu mã “KH11-077”. Có phải là “KH11-007” không?",
    );
    says(&with("DieuChinh", 1, "Trường điều chỉnh", text("mục tiêu")), "trang DieuChinh, ô B2", "không phải là trường của nhiệm vụ");
    says(&with("DieuChinh", 2, "Trường điều chỉnh", text("nội dung")), "trang DieuChinh, ô B3", "Tên chỉ tiêu");
    says(&with("DieuChinh", 1, "Giá trị mới", text("sớm")), "trang DieuChinh, ô D2", "Không hiểu thời hạn “sớm”");
    says(&with("DieuChinh", 2, "Giá trị mới", text("nhiều")), "trang DieuChinh, ô D3", "không đọc được thành một số");
    let mut book = with("DieuChinh", 1, "Trường điều chỉnh", text("chủ trì"));
    put(&mut book, "DieuChinh", 1, "Giá trị mới", text("SKHCN; X-THACHHA"));
    says(&book, "trang DieuChinh, ô D2", "đúng một đơn vị chủ trì");
    let mut book = with("DieuChinh", 1, "Trường điều chỉnh", text("thôi giao"));
    put(&mut book, "DieuChinh", 1, "Giá trị mới", text("Thôi giao"));
    let register = understand(&book).unwrap();
    assert_eq!(register.adjustments[1].change, Change::Withdrawn);
    assert_eq!(task(&register.in_force(day("2025-09-15")), "KH11-007").validity, Validity::Withdrawn);
    let open_again =
        |register: &Register, to: &str| register.confirmed_open(&task(register, "KH11-008").code, day("2025-09-15"), day(to)).is_some();
    assert!(open_again(&register, "2025-09-20") && !open_again(&register, "2025-09-19"));
    says(&with("DieuChinh", 3, "Giá trị mới", text("Đang thực hiện")), "trang DieuChinh, ô D4", "Đề nghị ghi “Chưa hoàn thành”");
    says(&with("DieuChinh", 3, "Mã", text("CT-001")), "trang DieuChinh, ô B4", "chỉ dùng cho nhiệm vụ");
}

#[test]
fn new_leads_of_a_whole_bring_their_parts() {
    let mut book = with_more_agencies();
    put(&mut book, "DieuChinh", 1, "Mã", text("KH11-008"));
    put(&mut book, "DieuChinh", 1, "Trường điều chỉnh", text("Chủ trì"));
    put(&mut book, "DieuChinh", 1, "Giá trị mới", text("X-THACHHA; SVHTTDL"));
    let register = understand(&book).unwrap().in_force(day("2025-09-15"));
    let parts = task(&register, "KH11-008").parts;
    assert_eq!(
        parts.iter().map(|p| (p.agency.as_str(), p.work.as_str())).collect::<Vec<_>>(),
        [("SVHTTDL", ""), ("X-THACHHA", "Số hóa dữ liệu hộ tịch")]
    );
}

#[test]
fn new_leads_of_a_target_supply_its_figures_where_the_old_ones_did() {
    let mut book = with_more_agencies();
    put(&mut book, "DieuChinh", 2, "Trường điều chỉnh", text("Chủ trì"));
    put(&mut book, "DieuChinh", 2, "Giá trị mới", text("SVHTTDL"));
    let register = understand(&book).unwrap().in_force(day("2025-08-01"));
    assert_eq!(codes(&register.targets[0].leads), ["SVHTTDL"]);
    assert_eq!(codes(&register.targets[0].providers), ["SVHTTDL"]);
}

#[test]
fn a_member_with_a_last_day_is_left_out_of_its_group_with_a_note() {
    let mut book = with_more_agencies();
    put(&mut book, "DonVi", 3, "Hiệu lực đến", date("2026-12-31"));
    put(&mut book, "NhiemVu", 1, "Đơn vị phối hợp", text("Các sở, ban, ngành; UBND các xã, phường"));
    let register = understand(&book).unwrap();
    assert_eq!(codes(&task(&register, "KH11-007").supports), ["X-THACHHA"]);
    assert!(register.notes.iter().any(|n| n.contains("không gồm SVHTTDL")), "{:?}", register.notes);
}

#[test]
fn a_document_written_in_two_ways_is_noted_once() {
    let mut book = with("NhiemVu", 1, "Văn bản giao", text("57-NQ/TW"));
    put(&mut book, "NhiemVu", 2, "Văn bản giao", text("Số 57-NQ/TW"));
    let notes = understand(&book).unwrap().notes;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("“Số 57-NQ/TW” ở đây và “57-NQ/TW” ở dòng trên; được tính là một văn bản"), "{notes:?}");
    put(&mut book, "NhiemVu", 2, "Văn bản giao", text("57-NQ/TW ngày 22/12/2024"));
    let notes = understand(&book).unwrap().notes;
    assert!(notes.len() == 1 && notes[0].contains("cùng một số hiệu; đang được tính là hai văn bản"), "{notes:?}");
}

#[test]
fn a_deadline_written_month_first_is_noted() {
    let register = understand(&with("NhiemVu", 1, "Thời hạn (theo văn bản)", text("09/30/2025"))).unwrap();
    assert_eq!(task(&register, "KH11-007").deadline, days("2025-09-30", "2025-09-30"));
    assert!(register.notes[0].contains("được hiểu là ngày 30/9/2025"), "{:?}", register.notes);
}

#[test]
fn the_calendar() {
    says(&with("Lich", 1, "Ngày", text("")), "trang Lich, ô B2", "“Nghỉ” cần có “Ngày”");
    says(&with("Lich", 3, "Tuần", text("")), "trang Lich, ô C4", "cần có “Tuần”");
    says(&with("Lich", 3, "Tuần", date("2026-07-01")), "trang Lich, ô C4", "không phải là tuần");
    says(&with("Lich", 3, "Hạn nộp", date("2026-04-29")), "trang Lich, ô D4", "không phải là ngày và giờ");
    says(&with("Lich", 3, "Hạn nộp", text("29/4/2025 10:00")), "trang Lich, ô D4", "không ở gần Tuần 18/2026");
    says(&with("Lich", 3, "Hạn tổng hợp", text("29/4/2026 10:00")), "trang Lich, ô E4", "phải sau “Hạn nộp”");
    says(&with("Lich", 2, "Ngày", date("2026-05-01")), "trang Lich, ô B3", "vừa nghỉ vừa làm bù (ô B2)");
    let mut book = examples();
    repeat(&mut book, "Lich", 3);
    says(&book, "trang Lich, ô C6", "Tuần 18/2026 đã có ở ô C4");
    let mut book = with("Lich", 3, "Hạn nộp", text(""));
    put(&mut book, "Lich", 3, "Hạn tổng hợp", text(""));
    says(&book, "trang Lich, ô D4", "cần có “Hạn nộp” hoặc “Hạn tổng hợp”");
}

#[test]
fn an_unconfirmed_day_counts_and_is_kept_as_one() {
    let register = understand(&with("Lich", 3, "Áp dụng cho", text("Tất cả"))).unwrap();
    assert_eq!(register.calendar.overrides.len(), 1);
    let register = understand(&with("Lich", 1, "Xác nhận", text("Chưa"))).unwrap();
    assert!(register.calendar.rest_days.contains_key(&day("2026-05-01")));
    assert_eq!(register.notes, [""; 0]);
    assert_eq!(register.calendar.unconfirmed.iter().collect::<Vec<_>>(), [(&day("2026-05-01"), &"Quốc tế Lao động".to_owned())]);
}

/// The own cutoffs of week 18 where row 4 says "Áp dụng cho" `first` until 14:00 and a further row `second` until 16:00.
fn own_cutoffs(first: &str, second: &str) -> Result<Vec<String>, Vec<RegisterMistake>> {
    let mut book = with("Lich", 4, "Áp dụng cho", text(first));
    if !second.is_empty() {
        let row = repeat(&mut book, "Lich", 4);
        put(&mut book, "Lich", row, "Áp dụng cho", text(second));
        put(&mut book, "Lich", row, "Hạn nộp", text("29/4/2026 16:00"));
    }
    let register = understand(&book)?;
    if !register.mistakes.is_empty() {
        return Err(register.mistakes);
    }
    let own = register.calendar.own.get(&Period::parse_id("2026-W18").unwrap()).cloned().unwrap_or_default();
    Ok(own.iter().map(|(code, own)| format!("{code} {}", own.submit.format("%H:%M"))).collect())
}

#[test]
fn a_cutoff_for_some_agencies_is_that_of_the_narrowest_row() {
    for (first, second, expected) in [
        ("X-THACHHA", "", &["X-THACHHA 14:00"][..]),
        ("UBND xã Thạch Hà", "", &["X-THACHHA 14:00"]),
        ("UBND các xã, phường", "", &["X-THACHHA 14:00"]),
        ("SKHCN; UBND các xã, phường", "", &["SKHCN 14:00", "X-THACHHA 14:00"]),
        ("UBND các xã, phường", "xã Thạch Hà", &["X-THACHHA 16:00"]),
        ("X-THACHHA", "UBND các xã, phường", &["X-THACHHA 14:00"]),
        ("Sở KH&CN", "X-THACHHA", &["SKHCN 14:00", "X-THACHHA 16:00"]),
    ] {
        assert_eq!(own_cutoffs(first, second).unwrap(), expected, "{first} / {second}");
    }
}

#[test]
fn what_a_cutoff_for_some_agencies_may_not_say() {
    says(&with("Lich", 4, "Áp dụng cho", text("X-THACHHAA")), "trang Lich, ô F5", "Có phải là “X-THACHHA” không?");
    says(&with("Lich", 4, "Áp dụng cho", text("UBND các xã, phườn")), "trang Lich, ô F5", "Có phải là “UBND các xã, phường” không?");
    says(&with("Lich", 4, "Hạn tổng hợp", text("29/4/2026 17:00")), "trang Lich, ô E5", "“Hạn tổng hợp” là hạn chung");
    let mut only_release = with("Lich", 4, "Hạn tổng hợp", text("29/4/2026 17:00"));
    put(&mut only_release, "Lich", 4, "Hạn nộp", text(""));
    says(&only_release, "trang Lich, ô E5", "không đặt riêng cho một số đơn vị");
    for both in ["X-THACHHA", "UBND các xã, phường"] {
        let message = own_cutoffs(both, both).unwrap_err()[0].to_string();
        assert!(message.contains("X-THACHHA đã có hạn khác ở ô F5"), "{message}");
    }
}

#[test]
fn parts_of_agencies() {
    says(&with("DonViThamGia", 1, "Mã nhiệm vụ", text("KH11-009")), "trang DonViThamGia, ô A2", "Không có nhiệm vụ mã “KH11-009”");
    says(&with("DonViThamGia", 1, "Mã nhiệm vụ", text("KH11-007")), "trang DonViThamGia, ô A2", "không chia phần");
    says(
        &with("DonViThamGia", 1, "Mã đơn vị", text("SKHCN")),
        "trang DonViThamGia, ô B2",
        "SKHCN không phải là đơn vị chủ trì của KH11-008",
    );
    says(&with("DonViThamGia", 1, "Hạn riêng", text("sớm")), "trang DonViThamGia, ô D2", "Không hiểu thời hạn");
    let mut book = examples();
    repeat(&mut book, "DonViThamGia", 1);
    says(&book, "trang DonViThamGia, ô B3", "đã có phần việc của KH11-008 ở ô B2");
}

#[test]
fn remarks_name_their_week() {
    says(&with("NhanDinh", 1, "Kỳ", text("tháng 7")), "trang NhanDinh, ô A2", "“tháng 7” không phải là tuần");
    assert_eq!(understand(&with("NhanDinh", 1, "Kỳ", text("Tháng 7/2025"))).unwrap().remarks[0].period.to_string(), "2025-07");
    says(&with("NhanDinh", 1, "Kỳ", RawValue::Number(28.2025)), "trang NhanDinh, ô A2", "không phải là tuần");
    says(&with("NhanDinh", 1, "Nội dung", text("")), "trang NhanDinh, ô C2", "Thiếu “Nội dung”");
}

#[test]
fn a_confirmation_is_of_communes_and_a_stage_that_the_register_has() {
    let row = &understand(&examples()).unwrap().confirmations[0];
    assert_eq!((row.confirmation.state.as_str(), row.confirmation.on, row.agencies.len()), ("XANH", day("2025-09-08"), 1));
    says(&with("XacNhan", 1, "Đơn vị", text("xã Lạ")), "trang XacNhan, ô A2", "xã Lạ");
    says(&with("XacNhan", 1, "Giai đoạn", text("Giai đoạn 2")), "trang XacNhan, ô B2", "Có phải là “Giai đoạn 1” không?");
    says(&with("XacNhan", 1, "Ngày xác nhận", text("tháng 9")), "trang XacNhan, ô E2", "tháng 9");
    let left_out = with("XacNhan", 1, "Cơ quan xác nhận", text(""));
    says(&left_out, "trang XacNhan, ô D2", "Thiếu “Cơ quan xác nhận”");
    assert_eq!(understand(&left_out).unwrap().confirmations, []);
}
