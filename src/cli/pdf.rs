//! One PDF from standard input, read in this process, whose memory and time the system limits. `index` runs the
//! program like this for each file; it is not a command for people.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use dateline::archive::{MAX_ARTICLE, pdf_apart};
use dateline::error::harmless;

/// What the process may hold in memory. Bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 300 << 20;
/// How long it may compute. Seconds.
#[cfg(target_os = "linux")]
const TIME: u64 = 8;

/// Has PDFs read by processes of this program. Does its work if this is one of them.
pub fn contained(arguments: &[OsString]) -> Option<ExitCode> {
    if arguments.get(1).is_none_or(|argument| argument != pdf_apart::ARGUMENT) {
        if let Ok(program) = std::env::current_exe() {
            pdf_apart::read_with(program);
        }
        return None;
    }
    limit();
    let limit = arguments.get(2).and_then(|limit| limit.to_str()?.parse().ok());
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    let answer = pdf_apart::answer(bytes, limit.unwrap_or(MAX_ARTICLE));
    let written = io::stdout().lock().write_all(answer.as_bytes());
    Some(match read.and(written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

/// Limits what a hostile file can take.
fn limit() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, TIME), (Resource::Core, 0)]
        {
            let set = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
            harmless(set, "a lower limit is set already");
        }
    }
}
