//! Vietnamese letters in the codes from before Unicode, and what becomes of Unicode on a wrong way. In a workbook such
//! text is stored as if it were Latin letters of Windows-1252: `Uû ban nh©n d©n`. Which font shows it is not known
//! here, so the code is found by what the text says.
//!
//! [`tcvn3`] and [`vni`] are tables; [`detect`] weighs what a sheet's words say under each of them against what they
//! say as they stand, by the list in [`syllables`]; [`misread`] undoes UTF-8 taken for Windows-1252. Every function is
//! pure and none converts silently: `forms::letters` applies them sheet by sheet and keeps before and after.

pub mod detect;
pub mod misread;
mod syllables;
mod tcvn3;
mod vni;

use crate::model::extraction::EightBit;

/// A text of the given code in Unicode; characters that the code does not use stay.
pub fn decode(text: &str, code: EightBit) -> String {
    match code {
        EightBit::Tcvn3 => tcvn3::decode(text),
        EightBit::Vni => vni::decode(text),
    }
}

/// Is it a letter of Vietnamese or of plain Latin, composed?
fn is_vietnamese(c: char) -> bool {
    let latin = matches!(c,
        'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý' | 'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý');
    latin
        || matches!(c, 'a'..='z' | 'A'..='Z' | '\u{1ea0}'..='\u{1ef9}')
        || matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư')
}

/// Vietnamese letters with a mark.
#[cfg(test)]
const MARKED: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it would be stored in a code.
    pub(super) fn encode(text: &str, code: EightBit) -> String {
        match code {
            EightBit::Tcvn3 => text.chars().map(tcvn3::tests::encode).collect(),
            EightBit::Vni => text.chars().map(vni::tests::encode).collect(),
        }
    }

    #[test]
    fn the_letters_of_vietnamese() {
        for c in '\0'..='\u{ffff}' {
            let lower = c.to_lowercase().next().unwrap();
            assert_eq!(is_vietnamese(c), c.is_ascii_alphabetic() || MARKED.contains(lower), "{c}");
        }
    }

    /// Every letter with a mark through both tables: each has its own code, and that code gives it back.
    #[test]
    fn every_letter_goes_there_and_back() {
        for letter in MARKED.chars() {
            let there = tcvn3::tests::encode(letter);
            assert_eq!(tcvn3::decode(&there), letter.to_string(), "TCVN3 {there:?}");
            for letter in [letter, letter.to_uppercase().next().unwrap()] {
                let there = vni::tests::encode(letter);
                assert_eq!(vni::decode(&there), letter.to_string(), "VNI {there:?}");
            }
        }
        assert_eq!(MARKED.chars().count(), 67);
    }

    #[test]
    fn a_word_is_the_same_word_after_any_code() {
        for word in ["nhiệm", "thường", "quyết", "chuyển", "phẫu", "khuỷu", "ngượng", "Đường", "hòa", "ẵm"] {
            assert_eq!(decode(&encode(word, EightBit::Vni), EightBit::Vni), word);
            // Capitals with a tone have no code of their own in TCVN3, other capitals do.
            assert_eq!(decode(&encode(word, EightBit::Tcvn3), EightBit::Tcvn3), word);
        }
    }
}
