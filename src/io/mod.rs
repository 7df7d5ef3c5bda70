//! One file for each thing outside: the clock, the disk, the database, the Excel writer, the reading children. Nothing
//! else in the crate touches them. May use `model`, `text`, `forms`, `sheets`, `reader`.

pub mod archive;
pub mod backup;
pub mod child_wait;
pub mod clock;
pub mod completeness;
pub mod config;
pub mod desk_command;
pub mod disk;
pub mod excel_write;
pub mod failure;
pub mod files;
pub mod inbox;
pub mod journal;
pub mod ledger;
pub mod mounts;
pub mod notify;
pub mod owner_file;
pub mod platform;
pub mod publish;
pub mod reader_pool;
pub mod registers;
pub mod review_child;
pub mod review_list;
pub mod run_lock;
pub mod run_log;
pub mod scenario;
pub mod schedule_files;
pub mod stamp;
pub mod surroundings;
pub mod table_write;
pub mod time_limit;
pub mod witness;
pub mod word;
pub mod workspace;
pub mod zip_file;
