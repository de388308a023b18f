//! The score of an article: BM25 over the words of a query, and over pairs of adjacent words.

use super::bm25::{Collection, SATURATED, TITLE, rarity, slack};

/// The number of hits that are rescored.
pub const DEPTH: usize = 1_000;

/// The weights of the sequential dependence model: single words, adjacent words, and pairs within a window (Metzler and
/// Croft, SIGIR 2005).
const WORDS: f64 = 0.9;
const NEIGHBOURS: f64 = 0.05;
const PAIRS: f64 = 0.05;
/// The weight of pairs that are adjacent in the title, if all pairs of the query are. Such an article is probably the
/// one that is looked for by its headline.
const HEADLINE: f64 = 0.3;
/// The size of the window: two words are a pair if they are fewer positions apart.
const WINDOW: u32 = 8;
/// The maximum fraction of articles that may have a word. In queries of more than [`FEW`] words, a more common word is
/// ignored, because it says little about the topic.
const COMMON: f64 = 0.25;
const FEW: usize = 3;

/// Statistics of a query's words in an article.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The frequency of each word. Occurrences in the title count [`TITLE`] times.
    pub frequencies: Vec<u32>,
    /// For each of [`Weights::pairs`], how close the words are.
    pub pairs: Vec<Closeness>,
    /// The number of words in the body, plus [`TITLE`] times those in the title, plus `LEVEL`, to the engine's
    /// precision.
    pub length: u32,
    /// How many of the words typed with capitals are printed with capitals.
    pub capitals: u32,
}

/// How often two words are close in an article. Occurrences in the title count [`TITLE`] times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closeness {
    /// How often the words are adjacent, in this order.
    pub adjacent: u32,
    /// How often they are within the window.
    pub near: u32,
    /// Whether they are adjacent in the title.
    pub in_title: bool,
}

/// The weights of a query's words and pairs.
#[derive(Debug, Clone)]
pub struct Weights {
    /// The weight of each word; 0 for an ignored word.
    words: Vec<f64>,
    /// Adjacent words of the query: the index of the first word, and the weight of the pair.
    pairs: Vec<(usize, f64)>,
    average: f64,
    /// The upper bound of an article's score, as a multiple of its first-stage score.
    most: f64,
    /// The maximum score of all pairs.
    joined: f64,
}

impl Weights {
    /// Computes the weights of a query's words in a collection.
    pub fn of(collection: &Collection) -> Weights {
        let count = collection.frequencies.len();
        let telling = |found: &f64| count <= FEW || *found <= COMMON * collection.articles;
        let none = !collection.frequencies.iter().any(telling);
        let words: Vec<f64> = collection
            .frequencies
            .iter()
            .map(
                |found| {
                    if none || telling(found) { rarity(collection.articles, *found) } else { 0.0 }
                },
            )
            .collect();
        // A word that no article has is next to no other.
        let scores = |word: usize| words[word] > 0.0 && collection.frequencies[word] > 0.0;
        let pairs: Vec<(usize, f64)> = (1..count)
            .filter(|second| scores(second - 1) && scores(*second))
            .map(|second| (second - 1, (words[second - 1] + words[second]) / 2.0))
            .collect();
        // A pair is counted at its first word, so it is never more frequent than that word.
        let of_word = |(first, weight): &(usize, f64)| weight / words[*first];
        let of_word = pairs.iter().map(of_word).fold(0.0, f64::max);
        let of_pairs = NEIGHBOURS + PAIRS + HEADLINE;
        let most = WORDS + of_pairs * of_word;
        let joined = pairs.iter().map(|(_, weight)| weight).sum::<f64>();
        let joined = of_pairs * SATURATED * joined;
        Weights { words, pairs, average: collection.length.max(1.0), most, joined }
    }

    /// Returns a lower bound of the first-stage score of any article with this final score.
    ///
    /// The first-stage score is at least that of the words here, because some of them may be ignored here. The
    /// contribution of pairs is bounded relative to their words or as a total. The tighter bound applies.
    pub fn least_first(&self, score: f64) -> f64 {
        // The first stage is computed with 32-bit numbers.
        const ROUNDING: f64 = 1.0 - 1e-5;
        ROUNDING * (score / self.most).max((score - self.joined) / WORDS)
    }

