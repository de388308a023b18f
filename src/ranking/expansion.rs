//! Expansion of a query by terms of its best articles: pseudo-relevance feedback.
//!
//! This is a relevance model in the manner of RM3 (Lavrenko and Croft, SIGIR 2001; Abdul-Jaleel and others, TREC 2004).
//! It weighs articles by a power of their score, and terms by their saturated frequency (BM25F; Robertson, Zaragoza and
//! Taylor, CIKM 2004) in vectors of unit length. `docs/relevance.md` has the effect of each part.
//!
//! The selection is independent of the engine. [`TermFrequencies`] counts the terms of articles, an engine says how
//! many articles have each ([`Collection`]), and [`Expansion::of_articles`] weighs them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::bm25::{Collection, LEVEL, SATURATED, TITLE, rarity, slack};
use crate::analysis::{Analyzer, Beginnings, Language, is_character};
use crate::article::Article;

/// The number of articles whose terms expand a query.
pub const ARTICLES: usize = 15;
/// The number of terms that expand a query, unless another number is asked for.
pub const TERMS: usize = 50;
/// The maximum number of terms that can be asked for.
pub const MOST: usize = 200;
/// The exponent of an article's score in its weight. A high one keeps the expansion close to the best articles.
const SHARPNESS: i32 = 4;
/// The weight of the query's own score, relative to that of the terms.
const OWN: f64 = 0.35;
/// The length of terms, in characters. Shorter ones mean little, longer ones are rarely words. A character of a script
/// without spaces between words is a term of its own, and a Chinese one says as much as a syllable or a short word.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=20;
/// The maximum fraction of articles that may have a term with a digit or a sign, and a term of letters.
const COMMON: f64 = 0.1;
const COMMON_LETTERS: f64 = 0.2;
/// The number of articles that may have any term of letters, so that small archives have terms at all.
const FEW: f64 = 5.0;

/// Terms that score articles in addition to the words of a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expansion {
    /// The factor of the query's own score. If it is 0, the terms alone score articles, and an article needs one of
    /// them.
    pub own: f64,
    /// The terms, those with the highest weight first.
    pub terms: Vec<WeightedTerm>,
}

/// A term of an expansion.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTerm {
    /// The term, as it is indexed.
    pub term: String,
    /// The form in which the articles print it most often.
    pub form: String,
    /// Its share of the expansion. The shares of all terms add up to 1.
    pub share: f64,
    /// Its weight, as that of a query's word: what [`SATURATED`] and its frequency multiply.
    pub weight: f64,
}

/// The terms of some articles, with their frequencies.
#[derive(Debug, Clone, Default)]
pub struct TermFrequencies {
    /// The terms, in order.
    terms: Vec<String>,
    /// How often each term is printed in each of its forms.
    forms: Vec<BTreeMap<String, u32>>,
    articles: Vec<Counted>,
}

/// The terms of an article.
#[derive(Debug, Clone, Default)]
struct Counted {
    /// The length, as in [`Evidence::length`](super::Evidence::length).
    length: u32,
    /// The numbers of the terms, in order, and their frequencies. Occurrences in the title count [`TITLE`] times.
    frequencies: Vec<(usize, u32)>,
}

