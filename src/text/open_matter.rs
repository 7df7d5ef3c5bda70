//! Words by which an office takes back what it asked for, or says that it still stands.

use crate::model::waiting::Ending;
use crate::text::normalise;

/// What may stand in a cell beside a word that ends something: what it was.
const MATTER: [&str; 17] =
    ["kho", "khan", "vuong", "mac", "kien", "nghi", "de", "xuat", "noi", "dung", "cac", "tat", "ca", "nay", "tren", "neu", "van"];
/// What may stand there too where something was solved.
const OVER: [&str; 5] = ["gi", "nua", "them", "roi", "xong"];
/// The first words of what says that nothing is left, and the word before what was done.
const GONE: [&str; 3] = ["khong", "da", "het"];
/// What may stand beside a word that takes something back.
const BACK: [&str; 7] = ["rut", "xin", "lai", "da", "don", "vi", "thoi"];
/// Who can have done it.
const WHO: [&str; 18] = [
    "duoc", "ubnd", "tinh", "so", "thuong", "truc", "uy", "ban", "bo", "hoi", "dong", "nhan", "dan", "trung", "uong", "nganh", "cap", "don",
];
/// What a document that did it is called; its number is no word.
const DOCUMENT: [&str; 17] =
    ["cong", "van", "quyet", "dinh", "thong", "bao", "ket", "luan", "ke", "hoach", "to", "trinh", "nghi", "ngay", "thang", "nam", "cua"];
/// What was done, in two words each.
const DONE: [[&str; 2]; 4] = [["giai", "quyet"], ["xu", "ly"], ["thao", "go"], ["khac", "phuc"]];

/// How the words of a cell end what the office said there before; `None` if they are no words for that.
pub fn ending(text: &str) -> Option<Ending> {
    // Nearly every text asks for something or tells of something, and shows that with its first word: folding all of it costs most.
    first_word(text).filter(|word| begins(word))?;
    ending_of(&words(text)?)
}

/// Can the first word of a cell that ends something be this one? Of the tables by which [`ending_of`] decides, each that it
/// holds a first word against.
fn begins(word: &str) -> bool {
    GONE.contains(&word) || BACK.contains(&word) || MATTER.contains(&word) || OVER.contains(&word)
}

/// The same of the words themselves.
fn ending_of(words: &[String]) -> Option<Ending> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if is_solved(&words) {
        return Some(Ending::Solved);
    }
    // "Rút lại kiến nghị", "Xin rút đề nghị này"; "Rút ngắn thời gian" asks for something.
    let beside = |word: &&str| MATTER.contains(word) || BACK.contains(word);
    let ends = words.contains(&"rut") || words == ["thoi", "kien", "nghi"];
    (ends && words.iter().all(beside)).then_some(Ending::Withdrawn)
}

fn is_solved(words: &[&str]) -> bool {
    let matter = |words: &[&str]| words.iter().all(|word| MATTER.contains(word) || OVER.contains(word));
    match words {
        ["khong", "con", rest @ ..] | ["da", "het", rest @ ..] | ["het", rest @ ..] => matter(rest),
        _ => {
            // "Đã được UBND tỉnh giải quyết xong", not "Đã đề nghị UBND tỉnh giải quyết".
            let Some((before, rest)) = split_at(words, |two| two.first() == Some(&"da")) else { return false };
            let rest = rest.get(1..).unwrap_or_default();
            let done = |two: &[&str]| DONE.iter().any(|done| two.starts_with(done));
            let Some((between, after)) = split_at(rest, done) else { return false };
            let after = after.get(2..).unwrap_or_default();
            let document = |word: &&str| DOCUMENT.contains(word) || WHO.contains(word);
            let by = matches!(after, ["theo" | "tai" | "bang", rest @ ..] if rest.iter().all(document));
            matter(before) && between.iter().all(|word| WHO.contains(word)) && (by || matter(after))
        }
    }
}

/// The words before the first place that a test holds at, and those from there on; `None` if it holds nowhere.
fn split_at<'w>(words: &'w [&'w str], holds: impl Fn(&[&str]) -> bool) -> Option<(&'w [&'w str], &'w [&'w str])> {
    let at = (0..words.len()).find(|at| words.get(*at..).is_some_and(&holds))?;
    words.split_at_checked(at)
}

/// Do the words of a cell say no more than that what was said there still stands?
pub fn stands(text: &str) -> bool {
    const AGAIN: [&str; 18] = [
        "van", "tiep", "tuc", "con", "nhu", "tuan", "ky", "truoc", "cu", "giu", "nguyen", "da", "chua", "duoc", "giai", "quyet", "bao",
        "cao",
    ];
    if !matches!(first_word(text).as_deref(), Some("van" | "nhu" | "tiep" | "giu")) {
        return false;
    }
    let Some(words) = words(text) else { return false };
    words.len() > 1 && words.iter().all(|word| AGAIN.contains(&word.as_str()) || MATTER.contains(&word.as_str()))
}

/// The first of the [`words`] of a cell.
fn first_word(text: &str) -> Option<String> {
    spoken(text).find_map(|word| {
        let key = normalise::unaccented(word);
        key.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).map(str::to_owned)
    })
}

/// What stands between spaces, but for a number of a document or a day, with what hangs on it.
fn spoken(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| !word.bytes().any(|b| b.is_ascii_digit()))
}

