//! The seal on `meta.json`, which tantivy writes without a checksum.
//!
//! ```text
//! what tantivy wrote, a line feed at its end
//! files {"NAME":[LENGTH,CRC],…}      every file of the commit: bytes, CRC-32 (IEEE) of all of them
//! crc32 0123abcd                     CRC-32 of everything before this line
//! ```
//!
//! It is written in one step with the commit, so that it cannot disagree with it. With it a reader sees
//! at once that a file is missing or cut, and `check` that any byte of any file is another.
//!
//! The list of managed files ends in the same way. There `files` names every file that was created and not deleted
//! since, catalogues and dictionaries included, which tantivy does not know.

use std::collections::BTreeMap;
use std::io;

use serde_json::Value;

/// What a file of a commit has to be: bytes, and the CRC-32 (IEEE) of them.
pub type Listed = (u64, u32);

/// The files of a commit by name.
pub type Files = BTreeMap<String, Listed>;

const FILES: &str = "files ";
const CRC: &str = "crc32 ";
/// `crc32 `, eight digits, a line feed.
const LAST: usize = CRC.len() + 9;

/// Seals what tantivy wrote, with those of the files known that belong to it.
pub fn seal(data: &[u8], known: &Files) -> io::Result<Vec<u8>> {
    let named = named(data)?;
    let files: BTreeMap<&String, &Listed> =
        known.iter().filter(|(name, _)| named.iter().any(|part| part.names(name))).collect();
    seal_with(data, &files)
}

/// Adds the checksum and a list of files to what tantivy wrote.
pub fn seal_with(data: &[u8], files: &BTreeMap<&String, &Listed>) -> io::Result<Vec<u8>> {
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

/// What tantivy wrote, and the files that belong to it; None for these where there is no seal, as
/// in an index of before there were any.
pub fn unseal(bytes: &[u8]) -> Result<(&[u8], Option<Files>), String> {
    let Some(at) = bytes.len().checked_sub(LAST).filter(|at| bytes[*at..].starts_with(b"crc32 "))
    else {
        return Ok((bytes, None));
    };
    let (sealed, last) = bytes.split_at(at);
    if last != format!("{CRC}{:08x}\n", crc32fast::hash(sealed)).as_bytes() {
        return Err("its checksum is wrong".into());
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

/// A file, or the files of a segment, that a commit names.
#[derive(Debug, PartialEq)]
enum Part {
    /// A segment by its number in hexadecimal, and the deletions that hold for it.
    Segment(String, Option<u64>),
    /// A file beside the segments.
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

/// What tantivy's `meta.json` names.
fn named(data: &[u8]) -> io::Result<Vec<Part>> {
    let meta: Value = serde_json::from_slice(data)?;
    let segments = meta["segments"].as_array().into_iter().flatten();
    let mut parts: Vec<Part> = segments
        .filter_map(|segment| {
            let id = segment["segment_id"].as_str()?.replace('-', "");
            Some(Part::Segment(id, segment["deletes"]["opstamp"].as_u64()))
        })
        .collect();
    // An index that was begun and never committed has no payload.
    if let Some(payload) = meta["payload"].as_str() {
        let payload: super::Payload = serde_json::from_str(payload)?;
        let beside = [payload.catalogue, payload.dictionary].into_iter().flatten();
        parts.extend(beside.map(|file| Part::Beside(file.name)));
    }
    Ok(parts)
}

/// The extensions of the files of a segment, besides `.OPSTAMP.del`.
const EXTENSIONS: [&str; 7] = ["idx", "pos", "term", "store", "store.temp", "fast", "fieldnorm"];

/// Returns whether a name is exactly one that tantivy gives to a file of a segment.
pub fn is_segment(name: &str) -> bool {
    let Some((segment, extension)) = name.split_once('.') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    segment.len() == 32
        && segment.bytes().all(hexadecimal)
        && (EXTENSIONS.contains(&extension) || extension.strip_suffix(".del").is_some_and(digits))
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
    fn a_seal_names_the_files_of_the_commit_and_no_others() {
        let sealed = seal(META.as_bytes(), &known()).unwrap();
        let (data, files) = unseal(&sealed).unwrap();
        assert_eq!(data, format!("{META}\n").as_bytes());
        let files: Vec<String> = files.unwrap().into_keys().map(|name| name[32..].into()).collect();
        assert_eq!(files, [".7.del", ".idx"]);
    }

    #[test]
    fn any_other_byte_breaks_it() {
        let sealed = seal(META.as_bytes(), &known()).unwrap();
        for at in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[at] ^= 4;
            let read = unseal(&broken).map(|(data, files)| (data.to_vec(), files));
            // Where the last line is not known as such any more, it is no JSON either.
            assert!(read.is_err() || at >= sealed.len() - LAST, "{at}");
            if let Ok((data, None)) = read {
                assert!(serde_json::from_slice::<Value>(&data).is_err());
            }
        }
    }

    #[test]
    fn only_exact_names_are_names_of_segments() {
        let segment = "0123abcd000000000000000000000000";
        for extension in ["idx", "7.del", "store.temp"] {
            assert!(is_segment(&format!("{segment}.{extension}")), "{extension}");
        }
        for extension in ["html", "del", "x.del", "idx.bak", ""] {
            assert!(!is_segment(&format!("{segment}.{extension}")), "{extension}");
        }
        for name in ["notes.txt", ".tmpA1b2C3", "0123.idx", "meta.json", segment] {
            assert!(!is_segment(name), "{name}");
        }
    }
}
