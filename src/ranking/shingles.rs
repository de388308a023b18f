//! Near duplicates: articles that share most of their runs of words.
//!
//! The measures are those of Broder, "On the resemblance and containment of documents" (SEQUENCES 1997), over runs of
//! [`RUN`] terms. A story that was cut or got a new lead is contained in the other version, or contains it.

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Event, Language};
use crate::article::Article;

/// The number of terms of a shingle.
const RUN: usize = 4;
/// The least share of the shorter article's shingles that near duplicates have in common.
const CONTAINED: f64 = 0.5;
/// The least share of all shingles that short near duplicates have in common. A sentence of a longer article may
/// contain a short one by chance.
const ALIKE: f64 = 0.5;
/// The number of shingles of a short article.
const SHORT: usize = 16;

/// The hashes of the shingles of an article, in order and without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// Returns the shingles of an article's body, or of its title if it has no body.
    pub fn of(analyzer: &mut Analyzer, article: &Article) -> Shingles {
        let text = match article.body.trim() {
            "" => article.title.as_deref().unwrap_or_default(),
            _ => &article.body,
        };
        let mut terms = Vec::new();
        analyzer.analyse(Language::of_article(article), text, |event| {
            if let Event::Token(token) = event
                && !token.again
            {
                terms.push(token.hash);
            }
        });
        // A text shorter than a shingle is one shingle.
        let runs = terms.windows(RUN.min(terms.len().max(1)));
        let join = |hash: u64, term: &u64| {
            (hash.rotate_left(23) ^ term).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        };
        let mut hashes: Vec<u64> = runs.map(|run| run.iter().fold(0, join)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Shingles(hashes)
    }
}

/// Articles of which no two are near duplicates.
#[derive(Debug, Default)]
pub struct Distinct {
    /// The number of shingles of each article.
    sizes: Vec<usize>,
    /// The articles that have a shingle. Only these can be near duplicates of another article that has it.
    having: FxHashMap<u64, Vec<usize>>,
}

impl Distinct {
    /// Adds an article, unless it is a near duplicate of one of the others. Returns whether it was added.
    pub fn add(&mut self, article: &Shingles) -> bool {
        let mut common: FxHashMap<usize, usize> = FxHashMap::default();
        for other in article.0.iter().filter_map(|hash| self.having.get(hash)).flatten() {
            *common.entry(*other).or_default() += 1;
        }
        let size = article.0.len();
        if common.into_iter().any(|(other, common)| are_near([size, self.sizes[other]], common)) {
            return false;
        }
        for hash in &article.0 {
            self.having.entry(*hash).or_default().push(self.sizes.len());
        }
        self.sizes.push(size);
        true
    }
}

/// Returns whether two articles with these numbers of shingles, some of them common, are near duplicates. An article
/// without words is not one of any other.
fn are_near(sizes: [usize; 2], common: usize) -> bool {
    let (fewer, all) = (sizes[0].min(sizes[1]), sizes[0] + sizes[1] - common);
    let (of, least) = if fewer < SHORT { (all, ALIKE) } else { (fewer, CONTAINED) };
    of > 0 && common as f64 >= least * of as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shingles(body: &str) -> Shingles {
        let article = Article { body: body.into(), ..Article::default() };
        Shingles::of(&mut Analyzer::default(), &article)
    }

    /// Returns sentences of words that occur in no other sentence.
    fn sentences(numbers: std::ops::Range<u32>) -> String {
        let words = |number: u32| (0..8).map(move |word| format!("word{number}x{word}"));
        let sentence = |number| words(number).collect::<Vec<_>>().join(" ") + ".";
        numbers.map(sentence).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn cuts_and_new_leads_are_near_duplicates() {
        let are_near = |one: &str, other: &str| {
            let mut distinct = Distinct::default();
            distinct.add(&shingles(&sentences(100..110)));
            distinct.add(&shingles(one));
            !distinct.add(&shingles(other))
        };
        let story = sentences(0..10);
        let near = |other: &str| {
            assert_eq!(are_near(&story, other), are_near(other, &story));
            are_near(&story, other)
        };
        assert!(near(&sentences(0..10)), "a copy");
        assert!(near(&sentences(0..4)), "a cut");
        assert!(near(&format!("{} {}", sentences(20..26), sentences(2..10))), "a new lead");
        assert!(near(&sentences(0..10).replace("word3x3", "corrected")), "a correction");
        assert!(!near(&sentences(20..30)), "another story");
        assert!(!near(&format!("{} {}", sentences(0..2), sentences(20..28))), "a quotation");
        assert!(!near("word0x0 word0x1 word0x2 word0x3 word0x4"), "a short text");
        assert!(!near(""), "no text");
        assert!(!are_near("", ""));
        assert!(are_near("Ferry sinks", "Ferry sinks."));
    }
}
