//! The contract in words: what the program promises, how it decides, how to go on building it. The pages are plain
//! Markdown beside this file, compiled into the documentation so that their links are checked.
//!
//! | Page | Answers |
//! | --- | --- |
//! | [`week`] | what happens when, which version counts, what a standing means |
//! | [`receipt`] | when a report was received, and how that is proved |
//! | [`rows`] | what findings do, the class of a task, shared tasks, targets, colours |
//! | [`reading`] | how cells become values |
//! | [`registers`] | registers, receipt book, form |
//! | [`products`] | what is written, and how it looks |
//! | [`records`] | ledger, archive, seals, `verify` |
//! | [`keeping`] | packed bodies, backup, restore, the archive of a year, retention, rights of files |
//! | [`json`] | what `--json` prints, key by key; failure codes, exit codes |
//! | [`export`] | what `export` writes for other programs, column by column |
//! | [`retrospect`] | what `report` says of several periods, and how it is counted |
//! | [`architecture`] | the flow, why it is so, what is absent |
//! | [`adding`] | how to add each kind of thing |
//! | [`contributing`] | house rules, tests, commits |
//! | [`decisions`] | dated and short |
//! | [`changelog`] | what changed for people |
//!
//! Where code and page disagree, one of them has a bug: the page says what is meant.
//!
//! A link from page to page is written `[the week][week]` and defined twice: at the foot of the page by the file's name, for
//! who reads the file, and here before the page, where the first definition wins, for who reads this documentation.

#[doc = include_str!("adding.md")]
pub mod adding {}
#[doc = include_str!("architecture.md")]
pub mod architecture {}
#[doc = include_str!("changelog.md")]
pub mod changelog {}
#[doc = "[adding]: crate::docs::adding"]
#[doc = "[changelog]: crate::docs::changelog"]
#[doc = "[week]: crate::docs::week"]
#[doc = include_str!("contributing.md")]
pub mod contributing {}
#[doc = include_str!("decisions.md")]
pub mod decisions {}
#[doc = include_str!("export.md")]
pub mod export {}
#[doc = include_str!("json.md")]
pub mod json {}
#[doc = include_str!("keeping.md")]
pub mod keeping {}
#[doc = "[registers]: crate::docs::registers"]
#[doc = include_str!("products.md")]
pub mod products {}
#[doc = include_str!("reading.md")]
pub mod reading {}
#[doc = include_str!("receipt.md")]
pub mod receipt {}
#[doc = include_str!("records.md")]
pub mod records {}
#[doc = "[receipt]: crate::docs::receipt"]
#[doc = "[week]: crate::docs::week"]
#[doc = include_str!("registers.md")]
pub mod registers {}
#[doc = "[json]: crate::docs::json"]
#[doc = include_str!("retrospect.md")]
pub mod retrospect {}
#[doc = include_str!("rows.md")]
pub mod rows {}
#[doc = "[receipt]: crate::docs::receipt"]
#[doc = include_str!("week.md")]
pub mod week {}