    /// Returns the weight of each word; 0 for an ignored word.
    pub fn words(&self) -> &[f64] {
        &self.words
    }

    /// Returns the amount that the first stage adds to the frequency of a word in an article of this length. The score
    /// of the word is its weight, times [`SATURATED`], times the frequency's share of the sum.
    pub fn slack(&self, length: u32) -> f64 {
        slack(length, self.average)
    }

    /// Returns the index of the first word of each pair.
    pub fn pairs(&self) -> impl Iterator<Item = usize> + '_ {
        self.pairs.iter().map(|(first, _)| *first)
    }

    /// Returns the score of an article: BM25F over the words, and over pairs of adjacent query words where they are
    /// adjacent or near one another in the article. If the title has all pairs, they count once more.
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
            .map(|((_, weight), Closeness { adjacent, near, .. })| {
                weight * (NEIGHBOURS * saturated(*adjacent) + PAIRS * saturated(*near))
            })
            .sum();
        let headline = match evidence.pairs.iter().all(|pair| pair.in_title) {
            true => self.pairs.iter().map(|(_, weight)| weight * saturated(TITLE)).sum(),
            false => 0.0,
        };
        WORDS * single + joined + HEADLINE * headline
    }
}

/// Returns how close two words are, counted at the first word. Positions are sorted and unique; those of the title are
/// below `title_words`.
pub fn pair(a: &[u32], b: &[u32], title_words: u32) -> Closeness {
    let mut close = Closeness::default();
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
            close.near += weight;
        }
        if near.any(|other| *other == place + 1) {
            close.adjacent += weight;
            close.in_title |= in_title;
        }
    }
    close
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
        assert!(scored(&[&[2], &[3]], 200) > scored(&[&[2], &[4]], 200) * 1.1, "a headline");
        assert_eq!(pair(&[4], &[7], 5), Closeness::default(), "not across the title's end");
        let both = Closeness { adjacent: 3, near: 4, in_title: true };
        assert_eq!(pair(&[1, 20], &[2, 20, 26], 5), both);
    }

    #[test]
    fn common_words_count_in_short_queries_alone() {
        assert!(scored(&[&[20], &[90], &[40]], 200) > scored(&[&[20], &[90], &[]], 200));
        let long = |common: &'static [u32]| scored(&[&[20], &[90], common, &[60]], 200);
        assert!((long(&[40]) - long(&[])).abs() < 1e-12);
    }

    /// Returns a pseudorandom number less than `below`, and advances the state.
    fn next(state: &mut u64, below: u32) -> u32 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (*state >> 33) as u32 % below
    }

    /// Returns the first-stage score.
    fn first(weights: &Weights, rarities: &[f64], evidence: &Evidence) -> f64 {
        let norm = slack(evidence.length, weights.average);
        let counted = rarities.iter().zip(&evidence.frequencies).map(|(rarity, count)| {
            let count = f64::from(*count);
            rarity * SATURATED * count / (count + norm)
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
            let found = collection.frequencies.iter();
            let rarities: Vec<f64> = found.map(|found| rarity(1_000.0, *found)).collect();
            let frequencies: Vec<u32> = (0..words).map(|_| next(&mut state, 12)).collect();
            // The maximum number of pairs.
            let pairs = weights.pairs().map(|at| {
                let (a, b) = (frequencies[at], frequencies[at + 1]);
                if b == 0 {
                    return Closeness::default();
                }
                Closeness { adjacent: a.min(b), near: a, in_title: a.min(b) >= TITLE }
            });
            let pairs = pairs.collect();
            let length = 1 + next(&mut state, 5_000);
            let evidence = Evidence { frequencies, pairs, length, capitals: 0 };
            let (score, first) = (weights.score(&evidence), first(&weights, &rarities, &evidence));
            assert!(weights.least_first(score) <= first, "{score} of {first}: {evidence:?}");
            // For a single word, both stages give the same score.
            if words == 1 {
                assert!((WORDS * first - score).abs() < 1e-9);
            }
        }
    }
}
