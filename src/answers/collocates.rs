//! Collocates: words that occur near a query more often than chance predicts.
//!
//! A position within the window on either side of an occurrence counts once, even if it is near several occurrences.
//! The occurrences themselves do not count. Frequencies are compared with those of the whole archive.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Language, around};
use crate::answers::association::Table;
use crate::article::Article;
use crate::error::Result;
use crate::matching::Matcher;
use crate::searching::{Index, Question, Read, sweep_into};

/// A word near the occurrences of a query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Collocate {
    /// The word, in its most frequent form near the occurrences.
    pub word: String,
    /// The forms near the occurrences that are counted as this word, most frequent first.
    pub forms: Vec<String>,
    /// Its term in the index.
    pub term: String,
    /// Its frequency near the occurrences.
    pub near: u64,
    /// The word's total frequency in the archive.
    pub all: u64,
    /// The log-likelihood ratio. Negative if the word is rarer near the occurrences than elsewhere.
    pub log_likelihood: f64,
    /// The mutual information, in bits.
    pub mutual_information: f64,
}

/// The collocates of a query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Collocation {
    /// The question as it was read.
    pub read: Read,
    /// The number of articles that match.
    pub total: u64,
    /// The number of occurrences.
    pub occurrences: u64,
    /// The number of positions near them.
    pub positions: u64,
    /// The collocates, highest log-likelihood ratio first.
    pub collocates: Vec<Collocate>,
    /// The notices.
    pub notices: Vec<String>,
}

/// The counts of some articles, including how often each printed form is near an occurrence, by the language of the
/// article.
#[derive(Default)]
struct Near {
    occurrences: u64,
    positions: u64,
    words: HashMap<Language, FxHashMap<String, u64>>,
}

/// Returns the words that occur at least `least` times within `window` positions of an occurrence of the query.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn collocation(
    index: &Index,
    question: &Question,
    window: u32,
    least: u64,
    limit: usize,
) -> Result<Collocation> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let (mut hits, found) = index.engine.every(&read.request())?;
    read.count_undecided(index, &mut hits)?;
    let worker = || {
        let (matcher, mut analyzer) = (Matcher::new(&read.tree), Analyzer::default());
        move |near: &mut Near, _: usize, article: Article| {
            near.add(&matcher, &mut analyzer, &article, window as usize);
        }
    };
    let with_keys = Matcher::new(&read.tree).depends_on_keys();
    let mut all = Near::default();
    let mut terms: HashMap<String, (u64, BTreeMap<String, u64>)> = HashMap::new();
    for near in sweep_into(found.as_ref(), with_keys, worker)? {
        all.occurrences += near.occurrences;
        all.positions += near.positions;
        for (language, words) in near.words {
            for (form, count) in words {
                let term = analyzer.term(language, &form).to_string();
                let (sum, forms) = terms.entry(term).or_default();
                *sum += count;
                *forms.entry(form.to_lowercase()).or_default() += count;
            }
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
            let (count, forms) = terms.remove(&term)?;
            let mut forms: Vec<(u64, String)> =
                forms.into_iter().map(|(form, count)| (count, form)).collect();
            forms.sort_by(|a, b| b.cmp(a));
            let forms: Vec<String> = forms.into_iter().map(|(_, form)| form).collect();
            let table = Table {
                part: count,
                part_size: all.positions,
                rest: everywhere.saturating_sub(count),
                rest_size: size.saturating_sub(all.positions),
            };
            Some(Collocate {
                word: forms.first()?.clone(),
                forms,
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

impl Near {
    /// Adds the counts of an article.
    fn add(
        &mut self,
        matcher: &Matcher,
        analyzer: &mut Analyzer,
        article: &Article,
        window: usize,
    ) {
        // The engine and the matcher agree on hits. An article without marks has no occurrences.
        let marks = matcher.marks(analyzer, article).unwrap_or_default();
        let title = article.title.as_deref().unwrap_or_default();
        let words = self.words.entry(Language::of_article(article)).or_default();
        for (in_title, text) in [(true, title), (false, article.body.as_str())] {
            let places = marks.occurrences().filter(|place| place.0 == in_title);
            let places = places.map(|(_, start, end)| (start, end));
            let places = places.inspect(|_| self.occurrences += 1);
            around(text, places, window, |form| {
                self.positions += 1;
                match words.get_mut(form) {
                    Some(count) => *count += 1,
                    None => {
                        words.insert(form.to_string(), 1);
                    }
                }
            });
        }
    }
}
