//! The sample archive: the verdicts on broken files, and whether queries find the expected articles.

use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::golden::golden;
use crate::harness::{corpus, with_corpus};

#[test]
fn broken_files_end_in_a_verdict() {
    let place = crate::harness::Place::new();
    let broken = corpus().join("broken");
    let summary = place.json(&[
        "index",
        broken.to_str().expect("a path"),
        "--report",
        "report.jsonl",
        "--output",
        "json",
    ]);
    let report = fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let lines: Vec<Value> =
        report.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let verdict = |path: &str| {
        let line =
            lines.iter().find(|line| line["path"] == path && line["kind"] == "file").expect(path);
        let reason = line["reason"].as_str().unwrap_or("");
        format!("{} {reason}", line["verdict"].as_str().expect("a verdict")).trim().to_string()
    };
    for (path, wanted) in [
        ("empty.txt", "skipped empty"),
        ("blank.txt", "skipped empty"),
        ("binary.txt", "skipped binary"),
        ("image.png", "skipped binary"),
        ("no-header.txt", "indexed"),
        ("header-only.txt", "skipped neither title nor body"),
        ("no-title.txt", "indexed"),
        ("no-body.txt", "indexed"),
        ("impossible-date.txt", "indexed"),
        ("ambiguous-date.txt", "indexed"),
        ("bom-crlf.txt", "indexed"),
        ("windows-1252.txt", "indexed"),
        ("utf-16.txt", "indexed"),
        ("escape-codes.txt", "indexed"),
        ("malformed.jsonl", "indexed"),
        ("same-key.jsonl", "indexed"),
    ] {
        assert_eq!(verdict(path), wanted, "{path}");
    }
    let files = &summary["files"];
    assert_eq!(
        files["seen"].as_u64(),
        Some(lines.iter().filter(|line| line["kind"] == "file").count() as u64)
    );
    assert_eq!(
        files["seen"].as_u64(),
        Some(files["indexed"].as_u64().unwrap() + files["skipped"].as_u64().unwrap())
    );
    assert_eq!(summary["articles"]["skipped"], 2);

    let date = |query: &str| place.search(&[query])["hits"][0]["date"].clone();
    assert_eq!(date("id:11"), Value::Null, "an impossible date leaves an article undated");
    assert_eq!(date("id:12"), "2024", "an ambiguous date keeps its year");
    let title = |query: &str| place.search(&[query])["hits"][0]["title"].clone();
    assert_eq!(title("id:13"), "Telex with a mark and carriage returns");
    assert_eq!(title("id:14"), "The café’s old sign");
    assert_eq!(title("id:15"), "Wide letters");
    assert_eq!(title("id:9"), Value::Null);
    assert_eq!(place.search(&["bring the key"])["total"], 2, "no article is lost to a key");
}

#[test]
fn control_characters_never_reach_a_terminal() {
    let place = with_corpus();
    for arguments in
        [["search", "telex bell", "--color", "always"], ["search", "id:16", "--color", "never"]]
    {
        let text = place.ends(0, &arguments);
        assert!(
            !text.contains('\u{7}') && !text.contains("\u{1b}[31m") && !text.contains("\u{1b}[2J"),
            "{text:?}"
        );
    }
}

#[derive(Deserialize)]
struct Judgments {
    judgment: Vec<Judgment>,
}

#[derive(Deserialize)]
struct Judgment {
    query: String,
    #[serde(default)]
    flags: Vec<String>,
    first: Vec<String>,
}

/// Returns whether a hit is the article that a judgment names by id, key or the end of its path.
fn is(hit: &Value, name: &str) -> bool {
    hit["id"] == name
        || hit["key"] == name
        || hit["path"].as_str().is_some_and(|path| path.ends_with(name))
}

#[test]
fn queries_find_what_should_come_first() {
    let text = fs::read_to_string(corpus().join("judgments.toml")).expect("judgments");
    let judgments: Judgments = toml::from_str(&text).expect("judgments are TOML");
    assert!(judgments.judgment.len() >= 30);
    let place = with_corpus();
    let (mut at1, mut at5, mut reciprocal) = (0.0, 0.0, 0.0);
    let mut missed = String::new();
    for judgment in &judgments.judgment {
        let mut arguments = vec![judgment.query.as_str(), "-n", "20"];
        arguments.extend(judgment.flags.iter().map(String::as_str));
        let answer = place.search(&arguments);
        let hits = answer["hits"].as_array().expect("hits");
        let relevant = |hit: &Value| judgment.first.iter().any(|name| is(hit, name));
        let found =
            |depth: usize| hits.iter().take(depth).filter(|hit| relevant(hit)).count() as f64;
        let wanted = judgment.first.len() as f64;
        at1 += found(1).min(1.0);
        at5 += found(5) / wanted;
        let rank = hits.iter().position(relevant);
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        if rank != Some(0) || found(5) < wanted {
            missed.push_str(&format!(
                "{}: first at {rank:?}, {} of {wanted} in 5\n",
                judgment.query,
                found(5)
            ));
        }
    }
    let count = judgments.judgment.len() as f64;
    golden(
        "judgments.txt",
        &format!(
            "queries  {count}\nrecall@1 {:.3}\nrecall@5 {:.3}\nMRR      {:.3}\n\n{missed}",
            at1 / count,
            at5 / count,
            reciprocal / count
        ),
    );
}

/// Each field name of a query, and each facet, finds something in `corpus/`, so no declared field is always empty.
#[test]
fn every_field_a_query_names_and_every_facet_is_filled() {
    let place = crate::harness::with_corpus();
    let facets: Vec<&str> = dateline::schema::schema().facets().collect();
    let answer = place.search(&["", "-n", "0", "--facets", &facets.join(",")]);
    let values = |facet: &str| answer["facets"][facet].as_array().expect("a facet").clone();
    for facet in &facets {
        assert!(!values(facet).is_empty(), "no article of corpus/ has the facet {facet}");
    }
    let example = |name: &str| match name {
        "title" | "headline" | "body" => "salt".to_string(),
        "key" => "*".to_string(),
        "words" => ">10".to_string(),
        "newer_than" => "100y".to_string(),
        "older_than" => "1d".to_string(),
        "date" | "on" | "since" | "after" => "2023".to_string(),
        "until" | "before" => "2025".to_string(),
        name => {
            let facet = match name {
                "author" => "byline",
                "subject" => "topic",
                "language" => "lang",
                facet => facet,
            };
            format!("{:?}", values(facet)[0]["value"].as_str().expect("a value"))
        }
    };
    let names = dateline::schema::schema().fields.iter().flat_map(|field| field.query);
    for name in names {
        let query = format!("{name}:{}", example(name));
        let total = place.search(&[&query, "-n", "0"])["total"].as_u64();
        assert!(total > Some(0), "{query} finds nothing in corpus/");
    }
}
