//! Tests of passages.

use super::{Passage, passages};
use crate::matching::Mark;

fn text(passage: &Passage) -> String {
    passage.parts.iter().map(|part| part.text.as_str()).collect()
}

/// Marks every occurrence of some words. Each word is a clause.
fn mark(text: &str, words: &[&str]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = words
        .iter()
        .enumerate()
        .flat_map(|(clause, word)| {
            text.match_indices(word).map(move |(start, found)| Mark {
                start,
                end: start + found.len(),
                clause,
            })
        })
        .collect();
    marks.sort();
    marks
}

fn best(body: &str, words: &[&str], count: usize) -> Vec<Passage> {
    passages(body, &mark(body, words), count)
}

#[test]
fn a_passage_is_whole_sentences_around_the_marks() {
    let filler =
        "Nothing of note happened in the long morning that followed, as all agreed. ".repeat(6);
    let body = format!("{filler}The salt tax passed. {filler}");
    let found = best(&body, &["salt"], 1);
    assert!(text(&found[0]).starts_with("The salt tax passed."));
    assert!(text(&found[0]).ends_with('.') && text(&found[0]).len() <= 400);
    assert_eq!(found[0].parts[1].text, "salt");
}

#[test]
fn passages_cover_different_clauses_in_reading_order() {
    let filler =
        "Nothing of note happened in the long morning that followed, as all agreed. ".repeat(6);
    let body = format!("Wolves came. {filler}Salt fell. Salt rose. {filler}Wolves left.");
    let found = best(&body, &["Salt", "Wolves"], 2);
    assert_eq!(found.len(), 2);
    assert!(
        text(&found[0]).starts_with("Wolves came.") && text(&found[1]).starts_with("Salt fell.")
    );
}

#[test]
fn without_marks_the_lead_is_shown() {
    assert_eq!(text(&best("First. Second.\nThird.", &[], 1)[0]), "First. Second.\nThird.");
    assert!(best("   ", &[], 1).is_empty() && best("First.", &[], 0).is_empty());
}

#[test]
fn a_long_sentence_is_cut_between_words_and_never_inside_a_cluster() {
    let body = format!("{} needle {}", "word ".repeat(300), "more ".repeat(300));
    let found = best(&body, &["needle"], 1);
    assert!(found[0].cut_before && found[0].cut_behind && text(&found[0]).contains("needle"));
    assert!(text(&found[0]).starts_with("word") && text(&found[0]).len() < 400);
    let body = format!("{}needle{}", "👩‍👩‍👧".repeat(200), "👩‍👩‍👧".repeat(200));
    let found = text(&best(&body, &["needle"], 1)[0]);
    assert!(found.starts_with("👩‍👩‍👧"), "{found}");
}

#[test]
fn overlapping_marks_are_shown_as_their_union() {
    let body = "the salt tax vote";
    let mut marks = mark(body, &["salt tax", "tax vote"]);
    marks.sort();
    let found = passages(body, &marks, 1);
    let marked: Vec<&str> =
        found[0].parts.iter().filter(|part| part.mark).map(|part| part.text.as_str()).collect();
    assert_eq!(marked, ["salt tax vote"]);
}
