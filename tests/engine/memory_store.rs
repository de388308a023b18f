//! A store in memory, so that runs index into an engine that is not the embedded one.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dateline::analysis::{Language, Majorities, fold};
use dateline::article::Article;
use dateline::catalogue::{Catalogue, Place, Root, RootHeader};
use dateline::engine::agreement::Agreement;
use dateline::engine::store::{
    Indexer, Preparation, Prepared, Preparer, Replacement, Samples, SourceLanguages, Store,
    WithLanguages,
};
use dateline::engine::{Damage, Maintenance, Request, Searcher, Storage, Verified};
use dateline::error::{Error, Kind, Result};
use dateline::query::tree::Tree;
use dateline::searching::Index;

use super::memory::{MemoryCatalogue, MemoryEngine};

/// What was committed: the articles by key, and the catalogue in the form of its file.
#[derive(Clone, Default)]
struct State {
    articles: BTreeMap<String, Article>,
    catalogue: Option<Vec<u8>>,
}

/// An index in memory. Its clones share it.
#[derive(Clone, Default)]
pub struct MemoryStore {
    state: Arc<Mutex<State>>,
    prepared: Arc<AtomicUsize>,
}

impl MemoryStore {
    fn state(&self) -> State {
        self.state.lock().unwrap().clone()
    }

    /// Returns how many articles were prepared since the last call.
    pub fn prepared(&self) -> usize {
        self.prepared.swap(0, Ordering::Relaxed)
    }

    /// Gives an article another key, without the knowledge of the catalogue.
    pub fn rename(&self, key: &str, new: &str) {
        let articles = &mut self.state.lock().unwrap().articles;
        let article = articles.remove(key).expect("an article");
        articles.insert(new.into(), article);
    }

    /// Opens the last commit for searching.
    pub fn index(&self) -> Index {
        let catalogue = self.catalogue().unwrap().expect("a commit");
        let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for root in &catalogue.roots {
            for (path, record) in &root.files {
                for placed in record.articles().iter() {
                    let (root, path) = (root.path.clone(), path.to_string());
                    let place = Place { root, path, line: placed.line };
                    let key = catalogue.keys.key(placed.key).into_owned();
                    places.entry(key).or_default().push(place);
                }
            }
        }
        let articles = self.state().articles.into_values();
        let placed: Vec<(Article, Vec<Place>)> = articles
            .map(|article| {
                let places = places.remove(&article.key).expect("a place");
                (article, places)
            })
            .collect();
        assert!(places.is_empty(), "articles of the catalogue without a document: {places:?}");
        let mut counts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for source in placed.iter().filter_map(|(article, _)| article.source.clone()) {
            *counts.entry(fold::name(&source)).or_default().entry(source).or_default() += 1;
        }
        let shown = |spellings: BTreeMap<String, u64>| {
            let most = spellings.into_iter().min_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            most.expect("a spelling").0
        };
        let spellings = counts.into_iter().map(|(folded, of)| (folded, shown(of))).collect();
        let memory = MemoryCatalogue::of(&placed, spellings);
        Index::of(self.engine().unwrap(), memory)
    }
}

impl Store for MemoryStore {
    type Preparation = Copying;
    type Indexer = MemoryIndexer;
    type Engine = MemoryEngine;
    type Replacement = MemoryReplacement;

    fn location(&self) -> &Path {
        Path::new("memory")
    }

    fn indexer(&self) -> Result<MemoryIndexer> {
        Ok(MemoryIndexer { store: self.clone(), next: self.state().articles })
    }

    fn catalogue(&self) -> Result<Option<Catalogue>> {
        let decode = |bytes: Vec<u8>| Catalogue::decode_in_pieces(&bytes, &|| {});
        let decoded = self.state().catalogue.map(decode).transpose();
        decoded.map_err(|error| Error::new(Kind::Index, error.to_string()))
    }

    fn roots(&self) -> Result<Vec<RootHeader>> {
        let roots = self.catalogue()?.unwrap_or_default().roots.into_iter();
        let header = |Root { path, source, zone, reading, files }| {
            let files = files.len();
            RootHeader { path, source, zone, reading, files, members: 0 }
        };
        Ok(roots.map(header).collect())
    }

    fn engine(&self) -> Result<MemoryEngine> {
        let articles: Vec<Article> = self.state().articles.into_values().collect();
        let mut languages: Vec<Language> = articles.iter().map(Language::of_article).collect();
        languages.push(Language::ENGLISH);
        languages.sort_by_key(|language| language.code());
        languages.dedup();
        Ok(MemoryEngine::new(articles, languages))
    }

    fn replacement(&self) -> Result<MemoryReplacement> {
        Ok(MemoryReplacement { old: self.clone(), new: MemoryStore::default() })
    }
}

