//! VNI-Windows taken for Windows-1252: a letter followed by the sign of its mark, so two characters at a time, the
//! longest first. A few letters have codes of their own.

/// Tones in the order sắc, huyền, hỏi, ngã, nặng; the signs after a plain letter, after one with a circumflex (first
/// the circumflex alone) and after one with a breve (first the breve alone).
const PLAIN: &str = "ùøûõï";
const CIRCUMFLEX: &str = "âáàåãä";
const BREVE: &str = "êéèúüë";

/// A letter, the signs that may follow it, and what each makes of it. `ô` and `ö` are ơ and ư; y takes no ï, for ỵ has
/// a code of its own.
const PAIRS: [(char, &str, &str); 10] = [
    ('a', PLAIN, "áàảãạ"),
    ('a', CIRCUMFLEX, "âấầẩẫậ"),
    ('a', BREVE, "ăắằẳẵặ"),
    ('e', PLAIN, "éèẻẽẹ"),
    ('e', CIRCUMFLEX, "êếềểễệ"),
    ('o', PLAIN, "óòỏõọ"),
    ('o', CIRCUMFLEX, "ôốồổỗộ"),
    ('u', PLAIN, "úùủũụ"),
    ('ô', PLAIN, "ớờởỡợ"),
    ('ö', PLAIN, "ứừửữự"),
];
const Y: (char, &str, &str) = ('y', "ùøûõ", "ýỳỷỹ");
/// Letters with a code of their own.
const SINGLE: (&str, &str) = ("ôöíìæóòîñ", "ơưíìỉĩịỵđ");

/// The text in Unicode. A sign may be a capital or not: the letter before it decides.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let pair = rest.peek().and_then(|sign| pair(c, *sign));
        let made = pair.or_else(|| single(c));
        if pair.is_some() {
            rest.next();
        }
        match made {
            Some(letter) if c.is_uppercase() => out.extend(letter.to_uppercase()),
            Some(letter) => out.push(letter),
            None => out.push(c),
        }
    }
    out
}

/// The small letter of a letter; anything else as it is.
pub(super) fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The small letter that a letter and a sign make.
fn pair(letter: char, sign: char) -> Option<char> {
    let (letter, sign) = (lower(letter), lower(sign));
    let rows = PAIRS.iter().chain([&Y]).filter(|(base, _, _)| *base == letter);
    let mut found = rows.filter_map(|(_, signs, made)| signs.chars().zip(made.chars()).find(|(s, _)| *s == sign));
    found.next().map(|(_, made)| made)
}

fn single(code: char) -> Option<char> {
    let code = lower(code);
    SINGLE.0.chars().zip(SINGLE.1.chars()).find(|(c, _)| *c == code).map(|(_, letter)| letter)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn encode(letter: char) -> String {
        let small = lower(letter);
        let own = SINGLE.1.chars().zip(SINGLE.0.chars()).find(|(made, _)| *made == small).map(|(_, code)| code.to_string());
        let pairs = PAIRS.iter().chain([&Y]);
        let pair = pairs
            .filter_map(|(base, signs, made)| {
                made.chars().zip(signs.chars()).find(|(m, _)| *m == small).map(|(_, sign)| format!("{base}{sign}"))
            })
            .next();
        let coded = own.or(pair).unwrap_or_else(|| small.to_string());
        if letter.is_uppercase() { coded.to_uppercase() } else { coded }
    }

    #[test]
    fn texts_as_they_are_found() {
        for (coded, text) in [
            ("Xin chaøo caùc baïn", "Xin chào các bạn"),
            ("aâ aá aà aå aã aä", "â ấ ầ ẩ ẫ ậ"),
            ("aê aé aè aú aü aë", "ă ắ ằ ẳ ẵ ặ"),
            ("ô ôù ôø ôû ôõ ôï ö öù öø öû öõ öï", "ơ ớ ờ ở ỡ ợ ư ứ ừ ử ữ ự"),
            ("í ì æ ó ò î ñ", "í ì ỉ ĩ ị ỵ đ"),
            ("UÛY BAN NHAÂN DAÂN TÆNH", "ỦY BAN NHÂN DÂN TỈNH"),
            ("Ñöôøng, tröôùc, quyeàn, Nguyeãn", "Đường, trước, quyền, Nguyễn"),
            ("Aùnh", "Ánh"),
            ("", ""),
        ] {
            assert_eq!(decode(coded), text);
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        assert_eq!(decode("BC-07/43 (60%)\n²°ÿđ"), "BC-07/43 (60%)\n²°ÿđ");
    }
}
