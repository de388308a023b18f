//! TREC runs: `qid Q0 id rank score dateline` (<https://trec.nist.gov/>, the input of `trec_eval`).

use std::collections::HashSet;
use std::io::{self, Write};

use super::escape::run_word;
use crate::evaluation::Run;
use crate::searching::Shown;

/// The name that identifies an article in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The id, or the key if the article has no id.
    Id,
    /// The key.
    Key,
}

/// Writes hits as a run. Of articles with the same name, only the best is written.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn hits(hits: &[Shown], qid: &str, by: By, out: &mut dyn Write) -> io::Result<()> {
    let qid = run_word(qid);
    let mut names = HashSet::new();
    let mut last = f32::MAX;
    for hit in hits {
        let article = &hit.found.article;
        let name = match (by, &article.id) {
            (By::Id, Some(id)) => id,
            _ => &article.key,
        };
        if !names.insert(name) {
            continue;
        }
        // `trec_eval` sorts by score and then by name, so scores fall strictly, and hits without a score get one from
        // their rank.
        last = hit.score.unwrap_or(1.0 / hit.rank as f32).min(last.next_down());
        let score = last;
        writeln!(out, "{qid} Q0 {} {} {score} dateline", run_word(name), hit.rank)?;
    }
    Ok(())
}

/// Writes the run of a whole test collection.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn run(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for (topic, ranking) in run {
        let topic = run_word(topic);
        for (rank, (name, score)) in ranking.iter().enumerate() {
            writeln!(out, "{topic} Q0 {} {} {score} dateline", run_word(name), rank + 1)?;
        }
    }
    Ok(())
}
