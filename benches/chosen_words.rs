//! The words that the operators are measured with.

use tantivy::Term;
use tantivy::schema::Field;

use dateline::analysis::{Analyzer, Language, Stem};
use dateline::article::day_from_number;
use dateline::engine::embedded::EmbeddedEngine;

/// The number of words per class.
const WORDS: usize = 16;

/// Pairs of words that belong together, as people search for them. Unlike the words of a class, which are combined
/// arbitrarily, most articles with one of them have the other. A pair of which a word is missing is left out.
const NATURAL: [[&str; 2]; 12] = [
    ["crude", "oil"],
    ["oil", "prices"],
    ["interest", "rates"],
    ["stock", "market"],
    ["prime", "minister"],
    ["white", "house"],
    ["central", "bank"],
    ["trade", "deficit"],
    ["net", "profit"],
    ["common", "stock"],
    ["foreign", "exchange"],
    ["united", "states"],
];

/// Returns words that a fraction of the articles between `least` and `most` have, spread over the vocabulary.
pub fn words(engine: &EmbeddedEngine, text: Field, least: f64, most: f64) -> Vec<String> {
    let total = engine.snapshot().searcher.num_docs() as f64;
    let index = engine.snapshot().segments()[0].inverted_index(text).expect("an index");
    let mut stream = index.terms().stream().expect("terms");
    let mut analyzer = Analyzer::default();
    let mut found = Vec::new();
    while stream.advance() {
        let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
        let share = f64::from(stream.value().doc_freq) / total;
        let plain = word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if plain
            && least <= share
            && share <= most
            && analyzer.stems(&[Language::ENGLISH], word) == [Stem::of_any(word)]
        {
            found.push(word.to_string());
        }
    }
    let step = (found.len() / WORDS).max(1);
    found.into_iter().step_by(step).take(WORDS).collect()
}

/// Returns the stems of the natural pairs of which the index has both words.
pub fn natural_pairs(engine: &EmbeddedEngine, text: Field) -> Vec<Vec<String>> {
    let mut analyzer = Analyzer::default();
    let searcher = &engine.snapshot().searcher;
    let mut stems = |word: &&str| analyzer.stems(&[Language::ENGLISH], word).remove(0).term;
    let pairs = NATURAL.iter().map(|pair| pair.iter().map(&mut stems).collect::<Vec<_>>());
    let pairs: Vec<Vec<String>> = pairs.collect();
    // The stems are typed, too.
    let mut has = |stem: &String| {
        let term = Term::from_field_text(text, stem);
        analyzer.stems(&[Language::ENGLISH], stem) == [Stem::of_any(stem)]
            && searcher.doc_freq(&term).expect("a frequency") > 0
    };
    pairs.into_iter().filter(|pair| pair.iter().all(&mut has)).collect()
}

/// Returns a month in the middle of the archive.
pub fn middle_month(engine: &EmbeddedEngine) -> String {
    let column = engine.snapshot().segments()[0]
        .fast_fields()
        .i64("day_lo")
        .expect("a column")
        .first_or_default_col(0);
    let day = column.get_val(engine.snapshot().segments()[0].max_doc() / 2);
    day_from_number(day).expect("a day").format("%Y-%m").to_string()
}
