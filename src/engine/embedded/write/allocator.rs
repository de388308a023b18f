//! Returns freed memory to the operating system.

/// Returns freed memory to the operating system.
///
/// glibc keeps the memory that each thread has freed (`malloc_trim(3)`). Without this call, the memory that tantivy
/// held before it wrote a segment would count in addition to what another thread needs to write the catalogue.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: `malloc_trim` may be called by any thread at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}
