//! Term statistics: document frequencies and total frequencies.

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;

use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::position_lists::PositionLists;
use crate::ranking::Collection;

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
    for segment in snapshot.segments() {
        for name in ["title_words", "words"] {
            let column = segment.fast_fields().i64(name)?.first_or_default_col(0);
            let alive = segment.doc_ids_alive();
            positions += alive.map(|doc| column.get_val(doc).max(0) as u64).sum::<u64>();
        }
        let field = snapshot.fields.text;
        let (index, mut lists) =
            (segment.inverted_index(field)?, PositionLists::of(segment, field)?);
        for (count, term) in counts.iter_mut().zip(terms) {
            if snapshot.budget.is_spent() {
                break;
            }
            let Some(list) = index.get_term_info(&Term::from_field_text(field, term))? else {
                continue;
            };
            lists.each(&index, &list, |doc, steps| {
                if !segment.is_deleted(doc) {
                    // The first position is not a distance.
                    let others = steps.iter().skip(1).filter(|step| **step > 0).count();
                    *count += u64::from(!steps.is_empty()) + others as u64;
                }
            })?;
        }
    }
    Ok((counts, positions))
}
