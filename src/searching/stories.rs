//! The stories of a part of an archive, computed from its stored articles.
//!
//! Whether an article leads a story depends only on articles of the week before it, and on whether those lead stories. So a
//! few weeks are read before the days that are asked about, and more only if they do not suffice.

use super::index::{Index, spelt};
use super::sweep::sweep;
use crate::analysis::fold;
use crate::article::{Article, Date, Key, day_number};
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::query::tree::{Bound, DateRange, Tree};
use crate::stories::{Leaders, Place, Signature};

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// The key.
    pub key: Key,
    /// The date. It is known to the day unless the article is alone.
    pub date: Option<Date>,
    /// The source, in the spelling that is shown.
    pub source: Option<String>,
}

/// A story: articles that are versions of one another, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Story {
    /// The articles.
    pub versions: Vec<Version>,
    /// The number of different sources, compared without case and accents.
    pub sources: usize,
}

impl Story {
    /// Returns a story of articles, the earliest first.
    fn of(index: &Index, mut versions: Vec<Version>) -> Story {
        let catalogue = index.catalogue.as_ref();
        for version in &mut versions {
            version.source = version.source.take().map(|source| spelt(catalogue, source));
        }
        let sources = versions.iter().flat_map(|version| &version.source);
        let mut sources: Vec<String> = sources.map(|source| fold::name(source)).collect();
        sources.sort_unstable();
        sources.dedup();
        Story { sources: sources.len(), versions }
    }

    /// Returns the story of an article that is alone.
    pub(super) fn alone(index: &Index, article: &Article) -> Story {
        Story::of(index, vec![version(article)])
    }
}

fn version(article: &Article) -> Version {
    Version { key: article.key.clone(), date: article.date, source: article.source.clone() }
}

/// Returns the day of an article that may share a story with others, which needs a date that is known to the day.
pub(super) fn day(date: Option<Date>) -> Option<i64> {
    date.filter(|date| !date.is_inexact()).map(|date| day_number(date.first_day()))
}

/// The stories of some days of an archive.
pub(super) struct Stories {
    versions: Vec<Version>,
    /// The number of the earliest article of each article's story.
    leaders: Vec<usize>,
    /// The numbers of the articles, sorted by key.
    by_key: Vec<usize>,
}

/// How many days a story may reach before or after one of its articles: the window, and four days, because the local days of
/// two articles and their order in time may differ by up to two days each.
const REACH: i64 = 11;

/// The number of days that are read before those whose stories are decided: the window, and two days for the same reason.
const BEFORE: i64 = 9;

/// How many more days are read, each time that the days read before do not suffice. Then, everything before is read.
const MORE: [i64; 4] = [0, 28, 140, 560];

impl Stories {
    /// Computes the stories of all articles of some days, with all of their articles.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub(super) fn of_days(index: &Index, first: i64, last: i64) -> Result<Stories> {
        // A story with an article of the first day may have begun a week earlier, and one with an article of the last
        // day may have later versions.
        let (first, last) = (first.saturating_sub(REACH), last.saturating_add(REACH));
        for more in MORE {
            let since = first.saturating_sub(BEFORE + more);
            if let Some(stories) = Stories::decided(index, Some(since), first, last)? {
                return Ok(stories);
            }
        }
        let decided = Stories::decided(index, None, first, last)?;
        Ok(decided.unwrap_or_else(Stories::none))
    }

    fn none() -> Stories {
        Stories { versions: Vec::new(), leaders: Vec::new(), by_key: Vec::new() }
    }

    /// Returns the stories of the articles from the day `since` on, or `None` if not all of those from `first` on can be
    /// decided.
    fn decided(
        index: &Index,
        since: Option<i64>,
        first: i64,
        last: i64,
    ) -> Result<Option<Stories>> {
        let (since_day, until) = (since.map(Bound::Day), Some(Bound::Day(last)));
        let when = DateRange { since: since_day, until, inexact: false };
        let tree = Tree::All;
        let request = Request { when, sort: Sort::Oldest, ..Request::counting(&tree) };
        let (_, matches) = index.engine.every(&request)?;
        // The local day of an instant is at most one before that of UTC.
        let complete = since.map(|day| day.saturating_add(1).saturating_mul(86_400));
        let mut leaders = Leaders::from(complete);
        let mut stories = Stories::none();
        let mut places = Vec::new();
        let worker = || {
            |article: Article| {
                let signature = day(article.date).map(|_| Signature::of(&article));
                (version(&article), signature)
            }
        };
        let mut undecided = false;
        sweep(matches.as_ref(), usize::MAX, worker, |(version, signature)| {
            let (Some(date), Some(signature)) = (version.date, signature) else { return Ok(true) };
            let place = leaders.push(date.seconds(), signature);
            undecided |=
                place == Place::Unknown && day(version.date).is_some_and(|day| day >= first);
            places.push(place);
            stories.versions.push(version);
            Ok(!undecided)
        })?;
        if undecided {
            return Ok(None);
        }
        let leader = |(number, place): (usize, &Place)| match place {
            Place::Follows(leader) => *leader,
            _ => number,
        };
        stories.leaders = places.iter().enumerate().map(leader).collect();
        stories.by_key = (0..places.len()).collect();
        stories.by_key.sort_unstable_by_key(|number| &stories.versions[*number].key);
        Ok(Some(stories))
    }

    /// Returns the number of the earliest article of an article's story, or `None` if the article is alone.
    pub(super) fn leader(&self, key: &str) -> Option<usize> {
        let key_of = |number: &usize| self.versions[*number].key.as_str();
        let found = self.by_key.binary_search_by(|number| key_of(number).cmp(key)).ok()?;
        Some(self.leaders[self.by_key[found]])
    }

    /// Returns the story that an article leads.
    pub(super) fn story(&self, index: &Index, leader: usize) -> Story {
        let of_story =
            self.leaders[leader..].iter().enumerate().filter(|(_, other)| **other == leader);
        Story::of(index, of_story.map(|(at, _)| self.versions[leader + at].clone()).collect())
    }
}

/// Returns the story of an article.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn story(index: &Index, article: &Article) -> Result<Story> {
    let Some(day) = day(article.date) else { return Ok(Story::alone(index, article)) };
    let stories = Stories::of_days(index, day, day)?;
    let leader = stories.leader(&article.key);
    Ok(leader.map_or_else(|| Story::alone(index, article), |leader| stories.story(index, leader)))
}
