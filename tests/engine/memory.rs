//! An engine over articles in memory: the oracle in the shape of an engine.
//!
//! `matching/` decides each article, and everything is counted article by article, so that nothing of an index is
//! trusted. Scores are the number of marks. It knows no terms, which an engine need not do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use dateline::analysis::{Analyzer, Event, Language, fold};
use dateline::article::{Article, day_number};
use dateline::catalogue::{Place, RootHeader};
use dateline::engine::{
    Articles, Budget, Capabilities, Catalogue, Commit, Counts, Days, DocumentReader, Engine,
    Exactness, Expanded, Facet, FacetKind, Hit, Hits, Matches, PathFilter, Request, Searcher, Sort,
    TermMatches, TermStatistics, ValueDays, Wildcard,
};
use dateline::error::{Error, Kind, Result};
use dateline::matching::Matcher;
use dateline::query::tree::{Extent, Position, Slot, Word};
use dateline::ranking::{self, Collection, Expansion, LEVEL, TITLE};

/// Articles in memory, the newest first, and the languages they are analyzed in.
#[derive(Clone)]
pub struct MemoryEngine {
    articles: Vec<Article>,
    languages: Vec<Language>,
    budget: Budget,
}

/// The places of the articles.
pub struct MemoryCatalogue {
    keys: BTreeMap<String, (i64, Vec<Place>)>,
    spellings: BTreeMap<String, String>,
}

impl MemoryCatalogue {
    /// Returns a catalogue of articles with their places, and of the spellings of sources.
    pub fn of(articles: &[(Article, Vec<Place>)], spellings: BTreeMap<String, String>) -> Self {
        let entry = |(article, places): &(Article, Vec<Place>)| {
            (article.key.clone(), (article.order(), places.clone()))
        };
        MemoryCatalogue { keys: articles.iter().map(entry).collect(), spellings }
    }
}

impl Catalogue for MemoryCatalogue {
    fn order(&self, key: &str) -> Result<Option<i64>> {
        Ok(self.keys.get(key).map(|(order, _)| *order))
    }

    fn places(&self, key: &str) -> Result<Vec<Place>> {
        Ok(self.keys.get(key).map(|(_, places)| places.clone()).unwrap_or_default())
    }

    fn keys_with_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        let keys = self.keys.iter().filter(|(key, _)| key.starts_with(prefix));
        Ok(keys.take(limit).map(|(key, (order, _))| (key.clone(), *order)).collect())
    }

    fn keys_like(&self, pattern: &Wildcard) -> Result<Vec<(String, i64)>> {
        let keys = self.keys.iter().filter(|(key, _)| pattern.matches(key));
        Ok(keys.map(|(key, (order, _))| (key.clone(), *order)).collect())
    }

    fn visit_keys(&self, visit: &mut dyn FnMut(&str, i64)) -> Result<()> {
        self.keys.iter().for_each(|(key, (order, _))| visit(key, *order));
        Ok(())
    }

    fn keys_at(&self, paths: &PathFilter) -> Result<Vec<(String, i64)>> {
        let at = |places: &[Place]| places.iter().any(|place| paths.matches(&place.path));
        let keys = self.keys.iter().filter(|(_, (_, places))| at(places));
        Ok(keys.map(|(key, (order, _))| (key.clone(), *order)).collect())
    }

    fn spelling(&self, folded: &str) -> Option<&str> {
        self.spellings.get(folded).map(String::as_str)
    }

    fn roots(&self) -> &[RootHeader] {
        &[]
    }

    fn files(&self) -> (usize, u64, u64) {
        (0, 0, 0)
    }

    fn fingerprint(&self) -> String {
        "memory".into()
    }
}

/// What a request matches.
struct Found<'a> {
    articles: Vec<&'a Article>,
    scores: BTreeMap<&'a str, f32>,
    hits: Hits,
}

