//! Groups the hits of a search by story.

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::{Index, lost};
use super::stories::{DaysRead, Story, led_by, of_days};
use super::story_part::day;
use super::story_values::{FacetValues, StoryNumber, values};
use super::sweep::sweep;
use crate::article::{Article, Date, Key};
use crate::engine::{Days, Facet, FacetKind, Hit, Request, Sort};
use crate::error::Result;

/// Which of a story's matching articles is shown. The story has the rank of the best of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Representative {
    /// The earliest.
    #[default]
    Earliest,
    /// The one with the longest body; if several are equally long, the earliest.
    Longest,
}

/// The story of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoryOfHit {
    /// The story, with all of its articles, regardless of whether they match.
    pub story: Story,
    /// The number of its articles that match.
    pub matching: u64,
}

/// The matches of a request, each with the story that it is in.
pub(super) struct Grouped {
    matches: Vec<Match>,
    numbers: FxHashMap<Key, usize>,
    parts: Vec<DaysRead>,
    facets: FacetValues,
    /// The number of stories.
    pub(super) count: u64,
}

/// An article that matches.
struct Match {
    key: Key,
    order: i64,
    date: Option<Date>,
    /// The length of the body, in bytes.
    length: usize,
    story: StoryNumber,
}

/// The number of hits that are read at first in addition to those of the page.
const SPARE: usize = 10;

impl Grouped {
    /// Groups every match of a request, and remembers its values of some facets.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub(super) fn of(index: &Index, request: &Request, kinds: &[FacetKind]) -> Result<Grouped> {
        let request = Request { sort: Sort::Oldest, ..request.clone() };
        let (_, found) = index.engine.every(&request)?;
        let mut matches: Vec<Match> = Vec::new();
        let mut facets = FacetValues::of(kinds);
        let worker = || {
            |article: Article| {
                let values: Vec<_> = kinds.iter().map(|kind| values(*kind, &article)).collect();
                let found = Match {
                    order: article.order(),
                    date: article.date,
                    length: article.body.len(),
                    key: article.key,
                    story: StoryNumber::Alone(0),
                };
                (found, values)
            }
        };
        sweep(found.as_ref(), usize::MAX, worker, |(one, values)| {
            matches.push(one);
            facets.push(values);
            Ok(true)
        })?;
        let parts = of_days(index, matches.iter().filter_map(|one| day(one.date)).collect())?;
        let mut numbers = FxHashMap::default();
        let mut stories = FxHashSet::default();
        for (number, one) in matches.iter_mut().enumerate() {
            let part = day(one.date)
                .and_then(|day| parts.iter().position(|(days, _)| days.contains(&day)));
            let shared = part
                .and_then(|part| Some(StoryNumber::Shared(part, parts[part].1.leader(&one.key)?)));
            one.story = shared.unwrap_or(StoryNumber::Alone(number));
            stories.insert(one.story);
            numbers.insert(one.key.clone(), number);
        }
        Ok(Grouped { matches, numbers, parts, facets, count: stories.len() as u64 })
    }

    /// Counts the stories by the day of the earliest matching article of each. The sum of all is the number of stories.
    pub(super) fn days(&self) -> Days {
        let mut seen = FxHashSet::default();
        let mut days = Days::default();
        // The earliest comes first. Articles without a date come last, and each is a story of its own.
        for one in self.matches.iter().filter(|one| seen.insert(one.story)) {
            count(&mut days, one.date);
        }
        days
    }

    /// Counts the stories of each value of the first facet by the day of the earliest matching article that has it. The
    /// values are without case and accents, `None` is for articles without one.
    pub(super) fn days_of_values(&self) -> FxHashMap<Option<String>, Days> {
        let mut seen = FxHashSet::default();
        let mut counted: FxHashMap<Option<String>, Days> = FxHashMap::default();
        for (values, one) in self.facets.first().zip(&self.matches) {
            for value in values {
                if seen.insert((value, one.story)) {
                    count(counted.entry(value.map(str::to_string)).or_default(), one.date);
                }
            }
        }
        counted
    }

    /// Replaces the counts of articles in facets with those of stories.
    pub(super) fn recount(&self, facets: &mut [Facet]) {
        let stories: Vec<StoryNumber> = self.matches.iter().map(|one| one.story).collect();
        self.facets.recount(facets, &stories);
    }

    /// Visits a page of hits, one per story. Each has the rank and the score of the best article of its story.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub(super) fn visit_page(
        &self,
        index: &Index,
        request: &Request,
        which: Representative,
        visit: &mut dyn FnMut(Hit, StoryOfHit) -> Result<()>,
    ) -> Result<()> {
        let wanted = request.wanted();
        let mut seen = FxHashSet::default();
        let mut best: Vec<(StoryNumber, Option<f32>)> = Vec::new();
        let (mut offset, mut limit) = (0, wanted.saturating_add(SPARE));
        let mut more = request.limit > 0;
        while more && best.len() < wanted {
            let batch = Request { offset, limit, facets: Vec::new(), ..request.clone() };
            let mut read = 0;
            index.engine.visit_hits(&batch, &mut |hit| {
                read += 1;
                let story = self.numbers.get(&hit.article.key).map(|at| self.matches[*at].story);
                let story = story.filter(|story| seen.insert(*story));
                best.extend(story.map(|story| (story, hit.score)));
                Ok(())
            })?;
            more = read == limit;
            offset += read;
            limit = offset;
        }
        best.truncate(wanted);
        for (story, score) in best.split_off(request.offset.min(best.len())) {
            let matching = self.matches.iter().filter(|one| one.story == story);
            let longest = |one: &&Match| (one.length, std::cmp::Reverse(self.numbers[&one.key]));
            let shown = match which {
                Representative::Earliest => matching.clone().next(),
                Representative::Longest => matching.clone().max_by_key(longest),
            };
            let Some(shown) = shown else { continue };
            let article = index.engine.article(&shown.key, shown.order)?;
            let article = article.ok_or_else(|| lost(&shown.key))?;
            let whole = match story {
                StoryNumber::Shared(part, leader) => led_by(index, &self.parts[part].1, leader),
                StoryNumber::Alone(_) => Story::alone(index, &article),
            };
            let matching = matching.count() as u64;
            visit(Hit { article, score }, StoryOfHit { story: whole, matching })?;
        }
        Ok(())
    }
}

/// Counts a story on the day of a date.
fn count(days: &mut Days, date: Option<Date>) {
    match (day(date), date) {
        (Some(day), _) => *days.days.entry(day).or_default() += 1,
        (None, Some(_)) => days.imprecise += 1,
        (None, None) => days.undated += 1,
    }
}
