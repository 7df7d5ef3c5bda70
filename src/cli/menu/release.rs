//! Entry 8: what will be signed, looked at, edited, and fixed.

use super::prompt::{Came, Menu, dragged};
use crate::io::failure::Failure;

const ENTRIES: [&str; 4] = [
    "Xem trước bản sẽ trình ký",
    "Lập bản Word để biên tập",
    "Đối chiếu số liệu trong bản Word đã biên tập",
    "Chốt bản tổng hợp (trình ký)",
];

pub(super) fn choose(menu: &Menu<'_>) -> Result<(), Failure> {
    for (number, entry) in (1..).zip(ENTRIES) {
        menu.say(&format!("  8.{number}  {entry}"));
    }
    let period = menu.status()?.period.id;
    let folder = menu.workspace.products(period);
    let came = match menu.ask("Gõ 1 đến 4 (chỉ Enter để thôi):").as_deref() {
        Some("1") => menu.offer("lập bản sẽ trình ký vào thư mục xem-truoc; không chốt.", &[&["release", "--preview"]]),
        Some("2") => menu.offer("chép báo cáo Word đã chốt thành bản để biên tập; bản đã chốt giữ nguyên.", &[&["edit-report"]]),
        Some("3") => {
            let Some(file) = menu.ask("Tên hoặc đường dẫn tệp Word (kéo tệp vào đây được):") else { return Ok(()) };
            let file = dragged(&file).to_owned();
            // A bare name lies among the products.
            let path = if folder.join(&file).exists() { folder.join(&file).display().to_string() } else { file };
            menu.perform(&["check-report", &path]);
            return Ok(());
        }
        Some("4") => {
            menu.say("Bản trình ký không thay đổi được nữa; sửa sau đó phải lập bản số 2 (mục 10).");
            menu.offer("chốt số liệu (nếu đến hạn) và chốt bản tổng hợp ngay bây giờ.", &[&["release"]])
        }
        _ => return Ok(()),
    };
    if came != Came::Left {
        menu.open(&folder);
    }
    Ok(())
}
