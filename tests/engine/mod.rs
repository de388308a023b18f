//! The engine traits: a second engine gives the same answers, and a search ends when its budget does.

mod budgets;
mod laws;
mod memory;
mod memory_store;
mod preparing;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use dateline::analysis::fold;
use dateline::answers::timeline::{self, Interval, ShareOf};
use dateline::answers::{crosstable, kwic};
use dateline::copy;
use dateline::engine::embedded::store::FolderStore;
use dateline::engine::store::Store;
use dateline::engine::{FacetKind, Request, Sort};
use dateline::indexing::{self, Options};
use dateline::page::with_hits;
use dateline::query::tree::Tree;
use dateline::searching::{Ask, Index, Question, Representative, search};

use crate::conformance::generated::{LANGUAGES, article, query};
use crate::dice::Dice;
use crate::harness::{NOW, Place};
use memory::{MemoryCatalogue, MemoryEngine};
use memory_store::MemoryStore;

/// Returns the articles of an index in an engine of their own.
pub fn in_memory(index: &Index) -> Index {
    let everything = Request { limit: usize::MAX, ..Request::counting(&Tree::All) };
    let hits = index.engine.search(&everything).expect("an answer").hits;
    let mut spellings = BTreeMap::new();
    let mut articles = Vec::new();
    for hit in hits {
        let places = index.catalogue.places(&hit.article.key).expect("places");
        if let Some(source) = &hit.article.source {
            let folded = fold::name(source);
            let shown = index.catalogue.spelling(&folded).unwrap_or(source).to_string();
            spellings.insert(folded, shown);
        }
        articles.push((hit.article, places));
    }
    let languages = index.engine.languages().expect("languages").to_vec();
    let catalogue = MemoryCatalogue::of(&articles, spellings);
    let articles = articles.into_iter().map(|(article, _)| article).collect();
    Index::of(MemoryEngine::new(articles, languages), catalogue)
}

pub fn question(query: &str) -> Question {
    Question::of(query, chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant"))
}

/// Returns the facets that both engines count.
fn facets() -> Vec<FacetKind> {
    FacetKind::ALL.into_iter().filter(|kind| *kind != FacetKind::Flag).collect()
}

/// Returns what `search --output json` prints, without what depends on the engine: the time, and notices about words that
/// are not in the index.
fn printed(
    index: &Index,
    question: &Question,
    sort: Sort,
    unique: Option<Representative>,
) -> Value {
    let mut ask = Ask::of(question.clone(), 20);
    ask.sort = Some(sort);
    ask.facets = facets();
    ask.snippets = 2;
    ask.unique = unique;
    let answer = search(index, &ask).unwrap_or_else(|error| panic!("{question:?}: {error}"));
    let text = serde_json::to_string(&with_hits::answer(&answer)).expect("JSON");
    let mut value: Value = serde_json::from_str(&text).expect("JSON");
    let members = value.as_object_mut().expect("an object");
    members.remove("took_ms");
    members.remove("notices");
    value
}

/// Compares every kind of answer of two indexes.
pub fn agree(one: &Index, other: &Index, question: &Question) {
    let query = &question.query;
    for (sort, unique) in [
        (Sort::Newest, None),
        (Sort::Oldest, None),
        (Sort::Newest, Some(Representative::Earliest)),
        (Sort::Oldest, Some(Representative::Longest)),
    ] {
        let [one, other] = [one, other].map(|index| printed(index, question, sort, unique));
        assert_eq!(one, other, "{query}");
    }
    let series = |index: &Index| {
        let asked = [question.clone()];
        let answer = timeline::timeline(
            index,
            &asked,
            timeline::Length::Exactly(Interval::Month),
            true,
            ShareOf::Asked,
        );
        let mut answer = answer.expect("a timeline");
        answer.took_ms = 0.0;
        dateline::page::timeline::json(&answer).to_string()
    };
    assert_eq!(series(one), series(other), "{query}: the timeline");
    let lines = |index: &Index| {
        let mut lines = Vec::new();
        let visit = |line| {
            lines.push(format!("{line:?}"));
            Ok(true)
        };
        kwic::concordance(index, question, 30, &[], usize::MAX, visit).expect("a concordance");
        lines
    };
    assert_eq!(lines(one), lines(other), "{query}: the concordance");
    let table = |index: &Index| {
        let table = crosstable::cross(index, question, FacetKind::Source, Interval::Month);
        format!("{:?}", table.expect("a table").rows)
    };
    assert_eq!(table(one), table(other), "{query}: the table");
}

#[test]
fn an_engine_in_memory_gives_the_same_answers() {
    let mut dice = Dice::new(77);
    let place = with_articles(&mut dice);
    let index = Index::open(&place.path(".dateline")).expect("the index");
    agree_on_queries(&index, &in_memory(&index), &mut dice, 80);
}

/// Returns a place with generated articles, some of them twice, in an index.
pub fn with_articles(dice: &mut Dice) -> Place {
    let place = Place::new();
    let lines: Vec<String> = (0..150).map(|number| article(dice, number, &LANGUAGES)).collect();
    place.write("in/articles.jsonl", lines.join("\n"));
    place.write("in/copies.jsonl", lines[..30].join("\n"));
    place.index("in");
    place
}

/// Compares the answers of two indexes to generated queries, some with dates.
pub fn agree_on_queries(one: &Index, other: &Index, dice: &mut Dice, count: usize) {
    for _ in 0..count {
        let depth = dice.below(3);
        let mut asked = question(&query(dice, depth));
        if dice.below(3) == 0 {
            asked.since = Some(dice.pick(&["2024", "2025-02", "2025-03-04", "none"]).to_string())
                .filter(|since| since != "none");
            asked.until = Some("2025-05".into());
            asked.inexact = dice.below(2) == 0;
        }
        agree(one, other, &asked);
    }
}

#[test]
fn runs_index_into_an_engine_in_memory_as_into_a_folder() {
    let mut dice = Dice::new(78);
    let place = Place::new();
    let store = MemoryStore::default();
    // Two engines index the same folder, each with a file of its own to find the index that is not to be walked.
    let (folder, memory) = (Options::of(place.path("index")), Options::of(place.path("memory")));
    let input = [place.path("in")];
    let mut number = 0;
    for step in 0..12 {
        for _ in 0..1 + dice.below(3) {
            let file = format!("in/{}.jsonl", dice.below(6));
            let lines: Vec<String> = (0..1 + dice.below(8))
                .map(|_| {
                    number += usize::from(dice.below(4) > 0);
                    article(&mut Dice::new(number as u64), number, &LANGUAGES)
                })
                .collect();
            place.write(&file, lines.join("\n"));
        }
        if step % 4 == 3 && place.path("in/0.jsonl").exists() {
            std::fs::rename(place.path("in/0.jsonl"), place.path("in/moved.jsonl"))
                .expect("a move");
        }
        let (mut one, mut other) = match step {
            9 => (
                indexing::rebuild(&input, &folder, &mut ()).expect("a rebuild"),
                indexing::rebuild_in(&store, &input, &memory, &mut ()).expect("a rebuild"),
            ),
            _ => (
                indexing::sync(&input, &folder, &mut ()).expect("a run"),
                indexing::sync_into(&store, &input, &memory, &mut ()).expect("a run"),
            ),
        };
        // A file that was written just before the first run is read again, whether it has changed or not.
        for summary in [&mut one, &mut other] {
            (summary.seconds, summary.bytes) = (0.0, 0);
        }
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "the summary of step {step}");
        let one = Index::open(&place.path("index")).expect("the index");
        let other = store.index();
        agree(&one, &other, &question(""));
        let depth = dice.below(3);
        agree(&one, &other, &question(&query(&mut dice, depth)));
    }
}

