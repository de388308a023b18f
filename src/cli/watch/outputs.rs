//! Where `watch run` passes on what was found: a feed, a command, or mail. They come from flags or from the user's
//! configuration, never from an archive, so that a downloaded archive cannot run or write anything.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;

use dateline::error::{Error, Kind, Result, harmless};
use dateline::page::watch::atom::{ENTRIES, Feed};
use dateline::page::watch::{json, mail};
use dateline::searching::Index;
use dateline::watching::{Delivery, find_ahead};

use crate::cli::staged::{Overwriting, Staged};
use crate::cli::{Common, configuration, notices};

/// The places of sendmail on systems where it is not in the path of every user.
const SENDMAIL: [&str; 3] = ["sendmail", "/usr/sbin/sendmail", "/usr/lib/sendmail"];

/// The outputs of a run.
#[derive(Debug, Default)]
pub struct Outputs {
    atom: Option<PathBuf>,
    exec: Option<Vec<String>>,
    mail: Option<String>,
    configured: bool,
    overwriting: Overwriting,
}

/// The section `[watch]` of the user's configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    atom: Option<PathBuf>,
    exec: Option<Vec<String>>,
    mail: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Configuration {
    watch: Option<Section>,
}

impl Outputs {
    /// Reads the outputs that the flags name or, if they name none, those of the user's configuration.
    pub fn read(
        atom: Option<&Path>,
        exec: Option<&str>,
        mail: Option<&str>,
        common: &Common,
    ) -> Result<Outputs> {
        let by_flags = Section {
            atom: atom.map(Path::to_path_buf),
            exec: exec.map(words).transpose()?,
            mail: mail.map(str::to_string),
        };
        let configured = atom.is_none() && exec.is_none() && mail.is_none();
        let section = if configured { section(common)? } else { by_flags };
        if let Some(address) = &section.mail {
            check_address(address)?;
        }
        if section.exec.as_ref().is_some_and(|words| words.first().is_none_or(String::is_empty)) {
            return Err(Error::usage("--exec names no command").hint("write --exec COMMAND"));
        }
        let Section { atom, exec, mail } = section;
        Ok(Outputs { atom, exec, mail, configured, overwriting: Overwriting::default() })
    }

    /// Returns whether there are no outputs, so that what was found is printed.
    pub fn is_empty(&self) -> bool {
        self.atom.is_none() && self.exec.is_none() && self.mail.is_none()
    }

    /// Returns whether the outputs are those of the user's configuration.
    pub fn are_configured(&self) -> bool {
        self.configured
    }

    /// Refuses a feed that would replace a file that `watch run` did not write, before anything is delivered.
    pub fn admit(&mut self, index: &Index) -> Result<()> {
        self.overwriting = Overwriting::of(true, index);
        match &self.atom {
            Some(path) => feed(path).map(drop),
            None => Ok(()),
        }
    }

    /// Adds what was found to the feed, in one step for all searches. A delivery that is repeated changes nothing in
    /// it.
    pub fn feed(
        &self,
        deliveries: &[Delivery],
        now: DateTime<FixedOffset>,
        common: &Common,
    ) -> Result<()> {
        let (Some(path), Some(first)) = (&self.atom, deliveries.first()) else { return Ok(()) };
        let mut feed = feed(path)?.unwrap_or_else(|| Feed::new(&first.id));
        let mut ahead = 0;
        for (number, delivery) in deliveries.iter().enumerate() {
            if number == ahead {
                ahead += find_ahead(&deliveries[number..]);
            }
            delivery.each(&mut |find| {
                feed.add(delivery, &find, now);
                Ok(())
            })?;
        }
        let total: u64 = deliveries.iter().map(|delivery| delivery.total).sum();
        if total > ENTRIES as u64 {
            let text = format!("the feed has the first {ENTRIES} of {total} new articles");
            notices(common, &[text]);
        }
        let staged = Staged::file(path, &self.overwriting)?;
        fs::write(staged.path(), feed.text(now))
            .map_err(|error| Error::io("writing", path, error))?;
        staged.appear()
    }

