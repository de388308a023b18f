//! A query restricted to articles that are analyzed in certain languages.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError};

use crate::analysis::Languages;
use crate::engine::embedded::snapshot::language_filter::DocLanguages;

/// A query restricted to certain languages.
#[derive(Debug)]
pub struct LanguageQuery {
    query: Box<dyn Query>,
    languages: Languages,
}

impl Clone for LanguageQuery {
    fn clone(&self) -> Self {
        LanguageQuery { query: self.query.box_clone(), languages: self.languages }
    }
}

/// Restricts a query to the given languages. Returns it unchanged if these are all languages.
pub fn in_languages(query: Box<dyn Query>, languages: Languages) -> Box<dyn Query> {
    match languages {
        Languages::ALL => query,
        languages => Box::new(LanguageQuery { query, languages }),
    }
}

impl Query for LanguageQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(scoring)?;
        Ok(Box::new(LanguageWeight { weight, languages: self.languages }))
    }
}

struct LanguageWeight {
    weight: Box<dyn Weight>,
    languages: Languages,
}

impl Weight for LanguageWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.weight.scorer(segment, boost)?;
        let known = DocLanguages::of(segment)?;
        let mut docs = LanguageScorer { docs, known, languages: self.languages };
        docs.settle();
        Ok(Box::new(docs))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

struct LanguageScorer {
    docs: Box<dyn Scorer>,
    known: DocLanguages,
    languages: Languages,
}

impl LanguageScorer {
    fn settle(&mut self) -> DocId {
        self.known.settle(&mut self.docs, self.languages)
    }
}

impl DocSet for LanguageScorer {
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

impl Scorer for LanguageScorer {
    fn score(&mut self) -> Score {
        self.docs.score()
    }
}
