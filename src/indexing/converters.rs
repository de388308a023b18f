//! Converters: the user's commands that print files of other formats as text, as HTML, or in any other supported
//! format.
//!
//! Converters come from the file given with `--converters` or from the user's configuration, never from an index, so a
//! downloaded folder that contains an index cannot run commands. A command runs without a shell and gets the absolute
//! path of the file. Its time, memory and output are limited.

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

/// The format that is reported for files converted by a command.
pub const CONVERTED: &str = "converted";
/// The maximum size of a command's output, in bytes.
const OUTPUT: u64 = 64 << 20;
/// The maximum memory of a command, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;
/// The default time limit of a command, in seconds.
const TIME: u64 = 60;
/// The maximum time limit of a command, in seconds.
const LONGEST: u64 = 3_600;
/// The maximum number of bytes of a command's error output that are kept.
const MESSAGES: u64 = 4 << 10;
/// The placeholder for the file's path in a command's arguments.
const FILE: &str = "{file}";
/// How often a run that waits for a command checks whether it was stopped.
const LOOK: Duration = Duration::from_millis(50);

/// A command that converts files whose names match a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Converter {
    /// The program and its arguments.
    command: Vec<String>,
    /// The format of its output, if the content does not identify it.
    prints: Option<String>,
    /// Its time limit, in seconds.
    seconds: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    converters: Option<BTreeMap<String, Converter>>,
    /// The outputs of saved searches, which the command line reads.
    watch: Option<serde::de::IgnoredAny>,
}

/// The converters of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converters(Vec<(String, Converter)>);

impl Converters {
    /// Reads the text of a converters file.
    ///
    /// # Errors
    ///
    /// Fails if the text is not valid, with a description of the problem.
    pub fn parse(text: &str) -> Result<Converters, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let converters = match (file.converters, file.watch) {
            (Some(converters), _) => converters,
            (None, Some(_)) => BTreeMap::new(),
            (None, None) => return Err("it has no section [converters]".into()),
        };
        for (pattern, converter) in &converters {
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
        // A longer pattern is more specific, so it is tried first.
        let mut all: Vec<(String, Converter)> = converters.into_iter().collect();
        all.sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.len()));
        Ok(Converters(all))
    }

    fn of(&self, path: &str) -> Option<&Converter> {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let found = self.0.iter().find(|(pattern, _)| matches(&pattern.to_lowercase(), &name));
        found.map(|(_, converter)| converter)
    }

    /// Returns whether a converter handles files with this name.
    pub fn has(&self, path: &str) -> bool {
        self.of(path).is_some()
    }

    /// Returns the format that the converter of a file prints, if it names a supported one.
    pub fn prints(&self, path: &str) -> Option<&'static dyn archive::Format> {
        archive::format_of(self.of(path)?.prints.as_deref()?)
    }

    /// Converts a file. Returns the command's output, or `None` if no converter handles the file.
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

/// Returns whether a file name matches a pattern of `*` and `?`.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    // The position of the last star, and the position in the name after the characters it has matched so far.
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
        let output_sender = sender.clone();
        std::thread::spawn(move || output_sender.send((true, all_of(output, OUTPUT + 1))));
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
                    // The exit status decides. Messages only explain it.
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
                None if stop.load(Ordering::Relaxed) => return Err("stopped".into()),
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

/// Reads at most `most` bytes. Of error output, also discards the rest, so that the command does not block.
fn all_of(input: Option<impl Read>, most: u64) -> io::Result<Vec<u8>> {
    let Some(mut input) = input else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    input.by_ref().take(most).read_to_end(&mut bytes)?;
    // Larger output is refused anyway, so only error output is read to its end.
    if most == MESSAGES {
        io::copy(&mut input, &mut io::sink())?;
    }
    Ok(bytes)
}

/// A running command. Dropping it kills the command and, on Linux, also the processes that it started.
struct Running(Child);

impl Running {
    /// Limits the command's memory.
    fn limit(&self) {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Pid, Resource, Rlimit, prlimit};
            let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
            // A command that has already ended needs no limit.
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
