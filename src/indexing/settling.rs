//! The end of a run: short articles are analysed in the language that most of their source is in.
//!
//! That is known when all articles are: while they are read it is guessed from those before. What was
//! guessed wrongly, and what a run has changed by what it added or removed, is analysed anew here, in a
//! commit of its own. A run that ends before it is done leaves the rest to the next one.

use std::path::Path;

use crate::engine::embedded::{EmbeddedEngine, Preparer, Unsettled, Writer};
use crate::engine::{Engine, Store};
use crate::error::{Error, Result};

/// Articles analysed anew in one commit.
const AT_ONCE: usize = 1 << 18;

/// Analyses anew what is not analysed in the language its source says. Returns whether anything was.
/// `interrupted` says whether the run is to end.
pub fn settle(writer: &mut Writer, folder: &Path, interrupted: impl Fn() -> bool) -> Result<bool> {
    let mut any = false;
    loop {
        let engine = EmbeddedEngine::open(folder)?;
        let unsettled = engine.unsettled(AT_ONCE)?;
        if unsettled.is_empty() || interrupted() {
            return Ok(any);
        }
        let more = unsettled.len() == AT_ONCE;
        analyse(writer, folder, &engine, unsettled, &interrupted)?;
        any = true;
        if !more {
            return Ok(any);
        }
    }
}

fn analyse(
    writer: &mut Writer,
    folder: &Path,
    engine: &EmbeddedEngine,
    unsettled: Vec<Unsettled>,
    interrupted: &impl Fn() -> bool,
) -> Result<()> {
    let mut stored = engine.articles()?;
    let preparing = |error: std::io::Error| Error::index("writing to", folder, error);
    let dictionary = writer.dictionary();
    let mut preparer = Preparer::new(writer.fields(), &dictionary).map_err(preparing)?;
    for (handle, language) in unsettled {
        if interrupted() {
            break;
        }
        let mut article = stored.read(handle)?;
        article.source_lang = language.map(|language| language.code().to_string());
        writer.remove(&article.key, article.order())?;
        writer.add(preparer.prepare(&article).map_err(preparing)?)?;
    }
    writer.commit_again()
}
