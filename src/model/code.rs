//! What codes of agencies, tasks and targets are kept in: so short that they need no memory of their own. Every row of every report
//! bears some, and each is compared, copied and looked up many times.

use arrayvec::ArrayString;
use serde::{Deserializer, de};
use std::fmt;

/// The letters of a code, of which none of any kind has more than 20.
pub(super) type Letters = ArrayString<20>;

/// Reads a code from where its text stands; `what` says of which kind it is.
pub(super) fn read<'de, D: Deserializer<'de>, C>(deserializer: D, what: &'static str, parse: fn(&str) -> Option<C>) -> Result<C, D::Error> {
    struct Text<C> {
        what: &'static str,
        parse: fn(&str) -> Option<C>,
    }

    impl<C> de::Visitor<'_> for Text<C> {
        type Value = C;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.what)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<C, E> {
            (self.parse)(text).ok_or_else(|| E::custom(format_args!("not {}: {text}", self.what)))
        }
    }

    deserializer.deserialize_str(Text { what, parse })
}
