//! The conjunction scorer: counts and ranks the documents that have all words, in one pass over their posting lists.
//!
//! The scorer starts from the rarest list and looks up its documents in the others. Each match is scored from its words
//! as it is counted, and rescored if it may be among the best. The [window scorer](super::window_scorer) takes over if
//! the lists are dense.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::rescore::SegmentRescorer;
use super::segment_collector::SegmentCollector;
use super::term_scores::TermScores;
use super::top_docs::TopDocs;

/// The number of single steps that cost no more than a seek.
const STEPS: u32 = 3;

/// Counts the documents that have all words, and offers those that may be among the best.
pub fn rank(
    mut rescorer: SegmentRescorer,
    collector: &SegmentCollector,
    best: &mut TopDocs,
) -> tantivy::Result<u64> {
    let segment = collector.segment;
    let scores = TermScores::of(rescorer.weights());
    let mut lists: Vec<(usize, SegmentPostings)> = rescorer.take_postings().enumerate().collect();
    lists.sort_by_key(|(_, list)| list.doc_freq());
    let mut frequencies = vec![0; lists.len()];
    let mut min_score = rescorer.min_first_score(best);
    let mut found = 0;
    let Some(((lead_word, lead), rest)) = lists.split_first_mut() else { return Ok(0) };
    let mut doc = lead.doc();
    let mut seen = 0;
    'next: while doc != TERMINATED {
        seen += 1;
        if collector.is_over(seen) {
            break;
        }
        for (_, list) in rest.iter_mut() {
            let at = advance_to(list, doc);
            if at != doc {
                doc = advance_to(lead, at);
                continue 'next;
            }
        }
        if !segment.is_deleted(doc) {
            found += 1;
            let length = rescorer.lengths().fieldnorm_id(doc);
            frequencies[*lead_word] = lead.term_freq();
            let mut score = scores.score(*lead_word, length, lead.term_freq());
            for (word, list) in rest.iter() {
                frequencies[*word] = list.term_freq();
                score += scores.score(*word, length, list.term_freq());
            }
            if score > min_score {
                rescorer.offer_counted(doc, &frequencies, best)?;
                min_score = rescorer.min_first_score(best);
            }
        }
        doc = lead.advance();
    }
    Ok(found)
}

/// Advances to the first document at or after `target`: by a few steps, or by a seek.
fn advance_to(list: &mut SegmentPostings, target: DocId) -> DocId {
    let mut doc = list.doc();
    for _ in 0..STEPS {
        if doc >= target {
            return doc;
        }
        doc = list.advance();
    }
    if doc >= target { doc } else { list.seek(target) }
}
