//! Query words that look like commands or flags, passed to the built program.

use crate::harness::with_corpus;

#[test]
fn a_word_that_names_a_command_is_a_word() {
    let place = with_corpus();
    let answer = place.search(&["salt", "export", "--to", "2024", "--match", "any"]);
    assert_eq!(answer["query"]["text"], "salt export");
    assert_eq!(answer["query"]["until"], "2024-12-31");
    let answer = place.search(&["salt", "--source", "search", "-replay", "-n1"]);
    assert_eq!(answer["query"]["text"], "salt -replay");
}

#[test]
fn recency_is_refused_where_it_would_be_ignored() {
    let place = with_corpus();
    for order in ["newest", "oldest"] {
        place.ends(2, &["search", "salt", "--recency", "30d", "--sort", order]);
    }
    place.ends(0, &["search", "salt", "--recency", "30d", "--sort", "relevance"]);
}
