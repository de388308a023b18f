//! Documents filtered by the language that they are analyzed in.
//!
//! A word may have a stem only in some languages. In articles of other languages, the same stem belongs to a different
//! word.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError};

use crate::analysis::{Language, Languages};
use crate::engine::embedded::schema::fields::ANALYSIS;

/// The language of each document of a segment.
#[derive(Clone)]
pub struct DocLanguages {
    column: Arc<dyn ColumnValues<u64>>,
    /// The language of each value of the column.
    known: Arc<[Languages]>,
}

impl DocLanguages {
    /// Opens the language column of a segment.
    pub fn of(segment: &SegmentReader) -> tantivy::Result<DocLanguages> {
        let missing = || TantivyError::SchemaError(format!("the column {ANALYSIS} is missing"));
        let column = segment.fast_fields().str(ANALYSIS)?.ok_or_else(missing)?;
        let mut known = Vec::with_capacity(column.num_terms());
        let mut code = String::new();
        for ord in 0..column.num_terms() as u64 {
            code.clear();
            column.ord_to_str(ord, &mut code)?;
            known.push(Language::of_code(&code).map_or(Languages::default(), Languages::from));
        }
        let column = column.ords().clone().first_or_default_col(u64::MAX);
        Ok(DocLanguages { column, known: known.into() })
    }

    /// Advances a cursor to the first document in one of the given languages, starting with the current one. Returns
    /// that document.
    pub fn settle(&self, docs: &mut impl DocSet, languages: Languages) -> DocId {
        let mut doc = docs.doc();
        while doc != TERMINATED && !self.is_in(doc, languages) {
            doc = docs.advance();
        }
        doc
    }

    /// Returns whether a document is in one of the given languages.
    pub fn is_in(&self, doc: DocId, languages: Languages) -> bool {
        let known = self.known.get(self.column.get_val(doc) as usize);
        known.is_some_and(|known| known.meets(languages))
    }
}

/// The posting list of a stem, filtered by language.
pub struct LanguagePostings {
    postings: SegmentPostings,
    /// The filter. `None` for all languages.
    filter: Option<(DocLanguages, Languages)>,
}

impl LanguagePostings {
    /// Returns a cursor at the first document. Opens the language column of the segment only if there is a filter.
    pub fn of(
        postings: SegmentPostings,
        languages: Languages,
        segment: &SegmentReader,
    ) -> tantivy::Result<LanguagePostings> {
        let filter = match languages {
            Languages::ALL => None,
            languages => Some((DocLanguages::of(segment)?, languages)),
        };
        let mut filtered = LanguagePostings { postings, filter };
        filtered.settle();
        Ok(filtered)
    }

    /// Returns the posting list without the filter.
    pub fn into_inner(self) -> SegmentPostings {
        self.postings
    }

    fn settle(&mut self) -> DocId {
        match &self.filter {
            Some((known, languages)) => known.settle(&mut self.postings, *languages),
            None => self.postings.doc(),
        }
    }

    /// Advances to the first document at or after `target`, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self.postings.doc() {
            doc if doc >= target => doc,
            _ => {
                self.postings.seek(target);
                self.settle()
            }
        }
    }

    /// Returns the frequency of the stem in the current document.
    pub fn term_freq(&self) -> u32 {
        self.postings.term_freq()
    }

    /// Replaces `positions` with the positions of the stem in the current document.
    pub fn positions(&mut self, positions: &mut Vec<u32>) {
        self.postings.positions(positions);
    }

    /// Returns the maximum number of documents.
    pub fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}
