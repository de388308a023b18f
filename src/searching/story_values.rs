//! Counts the stories of matching articles by the values of facets.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::fold;
use crate::article::Article;
use crate::engine::{Facet, FacetKind};

/// What facets and timelines count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// Articles.
    #[default]
    Articles,
    /// Stories. In a facet, a story counts once for each value that one of its matching articles has. In a timeline, it
    /// counts once, on the day of its earliest matching article.
    Stories,
}

/// The number of a story: that of the part of the archive that it is in, and of its earliest article in it. The number
/// of the match, if the article is alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum StoryNumber {
    Shared(usize, usize),
    Alone(usize),
}

/// The values of facets that matching articles have.
pub(super) struct FacetValues {
    kinds: Vec<FacetKind>,
    numbers: Vec<FxHashMap<String, u32>>,
    /// For each article and facet, the numbers of its values.
    articles: Vec<Vec<ValuesOf>>,
}

/// The values of a facet that an article has.
#[derive(Debug, Clone)]
enum ValuesOf {
    These(Vec<u32>),
    /// The date is coarser than the facet.
    Coarser,
}

impl FacetValues {
    /// Returns an empty list for some facets.
    pub(super) fn of(kinds: &[FacetKind]) -> FacetValues {
        let numbers = kinds.iter().map(|_| FxHashMap::default()).collect();
        FacetValues { kinds: kinds.to_vec(), numbers, articles: Vec::new() }
    }

    /// Adds the values of the next article, as [`values`] returns them.
    pub(super) fn push(&mut self, values: Vec<Option<Vec<String>>>) {
        let numbered = values.into_iter().zip(&mut self.numbers).map(|(values, numbers)| {
            let Some(values) = values else { return ValuesOf::Coarser };
            let number = |value: String| {
                let next = numbers.len() as u32;
                *numbers.entry(value).or_insert(next)
            };
            ValuesOf::These(values.into_iter().map(number).collect())
        });
        self.articles.push(numbered.collect());
    }

    /// Returns the values that each article has for the first facet: only `None` if it has no value.
    pub(super) fn first(&self) -> impl Iterator<Item = Vec<Option<&str>>> {
        let mut texts: Vec<&str> = vec![""; self.numbers.first().map_or(0, FxHashMap::len)];
        for (value, number) in self.numbers.iter().take(1).flatten() {
            texts[*number as usize] = value;
        }
        self.articles.iter().map(move |article| match article.first() {
            Some(ValuesOf::These(values)) if !values.is_empty() => {
                values.iter().map(|number| Some(texts[*number as usize])).collect()
            }
            _ => vec![None],
        })
    }

    /// Replaces the counts of articles in facets with those of stories. `stories` has the story of each article.
    pub(super) fn recount(&self, facets: &mut [Facet], stories: &[StoryNumber]) {
        for facet in facets {
            let Some(at) = self.kinds.iter().position(|kind| *kind == facet.kind) else { continue };
            let mut of_value: FxHashSet<(u32, StoryNumber)> = FxHashSet::default();
            let (mut without, mut coarser) = (FxHashSet::default(), FxHashSet::default());
            for (values, story) in self.articles.iter().zip(stories) {
                match &values[at] {
                    ValuesOf::Coarser => drop(coarser.insert(*story)),
                    ValuesOf::These(values) if values.is_empty() => drop(without.insert(*story)),
                    ValuesOf::These(values) => {
                        of_value.extend(values.iter().map(|value| (*value, *story)));
                    }
                }
            }
            let mut counts: FxHashMap<u32, u64> = FxHashMap::default();
            for (value, _) in &of_value {
                *counts.entry(*value).or_default() += 1;
            }
            let numbers = &self.numbers[at];
            for (value, count) in &mut facet.values {
                let number = numbers.get(&identity(facet.kind, value));
                *count = number.and_then(|number| counts.get(number)).copied().unwrap_or_default();
            }
            if !facet.kind.is_dated() {
                facet.values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            }
            (facet.without, facet.coarser) = (without.len() as u64, coarser.len() as u64);
        }
    }
}

/// Returns what a value is compared by: names without case and accents.
pub(super) fn identity(kind: FacetKind, value: &str) -> String {
    match kind {
        FacetKind::Id | FacetKind::Flag => value.to_string(),
        kind if kind.is_dated() => value.to_string(),
        _ => fold::name(value),
    }
}

/// Returns the different values of a facet that an article has, or `None` if its date is coarser than the facet.
pub(super) fn values(kind: FacetKind, article: &Article) -> Option<Vec<String>> {
    let date = |length: usize| match article.date.map(|date| date.to_string()) {
        None => Some(Vec::new()),
        Some(date) => date.get(..length).map(|date| vec![date.to_string()]),
    };
    let all: Vec<&str> = match kind {
        FacetKind::Year => return date(4),
        FacetKind::Month => return date(7),
        FacetKind::Day => return date(10),
        FacetKind::Source => article.source.iter().map(String::as_str).collect(),
        FacetKind::Agency => article.agency.iter().map(String::as_str).collect(),
        FacetKind::Lang => article.lang.iter().map(String::as_str).collect(),
        FacetKind::Dateline => article.dateline.iter().map(String::as_str).collect(),
        FacetKind::Byline => article.byline.iter().map(String::as_str).collect(),
        FacetKind::Section => article.section.iter().map(String::as_str).collect(),
        FacetKind::Topic => article.topics.iter().map(String::as_str).collect(),
        FacetKind::Id => article.id.iter().map(String::as_str).collect(),
        FacetKind::Flag => article.flag_names().collect(),
    };
    let different: BTreeSet<String> = all.into_iter().map(|value| identity(kind, value)).collect();
    Some(different.into_iter().collect())
}
