//! `dateline watch run`: reports what each saved search has found since its last run.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local};
use clap::ValueEnum;

use dateline::error::{Error, Result, harmless};
use dateline::page::report;
use dateline::page::watch::{json, text};
use dateline::searching::Index;
use dateline::watching::{Delivery, Round, Watch, find_ahead, has_searches};

use super::opening::open;
use super::outputs::Outputs;
use crate::cli::inside::Inside;
use crate::cli::{Common, End, Output, line, notices, output, say, stderr_style, stdout_style};

/// Report what each saved search has found since its last run
///
/// Each article is reported once, even if it arrives late with an old date, and not again after a rebuild, a restore or
/// a copy. A corrected article is reported only with --updates. New articles are printed, or passed to the outputs that
/// the flags name, or to those in the section [watch] of dateline/config.toml in your configuration folder. If a
/// delivery fails or is interrupted, the next run repeats it with the same id.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline watch run                                 all saved searches\n  \
    dateline watch run grain strikes --output jsonl    only these two\n  \
    dateline watch run --atom ~/public/news.atom       add to a feed\n  \
    dateline watch run --mail desk@example.org -q      from cron\n  \
    dateline watch run --exec 'notify -'               run a command\n\n\
    Exit status: 0 everything was delivered, even if nothing is new; 2 failed or misused.")]
pub struct Arguments {
    /// The names of the searches [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Also report corrections of articles that were already reported or seen
    #[arg(long)]
    updates: bool,
    /// Add new articles to an Atom feed; FILE is new, or a feed that this command wrote
    #[arg(long, value_name = "FILE")]
    atom: Option<PathBuf>,
    /// Run a command for each search that found something, with JSON on its standard input. The command is
    /// split into words as in a shell, but is not run by a shell
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true)]
    exec: Option<String>,
    /// Send one message per search that found something, with the system's sendmail
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    mail: Option<String>,
    /// Wait up to this many seconds for another process that runs or changes saved searches
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    #[command(flatten)]
    inside: Inside,
    #[command(flatten)]
    output: Output<Finds>,
}

/// The formats of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Finds {
    Text,
    Json,
    Jsonl,
}

impl crate::cli::format::Formats for Finds {
    const JSON: Finds = Finds::Json;
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let now = Local::now().fixed_offset();
    let format = arguments.output.format();
    let (exec, mail) = (arguments.exec.as_deref(), arguments.mail.as_deref());
    let mut outputs = Outputs::read(arguments.atom.as_deref(), exec, mail, common)?;
    if format != Finds::Text && !outputs.is_empty() {
        if !outputs.are_configured() {
            return Err(Error::usage("--output cannot be combined with --atom, --exec or --mail")
                .hint("--exec passes JSON on; leave --output out"));
        }
        outputs = Outputs::default();
    }
    let Some((folder, index)) = open(&arguments.inside, common)? else {
        return Ok(End::Interrupted);
    };
    if !has_searches(&folder) {
        let message = format!("the index {} has no saved searches", folder.display());
        return Err(Error::usage(message).hint("save one: dateline watch add NAME QUERY"));
    }
    outputs.admit(&index)?;
    let mut watch = Watch::open(&folder, Duration::from_secs(arguments.wait.into()))?;
    for name in &arguments.names {
        if watch.searches().get(name).is_none() {
            return Err(watch.searches().unknown(name));
        }
    }
    let new = watch.observe(&index)?;
    if !new.is_empty() {
        notices(common, &[text::new_searches(&new)]);
    }
    let mut run = Run { watch, outputs, format, now, common, failures: 0, interrupted: false };
    let ended = run.all(&index, arguments);
    // What was delivered is recorded even if the rest failed.
    let finished = run.watch.finish();
    ended?;
    finished?;
    Ok(if run.failures > 0 { End::Incomplete } else { End::Done })
}

struct Run<'c> {
    watch: Watch,
    outputs: Outputs,
    format: Finds,
    now: DateTime<FixedOffset>,
    common: &'c Common,
    failures: usize,
    /// Whether a delivery of an earlier run was repeated.
    interrupted: bool,
}

