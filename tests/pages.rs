//! Web pages, tested with the program: paragraphs, languages, and content that is not part of the article.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::harness::Place;

fn page(lang: &str, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang={lang}><head><title>{title}</title>\
         <meta property=article:published_time content=2024-03-05></head>\
         <body><article><h1>{title}</h1>{body}</article></body></html>"
    )
}

const FERRY: &str = "<p>The ferry crews of the island went back to work on Monday after nine days of strike, \
     their union said.</p>\
     <p>The harbour expects the first boats to leave at noon and full service from Wednesday.</p>\
     <h2>Grain</h2>\
     <p>Farmers had asked for help because grain could not be shipped to the mills, they said.</p>\
     <p>The minister called it a good day for everyone and promised a new timetable to all.</p>";

#[test]
fn proximity_and_lead_know_the_paragraphs_of_a_page() {
    let place = Place::new();
    place.write("pages/ferry.html", page("en", "Strike ends", FERRY));
    place.index("pages");
    for (query, total) in [
        ("ferry w/p crews", 1),
        ("ferry w/p grain", 0),
        ("boats w/s ferry", 0),
        ("lead(boats)", 1),
        ("lead(timetable)", 0),
        ("grain w/s farmers", 1),
    ] {
        assert_eq!(place.search(&[query])["total"], total, "{query}");
    }
    let exported = place.ends(0, &["export", "ferry"]);
    let article: Value = serde_json::from_str(exported.trim()).expect("JSON");
    let body = article["body"].as_str().expect("a body");
    assert_eq!(body.split("\n\n").count(), 5, "{body}");
    assert!(body.starts_with("The ferry crews"), "{body}");
}

#[test]
fn languages_are_found_by_each_of_their_codes() {
    let place = Place::new();
    for lang in ["no", "nb", "nn-NO", "kr"] {
        place.write(&format!("pages/{lang}.html"), page(lang, lang, FERRY));
    }
    place.index("pages");
    for (code, total) in [("no", 3), ("nb", 3), ("nn", 3), ("ko", 1), ("kr", 1), ("en", 0)] {
        assert_eq!(place.search(&[&format!("lang:{code}")])["total"], total, "{code}");
        assert_eq!(place.search(&["ferry", "--lang", code])["total"], total, "{code}");
    }
}

#[test]
fn pages_of_scripts_and_parts_of_saved_pages_are_skipped() {
    let place = Place::new();
    place.write("pages/ferry.html", page("en", "Strike ends", FERRY));
    place.write("pages/ferry_files/frame.html", page("en", "Advertisement", FERRY));
    place.write("pages/ferry_files/deep/saved.txt", "date 2024-03-05 1\nTitle\nText of it.\n");
    place.write("pages/other_files/story.html", page("en", "Another story", FERRY));
    place.write(
        "pages/app.html",
        "<!DOCTYPE html><html><head><title>App</title></head><body><div id=root></div>\
         <script src=/app.js></script></body></html>",
    );
    place.ends(0, &["index", "pages", "-q", "--report", "report.jsonl"]);
    let report = fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let reasons: BTreeMap<String, String> = report
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|line| line["kind"] == "file" && line["verdict"] == "skipped")
        .map(|line| {
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_string();
            (text("path"), text("reason"))
        })
        .collect();
    let expected = [
        ("app.html", "text only in scripts"),
        ("ferry_files/deep/saved.txt", "part of a saved page"),
        ("ferry_files/frame.html", "part of a saved page"),
    ];
    let expected = expected.map(|(path, reason)| (path.to_string(), reason.to_string()));
    assert_eq!(reasons, BTreeMap::from(expected));
    assert_eq!(place.search(&["ferry"])["total"], 2);
}
