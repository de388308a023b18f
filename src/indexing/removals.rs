//! Refuses runs that would remove so many articles that a mistake is more likely than an intention. For example, the
//! mount point of a drive that is not mounted is an empty folder.

use std::path::Path;

use crate::archive::ROOT;
use crate::catalogue::{Catalogue, FileRecord, KeyNumber, Root};
use crate::error::{Error, Kind, Result};

/// The size from which a root may not lose more than half of its articles in one run. A smaller root may.
const LARGE: usize = 100;

/// Refuses to remove all articles of a root, or more than half of the articles of a large root. `removed` of its `held`
/// articles would be removed; `command` is the command that removes them anyway.
pub fn check(root: &str, removed: usize, held: usize, command: &str) -> Result<()> {
    if removed == 0 || removed < held && (held < LARGE || removed * 2 <= held) {
        return Ok(());
    }
    let share = match removed == held {
        true if held == 1 => "its only article".to_string(),
        true => format!("all {held} articles"),
        false => format!("{removed} of {held} articles"),
    };
    Err(Error::new(Kind::Index, format!("indexing {root}: this would remove {share}"))
        .hint(format!("nothing was removed; if the files are really gone: {command}")))
}

/// Checks each root of the last run: how many of its articles no longer have a place and were not corrected.
pub fn check_places(
    index: &Path,
    last_run: &[Root],
    forgotten: &[Root],
    places: &[u32],
    corrected: impl Fn(KeyNumber) -> bool,
) -> Result<()> {
    for root in last_run.iter().filter(|root| forgotten.iter().all(|gone| gone.path != root.path)) {
        let gone = |key: &KeyNumber| places[*key as usize] == 0 && !corrected(*key);
        let held = distinct(articles_of(root), places.len());
        let removed = distinct(articles_of(root).filter(gone), places.len());
        check(&root.path, removed, held, &allowing(&root.path, index))?;
    }
    Ok(())
}

/// Returns the command that lets a run remove articles of a root.
fn allowing(root: &str, index: &Path) -> String {
    format!("dateline index {root} --index {} --allow-removals", index.display())
}

/// Returns the articles of a root, once for each place.
fn articles_of(root: &Root) -> impl Iterator<Item = KeyNumber> {
    root.files.values().flat_map(|record| record.articles().keys())
}

/// Returns the number of distinct keys. All of them are below `keys_in_all`.
fn distinct(keys: impl Iterator<Item = KeyNumber>, keys_in_all: usize) -> usize {
    let mut counted = vec![false; keys_in_all];
    keys.filter(|key| !std::mem::replace(&mut counted[*key as usize], true)).count()
}

/// Checks a rebuilt index against the old one. Refuses it if articles are missing because a file could not be read, or
/// if a root for which `kept` is true would lose too many articles.
pub fn check_rebuilt(
    index: &Path,
    old: &Catalogue,
    new: &Catalogue,
    kept: impl Fn(&Root) -> bool,
) -> Result<()> {
    let command = format!("dateline index --rebuild --index {} --allow-removals", index.display());
    for root in old.roots.iter().filter(|root| kept(root)) {
        let Some((now, below)) = successor(root, new) else { continue };
        let path_now = |path: &str| match below.is_empty() {
            true => path.to_string(),
            false => format!("{below}/{path}"),
        };
        for (path, record) in root.files.iter().filter(|(_, record)| !record.member) {
            let (had, path_now) = (articles_in(root, path, record), path_now(path));
            let record_now = now.files.get(path_now.as_str());
            let has = record_now.map_or(0, |record| articles_in(now, &path_now, record));
            if has < had && !was_read_whole(now, &path_now) {
                return Err(unreadable(root, path, had, &command));
            }
        }
        let within = |path: &str| below.is_empty() || path.starts_with(&format!("{below}/"));
        let files = now.files.iter().filter(|(path, _)| within(path));
        let articles = files.flat_map(|(_, record)| record.articles().keys());
        let left = distinct(articles, new.keys.len());
        let held = distinct(articles_of(root), old.keys.len());
        check(&root.path, held.saturating_sub(left), held, &command)?;
    }
    Ok(())
}

/// Returns the root of the new catalogue that contains an old root, and the old root's path below it.
fn successor<'a, 'b>(old: &'b Root, new: &'a Catalogue) -> Option<(&'a Root, &'b str)> {
    new.roots.iter().find_map(|root| match old.path == root.path {
        true => Some((root, "")),
        false => old.path.strip_prefix(&format!("{}/", root.path)).map(|below| (root, below)),
    })
}

/// Returns the number of articles in a file and its members.
fn articles_in(root: &Root, path: &str, record: &FileRecord) -> usize {
    let members = root.members(path).map(|(_, member)| member.articles().len());
    record.articles().len() + members.sum::<usize>()
}

/// Returns whether a file and its members were read to their ends. For a file that is not in the catalogue, returns
/// whether the folders above it were listed completely.
fn was_read_whole(root: &Root, path: &str) -> bool {
    match root.files.get(path) {
        Some(record) => {
            !record.ended_early() && root.members(path).all(|(_, member)| !member.ended_early())
        }
        None => {
            let folders = path.match_indices('/').map(|(end, _)| &path[..end]).chain([ROOT]);
            folders.flat_map(|path| root.files.get(path)).all(|record| !record.is_unreadable())
        }
    }
}

fn unreadable(root: &Root, path: &str, articles: usize, command: &str) -> Error {
    let articles = if articles == 1 { "1 article".into() } else { format!("{articles} articles") };
    let file = format!("{}/{path}, which had {articles}", root.path);
    Error::new(Kind::Io, format!("cannot read {file}, to its end"))
        .hint(format!("the index was not changed; to continue without these articles: {command}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_root_or_more_than_half_of_a_large_one_is_refused() {
        for (removed, held, allowed) in [
            (0, 0, true),
            (0, 10, true),
            (1, 1, false),
            (99, 99, false),
            (98, 99, true),
            (50, 100, true),
            (51, 100, false),
            (100, 100, false),
        ] {
            assert_eq!(check("in", removed, held, "").is_ok(), allowed, "{removed} of {held}");
        }
    }
}
