//! Progress as events; drawing is the business of `cli`.

/// Receives the events of a parallel pass.
pub trait Progress: Sync {
    /// So many files will be looked at.
    fn start(&self, files: usize);
    /// One more is done.
    fn step(&self);
    /// No more files are looked at.
    fn finish(&self);
    /// Something a person should know while it goes on.
    fn say(&self, text: &str);
}

/// For whoever does not watch: every event is dropped.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _files: usize) {}
    fn step(&self) {}
    fn finish(&self) {}
    fn say(&self, _text: &str) {}
}
