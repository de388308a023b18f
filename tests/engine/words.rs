//! Words near a query and words that burst are those that reading every article finds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dateline::analysis::{Analyzer, Event, Language};
use dateline::answers::association::Table;
use dateline::answers::collocates::collocation;
use dateline::answers::terms::{Wanted, terms};
use dateline::answers::timeline::Interval;
use dateline::article::Article;
use dateline::engine::{Request, Sort};
use dateline::matching::Matcher;
use dateline::searching::Index;

use super::question;
use crate::conformance::generated::{LANGUAGES, article, query};
use crate::dice::Dice;
use crate::harness::Place;

/// Returns an index of generated articles in two segments.
fn generated(seed: u64, languages: &[&str], count: usize) -> (Place, Index) {
    let (place, mut dice) = (Place::new(), Dice::new(seed));
    let lines: Vec<String> =
        (0..count).map(|number| article(&mut dice, number, languages)).collect();
    let (old, new) = lines.split_at(count * 3 / 4);
    place.write("old/articles.jsonl", old.join("\n"));
    place.index("old");
    place.write("new/articles.jsonl", new.join("\n"));
    place.index("new");
    let index = Index::open(&place.path(".dateline")).expect("the index");
    (place, index)
}

/// Returns the articles that a question finds, newest first, and its tree.
fn found(index: &Index, text: &str) -> Option<(Vec<Article>, Matcher)> {
    let read = question(text).read(index, &mut Analyzer::default()).ok()?;
    let request = Request { sort: Sort::Newest, ..read.request() };
    let (_, matches) = index.engine.every(&request).expect("matches");
    let mut articles = matches.articles().expect("articles");
    let all = (0..matches.len()).map(|at| articles.read(at).expect("an article")).collect();
    Some((all, Matcher::new(&read.tree)))
}

/// A word of a text: its term, its form, whether it is a further form or term, and its byte range.
type Word = (String, String, bool, (usize, usize));

fn words(analyzer: &mut Analyzer, article: &Article, text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    analyzer.analyse(Language::of_article(article), text, |event| {
        if let Event::Token(token) = event {
            let range = (token.start, token.end);
            words.push((token.term.to_string(), token.form.to_lowercase(), token.again, range));
        }
    });
    words
}

/// The frequency of each word near a query, by term and form.
type Near = BTreeMap<String, BTreeMap<String, u64>>;

/// Returns the number of occurrences, and the words near them, from the whole texts.
fn near(articles: &[Article], matcher: &Matcher, window: usize) -> (u64, Near) {
    let (mut occurrences, mut near, mut analyzer) = (0, Near::new(), Analyzer::default());
    for article in articles {
        let marks = matcher.marks(&mut analyzer, article).unwrap_or_default();
        let title = article.title.clone().unwrap_or_default();
        for (in_title, text) in [(true, &title), (false, &article.body)] {
            let mut words = words(&mut analyzer, article, text);
            words.retain(|(_, _, again, _)| !again);
            let mut roles = vec![(false, false); words.len()];
            for (_, start, end) in marks.occurrences().filter(|place| place.0 == in_title) {
                occurrences += 1;
                let part = |(_, _, _, range): &Word| range.1 > start && range.0 < end;
                let first = words.iter().position(|word| word.3.1 > start).unwrap_or(words.len());
                let behind = words.iter().position(|word| word.3.0 >= end).unwrap_or(words.len());
                for (at, word) in words.iter().enumerate() {
                    roles[at].0 |= at + window >= first && at < behind + window;
                    roles[at].1 |= part(word);
                }
            }
            for ((term, form, ..), role) in words.into_iter().zip(roles) {
                if role == (true, false) {
                    *near.entry(term).or_default().entry(form).or_default() += 1;
                }
            }
        }
    }
    (occurrences, near)
}

#[test]
fn words_near_a_query_are_those_of_the_whole_texts() {
    for (seed, languages) in [(5, &["en"][..]), (6, &LANGUAGES)] {
        let (_place, index) = generated(seed, languages, 240);
        let mut dice = Dice::new(seed);
        let mut queries: Vec<String> =
            ["salt", "the", "sal*", "\"the ferry\"", "salt OR tax"].map(String::from).into();
        queries.extend((0..60).map(|_| query(&mut dice, 2)));
        let mut compared = 0;
        for text in queries {
            let Some((articles, matcher)) = found(&index, &text) else { continue };
            let window = [1, 3, 5, 40][dice.below(4)];
            let (occurrences, wanted) = near(&articles, &matcher, window);
            let answer = collocation(&index, &question(&text), window as u32, 1, usize::MAX);
            let answer = answer.expect("an answer");
            assert_eq!(answer.occurrences, occurrences, "{text} within {window}");
            let total: u64 = wanted.values().flat_map(BTreeMap::values).sum();
            assert_eq!(answer.positions, total, "{text} within {window}");
            assert_eq!(answer.collocates.len(), wanted.len(), "{text} within {window}");
            for word in answer.collocates {
                let forms = &wanted[&word.term];
                assert_eq!(word.near, forms.values().sum::<u64>(), "{text}: {}", word.term);
                let mut sorted: Vec<(u64, &String)> =
                    forms.iter().map(|(form, count)| (*count, form)).collect();
                sorted.sort_by(|a, b| b.cmp(a));
                let sorted: Vec<&String> = sorted.into_iter().map(|(_, form)| form).collect();
                assert_eq!(word.forms.iter().collect::<Vec<_>>(), sorted, "{text}: {}", word.term);
                compared += 1;
            }
        }
        assert!(compared > 500, "{compared} words");
    }
}

