//! What re-orders hits: engine-free.
//!
//! An engine finds the best hits by BM25 over one field in which titles weigh more. The first
//! [`DEPTH`] of them are scored again from where their words stand ([`Weights`]), and may be weighed by their
//! age ([`recency`]). Of this only [`LEVEL`] is in the index. `docs/relevance.md` says what each part gives.

pub mod recency;

pub use recency::Recency;

/// Hits that are scored again.
pub const DEPTH: usize = 1_000;

/// BM25's saturation (Robertson and Zaragoza, 2009), in both stages.
const K1: f64 = 1.2;
/// How many times its weight a word counts that stands in an article ever so often.
pub const SATURATED: f64 = K1 + 1.0;
/// BM25's weight of the length, as an engine may have it fixed (tantivy does), in both stages.
const B: f64 = 0.75;
/// By how many words each article counts as longer than it is: in effect BM25's weight of the length is
/// `B · mean / (mean + LEVEL)`, less for archives of short articles. Where an engine counts them, its
/// scores are those of [`Weights::score`] without pairs, and what it leaves out by them is not needed.
pub const LEVEL: u32 = 100;
/// What a word in the title counts (BM25F's weight of a field, the length included). An engine may keep
/// a title's words so many times: their frequencies need no positions then.
pub const TITLE: u32 = 3;
/// The weights of the sequential dependence model: words, neighbours, pairs within a window (Metzler
/// and Croft, SIGIR 2005).
const WORDS: f64 = 0.9;
const NEIGHBOURS: f64 = 0.05;
const PAIRS: f64 = 0.05;
/// The window: words that are fewer positions apart are a pair.
const WINDOW: u32 = 8;
/// In queries of more than [`FEW`] words, words that more than this share of the articles have say
/// nothing of what is asked.
const COMMON: f64 = 0.25;
const FEW: usize = 3;

/// What is known of a query's words in the whole archive.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    /// Articles.
    pub articles: f64,
    /// The mean of [`Evidence::length`].
    pub length: f64,
    /// Articles that have each word.
    pub frequencies: Vec<f64>,
}

/// What is known of a query's words in an article.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// How often each word stands there, in the title [`TITLE`] times as often.
    pub frequencies: Vec<u32>,
    /// For each [`Weights::pairs`]: how often the words stand side by side, and how often close.
    pub pairs: Vec<(u32, u32)>,
    /// Words in the body and, [`TITLE`] times, in the title, and [`LEVEL`], as nearly as the engine knows.
    pub length: u32,
    /// How many of the words typed in capitals are printed so.
    pub capitals: u32,
}

/// What a query's words count.
#[derive(Debug, Clone)]
pub struct Weights {
    /// Of each word; 0 for one that is left out.
    words: Vec<f64>,
    /// Neighbours in the query: the number of the first, and what they count.
    pairs: Vec<(usize, f64)>,
    average: f64,
    /// How many times its weight a word can count with all its pairs, at most.
    most: f64,
    /// What all pairs can count, at most.
    joined: f64,
}

impl Weights {
    /// The weights of a query's words in a collection.
    pub fn of(collection: &Collection) -> Weights {
        let count = collection.frequencies.len();
        let rarity = |found: &f64| (1.0 + (collection.articles - found + 0.5) / (found + 0.5)).ln();
        let telling = |found: &f64| count <= FEW || *found <= COMMON * collection.articles;
        let none = !collection.frequencies.iter().any(telling);
        let words: Vec<f64> = collection
            .frequencies
            .iter()
            .map(|found| if none || telling(found) { rarity(found) } else { 0.0 })
            .collect();
        let pairs: Vec<(usize, f64)> = (1..count)
            .filter(|second| words[second - 1] > 0.0 && words[*second] > 0.0)
            .map(|second| (second - 1, (words[second - 1] + words[second]) / 2.0))
            .collect();
        // A pair is counted at its first word, and no more often than that stands there.
        let of_word = |(first, weight): &(usize, f64)| weight / words[*first];
        let of_word = pairs.iter().map(of_word).fold(0.0, f64::max);
        let most = WORDS + (NEIGHBOURS + PAIRS) * of_word;
        let joined = pairs.iter().map(|(_, weight)| weight).sum::<f64>();
        let joined = (NEIGHBOURS + PAIRS) * SATURATED * joined;
        Weights { words, pairs, average: collection.length.max(1.0), most, joined }
    }

    /// The score in the first stage below which no article has this score.
    ///
    /// The first stage is what the words count, or more where some of them are left out here. What
    /// pairs count comes with their words, or on top of them: whichever says more.
    pub fn least_first(&self, score: f64) -> f64 {
        // The first stage is computed in 32 bits.
        const ROUNDING: f64 = 1.0 - 1e-5;
        ROUNDING * (score / self.most).max((score - self.joined) / WORDS)
    }

    /// What each word counts; 0 for one that is left out.
    pub fn words(&self) -> &[f64] {
        &self.words
    }

    /// What the first stage adds to a word's frequency in an article of a length: a word counts its weight times
    /// [`SATURATED`] times its share of both.
    pub fn slack(&self, length: u32) -> f64 {
        K1 * (1.0 - B + B * f64::from(length) / self.average)
    }

