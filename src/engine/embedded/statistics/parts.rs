//! Document frequencies of all terms in parts of the matches, and the newest matches that have a term.

use std::collections::BTreeMap;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED, Term};

use crate::engine::embedded::execute;
use crate::engine::embedded::schema::token_encoding::MARK;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::date_columns::DateColumns;
use crate::engine::{Budget, Counts, Request, Sort};
use crate::error::Result;
use crate::packing::utf8;

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
    is_wanted: &dyn Fn(&str, u64) -> bool,
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
        parts: Vec::new(),
        part_sizes: vec![0; groups],
        all_sizes: 0,
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
            counts.all_sizes += 1;
        }
        parts[address.segment_ord as usize][address.doc_id as usize] = part;
    }
    let counted = count(snapshot, &parts, &mut counts, is_wanted, visit);
    counted.map_err(|error| snapshot.damaged(&error))
}

fn count(
    snapshot: &Snapshot,
    parts: &[Vec<u32>],
    counts: &mut Counts,
    is_wanted: &dyn Fn(&str, u64) -> bool,
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
    let (mut term, mut terms) = (String::new(), 0_u64);
    loop {
        let next = streams.iter().filter(|(_, more)| *more).map(|(stream, _)| stream.key()).min();
        let Some(next) = next else { return Ok(()) };
        term.clear();
        term.push_str(utf8(next)?);
        terms += 1;
        let mut articles = 0;
        for (stream, more) in &streams {
            if *more && stream.key() == term.as_bytes() {
                articles += u64::from(stream.value().doc_freq);
            }
        }
        let wanted = !term.starts_with(MARK) && is_wanted(&term, articles);
        if (wanted || terms.is_multiple_of(Budget::EVERY)) && snapshot.budget.is_spent() {
            return Ok(());
        }
        for part in counts.parts.drain(..) {
            counts.of_parts[part] = 0;
        }
        counts.rest = 0;
        for (ord, (stream, more)) in streams.iter_mut().enumerate() {
            if !*more || stream.key() != term.as_bytes() {
                continue;
            }
            if wanted {
                let segment = &snapshot.segments()[ord];
                let list = indexes[ord]
                    .read_block_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                count_list(segment, list, &parts[ord], counts);
            }
            *more = stream.advance();
        }
        if wanted {
            visit(&term, counts);
        }
    }
}

/// Counts the documents of a list.
fn count_list(
    segment: &SegmentReader,
    mut list: BlockSegmentPostings,
    parts: &[u32],
    counts: &mut Counts,
) {
    while !list.docs().is_empty() {
        for doc in list.docs() {
            match parts[*doc as usize] {
                REST => counts.rest += u64::from(!segment.is_deleted(*doc)),
                NONE => {}
                part => {
                    let part = part as usize;
                    if counts.of_parts[part] == 0 {
                        counts.parts.push(part);
                    }
                    counts.of_parts[part] += 1;
                }
            }
        }
        list.advance();
    }
}

/// Returns the matches of a request that are among the `count` newest that have some term, and for each of them the
/// numbers of these terms.
pub fn newest_having(
    snapshot: &Snapshot,
    request: &Request,
    terms: &[&str],
    count: usize,
) -> Result<(Vec<DocAddress>, Vec<Vec<usize>>)> {
    let newest = Request { sort: Sort::Newest, ..request.clone() };
    let (_, matches) = execute::every(snapshot, &newest)?;
    let places = Places::of(snapshot, &matches)?;
    let mut by_match: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, term) in terms.iter().enumerate().take_while(|_| !snapshot.budget.is_spent()) {
        let found = places.newest(snapshot, term, count);
        for place in found.map_err(|error| snapshot.damaged(&error))? {
            by_match.entry(place).or_default().push(number);
        }
    }
    Ok(by_match.into_iter().map(|(place, terms)| (matches[place], terms)).unzip())
}

/// The places of documents among the matches, by segment.
struct Places<'a> {
    by_document: Vec<Vec<u32>>,
    dates: &'a [DateColumns],
}

/// The place of a document that does not match.
const NOWHERE: u32 = u32::MAX;

impl Places<'_> {
    fn of<'a>(snapshot: &'a Snapshot, matches: &[DocAddress]) -> Result<Places<'a>> {
        let nowhere = |segment: &SegmentReader| vec![NOWHERE; segment.max_doc() as usize];
        let mut by_document: Vec<Vec<u32>> = snapshot.segments().iter().map(nowhere).collect();
        for (place, address) in (0..).zip(matches) {
            by_document[address.segment_ord as usize][address.doc_id as usize] = place;
        }
        Ok(Places { by_document, dates: snapshot.dates()? })
    }

    /// Returns the places of the `count` newest matches that have a term.
    fn newest(&self, snapshot: &Snapshot, term: &str, count: usize) -> tantivy::Result<Vec<usize>> {
        let mut newest = Vec::new();
        let term = Term::from_field_text(snapshot.fields.text, term);
        for (ord, segment) in snapshot.segments().iter().enumerate() {
            let index = segment.inverted_index(snapshot.fields.text)?;
            let postings = index.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            let (mut found, mut last) = (0, None);
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                let place = self.by_document[ord][doc as usize];
                if place != NOWHERE {
                    // The documents of a segment are sorted newest first. Those of the same second may be in any order.
                    let order = self.dates[ord].order.get_val(doc);
                    if found >= count && last != Some(order) {
                        break;
                    }
                    (found, last) = (found + 1, Some(order));
                    newest.push(place as usize);
                }
                postings.advance();
            }
        }
        newest.sort_unstable();
        newest.truncate(count);
        Ok(newest)
    }
}
