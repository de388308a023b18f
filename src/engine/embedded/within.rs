//! Articles of some languages: where a word has a stem in some languages only, articles in others that
//! have the stem have it of another word.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use crate::analysis::{Language, Languages};

/// The field that says in which language an article's words are analysed.
pub const FIELD: &str = "analysis";

/// The language of each document of a segment.
#[derive(Clone)]
pub struct DocLanguages {
    column: Arc<dyn ColumnValues<u64>>,
    /// The language behind each value of the column.
    known: Arc<[Languages]>,
}

impl DocLanguages {
    /// Those of a segment.
    pub fn of(segment: &SegmentReader) -> tantivy::Result<DocLanguages> {
        let missing = || TantivyError::SchemaError(format!("the column {FIELD} is missing"));
        let column = segment.fast_fields().str(FIELD)?.ok_or_else(missing)?;
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

    /// Goes on from where some documents stand to the first of them in one of some languages.
    fn settle(&self, docs: &mut impl DocSet, languages: Languages) -> DocId {
        let mut doc = docs.doc();
        while doc != TERMINATED && !self.is_in(doc, languages) {
            doc = docs.advance();
        }
        doc
    }

    /// Whether a document is in one of some languages.
    pub fn is_in(&self, doc: DocId, languages: Languages) -> bool {
        let known = self.known.get(self.column.get_val(doc) as usize);
        known.is_some_and(|known| known.meets(languages))
    }
}

/// The documents that have a stem in some languages.
pub struct Stemmed {
    postings: SegmentPostings,
    /// None for all languages.
    within: Option<(DocLanguages, Languages)>,
}

impl Stemmed {
    /// Stands at the first of them. `segment` is asked for the languages of its documents if those matter.
    pub fn of(
        postings: SegmentPostings,
        languages: Languages,
        segment: &SegmentReader,
    ) -> tantivy::Result<Stemmed> {
        let within = match languages {
            Languages::ALL => None,
            languages => Some((DocLanguages::of(segment)?, languages)),
        };
        let mut stemmed = Stemmed { postings, within };
        stemmed.settle();
        Ok(stemmed)
    }

    /// The posting list, of all languages.
    pub fn into_inner(self) -> SegmentPostings {
        self.postings
    }

    fn settle(&mut self) -> DocId {
        match &self.within {
            Some((known, languages)) => known.settle(&mut self.postings, *languages),
            None => self.postings.doc(),
        }
    }

    /// The first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self.postings.doc() {
            doc if doc >= target => doc,
            _ => {
                self.postings.seek(target);
                self.settle()
            }
        }
    }

    /// How often the stem stands in the document.
    pub fn term_freq(&self) -> u32 {
        self.postings.term_freq()
    }

    /// Where it stands in the document.
    pub fn positions(&mut self, places: &mut Vec<u32>) {
        self.postings.positions(places);
    }

    /// How many documents have it at most.
    pub fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

/// What a query finds in some languages.
#[derive(Debug)]
pub struct WithinQuery {
    query: Box<dyn Query>,
    languages: Languages,
}

impl Clone for WithinQuery {
    fn clone(&self) -> Self {
        WithinQuery { query: self.query.box_clone(), languages: self.languages }
    }
}

/// A query for documents of some languages.
pub fn within(query: Box<dyn Query>, languages: Languages) -> Box<dyn Query> {
    match languages {
        Languages::ALL => query,
        languages => Box::new(WithinQuery { query, languages }),
    }
}

impl Query for WithinQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(scoring)?;
        Ok(Box::new(WithinWeight { weight, languages: self.languages }))
    }
}

struct WithinWeight {
    weight: Box<dyn Weight>,
    languages: Languages,
}

impl Weight for WithinWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.weight.scorer(segment, boost)?;
        let known = DocLanguages::of(segment)?;
        let mut docs = WithinDocs { docs, known, languages: self.languages };
        docs.settle();
        Ok(Box::new(docs))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

struct WithinDocs {
    docs: Box<dyn Scorer>,
    known: DocLanguages,
    languages: Languages,
}

impl WithinDocs {
    fn settle(&mut self) -> DocId {
        self.known.settle(&mut self.docs, self.languages)
    }
}

impl DocSet for WithinDocs {
    fn advance(&mut self) -> DocId {
        self.docs.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.docs.doc() < target {
            self.docs.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.docs.doc()
    }

    fn size_hint(&self) -> u32 {
        self.docs.size_hint()
    }

    fn cost(&self) -> u64 {
        self.docs.cost()
    }
}

impl Scorer for WithinDocs {
    fn score(&mut self) -> Score {
        self.docs.score()
    }
}
