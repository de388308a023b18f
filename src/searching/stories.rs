//! The stories of a part of an archive, computed from its stored articles.
//!
//! Whether an article leads a story depends only on articles of the week before it, and on whether those lead stories.
//! So a few weeks before the requested days are read, and more only if these are not enough to decide.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::index::{Index, spelt};
pub use super::story_part::Version;
use super::story_part::{StoryPart, day};
use super::sweep::sweep;
use crate::analysis::fold;
use crate::article::Article;
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::query::tree::{Bound, DateRange, Tree};
use crate::stories::{Leaders, Place, Signature};

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

    /// Returns the story of an article without other versions.
    pub(super) fn alone(index: &Index, article: &Article) -> Story {
        Story::of(index, vec![version(article)])
    }
}

fn version(article: &Article) -> Version {
    Version::new(article.key.clone(), article.date, article.source.clone())
}

/// The maximum number of days that a story extends before or after one of its articles: the window, and four days,
/// because the local days of two articles and their order in time may differ by up to two days each.
const REACH: i64 = 11;

/// The number of days that are read before those whose stories are decided: the window, and two days for the same
/// reason.
const BEFORE: i64 = 9;

/// The sizes, in days, of successive extensions when the days read so far are not enough. After the last, everything
/// earlier is read.
const MORE: [i64; 4] = [0, 28, 140, 560];

/// Days that are closer together are read together, because the weeks before and after them overlap.
const APART: i64 = 40;

/// Days, and the stories of all of their articles.
pub(super) type DaysRead = (RangeInclusive<i64>, Arc<StoryPart>);

/// Returns the stories of all articles of some days, with all of their articles. Days that were read before are not
/// read again.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub(super) fn of_days(index: &Index, mut days: Vec<i64>) -> Result<Vec<DaysRead>> {
    days.sort_unstable();
    let parts = days.chunk_by(|a, b| b - a <= APART);
    let parts = parts.filter_map(|part| Some(*part.first()?..=*part.last()?));
    let read = parts.map(|days| {
        let part = match index.stories.find(&days) {
            Some(known) => known,
            None => {
                let part = Arc::new(read_days(index, *days.start(), *days.end())?);
                index.stories.add(days.clone(), &part);
                part
            }
        };
        Ok((days, part))
    });
    read.collect()
}

fn read_days(index: &Index, first: i64, last: i64) -> Result<StoryPart> {
    // A story with an article of the first day may have begun a week earlier, and one with an article of the last
    // day may have later versions.
    let (first, last) = (first.saturating_sub(REACH), last.saturating_add(REACH));
    for more in MORE {
        let since = first.saturating_sub(BEFORE + more);
        if let Some(part) = decided(index, Some(since), first, last)? {
            return Ok(part);
        }
    }
    let part = decided(index, None, first, last)?;
    Ok(part.unwrap_or_else(|| StoryPart::new(Vec::new(), Vec::new(), Vec::new())))
}

/// Returns the stories of the articles from the day `since` on, or `None` if not all of those from `first` on can be
/// decided.
fn decided(index: &Index, since: Option<i64>, first: i64, last: i64) -> Result<Option<StoryPart>> {
    let (since_day, until) = (since.map(Bound::Day), Some(Bound::Day(last)));
    let when = DateRange { since: since_day, until, inexact: false };
    let tree = Tree::All;
    let request = Request { when, sort: Sort::Oldest, ..Request::counting(&tree) };
    let (_, matches) = index.engine.every(&request)?;
    // The local day of an instant is at most one before that of UTC.
    let complete = since.map(|day| day.saturating_add(1).saturating_mul(86_400));
    let mut leaders = Leaders::from(complete);
    let (mut versions, mut orders, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let worker = || {
        |article: Article| {
            let signature = day(article.date).map(|_| Signature::of(&article));
            (version(&article), article.order(), signature)
        }
    };
    let mut undecided = false;
    sweep(matches.as_ref(), usize::MAX, worker, |(version, order, signature)| {
        let (Some(date), Some(signature)) = (version.date, signature) else { return Ok(true) };
        let place = leaders.push(date.seconds(), signature);
        undecided |= place == Place::Unknown && day(version.date).is_some_and(|day| day >= first);
        places.push(place);
        versions.push(version);
        orders.push(order);
        Ok(!undecided)
    })?;
    if undecided {
        return Ok(None);
    }
    let leader = |(number, place): (usize, &Place)| match place {
        Place::Follows(leader) => *leader,
        _ => number,
    };
    let leaders = places.iter().enumerate().map(leader).collect();
    Ok(Some(StoryPart::new(versions, orders, leaders)))
}

/// Returns the story that an article leads.
pub(super) fn led_by(index: &Index, part: &StoryPart, leader: usize) -> Story {
    Story::of(index, part.story(leader))
}

/// Returns the story of an article.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn story(index: &Index, article: &Article) -> Result<Story> {
    let Some(day) = day(article.date) else { return Ok(Story::alone(index, article)) };
    let read = of_days(index, vec![day])?;
    let mut places = read.iter().filter_map(|(_, part)| Some((part, part.leader(&article.key)?)));
    Ok(match places.next() {
        Some((part, leader)) => led_by(index, part, leader),
        None => Story::alone(index, article),
    })
}
