//! Repairs JSON from programs that do not follow RFC 8259: `NaN` and `Infinity`, unpaired surrogates, raw line breaks
//! and unknown escapes in strings, trailing commas, comments, and the script around a document.
//!
//! Single quotes and unquoted names are not repaired, because a text with them is not meant to be JSON.

/// Returns a repaired text, which may be valid JSON, or `None` if there is nothing to repair.
pub fn repaired(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        if byte == b'"' {
            let (end, differs) = string(text, at, &mut out);
            changed |= differs;
            at = end;
            continue;
        }
        let rest = &text[at..];
        let inside_word = at > 0 && is_word(text[at - 1]);
        let absent = ["NaN", "-Infinity", "Infinity", "undefined"].into_iter().find(|word| {
            !inside_word
                && rest.starts_with(word.as_bytes())
                && !rest.get(word.len()).copied().is_some_and(is_word)
        });
        if let Some(word) = absent {
            out.extend_from_slice(b"null");
            changed = true;
            at += word.len();
            continue;
        }
        match byte {
            b',' if closes(&rest[1..]) => changed = true,
            b'/' if comment(rest) > 0 => {
                let length = comment(rest);
                // The numbers of the lines behind it stay the same.
                out.extend(rest[..length].iter().filter(|byte| **byte == b'\n'));
                changed = true;
                at += length;
                continue;
            }
            // A record separator (RFC 7464) is not part of any value.
            0x1E => changed = true,
            byte => out.push(byte),
        }
        at += 1;
    }
    changed.then_some(out)
}

/// Returns the length of the comment that a text starts with, such as `/* … */` or `// …` up to the end of the line.
/// Returns 0 if there is none.
fn comment(text: &[u8]) -> usize {
    if let Some(rest) = text.strip_prefix(b"/*") {
        let end = rest.windows(2).position(|two| two == b"*/");
        return end.map_or(text.len(), |end| end + 4);
    }
    match text.starts_with(b"//") {
        true => text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len()),
        false => 0,
    }
}

/// Returns the length of the comments before a document, including the white space around them. Returns 0 if there
/// are none.
pub fn comments(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let blank = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match comment(&text[at + blank..]) {
            0 if at == 0 => return 0,
            0 => return at + blank,
            length => at += blank + length,
        }
    }
}

/// Returns whether the next character that is neither white space nor in a comment closes a list or an object.
fn closes(rest: &[u8]) -> bool {
    let next = rest[comments(rest)..].iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(next, Some(b']' | b'}'))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Copies the string that starts at the quote at `start`. Returns where the string ends and whether it was changed.
fn string(text: &[u8], start: usize, out: &mut Vec<u8>) -> (usize, bool) {
    let mut changed = false;
    out.push(b'"');
    let mut at = start + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => {
                out.push(byte);
                return (at + 1, changed);
            }
            b'\\' => {
                let escape = text.get(at..at + 2).unwrap_or(&text[at..]);
                match unit(text, at) {
                    Some(high @ 0xD800..=0xDBFF) => {
                        let pair = unit(text, at + 6).filter(|low| (0xDC00..=0xDFFF).contains(low));
                        let length = if pair.is_some() { 12 } else { 6 };
                        match pair {
                            Some(_) => out.extend_from_slice(&text[at..at + 12]),
                            None => out.extend_from_slice(b"\\ufffd"),
                        }
                        changed |= pair.is_none() && high > 0;
                        at += length;
                    }
                    Some(0xDC00..=0xDFFF) => {
                        out.extend_from_slice(b"\\ufffd");
                        changed = true;
                        at += 6;
                    }
                    _ => {
                        let known = br#""\/bfnrtu"#;
                        let is_known = escape.get(1).is_none_or(|byte| known.contains(byte));
                        changed |= !is_known;
                        // Leaves out the backslash of an escape that JSON does not have, as in `it\'s`.
                        out.extend_from_slice(&escape[usize::from(!is_known)..]);
                        at += escape.len();
                    }
                }
            }
            0..=0x1F => {
                out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                changed = true;
                at += 1;
            }
            byte => {
                out.push(byte);
                at += 1;
            }
        }
    }
    (at, changed)
}

/// Returns the code unit of an escape `\uXXXX`.
fn unit(text: &[u8], at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, byte| Some(unit << 4 | (*byte as char).to_digit(16)?))
}

/// The maximum length of the name of a function or variable before a document, in bytes.
const NAME: usize = 100;

