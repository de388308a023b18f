//! `dateline index`: updates the index from files and folders.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dateline::archive::{self, Columns};
use dateline::error::{Error, Kind, Result};
use dateline::indexing::{self, GivenOptions, Options, Summary};
use dateline::normalise::Zone;
use dateline::page::{self, report};
use dateline::watching::Waiting;

use super::cluster::Sharding;
use super::piped::{self, Piped};
use super::progress::Progress;
use super::staged::{self, Overwriting, Staged};
use super::{
    Common, End, Form, configuration, line, location, say, stderr_style, stdout_style, updating,
};

/// Update the index from files and folders
///
/// Reads plain text, Markdown and subtitles; Word, OpenDocument, RTF, EPUB and PDF; web pages and feeds; NITF,
/// NewsML and ninjs; wire text, mail and news; text with headers; JSON, JSON Lines and tables; exports of press
/// databases; scans (ALTO, PAGE, hOCR) and TEI; web archives (WARC, ARC, WACZ); and research collections. Formats
/// are recognized by content, including inside compressed and archive files (gz, bz2, xz, zst, zip, tar). Accounts for
/// every file: indexed, unchanged, skipped with a reason, or removed. Running it again reads only what has changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline index ~/archive                     index a folder, into ./.dateline\n  \
    dateline index ~/archive --report run.jsonl  index, and log one line per file\n  \
    dateline index                               update every folder of the index\n  \
    dateline index feed/ --source ANSA --tz Europe/Rome\n  \
    dateline index ~/archive --preview           a first look, without an index\n  \
    dateline index ~/archive --dry-run           show what would change\n  \
    dateline index ~/archive --exclude drafts/ --exclude '*.bak'\n  \
    dateline index dump.csv --map columns.toml   a table with unusual columns\n  \
    fetch-news | dateline index - --name feed    add articles in JSON Lines\n  \
    dateline index --forget ~/old-archive        remove a folder that is gone\n  \
    dateline index --rebuild                     build a new index from scratch\n  \
    dateline index ~/feed -q --wait 50           from cron, every minute")]
pub struct Arguments {
    /// Files and folders of articles [default: those that are indexed already]; -: JSON Lines on standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    piped: Piped,
    /// The source of articles without one [default: the name of their folder]
    #[arg(long, value_name = "NAME", help_heading = REMEMBERED)]
    source: Option<String>,
    /// The time zone of times without one: Europe/Paris, +02:00 [default: UTC]
    #[arg(long, value_name = "ZONE", help_heading = REMEMBERED, allow_hyphen_values = true, value_parser = zone)]
    tz: Option<Zone>,
    /// The number of reading threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// The memory to use, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(64..=65_536))]
    memory: u32,
    /// The maximum length of an article, in megabytes; a longer one is cut there, flagged and counted
    /// [default: 16]
    #[arg(long, value_name = "MB", help_heading = REMEMBERED, value_parser = clap::value_parser!(u32).range(1..=48))]
    max_article: Option<u32>,
    /// Leave out files and folders that match a pattern in the syntax of .gitignore (repeat for several)
    #[arg(long, value_name = "GLOB", help_heading = REMEMBERED, allow_hyphen_values = true)]
    exclude: Vec<String>,
    /// Read every file in this format instead of detecting it
    #[arg(long, value_name = "FORMAT", help_heading = REMEMBERED, value_parser = format())]
    format: Option<String>,
    /// A TOML file that names table columns and JSON members: [columns] title = "kopf"
    #[arg(long, value_name = "FILE.toml", help_heading = REMEMBERED, overrides_with = "no_map")]
    map: Option<PathBuf>,
    /// Commands that convert other formats to text, in TOML: [converters."*.doc"] command = ["antiword"]
    /// [default: dateline/config.toml in the user's configuration folder]
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
    /// Wait up to this many seconds for another run to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    #[command(flatten)]
    sharding: Sharding,
    /// Commit after this many seconds, and after each gigabyte; a killed run loses only what came after the last commit
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    commit_every: u32,
    /// Write one line of JSON per file to FILE
    #[arg(long, value_name = "FILE.jsonl")]
    report: Option<PathBuf>,
    /// Overwrite the --report file if it exists
    #[arg(long, requires = "report")]
    force: bool,
    /// Build a new index from the remembered folders and any named here, while the old one can be searched;
    /// then replace the old one in one step
    #[arg(long, conflicts_with = "dry_run")]
    rebuild: bool,
    /// With --rebuild: if the list of indexed folders is damaged, continue with only those named here
    #[arg(long, requires = "rebuild")]
    discard_unknown_roots: bool,
    /// Read every file again, even if its size and times have not changed
    #[arg(long)]
    verify: bool,
    /// Show what would be done without doing it
    #[arg(long)]
    dry_run: bool,
    /// Take a first look: read a sample of the files and show formats, dates, sources and titles, without an index
    #[arg(long, conflicts_with_all = ["dry_run", "rebuild", "forget", "report", "verify"])]
    preview: bool,
    /// Remove an indexed folder with all its articles, even if the folder is gone; or the articles of a --name
    #[arg(long, value_name = "ROOT")]
    forget: Vec<PathBuf>,
    /// Allow a run to remove all articles of a folder, or more than half of them if there are at least 100
    #[arg(long)]
    allow_removals: bool,
    /// Exit with 2 if a file or an article was skipped
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    output: super::Output<Form>,
}

