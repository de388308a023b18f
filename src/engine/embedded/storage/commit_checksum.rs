//! The commit checksum at the end of `meta.json`, which tantivy writes without a checksum.
//!
//! ```text
//! what tantivy wrote, with a line feed at its end
//! files {"NAME":[LENGTH,CRC],…}      every file of the commit: its length in bytes and its CRC-32 (IEEE)
//! crc32 0123abcd                     the CRC-32 of everything before this line
//! ```
//!
//! The checksum is written in one step with the commit, so the two cannot disagree. A reader uses it to detect a
//! missing or truncated file when it opens the index, and `check` uses it to detect any changed byte.
//!
//! The list of managed files ends in the same way. There, `files` names every file that was created and not deleted
//! since, including catalogues and dictionaries, which tantivy does not know.

use std::collections::BTreeMap;
use std::io;

use serde_json::Value;

use super::payload::Payload;

/// The expected length of a file, in bytes, and the CRC-32 (IEEE) of its content.
pub type FileSum = (u64, u32);

/// The files of a commit, by name.
pub type Files = BTreeMap<String, FileSum>;

const FILES: &str = "files ";
const CRC: &str = "crc32 ";
/// `crc32 `, eight digits, a line feed.
const LAST: usize = CRC.len() + 9;

/// Appends the list of files and the checksum to what tantivy wrote. The list has those of the known files that tantivy
/// names.
pub fn append_checksum(data: &[u8], known: &Files) -> io::Result<Vec<u8>> {
    let named = named(data)?;
    let files: BTreeMap<&String, &FileSum> =
        known.iter().filter(|(name, _)| named.iter().any(|part| part.names(name))).collect();
    append_checksum_of(data, &files)
}

/// Appends a list of files and the checksum to what tantivy wrote.
pub fn append_checksum_of(data: &[u8], files: &BTreeMap<&String, &FileSum>) -> io::Result<Vec<u8>> {
    let mut sealed = data.to_vec();
    if !sealed.ends_with(b"\n") {
        sealed.push(b'\n');
    }
    sealed.extend_from_slice(FILES.as_bytes());
    serde_json::to_writer(&mut sealed, files)?;
    sealed.push(b'\n');
    let crc = crc32fast::hash(&sealed);
    sealed.extend_from_slice(format!("{CRC}{crc:08x}\n").as_bytes());
    Ok(sealed)
}

/// Splits a file with a checksum into what tantivy wrote and the list of files. The list is `None` if the file does not
/// end in a checksum.
///
/// # Errors
///
/// Fails if the checksum is wrong.
pub fn split_checksum(bytes: &[u8]) -> Result<(&[u8], Option<Files>), String> {
    let Some(at) = bytes.len().checked_sub(LAST).filter(|at| bytes[*at..].starts_with(b"crc32 "))
    else {
        return Ok((bytes, None));
    };
    let (sealed, last) = bytes.split_at(at);
    if last != format!("{CRC}{:08x}\n", crc32fast::hash(sealed)).as_bytes() {
        return Err("wrong checksum".into());
    }
    let line = sealed[..sealed.len().saturating_sub(1)]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    let files =
        sealed[line..].strip_prefix(FILES.as_bytes()).ok_or("its list of files is missing")?;
    let files = serde_json::from_slice(files).map_err(|error| error.to_string())?;
    Ok((&sealed[..line], Some(files)))
}

/// A part of a commit: one file, or all files of a segment.
#[derive(Debug, PartialEq)]
enum Part {
    /// A segment, by its id in hexadecimal, and the opstamp of its deletions.
    Segment(String, Option<u64>),
    /// A side file: a catalogue or a dictionary.
    Beside(String),
}

impl Part {
    fn names(&self, file: &str) -> bool {
        match self {
            Part::Beside(name) => name == file,
            Part::Segment(segment, deletions) => match file.strip_prefix(segment.as_str()) {
                Some(rest) if rest.ends_with(".del") => {
                    deletions.is_some_and(|number| rest == format!(".{number}.del"))
                }
                Some(rest) => rest.starts_with('.') && !rest.ends_with(".temp"),
                None => false,
            },
        }
    }
}

/// Returns the parts that tantivy's `meta.json` names.
fn named(data: &[u8]) -> io::Result<Vec<Part>> {
    let meta: Value = serde_json::from_slice(data)?;
    let segments = meta["segments"].as_array().into_iter().flatten();
    let mut parts: Vec<Part> = segments
        .filter_map(|segment| {
            let id = segment["segment_id"].as_str()?.replace('-', "");
            Some(Part::Segment(id, segment["deletes"]["opstamp"].as_u64()))
        })
        .collect();
    // An index that was created and never committed has no payload.
    if let Some(payload) = meta["payload"].as_str() {
        let payload: Payload = serde_json::from_str(payload)?;
        let beside = [payload.catalogue, payload.dictionary].into_iter().flatten();
        parts.extend(beside.map(|file| Part::Beside(file.name)));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &str = r#"{"segments":[{"segment_id":"0123abcd-0000-0000-0000-000000000000","deletes":{"opstamp":7}}]}"#;

    fn known() -> Files {
        let segment = "0123abcd000000000000000000000000";
        [format!("{segment}.idx"), format!("{segment}.7.del"), format!("{segment}.6.del")]
            .into_iter()
            .chain(["ffffffff000000000000000000000000.idx".into()])
            .map(|name| (name, (3, 5)))
            .collect()
    }

    #[test]
    fn the_checksum_names_the_files_of_the_commit_and_no_others() {
        let sealed = append_checksum(META.as_bytes(), &known()).unwrap();
        let (data, files) = split_checksum(&sealed).unwrap();
        assert_eq!(data, format!("{META}\n").as_bytes());
        let files: Vec<String> = files.unwrap().into_keys().map(|name| name[32..].into()).collect();
        assert_eq!(files, [".7.del", ".idx"]);
    }

    #[test]
    fn any_changed_byte_is_detected() {
        let sealed = append_checksum(META.as_bytes(), &known()).unwrap();
        for at in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[at] ^= 4;
            let read = split_checksum(&broken).map(|(data, files)| (data.to_vec(), files));
            // If the last line is no longer recognized, the file as a whole is not JSON either.
            assert!(read.is_err() || at >= sealed.len() - LAST, "{at}");
            if let Ok((data, None)) = read {
                assert!(serde_json::from_slice::<Value>(&data).is_err());
            }
        }
    }
}
