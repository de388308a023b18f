//! What differs in articles that were read again although their text has not changed.

/// The number of articles that are not new and whose text has not changed, but whose date or source has changed:
/// because of an option, or of something that they inherit from their place.
#[derive(Debug, Default)]
pub struct Reread {
    /// Articles with another date.
    pub dates: u64,
    /// Articles with another source.
    pub sources: u64,
}

impl Reread {
    /// Returns a notice if there are such articles. The summary counts them as unchanged, because their text is.
    pub fn notice(&self) -> Option<String> {
        let counts = [(self.dates, "date"), (self.sources, "source")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = counts
            .map(|(count, what)| match count {
                1 => format!("1 article has a different {what} than before"),
                count => format!("{count} articles have a different {what} than before"),
            })
            .collect();
        (!parts.is_empty()).then(|| format!("{}; their text is unchanged", parts.join(", ")))
    }
}
