//! Scoring the best hits again: where their words stand, read from the index.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Term};

use super::need;
use super::rank::{Ageing, Candidate};
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

/// Scoring candidates again.
pub struct Rescoring<'a> {
    /// The index.
    pub reader: &'a Reader,
    /// The words of the query.
    pub words: &'a [Wanted],
    /// How scores fall with age, if they do.
    pub recency: Option<&'a Ageing>,
}

/// What is known of a candidate before positions are read.
struct Sketch {
    candidate: Candidate,
    /// The score with as many pairs as there can be.
    most: f32,
    /// Which of the candidates it is.
    number: usize,
    title_words: u32,
    body_words: u32,
}

impl Rescoring<'_> {
    /// The best `wanted` of some candidates, and perhaps more, in no order, their scores new. Positions
    /// cost the most, so they are read only of candidates that may be among the best: without its
    /// pairs each has at least one score, and with as many as can be at most another.
    pub fn best(
        &self,
        mut candidates: Vec<Candidate>,
        wanted: usize,
    ) -> tantivy::Result<Vec<Candidate>> {
        let weights = self.weights()?;
        // Postings are read forwards: the candidates of a segment in the order of its documents.
        candidates.sort_unstable_by_key(|hit| hit.address);
        let mut sketches = Vec::with_capacity(candidates.len());
        // How often each word stands in each candidate.
        let mut frequencies = Vec::with_capacity(candidates.len() * self.words.len());
        let mut evidence = Evidence::default();
        for part in candidates.chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord) {
            let mut counts = Counts::of(self, part[0].address.segment_ord)?;
            for candidate in part {
                let mut candidate = *candidate;
                counts.read(candidate.address.doc_id, &mut evidence);
                candidate.capitals = evidence.capitals;
                evidence.pairs.resize(weights.pairs().count(), (0, 0));
                evidence.pairs.fill((0, 0));
                candidate.score = self.score(&weights, &evidence, candidate.order);
                for (at, pair) in weights.pairs().zip(&mut evidence.pairs) {
                    *pair = most_pairs(&evidence.frequencies, at);
                }
                let most = self.score(&weights, &evidence, candidate.order);
                frequencies.extend_from_slice(&evidence.frequencies);
                let (title_words, body_words) = (evidence.title_words, evidence.body_words);
                let number = sketches.len();
                sketches.push(Sketch { candidate, most, number, title_words, body_words });
            }
        }
        if (1..sketches.len()).contains(&wanted) {
            let mut least: Vec<(u32, f32)> =
                sketches.iter().map(|it| (it.candidate.capitals, it.candidate.score)).collect();
            let at_least = *least
                .select_nth_unstable_by(wanted - 1, |a, b| {
                    b.0.cmp(&a.0).then_with(|| b.1.total_cmp(&a.1))
                })
                .1;
            sketches.retain(|it| (it.candidate.capitals, it.most) >= at_least);
        }
        self.read_pairs(&mut sketches, &frequencies, &weights)?;
        Ok(sketches.into_iter().map(|sketch| sketch.candidate).collect())
    }

    fn weights(&self) -> tantivy::Result<Weights> {
        let (title_words, body_words) = self.reader.mean_lengths()?;
        let frequencies: tantivy::Result<Vec<f64>> =
            self.words.iter().map(|word| Ok(frequency(self.reader, &word.stems)? as f64)).collect();
        let articles = self.reader.searcher.num_docs() as f64;
        let frequencies = frequencies?;
        Ok(Weights::of(&Collection { articles, title_words, body_words, frequencies }))
    }

    fn score(&self, weights: &Weights, evidence: &Evidence, order: i64) -> f32 {
        let factor = self.recency.map_or(1.0, |recency| recency.factor(order));
        weights.score(evidence) as f32 * factor
    }

    /// Reads where the words of candidates stand and gives them their scores.
    fn read_pairs(
        &self,
        sketches: &mut [Sketch],
        frequencies: &[u32],
        weights: &Weights,
    ) -> tantivy::Result<()> {
        let segment = |sketch: &Sketch| sketch.candidate.address.segment_ord;
        let count = self.words.len();
        let mut evidence = Evidence::default();
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); count];
        let mut scratch = Vec::new();
        for part in sketches.chunk_by_mut(|a, b| segment(a) == segment(b)) {
            let mut lists = None;
            for Sketch { candidate, number, title_words, body_words, .. } in part {
                evidence.frequencies.clear();
                evidence.frequencies.extend_from_slice(&frequencies[*number * count..][..count]);
                (evidence.title_words, evidence.body_words) = (*title_words, *body_words);
                evidence.pairs.clear();
                places.iter_mut().for_each(Vec::clear);
                for first in weights.pairs() {
                    if most_pairs(&evidence.frequencies, first) == (0, 0) {
                        evidence.pairs.push((0, 0));
                        continue;
                    }
                    let lists = match &mut lists {
                        Some(lists) => lists,
                        none => none.insert(self.postings(
                            candidate.address.segment_ord,
                            IndexRecordOption::WithFreqsAndPositions,
                        )?),
                    };
                    for word in [first, first + 1] {
                        if places[word].is_empty() {
                            let doc = candidate.address.doc_id;
                            span::positions(&mut lists[word], doc, &mut places[word], &mut scratch);
                        }
                    }
                    let (a, b) = (&places[first], &places[first + 1]);
                    evidence.pairs.push(ranking::pair(a, b, *title_words));
                }
                candidate.score = self.score(weights, &evidence, candidate.order);
            }
        }
        Ok(())
    }

    /// Posting lists of each word's stems in a segment.
    fn postings(
        &self,
        segment: u32,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Vec<SegmentPostings>>> {
        let field = self.reader.fields.text;
        let text = self.reader.segments()[segment as usize].inverted_index(field)?;
        let lists = self.words.iter().map(|word| {
            let mut list = Vec::with_capacity(word.stems.len());
            for stem in &word.stems {
                list.extend(text.read_postings(&Term::from_field_text(field, stem), option)?);
            }
            Ok(list)
        });
        lists.collect()
    }
}

