//! Plain words, counted and ranked in one pass over their posting lists.
//!
//! tantivy counts all matches in one pass and prunes by score in another. All of some words are few enough to be
//! told one by one; so are any of them where their lists are short. Each match is scored by its
//! words alone, and again where that may be enough.

use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::leaf::is_one_stem;
use super::rank::Best;
use super::rescoring::{InSegment, Rescoring};
use super::within::Stemmed;
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

    /// Whether one pass is the faster way, where the words are in so many documents each of a segment's.
    fn is_faster(self, mut found: impl Iterator<Item = u32>, documents: u32) -> bool {
        match self {
            Joined::All => found.min().unwrap_or_default() <= (documents / DENSE).max(FEW),
            Joined::Any => {
                found.try_fold(0, u32::checked_add).is_some_and(|postings| postings <= FEW)
            }
        }
    }
}

/// Postings of any of some words that are looked at one by one, at most: of more, pruning leaves out most.
const FEW: u32 = 1 << 14;

/// Where no word is in fewer documents than one of so many, tantivy counts them by bits, which is faster.
const DENSE: u32 = 16;

/// Documents whose scores are summed up together.
const BLOCK: u32 = 4_096;

/// What a word's frequency counts, by the length of an article.
struct Scale {
    /// What is added to a frequency, by the number that stands for a length.
    slack: Vec<f32>,
    /// What each word counts at most.
    words: Vec<f32>,
}

impl Scale {
    fn of(weights: &Weights) -> Scale {
        let slack = |id| weights.slack(FieldNormReader::id_to_fieldnorm(id)) as f32;
        let words = weights.words().iter().map(|weight| (weight * SATURATED) as f32).collect();
        Scale { slack: (0..=u8::MAX).map(slack).collect(), words }
    }

    fn score(&self, word: usize, length: u8, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        self.words[word] * (frequency / (frequency + self.slack[usize::from(length)]))
    }
}

impl Rescoring<'_> {
    /// Counts the documents of a segment that have the words, and offers those that may be among the best. None
    /// where another way is faster.
    pub fn offer_joined(
        &self,
        joined: Joined,
        ord: u32,
        order: &dyn ColumnValues<i64>,
        best: &mut Best,
    ) -> tantivy::Result<Option<u64>> {
        let segment = self.segment(ord);
        if !joined.is_faster(self.found_in(ord), segment.max_doc()) {
            return Ok(None);
        }
        let again = self.in_segment(ord, order)?;
        Ok(Some(match joined {
            Joined::All => again.offer_all(segment, best)?,
            Joined::Any => again.offer_any(segment, best)?,
        }))
    }
}

impl InSegment<'_> {
    fn offer_all(mut self, segment: &SegmentReader, best: &mut Best) -> tantivy::Result<u64> {
        let scale = Scale::of(&self.rescoring.weights);
        let words = std::mem::take(&mut self.lists.words);
        if words.iter().any(Vec::is_empty) {
            return Ok(0);
        }
        let mut lists: Vec<(usize, SegmentPostings)> =
            words.into_iter().flatten().map(Stemmed::into_inner).enumerate().collect();
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

    fn offer_any(mut self, segment: &SegmentReader, best: &mut Best) -> tantivy::Result<u64> {
        let scale = Scale::of(&self.rescoring.weights);
        // What is scored again is read from lists of its own, behind these.
        let lists = self.rescoring.postings(self.ord, IndexRecordOption::WithFreqs)?;
        let mut lists: Vec<(usize, SegmentPostings)> = lists
            .into_iter()
            .enumerate()
            .flat_map(|(word, lists)| lists.into_iter().map(move |list| (word, list.into_inner())))
            .collect();
        let mut scores = vec![0.0_f32; BLOCK as usize];
        let mut marks = [0_u64; (BLOCK / 64) as usize];
        let mut least = self.least_first(best);
        let mut found = 0;
        loop {
            let first = lists.iter().map(|(_, list)| list.doc()).min().unwrap_or(TERMINATED);
            if first == TERMINATED {
                return Ok(found);
            }
            let start = first - first % BLOCK;
            for (word, list) in &mut lists {
                let mut doc = list.doc();
                while doc < start + BLOCK {
                    let at = (doc - start) as usize;
                    let length = self.lists.lengths.fieldnorm_id(doc);
                    scores[at] += scale.score(*word, length, list.term_freq());
                    marks[at / 64] |= 1 << (at % 64);
                    doc = list.advance();
                }
            }
            for (number, mark) in marks.iter_mut().enumerate() {
                let mut left = std::mem::take(mark);
                while left != 0 {
                    let at = number * 64 + left.trailing_zeros() as usize;
                    left &= left - 1;
                    let score = std::mem::take(&mut scores[at]);
                    let doc = start + at as DocId;
                    if segment.is_deleted(doc) {
                        continue;
                    }
                    found += 1;
                    if score > least {
                        self.offer(doc, best)?;
                        least = self.least_first(best);
                    }
                }
            }
        }
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
