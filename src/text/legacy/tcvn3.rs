//! TCVN3 (TCVN 5712:1993, fonts `.Vn…`) taken for Windows-1252. Capitals with a tone have no code of their own: fonts
//! ending in H show the small letters as capitals, which the text does not tell.

/// Each base letter with its codes: without tone, huyền, sắc, hỏi, ngã, nặng.
const SMALL: [(&str, &str); 12] = [
    ("aàáảãạ", "a\u{b5}\u{b8}\u{b6}\u{b7}\u{b9}"),
    ("ăằắẳẵặ", "\u{a8}\u{bb}\u{be}\u{bc}\u{bd}\u{c6}"),
    ("âầấẩẫậ", "\u{a9}\u{c7}\u{ca}\u{c8}\u{c9}\u{cb}"),
    ("eèéẻẽẹ", "e\u{cc}\u{d0}\u{ce}\u{cf}\u{d1}"),
    ("êềếểễệ", "\u{aa}\u{d2}\u{d5}\u{d3}\u{d4}\u{d6}"),
    ("iìíỉĩị", "i\u{d7}\u{dd}\u{d8}\u{dc}\u{de}"),
    ("oòóỏõọ", "o\u{df}\u{e3}\u{e1}\u{e2}\u{e4}"),
    ("ôồốổỗộ", "\u{ab}\u{e5}\u{e8}\u{e6}\u{e7}\u{e9}"),
    ("ơờớởỡợ", "\u{ac}\u{ea}\u{ed}\u{eb}\u{ec}\u{ee}"),
    ("uùúủũụ", "u\u{ef}\u{f3}\u{f1}\u{f2}\u{f4}"),
    // ư is the soft hyphen of Windows-1252, which looks like nothing at all.
    ("ưừứửữự", "\u{ad}\u{f5}\u{f8}\u{f6}\u{f7}\u{f9}"),
    ("yỳýỷỹỵ", "y\u{fa}\u{fd}\u{fb}\u{fc}\u{fe}"),
];
/// đ, and the capitals that have a code.
const OTHERS: (&str, &str) = ("đĂÂÊÔƠƯĐ", "\u{ae}\u{a1}\u{a2}\u{a3}\u{a4}\u{a5}\u{a6}\u{a7}");

/// The text in Unicode; toned capitals come out as small letters. A sign right behind a figure and before no letter is
/// a sign: `5×4`, `1½`.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut after_figure = false;
    while let Some(c) = rest.next() {
        let sign = after_figure && "×÷¼½¾".contains(c) && !rest.peek().is_some_and(|next| next.is_alphabetic());
        out.push(if sign { c } else { letter(c) });
        after_figure = c.is_ascii_digit();
    }
    out
}

fn letter(code: char) -> char {
    if !('\u{a1}'..='\u{fe}').contains(&code) {
        return code;
    }
    let rows = SMALL.iter().chain([&OTHERS]);
    let found = rows.filter_map(|(letters, codes)| codes.chars().zip(letters.chars()).find(|(c, _)| *c == code));
    found.map(|(_, letter)| letter).next().unwrap_or(code)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn encode(letter: char) -> String {
        let has_code = |c: char| OTHERS.0.contains(c) || c.is_lowercase();
        let letter =
            if letter.is_uppercase() && !letter.is_ascii() && !has_code(letter) { super::super::vni::lower(letter) } else { letter };
        let rows = SMALL.iter().chain([&OTHERS]);
        let code =
            rows.filter_map(|(letters, codes)| letters.chars().zip(codes.chars()).find(|(l, _)| *l == letter)).map(|(_, c)| c).next();
        code.unwrap_or(letter).to_string()
    }

    #[test]
    fn texts_as_they_are_found() {
        for (coded, text) in [
            ("Uû ban nh©n d©n", "Uỷ ban nhân dân"),
            ("B¶o Th¾ng", "Bảo Thắng"),
            ("B¸t X¸t", "Bát Xát"),
            ("Céng hßa x· héi", "Cộng hòa xã hội"),
            ("§\u{ad}êng, r\u{f5}ng", "Đường, rừng"),
            ("BÐ", "Bé"),
            ("", ""),
        ] {
            assert_eq!(decode(coded), text);
        }
    }

    /// The standard by its codes from 0xa1 on, as the C library has it (TCVN5712-1); a dot where `.Vn…` fonts have none.
    #[test]
    fn every_code_is_what_the_standard_says() {
        let standard = "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ";
        let mut known = 0;
        for (code, wanted) in ('\u{a1}'..).zip(standard.chars()).filter(|(_, wanted)| *wanted != '·') {
            assert_eq!(decode(&code.to_string()), wanted.to_string(), "{code:?}");
            assert_eq!(encode(wanted), code.to_string(), "{wanted}");
            known += 1;
        }
        assert_eq!(known, 67 + 7, "small letters with a mark, and the capitals that have a code");
    }

    #[test]
    fn what_is_no_code_stays() {
        assert_eq!(decode("BC-07/43 (60%)\n²°ÿđ"), "BC-07/43 (60%)\n²°ÿđ");
        assert_eq!(decode("5×4 m, 1½ giê, 2®ît"), "5×4 m, 1½ giờ, 2đợt");
    }
}
