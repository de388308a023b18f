//! One commit of an index, opened for reading.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::directory::error::OpenDirectoryError;
use tantivy::{DocAddress, IndexReader, ReloadPolicy, Searcher, SegmentReader, TantivyError};

use super::date_columns::DateColumns;
use super::key_lookup::{self, DocsOfKeys};
use super::record_reader::RecordReader;
use crate::analysis::Language;
use crate::article::Article;
use crate::engine::Budget;
use crate::engine::embedded::schema::fields;
use crate::engine::embedded::schema::fields::Fields;
use crate::engine::embedded::storage::directory::Folder;
use crate::engine::embedded::storage::errors::{Cause, remedy};
use crate::engine::embedded::storage::opening::open_index;
use crate::engine::embedded::storage::payload::Payload;
use crate::engine::embedded::storage::verification;
use crate::engine::embedded::storage::verification::{has_commit, steadily, still_there};
use crate::error::{Error, Kind, Result};
use crate::packing::utf8;
use crate::query::tree::Keys;

/// One commit of an index, as one search sees it. All searches and threads share what was opened.
#[derive(Clone)]
pub struct Snapshot {
    opened: Arc<Opened>,
    /// The budget of the search.
    pub budget: Budget,
}

impl Deref for Snapshot {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.opened
    }
}

impl Snapshot {
    /// Opens the last commit of the index in a folder, for searches without limits.
    ///
    /// # Errors
    ///
    /// Fails if the index is missing, damaged or incompatible.
    pub fn open(folder: &Path) -> Result<Snapshot> {
        let opened = steadily(folder, Result::is_ok, || Opened::attempt(folder))?;
        Ok(Snapshot { opened: Arc::new(opened), budget: Budget::default() })
    }

    /// Returns the same commit for a search with a budget.
    pub fn within(&self, budget: &Budget) -> Snapshot {
        Snapshot { opened: Arc::clone(&self.opened), budget: budget.clone() }
    }
}

/// The segments, columns and stored records of one commit.
pub struct Opened {
    folder: PathBuf,
    payload: Payload,
    /// tantivy's searcher over the segments of the commit.
    pub searcher: Searcher,
    /// The fields of the schema.
    pub fields: Fields,
    records: RecordReader,
    dates: OnceLock<Vec<DateColumns>>,
    languages: OnceLock<Vec<Language>>,
    keys: key_lookup::Remembered,
}

impl Opened {
    fn attempt(folder: &Path) -> Result<Opened> {
        let missing = || {
            Error::new(Kind::NoIndex, format!("no index at {}", folder.display()))
                .hint("create one: dateline index FOLDER")
        };
        let directory = Folder::read_only(folder).map_err(|error| match error {
            OpenDirectoryError::DoesNotExist(_) | OpenDirectoryError::NotADirectory(_) => missing(),
            error => {
                let error = TantivyError::from(error);
                Error::index("opening the index", folder, error.boxed())
                    .hint(remedy(&error, folder))
            }
        })?;
        if !has_commit(folder)? {
            return Err(missing());
        }
        let (index, payload) = open_index(directory.clone(), folder)?;
        fields::register(&index);
        let fail = |error: TantivyError| verification::damaged(folder, &error);
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        let searcher = reader.searcher();
        let fields = Fields::of(&index.schema()).map_err(fail)?;
        let records = RecordReader::open(&searcher, &payload, folder)?;
        // tantivy treats a missing positions file as a field without positions. A writer may have deleted the file
        // after it was checked and before it was opened.
        if let Some(files) = directory.files() {
            still_there(folder, &files)?;
        }
        let folder = folder.to_path_buf();
        let (dates, languages) = (OnceLock::new(), OnceLock::new());
        let keys = key_lookup::Remembered::default();
        Ok(Opened { folder, payload, searcher, fields, records, dates, languages, keys })
    }

    /// Returns the folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the payload of the commit.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// Returns the segments of the commit.
    pub fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// Returns the date columns of each segment.
    pub fn dates(&self) -> Result<&[DateColumns]> {
        if let Some(dates) = self.dates.get() {
            return Ok(dates);
        }
        let dates = self.segments().iter().map(DateColumns::of).collect::<tantivy::Result<_>>();
        let dates = dates.map_err(|error| self.damaged(&error))?;
        Ok(self.dates.get_or_init(|| dates))
    }

    /// Returns the languages that articles are analyzed in. Returns English if the index is empty.
    pub fn languages(&self) -> tantivy::Result<&[Language]> {
        if let Some(languages) = self.languages.get() {
            return Ok(languages);
        }
        let mut languages = Vec::new();
        for segment in self.segments() {
            let index = segment.inverted_index(self.fields.analysis)?;
            let mut codes = index.terms().stream()?;
            while codes.advance() {
                languages.extend(Language::of_code(utf8(codes.key())?));
            }
        }
        languages.sort_unstable();
        languages.dedup();
        if languages.is_empty() {
            languages.push(Language::ENGLISH);
        }
        Ok(self.languages.get_or_init(|| languages))
    }

    /// Returns the article with a key, if the index has it. `order` is [`Article::order`].
    pub fn article(&self, key: &str, order: i64) -> Result<Option<Article>> {
        for (ord, segment) in self.segments().iter().enumerate() {
            let candidates = key_lookup::candidates(segment, order);
            let candidates = candidates.map_err(|error| self.damaged(&error))?;
            for doc in candidates.filter(|doc| !segment.is_deleted(*doc)) {
                let article = self.article_at(DocAddress::new(ord as u32, doc))?;
                if article.key == key {
                    return Ok(Some(article));
                }
            }
        }
        Ok(None)
    }

    /// Returns the documents of some keys. If only one document has a key's `order`, it is the key's document.
    /// Otherwise, the stored records decide.
    pub fn documents_of(&self, keys: &Keys) -> tantivy::Result<Arc<DocsOfKeys>> {
        self.keys.get(keys, || {
            let mut docs = DocsOfKeys::default();
            for (key, order) in keys.0.iter() {
                let mut found = Vec::new();
                for (ord, segment) in self.segments().iter().enumerate() {
                    let alive = key_lookup::candidates(segment, *order)?
                        .filter(|doc| !segment.is_deleted(*doc));
                    found.extend(alive.map(|doc| DocAddress::new(ord as u32, doc)));
                }
                let alone = found.len() == 1;
                for address in found {
                    let failed = |error: Error| TantivyError::InternalError(error.message);
                    if alone || self.key_at(address).map_err(failed)? == *key {
                        let segment = &self.segments()[address.segment_ord as usize];
                        docs.entry(segment.segment_id()).or_default().push(address.doc_id);
                    }
                }
            }
            for docs in docs.values_mut() {
                docs.sort_unstable();
                docs.dedup();
            }
            Ok(docs)
        })
    }

    /// Returns the article of a document.
    pub fn article_at(&self, address: DocAddress) -> Result<Article> {
        self.records.article(address)
    }

    /// Returns the key of a document.
    pub fn key_at(&self, address: DocAddress) -> Result<String> {
        self.article_at(address).map(|article| article.key)
    }

    /// Opens another reader of the stored records, for a thread that reads many of them.
    pub fn records(&self) -> Result<RecordReader> {
        self.records.again(&self.searcher)
    }

    /// Returns the error for a failure to read this commit. If the cause can be damage, the error names the damaged
    /// file.
    pub fn damaged(&self, cause: &dyn Cause) -> Error {
        verification::damaged(&self.folder, cause)
    }
}
