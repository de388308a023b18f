//! Articles with named values: columns of a table, members of a JSON object, lines of front matter.
//!
//! [`column_names`] has the usual names, [`phrases`] recognizes names composed of them and other words,
//! [`column_mapping`] has the names of a mapping file, [`parts`] joins the parts of a date, [`values`] converts values to
//! a line of text, [`several`] to names or terms, and [`paragraphs`] to a whole text. [`literal`] reads values that are
//! written as text.

mod blocks;
mod choice;
mod inline;
mod literal;
mod meanings;
mod member;
mod paragraphs;
mod parts;
mod phrases;
mod several;
mod values;

use serde_json::{Map, Value};

use super::column_mapping::{self, Columns};
use super::column_names::{self, Field};
use super::{Candidate, RawArticle, html};
use crate::article::Header;
use crate::dates::{self, Orders};
use choice::{texts, usual};
use meanings::meanings;
use member::{LEVELS, Member, laid_out};
pub use values::is_said;

/// The parts of an article that an object has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Whether it has a title.
    pub title: bool,
    /// Whether it has a text that is more than a summary.
    pub text: bool,
    /// Whether it has a text or a summary.
    pub body: bool,
    /// Whether it has a date or an address.
    pub place: bool,
}

impl Weight {
    /// Returns whether the object is an article.
    pub fn is_article(self) -> bool {
        self.title || self.body
    }
}

/// The maximum number of other dates that are offered if the chosen one is not understood.
const OTHER_DATES: usize = 4;

impl Columns {
    /// Returns whether columns with these names describe articles: whether one is a title or a body.
    pub fn know<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> bool {
        [Field::Title, Field::Body].into_iter().any(|field| {
            let mapped = self.mapped(field);
            names.clone().any(|name| {
                mapped.contains(&name)
                    || !column_names::is_vague(name)
                        && meanings(name).iter().any(|(known, _)| *known == field)
            })
        })
    }

    /// Returns whether one of these names is that of a title.
    pub(crate) fn name_a_title<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> bool {
        let mapped = self.mapped(Field::Title);
        names.any(|name| {
            let is_title = |(field, _): &column_names::Meaning| *field == Field::Title;
            let means = || meanings(name).iter().any(is_title);
            mapped.contains(&name) || !column_names::is_vague(name) && means()
        })
    }

    /// Returns the parts of an article that an object has.
    pub(crate) fn weigh(&self, members: &Map<String, Value>) -> Weight {
        let mut weight = Weight::default();
        self.add_weight(members, LEVELS, &mut weight);
        weight
    }

