//! Span queries: words, phrases and proximity, decided from positions.
//!
//! tantivy has no span query, and its phrases with slop are wrong for three or more words. This query is a two-phase
//! iterator. An [`approximation`](super::approximation) finds candidates from posting lists. `matching::spans`, which
//! also marks stored articles, then decides each candidate from positions. The title comes first in the position space,
//! and `title_words` has its length. Markers among the terms show where sentences and paragraphs begin.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::approximation::Approximation;
use super::span_term::{
    self, Bound, SpanTerm, TermOpening, TermPostings, is_in, positions, positions_of,
};
use crate::analysis::Stem;
use crate::engine::Budget;
use crate::engine::embedded::schema::fields::Fields;
use crate::engine::embedded::schema::token_encoding::{PARAGRAPH, SENTENCE};
use crate::engine::embedded::snapshot::language_filter::LanguagePostings;
use crate::matching::TITLE_GAP;
use crate::matching::ground::{Ground, Work};
use crate::matching::nodes::Node;
use crate::matching::spans;
use crate::query::tree::{Reach, Slot, Text, Tree, Word};

/// Matches articles with at least `least` spans of a node.
#[derive(Debug, Clone)]
pub struct SpanQuery {
    fields: Fields,
    node: Node,
    least: u32,
    boost: Score,
    /// The stems of each of the node's words. A word that occurs twice in the node has two entries, because each needs
    /// its own cursor.
    words: Vec<Vec<SpanTerm>>,
    /// Which positions count of words that depend on their surface form. `None` if there are no such words.
    bound: Option<Bound>,
    limits: SpanLimits,
}

/// The limits of span queries: per article, and per search.
#[derive(Debug, Clone, Default)]
pub struct SpanLimits {
    /// Set when an article exceeds the span limit before any span satisfies the query.
    cut_short: Arc<AtomicBool>,
    /// The budget of the search. When it is spent, no further documents match, and the search fails.
    budget: Budget,
}

impl SpanLimits {
    /// Returns the limits of a search.
    pub fn of(budget: &Budget) -> SpanLimits {
        SpanLimits { cut_short: Arc::default(), budget: budget.clone() }
    }

    /// Returns whether an article exceeded the span limit.
    pub fn was_cut_short(&self) -> bool {
        self.cut_short.load(Ordering::Relaxed)
    }
}

impl SpanQuery {
    /// Returns the query of a positional tree of plain words. Returns `None` if a word depends on its surface form.
    pub fn new(fields: Fields, tree: &Tree, least: u32, limits: &SpanLimits) -> Option<Self> {
        let plain = |stem: &Stem| SpanTerm { stem: stem.clone(), forms: None };
        Self::of(fields, tree, least, limits, &mut |text, slot| match &slot.word {
            Word::Stems(stems) if text.capitals.is_none() => {
                Some(stems.iter().map(plain).collect())
            }
            _ => None,
        })
    }

    /// Returns the query of a positional tree whose words have the stems that `terms` returns. Returns `None` if it has
    /// none for a word.
    pub fn of(
        fields: Fields,
        tree: &Tree,
        least: u32,
        limits: &SpanLimits,
        terms: &mut dyn FnMut(&Text, &Slot) -> Option<Vec<SpanTerm>>,
    ) -> Option<Self> {
        let (mut words, mut boost) = (Some(Vec::new()), 0.0_f32);
        let node = Node::of(tree, &mut |text, slot| {
            boost = boost.max(text.boost);
            let Some(known) = &mut words else { return 0 };
            match terms(text, slot) {
                Some(terms) => {
                    known.push(terms);
                    known.len() - 1
                }
                None => {
                    words = None;
                    0
                }
            }
        });
        let limits = limits.clone();
        Some(SpanQuery { fields, node, least, boost, words: words?, bound: None, limits })
    }

    /// Returns the query for one of the bounds of words that depend on their surface form. It has no scores.
    pub fn bounded(&self, bound: Bound) -> SpanQuery {
        SpanQuery { bound: Some(bound), ..self.clone() }
    }
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } if self.bound.is_none() => {
                let stems = self.words.iter().flatten();
                let terms: Vec<Term> = stems
                    .map(|term| Term::from_field_text(self.fields.text, &term.stem.term))
                    .collect();
                (!terms.is_empty())
                    .then(|| Bm25Weight::for_terms(statistics_provider, &terms))
                    .transpose()?
            }
            _ => None,
        };
        Ok(Box::new(SpanWeight { query: self.clone(), bm25 }))
    }
}

