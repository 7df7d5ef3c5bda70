//! A sentence in words and figures. Each figure knows which lines it counts, so that a reader can follow it; as text it is the
//! sentence that is printed.

use crate::sheets::counted::Counted;
use std::fmt;
use std::ops::Add;

/// A figure of a sentence, or the name of what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// As it is printed: `16/102 nhiệm vụ (đạt 16%)`.
    pub(crate) words: String,
    /// What it counts, as the heading of the list behind it.
    pub(crate) title: String,
    /// The lines it counts; of a share those that are part of the whole.
    pub(crate) part: Counted,
    /// Of a share, the whole.
    pub(crate) whole: Option<Counted>,
    /// Is the first number the count of `part`, and the second that of `whole`? Not of a change, nor of a name.
    pub(crate) counts: bool,
}

impl Figure {
    /// How many there are.
    pub(crate) fn count(words: impl Into<String>, title: impl Into<String>, part: Counted) -> Self {
        Self { words: words.into(), title: title.into(), part, whole: None, counts: true }
    }

    /// How many of how many.
    pub(crate) fn share(words: impl Into<String>, title: impl Into<String>, part: Counted, whole: Counted) -> Self {
        Self { whole: Some(whole), ..Self::count(words, title, part) }
    }

    /// What led to a change, or what is named.
    pub(crate) fn about(words: impl Into<String>, title: impl Into<String>, part: Counted) -> Self {
        Self { counts: false, ..Self::count(words, title, part) }
    }
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Words(String),
    Figure(Figure),
}

/// Words and figures in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sentence(Vec<Piece>);

impl Sentence {
    /// Words and figures in their order.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Says it nothing?
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Words(words) if words.is_empty()))
    }

    /// Several with the same words between two of them.
    pub(crate) fn joined(sentences: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Self::default();
        for (number, sentence) in sentences.into_iter().enumerate() {
            if number > 0 {
                all = all + between;
            }
            all = all + sentence;
        }
        all
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Words(words) => f.write_str(words),
            Piece::Figure(figure) => f.write_str(&figure.words),
        })
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Self {
        Self(vec![Piece::Words(words)])
    }
}

impl From<Figure> for Sentence {
    fn from(figure: Figure) -> Self {
        Self(vec![Piece::Figure(figure)])
    }
}

impl<T: Into<Self>> Add<T> for Sentence {
    type Output = Self;

    fn add(mut self, further: T) -> Self {
        self.0.extend(further.into().0);
        self
    }
}
