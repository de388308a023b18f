//! `dateline index`: brings the index in step with files and folders.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dateline::archive::{self, Columns};
use dateline::error::{Error, Kind, Result, harmless};
use dateline::indexing::converters::Converters;
use dateline::indexing::{self, Commits, GivenOptions, Options, Summary};
use dateline::normalise::Zone;
use dateline::page::report;
use dateline::searching::Index;

use super::progress::Progress;
use super::staged::{self, Overwriting, Staged};
use super::{Common, End, Form, line, location, say, stderr_style};

/// Bring the index in step with files and folders
///
/// Reads web pages and feeds, the agencies' NITF, NewsML-G2 and ninjs, wire text, mail and news, text under
/// headers, JSON, JSON Lines and tables, web archives (WARC, ARC, WACZ) and collections of research, each told
/// by its content, compressed and packed (gz, bz2, xz, zst, zip, tar) too. Keeps account of every file: indexed, unchanged,
/// skipped with a reason, removed. Running it again reads only what has changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline index ~/archive                      index a folder, into ./.dateline\n  \
    dateline index ~/archive --report seen.jsonl  and write down what became of each file\n  \
    dateline index feed/ --source ANSA --tz Europe/Rome\n  \
    dateline index ~/archive --dry-run            say what would change\n  \
    dateline index dump.csv --map columns.toml    a table whose columns have names of their own\n  \
    dateline index --forget ~/old-archive         drop a folder that is gone\n  \
    dateline index --rebuild                      make the index anew while it is searched\n  \
    dateline index ~/feed -q --wait 50            from cron, every minute")]
pub struct Arguments {
    /// Files and folders of articles
    #[arg(value_name = "PATH", required_unless_present_any = ["forget", "rebuild"])]
    paths: Vec<PathBuf>,
    /// The source of articles that state none [default: the name of their folder]
    #[arg(long, value_name = "NAME", help_heading = REMEMBERED)]
    source: Option<String>,
    /// The time zone of times that state none: Europe/Paris, +02:00 [default: UTC]
    #[arg(long, value_name = "ZONE", help_heading = REMEMBERED, allow_hyphen_values = true, value_parser = zone)]
    tz: Option<Zone>,
    /// Threads that read [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// What may be held in memory, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(64..=65_536))]
    memory: u32,
    /// The maximum length of an article, in megabytes; a longer one is cut there, flagged and counted
    /// [default: 16]
    #[arg(long, value_name = "MB", help_heading = REMEMBERED, value_parser = clap::value_parser!(u32).range(1..=48))]
    max_article: Option<u32>,
    /// Read every file as this format, whatever it looks like
    #[arg(long, value_name = "FORMAT", help_heading = REMEMBERED, value_parser = format())]
    format: Option<String>,
    /// The names of table columns and JSON members, in TOML: [columns] title = "kopf"
    #[arg(long, value_name = "FILE.toml", help_heading = REMEMBERED, overrides_with = "no_map")]
    map: Option<PathBuf>,
    /// Commands that print files of other formats, in TOML: [converters."*.doc"] command = ["antiword"]
    #[arg(long, value_name = "FILE.toml")]
    converters: Option<PathBuf>,
    /// Forget the file given with --map
    #[arg(long, help_heading = REMEMBERED, overrides_with = "map")]
    no_map: bool,
    /// Use the file's modification time for articles without a date
    #[arg(long, help_heading = REMEMBERED, overrides_with = "no_date_from_mtime")]
    date_from_mtime: bool,
    /// Leave articles without a date undated again
    #[arg(long, help_heading = REMEMBERED, overrides_with = "date_from_mtime")]
    no_date_from_mtime: bool,
    /// How long to wait for another run that writes the same index, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    /// What a run that is killed may lose: commit every so many seconds, and every gigabyte read
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    commit_every: u32,
    /// Write a line of JSON for each file into FILE
    #[arg(long, value_name = "FILE.jsonl")]
    report: Option<PathBuf>,
    /// Overwrite the file of --report if it exists
    #[arg(long, requires = "report")]
    force: bool,
    /// Make the index anew beside the old one, which is searched meanwhile, then swap them in one step:
    /// of the folders it remembers, and those named
    #[arg(long, conflicts_with = "dry_run")]
    rebuild: bool,
    /// With --rebuild: go on if the list of indexed folders is damaged; only those named are indexed
    #[arg(long, requires = "rebuild")]
    discard_unknown_roots: bool,
    /// Read every file again, even if its size and times are as they were
    #[arg(long)]
    verify: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Drop a root with all its articles, though it may be gone
    #[arg(long, value_name = "ROOT")]
    forget: Vec<PathBuf>,
    /// Let a run remove all articles of a folder, or more than half of 100 or more
    #[arg(long)]
    allow_removals: bool,
    /// End with 2 if any file or article was skipped
    #[arg(long)]
    strict: bool,
    /// The form of the summary
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let options = Options {
        given: given(&arguments)?,
        index: location::to_write(common)?,
        threads: arguments.threads.map_or_else(cores, usize::from),
        memory: (arguments.memory as usize) << 20,
        wait: Duration::from_secs(arguments.wait.into()),
        commits: Commits {
            time: Duration::from_secs(arguments.commit_every.into()),
            ..Commits::default()
        },
        converters: converters(arguments.converters.as_deref())?,
        dry_run: arguments.dry_run,
        verify: arguments.verify,
        forget: arguments.forget,
        allow_removals: arguments.allow_removals,
        discard_unknown_roots: arguments.discard_unknown_roots,
        watcher: None,
    };
    let (staged, report) = match &arguments.report {
        None => (None, None),
        Some(path) => {
            // A new index knows no folders; one that cannot be read fails the run.
            let known = Index::open(&options.index).ok();
            let known = known.iter().flat_map(|index| &index.catalogue.header().roots);
            let roots = known.map(|root| PathBuf::from(&root.path));
            let roots = roots.chain(arguments.paths.iter().cloned());
            let (staged, file) = staged::report(path, &Overwriting::new(arguments.force, roots))?;
            (staged, Some(BufWriter::new(file)))
        }
    };
    let mut progress = Progress::new(common, report);
    let summary = match arguments.rebuild {
        true => indexing::rebuild(&arguments.paths, &options, &mut progress),
        false => indexing::sync(&arguments.paths, &options, &mut progress),
    };
    let written = progress.finish();
    let summary = summary?;
    if let (Err(error), Some(path)) = (written, &arguments.report) {
        return Err(Error::io("writing", path, error));
    }
    staged.map_or(Ok(()), Staged::appear)?;
    match arguments.output {
        Form::Json => line(&json(&summary)?)?,
        Form::Text => say(
            common,
            &report::summary(&summary, options.dry_run, common.verbose, stderr_style(common)),
        ),
    }
    if summary.interrupted {
        let text =
            "interrupted: what was read is committed; run the same command again for the rest";
        say(common, &format!("{}\n", report::notice(text, stderr_style(common))));
        return Ok(End::Interrupted);
    }
    let skipped = !summary.reasons.is_empty();
    Ok(if arguments.strict && skipped { End::Incomplete } else { End::Done })
}

