//! Vietnamese words and formats: reading what people write, and writing what people read. Pure; may use `model`.

pub mod format;
pub mod normalise;
