//! The reading side: opens a commit and answers from it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tantivy::directory::error::OpenDirectoryError;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, SegmentReader, TantivyError};

use super::cause::{Cause, remedy};
use super::directory::{Folder, META};
use super::fields::{self, Fields};
use super::marker::Origin;
use super::owned;
use super::records::{Records, handle};
use super::sealing::unseal;
use super::sound::{self, gone, sound};
use super::window::Dates;
use super::{Mapped, Payload, collect, crossed, keys};
use crate::analysis::Language;
use crate::article::Article;
use crate::engine::{Articles, Days, Engine, FacetKind, Handle, Hits, Request, ValueDays};
use crate::error::{Error, Kind, Result};
use crate::packing::utf8;

/// An index opened at one commit.
pub struct Reader {
    folder: PathBuf,
    payload: Payload,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    records: Records,
    dates: OnceCell<Vec<Dates>>,
    languages: OnceCell<Vec<Language>>,
}

impl Reader {
    /// Opens the index in a folder.
    pub fn open(folder: &Path) -> Result<Reader> {
        sound::steadily(folder, Result::is_ok, || Self::attempt(folder))
    }

    fn attempt(folder: &Path) -> Result<Reader> {
        let missing = || {
            Error::new(Kind::Index, format!("no index at {}", folder.display()))
                .hint("create one: dateline index FOLDER")
        };
        let directory = Folder::read_only(folder).map_err(|error| match error {
            OpenDirectoryError::DoesNotExist(_) | OpenDirectoryError::NotADirectory(_) => missing(),
            error => Error::index("opening the index", folder, &error)
                .hint(remedy(&TantivyError::from(error), folder)),
        })?;
        if !folder.join(META).exists() {
            sound::not_beheaded(folder)?;
            return Err(missing());
        }
        let (index, payload) = open_index(directory.clone(), folder)?;
        fields::register(&index);
        let fail = |error: tantivy::TantivyError| damaged(folder, &error);
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        let reader: tantivy::IndexReader = reader;
        let searcher = reader.searcher();
        let fields = Fields::of(&index.schema()).map_err(fail)?;
        let records = Records::open(&searcher, &payload, folder)?;
        // tantivy takes positions that are missing for positions that never were: a writer may have removed
        // them after they were seen and before they were opened.
        if let Some(files) = directory.files() {
            sound::still_there(folder, &files)?;
        }
        let folder = folder.to_path_buf();
        let (dates, languages) = (OnceCell::new(), OnceCell::new());
        Ok(Reader { folder, payload, searcher, fields, records, dates, languages })
    }

    /// The folder it lives in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the commit carries.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// Segments of the commit.
    pub fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// The columns of each segment that hold dates.
    pub(super) fn dates(&self) -> Result<&[Dates]> {
        if let Some(dates) = self.dates.get() {
            return Ok(dates);
        }
        let dates: tantivy::Result<Vec<Dates>> = self.segments().iter().map(Dates::of).collect();
        let dates = dates.map_err(|error| self.damaged(&error))?;
        Ok(self.dates.get_or_init(|| dates))
    }

    /// The languages articles are analysed in; English where there are none.
    pub fn languages(&self) -> Result<&[Language]> {
        self.languages_of_terms().map_err(|error| self.damaged(&error))
    }

    pub(super) fn languages_of_terms(&self) -> tantivy::Result<&[Language]> {
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

    /// The searcher, for benches that compare with tantivy's own ways.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Answers a request without reading the articles of the page: what finding alone costs. The
    /// articles are told by their `order`.
    pub fn find(&self, request: &Request) -> Result<(Hits, Vec<i64>)> {
        let found = collect::find(self, request)?;
        let page = found.page.iter().map(|candidate| candidate.order).collect();
        Ok((found.hits, page))
    }

    /// The article of a document.
    pub(super) fn article_at(&self, address: DocAddress) -> Result<Article> {
        self.records.article(address)
    }

    /// The key of a document.
    pub(super) fn key_at(&self, address: DocAddress) -> Result<String> {
        self.article_at(address).map(|article| article.key)
    }

    pub(super) fn damaged(&self, cause: &dyn Cause) -> Error {
        damaged(&self.folder, cause)
    }
}

impl Engine for Reader {
    fn search(&self, request: &Request) -> Result<Hits> {
        collect::search(self, request)
    }

