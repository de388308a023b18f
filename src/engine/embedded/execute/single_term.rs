//! Counts and ranks the documents of a single term from its posting list.

use tantivy::postings::TermInfo;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

use super::segment_collector::SegmentCollector;
use super::top_docs::TopDocs;
use crate::engine::embedded::plan::single_term::SingleTerm;
use crate::engine::embedded::snapshot::block_postings::BlockPostingsCursor;
use crate::engine::embedded::snapshot::commit::Snapshot;

/// Scores each document of a posting list in the plan's interval, as tantivy does. Returns their number.
pub fn scan(
    term: &SingleTerm,
    list: &TermInfo,
    collector: &SegmentCollector,
    best: &mut TopDocs,
) -> tantivy::Result<u64> {
    let (snapshot, segment, dates) = (collector.snapshot, collector.segment, collector.dates);
    let interval = collector.plan.interval;
    let statistics = Statistics { snapshot, term };
    let field = term.term.field();
    let documents = statistics.total_num_docs()?;
    let length = statistics.total_num_tokens(field)? as Score / documents as Score;
    let bm25 = Bm25Weight::for_one_term_without_explain(term.doc_freq, documents, length);
    let lengths = segment.get_fieldnorms_reader(field)?;
    let text = segment.inverted_index(field)?;
    let option = IndexRecordOption::WithFreqs;
    let mut postings =
        BlockPostingsCursor::of(text.read_block_postings_from_terminfo(list, option)?);
    let each = segment.has_deletes() || interval.check;
    let counts =
        |doc| !segment.is_deleted(doc) && (!interval.check || dates.matches(&collector.when, doc));
    let mut min_score = best.min_competitive_score(collector.ord);
    let mut total = 0;
    postings.seek(interval.start);
    postings.for_each_before(interval.end, |doc, frequency| {
        if each && !counts(doc) {
            return;
        }
        total += 1;
        let score = bm25.score(lengths.fieldnorm_id(doc), frequency);
        if score > min_score {
            best.offer(collector.candidate(doc, score));
            min_score = best.min_competitive_score(collector.ord);
        }
    });
    Ok(total)
}

/// Ranks a posting list with block-max pruning. Returns the number of its documents that are not deleted.
pub fn pruned(
    term: &SingleTerm,
    list: &TermInfo,
    collector: &SegmentCollector,
    best: &mut TopDocs,
) -> tantivy::Result<u64> {
    let (snapshot, segment, ord) = (collector.snapshot, collector.segment, collector.ord);
    let statistics = Statistics { snapshot, term };
    let scoring =
        EnableScoring::Enabled { searcher: &snapshot.searcher, statistics_provider: &statistics };
    let query = TermQuery::new(term.term.clone(), IndexRecordOption::WithFreqs);
    let min_score = best.min_competitive_score(ord);
    query.weight(scoring)?.for_each_pruning(min_score, segment, &mut |doc, score| {
        if !segment.is_deleted(doc) {
            best.offer(collector.candidate(doc, score));
        }
        best.min_competitive_score(ord)
    })?;
    let Some(alive) = segment.alive_bitset() else { return Ok(u64::from(list.doc_freq)) };
    let text = segment.inverted_index(term.term.field())?;
    let postings = text.read_postings_from_terminfo(list, IndexRecordOption::Basic)?;
    Ok(u64::from(postings.doc_freq_given_deletes(alive)))
}

/// BM25 statistics that already know the document frequency of the term, so that tantivy does not look it up again.
struct Statistics<'a> {
    snapshot: &'a Snapshot,
    term: &'a SingleTerm,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(&self.snapshot.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_docs(&self.snapshot.searcher)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.term.doc_freq)
    }
}
