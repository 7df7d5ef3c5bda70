//! Lists as desks keep them, with what is usually wrong in them.

use super::*;
use crate::model::agency::{AgencyCode, AgencyKind};
use crate::model::found_list::FoundOffices;
use crate::model::place::CellRef;
use crate::model::task::{DeadlineKind, TaskKind};
use crate::model::workbook::{Area, RawValue};

/// A sheet of texts; `|` parts the cells, a blank cell holds nothing.
fn sheet(name: &str, rows: &[&str], merged: &[&str]) -> RawSheet {
    let row = |(number, text): (usize, &&str)| {
        let cells = text.split('|').enumerate().filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(column, cell)| (u32::try_from(column).unwrap(), RawValue::Text(cell.replace('\\', "\n").into())));
        (u32::try_from(number).unwrap(), cells.collect())
    };
    let area = |text: &&str| {
        let (first, last) = text.split_once(':').unwrap();
        Area { first: CellRef::parse(first).unwrap(), last: CellRef::parse(last).unwrap() }
    };
    RawSheet {
        name: name.to_owned(),
        visible: true,
        rows: rows.iter().enumerate().map(row).collect(),
        merged: merged.iter().map(area).collect(),
        ..RawSheet::default()
    }
}

fn list(sheets: Vec<RawSheet>) -> FoundList {
    let names = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let given = Given { desk: AgencyCode::parse("SKHCN").unwrap(), desk_name: String::new(), document: None, plan_year: None };
    understand(&RawWorkbook { sheets, sheet_names: names, ..RawWorkbook::default() }, &given)
}

/// The annex of a plan: official head, two rows of headings, numbers of columns, groups, merged cells, a total, a signature.
fn annex() -> RawSheet {
    sheet(
        "PL1",
        &[
            "UBND TỈNH HÀ TĨNH||||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "",
            "PHỤ LỤC NHIỆM VỤ NĂM 2025",
            "(Kèm theo Kế hoạch số 11-KH/BCĐ ngày 29/6/2025 của Ban Chỉ đạo)",
            "",
            "TT|Nội dung nhiệm vụ|Phân công||Thời gian thực hiện|Kết quả thực hiện",
            "||Chủ trì|Phối hợp||",
            "(1)|(2)|(3)|(4)|(5)|(6)",
            "I|THỂ CHẾ, CHÍNH SÁCH",
            "1|Ban hành quy chế dữ liệu|Sở KH&CN|Sở VH,TT&DL, Công an tỉnh; UBND các xã, phường|Quý III/2025|Đã trình",
            "2|Rà soát thủ tục|VP UBND tỉnh||thường xuyên|",
            "3|Xây dựng hạ tầng số",
            "3.1|Lắp trạm 5G|VNPT, Viettel|Sở Khoa học và Công nghệ|30/9/2025",
            "3.2|Xóa điểm lõm sóng|||sớm nhất có thể",
            "II. NHÂN LỰC",
            "1|Tập huấn kỹ năng số|UBND các xã, phường|Đ/c Trưởng phòng CĐS|6 tháng cuối năm 2025",
            "2|Mua sắm thiết bị|Sở Tài chính||",
            "|cho các xã vùng khó khăn|||",
            "3|Số hóa hồ sơ|xã Thạch Hà; Xã Cẩm Xuyên\\P. Thành Sen||sau khi có hướng dẫn của Trung ương",
            "",
            "|Tổng cộng: 7 nhiệm vụ|||",
            "||||GIÁM ĐỐC",
            "9|Không phải nhiệm vụ|Sở Y tế||",
        ],
        &["A7:A8", "B7:B8", "C7:D7", "E7:E8", "F7:F8", "A16:F16", "A4:F4", "A5:F5", "B10:F10"],
    )
}

