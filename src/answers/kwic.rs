//! A concordance: every occurrence of a query with its context (key word in context; Luhn, 1960).
//!
//! An occurrence is what highlighting marks: a word, a phrase, or each part of a proximity. If several clauses mark the
//! same place, it is one occurrence.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

use crate::analysis::Analyzer;
use crate::article::{Article, Key};
use crate::engine::{Hits, Request, Sort};
use crate::error::Result;
use crate::matching::Matcher;
use crate::searching::{Index, Question, Read, spelt, sweep};

/// An occurrence with its context.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Line {
    /// The article's key.
    pub key: Key,
    /// The article's date.
    pub date: Option<String>,
    /// The article's sort key, by which newer articles come first.
    pub order: i64,
    /// The article's source.
    pub source: Option<String>,
    /// The article's title.
    pub title: Option<String>,
    /// The article's language.
    pub lang: Option<String>,
    /// The text before the occurrence, with white space collapsed.
    pub left: String,
    /// The occurrence.
    pub matched: String,
    /// The text after the occurrence, with white space collapsed.
    pub right: String,
    /// Whether the occurrence is in the title instead of the body.
    pub in_title: bool,
    /// The offset of the occurrence in the title or the body, in bytes.
    pub start: usize,
}

/// A sort key of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The date, oldest first.
    Date,
    /// The date, newest first.
    Newest,
    /// The source.
    Source,
    /// The occurrence.
    Match,
    /// The word at this distance before the occurrence; 1 is the nearest.
    Left(usize),
    /// The word at this distance after the occurrence; 1 is the nearest.
    Right(usize),
}

impl By {
    /// Returns the sort key with a name: `date`, `newest`, `source`, `match`, `L1` to `L3`, or `R1` to `R3`.
    pub fn named(name: &str) -> Option<By> {
        Some(match name.to_ascii_lowercase().as_str() {
            "date" | "oldest" => By::Date,
            "newest" => By::Newest,
            "source" => By::Source,
            "match" => By::Match,
            "l1" | "left" => By::Left(1),
            "l2" => By::Left(2),
            "l3" => By::Left(3),
            "r1" | "right" => By::Right(1),
            "r2" => By::Right(2),
            "r3" => By::Right(3),
            _ => return None,
        })
    }
}

/// The summary of a concordance.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    /// The query as it was read.
    pub read: Read,
    /// The counts of articles.
    pub hits: Hits,
    /// The number of lines visited.
    pub lines: u64,
    /// The notices.
    pub notices: Vec<String>,
}

/// The minimum number of lines that are sorted at once.
const CHUNK: usize = 1 << 10;

