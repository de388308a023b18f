//! The mentions of an article, and what its text says about words in general.

use rustc_hash::{FxHashMap, FxHashSet};

use super::languages::marks_names;
use super::mention::{self, Mention};
use super::word::{self, Shape};
use crate::analysis::{Analyzer, Language, function_words};
use crate::article::Article;

/// What an article says about names.
#[derive(Debug, Clone, Default)]
pub struct Extract {
    /// The places where a name may be, the title first.
    pub mentions: Vec<Mention>,
    /// Hashes of the words that the article prints in lower case, without duplicates.
    pub lower: Vec<u64>,
}

/// The maximum number of bytes of a body that are read, and of mentions that are kept. Longer texts are books or lists.
const READ: usize = 1 << 17;
const KEPT: usize = 4_096;

/// Extracts mentions from articles. Each thread needs its own.
#[derive(Default)]
pub struct Extractor {
    analyzer: Analyzer,
    functions: FxHashMap<Language, FxHashSet<u64>>,
}

impl Extractor {
    /// Returns the mentions of an article, or its language if that does not mark names by capitals.
    pub fn read(&mut self, article: &Article) -> Result<Extract, Language> {
        let language = Language::of_article(article);
        if !marks_names(language) {
            return Err(language);
        }
        let analyzer = &mut self.analyzer;
        let functions = self.functions.entry(language).or_insert_with(|| {
            let terms = function_words::terms(&[language], analyzer);
            terms.iter().map(|term| crate::analysis::fingerprint::hash(term)).collect()
        });
        let mut extract = Extract::default();
        let body = &article.body[..article.body.floor_char_boundary(READ)];
        for (text, is_title) in
            [(article.title.as_deref().unwrap_or_default(), true), (body, false)]
        {
            let words = word::words(language, text, analyzer);
            let lower = words.iter().filter(|word| word.shape == Shape::Lower);
            extract.lower.extend(lower.map(|word| word.form));
            mention::mentions(&words, functions, is_title, &mut |mention| {
                if extract.mentions.len() < KEPT {
                    extract.mentions.push(mention);
                }
            });
        }
        extract.lower.sort_unstable();
        extract.lower.dedup();
        Ok(extract)
    }
}
