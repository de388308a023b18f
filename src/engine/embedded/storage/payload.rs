//! The payload of a commit: what belongs to it in addition to its segments.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The data that every commit has in addition to its segments, stored as JSON in tantivy's `meta.json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// The version of `index-schema/article.toml` that the index was built with.
    pub schema: u32,
    /// The version of the analysis.
    pub analysis: u8,
    /// The version of dateline that wrote the commit.
    pub written_by: String,
    /// The catalogue that belongs to this commit.
    pub catalogue: Option<SideFile>,
    /// The dictionary that the stored articles are compressed with.
    pub dictionary: Option<SideFile>,
}

/// A file that belongs to a commit in addition to its segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFile {
    /// Its name in the index's folder.
    pub name: String,
    /// Its length, in bytes.
    pub length: u64,
    /// The CRC-32 (IEEE) of its bytes.
    pub crc: u32,
}

impl SideFile {
    /// Returns whether a name is exactly one that is given to side files.
    pub fn is_name(name: &str) -> bool {
        let made = |start: &str, digits: usize, end: &str| {
            let middle = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            middle.is_some_and(|middle| {
                middle.len() == digits && middle.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        made("catalogue-", 16, ".bin") || made("dictionary-", 8, ".zdict")
    }

    /// Returns a name for a new catalogue that no other file has.
    pub fn name_of_catalogue(taken: impl Fn(&str) -> bool) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let mut names = (now as u64..).map(|number| format!("catalogue-{number:016x}.bin"));
        // A folder has fewer files than there are names.
        names.find(|name| !taken(name)).expect("a name that is free")
    }
}