#[test]
fn an_annex_becomes_tasks_word_for_word() {
    let found = list(vec![annex()]);
    let rows: Vec<(&str, &str, &str)> =
        found.tasks.iter().map(|task| (task.code.code.as_str(), task.group.as_str(), task.content.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("KH11-001", "THỂ CHẾ, CHÍNH SÁCH", "Ban hành quy chế dữ liệu"),
            ("KH11-002", "THỂ CHẾ, CHÍNH SÁCH", "Rà soát thủ tục"),
            ("KH11-003", "THỂ CHẾ, CHÍNH SÁCH", "Lắp trạm 5G"),
            ("KH11-004", "THỂ CHẾ, CHÍNH SÁCH", "Xóa điểm lõm sóng"),
            ("KH11-005", "NHÂN LỰC", "Tập huấn kỹ năng số"),
            ("KH11-006", "NHÂN LỰC", "Mua sắm thiết bị"),
            ("KH11-007", "NHÂN LỰC", "Số hóa hồ sơ"),
        ]
    );
    assert!(found.tasks.iter().all(|task| task.code.proposed && task.document == "11-KH/BCĐ" && task.plan_year == Some(2025)));
    let first = &found.tasks[0];
    assert_eq!(first.leads.codes.iter().map(AgencyCode::as_str).collect::<Vec<_>>(), ["SKHCN"]);
    assert_eq!(first.supports.codes.iter().map(AgencyCode::as_str).collect::<Vec<_>>(), ["SVHTTDL", "CAT"]);
    assert_eq!(first.supports.groups, ["UBND các xã, phường"]);
    assert_eq!(
        (first.kind, first.deadline_kind, first.deadline.as_str()),
        (Some(TaskKind::SharedLed), Some(DeadlineKind::Dated), "Quý III/2025")
    );
    assert_eq!(first.issued_on.map(|day| day.to_string()).as_deref(), Some("2025-06-29"));
    let kinds: Vec<_> = found.tasks.iter().map(|task| task.kind).collect();
    assert_eq!(
        kinds,
        [
            Some(TaskKind::SharedLed),
            Some(TaskKind::Own),
            Some(TaskKind::SharedMany),
            None,
            Some(TaskKind::WholeGroup),
            Some(TaskKind::Own),
            Some(TaskKind::SharedMany)
        ]
    );
    let deadlines: Vec<_> = found.tasks.iter().map(|task| task.deadline_kind).collect();
    assert_eq!(deadlines[1..4], [Some(DeadlineKind::Regular), Some(DeadlineKind::Dated), None]);
    assert_eq!(deadlines[4..], [Some(DeadlineKind::Dated), None, Some(DeadlineKind::Conditional)]);
}

#[test]
fn what_is_not_certain_is_told_with_its_cell_and_left_blank() {
    let found = list(vec![annex()]);
    let said: Vec<String> = found.doubts.iter().map(|doubt| format!("{}: {}", doubt.place_in_words(), doubt.understood)).collect();
    for (place, words) in [
        ("trang PL1, ô A5", "Lấy làm văn bản giao"),
        ("trang PL1, ô A4", "Lấy làm năm kế hoạch"),
        ("trang PL1, ô E8", "Hiểu là thời hạn"),
        ("trang PL1, ô F8", "không thuộc danh mục"),
        ("trang PL1, ô B13", "chỉ nêu chung cho các dòng con"),
        ("trang PL1, ô C14", "nhiều cơ quan chủ trì"),
        ("trang PL1, ô C15", "Không ghi cơ quan chủ trì"),
        ("trang PL1, ô E15", "Không hiểu thời hạn"),
        ("trang PL1, ô D17", "Chưa rõ là cơ quan nào"),
        ("trang PL1, ô E18", "Không ghi thời hạn"),
        ("trang PL1, ô B19", "có thể là phần tiếp của dòng trên"),
    ] {
        assert!(said.iter().any(|line| line.starts_with(place) && line.contains(words)), "{place} {words} in {said:#?}");
    }
    // The deadline that nobody understands stays as it is written.
    assert_eq!(found.tasks[3].deadline, "sớm nhất có thể");
    assert!(found.tasks[4].supports.incomplete && found.tasks[4].supports.codes.is_empty());
    assert!(!found.offices.iter().any(|office| office.name.contains("Trưởng phòng") || office.code.code.as_str() == "SYT"));
}

