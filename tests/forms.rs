//! The forms that news comes in, on real samples.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Place, shared};

#[test]
fn every_article_of_the_time_collection_has_its_date() {
    let Some(time) = shared("time/TIME.ALL") else { return };
    let place = Place::new();
    place.ends(0, &["index", time.to_str().expect("a path"), "-q"]);
    let dated = place.search(&["date:1963", "--facets", "month"]);
    assert_eq!((dated["total"].as_u64(), dated["undated_excluded"].as_u64()), (Some(423), Some(0)));
}

/// Unpacks an archive of samples.
fn unpacked(name: &str) -> Option<Place> {
    let archive = shared(name)?;
    let place = Place::new();
    let tar = Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(place.path("")).status();
    assert!(tar.expect("tar runs").success());
    Some(place)
}

/// The articles of a folder, by the names of their files up to the first full stop, or whole.
fn articles(place: &Place, folder: &str) -> BTreeMap<String, Value> {
    place.ends(0, &["index", folder, "--index", "samples", "-q"]);
    let lines = place.ends(0, &["export", "", "--index", "samples"]);
    let named = |line: &str| {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let path = article["path"].as_str().expect("a path");
        (path.rsplit('/').next().unwrap_or(path).to_string(), article)
    };
    lines.lines().map(named).collect()
}

/// The 399 pages of htmldate's evaluation: the best tool known gets the right day on 91.0 % and is right
/// in 91.2 % of the dates it gives.
#[test]
fn pages_are_of_the_day_they_were_published() {
    let Some(place) = unpacked("formats.tar.gz") else { return };
    let found = articles(&place, "formats/html-htmldate/pages");
    let dates = fs::read(place.path("formats/html-htmldate/dates.json")).expect("dates");
    let dates: BTreeMap<String, Value> = serde_json::from_slice(&dates).expect("JSON");
    let (mut given, mut right) = (0, 0);
    for (name, truth) in &dates {
        let date = found.get(name).and_then(|article| article["date"].as_str());
        given += usize::from(date.is_some());
        right += usize::from(date.and_then(|date| date.get(..10)) == truth["date"].as_str());
        assert!(date.is_none_or(|date| date < "2026"), "{name} is of the future: {date:?}");
    }
    eprintln!("{right} days of {} right, {given} given", dates.len());
    assert!(right as f64 >= 0.92 * dates.len() as f64, "{right} of {}", dates.len());
    assert!(right as f64 >= 0.95 * given as f64, "{right} of {given} given");
}

/// Runs of four words, each as often as it stands in a text.
fn shingles(text: &str) -> BTreeMap<Vec<&str>, i64> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .collect();
    let mut all = BTreeMap::new();
    for window in words.windows(4.min(words.len()).max(1)) {
        *all.entry(window.to_vec()).or_default() += 1;
    }
    all
}

/// The measure of the article extraction benchmark: precision and recall of shingles, averaged over pages.
#[test]
fn pages_give_their_main_text() {
    let Some(place) = unpacked("formats.tar.gz") else { return };
    let folder = place.path("formats/html-article-benchmark");
    let found = articles(&place, "formats/html-article-benchmark/html");
    let truth = fs::read(folder.join("ground-truth.json")).expect("texts");
    let truth: BTreeMap<String, Value> = serde_json::from_slice(&truth).expect("JSON");
    let (mut precision, mut recall) = (0.0, 0.0);
    for (name, truth) in &truth {
        let article = found.get(&format!("{name}.html.gz")).expect("each page is an article");
        let (wanted, given) = (
            shingles(truth["articleBody"].as_str().expect("a text")),
            shingles(article["body"].as_str().expect("a body")),
        );
        let both: i64 = given
            .iter()
            .map(|(words, count)| wanted.get(words).copied().unwrap_or(0).min(*count))
            .sum();
        precision += both as f64 / given.values().sum::<i64>().max(1) as f64;
        recall += both as f64 / wanted.values().sum::<i64>().max(1) as f64;
    }
    let (precision, recall) = (precision / truth.len() as f64, recall / truth.len() as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    eprintln!("F1 {f1:.4}, precision {precision:.4}, recall {recall:.4}");
    assert!(f1 >= 0.96, "F1 {f1:.4}");
}