/// Visits the occurrences until `visit` returns `false`: article by article, newest first, or in the order of `sort`.
/// `most` is the number of lines that are needed. Sorting holds no more than twice as many, and later lines are only
/// counted.
///
/// # Errors
///
/// Fails if the question is at fault, the index cannot be read, or `visit` fails.
pub fn concordance(
    index: &Index,
    question: &Question,
    width: usize,
    sort: &[By],
    most: usize,
    mut visit: impl FnMut(Line) -> Result<bool>,
) -> Result<Summary> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let oldest_first = sort == [By::Date];
    let order = if oldest_first { Sort::Oldest } else { Sort::Newest };
    let (mut hits, found) = index.engine.every(&Request { sort: order, ..read.request() })?;
    read.count_undecided(index, &mut hits)?;
    let catalogue = index.catalogue.as_ref();
    let mut incomplete = false;
    let worker = || {
        let (matcher, mut analyzer) = (Matcher::new(&read.tree), Analyzer::default());
        move |mut article: Article| {
            article.source = article.source.map(|source| spelt(catalogue, source));
            // The engine and the matcher agree on hits. An article without marks has no occurrences.
            let marks = matcher.marks(&mut analyzer, &article).unwrap_or_default();
            (marks.incomplete, lines(&article, marks.occurrences(), width))
        }
    };
    let mut count = 0;
    // Lines that already arrive in the requested order need not be held.
    let streams = sort.is_empty() || sort == [By::Newest] || oldest_first;
    let mut held = Vec::new();
    sweep(found.as_ref(), usize::MAX, worker, |(cut, lines)| {
        incomplete |= cut;
        for line in lines {
            count += 1;
            if !streams {
                held.push(line);
                if held.len() >= most.saturating_mul(2).max(CHUNK) {
                    arrange(&mut held, sort);
                    held.truncate(most);
                }
            } else if !visit(line)? {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    if !streams {
        arrange(&mut held, sort);
        held.truncate(most);
        for line in held {
            if !visit(line)? {
                break;
            }
        }
    }
    let mut notices = read.notices(index, &hits, &mut analyzer)?;
    if count == 0 && hits.total > 0 {
        notices.push(
            "the query has no word that could be shown in context; write a word: dateline kwic WORD"
                .into(),
        );
    }
    if incomplete {
        notices.push(
            "an article exceeds the limit of possible matches, so lines may be missing".into(),
        );
    }
    Ok(Summary { read, hits, lines: count, notices })
}

fn lines(
    article: &Article,
    occurrences: impl Iterator<Item = (bool, usize, usize)>,
    width: usize,
) -> Vec<Line> {
    let title = article.title.as_deref().unwrap_or_default();
    let date = article.date.map(|date| date.to_string());
    occurrences
        .map(|(in_title, start, end)| {
            let text = if in_title { title } else { article.body.as_str() };
            Line {
                key: article.key.clone(),
                date: date.clone(),
                order: article.order(),
                source: article.source.clone(),
                title: article.title.clone(),
                lang: article.lang.clone(),
                left: before(&text[..start], width),
                matched: collapsed(text[start..end].chars()),
                right: behind(&text[end..], width),
                in_title,
                start,
            }
        })
        .collect()
}

/// Replaces each run of white space with one space.
fn collapsed(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for c in chars {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

/// Returns the last `width` characters of a text. If it has to be cut, the cut is at the start of a word.
fn before(text: &str, width: usize) -> String {
    // White space may collapse, so more characters are examined than are returned.
    let from = text.char_indices().rev().nth(width * 4).map_or(0, |(at, _)| at);
    let context = collapsed(text[from..].chars());
    let cut = context.char_indices().rev().nth(width).map(|(at, c)| at + c.len_utf8());
    let Some(cut) = cut else { return context.trim_start().to_string() };
    let rest = &context[cut..];
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if in_word(context[..cut].chars().next_back()) && in_word(rest.chars().next()) {
        // In a script without spaces, there is no better place to cut.
        return rest.split_once(' ').map_or(rest, |(_, rest)| rest).to_string();
    }
    rest.trim_start().to_string()
}

/// Returns the first `width` characters of a text. If it has to be cut, the cut is at the end of a word.
fn behind(text: &str, width: usize) -> String {
    let context = collapsed(text.chars().take(width * 4 + 1));
    let Some((cut, next)) = context.char_indices().nth(width) else {
        return context.trim_end().to_string();
    };
    let rest = &context[..cut];
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if in_word(Some(next)) && in_word(rest.chars().next_back()) {
        return rest.rsplit_once(' ').map_or(rest, |(rest, _)| rest).to_string();
    }
    rest.trim_end().to_string()
}

/// Returns the word at a position, from 1, or an empty string.
fn word<'a>(mut words: impl Iterator<Item = &'a str>, number: usize) -> &'a str {
    words.nth(number - 1).unwrap_or_default()
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter(|word| !word.is_empty())
}

/// Sorts lines. Words are compared by the Unicode Collation Algorithm (UTS #10, root collation).
fn arrange(lines: &mut [Line], sort: &[By]) {
    // The root collation is compiled into the program. Without it, words are compared by code point.
    let collator: Option<CollatorBorrowed> =
        Collator::try_new(Default::default(), CollatorOptions::default()).ok();
    let collate = |a: &str, b: &str| match &collator {
        Some(collator) => collator.compare(a, b),
        None => a.cmp(b),
    };
    let compare = |by: &By, a: &Line, b: &Line| match by {
        // Lines without a date come last.
        By::Date => (a.date.is_none(), a.order).cmp(&(b.date.is_none(), b.order)),
        By::Newest => b.order.cmp(&a.order),
        By::Source => collate(
            a.source.as_deref().unwrap_or("\u{10ffff}"),
            b.source.as_deref().unwrap_or("\u{10ffff}"),
        ),
        By::Match => collate(&a.matched, &b.matched),
        By::Left(number) => {
            collate(word(words(&a.left).rev(), *number), word(words(&b.left).rev(), *number))
        }
        By::Right(number) => {
            collate(word(words(&a.right), *number), word(words(&b.right), *number))
        }
    };
    lines.sort_by(|a, b| {
        sort.iter().map(|by| compare(by, a, b)).find(|order| *order != Ordering::Equal).unwrap_or(
            b.order
                .cmp(&a.order)
                .then_with(|| a.key.cmp(&b.key))
                .then_with(|| (!a.in_title, a.start).cmp(&(!b.in_title, b.start))),
        )
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_end_at_words() {
        assert_eq!(before("one  two\nthree four ", 11), "three four ");
        assert_eq!(before("one two three four ", 8), "four ");
        assert_eq!(before("short ", 40), "short ");
        assert_eq!(behind(" one two three", 7), " one");
        assert_eq!(behind(" one two three", 8), " one two");
        assert_eq!(behind(", and\nso on", 40), ", and so on");
    }

    #[test]
    fn lines_are_sorted_as_dictionaries_are() {
        let line = |right: &str| Line {
            key: "k".into(),
            date: None,
            order: 0,
            source: None,
            title: None,
            lang: None,
            left: String::new(),
            matched: String::new(),
            right: right.into(),
            in_title: false,
            start: 0,
        };
        let mut lines: Vec<Line> = ["zebra", "Éclair", "eagle", "Apple"].map(line).into();
        arrange(&mut lines, &[By::Right(1)]);
        let sorted: Vec<&str> = lines.iter().map(|line| line.right.as_str()).collect();
        assert_eq!(sorted, ["Apple", "eagle", "Éclair", "zebra"]);
    }
}
