//! Changes to a root of values: articles to add or replace, and keys to remove.

use std::collections::{BTreeMap, BTreeSet};

use super::super::value_paths::path_of;
use super::new_article::NewArticle;
use super::recording::write;
use super::root::ValueRoot;
use crate::engine::store::Store;
use crate::error::Result;
use crate::indexing::{Observer, Options, Summary};

/// What reports name as the format.
const FORMAT: &str = "value";

/// Changes to the articles of a root of values. They are committed together.
///
/// ```
/// use dateline::{Changes, Index, NewArticle, Options, Query};
///
/// # let place = tempfile::tempdir()?;
/// # let folder = place.path().join("index");
/// let options = Options::of(folder.clone());
/// let article = NewArticle::new("Salt march ends", "The salt tax was broken.").key("dandi-24");
/// Changes::of("telegrams").put(article).apply(&options, &mut ())?;
/// assert_eq!(Index::open(&folder)?.search(&Query::new("salt"))?.counts.total, 1);
///
/// Changes::of("telegrams").remove("dandi-24").apply(&options, &mut ())?;
/// assert_eq!(Index::open(&folder)?.search(&Query::new("salt"))?.counts.total, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Changes {
    root: String,
    articles: Vec<NewArticle>,
    removed: BTreeSet<String>,
}

impl Changes {
    /// Creates an empty list of changes to the root with a name. The root is created with its first article.
    pub fn of(root: impl Into<String>) -> Changes {
        Changes { root: root.into(), articles: Vec::new(), removed: BTreeSet::new() }
    }

    /// Adds an article, or replaces the article of the root that was passed with the same key. An article that is there
    /// already, unchanged, costs nothing. If two articles have the same key, the last one counts.
    pub fn put(mut self, article: NewArticle) -> Changes {
        if let Some(key) = article.own_key() {
            self.removed.remove(key);
        }
        self.articles.push(article);
        self
    }

    /// Removes the article with a key from the root, if it is there. An article that is also in another root stays in
    /// the index, with its other places.
    pub fn remove(mut self, key: impl Into<String>) -> Changes {
        let key = key.into();
        self.articles.retain(|article| article.own_key() != Some(key.as_str()));
        self.removed.insert(key);
        self
    }

    /// Commits the changes to an index, which is created if necessary. The summary counts articles as files, too. The
    /// root remembers the options for reading that are given, as folders do; they apply to the articles passed from
    /// then on.
    ///
    /// # Errors
    ///
    /// Fails if the name of the root is empty or has control characters, if another run writes the index for longer
    /// than `options.wait`, if the index is damaged or of another version, or if it cannot be written. The previous
    /// commit then stays valid. An article that cannot be indexed is not an error: the summary counts it.
    pub fn apply(&self, options: &Options, observer: &mut dyn Observer) -> Result<Summary> {
        #[cfg(feature = "cluster")]
        if let Some(store) = &options.cluster {
            return self.apply_in(store, options, observer);
        }
        self.apply_in(&options.store(), options, observer)
    }

    /// Commits the changes to the index in a store, as [`apply`](Self::apply) does.
    ///
    /// # Errors
    ///
    /// As for [`apply`](Self::apply).
    pub fn apply_in<S: Store>(
        &self,
        store: &S,
        options: &Options,
        observer: &mut dyn Observer,
    ) -> Result<Summary> {
        let root = ValueRoot::of(&self.root, store, &options.given)?;
        let mut given = BTreeMap::new();
        for article in &self.articles {
            let normalised = root.normalised(article.raw());
            let content = article.hash();
            let path = match (&normalised, article.own_key()) {
                (_, Some(key)) => path_of(key),
                (Ok(normalised), None) => path_of(&normalised.derived),
                (Err(_), None) => path_of(&content.finalize().to_hex()),
            };
            given.insert(path, root.given(normalised, FORMAT, content, article.size()));
        }
        let removed: Vec<String> = self.removed.iter().map(|key| path_of(key)).collect();
        write(store, &root.path, &root.options, given, &removed, options, observer)
    }
}
