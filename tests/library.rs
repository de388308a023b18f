//! dateline as a library: the programs in `examples/`, and articles that are passed as values.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::answers::check::check;
use dateline::answers::info;
use dateline::indexing::{Summary, rebuild};
use dateline::searching::Location;
use dateline::{Changes, Index, NewArticle, Options, Query, sync};

use crate::harness::{Place, corpus};

#[path = "../examples/custom_format.rs"]
#[allow(dead_code)]
mod custom_format;
#[path = "../examples/search.rs"]
#[allow(dead_code)]
mod search;

fn apply(index: &Path, changes: Changes) -> Summary {
    changes.apply(&Options::of(index.to_path_buf()), &mut ()).expect("the changes are committed")
}

/// Returns the titles of the articles that a query finds.
fn titles(index: &Path, query: &str) -> Vec<String> {
    let index = Index::open(index).expect("an index");
    let answer = index.search(&Query::new(query)).expect("an answer");
    assert_eq!(answer.counts.total as usize, answer.hits.len());
    answer.hits.into_iter().map(|hit| hit.found.article.title.unwrap_or_default()).collect()
}

fn salt(body: &str) -> NewArticle {
    NewArticle::new("Salt march ends", body).key("dandi/24").date("6 April 1930")
}

fn tide() -> NewArticle {
    NewArticle::new("Tide table late", "The printer blames the tide.").source("Coast Gazette")
}

/// Returns an index with two articles that were passed as values.
fn filled() -> (Place, PathBuf) {
    let place = Place::new();
    let index = place.path("index");
    let both = Changes::of("telegrams").put(salt("The tax was broken.")).put(tide());
    let summary = apply(&index, both);
    assert_eq!((summary.articles.added, summary.articles.total), (2, 2));
    (place, index)
}

#[test]
fn an_article_passed_as_a_value_is_found() {
    let (_place, index) = filled();
    assert_eq!(titles(&index, "tax"), ["Salt march ends"]);
    assert_eq!(titles(&index, "source:telegrams on:1930-04-06"), ["Salt march ends"]);
    assert_eq!(titles(&index, "source:\"coast gazette\""), ["Tide table late"]);
    let opened = Index::open(&index).expect("an index");
    let found = opened.article("dandi/24").expect("readable").expect("the article");
    assert_eq!(found.places[0].path, "dandi%2F24");
    let roots = info::of(&opened).expect("the contents").roots;
    assert_eq!((roots[0].path.as_str(), roots[0].files), ("values:telegrams", 2));
}

#[test]
fn an_article_passed_again_changes_nothing() {
    let (_place, index) = filled();
    let before = Index::open(&index).expect("an index").fingerprint();
    let again = Changes::of("telegrams").put(tide()).put(salt("The tax was broken."));
    let summary = apply(&index, again);
    assert_eq!((summary.articles.unchanged, summary.articles.added), (2, 0));
    assert_eq!((summary.files.unchanged, summary.files.seen), (2, 2));
    assert_eq!(
        Index::open(&index).expect("an index").fingerprint(),
        before,
        "nothing is committed"
    );
}

#[test]
fn an_article_with_the_same_key_replaces_the_former_one() {
    let (_place, index) = filled();
    let summary = apply(&index, Changes::of("telegrams").put(salt("The levy was broken.")));
    assert_eq!((summary.articles.updated, summary.articles.total), (1, 2));
    assert_eq!(titles(&index, "tax"), [""; 0]);
    assert_eq!(titles(&index, "levy"), ["Salt march ends"]);
    // A key is not derived from such a header, but the header is stored and searched.
    let labelled = salt("The levy was broken.").header("section", "Politics");
    apply(&index, Changes::of("telegrams").put(labelled));
    assert_eq!(titles(&index, "section:politics"), ["Salt march ends"]);
}

#[test]
fn articles_are_removed_by_key() {
    let (_place, index) = filled();
    let summary = apply(&index, Changes::of("telegrams").remove("dandi/24").remove("unknown"));
    assert_eq!((summary.articles.removed, summary.articles.total), (1, 1));
    assert_eq!(titles(&index, ""), ["Tide table late"]);
    // An article without a key has a hash of its content as key.
    let opened = Index::open(&index).expect("an index");
    let answer = opened.search(&Query::new("")).expect("an answer");
    let key = answer.hits[0].found.article.key.clone();
    let summary = apply(&index, Changes::of("telegrams").remove(key));
    assert_eq!((summary.articles.removed, summary.articles.total), (1, 0));
}

#[test]
fn a_key_that_starts_another_removes_only_its_article() {
    let (_place, index) = filled();
    apply(&index, Changes::of("telegrams").put(NewArticle::new("Dandi", "A place.").key("dandi")));
    apply(&index, Changes::of("telegrams").remove("dandi"));
    assert_eq!(titles(&index, "tax"), ["Salt march ends"]);
}

