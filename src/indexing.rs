//! River one: bytes to an index.
//!
//! ```text
//! bytes ──archive/──▶ RawArticle ──normalise/──▶ Article ──engine/──▶ document ──▶ segment
//! ```
//!
//! [`sync`] brings an index in step with some paths. A walk finds files in order; [`pipeline`] reads,
//! normalises and prepares them on all cores; [`ledger`] takes them back in the order of the walk and
//! decides what became of each file and article; the engine commits, with the catalogue, once.

mod accounting;
mod articles;
mod checkpoint;
mod closing;
mod keeping;
mod ledger;
mod pipeline;
mod reading;
mod rebuilding;
mod removals;
pub mod report;
mod roots;
mod settling;
mod survey;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::archive::{Columns, Format, Walk};
use crate::catalogue::{Catalogue, Root};
use crate::engine::embedded::{Mapped, Reader, SideFile, Terms, Writer, disk, rebuild_hint};
use crate::error::{Error, Result};
use crate::normalise::Zone;
use closing::Closed;
use ledger::Ledger;
use reading::Means;
pub use rebuilding::rebuild;
pub use report::{Observer, Summary};

/// How to bring an index in step.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the index.
    pub index: PathBuf,
    /// The source of articles that state none; else the nearest folder's name.
    pub source: Option<String>,
    /// The zone of times that state none.
    pub zone: Zone,
    /// Threads that read and prepare.
    pub threads: usize,
    /// What may be held in memory. Bytes.
    pub memory: usize,
    /// What is read of one article: a longer one is cut there, and flagged. Bytes.
    pub max_article: usize,
    /// The form every file is taken for; None tells each by its content.
    pub format: Option<&'static dyn Format>,
    /// What columns and members are called, besides their usual names.
    pub columns: Arc<Columns>,
    /// Whether articles that say nothing of their date have that of their file's last change.
    pub date_from_mtime: bool,
    /// How long to wait for another run that writes the index.
    pub wait: Duration,
    /// What may lie between two commits of a long run.
    pub commits: Commits,
    /// Who watches what is done to the index's folder.
    pub watcher: disk::Watcher,
    /// Whether only to say what would be done.
    pub dry_run: bool,
    /// Roots to drop with all their files.
    pub forget: Vec<PathBuf>,
    /// Whether a run may remove all articles of a root, or most of a large one.
    pub allow_removals: bool,
}

/// What may lie between two commits of a long run: so much is lost when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commits {
    /// Time.
    pub time: Duration,
    /// Bytes of the files read.
    pub bytes: u64,
}

impl Default for Commits {
    fn default() -> Self {
        Commits { time: Duration::from_secs(60), bytes: 1 << 30 }
    }
}

impl Options {
    /// The usual ones for an index in a folder.
    pub fn of(index: PathBuf) -> Options {
        Options {
            index,
            source: None,
            zone: Zone::UTC,
            threads: std::thread::available_parallelism().map_or(2, usize::from),
            memory: 512 << 20,
            max_article: crate::archive::MAX_ARTICLE,
            format: None,
            columns: Arc::default(),
            date_from_mtime: false,
            wait: Duration::ZERO,
            commits: Commits::default(),
            watcher: None,
            dry_run: false,
            forget: Vec::new(),
            allow_removals: false,
        }
    }

    /// `--format`, `--map` and `--date-from-mtime` as they are remembered of a root; empty for none.
    fn reading(&self) -> String {
        let format = self.format.map(|format| format.name());
        match format.is_none() && *self.columns == Columns::default() && !self.date_from_mtime {
            true => String::new(),
            // Names, lists of names and a truth: they have a JSON form.
            false => serde_json::to_string(&(format, &*self.columns, self.date_from_mtime))
                .unwrap_or_default(),
        }
    }

    fn terms(&self) -> Terms {
        Terms { memory: self.memory, wait: self.wait, watcher: self.watcher.clone() }
    }
}

/// Options with what [`Options::reading`] remembers.
fn reading_of(remembered: &str, options: Options) -> Options {
    let told: Option<(Option<String>, Columns, bool)> = serde_json::from_str(remembered).ok();
    let (format, columns, date_from_mtime) = told.unwrap_or_default();
    let format = format.as_deref().and_then(crate::archive::format_of);
    Options { format, columns: Arc::new(columns), date_from_mtime, ..options }
}

