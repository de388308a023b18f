//! Chooses the column of a field: of several columns with a value, the one with the most reliable name.

use serde_json::Value;

use super::super::column_mapping;
use super::super::column_names::{self, Field};
use super::super::html;
use super::member::Member;
use super::paragraphs;
use super::several::several;
use super::values::{self, is_said};

/// Returns the values of a field, found by its usual names. If several columns have a value, uses the most reliable
/// one.
pub(super) fn usual(field: Field, members: &mut [Member]) -> Vec<(String, String)> {
    let ranked = |(at, member): (usize, &Member)| {
        let meaning = member.meanings.iter().find(|(known, _)| *known == field)?;
        // A link may be stated by its text.
        let is_word = |text: &str| !text.contains(['/', '.']);
        let is_other = field == Field::Url && member.value.as_str().is_some_and(is_word);
        (!member.value.is_null()).then_some((is_other, meaning.1, at))
    };
    let mut ranks: Vec<(bool, usize, usize)> =
        members.iter().enumerate().filter_map(ranked).collect();
    ranks.sort_unstable();
    // An object may have many members, so all of them are visited only once.
    let has_title = field == Field::Title && has_title_column(members);
    let mut found = Vec::new();
    let mut hosts = Vec::new();
    for (_, _, at) in ranks {
        if has_title && column_names::is_last_title(&members[at].name) {
            continue;
        }
        match (field, members[at].value.as_str()) {
            // Reddit's way to say that a post links nowhere.
            (Field::Source, Some(text)) if text.starts_with("self.") => continue,
            // The name of a publisher is better than its address.
            (Field::Source, Some(text)) if is_address(text) || is_host(text) => {
                hosts.push(at);
                continue;
            }
            (Field::Url, Some(text))
                if column_names::is_source(&members[at].name) && !is_address(text) =>
            {
                continue;
            }
            // A source that is an object, with its own name or host, is not an address.
            (Field::Url, None) if column_names::is_source(&members[at].name) => continue,
            (Field::Date, _) if members[at].value.is_boolean() => continue,
            _ => {}
        }
        let texts = match members[at].value.take() {
            Value::String(text) if !is_said(&text) => continue,
            text @ Value::String(_) => texts(field, text),
            // The value may be kept as a header.
            value => {
                let texts = texts(field, value.clone());
                if texts.is_empty() {
                    members[at].value = value;
                }
                texts
            }
        };
        if texts.is_empty() {
            continue;
        }
        let name = members[at].name.clone();
        found.extend(texts.into_iter().map(|text| (name.clone(), text)));
        if field != Field::Topic {
            return found;
        }
    }
    if found.is_empty() {
        found = nested(field, members);
    }
    if found.is_empty()
        && let Some(at) =
            hosts.iter().min_by_key(|at| members[**at].value.as_str().is_some_and(is_address))
    {
        let name = members[*at].name.clone();
        if let Value::String(text) = members[*at].value.take() {
            let host = html::host(&text).map(str::to_string);
            found.push((name, host.unwrap_or(text)));
        }
    }
    found
}

/// Returns whether a text is the name of a host: `www.echo.example`.
fn is_host(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let text = text.trim();
    text.contains('.')
        && text.split('.').all(part)
        && !text.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Returns whether any column other than `subject` and `name` is a title column, even if this row has no title.
fn has_title_column(members: &[Member]) -> bool {
    members.iter().any(|member| {
        !column_names::is_last_title(&member.name)
            && member.meanings.iter().any(|(field, _)| *field == Field::Title)
    })
}

/// Returns the values of a nested member.
fn nested(field: Field, members: &mut [Member]) -> Vec<(String, String)> {
    let found =
        column_names::NESTED.iter().filter(|(known, _)| *known == field).find_map(|(_, path)| {
            let (first, rest) = path.split_first()?;
            let member = members.iter_mut().find(|member| member.name == *first)?;
            let value = column_mapping::within(&mut member.value, rest)?.take();
            let named = |text| (path.join("."), text);
            let texts: Vec<_> = texts(field, value).into_iter().map(named).collect();
            (!texts.is_empty()).then_some(texts)
        });
    found.unwrap_or_default()
}

/// Returns the texts that a value gives for a field. Some fields have several.
pub(super) fn texts(field: Field, value: Value) -> Vec<String> {
    match field {
        Field::Body => paragraphs::text(value).into_iter().collect(),
        Field::Date => values::date(value).into_iter().collect(),
        Field::Key | Field::Id => values::identifier(value).into_iter().collect(),
        Field::Url => {
            let url = values::address(value);
            url.map(|url| html::original(&url).to_string()).into_iter().collect()
        }
        Field::Title | Field::Lang | Field::Source => values::line(value).into_iter().collect(),
        Field::Byline => several(value, false),
        Field::Section | Field::Topic => several(value, field == Field::Topic),
    }
}