#[test]
fn offices_stand_once_under_all_their_names() {
    let found = list(vec![
        annex(),
        sheet(
            "Danh sách",
            &[
                "DANH SÁCH CƠ QUAN, ĐƠN VỊ",
                "STT|Tên cơ quan, đơn vị|Viết tắt|Cán bộ đầu mối|SĐT",
                "A|KHỐI CHÍNH QUYỀN",
                "1|Sở Khoa học và Công nghệ||Nguyễn Văn An|0912345678",
                "2|Sở KHCN|||",
                "3|Trung tâm Công nghệ thông tin tỉnh|TT CNTT||",
                "4|Tổ chuyên gia chuyển đổi số|||",
                "B|CẤP XÃ",
                "1|UBND xã Thạch Hà|||",
                "2|Xã Thanh An|||",
                "3|Xã Thạnh An|||",
            ],
            &["A1:E1"],
        ),
    ]);
    let office = |code: &str| found.offices.iter().find(|office| office.code.code.as_str() == code).unwrap();
    let codes: Vec<&str> = found.offices.iter().map(|office| office.code.code.as_str()).collect();
    assert_eq!(codes[..6], ["SKHCN", "TTCNTTT", "TCGCDS", "X-THACHHA", "X-THANHAN", "X-THANHAN2"]);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    assert_eq!(office("SKHCN").contact.phone, "0912345678");
    assert_eq!((office("TTCNTTT").short.as_str(), office("TTCNTTT").kind), ("TT CNTT", Some(AgencyKind::PublicService)));
    assert_eq!(office("TCGCDS").kind, None);
    assert_eq!(office("X-THACHHA").name, "Ủy ban nhân dân xã Thạch Hà");
    assert_eq!(office("X-THACHHA").groups, ["UBND các xã, phường"]);
    assert_eq!(office("P-THANHSEN").kind, Some(AgencyKind::Ward));
    let concluded = |code: &str| (office(code).name_concluded, office(code).short_concluded);
    assert_eq!(concluded("SKHCN"), (false, true), "the list writes the full name, and no short one");
    assert_eq!((concluded("TTCNTTT"), concluded("X-THACHHA")), ((false, false), (true, true)));
    let said = |code: &str| found.doubts.iter().any(|doubt| doubt.understood.contains(code));
    assert!(said("Mã đề xuất là X-THANHAN2, vì X-THANHAN") && said("Cùng một cơ quan với trang Danh sách, ô B4"));
    assert_eq!(found.sheets[1], FoundSheet { name: "Danh sách".to_owned(), holds: Some("cơ quan"), rows: 6 });
}

#[test]
fn codes_of_the_list_stay_and_are_never_proposed_again() {
    let found = list(vec![sheet(
        "Theo dõi",
        &[
            "Mã NV|Nhiệm vụ|Đơn vị chủ trì|Hạn hoàn thành|Văn bản giao|Năm",
            "KH11-001|Một|STC|30/9/2025|11-KH/BCĐ|2025",
            "NV 2|Hai|STC|30/9/2025|11-KH/BCĐ|2025",
            "KH11-001|Ba|STC|30/9/2025|11-KH/BCĐ|2025",
        ],
        &[],
    )]);
    let codes: Vec<(&str, bool)> = found.tasks.iter().map(|task| (task.code.code.as_str(), task.code.proposed)).collect();
    assert_eq!(codes, [("KH11-001", false), ("KH11-002", true), ("KH11-003", true)]);
    assert_eq!(found.tasks[1].note, "Mã cũ: NV 2");
    assert_eq!(found.offices.len(), 2, "the desk is added");
}

#[test]
fn targets_are_read_and_what_no_list_says_stays_blank() {
    let found = list(vec![sheet(
        "Chỉ tiêu",
        &[
            "STT|Tên chỉ tiêu|ĐVT|Mục tiêu năm 2025|Đơn vị chủ trì",
            "I|Hạ tầng số (02 chỉ tiêu)",
            "1|Tỷ lệ dân số phủ sóng 5G|%|trên 90%|Sở KH&CN",
            "2|Trạm 5G lắp mới|trạm|250|Sở KH&CN",
        ],
        &[],
    )]);
    let rows: Vec<_> = found
        .targets
        .iter()
        .map(|target| (target.code.code.as_str(), target.comparison.is_some(), target.goal.map(|goal| goal.to_string())))
        .collect();
    assert_eq!(rows, [("CT-001", true, Some("90".to_owned())), ("CT-002", false, Some("250".to_owned()))]);
    assert_eq!(found.targets[0].group, "Hạ tầng số (02 chỉ tiêu)");
    assert!(found.doubts.iter().any(|doubt| doubt.place.cell == CellRef::parse("D4") && doubt.understood.contains("ít nhất")));
}

#[test]
fn what_is_no_list_is_said_and_not_read() {
    let mut hidden = annex();
    hidden.name = "Cũ".to_owned();
    hidden.visible = false;
    let found = list(vec![sheet("Ghi nhớ", &["Họp thứ Sáu", "Mang theo máy tính"], &[]), hidden]);
    assert!(found.tasks.is_empty() && found.sheets.iter().all(|sheet| sheet.holds.is_none()));
    assert_eq!(found.doubts.iter().filter(|doubt| doubt.understood.contains("không đọc")).count(), 2);
}

