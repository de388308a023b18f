//! Rejects PDFs that the library must not read: with streams that decompress to too much data, deeply nested objects,
//! or circular references.

use crate::error::harmless;
use flate2::read::ZlibDecoder;
use std::collections::HashSet;
use std::io::Read;
use std::time::Instant;

use pdf_extract::{Dictionary, Document, Object, ObjectId};

use super::limits::{PAGES, out_of_time};
use crate::archive::{Reason, Why};

/// The maximum decompressed size of a stream that is neither an image nor a font, and of all streams together, in
/// bytes.
const STREAM: usize = 8 << 20;
const ALL: usize = 128 << 20;
/// The maximum depth of nested arrays, dictionaries and forms.
const DEPTH: usize = 100;
/// The maximum number of forms of a page that are followed.
const FORMS: usize = 2_000;

/// Checks the bytes of a file.
///
/// # Errors
///
/// Returns an error if they contain something whose cost the library does not limit.
pub fn check(bytes: &[u8], deadline: Instant) -> Result<(), Why> {
    check_depth(bytes)?;
    let mut all = 0;
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let start = at + found + b"stream".len();
        at = start;
        if bytes[..start].ends_with(b"endstream") {
            continue;
        }
        if Instant::now() > deadline {
            return Err(out_of_time());
        }
        let head = &bytes[start.saturating_sub(1_024)..start];
        let head =
            head.windows(6).rposition(|six| six == b"endobj").map_or(head, |end| &head[end..]);
        let says = |word: &[u8]| find(head, word).is_some();
        let from =
            bytes[start..].iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
        let packed = &bytes[start + from..];
        // Images are not decompressed, and fonts are read only up to their stated lengths.
        if says(b"/Image") || packed.first().is_none_or(|first| first & 15 != 8) {
            continue;
        }
        let mut unpacked = Vec::new();
        let limit = STREAM as u64 + 1;
        let damage = "the library finds the damage";
        harmless(ZlibDecoder::new(packed).take(limit).read_to_end(&mut unpacked), damage);
        if unpacked.first().is_some_and(|first| first & 15 == 8) {
            let mut twice = Vec::new();
            harmless(ZlibDecoder::new(&unpacked[..]).take(limit).read_to_end(&mut twice), damage);
            if twice.len() > unpacked.len() {
                unpacked = twice;
            }
        }
        all += unpacked.len();
        if unpacked.len() > STREAM || all > ALL {
            return Err(Reason::UnpacksToTooMuch.because("a stream of the PDF"));
        }
        if says(b"/ObjStm") || !says(b"/Length1") {
            check_depth(&unpacked)?;
        }
    }
    Ok(())
}

/// Returns the position of a word in bytes.
pub fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == word[0])?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

/// Checks the depth of nested objects, by counting opening brackets that are close to each other.
fn check_depth(bytes: &[u8]) -> Result<(), Why> {
    let (mut depth, mut last, mut before) = (0_usize, 0_usize, 0_u8);
    for (at, byte) in bytes.iter().enumerate() {
        match (before, byte) {
            (b'\\', _) => {}
            (_, b'[') | (b'<', b'<') => {
                // In images and fonts, brackets are far from each other.
                depth = if at - last > 64 { 1 } else { depth + 1 };
                last = at;
            }
            (_, b']') | (b'>', b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = *byte;
        if depth > 4 * DEPTH {
            return Err(Reason::TooDeep.because("objects of the PDF"));
        }
    }
    Ok(())
}

/// Checks the references of a document that was loaded.
///
/// # Errors
///
/// Returns an error if pages or forms refer to themselves.
pub fn check_document(document: &Document) -> Result<(), Why> {
    let circular = || Reason::TooDeep.because("pages or forms of the PDF refer to themselves");
    for page in document.get_pages().values().take(PAGES) {
        let mut id = *page;
        let mut steps = 0;
        while let Ok(dictionary) = document.get_dictionary(id)
            && let Some(parent) = reference(dictionary, b"Parent")
        {
            id = parent;
            steps += 1;
            if steps > DEPTH {
                return Err(circular());
            }
        }
        let mut resources = None;
        let mut at = Some(*page);
        while let (None, Some(id)) = (resources, at)
            && let Ok(dictionary) = document.get_dictionary(id)
        {
            resources = inner(document, dictionary, b"Resources");
            at = reference(dictionary, b"Parent");
        }
        let mut left = FORMS;
        if let Some(resources) = resources
            && !ends(document, resources, &mut HashSet::new(), &mut left)
        {
            return Err(circular());
        }
    }
    Ok(())
}

/// Returns whether the forms in these resources do not refer to themselves.
fn ends(
    document: &Document,
    resources: &Dictionary,
    open: &mut HashSet<ObjectId>,
    left: &mut usize,
) -> bool {
    let Some(forms) = inner(document, resources, b"XObject") else { return true };
    for (_, form) in forms.iter() {
        let Ok(id) = form.as_reference() else { continue };
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { continue };
        if *left == 0 || open.len() > DEPTH || !open.insert(id) {
            return false;
        }
        *left -= 1;
        // A form without resources uses those of its page, which contain the form itself.
        let ended = match inner(document, &stream.dict, b"Resources") {
            Some(resources) => ends(document, resources, open, left),
            None => true,
        };
        open.remove(&id);
        if !ended {
            return false;
        }
    }
    true
}

fn reference(dictionary: &Dictionary, name: &[u8]) -> Option<ObjectId> {
    dictionary.get(name).ok()?.as_reference().ok()
}

fn inner<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    name: &[u8],
) -> Option<&'a Dictionary> {
    document.dereference(dictionary.get(name).ok()?).ok()?.1.as_dict().ok()
}