/// What the run before knew.
struct Former {
    /// When it began, nanoseconds since 1970.
    run: i64,
    roots: Vec<Root>,
}

/// Brings the index in step with files and folders.
pub fn sync(paths: &[PathBuf], options: &Options, observer: &mut dyn Observer) -> Result<Summary> {
    sync_into(paths, options, &options.index, observer)
}

/// Brings an index in step that may lie within another, which is not walked.
fn sync_into(
    paths: &[PathBuf],
    options: &Options,
    hidden: &Path,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let began = Instant::now();
    let run = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as i64);
    let given = roots::canonical(paths)?;
    let mut writer = match options.dry_run && !options.index.join("meta.json").exists() {
        true => None,
        false => Some(Writer::open(&options.index, &options.terms())?),
    };
    if let (Some(writer), false) = (&writer, options.dry_run) {
        writer.remove_debris();
    }
    let mut new = match &writer {
        Some(writer) => catalogue(&options.index, writer)?,
        None => Catalogue::default(),
    };
    let former = Former { run: new.run, roots: new.roots.clone() };
    new.run = run;
    let hidden = hidden.canonicalize().unwrap_or_else(|_| hidden.to_path_buf());
    let scope = roots::resolve(&mut new, given, options)?;
    let walk = Walk::new(scope.starts.clone(), hidden);
    observer.starting(&walk);

    let dictionary = match &mut writer {
        Some(writer) => dictionary(writer, &walk, options)?,
        None => Arc::default(),
    };
    let before = match (&writer, new.keys.is_empty()) {
        (Some(_), false) => Some(Reader::open(&options.index)?),
        _ => None,
    };
    let majorities = before.as_ref().map(Reader::majorities).transpose()?.unwrap_or_default();
    let stop = observer.stop_flag();
    let fields = writer.as_ref().map(Writer::fields);
    let means =
        Means { options, fields, dictionary: &dictionary, majorities: &majorities, stop: &stop };
    let mut ledger = Ledger::new(new, &scope, means, before, &former);
    pipeline::run(
        &walk,
        &former,
        &scope,
        means,
        observer,
        &mut |entry, step, messages, observer| {
            let writer = writer.as_mut().filter(|_| !options.dry_run);
            ledger.file(entry, step, messages, writer, observer)
        },
    )?;
    let interrupted = observer.interrupted();
    let writing = writer.as_mut().filter(|_| !options.dry_run);
    let Closed { catalogue, mut summary, changed } =
        ledger.finish(interrupted, writing, observer)?;
    if let (Some(mut writer), false) = (writer, options.dry_run) {
        let first = writer.payload().catalogue.is_none();
        let mut commits = first || summary.changes_anything() || changed;
        if commits {
            observer.committing();
            // It ends with the commit: joining segments takes the memory it held.
            writer.commit(move |out| catalogue.encode(out))?;
        }
        // What a run did not come to that was killed is done by one without changes, too.
        commits |= settling::settle(&mut writer, &options.index, || observer.interrupted())?;
        if commits {
            writer.finish()?;
        }
    }
    summary.seconds = began.elapsed().as_secs_f64();
    summary.interrupted = interrupted;
    Ok(summary)
}

/// The catalogue of the last commit; an empty one before the first.
fn catalogue(folder: &Path, writer: &Writer) -> Result<Catalogue> {
    let Some(file) = &writer.payload().catalogue else { return Ok(Catalogue::default()) };
    stored_catalogue(folder, file)
}

/// Reads a whole catalogue.
fn stored_catalogue(folder: &Path, file: &SideFile) -> Result<Catalogue> {
    let bytes = Mapped::open(folder, file)?;
    Catalogue::decode_in_pieces(&bytes, &|| bytes.release()).map_err(|error| {
        Error::index("opening", &folder.join(&file.name), error).hint(rebuild_hint(folder))
    })
}

/// The dictionary of the index; a new index gets one trained on samples of what it will hold.
fn dictionary(writer: &mut Writer, walk: &Walk, options: &Options) -> Result<Arc<[u8]>> {
    let new = writer.payload().dictionary.is_none() && writer.payload().catalogue.is_none();
    if new
        && !options.dry_run
        && let Some(bytes) = survey::dictionary(walk)
    {
        writer.set_dictionary(&bytes)?;
    }
    Ok(writer.dictionary())
}
