//! At the end of a run, analyzes short articles again in the language that most articles of their source are in.
//!
//! That language is known only after all articles have been read. Until then, it is guessed from the articles read
//! before. This step corrects wrong guesses, including those that the run's additions and removals made wrong, in a
//! separate commit. If a run ends before this step is done, the next run does the rest.

use std::path::Path;

use crate::analysis::Language;
use crate::engine::embedded::{EmbeddedEngine, Preparer, Writer};
use crate::engine::{Matches, Store};
use crate::error::{Error, Result};

/// The maximum number of articles that are analyzed again in one commit.
const AT_ONCE: usize = 1 << 18;

/// Analyzes every article again that is not analyzed in the language of its source. Returns whether there were any.
/// Stops early if `interrupted` returns `true`.
pub fn settle(writer: &mut Writer, folder: &Path, interrupted: impl Fn() -> bool) -> Result<bool> {
    let mut any = false;
    loop {
        let engine = EmbeddedEngine::open(folder)?;
        let (unsettled, languages) = engine.unsettled(AT_ONCE)?;
        if unsettled.is_empty() || interrupted() {
            return Ok(any);
        }
        let more = unsettled.len() == AT_ONCE;
        analyse(writer, folder, &unsettled, languages, &interrupted)?;
        any = true;
        if !more {
            return Ok(any);
        }
    }
}

fn analyse(
    writer: &mut Writer,
    folder: &Path,
    unsettled: &dyn Matches,
    languages: Vec<Option<Language>>,
    interrupted: &impl Fn() -> bool,
) -> Result<()> {
    let mut stored = unsettled.articles()?;
    let preparing = |error: std::io::Error| Error::index("writing to", folder, error);
    let dictionary = writer.dictionary();
    let mut preparer = Preparer::new(writer.fields(), &dictionary).map_err(preparing)?;
    for (position, language) in languages.into_iter().enumerate() {
        if interrupted() {
            break;
        }
        let mut article = stored.read(position)?;
        article.source_lang = language.map(|language| language.code().to_string());
        writer.remove(&article.key, article.order())?;
        writer.add(preparer.prepare(&article).map_err(preparing)?)?;
    }
    writer.commit_again()
}
