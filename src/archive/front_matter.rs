//! The front matter of Markdown: members in YAML or TOML between lines of hyphens or plus signs, or in JSON.

use serde_json::Value;

/// The maximum number of lines.
const MOST: usize = 200;

/// The syntax of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    Yaml,
    Toml,
    Json,
}

/// The first lines of front matter, the lines that end it, and its syntax.
const MARKS: [(&str, &str, Syntax); 6] = [
    ("---", "---", Syntax::Yaml),
    ("+++", "+++", Syntax::Toml),
    (";;;", ";;;", Syntax::Json),
    ("---json", "---", Syntax::Json),
    ("---toml", "---", Syntax::Toml),
    ("---yaml", "---", Syntax::Yaml),
];

/// Splits a text into the syntax of its front matter, the front matter, and the text after it.
pub fn front_matter(text: &str) -> Option<(Syntax, &str, &str)> {
    if text.starts_with('{') {
        return object(text);
    }
    let (first, rest) = text.split_once('\n')?;
    let (_, end, syntax) = MARKS.into_iter().find(|(begin, ..)| first.trim_end() == *begin)?;
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if line.trim_end() == end || end == "---" && line.trim_end() == "..." {
            return Some((syntax, &rest[..at], &rest[at + line.len()..]));
        }
        if number >= MOST {
            return None;
        }
        at += line.len();
    }
    None
}

/// Splits a text into the JSON object that it starts with, in lines of its own, and the text after it.
fn object(text: &str) -> Option<(Syntax, &str, &str)> {
    let end = text.split_inclusive('\n').take(MOST).try_fold(0, |at, line| match line.trim_end() {
        "}" => Err(at + line.len()),
        _ => Ok(at + line.len()),
    });
    let end = end.err()?;
    let (matter, body) = text.split_at(end);
    // What continues like JSON is a list of objects.
    let next = body.trim_start().chars().next()?;
    let is_object = matches!(serde_json::from_str(matter), Ok(Value::Object(_)));
    (is_object && !matches!(next, '{' | '}' | '[' | ']' | ',' | '"' | '\u{1e}')).then_some((
        Syntax::Json,
        matter,
        body,
    ))
}

/// Returns whether a text starts with front matter in JSON and goes on as text.
pub fn is_json(text: &str) -> bool {
    text.starts_with('{') && object(text).is_some()
}

/// Returns the members of front matter. TOML and JSON are parsed completely; of YAML, the values and lists of them that are used
/// for articles: plain, quoted and block scalars (YAML 1.2.2, chapters 7 and 8), and names within values.
pub fn members(syntax: Syntax, matter: &str) -> Vec<(String, Value)> {
    if syntax == Syntax::Json {
        let matter = matter.trim();
        // Some programs leave out the braces.
        let whole = match matter.starts_with('{') {
            true => serde_json::from_str(matter),
            false => serde_json::from_str(&format!("{{{}}}", matter.trim_end_matches(','))),
        };
        return match whole {
            Ok(Value::Object(members)) => members.into_iter().collect(),
            _ => Vec::new(),
        };
    }
    if syntax == Syntax::Toml
        && let Ok(table) = matter.parse::<toml::Table>()
    {
        let plain = |value: toml::Value| match value {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Array(values) => {
                values.into_iter().filter_map(|value| Some(value.as_str()?.to_string())).collect()
            }
            toml::Value::Datetime(moment) => Value::String(moment.to_string()),
            toml::Value::Integer(number) => Value::String(number.to_string()),
            _ => Value::Null,
        };
        return table.into_iter().map(|(name, value)| (name, plain(value))).collect();
    }
    let mut members: Vec<(String, Value)> = Vec::new();
    let mut lines = matter.lines().peekable();
    while let Some(line) = lines.next() {
        let is_indented = line.starts_with([' ', '\t']);
        let item = line.trim_start().strip_prefix("- ");
        if let (Some(item), Some((_, value))) = (item, members.last_mut()) {
            let item = Value::String(scalar(item.strip_prefix("name:").unwrap_or(item)));
            match value {
                Value::Array(items) => items.push(item),
                Value::String(text) if text.is_empty() => *value = Value::Array(vec![item]),
                _ => {}
            }
        } else if is_indented {
            let named = line.trim_start().strip_prefix("name:").map(scalar);
            if let (Some(name), Some((_, Value::String(value)))) = (named, members.last_mut())
                && value.is_empty()
            {
                *value = name;
            }
        } else if let Some((name, value)) = line.split_once(':')
            && !line.starts_with('#')
        {
            let value = value.trim();
            let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
            let value = match list {
                Some(list) => list.split(',').map(scalar).collect(),
                None if is_block(value) => {
                    let of_block = |line: &&str| line.starts_with([' ', '\t']) || line.is_empty();
                    let mut text = Vec::new();
                    while let Some(line) = lines.next_if(of_block) {
                        text.push(line.trim());
                    }
                    let between = if value.starts_with('|') { "\n" } else { " " };
                    Value::String(text.join(between).trim().to_string())
                }
                None => Value::String(scalar(value)),
            };
            members.push((name.trim().to_string(), value));
        }
    }
    members
}

