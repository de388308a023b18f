//! The facets beside the results: each value with the number of articles that choosing it would give.

use super::address::Address;
use super::{number, shown};
use crate::analysis::codes::name_of;
use crate::engine::{Facet, FacetKind};
use crate::query::tree::FilterField;
use crate::searching::HeaderValue;

/// The facets of the page, in their order.
pub const KINDS: [FacetKind; 7] = [
    FacetKind::Source,
    FacetKind::Section,
    FacetKind::Byline,
    FacetKind::Topic,
    FacetKind::Lang,
    FacetKind::Agency,
    FacetKind::Dateline,
];

/// The values shown of each facet.
const SHOWN: usize = 5;

/// The value of articles without the header, in an address and on the command line.
const NONE: &str = "none";

/// A facet.
pub struct List {
    /// Its heading.
    pub name: &'static str,
    /// Its values.
    pub values: Vec<Value>,
    /// The articles without the header.
    pub without: Option<Value>,
    /// The number of further values, and the page that has them.
    pub more: Option<(String, String)>,
}

/// A value of a facet.
pub struct Value {
    /// The value.
    pub text: String,
    /// The number of articles, with commas.
    pub count: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// The page with the value chosen, or no longer chosen.
    pub link: String,
    /// The page with the value excluded.
    pub exclude: String,
}

/// What restricts the results, with the page without that restriction.
pub struct Chip {
    /// The restriction.
    pub text: String,
    /// Whether it excludes.
    pub excludes: bool,
    /// The page without it.
    pub link: String,
}

/// Returns the field that a facet counts.
pub fn field_of(kind: FacetKind) -> Option<FilterField> {
    // `source` would find the agency, too, which the facet does not count.
    if kind == FacetKind::Source {
        return Some(FilterField::Publisher);
    }
    HeaderValue::FIELDS.into_iter().find(|field| field.name() == kind.name())
}

/// Returns the heading of a facet.
pub fn name(field: FilterField) -> &'static str {
    match field {
        FilterField::Source | FilterField::Publisher => "Source",
        FilterField::Agency => "Agency",
        FilterField::Byline => "Byline",
        FilterField::Section => "Section",
        FilterField::Topic => "Topic",
        FilterField::Dateline => "Dateline",
        FilterField::Lang => "Language",
        other => other.name(),
    }
}

/// Returns what articles without a header are called.
fn without(field: FilterField) -> &'static str {
    match field {
        FilterField::Source | FilterField::Publisher => "no source",
        FilterField::Agency => "no agency",
        FilterField::Byline => "no byline",
        FilterField::Section => "no section",
        FilterField::Topic => "no topic",
        FilterField::Dateline => "no dateline",
        FilterField::Lang => "unknown language",
        _ => "none stated",
    }
}

/// Returns a value as people know it.
pub fn spelled(field: FilterField, value: &str) -> String {
    if value == NONE {
        return without(field).to_string();
    }
    match field {
        FilterField::Lang => name_of(value).unwrap_or_else(|| shown(value)),
        _ => shown(value),
    }
}

impl Value {
    /// The articles without the header. Returns `None` if all have it.
    pub fn none(field: FilterField, facet: &Facet, address: &Address) -> Option<Value> {
        (facet.without > 0).then(|| Value::of(field, NONE, facet.without, address))
    }

    /// A value of a facet.
    pub fn of(field: FilterField, value: &str, count: u64, address: &Address) -> Value {
        Value {
            text: spelled(field, value),
            count: number(count),
            is_chosen: address.has(field, value),
            link: address.toggled(field, value).page(),
            exclude: address.excluding(field, value).page(),
        }
    }
}

/// Returns the facets that have values.
pub fn lists(facets: &[Facet], address: &Address) -> Vec<List> {
    let mut lists = Vec::new();
    for facet in facets {
        let Some(field) = field_of(facet.kind) else { continue };
        // Chosen values stay in the list, wherever their counts put them.
        let is_first = |at: usize, value: &str| at < SHOWN || address.has(field, value);
        let mut values: Vec<Value> = Vec::new();
        let mut left = 0_u64;
        for (at, (value, count)) in facet.values.iter().enumerate() {
            match is_first(at, value) {
                true => values.push(Value::of(field, value, *count, address)),
                false => left += 1,
            }
        }
        if values.is_empty() {
            continue;
        }
        let more = (left > 0).then(|| (number(left), address.values(field)));
        let without = Value::none(field, facet, address);
        lists.push(List { name: name(field), values, without, more });
    }
    lists
}

/// Returns what restricts the results, apart from the query and the dates.
pub fn chips(address: &Address) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chosen = |field: FilterField, value: &String| {
        chips.push(Chip {
            text: spelled(field, value),
            excludes: false,
            link: address.toggled(field, value).page(),
        });
    };
    address.sources.iter().for_each(|value| chosen(FilterField::Source, value));
    address.langs.iter().for_each(|value| chosen(FilterField::Lang, value));
    address.only.iter().for_each(|header| chosen(header.field, &header.value));
    for excluded in &address.without {
        chips.push(Chip {
            text: spelled(excluded.field, &excluded.value),
            excludes: true,
            link: address.including(excluded).page(),
        });
    }
    chips
}