/// Returns the length of the script before a document: a call (`callback(`), an assignment (`var news =`), or the guard
/// `)]}'` that some servers send. Returns 0 without one of these.
pub fn script(text: &[u8]) -> usize {
    let begins = |rest: &[u8]| {
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        matches!(rest.get(blank), Some(b'{' | b'[')).then_some(blank)
    };
    let start = match text.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => text.len() - rest.len(),
        None => 0,
    };
    let rest = &text[start..];
    for guard in [&b")]}',"[..], b")]}'", b"/**/"] {
        if let Some(after) = rest.strip_prefix(guard)
            && let Some(blank) = begins(after)
        {
            return start + guard.len() + blank;
        }
    }
    let is_name = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(*byte, b'_' | b'$' | b'.' | b' ' | b'[' | b']' | b'"' | b'\'')
    };
    if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(*byte, b'_' | b'$'))
    {
        return 0;
    }
    let name = rest.iter().take(NAME).take_while(|byte| is_name(byte)).count();
    match rest.get(name) {
        Some(b'(' | b'=') => begins(&rest[name + 1..]).map_or(0, |blank| start + name + 1 + blank),
        _ => 0,
    }
}

/// Closes the start of a JSON text, so that it becomes a valid text with all values that are complete.
pub fn closed(beginning: &[u8]) -> Vec<u8> {
    let mut open: Vec<u8> = Vec::new();
    // Where the text can be cut. All lists and objects that are open there are still open at the end; otherwise their
    // ends would have moved the cut.
    let mut cut = 0;
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in beginning.iter().copied().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                open.push(if byte == b'{' { b'}' } else { b']' });
                cut = at + 1;
            }
            b'}' | b']' => {
                open.pop();
                cut = at + 1;
            }
            b',' => cut = at,
            _ => {}
        }
        // This is deeper than the parser accepts, so the rest does not matter.
        if open.len() > 128 {
            break;
        }
    }
    let mut out = beginning[..cut].to_vec();
    out.extend(open.iter().rev());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(text: &str) -> Option<Value> {
        serde_json::from_slice(&repaired(text.as_bytes())?).ok()
    }

    #[test]
    fn what_programs_write_is_repaired() {
        assert_eq!(
            read(r#"{"a":NaN,"b":[-Infinity,Infinity,],}"#),
            Some(json!({"a":null,"b":[null,null]}))
        );
        assert_eq!(
            read(r#"{"a":"NaN, \ud83d lamp","b":NaN}"#),
            Some(json!({"a":"NaN, \u{fffd} lamp","b":null}))
        );
        assert_eq!(read("{\"a\":\"one\ntwo\t\"}"), Some(json!({"a":"one\ntwo\t"})));
        assert_eq!(
            read(r#"{"a":"\ude00","b":"\ud83d\ude00"}"#),
            Some(json!({"a":"\u{fffd}","b":"😀"}))
        );
        assert_eq!(read(r#"{"a":"it\'s \x"}"#), Some(json!({"a":"it's x"})));
        for (text, length) in [
            ("callback({\"a\":1});", 9),
            ("var news = [1];", 11),
            ("window.a[\"b\"] = {}", 16),
            (")]}'\n{}", 5),
            ("{\"a\":1}", 0),
            ("true", 0),
            ("a(b)", 0),
        ] {
            assert_eq!(script(text.as_bytes()), length, "{text}");
        }
        assert_eq!(
            read("/* of\n May */ [ // one\n{\"a\": \"http://e.example/*\"}, // two\n]"),
            Some(json!([{"a": "http://e.example/*"}]))
        );
        assert_eq!(comments(b" /* a */\n// b\n {}"), 15);
        assert_eq!((comments(b" {}"), comments(b"/* open"), comments(b"")), (0, 7, 0));
        assert_eq!(repaired(br#"{"a":"NaN,}"}"#), None);
        assert_eq!(repaired(b"{'a':1}"), None);
        assert_eq!(read("{\"a\":\"cut\\"), None);
    }

    #[test]
    fn a_beginning_is_closed() {
        let whole = r#"{"t":"E [x]","n":[{"a":1,"b":"\"{"},{"a":2"#;
        let value = |text: &str| serde_json::from_slice::<Value>(&closed(text.as_bytes())).unwrap();
        assert_eq!(value(whole), json!({"t":"E [x]","n":[{"a":1,"b":"\"{"},{}]}));
        for end in 1..whole.len() {
            value(&whole[..end]);
        }
    }
}
