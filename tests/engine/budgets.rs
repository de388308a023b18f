//! A search ends when its budget does: it fails, and never returns a part of its answer.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use dateline::answers::{collocates, kwic};
use dateline::engine::{Budget, FacetKind, Request, Sort};
use dateline::error::{Kind, Result};
use dateline::query::tree::Tree;
use dateline::searching::{Ask, Index, Query, Representative, search};

use super::{in_memory, question};
use crate::harness::{Place, with_corpus};

/// Returns the kind of error that an answer is.
fn kind<T>(answer: Result<T>) -> Option<Kind> {
    answer.err().map(|error| error.kind)
}

#[test]
fn a_spent_budget_is_an_error_for_every_kind_of_question() {
    let place = with_corpus();
    let index = Index::open(&place.path(".dateline")).expect("the index");
    for index in [in_memory(&index), index] {
        let flag = Arc::new(AtomicBool::new(true));
        let spent = index.within(&Budget::cancelled_by(flag));
        for query in ["salt", "salt tax", "\"salt tax\"", "sal*", "salt w/5 tax", "salt OR tax", ""]
        {
            for sort in [None, Some(Sort::Newest), Some(Sort::Oldest)] {
                let mut ask = Ask::of(question(query), 10);
                ask.sort = sort;
                ask.facets = vec![FacetKind::Source];
                assert_eq!(kind(search(&spent, &ask)), Some(Kind::Cancelled), "{query}");
            }
            let listed =
                kwic::concordance(&spent, &question(query), 30, &[], usize::MAX, |_| Ok(true));
            assert_eq!(kind(listed), Some(Kind::Cancelled), "{query}");
            let near = collocates::collocation(&spent, &question(query), 5, 1, 10);
            assert_eq!(kind(near), Some(Kind::Cancelled), "{query}");
        }
        let everything = Request::counting(&Tree::All);
        assert_eq!(kind(spent.engine.days(&everything)), Some(Kind::Cancelled));
        assert_eq!(kind(spent.engine.words(&everything)), Some(Kind::Cancelled));
        let crossed = spent.engine.crossed(&everything, FacetKind::Source);
        assert_eq!(kind(crossed), Some(Kind::Cancelled));
        // The same index still answers searches with another budget.
        assert!(search(&index, &Ask::of(question("salt"), 10)).is_ok());
    }
}

#[test]
fn a_budget_that_is_spent_while_articles_are_read_ends_the_search() {
    let place = Place::new();
    let line = |number| format!("{{\"title\":\"Ferry {number}\",\"body\":\"A ferry left port.\"}}");
    place.write("in/articles.jsonl", (0..2_000).map(line).collect::<Vec<_>>().join("\n"));
    place.index("in");
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let flag = Arc::new(AtomicBool::new(false));
    let within = index.within(&Budget::cancelled_by(Arc::clone(&flag)));
    let mut lines = 0;
    let listed = kwic::concordance(&within, &question("ferry"), 30, &[], usize::MAX, |_| {
        lines += 1;
        flag.store(true, std::sync::atomic::Ordering::Relaxed);
        Ok(true)
    });
    assert_eq!(kind(listed), Some(Kind::Cancelled));
    assert!(lines > 0 && lines < 4_000, "{lines} lines were visited");
}

/// Returns what a search finds, without what depends on the time.
fn answered(index: &Index, query: &str, sort: Option<Sort>) -> Result<(u64, Vec<String>, String)> {
    let mut ask = Ask::of(question(query), 10);
    ask.sort = sort;
    ask.facets = vec![FacetKind::Source, FacetKind::Month];
    ask.expand = (sort.is_none() && query == "salt tax").then_some(50);
    let answer = search(index, &ask)?;
    let keys = answer.hits.iter().map(|hit| hit.found.article.key.clone()).collect();
    Ok((answer.counts.total, keys, format!("{:?} {:?}", answer.facets, answer.notices)))
}

#[test]
fn a_search_that_ends_at_any_of_its_checks_fails() {
    let place = with_corpus();
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let queries = [
        "salt",
        "salt tax",
        "salt OR ferry",
        "\"salt tax\"",
        "sal* -ferry",
        "salt w/5 tax",
        "title:salt w/s tax",
        "Salt.exact date:2023",
        "source:n* salt",
        "saltt",
        "",
    ];
    let mut ended = 0;
    for query in queries {
        for sort in [None, Some(Sort::Newest), Some(Sort::Oldest)] {
            let whole = answered(&index, query, sort).expect("an answer");
            let done = (1..10_000).find(|checks| {
                let within = index.within(&Budget::of_checks(*checks));
                match answered(&within, query, sort) {
                    Ok(answer) => {
                        assert_eq!(answer, whole, "{query} with {checks} checks");
                        true
                    }
                    Err(error) => {
                        assert_eq!(error.kind, Kind::Cancelled, "{query}: {error}");
                        ended += 1;
                        false
                    }
                }
            });
            assert!(done.is_some(), "{query} never ends");
        }
    }
    assert!(ended > 100, "{ended} searches were ended");
}

