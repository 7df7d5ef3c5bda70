//! What of the official head and foot of the documents a desk has not said yet. Nobody should learn of it from a page that
//! is to be signed.

use crate::model::config::Desk;

/// A sentence about the keys of `[desk]` that would leave a place of the document blank; `None` if nothing would. To whom it is
/// addressed is not asked: a document may have no such part.
pub fn blank(desk: &Desk) -> Option<String> {
    let nothing = |lines: &[String]| lines.iter().all(|line| line.trim().is_empty());
    let asked = [
        (nothing(&desk.heading), "tên cơ quan ở góc trái (heading)"),
        (desk.place.trim().is_empty(), "địa danh (place)"),
        (nothing(&desk.signature), "chức danh, họ tên người ký (signature)"),
        (nothing(&desk.recipients), "nơi nhận (recipients)"),
    ];
    let blank: Vec<&str> = asked.into_iter().filter(|(is_blank, _)| *is_blank).map(|(_, what)| what).collect();
    (!blank.is_empty())
        .then(|| format!("Văn bản còn để trống: {}. Đề nghị điền ở mục [desk] của tonghop.toml trước khi trình ký.", blank.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::config;

    #[test]
    fn what_is_blank_is_named_with_its_key() {
        let mut desk = config().desk;
        (desk.heading, desk.place) = (vec!["UBND TỈNH HÀ TĨNH".into(), "SỞ KHOA HỌC VÀ CÔNG NGHỆ".into()], String::new());
        (desk.signature, desk.recipients) = (vec![" ".into()], vec!["Lưu: VT".into()]);
        let said = blank(&desk).unwrap();
        assert!(said.contains(": địa danh (place); chức danh, họ tên người ký (signature). "), "{said}");
        (desk.place, desk.signature) = ("Hà Tĩnh".into(), vec!["GIÁM ĐỐC".into()]);
        assert_eq!(blank(&desk), None);
    }
}
