//! A root of values: its path, and the options that its articles are read with.

use super::super::value_paths::root_path;
use super::recording::Given;
use crate::archive::{Other, Piece as Raw, RawArticle, within_limit};
use crate::catalogue::file_hash;
use crate::engine::store::Store;
use crate::error::{Error, Result};
use crate::indexing::{GivenOptions, RootOptions};
use crate::normalise::{self, Normalised, Surroundings};

/// A root of values.
pub(super) struct ValueRoot {
    /// Its path, which starts with `values:`.
    pub(super) path: String,
    /// The remembered options, replaced by those that are given now.
    pub(super) options: RootOptions,
}

impl ValueRoot {
    /// Returns the root with a name. Its source is its name, unless another one is given or remembered.
    ///
    /// # Errors
    ///
    /// Fails if the name is empty or has control characters, or if the index or the remembered options cannot be read.
    pub(super) fn of<S: Store>(name: &str, store: &S, given: &GivenOptions) -> Result<ValueRoot> {
        let path = root_path(name);
        let name = &path[root_path("").len()..];
        if name.trim().is_empty() || name.contains(char::is_control) {
            return Err(Error::usage(format!("{name:?} cannot be the name of a root"))
                .hint("name it in one line, such as \"telegrams\""));
        }
        let known = store.roots()?.into_iter().find(|root| root.path == path);
        let known = known.as_ref().map(RootOptions::remembered).transpose()?;
        let mut own = given.over(&known.unwrap_or_default().own);
        own.source.get_or_insert_with(|| name.to_string());
        Ok(ValueRoot { path, options: RootOptions { own, ..RootOptions::default() } })
    }

    /// Normalizes an article.
    ///
    /// # Errors
    ///
    /// Returns the reason for which it is left out.
    pub(super) fn normalised(&self, article: RawArticle) -> std::result::Result<Normalised, Other> {
        let own = &self.options.own;
        let around = Surroundings {
            source: own.source.clone().unwrap_or_default(),
            source_from: "root",
            path: String::new(),
            zone: own.zone,
            date_from_mtime: false,
            modified: 0,
        };
        let raw: Raw = Ok(within_limit(article, own.max_article));
        normalise::article(raw?, &around).map_err(|defect| Other::Skipped(defect.line, defect.why))
    }

    /// Returns an article as it is recorded. `content` is the hash of everything in it, and `size` its size in bytes.
    pub(super) fn given(
        &self,
        normalised: std::result::Result<Normalised, Other>,
        format: &'static str,
        mut content: blake3::Hasher,
        size: u64,
    ) -> Given {
        // With other options, the same article may have another date or another length.
        let own = &self.options.own;
        content.update(own.zone.to_string().as_bytes());
        content.update(&(own.max_article as u64).to_le_bytes());
        let hash = file_hash(content.finalize().as_bytes());
        Given { normalised, format, hash, size }
    }
}
