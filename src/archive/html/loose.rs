//! Rewrites almost-JSON as JSON. It repairs missing and double commas, missing values, `undefined` and `NaN`, names
//! without quotes, single quotes, quotes within strings and unpaired surrogates, and removes the script around the
//! JSON.

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Open,
    Value,
    Comma,
    Colon,
}

/// Returns a text that is probably JSON, or `None` if the script has neither an object nor a list.
pub fn rewritten(script: &str) -> Option<String> {
    let mut rest = &script[script.find(['{', '['])?..];
    let mut out = String::with_capacity(script.len());
    let mut last = Last::Open;
    while let Some(first) = rest.chars().next() {
        let mut taken = first.len_utf8();
        match first {
            '/' if rest.starts_with("//") => taken = rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => {
                taken = rest.find("*/").map_or(rest.len(), |end| end + "*/".len());
            }
            '{' | '[' => {
                separate(last, &mut out);
                out.push(first);
                last = Last::Open;
            }
            '}' | ']' => {
                end_value(last, &mut out);
                out.push(first);
                last = Last::Value;
            }
            ',' if matches!(last, Last::Value | Last::Colon) => {
                if last == Last::Colon {
                    out.push_str("null");
                }
                out.push(',');
                last = Last::Comma;
            }
            ':' if last == Last::Value => {
                out.push(':');
                last = Last::Colon;
            }
            '"' | '\'' => {
                separate(last, &mut out);
                taken = string(rest, first, &mut out);
                last = Last::Value;
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '+' | '.') => {
                let ends =
                    |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '+' | '.'));
                taken = rest.find(ends).unwrap_or(rest.len());
                separate(last, &mut out);
                word(&rest[..taken], rest[taken..].trim_start().starts_with(':'), &mut out);
                last = Last::Value;
            }
            // White space, and punctuation that does not belong here.
            _ => {}
        }
        rest = &rest[taken..];
    }
    end_value(last, &mut out);
    Some(out)
}

/// Adds a comma between two values.
fn separate(last: Last, out: &mut String) {
    if last == Last::Value {
        out.push(',');
    }
}

/// Writes `null` if a value is missing after a colon, and removes a comma before the end of a list or an object.
fn end_value(last: Last, out: &mut String) {
    match last {
        Last::Colon => out.push_str("null"),
        Last::Comma => {
            out.pop();
        }
        Last::Open | Last::Value => {}
    }
}

/// Writes a word without quotes: a name, a number, a constant, or `null` for anything else.
fn word(word: &str, is_name: bool, out: &mut String) {
    let number = word.trim_start_matches('+');
    match word {
        _ if is_name => {
            out.push('"');
            out.push_str(word);
            out.push('"');
        }
        "true" | "false" => out.push_str(word),
        _ if serde_json::from_str::<serde_json::Number>(number).is_ok() => out.push_str(number),
        _ => out.push_str("null"),
    }
}

/// Writes the string at the start of a text, and returns its length. A quote ends it if what follows can follow a
/// string.
fn string(text: &str, quote: char, out: &mut String) -> usize {
    out.push('"');
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote && ends(&text[at + 1..]) => {
                out.push('"');
                return at + 1;
            }
            '"' => out.push_str("\\\""),
            '\\' => match chars.next() {
                Some((at, 'u')) => match unit(text, at) {
                    Some(true) => out.push_str("\\u"),
                    Some(false) => {
                        out.push('\u{fffd}');
                        chars.nth(3);
                    }
                    None => {}
                },
                next => escape(next.map(|(_, next)| next), out),
            },
            c => character(c, out),
        }
    }
    text.len()
}

/// Writes an escape, given the character after the backslash. If JSON does not have the escape, writes only that
/// character.
pub(super) fn escape(next: Option<char>, out: &mut String) {
    match next {
        Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
            out.extend(['\\', next]);
        }
        Some(next) if !next.is_control() => out.push(next),
        _ => out.push(' '),
    }
}

/// Writes a character of a string. Line ends are escaped, and other control characters become spaces.
pub(super) fn character(c: char, out: &mut String) {
    match c {
        '\n' => out.push_str("\\n"),
        c if c.is_control() => out.push(' '),
        c => out.push(c),
    }
}

/// Returns whether what follows a quote can follow a string.
fn ends(rest: &str) -> bool {
    let next = rest.trim_start();
    let is_apart = || rest[..rest.len() - next.len()].contains('\n');
    match next.chars().next() {
        None | Some('}' | ']' | ':') => true,
        Some(',') => {
            let after = next[1..].trim_start();
            after.starts_with(['"', '\'', '{', '[', '}', ']', ',', '-'])
                || after.starts_with(|c: char| c.is_ascii_digit())
                || ["true", "false", "null"].iter().any(|word| after.starts_with(word))
                || is_name(after)
        }
        // The comma is missing.
        Some('"' | '\'') => is_apart(),
        Some(_) => false,
    }
}

/// Returns whether a text starts with a name without quotes and a colon.
fn is_name(text: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(*byte, b'_' | b'$');
    let name = text.bytes().take(NAME).take_while(is_part).count();
    name > 0 && text[name..].starts_with(':')
}

/// The maximum length of a name, in bytes.
const NAME: usize = 64;

/// Returns whether the escape at `at`, which points at its `u`, is a character. Returns `None` if it is not an escape.
fn unit(text: &str, at: usize) -> Option<bool> {
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    Some(match unit(at + 1)? {
        0xD800..=0xDBFF => {
            let is_pair = text.get(at + 5..at + 7) == Some("\\u");
            is_pair && unit(at + 7).is_some_and(|low| (0xDC00..0xE000).contains(&low))
        }
        0xDC00..=0xDFFF => text.get(..at - 1).is_some_and(|before| {
            let high = before.len().checked_sub(6).and_then(|start| before.get(start..));
            let high = high.and_then(|escape| escape.strip_prefix("\\u"));
            high.and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .is_some_and(|high| (0xD800..0xDC00).contains(&high))
        }),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    #[test]
    fn what_is_nearly_json_becomes_json() {
        for (script, meant) in [
            (r#"{"a":1,,"b":2}"#, r#"{"a":1,"b":2}"#),
            ("{\"a\":\"x\"\n\"b\":2}", r#"{"a":"x","b":2}"#),
            (r#"{"a":undefined,"b":NaN,"c":}"#, r#"{"a":null,"b":null,"c":null}"#),
            (r#"{a:'it"s',b_c:[+1,01,]}"#, r#"{"a":"it\"s","b_c":[1,null]}"#),
            (
                r#"{"a":"the "lamp" is lit, the "oil", too"}"#,
                r#"{"a":"the \"lamp\" is lit, the \"oil\", too"}"#,
            ),
            (r#"{"a":"\ud83d alone","b":"\ud83d\ude00"}"#, r#"{"a":"\ufffd alone","b":"😀"}"#),
            (r#"window.a = {"a":"http://b.example/"};"#, r#"{"a":"http://b.example/"}"#),
            (r#"{"a":<?= $x ?>,"b":2}"#, r#"{"a":null,"b":2}"#),
        ] {
            let read = serde_json::from_str::<serde_json::Value>(&rewritten(script).unwrap());
            assert_eq!(read.ok(), serde_json::from_str(meant).ok(), "{script}");
        }
        assert_eq!(rewritten("a = 1"), None);
        for text in ["{", "[\"", "{'", "{\"a\\", "{\"\\u", "{\"\\ud83d\\"] {
            assert!(rewritten(text).is_some());
        }
    }
}
