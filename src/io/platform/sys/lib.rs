//! Calls that the standard library does not make, each behind a safe function: the only unsafe code of the program.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod heap;
#[cfg(windows)]
mod memory;
#[cfg(windows)]
mod windows;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub use heap::give_back;
#[cfg(windows)]
pub use memory::limit_allocations;
#[cfg(windows)]
pub use windows::*;

/// Memory that is free within this process goes back to the system, where the system knows how; here it does not.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