impl MemoryEngine {
    /// Adds the scores of an expansion, and sorts by the sums.
    fn expand<'a>(
        &self,
        expansion: &Expansion,
        articles: &mut Vec<&'a Article>,
        scores: &mut BTreeMap<&'a str, f32>,
    ) -> Result<()> {
        let average = self.collection(&[])?.length;
        let mut analyzer = Analyzer::default();
        for article in articles.iter() {
            let (length, terms) = count_terms(&mut analyzer, article);
            let slack = ranking::slack(length, average);
            let added = expansion.terms.iter().map(|term| {
                let frequency = f64::from(terms.get(&term.term).copied().unwrap_or(0));
                term.weight * ranking::SATURATED * frequency / (frequency + slack)
            });
            let own = expansion.own * f64::from(scores[article.key.as_str()]);
            scores.insert(&article.key, (own + added.sum::<f64>()) as f32);
        }
        articles.retain(|article| expansion.own > 0.0 || scores[article.key.as_str()] > 0.0);
        // The sort is stable: articles with the same score stay in the order of their dates.
        articles.sort_by(|a, b| scores[b.key.as_str()].total_cmp(&scores[a.key.as_str()]));
        Ok(())
    }

    pub fn new(mut articles: Vec<Article>, languages: Vec<Language>) -> MemoryEngine {
        articles.sort_by(|a, b| b.order().cmp(&a.order()).then_with(|| a.key.cmp(&b.key)));
        MemoryEngine { articles, languages, budget: Budget::default() }
    }

    /// Returns the articles, the newest first.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// Returns articles as matches.
    pub fn matches(&self, articles: Vec<&Article>) -> Box<dyn Matches> {
        let articles = articles.into_iter().cloned().collect();
        Box::new(Every { articles, budget: self.budget.clone() })
    }

    /// Decides every article, and counts dates.
    fn find(&self, request: &Request) -> Result<Found<'_>> {
        let (matcher, mut analyzer) = (Matcher::new(request.tree), Analyzer::default());
        let when = request.when;
        let mut found =
            Found { articles: Vec::new(), scores: BTreeMap::new(), hits: Hits::default() };
        for article in &self.articles {
            self.budget.check()?;
            let Some(marks) = matcher.marks(&mut analyzer, article) else { continue };
            let position = article.date.map(|date| when.position(&Extent::of(&date)));
            if !when.is_open() {
                match position {
                    None => found.hits.undated_excluded += 1,
                    Some(Position::Overlaps) if !when.inexact => found.hits.overlapping += 1,
                    _ => {}
                }
            }
            let inside =
                when.is_open() || article.date.is_some_and(|date| when.matches(&Extent::of(&date)));
            if !inside {
                continue;
            }
            found.hits.undated += u64::from(article.date.is_none());
            found.hits.imprecise += u64::from(article.date.is_some_and(|date| date.is_inexact()));
            found.scores.insert(&article.key, marks.occurrences().count() as f32);
            found.articles.push(article);
        }
        found.hits.total = found.articles.len() as u64;
        found.hits.exactness = Exactness::of(matcher.was_cut_short());
        match request.sort {
            Sort::Newest => {}
            Sort::Oldest => found.articles.sort_by(|a, b| oldest_first(a, b)),
            // The sort is stable: articles with the same score stay in the order of their dates.
            Sort::Relevance => found.articles.sort_by(|a, b| {
                found.scores[b.key.as_str()].total_cmp(&found.scores[a.key.as_str()])
            }),
        }
        Ok(found)
    }
}

/// Returns the length of an article and the frequencies of its terms, as scores count them.
fn count_terms(analyzer: &mut Analyzer, article: &Article) -> (u32, BTreeMap<String, u32>) {
    let (mut length, mut terms) = (LEVEL, BTreeMap::new());
    let language = Language::of_article(article);
    for (text, weight) in
        [(article.title.as_deref().unwrap_or_default(), TITLE), (article.body.as_str(), 1)]
    {
        let mut last = String::new();
        let words = analyzer.analyse(language, text, |event| {
            let Event::Token(token) = event else { return };
            if !token.again || token.term != last {
                *terms.entry(token.term.to_string()).or_default() += weight;
            }
            last = token.term.to_string();
        });
        length += words * weight;
    }
    (length, terms)
}

/// Compares articles by date, the oldest first, undated ones last.
fn oldest_first(a: &Article, b: &Article) -> std::cmp::Ordering {
    let seconds = |article: &Article| article.date.map_or(i64::MAX, |date| date.seconds());
    seconds(a).cmp(&seconds(b)).then_with(|| a.key.cmp(&b.key))
}

/// Returns the day of an article that is known to the day.
fn day(article: &Article) -> Option<i64> {
    let date = article.date.filter(|date| !date.is_inexact())?;
    Some(day_number(date.first_day()))
}

