//! Generated queries on generated articles: the engine finds what the enumerator finds.

use std::path::Path;

use serde_json::json;

use dateline::analysis::Analyzer;
use dateline::answers::batch;
use dateline::answers::export::{self, Export, Row, Sink};
use dateline::answers::timeline::{self, Interval};
use dateline::article::Article;
use dateline::engine::embedded::EmbeddedEngine;
use dateline::engine::{Request, Sort};
use dateline::matching::Matcher;
use dateline::page::rows::Format;
use dateline::query::Tree;
use dateline::searching::{self, Ask, Index, Question};

use super::enumerator::take_apart;
use super::tree;
use crate::dice::Dice;
use crate::harness::{NOW, Place};

/// Words that often occur together, in several forms and capitalizations.
const WORDS: [&str; 49] = [
    "oil",
    "Oil",
    "OIL",
    "oils",
    "price",
    "prices",
    "priced",
    "tax",
    "Tax",
    "taxes",
    "salt",
    "Salt",
    "ferry",
    "ferries",
    "Ferry",
    "nation",
    "nations",
    "national",
    "inflation",
    "NATO",
    "US",
    "us",
    "U.S.",
    "who",
    "WHO",
    "café",
    "cafe",
    "Kellogg's",
    "Kellogg",
    "state-of-the-art",
    "minister",
    "ministers",
    "prime",
    "talks",
    "talk",
    "peace",
    "rise",
    "rises",
    "fall",
    "in",
    "cub",
    "Cubs",
    "Cuba",
    "CHINA",
    "chin",
    "caras",
    "werk",
    "werkt",
    "gewerkt",
];

/// Languages whose stemmers conflate some of these words, and one without a stemmer.
pub const LANGUAGES: [&str; 8] = ["en", "en", "es", "fr", "tr", "de", "nl", "zh"];

const GAPS: [&str; 8] = [" ", " ", " ", " ", " ", ", ", ". ", ".\n\n"];

fn text(dice: &mut Dice, words: usize) -> String {
    let mut text = String::new();
    for _ in 0..words {
        text.push_str(dice.pick(&WORDS));
        text.push_str(dice.pick(&GAPS));
    }
    text.trim().to_string()
}

pub fn article(dice: &mut Dice, number: usize, languages: &[&str]) -> String {
    let words = dice.below(5);
    let mut title = text(dice, words).replace('\n', " ");
    if dice.below(3) == 0 {
        title = title.to_uppercase();
    }
    let words = 1 + dice.below(24);
    let mut line = json!({
        "title": title,
        "url": format!("g{number:04}"),
        "body": text(dice, words),
        "source": dice.pick(&["AP", "Reuters", "Le Monde"]),
        "id": number.to_string(),
    });
    if dice.below(2) == 0 {
        line["byline"] =
            json!(dice.pick(&["Jane Roe", "JANE ROE and René Doe", "O'Neil-Roe, Ann"]));
        line["section"] = json!(dice.pick(&["Ports", "Café Culture", "ports"]));
    }
    if !languages.is_empty() {
        line["lang"] = json!(dice.pick(languages));
    }
    match dice.below(4) {
        0 => {}
        1 => line["date"] = json!(format!("2025-{:02}", 1 + dice.below(12))),
        _ => {
            let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
            line["date"] = json!(format!("2025-{month:02}-{day:02}"));
        }
    }
    line.to_string()
}

const LEAVES: [&str; 50] = [
    "oil",
    "price",
    "tax",
    "salt",
    "ferry",
    "nation",
    "talk",
    "peace",
    "minister",
    "us",
    "who",
    "in",
    "cafe",
    "kellogg",
    "=Oil",
    "=oil",
    "=prices",
    "=US",
    "caps(oil)",
    "allcaps(salt)",
    "nocaps(tax)",
    "=price",
    "=tax",
    "caps(*s)",
    "allcaps(*es)",
    "allcaps(pri*)",
    "nocaps(*e)",
    "nocaps(?ax)",
    "?ri?e",
    "nat*",
    "*tion",
    "pri?e",
    "/ta(x|lk)s?/",
    "farry~1",
    "pricse~",
    "\"prime minister\"",
    "\"peace talk*\"",
    "\"oil price tax\"~3",
    "state-of-the-art",
    "\"us oil\"~2",
    "title:oil",
    "body:(tax OR salt)",
    "cuba",
    "china",
    "cara",
    "caps(cuba)",
    "allcaps(cubs)",
    "nocaps(chin)",
    "=cub",
    "\"national cuba\"",
];

