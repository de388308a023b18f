//! The names of people, places and organizations that some articles mention more often than others.
//!
//! The names are found in the text of the articles ([`crate::names`]), and counted with the index: each has a query,
//! and its counts are those of this query. The log-likelihood ratio ([`Table::log_likelihood`]) compares them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Language};
use crate::answers::association::Table;
use crate::article::Article;
use crate::engine::{Articles, Matches, Request};
use crate::error::Result;
use crate::names::{Extract, Extractor, Gathering, Named};
use crate::query::tree::Tree;
use crate::searching::{Index, Question, Read, base, grouped, sweep};

mod wording;

/// A name and its counts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Name {
    /// The name, in its fullest frequent form.
    pub name: String,
    /// The forms that are joined, most frequent first.
    pub variants: Vec<String>,
    /// The query that finds them. The counts are those of this query.
    pub query: String,
    /// The number of matching articles that the query finds.
    pub articles: u64,
    /// The number of articles that the query finds among those that the matches are compared with.
    pub all: u64,
    /// The log-likelihood ratio. 0 if there is nothing to compare with.
    pub score: f64,
}

/// The names in the articles that match a question.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Names {
    /// The question as it was read.
    pub read: Read,
    /// The number of articles that match.
    pub total: u64,
    /// The number of articles that the matches are compared with, including the matches.
    pub articles: u64,
    /// The number of matching articles that were read to find names. If there are more matches, these are spread over
    /// them.
    pub examined: u64,
    /// The number of these articles in languages that do not mark names by capitals, by language code. No names are
    /// taken from them.
    pub unsupported: BTreeMap<&'static str, u64>,
    /// The names, highest score first. Without anything to compare with, those in the most articles first.
    pub names: Vec<Name>,
    /// The notices.
    pub notices: Vec<String>,
}

/// The selection of names.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The maximum number of names.
    pub limit: usize,
    /// The minimum number of matching articles that have the name.
    pub least: u64,
    /// The maximum number of articles that are read.
    pub examined: usize,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted { limit: 30, least: 2, examined: 20_000 }
    }
}

/// The number of consecutive articles in each block of a sample.
const BLOCK: usize = 64;

/// The number of names that are compared by estimated counts.
const ESTIMATED: usize = 2_000;

/// The minimum share of the articles that a query finds in which the name was found. Below it, the query mostly finds
/// the words in another sense: `Ivory` where it is part of `Ivory Coast`, `Central Bank` where it is a noun.
const APT: f64 = 0.4;

/// The number of names that are counted exactly in addition to twice the number wanted.
const SPARE: usize = 20;

/// Returns the names that distinguish the articles that match a question.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn names(index: &Index, question: &Question, wanted: &Wanted) -> Result<Names> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let (mut hits, found) = index.engine.every(&read.request())?;
    read.count_undecided(index, &mut hits)?;
    let base = base(index, question, &read)?.unwrap_or(Tree::All);
    let articles = match base {
        Tree::All => index.engine.total(),
        _ => index.count(&base)?,
    };
    let sample = Spread { matches: found.as_ref(), count: wanted.examined.min(found.len()) };
    let mut unsupported = BTreeMap::new();
    let mut gathering = Gathering::default();
    let worker = || {
        let mut extractor = Extractor::default();
        move |article: Article| extractor.read(&article)
    };
    sweep(&sample, sample.count, worker, |extract: std::result::Result<Extract, Language>| {
        match extract {
            Ok(extract) => gathering.add(extract),
            Err(language) => *unsupported.entry(language.code()).or_default() += 1,
        }
        Ok(true)
    })?;
    let named = gathering.names().names;
    let compares = hits.total < articles;
    let counts = Counts { total: hits.total, articles, examined: sample.count as u64 };
    let candidates = match compares {
        true => estimated(index, named, counts, wanted)?,
        false => named,
    };
    let mut names = Vec::new();
    for named in candidates.into_iter().take(wanted.limit.saturating_mul(2).saturating_add(SPARE)) {
        let Some(query) = wording::query(index, question, &named, &base, &mut analyzer)? else {
            continue;
        };
        let tree = read.tree.clone().and(query.tree.clone());
        let request = Request { when: read.within, ..Request::counting(&tree) };
        let part = index.engine.search(&request)?.total;
        let scale = hits.total as f64 / counts.examined.max(1) as f64;
        let is_apt = f64::from(named.articles) * scale >= APT * part as f64;
        if part < wanted.least.max(1) || !is_apt {
            continue;
        }
        let all = match compares {
            true => index.count(&base.clone().and(query.tree))?,
            false => part,
        };
        let score = if compares { counts.table(part, all).log_likelihood() } else { 0.0 };
        if compares && score <= 0.0 {
            continue;
        }
        let variants = named.variants.into_iter().map(|(text, _)| text).collect();
        let (name, query) = (named.name, query.text);
        names.push(Name { name, variants, query, articles: part, all, score });
    }
    names.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| b.articles.cmp(&a.articles))
            .then_with(|| a.name.cmp(&b.name))
    });
    names.truncate(wanted.limit);
    let mut notices = read.notices(index, &hits, &mut analyzer)?;
    if hits.total > 0 && !compares {
        notices.push(
            "the query matches every article, so there is nothing to compare with; showing the most frequent names"
                .into(),
        );
    }
    let examined = counts.examined;
    if examined < hits.total {
        notices.push(format!(
            "names were taken from {} of {} matching articles; counts cover all of them",
            grouped(examined),
            grouped(hits.total)
        ));
    }
    notices.extend(of_unsupported(&unsupported));
    Ok(Names { read, total: hits.total, articles, examined, unsupported, names, notices })
}

