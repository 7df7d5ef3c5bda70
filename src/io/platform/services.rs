//! The table of what each system gives.

/// Something this program would like to have from a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Its name for programs.
    pub code: &'static str,
    /// Its name for people, in Vietnamese.
    pub name: &'static str,
    /// Does the program have it on Unix?
    pub unix: bool,
    /// Does the program have it on Windows?
    pub windows: bool,
    /// What to do where it is not given, in Vietnamese; blank if nobody needs to do anything.
    pub advice: &'static str,
}

const fn service(code: &'static str, name: &'static str, unix: bool, windows: bool, advice: &'static str) -> Service {
    Service { code, name, unix, windows, advice }
}

/// What each system gives; a test on each system compares what it can ask with this table.
pub const SERVICES: [Service; 10] = [
    service(
        "server_time",
        "giờ thay đổi tệp do máy chủ ghi",
        true,
        true,
        "Máy này không cho biết giờ máy chủ ghi tệp: báo cáo chỉ được tính đúng hạn khi đã quét thấy trước giờ chốt. Đề nghị đặt lịch quét \
         sát giờ chốt.",
    ),
    service("memory_limit", "giới hạn bộ nhớ của tiến trình đọc tệp", true, true, ""),
    service(
        "free_room",
        "dung lượng đĩa còn trống",
        true,
        true,
        "Máy này không cho biết dung lượng đĩa còn trống: đề nghị định kỳ tự kiểm tra đĩa chứa sổ tiếp nhận và sản phẩm.",
    ),
    service("lock_holder", "lần chạy đang giữ khóa (từ lúc nào, tiến trình nào)", true, true, ""),
    service("mount_points", "ổ gắn bên trong thư mục nhận báo cáo", true, false, ""),
    service("file_number", "số hiệu tệp (biết tệp bị thay trong lúc đọc)", true, false, ""),
    service(
        "boot_clock",
        "đồng hồ đếm từ lúc bật máy (biết đồng hồ máy bị chỉnh nhảy tới)",
        true,
        false,
        "Máy này không cho biết đồng hồ đếm từ lúc bật máy: nếu giờ máy bị chỉnh sai, chương trình không tự biết. Đề nghị bật đồng bộ giờ của \
         hệ điều hành.",
    ),
    service("own_group", "Ctrl-C chỉ tới tiến trình chính", true, true, ""),
    service("writers", "tệp đang được chương trình khác mở để ghi", false, true, ""),
    service("cloud", "tệp chỉ nằm trên đám mây (OneDrive, Google Drive)", false, true, ""),
];