fn count_days<'a>(articles: impl IntoIterator<Item = &'a Article>) -> Days {
    let mut days = Days::default();
    for article in articles {
        match (article.date, day(article)) {
            (None, _) => days.undated += 1,
            (_, None) => days.imprecise += 1,
            (_, Some(day)) => *days.days.entry(day).or_default() += 1,
        }
    }
    days
}

/// Returns the values of a field as they were printed, the first of those that fold to the same.
fn values(kind: FacetKind, article: &Article) -> Vec<String> {
    let folded = |name: &Option<String>| name.iter().map(|name| fold::name(name)).collect();
    let printed = |names: &mut dyn Iterator<Item = &String>| {
        let mut seen = BTreeSet::new();
        names.filter(|name| seen.insert(fold::name(name))).cloned().collect()
    };
    match kind {
        FacetKind::Source => folded(&article.source),
        FacetKind::Agency => folded(&article.agency),
        FacetKind::Lang => article.lang.iter().cloned().collect(),
        FacetKind::Dateline => printed(&mut article.dateline.iter()),
        FacetKind::Byline => printed(&mut article.byline.iter()),
        FacetKind::Section => printed(&mut article.section.iter()),
        FacetKind::Topic => printed(&mut article.topics.iter()),
        FacetKind::Id => article.id.iter().cloned().collect(),
        kind => panic!("{} is not counted here", kind.name()),
    }
}

fn facet(kind: FacetKind, articles: &[&Article]) -> Facet {
    let mut facet = Facet { kind, values: Vec::new(), without: 0, coarser: 0, beyond: 0 };
    if kind.is_dated() {
        let length = match kind {
            FacetKind::Year => 4,
            FacetKind::Month => 7,
            _ => 10,
        };
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for article in articles {
            match article.date.map(|date| date.to_string()) {
                None => facet.without += 1,
                Some(date) if date.len() < length => facet.coarser += 1,
                Some(date) => *counts.entry(date[..length].to_string()).or_default() += 1,
            }
        }
        facet.values = counts.into_iter().collect();
        return facet;
    }
    // By what the value folds to: the articles, and the articles of each spelling.
    let mut counts: BTreeMap<String, (u64, BTreeMap<String, u64>)> = BTreeMap::new();
    for article in articles {
        let values = values(kind, article);
        facet.without += u64::from(values.is_empty());
        for value in values {
            let folded = if kind == FacetKind::Id { value.clone() } else { fold::name(&value) };
            let (count, spellings) = counts.entry(folded).or_default();
            *count += 1;
            *spellings.entry(value).or_default() += 1;
        }
    }
    let shown = |spellings: BTreeMap<String, u64>| {
        let best = spellings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        best.expect("a spelling").0
    };
    facet.values = counts.into_values().map(|(count, forms)| (shown(forms), count)).collect();
    facet.values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    facet
}

impl Searcher for MemoryEngine {
    fn search(&self, request: &Request) -> Result<Hits> {
        let Found { mut articles, mut scores, mut hits } = self.find(request)?;
        hits.facets = request.facets.iter().map(|kind| facet(*kind, &articles)).collect();
        if let (Some(expansion), Sort::Relevance) = (request.expansion, request.sort) {
            self.expand(expansion, &mut articles, &mut scores)?;
        }
        let scored = request.sort == Sort::Relevance
            && (request.tree.has_text() || request.expansion.is_some());
        let page = articles.iter().skip(request.offset).take(request.limit);
        let hit = |article: &&Article| Hit {
            article: (*article).clone(),
            score: scored.then(|| scores[article.key.as_str()]),
        };
        hits.hits = page.map(hit).collect();
        Ok(hits)
    }

    fn total(&self) -> u64 {
        self.articles.len() as u64
    }

    fn languages(&self) -> Result<&[Language]> {
        Ok(&self.languages)
    }

