//! Words of a query that look like commands or flags, given to the built program.

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
