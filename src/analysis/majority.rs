//! What a text too short to tell its language is taken to be in: the language of most of its source.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::{Language, fold};
use crate::article::Article;

/// How many articles of each source are in each language that is known, told by several threads.
#[derive(Debug, Default)]
pub struct Majorities(Mutex<Counts>);

/// By the folded name of a source, then by the code of a language.
type Counts = HashMap<String, HashMap<String, u64>>;

impl Majorities {
    /// Counts articles of a source, by its folded name.
    pub fn add(&self, source: &str, lang: &str, articles: u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_source = counts.entry(source.to_string()).or_default();
        *of_source.entry(lang.to_string()).or_default() += articles;
    }

    /// The language an article of a source is analysed in whose own is not known, if not the default of its
    /// script: that of more than half of those whose language is known, if it is written in that script.
    pub fn of_source(&self, source: &str, default: Language) -> Option<Language> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_source = counts.get(source)?;
        let all: u64 = of_source.values().sum();
        let most = of_source.iter().find(|(_, count)| **count * 2 > all)?;
        let language = Language::of_code(most.0)?;
        (language != default && language.default_of_script() == default).then_some(language)
    }

    /// Counts an article, or says what its source says of its language as far as it has been read.
    pub fn tell(&self, article: &mut Article) {
        let Some(source) = article.source.as_deref().map(fold::name) else { return };
        match &article.lang {
            Some(lang) => self.add(&source, lang, 1),
            None => {
                let default = Language::of_article(article);
                let language = self.of_source(&source, default);
                article.source_lang = language.map(|language| language.code().to_string());
            }
        }
    }
}
