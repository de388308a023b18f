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
    /// The number of the earliest article of each article's story.
    leaders: Vec<usize>,
    /// The numbers of the articles, sorted by key.
    by_key: Vec<usize>,
    /// The numbers of the articles, sorted by their order.
    by_order: Vec<usize>,
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
    /// Creates a part from articles, their orders, and the number of the earliest article of each one's story.
    pub(super) fn new(versions: Vec<Version>, orders: Vec<i64>, leaders: Vec<usize>) -> StoryPart {
        let mut by_key: Vec<usize> = (0..versions.len()).collect();
        let mut by_order = by_key.clone();
        by_key.sort_unstable_by_key(|number| &versions[*number].key);
        by_order.sort_unstable_by_key(|number| orders[*number]);
        StoryPart { versions, orders, leaders, by_key, by_order }
    }

    /// Returns the number of articles.
    pub(super) fn len(&self) -> usize {
        self.versions.len()
    }

    /// Returns the number of the earliest article of an article's story, or `None` if the article is alone.
    pub(super) fn leader(&self, key: &str) -> Option<usize> {
        let key_of = |number: &usize| self.versions[*number].key.as_str();
        let found = self.by_key.binary_search_by(|number| key_of(number).cmp(key)).ok()?;
        Some(self.leaders[self.by_key[found]])
    }

    /// Returns the number of the earliest article of the story of the article that has an order.
    pub(super) fn leader_at(&self, order: i64) -> AtOrder {
        let order_of = |number: &usize| self.orders[*number];
        let first = self.by_order.partition_point(|number| order_of(number) < order);
        let mut found =
            self.by_order[first..].iter().take_while(|number| order_of(number) == order);
        match (found.next(), found.next()) {
            (None, _) => AtOrder::None,
            (Some(one), None) => AtOrder::One(self.leaders[*one]),
            (Some(_), Some(_)) => AtOrder::Several,
        }
    }

    /// Returns the articles of the story that an article leads, the earliest first.
    pub(super) fn story(&self, leader: usize) -> Vec<Version> {
        let of_story =
            self.leaders[leader..].iter().enumerate().filter(|(_, other)| **other == leader);
        of_story.map(|(at, _)| self.versions[leader + at].clone()).collect()
    }
}
