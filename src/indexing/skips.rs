//! What a run skipped: counts by reason, and by format where the reason names one.

use serde::Serialize;

use crate::archive::{Reason, Why};

/// The files and articles skipped for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Skip {
    /// The reason, with the format and the remedy if there are any.
    pub reason: String,
    /// The number of files and articles.
    pub count: u64,
    /// The place of one of them.
    pub example: String,
}

/// Counts of skips by reason.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Skips(Vec<Skip>);

/// Reasons whose detail names a format or a kind of file. There are only a few different details.
const NAMED: [Reason; 6] = [
    Reason::NoHeader,
    Reason::NotProse,
    Reason::Unsupported,
    Reason::NotBuiltIn,
    Reason::Scanned,
    Reason::Binary,
];

/// Details of parts that belong to a larger document. They are not counted as skips.
const PARTS: [&str; 2] = ["part of the index of a web archive", "a resource fork of macOS"];

impl Skips {
    /// Returns whether nothing was skipped.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts a skip at a place.
    pub fn add(&mut self, why: &str, place: &str) {
        let (reason, detail) = Why::split(why);
        if detail.is_some_and(|detail| PARTS.contains(&detail)) {
            return;
        }
        let named = NAMED.iter().any(|known| known.as_str() == reason);
        let reason = if named { why } else { reason };
        match self.0.iter_mut().find(|skip| skip.reason == reason) {
            Some(skip) => skip.count += 1,
            None => self.0.push(Skip { reason: reason.into(), count: 1, example: place.into() }),
        }
    }

    /// Adds the skips of another run.
    pub fn extend(&mut self, others: Skips) {
        for other in others.0 {
            match self.0.iter_mut().find(|skip| skip.reason == other.reason) {
                Some(skip) => skip.count += other.count,
                None => self.0.push(other),
            }
        }
    }

    /// Returns the skips, most frequent first.
    pub fn most_frequent(&self) -> Vec<Skip> {
        let mut skips = self.0.clone();
        skips.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.reason.cmp(&b.reason)));
        skips
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skips_are_counted_by_format_where_the_reason_names_one() {
        let mut skips = Skips::default();
        for (why, place) in [
            ("unreadable: EIO", "a"),
            ("unreadable: EACCES", "b"),
            ("unsupported format: Excel workbook (save it as CSV)", "c"),
            ("unsupported format: Parquet table", "d"),
            ("no page: part of the index of a web archive", "e"),
        ] {
            skips.add(why, place);
        }
        let said: Vec<(String, u64)> =
            skips.most_frequent().into_iter().map(|skip| (skip.reason, skip.count)).collect();
        assert_eq!(said[0], ("unreadable".to_string(), 2));
        assert_eq!(said.len(), 3, "{said:?}");
    }
}
