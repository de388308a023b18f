//! Scoring the best hits again: where their words stand, read from the index.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, SegmentReader, TERMINATED, Term};

use super::rank::Candidate;
use super::reader::Reader;
use crate::query::tree::{Capitals, Tree, Word, Zone};
use crate::ranking::{self, Collection, Evidence};

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

/// Words typed in capitals that are printed otherwise too: the capital form is what is meant, unless the
/// whole query is in capitals.
pub fn meant_in_capitals(reader: &Reader, words: &mut [Wanted]) -> tantivy::Result<Vec<String>> {
    let shouted = words.len() > 2 && words.iter().all(|word| word.capitals.is_some());
    let mut meant = Vec::new();
    for word in words {
        let Some(form) = &word.capitals else { continue };
        let printed =
            reader.searcher.doc_freq(&Term::from_field_text(reader.fields.forms, form))?;
        let all = frequency(reader, &word.stems)?;
        if shouted || printed == 0 || printed == all {
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
    let collection = Collection { articles, title_words, body_words, frequencies: frequencies? };
    // Postings are read forwards: the candidates of a segment in the order of its documents.
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by_key(|at| candidates[*at].address);
    let segments: Vec<u32> = candidates.iter().map(|hit| hit.address.segment_ord).collect();
    for part in order.chunk_by(|a, b| segments[*a] == segments[*b]) {
        let addresses: Vec<DocAddress> = part.iter().map(|at| candidates[*at].address).collect();
        let segment = &reader.segments()[addresses[0].segment_ord as usize];
        let evidence = gather(reader, segment, &addresses, words)?;
        for (at, evidence) in part.iter().zip(evidence) {
            candidates[*at].score = ranking::score(&evidence, &collection) as f32;
            candidates[*at].capitals = evidence.capitals;
        }
    }
    Ok(())
}

/// What a segment knows of some of its documents.
fn gather(
    reader: &Reader,
    segment: &SegmentReader,
    addresses: &[DocAddress],
    words: &[Wanted],
) -> tantivy::Result<Vec<Evidence>> {
    let column = |name| {
        Ok::<_, tantivy::TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0))
    };
    let (title_words, body_words) = (column("title_words")?, column("words")?);
    let mut found: Vec<Evidence> = addresses
        .iter()
        .map(|address| Evidence {
            places: vec![Vec::new(); words.len()],
            title_words: title_words.get_val(address.doc_id) as u32,
            body_words: body_words.get_val(address.doc_id) as u32,
            capitals: 0,
        })
        .collect();
    let text = segment.inverted_index(reader.fields.text)?;
    let forms = segment.inverted_index(reader.fields.forms)?;
    let mut scratch = Vec::new();
    for (number, word) in words.iter().enumerate() {
        for stem in &word.stems {
            let term = Term::from_field_text(reader.fields.text, stem);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = text.read_postings(&term, option)? else { continue };
            each_of(&mut postings, addresses, |at, postings| {
                postings.positions(&mut scratch);
                let places = &mut found[at].places[number];
                places.extend_from_slice(&scratch);
                places.sort_unstable();
                // A title's words stand several times at one position.
                places.dedup();
            });
        }
        if let Some(form) = &word.capitals {
            let term = Term::from_field_text(reader.fields.forms, form);
            let option = IndexRecordOption::Basic;
            let Some(mut postings) = forms.read_postings(&term, option)? else { continue };
            each_of(&mut postings, addresses, |at, _| found[at].capitals += 1);
        }
    }
    Ok(found)
}

/// Tells which of some documents, in order, a posting list has.
fn each_of<P: Postings>(
    postings: &mut P,
    addresses: &[DocAddress],
    mut tell: impl FnMut(usize, &mut P),
) {
    for (at, address) in addresses.iter().enumerate() {
        if postings.doc() < address.doc_id && postings.seek(address.doc_id) == TERMINATED {
            return;
        }
        if postings.doc() == address.doc_id {
            tell(at, postings);
        }
    }
}