/// The heading of flags whose values are remembered per folder.
const REMEMBERED: &str = "Remembered for each folder until given again ('' clears)";

/// Reads the file of `--converters`.
fn converters(path: Option<&Path>) -> Result<Converters> {
    let Some(path) = path else { return Ok(Converters::default()) };
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
    let parsed = Converters::parse(&text);
    parsed.map_err(|problem| {
        Error::new(Kind::Usage, format!("--converters: {}: {problem}", path.display()))
    })
}

/// Parses `--tz`; an empty value is the default.
fn zone(name: &str) -> std::result::Result<Zone, String> {
    if name.is_empty() { Ok(Zone::UTC) } else { name.parse() }
}

/// The values of `--format`: the formats, and an empty value for none.
fn format() -> clap::builder::PossibleValuesParser {
    let names = archive::format_names().map(clap::builder::PossibleValue::new);
    let none = clap::builder::PossibleValue::new("").hide(true);
    clap::builder::PossibleValuesParser::new(names.chain([none]))
}

/// The options that are given for the files of the named folders.
fn given(arguments: &Arguments) -> Result<GivenOptions> {
    let none_if_empty = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let format_name = |name: &String| archive::format_of(name).map(|format| format.name());
    let columns = match &arguments.map {
        Some(path) => Some(columns(path)?),
        None => arguments.no_map.then(Arc::default),
    };
    let date_from_mtime = arguments.date_from_mtime || arguments.no_date_from_mtime;
    Ok(GivenOptions {
        source: arguments.source.as_ref().map(none_if_empty),
        zone: arguments.tz,
        format: arguments.format.as_ref().map(format_name),
        columns,
        date_from_mtime: date_from_mtime.then_some(arguments.date_from_mtime),
        max_article: arguments.max_article.map(|megabytes| (megabytes as usize) << 20),
    })
}

/// Reads a mapping file.
fn columns(path: &Path) -> Result<Arc<Columns>> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
    let columns = Columns::parse(&text).map_err(|problem| {
        Error::usage(format!("reading {}: {problem}", path.display()))
            .hint("write lines like these under [columns]: title = \"kopf\"")
    })?;
    Ok(Arc::new(columns))
}

fn json(summary: &Summary) -> Result<String> {
    serde_json::to_string(summary)
        .map_err(|error| Error::new(Kind::Io, format!("writing the summary: {error}")))
}

/// The cores there are.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Updates a folder's index before `search --in`, with the options the folder was indexed with.
pub fn update(path: &Path, index: &Path, common: &Common) -> Result<Summary> {
    let options = Options {
        // Another process may be updating the same index.
        wait: Duration::from_secs(600),
        ..Options::of(index.to_path_buf())
    };
    let mut progress = Progress::new(common, None::<BufWriter<File>>);
    let summary = indexing::sync(&[path.to_path_buf()], &options, &mut progress);
    harmless(progress.finish(), "there is no report that could fail to be written");
    summary
}
