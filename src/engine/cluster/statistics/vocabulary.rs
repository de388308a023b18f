//! Words of the archive that are similar to one that no article has.

use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::analysis::fold;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::queries::intervals::Part;
use crate::engine::cluster::snapshot::index::Snapshot;

/// The number of words that the cluster suggests per field and shard.
const SUGGESTED: usize = 50;

/// The minimum length of a word that others are similar to, in characters.
const SHORTEST: usize = 3;

/// Returns the indexed word most similar to one that no article has. Prefers the fewest edits, then the same first
/// letter, then the most articles.
pub fn similar(snapshot: &Snapshot, word: &str) -> Answer<Option<String>> {
    let mut folded = String::new();
    fold::fold(word, &mut folded);
    let length = folded.chars().count();
    if length < SHORTEST {
        return Ok(None);
    }
    let edits = if length < 6 { 1 } else { 2 };
    let suggester = |part: Part| {
        json!({"text": folded, "term": {
            "field": part.forms(),
            "analyzer": "keyword",
            "suggest_mode": "always",
            "max_edits": edits,
            "prefix_length": 0,
            "min_word_length": SHORTEST,
            "size": SUGGESTED,
            "shard_size": SUGGESTED,
            "string_distance": "damerau_levenshtein",
            "sort": "score",
        }})
    };
    let body = json!({"size": 0, "suggest": {"title": suggester(Part::Title), "body": suggester(Part::Body)}});
    let answer = snapshot.search("", &body)?;
    let suggested = ["title", "body"].into_iter().flat_map(|name| {
        let options = &answer["suggest"][name][0]["options"];
        options.as_array().map(Vec::as_slice).unwrap_or_default()
    });
    let ranked = suggested.filter_map(|option: &Value| {
        let text =
            option["text"].as_str().filter(|text| text.starts_with(char::is_alphanumeric))?;
        let changed = distance(&folded, text);
        let other_start = folded.chars().next() != text.chars().next();
        let articles = Reverse(option["freq"].as_u64().unwrap_or_default());
        Some((changed, other_start, articles, text))
    });
    let best = ranked.filter(|(changed, _, _, text)| *changed <= edits && *text != folded).min();
    Ok(best.map(|(_, _, _, text)| text.to_string()))
}

/// Returns the number of insertions, deletions, substitutions, and swaps of adjacent letters between two words (optimal
/// string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let best = best.min(rows[i - 1][j - 1] + changed);
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_letters_is_one_change() {
        assert_eq!(distance("ferry", "fetry"), 1);
        assert_eq!(distance("ferry", "frery"), 1);
        assert_eq!(distance("ferry", ""), 5);
        assert_eq!(distance("salt", "salt"), 0);
    }
}