    /// The number of the first word of each pair.
    pub fn pairs(&self) -> impl Iterator<Item = usize> + '_ {
        self.pairs.iter().map(|(first, _)| *first)
    }

    /// The score of an article: BM25F over the words, and over neighbouring words of the query as
    /// they stand side by side and near one another.
    pub fn score(&self, evidence: &Evidence) -> f64 {
        let slack = self.slack(evidence.length);
        let saturated = |frequency: u32| {
            let frequency = f64::from(frequency);
            frequency * SATURATED / (frequency + slack)
        };
        let words = self.words.iter().zip(&evidence.frequencies);
        let single: f64 = words.map(|(weight, count)| weight * saturated(*count)).sum();
        let pairs = self.pairs.iter().zip(&evidence.pairs);
        let joined: f64 = pairs
            .map(|((_, weight), (side_by_side, close))| {
                weight * (NEIGHBOURS * saturated(*side_by_side) + PAIRS * saturated(*close))
            })
            .sum();
        WORDS * single + joined
    }
}

/// How often two words stand side by side in their order, and how often within the window, counted at
/// the first word; in the title [`TITLE`] times as often. Positions are sorted, each once; those of
/// the title lie below `title_words`.
pub fn pair(a: &[u32], b: &[u32], title_words: u32) -> (u32, u32) {
    let (mut side_by_side, mut close) = (0, 0);
    let mut from = 0;
    for place in a {
        let in_title = *place < title_words;
        let weight = if in_title { TITLE } else { 1 };
        while from < b.len() && b[from] + WINDOW <= *place {
            from += 1;
        }
        let near = b[from..].iter().take_while(|other| **other < place + WINDOW);
        let mut near = near.filter(|other| (**other < title_words) == in_title).peekable();
        if near.clone().any(|other| other != place) {
            close += weight;
        }
        if near.any(|other| *other == place + 1) {
            side_by_side += weight;
        }
    }
    (side_by_side, close)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(places: &[&[u32]], body_words: u32) -> f64 {
        let title_words = 5;
        let weights = Weights::of(&Collection {
            articles: 1_000.0,
            length: 215.0,
            frequencies: [50.0, 20.0, 400.0, 30.0][..places.len()].to_vec(),
        });
        let weight = |place: &u32| if *place < title_words { TITLE } else { 1 };
        let evidence = Evidence {
            frequencies: places.iter().map(|places| places.iter().map(weight).sum()).collect(),
            pairs: weights
                .pairs()
                .map(|first| pair(places[first], places[first + 1], title_words))
                .collect(),
            length: body_words + TITLE * title_words,
            capitals: 0,
        };
        weights.score(&evidence)
    }

    #[test]
    fn titles_nearness_and_shortness_raise_a_score() {
        let apart = scored(&[&[20], &[90]], 200);
        assert!(scored(&[&[20], &[21]], 200) > scored(&[&[20], &[24]], 200));
        assert!(scored(&[&[20], &[24]], 200) > apart);
        assert!(scored(&[&[24], &[20]], 200) > apart, "in either order");
        assert!(scored(&[&[2], &[90]], 200) > apart, "a word in the title");
        assert!(scored(&[&[20], &[90]], 100) > apart, "a shorter article");
        assert_eq!(pair(&[4], &[7], 5), (0, 0), "not across the title's end");
        assert_eq!(pair(&[1, 20], &[2, 20, 26], 5), (3, 4));
    }

    #[test]
    fn common_words_count_in_short_queries_alone() {
        assert!(scored(&[&[20], &[90], &[40]], 200) > scored(&[&[20], &[90], &[]], 200));
        let long = |common: &'static [u32]| scored(&[&[20], &[90], common, &[60]], 200);
        assert!((long(&[40]) - long(&[])).abs() < 1e-12);
    }

    /// A number below another, from a state that moves on.
    fn next(state: &mut u64, below: u32) -> u32 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (*state >> 33) as u32 % below
    }

    /// The score of the first stage.
    fn first(weights: &Weights, rarities: &[f64], evidence: &Evidence) -> f64 {
        let length = f64::from(evidence.length) / weights.average;
        let norm = K1 * (1.0 - B + B * length);
        let counted = rarities.iter().zip(&evidence.frequencies).map(|(rarity, count)| {
            let count = f64::from(*count);
            rarity * (K1 + 1.0) * count / (count + norm)
        });
        counted.sum()
    }

    #[test]
    fn no_article_is_left_out_that_has_the_score() {
        let mut state = 7;
        for _ in 0..20_000 {
            let words = 1 + next(&mut state, 5) as usize;
            let found = (0..words).map(|_| f64::from(1 + next(&mut state, 900))).collect();
            let collection = Collection { articles: 1_000.0, length: 200.0, frequencies: found };
            let weights = Weights::of(&collection);
            let rarity = |found: &f64| (1.0 + (1_000.0 - found + 0.5) / (found + 0.5)).ln();
            let rarities: Vec<f64> = collection.frequencies.iter().map(rarity).collect();
            let frequencies: Vec<u32> = (0..words).map(|_| next(&mut state, 12)).collect();
            // As many pairs as there can be.
            let pairs = weights.pairs().map(|at| {
                let (a, b) = (frequencies[at], frequencies[at + 1]);
                if b == 0 { (0, 0) } else { (a.min(b), a) }
            });
            let pairs = pairs.collect();
            let length = 1 + next(&mut state, 5_000);
            let evidence = Evidence { frequencies, pairs, length, capitals: 0 };
            let (score, first) = (weights.score(&evidence), first(&weights, &rarities, &evidence));
            assert!(weights.least_first(score) <= first, "{score} of {first}: {evidence:?}");
            // Where a word stands alone both stages say the same.
            if words == 1 {
                assert!((WORDS * first - score).abs() < 1e-9);
            }
        }
    }
}