impl Run<'_> {
    fn all(&mut self, index: &Index, arguments: &Arguments) -> Result<()> {
        let names = &arguments.names;
        let unfinished = self.watch.unfinished(index, names, self.now)?;
        self.interrupted = !unfinished.deliveries.is_empty();
        if self.format == Finds::Json {
            // One object is one delivery. Searches that repeat one report the rest in the next run.
            let mut round = unfinished;
            if self.interrupted {
                let text = "a delivery that was interrupted is repeated; run the same command again for what came after it";
                notices(self.common, &[text.into()]);
            }
            let new = self.watch.new_finds(index, names, self.now, arguments.updates)?;
            round.deliveries.extend(new.deliveries);
            round.left_out.extend(new.left_out);
            round.failed.extend(new.failed);
            return self.as_one_object(&round);
        }
        self.deliver(&unfinished)?;
        let new = self.watch.new_finds(index, names, self.now, arguments.updates)?;
        self.deliver(&new)?;
        if new.deliveries.is_empty() && unfinished.deliveries.is_empty() && self.failures == 0 {
            say(self.common, "nothing new\n");
        }
        Ok(())
    }

    /// Delivers each search in turn.
    fn deliver(&mut self, round: &Round) -> Result<()> {
        self.announce(round);
        if let Err(error) = self.outputs.feed(&round.deliveries, self.now, self.common) {
            round.deliveries.iter().for_each(|_| self.failures += 1);
            self.report(&error);
            return Ok(());
        }
        let mut ahead = 0;
        for (number, delivery) in round.deliveries.iter().enumerate() {
            if number == ahead {
                ahead += find_ahead(&round.deliveries[number..]);
            }
            let delivered = match self.outputs.is_empty() {
                true => self.print(delivery),
                false => self.outputs.pass_on(delivery, self.now),
            };
            match delivered {
                Ok(()) => self.watch.delivered(delivery)?,
                // Standard output is gone.
                Err(error) if self.outputs.is_empty() => return Err(error),
                Err(error) => {
                    self.failures += 1;
                    self.report(&error);
                    continue;
                }
            }
            if !self.outputs.is_empty() {
                say(self.common, &format!("{}\n", text::title(delivery)));
            }
        }
        Ok(())
    }

    /// Prints a delivery on standard output.
    fn print(&self, delivery: &Delivery) -> Result<()> {
        let style = stdout_style(self.common);
        let mut out = BufWriter::new(io::stdout().lock());
        if self.format == Finds::Text {
            text::begin(delivery, style, &mut out).map_err(output)?;
        }
        delivery.each(&mut |find| {
            let written = match self.format {
                Finds::Text => text::find(find, delivery, style, &mut out),
                _ => json::line(delivery, &find)
                    .map_err(io::Error::from)
                    .and_then(|object| writeln!(out, "{object}")),
            };
            written.map_err(output)
        })?;
        out.flush().map_err(output)
    }

    /// Prints all deliveries as one object. They are recorded as made when all of it is written.
    fn as_one_object(&mut self, round: &Round) -> Result<()> {
        self.announce(round);
        {
            let mut out = BufWriter::new(io::stdout().lock());
            write!(out, "{{\"version\":{},\"deliveries\":[", dateline::page::json::VERSION)
                .map_err(output)?;
            let mut ahead = 0;
            for (number, delivery) in round.deliveries.iter().enumerate() {
                if number == ahead {
                    ahead += find_ahead(&round.deliveries[number..]);
                }
                let comma = if number > 0 { "," } else { "" };
                write!(out, "{comma}").map_err(output)?;
                json::delivery(delivery, &mut out, &output)?;
            }
            write!(out, "]").and_then(|()| out.flush()).map_err(output)?;
        }
        line("}")?;
        round.deliveries.iter().try_for_each(|delivery| self.watch.delivered(delivery))
    }

    /// Prints what was left out and what failed, before anything is delivered.
    fn announce(&mut self, round: &Round) {
        for error in &round.failed {
            self.failures += 1;
            self.report(error);
        }
        let of_deliveries =
            round.deliveries.iter().map(|delivery| (&delivery.name, delivery.left_out));
        let alone = round.left_out.iter().map(|(name, count)| (name, *count));
        for (name, count) in of_deliveries.chain(alone).filter(|(_, count)| *count > 0) {
            notices(self.common, &[text::left_out(name, count)]);
        }
    }

    fn report(&self, error: &Error) {
        let told = write!(io::stderr(), "{}", report::error(error, stderr_style(self.common)));
        harmless(told, "there is nowhere else to report it");
    }
}