#[test]
fn an_archive_moves_between_engines_without_its_files() {
    let mut dice = Dice::new(79);
    let place = Place::new();
    for file in 0..5 {
        let lines: Vec<String> =
            (0..30).map(|number| article(&mut dice, file * 20 + number, &LANGUAGES)).collect();
        place.write(&format!("in/{file}.jsonl"), lines.join("\n"));
    }
    place.write("in/nothing.jsonl", "");
    place.index("in");
    let first = FolderStore::at(place.path(".dateline"));
    let (memory, second) = (MemoryStore::default(), FolderStore::at(place.path("second")));
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let everything = question("");

    // A copy that is interrupted can be searched, and continues where it stopped.
    let asked = std::cell::Cell::new(0);
    let interrupted = || asked.replace(asked.get() + 1) == 50;
    let part = copy::copy(&first, &memory, &interrupted, &mut |_, _| {}).expect("a copy");
    assert!(part.interrupted && part.copied == 51, "{part:?}");
    assert_eq!(memory.index().engine.total(), 51);
    let rest = copy::copy(&first, &memory, &|| false, &mut |_, _| {}).expect("a copy");
    assert_eq!((rest.copied, rest.removed), (rest.articles - 51, 0));
    agree(&index, &memory.index(), &everything);

    copy::copy(&memory, &second, &|| false, &mut |_, _| {}).expect("a copy");
    let copied = Index::open(&place.path("second")).expect("the copy");
    agree(&index, &copied, &everything);
    agree(&index, &copied, &question(&query(&mut dice, 2)));
    let unchanged = copy::copy(&first, &second, &|| false, &mut |_, _| {}).expect("a copy");
    assert_eq!((unchanged.copied, unchanged.removed), (0, 0));

    // A run over the same folder finds everything as it was.
    let options = Options::of(place.path("second"));
    let summary = indexing::sync(&[place.path("in")], &options, &mut ()).expect("a run");
    assert_eq!((summary.articles.added, summary.articles.updated), (0, 0), "{summary:?}");

    // What has changed since is copied, and what is gone is removed.
    place.write("in/0.jsonl", article(&mut dice, 900, &LANGUAGES));
    place.index("in");
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let update = copy::copy(&first, &memory, &|| false, &mut |_, _| {}).expect("a copy");
    assert!(update.copied > 0 && update.removed > 0, "{update:?}");
    agree(&index, &memory.index(), &everything);

    // An index of other folders is left alone.
    place.write("other/1.jsonl", article(&mut dice, 901, &LANGUAGES));
    let (other, options) = (MemoryStore::default(), Options::of(place.path("memory")));
    indexing::sync_into(&other, &[place.path("other")], &options, &mut ()).expect("a run");
    let refused = copy::copy(&first, &other, &|| false, &mut |_, _| {});
    assert!(refused.expect_err("a refusal").message.contains("another folder"));
    assert_eq!(other.roots().expect("roots").len(), 1);
}
