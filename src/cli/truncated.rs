//! Reports an index file that another program truncated while it was mapped.
//!
//! Reading a mapped page that no longer exists raises SIGBUS, which would end the process without a message. The
//! handler finds the file that was mapped there, reports it and exits with the status of any other error. A signal
//! handler must neither allocate memory nor take a lock.

/// Installs the handler, on Linux. With `wants_json`, the error is also written to standard output.
#[cfg(target_os = "linux")]
pub use linux::report;

/// Does nothing: only Linux shows which file is mapped at an address.
#[cfg(not(target_os = "linux"))]
pub fn report(_wants_json: bool) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::sync::atomic::{AtomicBool, Ordering};

    /// The maximum length, in bytes, of a line in `/proc/self/maps`: a path and 100 bytes.
    const LINE: usize = 4_096 + 100;

    const CAUSE: &[u8] = b": another program made the file shorter while it was read";
    const HINT: &[u8] = b"run the same command again; if it fails again: dateline check --index ";

    static WANTS_JSON: AtomicBool = AtomicBool::new(false);
    static REPORTED: AtomicBool = AtomicBool::new(false);

    /// Installs the handler. With `wants_json`, the error is also written to standard output.
    pub fn report(wants_json: bool) {
        WANTS_JSON.store(wants_json, Ordering::Relaxed);
        // SAFETY: `sigaction` is a C structure for which all zeros are valid, and the handler calls only
        // async-signal-safe functions.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = handle as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO;
            libc::sigemptyset(&raw mut action.sa_mask);
            libc::sigaction(libc::SIGBUS, &raw const action, std::ptr::null_mut());
        }
    }

    extern "C" fn handle(
        signal: libc::c_int,
        about: *mut libc::siginfo_t,
        _context: *mut libc::c_void,
    ) {
        // SAFETY: the system passes a valid structure.
        let (code, address) = unsafe { ((*about).si_code, (*about).si_addr() as usize) };
        let mut line = [0; LINE];
        // A signal sent by another process has nothing to do with a page.
        let file = if code > 0 { mapped_file(address, &mut line) } else { None };
        let Some(path) = file else {
            // The default action ends the process as soon as the handler returns.
            // SAFETY: both functions are async-signal-safe.
            unsafe {
                libc::signal(signal, libc::SIG_DFL);
                libc::raise(signal);
            }
            return;
        };
        if REPORTED.swap(true, Ordering::Relaxed) {
            // Another thread is reporting the error and will end the process.
            loop {
                // SAFETY: the function is async-signal-safe.
                unsafe { libc::pause() };
            }
        }
        let folder = &path[..path.iter().rposition(|byte| *byte == b'/').unwrap_or(0)];
        if WANTS_JSON.load(Ordering::Relaxed) {
            write(1, b"{\"error\":{\"kind\":\"index\",\"message\":\"reading ");
            write_escaped(1, path);
            write(1, CAUSE);
            write(1, b"\",\"hint\":\"");
            write(1, HINT);
            write_escaped(1, folder);
            write(1, b"\",\"span\":null}}\n");
        }
        write(2, b"error: reading ");
        write_escaped(2, path);
        write(2, CAUSE);
        write(2, b"\nhint: ");
        write(2, HINT);
        write_escaped(2, folder);
        write(2, b"\n");
        // SAFETY: the function is async-signal-safe.
        unsafe { libc::_exit(2) };
    }

    /// Returns the path of the file that is mapped at an address, according to `/proc/self/maps`.
    fn mapped_file(address: usize, line: &mut [u8; LINE]) -> Option<&[u8]> {
        // SAFETY: the path is null-terminated.
        let maps = unsafe { libc::open(c"/proc/self/maps".as_ptr(), libc::O_RDONLY) };
        if maps < 0 {
            return None;
        }
        let mut held = 0;
        loop {
            // SAFETY: the rest of the buffer is `LINE - held` bytes long.
            let read = unsafe { libc::read(maps, line[held..].as_mut_ptr().cast(), LINE - held) };
            if read <= 0 {
                return None;
            }
            held += read.unsigned_abs();
            while let Some(end) = line[..held].iter().position(|byte| *byte == b'\n') {
                if let Some(path) = path_at(&line[..end], address) {
                    let (start, length) = (end - path, path);
                    return Some(&line[start..start + length]);
                }
                line.copy_within(end + 1..held, 0);
                held -= end + 1;
            }
            if held == LINE {
                return None;
            }
        }
    }

    /// Returns the length of the path at the end of a line, if the line describes `address` and has a path.
    fn path_at(line: &[u8], address: usize) -> Option<usize> {
        let (start, rest) = hexadecimal(line)?;
        let (end, _) = hexadecimal(rest.strip_prefix(b"-")?)?;
        let path = line.iter().position(|byte| *byte == b'/')?;
        (start..end).contains(&address).then_some(line.len() - path)
    }

    fn hexadecimal(bytes: &[u8]) -> Option<(usize, &[u8])> {
        let length = bytes.iter().position(|byte| !byte.is_ascii_hexdigit())?;
        let digits = bytes[..length].iter().map(|digit| (*digit as char).to_digit(16));
        let number = digits
            .fold(0, |number: usize, digit| number.wrapping_mul(16) | digit.unwrap_or(0) as usize);
        Some((number, &bytes[length..]))
    }

    /// Writes a path. Bytes that would need an escape in JSON or on a terminal are replaced with question marks.
    fn write_escaped(to: libc::c_int, mut path: &[u8]) {
        let text = std::str::from_utf8(path).is_ok();
        let plain = |byte: &u8| {
            !byte.is_ascii_control() && !b"\"\\".contains(byte) && (text || *byte < 128)
        };
        while !path.is_empty() {
            let length = path.iter().position(|byte| !plain(byte)).unwrap_or(path.len());
            write(to, &path[..length]);
            path = &path[length..];
            if let Some(rest) = path.get(1..) {
                write(to, b"?");
                path = rest;
            }
        }
    }

    fn write(to: libc::c_int, bytes: &[u8]) {
        // SAFETY: the pointer and the length are those of a slice. A failed write is ignored, because the exit status
        // remains.
        unsafe { libc::write(to, bytes.as_ptr().cast(), bytes.len()) };
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_line_names_the_file_of_an_address() {
            let line = b"7f00a0-7f00b0 r--s 00000000 fe:00 9998109      /srv/my index/a.term";
            assert_eq!(path_at(line, 0x7f00a8), Some("/srv/my index/a.term".len()));
            assert_eq!(path_at(line, 0x7f00b0), None);
            assert_eq!(path_at(b"7f00a0-7f00b0 rw-p 00000000 00:00 0", 0x7f00a8), None);
        }
    }
}
