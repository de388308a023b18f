//! Writing an index: what an engine does for an indexing run.
//!
//! A [`Store`] is a place that holds an index. A run opens an [`Indexer`] on it, which no other process can open in the
//! meantime. Its threads turn articles into documents, each with its own [`Preparer`]. The indexer takes the documents
//! in order and commits them together with the catalogue. A rebuild goes through a [`Replacement`]. A store can also be
//! verified ([`Maintenance`]).

use std::io;
use std::path::Path;

use super::{DocumentReader, Engine, Maintenance, Matches};
use crate::analysis::{Language, Majorities};
use crate::article::Article;
use crate::catalogue::{Catalogue, Root, RootHeader};
use crate::error::Result;

/// A place that holds an index of one engine, or will hold one.
pub trait Store: Maintenance + Sync {
    /// Turns articles into documents.
    type Preparation: Preparation;
    /// Writes the index.
    type Indexer: Indexer<Preparation = Self::Preparation>;
    /// Answers from the last commit.
    type Engine: Engine + SourceLanguages;
    /// Builds a new index, which then takes the place of the old one.
    type Replacement: Replacement<Store = Self>;

    /// Returns the folder or address of the index, as it is shown to users.
    fn location(&self) -> &Path;
    /// Opens the index for writing, or creates one.
    ///
    /// # Errors
    ///
    /// Fails if another process is writing the index, or if it cannot be opened.
    fn indexer(&self) -> Result<Self::Indexer>;
    /// Returns the catalogue of the last commit, even while another process is writing the index. Returns `None` if
    /// nothing has been committed.
    ///
    /// # Errors
    ///
    /// Fails if the catalogue cannot be read.
    fn catalogue(&self) -> Result<Option<Catalogue>>;
    /// Returns the roots of the last commit, with the options that are remembered for them, but not their files.
    ///
    /// # Errors
    ///
    /// Fails if they cannot be read.
    fn roots(&self) -> Result<Vec<RootHeader>>;
    /// Opens the last commit.
    ///
    /// # Errors
    ///
    /// Fails if nothing has been committed, or if the index cannot be read.
    fn engine(&self) -> Result<Self::Engine>;
    /// Starts to replace the index. No other process can write it in the meantime.
    ///
    /// # Errors
    ///
    /// Fails as [`Store::indexer`] does.
    fn replacement(&self) -> Result<Self::Replacement>;
}

/// Passes sample articles, one by one, to the function that it is given. Returns the approximate length of all articles
/// in bytes, or 0 if all of them were passed.
pub type Samples<'a> = &'a dyn Fn(&mut dyn FnMut(&Article)) -> u64;

/// Articles, and the language of each.
pub type WithLanguages<'a> = (Box<dyn Matches + 'a>, Vec<Option<Language>>);

/// Writes an index. Dropping it without a commit leaves the last commit as it was, if commits are atomic
/// ([`Capabilities`](super::Capabilities)).
///
/// # Errors
///
/// Every method fails if the index cannot be written. What was committed before is then unharmed.
pub trait Indexer {
    /// Turns articles into documents.
    type Preparation: Preparation;

    /// Returns the catalogue of the last commit, or `None` before the first one.
    fn catalogue(&self) -> Result<Option<Catalogue>>;
    /// Prepares a new index for articles like the samples, which are asked for only if the engine can use them.
    fn train(&mut self, samples: Samples) -> Result<()>;
    /// Returns what threads need to prepare documents.
    fn preparation(&self) -> Self::Preparation;
    /// Adds an article.
    fn add(&mut self, document: <Self::Preparation as Preparation>::Document) -> Result<()>;
    /// Removes an article, if the index has it. `order` is [`Article::order`].
    fn remove(&mut self, key: &str, order: i64) -> Result<()>;
    /// Commits everything since the last commit, together with the catalogue of the new state. `roots` takes the place
    /// of the catalogue's own roots.
    fn commit(&mut self, catalogue: &Catalogue, roots: &[Root]) -> Result<()>;
    /// Commits articles that were analyzed again and are otherwise unchanged. The catalogue stays the same.
    fn commit_again(&mut self) -> Result<()>;
    /// Adapts the engine's memory to a catalogue that takes `held` bytes. Called after a commit when the catalogue has
    /// grown by [`growth`](Self::growth).
    fn make_room(&mut self, held: usize) -> Result<()>;
    /// Returns how much the catalogue may grow, in bytes, before the memory is divided again.
    fn growth(&self) -> usize;
    /// Removes the files that killed runs left behind.
    fn remove_debris(&self);
    /// Brings the index into its final form, and closes it.
    fn finish(self) -> Result<()>;
}

/// What threads need to prepare documents.
pub trait Preparation: Sync {
    /// A prepared article.
    type Document: Prepared;

    /// Returns a preparer. Each thread has its own.
    ///
    /// # Errors
    ///
    /// Fails if its resources cannot be allocated.
    fn preparer(&self) -> io::Result<Box<dyn Preparer<Self::Document>>>;
}

/// Turns articles into documents.
pub trait Preparer<D>: Send {
    /// Returns the document of an article.
    ///
    /// # Errors
    ///
    /// Fails if the article cannot be stored.
    fn prepare(&mut self, article: &Article) -> io::Result<D>;
}

/// A prepared article.
pub trait Prepared: Send {
    /// Returns the article's key.
    fn key(&self) -> &str;
    /// Returns the approximate size in memory, in bytes.
    fn size(&self) -> usize;
}

/// The languages of sources. Short articles are analyzed in the language that most articles of their source are in.
///
/// # Errors
///
/// Every method fails if the index cannot be read.
pub trait SourceLanguages: DocumentReader {
    /// Counts the articles of each source in each known language. Counts nothing if all articles are analyzed in
    /// English, because sources then make no difference.
    fn majorities(&self) -> Result<Majorities>;
    /// Returns up to `limit` articles of unknown language that are not analyzed in the language of their source, each
    /// with that language. `None` means the default language of the article's script.
    fn unsettled(&self, limit: usize) -> Result<WithLanguages<'_>>;
}

/// A new index that takes the place of an old one, which can be searched until then.
///
/// # Errors
///
/// Every method fails if the index cannot be written. The old index is then unharmed.
pub trait Replacement: Sized {
    /// The kind of store that both indexes are in.
    type Store: Store<Replacement = Self>;

    /// Returns where the new index is built.
    fn store(&self) -> &Self::Store;
    /// Removes the new index, or the remains of one whose rebuild was interrupted.
    fn discard(&self) -> Result<()>;
    /// Puts the new index in the place of the old one, in one step.
    fn take_place(self) -> Result<()>;
}
