//! The description of an index, in the `_meta` of its mapping.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::period::Period;
use crate::analysis::VERSION;
use crate::error::{Error, Kind, Result};

/// The name in `_meta`. Only indexes that have it are ever changed or deleted.
pub const OWNER: &str = "dateline";

/// The facts about an index that its mapping stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// A random number in hexadecimal that identifies the index. The index of places has the same.
    pub id: String,
    /// The version of `index-schema/article.toml`.
    pub schema: u32,
    /// The version of the analysis.
    pub analysis: u8,
    /// The version of dateline that created the index.
    pub written_by: String,
    /// The periods by which the articles are divided, if they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Period>,
}

impl Meta {
    /// Returns the facts about a new index.
    pub fn of_new_index() -> Meta {
        // The keys of a new state are random.
        let half = || RandomState::new().build_hasher().finish();
        Meta {
            id: format!("{:016x}{:016x}", half(), half()),
            schema: crate::schema::schema().version,
            analysis: VERSION,
            written_by: env!("CARGO_PKG_VERSION").into(),
            by: None,
        }
    }

    /// Returns the `_meta` of a mapping.
    pub fn json(&self) -> Value {
        json!({OWNER: self})
    }

    /// Reads the `_meta` of a mapping. Returns `None` if the index is not from dateline.
    pub fn of(mapping: &Value) -> Option<Meta> {
        serde_json::from_value(mapping.get("_meta")?.get(OWNER)?.clone()).ok()
    }

    /// Checks that this program can read the index with a name.
    ///
    /// # Errors
    ///
    /// Fails if it was written with another schema or analysis.
    pub fn check(&self, name: &str) -> Result<()> {
        let schema = crate::schema::schema().version;
        let differs = if self.schema != schema {
            format!("schema {} (this program has {schema})", self.schema)
        } else if self.analysis != VERSION {
            format!("analysis {} (this program has {VERSION})", self.analysis)
        } else {
            return Ok(());
        };
        let message =
            format!("the index {name} was written with {differs}, by dateline {}", self.written_by);
        Err(Error::new(Kind::Index, message).hint("index the articles again, into a new index"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_of_another_version_is_refused() {
        let meta = Meta::of_new_index();
        let mapping = json!({"_meta": meta.json()});
        assert_eq!(Meta::of(&mapping), Some(meta.clone()));
        assert_eq!(Meta::of(&json!({"_meta": {"other": {}}})), None);
        assert!(meta.check("news").is_ok());
        let old = Meta { schema: 1, ..meta.clone() };
        assert!(old.check("news").is_err());
        assert!(Meta { analysis: 0, ..meta }.check("news").is_err());
    }
}
