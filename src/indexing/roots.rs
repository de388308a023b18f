//! Decides which roots a run touches, and which parts of them it walks.
//!
//! A path inside a known root is a part of that root. A path that contains known roots absorbs them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{GivenOptions, Options, RootOptions, value_paths};
use crate::archive::Start;
use crate::catalogue::{Catalogue, Root, RootHeader};
use crate::error::{Error, Result};

/// The roots and parts that a run touches.
#[derive(Debug, Default)]
pub struct Scope {
    /// Where the walk starts, in order. Root numbers refer to the new catalogue.
    pub starts: Vec<Start>,
    /// For each root of the new catalogue, the parts to walk (an empty path means the whole root), or `None` if the run
    /// does not touch the root.
    pub parts: Vec<Option<Vec<String>>>,
    /// For each root, whether its files have to be read again because its options changed.
    pub changed: Vec<bool>,
    /// For each changed root, its former source, time zone and reading options.
    pub former: Vec<Option<(Option<String>, String, String)>>,
    /// The options of each root.
    pub options: Vec<RootOptions>,
    /// Notices about roots whose options changed.
    pub notices: Vec<String>,
    /// The roots that were dropped, with their files.
    pub forgotten: Vec<Root>,
}

impl Scope {
    /// Returns whether the run walks the place of a file.
    pub fn covers(&self, root: usize, path: &str) -> bool {
        let Some(parts) = &self.parts[root] else { return false };
        parts.iter().any(|part| {
            part.is_empty()
                || path == part
                || path.strip_prefix(part.as_str()).is_some_and(|below| {
                    below.starts_with('/') || below.starts_with(crate::catalogue::WITHIN)
                })
        })
    }
}

/// Returns the canonical paths to walk, in order. `roots` returns the roots of the index; it is called only if a path
/// cannot be read. A hint names `index`.
///
/// # Errors
///
/// Fails if a path does not exist, or a folder cannot be listed. This is checked before anything is changed, because
/// such a path does not show which files are gone.
pub fn canonical(
    paths: &[PathBuf],
    index: &Path,
    roots: &dyn Fn() -> Vec<RootHeader>,
) -> Result<Vec<PathBuf>> {
    let mut given = Vec::new();
    for path in paths {
        let refused =
            |error| Error::io("reading", path, error).hint(instead_of(path, index, roots));
        let canonical = path.canonicalize().map_err(refused)?;
        if canonical.is_dir() {
            std::fs::read_dir(&canonical).map_err(refused)?;
        }
        given.push(canonical);
    }
    given.sort();
    given.dedup();
    Ok(given)
}

/// Returns a hint about a path that cannot be read.
fn instead_of(path: &Path, index: &Path, roots: &dyn Fn() -> Vec<RootHeader>) -> String {
    let shown = path.display().to_string();
    if shown.contains("://") {
        return format!("name a folder or a file; for an index in a cluster: --index {shown}");
    }
    match named(&roots(), |root| &root.path, path) {
        Ok(Some(_)) => format!(
            "nothing was changed; if the folder is gone for good: dateline index --forget {shown} --index {}",
            index.display()
        ),
        _ if shown.contains(['*', '?']) => {
            "nothing was changed; no file matches the pattern".to_string()
        }
        _ => "nothing was changed; check the path".to_string(),
    }
}

/// Refuses to index the files of the index itself.
///
/// # Errors
///
/// If a path is the folder of the index, or is in it.
pub fn refuse_index(given: &[PathBuf], index: &Path) -> Result<()> {
    let Some(path) = given.iter().find(|path| path.starts_with(index)) else { return Ok(()) };
    let place = if path == index { "is" } else { "is in" };
    Err(Error::usage(format!("{} {place} the folder of the index", path.display())).hint(format!(
        "name the folder of the articles; if this one was indexed before: dateline index --forget {}",
        path.display()
    )))
}