    /// Passes a delivery on to the command and to the mail system.
    pub fn pass_on(&self, delivery: &Delivery, now: DateTime<FixedOffset>) -> Result<()> {
        if let Some([program, arguments @ ..]) = self.exec.as_deref() {
            let mut command = Command::new(program);
            command.args(arguments);
            let running = Running::start(&mut command)
                .map_err(|error| undelivered(delivery, format!("{program}: {error}")))?;
            running.feed(delivery, program, |out, failed| {
                json::delivery(delivery, out, failed)?;
                writeln!(out).map_err(failed)
            })?;
        }
        if let Some(address) = &self.mail {
            let running = sendmail(address).map_err(|error| undelivered(delivery, error))?;
            running.feed(delivery, "sendmail", |out, failed| {
                mail::message(delivery, address, now, out, failed)
            })?;
        }
        Ok(())
    }
}

/// Divides a command into words, as a shell does, without expanding anything.
fn words(command: &str) -> Result<Vec<String>> {
    shlex::split(command).ok_or_else(|| {
        Error::usage(format!("--exec {command:?}: a quote or a backslash is not closed"))
            .hint("write --exec 'COMMAND \"an argument\"'")
    })
}

/// Reads the section `[watch]` of the user's configuration.
fn section(common: &Common) -> Result<Section> {
    let Some((path, text)) = configuration::read(common, "no outputs of saved searches")? else {
        return Ok(Section::default());
    };
    let read = toml::from_str::<Configuration>(&text);
    let read = read.map_err(|error| {
        Error::new(Kind::Usage, format!("{}: {error}", path.display()))
            .hint("the section [watch] has the members atom, exec and mail")
    })?;
    Ok(read.watch.unwrap_or_default())
}

/// Refuses an address that a mail system could read as something else, such as a flag, a header or a list.
fn check_address(address: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
    let fits = address.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && address.chars().all(plain)
        && address.matches('@').count() <= 1
        && !address.ends_with('@')
        && address.len() <= 254;
    match fits {
        true => Ok(()),
        false => Err(Error::usage(format!("--mail {address:?}: not a mail address"))
            .hint("write one address: --mail desk@example.org")),
    }
}

/// Reads the feed in a file. `None` if the file does not exist.
fn feed(path: &Path) -> Result<Option<Feed>> {
    let theirs = || {
        Error::io("writing", path, "it is not a feed of dateline watch, or it was changed since")
            .hint("name a new file: --atom FILE")
    };
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("reading", path, error)),
        Ok(about) if !about.is_file() => return Err(theirs()),
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(|error| Error::io("reading", path, error))?;
    let read = std::str::from_utf8(&bytes).ok().and_then(Feed::read);
    read.map(Some).ok_or_else(theirs)
}

fn sendmail(address: &str) -> io::Result<Running> {
    for program in SENDMAIL {
        // A line with a single dot does not end the message, and the address is not read as a flag.
        match Running::start(Command::new(program).args(["-i", "--", address])) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            started => return started,
        }
    }
    Err(io::Error::new(ErrorKind::NotFound, "the system has no sendmail"))
}

/// A command that reads a delivery on its standard input. It is killed if it cannot be given all of it, so that it does
/// not mistake a part for the whole.
struct Running {
    child: Child,
    input: Option<ChildStdin>,
}

impl Running {
    fn start(command: &mut Command) -> io::Result<Running> {
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        Ok(Running { child, input })
    }

    /// Passes a delivery on. The exit status decides whether it was delivered, even if the command did not read all.
    fn feed(
        mut self,
        delivery: &Delivery,
        program: &str,
        write: impl FnOnce(&mut dyn Write, &dyn Fn(io::Error) -> Error) -> Result<()>,
    ) -> Result<()> {
        let doing = format!("writing to {program}");
        let failed = |error| Error::output(&doing, error);
        let mut out =
            BufWriter::new(self.input.take().ok_or_else(|| failed(ErrorKind::BrokenPipe.into()))?);
        let written = write(&mut out, &failed).and_then(|()| out.flush().map_err(failed));
        if let Err(error) = written
            && error.kind != Kind::ClosedPipe
        {
            harmless(self.child.kill(), "the command has ended");
            harmless(self.child.wait(), "the system collects it");
            return Err(undelivered(delivery, error));
        }
        // What is still in the buffer after a failure is not wanted.
        drop(out.into_parts());
        let status = self.child.wait().map_err(|error| undelivered(delivery, error))?;
        match status.success() {
            true => Ok(()),
            false => Err(undelivered(delivery, format!("{program}: {status}"))),
        }
    }
}

/// Returns the error for a delivery that was not made.
fn undelivered(delivery: &Delivery, cause: impl std::fmt::Display) -> Error {
    Error::new(Kind::Io, format!("{}: not delivered: {cause}", delivery.name))
        .hint("run the same command again; the delivery is repeated with the same id")
}
