//! Keywords: words that distinguish some articles from all others, and the bursts of each month.
//!
//! A word counts once per article. The log-likelihood ratio ([`Table::log_likelihood`]) measures how unlikely its
//! frequency is by chance. Every word of the archive is considered.

use std::collections::{BTreeMap, HashMap};

use crate::analysis::{Analyzer, Event, Language, Stem};
use crate::answers::association::Table;
use crate::answers::timeline::Interval;
use crate::article::day_from_number;
use crate::engine::{Engine, Request, Vocabulary};
use crate::error::Result;
use crate::query::tree::{Text, Tree, Word};
use crate::searching::{Index, Question, Read};

/// A word that distinguishes a part.
#[derive(Debug, Clone)]
pub struct Key {
    /// The word, in its most frequent form.
    pub word: String,
    /// Its term in the index.
    pub term: String,
    /// The number of articles of the part that have it.
    pub articles: u64,
    /// The number of articles of the whole that have it: of the archive, or for a period, of all hits with a period.
    pub all: u64,
    /// The log-likelihood ratio.
    pub score: f64,
}

/// The keywords of a query.
#[derive(Debug, Clone)]
pub struct Keyness {
    /// The question as it was read.
    pub read: Read,
    /// The number of articles that match.
    pub total: u64,
    /// The number of articles of the archive.
    pub articles: u64,
    /// The keywords of all hits (one part without a name), or of each period that has any, in order.
    pub parts: Vec<(Option<String>, Vec<Key>)>,
    /// The notices.
    pub notices: Vec<String>,
}

/// The number of articles in which the most frequent form of a word is determined.
const LOOKED_AT: usize = 5;

/// Returns the words that distinguish the articles of a question from all others, the highest ratio first.
pub fn terms(index: &Index, question: &Question, limit: usize, least: u64) -> Result<Keyness> {
    found(index, question, limit, least, None)
}

/// Returns the words that distinguish each period of the articles of a question from the other periods.
pub fn bursts(
    index: &Index,
    question: &Question,
    limit: usize,
    least: u64,
    interval: Interval,
) -> Result<Keyness> {
    found(index, question, limit, least, Some(interval))
}

fn found(
    index: &Index,
    question: &Question,
    limit: usize,
    least: u64,
    interval: Option<Interval>,
) -> Result<Keyness> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let mut periods: BTreeMap<String, usize> = BTreeMap::new();
    let (hits, days) = index.engine.days(&read.request())?;
    if let Some(interval) = interval {
        for day in days.days.keys().filter_map(|day| day_from_number(*day)) {
            let next = periods.len();
            periods.entry(interval.label(interval.start(day))).or_insert(next);
        }
    }
    let groups = if interval.is_some() { periods.len() } else { 1 };
    let group = |day: Option<i64>| match interval {
        None => Some(0),
        Some(interval) => {
            let start = interval.start(day.and_then(day_from_number)?);
            periods.get(&interval.label(start)).copied()
        }
    };
    let mut own = Vec::new();
    add_stems(&read.query.tree, &mut own);
    let mut best: Vec<Vec<Key>> = vec![Vec::new(); groups];
    let spread = index.engine.spread(&read.request(), groups, &group, &mut |term, counts| {
        // What is asked for distinguishes nothing.
        if own.iter().any(|stem| stem == term) {
            return;
        }
        // Within the hits, a period is held against the other periods; the whole against all others.
        let of_all = counts.of_parts.iter().sum::<u64>();
        for (part, count) in counts.of_parts.iter().enumerate().filter(|(_, it)| **it >= least) {
            let (rest, rest_size) = match interval {
                Some(_) => (
                    of_all - count,
                    counts.part_sizes.iter().sum::<u64>() - counts.part_sizes[part],
                ),
                None => (counts.rest, counts.rest_size),
            };
            let part_size = counts.part_sizes[part];
            let table = Table { part: *count, part_size, rest, rest_size };
            let score = table.log_likelihood();
            if score > 0.0 {
                // What the score holds the part against, and the part.
                let all = count + rest;
                let (word, term) = (String::new(), term.to_string());
                keep(&mut best[part], Key { word, term, articles: *count, all, score }, limit);
            }
        }
    });
    spread?;
    let mut shown = HashMap::new();
    for key in best.iter_mut().flatten() {
        key.word = match shown.get(&key.term) {
            Some(word) => String::clone(word),
            None => {
                let word = form(index, &read, &key.term, &mut analyzer)?;
                shown.insert(key.term.clone(), word.clone());
                word
            }
        };
    }
    let mut names: Vec<Option<String>> = vec![None; groups];
    for (name, at) in periods {
        names[at] = Some(name);
    }
    let mut parts: Vec<_> = names.into_iter().zip(best).collect();
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    let notices = read.notices(index, &hits, &mut analyzer)?;
    Ok(Keyness { total: hits.total, articles: index.engine.total(), parts, notices, read })
}

/// Keeps the words with the highest ratios, sorted.
fn keep(best: &mut Vec<Key>, key: Key, limit: usize) {
    let before = |other: &Key| {
        other.score.total_cmp(&key.score).reverse().then_with(|| other.term.cmp(&key.term)).is_lt()
    };
    let at = best.partition_point(before);
    if at < limit {
        best.insert(at, key);
        best.truncate(limit);
    }
}

fn add_stems(tree: &Tree, stems: &mut Vec<String>) {
    match tree {
        Tree::Text(text) => {
            for slot in &text.slots {
                if let Word::Stems(found) | Word::Exact(_, found) = &slot.word {
                    stems.extend(found.iter().map(|stem| stem.term.clone()));
                }
            }
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().for_each(|tree| add_stems(tree, stems));
        }
        Tree::Near(near) => {
            add_stems(&near.left, stems);
            add_stems(&near.right, stems);
        }
        Tree::AtLeast(_, tree) => add_stems(tree, stems),
        _ => {}
    }
}

/// Returns the most frequent form of a term in some of the hits that have it.
fn form(index: &Index, read: &Read, term: &str, analyzer: &mut Analyzer) -> Result<String> {
    let word = Tree::Text(Text::of_word(term, Word::Stems(vec![Stem::of_any(term)])));
    let tree = read.tree.clone().and(word);
    let request = Request { when: read.within, limit: LOOKED_AT, ..Request::counting(&tree) };
    let mut forms: HashMap<String, usize> = HashMap::new();
    for hit in index.engine.search(&request)?.hits {
        let article = hit.article;
        let language = Language::of_article(&article);
        for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
            analyzer.analyse(language, text, |event| {
                if let Event::Token(token) = event
                    && token.term == term
                {
                    *forms.entry(token.form.to_lowercase()).or_default() += 1;
                }
            });
        }
    }
    let best = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    Ok(best.map_or_else(|| term.to_string(), |(form, _)| form))
}
