//! Vietnamese words and formats: reading what people write, and writing what people read. Pure; may use `model`.

pub mod agency_names;
pub mod areas;
pub mod calendar;
pub mod class;
pub mod confirmation;
pub mod dates;
pub mod deadline;
pub mod decision;
pub mod document;
pub mod figures;
pub mod file_name;
pub mod format;
pub mod legacy;
pub mod normalise;
pub mod nothing;
pub mod numbers;
pub mod open_matter;
pub mod party;
pub mod period;
pub mod reasons;
pub mod receipt_code;
pub mod runs;
pub mod sha256;
pub mod suggest;
pub mod task_content;
pub mod words;
