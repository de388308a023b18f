//! Scoring again: by where the words of a query stand, read from the index.
//!
//! Positions cost the most, so they are read only of documents that may be among the best: what a
//! document counts at most follows from how often its words stand there.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, SegmentReader, Term};

use super::recency::RecencyDecay;
use super::top_docs::{ScoredDoc, TopDocs};
use crate::analysis::Languages;
use crate::engine::embedded::plan::scoring_terms::ScoringTerm;
use crate::engine::embedded::queries::span;
use crate::engine::embedded::snapshot::language_filter::LanguagePostings;
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::ranking::{self, Collection, Evidence, Weights};

/// Scores documents again.
pub struct Rescorer<'a> {
    snapshot: &'a Snapshot,
    words: &'a [ScoringTerm],
    recency: Option<&'a RecencyDecay>,
    pub weights: Weights,
    /// Where the posting lists of each word's stems are, by segment, and the languages they count in.
    terms: Vec<Vec<Vec<(TermInfo, Languages)>>>,
}

impl<'a> Rescorer<'a> {
    /// By the words of a query, and how scores fall with age, if they do.
    pub fn of(
        snapshot: &'a Snapshot,
        words: &'a [ScoringTerm],
        recency: Option<&'a RecencyDecay>,
    ) -> tantivy::Result<Rescorer<'a>> {
        let field = snapshot.fields.text;
        let mut found: Vec<Vec<u64>> = words.iter().map(|word| vec![0; word.stems.len()]).collect();
        let mut terms = Vec::with_capacity(snapshot.segments().len());
        for segment in snapshot.segments() {
            let text = segment.inverted_index(field)?;
            let mut of_words = Vec::with_capacity(words.len());
            for (word, found) in words.iter().zip(&mut found) {
                let mut of_stems = Vec::with_capacity(word.stems.len());
                for (stem, found) in word.stems.iter().zip(found) {
                    let term = text.get_term_info(&Term::from_field_text(field, &stem.term))?;
                    *found += term.as_ref().map_or(0, |term| u64::from(term.doc_freq));
                    of_stems.extend(term.map(|term| (term, stem.languages)));
                }
                of_words.push(of_stems);
            }
            terms.push(of_words);
        }
        // A word that may be several stems is as frequent as the most frequent of them.
        let most = |found: &Vec<u64>| found.iter().copied().max().unwrap_or_default() as f64;
        let frequencies = found.iter().map(most).collect();
        let searcher: &dyn Bm25StatisticsProvider = &snapshot.searcher;
        let articles = searcher.total_num_docs()? as f64;
        let length = searcher.total_num_tokens(field)? as f64 / articles.max(1.0);
        let weights = Weights::of(&Collection { articles, length, frequencies });
        Ok(Rescorer { snapshot, words, recency, weights, terms })
    }

    /// Offers some candidates, scored again.
    pub fn offer(&self, mut candidates: Vec<ScoredDoc>, best: &mut TopDocs) -> tantivy::Result<()> {
        // Postings are read forwards: the candidates of a segment in the order of its documents.
        candidates.sort_unstable_by_key(|hit| hit.address);
        for part in candidates.chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord) {
            let mut lists = Lists::of(self, part[0].address.segment_ord)?;
            part.iter().try_for_each(|candidate| lists.offer(*candidate, best))?;
        }
        Ok(())
    }

    /// What scores documents of a segment.
    pub fn in_segment(
        &'a self,
        ord: u32,
        order: &'a dyn ColumnValues<i64>,
    ) -> tantivy::Result<SegmentRescorer<'a>> {
        let lists = Lists::of(self, ord)?;
        Ok(SegmentRescorer { rescoring: self, ord, order, lists, seen: f32::NAN, least: f32::MIN })
    }

    fn factor(&self, order: i64) -> f32 {
        self.recency.map_or(1.0, |recency| recency.factor(order))
    }

    pub fn segment(&self, ord: u32) -> &SegmentReader {
        &self.snapshot.segments()[ord as usize]
    }

    /// In how many documents of a segment each word is, of whatever language.
    pub fn found_in(&self, ord: u32) -> impl Iterator<Item = u32> {
        let found = |stems: &Vec<(TermInfo, _)>| stems.iter().map(|(term, _)| term.doc_freq).sum();
        self.terms[ord as usize].iter().map(found)
    }

    /// Posting lists of a segment, of all languages and read block by block, each with the number of its word.
    pub fn blocks(&self, segment: u32) -> tantivy::Result<Vec<(usize, BlockSegmentPostings)>> {
        let text = self.segment(segment).inverted_index(self.snapshot.fields.text)?;
        let terms = self.terms[segment as usize].iter().enumerate();
        let terms = terms.flat_map(|(word, terms)| terms.iter().map(move |(term, _)| (word, term)));
        let open = |(word, term): (usize, &TermInfo)| {
            let option = IndexRecordOption::WithFreqs;
            Ok((word, text.read_block_postings_from_terminfo(term, option)?))
        };
        terms.map(open).collect()
    }

    /// Posting lists of each word's stems in a segment.
    pub fn postings(
        &self,
        segment: u32,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Vec<LanguagePostings>>> {
        let terms = &self.terms[segment as usize];
        let segment = self.segment(segment);
        let text = segment.inverted_index(self.snapshot.fields.text)?;
        let open = |(term, languages): &(TermInfo, Languages)| {
            let postings = text.read_postings_from_terminfo(term, option)?;
            LanguagePostings::of(postings, *languages, segment)
        };
        terms.iter().map(|terms| terms.iter().map(open).collect()).collect()
    }
}

