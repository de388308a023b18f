//! The indexing pipeline: from bytes to an index.
//!
//! ```text
//! bytes ──archive/──▶ RawArticle ──normalise/──▶ Article ──engine/──▶ document ──▶ segment
//! ```
//!
//! [`sync`] updates an index from a list of paths. A walk finds the files in order. [`pipeline`] reads, normalizes and
//! prepares them on all cores. [`ledger`] takes the results in the order of the walk and decides the verdict on each
//! file and article. The engine commits the documents together with the catalogue.

mod accounting;
mod articles;
mod checkpoint;
mod closing;
pub mod converters;
mod keeping;
mod ledger;
mod pipeline;
mod preview;
mod reading;
mod rebuilding;
mod removals;
pub mod report;
mod root_options;
mod roots;
mod settling;
mod skips;
mod source_folder;
mod stored_options;
mod survey;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::archive::Walk;
use crate::catalogue::{Catalogue, Root};
use crate::engine::embedded::{
    EmbeddedEngine, Mapped, SideFile, WriteOptions, Writer, disk_hooks, rebuild_hint, steadily,
};
use crate::error::{Error, Result};
use closing::Closed;
use ledger::Ledger;
pub use preview::{Preview, preview};
use reading::IndexingContext;
pub use rebuilding::rebuild;
pub use report::{Observer, Summary};
pub use root_options::{GivenOptions, ReadingOptions, RootOptions};
pub use skips::{Skip, Skips};

/// The options for updating an index.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the index.
    pub index: PathBuf,
    /// The options for reading files that were given for this run.
    pub given: GivenOptions,
    /// The number of threads that read and prepare files.
    pub threads: usize,
    /// The memory limit. Bytes.
    pub memory: usize,
    /// How long to wait for another run that writes the index.
    pub wait: Duration,
    /// The limits between two commits of a long run.
    pub commits: Commits,
    /// Observes the changes to files in the index's folder.
    pub watcher: disk_hooks::Watcher,
    /// The commands that convert files of other formats.
    pub converters: converters::Converters,
    /// Whether to report only what would be done.
    pub dry_run: bool,
    /// Whether to read every file again, even if its size and times are unchanged.
    pub verify: bool,
    /// Roots to drop, with all their files.
    pub forget: Vec<PathBuf>,
    /// Whether a run may remove all articles of a root, or most of a large one.
    pub allow_removals: bool,
    /// Whether a rebuild may forget roots whose list in the old index cannot be read.
    pub discard_unknown_roots: bool,
}

/// The limits between two commits of a long run, which bound how much work is lost if it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commits {
    /// The time between two commits.
    pub time: Duration,
    /// The bytes of files read between two commits.
    pub bytes: u64,
}

impl Default for Commits {
    fn default() -> Self {
        Commits { time: Duration::from_secs(60), bytes: 1 << 30 }
    }
}

impl Options {
    /// Returns the default options for an index in a folder.
    pub fn of(index: PathBuf) -> Options {
        Options {
            index,
            given: GivenOptions::default(),
            threads: std::thread::available_parallelism().map_or(2, usize::from),
            memory: 512 << 20,
            wait: Duration::ZERO,
            commits: Commits::default(),
            watcher: None,
            converters: converters::Converters::default(),
            dry_run: false,
            verify: false,
            forget: Vec::new(),
            allow_removals: false,
            discard_unknown_roots: false,
        }
    }

    fn write_options(&self) -> WriteOptions {
        WriteOptions { memory: self.memory, wait: self.wait, watcher: self.watcher.clone() }
    }
}

/// What the previous run recorded.
struct PreviousRun {
    /// When it began, in nanoseconds since 1970.
    run: i64,
    roots: Vec<Root>,
}

/// Updates the index from files and folders.
pub fn sync(paths: &[PathBuf], options: &Options, observer: &mut dyn Observer) -> Result<Summary> {
    sync_into(paths, options, &options.index, &BTreeMap::new(), observer)
}

