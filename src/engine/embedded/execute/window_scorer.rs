//! The window scorer: counts and ranks words window by window.
//!
//! Skipping from list to list gains nothing if each list has a document nearby, and a disjunction cannot skip anything.
//! The lists are therefore read one by one. The state of each document is kept for a window that fits in the
//! processor's first-level cache.

use tantivy::{DocId, TERMINATED};

use super::rescore::SegmentRescorer;
use super::segment_collector::SegmentCollector;
use super::term_scores::TermScores;
use super::top_docs::TopDocs;
use crate::engine::embedded::snapshot::block_postings::BlockPostingsCursor;

/// The number of documents in a window: 64 integers with one bit per document.
const WINDOW: u32 = 64 * 64;

/// Returns the place of a document in its window.
fn place(doc: DocId) -> usize {
    (doc % WINDOW) as usize
}

/// Returns a cursor over the posting list of each word, with the number of the word.
fn cursors(rescorer: &SegmentRescorer) -> tantivy::Result<Vec<(usize, BlockPostingsCursor)>> {
    let lists = rescorer.block_postings()?.into_iter();
    Ok(lists.map(|(word, block)| (word, BlockPostingsCursor::of(block))).collect())
}

/// Counts the documents that have all words, and offers those that may be among the best.
pub fn rank_all(
    mut rescorer: SegmentRescorer,
    collector: &SegmentCollector,
    best: &mut TopDocs,
) -> tantivy::Result<u64> {
    let segment = collector.segment;
    let scores = TermScores::of(rescorer.weights());
    let mut lists = cursors(&rescorer)?;
    lists.sort_by_key(|(_, list)| list.doc_freq());
    let Some(((last_word, last), others)) = lists.split_last_mut() else { return Ok(0) };
    // For each document of a window: how many of the lists so far have it, and its frequency in each.
    let mut had = [0_u16; WINDOW as usize];
    let mut often = vec![[0_u32; WINDOW as usize]; others.len()];
    let mut all: Vec<(DocId, u32)> = vec![(0, 0); WINDOW as usize];
    let mut frequencies = vec![0; others.len() + 1];
    let mut min_score = rescorer.min_first_score(best);
    let mut found = 0;
    loop {
        let first =
            others.iter().map(|(_, list)| list.doc()).max().unwrap_or_default().max(last.doc());
        if first == TERMINATED || collector.snapshot.budget.is_spent() {
            return Ok(found);
        }
        let start = first - first % WINDOW;
        had.fill(0);
        for (number, ((_, list), often)) in others.iter_mut().zip(&mut often).enumerate() {
            list.seek(start);
            list.for_each_before(start + WINDOW, |doc, frequency| {
                let at = place(doc);
                had[at] += u16::from(usize::from(had[at]) == number);
                often[at] = frequency;
            });
        }
        // To avoid a branch, which would be mispredicted, every document is written, but only kept if it has all words.
        let mut count = 0;
        last.seek(start);
        last.for_each_before(start + WINDOW, |doc, frequency| {
            all[count] = (doc, frequency);
            count += usize::from(usize::from(had[place(doc)]) == others.len());
        });
        for (doc, frequency) in &all[..count] {
            if segment.is_deleted(*doc) {
                continue;
            }
            found += 1;
            let length = rescorer.lengths().fieldnorm_id(*doc);
            let mut score = scores.score(*last_word, length, *frequency);
            frequencies[*last_word] = *frequency;
            for ((word, _), often) in others.iter().zip(&often) {
                let frequency = often[place(*doc)];
                score += scores.score(*word, length, frequency);
                frequencies[*word] = frequency;
            }
            if score > min_score {
                rescorer.offer_counted(*doc, &frequencies, best)?;
                min_score = rescorer.min_first_score(best);
            }
        }
    }
}