/// A cell merged down over rows holds for all of them; a task merged down over rows is one task.
#[test]
fn merged_cells_hold_for_their_rows() {
    let found = list(vec![sheet(
        "PL",
        &[
            "STT|Nội dung|Cơ quan chủ trì|Thời hạn",
            "1|Một|Sở Y tế|30/9/2025",
            "2|Hai||30/9/2025",
            "3|Ba|Sở Nội vụ|30/9/2025",
            "||Sở Tư pháp|",
        ],
        &["C2:C3", "B4:B5", "D4:D5"],
    )]);
    let leads: Vec<Vec<&str>> = found.tasks.iter().map(|task| task.leads.codes.iter().map(AgencyCode::as_str).collect()).collect();
    assert_eq!(leads, [vec!["SYT"], vec!["SYT"], vec!["SNV", "STP"]]);
}

/// The list calls the desk by another code: that stays one of its names. Its code is another office's: told, and nothing is added.
#[test]
fn the_desk_keeps_its_code_and_the_lists_own_is_a_name_of_it() {
    let tasks = || {
        sheet(
            "NV",
            &["STT|Nội dung|Cơ quan chủ trì|Cơ quan phối hợp|Thời hạn", "1|Một|KHCN|YTE|30/9/2025", "2|Hai|YTE|KHCN|30/9/2025"],
            &[],
        )
    };
    let offices = ["STT|Mã đơn vị|Tên cơ quan, đơn vị", "1|KHCN|Sở Khoa học và Công nghệ", "2|YTE|Sở Y tế", "3|KHCN|Văn phòng UBND tỉnh"];
    let found = list(vec![tasks(), sheet("DV", &offices, &[])]);
    let codes = |offices: &FoundOffices| offices.codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(
        found.tasks.iter().map(|task| codes(&task.leads) + "/" + &codes(&task.supports)).collect::<Vec<_>>(),
        ["SKHCN/YTE", "YTE/SKHCN"]
    );
    let desk = found.offices.iter().find(|office| office.code.code.as_str() == "SKHCN").unwrap();
    assert_eq!((desk.aliases.as_slice(), desk.code.proposed, found.offices.len()), (&["KHCN".to_owned()][..], false, 3));
    assert!(found.offices.iter().all(|office| office.code.code.as_str() != "KHCN"), "no code is another office's name");
    let said = |words: &str| found.doubts.iter().filter(|doubt| doubt.understood.contains(words)).count();
    assert_eq!((said("mã KHCN của danh sách ghi ở Bí danh"), said("Chưa rõ là cơ quan nào"), said("mã của cơ quan tổng hợp")), (1, 0, 0));

    let found = list(vec![tasks(), sheet("DV", &["STT|Mã đơn vị|Tên cơ quan, đơn vị", "1|SKHCN|Sở Nội vụ", "2|YTE|Sở Y tế"], &[])]);
    let told = found.doubts.iter().find(|doubt| doubt.understood.contains("Có mã SKHCN là mã của cơ quan tổng hợp")).unwrap();
    assert_eq!((told.written.as_str(), told.place.cell), ("Sở Nội vụ", CellRef::parse("C2")));
}

/// What no row can say is told once.
#[test]
fn a_column_that_the_list_lacks_is_told_once() {
    let said = |rows: &[&str], words: &str| {
        let found = list(vec![sheet("NV", rows, &[])]);
        found.doubts.iter().filter(|doubt| doubt.understood.contains(words)).map(|doubt| doubt.understood.clone()).collect::<Vec<_>>()
    };
    let deadlines = said(&["STT|Nội dung|Cơ quan chủ trì", "1|Một|Sở Y tế", "2|Hai|Sở Y tế", "3|Ba|Sở Y tế"], "thời hạn");
    assert_eq!(deadlines, ["Danh sách không có cột thời hạn đọc được; để trống ở mọi dòng."]);
    let leads = "Danh sách không có cột cơ quan chủ trì; để trống ở mọi dòng.";
    assert_eq!(said(&["STT|Nội dung|Cơ quan phối hợp|Thời hạn", "1|Một|Sở Y tế|30/9/2025", "2|Hai||30/9/2025"], "chủ trì"), [leads]);
    assert_eq!(said(&["STT|Tên chỉ tiêu|ĐVT|Mục tiêu", "1|Một|%|90", "2|Hai|%|80"], "chủ trì"), [leads]);
    // Where the column is there, each blank cell is told.
    let blank = said(&["STT|Nội dung|Cơ quan chủ trì|Thời hạn", "1|Một||", "2|Hai|Sở Y tế|30/9/2025", "3|Ba||30/9/2025"], "chủ trì");
    assert_eq!(blank, ["Không ghi cơ quan chủ trì; để trống.", "Không ghi cơ quan chủ trì; để trống."]);
}

