//! `dateline copy`: moves an archive to another index, of the same engine or of another one, without the original
//! files.
//!
//! Articles are read from one index and written to the other, with their keys. The files that they came from, and
//! what is remembered about them, follow from the catalogue, so that a later run over the same folders finds everything
//! unchanged. A copy commits from time to time. If it is interrupted, the same command copies what is missing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use crate::article::Article;
use crate::catalogue::{Catalogue, KeyNumber, Placing, Root, Verdict};
use crate::engine::store::{Indexer, Preparation, Prepared, Store};
use crate::engine::{Matches, Request, Searcher, Sort};
use crate::error::{Error, Kind, Result, harmless};
use crate::query::tree::Tree;
use crate::searching::sweep;

/// The time between two commits. A copy that dies loses at most the work since the last one.
const COMMIT: Duration = Duration::from_secs(60);

/// The number of articles that the dictionary of a new index is trained on.
const SAMPLES: usize = 1_200;

/// The result of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Where the articles were read.
    pub from: PathBuf,
    /// Where they were written.
    pub to: PathBuf,
    /// The number of articles.
    pub articles: u64,
    /// The number of articles that this run copied. The others were already there.
    pub copied: u64,
    /// The number of articles that were removed from the copy because the original no longer has them.
    pub removed: u64,
    /// The number of files that the articles came from, including files without articles.
    pub files: u64,
    /// Whether the copy was interrupted. The same command copies the rest.
    pub interrupted: bool,
}

/// Copies the last commit of an index into another index, which is new, or an earlier or unfinished copy of the same
/// folders. `advanced` receives the number of articles copied and their total.
///
/// # Errors
///
/// Fails if the other index has folders that this one does not have, or if either index cannot be read or written. If
/// the original changes in the meantime, the copy is incomplete, and the error says so.
pub fn copy<A: Store, B: Store>(
    from: &A,
    to: &B,
    interrupted: &dyn Fn() -> bool,
    advanced: &mut dyn FnMut(u64, u64),
) -> Result<Report> {
    let nothing = || {
        Error::new(Kind::Index, format!("the index {} is empty", from.location().display()))
            .hint("fill it: dateline index FOLDER")
    };
    let catalogue = from.catalogue()?;
    // Where there is no index at all, the error says so.
    let engine = from.engine()?;
    let catalogue = catalogue.ok_or_else(nothing)?;
    let request = Request { sort: Sort::Newest, ..Request::counting(&Tree::All) };
    let (hits, matches) = engine.every(&request)?;
    let mut indexer = to.indexer()?;
    indexer.remove_debris();
    let former = indexer.catalogue()?;
    let places = catalogue.keys.places(&catalogue.roots);
    let mut copied = vec![false; places.len()];
    let mut removed = 0;
    match former {
        Some(former) => {
            refuse_others(&former, &catalogue, to)?;
            removed = reconcile(&former, &catalogue, &mut copied, &mut indexer)?;
        }
        None => indexer.train(&|visit| sample(matches.as_ref(), visit))?,
    }
    let mut report = Report {
        from: from.location().to_path_buf(),
        to: to.location().to_path_buf(),
        articles: hits.total,
        copied: 0,
        removed,
        files: catalogue.totals(&catalogue.roots).files as u64,
        interrupted: false,
    };
    let changed = || {
        let message =
            format!("the index {} was changed while it was copied", from.location().display());
        Error::new(Kind::Index, message)
            .hint("run the same command again; it copies what is missing")
    };
    let preparation = indexer.preparation();
    let there: FxHashSet<KeyNumber> =
        (0..).zip(&copied).filter(|(_, copied)| **copied).map(|(number, _)| number).collect();
    let (mut last, mut seen) = (Instant::now(), 0);
    let worker = || {
        let mut preparer = preparation.preparer();
        let (there, keys) = (&there, &catalogue.keys);
        move |article: Article| {
            let number =
                keys.number(&article.key).filter(|number| keys.order(*number) == article.order());
            if number.is_some_and(|number| there.contains(&number)) {
                return Ok((number, None));
            }
            match &mut preparer {
                Ok(preparer) => preparer.prepare(&article).map(|document| (number, Some(document))),
                Err(error) => Err(std::io::Error::new(error.kind(), error.to_string())),
            }
        }
    };
    sweep(matches.as_ref(), usize::MAX, worker, |made| {
        let writing = |error| Error::io("writing to", to.location(), error);
        let (number, document) = made.map_err(writing)?;
        let number = number.ok_or_else(changed)?;
        seen += 1;
        if let Some(document) = document {
            debug_assert_eq!(document.key(), catalogue.keys.key(number));
            indexer.add(document)?;
            copied[number as usize] = true;
            report.copied += 1;
        }
        advanced(seen, hits.total);
        report.interrupted = interrupted();
        if report.interrupted || last.elapsed() >= COMMIT {
            indexer.commit(&catalogue, &so_far(&catalogue, &copied))?;
            last = Instant::now();
        }
        Ok(!report.interrupted)
    })?;
    if report.interrupted {
        return Ok(report);
    }
    let missing = places.iter().zip(&copied).any(|(places, copied)| *places > 0 && !copied);
    if missing {
        indexer.commit(&catalogue, &so_far(&catalogue, &copied))?;
        return Err(changed());
    }
    indexer.commit(&catalogue, &catalogue.roots)?;
    indexer.finish()?;
    Ok(report)
}

