//! Memory that the program gave back to the C library, and the library keeps for what comes next: between two steps of a run that
//! need much of it, in pieces of another size, it would be as good as lost.

use std::ffi::c_int;

// SAFETY: declared as the GNU library does; it guards its lists itself, and any number may be asked to stay.
unsafe extern "C" {
    safe fn malloc_trim(stays: usize) -> c_int;
}

/// Memory that is free within this process goes back to the system.
pub fn give_back() {
    malloc_trim(0);
}
