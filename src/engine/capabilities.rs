//! What an engine can do.

/// What an engine can do. Every engine finds, counts and scores articles; these are the differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether readers see either all articles of a commit or none of them.
    pub atomic_commits: bool,
    /// Whether the words of the index can be listed: all of them, with their statistics, or those that a pattern
    /// matches.
    pub lists_words: bool,
    /// Whether articles with a word can be counted for scores ([`collection`](super::TermStatistics::collection)).
    pub counts_articles_of_words: bool,
    /// Whether the occurrences of a word can be counted ([`occurrences`](super::TermStatistics::occurrences)).
    pub counts_occurrences: bool,
}
