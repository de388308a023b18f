//! The paths of roots of values, and of the articles in them.

use std::path::Path;

/// The start of the path of a root of values. The paths of folders start with a slash or a drive.
const PREFIX: &str = "values:";

/// Returns whether a root, by its path, holds articles that were passed as values. Its path is `values:` and its name.
pub fn is_of_values(root: &str) -> bool {
    root.starts_with(PREFIX)
}

/// Returns the path of the root of values with a name. `name` may also be that path, as `info` shows it.
pub(super) fn root_path(name: &str) -> String {
    format!("{PREFIX}{}", name.strip_prefix(PREFIX).unwrap_or(name))
}

/// Returns the path of a key below its root. A slash would make it a folder.
pub(super) fn path_of(key: &str) -> String {
    key.replace('%', "%25").replace('/', "%2F")
}

/// Returns whether `--forget` gives the path of a root of values, or its name.
pub fn is_named(root: &str, given: &Path) -> bool {
    is_of_values(root) && given.to_str().is_some_and(|name| root_path(name) == root)
}
