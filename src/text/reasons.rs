//! Words by which people say why a figure is another one than before.

use crate::text::{normalise, nothing};

/// What such a note holds, in whole words without accents. A figure alone is no reason: telephones and documents have figures too.
const WORDS: [&str; 26] = [
    "do",
    "vi",
    "tang",
    "giam",
    "dieu chinh",
    "dinh chinh",
    "ban giao",
    "sap nhap",
    "hop nhat",
    "tach",
    "chuyen",
    "bo sung",
    "thay doi",
    "cong don",
    "luy ke",
    "don vi tinh",
    "ra soat",
    "thong ke",
    "kiem ke",
    "so lieu",
    "truoc day",
    "truoc la",
    "ky truoc",
    "tuan truoc",
    "nham",
    "sai",
];
/// Words that look like one of them and are none.
const OTHERS: [&str; 3] = [" tien do ", " don vi ", " che do "];

/// Does a note speak of a change of the figure?
pub fn speaks_of_a_change(note: &str) -> bool {
    if nothing::says_nothing(note) {
        return false;
    }
    let key = normalise::unaccented(note);
    let words: Vec<&str> = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = format!(" {} ", words.join(" "));
    let holds = |said: &str| WORDS.iter().any(|word| said.contains(&format!(" {word} ")));
    said.contains(" don vi tinh ") || holds(&OTHERS.iter().fold(said, |said, other| said.replace(other, "  ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_from_other_notes() {
        for reason in [
            "Nhận bàn giao từ doanh nghiệp",
            "Do sáp nhập xã",
            "Tăng mạnh vì mở rộng phạm vi",
            "Đính chính số liệu",
            "trước đây 205",
            "Đổi đơn vị tính",
        ] {
            assert!(speaks_of_a_change(reason), "{reason}");
        }
        for other in [
            "",
            "Không",
            "Đã trình lãnh đạo",
            "Anh Minh theo dõi",
            "Chờ phê duyệt",
            "Đúng tiến độ",
            "Đơn vị đã ký",
            "0912345678",
            "CV 12/SYT",
        ] {
            assert!(!speaks_of_a_change(other), "{other}");
        }
    }
}