impl TermFrequencies {
    /// Counts the terms of articles that can belong to an expansion.
    pub fn of<'a>(
        analyzer: &mut Analyzer,
        articles: impl IntoIterator<Item = &'a Article>,
    ) -> TermFrequencies {
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        let mut counted = TermFrequencies::default();
        for article in articles {
            let mut frequencies: FxHashMap<usize, u32> = FxHashMap::default();
            let mut length = LEVEL;
            let title = article.title.as_deref().unwrap_or_default();
            for (text, weight) in [(title, TITLE), (article.body.as_str(), 1)] {
                let mut last = 0;
                let language = Language::of_article(article);
                let words = analyzer.tokens_for(language, text, &Beginnings::all(), |token| {
                    // `Kellogg's` and its part `Kellogg` have the same stem, which counts once.
                    let repeated = token.again && token.hash == last;
                    last = token.hash;
                    if repeated || !is_telling(token.term) {
                        return;
                    }
                    let number = match known.get(token.term) {
                        Some(number) => *number,
                        None => {
                            counted.terms.push(token.term.to_string());
                            counted.forms.push(BTreeMap::new());
                            known.insert(token.term.to_string(), counted.terms.len() - 1);
                            counted.terms.len() - 1
                        }
                    };
                    *frequencies.entry(number).or_default() += weight;
                    let forms = &mut counted.forms[number];
                    match forms.get_mut(token.form) {
                        Some(printed) => *printed += 1,
                        None => {
                            forms.insert(token.form.to_string(), 1);
                        }
                    }
                });
                length += words * weight;
            }
            let mut frequencies: Vec<(usize, u32)> = frequencies.into_iter().collect();
            frequencies.sort_unstable();
            counted.articles.push(Counted { length, frequencies });
        }
        counted
    }

    /// Returns the terms, for [`Collection::frequencies`].
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    /// Returns the form in which a term is printed most often.
    fn form(&self, number: usize) -> String {
        let best = self.forms[number].iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        best.map_or_else(|| self.terms[number].clone(), |(form, _)| form.clone())
    }

    fn weighted(&self, number: usize, share: f64, weight: f64) -> WeightedTerm {
        WeightedTerm { term: self.terms[number].clone(), form: self.form(number), share, weight }
    }

    /// Returns the rarity of each term; 0 for a term that is too common to say what an article is about.
    fn rarities(&self, collection: &Collection) -> Vec<f64> {
        let rarity = |(term, found): (&String, &f64)| {
            let most = match term.chars().all(char::is_alphabetic) {
                true => (COMMON_LETTERS * collection.articles).max(FEW),
                false => COMMON * collection.articles,
            };
            if *found <= most { rarity(collection.articles, *found) } else { 0.0 }
        };
        self.terms.iter().zip(&collection.frequencies).map(rarity).collect()
    }

    /// Returns the best terms by a value, those with the highest value first.
    fn best(&self, mut values: Vec<(usize, f64)>, count: usize) -> Vec<(usize, f64)> {
        values.retain(|(_, value)| *value > 0.0);
        values.sort_by(|a, b| {
            b.1.total_cmp(&a.1).then_with(|| self.terms[a.0].cmp(&self.terms[b.0]))
        });
        values.truncate(count);
        values
    }
}

/// Returns whether a term can say what an article is about.
fn is_telling(term: &str) -> bool {
    LENGTHS.contains(&term.chars().count()) || is_character(term)
}

impl Expansion {
    /// Returns the expansion of a query of `words` scored words by the terms of its best articles. `scores` has the
    /// score of each article.
    ///
    /// An article weighs the fourth power of its score. A term's value in an article is its saturated frequency,
    /// divided by the length of the article's vector of frequencies times rarities. The `count` terms with the highest
    /// sum of values times rarity are kept, and their shares are proportional to these sums of values.
    pub fn of_articles(
        counted: &TermFrequencies,
        scores: &[f64],
        collection: &Collection,
        words: usize,
        count: usize,
    ) -> Expansion {
        let rarities = counted.rarities(collection);
        let best = scores.iter().copied().fold(0.0, f64::max);
        let mut values = vec![0.0; counted.terms.len()];
        for (article, score) in counted.articles.iter().zip(scores) {
            let weight = if best > 0.0 { (score / best).powi(SHARPNESS) } else { 1.0 };
            let slack = slack(article.length, collection.length);
            let saturated = |frequency: u32| {
                let frequency = f64::from(frequency);
                SATURATED * frequency / (frequency + slack)
            };
            let squares = article
                .frequencies
                .iter()
                .map(|(term, frequency)| (saturated(*frequency) * rarities[*term]).powi(2));
            let length = squares.sum::<f64>().sqrt();
            if length > 0.0 {
                for (term, frequency) in &article.frequencies {
                    values[*term] += weight * saturated(*frequency) / length;
                }
            }
        }
        let ranked = values.iter().zip(&rarities).map(|(value, rarity)| value * rarity);
        let kept = counted.best(ranked.enumerate().collect(), count);
        let total: f64 = kept.iter().map(|(term, _)| values[*term]).sum();
        let terms = kept.into_iter().map(|(term, _)| {
            let share = values[term] / total;
            let weight = (1.0 - OWN) * share * rarities[term];
            counted.weighted(term, share, weight)
        });
        Expansion { own: OWN / words.max(1) as f64, terms: terms.collect() }
    }