    fn add_weight(&self, members: &Map<String, Value>, levels: usize, weight: &mut Weight) {
        let usable = |value: &Value| match value {
            Value::String(text) => is_said(text),
            Value::Array(values) => values.first().is_some_and(|first| !first.is_number()),
            Value::Object(_) => true,
            _ => false,
        };
        let is_mapped = |field, name: &str| self.mapped(field).contains(&name);
        weight.title |= self
            .mapped(Field::Title)
            .iter()
            .any(|path| column_mapping::at(members, path).is_some());
        weight.body |=
            self.mapped(Field::Body).iter().any(|path| column_mapping::at(members, path).is_some());
        weight.text |= weight.body;
        for (name, value) in members {
            if levels > 0
                && let Value::Object(inner) = value
                && column_names::is_envelope_of(name, inner)
            {
                self.add_weight(inner, levels - 1, weight);
                continue;
            }
            for (field, rank) in meanings(name) {
                match field {
                    Field::Title if usable(value) => {
                        weight.title |=
                            !is_mapped(Field::Body, name) && !column_names::is_vague(name);
                    }
                    Field::Body if usable(value) => {
                        weight.body = true;
                        weight.text |= column_names::is_whole_text(*rank);
                    }
                    Field::Date | Field::Url => {
                        let is_list = |value: &Value| value.get(0).is_some_and(Value::is_object);
                        weight.place |= !value.is_null() && !is_list(value);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Builds an article from named values.
    pub fn article(&self, line: u64, place: String, members: Vec<(String, Value)>) -> RawArticle {
        self.read_one();
        let is_asked = |name: &str| {
            let begins = |path: &&str| path.split('.').next() == Some(name);
            Field::ALL.into_iter().any(|field| self.mapped(field).iter().any(begins))
        };
        let mut members = laid_out(members, is_asked);
        let mut article = RawArticle { line, place, ..RawArticle::default() };
        for field in Field::ALL {
            let given = self.given(field, &mut members);
            let found = if given.is_empty() { usual(field, &mut members) } else { given };
            if found.is_empty() {
                continue;
            }
            match field {
                Field::Body => article.text = joined(found.into_iter().map(|(_, text)| text)),
                Field::Date => self.dated(found, &mut members, &mut article),
                Field::Byline | Field::Section | Field::Topic => {
                    for (_, value) in found {
                        push(&mut article.headers, field, value);
                    }
                }
                _ => {
                    let value = joined(found.into_iter().map(|(_, text)| text));
                    let value = match field {
                        Field::Title if html::is_fragment(&value) => html::text_of(&value),
                        _ => value,
                    };
                    article.headers.push(Header { name: field.name().to_string(), value });
                }
            }
        }
        // Values without a meaning are kept as headers under their names.
        article.headers.extend(members.into_iter().filter_map(|Member { name, value, .. }| {
            values::kept(value).map(|value| Header { name, value })
        }));
        article
    }

    /// Returns the values of the columns that a mapping file gives for a field.
    fn given(&self, field: Field, members: &mut [Member]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for path in self.mapped(field) {
            let whole =
                members.iter_mut().find(|member| member.name == path && !member.value.is_null());
            let value = match whole {
                Some(member) => Some(member.value.take()),
                None => column_mapping::taken(
                    members.iter_mut().map(|one| (one.name.as_str(), &mut one.value)),
                    path,
                ),
            };
            if let Some(value) = value {
                self.see(path);
                found.extend(texts(field, value).into_iter().map(|text| (path.to_string(), text)));
            }
        }
        found
    }

    /// Adds the date. If it is not understood, adds others as candidates.
    fn dated(
        &self,
        found: Vec<(String, String)>,
        members: &mut [Member],
        article: &mut RawArticle,
    ) {
        let Some((name, mut value)) = found.into_iter().next() else { return };
        if let Some(whole) = parts::whole(&name, &value, members) {
            value = whole;
        }
        if dates::stated(&value, Orders::ANY).is_none() && dates::orders(&value) == Orders::NONE {
            for _ in 0..OTHER_DATES {
                let Some((name, written)) = usual(Field::Date, members).into_iter().next() else {
                    break;
                };
                let place = format!("{}, `{name}`", article.place);
                article.headers.push(Header { name, value: written.clone() });
                article.dates.push(Candidate { place, written, zone: None });
            }
        }
        article.headers.push(Header { name: Field::Date.name().to_string(), value });
        article.date_name = Some(name);
    }
}

/// Returns whether a column with this name gives a field of an article.
pub fn has_meaning(name: &str) -> bool {
    !meanings(name).is_empty()
}

/// Returns whether a column with this name gives the date of an article.
pub fn gives_date(name: &str) -> bool {
    meanings(name).iter().any(|(field, _)| *field == Field::Date)
}

/// Returns whether a column with this name gives the address of an article.
pub fn gives_address(name: &str) -> bool {
    meanings(name).iter().any(|(field, _)| *field == Field::Url)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Adds a header for a field that may have several values.
fn push(headers: &mut Vec<Header>, field: Field, value: String) {
    let header = Header { name: field.name().to_string(), value };
    if !headers.contains(&header) {
        headers.push(header);
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod text_tests;