/// The words of a cell without marks, case, punctuation and numbers; `None` where they are too many to say only this.
fn words(text: &str) -> Option<Vec<String>> {
    if text.chars().nth(100).is_some() {
        return None;
    }
    let key = normalise::unaccented(&spoken(text).collect::<Vec<_>>().join(" "));
    Some(key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn words_that_end_what_was_asked() {
        let solved = [
            "Đã giải quyết",
            "đã được giải quyết.",
            "Đã giải quyết theo Công văn số 12/UBND-TH",
            "Đã được UBND tỉnh giải quyết",
            "đã giải quyết (18/7)",
            "Đã giải quyết xong vướng mắc",
            "Đã khắc phục",
            "Không còn vướng mắc",
            "Không còn kiến nghị, đề xuất",
            "Không còn khó khăn vướng mắc",
            "Hết khó khăn",
            "Đã hết vướng mắc",
            "Hết",
            "Xong, đã giải quyết",
            "Rồi, đã xử lý",
        ];
        for text in solved {
            assert_eq!(ending(text), Some(Ending::Solved), "{text}");
        }
        for text in ["Rút", "rút kiến nghị", "Xin rút.", "Rút lại kiến nghị", "Xin rút đề nghị này"] {
            assert_eq!(ending(text), Some(Ending::Withdrawn), "{text}");
        }
        let asks = [
            "",
            "Không",
            "Đã giải quyết một phần, đề nghị tiếp tục",
            "Đã giải quyết theo kế hoạch nhưng còn thiếu vốn",
            "Đã giải quyết theo Công văn 12/UBND; đề nghị bố trí thêm 02 tỷ",
            "Đã đề nghị UBND tỉnh giải quyết",
            "Đề nghị giải quyết",
            "Chưa giải quyết",
            "Rút ngắn thời gian thẩm định",
            "Không còn kinh phí",
            "Hết kinh phí",
            "Bổ sung kinh phí",
        ];
        for text in asks {
            assert_eq!(ending(text), None, "{text}");
        }
    }

    /// Many texts: each word of a table as the first one, spelt in several ways, before what may follow it.
    fn many() -> Vec<String> {
        let tables: [&[&str]; 7] = [&MATTER, &OVER, &GONE, &BACK, &WHO, &DOCUMENT, DONE.as_flattened()];
        let accented = [
            "Đã", "Xong", "Rồi", "Hết", "Không", "Rút", "Vẫn", "Như", "Tiếp", "Giữ", "Đề", "Nữa", "Đơn", "Lại", "12/7", "\u{200b}", "-", "",
        ];
        let follows = [
            "",
            " đã giải quyết",
            ", đã xử lý.",
            " còn vướng mắc",
            " vướng mắc",
            " rút kiến nghị",
            " kiến nghị",
            " đã được UBND tỉnh tháo gỡ theo Công văn số 12/UBND",
            " đề nghị bố trí 02 tỷ",
            " như tuần trước",
        ];
        let mut texts = Vec::new();
        for word in tables.concat().into_iter().chain(accented) {
            for rest in follows {
                let text = format!("{word}{rest}");
                let spelt =
                    [text.to_uppercase(), text.nfd().collect(), format!("(18/7) - “{text}”"), format!("… {}", text.replace(' ', "\u{a0}"))];
                texts.extend(spelt.into_iter().chain([text]));
            }
        }
        texts
    }

    #[test]
    fn the_first_word_alone_decides_nothing_otherwise() {
        let (mut ended, mut texts) = (0, 0);
        for text in many() {
            let whole = words(&text);
            let all = whole.as_deref().and_then(ending_of);
            assert_eq!(ending(&text), all, "{text}");
            assert_eq!(first_word(&text), whole.and_then(|words| words.first().cloned()), "{text}");
            (ended, texts) = (ended + usize::from(all.is_some()), texts + 1);
        }
        assert!(ended > 300 && texts > 4000, "{ended} of {texts} end something");
    }

    #[test]
    fn words_that_say_it_again() {
        let again = ["Vẫn đề nghị", "Như tuần trước.", "Vẫn đề nghị như tuần trước", "Vẫn đề nghị như cũ", "Vẫn còn vướng mắc", "Như trên"];
        for text in again {
            assert!(stands(text), "{text}");
        }
        for text in ["Vẫn đề nghị bổ sung 02 biên chế", "Đề nghị bổ sung", "Vẫn", ""] {
            assert!(!stands(text), "{text}");
        }
    }
}
