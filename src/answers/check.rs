//! Verifies an index, for `dateline check`: every byte of its files and of the records of saved searches, and whether
//! the catalogue and the index agree.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::catalogue::Catalogue;
use crate::engine::embedded::{Damage, EmbeddedEngine, Mapped, Verified, steadily, verify};
use crate::engine::{Request, Searcher};
use crate::error::{Error, Result};
use crate::query::tree::Tree;
use crate::searching::Index;
use crate::watching;

/// The result of a verification.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// The folder of the index.
    pub folder: PathBuf,
    /// The verification of its files.
    pub files: Verified,
    /// The number of articles read, or 0 if a file is damaged.
    pub articles: u64,
}

impl Checked {
    /// Returns whether no damage was found.
    pub fn is_sound(&self) -> bool {
        self.files.damage.is_empty()
    }
}

/// The maximum number of disagreements to list.
const TOLD: usize = 20;

/// Verifies the index in a folder.
///
/// # Errors
///
/// Fails if there is no index, or if a file cannot be read at all. Damage is not an error: [`Checked`] lists it.
pub fn check(folder: &Path) -> Result<Checked> {
    if !folder.join("meta.json").exists() {
        // Opening the index returns the error that there is no index.
        Index::open(folder)?;
    }
    let sound = |found: &Result<Checked>| found.as_ref().is_ok_and(Checked::is_sound);
    steadily(folder, sound, || check_commit(folder))
}

fn check_commit(folder: &Path) -> Result<Checked> {
    let mut checked = Checked { folder: folder.to_path_buf(), files: verify(folder)?, articles: 0 };
    if checked.is_sound() {
        // The files are intact, but what was written to them may still be wrong.
        let agreement = catch_unwind(AssertUnwindSafe(|| agreement(folder)));
        let (articles, problems) = agreement.unwrap_or_else(|_| {
            Err(Error::index("reading", folder, "an article cannot be unpacked"))
        })?;
        checked.articles = articles;
        let file = "meta.json".to_string();
        let damage = problems.into_iter().map(|problem| Damage { file: file.clone(), problem });
        checked.files.damage.extend(damage);
    }
    let searches = watching::verify(folder)?;
    checked.files.files += searches.files;
    checked.files.bytes += searches.bytes;
    let damaged = searches.damage.into_iter();
    checked.files.damage.extend(damaged.map(|(file, problem)| Damage { file, problem }));
    Ok(checked)
}

/// Counts the articles, and lists the disagreements between the index and the catalogue.
fn agreement(folder: &Path) -> Result<(u64, Vec<String>)> {
    let engine = EmbeddedEngine::open(folder)?;
    let mut problems = Vec::new();
    let Some(file) = &engine.payload().catalogue else { return Ok((0, problems)) };
    let bytes = Mapped::open(folder, file)?;
    let catalogue = Catalogue::decode_in_pieces(&bytes, &|| bytes.release());
    let catalogue = catalogue.map_err(|error| Error::index("reading", folder, error))?;
    let everything = Request::counting(&Tree::All);
    let (hits, found) = engine.every(&everything)?;
    let mut articles = found.articles()?;
    let mut tell = |problem: String| {
        if problems.len() < TOLD {
            problems.push(problem);
        }
    };
    let places = catalogue.keys.places(&catalogue.roots);
    let mut seen = vec![false; places.len()];
    for position in 0..found.len() {
        let article = articles.read(position)?;
        let key = &article.key;
        match catalogue.keys.number(key) {
            None => tell(format!("the catalogue does not know the article {key}")),
            Some(number) => {
                if std::mem::replace(&mut seen[number as usize], true) {
                    tell(format!("the article {key} is in the index twice"));
                }
                if catalogue.keys.order(number) != article.order() {
                    tell(format!("index and catalogue disagree on the date of the article {key}"));
                }
            }
        }
    }
    for number in catalogue.keys.numbers() {
        let key = || catalogue.keys.key(number);
        if !seen[number as usize] {
            tell(format!("the article {} of the catalogue is not in the index", key()));
        } else if places[number as usize] == 0 {
            tell(format!("the article {} has no place", key()));
        }
    }
    Ok((hits.total, problems))
}
