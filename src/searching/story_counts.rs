//! Counts stories by day, and by the values of a field.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::index::Index;
use super::stories::of_days;
use super::story_part::{AtOrder, StoryPart};
use super::story_values::identity;
use super::unique::Grouped;
use crate::engine::{Dated, Days, FacetKind, Request, Sort, ValueDays};
use crate::error::Result;

/// Stories that several requests need. They are not read again while this value exists.
pub struct StoriesInUse {
    /// The index finds them as long as they exist.
    _parts: Vec<Arc<StoryPart>>,
}

/// Reads the stories of some days for several requests.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn stories_in_use(index: &Index, days: impl IntoIterator<Item = i64>) -> Result<StoriesInUse> {
    let read = of_days(index, days.into_iter().collect())?;
    Ok(StoriesInUse { _parts: read.into_iter().map(|(_, part)| part).collect() })
}

/// Counts the stories of a request's matches by the day of the earliest matching article of each. The sum of all is
/// the number of stories. `by_day` has the number of articles per day.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn story_days(index: &Index, request: &Request, by_day: &Days) -> Result<Days> {
    let request = Request { sort: Sort::Oldest, ..request.clone() };
    let (_, found) = index.engine.every(&request)?;
    let Some(dated) = found.dated()? else {
        return Grouped::of(index, &request, &[]).map(|grouped| grouped.days());
    };
    let parts = of_days(index, by_day.days.keys().copied().collect())?;
    // An article whose date is not known to the day is a story of its own.
    let mut days = Days { days: Default::default(), ..by_day.clone() };
    let mut seen = FxHashSet::default();
    let mut articles = None;
    for (position, dated) in dated.into_iter().enumerate() {
        let Some(Dated { day, order }) = dated else { continue };
        let part = parts.iter().position(|(days, _)| days.contains(&day));
        let leader = match part.map(|part| parts[part].1.leader_at(order)) {
            None | Some(AtOrder::None) => None,
            Some(AtOrder::One(leader)) => Some(leader),
            Some(AtOrder::Several) => {
                let articles = match &mut articles {
                    Some(articles) => articles,
                    articles => articles.insert(found.articles()?),
                };
                let article = articles.read(position)?;
                part.and_then(|part| parts[part].1.leader(&article.key))
            }
        };
        // Every article whose date is known to the day is in the part that covers this day.
        let is_first = leader.is_none_or(|leader| seen.insert((part, leader)));
        *days.days.entry(day).or_default() += u64::from(is_first);
    }
    days.days.retain(|_, count| *count > 0);
    Ok(days)
}

/// Counts the stories of a request's matches, and replaces the counts of articles by the values of a field and by day
/// with those of stories: a story counts once for each value, on the day of its earliest matching article that has it.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn story_values(
    index: &Index,
    request: &Request,
    field: FacetKind,
    values: &mut [ValueDays],
) -> Result<u64> {
    let grouped = Grouped::of(index, request, &[field])?;
    let mut counted = grouped.days_of_values();
    for one in values.iter_mut() {
        let value = one.value.as_ref().map(|value| identity(field, value));
        one.days = counted.remove(&value).unwrap_or_default();
    }
    let rank = |one: &ValueDays| (one.value.is_none(), Reverse(one.days.total()));
    values.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.value.cmp(&b.value)));
    Ok(grouped.count)
}
