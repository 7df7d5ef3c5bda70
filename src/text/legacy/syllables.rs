//! The list of frequent syllables, as data in `syllables.txt`, and how a syllable is built at all.

use crate::text::normalise;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static SYLLABLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let lines = include_str!("syllables.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(normalise::key).collect()
});

/// Is the word a frequent syllable with a mark?
pub(super) fn is_frequent(word: &str) -> bool {
    SYLLABLES.contains(&normalise::key(word))
}

/// What a syllable may begin with, the longest first.
const ONSETS: [&str; 30] = [
    "ngh", "br", "ch", "đr", "gh", "gi", "kh", "kr", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n",
    "p", "r", "s", "t", "v", "x",
];
/// What follows, without the mark of the tone; the last ones stand in names of the highlands.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm \
    ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm \
    oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch \
    uênh ui um un ung uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn \
    ương ươp ươt ươu y yêm yên yêng yêt yêu ynh ych yt ak ăk êk ik ok ôk uk ưk ";

/// Could the word be a syllable, frequent or not?
pub(super) fn is_possible(word: &str) -> bool {
    let toneless: String =
        word.to_lowercase().nfd().filter(|c| !matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')).nfc().collect();
    let is_rime = |rest: &str| !rest.is_empty() && RIMES.contains(&format!(" {rest} "));
    is_rime(&toneless) || ONSETS.iter().filter_map(|onset| toneless.strip_prefix(onset)).any(is_rime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_marked_syllables_of_one_word() {
        assert!(SYLLABLES.len() >= 500, "{}", SYLLABLES.len());
        for syllable in SYLLABLES.iter() {
            assert!(!syllable.is_ascii() && syllable.chars().all(super::super::is_vietnamese), "{syllable}");
        }
    }

    #[test]
    fn what_could_be_a_syllable() {
        for syllable in SYLLABLES.iter() {
            assert!(is_possible(syllable), "{syllable}");
        }
        for word in ["Phìn", "Gì", "quốc", "Khuỷu", "nghiêng", "Đắk", "Krông"] {
            assert!(is_possible(word), "{word}");
        }
        for word in ["", "Noậl", "ngờl", "đb", "h²", "thươ"] {
            assert!(!is_possible(word), "{word}");
        }
    }

    #[test]
    fn case_and_place_of_the_tone_do_not_matter() {
        for word in ["Ủy", "uỷ", "NHIỆM", "hoà", "tỉ", "kĩ"] {
            assert!(is_frequent(word), "{word}");
        }
        for word in ["", "ban", "nhiÖm", "khuỵp"] {
            assert!(!is_frequent(word), "{word}");
        }
    }
}
