//! Builds a new index next to the old one, which stays searchable until the new one replaces it in one step.
//!
//! The new index is built in a folder inside the old one's. Its file names are unique, so that its files can be moved
//! one by one. Renaming `meta.json` makes them the index. If the process is killed before that, the old index is
//! unchanged. If it is killed afterwards, the new index is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::sync::update;
use super::{GivenOptions, Observer, Options, RootOptions, Summary, removals, value_paths, values};
use crate::catalogue::{Root, RootHeader};
use crate::engine::store::{Replacement, Store};
use crate::error::{Error, Kind, Result};

/// Rebuilds an index from the folders it remembers, with the options of each, and from the folders named in `paths`.
/// Articles that were passed as values are kept as they are stored.
///
/// # Errors
///
/// As for [`sync`](super::sync()). The former index then stays as it was. Also fails if the list of roots cannot be
/// read, unless `options.discard_unknown_roots` is set.
pub fn rebuild(
    paths: &[PathBuf],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    #[cfg(feature = "cluster")]
    if let Some(store) = &options.cluster {
        return rebuild_in(store, paths, options, observer);
    }
    rebuild_in(&options.store(), paths, options, observer)
}

/// Rebuilds the index in a store, as [`rebuild`] does.
///
/// # Errors
///
/// As for [`rebuild`].
pub fn rebuild_in<S: Store>(
    store: &S,
    paths: &[PathBuf],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let folder = store.location();
    // Refuse a path that does not exist before anything is created.
    let given =
        super::roots::canonical(paths, &options.index, &|| store.roots().unwrap_or_default())?;
    let index = options.index.canonicalize().unwrap_or_else(|_| options.index.clone());
    super::roots::refuse_index(&given, &index)?;
    let replacement = store.replacement()?;
    let new = Options { forget: Vec::new(), dry_run: false, ..options.clone() };
    let mut runs: Vec<(PathBuf, Options)> = Vec::new();
    let mut former_options = BTreeMap::new();
    let mut of_values = Vec::new();
    let roots = remembered(store, options.discard_unknown_roots)?;
    let forgotten = forgotten(&roots, &options.forget)?;
    for root in roots {
        let path = PathBuf::from(&root.path);
        if forgotten.contains(&root.path) {
            continue;
        }
        if value_paths::is_of_values(&root.path) {
            of_values.push(root.path);
            continue;
        }
        let of_root = RootOptions::remembered(&root);
        let of_root = match options.discard_unknown_roots {
            true => of_root.unwrap_or_default(),
            false => of_root?,
        };
        let outer = given.iter().find(|given| path.starts_with(given) && path != **given);
        if let Some(outer) = outer.and_then(|outer| outer.to_str()) {
            let below = root.path[outer.len()..].trim_start_matches('/');
            let outer: &mut RootOptions = former_options.entry(outer.to_string()).or_default();
            outer.take_in(below, &of_root);
            continue;
        }
        former_options.insert(root.path.clone(), of_root);
        if !given.contains(&path) {
            // The given options apply only to the folders that are named.
            runs.push((path, Options { given: GivenOptions::default(), ..new.clone() }));
        }
    }
    runs.extend(given.into_iter().map(|path| (path, new.clone())));
    if runs.is_empty() && of_values.is_empty() {
        return Err(Error::usage(format!(
            "the index {} has no indexed folders to rebuild from",
            folder.display()
        ))
        .hint("name one: dateline index --rebuild FOLDER"));
    }
    for (path, ..) in &runs {
        path.canonicalize().map_err(|error| {
            let hint =
                format!("leave it out: dateline index --rebuild --forget {}", path.display());
            Error::io("reading", path, error).hint(hint)
        })?;
    }
    replacement.discard()?;
    let mut sum = Summary::default();
    for (path, options) in runs {
        let done = update(replacement.store(), &[path], &options, &former_options, observer)?;
        let interrupted = done.interrupted;
        sum.add(done);
        if interrupted {
            replacement.discard()?;
            return Err(Error::new(Kind::Index, "rebuilding: it was interrupted")
                .hint("the index was not changed; run the same command again"));
        }
    }
    // These articles have no files that they could be read from.
    for root in of_values {
        sum.add(values::carry_over(store, replacement.store(), &root, &new, observer)?);
    }
    if !options.allow_removals {
        let kept = |root: &Root| !forgotten.contains(&root.path);
        let checked = match store.catalogue() {
            Ok(old) => replacement.store().catalogue().and_then(|new| {
                let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                removals::check_rebuilt(folder, &old, &new, kept)
            }),
            Err(_) if options.discard_unknown_roots => Ok(()),
            Err(error) => Err(error.hint(
                "to replace an index that cannot be compared with the new one: dateline index --rebuild \
                 --allow-removals",
            )),
        };
        if let Err(refused) = checked {
            replacement.discard()?;
            return Err(refused);
        }
    }
    replacement.take_place()?;
    Ok(sum)
}

/// Returns the paths of the roots to forget. One that is not in the index leaves nothing to do.
fn forgotten(roots: &[RootHeader], given: &[PathBuf]) -> Result<BTreeSet<String>> {
    let numbers = given.iter().map(|path| super::roots::named(roots, |root| &root.path, path));
    let numbers = numbers.collect::<Result<Vec<_>>>()?;
    Ok(numbers.into_iter().flatten().map(|number| roots[number].path.clone()).collect())
}

/// Returns the roots of the old index, without their files. Returns no roots if they cannot be read and
/// `discard_unknown` is set.
fn remembered<S: Store>(store: &S, discard_unknown: bool) -> Result<Vec<RootHeader>> {
    match store.roots() {
        Ok(roots) => Ok(roots),
        Err(_) if discard_unknown => Ok(Vec::new()),
        Err(error) => Err(Error::new(error.kind, error.message).hint(
            "the folders in this index and their options cannot be read; name the folders and give their \
             options again: dateline index --rebuild --discard-unknown-roots FOLDER...",
        )),
    }
}
