//! The stories of a part of an archive, computed from its stored articles.
//!
//! Whether an article leads a story depends only on articles of the week before it, and on whether those lead stories.
//! So a few weeks before the requested days are read, and more only if these are not enough to decide.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::index::{Index, spelt};
use super::remembered_stories::KEPT;
pub use super::story_part::Version;
use super::story_part::{Decided, StoryPart, day};
use super::sweep::sweep;
use crate::analysis::fold;
use crate::article::Article;
use crate::engine::{Request, Sort};
use crate::error::{Error, Kind, Result};
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

/// The number of days that have to be decided, so that a search can go on from the last of them: the days that are read
/// before it, and two more for the same reason.
const LEAST: i64 = BEFORE + 2;

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
/// Fails if the index cannot be read. If the time limit is over, the days that were decided are remembered.
pub(super) fn of_days(index: &Index, mut days: Vec<i64>) -> Result<Vec<DaysRead>> {
    days.sort_unstable();
    let parts = days.chunk_by(|a, b| b - a <= APART);
    let parts = parts.filter_map(|part| Some(*part.first()?..=*part.last()?));
    let read = parts.map(|days| {
        // A story with an article of the first day may have begun a week earlier, and one with an article of the last
        // day may have later versions.
        let reached = days.start().saturating_sub(REACH)..=days.end().saturating_add(REACH);
        let part = match index.stories.find(&reached) {
            Some(known) => known,
            None => read_days(index, reached)?,
        };
        Ok((days, part))
    });
    read.collect()
}

/// Decides the stories of the articles of some days, and remembers them.
fn read_days(index: &Index, days: RangeInclusive<i64>) -> Result<Arc<StoryPart>> {
    let begun = index.stories.begun(&days, LEAST);
    if let Some((known, part)) = begun {
        // All articles of earlier instants are of the known days.
        let second = known.end().saturating_mul(86_400);
        let window = Window {
            since: Some(known.end().saturating_sub(BEFORE)),
            first: *known.start(),
            last: *days.end(),
            known: Some((second, part.as_ref())),
        };
        if let Some(part) = decided(index, &window)? {
            return Ok(remember(index, window.first..=window.last, part));
        }
    }
    let (first, last) = (*days.start(), *days.end());
    let mores = MORE.map(|more| Some(first.saturating_sub(BEFORE + more)));
    for since in mores.into_iter().chain([None]) {
        let window = Window { since, first, last, known: None };
        if let Some(part) = decided(index, &window)? {
            return Ok(remember(index, days, part));
        }
    }
    Ok(Arc::new(StoryPart::new(Decided::default())))
}

fn remember(index: &Index, days: RangeInclusive<i64>, decided: Decided) -> Arc<StoryPart> {
    let part = Arc::new(StoryPart::new(decided));
    index.stories.add(days, &part);
    part
}

/// What is read to decide the stories of some days.
struct Window<'p> {
    /// The first day that is read, or all days before.
    since: Option<i64>,
    /// The first and the last day of the articles that are decided.
    first: i64,
    last: i64,
    /// The second before which all articles from the first day on are known, and their stories.
    known: Option<(i64, &'p StoryPart)>,
}

/// Returns the stories of the articles of a window, or `None` if not all of those from its first day on can be decided.
/// If the time limit is over, remembers those that are decided.
fn decided(index: &Index, window: &Window) -> Result<Option<Decided>> {
    let (since, until) = (window.since.map(Bound::Day), Some(Bound::Day(window.last)));
    let when = DateRange { since, until, inexact: false };
    let tree = Tree::All;
    let request = Request { when, sort: Sort::Oldest, ..Request::counting(&tree) };
    let (_, matches) = index.engine.every(&request)?;
    let mut decided =
        window.known.map_or_else(Decided::default, |(second, part)| part.before(second));
    let mut leaders = match window.known {
        Some(_) => Leaders::after(decided.versions.len()),
        // The local day of an instant is at most one before that of UTC.
        None => Leaders::from(window.since.map(|day| day.saturating_add(1).saturating_mul(86_400))),
    };
    let worker = || {
        |article: Article| {
            let signature = day(article.date).map(|_| Signature::of(&article));
            (version(&article), article.order(), signature)
        }
    };
    let (mut undecided, mut through) = (false, i64::MIN);
    let swept = sweep(matches.as_ref(), usize::MAX, worker, |(version, order, signature)| {
        let (Some(date), Some(signature)) = (version.date, signature) else { return Ok(true) };
        let seconds = date.seconds();
        if let Some((_, part)) = window.known.filter(|(second, _)| seconds < *second) {
            if let Some(number) = part.number(&version.key)
                && part.leader(&version.key) == Some(number)
            {
                leaders.push_leader(number, seconds, signature);
            }
            return Ok(true);
        }
        let number = decided.versions.len();
        let place = leaders.push(seconds, signature);
        undecided |=
            place == Place::Unknown && day(version.date).is_some_and(|it| it >= window.first);
        decided.leaders.push(match place {
            Place::Follows(leader) => leader as u32,
            _ => number as u32,
        });
        decided.versions.push(version);
        decided.orders.push(order);
        // All articles of a local day are before the end of the next day of UTC.
        through = seconds.div_euclid(86_400).saturating_sub(2);
        index.budget().keep(is_worth_keeping(window, through, &decided));
        Ok(!undecided)
    });
    let is_over = |error: &Error| matches!(error.kind, Kind::Timeout | Kind::Cancelled);
    if swept.as_ref().is_err_and(is_over) && is_worth_keeping(window, through, &decided) {
        remember(index, window.first..=through, decided);
        return Err(swept.err().filter(|error| error.kind == Kind::Cancelled).unwrap_or_else(
            || {
                Error::new(Kind::Timeout, "finding the stories takes longer than a search may")
                    .hint("try again, which goes on where it ended, or narrow the dates")
            },
        ));
    }
    swept?;
    Ok((!undecided).then_some(decided))
}

/// Returns whether a later search can go on from what was decided through a day.
fn is_worth_keeping(window: &Window, through: i64, decided: &Decided) -> bool {
    through.saturating_sub(window.first) >= LEAST && decided.versions.len() <= KEPT
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
