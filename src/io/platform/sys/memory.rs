//! Memory of this process, counted as it is taken: a file of two kilobytes may ask for gigabytes, and a limit of the job that a
//! process is in is not kept by everything that runs programs of Windows. Only Rust's own allocations are counted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};

/// The system's own allocator with a limit.
struct Limited;

#[global_allocator]
static ALLOCATOR: Limited = Limited;

/// Bytes that may be taken from the moment of the limit on; `isize::MAX` is no limit, and then nothing is counted.
static LIMIT: AtomicIsize = AtomicIsize::new(isize::MAX);
/// Bytes taken since then, less those given back: what was taken before counts less than nothing when it is given back.
static TAKEN: AtomicIsize = AtomicIsize::new(0);

/// From now on this process takes no more than so many bytes: what asks for more gets none, and that ends the process.
pub fn limit_allocations(bytes: u64) {
    LIMIT.store(isize::try_from(bytes).unwrap_or(isize::MAX), Relaxed);
}

/// Notes that so many bytes are wanted; `false` if there are not so many.
fn take(bytes: usize) -> bool {
    let limit = LIMIT.load(Relaxed);
    if limit == isize::MAX {
        return true;
    }
    // No layout is larger than isize::MAX.
    let bytes = bytes.cast_signed();
    let granted = TAKEN.fetch_add(bytes, Relaxed).checked_add(bytes).is_some_and(|taken| taken <= limit);
    if !granted {
        TAKEN.fetch_sub(bytes, Relaxed);
    }
    granted
}

fn give_back(bytes: usize) {
    if LIMIT.load(Relaxed) != isize::MAX {
        TAKEN.fetch_sub(bytes.cast_signed(), Relaxed);
    }
}

/// What the system gave for bytes that were noted; if it gave nothing, they are noted no longer.
fn noted(given: *mut u8, bytes: usize) -> *mut u8 {
    if given.is_null() {
        give_back(bytes);
    }
    given
}

// SAFETY: each call goes on to the system's allocator as it came, or gives null, which is allowed whenever there is no memory.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: as promised by the caller.
        noted(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: as promised by the caller.
        noted(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: as promised by the caller.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let more = size.saturating_sub(layout.size());
        if !take(more) {
            return std::ptr::null_mut();
        }
        // SAFETY: as promised by the caller.
        let given = noted(unsafe { System.realloc(pointer, layout, size) }, more);
        if !given.is_null() {
            give_back(layout.size().saturating_sub(size));
        }
        given
    }
}
