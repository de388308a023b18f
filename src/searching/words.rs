//! The words of a query's text.

/// Returns a query with other words: `other` returns the replacement of a word, or `None` to keep it. A word is a run
/// of letters, digits and full stops, so that operators, fields and quotes stay as they are.
pub fn with_words(query: &str, other: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(query.len());
    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    for run in query.split_inclusive(|c| !is_part(c)) {
        let word = run.trim_end_matches(|c| !is_part(c));
        // A name in front of a colon is a field.
        match other(word).filter(|_| !word.is_empty() && !run.ends_with(':')) {
            Some(other) => out.push_str(&other),
            None => out.push_str(word),
        }
        out.push_str(&run[word.len()..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_replaced() {
        let small = |word: &str| {
            let bare: String = word.chars().filter(|c| *c != '.').collect();
            ["US", "WHO"].contains(&bare.as_str()).then(|| word.to_lowercase())
        };
        for (query, replaced) in [
            ("US AND (WHO OR USA)", "us AND (who OR USA)"),
            ("\"US troops\" -U.S.", "\"us troops\" -u.s."),
            ("title:US", "title:us"),
            ("US:US", "US:us"),
        ] {
            assert_eq!(with_words(query, small), replaced);
        }
        let none = |word: &str| (word == "alt").then(String::new);
        assert_eq!(with_words("salt alt", none), "salt ");
    }
}
