//! The meaning of queries. Cases written by hand are compared with the engine, with `matching/` and with an enumerator
//! of all choices of words. Thousands of generated queries are asked of generated articles.

mod enumerator;
pub mod generated;
mod plans;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use dateline::analysis::Analyzer;
use dateline::article::Article;
use dateline::matching::Matcher;
use dateline::query::{self, Reading};
use dateline::searching::{self, Ask, Index, Question};

use crate::engine::in_memory;
use crate::harness::{NOW, Place};
use enumerator::take_apart;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    article: Vec<Given>,
    pub case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    key: String,
    title: Option<String>,
    #[serde(default)]
    body: String,
    source: Option<String>,
    id: Option<String>,
    date: Option<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub query: String,
    pub found: Vec<String>,
    #[serde(default)]
    marks: BTreeMap<String, Vec<String>>,
    why: Option<String>,
    pub now: Option<String>,
}

impl Family {
    /// Writes the articles into the folder `in` of a place.
    pub fn write(&self, place: &Place) {
        let line = |given: &Given| {
            let mut line = json!({"key": given.key, "title": given.title, "body": given.body});
            for (field, value) in [
                ("source", &given.source),
                ("id", &given.id),
                ("date", &given.date),
                ("lang", &given.lang),
            ] {
                if let Some(value) = value {
                    line[field] = json!(value);
                }
            }
            line.to_string()
        };
        let lines: Vec<String> = self.article.iter().map(line).collect();
        place.write("in/articles.jsonl", lines.join("\n"));
    }
}

/// Returns the families of cases, by name.
pub fn families() -> Vec<(String, Family)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/cases");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("cases").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let family = |file: std::path::PathBuf| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a readable file");
        let family = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, family)
    };
    files.into_iter().map(family).collect()
}

/// Returns the keys of all articles that a query finds through the library.
pub fn found(index: &Index, query: &str, now: &str) -> Vec<String> {
    let now = chrono::DateTime::parse_from_rfc3339(now).expect("an instant");
    let ask = Ask::of(Question::of(query, now), 100_000);
    let answer = searching::search(index, &ask).expect("an answer");
    let mut keys: Vec<String> =
        answer.hits.iter().map(|hit| hit.found.article.key.clone()).collect();
    assert_eq!(keys.len() as u64, answer.counts.total, "{query}: the total is what is found");
    keys.sort();
    keys
}

/// Returns the tree of a query, parsed as in a search of the index.
pub fn tree(index: &Index, query: &str, now: &str) -> query::Tree {
    let reading = Reading {
        now: chrono::DateTime::parse_from_rfc3339(now).expect("an instant"),
        any: false,
        strict: false,
        languages: index.engine.languages().expect("an index").to_vec(),
    };
    query::parse(query, &reading, &mut Analyzer::default()).expect("short enough").tree
}

fn marked(article: &Article, tree: &query::Tree, analyzer: &mut Analyzer) -> Option<Vec<String>> {
    let marks = Matcher::new(tree).marks(analyzer, article)?;
    let title = article.title.clone().unwrap_or_default();
    let mut texts = Vec::new();
    for (text, marks) in [(title.as_str(), &marks.title), (article.body.as_str(), &marks.body)] {
        let mut ranges: Vec<(usize, usize)> =
            marks.iter().map(|mark| (mark.start, mark.end)).collect();
        ranges.dedup();
        texts.extend(ranges.iter().map(|(start, end)| text[*start..*end].to_string()));
    }
    Some(texts)
}

#[test]
fn every_case_holds_for_the_engine_the_matcher_and_the_enumerator() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for (name, family) in families() {
        let place = Place::new();
        family.write(&place);
        let summary = place.index("in");
        assert_eq!(summary["articles"]["total"], family.article.len(), "{name}");
        let index = Index::open(&place.path(".dateline")).expect("the index");
        let memory = in_memory(&index);
        let mut analyzer = Analyzer::default();
        let articles: Vec<Article> = family
            .article
            .iter()
            .map(|given| index.article(&given.key).expect("the index").expect("it is there"))
            .map(|found| found.article)
            .collect();
        for case in &family.case {
            cases += 1;
            let now = case.now.as_deref().unwrap_or(NOW);
            let mut wanted = case.found.clone();
            wanted.sort();
            let tree = tree(&index, &case.query, now);
            let mut say = |who: &str, found: String, wanted: String| {
                let why = case.why.as_deref().unwrap_or_default();
                let query = &case.query;
                wrong.push(format!("{name}: {query}: {who} says {found}, not {wanted} ({why})"));
            };
            let engine = found(&index, &case.query, now);
            if engine != wanted {
                say("the engine", format!("{engine:?}"), format!("{wanted:?}"));
            }
            let compared = found(&memory, &case.query, now);
            if compared != wanted {
                say("the engine in memory", format!("{compared:?}"), format!("{wanted:?}"));
            }
            for article in &articles {
                let expected = wanted.contains(&article.key);
                let marks = marked(article, &tree, &mut analyzer);
                if marks.is_some() != expected {
                    say("matching", format!("{} {:?}", article.key, marks), format!("{expected}"));
                }
                let taken = take_apart(article, &mut analyzer);
                if taken.satisfies(&tree) != expected {
                    say("the enumerator", format!("{} {}", article.key, !expected), "so".into());
                }
                let Some(marks) = marks else { continue };
                if let Some(wanted) = case.marks.get(&article.key)
                    && marks != *wanted
                {
                    say("matching", format!("{} {marks:?}", article.key), format!("{wanted:?}"));
                }
                let title = article.title.clone().unwrap_or_default();
                let texts: Vec<String> = taken
                    .marked(&tree)
                    .into_iter()
                    .map(|(zone, start, end)| match zone {
                        0 => title[start..end].to_string(),
                        _ => article.body[start..end].to_string(),
                    })
                    .collect();
                if texts != marks {
                    say(
                        "the enumerator",
                        format!("{} {texts:?}", article.key),
                        format!("{marks:?}"),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 300, "there are {cases} cases");
}
