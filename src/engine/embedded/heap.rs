//! Memory that was freed, given back to the system.

/// Gives back what has been freed and is kept for later: glibc keeps for each thread what it has
/// freed (`malloc_trim(3)`), so that what tantivy held before it wrote a segment would stand beside what
/// the catalogue takes while it is written, by another thread.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it may be called at any time, by any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}
