//! Scoring the best hits again: where their words stand, read from the index.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, Term};

use super::need;
use super::rank::Candidate;
use super::reader::Reader;
use super::span;
use crate::query::tree::{Capitals, Tree, Word, Zone};
use crate::ranking::{self, Collection, Evidence, Weights};

/// A word of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    stems: Vec<String>,
    /// The form, where it was typed in capitals.
    capitals: Option<String>,
}

/// The words of a query that asks for words and phrases anywhere and for nothing else of the text; None
/// for other queries, whose order is the engine's.
pub fn wanted(tree: &Tree) -> Option<Vec<Wanted>> {
    let mut words = Vec::new();
    add(tree, &mut words).then_some(words).filter(|words| !words.is_empty())
}

fn add(tree: &Tree, words: &mut Vec<Wanted>) -> bool {
    match tree {
        Tree::Text(text) => {
            let plain = text.zone == Zone::ANY && text.capitals.is_none() && text.boost == 1.0;
            let typed = text.text.split_whitespace().collect::<Vec<_>>();
            plain
                && text.slots.iter().enumerate().all(|(at, slot)| {
                    let Word::Stems(stems) = &slot.word else { return false };
                    // Typed words and slots are the same in number but for hyphens and the like.
                    let form = typed.get(at).filter(|_| typed.len() == text.slots.len());
                    let capitals = form.and_then(|form| in_capitals(form));
                    words.push(Wanted { stems: stems.clone(), capitals });
                    true
                })
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().filter(|tree| tree.has_text()).all(|tree| add(tree, words))
        }
        _ => false,
    }
}

/// A word typed in capitals, as it is indexed when it is printed so.
fn in_capitals(typed: &str) -> Option<String> {
    let form: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 2 && crate::matching::is_printed(&form, Capitals::All)).then_some(form)
}

/// Words typed in capitals that are printed in small letters too: the capital form is what is meant,
/// unless the whole of a longer query is in capitals.
pub fn meant_in_capitals(reader: &Reader, words: &mut [Wanted]) -> tantivy::Result<Vec<String>> {
    let shouted = words.len() > 1 && words.iter().all(|word| word.capitals.is_some());
    let mut meant = Vec::new();
    for word in words {
        let Some(form) = &word.capitals else { continue };
        let printed =
            reader.searcher.doc_freq(&Term::from_field_text(reader.fields.forms, form))?;
        let lower = form.to_lowercase();
        // A form that is its own stem is not listed: it is what is left of the stem's articles.
        let small = match word.stems.contains(&lower) {
            true => {
                let all = frequency(reader, std::slice::from_ref(&lower))?;
                all.saturating_sub(printed) * 10 > all
            }
            false => {
                let term = Term::from_field_text(reader.fields.forms, &lower);
                reader.searcher.doc_freq(&term)? > 0
            }
        };
        if shouted || printed == 0 || !small {
            word.capitals = None;
        } else {
            meant.push(form.clone());
        }
    }
    Ok(meant)
}

fn frequency(reader: &Reader, stems: &[String]) -> tantivy::Result<u64> {
    let mut most = 0;
    for stem in stems {
        let term = Term::from_field_text(reader.fields.text, stem);
        most = most.max(reader.searcher.doc_freq(&term)?);
    }
    Ok(most)
}

/// Scores candidates again.
pub fn rescore(
    reader: &Reader,
    candidates: &mut [Candidate],
    words: &[Wanted],
) -> tantivy::Result<()> {
    let (title_words, body_words) = reader.mean_lengths()?;
    let frequencies: tantivy::Result<Vec<f64>> =
        words.iter().map(|word| Ok(frequency(reader, &word.stems)? as f64)).collect();
    let articles = reader.searcher.num_docs() as f64;
    let weights =
        Weights::of(&Collection { articles, title_words, body_words, frequencies: frequencies? });
    // Postings are read forwards: the candidates of a segment in the order of its documents.
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by_key(|at| candidates[*at].address);
    let segments: Vec<u32> = candidates.iter().map(|hit| hit.address.segment_ord).collect();
    for part in order.chunk_by(|a, b| segments[*a] == segments[*b]) {
        let segment = &reader.segments()[segments[part[0]] as usize];
        let mut gathering = Gathering::of(reader, segment, words)?;
        for at in part {
            let hit = &mut candidates[*at];
            let evidence = gathering.evidence(hit.address.doc_id, &weights);
            hit.score = weights.score(evidence) as f32;
            hit.capitals = evidence.capitals;
        }
    }
    Ok(())
}

