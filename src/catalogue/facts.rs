//! What only a writer needs of files and keys, column by column, in one zstd frame.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::encoding::{Files, HASH, MEMBER, Numbering};
use super::{Keys, Verdict};
use crate::article::key_of_hash;
use crate::packing::{string, varint, zigzag};

/// Strings that repeat, by number.
#[derive(Default)]
struct Names<'a> {
    list: Vec<&'a str>,
    numbers: FxHashMap<&'a str, u64>,
}

impl<'a> Names<'a> {
    fn number(&mut self, name: &'a str) -> u64 {
        let next = self.list.len() as u64;
        let list = &mut self.list;
        *self.numbers.entry(name).or_insert_with(|| {
            list.push(name);
            next
        })
    }
}

/// The section of these files and keys.
pub fn encode(keys: &Keys, files: &Files, numbering: &Numbering) -> io::Result<Vec<u8>> {
    let mut names = Names::default();
    let (mut sizes, mut times, mut hashes, mut verdicts) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut last_time = 0_i64;
    for (_, record) in files {
        varint(&mut sizes, record.size);
        zigzag(&mut times, record.modified.wrapping_sub(last_time));
        last_time = record.modified;
        hashes.extend(&record.hash.to_le_bytes()[..HASH]);
        let member = if record.member { MEMBER } else { 0 };
        match &record.verdict {
            Verdict::Skipped(reason) => {
                verdicts.push(1 | member);
                varint(&mut verdicts, names.number(reason));
            }
            Verdict::Indexed { format, articles, skipped } => {
                verdicts.push(if record.unsettled { 2 } else { 0 } | member);
                varint(&mut verdicts, names.number(format));
                varint(&mut verdicts, articles.len() as u64);
                for placed in articles {
                    varint(&mut verdicts, placed.line());
                    varint(&mut verdicts, u64::from(numbering.number[placed.key as usize]));
                }
                varint(&mut verdicts, skipped.len() as u64);
                for (line, reason) in skipped {
                    varint(&mut verdicts, *line);
                    varint(&mut verdicts, names.number(reason));
                }
            }
        }
    }
    let mut of_keys = Vec::new();
    for record in numbering.sorted.iter().map(|number| keys.get(*number)) {
        let source = keys.source(record);
        of_keys.push(
            u8::from(record.source_inherited())
                | u8::from(source.is_some()) << 1
                | u8::from(record.is_brought()) << 2,
        );
        if let Some(source) = source {
            varint(&mut of_keys, names.number(source));
        }
        if record.is_brought() {
            string(&mut of_keys, &key_of_hash(record.content()));
        }
    }
    let mut named = Vec::new();
    varint(&mut named, names.list.len() as u64);
    for name in names.list {
        string(&mut named, name);
    }
    let parts = [named, sizes, times, hashes, verdicts, of_keys];
    let length: usize = parts.iter().map(Vec::len).sum();
    let mut frame = zstd::stream::write::Encoder::new(Vec::new(), 3)?;
    // What reads it makes room for so much at once.
    frame.set_pledged_src_size(Some(length as u64))?;
    for part in parts {
        frame.write_all(&part)?;
    }
    frame.finish()
}
