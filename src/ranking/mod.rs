//! What re-orders hits: engine-free.
//!
//! An engine finds the best hits by BM25 over one field in which titles weigh more. The first
//! [`DEPTH`] of them are scored again from where their words stand ([`score`]), and may be weighed by their
//! age ([`recency`]). Nothing of this is in the index. `docs/relevance.md` says what each part gives.

pub mod recency;

pub use recency::Recency;

/// Hits that are scored again.
pub const DEPTH: usize = 1_000;

/// BM25's saturation (Robertson and Zaragoza, 2009).
const K1: f64 = 1.2;
/// BM25's weight of the length.
const B: f64 = 0.5;
/// What a word in the title counts (BM25F's weight of a field, the length included).
const TITLE: f64 = 3.0;
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
    /// The mean number of words in a title.
    pub title_words: f64,
    /// The mean number of words in a body.
    pub body_words: f64,
    /// Articles that have each word.
    pub frequencies: Vec<f64>,
}

/// Where a query's words stand in an article.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Positions of each word, sorted: the title's below `title_words`.
    pub places: Vec<Vec<u32>>,
    /// Words in the title.
    pub title_words: u32,
    /// Words in the body.
    pub body_words: u32,
    /// How many of the words typed in capitals are printed so.
    pub capitals: u32,
}

/// The score of an article: BM25F over the words, and over neighbouring words of the query as they
/// stand side by side and near one another.
pub fn score(evidence: &Evidence, collection: &Collection) -> f64 {
    let length = f64::from(evidence.body_words) + TITLE * f64::from(evidence.title_words);
    let average = collection.body_words + TITLE * collection.title_words;
    let norm = 1.0 - B + B * length / average.max(1.0);
    let saturated = |frequency: f64| frequency * (K1 + 1.0) / (frequency + K1 * norm);
    let weight = |places: &[u32]| {
        let in_title = places.partition_point(|place| *place < evidence.title_words);
        TITLE * in_title as f64 + (places.len() - in_title) as f64
    };
    let rarity = |word: usize| {
        let found = collection.frequencies[word];
        (1.0 + (collection.articles - found + 0.5) / (found + 0.5)).ln()
    };
    let counts = |word: &usize| {
        evidence.places.len() <= FEW
            || collection.frequencies[*word] <= COMMON * collection.articles
    };
    let mut words: Vec<usize> = (0..evidence.places.len()).filter(counts).collect();
    if words.is_empty() {
        words = (0..evidence.places.len()).collect();
    }
    let mut total = 0.0;
    for word in &words {
        total += WORDS * rarity(*word) * saturated(weight(&evidence.places[*word]));
    }
    for pair in words.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
        let (a, b) = (&evidence.places[pair[0]], &evidence.places[pair[1]]);
        if a.is_empty() || b.is_empty() {
            continue;
        }
        let rarity = (rarity(pair[0]) + rarity(pair[1])) / 2.0;
        let before = |place: &&u32| b.binary_search(&(**place + 1)).is_ok();
        let side_by_side: Vec<u32> = a.iter().filter(before).copied().collect();
        let close: Vec<u32> =
            a.iter().filter(|place| is_close(**place, b, evidence.title_words)).copied().collect();
        total += NEIGHBOURS * rarity * saturated(weight(&side_by_side));
        total += PAIRS * rarity * saturated(weight(&close));
    }
    total
}

/// Whether another word stands within the window of a position, in the same part of the article.
fn is_close(place: u32, others: &[u32], title_words: u32) -> bool {
    let from = others.partition_point(|other| other + WINDOW <= place);
    others[from..]
        .iter()
        .take_while(|other| **other < place + WINDOW)
        .any(|other| *other != place && (*other < title_words) == (place < title_words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(places: &[&[u32]], body_words: u32) -> f64 {
        let evidence = Evidence {
            places: places.iter().map(|places| places.to_vec()).collect(),
            title_words: 5,
            body_words,
            capitals: 0,
        };
        let collection = Collection {
            articles: 1_000.0,
            title_words: 5.0,
            body_words: 200.0,
            frequencies: vec![50.0, 20.0, 400.0, 30.0],
        };
        score(&evidence, &collection)
    }

    #[test]
    fn titles_nearness_and_shortness_raise_a_score() {
        let apart = scored(&[&[20], &[90]], 200);
        assert!(scored(&[&[20], &[21]], 200) > scored(&[&[20], &[24]], 200));
        assert!(scored(&[&[20], &[24]], 200) > apart);
        assert!(scored(&[&[2], &[90]], 200) > apart, "a word in the title");
        assert!(scored(&[&[20], &[90]], 100) > apart, "a shorter article");
        assert!(
            scored(&[&[4], &[7]], 200) < scored(&[&[1], &[4]], 200),
            "not across the title's end"
        );
    }

    #[test]
    fn common_words_count_in_short_queries_alone() {
        assert!(scored(&[&[20], &[90], &[40]], 200) > scored(&[&[20], &[90], &[]], 200));
        let long = |common: &'static [u32]| scored(&[&[20], &[90], common, &[60]], 200);
        assert!((long(&[40]) - long(&[])).abs() < 1e-12);
    }
}
