//! Laws of searching that hold for every engine: the one in a folder and the one in memory.

use std::collections::BTreeMap;

use serde_json::json;

use dateline::engine::{Facet, FacetKind, Sort};
use dateline::searching::{Answer, Ask, Index, search};

use super::{in_memory, question};
use crate::dice::Dice;
use crate::harness::{Place, with_corpus};

/// Returns the index of a place in each engine.
fn engines(place: &Place) -> [Index; 2] {
    let index = Index::open(&place.path(".dateline")).expect("the index");
    [in_memory(&index), index]
}

/// Answers a search that `change` completes.
fn answer(index: &Index, query: &str, limit: usize, change: impl FnOnce(&mut Ask)) -> Answer {
    let mut ask = Ask::of(question(query), limit);
    change(&mut ask);
    search(index, &ask).unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// Returns the keys and scores of a page.
fn page(
    index: &Index,
    query: &str,
    sort: Sort,
    offset: usize,
    limit: usize,
) -> Vec<(String, Option<f32>)> {
    let answer = answer(index, query, limit, |ask| {
        ask.sort = Some(sort);
        ask.offset = offset;
    });
    answer.hits.into_iter().map(|hit| (hit.found.article.key, hit.score)).collect()
}

#[test]
fn two_pages_joined_are_the_longer_page() {
    for index in engines(&with_corpus()) {
        for (query, sort) in [
            ("salt OR ferry OR the", Sort::Relevance),
            ("the", Sort::Newest),
            ("the", Sort::Oldest),
            ("", Sort::Newest),
        ] {
            let whole = page(&index, query, sort, 0, 60);
            for step in [1, 7, 20] {
                let joined: Vec<_> = (0..60)
                    .step_by(step)
                    .flat_map(|at| page(&index, query, sort, at, step.min(60 - at)))
                    .collect();
                assert_eq!(joined, whole, "{query:?} by {sort:?}, {step} a page");
            }
        }
    }
}

/// The best 1,000 articles are rescored, the others keep their first score.
#[test]
fn pages_join_across_the_rescoring_depth() {
    let mut dice = Dice::new(17);
    let mut lines = String::new();
    for number in 0..1_300 {
        let count = [20, 60, 200][dice.below(3)];
        let words: Vec<String> = (0..count)
            .map(|at| match dice.below(3) {
                _ if at == 0 => "ferry".into(),
                0 => ["ferry", "harbour", "storm"][dice.below(3)].to_string(),
                _ => format!("filler{}", dice.below(300)),
            })
            .collect();
        let title = if dice.below(4) == 0 { "The ferry" } else { "News" };
        let date = format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
        let line = json!({"date": date, "title": title, "body": words.join(" ")});
        lines.push_str(&format!("{line}\n"));
    }
    let place = Place::new();
    place.write("all.jsonl", lines);
    place.index("all.jsonl");
    for (query, least) in [("ferry -quarry", 1_300), ("(ferry OR harbour) -filler7", 1_050)] {
        let plan = place.ends(0, &["explain", "-v", query]);
        assert!(plan.contains("rescore the best 1000 at the end"), "{plan}");
        for index in engines(&place) {
            let whole = page(&index, query, Sort::Relevance, 0, 1_300);
            assert!(whole.len() >= least, "{} hits", whole.len());
            for (first, step) in [(985, 7), (900, 150), (0, 1_000), (999, 1)] {
                let end = (first + 4 * step).min(whole.len());
                let joined: Vec<_> = (first..end)
                    .step_by(step)
                    .flat_map(|at| page(&index, query, Sort::Relevance, at, step.min(end - at)))
                    .collect();
                assert_eq!(joined, whole[first..end], "{query} from {first}, {step} a page");
            }
        }
    }
}

/// The counts of a query do not depend on the rest of the request.
#[test]
fn counts_do_not_depend_on_what_else_is_asked_for() {
    const DATES: [(Option<&str>, Option<&str>, bool); 4] = [
        (None, None, false),
        (Some("2024"), None, false),
        (Some("2023-03-05T10:00"), Some("2025-01-15T12:00"), false),
        (None, Some("2024-06"), true),
    ];
    const CHANGES: [fn(&mut Ask); 6] = [
        |ask| ask.sort = Some(Sort::Newest),
        |_| {},
        |ask| ask.limit = 0,
        |ask| ask.facets = vec![FacetKind::Source],
        |ask| ask.sort = Some(Sort::Oldest),
        |ask| ask.half_life = Some(30.0 * 86_400.0),
    ];
    for index in engines(&with_corpus()) {
        for query in [
            "the",
            "salt",
            "salt tax",
            "the OR salt",
            "the salt",
            "sal*",
            "salt -tax",
            "salt w/5 tax",
        ] {
            for (since, until, inexact) in DATES {
                let counts = CHANGES.map(|change| {
                    let counts = answer(&index, query, 10, |ask| {
                        ask.question.since = since.map(str::to_string);
                        ask.question.until = until.map(str::to_string);
                        ask.question.inexact = inexact;
                        change(ask);
                    })
                    .counts;
                    (counts.total, counts.undated, counts.imprecise, counts.undated_excluded)
                });
                let (_, undated, imprecise, excluded) = counts[0];
                let all_kinds = imprecise > 0 && undated + excluded > 0;
                assert!(query != "the" || all_kinds || until.is_some(), "{since:?}: {counts:?}");
                for other in counts {
                    assert_eq!(other, counts[0], "{query} {since:?} {until:?}");
                }
            }
        }
    }
}

#[test]
fn date_facets_sum_to_the_total_at_each_level() {
    const LEVELS: [FacetKind; 5] =
        [FacetKind::Year, FacetKind::Month, FacetKind::Day, FacetKind::Source, FacetKind::Lang];
    for index in engines(&with_corpus()) {
        for (query, since, until, inexact) in [
            ("", None, None, false),
            ("the", None, None, false),
            ("salt OR storm", None, None, false),
            ("the", Some("2023"), None, false),
            ("the", Some("2024"), Some("2024"), true),
        ] {
            let answer = answer(&index, query, 10, |ask| {
                ask.question.since = since.map(str::to_string);
                ask.question.until = until.map(str::to_string);
                ask.question.inexact = inexact;
                ask.facets = LEVELS.to_vec();
            });
            let facets: BTreeMap<&str, &Facet> =
                answer.facets.iter().map(|facet| (facet.kind.name(), facet)).collect();
            for (name, facet) in &facets {
                let sum: u64 = facet.values.iter().map(|(_, count)| count).sum();
                let all = sum + facet.without + facet.coarser;
                assert_eq!(all, answer.counts.total, "{query} {since:?} {name}");
            }
            assert_eq!(facets["year"].without, answer.counts.undated);
            assert_eq!(facets["day"].coarser, answer.counts.imprecise);
            for (fine, coarse, length) in [("day", "month", 7), ("month", "year", 4)] {
                for (name, count) in &facets[coarse].values {
                    let within = facets[fine].values.iter();
                    let within = within.filter(|(value, _)| &value[..length] == name);
                    let sum: u64 = within.map(|(_, count)| count).sum();
                    assert!(sum <= *count, "{query} {since:?} {name}");
                }
            }
        }
    }
}