struct SpanWeight {
    query: SpanQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for SpanWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (fields, bound) = (self.query.fields, self.query.bound.unwrap_or(Bound::Possible));
        let opening = TermOpening { fields, segment, bound };
        let words = self.query.words.iter().map(|terms| opening.open(terms));
        let words = words.collect::<tantivy::Result<Vec<_>>>()?;
        let Some(approximation) = Approximation::of(&self.query.node, &words) else {
            return Ok(Box::new(EmptyScorer));
        };
        let mark = |wanted, mark| if wanted { opening.mark(mark) } else { Ok(Vec::new()) };
        let wants = Wants::of(&self.query.node);
        let column =
            |name| Ok::<_, TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0));
        let bm25 = match &self.bm25 {
            Some(bm25) => Some((
                bm25.boost_by(boost * self.query.boost),
                segment.get_fieldnorms_reader(fields.text)?,
            )),
            None => None,
        };
        let mut docs = SpanDocs {
            node: self.query.node.clone(),
            least: self.query.least,
            approximation,
            places: vec![Vec::new(); words.len()],
            words,
            sentences: mark(wants.sentences, SENTENCE)?,
            paragraphs: mark(wants.paragraphs, PARAGRAPH)?,
            capitals: if self.query.bound.is_some() { opening.capitals()? } else { None },
            bound: self.query.bound,
            sentence_starts: Vec::new(),
            paragraph_starts: Vec::new(),
            title_words: column("title_words")?,
            bm25,
            doc: 0,
            scratch: Vec::new(),
            limits: self.query.limits.clone(),
            seen: 0,
        };
        docs.settle(0);
        Ok(Box::new(docs))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

/// The markers that a node needs.
#[derive(Default)]
struct Wants {
    sentences: bool,
    paragraphs: bool,
}

impl Wants {
    fn of(node: &Node) -> Wants {
        let mut wants = Wants::default();
        wants.add(node);
        wants
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::Text(sequence) => self.paragraphs |= sequence.zone.lead,
            Node::Or(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Node::Near(left, right, how) => {
                self.sentences |= how.reach == Reach::Sentence;
                self.paragraphs |= how.reach == Reach::Paragraph;
                self.add(left);
                self.add(right);
            }
        }
    }
}

/// The number of candidates between two checks of the budget.
const OFTEN: u32 = 1 << 6;

/// The maximum number of words and spans that are inspected for a score.
const SCORED: u32 = 500;

struct SpanDocs {
    node: Node,
    least: u32,
    approximation: Approximation,
    words: Vec<Vec<TermPostings>>,
    places: Vec<Vec<u32>>,
    sentences: Vec<LanguagePostings>,
    paragraphs: Vec<LanguagePostings>,
    sentence_starts: Vec<u32>,
    paragraph_starts: Vec<u32>,
    /// The documents with a title in capitals, if it matters.
    capitals: Option<SegmentPostings>,
    bound: Option<Bound>,
    title_words: Arc<dyn ColumnValues<i64>>,
    bm25: Option<(Bm25Weight, FieldNormReader)>,
    doc: DocId,
    scratch: Vec<u32>,
    limits: SpanLimits,
    /// The number of candidates so far.
    seen: u32,
}

impl SpanDocs {
    /// Advances to the first match at or after `target`, and returns it.
    fn settle(&mut self, target: DocId) -> DocId {
        self.doc = self.approximation.seek(&mut self.words, target);
        while self.doc != TERMINATED && !self.holds() {
            self.seen += 1;
            if self.seen.is_multiple_of(OFTEN) && self.limits.budget.is_spent() {
                self.doc = TERMINATED;
                break;
            }
            self.doc = self.approximation.seek(&mut self.words, self.doc + 1);
        }
        self.doc
    }

    fn holds(&mut self) -> bool {
        self.read();
        let mut work = Work::default();
        let holds = spans::exist(&self.node, self.least, &self.ground(), &mut work);
        if holds || !work.is_spent() {
            return holds;
        }
        match self.bound {
            // The stored article decides, within the same limit.
            Some(bound) => bound == Bound::Possible,
            None => {
                self.limits.cut_short.store(true, Ordering::Relaxed);
                false
            }
        }
    }

    fn read(&mut self) {
        let doc = self.doc;
        let document = span_term::Document {
            doc,
            title_words: self.title_words.get_val(doc) as u32,
            in_capitals: self.capitals.as_mut().is_some_and(|list| is_in(list, doc)),
        };
        for (places, words) in self.places.iter_mut().zip(&mut self.words) {
            positions_of(words, document, places, &mut self.scratch);
        }
        positions(&mut self.sentences, self.doc, &mut self.sentence_starts, &mut self.scratch);
        positions(&mut self.paragraphs, self.doc, &mut self.paragraph_starts, &mut self.scratch);
    }

    fn ground(&self) -> Ground<'_> {
        let title_words = self.title_words.get_val(self.doc) as u32;
        Ground {
            places: &self.places,
            title_words,
            body: title_words + TITLE_GAP,
            sentences: &self.sentence_starts,
            paragraphs: &self.paragraph_starts,
        }
    }
}

impl DocSet for SpanDocs {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.doc >= target {
            true => self.doc,
            false => self.settle(target),
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words
            .iter()
            .map(|terms| terms.iter().map(TermPostings::size_hint).sum())
            .min()
            .unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        // A conjunction advances its cheapest clause first.
        u64::from(self.size_hint()) * 20
    }
}

impl Scorer for SpanDocs {
    fn score(&mut self) -> Score {
        let Some((bm25, norms)) = &self.bm25 else { return 1.0 };
        let frequency = spans::frequency(&self.node, &self.ground(), SCORED);
        bm25.score(norms.fieldnorm_id(self.doc), frequency)
    }
}
