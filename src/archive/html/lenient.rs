//! Parses JSON with the mistakes that pages make: comments, missing and trailing commas, semicolons, raw line breaks in
//! strings, escapes that JSON does not have, and wrappers of HTML comments and CDATA. [`loose`](super::loose) reads what
//! is still not JSON then.

use std::borrow::Cow;

use serde_json::Value;

use super::loose::{self, character, escape};

/// Parses JSON, strictly at first. Returns `None` if it is malformed even without the usual mistakes.
pub fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches('\u{feff}');
    serde_json::from_str(script).ok().or_else(|| {
        let script = unescaped(script);
        let corrected = corrected(&script);
        let read = serde_json::from_str(&corrected).ok().or_else(|| several(&corrected));
        read.or_else(|| {
            let rewritten = loose::rewritten(&script)?;
            serde_json::from_str(&rewritten).ok().or_else(|| several(&rewritten))
        })
    })
}

/// Replaces character references for quotes, if the script was escaped as if it were text.
fn unescaped(script: &str) -> Cow<'_, str> {
    match script.contains("&quot;") && !script.contains('"') {
        true => Cow::Owned(script.replace("&quot;", "\"").replace("&amp;", "&")),
        false => Cow::Borrowed(script),
    }
}

/// Parses objects one after another. The last one may lack its end.
fn several(text: &str) -> Option<Value> {
    let mut values: Vec<Value> = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter();
    while let Some(Ok(value)) = stream.next() {
        values.push(value);
    }
    let rest = text[stream.byte_offset()..].trim_start_matches([' ', '\n', '\r', '\t', ',']);
    values.extend(closed(rest).and_then(|closed| serde_json::from_str(&closed).ok()));
    let has_members =
        values.iter().any(|value| value.as_object().is_some_and(|members| !members.is_empty()));
    has_members.then_some(Value::Array(values))
}

/// Adds the brackets that a text lacks at its end. Returns `None` if its brackets do not match.
fn closed(text: &str) -> Option<String> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '"' => string(rest, &mut String::new()).0,
            other => other.len_utf8(),
        };
        match first {
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' if open.pop() != Some(first) => return None,
            _ => {}
        }
        rest = &rest[taken..];
    }
    let mut closed = text.trim_end().trim_end_matches(',').to_string();
    closed.extend(open.into_iter().rev());
    Some(closed)
}

/// Corrects the usual mistakes in a text.
fn corrected(text: &str) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        if depth > 0 && matches!(first, '"' | '{' | '[') && lacks_comma(&out) {
            out.push(',');
        }
        let (taken, written) = match first {
            '"' => string(rest, &mut out),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), true),
            '/' if rest.starts_with("/*") => {
                (rest.find("*/").map_or(rest.len(), |end| end + "*/".len()), true)
            }
            '<' => (wrapper(rest, &["<!--", "<![CDATA["]), true),
            '-' | ']' => (wrapper(rest, &["-->", "]]>"]), false),
            ';' => (1, true),
            _ => (0, false),
        };
        if taken == 0 {
            match first {
                '{' | '[' => depth += 1,
                '}' | ']' => {
                    depth = depth.saturating_sub(1);
                    without_comma(&mut out);
                }
                _ => {}
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            if !written && first != '"' {
                out.push(' ');
            }
            rest = &rest[taken..];
        }
    }
    out
}

/// Returns the length of the wrapper at the start of a text, or 0 without a wrapper.
fn wrapper(rest: &str, wrappers: &[&str]) -> usize {
    wrappers.iter().find(|wrapper| rest.starts_with(**wrapper)).map_or(0, |wrapper| wrapper.len())
}

/// Returns whether a text ends with a value and white space, after which another value needs a comma.
fn lacks_comma(out: &str) -> bool {
    let value = out.trim_end();
    value.len() < out.len() && value.ends_with(['"', '}', ']'])
}

/// Removes a trailing comma.
fn without_comma(out: &mut String) {
    let end = out.trim_end().len();
    if out[..end].ends_with(',') {
        out.truncate(end - 1);
    }
}

/// Copies the string at the start of a text, replacing escapes that JSON does not have. Returns the string's length,
/// and `true` because it was written to `out`.
fn string(text: &str, out: &mut String) -> (usize, bool) {
    out.push('"');
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                out.push('"');
                return (at + 1, true);
            }
            '\\' => escape(chars.next().map(|(_, next)| next), out),
            c => character(c, out),
        }
    }
    // A string without an end is not completed, because most of it may be missing.
    (text.len(), true)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn usual_mistakes_are_forgiven() {
        for (script, meant) in [
            (r#"{"a":[1,2,],}"#, r#"{"a":[1,2]}"#),
            ("{\"a\":\"one\ntwo\tthree\"}", r#"{"a":"one\ntwo three"}"#),
            (r#"{"a":"it\'s \x a"}"#, r#"{"a":"it's x a"}"#),
            (r#"{"a":1};"#, r#"{"a":1}"#),
            ("/* one */ {\"a\": // two\n 1}", r#"{"a":1}"#),
            ("<!-- {\"a\":1} -->", r#"{"a":1}"#),
            ("//<![CDATA[\n{\"a\":1}\n//]]>", r#"{"a":1}"#),
            ("<![CDATA[{\"a\":[[1]]}]]>", r#"{"a":[[1]]}"#),
            (
                r#"{"a":"http://b.example/ /* c */ ; ,]"}"#,
                r#"{"a":"http://b.example/ /* c */ ; ,]"}"#,
            ),
            ("\u{feff}{\"a\":-1}", r#"{"a":-1}"#),
            (
                "{\"a\":\"b\"\n\"c\":[{\"d\":1} {\"e\":2}]\n\"f\":1}",
                r#"{"a":"b","c":[{"d":1},{"e":2}],"f":1}"#,
            ),
            (r#"{"a":1}{"b":2}"#, r#"[{"a":1},{"b":2}]"#),
            (r#"{"a":1},{"b":2},"#, r#"[{"a":1},{"b":2}]"#),
            (r#"{"a":[{"b":2}"#, r#"[{"a":[{"b":2}]}]"#),
        ] {
            assert_eq!(parse(script), serde_json::from_str(meant).ok(), "{script}");
            assert!(parse(meant).is_some(), "{meant}");
        }
        for broken in ["", "{", "{\"a\"", "var a = 1", "{\"a\":\"", "]]>", "-", "a(b)"] {
            assert_eq!(parse(broken), None, "{broken}");
        }
    }
}
