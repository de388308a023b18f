//! Counts in words.

/// `1 article`, `2 articles`.
pub fn articles(count: u64) -> String {
    format!("{count} {}", if count == 1 { "article" } else { "articles" })
}