/// A list of an office of statistics: numbers for codes, and no column that numbers the rows.
#[test]
fn numbers_are_no_codes_and_are_told_once() {
    let found =
        list(vec![sheet("Sheet1", &["Quận Huyện|Phường Xã|Mã PX", "Thạch Hà|Xã Thạch Đài|18652", "Thạch Hà|Phường Trần Phú|18070"], &[])]);
    let codes: Vec<&str> = found.offices.iter().map(|office| office.code.code.as_str()).collect();
    assert_eq!(codes, ["X-THACHDAI", "P-TRANPHU", "SKHCN"]);
    assert_eq!(found.doubts.iter().filter(|doubt| doubt.understood.contains("không dùng làm mã đơn vị")).count(), 1);
}

/// A title right above the headings is none of them: its document is read.
#[test]
fn a_title_right_above_the_headings_is_read() {
    let rows = [
        "DANH MỤC NHIỆM VỤ NĂM 2025",
        "(Kèm theo Kế hoạch số 11-KH/BCĐ ngày 29/6/2025)",
        "STT|Nội dung|Chủ trì|Thời hạn",
        "1|Một|Sở Y tế|30/9/2025",
    ];
    let found = list(vec![sheet("PL", &rows, &[])]);
    assert_eq!((found.tasks[0].document.as_str(), found.tasks[0].plan_year), ("11-KH/BCĐ", Some(2025)));
}

/// A note between the rows of a list ends nothing; a row below the signature is told.
#[test]
fn rows_below_a_note_are_read_and_the_note_is_told() {
    let found = list(vec![sheet(
        "PL",
        &[
            "STT|Nội dung|Cơ quan chủ trì|Thời hạn",
            "1|Một|Sở Y tế|30/9/2025",
            "2|Hai|Sở Y tế|30/9/2025",
            "Ghi chú: các việc dưới đây do Sở Nội vụ làm",
            "3|Ba|Sở Nội vụ|30/9/2025",
            "4|Bốn|Sở Nội vụ|30/9/2025",
            "||TM. ỦY BAN NHÂN DÂN",
            "5|Năm|Sở Tư pháp|30/9/2025",
        ],
        &[],
    )]);
    assert_eq!(found.tasks.iter().map(|task| task.content.as_str()).collect::<Vec<_>>(), ["Một", "Hai", "Ba", "Bốn"]);
    let said = |cell: &str| found.doubts.iter().filter(|doubt| doubt.place.cell == CellRef::parse(cell)).collect::<Vec<_>>();
    assert!(said("A4").iter().any(|doubt| doubt.written.contains("do Sở Nội vụ làm") && doubt.understood.contains("vẫn đọc")));
    assert!(said("B8").iter().any(|doubt| doubt.understood.contains("có 1 dòng đứng dưới chỗ ký")), "{:#?}", found.doubts);
}

/// Words in brackets behind a name say who supports; names of the same letters are told.
#[test]
fn words_behind_a_name_say_its_part_and_names_of_the_same_letters_are_told() {
    let found = list(vec![sheet(
        "PL",
        &[
            "STT|Nội dung|Cơ quan chủ trì|Cơ quan phối hợp|Thời hạn",
            "1|Một|Sở Y tế (chủ trì), Sở Văn hóa, Thể thao và Du lịch (phối hợp)|Sở Tư pháp|30/9/2025",
            "2|Hai|Sở Ytế||30/9/2025",
            "3|Ba|Sở Nội vụ (Phối hợp)||30/9/2025",
            "4|Bốn|Sở Y tế (CT), Sở Tư pháp (PH)|Sở Nội vụ (PH)|30/9/2025",
            "5|Năm|Sở Y tế, (PH) Sở Tư pháp||30/9/2025",
        ],
        &[],
    )]);
    let codes = |named: &[AgencyCode]| named.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (first, last, short) = (&found.tasks[0], &found.tasks[2], &found.tasks[3]);
    assert_eq!(
        (codes(&first.leads.codes), codes(&first.supports.codes)),
        (vec!["SYT".to_owned()], vec!["STP".to_owned(), "SVHTTDL".to_owned()])
    );
    assert_eq!(first.kind, Some(TaskKind::SharedLed));
    assert_eq!(
        (codes(&short.leads.codes), codes(&short.supports.codes)),
        (vec!["SYT".to_owned()], vec!["SNV".to_owned(), "STP".to_owned()])
    );
    assert_eq!((codes(&last.leads.codes), codes(&last.supports.codes), last.kind), (vec![], vec!["SNV".to_owned()], None));
    let before = &found.tasks[4];
    assert_eq!((codes(&before.leads.codes), codes(&before.supports.codes)), (vec!["SYT".to_owned()], vec!["STP".to_owned()]));
    let said = |cell: &str, words: &str| {
        found.doubts.iter().any(|doubt| doubt.place.cell == CellRef::parse(cell) && doubt.understood.contains(words))
    };
    assert!(said("C2", "hiểu là cơ quan phối hợp") && said("C4", "hiểu là cơ quan phối hợp") && said("C4", "Không ghi cơ quan chủ trì"));
    assert!(said("C3", "cơ quan khác với “Sở Y tế”"), "{:#?}", found.doubts);
    assert!(!found.offices.iter().any(|office| office.name.contains('(')));
}

