//! The language to assume for a text that is too short for detection: that of most articles of its source.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::{Language, fold};
use crate::article::Article;

/// The number of articles per source and known language. Several threads share it.
#[derive(Debug, Default)]
pub struct Majorities(Mutex<Counts>);

/// Counts by the folded name of a source, then by language code.
type Counts = HashMap<String, HashMap<String, u64>>;

impl Majorities {
    /// Adds articles of a source, given by its folded name.
    pub fn add(&self, source: &str, lang: &str, articles: u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_source = counts.entry(source.to_string()).or_default();
        *of_source.entry(lang.to_string()).or_default() += articles;
    }

    /// Returns the language in which articles of unknown language from a source are analyzed: the language of more than
    /// half of the source's articles of known language.
    ///
    /// Returns `None` if no language has such a majority, or if the majority is `default` or has another script.
    pub fn of_source(&self, source: &str, default: Language) -> Option<Language> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_source = counts.get(source)?;
        let all: u64 = of_source.values().sum();
        let most = of_source.iter().find(|(_, count)| **count * 2 > all)?;
        let language = Language::of_code(most.0)?;
        (language != default && language.default_of_script() == default).then_some(language)
    }

    /// Counts an article if its language is known. Otherwise, sets its `source_lang` from the articles read so far.
    pub fn observe(&self, article: &mut Article) {
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
