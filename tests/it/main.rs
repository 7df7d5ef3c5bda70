//! Tests that need the program itself, real files or more than one part of it.
#![allow(missing_docs, unreachable_pub, reason = "tests are named by what they show, and nobody calls them")]
#![allow(clippy::unwrap_used, clippy::get_unwrap, clippy::print_stdout, reason = "a test fails by panicking, and says what it counted")]

mod arrival;
mod calendar;
mod cases;
mod clock;
mod contract;
mod corpus;
mod decisions;
mod desk;
mod editions;
mod evidence;
mod fault;
mod forms;
mod from_records;
mod guides;
mod hand;
mod kept;
mod kill;
mod letters;
mod model;
mod mutants;
mod needs;
mod office_suite;
mod own_table;
mod package;
mod planted;
mod publishing;
mod reader_pool;
mod reader_revision;
mod records;
mod recover;
mod reopen;
mod review;
mod sample;
mod scaling;
mod schedule;
mod second_opinion;
mod secrets;
mod sent;
mod several_desks;
#[cfg(target_os = "linux")]
mod share;
mod slow;
mod soundness;
mod tamper;
mod tidy;
mod trouble;
mod unfilled;
mod unseen;
mod values;
mod verify;
mod week;
mod workbooks;
mod xlsb_writer;
mod zoo;
