//! Refuses runs that would remove so many articles that a fault is likelier than an intention: a drive
//! that is not mounted is an empty folder.

use crate::catalogue::{Catalogue, FileRecord, KeyNumber, Root};
use crate::error::{Error, Kind, Result};

/// A root with fewer articles may lose more than half of them in a run.
const LARGE: usize = 100;

/// Refuses to remove `removed` of the `held` articles of a root, if that is all of them, or more than half
/// of many.
pub fn check(root: &str, removed: usize, held: usize) -> Result<()> {
    if removed == 0 || removed < held && (held < LARGE || removed * 2 <= held) {
        return Ok(());
    }
    let share = match removed == held {
        true if held == 1 => "its only article".to_string(),
        true => format!("all {held} articles"),
        false => format!("{removed} of {held} articles"),
    };
    Err(Error::new(Kind::Index, format!("indexing {root}: this would remove {share}")).hint(format!(
        "nothing was removed; if its files are really gone: dateline index {root} --allow-removals"
    )))
}

/// Checks each root of the last run: how many of its articles have no place any more and were not
/// corrected.
pub fn check_places(
    last_run: &[Root],
    forgotten: &[Root],
    places: &[u32],
    corrected: impl Fn(KeyNumber) -> bool,
) -> Result<()> {
    for root in last_run.iter().filter(|root| forgotten.iter().all(|gone| gone.path != root.path)) {
        let mut counted = vec![false; places.len()];
        let (mut held, mut removed) = (0, 0);
        for key in certain(root) {
            if !std::mem::replace(&mut counted[key as usize], true) {
                held += 1;
                removed += usize::from(places[key as usize] == 0 && !corrected(key));
            }
        }
        check(&root.path, removed, held)?;
    }
    Ok(())
}

/// Checks a checkpoint, in which the articles that replace others may have come already: how many
/// articles each root has now, compared with the last run.
pub fn check_sizes(last_run: &[Root], now: &[Root], keys: usize) -> Result<()> {
    for before in last_run {
        // A root that was taken in by an outer one, or is forgotten, is compared at the end.
        let Some(after) = now.iter().find(|root| root.path == before.path) else { continue };
        let (before_count, after_count) = (distinct(before, keys), everything(after, keys));
        check(&before.path, before_count.saturating_sub(after_count), before_count)?;
    }
    Ok(())
}

/// The articles that a root is known to have. A file that was read in part, in a run that was killed, also
/// lists those it had before; reading the rest of it removes them, which is no loss.
fn certain(root: &Root) -> impl Iterator<Item = KeyNumber> {
    let records = root.files.values().filter(|record| !record.is_partly_read());
    records.flat_map(|record| record.articles().keys())
}

/// The number of articles that a root is known to have.
fn distinct(root: &Root, keys: usize) -> usize {
    let mut counted = vec![false; keys];
    certain(root).filter(|key| !std::mem::replace(&mut counted[*key as usize], true)).count()
}

/// The number of articles that a root has, or may have.
fn everything(root: &Root, keys: usize) -> usize {
    let mut counted = vec![false; keys];
    let all = root.files.values().flat_map(|record| record.articles().keys());
    all.filter(|key| !std::mem::replace(&mut counted[*key as usize], true)).count()
}

/// Checks a rebuilt index: that it lost no article to a file that could not be read, and, for each of these
/// roots, how many articles it has, compared with the old one.
pub fn check_rebuilt(old: &Catalogue, new: &Catalogue, kept: impl Fn(&Root) -> bool) -> Result<()> {
    for root in old.roots.iter().filter(|root| kept(root)) {
        let Some((now, below)) = successor(root, new) else { continue };
        let path_now = |path: &str| match below.is_empty() {
            true => path.to_string(),
            false => format!("{below}/{path}"),
        };
        for (path, record) in root.files.iter().filter(|(_, record)| !record.member) {
            let articles = articles_in(root, path, record);
            if articles > 0 && is_unreadable(now, &path_now(path)) {
                return Err(unreadable(root, path, articles));
            }
        }
        let within = |path: &str| below.is_empty() || path.starts_with(&format!("{below}/"));
        let mut counted = vec![false; new.keys.len()];
        let files = now.files.iter().filter(|(path, _)| within(path));
        let count = files
            .flat_map(|(_, record)| record.articles().keys())
            .filter(|key| !std::mem::replace(&mut counted[*key as usize], true))
            .count();
        let held = distinct(root, old.keys.len());
        check(&root.path, held.saturating_sub(count), held)?;
    }
    Ok(())
}

/// The root of a new catalogue that holds an old root, and the old root's path below it.
fn successor<'a, 'b>(old: &'b Root, new: &'a Catalogue) -> Option<(&'a Root, &'b str)> {
    new.roots.iter().find_map(|root| match old.path == root.path {
        true => Some((root, "")),
        false => old.path.strip_prefix(&format!("{}/", root.path)).map(|below| (root, below)),
    })
}

/// The number of articles in a file and its members.
fn articles_in(root: &Root, path: &str, record: &FileRecord) -> usize {
    let members = root.members(path).map(|(_, member)| member.articles().len());
    record.articles().len() + members.sum::<usize>()
}

/// Whether a file, or a folder above it, could not be read.
fn is_unreadable(root: &Root, path: &str) -> bool {
    let unreadable = |path: &str| root.files.get(path).is_some_and(|record| record.is_unreadable());
    let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    match root.files.get(path) {
        Some(record) => record.is_unreadable() || record.unsettled,
        None => folders.chain([crate::archive::ROOT]).any(unreadable),
    }
}

fn unreadable(root: &Root, path: &str, articles: usize) -> Error {
    let articles = if articles == 1 { "1 article".into() } else { format!("{articles} articles") };
    Error::new(
        Kind::Io,
        format!("rebuilding: {}/{path}, which has {articles}, cannot be read", root.path),
    )
    .hint(
        "the index is what it was; to go on without it: dateline index --rebuild --allow-removals",
    )
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
            assert_eq!(check("in", removed, held).is_ok(), allowed, "{removed} of {held}");
        }
    }
}
