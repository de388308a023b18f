//! The first letters of searched terms, which tell words that need not be stemmed.

/// The first letters of the terms that are searched for. An English stem has the same first letter as its word, because
/// Porter2 only removes endings, and none of its exceptions changes a first letter.
pub struct Beginnings([bool; 128]);

impl Beginnings {
    /// Returns a set for searches of any word.
    pub fn all() -> Beginnings {
        Beginnings([true; 128])
    }

    /// Returns a set for searches of some terms.
    pub fn of<'t>(terms: impl Iterator<Item = &'t str>) -> Beginnings {
        let mut beginnings = Beginnings([false; 128]);
        for term in terms {
            match term.bytes().next() {
                Some(byte) if byte.is_ascii() => beginnings.0[usize::from(byte)] = true,
                _ => return Beginnings::all(),
            }
        }
        beginnings
    }

    /// Returns whether a word as printed in English may have one of the terms, or whether a term may be one of them.
    pub(crate) fn may_be(&self, form: &str) -> bool {
        let first = form.bytes().next().map(|byte| usize::from(byte.to_ascii_lowercase()));
        // A folded letter may become any ASCII letter.
        first.and_then(|first| self.0.get(first)).is_none_or(|wanted| *wanted)
    }
}