/// Refuses to copy into an index that has folders that the original does not have.
fn refuse_others<B: Store>(former: &Catalogue, new: &Catalogue, to: &B) -> Result<()> {
    let known = |root: &&Root| new.roots.iter().any(|other| other.path == root.path);
    match former.roots.iter().find(|root| !known(root)) {
        None => Ok(()),
        Some(root) => {
            let message = format!(
                "copying to {}: it has articles of another folder, {}",
                to.location().display(),
                root.path
            );
            Err(Error::usage(message).hint("name a new index"))
        }
    }
}

/// Marks the articles that an earlier copy has already written, and removes those that the original no longer has in
/// the same form. Returns how many were removed for good.
fn reconcile(
    former: &Catalogue,
    new: &Catalogue,
    copied: &mut [bool],
    indexer: &mut impl Indexer,
) -> Result<u64> {
    let mut removed = 0;
    for number in former.keys.numbers() {
        let (was, key) = (&former.keys, former.keys.key(number));
        let now = new.keys.number(&key);
        let same = now.filter(|now| {
            let keys = &new.keys;
            was.content(number) == keys.content(*now)
                && was.order(number) == keys.order(*now)
                && was.source(number) == keys.source(*now)
                && was.place(number) == keys.place(*now)
                && was.details(number) == keys.details(*now)
        });
        match same {
            Some(now) => copied[now as usize] = true,
            None => {
                removed += u64::from(now.is_none());
                indexer.remove(&key, was.order(number))?;
            }
        }
    }
    Ok(removed)
}

/// Returns the roots with only the articles that were copied. The files of others are marked to be read again.
fn so_far(catalogue: &Catalogue, copied: &[bool]) -> Vec<Root> {
    let mut roots = catalogue.roots.clone();
    for record in roots.iter_mut().flat_map(|root| root.files.values_mut()) {
        if record.articles().keys().all(|key| copied[key as usize]) {
            continue;
        }
        let there = record.articles().iter().filter(|placed| copied[placed.key as usize]);
        let there = there.collect::<Placing>().finish();
        let record = Arc::make_mut(record);
        record.unsettled = true;
        match &mut record.verdict {
            Verdict::Indexed { articles, .. } => *articles = there,
            Verdict::Skipped { kept, .. } => *kept = there,
        }
    }
    roots
}

/// Visits articles spread over all matches. Returns the approximate length of all of them, in bytes.
fn sample(matches: &dyn Matches, visit: &mut dyn FnMut(&Article)) -> u64 {
    // The copy reads the articles again and reports errors then.
    let Ok(mut articles) = matches.articles() else { return 0 };
    let (mut visited, mut bytes) = (0, 0);
    for position in (0..matches.len()).step_by(matches.len().div_ceil(SAMPLES).max(1)) {
        match articles.read(position) {
            Ok(article) => {
                visited += 1;
                bytes += article.body.len() as u64;
                visit(&article);
            }
            Err(error) => harmless(Err::<(), _>(error), "the copy reads the article again"),
        }
    }
    bytes / visited.max(1) * matches.len() as u64
}
