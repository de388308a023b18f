//! Ranks every match by its own score and by the terms of an expansion.
//!
//! Matches are visited as in a [scan](super::scan). They are collected in windows of documents, and the posting lists
//! of the terms are read window by window, so that each list is read once and only where there are matches.

use tantivy::DocId;

use super::facets::{FacetCounter, FacetTotals};
use super::rescore::SegmentRescorer;
use super::segment_collector::SegmentCollector;
use super::term_scores::TermScores;
use super::top_docs::{ScoredDoc, TopDocs};
use crate::engine::FacetKind;
use crate::engine::embedded::plan::expansion_lists::ExpansionLists;
use crate::engine::embedded::snapshot::block_postings::BlockPostingsCursor;
use crate::error::Result;

/// The number of documents in a window.
const WINDOW: u32 = 1 << 12;

/// The maximum number of matches in a window that are looked up one by one. With more, a list is read through.
const FEW: usize = 32;

/// Ranks and counts every match. `rescorer` scores matches by their words, unless the first stage's score is kept or
/// the best are rescored at the end. Returns the number of matches.
pub fn rank(
    collector: &SegmentCollector,
    expansion: &ExpansionLists,
    rescorer: Option<SegmentRescorer>,
    facets: &[FacetKind],
    totals: &mut FacetTotals,
    best: &mut TopDocs,
) -> Result<u64> {
    let failed = |error| collector.damaged(error);
    let counter = FacetCounter::new(totals, facets, collector.segment, collector.dates);
    let mut counter = counter.map_err(failed)?;
    let mut window = Window::of(collector, expansion, rescorer).map_err(failed)?;
    let mut failure = None;
    let scored = expansion.own > 0.0;
    let weight = if scored { collector.ranking_weight() } else { collector.counting_weight() };
    let total = collector.for_each_match(weight.map_err(failed)?, &mut |doc, docs| {
        if !facets.is_empty() {
            counter.add(&[doc]);
        }
        if doc >= window.end {
            failure = window.finish(best).err().or(failure.take());
            window.end = doc - doc % WINDOW + WINDOW;
        }
        window.matches.push((doc, if scored { docs.score() } else { 0.0 }));
    })?;
    window.finish(best).map_err(failed)?;
    failure.map_or(Ok(()), Err).and_then(|()| counter.finish()).map_err(failed)?;
    Ok(total)
}

/// The matches of a window, and what the terms add to their scores.
struct Window<'a> {
    collector: &'a SegmentCollector<'a>,
    rescorer: Option<SegmentRescorer<'a>>,
    /// The factor of the query's own score.
    own: f64,
    scores: TermScores,
    lists: Vec<(usize, BlockPostingsCursor)>,
    lengths: tantivy::fieldnorm::FieldNormReader,
    /// The first document after the window.
    end: DocId,
    /// The matches, each with the score of the first stage.
    matches: Vec<(DocId, f32)>,
    /// The score that the terms add to each document of the window.
    added: Vec<f32>,
}

impl<'a> Window<'a> {
    fn of(
        collector: &'a SegmentCollector<'a>,
        expansion: &ExpansionLists,
        rescorer: Option<SegmentRescorer<'a>>,
    ) -> tantivy::Result<Window<'a>> {
        let field = collector.snapshot.fields.text;
        let text = collector.segment.inverted_index(field)?;
        let mut lists = Vec::with_capacity(expansion.weights.len());
        for (term, list) in expansion.lists[collector.ord as usize].iter().enumerate() {
            let Some(list) = list else { continue };
            let option = tantivy::schema::IndexRecordOption::WithFreqs;
            let block = text.read_block_postings_from_terminfo(list, option)?;
            lists.push((term, BlockPostingsCursor::of(block)));
        }
        Ok(Window {
            collector,
            rescorer,
            own: expansion.own,
            scores: TermScores::with_weights(&expansion.weights, |length| expansion.slack(length)),
            lists,
            lengths: collector.segment.get_fieldnorms_reader(field)?,
            end: 0,
            matches: Vec::new(),
            added: vec![0.0; WINDOW as usize],
        })
    }

    /// Scores the matches of the window, and offers those that may be among the best.
    fn finish(&mut self, best: &mut TopDocs) -> tantivy::Result<()> {
        if self.matches.is_empty() {
            return Ok(());
        }
        let place = |doc: DocId| (doc % WINDOW) as usize;
        self.added.fill(0.0);
        let start = self.matches[0].0;
        for (term, list) in &mut self.lists {
            let mut add = |doc: DocId, frequency: u32| {
                let length = self.lengths.fieldnorm_id(doc);
                self.added[place(doc)] += self.scores.score(*term, length, frequency);
            };
            if self.matches.len() > FEW {
                list.seek(start);
                list.for_each_before(self.end, add);
                continue;
            }
            for (doc, _) in &self.matches {
                list.seek(*doc);
                if list.doc() == *doc {
                    add(*doc, list.frequency());
                }
            }
        }
        let matches = std::mem::take(&mut self.matches);
        for (doc, score) in &matches {
            let added = self.added[place(*doc)];
            self.offer(*doc, *score, added, best)?;
        }
        self.matches = matches;
        self.matches.clear();
        Ok(())
    }

    /// Offers a match with the score of the first stage and the score that the terms add.
    fn offer(
        &mut self,
        doc: DocId,
        score: f32,
        added: f32,
        best: &mut TopDocs,
    ) -> tantivy::Result<()> {
        let min_score = best.min_competitive_score(self.collector.ord);
        if let Some(rescorer) = &mut self.rescorer {
            let needed = (f64::from(min_score) - f64::from(added)) / self.own;
            let least = rescorer.weights().least_first(needed);
            if f64::from(score) > least {
                rescorer.offer_expanded(doc, added, best)?;
            }
            return Ok(());
        }
        let total = (self.own * f64::from(score)) as f32 + added;
        // If the query itself does not score, an article without any of the terms has nothing in common with them.
        if total > min_score && (self.own > 0.0 || added > 0.0) {
            best.offer(ScoredDoc { added, ..self.collector.candidate(doc, total) });
        }
        Ok(())
    }
}