    fn article(&self, key: &str, order: i64) -> Result<Option<Article>> {
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let candidates =
                keys::candidates(segment, order).map_err(|error| self.damaged(&error))?;
            for doc in candidates.filter(|doc| !segment.is_deleted(*doc)) {
                let article = self.article_at(DocAddress::new(ord as u32, doc))?;
                if article.key == key {
                    return Ok(Some(article));
                }
            }
        }
        Ok(None)
    }

    fn total(&self) -> u64 {
        self.searcher.num_docs()
    }

    fn days(&self, request: &Request) -> Result<(Hits, Days)> {
        let by_day = Request { limit: 0, facets: vec![FacetKind::Day], ..request.clone() };
        let found = collect::find(self, &by_day)?;
        Ok((found.hits, found.totals.days()))
    }

    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)> {
        crossed::crossed(self, request, kind)
    }

    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>> {
        collect::words(self, request)
    }

    fn every(&self, request: &Request) -> Result<(Hits, Vec<Handle>)> {
        let (hits, found) = collect::every(self, request)?;
        Ok((hits, found.into_iter().map(handle).collect()))
    }

    fn articles(&self) -> Result<Box<dyn Articles>> {
        Ok(Box::new(Records::open(&self.searcher, &self.payload, &self.folder)?))
    }
}

/// A failure to read what was written.
pub fn damaged(folder: &Path, cause: &dyn Cause) -> Error {
    // Which file it is takes reading all of them: hours, for a large index.
    if cause.may_be_damage()
        && let Ok(sound::Verified { damage, .. }) = sound::verify(folder)
        && let Some(first) = damage.first()
    {
        let path = folder.join(&first.file);
        return Error::index("reading", &path, &first.problem).hint(rebuild_hint(folder));
    }
    Error::index("reading the index", folder, cause).hint(remedy(cause, folder))
}

/// Opens tantivy's index and the payload of its commit; refuses one of another schema.
pub fn open_index(directory: Folder, folder: &Path) -> Result<(Index, Payload)> {
    let fail = |error: tantivy::TantivyError| {
        let hint = remedy(&error, folder);
        Error::index("opening the index", folder, error).hint(hint)
    };
    let meta = folder.join(META);
    let bytes = fs::read(&meta).map_err(|error| {
        Error::index("opening", &meta, gone(&error)).hint(remedy(&error, folder))
    })?;
    unseal(&bytes).map_err(|cause| {
        Error::index("opening", &meta, format!("{cause}: it is damaged")).hint(rebuild_hint(folder))
    })?;
    let index = Index::open(directory.clone()).map_err(fail)?;
    let metas = index.load_metas().map_err(fail)?;
    let payload: Payload = match &metas.payload {
        // Begun and never committed.
        None => return Ok((index, Payload::default())),
        Some(text) => serde_json::from_str(text).map_err(|error| {
            Error::index("opening the index", folder, error).hint(rebuild_hint(folder))
        })?,
    };
    let ours = crate::schema::schema().version;
    if payload.schema != ours {
        let message = format!(
            "the index {} has schema version {}, but this dateline reads version {ours}",
            folder.display(),
            payload.schema
        );
        return Err(Error::new(Kind::Index, message).hint(rebuild_hint(folder)));
    }
    let Some(files) = directory.files() else {
        return Err(Error::index("opening", &meta, "its checksum is missing, so it is damaged")
            .hint(rebuild_hint(folder)));
    };
    sound(folder, &files)?;
    Ok((index, payload))
}

/// Returns what to do about a damaged index or backup.
pub fn rebuild_hint(folder: &Path) -> String {
    if let Ok(Some(origin)) = Origin::read(folder) {
        return match folder.join(META).exists() {
            true => {
                format!("make another backup: dateline backup FOLDER --index {}", origin.folder)
            }
            false => format!(
                "complete the backup: dateline backup {} --index {}",
                folder.display(),
                origin.folder
            ),
        };
    }
    if owned::is_being_restored(folder) {
        return format!("restore it again: dateline restore BACKUP --index {}", folder.display());
    }
    format!("rebuild it: dateline index --rebuild --index {}", folder.display())
}

/// The dictionary a commit names, empty for none.
pub fn dictionary(folder: &Path, payload: &Payload) -> Result<Vec<u8>> {
    match &payload.dictionary {
        None => Ok(Vec::new()),
        Some(file) => Ok(Mapped::open(folder, file)?.to_vec()),
    }
}