fn positional(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 || dice.below(3) == 0 {
        return dice.pick(&LEAVES).to_string();
    }
    match dice.below(6) {
        0 => format!("({} OR {})", positional(dice, depth - 1), positional(dice, depth - 1)),
        1 => {
            let zone = ["lead", "first/8", "title", "body"][dice.below(4)];
            format!("{zone}({})", positional(dice, depth - 1))
        }
        _ => {
            let operator = match dice.below(8) {
                0 => "w/s".to_string(),
                1 => "w/p".to_string(),
                2 => "pre/s".to_string(),
                3 => format!("not w/{}", 1 + dice.below(6)),
                4 => dice.pick(&["not w/s", "not w/p", "not pre/2"]).to_string(),
                5 => format!("pre/{}", 1 + dice.below(6)),
                _ => format!("w/{}", 1 + dice.below(8)),
            };
            let (a, b) = (positional(dice, depth - 1), positional(dice, depth - 1));
            format!("({a} {operator} {b})")
        }
    }
}

pub fn query(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return positional(dice, 2);
    }
    match dice.below(10) {
        0 => format!("({} OR {})", query(dice, depth - 1), query(dice, depth - 1)),
        1 | 2 => format!("({} {})", query(dice, depth - 1), query(dice, depth - 1)),
        3 => format!("({} NOT {})", query(dice, depth - 1), query(dice, depth - 1)),
        4 => format!("atleast{}({})", 2 + dice.below(2), positional(dice, 1)),
        5 => {
            let filter = dice.pick(&[
                "source:ap",
                "source:(reuters OR \"le monde\")",
                "source:re*",
                "byline:roe",
                "byline:\"rene doe\"",
                "author:o'n*",
                "section:(ports OR café*)",
                "id:1?",
                "words:>9",
                "words:3..12",
                "date:2025-03",
                "date:2025-03..2025-06-15",
                "date:none",
                "date:inexact",
                "before:2025-07",
            ]);
            format!("({} {filter})", query(dice, depth - 1))
        }
        _ => positional(dice, 2),
    }
}

const ARTICLES: usize = 5_000;
/// The number of queries. `DATELINE_QUERIES` overrides it.
const QUERIES: usize = 500;

#[test]
fn made_up_queries_find_what_they_mean() {
    ask_made_up_queries(20_250_531, &[], 1);
}

#[test]
fn made_up_queries_find_what_they_mean_in_every_language() {
    ask_made_up_queries(20_261_125, &LANGUAGES, 2);
}

/// Asks one in `of` of the queries for an archive in some languages.
fn ask_made_up_queries(seed: u64, languages: &[&str], of: usize) {
    let mut dice = Dice::new(seed);
    let place = Place::new();
    let lines: Vec<String> =
        (0..ARTICLES).map(|number| article(&mut dice, number, languages)).collect();
    place.write("in/articles.jsonl", lines.join("\n"));
    assert_eq!(place.index("in")["articles"]["total"], ARTICLES);
    let count = std::env::var("DATELINE_QUERIES").ok().and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(QUERIES) / of;
    let queries: Vec<String> = (0..count)
        .map(|_| {
            let depth = dice.below(3);
            query(&mut dice, depth)
        })
        .collect();
    let folder = place.path(".dateline");
    std::thread::scope(|threads| {
        for half in queries.chunks(count.div_ceil(2)) {
            let folder = &folder;
            threads.spawn(move || hold_against_the_enumerator(folder, half));
        }
    });
}