#[test]
fn folders_and_values_do_not_disturb_each_other() {
    let (place, index) = filled();
    place.write("a/1.txt", "Lamp lit again\n\nThe lamp on the cape is lit.\n");
    let options = Options::of(index.clone());
    let summary = sync(&[place.path("a")], &options, &mut ()).expect("indexed");
    assert_eq!((summary.articles.added, summary.articles.total), (1, 3));
    // The same article in a folder is a copy: without its value, it stays.
    let both = fs::read_to_string(place.path("a/1.txt")).expect("readable");
    assert!(both.contains("Lamp"));
    apply(&index, Changes::of("telegrams").remove("dandi/24"));
    assert_eq!(titles(&index, "lamp"), ["Lamp lit again"]);
    let other = Changes::of("notes").put(NewArticle::new("Note", "Oil is low.").key("dandi/24"));
    assert_eq!(apply(&index, other).articles.total, 3);
    // A key that another root has taken is not replaced.
    let taken = Changes::of("telegrams").put(salt("The tax was broken."));
    let summary = apply(&index, taken);
    assert_eq!((summary.articles.total, summary.notices.len()), (4, 1), "{:?}", summary.notices);
    apply(&index, Changes::of("telegrams").remove("dandi/24"));
    assert_eq!(titles(&index, "oil"), ["Note"]);
    assert_eq!(titles(&index, "tax"), [""; 0]);
}

#[test]
fn a_rebuild_keeps_values() {
    let (place, index) = filled();
    let options = Options::of(index.clone());
    rebuild(&[], &options, &mut ()).expect("rebuilt from stored records alone");
    assert_eq!(titles(&index, "tax"), ["Salt march ends"]);
    place.write("a/1.txt", "Lamp lit again\n\nThe lamp on the cape is lit.\n");
    sync(&[place.path("a")], &options, &mut ()).expect("indexed");
    rebuild(&[], &options, &mut ()).expect("rebuilt");
    assert_eq!(titles(&index, "tax OR lamp OR printer").len(), 3);
    let opened = Index::open(&index).expect("an index");
    let found = opened.article("dandi/24").expect("readable").expect("the article");
    assert_eq!(found.article.date.expect("a date").to_string(), "1930-04-06");
    // The index knows the articles as before.
    let again = Changes::of("telegrams").put(tide()).put(salt("The tax was broken."));
    assert_eq!(apply(&index, again).files.unchanged, 2);
    let checked = check(&Location::Folder(index), false).expect("checked");
    assert!(checked.is_intact());
}

#[test]
fn a_root_of_values_can_be_forgotten() {
    let (place, index) = filled();
    place.write("a/1.txt", "Lamp lit again\n\nThe lamp on the cape is lit.\n");
    let mut options = Options::of(index.clone());
    options.forget.push(PathBuf::from("values:telegrams"));
    sync(&[place.path("a")], &options, &mut ()).expect("indexed");
    assert_eq!(titles(&index, ""), ["Lamp lit again"]);
}

#[test]
fn an_article_that_cannot_be_indexed_is_counted() {
    let (_place, index) = filled();
    let summary = apply(&index, Changes::of("telegrams").put(NewArticle::new("", " ").key("x")));
    assert_eq!((summary.files.skipped, summary.articles.total), (1, 2));
    let nameless = Changes::of(" ").put(tide());
    let refused = nameless.apply(&Options::of(index), &mut ()).expect_err("no name");
    assert_eq!(refused.kind, dateline::error::Kind::Usage);
}

#[test]
fn the_example_of_a_search_lists_articles() {
    let place = Place::new();
    let arguments = [place.path("index"), corpus()].map(|path| path.display().to_string());
    let printed = search::run(arguments.into_iter().chain(["lamp".into()])).expect("an answer");
    let lines: Vec<&str> = printed.lines().collect();
    assert!(lines[0].ends_with(" articles") && lines.len() > 1, "{printed}");
}

#[test]
fn the_example_of_a_custom_format_keeps_an_index_up_to_date() {
    let place = Place::new();
    let book = "12 | 6 April 1930 | Dandi\nSALT MARCH ENDS\nThe salt tax was broken.\n----\n\
                13 | 7 April 1930 | Cape\nLAMP LIT\nThe lamp is lit.\n----\n";
    place.write("book.txt", book);
    let run = || {
        let arguments = [place.path("index"), place.path("book.txt")];
        let arguments = arguments.map(|path| path.display().to_string());
        custom_format::run(arguments.into_iter()).expect("indexed")
    };
    assert_eq!(run(), "2 added, 0 updated, 0 unchanged\n");
    assert_eq!(run(), "0 added, 0 updated, 2 unchanged\n");
    place.write("book.txt", book.replace("The lamp is lit.", "The lamp is out."));
    assert_eq!(run(), "0 added, 1 updated, 1 unchanged\n");
    assert_eq!(titles(&place.path("index"), "dateline:cape out"), ["LAMP LIT"]);
}
