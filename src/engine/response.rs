//! What an engine answers.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::request::FacetKind;
use crate::article::Article;

/// The answer to a request.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The number of articles that match.
    pub total: u64,
    /// The number of matches without a date.
    pub undated: u64,
    /// The number of matches that are known only to the month or the year.
    pub imprecise: u64,
    /// The number of undated articles that match the query, which the date range leaves out.
    pub undated_excluded: u64,
    /// The number of articles left out because the date range covers only a part of what their date may mean.
    pub overlapping: u64,
    /// Whether the counts are exact.
    pub exactness: Exactness,
    /// Words typed in capitals whose capital form ranks first.
    pub capitals: Vec<String>,
    /// The hits of the page.
    pub hits: Vec<Hit>,
    /// The facets of the request.
    pub facets: Vec<Facet>,
}

/// Whether the counts of an answer are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exactness {
    /// They are exact.
    #[default]
    Exact,
    /// An article has more possible matches than are examined, so the counts may be off.
    Limited,
}

impl Exactness {
    /// Returns the exactness of counts, given whether an article exceeded the limit of possible matches.
    pub fn of(exceeded: bool) -> Exactness {
        if exceeded { Exactness::Limited } else { Exactness::Exact }
    }

    /// Returns whether the counts are exact.
    pub fn is_exact(self) -> bool {
        self == Exactness::Exact
    }
}

/// An article found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The article.
    pub article: Article,
    /// Its score. `None` if hits are sorted by date.
    pub score: Option<f32>,
}

/// Facts about a commit of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The version of `index-schema/article.toml` that the index was built with.
    pub schema: u32,
    /// The version of the analysis.
    pub analysis: u8,
    /// The version of dateline that wrote the commit.
    pub written_by: String,
    /// The number of segments.
    pub segments: usize,
    /// The size of the index, in bytes.
    pub bytes: u64,
}

/// A facet, counted over all matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The kind of the facet.
    pub kind: FacetKind,
    /// Each value and the number of its articles: by count for names, in order for dates.
    pub values: Vec<(String, u64)>,
    /// The number of articles without a value (no source, no language, no date).
    pub without: u64,
    /// The number of articles whose date is coarser than the facet.
    pub coarser: u64,
    /// The number of values that were left out.
    pub beyond: usize,
}

impl Facet {
    /// Keeps the `limit` values with the most articles, without changing their order.
    pub fn keep(&mut self, limit: usize) {
        if self.values.len() <= limit {
            return;
        }
        let mut counts: Vec<(u64, usize)> =
            self.values.iter().enumerate().map(|(at, value)| (value.1, at)).collect();
        counts.sort_by_key(|(count, at)| (Reverse(*count), *at));
        let kept: HashSet<usize> = counts[..limit].iter().map(|(_, at)| *at).collect();
        self.beyond = self.values.len() - limit;
        let mut at = 0;
        self.values.retain(|_| {
            at += 1;
            kept.contains(&(at - 1))
        });
    }
}

/// The number of matches per day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// The number of articles per day, by the number of the day (`article::day_number`). Only articles whose date is
    /// known to the day are counted.
    pub days: BTreeMap<i64, u64>,
    /// The number of articles known only to the month or the year.
    pub imprecise: u64,
    /// The number of articles without a date.
    pub undated: u64,
}

impl Days {
    /// Returns the number of all matches.
    pub fn total(&self) -> u64 {
        self.days.values().sum::<u64>() + self.imprecise + self.undated
    }

    /// Adds the matches of `more`.
    pub(crate) fn add(&mut self, more: Days) {
        for (day, count) in more.days {
            *self.days.entry(day).or_default() += count;
        }
        self.imprecise += more.imprecise;
        self.undated += more.undated;
    }
}

/// The matches that have a value of a field, by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueDays {
    /// The value. `None` for articles without one.
    pub value: Option<String>,
    /// Their days.
    pub days: Days,
}

/// A word that a pattern matches, or an inflection of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The word, folded.
    pub word: String,
    /// The number of articles that have the word. If a pattern matches it and it is its own stem, articles with any
    /// inflection of it count.
    pub articles: u64,
}

/// Document frequencies of a word, in each part of the matches and in the articles they are compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of articles of each part that have the word.
    pub of_parts: Vec<u64>,
    /// The parts that have the word, in any order.
    pub parts: Vec<usize>,
    /// The number of articles of each part.
    pub part_sizes: Vec<u64>,
    /// The number of articles of all parts.
    pub all_sizes: u64,
    /// The number of other articles that have the word.
    pub rest: u64,
    /// The number of other articles.
    pub rest_size: u64,
}
