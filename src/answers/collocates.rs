//! Collocates: words that occur near a query more often than chance predicts.
//!
//! A position within the window on either side of an occurrence counts once, even if it is near several occurrences.
//! The occurrences themselves do not count. Frequencies are compared with those of the whole archive.

use std::collections::HashMap;

use crate::analysis::{Analyzer, Beginnings, Language};
use crate::answers::association::Table;
use crate::article::Article;
use crate::error::Result;
use crate::matching::Matcher;
use crate::searching::{Index, Question, Read, sweep};

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

/// The counts of an article, including the frequency of each form of each term near an occurrence.
#[derive(Default)]
struct Near {
    occurrences: u64,
    positions: u64,
    words: HashMap<(String, String), u64>,
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
        move |article: Article| near(&matcher, &mut analyzer, &article, window)
    };
    let mut all = Near::default();
    sweep(found.as_ref(), usize::MAX, worker, |near| {
        all.occurrences += near.occurrences;
        all.positions += near.positions;
        for (word, count) in near.words {
            *all.words.entry(word).or_default() += count;
        }
        Ok(true)
    })?;
    let mut terms: HashMap<String, (u64, Vec<(u64, String)>)> = HashMap::new();
    for ((term, form), count) in all.words {
        let (sum, forms) = terms.entry(term).or_default();
        *sum += count;
        forms.push((count, form));
    }
    terms.retain(|_, (count, _)| *count >= least);
    let mut names: Vec<String> = terms.keys().cloned().collect();
    names.sort_unstable();
    let (everywhere, size) = index.engine.occurrences(&names)?;
    let mut collocates: Vec<Collocate> = names
        .into_iter()
        .zip(everywhere)
        .filter_map(|(term, everywhere)| {
            let (count, mut forms) = terms.remove(&term)?;
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

/// The word at a position: its byte range in the text, and where its form ends in a string of all forms.
struct Placed {
    start: usize,
    end: usize,
    form: usize,
}

fn near(matcher: &Matcher, analyzer: &mut Analyzer, article: &Article, window: u32) -> Near {
    let mut found = Near::default();
    // The engine and the matcher agree on hits. An article without marks has no occurrences.
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
        let (mut words, mut forms): (Vec<Placed>, String) = Default::default();
        // Only words near an occurrence need a term.
        analyzer.tokens_for(language, text, &Beginnings::none(), |token| {
            if !token.again {
                forms.push_str(token.form);
                words.push(Placed { start: token.start, end: token.end, form: forms.len() });
            }
        });
        let mut is_near = vec![false; words.len()];
        let mut is_part = vec![false; words.len()];
        for (start, end) in places {
            let first = words.partition_point(|word| word.end <= start);
            let behind = words.partition_point(|word| word.start < end);
            let window = window as usize;
            let to = (behind + window).min(words.len());
            is_near[first.saturating_sub(window)..to].fill(true);
            is_part[first..behind].fill(true);
        }
        let mut from = 0;
        for (at, word) in words.iter().enumerate() {
            if is_near[at] && !is_part[at] {
                found.positions += 1;
                let form = &forms[from..word.form];
                let term = analyzer.term(language, form).to_string();
                *found.words.entry((term, form.to_lowercase())).or_default() += 1;
            }
            from = word.form;
        }
    }
    found
}