#[test]
fn the_library_can_cancel_and_limit_a_search() {
    let place = with_corpus();
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let query = || Query::new("salt");
    assert_eq!(
        index.search(&query().time_limit(Duration::MAX)).expect("an answer").counts.total,
        9
    );
    let late = index.search(&query().time_limit(Duration::ZERO));
    assert_eq!(kind(late), Some(Kind::Timeout));
    let flag = Arc::new(AtomicBool::new(true));
    let cancelled = index.search(&query().cancelled_by(Arc::clone(&flag)));
    assert_eq!(kind(cancelled), Some(Kind::Cancelled));
    // The budget of the index holds as well.
    let within = index.within(&Budget::cancelled_by(flag));
    assert_eq!(kind(within.search(&query())), Some(Kind::Cancelled));
    let every: Result<Vec<_>> =
        index.every(&query().sort(Sort::Oldest)).expect("matches").collect();
    let every = every.expect("articles");
    let dates = every.iter().filter_map(|found| found.article.date);
    let seconds: Vec<i64> = dates.map(|date| date.seconds()).collect();
    assert!(every.len() == 9 && seconds.is_sorted(), "{seconds:?}");
}

#[test]
fn a_search_for_stories_that_ended_goes_on_where_it_ended() {
    // Each story has a second version after some days, over several months.
    let place = Place::new();
    let first = "2024-01-01".parse::<chrono::NaiveDate>().expect("a day");
    let line = |number: usize| {
        let (story, is_second) = (number / 2, number % 2 == 1);
        let day = first + chrono::Days::new((story * 140 / 300 + 5 * (number % 2)) as u64);
        let body = crate::stories::text(story * 20..story * 20 + if is_second { 6 } else { 9 });
        format!("{{\"key\":\"k{number}\",\"date\":\"{day}\",\"body\":\"{body}\"}}")
    };
    place.write("in/articles.jsonl", (0..600).map(line).collect::<Vec<_>>().join("\n"));
    place.index("in");
    let open = || Index::open(&place.path(".dateline")).expect("the index");
    let answered = |index: &Index| -> Result<(Option<u64>, Vec<String>)> {
        let mut ask = Ask::of(question("norhaven"), 1_000);
        ask.unique = Some(Representative::Earliest);
        let answer = search(index, &ask)?;
        let stories = answer.hits.iter().map(|hit| format!("{:?}", hit.story)).collect();
        Ok((answer.stories, stories))
    };
    let whole = answered(&open()).expect("an answer");
    assert_eq!((whole.0, whole.1.len()), (Some(300), 300));
    let mut went_on = 0;
    for checks in (600..1_300).step_by(100) {
        let index = open();
        for tries in 0..40 {
            match answered(&index.within(&Budget::of_checks(checks))) {
                Ok(answer) => {
                    assert_eq!(answer, whole, "{checks} checks");
                    went_on += usize::from(tries > 0);
                    break;
                }
                Err(error) => assert_eq!(error.kind, Kind::Cancelled, "{error}"),
            }
        }
    }
    assert!(went_on > 1, "{went_on} searches went on");
    // Days after those that are known are read from there on.
    let index = open();
    for until in ["2024-02-20", "2024-04-01", "2024-12-31"] {
        let mut ask = Ask::of(question("norhaven"), 1_000);
        ask.question.until = Some(until.into());
        ask.unique = Some(Representative::Earliest);
        let of = |index: &Index| search(index, &ask).expect("an answer");
        let stories = |answer: &dateline::searching::Answer| {
            answer.hits.iter().map(|hit| format!("{:?}", hit.story)).collect::<Vec<_>>()
        };
        assert_eq!(stories(&of(&index)), stories(&of(&open())), "until {until}");
    }
}

#[test]
fn a_walk_over_every_match_keeps_the_budget_of_its_query() {
    let place = Place::new();
    let line = |number| format!("{{\"title\":\"Ferry {number}\",\"body\":\"A ferry left port.\"}}");
    place.write("in/articles.jsonl", (0..300).map(line).collect::<Vec<_>>().join("\n"));
    place.index("in");
    let index = Index::open(&place.path(".dateline")).expect("the index");
    for index in [in_memory(&index), index] {
        let late = index.every(&Query::new("ferry").time_limit(Duration::ZERO));
        assert_eq!(kind(late), Some(Kind::Timeout));
        let flag = Arc::new(AtomicBool::new(false));
        let query = Query::new("ferry").cancelled_by(Arc::clone(&flag));
        let mut every = index.every(&query).expect("matches");
        assert!(every.next().is_some_and(|found| found.is_ok()));
        flag.store(true, std::sync::atomic::Ordering::Relaxed);
        let kinds: Vec<Kind> = every.filter_map(kind).collect();
        assert_eq!(kinds, [Kind::Cancelled], "an error ends the walk");
    }
}
