//! Changes to a root of values: articles to add or replace, and keys to remove.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{path_of, root_path};
use super::new_article::NewArticle;
use super::recording::{Given, write};
use crate::archive::{MAX_ARTICLE, Other, Piece as Raw, within_limit};
use crate::engine::store::Store;
use crate::error::{Error, Result};
use crate::indexing::{Observer, Options, ReadingOptions, RootOptions, Summary};
use crate::normalise::{self, Normalised, Surroundings, Zone};

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
    /// already, unchanged, costs nothing. Of two articles with one key, the last one counts.
    pub fn put(mut self, article: NewArticle) -> Changes {
        if let Some(key) = article.own_key() {
            self.removed.remove(key);
        }
        self.articles.push(article);
        self
    }

    /// Removes the article with a key from the root, if it is there. An article that is also in another root stays in the
    /// index, with its other places.
    pub fn remove(mut self, key: impl Into<String>) -> Changes {
        let key = key.into();
        self.articles.retain(|article| article.own_key() != Some(key.as_str()));
        self.removed.insert(key);
        self
    }

    /// Commits the changes to an index, which is created if necessary. The summary counts articles as files, too.
    ///
    /// # Errors
    ///
    /// Fails if the name of the root is empty or has control characters, if another run writes the index for longer than
    /// `options.wait`, if the index is damaged or of another version, or if it cannot be written. The previous commit
    /// then stays valid. An article that cannot be indexed is not an error: the summary counts it.
    pub fn apply(&self, options: &Options, observer: &mut dyn Observer) -> Result<Summary> {
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
        if self.root.trim().is_empty() || self.root.contains(char::is_control) {
            return Err(Error::usage(format!("{:?} cannot be the name of a root", self.root))
                .hint("name it in one line, such as \"telegrams\""));
        }
        let root = root_path(&self.root);
        let own = RootOptions {
            own: ReadingOptions {
                source: Some(options.given.source.clone().flatten().unwrap_or(self.root.clone())),
                zone: options.given.zone.unwrap_or(Zone::UTC),
                max_article: options.given.max_article.unwrap_or(MAX_ARTICLE),
                ..Default::default()
            },
            ..RootOptions::default()
        };
        let mut given = BTreeMap::new();
        for article in &self.articles {
            let normalised = self.normalised(article, &own);
            let path = match (&normalised, article.own_key()) {
                (_, Some(key)) => path_of(key),
                (Ok(normalised), None) => path_of(&normalised.derived),
                (Err(_), None) => path_of(&format!("{:016x}", article.hash())),
            };
            let (hash, size) = (article.hash(), article.size());
            given.insert(path, Given { normalised, hash, size });
        }
        let removed: Vec<String> = self.removed.iter().map(|key| path_of(key)).collect();
        write(store, &root, &own, given, &removed, options, observer)
    }

    fn normalised(
        &self,
        article: &NewArticle,
        root: &RootOptions,
    ) -> std::result::Result<Normalised, Other> {
        let around = Surroundings {
            source: root.own.source.clone().unwrap_or_default(),
            source_from: "root",
            path: String::new(),
            zone: root.own.zone,
            date_from_mtime: false,
            modified: 0,
        };
        let raw: Raw = Ok(within_limit(article.raw(), root.own.max_article));
        normalise::article(raw?, &around).map_err(|defect| Other::Skipped(defect.line, defect.why))
    }
}
