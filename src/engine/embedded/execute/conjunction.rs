//! Plain words, counted and ranked in one pass over their posting lists.
//!
//! tantivy counts all matches in one pass and prunes by score in another. Here each match is scored by its words
//! alone as it is counted, and again where that may be enough. From rare words one leaps to the next; lists that
//! are dense, and those of which any will do, are read by [windows](crate::engine::embedded::execute::window_scorer).

use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::rescore::{Rescorer, SegmentRescorer};
use super::top_docs::TopDocs;
use crate::engine::embedded::plan::lower::plain::is_one_stem;
use crate::engine::embedded::snapshot::language_filter::LanguagePostings;
use crate::query::tree::Tree;
use crate::ranking::{SATURATED, Weights};

/// How words are joined that are asked for in one pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// Each of them has to be there.
    All,
    /// One of them does.
    Any,
}

impl Joined {
    /// How the words of a tree are joined that has nothing else; None for other trees.
    pub fn of(tree: &Tree) -> Option<Joined> {
        match tree {
            Tree::And(trees) if trees.iter().all(is_one_stem) => Some(Joined::All),
            Tree::Or(trees) if trees.iter().all(is_one_stem) => Some(Joined::Any),
            _ => None,
        }
    }
}

/// Where each word is in more documents than one of so many, leaping from one to the next gains nothing.
const DENSE: u32 = 16;

/// What a word's frequency counts, by the length of an article.
pub struct Scale {
    /// What is added to a frequency, by the number that stands for a length.
    slack: Vec<f32>,
    /// What each word counts at most.
    words: Vec<f32>,
}

impl Scale {
    /// The scale of a query's words.
    pub fn of(weights: &Weights) -> Scale {
        let slack = |id| weights.slack(FieldNormReader::id_to_fieldnorm(id)) as f32;
        let words = weights.words().iter().map(|weight| (weight * SATURATED) as f32).collect();
        Scale { slack: (0..=u8::MAX).map(slack).collect(), words }
    }

    /// What a word counts at most.
    pub fn most(&self, word: usize) -> f32 {
        self.words[word]
    }

    /// What a word counts that stands so often in an article of a length.
    pub fn score(&self, word: usize, length: u8, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        self.words[word] * (frequency / (frequency + self.slack[usize::from(length)]))
    }
}

impl Rescorer<'_> {
    /// Counts the documents of a segment that have the words, and offers those that may be among the best.
    pub fn offer_joined(
        &self,
        joined: Joined,
        ord: u32,
        order: &dyn ColumnValues<i64>,
        best: &mut TopDocs,
    ) -> tantivy::Result<u64> {
        let segment = self.segment(ord);
        let again = self.in_segment(ord, order)?;
        let rarest = self.found_in(ord).min().unwrap_or_default();
        match joined {
            Joined::Any => again.offer_any(segment, best),
            Joined::All if rarest == 0 => Ok(0),
            Joined::All if rarest > segment.max_doc() / DENSE => again.offer_dense(segment, best),
            Joined::All => again.offer_rare(segment, best),
        }
    }
}

impl SegmentRescorer<'_> {
    fn offer_rare(mut self, segment: &SegmentReader, best: &mut TopDocs) -> tantivy::Result<u64> {
        let scale = Scale::of(&self.rescoring.weights);
        let words = std::mem::take(&mut self.lists.words);
        let mut lists: Vec<(usize, SegmentPostings)> =
            words.into_iter().flatten().map(LanguagePostings::into_inner).enumerate().collect();
        lists.sort_by_key(|(_, list)| list.doc_freq());
        let mut frequencies = vec![0; lists.len()];
        let mut least = self.least_first(best);
        let mut found = 0;
        let Some(((lead_word, lead), rest)) = lists.split_first_mut() else { return Ok(0) };
        let mut doc = lead.doc();
        'next: while doc != TERMINATED {
            for (_, list) in rest.iter_mut() {
                let at = leap(list, doc);
                if at != doc {
                    doc = leap(lead, at);
                    continue 'next;
                }
            }
            if !segment.is_deleted(doc) {
                found += 1;
                let length = self.lists.lengths.fieldnorm_id(doc);
                frequencies[*lead_word] = lead.term_freq();
                let mut score = scale.score(*lead_word, length, lead.term_freq());
                for (word, list) in rest.iter() {
                    frequencies[*word] = list.term_freq();
                    score += scale.score(*word, length, list.term_freq());
                }
                if score > least {
                    self.offer_counted(doc, &frequencies, best)?;
                    least = self.least_first(best);
                }
            }
            doc = lead.advance();
        }
        Ok(found)
    }
}

/// The first document of a list at or after another: a few steps, or a search.
fn leap(list: &mut SegmentPostings, target: DocId) -> DocId {
    let mut doc = list.doc();
    for _ in 0..STEPS {
        if doc >= target {
            return doc;
        }
        doc = list.advance();
    }
    if doc >= target { doc } else { list.seek(target) }
}

/// Steps that take no longer than a search.
const STEPS: u32 = 3;
