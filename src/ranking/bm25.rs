//! BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over one field, in which titles have a
//! higher weight.

/// BM25's saturation parameter (Robertson and Zaragoza, 2009), in both stages.
const K1: f64 = 1.2;
/// The upper limit of a word's score, as a multiple of its weight, as its frequency grows.
pub const SATURATED: f64 = K1 + 1.0;
/// BM25's weight of the length, in both stages. Some engines, such as tantivy, do not let it be changed.
const B: f64 = 0.75;
/// The number of words added to the length of each article. In effect, BM25's weight of the length becomes `B · mean /
/// (mean + LEVEL)`, which is lower in archives of short articles. If an engine adds them too, its scores equal those of
/// `Weights::score` without pairs, and it can leave out articles by these scores.
pub const LEVEL: u32 = 100;
/// The weight of a word in the title, relative to the body (BM25F's weight of a field, including its length). An engine
/// may index the words of a title this many times, so that their frequencies include the weight.
pub const TITLE: u32 = 3;
/// Statistics of a query's words in the whole archive.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    /// The number of articles.
    pub articles: f64,
    /// The mean of `Evidence::length`.
    pub length: f64,
    /// The number of articles that have each word.
    pub frequencies: Vec<f64>,
}

/// Returns the weight of a word that `found` of so many articles have: BM25's inverse document frequency, as Lucene
/// computes it.
pub fn rarity(articles: f64, found: f64) -> f64 {
    (1.0 + (articles - found + 0.5) / (found + 0.5)).ln()
}

/// Returns the amount that BM25 adds to a frequency in its denominator, in an article of this length.
pub fn slack(length: u32, average: f64) -> f64 {
    K1 * (1.0 - B + B * f64::from(length) / average.max(1.0))
}
