//! `--expand` changes the order of hits, and nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use dateline::searching::{Index, Query};

use crate::harness::Place;

/// Returns an archive in which some articles about a strike name it, and others of its words.
fn archive() -> Place {
    let place = Place::new();
    let mut lines = Vec::new();
    let mut article = |day: usize, title: &str, body: &str| {
        let object = serde_json::json!({
            "date": format!("2024-03-{day:02}"), "title": title, "body": body,
            "source": if day.is_multiple_of(2) { "Northern Wire" } else { "Harbour Post" },
        });
        lines.push(object.to_string());
    };
    for day in 1..=16 {
        let body =
            format!("The walkout of dockers shut the quay. Cranes stood still on day {day}.");
        article(day, "Walkout at the port", &body);
    }
    // Of two articles that name the walkout once, the newer one has nothing else in common with the others.
    article(
        10,
        "Dockers talk",
        "Cranes and the quay wait. The walkout of dockers goes on for now.",
    );
    article(
        20,
        "School opens",
        "Lessons begin in a new hall. A walkout by pupils ended soon there.",
    );
    for number in 0..120 {
        let body = format!("Sun and rain at place {number}, with wind from the sea.");
        article(1 + number % 20, "Weather", &body);
    }
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    place
}

fn titles(answer: &Value) -> Vec<String> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["title"].as_str().unwrap_or_default().to_string()).collect()
}

/// Returns the snippets and the marked title of each hit, by key.
fn shown(answer: &Value) -> BTreeMap<String, String> {
    let hits = answer["hits"].as_array().expect("hits").iter();
    let of_hit = |hit: &Value| format!("{} {}", hit["snippets"], hit["title_parts"]);
    hits.map(|hit| (hit["key"].to_string(), of_hit(hit))).collect()
}

#[test]
fn an_expansion_reorders_hits_and_changes_nothing_else() {
    let place = archive();
    let flags = ["walkout", "-n", "50", "--facets", "source,month", "--snippets", "2"];
    let plain = place.search(&flags);
    let expanded = place.search(&[&flags[..], &["--expand"]].concat());
    for member in ["total", "undated", "imprecise", "facets", "facet_gaps", "next_offset"] {
        assert_eq!(plain[member], expanded[member], "{member}");
    }
    assert_eq!(plain["total"], 18);
    assert_eq!(shown(&plain), shown(&expanded));
    let place_of = |answer: &Value, title: &str| {
        titles(answer).iter().position(|other| other == title).expect("a hit")
    };
    assert!(place_of(&plain, "School opens") < place_of(&plain, "Dockers talk"));
    assert!(place_of(&expanded, "Dockers talk") < place_of(&expanded, "School opens"));
    assert_eq!(expanded["query"]["read_as"], plain["query"]["read_as"]);
    assert!(plain["query"]["expanded"].is_null());
    // The terms are those of the best articles, and their weights add up to 1.
    let terms = expanded["query"]["expanded"].as_array().expect("terms");
    let words: Vec<&str> = terms.iter().filter_map(|term| term["word"].as_str()).collect();
    assert!(words.contains(&"dockers") && words.contains(&"quay"), "{words:?}");
    let weights: f64 = terms.iter().filter_map(|term| term["weight"].as_f64()).sum();
    assert!((weights - 1.0).abs() < 1e-4, "{weights}");
    // Pages of any size fit together.
    let mut paged = Vec::new();
    for offset in 0..18 {
        let offset = offset.to_string();
        let page = place.search(&["walkout", "--expand", "-n", "1", "--offset", &offset]);
        paged.extend(titles(&page));
    }
    assert_eq!(paged, titles(&expanded));
}

#[test]
fn the_number_of_terms_and_their_weights_are_shown() {
    let place = archive();
    let three = place.search(&["walkout", "--expand", "--expand-terms", "3"]);
    assert_eq!(three["query"]["expanded"].as_array().map(Vec::len), Some(3));
    let arguments = ["explain", "walkout", "--expand", "--expand-terms", "3"];
    let explained = place.json(&[&arguments[..], &["--json"]].concat());
    assert_eq!(explained["query"]["expanded"], three["query"]["expanded"]);
    let text = place.ends(0, &arguments);
    assert!(text.contains("also ranked by\n  0."), "{text}");
    let text = place.ends(0, &["search", "walkout", "--expand"]);
    assert!(text.contains("also ranked by ") && text.contains("dockers"), "{text}");
    let lines = place.ends(0, &["search", "walkout", "--expand", "-o", "jsonl"]);
    assert_eq!(lines.lines().count(), 10);
}

#[test]
fn an_expansion_without_effect_is_reported() {
    let place = archive();
    let notices = |arguments: &[&str]| {
        let answer = place.search(&[arguments, &["--expand"]].concat());
        answer["query"]["notices"].to_string()
    };
    let all = notices(&["walkout quay"]);
    assert!(all.contains("--match any also finds others"), "{all}");
    for quiet in [&["walkout quay", "--match", "any"][..], &["walkout"], &["\"the quay\""]] {
        assert_eq!(notices(quiet), "[]", "{quiet:?}");
    }
    assert!(notices(&["source:Northern*"]).contains("a query without words has no scores"));
    assert!(notices(&["zzzz"]).contains("no article has terms to expand with"));
    let output = place.run(&["search", "walkout", "--expand", "--sort", "newest"]);
    assert_eq!(output.status.code(), Some(2));
    place.ends(2, &["search", "walkout", "--expand-terms", "5"]);
    place.ends(2, &["search", "walkout", "--expand", "--expand-terms", "0"]);
}

#[test]
fn filters_phrases_patterns_and_capitals_can_be_expanded() {
    let place = archive();
    for query in [
        "walkout OR quay",
        "walkout quay",
        "\"the walkout\" source:\"Northern Wire\"",
        "walk* date:2024",
        "walkout w/9 dockers",
        "=walkout",
        "SCHOOL OR walkout",
        "walkout -school",
        "title:walkout",
        "walkout^2 OR quay",
    ] {
        for flags in [&[][..], &["--since", "2024-03-02"], &["--recency", "30d"]] {
            let arguments = [&[query, "-n", "50", "--match", "any"], flags].concat();
            let plain = place.search(&arguments);
            let expanded = place.search(&[&arguments[..], &["--expand"]].concat());
            assert_eq!(plain["total"], expanded["total"], "{query} {flags:?}");
            assert_eq!(shown(&plain), shown(&expanded), "{query} {flags:?}");
            let hits = expanded["hits"].as_array().expect("hits");
            let scores: Vec<f64> = hits.iter().filter_map(|hit| hit["score"].as_f64()).collect();
            assert_eq!(scores.len(), hits.len(), "{query} {flags:?}");
            let is_sorted = scores.is_sorted_by(|a, b| a >= b);
            assert!(is_sorted || query.contains("SCHOOL"), "{query} {flags:?}: {scores:?}");
        }
    }
}

#[test]
fn the_library_expands_as_the_command_line_does() {
    let place = archive();
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let query = || Query::new("walkout").limit(50);
    let answer = index.search(&query().expand(50)).expect("an answer");
    let keys: Vec<&str> = answer.hits.iter().map(|hit| hit.found.article.key.as_str()).collect();
    assert_eq!(keys, place.hits("key", &["walkout", "--expand", "-n", "50"]));
    assert!(answer.expanded.is_some_and(|terms| !terms.is_empty()));
    assert!(index.search(&query()).expect("an answer").expanded.is_none());
}
