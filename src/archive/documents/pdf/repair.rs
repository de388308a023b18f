//! Repairs a PDF whose cross-reference table is missing or wrong: its objects are found by their marks and copied to a
//! new file.

use std::collections::BTreeMap;

use super::guard::find;

/// The maximum number of objects.
const OBJECTS: usize = 200_000;

/// Returns a new file with the objects of a damaged one, or `None` if they do not include a catalog.
pub fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    // If several objects have the same number, the last one is used.
    let mut objects: BTreeMap<u32, &[u8]> = BTreeMap::new();
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b" obj") {
        let mark = at + found;
        at = mark + 4;
        let Some((number, start)) = numbered(&bytes[..mark]) else { continue };
        let end = find(&bytes[at..], b"endobj").map_or(bytes.len(), |end| at + end);
        objects.insert(number, &bytes[start..end]);
        if objects.len() > OBJECTS {
            return None;
        }
    }
    let catalog = objects.iter().find(|(_, object)| {
        let dictionary = find(object, b"stream").map_or(**object, |end| &object[..end]);
        find(dictionary, b"/Catalog").is_some() && find(dictionary, b"/Pages").is_some()
    });
    let root = *catalog?.0;
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = Vec::new();
    for (number, object) in &objects {
        table.push((*number, out.len()));
        out.extend(with_length(object));
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, offset) in table {
        out.extend(format!("{number} 1\n{offset:010} 00000 n \n").bytes());
    }
    let size = objects.keys().next_back()? + 1;
    out.extend(
        format!("trailer\n<</Size {size}/Root {root} 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    Some(out)
}

/// Returns the number of an object and its position, from the bytes before ` obj`.
fn numbered(before: &[u8]) -> Option<(u32, usize)> {
    let digits = |end: usize| {
        let count =
            before[..end].iter().rev().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(end - count)
    };
    let generation = digits(before.len())?;
    let space = generation.checked_sub(1).filter(|at| before[*at] == b' ')?;
    let start = digits(space)?;
    let number = std::str::from_utf8(&before[start..space]).ok()?.parse().ok()?;
    // A larger number is damage, and would make the table too long.
    (number < 8_000_000).then_some((number, start))
}

/// Returns an object with the length of its stream corrected.
fn with_length(object: &[u8]) -> Vec<u8> {
    let unchanged = || object.to_vec();
    let Some(mark) = find(object, b"stream") else { return unchanged() };
    let data = mark + b"stream".len();
    let data = data
        + object[data..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let Some(end) = object.windows(9).rposition(|nine| nine == b"endstream") else {
        return unchanged();
    };
    let Some(stated) = find(&object[..mark], b"/Length ") else { return unchanged() };
    let from = stated + b"/Length ".len();
    let digits = object[from..mark].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_reference = object[from + digits..mark].starts_with(b" 0 R");
    if end < data || digits == 0 || is_reference {
        return unchanged();
    }
    let length = object[data..end].trim_ascii_end().len();
    [
        &object[..from],
        length.to_string().as_bytes(),
        &object[from + digits..data + length],
        b"\nendstream",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_by_their_marks() {
        let file = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n4 0 obj<</Length 3>>stream\nBT ET\nendstream endobj\ntrailer<</Root 1 0 R>>";
        let text = String::from_utf8(repaired(file).unwrap()).unwrap();
        assert!(text.contains("/Length 5>>stream\nBT ET\nendstream"), "{text}");
        assert!(text.contains("/Root 1 0 R") && text.contains("startxref"), "{text}");
        for hostile in [&b" obj obj 1 0 obj"[..], b"1 0 obj stream", b"99999999999 0 obj", b""] {
            assert!(repaired(hostile).is_none());
        }
    }
}