/// An office has several telephones: in two columns, in rows merged under its name, in a row without a name, in a second row of it.
#[test]
fn every_telephone_of_an_office_is_kept() {
    let found = list(vec![sheet(
        "DV",
        &[
            "STT|Tên cơ quan, đơn vị|Cán bộ đầu mối|Điện thoại|Di động",
            "1|Sở Y tế|Nguyễn An|02393855001|0912000001",
            "||Trần Bình|02393855002|",
            "2|Sở Nội vụ|Lê Chi|02393855003|",
            "||||912000004",
            "3|Sở Tư pháp|Phạm Dung||0912000005",
            "4|Sở Tư pháp||02393855006|0912000005",
            "||Ghi sau|0912000007 (ngoài giờ)|",
        ],
        &["A2:A3", "B2:B3"],
    )]);
    let contacts: Vec<(&str, &str, &str)> = found
        .offices
        .iter()
        .map(|office| (office.code.code.as_str(), office.contact.officer.as_str(), office.contact.phone.as_str()))
        .take(3)
        .collect();
    assert_eq!(
        contacts,
        [
            ("SYT", "Nguyễn An; Trần Bình", "02393855001; 0912000001; 02393855002"),
            ("SNV", "Lê Chi", "02393855003; 912000004"),
            ("STP", "Phạm Dung; Ghi sau", "0912000005; 02393855006; 0912000007 (ngoài giờ)"),
        ]
    );
    let said = |cell: &str, words: &str| {
        found.doubts.iter().any(|doubt| doubt.place.cell == CellRef::parse(cell) && doubt.understood.contains(words))
    };
    assert!(said("E5", "số liên hệ thêm") && said("E5", "không bắt đầu bằng số 0"), "{:#?}", found.doubts);
    assert!(said("B7", "ghi thêm vào dòng ấy") && !said("E1", "trùng nghĩa"), "{:#?}", found.doubts);
}

/// A name over the columns of persons and telephones is neither; a telephone over two columns of telephones is one.
#[test]
fn a_name_merged_across_is_no_telephone() {
    let found = list(vec![sheet(
        "DV",
        &[
            "STT|Tên cơ quan, đơn vị|Cán bộ đầu mối|Điện thoại|Di động",
            "1|Sở Y tế|||",
            "2|Sở Nội vụ|||0912000002",
            "3|Sở Tư pháp|Phạm Dung|02393855003|",
        ],
        &["B2:D2", "B3:D3", "D4:E4"],
    )]);
    let phones: Vec<(&str, &str)> =
        found.offices.iter().map(|office| (office.code.code.as_str(), office.contact.phone.as_str())).take(3).collect();
    assert_eq!(phones, [("SYT", ""), ("SNV", "0912000002"), ("STP", "02393855003")]);
}

/// Where the list has lines of groups a lone telephone is none of them.
#[test]
fn a_lone_telephone_names_no_group() {
    let rows = ["Tên cơ quan, đơn vị|Điện thoại", "CÁC SỞ|", "Sở Y tế|02393855001", "|0912000001", "Sở Nội vụ|02393855003"];
    let found = list(vec![sheet("DV", &rows, &[])]);
    let phones: Vec<&str> = found.offices.iter().map(|office| office.contact.phone.as_str()).collect();
    assert_eq!(phones, ["02393855001; 0912000001", "02393855003", ""]);
}
