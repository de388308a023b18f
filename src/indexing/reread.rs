//! What differs in articles that were read again although their text has not changed.

use crate::searching::articles;

/// The number of articles that are not new and whose text has not changed, but whose date, source or headers have
/// changed: because of an option, of something that they inherit from their place, or of what is printed around them.
#[derive(Debug, Default)]
pub struct Reread {
    /// Articles with another date.
    pub dates: u64,
    /// Articles with another source.
    pub sources: u64,
    /// Articles with the same date and source, but with other headers, or headers on other lines.
    pub headers: u64,
}

impl Reread {
    /// Returns a notice if there are such articles. The summary counts them as unchanged, because their text is.
    pub fn notice(&self) -> Option<String> {
        let counts = [
            (self.dates, "a different date than before"),
            (self.sources, "a different source than before"),
            (self.headers, "headers that are new or on other lines"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = counts
            .map(|(count, what)| {
                let have = if count == 1 { "has" } else { "have" };
                format!("{} {have} {what}", articles(count))
            })
            .collect();
        (!parts.is_empty()).then(|| format!("{}; their text is unchanged", parts.join(", ")))
    }
}