/// The words of a query in a segment, read document by document.
struct Gathering {
    /// Posting lists of each word's stems.
    words: Vec<Vec<SegmentPostings>>,
    /// Posting lists of forms in capitals.
    capitals: Vec<SegmentPostings>,
    title_words: Arc<dyn ColumnValues<i64>>,
    body_words: Arc<dyn ColumnValues<i64>>,
    places: Vec<Vec<u32>>,
    scratch: Vec<u32>,
    evidence: Evidence,
}

impl Gathering {
    fn of(
        reader: &Reader,
        segment: &SegmentReader,
        words: &[Wanted],
    ) -> tantivy::Result<Gathering> {
        let column = |name| {
            Ok::<_, tantivy::TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0))
        };
        let text = segment.inverted_index(reader.fields.text)?;
        let forms = segment.inverted_index(reader.fields.forms)?;
        // One word stands beside no other: how often it stands there is enough.
        let option = match words.len() {
            1 => IndexRecordOption::WithFreqs,
            _ => IndexRecordOption::WithFreqsAndPositions,
        };
        let mut lists = Vec::with_capacity(words.len());
        let mut capitals = Vec::new();
        for word in words {
            let mut list = Vec::with_capacity(word.stems.len());
            for stem in &word.stems {
                let term = Term::from_field_text(reader.fields.text, stem);
                list.extend(text.read_postings(&term, option)?);
            }
            lists.push(list);
            if let Some(form) = &word.capitals {
                let term = Term::from_field_text(reader.fields.forms, form);
                capitals.extend(forms.read_postings(&term, IndexRecordOption::Basic)?);
            }
        }
        Ok(Gathering {
            places: vec![Vec::new(); lists.len()],
            words: lists,
            capitals,
            title_words: column("title_words")?,
            body_words: column("words")?,
            scratch: Vec::new(),
            evidence: Evidence::default(),
        })
    }

    /// What is known of a document; they have to come in their order.
    fn evidence(&mut self, doc: DocId, weights: &Weights) -> &Evidence {
        let evidence = &mut self.evidence;
        evidence.title_words = self.title_words.get_val(doc) as u32;
        evidence.body_words = self.body_words.get_val(doc) as u32;
        evidence.frequencies.clear();
        for list in &mut self.words {
            // A title's words stand so many times at their position as they count.
            let found = list.iter_mut().filter_map(|postings| {
                (need::seek(postings, doc) == doc).then(|| postings.term_freq())
            });
            evidence.frequencies.push(found.sum());
        }
        self.places.iter_mut().for_each(Vec::clear);
        evidence.pairs.clear();
        for first in weights.pairs() {
            let both = evidence.frequencies[first] > 0 && evidence.frequencies[first + 1] > 0;
            if !both {
                evidence.pairs.push((0, 0));
                continue;
            }
            for word in [first, first + 1] {
                if self.places[word].is_empty() {
                    let (list, places) = (&mut self.words[word], &mut self.places[word]);
                    span::positions(list, doc, places, &mut self.scratch);
                }
            }
            let (a, b) = (&self.places[first], &self.places[first + 1]);
            evidence.pairs.push(ranking::pair(a, b, evidence.title_words));
        }
        let printed = self
            .capitals
            .iter_mut()
            .filter_map(|postings| (need::seek(postings, doc) == doc).then_some(()));
        evidence.capitals = printed.count() as u32;
        evidence
    }
}
