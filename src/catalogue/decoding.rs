//! Reads the file of a catalogue (see `encoding.rs` for the format). Damage causes an error, never a panic.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::articles::{Articles, Placing};
use super::blocks::WHAT;
use super::contents::Catalogue;
use super::layout::{KEPT, MEMBER, SKIPPED, Section, UNSETTLED};
use super::records::{FileRecord, HASH, Root, Verdict};
use super::sections::{Sections, header};
use crate::article::{hash_of_key, order};
use crate::packing::{Unpack, damaged};

/// The number of keys to read between two calls of `passed`.
const PIECE: usize = 1 << 18;

/// Reads a complete catalogue. Calls `passed` when the bytes read so far are not needed for a while.
pub fn decode(bytes: &[u8], passed: &dyn Fn()) -> io::Result<Catalogue> {
    // The whole file was verified when it was opened.
    let (header, body) = header(bytes, None)?;
    let sections = Sections::of(bytes, None, &header, body)?;
    let facts = sections.whole(Section::Facts)?;
    let length = zstd::zstd_safe::get_frame_content_size(facts).ok().flatten();
    let length =
        length.and_then(|length| usize::try_from(length).ok()).ok_or_else(|| damaged(WHAT))?;
    let facts = zstd::bulk::decompress(facts, length)?;
    passed();
    let mut reader = Unpack::new(&facts);
    let mut catalogue = Catalogue { run: header.run, ..Catalogue::default() };
    let mut names: Vec<Arc<str>> = Vec::new();
    for _ in 0..reader.varint()? {
        names.push(catalogue.keys.name(reader.str()?));
    }
    let name = |number: u64| names.get(number as usize).cloned().ok_or_else(|| damaged(WHAT));
    let count = header.files;
    let sizes = (0..count).map(|_| reader.varint()).collect::<io::Result<Vec<_>>>()?;
    let mut last_time = 0_i64;
    let times = (0..count)
        .map(|_| {
            last_time = last_time.wrapping_add(reader.zigzag()?);
            Ok(last_time)
        })
        .collect::<io::Result<Vec<_>>>()?;
    let identities = (0..count).map(|_| four(&mut reader)).collect::<io::Result<Vec<_>>>()?;
    let hashes = (0..count).map(|_| hash(&mut reader)).collect::<io::Result<Vec<_>>>()?;
    let keys = (header.hashes + header.own) as u64;
    let mut records = Vec::with_capacity(count);
    for file in 0..count {
        let kind = reader.byte()?;
        let (kind, member) = (kind & !MEMBER, kind & MEMBER != 0);
        let verdict = if kind == SKIPPED {
            Verdict::skipped(name(reader.varint()?)?)
        } else if kind == KEPT {
            let reason = name(reader.varint()?)?;
            Verdict::Skipped { reason, kept: articles(&mut reader, keys)? }
        } else {
            let format = name(reader.varint()?)?;
            let articles = articles(&mut reader, keys)?;
            let mut skipped = Vec::new();
            for _ in 0..reader.varint()? {
                skipped.push((reader.varint()?, name(reader.varint()?)?));
            }
            Verdict::Indexed { format, articles, skipped: skipped.into() }
        };
        records.push(FileRecord {
            size: sizes[file],
            modified: times[file],
            identity: identities[file],
            hash: hashes[file],
            verdict,
            unsettled: kind == UNSETTLED,
            member,
        });
    }
    let room =
        header.sections[Section::Hashes as usize] / 16 + header.sections[Section::Own as usize] / 4;
    catalogue.keys.reserve(room.min(header.hashes + header.own));
    for (number, second) in sections.seconds(header.hashes + header.own).enumerate() {
        if number % PIECE == 0 {
            passed();
        }
        let flags = reader.byte()?;
        let place = if flags & 8 != 0 { four(&mut reader)? } else { 0 };
        let details = if flags & 16 != 0 { four(&mut reader)? } else { 0 };
        let source = if flags & 2 != 0 { Some(name(reader.varint()?)?) } else { None };
        let content = if flags & 4 != 0 { Some(reader.str()?) } else { None };
        let key = sections.key(number)?;
        let content = hash_of_key(content.unwrap_or(&key)).ok_or_else(|| damaged(WHAT))?;
        let order = order(second?, &key);
        let key = catalogue.keys.add(&key, content, order, (source.as_deref(), flags & 1 != 0));
        catalogue.keys.set_place(key, place);
        catalogue.keys.set_details(key, details);
    }
    passed();
    let mut paths = sections.paths(count);
    let mut records = records.into_iter();
    for root in &header.roots {
        let mut files = BTreeMap::new();
        for record in records.by_ref().take(root.files) {
            let path = paths.next().ok_or_else(|| damaged(WHAT))??;
            files.insert(path.into(), Arc::new(record));
        }
        catalogue.roots.push(Root {
            path: root.path.clone(),
            source: root.source.clone(),
            zone: root.zone.clone(),
            reading: root.reading.clone(),
            files,
        });
    }
    catalogue.keys.settle();
    Ok(catalogue)
}

/// Reads the articles of a file. The numbers of their keys have to be below `keys`.
fn articles(reader: &mut Unpack, keys: u64) -> io::Result<Articles> {
    let mut articles = Placing::default();
    for _ in 0..reader.varint()? {
        let (line, key) = (reader.varint()?, reader.varint()?);
        let key = u32::try_from(key).ok().filter(|_| key < keys).ok_or_else(|| damaged(WHAT))?;
        articles.push(line, key);
    }
    Ok(articles.finish())
}

fn four(bytes: &mut Unpack) -> io::Result<u32> {
    Ok(u32::from_le_bytes(bytes.take(4)?.try_into().ok().ok_or_else(|| damaged(WHAT))?))
}

fn hash(bytes: &mut Unpack) -> io::Result<u64> {
    let mut hash = [0; 8];
    hash[..HASH].copy_from_slice(bytes.take(HASH)?);
    Ok(u64::from_le_bytes(hash))
}
