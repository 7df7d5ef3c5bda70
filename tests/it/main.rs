//! Tests that need the program itself, real files or more than one part of it.
#![allow(missing_docs, unreachable_pub, reason = "tests are named by what they show, and nobody calls them")]
#![allow(clippy::unwrap_used, clippy::get_unwrap, clippy::print_stdout, reason = "a test fails by panicking, and says what it skipped")]

mod corpus;
mod desk;
mod forms;
mod hand;
mod kill;
mod reader_pool;
mod review;
mod sample;
mod tidy;
mod trouble;
mod verify;
mod week;
