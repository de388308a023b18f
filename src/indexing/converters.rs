//! Converters: commands of the user's own that print files of other formats as text, HTML or any format that
//! is read.
//!
//! They come from the file of `--converters` in this call or from the user's own configuration, never from an
//! index: a downloaded folder that holds an index runs nothing. A command is run without a shell, with the absolute path of the file, and its
//! time, memory and output are bounded.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::archive::{self, Reason, Why};
use crate::error::harmless;

/// The format under which files that a command converted are reported.
pub const CONVERTED: &str = "converted";
/// What a command may print. Bytes.
const OUTPUT: u64 = 64 << 20;
/// What a command may hold in memory. Bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;
/// How long a command may run, unless it says otherwise. Seconds.
const TIME: u64 = 60;
/// The longest time a command may be given. Seconds.
const LONGEST: u64 = 3_600;
/// What is kept of a command's messages. Bytes.
const MESSAGES: u64 = 4 << 10;
/// What stands for the path of the file among a command's arguments.
const FILE: &str = "{file}";
/// How often a waiting run looks whether it was stopped.
const LOOK: Duration = Duration::from_millis(50);

/// A command for files of some names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Converter {
    /// The program and its arguments.
    command: Vec<String>,
    /// The format of what it prints, if that is not told by its content.
    prints: Option<String>,
    /// How long it may run.
    seconds: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    converters: BTreeMap<String, Converter>,
}

/// The converters of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converters(Vec<(String, Converter)>);

impl Converters {
    /// Reads the text of a converters file.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Converters, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        for (pattern, converter) in &file.converters {
            if converter.command.first().is_none_or(String::is_empty) {
                return Err(format!("the converter of {pattern:?} has no command"));
            }
            if let Some(format) = &converter.prints
                && format != "text"
                && archive::format_of(format).is_none()
            {
                return Err(format!(
                    "the converter of {pattern:?} prints an unknown format: {format}"
                ));
            }
            if converter.seconds.is_some_and(|seconds| seconds == 0 || seconds > LONGEST) {
                return Err(format!("the converter of {pattern:?} may run 1 to {LONGEST} seconds"));
            }
        }
        // A longer pattern is the more particular one.
        let mut all: Vec<(String, Converter)> = file.converters.into_iter().collect();
        all.sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.len()));
        Ok(Converters(all))
    }

    fn of(&self, path: &str) -> Option<&Converter> {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let found = self.0.iter().find(|(pattern, _)| matches(&pattern.to_lowercase(), &name));
        found.map(|(_, converter)| converter)
    }

    /// Whether files of this name are converted.
    pub fn has(&self, path: &str) -> bool {
        self.of(path).is_some()
    }

    /// Returns the name of the format that the converter of a file prints, if it states one that is read.
    pub fn prints(&self, path: &str) -> Option<&'static dyn archive::Format> {
        archive::format_of(self.of(path)?.prints.as_deref()?)
    }

    /// Converts a file. Returns what the command printed, or `None` if no converter is for it.
    pub fn convert(
        &self,
        path: &str,
        location: &Path,
        stop: &AtomicBool,
    ) -> Option<Result<Vec<u8>, Why>> {
        let converter = self.of(path)?;
        let run = converter.run(location, stop);
        Some(run.map_err(|problem| {
            let program = converter.command.first().map_or("", String::as_str);
            Reason::Unreadable.because(format_args!("converter {program}: {problem}"))
        }))
    }
}

/// Whether a file name matches a pattern of `*` and `?`.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    // The last star, and where the name went on behind what it took.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

