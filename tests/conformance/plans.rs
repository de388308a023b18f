//! Every plan of a request gives the same answer: the same counts, page and scores.
//!
//! The plan that scans is the reference, and it finds what `matching/` finds.

use dateline::analysis::Analyzer;
use dateline::article::{Article, day_number};
use dateline::engine::embedded::{Choice, EmbeddedEngine};
use dateline::engine::{FacetKind, Hits, Request, Sort};
use dateline::matching::Matcher;
use dateline::query::Tree;
use dateline::query::tree::{Bound, DateRange};
use dateline::ranking::Recency;
use dateline::searching::Index;

use super::generated::{LANGUAGES, article, query};
use super::tree;
use crate::dice::Dice;
use crate::harness::{NOW, Place};

/// Plain words, for which there are the most plans.
const PLAIN: [&str; 12] = [
    "oil", "price", "tax", "salt", "ferry", "nation", "talk", "peace", "minister", "rise", "cuba",
    "kellogg",
];

/// The number of queries for each archive. Half of them are of plain words.
const QUERIES: usize = 120;

#[test]
fn every_plan_gives_the_same_answer() {
    compare_plans(20_261_129, &[]);
}

#[test]
fn every_plan_gives_the_same_answer_in_every_language() {
    compare_plans(20_261_130, &LANGUAGES);
}

fn compare_plans(seed: u64, languages: &[&str]) {
    let mut dice = Dice::new(seed);
    let place = Place::new();
    let mut number = 0;
    let mut lines = |count: usize, dice: &mut Dice| -> Vec<String> {
        number += count;
        (number - count..number).map(|number| article(dice, number, languages)).collect()
    };
    // Later runs add few articles, so that their segments are not merged. One of them deletes documents.
    let first = lines(1_500, &mut dice);
    place.write("in/a.jsonl", first.join("\n"));
    place.index("in");
    for file in ["in/b.jsonl", "in/c.jsonl"] {
        place.write(file, lines(120, &mut dice).join("\n"));
        place.index("in");
    }
    place.write("in/a.jsonl", first[20..].join("\n"));
    place.index("in");
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let engine = EmbeddedEngine::open(&place.path(".dateline")).expect("the index");
    let everything = Request { limit: 2_000, ..Request::counting(&Tree::All) };
    let articles: Vec<Article> = index
        .engine
        .search(&everything)
        .expect("an answer")
        .hits
        .into_iter()
        .map(|hit| hit.article)
        .collect();
    let mut tried = Vec::new();
    for number in 0..QUERIES {
        let text = match number % 2 {
            0 => {
                let words: Vec<&str> = (0..1 + dice.below(4)).map(|_| dice.pick(&PLAIN)).collect();
                words.join(if dice.below(2) == 0 { " " } else { " OR " })
            }
            _ => {
                let depth = dice.below(3);
                query(&mut dice, depth)
            }
        };
        compare(&index, &engine, &text, &articles, &mut tried);
    }
    for choice in [
        Choice::Selected,
        Choice::Scan,
        Choice::TermScan,
        Choice::TermPruned,
        Choice::Conjunction,
        Choice::Window,
        Choice::Pruned,
        Choice::DateOrder,
        Choice::CountScan,
    ] {
        assert!(tried.contains(&choice), "{choice} was tried");
    }
}

fn compare(
    index: &Index,
    engine: &EmbeddedEngine,
    text: &str,
    articles: &[Article],
    tried: &mut Vec<Choice>,
) {
    let tree = tree(index, text, NOW);
    let (matcher, mut analyzer) = (Matcher::new(&tree), Analyzer::default());
    let matching = articles.iter().filter(|article| matcher.matches(&mut analyzer, article));
    let mut meant: Vec<i64> = matching.map(Article::order).collect();
    meant.sort_unstable();
    let day = |month| {
        let day = chrono::NaiveDate::from_ymd_opt(2025, month, 10).expect("a day");
        Some(Bound::Day(day_number(day)))
    };
    let spring = DateRange { since: day(3), until: day(6), ..DateRange::default() };
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        for (limit, facets) in [
            (10, Vec::new()),
            (2_000, Vec::new()),
            (0, Vec::new()),
            (3, vec![FacetKind::Source, FacetKind::Month]),
            (0, vec![FacetKind::Source, FacetKind::Day]),
        ] {
            let request = Request { sort, limit, facets, ..Request::counting(&tree) };
            let all = agree(engine, &request, text, tried);
            assert_eq!(all.total as usize, meant.len(), "{text}: the total");
            if sort == Sort::Relevance {
                let recency = Some(Recency { half_life: 90.0 * 86_400.0, as_of: None });
                agree(engine, &Request { recency, ..request.clone() }, text, tried);
            }
            agree(engine, &Request { when: spring, ..request }, text, tried);
        }
        let request = Request { sort, limit: 2_000, ..Request::counting(&tree) };
        let (_, plan) = plan_of(engine, &request, Choice::Scan);
        let (_, page) = engine.execute(&request, &plan).expect("an answer");
        let mut found: Vec<i64> = page.iter().map(|(order, _)| *order).collect();
        found.sort_unstable();
        assert_eq!(found, meant, "{text}: a scan finds what matches");
    }
}

fn plan_of(
    engine: &EmbeddedEngine,
    request: &Request,
    wanted: Choice,
) -> (Choice, dateline::engine::embedded::Plan) {
    let plans = engine.plans(request).expect("plans");
    plans.into_iter().find(|(choice, _)| *choice == wanted).expect("the plan")
}

/// Executes every plan of a request and compares the answers.
fn agree(engine: &EmbeddedEngine, request: &Request, text: &str, tried: &mut Vec<Choice>) -> Hits {
    let counts = |hits: &Hits| {
        let dates = (hits.undated, hits.imprecise, hits.undated_excluded, hits.overlapping);
        (hits.total, dates, hits.facets.clone())
    };
    let mut plans = engine.plans(request).expect("plans");
    // The reference comes first.
    if let Some(at) = plans.iter().position(|(choice, _)| *choice == Choice::Scan) {
        plans.swap(0, at);
    }
    let mut reference = None;
    for (choice, plan) in &plans {
        let (hits, page) = engine.execute(request, plan).expect("an answer");
        if !tried.contains(choice) {
            tried.push(*choice);
        }
        let what = format!("{text}: {choice} for {} by {:?}", request.limit, request.sort);
        match &reference {
            None => reference = Some((hits, page)),
            Some((hits_of_scan, page_of_scan)) => {
                assert_eq!(counts(&hits), counts(hits_of_scan), "{what}: the counts");
                assert_eq!(&page, page_of_scan, "{what}: the page");
            }
        }
    }
    reference.expect("a plan").0
}

#[test]
fn explain_shows_the_plan_when_asked_for_more() {
    let place = crate::harness::with_corpus();
    let plain = place.ends(0, &["explain", "salt tax"]);
    assert!(!plain.contains("segment 1"), "{plain}");
    let verbose = place.ends(0, &["explain", "-v", "salt tax"]);
    assert!(verbose.starts_with(plain.trim_end()), "{verbose}");
    assert!(verbose.contains("rescore each match when it is found"), "{verbose}");
    let words = place.ends(0, &["explain", "-v", "salt", "--since", "2025"]);
    assert!(words.contains("rank: scan of a posting list; count: while ranking"), "{words}");
    // tantivy does not prune boosted words.
    let boosted = place.ends(0, &["explain", "-v", "salt^2"]);
    assert!(boosted.contains("rank: scan of all matches; count: while ranking"), "{boosted}");
}
