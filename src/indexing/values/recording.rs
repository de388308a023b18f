//! Records articles under a root of values, and copies them when an index is rebuilt.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::archive::{self, Entry, Format, Other};
use crate::article::key_of_hash;
use crate::catalogue::{Catalogue, FileRecord, Verdict};
use crate::engine::DocumentReader;
use crate::engine::store::{Indexer, Preparation, Store};
use crate::error::{Error, Result};
use crate::indexing::ledger::Ledger;
use crate::indexing::pipeline::Step;
use crate::indexing::reading::{IndexingContext, Message, prepared};
use crate::indexing::roots::{self, Scope};
use crate::indexing::sync::{Begun, begin, conclude, index_before, now};
use crate::indexing::unchanged::Unchanged;
use crate::indexing::{Observer, Options, RootOptions, Summary};
use crate::normalise::Normalised;

/// The share of the memory that the articles of one commit may take, as a divisor. Prepared, they take several times
/// their size.
const SHARE: usize = 16;

/// The memory, in bytes, that an article or a skipped line takes in addition to its text and headers.
pub(super) const OVERHEAD: u64 = 512;

/// Returns the size, in bytes, from which articles are committed rather than held.
pub(super) fn share_of_memory(options: &Options) -> u64 {
    (options.memory / SHARE) as u64
}

/// An article that is ready to be recorded.
pub(super) struct Given {
    /// The article, or why it is left out.
    pub(super) normalised: std::result::Result<Normalised, Other>,
    /// What reports name as its format.
    pub(super) format: &'static str,
    /// The hash of everything in it.
    pub(super) hash: u64,
    /// The size of everything in it, in bytes.
    pub(super) size: u64,
}

/// Copies the articles of a root of values from one index to another, with their keys. Commits in parts, so that memory
/// does not hold all of them.
pub fn carry_over<S: Store>(
    from: &S,
    to: &S,
    root: &str,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let Some(catalogue) = from.catalogue()? else { return Ok(Summary::default()) };
    let Some(number) = catalogue.roots.iter().position(|known| known.path == root) else {
        return Ok(Summary::default());
    };
    let engine = from.engine()?;
    let own = roots::remembered(&catalogue.roots[number])?;
    let mut sum = Summary::default();
    let (mut given, mut bytes) = (BTreeMap::new(), 0);
    for (path, record) in &catalogue.roots[number].files {
        for key in record.articles().keys() {
            let keys = &catalogue.keys;
            let Some(mut article) = engine.article(&keys.key(key), keys.order(key))? else {
                return Err(Error::index("reading", from.location(), "an article is missing")
                    .hint("check the index: dateline check"));
            };
            article.source_lang = None;
            let derived = key_of_hash(keys.content(key));
            let normalised = Ok(Normalised { article, derived });
            let (hash, size, format) = (record.hash, record.size, format_of(record));
            given.insert(path.to_string(), Given { normalised, format, hash, size });
            bytes += OVERHEAD + size;
        }
        if bytes >= share_of_memory(options) {
            let part = std::mem::take(&mut given);
            sum.add(write(to, root, &own, part, &[], options, observer)?);
            bytes = 0;
        }
    }
    sum.add(write(to, root, &own, given, &[], options, observer)?);
    Ok(sum)
}

/// Returns the format that an article was recorded with.
fn format_of(record: &FileRecord) -> &'static str {
    match &record.verdict {
        Verdict::Indexed { format, .. } => archive::format_of(format).map(Format::name),
        Verdict::Skipped { .. } => None,
    }
    .unwrap_or("value")
}

/// Records articles under a root, removes others, and commits.
pub(super) fn write<S: Store>(
    store: &S,
    root: &str,
    own: &RootOptions,
    given: BTreeMap<String, Given>,
    removed: &[String],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let began = Instant::now();
    // What is removed was named, so it cannot be a mistake of a walk.
    let options = &Options { allow_removals: true, ..options.clone() };
    let Begun { mut indexer, mut new, former, first } = begin(store, options, now())?;
    // A root is created with its first article.
    let is_known = new.roots.iter().any(|known| known.path == root);
    let number = (is_known || !given.is_empty()).then(|| new.root(root));
    if let Some(number) = number {
        own.store(&mut new.roots[number]);
    }
    let touched = given.keys().chain(removed).cloned().collect();
    let scope = scope(&new, number, own, touched);
    if let Some(indexer) = &mut indexer
        && first
    {
        let articles = || given.values().filter_map(|given| given.normalised.as_ref().ok());
        indexer.train(&|visit| {
            articles().for_each(|one| visit(&one.article));
            0
        })?;
    }
    let (before, majorities) = index_before(store, &new)?;
    let stop: Arc<AtomicBool> = observer.stop_flag();
    let preparation = indexer.as_ref().map(Indexer::preparation);
    let context = IndexingContext {
        options,
        roots: &scope.options,
        preparation: preparation.as_ref(),
        majorities: &majorities,
        // Articles that are passed are written again.
        unchanged: &Unchanged::default(),
        stop: &stop,
    };
    let mut preparer = preparation.as_ref().map(Preparation::preparer).transpose();
    let growth = indexer.as_ref().map_or(usize::MAX, Indexer::growth);
    let mut ledger: Ledger<S> = Ledger::new(new, &scope, context, before, &former, growth);
    for (path, given) in given {
        let entry = entry(number.unwrap_or_default(), root, path, given.size);
        let known = former.roots.iter().find(|known| known.path == root);
        let known = known.and_then(|known| known.files.get(entry.path.as_str()));
        let same = known.is_some_and(|known| {
            known.hash == given.hash && known.size == given.size && !known.unsettled
        });
        let (step, messages) = match same && !ledger.holds_a_replaced_key(&entry) {
            true => (Step::Unchanged, Vec::new()),
            false => {
                let preparer = preparer.as_mut().map(Option::as_mut);
                let preparer = preparer.map_err(|error| {
                    Error::index("writing to", store.location(), error.to_string())
                })?;
                let article = match given.normalised {
                    Ok(normalised) => prepared(1, normalised, &majorities, preparer),
                    Err(other) => other.into(),
                };
                let end = Message::End(Ok(given.format), given.hash);
                (Step::Reading, vec![Message::Articles(vec![article]), end])
            }
        };
        ledger.file(entry, step, &mut messages.into_iter(), indexer.as_mut(), observer)?;
    }
    conclude(store, ledger, indexer, first, began, observer)
}

/// Returns the scope of a run that touches some paths of one root. Articles that are recorded again are written again,
/// because their headers may have changed although their content has not.
fn scope(new: &Catalogue, number: Option<usize>, own: &RootOptions, touched: Vec<String>) -> Scope {
    let roots = new.roots.len();
    let mut scope = Scope {
        parts: vec![None; roots],
        changed: vec![false; roots],
        former: vec![None; roots],
        options: vec![RootOptions::default(); roots],
        ..Scope::default()
    };
    if let Some(number) = number {
        scope.parts[number] = Some(touched);
        scope.changed[number] = true;
        scope.options[number].clone_from(own);
    }
    scope
}

fn entry(number: usize, root: &str, path: String, size: u64) -> Entry {
    Entry {
        root: number,
        root_path: Path::new(root).into(),
        location: PathBuf::from(format!("{root}/{path}")),
        path,
        size,
        modified: 0,
        identity: 0,
        obstacle: None,
        excluded: false,
    }
}
