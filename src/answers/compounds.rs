//! Words of several characters in scripts without spaces between words, where the index has a term per character.
//!
//! A character that distinguishes some articles is shown as the sequence that most of its occurrences are part of, with
//! the exact counts of that sequence: `消防` for `消`.

use rustc_hash::FxHashMap;

use super::association::Table;
use crate::analysis::{Analyzer, Event, Language, Stem, is_character};
use crate::article::Article;
use crate::engine::Request;
use crate::error::Result;
use crate::query::tree::{Text, Tree, Word};
use crate::query::{self, Reading};
use crate::searching::{Index, Question, Read};

/// The number of articles in which the neighbors of a character are counted.
const EXAMINED: usize = 20;
/// The length of the longest sequence, in characters.
const LONGEST: usize = 4;
/// The least share of a sequence's occurrences that the longer sequence has: of one character, and of several.
const OF_CHARACTER: f64 = 0.4;
const OF_SEQUENCE: f64 = 0.8;

/// A sequence of characters, with its counts.
pub struct Sequence {
    /// The characters.
    pub text: String,
    /// The number of matching articles that have it.
    pub articles: u64,
    /// The number of articles that have it among those that are compared with.
    pub all: u64,
    /// The log-likelihood ratio.
    pub score: f64,
}

/// What sequences are counted in.
pub struct Counting<'a> {
    pub index: &'a Index,
    pub question: &'a Question,
    pub read: &'a Read,
    /// Matches the articles that are compared with; `None` for all.
    pub base: Option<&'a Tree>,
    /// The number of articles found.
    pub found: u64,
    /// The number of articles compared with.
    pub compared: u64,
}

impl Counting<'_> {
    /// Counts the articles that have a sequence. Returns `None` if they are not more frequent among the articles found.
    pub fn counted(&self, text: String, analyzer: &mut Analyzer) -> Result<Option<Sequence>> {
        let languages = self.index.engine.languages()?.to_vec();
        let reading = Reading { now: self.question.now, any: false, strict: false, languages };
        let Ok(query) = query::parse(&format!("\"{text}\""), &reading, analyzer) else {
            return Ok(None);
        };
        let tree = self.read.tree.clone().and(query.tree.clone());
        let request = Request { when: self.read.within, ..Request::counting(&tree) };
        let articles = self.index.engine.search(&request)?.total;
        let all = self.index.count(&self.base.cloned().unwrap_or(Tree::All).and(query.tree))?;
        let table = Table {
            part: articles,
            part_size: self.found,
            rest: all.saturating_sub(articles),
            rest_size: self.compared.saturating_sub(self.found),
        };
        let score = table.log_likelihood();
        Ok((score > 0.0).then_some(Sequence { text, articles, all, score }))
    }
}

/// Returns the sequence that most occurrences of a character are part of, in some of the articles found.
pub fn sequence(
    index: &Index,
    read: &Read,
    character: &str,
    analyzer: &mut Analyzer,
) -> Result<Option<String>> {
    let word = Tree::Text(Text::of_word(character, Word::Stems(vec![Stem::of_any(character)])));
    let tree = read.tree.clone().and(word);
    let request = Request { when: read.within, limit: EXAMINED, ..Request::counting(&tree) };
    let mut runs: Vec<Vec<String>> = Vec::new();
    for hit in index.engine.search(&request)?.hits {
        characters(&hit.article, analyzer, &mut runs);
    }
    Ok(longest(&runs, character))
}

/// Adds the runs of adjacent characters in an article.
fn characters(article: &Article, analyzer: &mut Analyzer, runs: &mut Vec<Vec<String>>) {
    for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
        let mut last = None;
        analyzer.analyse(Language::of_article(article), text, |event| {
            let Event::Token(token) = event else { return };
            if token.again || !is_character(token.term) {
                return;
            }
            if last != Some(token.start) || runs.is_empty() {
                runs.push(Vec::new());
            }
            last = Some(token.end);
            if let Some(run) = runs.last_mut() {
                run.push(token.term.to_string());
            }
        });
    }
}

/// Extends a character to the left and right as long as most occurrences are part of the longer sequence.
fn longest(runs: &[Vec<String>], character: &str) -> Option<String> {
    // Each occurrence: its run, and the range of the sequence in it.
    let mut places: Vec<(&[String], usize, usize)> = Vec::new();
    for run in runs {
        let here = run.iter().enumerate().filter(|(_, term)| *term == character);
        places.extend(here.map(|(at, _)| (run.as_slice(), at, at + 1)));
    }
    let mut length = 1;
    while length < LONGEST {
        let mut counts: FxHashMap<(bool, &str), usize> = FxHashMap::default();
        for (run, start, end) in &places {
            if let Some(before) = start.checked_sub(1).map(|at| run[at].as_str()) {
                *counts.entry((true, before)).or_default() += 1;
            }
            if let Some(after) = run.get(*end) {
                *counts.entry((false, after.as_str())).or_default() += 1;
            }
        }
        let best = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        let least = if length == 1 { OF_CHARACTER } else { OF_SEQUENCE };
        let Some(((is_before, term), _)) =
            best.filter(|(_, count)| *count > 1 && *count as f64 >= least * places.len() as f64)
        else {
            break;
        };
        let term = term.to_string();
        places.retain(|(run, start, end)| match is_before {
            true => *start > 0 && run[start - 1] == term,
            false => run.get(*end).is_some_and(|after| *after == term),
        });
        for (_, start, end) in &mut places {
            if is_before { *start -= 1 } else { *end += 1 }
        }
        length += 1;
    }
    let (run, start, end) = places.first()?;
    (length > 1).then(|| run[*start..*end].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_grows_to_what_most_of_its_occurrences_are_part_of() {
        let text = "消防队员救火。消防车来了。消防员说话。水火无情，火车晚点。";
        let (mut analyzer, mut runs) = (Analyzer::default(), Vec::new());
        characters(&Article::of("", text), &mut analyzer, &mut runs);
        for (character, wanted) in
            [("消", Some("消防")), ("防", Some("消防")), ("火", None), ("话", None)]
        {
            assert_eq!(longest(&runs, character).as_deref(), wanted, "{character}");
        }
        assert_eq!(longest(&[], "消"), None);
    }
}
