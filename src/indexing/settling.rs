//! At the end of a run, analyzes short articles again in the language that most articles of their source are in.
//!
//! That language is known only after all articles have been read. Until then, it is guessed from the articles read
//! before. This step corrects wrong guesses, including those that the run's additions and removals made wrong, in a
//! separate commit. If a run ends before this step is done, the next run does the rest.

use crate::analysis::Language;
use crate::engine::Matches;
use crate::engine::store::{Indexer, Preparation, SourceLanguages, Store};
use crate::error::{Error, Result};

/// The maximum number of articles that are analyzed again in one commit.
const AT_ONCE: usize = 1 << 18;

/// Analyzes every article again that is not analyzed in the language of its source. Returns whether there were any.
/// Stops early if `interrupted` returns `true`.
pub fn settle<S: Store>(
    store: &S,
    indexer: &mut S::Indexer,
    interrupted: impl Fn() -> bool,
) -> Result<bool> {
    let mut any = false;
    loop {
        let engine = store.engine()?;
        let (unsettled, languages) = engine.unsettled(AT_ONCE)?;
        if unsettled.is_empty() || interrupted() {
            return Ok(any);
        }
        let more = unsettled.len() == AT_ONCE;
        analyse(store, indexer, unsettled.as_ref(), languages, &interrupted)?;
        any = true;
        if !more {
            return Ok(any);
        }
    }
}

fn analyse<S: Store>(
    store: &S,
    indexer: &mut S::Indexer,
    unsettled: &dyn Matches,
    languages: Vec<Option<Language>>,
    interrupted: &impl Fn() -> bool,
) -> Result<()> {
    let mut stored = unsettled.articles()?;
    let preparing = |error: std::io::Error| Error::index("writing to", store.location(), error);
    let mut preparer = indexer.preparation().preparer().map_err(preparing)?;
    for (position, language) in languages.into_iter().enumerate() {
        if interrupted() {
            break;
        }
        let mut article = stored.read(position)?;
        article.source_lang = language.map(|language| language.code().to_string());
        indexer.remove(&article.key, article.order())?;
        indexer.add(preparer.prepare(&article).map_err(preparing)?)?;
    }
    indexer.commit_again()
}