/// Returns a notice that the files of a root are read again because its options changed.
fn describe_change(root: &str, before: &RootOptions, now: &RootOptions) -> String {
    let flags = |options: &RootOptions| match options.flags() {
        flags if flags.is_empty() => None,
        flags => Some(flags.join(" ")),
    };
    let change = match (flags(now), flags(before)) {
        (Some(now), Some(before)) => format!("with {now} instead of {before}"),
        (Some(now), None) => format!("with {now} (no options before)"),
        (None, Some(before)) => format!("without {before}"),
        (None, None) => "with other options".to_string(),
    };
    format!("{root}: every file was read again, {change}")
}

/// Updates the catalogue's roots for the given paths, and decides the options of each root. Roots that are new to the
/// catalogue get their former options, if `former_options` has any.
pub fn resolve(
    new: &mut Catalogue,
    given: Vec<PathBuf>,
    options: &Options,
    former_options: &BTreeMap<String, RootOptions>,
) -> Result<Scope> {
    let mut scope = Scope::default();
    for path in &options.forget {
        forget(new, path, &mut scope)?;
    }
    let mut walked: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut taken_in: Vec<(String, Root)> = Vec::new();
    for path in given {
        if walked.iter().any(|(_, from)| path.starts_with(from)) {
            continue;
        }
        let outer = new.roots.iter().find(|root| path.starts_with(&root.path));
        match outer.map(|root| PathBuf::from(&root.path)) {
            Some(root) => walked.push((root, path)),
            None => {
                let text = path
                    .to_str()
                    .ok_or_else(|| not_utf8(&path).hint("rename it, or index a folder above it"))?;
                let number = new.root(text);
                let inner = take_in(new, number);
                taken_in.extend(inner.into_iter().map(|root| (text.to_string(), root)));
                walked.push((path.clone(), path));
            }
        }
    }
    scope.parts = vec![None; new.roots.len()];
    scope.changed = vec![false; new.roots.len()];
    scope.former = vec![None; new.roots.len()];
    scope.options = vec![RootOptions::default(); new.roots.len()];
    for (number, root) in new.roots.iter_mut().enumerate() {
        let path = PathBuf::from(&root.path);
        let mut starts: Vec<&PathBuf> =
            walked.iter().filter(|(outer, _)| *outer == path).map(|(_, from)| from).collect();
        let known = !root.zone.is_empty();
        let before = match former_options.get(&root.path) {
            Some(former) if !known => former.clone(),
            _ => remembered(root)?,
        };
        let inner = taken_in.iter().filter(|(outer, _)| *outer == root.path).map(|(_, inner)| {
            let below = inner.path[root.path.len()..].trim_start_matches('/');
            Ok((below, remembered(inner)?))
        });
        let inner = inner.collect::<Result<Vec<_>>>()?;
        let mut now = before.clone();
        for (below, options) in &inner {
            now.take_in(below, options);
        }
        for from in &starts {
            give(&mut now, &path, from, &options.given)?;
        }
        let changed = known && now.reads_otherwise(&before)
            || inner.iter().any(|(below, options)| *now.for_path(below) != options.own);
        scope.options[number].clone_from(&now);
        if starts.is_empty() {
            continue;
        }
        if changed {
            scope.notices.push(describe_change(&root.path, &before, &now));
            // Options apply to a whole root. If they change, the whole root is read again.
            starts = vec![&path];
            scope.former[number] =
                Some((root.source.clone(), root.zone.clone(), root.reading.clone()));
        }
        scope.changed[number] = changed;
        let exclusion = Arc::new(now.exclusion(&path)?);
        now.store(root);
        let parts = scope.parts[number].get_or_insert_default();
        for from in starts {
            parts.push(part_of(&path, from)?.to_string());
            let exclusion = Arc::clone(&exclusion);
            let (root_path, from) = (path.clone(), from.clone());
            scope.starts.push(Start { root: number, root_path, from, exclusion });
        }
    }
    Ok(scope)
}

fn not_utf8(path: &Path) -> Error {
    Error::usage(format!("reading {}: its path is not UTF-8", path.display()))
}

