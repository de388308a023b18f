//! Rescoring: scores documents by the frequencies and positions of a query's words.
//!
//! Positions cost the most, so they are read only for documents that may be among the best. The frequencies of the
//! words bound how much positions can add.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, SegmentReader, Term};

use super::recency::RecencyDecay;
use super::top_docs::{ScoredDoc, TopDocs};
use crate::analysis::Languages;
use crate::engine::embedded::plan::term_lists::{StemList, TermLists};
use crate::engine::embedded::queries::span_term;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::language_filter::LanguagePostings;
use crate::ranking::{self, Closeness, Evidence, TITLE, Weights};

/// Rescores documents.
pub struct Rescorer<'a> {
    snapshot: &'a Snapshot,
    terms: &'a TermLists,
    recency: Option<&'a RecencyDecay>,
    /// The factor of the words' score; less than 1 if the terms of an expansion add to it.
    own: f64,
}

impl<'a> Rescorer<'a> {
    /// Returns a rescorer for the words in `terms`, with an optional decay of scores with age. `own` is the factor of
    /// the words' score.
    pub fn new(
        snapshot: &'a Snapshot,
        terms: &'a TermLists,
        recency: Option<&'a RecencyDecay>,
        own: f64,
    ) -> Rescorer<'a> {
        Rescorer { snapshot, terms, recency, own }
    }

    /// Rescores candidates, and offers them to `best`.
    pub fn offer(&self, mut candidates: Vec<ScoredDoc>, best: &mut TopDocs) -> tantivy::Result<()> {
        // Posting lists can only be read forward, so the candidates of a segment have to be in document order.
        candidates.sort_unstable_by_key(|hit| hit.address);
        for part in candidates.chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord) {
            let mut lists = Lists::of(self, part[0].address.segment_ord)?;
            part.iter().try_for_each(|candidate| lists.offer(*candidate, best))?;
        }
        Ok(())
    }

    /// Returns the rescorer for a segment.
    pub fn in_segment(
        &'a self,
        ord: u32,
        order: &'a dyn ColumnValues<i64>,
    ) -> tantivy::Result<SegmentRescorer<'a>> {
        let lists = Lists::of(self, ord)?;
        let (seen, min_first_score) = (f32::NAN, f32::MIN);
        Ok(SegmentRescorer { rescorer: self, ord, order, lists, seen, min_first_score })
    }

    fn factor(&self, order: i64) -> f32 {
        self.recency.map_or(1.0, |recency| recency.factor(order))
    }

    fn segment(&self, ord: u32) -> &SegmentReader {
        &self.snapshot.segments()[ord as usize]
    }

    /// Opens the posting lists of each word's stems in a segment.
    fn postings(
        &self,
        ord: u32,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Vec<LanguagePostings>>> {
        let segment = self.segment(ord);
        let text = segment.inverted_index(self.snapshot.fields.text)?;
        let open = |(list, languages): &StemList| {
            let postings = text.read_postings_from_terminfo(list, option)?;
            LanguagePostings::of(postings, *languages, segment)
        };
        let words = self.terms.lists[ord as usize].iter();
        words.map(|stems| stems.iter().map(open).collect()).collect()
    }
}

/// Rescores the documents of a segment, which must come in document order.
pub struct SegmentRescorer<'a> {
    rescorer: &'a Rescorer<'a>,
    ord: u32,
    order: &'a dyn ColumnValues<i64>,
    lists: Lists<'a>,
    /// The last minimum competitive score, and the corresponding minimum score in the first stage.
    seen: f32,
    min_first_score: f32,
}

