//! The section of file and key data that only writers need, stored by column in one zstd frame.

use std::io::{self, Write};

use super::articles::Articles;
use super::keys::Keys;
use super::layout::{Files, KEPT, MEMBER, Numbering, SKIPPED, UNSETTLED};
use super::names::Names;
use super::records::{HASH, Verdict};
use crate::article::key_of_hash;
use crate::packing::{string, varint, zigzag};

/// Writes the section for these files and keys. The same input always gives the same bytes.
pub fn encode(
    keys: &Keys,
    files: &Files,
    numbering: &Numbering,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = names(keys, files, numbering);
    let columns = Columns { keys, files, numbering, names };
    // The reader allocates the stated size at once.
    let mut length = Length(0);
    columns.clone().write(&mut length)?;
    let mut frame = zstd::stream::write::Encoder::new(out, 3)?;
    frame.set_pledged_src_size(Some(length.0))?;
    columns.write(&mut frame)?;
    frame.finish().map(|_| ())
}

/// A writer that counts bytes.
pub struct Length(pub u64);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the names that repeat, in the order of their first use.
fn names<'a>(keys: &'a Keys, files: &Files<'a>, numbering: &Numbering) -> Names<&'a str> {
    let mut names = Names::default();
    for (_, record) in files {
        match &record.verdict {
            Verdict::Skipped { reason, .. } => {
                names.number(reason);
            }
            Verdict::Indexed { format, skipped, .. } => {
                names.number(format);
                for (_, reason) in skipped {
                    names.number(reason);
                }
            }
        }
    }
    for source in numbering.sorted.iter().filter_map(|number| keys.source(*number)) {
        names.number(source);
    }
    names
}

#[derive(Clone)]
struct Columns<'a> {
    keys: &'a Keys,
    files: &'a Files<'a>,
    numbering: &'a Numbering,
    names: Names<&'a str>,
}

impl<'a> Columns<'a> {
    fn write(mut self, to: &mut impl Write) -> io::Result<()> {
        let mut out = Vec::new();
        varint(&mut out, self.names.list.len() as u64);
        for name in &self.names.list {
            string(&mut out, name);
        }
        for (_, record) in self.files {
            varint(&mut out, record.size);
        }
        let mut last = 0_i64;
        for (_, record) in self.files {
            zigzag(&mut out, record.modified.wrapping_sub(last));
            last = record.modified;
        }
        for (_, record) in self.files {
            out.extend(record.identity.to_le_bytes());
        }
        for (_, record) in self.files {
            out.extend(&record.hash.to_le_bytes()[..HASH]);
        }
        for file in 0..self.files.len() {
            self.verdict(file, &mut out, to)?;
        }
        for at in 0..self.numbering.sorted.len() {
            self.key(self.numbering.sorted[at], &mut out);
            pass_on(&mut out, to)?;
        }
        to.write_all(&out)
    }

    fn verdict(&mut self, file: usize, out: &mut Vec<u8>, to: &mut impl Write) -> io::Result<()> {
        let (_, record) = self.files[file];
        let member = if record.member { MEMBER } else { 0 };
        match &record.verdict {
            Verdict::Skipped { reason, kept } => {
                out.push(if kept.is_empty() { SKIPPED } else { KEPT } | member);
                self.name(reason, out);
                if !kept.is_empty() {
                    self.articles(kept, out, to)?;
                }
            }
            Verdict::Indexed { format, articles, skipped } => {
                out.push(if record.unsettled { UNSETTLED } else { 0 } | member);
                self.name(format, out);
                self.articles(articles, out, to)?;
                varint(out, skipped.len() as u64);
                for (line, reason) in skipped {
                    varint(out, *line);
                    self.name(reason, out);
                    pass_on(out, to)?;
                }
            }
        }
        pass_on(out, to)
    }

    fn articles(
        &self,
        articles: &Articles,
        out: &mut Vec<u8>,
        to: &mut impl Write,
    ) -> io::Result<()> {
        varint(out, articles.len() as u64);
        for placed in articles.iter() {
            varint(out, placed.line);
            varint(out, u64::from(self.numbering.number[placed.key as usize]));
            pass_on(out, to)?;
        }
        Ok(())
    }

    fn key(&mut self, number: super::key_set::KeyNumber, out: &mut Vec<u8>) {
        let (keys, source) = (self.keys, self.keys.source(number));
        out.push(
            u8::from(keys.source_inherited(number))
                | u8::from(source.is_some()) << 1
                | u8::from(keys.is_brought(number)) << 2
                | u8::from(keys.place(number) != 0) << 3
                | u8::from(keys.details(number) != 0) << 4,
        );
        if keys.place(number) != 0 {
            out.extend(keys.place(number).to_le_bytes());
        }
        if keys.details(number) != 0 {
            out.extend(keys.details(number).to_le_bytes());
        }
        if let Some(source) = source {
            self.name(source, out);
        }
        if keys.is_brought(number) {
            string(out, &key_of_hash(keys.content(number)));
        }
    }

    fn name(&mut self, name: &'a str, out: &mut Vec<u8>) {
        varint(out, u64::from(self.names.number(name)));
    }
}

/// Writes the packed bytes once there are enough of them.
fn pass_on(out: &mut Vec<u8>, to: &mut impl Write) -> io::Result<()> {
    if out.len() >= 1 << 16 {
        to.write_all(out)?;
        out.clear();
    }
    Ok(())
}
