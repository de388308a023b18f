//! An index opened for searching: the engine and the catalogue of one commit.

use std::path::Path;
use std::sync::Arc;

use super::remembered_stories::RememberedStories;
use crate::analysis::codes::code_of;
use crate::analysis::fold;
use crate::article::Article;
use crate::catalogue::{Place, View};
#[cfg(feature = "cluster")]
use crate::engine::cluster::{ClusterEngine, client::Client};
use crate::engine::embedded::{EmbeddedEngine, steadily};
use crate::engine::{Budget, Catalogue, Engine, Facet, FacetKind, PathFilter, Request, Wildcard};
use crate::error::{Error, Kind, Result};
use crate::query::tree::{Filter, FilterField, Keys, Tree};

/// An index opened for searching: the engine and the catalogue of one commit. Threads can share it.
pub struct Index {
    /// The engine.
    #[doc(hidden)]
    pub engine: Box<dyn Engine>,
    /// The catalogue.
    #[doc(hidden)]
    pub catalogue: Arc<dyn Catalogue>,
    /// How long a search may take.
    budget: Budget,
    /// The stories that searches of this commit have read.
    pub(super) stories: Arc<RememberedStories>,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Fails if there is no index, or if it is empty, damaged or of another version.
    pub fn open(folder: &Path) -> Result<Index> {
        steadily(folder, Result::is_ok, || {
            let engine = EmbeddedEngine::open(folder)?;
            let Some(file) = engine.payload().catalogue.clone() else {
                return Err(Error::new(
                    Kind::NoIndex,
                    format!("the index {} is empty", folder.display()),
                )
                .hint("fill it: dateline index FOLDER"));
            };
            let catalogue = View::open(folder, &file.name, file.length)?;
            Ok(Index::of(engine, catalogue))
        })
    }

    /// Opens the index at the address of a cluster's client.
    ///
    /// # Errors
    ///
    /// Fails if there is no such index, or if it cannot be read or is of another version.
    #[cfg(feature = "cluster")]
    pub fn connect(client: Client) -> Result<Index> {
        let engine = ClusterEngine::open(client)?;
        let catalogue = engine.catalogue()?;
        Ok(Index::of(engine, catalogue))
    }

    /// Combines an engine and a catalogue into an index.
    pub fn of(engine: impl Engine + 'static, catalogue: impl Catalogue + 'static) -> Index {
        let (budget, stories) = (Budget::default(), Arc::default());
        Index { engine: Box::new(engine), catalogue: Arc::new(catalogue), budget, stories }
    }

    /// Returns the same index for a search with a budget, in addition to the budget that this index has.
    pub fn within(&self, budget: &Budget) -> Index {
        let budget = self.budget.and(budget);
        let bounded = self.catalogue.within(&budget);
        let catalogue = bounded.unwrap_or_else(|| Arc::clone(&self.catalogue));
        let stories = Arc::clone(&self.stories);
        Index { engine: self.engine.within(&budget), catalogue, budget, stories }
    }

    /// Returns how long a search may take.
    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Returns whether a canonical path is a root of the index, or is inside one.
    pub fn has_root_over(&self, path: &Path) -> bool {
        self.catalogue.roots().iter().any(|root| path.starts_with(&root.path))
    }

    /// Returns the article whose key is `prefix`, or else the only one whose key starts with it.
    ///
    /// # Errors
    ///
    /// Fails if several keys start with `prefix`.
    pub fn article(&self, prefix: &str) -> Result<Option<Found>> {
        if prefix.is_empty() {
            return Ok(None);
        }
        let article = match self.catalogue.order(prefix)? {
            Some(order) => self.engine.article(prefix, order)?,
            None => match self.catalogue.keys_with_prefix(prefix, 6)?.as_slice() {
                [] => None,
                [(key, order)] => self.engine.article(key, *order)?,
                several => {
                    let keys: Vec<&str> = several.iter().map(|(key, _)| key.as_str()).collect();
                    return Err(Error::usage(format!("several keys begin with {prefix:?}"))
                        .hint(format!("type more of the key: {}", keys.join(", "))));
                }
            },
        };
        article.map(|article| self.found(article)).transpose()
    }

