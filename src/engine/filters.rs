//! Conditions on keys and paths. They are data, not functions, so that an engine can have a server evaluate them.

use crate::catalogue::WITHIN;
use crate::query::pattern;

/// A pattern in which `*` matches any characters and `?` matches one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wildcard(Vec<char>);

impl Wildcard {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Wildcard {
        Wildcard(pattern.chars().collect())
    }

    /// Returns whether the pattern matches the whole of a text.
    pub fn matches(&self, text: &str) -> bool {
        pattern::wild(&self.0, text)
    }

    /// Returns the characters of the pattern.
    #[cfg(feature = "cluster")]
    pub(crate) fn characters(&self) -> &[char] {
        &self.0
    }
}

/// A condition on the path of a file below its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathFilter {
    /// A file, or a folder or container with everything in it.
    Under {
        /// The path of the file, folder or container, without a slash at the end.
        path: String,
        /// Whether the path is that of a folder, and not also of a file.
        is_folder: bool,
    },
    /// Files whose path matches a pattern.
    Wild(Wildcard),
}

impl PathFilter {
    /// Reads a path. A slash at its end says that it is a folder's.
    pub fn under(path: &str) -> PathFilter {
        let folder = path.strip_suffix('/');
        PathFilter::Under { path: folder.unwrap_or(path).into(), is_folder: folder.is_some() }
    }

    /// Returns whether a path satisfies the condition.
    pub fn matches(&self, path: &str) -> bool {
        match self {
            PathFilter::Wild(pattern) => pattern.matches(path),
            PathFilter::Under { path: under, is_folder } => {
                path.strip_prefix(under.as_str()).is_some_and(|rest| {
                    rest.starts_with('/')
                        || rest.starts_with(WITHIN)
                        || rest.is_empty() && !is_folder
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_file_or_everything_in_a_folder_or_container() {
        let any = PathFilter::under("news");
        for path in ["news", "news/a.txt", "news!/a.txt"] {
            assert!(any.matches(path), "{path}");
        }
        assert!(!any.matches("newspaper/a.txt") && !any.matches("old/news"));
        let folder = PathFilter::under("news/");
        assert!(folder.matches("news/a.txt") && !folder.matches("news"));
    }
}
