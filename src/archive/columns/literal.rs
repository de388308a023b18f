//! Values that are written as text within a cell or a member: JSON, or the notation of Python, in which data frames
//! write lists and dictionaries: `[{'name': 'Ada Quill'}]`.

use serde_json::{Map, Value};

/// The maximum depth of lists and dictionaries.
const LEVELS: usize = 32;

/// Returns the list or the object that a text is, or `None` if it is another text.
pub fn value(text: &str) -> Option<Value> {
    let text = text.trim();
    let is_closed = match text.as_bytes().first()? {
        b'{' => text.ends_with('}'),
        b'[' => text.ends_with(']'),
        b'(' => text.ends_with(')'),
        _ => false,
    };
    if !is_closed {
        return None;
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mut reader = Reader { rest: text };
    let value = reader.value(LEVELS)?;
    reader.rest.trim_start().is_empty().then_some(value)
}

/// Returns the texts of an array that PostgreSQL wrote: `{lamps,"oil, light"}`.
pub fn array(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut texts = Vec::new();
    while !rest.is_empty() {
        let mut reader = Reader { rest };
        if rest.starts_with('"') {
            texts.push(reader.string()?);
            rest = reader.rest;
        } else {
            let (text, _) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            if text.contains(['{', '}', ':', '"']) {
                return None;
            }
            texts.push(text.trim().to_string());
            rest = &rest[text.len()..];
        }
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if rest.is_empty() => {}
            None => return None,
        }
    }
    Some(texts)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self, levels: usize) -> Option<Value> {
        let levels = levels.checked_sub(1)?;
        match self.next()? {
            '{' => self.dictionary(levels),
            '[' => self.list(']', levels).map(Value::Array),
            '(' => self.list(')', levels).map(Value::Array),
            '\'' | '"' => self.string().map(Value::String),
            _ => self.word(levels),
        }
    }

    /// Returns the next character that is not white space.
    fn next(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    /// Skips a character, if it is the next one.
    fn skip(&mut self, c: char) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Reads a list up to its closing bracket. Arrays of NumPy are written without commas.
    fn list(&mut self, closes: char, levels: usize) -> Option<Vec<Value>> {
        self.rest = &self.rest[1..];
        let mut values = Vec::new();
        while !self.skip(closes) {
            // The named arguments of a constructor are not values: `tzinfo=…`.
            let name = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0);
            let is_named = closes == ')' && name > 0 && self.rest[name..].starts_with('=');
            if is_named {
                self.rest = &self.rest[name + 1..];
            }
            let value = self.value(levels);
            if !is_named {
                // Named arguments may be names of another program: `dtype=object`.
                values.push(value?);
            }
            self.skip(',');
        }
        Some(values)
    }

    fn dictionary(&mut self, levels: usize) -> Option<Value> {
        self.rest = &self.rest[1..];
        let mut members = Map::new();
        while !self.skip('}') {
            let name = match self.next()? {
                '\'' | '"' => self.string()?,
                _ => match self.word(levels)? {
                    Value::Number(number) => number.to_string(),
                    _ => return None,
                },
            };
            if !self.skip(':') {
                return None;
            }
            members.insert(name, self.value(levels)?);
            self.skip(',');
        }
        Some(Value::Object(members))
    }

    fn string(&mut self) -> Option<String> {
        let mut letters = self.rest.char_indices();
        let (_, quote) = letters.next()?;
        let mut text = String::new();
        while let Some((at, c)) = letters.next() {
            match c {
                c if c == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Some(text);
                }
                '\\' => {
                    let (at, escape) = letters.next()?;
                    let digits = match escape {
                        'x' => 2,
                        'u' => 4,
                        'U' => 8,
                        _ => 0,
                    };
                    match escape {
                        'n' => text.push('\n'),
                        't' => text.push('\t'),
                        'r' => text.push('\r'),
                        _ if digits > 0 => {
                            let code = self.rest.get(at + 1..at + 1 + digits)?;
                            let code = u32::from_str_radix(code, 16).ok()?;
                            text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                            letters.nth(digits - 1)?;
                        }
                        c => text.push(c),
                    }
                }
                c => text.push(c),
            }
        }
        None
    }

    /// Reads a number, the name of a value, or a constructor: `datetime.datetime(2012, 2, 10)`.
    fn word(&mut self, levels: usize) -> Option<Value> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
        let end = self.rest.find(|c: char| !is_part(c))?;
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word {
            "None" | "nan" | "NaN" | "NaT" | "null" => return Some(Value::Null),
            "True" | "true" => return Some(Value::Bool(true)),
            "False" | "false" => return Some(Value::Bool(false)),
            // Texts and bytes may have a prefix.
            "u" | "b" | "r" if rest.starts_with(['\'', '"']) => {
                return self.string().map(Value::String);
            }
            _ => {}
        }
        if rest.starts_with('(') && word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let mut values = self.list(')', levels)?;
            return Some(match values.len() {
                1 => values.remove(0),
                _ => Value::Array(values),
            });
        }
        if word.contains('.') && word.starts_with("datetime.") {
            return Some(Value::Null);
        }
        serde_json::from_str(word).ok().filter(Value::is_number)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{array, value};

    #[test]
    fn values_of_python_are_read() {
        for (text, meant) in [
            ("['A', \"B's\"]", json!(["A", "B's"])),
            ("['A' 'B'\n 'C']", json!(["A", "B", "C"])),
            ("('A', 'B')", json!(["A", "B"])),
            (
                "{'id': None, 'name': u'Echo', 'ok': True}",
                json!({"id": null, "name": "Echo", "ok": true}),
            ),
            (
                "[{'name': 'Caf\\xe9\\u0301 \\n', 'n': -1.5}]",
                json!([{"name": "Caf\u{e9}\u{301} \n", "n": -1.5}]),
            ),
            (
                "{'at': datetime.datetime(2012, 2, 10, 8, 0, tzinfo=datetime.timezone.utc)}",
                json!({"at": [2012, 2, 10, 8, 0]}),
            ),
            ("{'at': Timestamp('2012-02-10 08:00:00')}", json!({"at": "2012-02-10 08:00:00"})),
            ("{'by': array(['A', 'B'], dtype=object)}", json!({"by": ["A", "B"]})),
            ("[\"Caf\\u00e9\", {\"a\": [1]}]", json!(["Caf\u{e9}", {"a": [1]}])),
            ("{0: 'A'}", json!({"0": "A"})),
            ("[]", json!([])),
        ] {
            assert_eq!(value(text), Some(meant), "{text}");
        }
    }

    #[test]
    fn arrays_of_databases_are_read() {
        let texts =
            |texts: &[&str]| Some(texts.iter().map(|text| text.to_string()).collect::<Vec<_>>());
        assert_eq!(array("{lamps,oil and light}"), texts(&["lamps", "oil and light"]));
        assert_eq!(
            array("{\"Ada, the \\\"keeper\\\"\", Bo}"),
            texts(&["Ada, the \"keeper\"", "Bo"])
        );
        assert_eq!(array("{}"), texts(&[]));
        for other in ["lamps", "{\"a\":1}", "{'a': 1}", "{\"a\"b}", "{{a},{b}}", "{\"a"] {
            assert_eq!(array(other), None, "{other}");
        }
    }

    #[test]
    fn other_texts_are_not_values() {
        for text in [
            "",
            "A lamp",
            "[removed]",
            "[object Object]",
            "[Ada Quill]",
            "(see below)",
            "{lamp}",
            "['A', 'B",
            "['A'] and [B]",
            "[\u{e9}]",
            "{'a' 'b'}",
            "(Echo) The lamp (2)",
            "['\\u00']",
            "['\\x\u{e9}\u{e9}']",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(value(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))), None);
        assert_eq!(value(&format!("{}1{}", "a(".repeat(50_000), ")".repeat(50_000))), None);
    }
}
