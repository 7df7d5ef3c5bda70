//! The names that a template may use, with an example of each: what a template is tried out with, and what the page for the
//! office says.

use crate::sheets::letter::fields::{Entry, Fields};
use crate::sheets::letter::letter_of::LetterOf;
use crate::sheets::letter::words::Words;

/// What a report has of its desk, whatever it is of: each name with what it is, in Vietnamese, and an example. `x[].y` is `y` of
/// each thing in the list `x`.
const OF_DESK: &[(&str, &str, &str)] = &[
    ("co_quan_cap_tren", "dòng trên của khối cơ quan ban hành", "UBND TỈNH HÀ TĨNH"),
    ("co_quan", "tên cơ quan ban hành, chữ in hoa", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
    ("ten_co_quan", "tên cơ quan trong câu", "Sở Khoa học và Công nghệ"),
    ("so_ky_hieu", "chỗ ghi số, ký hiệu", "Số:          /BC-SKHCN"),
    ("dia_danh_ngay", "địa danh, chỗ ghi ngày", "Hà Tĩnh, ngày        tháng 9 năm 2025"),
    ("ten_bao_cao", "BÁO CÁO; khi diễn tập có chữ DIỄN TẬP", "BÁO CÁO"),
    ("kinh_gui", "nơi kính gửi, có xuống dòng khi nhiều nơi", "Kính gửi: Văn phòng Tỉnh ủy."),
    ("kinh_gui_ten", "tên các nơi kính gửi trong một câu", "Văn phòng Tỉnh ủy"),
    ("noi_nhan[].dong", "từng dòng của Nơi nhận, kể cả dòng “Nơi nhận:”", "- Như trên;"),
    ("chu_ky[].dong", "từng dòng của khối chữ ký, có dòng trống để ký", "PHÓ GIÁM ĐỐC"),
];

/// The same of the report of one period.
const OF_PERIOD: &[(&str, &str, &str)] = &[
    ("ky", "kỳ báo cáo", "tuần 38 năm 2025"),
    ("ky_ngay", "các ngày của kỳ", "từ ngày 15/9 đến ngày 21/9/2025"),
    ("ky_truoc", "kỳ được so sánh; trống ở kỳ đầu tiên", "tuần 37"),
    ("ky_sau", "kỳ kế tiếp", "tuần 39"),
    ("den", "thời điểm chốt số liệu", "11 giờ 00 ngày 19/9/2025"),
    ("ghi_chu[].noi_dung", "ghi chú của bản này (bản chốt, lập sau hạn, thay bản trước …)", "LẬP SAU HẠN 15 giờ 30 ngày 19/9/2025"),
    ("nhiem_vu.hoan_thanh", "số nhiệm vụ hoàn thành trên tổng số", "37/102"),
    ("nhiem_vu.ty_le", "tỷ lệ hoàn thành", "36%"),
    ("nhiem_vu.thay_doi", "thay đổi so với kỳ trước; trống ở kỳ đầu tiên", ", tăng 02 so với tuần 37"),
    ("nhiem_vu.minh_chung", "số nhiệm vụ hoàn thành chưa có minh chứng; trống nếu không có", "(trong đó 05 nhiệm vụ chưa có minh chứng)"),
    (
        "nhiem_vu.bao_lai",
        "số nhiệm vụ đơn vị báo lại chưa hoàn thành; trống nếu không có",
        "Trong số hoàn thành có 01 nhiệm vụ đơn vị báo lại chưa hoàn thành.",
    ),
    ("nhiem_vu.thuong_xuyen", "số nhiệm vụ thường xuyên trên tổng số", "08/102"),
    ("nhiem_vu.dang_trien_khai", "số nhiệm vụ đang triển khai trên tổng số", "45/102"),
    ("nhiem_vu.chua_den_ky", "số nhiệm vụ chưa đến kỳ trên tổng số", "12/102"),
    ("nhiem_vu.qua_han", "số nhiệm vụ quá hạn; trống nếu không có", "08"),
    ("nhiem_vu.moi_qua_han", "số nhiệm vụ mới quá hạn; trống ở kỳ đầu tiên", "04"),
    ("nhiem_vu.sap_den_han", "số nhiệm vụ sắp đến hạn", "05"),
    ("nam_nay.nam", "năm của kỳ báo cáo", "2025"),
    ("nam_nay.nhiem_vu", "nhiệm vụ của năm đã hoàn thành; trống nếu năm không có nhiệm vụ", "35/82"),
    ("nam_nay.ty_le", "tỷ lệ hoàn thành nhiệm vụ của năm", "43%"),
    (
        "nam_nay.con_lai",
        "câu về nhiệm vụ của năm chưa hoàn thành; trống nếu đã xong hết",
        "còn 47 nhiệm vụ chưa hoàn thành, trong đó 46 đang thực hiện",
    ),
    ("nam_nay.dang_thuc_hien", "nhiệm vụ của năm đang thực hiện", "46"),
    ("nam_nay.chi_tieu", "chỉ tiêu của năm đạt và vượt; trống nếu năm không có chỉ tiêu", "29/45"),
    ("nam_nay.ty_le_chi_tieu", "tỷ lệ chỉ tiêu của năm đạt và vượt", "64%"),
    ("chuong_trinh[].ten", "tên chương trình", "Chuyển đổi số trong các cơ quan Đảng"),
    ("chuong_trinh[].hoan_thanh", "nhiệm vụ của chương trình đã hoàn thành", "07/43"),
    ("chuong_trinh[].ty_le", "tỷ lệ hoàn thành của chương trình", "16%"),
    ("chuong_trinh[].thuong_xuyen", "nhiệm vụ thường xuyên của chương trình", "08/43"),
    ("chuong_trinh[].dang_trien_khai", "nhiệm vụ đang triển khai của chương trình", "16/43"),
    ("chuong_trinh[].chua_den_ky", "nhiệm vụ chưa đến kỳ của chương trình", "12/43"),
    ("xa.du", "số xã, phường đủ tiêu chí; trống nếu không có tiêu chí", "130/130"),
    ("xa.tieu_chi", "số tiêu chí", "16/16"),
    (
        "xa.xac_nhan",
        "câu về xác nhận của cấp trên đối với xã, phường; trống nếu chưa có",
        "130/130 xã, phường đủ 16/16 tiêu chí theo báo cáo; 130/130 được Trung tâm Chỉ huy Trung ương xác nhận.",
    ),
    ("bien_dong[].noi_dung", "từng câu về biến động so với kỳ trước", "So với tuần 37, 01 nhiệm vụ chuyển trạng thái."),
    ("qua_han_lau_nhat[].nhiem_vu", "nhiệm vụ quá hạn lâu nhất (tối đa 5)", "Bố trí kinh phí"),
    ("qua_han_lau_nhat[].co_quan", "cơ quan của nhiệm vụ ấy", "Sở Tài chính"),
    ("qua_han_lau_nhat[].so_ngay", "số ngày quá hạn", "81"),
    ("qua_han_lau_nhat[].nguyen_nhan", "nguyên nhân theo lời đơn vị; trống nếu không nêu", "Chờ hướng dẫn"),
    ("chi_tieu.dat", "chỉ tiêu đạt và vượt trên tổng số", "39/65"),
    ("chi_tieu.ty_le", "tỷ lệ đạt và vượt", "60%"),
    ("chi_tieu.thay_doi", "thay đổi so với kỳ trước; trống ở kỳ đầu tiên", ", bằng tuần 37"),
    ("chi_tieu.chua_danh_gia", "số chỉ tiêu chưa đánh giá được; trống nếu không có", "03"),
    ("chi_tieu_noi_bat[].ten", "chỉ tiêu có thay đổi (tối đa 3)", "Phủ sóng 5G"),
    ("chi_tieu_noi_bat[].ket_qua", "kết quả kỳ này, có đơn vị tính", "20%"),
    ("chi_tieu_noi_bat[].ky_truoc", "kết quả kỳ trước", "10%"),
    ("che_do_bao_cao[].noi_dung", "từng câu về chấp hành chế độ báo cáo", "Có 95 cơ quan, đơn vị phải báo cáo: đúng hạn 90 (95%)."),
    ("nhan_dinh[].noi_dung", "nhận định chung của cơ quan tổng hợp (trang NhanDinh)", "Tiến độ nhìn chung bảo đảm."),
    ("kho_khan[].noi_dung", "khó khăn, vướng mắc", "Chưa có khung tiêu chí đánh giá"),
    ("kho_khan[].co_quan", "cơ quan nêu; trống nếu là lời của cơ quan tổng hợp", "Sở Y tế, Sở Tài chính"),
    ("kho_khan_khac", "số nội dung khác ở bảng kèm theo; trống nếu không có", "Còn 04 nội dung khác."),
    ("kien_nghi[].cap", "cấp được đề nghị", "UBND tỉnh"),
    ("kien_nghi[].muc[].noi_dung", "nội dung trình theo lời cơ quan tổng hợp", "Cho chủ trương bố trí 02 biên chế"),
    ("kien_nghi[].muc[].co_quan", "cơ quan kiến nghị", "Sở Y tế"),
    ("kien_nghi[].muc[].tu_tuan", "kiến nghị từ tuần nào", "33"),
    ("kien_nghi[].muc[].tham_muu", "ý kiến tham mưu; trống nếu không có", "Đề nghị đồng ý"),
    ("kien_nghi_chua_xu_ly", "câu về kiến nghị chưa xử lý; trống nếu không có", "Còn 06 kiến nghị chưa xử lý."),
    ("trong_tam[].noi_dung", "nhiệm vụ trọng tâm (trang NhanDinh)", "Tổ chức kiểm tra tại cơ sở."),
    ("den_han.bay_ngay", "nhiệm vụ đến hạn trong 7 ngày", "02"),
    ("den_han.ba_muoi_ngay", "nhiệm vụ đến hạn trong 30 ngày", "05"),
    ("don_doc", "cơ quan còn nhiều nhiệm vụ quá hạn; trống nếu không có", "Sở Tài chính (03); khối xã, phường (02)"),
    ("kem_theo", "dòng “Kèm theo Báo cáo số …”", "(Kèm theo Báo cáo số          /BC-SKHCN)"),
    ("phu_luc_qua_han", "tên phụ lục nhiệm vụ quá hạn; trống nếu không có", "Phụ lục I"),
    ("phu_luc_den_han", "tên phụ lục nhiệm vụ sắp đến hạn; trống nếu không có", "Phụ lục II"),
    ("phu_luc_kien_nghi", "tên phụ lục kiến nghị; trống nếu không có", "Phụ lục III"),
    ("qua_han[].stt", "bảng nhiệm vụ quá hạn: số thứ tự", "1"),
    ("qua_han[].nhiem_vu", "bảng nhiệm vụ quá hạn: nội dung", "Bố trí kinh phí"),
    ("qua_han[].co_quan", "bảng nhiệm vụ quá hạn: cơ quan", "Sở Tài chính"),
    ("qua_han[].thoi_han", "bảng nhiệm vụ quá hạn: thời hạn", "30/6/2025"),
    ("qua_han[].so_ngay", "bảng nhiệm vụ quá hạn: số ngày quá hạn", "81"),
    ("qua_han[].nguyen_nhan", "bảng nhiệm vụ quá hạn: nguyên nhân theo lời đơn vị", "Chờ hướng dẫn"),
    ("qua_han[].du_kien", "bảng nhiệm vụ quá hạn: dự kiến hoàn thành", "30/9/2025"),
    ("den_han_bang[].stt", "bảng nhiệm vụ đến hạn: số thứ tự", "1"),
    ("den_han_bang[].nhiem_vu", "bảng nhiệm vụ đến hạn: nội dung", "Đào tạo cán bộ chuyên trách"),
    ("den_han_bang[].co_quan", "bảng nhiệm vụ đến hạn: cơ quan chủ trì", "Sở Nội vụ"),
    ("den_han_bang[].thoi_han", "bảng nhiệm vụ đến hạn: thời hạn", "30/9/2025"),
    ("den_han_bang[].con_ngay", "bảng nhiệm vụ đến hạn: số ngày còn lại", "11"),
    ("den_han_bang[].trong", "bảng nhiệm vụ đến hạn: trong 7, 14 hay 30 ngày", "14 ngày"),
    ("kien_nghi_bang[].stt", "bảng kiến nghị: số thứ tự", "1"),
    ("kien_nghi_bang[].noi_dung", "bảng kiến nghị: nội dung trình", "Cho chủ trương bố trí 02 biên chế"),
    ("kien_nghi_bang[].co_quan", "bảng kiến nghị: cơ quan kiến nghị", "Sở Y tế"),
    ("kien_nghi_bang[].cap", "bảng kiến nghị: cấp được đề nghị", "UBND tỉnh"),
    ("kien_nghi_bang[].tu_tuan", "bảng kiến nghị: từ tuần nào", "33"),
    ("kien_nghi_bang[].tham_muu", "bảng kiến nghị: ý kiến tham mưu", "Đề nghị đồng ý"),
];

/// The same of the report over several periods, behind those of [`OF_DESK`].
const OF_RANGE: &[(&str, &str, &str)] = &[
    ("ky", "các kỳ của báo cáo", "quý III/2025"),
    ("ky_ngay", "các ngày của báo cáo", "từ ngày 30/6/2025 đến ngày 28/9/2025"),
    ("phan[].ten", "tên từng phần, có số La Mã", "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ"),
    ("phan[].dong[].noi_dung", "từng câu của phần ấy", "Trong kỳ hoàn thành thêm 12 nhiệm vụ."),
    ("kem_theo", "dòng “Kèm theo Báo cáo số …”", "(Kèm theo Báo cáo số          /BC-SKHCN)"),
    ("phu_luc_hoan_thanh", "tên phụ lục nhiệm vụ hoàn thành; trống nếu không có", "Phụ lục I"),
    ("phu_luc_qua_han", "tên phụ lục nhiệm vụ chuyển sang quá hạn; trống nếu không có", "Phụ lục II"),
    ("hoan_thanh[].stt", "bảng nhiệm vụ hoàn thành: số thứ tự", "1"),
    ("hoan_thanh[].nhiem_vu", "bảng nhiệm vụ hoàn thành: nội dung", "Số hóa hồ sơ bệnh án"),
    ("hoan_thanh[].co_quan", "bảng nhiệm vụ hoàn thành: cơ quan chủ trì", "Sở Y tế"),
    ("hoan_thanh[].thoi_han", "bảng nhiệm vụ hoàn thành: thời hạn", "30/9/2025"),
    ("hoan_thanh[].tuan", "bảng nhiệm vụ hoàn thành: tuần ghi hoàn thành", "38/2025"),
    ("hoan_thanh[].ngay", "bảng nhiệm vụ hoàn thành: ngày hoàn thành; trống nếu chưa rõ", "16/9/2025"),
    ("qua_han[].stt", "bảng nhiệm vụ quá hạn: số thứ tự", "1"),
    ("qua_han[].nhiem_vu", "bảng nhiệm vụ quá hạn: nội dung", "Bố trí kinh phí"),
    ("qua_han[].co_quan", "bảng nhiệm vụ quá hạn: cơ quan chủ trì", "Sở Tài chính"),
    ("qua_han[].thoi_han", "bảng nhiệm vụ quá hạn: thời hạn", "30/6/2025"),
    ("qua_han[].tuan", "bảng nhiệm vụ quá hạn: tuần chuyển sang quá hạn", "27/2025"),
    ("qua_han[].trang_thai", "bảng nhiệm vụ quá hạn: trạng thái cuối kỳ", "Quá hạn"),
];

/// The names of a report's template, each with what it is and an example.
pub(super) fn places(of: LetterOf) -> Vec<(&'static str, &'static str, &'static str)> {
    let own = match of {
        LetterOf::Period => OF_PERIOD,
        LetterOf::Range => OF_RANGE,
    };
    OF_DESK.iter().chain(own).copied().collect()
}

/// Name of the file that explains the names to the office, beside the templates.
pub const GUIDE: &str = "ten-trong-mau.txt";

/// The names in a text for the office: what stands beside the templates.
pub fn guide() -> String {
    let mut text = String::from(
        "CÁC TÊN DÙNG ĐƯỢC TRONG MẪU BÁO CÁO\n\n\
         Mở mẫu bằng Word, sửa chữ tùy ý. Chỗ {{ tên }} được điền khi chốt và khi lập bản trình ký.\n\
         - Điều kiện trong câu: {% if tên %} … {% endif %}. Tên trống (không có gì để nói) là không thỏa.\n\
         - Lặp cả đoạn: dòng riêng {%p for d in danh_sach %}, các đoạn dùng {{ d.tên }}, dòng riêng {%p endfor %}; {%p if … %} cũng vậy.\n\
         - Lặp dòng của bảng: dòng riêng {%tr for d in danh_sach %}, dòng mẫu, dòng riêng {%tr endfor %}.\n\
         Tên dạng danh_sach[].ten là mục “ten” của từng dòng trong danh sách. Kiểm tra mẫu: tonghop doctor.\n\n",
    );
    let titles = [
        (LetterOf::Period, "BÁO CÁO MỘT KỲ (bao-cao-nd30.docx, bao-cao-hd36.docx)"),
        (LetterOf::Range, "BÁO CÁO NHIỀU KỲ (bao-cao-nhieu-ky-nd30.docx, bao-cao-nhieu-ky-hd36.docx)"),
    ];
    for (of, title) in titles {
        text.push_str(&format!("{title}\n\n"));
        for (name, meaning, example) in places(of) {
            text.push_str(&format!("{name}\n    {meaning}. Ví dụ: {}\n", example.trim()));
        }
        text.push('\n');
    }
    text
}

/// Every name, full or blank.
pub(super) fn example(of: LetterOf, full: bool) -> Fields {
    let paths: Vec<(Vec<&'static str>, &'static str)> =
        places(of).into_iter().map(|(path, _, example)| (path.split('.').collect(), example)).collect();
    fields(&paths, full)
}

/// The names of these paths, whose first part each begins with.
fn fields(paths: &[(Vec<&'static str>, &'static str)], full: bool) -> Fields {
    let mut made = Fields::default();
    for (path, example) in paths {
        let Some((first, rest)) = path.split_first() else { continue };
        let name = first.trim_end_matches("[]");
        if made.0.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let below = || {
            let of = paths.iter().filter(|(path, _)| path.first() == Some(first));
            let of: Vec<_> = of.map(|(path, example)| (path.iter().skip(1).copied().collect::<Vec<_>>(), *example)).collect();
            fields(&of, full)
        };
        let entry = if first.ends_with("[]") {
            Entry::List(if full { vec![below(), below()] } else { Vec::new() })
        } else if rest.is_empty() {
            Entry::Words(if full { Words::text(example) } else { Words::default() })
        } else {
            Entry::Group(below())
        };
        made.0.push((name, entry));
    }
    made
}

/// The paths of what stands under names, as [`places`] writes them.
#[cfg(test)]
pub(super) fn paths(fields: &Fields) -> Vec<String> {
    let mut found = Vec::new();
    for (name, entry) in &fields.0 {
        match entry {
            Entry::Words(_) => found.push((*name).to_owned()),
            Entry::Group(fields) => found.extend(paths(fields).into_iter().map(|path| format!("{name}.{path}"))),
            Entry::List(list) => found.extend(list.iter().flat_map(paths).map(|path| format!("{name}[].{path}"))),
        }
    }
    found.sort();
    found.dedup();
    found
}