impl Arguments {
    /// Returns the flags that make sense only for files, and whether each was given.
    fn for_files(&self) -> [(&'static str, bool); 9] {
        let format = self.format.as_deref().unwrap_or_default();
        [
            ("--preview", self.preview),
            ("--dry-run", self.dry_run),
            ("--rebuild", self.rebuild),
            ("--forget", !self.forget.is_empty()),
            ("--verify", self.verify),
            ("--exclude", !self.exclude.is_empty()),
            ("--converters", self.converters.is_some()),
            ("--date-from-mtime", self.date_from_mtime),
            ("a --format other than jsonl", !["", "jsonl"].contains(&format)),
        ]
    }
}

pub fn run(mut arguments: Arguments, common: &Common) -> Result<End> {
    let piped = arguments.piped.name(&arguments.paths, &arguments.for_files())?;
    if arguments.paths.is_empty() && arguments.forget.is_empty() && !arguments.rebuild {
        arguments.paths = indexed(&arguments, common)?;
    }
    if arguments.preview {
        return preview(&arguments, common);
    }
    let index = location::to_write(common)?;
    let wait = Duration::from_secs(arguments.wait.into());
    // Standard input cannot be read again after the other run.
    let wait = if piped.is_some() { wait.max(updating::WAIT) } else { wait };
    let cluster = location::store(&index, arguments.sharding.parts(), wait)?;
    let mut options = Options::of(index);
    options.given = given(&arguments)?;
    options.cluster = cluster;
    options.threads = arguments.threads.map_or_else(cores, usize::from);
    options.memory = (arguments.memory as usize) << 20;
    options.wait = wait;
    options.commits.time = Duration::from_secs(arguments.commit_every.into());
    options.converters = configuration::converters(arguments.converters.as_deref(), common)?;
    options.dry_run = arguments.dry_run;
    options.verify = arguments.verify;
    options.forget = arguments.forget;
    options.allow_removals = arguments.allow_removals;
    options.discard_unknown_roots = arguments.discard_unknown_roots;
    let (staged, report) = match &arguments.report {
        None => (None, None),
        Some(path) => {
            // A new index has no folders yet. If the index cannot be read, the run fails later with the error.
            let known = location::open(&options.index).ok();
            let known = known.iter().flat_map(|index| index.catalogue.roots());
            let roots = known.map(|root| PathBuf::from(&root.path));
            let roots = roots.chain(arguments.paths.iter().cloned());
            let (staged, file) = staged::report(path, &Overwriting::new(arguments.force, roots))?;
            (staged, Some(BufWriter::new(file)))
        }
    };
    name(&options.index, common);
    let mut progress = Progress::new(common, report);
    let summary = match &piped {
        Some(name) => piped::index(name, &options, common, &mut progress),
        None if arguments.rebuild => indexing::rebuild(&arguments.paths, &options, &mut progress),
        None => indexing::sync(&arguments.paths, &options, &mut progress),
    };
    let written = progress.finish();
    let summary = summary?;
    if let (Err(error), Some(path)) = (written, &arguments.report) {
        return Err(Error::io("writing", path, error));
    }
    staged.map_or(Ok(()), Staged::appear)?;
    // A folder that cannot be listed has no files that are seen.
    let saw = summary.files.seen > 0 || !summary.skips.is_empty();
    let nothing = saw && summary.held == 0 && !summary.interrupted;
    if nothing {
        let error = Error::usage(report::nothing_read(&summary)).hint(piped::expected(&piped));
        say(common, &report::error(&error, stderr_style(common)));
    }
    let form = arguments.output.format();
    let is_told = form == Form::Json || !common.quiet;
    let waiting = match options.dry_run || summary.interrupted || !is_told {
        true => Vec::new(),
        false => waiting(&options.index, common),
    };
    match form {
        Form::Json => line(&json(&summary, &waiting)?)?,
        Form::Text => {
            let style = stderr_style(common);
            say(common, &report::summary(&summary, options.dry_run, common.verbose, style));
            say(common, &page::watch::text::after_indexing(&waiting).unwrap_or_default());
        }
    }
    if summary.interrupted {
        let text =
            "interrupted: what was read is committed; run the same command again for the rest";
        say(common, &format!("{}\n", report::notice(text, stderr_style(common))));
        return Ok(End::Interrupted);
    }
    let skipped = !summary.skips.is_empty();
    Ok(if nothing || arguments.strict && skipped { End::Incomplete } else { End::Done })
}

/// Reads a sample of the given paths and prints what they contain.
fn preview(arguments: &Arguments, common: &Common) -> Result<End> {
    let found = indexing::preview(&arguments.paths, &given(arguments)?)?;
    match arguments.output.format() {
        Form::Json => line(&page::preview::json(&found))?,
        Form::Text => line(page::preview::preview(&found, stdout_style(common)).trim_end())?,
    }
    Ok(if found.files > 0 && found.articles == 0 { End::Incomplete } else { End::Done })
}

/// Prints which index is written, with a notice if it is in a parent folder.
fn name(index: &Path, common: &Common) {
    say(common, &format!("{}\n", report::index(index, stderr_style(common))));
    if common.index.is_none() && location::is_above(index) {
        let text = "this index was found in a folder above; for an index of its own, add --index .dateline";
        say(common, &format!("{}\n", report::notice(text, stderr_style(common))));
    }
}

/// Returns the folders of the index, which a run without paths updates.
fn indexed(arguments: &Arguments, common: &Common) -> Result<Vec<PathBuf>> {
    let missing = || Error::usage("no folder was named").hint("name one: dateline index FOLDER");
    // Options are remembered for the folders that are named with them.
    if arguments.preview || given(arguments)? != GivenOptions::default() {
        return Err(missing());
    }
    let index = location::to_write(common)?;
    if location::is_absent(&index) {
        return Err(missing());
    }
    let index = location::open(&index)?;
    let roots = index.catalogue.roots().iter();
    // Only the program that passed articles as values can pass them again.
    let roots = roots.filter(|root| !indexing::is_of_values(&root.path));
    let roots: Vec<PathBuf> = roots.map(|root| PathBuf::from(&root.path)).collect();
    if roots.is_empty() { Err(missing()) } else { Ok(roots) }
}

/// The heading of the flags whose values are remembered for each folder.
const REMEMBERED: &str = "Remembered for each folder until changed ('' clears)";

/// Parses `--tz`; an empty value is the default.
fn zone(name: &str) -> std::result::Result<Zone, String> {
    if name.is_empty() { Ok(Zone::UTC) } else { name.parse() }
}

/// Returns a parser for `--format` that accepts the names of the formats, and an empty value for no format.
fn format() -> clap::builder::PossibleValuesParser {
    let names = archive::format_names().map(clap::builder::PossibleValue::new);
    let none = clap::builder::PossibleValue::new("").hide(true);
    clap::builder::PossibleValuesParser::new(names.chain([none]))
}

/// Returns the options that apply to the files in the named folders.
fn given(arguments: &Arguments) -> Result<GivenOptions> {
    let none_if_empty = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let format_name = |name: &String| archive::format_of(name).map(|format| format.name());
    let columns = match &arguments.map {
        Some(path) => Some(columns(path)?),
        None => arguments.no_map.then(Arc::default),
    };
    let date_from_mtime = arguments.date_from_mtime || arguments.no_date_from_mtime;
    let mut given = GivenOptions::default();
    given.source = arguments.source.as_ref().map(none_if_empty);
    given.zone = arguments.tz;
    given.format = arguments.format.as_ref().map(format_name);
    given.columns = columns;
    given.date_from_mtime = date_from_mtime.then_some(arguments.date_from_mtime);
    given.max_article = arguments.max_article.map(|megabytes| (megabytes as usize) << 20);
    given.exclude = (!arguments.exclude.is_empty())
        .then(|| arguments.exclude.iter().filter(|pattern| !pattern.is_empty()).cloned().collect());
    Ok(given)
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

fn json(summary: &Summary, waiting: &[Waiting]) -> Result<String> {
    let written = serde_json::to_value(summary).map(|mut summary| {
        if !waiting.is_empty() {
            summary["watch"] = page::watch::json::after_indexing(waiting);
        }
        summary.to_string()
    });
    written.map_err(|error| Error::because(Kind::Io, "writing the summary", error))
}

/// Returns what is new for the saved searches. If that cannot be found out, the run has still succeeded.
fn waiting(index: &Path, common: &Common) -> Vec<Waiting> {
    super::watch::waiting(index).unwrap_or_else(|error| {
        super::notices(common, &[format!("watch: {}", error.message)]);
        Vec::new()
    })
}

/// Returns the number of available cores, or 2 if it is unknown.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}
