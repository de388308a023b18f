//! Counts the occurrences of a word from the positions in the index, without reading articles.

use std::collections::BTreeMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TantivyError, Term};

use super::for_each;
use crate::analysis::Stem;
use crate::engine::Request;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::error::Result;
use crate::query::tree::{Tree, Word, Zone};

/// Counts, per day, the occurrences of a query's word in the matches that are known to the day. Returns `None` unless
/// the query has exactly one word, in any inflection and anywhere in an article.
pub fn count(snapshot: &Snapshot, request: &Request) -> Result<Option<BTreeMap<i64, u64>>> {
    let Some(stem) = only_word(request.tree) else { return Ok(None) };
    let term = Term::from_field_text(snapshot.fields.text, &stem.term);
    let option = IndexRecordOption::WithFreqsAndPositions;
    let mut postings: Vec<Option<SegmentPostings>> = Vec::new();
    for segment in snapshot.segments() {
        let index = segment.inverted_index(snapshot.fields.text);
        let found = index.and_then(|index| Ok(index.read_postings(&term, option)?));
        postings.push(found.map_err(|error: TantivyError| snapshot.damaged(&error))?);
    }
    let mut days = BTreeMap::new();
    let mut positions = Vec::new();
    for_each(snapshot, request, &mut |collector, doc| {
        let Some(postings) = &mut postings[collector.ord as usize] else { return };
        if !collector.dates.is_known_to_the_day(doc) {
            return;
        }
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() != doc {
            return;
        }
        postings.positions(&mut positions);
        // A word of a title is indexed several times at its position.
        positions.dedup();
        *days.entry(collector.dates.day_lo.get_val(doc)).or_insert(0) += positions.len() as u64;
    })?;
    Ok(Some(days))
}

/// Returns the stem of a query that marks the places of one word alone.
fn only_word(tree: &Tree) -> Option<&Stem> {
    match tree {
        Tree::Text(text) => {
            let [slot] = text.slots.as_slice() else { return None };
            let Word::Stems(stems) = &slot.word else { return None };
            let anywhere = text.zone == Zone::ANY && text.slop == 0 && text.capitals.is_none();
            Stem::alone(stems).filter(|_| anywhere)
        }
        // Conditions on headers and exclusions mark nothing.
        Tree::And(trees) => {
            let mut marking = trees.iter().filter(|tree| tree.has_text());
            let only = marking.next().and_then(only_word)?;
            marking.next().is_none().then_some(only)
        }
        _ => None,
    }
}
