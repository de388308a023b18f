//! Term statistics: document frequencies in parts of the matches, and total frequencies.

use std::collections::BTreeMap;

use tantivy::postings::Postings;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocSet, TERMINATED, Term};

use crate::engine::embedded::execute;
use crate::engine::embedded::schema::token_encoding::MARK;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::{Counts, Request};
use crate::error::Result;
use crate::ranking::Collection;

/// The part of a document that does not match but is compared with the matches.
const REST: u32 = u32::MAX;
/// The part of a match outside all groups, or of a document that is not compared with the matches.
const NONE: u32 = u32::MAX - 1;

/// Visits every term, with the number of documents that have it in each part and in the rest of the base.
pub fn visit_terms(
    snapshot: &Snapshot,
    request: &Request,
    base: Option<&Request>,
    groups: usize,
    group: &dyn Fn(Option<i64>) -> Option<usize>,
    visit: &mut dyn FnMut(&str, &Counts),
) -> Result<()> {
    let (_, found) = execute::every(snapshot, request)?;
    let all = |part: u32| -> Vec<Vec<u32>> {
        snapshot.segments().iter().map(|segment| vec![part; segment.max_doc() as usize]).collect()
    };
    let (mut parts, compared) = match base {
        None => (all(REST), snapshot.searcher.num_docs()),
        Some(base) => {
            let (_, within) = execute::every(snapshot, base)?;
            let mut parts = all(NONE);
            for address in &within {
                parts[address.segment_ord as usize][address.doc_id as usize] = REST;
            }
            (parts, within.len() as u64)
        }
    };
    let mut counts = Counts {
        of_parts: vec![0; groups],
        part_sizes: vec![0; groups],
        rest: 0,
        rest_size: compared.saturating_sub(found.len() as u64),
    };
    let mut known: BTreeMap<Option<i64>, u32> = BTreeMap::new();
    for address in found {
        let dates = &snapshot.dates()?[address.segment_ord as usize];
        let day = dates.is_known_to_the_day(address.doc_id);
        let day = day.then(|| dates.day_lo.get_val(address.doc_id));
        let of_day = || group(day).map_or(NONE, |part| part as u32);
        let part = *known.entry(day).or_insert_with(of_day);
        if let Some(size) = counts.part_sizes.get_mut(part as usize) {
            *size += 1;
        }
        parts[address.segment_ord as usize][address.doc_id as usize] = part;
    }
    count(snapshot, &parts, &mut counts, visit).map_err(|error| snapshot.damaged(&error))
}

fn count(
    snapshot: &Snapshot,
    parts: &[Vec<u32>],
    counts: &mut Counts,
    visit: &mut dyn FnMut(&str, &Counts),
) -> tantivy::Result<()> {
    let field = snapshot.fields.text;
    let indexes = snapshot.segments().iter().map(|segment| segment.inverted_index(field));
    let indexes = indexes.collect::<tantivy::Result<Vec<_>>>()?;
    let mut streams = Vec::new();
    for index in &indexes {
        let mut stream: TermStreamer<'_> = index.terms().stream()?;
        let more = stream.advance();
        streams.push((stream, more));
    }
    loop {
        let next = streams.iter().filter(|(_, more)| *more).map(|(stream, _)| stream.key()).min();
        let Some(term) = next.map(<[u8]>::to_vec) else { return Ok(()) };
        if snapshot.budget.is_spent() {
            return Ok(());
        }
        counts.of_parts.fill(0);
        counts.rest = 0;
        for (ord, (stream, more)) in streams.iter_mut().enumerate() {
            if !*more || stream.key() != term {
                continue;
            }
            let segment = &snapshot.segments()[ord];
            let mut postings = indexes[ord]
                .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                match parts[ord][doc as usize] {
                    REST => counts.rest += u64::from(!segment.is_deleted(doc)),
                    NONE => {}
                    part => counts.of_parts[part as usize] += 1,
                }
                postings.advance();
            }
            *more = stream.advance();
        }
        match std::str::from_utf8(&term) {
            Ok(term) if !term.starts_with(MARK) => visit(term, counts),
            _ => {}
        }
    }
}

/// Returns the number of documents that have each term, including deleted ones, as scores count them.
pub fn collection(snapshot: &Snapshot, terms: &[String]) -> tantivy::Result<Collection> {
    let field = snapshot.fields.text;
    // Neighbors in the dictionary are often in the same block.
    let mut numbers: Vec<usize> = (0..terms.len()).collect();
    numbers.sort_unstable_by(|a, b| terms[*a].cmp(&terms[*b]));
    let mut frequencies = vec![0.0; terms.len()];
    for segment in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        for number in &numbers {
            let term = Term::from_field_text(field, &terms[*number]);
            frequencies[*number] += f64::from(index.doc_freq(&term)?);
        }
    }
    let searcher: &dyn Bm25StatisticsProvider = &snapshot.searcher;
    let articles = searcher.total_num_docs()? as f64;
    let length = searcher.total_num_tokens(field)? as f64 / articles.max(1.0);
    Ok(Collection { articles, length, frequencies })
}

/// Returns the total frequency of each term, and the number of positions in the archive. A word in a title counts once,
/// even though it is indexed several times at one position.
pub fn occurrences(snapshot: &Snapshot, terms: &[String]) -> tantivy::Result<(Vec<u64>, u64)> {
    let mut counts = vec![0; terms.len()];
    let mut positions = 0;
    let mut places = Vec::new();
    for segment in snapshot.segments() {
        for name in ["title_words", "words"] {
            let column = segment.fast_fields().i64(name)?.first_or_default_col(0);
            let alive = segment.doc_ids_alive();
            positions += alive.map(|doc| column.get_val(doc).max(0) as u64).sum::<u64>();
        }
        let index = segment.inverted_index(snapshot.fields.text)?;
        for (count, term) in counts.iter_mut().zip(terms) {
            let term = Term::from_field_text(snapshot.fields.text, term);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = index.read_postings(&term, option)? else { continue };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    postings.positions(&mut places);
                    places.dedup();
                    *count += places.len() as u64;
                }
                postings.advance();
            }
        }
    }
    Ok((counts, positions))
}