/// Counts the documents that have any of the words, and offers those that may be among the best.
///
/// A document that has only the words with the lowest maximum scores cannot be among the best. It is only counted
/// (MaxScore; Turtle and Flood, 1995). The bounds are summed in a different order than the scores, so they may differ
/// by rounding errors. [`SegmentRescorer::min_first_score`] leaves room for that.
pub fn rank_any(
    mut rescorer: SegmentRescorer,
    collector: &SegmentCollector,
    best: &mut TopDocs,
) -> tantivy::Result<u64> {
    let segment = collector.segment;
    let scores = TermScores::of(rescorer.weights());
    let mut lists = cursors(&rescorer)?;
    lists.sort_by(|(a, _), (b, _)| scores.max_score(*b).total_cmp(&scores.max_score(*a)));
    // The maximum total score of each word and those after it.
    let mut most: Vec<f32> = lists.iter().map(|(word, _)| scores.max_score(*word)).collect();
    (1..most.len()).rev().for_each(|at| most[at - 1] += most[at]);
    let lengths = rescorer.lengths().clone();
    let mut window = Window::default();
    let mut min_score = rescorer.min_first_score(best);
    let mut found = 0;
    loop {
        let first = lists.iter().map(|(_, list)| list.doc()).min().unwrap_or(TERMINATED);
        if first == TERMINATED || collector.snapshot.budget.is_spent() {
            return Ok(found);
        }
        let start = first - first % WINDOW;
        for ((word, list), most) in lists.iter_mut().zip(&most) {
            let word = *word;
            let score = |doc, frequency| scores.score(word, lengths.fieldnorm_id(doc), frequency);
            if *most > min_score {
                list.for_each_before(start + WINDOW, |doc, frequency| {
                    window.add(doc, score(doc, frequency));
                });
            } else {
                list.for_each_before(start + WINDOW, |doc, frequency| {
                    window.count(doc, || score(doc, frequency));
                });
            }
        }
        while let Some((from, all, scored)) = window.take() {
            found += u64::from(all.count_ones());
            if segment.has_deletes() {
                found -=
                    bits(all).filter(|at| segment.is_deleted(start + from + at)).count() as u64;
            }
            for at in bits(scored) {
                let doc = start + from + at;
                if window.take_score(doc) > min_score && !segment.is_deleted(doc) {
                    rescorer.offer(doc, best)?;
                    min_score = rescorer.min_first_score(best);
                }
            }
        }
    }
}

/// The state of the documents of a window.
struct Window {
    scores: [f32; WINDOW as usize],
    /// One bit per document: whether it has a score.
    scored: [u64; 64],
    /// One bit per document: whether it is only counted.
    counted: [u64; 64],
    /// One bit per integer of the two bit sets: whether it has a document.
    touched: u64,
}

impl Default for Window {
    fn default() -> Window {
        Window { scores: [0.0; WINDOW as usize], scored: [0; 64], counted: [0; 64], touched: 0 }
    }
}

impl Window {
    /// Adds to the score of a document.
    fn add(&mut self, doc: DocId, score: f32) {
        let at = place(doc);
        self.scores[at] += score;
        self.scored[at / 64] |= 1 << (at % 64);
        self.touched |= 1 << (at / 64);
    }

    /// Counts a document, and adds to its score if it has one.
    fn count(&mut self, doc: DocId, score: impl Fn() -> f32) {
        let at = place(doc);
        if self.scored[at / 64] & 1 << (at % 64) != 0 {
            self.scores[at] += score();
        } else {
            self.counted[at / 64] |= 1 << (at % 64);
            self.touched |= 1 << (at / 64);
        }
    }

    /// Takes the next 64 places of which at least one has a document. Returns the first place, the bits of the places
    /// with a document, and the bits of those with a score.
    fn take(&mut self) -> Option<(u32, u64, u64)> {
        let number = (self.touched != 0).then(|| self.touched.trailing_zeros())?;
        self.touched &= self.touched - 1;
        let scored = std::mem::take(&mut self.scored[number as usize]);
        let counted = std::mem::take(&mut self.counted[number as usize]);
        Some((number * 64, scored | counted, scored))
    }

    fn take_score(&mut self, doc: DocId) -> f32 {
        std::mem::take(&mut self.scores[place(doc)])
    }
}

/// Returns the places of the bits that are set.
fn bits(mut number: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let at = (number != 0).then(|| number.trailing_zeros())?;
        number &= number - 1;
        Some(at)
    })
}
