//! A word alone, counted and ranked with one look into the dictionary.
//!
//! How many articles have it is written there, and so is all that BM25 weighs it by. A short list is scored
//! document by document; of a long one tantivy leaves out the blocks that cannot be among the best. A range of dates
//! is an interval of documents.

use tantivy::postings::TermInfo;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, Term};

use super::recency::RecencyDecay;
use super::segment_collector::Offering;
use super::top_docs::TopDocs;
use crate::analysis::Stem;
use crate::engine::embedded::plan::lower::plain::plain_word;
use crate::engine::embedded::plan::scoring_terms;
use crate::engine::embedded::snapshot::block_postings::BlockPostingsCursor;
use crate::engine::embedded::snapshot::date_columns::{DateColumns, DocInterval};
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::query::tree::DateRange;

/// Documents of a list that are scored one by one, at most: of more, pruning leaves out most.
const FEW: u32 = 1 << 11;

/// A word and where it is.
pub struct Alone<'a> {
    snapshot: &'a Snapshot,
    term: Term,
    /// Its posting list in each segment.
    lists: Vec<Option<TermInfo>>,
    /// Documents that have it, deleted ones too.
    found: u64,
    /// DateColumns outside of which none is asked for.
    when: DateRange,
}

impl<'a> Alone<'a> {
    /// The word of a request that asks for the best articles with one plain word, whenever, and for nothing else; None
    /// for other requests.
    pub fn of(snapshot: &'a Snapshot, request: &Request) -> tantivy::Result<Option<Alone<'a>>> {
        let simple = request.sort == Sort::Relevance
            && request.facets.is_empty()
            && scoring_terms::is_settled(request.tree);
        let word = plain_word(request.tree).filter(|(_, boost)| simple && *boost == 1.0);
        let Some(stem) = word.and_then(|(stems, _)| Stem::alone(stems)) else { return Ok(None) };
        let term = Term::from_field_text(snapshot.fields.text, &stem.term);
        let mut lists = Vec::with_capacity(snapshot.segments().len());
        for segment in snapshot.segments() {
            lists.push(segment.inverted_index(snapshot.fields.text)?.get_term_info(&term)?);
        }
        let found = lists.iter().flatten().map(|list| u64::from(list.doc_freq)).sum();
        Ok(Some(Alone { snapshot, term, lists, found, when: request.when }))
    }

    /// Counts the articles that have it, and offers those that may be among the best.
    pub fn offer(&self, recency: Option<&RecencyDecay>, best: &mut TopDocs) -> Result<u64> {
        let mut count = 0;
        for (ord, list) in self.lists.iter().enumerate() {
            let Some(list) = list else { continue };
            let dates = &self.snapshot.dates()?[ord];
            let offering = Offering { dates, recency, ord: ord as u32, scored: true };
            let counted = self.offer_in(list, &offering, best);
            count += u64::from(counted.map_err(|error| self.snapshot.damaged(&error))?);
        }
        Ok(count)
    }

    fn offer_in(
        &self,
        list: &TermInfo,
        offering: &Offering,
        best: &mut TopDocs,
    ) -> tantivy::Result<u32> {
        let segment = &self.snapshot.segments()[offering.ord as usize];
        let threshold = best.min_competitive_score(offering.ord);
        if list.doc_freq <= FEW || !self.when.is_open() {
            let mut offer = |doc, score| {
                best.offer(offering.candidate(doc, score));
                best.min_competitive_score(offering.ord)
            };
            return self.score_each(list, segment, offering.dates, threshold, &mut offer);
        }
        let scoring =
            EnableScoring::Enabled { searcher: &self.snapshot.searcher, statistics_provider: self };
        let query = TermQuery::new(self.term.clone(), IndexRecordOption::WithFreqs);
        query.weight(scoring)?.for_each_pruning(threshold, segment, &mut |doc, score| {
            if !segment.is_deleted(doc) {
                best.offer(offering.candidate(doc, score));
            }
            best.min_competitive_score(offering.ord)
        })?;
        let Some(alive) = segment.alive_bitset() else { return Ok(list.doc_freq) };
        let text = segment.inverted_index(self.term.field())?;
        let postings = text.read_postings_from_terminfo(list, IndexRecordOption::Basic)?;
        Ok(postings.doc_freq_given_deletes(alive))
    }

    /// Counts the documents of a list that lie in the dates asked for, scores them as tantivy does, and tells those
    /// above the threshold, which `tell` says anew.
    fn score_each(
        &self,
        list: &TermInfo,
        segment: &SegmentReader,
        dates: &DateColumns,
        mut threshold: Score,
        tell: &mut impl FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<u32> {
        let open = || DocInterval { start: 0, end: segment.max_doc(), check: false };
        let window = if self.when.is_open() { open() } else { dates.interval(&self.when) };
        let field = self.term.field();
        let documents = self.total_num_docs()?;
        let length = self.total_num_tokens(field)? as Score / documents as Score;
        let bm25 = Bm25Weight::for_one_term_without_explain(self.found, documents, length);
        let lengths = segment.get_fieldnorms_reader(field)?;
        let text = segment.inverted_index(field)?;
        let option = IndexRecordOption::WithFreqs;
        let mut list =
            BlockPostingsCursor::of(text.read_block_postings_from_terminfo(list, option)?);
        let each = segment.has_deletes() || window.check;
        let counts =
            |doc| !segment.is_deleted(doc) && (!window.check || dates.matches(&self.when, doc));
        let mut count = 0;
        list.seek(window.start);
        list.for_each_before(window.end, |doc, frequency| {
            if each && !counts(doc) {
                return;
            }
            count += 1;
            let score = bm25.score(lengths.fieldnorm_id(doc), frequency);
            if score > threshold {
                threshold = tell(doc, score);
            }
        });
        Ok(count)
    }
}

/// tantivy asks for what is known already.
impl Bm25StatisticsProvider for Alone<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(&self.snapshot.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_docs(&self.snapshot.searcher)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.found)
    }
}