/// Scores the documents of a segment, which have to come in their order.
pub struct SegmentRescorer<'a> {
    pub rescoring: &'a Rescorer<'a>,
    pub ord: u32,
    order: &'a dyn ColumnValues<i64>,
    pub lists: Lists<'a>,
    /// The threshold that was last seen, and what it means for the first stage.
    seen: f32,
    least: f32,
}

impl SegmentRescorer<'_> {
    /// The score of the first stage below which no document is needed.
    pub fn least_first(&mut self, best: &TopDocs) -> f32 {
        let threshold = best.min_competitive_score(self.ord);
        if threshold != self.seen {
            self.seen = threshold;
            self.least = self.rescoring.weights.least_first(f64::from(threshold)) as f32;
        }
        self.least
    }

    /// Offers a document in which each word stands so often.
    pub fn offer_counted(
        &mut self,
        doc: DocId,
        frequencies: &[u32],
        best: &mut TopDocs,
    ) -> tantivy::Result<()> {
        let (address, order) = (DocAddress::new(self.ord, doc), self.order.get_val(doc));
        let evidence = &mut self.lists.evidence;
        evidence.frequencies.clear();
        evidence.frequencies.extend_from_slice(frequencies);
        evidence.length = self.lists.lengths.fieldnorm(doc);
        evidence.capitals = 0;
        self.lists.offer_counted(ScoredDoc { score: 0.0, order, address, capitals: 0 }, best)
    }

    /// Offers a document, if it has one of the words: what is found in articles of whatever language may have
    /// their stems in another than they are stems in.
    pub fn offer(&mut self, doc: DocId, best: &mut TopDocs) -> tantivy::Result<()> {
        self.lists.count(doc);
        if self.lists.evidence.frequencies.iter().all(|frequency| *frequency == 0) {
            return Ok(());
        }
        let (address, order) = (DocAddress::new(self.ord, doc), self.order.get_val(doc));
        self.lists.offer_counted(ScoredDoc { score: 0.0, order, address, capitals: 0 }, best)
    }
}

type Places = (Vec<Vec<LanguagePostings>>, Arc<dyn ColumnValues<i64>>);

/// The posting lists of a query's words in a segment.
pub struct Lists<'a> {
    rescoring: &'a Rescorer<'a>,
    ord: u32,
    /// Of each word's stems.
    pub words: Vec<Vec<LanguagePostings>>,
    /// Of forms in capitals.
    capitals: Vec<LanguagePostings>,
    pub lengths: FieldNormReader,
    /// With positions, and the words in each title.
    places: Option<Places>,
    evidence: Evidence,
    /// Where each word stands in a document.
    found: Vec<Vec<u32>>,
    scratch: Vec<u32>,
}

