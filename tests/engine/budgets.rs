//! A search ends when its budget does: it fails, and never returns a part of its answer.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use dateline::answers::{collocates, kwic};
use dateline::engine::{Budget, FacetKind, Request, Sort};
use dateline::error::{Kind, Result};
use dateline::query::tree::Tree;
use dateline::searching::{Ask, Index, search};

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
        let spent = index.within(&Budget::until_set(flag));
        for query in ["salt", "salt tax", "\"salt tax\"", "sal*", "salt w/5 tax", "salt OR tax", ""]
        {
            for sort in [None, Some(Sort::Newest), Some(Sort::Oldest)] {
                let facets = vec![FacetKind::Source];
                let ask = Ask { sort, facets, ..Ask::of(question(query), 10) };
                assert_eq!(kind(search(&spent, &ask)), Some(Kind::Cancelled), "{query}");
            }
            let listed = kwic::concordance(&spent, &question(query), 30, &[], |_| Ok(true));
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
    let within = index.within(&Budget::until_set(Arc::clone(&flag)));
    let mut lines = 0;
    let listed = kwic::concordance(&within, &question("ferry"), 30, &[], |_| {
        lines += 1;
        flag.store(true, std::sync::atomic::Ordering::Relaxed);
        Ok(true)
    });
    assert_eq!(kind(listed), Some(Kind::Cancelled));
    assert!(lines > 0 && lines < 4_000, "{lines} lines were visited");
}
