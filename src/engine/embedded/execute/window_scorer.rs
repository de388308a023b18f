//! Plain words, counted and ranked window by window.
//!
//! Leaping from list to list gains nothing where each has a document nearby, and a union leaps nowhere. So the
//! lists are read one after the other, and what is known of each document is kept for a window of them that stays
//! in the processor's nearest memory.

use tantivy::{DocId, SegmentReader, TERMINATED};

use super::conjunction::Scale;
use super::rescore::SegmentRescorer;
use super::top_docs::TopDocs;
use crate::engine::embedded::snapshot::block_postings::BlockPostingsCursor;

/// Documents of a window: a bit each in as many numbers as one has bits.
const WINDOW: u32 = 64 * 64;

/// Where a document is in its window.
fn place(doc: DocId) -> usize {
    (doc % WINDOW) as usize
}

impl SegmentRescorer<'_> {
    /// The lists of the words, each with the number of its word.
    fn lists_by_block(&self) -> tantivy::Result<Vec<(usize, BlockPostingsCursor)>> {
        let lists = self.rescoring.blocks(self.ord)?.into_iter();
        Ok(lists.map(|(word, block)| (word, BlockPostingsCursor::of(block))).collect())
    }

    /// Counts the documents that have all words, and offers those that may be among the best.
    pub fn offer_dense(
        mut self,
        segment: &SegmentReader,
        best: &mut TopDocs,
    ) -> tantivy::Result<u64> {
        let scale = Scale::of(&self.rescoring.weights);
        let mut lists = self.lists_by_block()?;
        lists.sort_by_key(|(_, list)| list.doc_freq());
        let Some(((last_word, last), others)) = lists.split_last_mut() else { return Ok(0) };
        // Of each document of a window: how many of the lists so far had it, and how often each.
        let mut had = [0_u16; WINDOW as usize];
        let mut often = vec![[0_u32; WINDOW as usize]; others.len()];
        let mut all: Vec<(DocId, u32)> = vec![(0, 0); WINDOW as usize];
        let mut frequencies = vec![0; others.len() + 1];
        let mut least = self.least_first(best);
        let mut found = 0;
        loop {
            let first =
                others.iter().map(|(_, list)| list.doc()).max().unwrap_or_default().max(last.doc());
            if first == TERMINATED {
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
            // Without a branch that would be taken now and then: each is noted, and kept if it has all.
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
                let length = self.lists.lengths.fieldnorm_id(*doc);
                let mut score = scale.score(*last_word, length, *frequency);
                frequencies[*last_word] = *frequency;
                for ((word, _), often) in others.iter().zip(&often) {
                    let frequency = often[place(*doc)];
                    score += scale.score(*word, length, frequency);
                    frequencies[*word] = frequency;
                }
                if score > least {
                    self.offer_counted(*doc, &frequencies, best)?;
                    least = self.least_first(best);
                }
            }
        }
    }

    /// Counts the documents that have any of the words, and offers those that may be among the best.
    ///
    /// A document that has none but the lightest words may be too light to be among them: then it is only counted
    /// (MaxScore; Turtle and Flood, 1995).
    pub fn offer_any(
        mut self,
        segment: &SegmentReader,
        best: &mut TopDocs,
    ) -> tantivy::Result<u64> {
        let scale = Scale::of(&self.rescoring.weights);
        let mut lists = self.lists_by_block()?;
        lists.sort_by(|(a, _), (b, _)| scale.most(*b).total_cmp(&scale.most(*a)));
        // What the words from each on count together, at most.
        let mut most: Vec<f32> = lists.iter().map(|(word, _)| scale.most(*word)).collect();
        (1..most.len()).rev().for_each(|at| most[at - 1] += most[at]);
        let lengths = self.lists.lengths.clone();
        let mut window = Window::default();
        let mut least = self.least_first(best);
        let mut found = 0;
        loop {
            let first = lists.iter().map(|(_, list)| list.doc()).min().unwrap_or(TERMINATED);
            if first == TERMINATED {
                return Ok(found);
            }
            let start = first - first % WINDOW;
            for ((word, list), most) in lists.iter_mut().zip(&most) {
                let word = *word;
                let score =
                    |doc, frequency| scale.score(word, lengths.fieldnorm_id(doc), frequency);
                if *most > least {
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
                    if window.take_score(doc) > least && !segment.is_deleted(doc) {
                        self.offer(doc, best)?;
                        least = self.least_first(best);
                    }
                }
            }
        }
    }
}

/// What is known of the documents of a window.
struct Window {
    scores: [f32; WINDOW as usize],
    /// A bit for each document that has a score.
    scored: [u64; 64],
    /// A bit for each that is only counted.
    counted: [u64; 64],
    /// A bit for each of the 64 numbers that has one.
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

    /// Takes the next 64 documents of which there is one: the place of the first, which there are, and which
    /// have a score.
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

/// The places of the bits of a number.
fn bits(mut number: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let at = (number != 0).then(|| number.trailing_zeros())?;
        number &= number - 1;
        Some(at)
    })
}
