//! Tests that no article is ever lost when runs are killed, power fails, disks are full, files are damaged, or an index
//! is read while it is written. `docs/reliability.md` lists the guarantees.
//!
//! The number of rounds is that of a normal run. `DATELINE_ROUGH=10` multiplies it by ten. With `DATELINE_FIRST=4000`,
//! tests with numbered sequences start with sequence 4,000, so that a long test can be run in parts.

mod backups;
mod clock;
mod damage;
mod faults;
mod format;
mod kills;
mod model;
mod places;
mod power;
mod readers;
mod user_files;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dateline::answers::check;
use dateline::engine::Storage;
use dateline::engine::embedded::disk_hooks::Watcher;
use dateline::engine::{FacetKind, Request};
use dateline::indexing::{self, Options, Summary};
use dateline::query::tree::Tree;
use dateline::searching::{Index, Location};

use crate::dice::Dice;
use crate::harness::Place;

/// Returns the number of rounds, given the number of a normal run.
pub(crate) fn rounds(normal: usize) -> usize {
    normal * variable("DATELINE_ROUGH").unwrap_or(1)
}

/// Returns the numbers of the sequences to try, given how many a normal run tries.
fn sequences(normal: usize) -> Range<usize> {
    let first = variable("DATELINE_FIRST").unwrap_or(0);
    first..first + rounds(normal)
}

fn variable(name: &str) -> Option<usize> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name}: not a number: {value}")))
}

const WORDS: [&str; 12] = [
    "herring", "tide", "grain", "harbour", "council", "tax", "salt", "strike", "ferry", "storm",
    "budget", "lamp",
];

/// Returns a body that is different for each number.
fn story(number: usize) -> String {
    let mut dice = Dice::new(number as u64);
    let words: Vec<&str> = (0..20 + dice.below(60)).map(|_| dice.pick(&WORDS)).collect();
    format!("Report {number}: {}.", words.join(" "))
}

fn wire(number: usize) -> String {
    let (month, day) = (number % 12 + 1, number % 28 + 1);
    format!(
        " date 2024-{month:02}-{day:02} {number}\nReport {number}\n(MENAFN) {}\n",
        story(number)
    )
}

fn line(number: usize) -> String {
    let date = format!("2023-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
    let (title, body) = (format!("Line {number}"), story(number));
    format!(
        "{}\n",
        serde_json::json!({"id": number.to_string(), "date": date, "title": title, "body": body})
    )
}

/// Changes an archive at random: adds, removes, moves and corrects files, one of which contains many articles.
fn change(place: &Place, dice: &mut Dice, changes: usize) {
    for _ in 0..changes {
        let name = format!("in/{}/{}.txt", dice.below(4), dice.below(12));
        match dice.below(8) {
            0 | 1 => {
                drop(fs::remove_file(place.path(&name)));
            }
            2 => {
                let other = format!("in/{}/moved-{}.txt", dice.below(4), dice.below(12));
                fs::create_dir_all(place.path(&other).parent().expect("a folder")).expect("made");
                drop(fs::rename(place.path(&name), place.path(&other)));
            }
            3 => {
                let lines: String =
                    (0..30 + dice.below(60)).map(|_| line(dice.below(400))).collect();
                place.write(&format!("in/{}.jsonl", dice.below(3)), lines);
            }
            _ => place.write(&name, wire(dice.below(300))),
        }
    }
}

/// Returns options for small archives, which commit as often as possible.
fn options(index: PathBuf, watcher: Watcher) -> Options {
    let mut options = Options::of(index);
    options.threads = 2;
    options.memory = 64 << 20;
    options.commits.time = Duration::ZERO;
    options.commits.bytes = 1;
    options.watcher = watcher;
    // The model may also remove every file.
    options.allow_removals = true;
    options
}

fn sync(place: &Place, index: &str, watcher: Watcher) -> dateline::error::Result<Summary> {
    let options = options(place.path(index), watcher);
    indexing::sync(&[place.path("in")], &options, &mut ())
}

/// Returns everything that an index contains: each article with its places, and the counts from postings.
fn says(folder: &Path) -> BTreeMap<String, String> {
    let index = Index::open(folder).expect("the index opens");
    let mut says = BTreeMap::new();
    let facets = vec![FacetKind::Source, FacetKind::Month, FacetKind::Lang, FacetKind::Flag];
    let request = Request { facets, ..Request::counting(&Tree::All) };
    let hits = index.engine.search(&request).expect("an answer");
    says.insert("facets".into(), format!("{:?}", hits.facets));
    let (_, all) = index.engine.every(&Request::counting(&Tree::All)).expect("all");
    let mut articles = all.articles().expect("articles");
    for position in 0..all.len() {
        let article = articles.read(position).expect("an article");
        let places = index.catalogue.places(&article.key).expect("places");
        let places: Vec<_> = places.iter().map(|place| (&place.path, place.line)).collect();
        let text = format!(
            "{:?} {places:?}",
            (&article.id, &article.title, &article.body, &article.date, &article.source)
        );
        assert!(says.insert(article.key.clone(), text).is_none(), "an article is there twice");
    }
    let mut analyzer = dateline::analysis::Analyzer::default();
    for word in WORDS {
        let question = dateline::searching::Question::of(word, now());
        let read = question.read(&index, &mut analyzer).expect("a query");
        let total = index.engine.search(&read.request()).expect("an answer").total;
        says.insert(format!("word {word}"), total.to_string());
    }
    says
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339(crate::harness::NOW).expect("an instant")
}

/// Checks that the index is undamaged, and equals a new index of the same folder.
fn is_as_a_clean_build(place: &Place, index: &str, what: &str) {
    let checked = check::check(&Location::Folder(place.path(index)), false).expect("it is checked");
    assert!(checked.is_intact(), "{what}: {:?}", checked.damage);
    let Storage::Files { debris, .. } = checked.storage else { panic!("an index in a folder") };
    assert_eq!(debris, 0, "{what}: nothing is left over");
    drop(fs::remove_dir_all(place.path("clean")));
    sync(place, "clean", None).expect("a clean build");
    assert_eq!(says(&place.path(index)), says(&place.path("clean")), "{what}");
}