impl Maintenance for MemoryStore {
    fn verify(&self, _: bool) -> Result<Verified> {
        let storage = Storage::Files { files: 0, bytes: 0, debris: 0 };
        let mut verified = Verified::new(self.location().into(), storage);
        let Some(catalogue) = self.catalogue()? else { return Ok(verified) };
        let articles = self.state().articles;
        verified.articles = articles.len() as u64;
        let mut report = |problem: String| verified.damage.push(Damage::of_index(problem));
        let mut agreement = Agreement::with(&catalogue);
        for key in articles.keys() {
            agreement.compare(key, |what, key| report(format!("{key}: {what:?}")));
        }
        agreement.finish(|what, key| report(format!("{key}: {what:?}")));
        Ok(verified)
    }
}

/// Writes a store. Articles are visible to others after a commit.
pub struct MemoryIndexer {
    store: MemoryStore,
    next: BTreeMap<String, Article>,
}

impl Indexer for MemoryIndexer {
    type Preparation = Copying;

    fn catalogue(&self) -> Result<Option<Catalogue>> {
        self.store.catalogue()
    }

    fn train(&mut self, _: Samples) -> Result<()> {
        Ok(())
    }

    fn preparation(&self) -> Copying {
        Copying(Arc::clone(&self.store.prepared))
    }

    fn add(&mut self, document: Copy) -> Result<()> {
        let Copy(article) = document;
        let former = self.next.insert(article.key.clone(), article);
        assert!(former.is_none(), "an article is added twice: {former:?}");
        Ok(())
    }

    fn remove(&mut self, key: &str, order: i64) -> Result<()> {
        if self.next.get(key).is_some_and(|article| article.order() == order) {
            self.next.remove(key);
        }
        Ok(())
    }

    fn commit(&mut self, catalogue: &Catalogue, roots: &[Root]) -> Result<()> {
        let mut bytes = Vec::new();
        catalogue.encode_with(roots, &mut bytes).expect("bytes in memory");
        let articles = self.next.clone();
        *self.store.state.lock().unwrap() = State { articles, catalogue: Some(bytes) };
        Ok(())
    }

    fn commit_again(&mut self) -> Result<()> {
        self.store.state.lock().unwrap().articles = self.next.clone();
        Ok(())
    }

    fn make_room(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    fn growth(&self) -> usize {
        usize::MAX
    }

    fn remove_debris(&self) {}

    fn finish(self) -> Result<()> {
        Ok(())
    }
}

/// Prepares articles by copying them, and counts them.
pub struct Copying(Arc<AtomicUsize>);

/// A copied article.
pub struct Copy(Article);

impl Preparation for Copying {
    type Document = Copy;

    fn preparer(&self) -> io::Result<Box<dyn Preparer<Copy>>> {
        Ok(Box::new(Copying(Arc::clone(&self.0))))
    }
}

impl Preparer<Copy> for Copying {
    fn prepare(&mut self, article: &Article) -> io::Result<Copy> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Copy(article.clone()))
    }
}

impl Prepared for Copy {
    fn key(&self) -> &str {
        &self.0.key
    }

    fn size(&self) -> usize {
        self.0.body.len()
    }
}

impl SourceLanguages for MemoryEngine {
    fn majorities(&self) -> Result<Majorities> {
        let majorities = Majorities::default();
        for hit in self.search(&everything())?.hits {
            if let (Some(source), Some(lang)) = (&hit.article.source, &hit.article.lang) {
                majorities.add(&fold::name(source), lang, 1);
            }
        }
        Ok(majorities)
    }

    fn unsettled(&self, limit: usize) -> Result<WithLanguages<'_>> {
        let majorities = self.majorities()?;
        let (mut articles, mut languages) = (Vec::new(), Vec::new());
        for article in self.articles().iter().filter(|article| article.lang.is_none()) {
            let now = Language::of_article(article);
            let default = now.default_of_script();
            let source = article.source.as_deref().map(fold::name);
            let wanted = source.and_then(|source| majorities.of_source(&source, default));
            if wanted.unwrap_or(default) != now && articles.len() < limit {
                articles.push(article);
                languages.push(wanted);
            }
        }
        Ok((self.matches(articles), languages))
    }
}

fn everything() -> Request<'static> {
    Request { limit: usize::MAX, ..Request::counting(&Tree::All) }
}

/// A new store that replaces the content of an old one.
pub struct MemoryReplacement {
    old: MemoryStore,
    new: MemoryStore,
}

impl Replacement for MemoryReplacement {
    type Store = MemoryStore;

    fn store(&self) -> &MemoryStore {
        &self.new
    }

    fn discard(&self) -> Result<()> {
        *self.new.state.lock().unwrap() = State::default();
        Ok(())
    }

    fn take_place(self) -> Result<()> {
        *self.old.state.lock().unwrap() = self.new.state();
        Ok(())
    }
}
