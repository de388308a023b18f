//! The posting lists and the weights of a query's scoring terms.

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;

use crate::analysis::Languages;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::scoring_terms::ScoringTerm;
use crate::ranking::{Collection, Weights};

/// The posting lists of a stem in a segment, and the languages that it counts in.
pub type StemList = (TermInfo, Languages);

/// The scoring terms of a query, with their posting lists and weights.
pub struct TermLists {
    /// The scoring terms.
    pub words: Vec<ScoringTerm>,
    /// The weights of the words.
    pub weights: Weights,
    /// The posting lists of each word's stems, by segment.
    pub lists: Vec<Vec<Vec<StemList>>>,
}

impl TermLists {
    /// Looks up the stems of the words in each segment.
    pub fn of(snapshot: &Snapshot, words: Vec<ScoringTerm>) -> tantivy::Result<TermLists> {
        let field = snapshot.fields.text;
        let mut found: Vec<Vec<u64>> = words.iter().map(|word| vec![0; word.stems.len()]).collect();
        let mut lists = Vec::with_capacity(snapshot.segments().len());
        for segment in snapshot.segments() {
            let text = segment.inverted_index(field)?;
            let mut of_words = Vec::with_capacity(words.len());
            for (word, found) in words.iter().zip(&mut found) {
                let mut of_stems = Vec::with_capacity(word.stems.len());
                for (stem, found) in word.stems.iter().zip(found) {
                    let list = text.get_term_info(&Term::from_field_text(field, &stem.term))?;
                    *found += list.as_ref().map_or(0, |list| u64::from(list.doc_freq));
                    of_stems.extend(list.map(|list| (list, stem.languages)));
                }
                of_words.push(of_stems);
            }
            lists.push(of_words);
        }
        // A word with several stems is as frequent as its most frequent stem.
        let most = |found: &Vec<u64>| found.iter().copied().max().unwrap_or_default() as f64;
        let frequencies = found.iter().map(most).collect();
        let searcher: &dyn Bm25StatisticsProvider = &snapshot.searcher;
        let articles = searcher.total_num_docs()? as f64;
        let length = searcher.total_num_tokens(field)? as f64 / articles.max(1.0);
        let weights = Weights::of(&Collection { articles, length, frequencies });
        Ok(TermLists { words, weights, lists })
    }

    /// Returns the number of documents of a segment that have each word, in any language.
    pub fn doc_freqs(&self, ord: usize) -> impl Iterator<Item = u32> {
        self.lists[ord].iter().map(|stems| stems.iter().map(|(list, _)| list.doc_freq).sum())
    }
}
