//! Counts, formatted for messages.

/// Returns a number of articles with its noun: `1 article`, `2 articles`.
pub fn articles(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "article" } else { "articles" })
}

/// Returns a number of articles with its verb: `1 article matches`, `2 articles match`.
pub fn articles_match(count: u64) -> String {
    format!("{} {}", articles(count), if count == 1 { "matches" } else { "match" })
}

/// Returns a number of stories with its noun: `1 story`, `2 stories`.
pub fn stories(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "story" } else { "stories" })
}

/// Returns a number of files with its noun: `1 file`, `2 files`.
pub fn files(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "file" } else { "files" })
}

/// Formats a number with a comma before each group of three digits: `21,577`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_article_has_a_verb_in_the_singular() {
        assert_eq!(articles_match(1), "1 article matches");
        assert_eq!(articles_match(21_577), "21,577 articles match");
    }
}
