//! The indexing pipeline: from bytes to an index.
//!
//! ```text
//! bytes ──archive/──▶ RawArticle ──normalise/──▶ Article ──engine/──▶ document ──▶ segment
//! ```
//!
//! [`sync`] updates an index from a list of paths. A walk finds the files in order. `pipeline` reads, normalizes and
//! prepares them on all cores. `ledger` takes the results in the order of the walk and decides the verdict on each
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
mod stoppable;
mod stored_options;
mod survey;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::archive::Walk;
use crate::catalogue::{Catalogue, Root};
#[cfg(feature = "cluster")]
use crate::engine::cluster::store::ClusterStore;
use crate::engine::embedded::store::FolderStore;
use crate::engine::embedded::{WriteOptions, disk_hooks};
use crate::engine::store::{Indexer, SourceLanguages, Store};
use crate::error::Result;
use closing::Closed;
use ledger::Ledger;
pub use preview::{Preview, preview};
use reading::IndexingContext;
pub use rebuilding::{rebuild, rebuild_in};
pub use report::{Observer, Summary};
pub use root_options::{GivenOptions, ReadingOptions, RootOptions};
pub use skips::{Skip, Skips};
pub use values::{Changes, NewArticle, index_lines, index_lines_in, is_of_values};

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
    /// The cluster that holds the index. Without one, `index` is a folder.
    #[cfg(feature = "cluster")]
    pub cluster: Option<ClusterStore>,
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
            #[cfg(feature = "cluster")]
            cluster: None,
            discard_unknown_roots: false,
        }
    }

    /// Returns the store that holds the index.
    fn store(&self) -> FolderStore {
        let (memory, wait, watcher) = (self.memory, self.wait, self.watcher.clone());
        FolderStore::new(self.index.clone(), WriteOptions { memory, wait, watcher })
    }
}

/// What the previous run recorded.
struct PreviousRun {
    /// When it began, in nanoseconds since 1970.
    run: i64,
    roots: Vec<Root>,
}

/// Updates the index from files and folders.
///
/// # Errors
///
/// Fails if a path does not exist, if another run writes the index for longer than `options.wait`, if the index is
/// damaged or of another version, if too much would be removed, or if a file of the index cannot be written. The
/// previous commit then stays valid. A file or an article that cannot be read is not an error: the summary counts it.
pub fn sync(paths: &[PathBuf], options: &Options, observer: &mut dyn Observer) -> Result<Summary> {
    #[cfg(feature = "cluster")]
    if let Some(store) = &options.cluster {
        return sync_into(store, paths, options, observer);
    }
    sync_into(&options.store(), paths, options, observer)
}

/// Updates the index in a store from files and folders. `options.index` is not walked.
pub fn sync_into<S: Store>(
    store: &S,
    paths: &[PathBuf],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    update(store, paths, options, &BTreeMap::new(), observer)
}

/// Updates an index. A root that the index does not know gets its former options, if `former_options` has any.
fn update<S: Store>(
    store: &S,
    paths: &[PathBuf],
    options: &Options,
    former_options: &BTreeMap<String, RootOptions>,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let (began, run) = (Instant::now(), now());
    let given = roots::canonical(paths)?;
    let Begun { mut indexer, mut new, former, first } = begin(store, options, run)?;
    // A dry run may name an index that does not exist.
    let hidden = options.index.canonicalize().unwrap_or_else(|_| options.index.clone());
    let scope = roots::resolve(&mut new, given, options, former_options)?;
    let walk = Walk::new(scope.starts.clone(), hidden);
    observer.starting(&walk);

    if let Some(indexer) = &mut indexer
        && first
    {
        indexer.train(&|visit| survey::samples(&walk, options.threads, visit))?;
    }
    let before = match new.keys.is_empty() {
        false => Some(store.engine()?),
        true => None,
    };
    let majorities =
        before.as_ref().map(SourceLanguages::majorities).transpose()?.unwrap_or_default();
    let stop = observer.stop_flag();
    let preparation = indexer.as_ref().map(Indexer::preparation);
    let context = IndexingContext {
        options,
        roots: &scope.options,
        preparation: preparation.as_ref(),
        majorities: &majorities,
        stop: &stop,
    };
    let growth = indexer.as_ref().map_or(usize::MAX, Indexer::growth);
    let mut ledger: Ledger<S> = Ledger::new(new, &scope, context, before, &former, growth);
    pipeline::run(
        &walk,
        &former,
        &scope,
        context,
        observer,
        &mut |entry, step, messages, observer| {
            ledger.file(entry, step, messages, indexer.as_mut(), observer)
        },
    )?;
    let mut summary = conclude(store, ledger, indexer, first, began, observer)?;
    let notices = scope.options.iter().flat_map(RootOptions::unseen_names);
    summary.notices.extend(scope.notices.iter().cloned());
    summary.notices.extend(notices.collect::<BTreeSet<String>>());
    Ok(summary)
}

/// What a run starts from.
struct Begun<S: Store> {
    /// Writes the index; `None` in a dry run.
    indexer: Option<S::Indexer>,
    /// The catalogue, which the run changes.
    new: Catalogue,
    /// What the previous run recorded.
    former: PreviousRun,
    /// Whether nothing has been committed before.
    first: bool,
}

/// Opens the index and reads its catalogue, for a run that starts now. A dry run writes nothing and takes no lock, because
/// another run may be writing the index.
fn begin<S: Store>(store: &S, options: &Options, run: i64) -> Result<Begun<S>> {
    let indexer = match options.dry_run {
        true => None,
        false => Some(store.indexer()?),
    };
    let stored = match &indexer {
        Some(indexer) => {
            indexer.remove_debris();
            indexer.catalogue()?
        }
        None => store.catalogue()?,
    };
    let first = stored.is_none();
    let mut new = stored.unwrap_or_default();
    let former = PreviousRun { run: new.run, roots: new.roots.clone() };
    new.run = run;
    Ok(Begun { indexer, new, former, first })
}

/// Returns the time, in nanoseconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as i64)
}

/// Closes the ledger and commits, at the end of a run.
fn conclude<S: Store>(
    store: &S,
    ledger: Ledger<S>,
    mut indexer: Option<S::Indexer>,
    first: bool,
    began: Instant,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let interrupted = observer.interrupted();
    let Closed { catalogue, mut summary, changed } =
        ledger.finish(interrupted, indexer.as_mut(), observer)?;
    if let Some(mut indexer) = indexer {
        let mut commits = first || summary.changes_anything() || changed;
        if commits {
            observer.committing();
            indexer.commit(&catalogue, &catalogue.roots)?;
        }
        // Frees its memory for merging segments.
        drop(catalogue);
        // This step also runs after a run without changes, because an earlier run may have been killed before it.
        commits |= settling::settle(store, &mut indexer, || observer.interrupted())?;
        if commits {
            indexer.finish()?;
        }
    }
    summary.seconds = began.elapsed().as_secs_f64();
    summary.interrupted = interrupted;
    Ok(summary)
}