/// The most pairs two words can make that stand so often in an article: each is counted at its first
/// word, and no word is the second one of two that stand side by side.
fn most_pairs(frequencies: &[u32], first: usize) -> (u32, u32) {
    let (a, b) = (frequencies[first], frequencies[first + 1]);
    if b == 0 { (0, 0) } else { (a.min(b), a) }
}

/// How often the words of a query stand in the documents of a segment.
struct Counts {
    /// Posting lists of each word's stems.
    words: Vec<Vec<SegmentPostings>>,
    /// Posting lists of forms in capitals.
    capitals: Vec<SegmentPostings>,
    title_words: Arc<dyn ColumnValues<i64>>,
    body_words: Arc<dyn ColumnValues<i64>>,
}

impl Counts {
    fn of(rescoring: &Rescoring, ord: u32) -> tantivy::Result<Counts> {
        let reader = rescoring.reader;
        let segment = &reader.segments()[ord as usize];
        let column = |name| {
            Ok::<_, tantivy::TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0))
        };
        let mut capitals = Vec::new();
        for form in rescoring.words.iter().filter_map(|word| word.capitals.as_ref()) {
            let term = Term::from_field_text(reader.fields.forms, form);
            let forms = segment.inverted_index(reader.fields.forms)?;
            capitals.extend(forms.read_postings(&term, IndexRecordOption::Basic)?);
        }
        Ok(Counts {
            words: rescoring.postings(ord, IndexRecordOption::WithFreqs)?,
            capitals,
            title_words: column("title_words")?,
            body_words: column("words")?,
        })
    }

    /// Reads what is known of a document without its pairs; they have to come in their order.
    fn read(&mut self, doc: DocId, evidence: &mut Evidence) {
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
        let printed = self
            .capitals
            .iter_mut()
            .filter_map(|postings| (need::seek(postings, doc) == doc).then_some(()));
        evidence.capitals = printed.count() as u32;
    }
}
