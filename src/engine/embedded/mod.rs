//! The embedded engine: tantivy in a folder.
//!
//! One document an article, in date order, so that a range of dates is an interval of documents
//! (`docs/decisions/0001-index-layout.md`). [`fields`] is the schema, [`document`] makes documents,
//! [`record`] keeps whole articles, [`writer`] commits; [`reader`] opens, [`lower`] turns trees
//! into queries ([`expand`] finds the words of a pattern among the [`terms`], [`printed`] the articles that print them,
//! [`span`] decides from positions), [`window`], [`alone`], [`plain`], [`windows`] and [`collect`] answer
//! them.

mod alone;
mod cause;
mod clauses;
mod coarse;
mod collect;
mod copying;
mod crossed;
mod directory;
pub mod disk;
mod document;
mod evidence;
mod expand;
mod facets;
pub mod fields;
mod heap;
mod joining;
mod keys;
mod leaf;
mod length;
mod list;
mod lock;
mod lower;
mod mapped;
mod marker;
mod need;
mod owned;
mod pass;
mod plain;
mod planning;
mod printed;
mod rank;
mod reader;
pub mod record;
mod records;
mod rescoring;
mod scan;
mod sealing;
mod snapshot;
mod sound;
mod sources;
mod span;
mod spread;
mod takeover;
mod terms;
mod tokens;
mod unmapped;
mod verify;
mod vocabulary;
mod window;
mod windows;
mod within;
mod writer;

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

pub use copying::{Copied, Means, Target};
pub use document::{Document, Preparer};
pub use lock::{WriteLock, is_being_written, number_in};
pub use mapped::Mapped;
pub use marker::{BACKUP, Origin, is_backup};
pub use owned::{Owned, Purpose};
pub use reader::{Reader, rebuild_hint};
pub use sound::{Damage, Verified, bytes_in, not_beheaded, steadily, verify};
pub use sources::Unsettled;
pub use takeover::{Takeover, payload};
pub use writer::{Terms, Writer, growth};

/// What every commit carries besides its segments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// The version of `index-schema/article.toml` the index was built with.
    pub schema: u32,
    /// The version of the analysis.
    pub analysis: u8,
    /// The version of dateline that wrote it.
    pub written_by: String,
    /// The catalogue that belongs to this commit.
    pub catalogue: Option<SideFile>,
    /// The dictionary the stored articles were compressed with.
    pub dictionary: Option<SideFile>,
}

/// A file beside the segments that belongs to a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFile {
    /// Its name in the index's folder.
    pub name: String,
    /// Bytes.
    pub length: u64,
    /// CRC-32 (IEEE) of its bytes.
    pub crc: u32,
}

impl SideFile {
    /// Returns whether a name is exactly one that such files are given.
    fn is_name(name: &str) -> bool {
        let made = |start: &str, digits: usize, end: &str| {
            let middle = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            middle.is_some_and(|middle| {
                middle.len() == digits && middle.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        made("catalogue-", 16, ".bin") || made("dictionary-", 8, ".zdict")
    }

    /// A name for a catalogue that is about to be written: no other file has it.
    fn name_of_catalogue(taken: impl Fn(&str) -> bool) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let mut names = (now as u64..).map(|number| format!("catalogue-{number:016x}.bin"));
        // There is an end to the names that are taken.
        names.find(|name| !taken(name)).expect("a name that is free")
    }
}