impl SegmentRescorer<'_> {
    /// Returns the weights of the words.
    pub fn weights(&self) -> &Weights {
        &self.rescorer.terms.weights
    }

    /// Returns the lengths of the documents.
    pub fn lengths(&self) -> &FieldNormReader {
        &self.lists.lengths
    }

    /// Takes the posting lists, without language filters, in the order of the words. After that, the rescorer accepts
    /// only documents whose frequencies are known.
    pub fn take_postings(&mut self) -> impl Iterator<Item = SegmentPostings> + use<> {
        let words = std::mem::take(&mut self.lists.words);
        words.into_iter().flatten().map(LanguagePostings::into_inner)
    }

    /// Opens the posting lists for reading in blocks, without language filters, each with the number of its word.
    pub fn block_postings(&self) -> tantivy::Result<Vec<(usize, BlockSegmentPostings)>> {
        let Rescorer { snapshot, terms, .. } = self.rescorer;
        let text = self.rescorer.segment(self.ord).inverted_index(snapshot.fields.text)?;
        let words = terms.lists[self.ord as usize].iter().enumerate();
        let lists = words.flat_map(|(word, stems)| stems.iter().map(move |(list, _)| (word, list)));
        let open = |(word, list): (usize, &TermInfo)| {
            let option = IndexRecordOption::WithFreqs;
            Ok((word, text.read_block_postings_from_terminfo(list, option)?))
        };
        lists.map(open).collect()
    }

    /// Returns the score of the first stage that a document has to exceed to be competitive.
    pub fn min_first_score(&mut self, best: &TopDocs) -> f32 {
        let min_score = best.min_competitive_score(self.ord);
        if min_score != self.seen {
            self.seen = min_score;
            self.min_first_score = self.weights().least_first(f64::from(min_score)) as f32;
        }
        self.min_first_score
    }

    /// Offers a document with known frequencies of the words.
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
        let candidate = ScoredDoc { score: 0.0, order, address, capitals: 0, added: 0.0 };
        self.lists.offer_counted(candidate, best)
    }

    /// Offers a document if it has one of the words. A document that was found without language filters may have their
    /// stems only in a language in which they belong to other words.
    pub fn offer(&mut self, doc: DocId, best: &mut TopDocs) -> tantivy::Result<()> {
        self.lists.count(doc);
        if self.lists.evidence.frequencies.iter().all(|frequency| *frequency == 0) {
            return Ok(());
        }
        self.offer_read(doc, 0.0, best)
    }

    /// Offers a document to whose score the terms of an expansion add.
    pub fn offer_expanded(
        &mut self,
        doc: DocId,
        added: f32,
        best: &mut TopDocs,
    ) -> tantivy::Result<()> {
        self.lists.count(doc);
        self.offer_read(doc, added, best)
    }

    fn offer_read(&mut self, doc: DocId, added: f32, best: &mut TopDocs) -> tantivy::Result<()> {
        let (address, order) = (DocAddress::new(self.ord, doc), self.order.get_val(doc));
        let candidate = ScoredDoc { score: 0.0, order, address, capitals: 0, added };
        self.lists.offer_counted(candidate, best)
    }
}

/// Posting lists with positions, and the number of words of each title.
type Positions = (Vec<Vec<LanguagePostings>>, Arc<dyn ColumnValues<i64>>);

/// The posting lists of a query's words in a segment, and the evidence of the current document.
struct Lists<'a> {
    rescorer: &'a Rescorer<'a>,
    ord: u32,
    /// The posting lists of each word's stems.
    words: Vec<Vec<LanguagePostings>>,
    /// The posting lists of forms in capitals.
    capitals: Vec<LanguagePostings>,
    lengths: FieldNormReader,
    /// Opened when the first pair is counted.
    positions: Option<Positions>,
    evidence: Evidence,
    /// The positions of each word in the current document.
    found: Vec<Vec<u32>>,
    scratch: Vec<u32>,
}