impl Converter {
    fn run(&self, location: &Path, stop: &AtomicBool) -> Result<Vec<u8>, String> {
        let location = std::path::absolute(location).map_err(|error| error.to_string())?;
        let (program, arguments) = self.command.split_first().ok_or("no command")?;
        let mut command = Command::new(program);
        for argument in arguments {
            match argument == FILE {
                true => command.arg(&location),
                false => command.arg(argument),
            };
        }
        if !arguments.iter().any(|argument| argument == FILE) {
            command.arg(&location);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut running = Running(command.spawn().map_err(|error| error.to_string())?);
        running.limit();
        let seconds = self.seconds.unwrap_or(TIME);
        let deadline = Instant::now() + Duration::from_secs(seconds);
        let output = running.0.stdout.take();
        let messages = running.0.stderr.take();
        let (sender, read) = mpsc::channel();
        let tell = sender.clone();
        std::thread::spawn(move || tell.send((true, all_of(output, OUTPUT + 1))));
        std::thread::spawn(move || sender.send((false, all_of(messages, MESSAGES))));
        let (mut printed, mut said) = (None, Vec::new());
        let mut open = 2;
        while open > 0 {
            if stop.load(Ordering::Relaxed) {
                return Err("stopped".into());
            }
            if Instant::now() > deadline {
                return Err(format!("not done after {seconds} seconds"));
            }
            match read.recv_timeout(LOOK) {
                Ok((true, result)) => {
                    let bytes = result.map_err(|error| error.to_string())?;
                    if bytes.len() as u64 > OUTPUT {
                        return Err(format!("printed more than {} MB", OUTPUT >> 20));
                    }
                    printed = Some(bytes);
                    open -= 1;
                }
                Ok((false, result)) => {
                    said = result.unwrap_or_default();
                    open -= 1;
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = loop {
            match running.0.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if Instant::now() > deadline => {
                    return Err(format!("not done after {seconds} seconds"));
                }
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        match (status.success(), printed) {
            (true, Some(printed)) => Ok(printed),
            _ => {
                let said = String::from_utf8_lossy(&said);
                let first = said.lines().map(str::trim).find(|line| !line.is_empty());
                Err(match first {
                    Some(line) => format!("{status}: {line}"),
                    None => status.to_string(),
                })
            }
        }
    }
}

/// Reads so many bytes, and the rest into nothing.
fn all_of(input: Option<impl Read>, most: u64) -> io::Result<Vec<u8>> {
    let Some(mut input) = input else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    input.by_ref().take(most).read_to_end(&mut bytes)?;
    // More than the limit is refused, so only messages are read to their end.
    if most == MESSAGES {
        io::copy(&mut input, &mut io::sink())?;
    }
    Ok(bytes)
}

/// A command that runs. It is ended, with the processes it started, when nobody waits for it any more.
struct Running(Child);

impl Running {
    /// Bounds the memory of a command.
    fn limit(&self) {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Pid, Resource, Rlimit, prlimit};
            let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
            // A command that has ended already needs no limit.
            let limited = prlimit(Pid::from_raw(self.0.id().cast_signed()), Resource::As, limit);
            harmless(limited, "the time and the output are limited, too");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(target_os = "linux")]
        if let (Ok(None), Some(group)) =
            (self.0.try_wait(), rustix::process::Pid::from_raw(self.0.id().cast_signed()))
        {
            let killed = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
            harmless(killed, "the group has ended");
        }
        harmless(self.0.kill(), "the command has ended");
        harmless(self.0.wait(), "the system collects it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names_in_any_case() {
        let all = Converters::parse(
            "[converters.\"*.doc\"]\ncommand = [\"a\"]\n[converters.\"scan*.tif\"]\ncommand = [\"b\", \"{file}\", \"-\"]\nseconds = 5\n",
        )
        .unwrap();
        for (name, expected) in [
            ("x/a.doc", true),
            ("A.DOC", true),
            ("a.docx", false),
            ("scan-1.tif", true),
            ("1.tif", false),
        ] {
            assert_eq!(all.has(name), expected, "{name}");
        }
        assert!(matches("*a*b?", "xxaybbc") && !matches("*a*b?", "ab") && matches("*", ""));
    }

    #[test]
    fn a_file_that_is_wrong_is_refused() {
        for text in [
            "[converters.\"*.doc\"]\ncommand = []",
            "[converters.\"*.doc\"]\ncommand = [\"a\"]\nprints = \"pictures\"",
            "[converters.\"*.doc\"]\ncommand = [\"a\"]\nshell = true",
            "[converters.\"*.doc\"]\ncommand = [\"a\"]\nseconds = 0",
            "converters = 1",
        ] {
            assert!(Converters::parse(text).is_err(), "{text}");
        }
    }
}
