//! What the name of a file says about its version (`src/docs/week.md`, "Which version counts").

use crate::text::{normalise, runs};

/// How many times the name says that the report was revised; 0 if it says nothing. "sửa lần 2" and `_SD2` are the
/// second revision; "v3", "bản 3" and "lần 3" are the third version, so also the second revision; "bổ sung",
/// "đính chính", "thay thế", "final", "chốt" and "mới" say at least once. `(1)`, "Copy" and "Bản sao" are left by
/// downloading and copying and say nothing.
pub fn revision_mark(name: &str) -> u32 {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // Where the name has marks at all they are trusted: "mời" is not "mới".
    let text = if stem.is_ascii() { normalise::unaccented(stem) } else { normalise::key(stem) };
    let words = runs::of(&text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).filter_map(|at| mark_at(&words, at)).max().unwrap_or(0)
}

/// Does the name say that a release was withdrawn (`…_huy`, `…_huy2`)? Copying leaves its own marks behind it.
pub fn says_withdrawn(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = runs::of(&normalise::unaccented(stem));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let withdrawn = |at: usize| words.get(at).is_some_and(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()) == "huy");
    (1..words.len()).any(|at| withdrawn(at) && is_last(&words, at))
}

fn mark_at(words: &[&str], at: usize) -> Option<u32> {
    let word = *words.get(at)?;
    let number = words.get(at + 1).and_then(|w| if w.len() <= 2 { w.parse::<u32>().ok() } else { None });
    let before = at.checked_sub(1).and_then(|b| words.get(b)).copied().unwrap_or("");
    let after = words.get(at + 1).copied();
    match word {
        "sd" | "sđ" => number,
        "lần" | "lan" if is_revising(before) => number,
        "lần" | "lan" | "v" | "bản" | "ban" => number.map(|n| n.saturating_sub(1)),
        "sửa" | "sua" | "final" | "chốt" | "chot" => Some(1),
        "bổ" if after == Some("sung") => Some(1),
        "bo" if after == Some("sung") => Some(1),
        "đính" | "dinh" if matches!(after, Some("chính" | "chinh")) => Some(1),
        "thay" if matches!(after, Some("thế" | "the")) => Some(1),
        // "đổi mới sáng tạo" and "nông thôn mới" are subjects, not versions.
        "mới" | "moi" if !matches!(before, "đổi" | "doi" | "thôn" | "thon") && is_last(words, at) => Some(1),
        _ => None,
    }
}

fn is_revising(word: &str) -> bool {
    matches!(word, "sửa" | "sua" | "đổi" | "doi" | "sung" | "chính" | "chinh" | "thế" | "the")
}

/// Nothing follows but what copying leaves behind, or "nhất".
fn is_last(words: &[&str], at: usize) -> bool {
    let left = |w: &&str| matches!(*w, "nhất" | "nhat" | "copy" | "bản" | "ban" | "sao") || w.chars().all(|c| c.is_ascii_digit());
    words.iter().skip(at + 1).all(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_say_how_often_a_report_was_revised() {
        for (name, times) in [
            ("BC tuần 27 (sửa lần 2).xlsx", 2),
            ("BC_SYT_T27_2025_SD1.xlsx", 1),
            ("bc tuan 27 sua lan 3.xls", 3),
            ("BC bổ sung lần 2.xlsx", 2),
            ("BC_SYT_T27_2025_v3.xlsx", 2),
            ("BC bản 2.xlsx", 1),
            ("BC nộp lần 2.xlsx", 1),
            ("BC đính chính.xlsx", 1),
            ("BC_thay the.xlsx", 1),
            ("BC_final_final.xlsx", 1),
            ("BC chốt.xlsx", 1),
            ("BC_moi.xlsx", 1),
            ("BC mới nhất (1).xlsx", 1),
            ("Bổ sung.xlsx", 1),
            ("BC su\u{31b}\u{309}a la\u{302}\u{300}n 2.xlsx", 2),
        ] {
            assert_eq!(revision_mark(name), times, "{name}");
        }
    }

    #[test]
    fn what_copying_leaves_behind_is_no_mark() {
        for name in [
            "BC_SYT_T27_2025.xlsx",
            "BC tuan 27 (1).xlsx",
            "BC (2).xlsx",
            "BC - Copy.xlsx",
            "Bản sao của BC.xlsx",
            "Copy of BC (3).xlsx",
            "BC_SYT_v1.xlsx",
            "BC đổi mới sáng tạo T27.xlsx",
            "BC nông thôn mới.xlsx",
            "Giấy mời.xlsx",
            "BC_v20250711.xlsx",
            "",
        ] {
            assert_eq!(revision_mark(name), 0, "{name}");
        }
    }
}
