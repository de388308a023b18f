//! Remembers the stories of days that were already read, for later searches of the same commit.

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::story_part::StoryPart;

/// The maximum number of articles whose stories are kept when no search uses them. An article takes about 230 bytes.
pub(super) const KEPT: usize = 1_000_000;

/// The stories of days that were read before.
#[derive(Default)]
pub(super) struct RememberedStories(Mutex<Parts>);

#[derive(Default)]
struct Parts {
    /// All parts that are in use or kept, each with the days whose articles are all decided.
    known: Vec<(RangeInclusive<i64>, Weak<StoryPart>)>,
    /// The parts that are kept, the most recently used last.
    kept: VecDeque<Arc<StoryPart>>,
}

fn covers(days: &RangeInclusive<i64>, others: &RangeInclusive<i64>) -> bool {
    days.start() <= others.start() && others.end() <= days.end()
}

impl RememberedStories {
    fn parts(&self) -> MutexGuard<'_, Parts> {
        // Nothing panics while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the stories of some days, if they were decided before and are still in use or kept.
    pub(super) fn find(&self, days: &RangeInclusive<i64>) -> Option<Arc<StoryPart>> {
        let mut parts = self.parts();
        let mut covering = parts.known.iter().filter(|(known, _)| covers(known, days));
        let found = covering.find_map(|(_, part)| part.upgrade())?;
        if let Some(at) = parts.kept.iter().position(|kept| Arc::ptr_eq(kept, &found)) {
            let used = parts.kept.remove(at);
            parts.kept.extend(used);
        }
        Some(found)
    }

    /// Returns the stories that were decided for the most of the first of some days, with their days. They cover the
    /// first day and `least` days before it or after it.
    pub(super) fn begun(
        &self,
        days: &RangeInclusive<i64>,
        least: i64,
    ) -> Option<(RangeInclusive<i64>, Arc<StoryPart>)> {
        let parts = self.parts();
        let begins = |known: &RangeInclusive<i64>| {
            known.contains(days.start()) && known.end() - known.start() >= least
        };
        let mut begun: Vec<_> = parts.known.iter().filter(|(known, _)| begins(known)).collect();
        begun.sort_by_key(|(known, _)| *known.end());
        let mut begun = begun.into_iter().rev();
        begun.find_map(|(known, part)| Some((known.clone(), part.upgrade()?)))
    }

    /// Remembers the stories of some days while they are in use, and longer if they are not too many. Parts that they
    /// contain are no longer kept.
    pub(super) fn add(&self, days: RangeInclusive<i64>, part: &Arc<StoryPart>) {
        let mut parts = self.parts();
        if part.len() <= KEPT {
            let contained: Vec<Arc<StoryPart>> = parts
                .known
                .iter()
                .filter(|(known, _)| covers(&days, known))
                .filter_map(|(_, part)| part.upgrade())
                .collect();
            let is_contained =
                |kept: &Arc<StoryPart>| contained.iter().any(|part| Arc::ptr_eq(part, kept));
            parts.kept.retain(|kept| !is_contained(kept));
            parts.kept.push_back(Arc::clone(part));
        }
        let mut articles: usize = parts.kept.iter().map(|kept| kept.len()).sum();
        while articles > KEPT {
            let dropped = parts.kept.pop_front();
            articles -= dropped.map_or(articles, |dropped| dropped.len());
        }
        parts.known.retain(|(_, part)| part.strong_count() > 0);
        parts.known.push((days, Arc::downgrade(part)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::searching::story_part::{Decided, Version};

    fn part(articles: usize) -> Arc<StoryPart> {
        let version = |number: usize| Version::new(number.to_string(), None, None);
        let versions: Vec<Version> = (0..articles).map(version).collect();
        let (orders, leaders) = (vec![0; articles], (0..articles as u32).collect());
        Arc::new(StoryPart::new(Decided { versions, orders, leaders }))
    }

    #[test]
    fn parts_are_found_by_the_days_that_they_cover() {
        let remembered = RememberedStories::default();
        assert!(remembered.find(&(3..=4)).is_none());
        remembered.add(1..=5, &part(3));
        assert!(remembered.find(&(3..=5)).is_some_and(|part| part.len() == 3));
        assert!(remembered.find(&(3..=6)).is_none(), "the last day is not covered");
        assert!(remembered.find(&(0..=2)).is_none(), "the first day is not covered");
    }

    #[test]
    fn a_part_that_was_begun_is_found_by_the_first_day() {
        let remembered = RememberedStories::default();
        remembered.add(1..=20, &part(3));
        remembered.add(2..=30, &part(4));
        let begun = remembered.begun(&(5..=90), 10);
        assert!(begun.is_some_and(|(days, part)| days == (2..=30) && part.len() == 4));
        assert!(remembered.begun(&(1..=90), 10).is_some_and(|(days, _)| days == (1..=20)));
        assert!(remembered.begun(&(0..=90), 10).is_none(), "it begins later");
        assert!(remembered.begun(&(31..=90), 10).is_none(), "it ends before");
        assert!(remembered.begun(&(5..=90), 29).is_none(), "it is too short");
        remembered.add(1..=30, &part(5));
        assert_eq!(remembered.parts().kept.len(), 1, "the longer part replaces the others");
    }

    #[test]
    fn the_articles_that_are_kept_are_bounded() {
        let remembered = RememberedStories::default();
        for first in [10, 20, 30] {
            remembered.add(first..=first + 1, &part(KEPT / 2));
            // The first part is used again, so the second is dropped.
            assert!(remembered.find(&(10..=10)).is_some());
        }
        assert!(remembered.find(&(20..=20)).is_none());
        assert!(remembered.find(&(30..=30)).is_some());
        // A part that is too large is remembered only while it is in use.
        let large = part(KEPT + 1);
        remembered.add(50..=51, &large);
        assert!(remembered.find(&(50..=50)).is_some());
        drop(large);
        assert!(remembered.find(&(50..=50)).is_none());
        assert!(remembered.parts().known.len() <= 3, "those that are gone are forgotten");
    }
}