/// A keyword: its term and forms, the numbers of articles of its period and of all periods, and its score.
type Burst = (String, Vec<String>, u64, u64, f64);

/// Returns the bursts of each period, from the terms of every article. A period is named by the first `name` characters
/// of its days.
fn bursts(
    articles: &[Article],
    least: u64,
    limit: usize,
    name: usize,
) -> BTreeMap<String, Vec<Burst>> {
    let mut analyzer = Analyzer::default();
    let mut newest: BTreeMap<String, Vec<HashMap<String, usize>>> = BTreeMap::new();
    let mut by_period: BTreeMap<String, (u64, BTreeMap<String, u64>)> = BTreeMap::new();
    for article in articles {
        let mut forms: BTreeMap<String, HashMap<String, usize>> = BTreeMap::new();
        for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
            for (term, form, ..) in words(&mut analyzer, article, text) {
                *forms.entry(term).or_default().entry(form).or_default() += 1;
            }
        }
        let terms: BTreeSet<String> = forms.keys().cloned().collect();
        for (term, forms) in forms {
            newest.entry(term).or_default().push(forms);
        }
        let date = article.date.filter(|date| date.first_day() == date.last_day());
        let Some(date) = date else { continue };
        let (size, counts) =
            by_period.entry(date.first_day().to_string()[..name].to_string()).or_default();
        *size += 1;
        terms.into_iter().for_each(|term| *counts.entry(term).or_default() += 1);
    }
    let size: u64 = by_period.values().map(|(size, _)| size).sum();
    let mut all: HashMap<&str, u64> = HashMap::new();
    for (term, count) in by_period.values().flat_map(|(_, counts)| counts) {
        *all.entry(term).or_default() += count;
    }
    let of_period = |(part_size, counts): &(u64, BTreeMap<String, u64>)| {
        let mut bursts = Vec::new();
        for (term, part) in counts.iter().filter(|(_, count)| **count >= least) {
            let all = all[term.as_str()];
            let (rest, rest_size) = (all - part, size - part_size);
            let table = Table { part: *part, part_size: *part_size, rest, rest_size };
            let score = table.log_likelihood();
            if score > 0.0 {
                bursts.push((term.clone(), Vec::new(), *part, all, score));
            }
        }
        bursts.sort_by(|a, b| b.4.total_cmp(&a.4).then_with(|| a.0.cmp(&b.0)));
        bursts.truncate(limit);
        for (term, forms, ..) in &mut bursts {
            let mut counted: HashMap<&str, usize> = HashMap::new();
            for (form, count) in newest[term.as_str()].iter().take(5).flatten() {
                *counted.entry(form).or_default() += count;
            }
            let mut sorted: Vec<(&str, usize)> = counted.into_iter().collect();
            sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
            *forms = sorted.into_iter().map(|(form, _)| form.to_string()).collect();
        }
        bursts
    };
    by_period.iter().map(|(period, counts)| (period.clone(), of_period(counts))).collect()
}

#[test]
fn bursts_are_those_that_every_article_shows() {
    for (seed, languages) in [(7, &["en"][..]), (8, &LANGUAGES)] {
        let (_place, index) = generated(seed, languages, 300);
        let mut compared = 0;
        for text in ["", "lang:en", "NOT lang:fr"] {
            let (articles, _) = found(&index, text).expect("a query");
            for (least, limit, interval, name) in [
                (1, 10, Interval::Day, 10),
                (2, 3, Interval::Month, 7),
                (1, usize::MAX, Interval::Month, 7),
            ] {
                let interval = Some(interval);
                let wanted = Wanted { limit, least, all_words: true, interval };
                let answer = terms(&index, &question(text), &wanted).expect("an answer");
                let bursts = bursts(&articles, least, limit, name);
                for (period, keys) in answer.parts {
                    let period = period.expect("a period");
                    let found = keys
                        .into_iter()
                        .map(|key| (key.term, key.forms, key.articles, key.all, key.score));
                    let found: Vec<Burst> = found.collect();
                    compared += found.len();
                    assert_eq!(found, bursts[&period], "{text:?} in {period}");
                }
            }
        }
        assert!(compared > 500, "{compared} words");
    }
}
