//! The query that finds an article by its title.

use crate::query::is_quote;

/// Returns a query that finds articles with a title: the title itself if it consists of plain words, otherwise the title as
/// a phrase, so that NOT, a hyphen or a colon in it is no operator.
pub fn of(title: &str) -> String {
    if title.split_whitespace().all(is_plain) {
        return title.to_string();
    }
    // A phrase has wildcards, too.
    let is_special = |c: char| is_quote(c) || matches!(c, '*' | '?');
    let words = title.replace(is_special, " ");
    format!("\"{}\"", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns whether a word means itself in a query.
fn is_plain(word: &str) -> bool {
    let is_operator = ["AND", "OR", "NOT"].contains(&word);
    let is_inner = |c: char| c.is_alphanumeric() || "'’.,-".contains(c);
    !is_operator && word.starts_with(char::is_alphanumeric) && word.chars().all(is_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_operators_is_a_phrase() {
        for plain in ["Vardal assembly passes salt tax", "U.S. co-operates, it's said", "塩"] {
            assert_eq!(of(plain), plain);
        }
        for (title, query) in [
            ("PACKAGE NOT READY", "\"PACKAGE NOT READY\""),
            ("COMMENTS -DEALERS", "\"COMMENTS -DEALERS\""),
            ("Is \"salt\" taxed?", "\"Is salt taxed\""),
            ("Venn: 21/2 pct", "\"Venn: 21/2 pct\""),
        ] {
            assert_eq!(of(title), query);
        }
    }
}
