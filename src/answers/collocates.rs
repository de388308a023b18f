//! Words that stand near what is asked for more often than chance would have them.
//!
//! Positions within a window on each side of an occurrence count once, however many occurrences they are
//! near to; the occurrences themselves do not. They are held against the whole archive.

use std::collections::HashMap;

use crate::analysis::{Analyzer, Event, Language};
use crate::answers::association::Table;
use crate::article::Article;
use crate::engine::{Engine, Vocabulary};
use crate::error::Result;
use crate::matching::Matcher;
use crate::searching::{Index, Question, Read};

/// A word near what is asked for.
#[derive(Debug, Clone)]
pub struct Collocate {
    /// The word, in its commonest form there.
    pub word: String,
    /// As it is indexed.
    pub term: String,
    /// How often it stands near.
    pub near: u64,
    /// How often it stands anywhere in the archive.
    pub all: u64,
    /// The log-likelihood ratio; negative where it is rarer near than elsewhere.
    pub log_likelihood: f64,
    /// Mutual information, in bits.
    pub mutual_information: f64,
}

/// All of them.
#[derive(Debug, Clone)]
pub struct Collocation {
    /// The question as it was read.
    pub read: Read,
    /// Articles that match.
    pub total: u64,
    /// Occurrences of what is asked for.
    pub occurrences: u64,
    /// Positions near them.
    pub positions: u64,
    /// The words, the surest first.
    pub collocates: Vec<Collocate>,
    /// What there is to know.
    pub notices: Vec<String>,
}

/// What one article adds: how often each form of each term is near.
#[derive(Default)]
struct Near {
    occurrences: u64,
    positions: u64,
    words: HashMap<(String, String), u64>,
}

/// The words within `window` positions of what is asked for that stand there at least `least` times.
pub fn collocation(
    index: &Index,
    question: &Question,
    window: u32,
    least: u64,
    limit: usize,
) -> Result<Collocation> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let (hits, found) = index.engine.every(&read.request())?;
    let worker = || {
        let (matcher, mut analyzer) = (Matcher::new(&read.tree), Analyzer::default());
        move |article: Article| near(&matcher, &mut analyzer, &article, window)
    };
    let mut all = Near::default();
    index.sweep(&found, worker, |near| {
        all.occurrences += near.occurrences;
        all.positions += near.positions;
        for (word, count) in near.words {
            *all.words.entry(word).or_default() += count;
        }
        Ok(true)
    })?;
    let mut terms: HashMap<String, (u64, (u64, String))> = HashMap::new();
    for ((term, form), count) in all.words {
        let (sum, best) = terms.entry(term).or_default();
        *sum += count;
        if (count, &best.1) > (best.0, &form) {
            *best = (count, form);
        }
    }
    terms.retain(|_, (count, _)| *count >= least);
    let mut names: Vec<String> = terms.keys().cloned().collect();
    names.sort_unstable();
    let (everywhere, size) = index.engine.occurrences(&names)?;
    let mut collocates: Vec<Collocate> = names
        .into_iter()
        .zip(everywhere)
        .filter_map(|(term, everywhere)| {
            let (count, (_, word)) = terms.remove(&term)?;
            let table = Table {
                part: count,
                part_size: all.positions,
                rest: everywhere.saturating_sub(count),
                rest_size: size.saturating_sub(all.positions),
            };
            Some(Collocate {
                word,
                term,
                near: count,
                all: everywhere,
                log_likelihood: table.log_likelihood(),
                mutual_information: table.mutual_information(),
            })
        })
        .collect();
    collocates.sort_by(|a, b| {
        b.log_likelihood.total_cmp(&a.log_likelihood).then_with(|| a.term.cmp(&b.term))
    });
    collocates.truncate(limit);
    let notices = read.notices(index, &hits, &mut analyzer)?;
    Ok(Collocation {
        total: hits.total,
        occurrences: all.occurrences,
        positions: all.positions,
        collocates,
        notices,
        read,
    })
}

fn near(matcher: &Matcher, analyzer: &mut Analyzer, article: &Article, window: u32) -> Near {
    let mut found = Near::default();
    // The engine and the matcher agree on hits; an article without marks has no occurrences.
    let marks = matcher.marks(analyzer, article).unwrap_or_default();
    let title = article.title.as_deref().unwrap_or_default();
    let language = Language::of_article(article);
    for (in_title, text) in [(true, title), (false, &article.body)] {
        let places: Vec<(usize, usize)> = marks
            .occurrences()
            .filter(|place| place.0 == in_title)
            .map(|(_, start, end)| (start, end))
            .collect();
        if places.is_empty() {
            continue;
        }
        found.occurrences += places.len() as u64;
        // Term, form and bytes of each position.
        let mut words: Vec<(String, String, usize, usize)> = Vec::new();
        analyzer.analyse(language, text, |event| {
            if let Event::Token(token) = event
                && !token.again
            {
                words.push((token.term.into(), token.form.to_lowercase(), token.start, token.end));
            }
        });
        let mut is_near = vec![false; words.len()];
        let mut is_part = vec![false; words.len()];
        for (start, end) in places {
            let first = words.partition_point(|word| word.3 <= start);
            let behind = words.partition_point(|word| word.2 < end);
            let window = window as usize;
            let to = (behind + window).min(words.len());
            is_near[first.saturating_sub(window)..to].fill(true);
            is_part[first..behind].fill(true);
        }
        for (at, (term, form, _, _)) in words.into_iter().enumerate() {
            if is_near[at] && !is_part[at] {
                found.positions += 1;
                *found.words.entry((term, form)).or_default() += 1;
            }
        }
    }
    found
}
