//! The two folders of the program that read bytes (`reader` may use `model` alone): a target is built in a minute, for
//! the rest of the program is not.

#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/reader/mod.rs"]
pub mod reader;