/// Updates an index that may be inside another one (`hidden`), which is not walked. A root that the index does not know
/// gets its former options, if `former_options` has any.
fn sync_into(
    paths: &[PathBuf],
    options: &Options,
    hidden: &Path,
    former_options: &BTreeMap<String, RootOptions>,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let began = Instant::now();
    let run = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as i64);
    let given = roots::canonical(paths)?;
    // A dry run writes nothing and takes no lock, because another run may be writing the index.
    let mut writer = match options.dry_run {
        true => None,
        false => Some(Writer::open(&options.index, &options.write_options())?),
    };
    if let Some(writer) = &writer {
        writer.remove_debris();
    }
    let mut new = match &writer {
        Some(writer) => catalogue(&options.index, writer)?,
        None => committed(&options.index)?,
    };
    let former = PreviousRun { run: new.run, roots: new.roots.clone() };
    new.run = run;
    let hidden = hidden.canonicalize().unwrap_or_else(|_| hidden.to_path_buf());
    let scope = roots::resolve(&mut new, given, options, former_options)?;
    let walk = Walk::new(scope.starts.clone(), hidden);
    observer.starting(&walk);

    let dictionary = match &mut writer {
        Some(writer) => dictionary(writer, &walk)?,
        None => Arc::default(),
    };
    let before = match new.keys.is_empty() {
        false => Some(EmbeddedEngine::open(&options.index)?),
        true => None,
    };
    let majorities =
        before.as_ref().map(EmbeddedEngine::majorities).transpose()?.unwrap_or_default();
    let stop = observer.stop_flag();
    let fields = writer.as_ref().map(Writer::fields);
    let context = IndexingContext {
        options,
        roots: &scope.options,
        fields,
        dictionary: &dictionary,
        majorities: &majorities,
        stop: &stop,
    };
    let mut ledger = Ledger::new(new, &scope, context, before, &former);
    pipeline::run(
        &walk,
        &former,
        &scope,
        context,
        observer,
        &mut |entry, step, messages, observer| {
            ledger.file(entry, step, messages, writer.as_mut(), observer)
        },
    )?;
    let interrupted = observer.interrupted();
    let notices = scope.options.iter().flat_map(RootOptions::unseen_names);
    let notices: BTreeSet<String> = notices.collect();
    let Closed { catalogue, mut summary, changed } =
        ledger.finish(interrupted, writer.as_mut(), observer)?;
    if let Some(mut writer) = writer {
        let first = writer.payload().catalogue.is_none();
        let mut commits = first || summary.changes_anything() || changed;
        if commits {
            observer.committing();
            // The closure owns the catalogue and drops it after the commit, which frees its memory for merging
            // segments.
            writer.commit(move |out| catalogue.encode(out))?;
        }
        // This step also runs after a run without changes, because an earlier run may have been killed before it.
        commits |= settling::settle(&mut writer, &options.index, || observer.interrupted())?;
        if commits {
            writer.finish()?;
        }
    }
    summary.seconds = began.elapsed().as_secs_f64();
    summary.interrupted = interrupted;
    summary.notices.extend(notices);
    Ok(summary)
}

/// Returns the catalogue of the last commit, or an empty one before the first commit.
fn catalogue(folder: &Path, writer: &Writer) -> Result<Catalogue> {
    let Some(file) = &writer.payload().catalogue else { return Ok(Catalogue::default()) };
    stored_catalogue(folder, file)
}

/// Reads the catalogue of the last commit without taking the write lock. Returns an empty catalogue if there is no
/// index.
fn committed(folder: &Path) -> Result<Catalogue> {
    if !folder.join("meta.json").exists() {
        return Ok(Catalogue::default());
    }
    steadily(folder, Result::is_ok, || match &EmbeddedEngine::open(folder)?.payload().catalogue {
        Some(file) => stored_catalogue(folder, file),
        None => Ok(Catalogue::default()),
    })
}

/// Reads a whole catalogue.
fn stored_catalogue(folder: &Path, file: &SideFile) -> Result<Catalogue> {
    let bytes = Mapped::open(folder, file)?;
    Catalogue::decode_in_pieces(&bytes, &|| bytes.release()).map_err(|error| {
        Error::index("opening", &folder.join(&file.name), error).hint(rebuild_hint(folder))
    })
}

/// Returns the dictionary of the index. For a new index, first trains one on samples of the files to be indexed.
fn dictionary(writer: &mut Writer, walk: &Walk) -> Result<Arc<[u8]>> {
    let new = writer.payload().dictionary.is_none() && writer.payload().catalogue.is_none();
    if new && let Some(bytes) = survey::dictionary(walk) {
        writer.set_dictionary(&bytes)?;
    }
    Ok(writer.dictionary())
}