impl<'a> Lists<'a> {
    fn of(rescorer: &'a Rescorer<'a>, ord: u32) -> tantivy::Result<Lists<'a>> {
        let snapshot = rescorer.snapshot;
        let segment = &snapshot.segments()[ord as usize];
        let mut capitals = Vec::new();
        for form in rescorer.terms.words.iter().filter_map(|word| word.capitals.as_ref()) {
            let term = Term::from_field_text(snapshot.fields.forms, form);
            let forms = segment.inverted_index(snapshot.fields.forms)?;
            if let Some(postings) = forms.read_postings(&term, IndexRecordOption::Basic)? {
                capitals.push(LanguagePostings::of(postings, Languages::ALL, segment)?);
            }
        }
        Ok(Lists {
            rescorer,
            ord,
            words: rescorer.postings(ord, IndexRecordOption::WithFreqs)?,
            capitals,
            lengths: segment.get_fieldnorms_reader(snapshot.fields.text)?,
            positions: None,
            evidence: Evidence::default(),
            found: vec![Vec::new(); rescorer.terms.words.len()],
            scratch: Vec::new(),
        })
    }

    /// Offers a document.
    fn offer(&mut self, candidate: ScoredDoc, best: &mut TopDocs) -> tantivy::Result<()> {
        self.count(candidate.address.doc_id);
        self.offer_counted(candidate, best)
    }

    /// Offers a document whose evidence is known, except for pairs. Reads positions only if the document may be
    /// competitive.
    fn offer_counted(&mut self, candidate: ScoredDoc, best: &mut TopDocs) -> tantivy::Result<()> {
        let doc = candidate.address.doc_id;
        let capitals = self.evidence.capitals;
        let weights = &self.rescorer.terms.weights;
        self.evidence.pairs.clear();
        let most = weights.pairs().map(|first| most_pairs(&self.evidence.frequencies, first));
        self.evidence.pairs.extend(most);
        let most = ScoredDoc { score: self.score(&candidate), capitals, ..candidate };
        if self.evidence.pairs.iter().all(|pair| *pair == Closeness::default()) {
            best.offer(most);
        } else if best.needs(&most) {
            self.read_pairs(doc)?;
            best.offer(ScoredDoc { score: self.score(&candidate), ..most });
        }
        Ok(())
    }

    fn score(&self, candidate: &ScoredDoc) -> f32 {
        let words = self.rescorer.own * self.rescorer.terms.weights.score(&self.evidence);
        (words as f32 + candidate.added) * self.rescorer.factor(candidate.order)
    }

    /// Reads the evidence of a document, except for pairs.
    fn count(&mut self, doc: DocId) {
        self.evidence.length = self.lengths.fieldnorm(doc);
        self.evidence.frequencies.clear();
        for list in &mut self.words {
            // A word in a title is indexed as many times as its weight.
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

    /// Counts the pairs of a document from its positions.
    fn read_pairs(&mut self, doc: DocId) -> tantivy::Result<()> {
        let (lists, titles) = match &mut self.positions {
            Some(positions) => positions,
            none => {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let lists = self.rescorer.postings(self.ord, option)?;
                let columns = self.rescorer.snapshot.segments()[self.ord as usize].fast_fields();
                none.insert((lists, columns.i64("title_words")?.first_or_default_col(0)))
            }
        };
        let title_words = titles.get_val(doc) as u32;
        self.found.iter_mut().for_each(Vec::clear);
        for (at, first) in self.rescorer.terms.weights.pairs().enumerate() {
            if self.evidence.pairs[at] == Closeness::default() {
                continue;
            }
            for word in [first, first + 1] {
                if self.found[word].is_empty() {
                    let found = &mut self.found[word];
                    span_term::positions(&mut lists[word], doc, found, &mut self.scratch);
                }
            }
            let (a, b) = (&self.found[first], &self.found[first + 1]);
            self.evidence.pairs[at] = ranking::pair(a, b, title_words);
        }
        Ok(())
    }
}

/// Returns upper bounds of what [`ranking::pair`] returns for two words with these frequencies. Each pair is counted at
/// its first word, and a second word belongs to at most one adjacent pair.
fn most_pairs(frequencies: &[u32], first: usize) -> Closeness {
    let (a, b) = (frequencies[first], frequencies[first + 1]);
    if b == 0 {
        return Closeness::default();
    }
    // A word in a title is indexed as many times as its weight.
    Closeness { adjacent: a.min(b), near: a, in_title: a.min(b) >= TITLE }
}
