//! The stories of some days of an archive, once they are known.

use crate::article::{Date, Key, day_number};

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

impl Version {
    /// Returns a version.
    pub(super) fn new(key: Key, date: Option<Date>, source: Option<String>) -> Version {
        Version { key, date, source }
    }
}

/// Returns the day of an article that may share a story with others, which needs a date that is known to the day.
pub(super) fn day(date: Option<Date>) -> Option<i64> {
    date.filter(|date| !date.is_inexact()).map(|date| day_number(date.first_day()))
}

/// The stories of some days of an archive.
pub(super) struct StoryPart {
    versions: Vec<Version>,
    /// [`crate::article::Article::order`] of each article.
    orders: Vec<i64>,
    /// The number of the earliest article of each article's story. Numbers take four bytes, because parts are large.
    leaders: Vec<u32>,
    /// The numbers of the articles, sorted by key.
    by_key: Vec<u32>,
    /// The numbers of the articles, sorted by their order.
    by_order: Vec<u32>,
}

/// Articles, their orders, and the number of the earliest article of each one's story.
#[derive(Debug, Clone, Default)]
pub(super) struct Decided {
    pub(super) versions: Vec<Version>,
    pub(super) orders: Vec<i64>,
    pub(super) leaders: Vec<u32>,
}

impl Decided {
    /// Drops the articles from a second on. Articles are in the order of their dates.
    pub(super) fn truncate(&mut self, second: i64) {
        let earlier = |version: &Version| version.date.is_some_and(|date| date.seconds() < second);
        let count = self.versions.partition_point(earlier);
        self.versions.truncate(count);
        self.orders.truncate(count);
        self.leaders.truncate(count);
    }
}

/// What [`StoryPart::leader_at`] finds for an order.
pub(super) enum AtOrder {
    /// No article has the order.
    None,
    /// The number of the earliest article of its story.
    One(usize),
    /// Several articles of the same instant have the order, because their keys start with the same characters.
    Several,
}

impl StoryPart {
    /// Creates a part.
    pub(super) fn new(decided: Decided) -> StoryPart {
        let Decided { versions, orders, leaders } = decided;
        let mut by_key: Vec<u32> = (0..versions.len() as u32).collect();
        let mut by_order = by_key.clone();
        by_key.sort_unstable_by_key(|number| &versions[*number as usize].key);
        by_order.sort_unstable_by_key(|number| orders[*number as usize]);
        StoryPart { versions, orders, leaders, by_key, by_order }
    }

    /// Returns the articles before a second.
    pub(super) fn before(&self, second: i64) -> Decided {
        let mut decided = Decided {
            versions: self.versions.clone(),
            orders: self.orders.clone(),
            leaders: self.leaders.clone(),
        };
        decided.truncate(second);
        decided
    }

    /// Returns the number of articles.
    pub(super) fn len(&self) -> usize {
        self.versions.len()
    }

    /// Returns the number of an article.
    pub(super) fn number(&self, key: &str) -> Option<usize> {
        let key_of = |number: &u32| self.versions[*number as usize].key.as_str();
        let found = self.by_key.binary_search_by(|number| key_of(number).cmp(key)).ok()?;
        Some(self.by_key[found] as usize)
    }

    /// Returns the number of the earliest article of an article's story, or `None` if the article is alone.
    pub(super) fn leader(&self, key: &str) -> Option<usize> {
        Some(self.leaders[self.number(key)?] as usize)
    }

    /// Returns the number of the earliest article of the story of the article that has an order.
    pub(super) fn leader_at(&self, order: i64) -> AtOrder {
        let order_of = |number: &u32| self.orders[*number as usize];
        let first = self.by_order.partition_point(|number| order_of(number) < order);
        let mut found =
            self.by_order[first..].iter().take_while(|number| order_of(number) == order);
        match (found.next(), found.next()) {
            (None, _) => AtOrder::None,
            (Some(one), None) => AtOrder::One(self.leaders[*one as usize] as usize),
            (Some(_), Some(_)) => AtOrder::Several,
        }
    }

    /// Returns the articles of the story that an article leads, the earliest first.
    pub(super) fn story(&self, leader: usize) -> Vec<Version> {
        let is_of = |other: &u32| *other as usize == leader;
        let of_story = self.leaders[leader..].iter().enumerate().filter(|(_, other)| is_of(other));
        of_story.map(|(at, _)| self.versions[leader + at].clone()).collect()
    }
}
