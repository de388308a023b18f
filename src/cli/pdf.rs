//! Reads one PDF from standard input, in a process whose memory and time the system limits. `index` runs the program in
//! this way for each file; users do not.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use dateline::archive::{MAX_ARTICLE, pdf_apart};
use dateline::error::harmless;

/// The maximum memory of the process, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 300 << 20;
/// The maximum CPU time of the process, in seconds.
#[cfg(target_os = "linux")]
const TIME: u64 = 8;

/// Makes the program read PDFs in separate processes. If this process is one of them, reads the PDF and returns its
/// exit code.
pub fn contained(arguments: &[OsString]) -> Option<ExitCode> {
    if arguments.get(1).is_none_or(|argument| argument != pdf_apart::ARGUMENT) {
        // A program that cannot name itself reads PDFs in its own process.
        if let Ok(program) = std::env::current_exe() {
            pdf_apart::read_with(program);
        }
        return None;
    }
    limit();
    let limit = arguments.get(2).and_then(|limit| limit.to_str()?.parse().ok());
    let mut bytes = Vec::new();
    let answered = io::stdin().lock().read_to_end(&mut bytes).and_then(|_| {
        let answer = pdf_apart::answer(bytes, limit.unwrap_or(MAX_ARTICLE));
        io::stdout().lock().write_all(answer.as_bytes())
    });
    // The program that waits for the answer reports that it is missing.
    Some(if answered.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Limits the resources that a malicious file can use.
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