    fn days(&self, request: &Request) -> Result<(Hits, Days)> {
        let found = self.find(request)?;
        let hits = Hits { facets: vec![facet(FacetKind::Day, &found.articles)], ..found.hits };
        Ok((hits, count_days(found.articles)))
    }

    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)> {
        let found = self.find(request)?;
        let all = facet(kind, &found.articles);
        let having = |value: &str| {
            let has = |article: &&Article| {
                values(kind, article).iter().any(|other| fold::name(other) == fold::name(value))
            };
            count_days(found.articles.iter().copied().filter(has))
        };
        let row = |(value, _): &(String, u64)| ValueDays {
            value: Some(value.clone()),
            days: having(value),
        };
        let mut rows: Vec<ValueDays> = all.values.iter().map(row).collect();
        if all.without > 0 {
            let without = found.articles.iter().filter(|article| values(kind, article).is_empty());
            rows.push(ValueDays { value: None, days: count_days(without.copied()) });
        }
        Ok((found.hits, rows))
    }

    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>> {
        let mut analyzer = Analyzer::default();
        let mut words = BTreeMap::new();
        for article in self.find(request)?.articles {
            let language = Language::of_article(article);
            let mut count = 0;
            for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
                count += u64::from(analyzer.analyse(language, text, |_| {}));
            }
            if let Some(day) = day(article) {
                *words.entry(day).or_default() += count;
            }
        }
        Ok(words)
    }

    fn every(&self, request: &Request) -> Result<(Hits, Box<dyn Matches>)> {
        let sort = if request.sort == Sort::Oldest { Sort::Oldest } else { Sort::Newest };
        let found = self.find(&Request { sort, ..request.clone() })?;
        Ok((found.hits, self.matches(found.articles)))
    }

    fn plan(&self, _: &Request) -> Result<Vec<String>> {
        Ok(vec!["compare every article".into()])
    }
}

struct Every {
    articles: Vec<Article>,
    budget: Budget,
}

impl Matches for Every {
    fn len(&self) -> usize {
        self.articles.len()
    }

    fn articles(&self) -> Result<Box<dyn Articles + '_>> {
        Ok(Box::new(Reader(self)))
    }
}

struct Reader<'a>(&'a Every);

impl Articles for Reader<'_> {
    fn read(&mut self, position: usize) -> Result<Article> {
        self.0.budget.check()?;
        Ok(self.0.articles[position].clone())
    }
}

impl DocumentReader for MemoryEngine {
    fn article(&self, key: &str, _: i64) -> Result<Option<Article>> {
        Ok(self.articles.iter().find(|article| article.key == key).cloned())
    }
}

fn unsupported<T>() -> Result<T> {
    Err(Error::new(Kind::Unsupported, "this engine knows no terms"))
}

impl TermStatistics for MemoryEngine {
    fn visit_terms(
        &self,
        _: &Request,
        _: Option<&Request>,
        _: usize,
        _: &dyn Fn(Option<i64>) -> Option<usize>,
        _: &dyn Fn(&str, u64) -> bool,
        _: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()> {
        unsupported()
    }

    fn newest_having(&self, _: &Request, _: &[&str], _: usize) -> Result<TermMatches> {
        unsupported()
    }

    fn collection(&self, terms: &[String]) -> Result<Collection> {
        let mut analyzer = Analyzer::default();
        let counted: Vec<(u32, BTreeMap<String, u32>)> =
            self.articles.iter().map(|article| count_terms(&mut analyzer, article)).collect();
        let found = |term: &String| {
            counted.iter().filter(|(_, terms)| terms.contains_key(term)).count() as f64
        };
        let length: f64 = counted.iter().map(|(length, _)| f64::from(*length)).sum();
        let articles = counted.len() as f64;
        let frequencies = terms.iter().map(found).collect();
        Ok(Collection { articles, length: length / articles.max(1.0), frequencies })
    }

    fn occurrences(&self, _: &[String]) -> Result<(Vec<u64>, u64)> {
        unsupported()
    }

    fn similar(&self, _: &str, _: &mut Analyzer) -> Result<Option<String>> {
        Ok(None)
    }

    fn expansions(&self, slot: &Slot, _: &mut Analyzer) -> Result<Vec<Expanded>> {
        match slot.word {
            Word::Pattern(_) => unsupported(),
            _ => Ok(Vec::new()),
        }
    }
}

impl Engine for MemoryEngine {
    fn within(&self, budget: &Budget) -> Box<dyn Engine> {
        Box::new(MemoryEngine { budget: budget.clone(), ..self.clone() })
    }

    fn commit(&self) -> Result<Commit> {
        Ok(Commit { schema: 0, analysis: 0, written_by: String::new(), segments: 1, bytes: 0 })
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            atomic_commits: true,
            lists_words: false,
            counts_articles_of_words: true,
            counts_occurrences: false,
        }
    }

    fn location(&self) -> PathBuf {
        PathBuf::new()
    }
}
