//! The paths of roots of values, and of the articles in them.

use std::path::Path;

use crate::catalogue::Root;

/// The start of the path of a root of values. The paths of folders start with a slash or a drive.
const PREFIX: &str = "values:";

/// Returns whether a root, by its path, holds articles that were passed as values. Its path is `values:` and its name.
pub fn is_of_values(root: &str) -> bool {
    root.starts_with(PREFIX)
}

/// Returns the path of the root of values with a name.
pub(super) fn root_path(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// Returns the path of a key below its root. A slash would make it a folder.
pub(super) fn path_of(key: &str) -> String {
    key.replace('%', "%25").replace('/', "%2F")
}

/// Returns the number of the root of values that a path names, as `--forget` gives it.
pub fn root_named(roots: &[Root], path: &Path) -> Option<usize> {
    roots.iter().position(|root| is_of_values(&root.path) && Path::new(&root.path) == path)
}