    /// Returns the terms by which articles similar to one are found: the `count` terms with the highest frequency times
    /// rarity, with shares that are proportional to their frequency. The query itself does not score.
    pub fn of_article(
        counted: &TermFrequencies,
        collection: &Collection,
        count: usize,
    ) -> Expansion {
        let rarities = counted.rarities(collection);
        let mut frequencies = vec![0.0; counted.terms.len()];
        for (term, frequency) in counted.articles.iter().flat_map(|article| &article.frequencies) {
            frequencies[*term] += f64::from(*frequency);
        }
        let ranked = frequencies.iter().zip(&rarities).map(|(count, rarity)| count * rarity);
        let kept = counted.best(ranked.enumerate().collect(), count);
        let total: f64 = kept.iter().map(|(term, _)| frequencies[*term]).sum();
        let terms = kept.into_iter().map(|(term, _)| {
            let share = frequencies[term] / total;
            counted.weighted(term, share, share * rarities[term])
        });
        Expansion { own: 0.0, terms: terms.collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Titles and bodies.
    const TEXTS: [(&str, &str); 4] = [
        ("ship storm", "the storm sank a ship near the harbor and the harbor shut"),
        ("storm", "the harbor shut after a storm of 1987"),
        ("", "a ship left the harbor with salt and salt and salt"),
        ("salt", "the salt port of a town"),
    ];

    fn articles() -> Vec<Article> {
        let article = |(title, body): &(&str, &str)| Article {
            title: Some((*title).to_string()).filter(|title| !title.is_empty()),
            body: (*body).to_string(),
            ..Article::default()
        };
        TEXTS.iter().map(article).collect()
    }

    /// Returns the frequency of each word in a text, without words of one letter.
    fn frequencies((title, body): &(&str, &str)) -> HashMap<String, f64> {
        let mut counts = HashMap::new();
        for (text, weight) in [(title, 3.0), (body, 1.0)] {
            for word in text.split(' ').filter(|word| word.len() > 1) {
                *counts.entry(word.to_string()).or_default() += weight;
            }
        }
        counts
    }

    fn found(word: &str) -> f64 {
        match word {
            "the" | "and" | "of" | "after" | "with" | "near" => 900.0,
            "1987" => 150.0,
            word => 10.0 * word.len() as f64,
        }
    }

    fn collection(counted: &TermFrequencies) -> Collection {
        let found = |term: &String| found(term);
        let frequencies = counted.terms().iter().map(found).collect();
        Collection { articles: 1_000.0, length: 150.0, frequencies }
    }

    #[test]
    fn terms_and_shares_are_those_of_a_direct_computation() {
        let scores = [8.0, 6.0, 3.0, 1.0];
        let counted = TermFrequencies::of(&mut Analyzer::default(), &articles());
        let expansion = Expansion::of_articles(&counted, &scores, &collection(&counted), 2, 5);
        // The formulas, article by article and word by word.
        let idf = |word: &str| (1.0 + (1_000.0 - found(word) + 0.5) / (found(word) + 0.5)).ln();
        let is_common = |word: &str| found(word) > 200.0 || word == "1987";
        let mut sums: HashMap<String, f64> = HashMap::new();
        for (text, score) in TEXTS.iter().zip(scores) {
            let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count() as f64;
            let length = 3.0 * words(text.0) + words(text.1) + 100.0;
            let norm = 1.2 * (0.25 + 0.75 * length / 150.0);
            let counts = frequencies(text);
            let counts = counts.iter().filter(|(word, _)| !is_common(word));
            let saturated = counts.map(|(word, tf)| (word, 2.2 * tf / (tf + norm)));
            let saturated: Vec<_> = saturated.collect();
            let square = saturated.iter().map(|(word, x)| (x * idf(word)).powi(2)).sum::<f64>();
            for (word, x) in saturated {
                let value = f64::powi(score, 4) * x / square.sqrt();
                *sums.entry(word.clone()).or_default() += value;
            }
        }
        let mut best: Vec<(String, f64)> = sums.into_iter().collect();
        best.sort_by(|a, b| (b.1 * idf(&b.0)).total_cmp(&(a.1 * idf(&a.0))));
        best.truncate(5);
        let total: f64 = best.iter().map(|(_, value)| value).sum();
        let terms: Vec<&str> = expansion.terms.iter().map(|term| term.term.as_str()).collect();
        let wanted: Vec<&str> = best.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(terms, wanted);
        assert!((expansion.own - 0.35 / 2.0).abs() < 1e-12);
        for (term, (word, value)) in expansion.terms.iter().zip(&best) {
            assert!((term.share - value / total).abs() < 1e-12, "{word}");
            assert!((term.weight - 0.65 * term.share * idf(word)).abs() < 1e-12, "{word}");
        }
        let shares: f64 = expansion.terms.iter().map(|term| term.share).sum();
        assert!((shares - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_article_is_described_by_its_most_distinctive_words() {
        let counted = TermFrequencies::of(&mut Analyzer::default(), &articles()[..1]);
        let expansion = Expansion::of_article(&counted, &collection(&counted), 3);
        let terms: Vec<(&str, f64)> =
            expansion.terms.iter().map(|term| (term.term.as_str(), term.share)).collect();
        // Four of each word of the title, and two of harbor.
        assert_eq!(terms, [("ship", 0.4), ("storm", 0.4), ("harbor", 0.2)]);
        assert_eq!(expansion.terms[0].form, "ship");
        assert_eq!(expansion.own, 0.0);
    }

    #[test]
    fn characters_of_scripts_without_spaces_are_terms() {
        for (text, wanted) in [
            ("消防队", &["消", "防", "队"][..]),
            ("塩の税", &["の", "塩", "税"]),
            ("เกลือ", &["ก", "ล"]),
            ("a 1 я", &[]),
        ] {
            let article = Article { body: text.into(), ..Article::default() };
            let counted = TermFrequencies::of(&mut Analyzer::default(), [&article]);
            let mut terms: Vec<&str> = counted.terms().iter().map(String::as_str).collect();
            terms.sort_unstable();
            for term in wanted {
                assert!(terms.contains(term), "{term}: {terms:?}");
            }
            assert_eq!(terms.is_empty(), wanted.is_empty(), "{text}: {terms:?}");
        }
    }

    #[test]
    fn small_archives_have_terms() {
        let counted = TermFrequencies::of(&mut Analyzer::default(), &articles()[..1]);
        let frequencies = counted.terms().iter().map(|term| if term == "the" { 4.0 } else { 2.0 });
        let collection =
            Collection { articles: 4.0, length: 150.0, frequencies: frequencies.collect() };
        let expansion = Expansion::of_article(&counted, &collection, 3);
        let terms: Vec<&str> = expansion.terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(terms, ["ship", "storm", "harbor"]);
    }

    #[test]
    fn without_articles_or_scores_there_are_no_surprises() {
        let none = TermFrequencies::of(&mut Analyzer::default(), []);
        let empty = Collection::default();
        assert!(Expansion::of_articles(&none, &[], &empty, 0, 50).terms.is_empty());
        let counted = TermFrequencies::of(&mut Analyzer::default(), &articles());
        let expansion =
            Expansion::of_articles(&counted, &[0.0; 4], &collection(&counted), 1, usize::MAX);
        assert!(expansion.terms.iter().all(|term| term.share.is_finite() && term.share > 0.0));
    }
}
