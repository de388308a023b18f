//! A word that has to stand in the title, or in the body.
//!
//! Titles come first in the position space and `title_words` says where they end, so the first and
//! the last position of a term tell. A field for titles would take 3.5 % of the text.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use crate::query::tree::Zone;

/// Matches articles with a term in the title, or in the body.
#[derive(Debug, Clone)]
pub struct ZoneQuery {
    field: Field,
    term: Term,
    zone: Zone,
}

impl ZoneQuery {
    /// A query for a term of the text field.
    pub fn new(field: Field, term: &str, zone: Zone) -> Self {
        ZoneQuery { field, term: Term::from_field_text(field, term), zone }
    }
}

impl Query for ZoneQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, std::slice::from_ref(&self.term))?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(ZoneWeight { query: self.clone(), bm25 }))
    }
}

struct ZoneWeight {
    query: ZoneQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for ZoneWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = segment.inverted_index(self.query.field)?;
        let record = IndexRecordOption::WithFreqsAndPositions;
        let Some(postings) = index.read_postings(&self.query.term, record)? else {
            return Ok(Box::new(EmptyScorer));
        };
        let title_words = segment.fast_fields().i64("title_words")?.first_or_default_col(0);
        let norms = segment.get_fieldnorms_reader(self.query.field)?;
        let bm25 = self.bm25.as_ref().map(|bm25| (bm25.boost_by(boost), norms));
        let mut docs =
            ZoneDocs { zone: self.query.zone, postings, title_words, bm25, positions: Vec::new() };
        docs.settle();
        Ok(Box::new(docs))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

struct ZoneDocs {
    zone: Zone,
    postings: SegmentPostings,
    title_words: Arc<dyn ColumnValues<i64>>,
    bm25: Option<(Bm25Weight, tantivy::fieldnorm::FieldNormReader)>,
    positions: Vec<u32>,
}

impl ZoneDocs {
    /// Goes on to the first document, this one included, whose title or body has the term.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.postings.doc();
            if doc == TERMINATED {
                return doc;
            }
            self.postings.positions(&mut self.positions);
            let title_words = self.title_words.get_val(doc);
            let in_title = |position: &u32| i64::from(*position) < title_words;
            let found = match self.zone {
                Zone::Any => true,
                Zone::Title => self.positions.first().is_some_and(in_title),
                Zone::Body => !self.positions.last().is_none_or(in_title),
            };
            if found {
                return doc;
            }
            self.postings.advance();
        }
    }
}

impl DocSet for ZoneDocs {
    fn advance(&mut self) -> DocId {
        self.postings.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.postings.doc() < target {
            self.postings.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for ZoneDocs {
    fn score(&mut self) -> Score {
        let doc = self.postings.doc();
        let title_words = self.title_words.get_val(doc);
        let in_title =
            self.positions.partition_point(|position| i64::from(*position) < title_words);
        let frequency = match self.zone {
            Zone::Any => self.positions.len(),
            Zone::Title => in_title,
            Zone::Body => self.positions.len() - in_title,
        };
        match &self.bm25 {
            Some((bm25, norms)) => bm25.score(norms.fieldnorm_id(doc), frequency as u32),
            None => 1.0,
        }
    }
}
