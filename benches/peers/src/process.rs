//! Runs whole processes and measures them.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a process took.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of processor time, in user code and in the kernel.
    pub cpu: f64,
    /// The peak of resident memory, files that are mapped included, in megabytes. 0 unless it was sampled: what the
    /// kernel reports at the end includes this program before it became the other one.
    pub resident: f64,
    /// The peak of memory that belongs to the process alone, in megabytes. 0 unless it was sampled.
    pub anonymous: f64,
}

/// Runs a command to its end. Returns what it took and what it printed.
///
/// # Panics
///
/// If the command cannot be run or fails: a comparison with a peer that failed is worthless.
pub fn run(command: &mut Command) -> (Cost, String) {
    measure(command, false)
}

/// Runs a command as [`run`] does, and samples the memory that belongs to it every ten milliseconds.
pub fn run_sampled(command: &mut Command) -> (Cost, String) {
    measure(command, true)
}

fn measure(command: &mut Command, sample: bool) -> (Cost, String) {
    let began = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let pid = child.id();
    let mut printed = Vec::new();
    let (mut resident, mut anonymous) = (0.0, 0.0_f64);
    let mut pipe = child.stdout.take().expect("a pipe");
    std::thread::scope(|threads| {
        let reader = threads.spawn(|| pipe.read_to_end(&mut printed).map(drop));
        while sample && !reader.is_finished() {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            if let Some(peak) = megabytes(&status, "VmHWM:") {
                resident = peak;
            }
            anonymous = anonymous.max(megabytes(&status, "RssAnon:").unwrap_or_default());
            std::thread::sleep(Duration::from_millis(10));
        }
        reader.join().expect("the reader ends").expect("the output is read");
    });
    let (status, usage) = wait(pid);
    let wall = began.elapsed().as_secs_f64();
    assert!(status == 0, "{command:?} ended with {status}");
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    let cost =
        Cost { wall, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), resident, anonymous };
    (cost, String::from_utf8_lossy(&printed).into_owned())
}

fn megabytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// Waits for a process and returns its status and the resources it used, which std does not give.
fn wait(pid: u32) -> (i32, libc::rusage) {
    let mut status = 0;
    // SAFETY: an rusage of zeros is valid, and wait4 writes to the two places it is given.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        let ended = libc::wait4(pid as libc::pid_t, &mut status, 0, &mut usage);
        assert!(ended == pid as libc::pid_t, "the process cannot be waited for");
        usage
    };
    (status, usage)
}
