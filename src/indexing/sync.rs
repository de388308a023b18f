//! Updates an index from files and folders: one run, from the walk to the commit.
//!
//! A walk finds the files in order. `pipeline` reads, normalizes and prepares them on all cores. `ledger` takes the
//! results in the order of the walk, and `verdicts` decides the verdict on each file and article. The engine commits
//! the documents together with the catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::closing::Closed;
use super::ledger::Ledger;
use super::previous_run::PreviousRun;
use super::reading::IndexingContext;
use super::unchanged::Unchanged;
use super::{Observer, Options, RootOptions, Summary, pipeline, roots, settling, survey};
use crate::analysis::Majorities;
use crate::archive::Walk;
use crate::catalogue::Catalogue;
use crate::engine::store::{Indexer, SourceLanguages, Store};
use crate::error::Result;

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
///
/// # Errors
///
/// As for [`sync`].
pub fn sync_into<S: Store>(
    store: &S,
    paths: &[PathBuf],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    update(store, paths, options, &BTreeMap::new(), observer)
}

/// Updates an index. A root that the index does not know gets its former options, if `former_options` has any.
pub(super) fn update<S: Store>(
    store: &S,
    paths: &[PathBuf],
    options: &Options,
    former_options: &BTreeMap<String, RootOptions>,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let (began, run) = (Instant::now(), now());
    let given = roots::canonical(paths, &options.index, &|| store.roots().unwrap_or_default())?;
    // A dry run may name an index that does not exist.
    let hidden = options.index.canonicalize().unwrap_or_else(|_| options.index.clone());
    roots::refuse_index(&given, &hidden)?;
    let Begun { mut indexer, mut new, former, first } = begin(store, options, run)?;
    let scope = roots::resolve(&mut new, given, options, former_options)?;
    let walk = Walk::new(scope.starts.clone(), hidden);
    observer.starting(&walk);

    if let Some(indexer) = &mut indexer
        && first
    {
        indexer.train(&|visit| survey::samples(&walk, options.threads, visit))?;
    }
    let (before, majorities) = index_before(store, &new)?;
    let stop = observer.stop_flag();
    let preparation = indexer.as_ref().map(Indexer::preparation);
    let unchanged = match preparation {
        Some(_) => Unchanged::of(&new.keys, &scope.changed),
        None => Unchanged::default(),
    };
    let context = IndexingContext {
        options,
        roots: &scope.options,
        preparation: preparation.as_ref(),
        majorities: &majorities,
        unchanged: &unchanged,
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
pub(super) struct Begun<S: Store> {
    /// Writes the index; `None` in a dry run.
    pub indexer: Option<S::Indexer>,
    /// The catalogue, which the run changes.
    pub new: Catalogue,
    /// What the previous run recorded.
    pub former: PreviousRun,
    /// Whether nothing has been committed before.
    pub first: bool,
}

/// Opens the index and reads its catalogue, for a run that starts now. A dry run writes nothing and takes no lock,
/// because another run may be writing the index.
pub(super) fn begin<S: Store>(store: &S, options: &Options, run: i64) -> Result<Begun<S>> {
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

/// Returns the index as it was before a run, or `None` if it has no articles, and the languages of its sources.
pub(super) fn index_before<S: Store>(
    store: &S,
    catalogue: &Catalogue,
) -> Result<(Option<S::Engine>, Majorities)> {
    let before = match catalogue.keys.is_empty() {
        false => Some(store.engine()?),
        true => None,
    };
    let majorities = before.as_ref().map(SourceLanguages::majorities).transpose()?;
    Ok((before, majorities.unwrap_or_default()))
}

/// Returns the time, in nanoseconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as i64)
}

/// Closes the ledger and commits, at the end of a run.
pub(super) fn conclude<S: Store>(
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