    /// Returns a fingerprint that identifies the commit.
    pub fn fingerprint(&self) -> String {
        self.catalogue.fingerprint()
    }

    /// Returns the number of articles that match a tree.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub fn count(&self, tree: &Tree) -> Result<u64> {
        self.engine.search(&Request::counting(tree)).map(|hits| hits.total)
    }

    /// Resolves the parts of a tree that no engine knows: looks up keys and paths in the catalogue, and replaces names
    /// of languages with the codes that articles have.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub fn resolved(&self, tree: Tree) -> Result<Tree> {
        let all = |trees: Vec<Tree>| {
            trees.into_iter().map(|tree| self.resolved(tree)).collect::<Result<Vec<_>>>()
        };
        Ok(match tree {
            Tree::And(trees) => Tree::And(all(trees)?),
            Tree::Or(trees) => Tree::Or(all(trees)?),
            Tree::Not(tree) => Tree::Not(Box::new(self.resolved(*tree)?)),
            Tree::Filter(Filter { field: FilterField::Lang, value, wild: false }) => {
                let value = code_of(&value).unwrap_or(value);
                Tree::Filter(Filter { field: FilterField::Lang, value, wild: false })
            }
            Tree::Filter(Filter { field: FilterField::Path, value, wild }) => {
                let paths = match wild {
                    true => PathFilter::Wild(Wildcard::new(&value)),
                    false => PathFilter::under(&value),
                };
                Tree::Keys(Keys(Arc::new(self.catalogue.keys_at(&paths)?)))
            }
            Tree::Filter(Filter { field: FilterField::Key, value, wild }) => {
                Tree::Keys(Keys(Arc::new(self.keys(value, wild)?)))
            }
            tree => tree,
        })
    }

    /// Returns the keys that a `key:` filter means, each with its order, sorted.
    fn keys(&self, value: String, wild: bool) -> Result<Vec<(String, i64)>> {
        if wild {
            return self.catalogue.keys_like(&Wildcard::new(&value));
        }
        match self.catalogue.order(&value)? {
            Some(order) => Ok(vec![(value, order)]),
            // As in `show`, but a prefix may match several keys.
            None => self.catalogue.keys_with_prefix(&value, usize::MAX),
        }
    }

    /// Replaces the values of a source facet, which are folded, with their most frequent spelling.
    pub(crate) fn spell(&self, facet: &mut Facet) {
        if facet.kind != FacetKind::Source {
            return;
        }
        for (value, _) in &mut facet.values {
            if let Some(shown) = self.catalogue.spelling(value) {
                *value = shown.to_string();
            }
        }
        facet.values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    /// Returns an article with its places, and with its source in the spelling that is shown.
    pub(super) fn found(&self, article: Article) -> Result<Found> {
        Found::of(self.catalogue.as_ref(), article)
    }
}

impl Found {
    /// Returns an article with its places, and with its source in the spelling that is shown.
    ///
    /// # Errors
    ///
    /// Fails if the catalogue cannot be read.
    pub fn of(catalogue: &dyn Catalogue, mut article: Article) -> Result<Found> {
        article.source = article.source.map(|source| spelt(catalogue, source));
        let places = catalogue.places(&article.key)?;
        Ok(Found { article, places })
    }
}

/// Returns the error for an article that was found and then cannot be read, which only damage can cause.
pub fn lost(key: &str) -> Error {
    Error::new(Kind::Index, format!("the index has no article {key}"))
        .hint("see whether the index is damaged: dateline check")
}

/// Returns a source in the spelling that is shown.
pub fn spelt(catalogue: &dyn Catalogue, source: String) -> String {
    match catalogue.spelling(&fold::name(&source)) {
        Some(shown) => shown.to_string(),
        None => source,
    }
}

/// An article and its places.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Found {
    /// The article.
    pub article: Article,
    /// Its places, smallest first.
    pub places: Vec<Place>,
}