/// Returns the notice about articles in languages without capitals for names.
fn of_unsupported(unsupported: &BTreeMap<&'static str, u64>) -> Option<String> {
    let count: u64 = unsupported.values().sum();
    let languages: Vec<&str> = unsupported.keys().copied().collect();
    (count > 0).then(|| {
        let these = if languages.len() == 1 { "this language" } else { "these languages" };
        format!(
            "no names from {}: not supported in {these} ({})",
            crate::searching::articles(count),
            languages.join(", ")
        )
    })
}

/// The numbers of articles that names are compared in.
#[derive(Debug, Clone, Copy)]
struct Counts {
    total: u64,
    articles: u64,
    examined: u64,
}

impl Counts {
    fn table(self, part: u64, all: u64) -> Table {
        Table {
            part,
            part_size: self.total,
            rest: all.saturating_sub(part),
            rest_size: self.articles.saturating_sub(self.total),
        }
    }
}

/// Sorts names by an estimate of the log-likelihood ratio, which is made from the articles read and the number of
/// articles that have their words. Exact counts take one search per name.
fn estimated(
    index: &Index,
    named: Vec<Named>,
    counts: Counts,
    wanted: &Wanted,
) -> Result<Vec<Named>> {
    let scale = counts.total as f64 / counts.examined.max(1) as f64;
    // A name that is rare among the articles read may be frequent enough among all.
    let least = wanted.least.max(1) as f64;
    let named: Vec<Named> = named
        .into_iter()
        .filter(|named| f64::from(named.articles) * scale.max(1.0) >= least)
        .take(ESTIMATED)
        .collect();
    let mut terms: Vec<String> = named
        .iter()
        .flat_map(|named| named.variants.iter().flat_map(|(_, terms)| terms.iter().cloned()))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    if !index.engine.capabilities().counts_articles_of_words {
        // The most frequent names are then listed.
        return Ok(named);
    }
    let collection = index.engine.collection(&terms)?;
    let frequencies: FxHashMap<&str, f64> =
        terms.iter().map(String::as_str).zip(collection.frequencies).collect();
    let of_variant = |terms: &Vec<String>| {
        let of_terms = terms.iter().filter_map(|term| frequencies.get(term.as_str()));
        of_terms.copied().fold(f64::INFINITY, f64::min)
    };
    let mut scored: Vec<(f64, Named)> = named
        .into_iter()
        .map(|named| {
            let part = (f64::from(named.articles) * scale).round() as u64;
            let all = named.variants.iter().map(|(_, terms)| of_variant(terms));
            let all = all.filter(|all| all.is_finite()).fold(0.0, f64::max) as u64;
            (counts.table(part, all.max(part)).log_likelihood(), named)
        })
        .collect();
    // Equal scores keep the order by the number of articles.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(scored.into_iter().map(|(_, named)| named).collect())
}

/// Some of the matches, in blocks that are spread evenly.
struct Spread<'m> {
    matches: &'m dyn Matches,
    count: usize,
}

impl Spread<'_> {
    /// Returns the position among all matches.
    fn position(&self, at: usize) -> usize {
        let blocks = self.count.div_ceil(BLOCK).max(1);
        let (block, within) = (at / BLOCK, at % BLOCK);
        let spare = self.matches.len() - self.count;
        // The blocks keep their order, and the matches left out are divided among the gaps between them.
        block * BLOCK + within + spare * block / blocks
    }
}

impl Matches for Spread<'_> {
    fn len(&self) -> usize {
        self.count
    }

    fn articles(&self) -> Result<Box<dyn Articles + '_>> {
        Ok(Box::new(SpreadReader { spread: self, articles: self.matches.articles()? }))
    }
}

struct SpreadReader<'s> {
    spread: &'s Spread<'s>,
    articles: Box<dyn Articles + 's>,
}

impl Articles for SpreadReader<'_> {
    fn read(&mut self, position: usize) -> Result<Article> {
        self.articles.read(self.spread.position(position))
    }
}