impl<'a> Lists<'a> {
    fn of(rescoring: &'a Rescorer<'a>, ord: u32) -> tantivy::Result<Lists<'a>> {
        let snapshot = rescoring.snapshot;
        let segment = &snapshot.segments()[ord as usize];
        let mut capitals = Vec::new();
        for form in rescoring.words.iter().filter_map(|word| word.capitals.as_ref()) {
            let term = Term::from_field_text(snapshot.fields.forms, form);
            let forms = segment.inverted_index(snapshot.fields.forms)?;
            if let Some(postings) = forms.read_postings(&term, IndexRecordOption::Basic)? {
                capitals.push(LanguagePostings::of(postings, Languages::ALL, segment)?);
            }
        }
        Ok(Lists {
            rescoring,
            ord,
            words: rescoring.postings(ord, IndexRecordOption::WithFreqs)?,
            capitals,
            lengths: segment.get_fieldnorms_reader(snapshot.fields.text)?,
            places: None,
            evidence: Evidence::default(),
            found: vec![Vec::new(); rescoring.words.len()],
            scratch: Vec::new(),
        })
    }

    /// Offers a document.
    fn offer(&mut self, candidate: ScoredDoc, best: &mut TopDocs) -> tantivy::Result<()> {
        self.count(candidate.address.doc_id);
        self.offer_counted(candidate, best)
    }

    /// Offers a document of which all is known but its pairs.
    fn offer_counted(&mut self, candidate: ScoredDoc, best: &mut TopDocs) -> tantivy::Result<()> {
        let doc = candidate.address.doc_id;
        let capitals = self.evidence.capitals;
        let weights = &self.rescoring.weights;
        self.evidence.pairs.clear();
        let most = weights.pairs().map(|first| most_pairs(&self.evidence.frequencies, first));
        self.evidence.pairs.extend(most);
        let most = ScoredDoc { score: self.score(candidate.order), capitals, ..candidate };
        if self.evidence.pairs.iter().all(|pairs| *pairs == (0, 0)) {
            best.offer(most);
        } else if best.needs(&most) {
            self.read_pairs(doc)?;
            best.offer(ScoredDoc { score: self.score(candidate.order), ..most });
        }
        Ok(())
    }

    fn score(&self, order: i64) -> f32 {
        self.rescoring.weights.score(&self.evidence) as f32 * self.rescoring.factor(order)
    }

    /// Reads what is known of a document without its pairs.
    fn count(&mut self, doc: DocId) {
        self.evidence.length = self.lengths.fieldnorm(doc);
        self.evidence.frequencies.clear();
        for list in &mut self.words {
            // A title's words stand so many times at their position as they count.
            let found = list
                .iter_mut()
                .filter_map(|postings| (postings.seek(doc) == doc).then(|| postings.term_freq()));
            self.evidence.frequencies.push(found.sum());
        }
        let printed = self
            .capitals
            .iter_mut()
            .filter_map(|postings| (postings.seek(doc) == doc).then_some(()));
        self.evidence.capitals = printed.count() as u32;
    }

    /// Reads where the words of a document stand.
    fn read_pairs(&mut self, doc: DocId) -> tantivy::Result<()> {
        let (lists, titles) = match &mut self.places {
            Some(places) => places,
            none => {
                let positions = IndexRecordOption::WithFreqsAndPositions;
                let lists = self.rescoring.postings(self.ord, positions)?;
                let columns = self.rescoring.snapshot.segments()[self.ord as usize].fast_fields();
                none.insert((lists, columns.i64("title_words")?.first_or_default_col(0)))
            }
        };
        let title_words = titles.get_val(doc) as u32;
        self.found.iter_mut().for_each(Vec::clear);
        for (at, first) in self.rescoring.weights.pairs().enumerate() {
            if self.evidence.pairs[at] == (0, 0) {
                continue;
            }
            for word in [first, first + 1] {
                if self.found[word].is_empty() {
                    let found = &mut self.found[word];
                    span::positions(&mut lists[word], doc, found, &mut self.scratch);
                }
            }
            let (a, b) = (&self.found[first], &self.found[first + 1]);
            self.evidence.pairs[at] = ranking::pair(a, b, title_words);
        }
        Ok(())
    }
}

/// The most pairs two words can make that stand so often in an article: each is counted at its first
/// word, and no word is the second one of two that stand side by side.
fn most_pairs(frequencies: &[u32], first: usize) -> (u32, u32) {
    let (a, b) = (frequencies[first], frequencies[first + 1]);
    if b == 0 { (0, 0) } else { (a.min(b), a) }
}
