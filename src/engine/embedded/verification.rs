//! Verification of an index in a folder: whether its files are what was written, and whether its articles are those of
//! its catalogue.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::EmbeddedEngine;
use super::storage::errors::rebuild_hint;
use super::storage::file_names::META;
use super::storage::mapped_file::Mapped;
use super::storage::verification::{VerifiedFiles, steadily, verify};
use super::store::FolderStore;
use crate::catalogue::Catalogue;
use crate::engine::agreement::{Agreement, Disagreement};
use crate::engine::store::Store;
use crate::engine::{Damage, Maintenance, Request, Searcher, Storage, Verified};
use crate::error::{Error, Result};
use crate::query::tree::Tree;

/// The maximum number of disagreements to list.
const LISTED: usize = 20;

impl Maintenance for FolderStore {
    fn verify(&self, _: bool) -> Result<Verified> {
        let folder = self.location();
        if !folder.join(META).exists() {
            // Opening the index returns the error that there is no index.
            EmbeddedEngine::open(folder)?;
        }
        let intact = |found: &Result<Verified>| found.as_ref().is_ok_and(Verified::is_intact);
        steadily(folder, intact, || verify_commit(folder))
    }
}

fn verify_commit(folder: &Path) -> Result<Verified> {
    let VerifiedFiles { files, bytes, debris, damage } = verify(folder)?;
    let mut verified = Verified::new(folder.to_path_buf(), Storage::Files { files, bytes, debris });
    let damage = damage.into_iter().map(|damaged| Damage::of_file(damaged.file, damaged.problem));
    verified.damage.extend(damage);
    if verified.is_intact() {
        // The files are intact, but what was written to them may still be wrong.
        let compared = catch_unwind(AssertUnwindSafe(|| compare(folder, &mut verified)));
        compared.unwrap_or_else(|_| {
            Err(Error::index("reading", folder, "an article cannot be unpacked"))
        })?;
    }
    verified.remedy = (!verified.is_intact()).then(|| {
        let hint = rebuild_hint(folder);
        match hint.strip_prefix("rebuild it: ") {
            Some(rebuild) => format!("to repair the index: {rebuild}; or restore a backup"),
            None => hint,
        }
    });
    Ok(verified)
}

/// Counts the articles, and lists the disagreements between the index and the catalogue.
fn compare(folder: &Path, verified: &mut Verified) -> Result<()> {
    let engine = EmbeddedEngine::open(folder)?;
    let Some(file) = &engine.payload().catalogue else { return Ok(()) };
    let bytes = Mapped::open(folder, file)?;
    let catalogue = Catalogue::decode_in_pieces(&bytes, &|| bytes.release());
    let catalogue = catalogue.map_err(|error| Error::index("reading", folder, error))?;
    let everything = Request::counting(&Tree::All);
    let (hits, found) = engine.every(&everything)?;
    let mut articles = found.articles()?;
    let mut report = |problem: String| match verified.damage.len() < LISTED {
        true => verified.damage.push(Damage::of_file(META, problem)),
        false => verified.more_damage += 1,
    };
    let mut agreement = Agreement::with(&catalogue);
    for position in 0..found.len() {
        let article = articles.read(position)?;
        let key = &article.key;
        let number = agreement.compare(key, |what, key| report(describe(what, key)));
        if number.is_some_and(|number| catalogue.keys.order(number) != article.order()) {
            report(format!("index and catalogue disagree on the date of the article {key}"));
        }
    }
    agreement.finish(|what, key| report(describe(what, key)));
    verified.articles = hits.total;
    Ok(())
}

fn describe(what: Disagreement, key: &str) -> String {
    match what {
        Disagreement::Unknown => format!("the catalogue does not know the article {key}"),
        Disagreement::Twice => format!("the article {key} is in the index twice"),
        Disagreement::Missing => {
            format!("the article {key} of the catalogue is not in the index")
        }
        Disagreement::NoPlace => format!("the article {key} has no place"),
    }
}