/// Returns the path of a part of a root, relative to the root.
///
/// # Errors
///
/// Fails if the path is not UTF-8. An empty path instead would mean the whole root, and its other files would appear to
/// be gone.
fn part_of<'a>(root: &Path, part: &'a Path) -> Result<&'a str> {
    let below = part.strip_prefix(root).unwrap_or(part);
    below.to_str().ok_or_else(|| {
        not_utf8(part).hint(format!("index the whole folder: dateline index {}", root.display()))
    })
}

/// Returns the remembered options of a root.
pub fn remembered(root: &Root) -> Result<RootOptions> {
    RootOptions::remembered(&RootHeader {
        path: root.path.clone(),
        source: root.source.clone(),
        zone: root.zone.clone(),
        reading: root.reading.clone(),
        files: 0,
        members: 0,
    })
}

/// Replaces the remembered options of a root, or of a folder in it that used to be a root, with those given. Other
/// parts of a root cannot have their own options.
fn give(now: &mut RootOptions, root: &Path, from: &Path, given: &GivenOptions) -> Result<()> {
    let below = part_of(root, from)?;
    if below.is_empty() {
        now.own = given.over(&now.own);
    } else if let Some(inner) = now.inner.get_mut(below) {
        *inner = given.over(inner);
    } else if given.over(now.for_path(below)) != *now.for_path(below) {
        let (part, root) = (from.display(), root.display());
        return Err(Error::usage(format!(
            "{part} is part of the indexed folder {root}, and options apply to the whole folder"
        ))
        .hint(format!("give the options there: dateline index {root} [OPTIONS]")));
    }
    Ok(())
}

/// Moves the files of roots inside a new root into it. Returns these roots, without their files.
fn take_in(catalogue: &mut Catalogue, number: usize) -> Vec<Root> {
    let outer = format!("{}/", catalogue.roots[number].path.trim_end_matches('/'));
    let inner: Vec<usize> = (0..catalogue.roots.len())
        .filter(|other| *other != number && catalogue.roots[*other].path.starts_with(&outer))
        .collect();
    let mut taken = Vec::new();
    for other in inner.iter().rev() {
        let mut root = catalogue.roots.remove(*other);
        let at = number - usize::from(*other < number);
        let below = root.path[outer.len()..].to_string();
        for (path, record) in std::mem::take(&mut root.files) {
            catalogue.roots[at].files.insert(format!("{below}/{path}").into(), record);
        }
        taken.push(root);
    }
    taken
}

fn forget(new: &mut Catalogue, path: &Path, scope: &mut Scope) -> Result<()> {
    let Some(at) = named(&new.roots, |root| &root.path, path)? else {
        let known: Vec<&str> = new.roots.iter().map(|root| root.path.as_str()).collect();
        return Err(Error::usage(format!("{} is not an indexed folder", path.display()))
            .hint(format!("indexed folders: {}", known.join(", "))));
    };
    scope.forgotten.push(new.roots.remove(at));
    Ok(())
}

/// Returns the number of the root that `--forget` names: by its path, or by its name if its articles were passed as
/// values.
///
/// # Errors
///
/// Fails if it names a folder and such a root.
pub fn named<T>(roots: &[T], path_of: impl Fn(&T) -> &str, given: &Path) -> Result<Option<usize>> {
    let absolute = given.canonicalize().or_else(|_| std::path::absolute(given));
    let absolute = absolute.map_err(|error| Error::io("forgetting", given, error))?;
    let folder = roots.iter().position(|root| Path::new(path_of(root)) == absolute);
    let of_values = roots.iter().position(|root| value_paths::is_named(path_of(root), given));
    match (folder, of_values) {
        (Some(folder), Some(of_values)) => {
            let (folder, of_values) = (path_of(&roots[folder]), path_of(&roots[of_values]));
            Err(Error::usage(format!("{} names two roots", given.display()))
                .hint(format!("give the whole name: --forget {folder}, or --forget {of_values}")))
        }
        (folder, of_values) => Ok(folder.or(of_values)),
    }
}