fn hold_against_the_enumerator(folder: &Path, queries: &[String]) {
    let index = Index::open(folder).expect("the index");
    let engine = EmbeddedEngine::open(folder).expect("the index");
    let everything = Request { limit: ARTICLES, ..Request::counting(&Tree::All) };
    let articles: Vec<_> = index.engine.search(&everything).expect("an answer").hits;
    let mut analyzer = Analyzer::default();
    let taken: Vec<_> =
        articles.iter().map(|hit| take_apart(&hit.article, &mut analyzer)).collect();
    for (number, query) in queries.iter().enumerate() {
        let tree = tree(&index, query, NOW);
        let mut wanted: Vec<i64> = taken
            .iter()
            .zip(&articles)
            .filter(|(taken, _)| taken.satisfies(&tree))
            .map(|(_, hit)| hit.article.order())
            .collect();
        wanted.sort_unstable();
        let sort = if number % 2 == 0 { Sort::Relevance } else { Sort::Newest };
        let request = Request { tree: &tree, sort, ..everything.clone() };
        let (hits, mut found) = engine.find(&request).expect("an answer");
        // A page is found without visiting all hits, but equals the beginning of all hits.
        let (counted, page) =
            engine.find(&Request { limit: 7, ..request.clone() }).expect("an answer");
        assert_eq!(counted.total, hits.total, "{query}: the total is the same for every page");
        assert_eq!(page, found[..found.len().min(7)], "{query}: a page is the beginning of all");
        found.sort_unstable();
        assert_eq!(hits.total as usize, found.len(), "{query}: the total is what is found");
        assert_eq!(found, wanted, "{query} read as {tree}");
        if number < LAWFUL {
            let meant = taken.iter().zip(&articles).filter(|(taken, _)| taken.satisfies(&tree));
            let meant: Vec<&Article> = meant.map(|(_, hit)| &hit.article).collect();
            agree(&index, query, &meant);
        }
    }
}

/// The number of queries from each half for which all commands are compared.
const LAWFUL: usize = 125;

/// A sink that collects the keys of an export.
struct Keys(Vec<String>);

impl Sink for Keys {
    fn row(&mut self, row: Row) -> dateline::error::Result<bool> {
        self.0.push(row.key);
        Ok(true)
    }
}

/// Checks that every command gives the same answer: search, timeline, batch and export find the expected articles, the
/// count of each month is right, and the buckets, imprecise and undated articles sum to the total.
fn agree(index: &Index, query: &str, meant: &[&Article]) {
    let now = chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant");
    let question = Question::of(query, now);
    let answer = searching::search(index, &Ask::of(question.clone(), 0)).expect("an answer");
    assert_eq!(answer.counts.total as usize, meant.len(), "{query}");
    let timeline = timeline::timeline(
        index,
        std::slice::from_ref(&question),
        timeline::Length::Exactly(Interval::Month),
        true,
        timeline::ShareOf::Asked,
    );
    let timeline = timeline.expect("a timeline");
    let series = &timeline.series[0];
    let counted: u64 = series.occurrences.iter().flatten().sum();
    assert_eq!(counted as usize, occurrences(&tree(index, query, NOW), meant), "{query}");
    assert_eq!(series.total as usize, meant.len(), "{query}");
    let sum: u64 = series.counts.iter().sum();
    assert_eq!(sum + series.undated + series.imprecise, series.total, "{query}");
    for (start, count) in timeline.starts.iter().zip(&series.counts) {
        let month = Interval::Month.label(*start);
        let exact =
            meant.iter().filter_map(|article| article.date).filter(|date| !date.is_inexact());
        let wanted = exact.filter(|date| date.to_string().starts_with(&month)).count();
        assert_eq!(*count as usize, wanted, "{query} in {month}");
    }
    let line = batch::lines(query);
    let rows = batch::run(index, &line, &question, batch::By::default()).expect("a batch");
    if let [batch::Row { outcome: Ok(counted), .. }] = rows.as_slice() {
        assert_eq!(counted.total as usize, meant.len(), "{query}");
    }
    let export = Export::of(question, &Format::Jsonl);
    let mut keys = Keys(Vec::new());
    let done = export::export(index, &export, &mut keys).expect("an export");
    assert_eq!(done.rows, done.hits.total, "{query}");
    let mut wanted: Vec<&str> = meant.iter().map(|article| article.key.as_str()).collect();
    keys.0.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(keys.0, wanted, "{query}");
}

/// Returns the number of marked places in the articles known to the day.
fn occurrences(tree: &Tree, meant: &[&Article]) -> usize {
    let (matcher, mut analyzer) = (Matcher::new(tree), Analyzer::default());
    let exact = meant.iter().filter(|article| article.date.is_some_and(|date| !date.is_inexact()));
    exact
        .map(|article| {
            matcher.marks(&mut analyzer, article).map_or(0, |marks| marks.occurrences().count())
        })
        .sum()
}
