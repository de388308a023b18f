//! Mapping files, which map the columns of an archive with unusual names to fields.
//!
//! ```toml
//! [columns]
//! title = "headline.main"     # a nested member, unless a column has exactly this name
//! body = ["lead", "text"]     # several columns, joined as paragraphs
//! date = 3                    # the third column of a table
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::column_names::Field;

/// A mapping file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    #[serde(default)]
    columns: BTreeMap<String, Names>,
    /// The mapped names that were found in articles.
    #[serde(skip)]
    seen: Seen,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
enum Names {
    Number(usize),
    One(String),
    Several(Vec<Name>),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
enum Name {
    Number(usize),
    Text(String),
}

/// The names found in a run, shared by all threads. It is ignored when mappings are compared.
#[derive(Debug, Clone, Default)]
struct Seen(Arc<Run>);

#[derive(Debug, Default)]
struct Run {
    /// Whether any article was read.
    any: AtomicBool,
    names: Mutex<BTreeSet<String>>,
}

impl PartialEq for Seen {
    fn eq(&self, _: &Seen) -> bool {
        true
    }
}

impl Eq for Seen {}

impl Columns {
    /// Parses a mapping file. Returns a message if it is not valid.
    pub fn parse(text: &str) -> Result<Columns, String> {
        let mut columns: Columns = toml::from_str(text).map_err(|error| error.to_string())?;
        let known = |name: &&String| Field::ALL.iter().all(|field| field.name() != name.as_str());
        if let Some(name) = columns.columns.keys().find(known) {
            let fields: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
            return Err(format!("unknown field {name:?}; the fields are {}", fields.join(", ")));
        }
        for names in columns.columns.values_mut() {
            *names = std::mem::replace(names, Names::Number(0)).spelled_out()?;
        }
        Ok(columns)
    }

    /// Returns whether a column with this name is mapped to a field.
    pub fn maps(&self, name: &str) -> bool {
        Field::ALL.into_iter().any(|field| self.mapped(field).contains(&name))
    }

    /// Returns the names that are mapped to a field.
    pub(super) fn mapped(&self, field: Field) -> Vec<&str> {
        match self.columns.get(field.name()) {
            None | Some(Names::Number(_)) => Vec::new(),
            Some(Names::One(name)) => vec![name],
            Some(Names::Several(names)) => names.iter().filter_map(Name::text).collect(),
        }
    }

    /// Returns the mapping for a table with these columns, which the mapping may refer to by number, counted from 1.
    pub fn for_table(&self, columns: &[String]) -> Columns {
        let mut mapping = self.clone();
        let name = |name: &str| {
            let number =
                name.parse::<usize>().ok().filter(|_| !columns.iter().any(|one| one == name))?;
            let column = columns.get(number.checked_sub(1)?)?;
            self.see(name);
            Some(column.clone())
        };
        for names in mapping.columns.values_mut() {
            match names {
                Names::One(one) => *one = name(one).unwrap_or(std::mem::take(one)),
                Names::Several(all) => {
                    for one in all {
                        if let Name::Text(text) = one {
                            *text = name(text).unwrap_or(std::mem::take(text));
                        }
                    }
                }
                Names::Number(_) => {}
            }
        }
        mapping
    }

    /// Records that an article has a mapped name.
    pub(super) fn see(&self, name: &str) {
        let mut seen = self.seen.0.names.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.contains(name) {
            seen.insert(name.to_string());
        }
    }

    /// Records that an article was read.
    pub(super) fn read_one(&self) {
        if !self.columns.is_empty() {
            self.seen.0.any.store(true, Ordering::Relaxed);
        }
    }

    /// Returns the mapped names that no article had, with their fields. Returns nothing if no article was read.
    pub fn unseen(&self) -> Vec<(&'static str, String)> {
        if !self.seen.0.any.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let seen = self.seen.0.names.lock().unwrap_or_else(PoisonError::into_inner);
        let fields = Field::ALL.into_iter();
        let all = fields.flat_map(|field| {
            self.mapped(field).into_iter().map(move |name| (field.name(), name.to_string()))
        });
        all.filter(|(_, name)| !seen.contains(name)).collect()
    }
}

impl Names {
    /// Converts numbers to text.
    fn spelled_out(self) -> Result<Names, String> {
        let number = |number: usize| match number {
            0 => Err("columns are numbered from 1".to_string()),
            number => Ok(number.to_string()),
        };
        Ok(match self {
            Names::Number(one) => Names::One(number(one)?),
            Names::One(name) => Names::One(name),
            Names::Several(names) => {
                let spelled = names.into_iter().map(|name| match name {
                    Name::Number(one) => number(one).map(Name::Text),
                    name => Ok(name),
                });
                Names::Several(spelled.collect::<Result<_, String>>()?)
            }
        })
    }
}

impl Name {
    fn text(&self) -> Option<&str> {
        match self {
            Name::Text(text) => Some(text),
            Name::Number(_) => None,
        }
    }
}

/// Returns the value with a name, which may be the path of a nested member: `headline.main`.
pub fn at<'a>(members: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = members.get(path) {
        return Some(value).filter(|value| !value.is_null());
    }
    let (first, rest) = path.split_once('.')?;
    match members.get(first)? {
        Value::Object(inner) => at(inner, rest),
        Value::Array(values) => at(values.first()?.as_object()?, rest),
        _ => None,
    }
}

/// Takes the value of a nested member.
pub(super) fn taken<'a>(
    members: impl Iterator<Item = (&'a str, &'a mut Value)>,
    path: &str,
) -> Option<Value> {
    let (first, rest) = path.split_once('.')?;
    let (_, value) =
        members.into_iter().find(|(name, value)| *name == first && !value.is_null())?;
    let parts: Vec<&str> = rest.split('.').collect();
    Some(within(value, &parts)?.take()).filter(|value| !value.is_null())
}

/// Returns the value at a path of names within a value. Uses the first element of a list.
pub(super) fn within<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Value> {
    let Some((first, rest)) = path.split_first() else { return Some(value) };
    match value {
        Value::Object(members) => within(members.get_mut(*first)?, rest),
        Value::Array(values) => within(values.first_mut()?, path),
        _ => None,
    }
}
