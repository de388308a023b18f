//! What columns and members are called, in tables and JSON: the usual names, and those of a mapping file.
//!
//! ```toml
//! [columns]
//! title = "kopf"
//! body = ["lead", "text"]     # several are joined, a paragraph each
//! date = "erschienen"
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{RawArticle, html};
use crate::article::Header;

/// Names of a field besides its own, the surest first, without case, spaces, hyphens and underscores.
const USUAL: [(&str, &str); 10] = [
    ("key", ""),
    ("id", "articleid docid docno documentid newid guid uuid uid accessionnumber"),
    (
        "date",
        "publishedat datepublished publicationdate publisheddate publishdate pubdate published \
         webpublicationdate firstpublicationdate publishtime publishedtime pubtime dateposted displaydate \
         releasedate datetime datum fecha createdat datecreated created timestamp versioncreated",
    ),
    (
        "source",
        "sourcename publication publisher outlet newspaper medium medianame sitename site domain provider",
    ),
    ("title", "headline heading head titel titre titolo titulo subject articletitle"),
    (
        "body",
        "content text articlebody bodytext fulltext maintext article articletext story contenttext plaintext \
         contenthtml bodyhtml html texte inhalt texto rawtext description summary abstract",
    ),
    ("lang", "language langcode locale"),
    ("url", "link href permalink weburl articleurl sourceurl canonicalurl uri"),
    ("byline", "author authors creator writer journalist"),
    ("section", "category categories sectionname rubrik desk topic"),
];

/// A mapping file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    #[serde(default)]
    columns: BTreeMap<String, Names>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

impl Columns {
    /// Reads a mapping file. What is wrong with it is said in words.
    pub fn parse(text: &str) -> Result<Columns, String> {
        let columns: Columns = toml::from_str(text).map_err(|error| error.to_string())?;
        let known = |name: &&String| USUAL.iter().all(|(field, _)| field != name);
        match columns.columns.keys().find(known) {
            Some(name) => {
                let fields: Vec<&str> = USUAL.iter().map(|(field, _)| *field).collect();
                Err(format!("there is no field {name:?}: the fields are {}", fields.join(", ")))
            }
            None => Ok(columns),
        }
    }

    /// The names of a field in a mapping file.
    fn mapped(&self, field: &str) -> Vec<&str> {
        match self.columns.get(field) {
            None => Vec::new(),
            Some(Names::One(name)) => vec![name],
            Some(Names::Several(names)) => names.iter().map(String::as_str).collect(),
        }
    }

    /// Whether columns of these names would be articles: a title or a body, by any of their names.
    pub fn know<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> bool {
        ["title", "body"].iter().any(|field| {
            let mapped = self.mapped(field);
            names.clone().any(|name| mapped.contains(&name) || rank(field, name).is_some())
        })
    }

    /// An article of named values.
    pub fn article(&self, line: u64, place: String, members: Vec<(String, Value)>) -> RawArticle {
        let mut members: Vec<(String, Option<String>)> =
            members.into_iter().map(|(name, value)| (name, text_of(value))).collect();
        let mut article = RawArticle { line, place, ..RawArticle::default() };
        for (field, _) in USUAL {
            let mut taken = Vec::new();
            for name in self.mapped(field) {
                let named =
                    members.iter_mut().find(|(known, value)| known == name && value.is_some());
                taken.extend(named.and_then(|(_, value)| value.take()));
            }
            if taken.is_empty() {
                let ranked = |(at, (name, value)): (usize, &(String, Option<String>))| {
                    let said = value.as_deref().is_some_and(|text| !text.trim().is_empty());
                    Some((rank(field, name).filter(|_| said)?, at))
                };
                let best = members.iter().enumerate().filter_map(ranked).min();
                taken.extend(best.and_then(|(_, at)| members[at].1.take()));
            }
            if taken.is_empty() {
                continue;
            }
            let value = taken.join("\n\n");
            match field {
                "body" if html::is_fragment(&value) => article.text = html::text_of(&value),
                "body" => article.text = value,
                _ => article.headers.push(Header { name: field.to_string(), value }),
            }
        }
        // What has no meaning here is kept as it was called.
        article.headers.extend(
            members
                .into_iter()
                .filter_map(|(name, value)| value.map(|value| Header { name, value })),
        );
        article
    }
}

/// How sure a name is that of a field: 0 its own.
fn rank(field: &str, name: &str) -> Option<usize> {
    if field == name {
        return Some(0);
    }
    if name.len() > 32 {
        return None;
    }
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let (_, names) = USUAL.iter().find(|(known, _)| *known == field)?;
    std::iter::once(field)
        .chain(names.split_whitespace())
        .position(|known| known == plain)
        .map(|at| at + 1)
}

/// A value as text: a plain one, the name of a thing, the plain values of a list.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(mut members) => {
            members.remove("name").or_else(|| members.remove("value")).and_then(|name| match name {
                Value::String(name) => Some(name),
                _ => None,
            })
        }
        Value::Array(values) => {
            let texts: Vec<String> =
                values.into_iter().filter(|value| !value.is_array()).filter_map(text_of).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Value::Null => None,
    }
}