/// Returns whether a value is the mark of a block scalar: `|`, `>-`.
fn is_block(value: &str) -> bool {
    let rest = value.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| rest.chars().all(|c| matches!(c, '-' | '+' | '0'..='9')))
}

/// Returns a plain or quoted value, without a comment.
fn scalar(value: &str) -> String {
    let value = value.trim();
    let Some(mark) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let end = value.find(" #").unwrap_or(value.len());
        return value[..end].trim_end().to_string();
    };
    let mut text = String::new();
    let mut chars = value[1..].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if mark == '"' => match chars.next() {
                Some('n') => text.push('\n'),
                Some(c) => text.push(c),
                None => {}
            },
            // Within single quotes, two of them are one.
            '\'' if mark == '\'' && chars.next_if_eq(&'\'').is_some() => text.push('\''),
            c if c == mark => return text,
            c => text.push(c),
        }
    }
    // The quote does not end.
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_yaml_are_read() {
        let matter = "title: >-\n  Lamp lit\n  again\nsubtitle: \"The \\\"lamp\\\"\" # a comment\nnote: 'It''s lit'\n\
            tags: [lamp, \"sea, rock\"]\nauthors:\n  - name: Ada Quill\n  - Bo Cook\nauthor:\n  name: Ada Quill\n  url: x\n\
            date: 2024-09-14 # Saturday\nsummary: |\n  One.\n\n  Two.\nopen: \"lamp\n";
        let members = members(Syntax::Yaml, matter);
        let text = |name: &str| {
            let found = members.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.to_string()).unwrap_or_default()
        };
        for (name, value) in [
            ("title", r#""Lamp lit again""#),
            ("subtitle", r#""The \"lamp\"""#),
            ("note", r#""It's lit""#),
            ("authors", r#"["Ada Quill","Bo Cook"]"#),
            ("author", r#""Ada Quill""#),
            ("date", r#""2024-09-14""#),
            ("summary", r#""One.\n\nTwo.""#),
            ("open", r#""\"lamp""#),
        ] {
            assert_eq!(text(name), value, "{name}");
        }
    }

    #[test]
    fn front_matter_in_json_is_told_from_lists_of_objects() {
        for text in [
            "{\n  \"title\": \"Lamp lit\"\n}\n\nThe lamp was lit.\n",
            ";;;\n{\"title\": \"Lamp lit\"}\n;;;\nThe lamp was lit.\n",
            ";;;\n\"title\": \"Lamp lit\"\n;;;\nThe lamp was lit.\n",
            "---json\n{\"title\": \"Lamp lit\"}\n---\nThe lamp was lit.\n",
        ] {
            let (syntax, matter, body) = front_matter(text).expect(text);
            assert_eq!(members(syntax, matter), [("title".to_string(), Value::from("Lamp lit"))]);
            assert_eq!(body.trim(), "The lamp was lit.");
        }
        for text in [
            "{\n\"title\": \"Lamp lit\"\n}\n{\n\"title\": \"Ferry\"\n}\n",
            "{\n\"title\": \"Lamp lit\"\n}\n",
            "{\n\"title\": \"Lamp lit\"\n},\n",
            "{\n lamp\n}\n\nThe lamp.\n",
        ] {
            assert_eq!(front_matter(text), None, "{text}");
        }
    }
}
