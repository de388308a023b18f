//! JSON objects that are written without building all of their hits first.

use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::json::{Hit, VERSION, asked, chosen, hit, values};
use crate::searching::{Answer, Shown};

/// The member that has the hits.
const HITS: &str = "hits";

/// An object whose member `hits` is made while it is written, one hit at a time. As a tree of values, a hit takes several
/// times the memory of its text.
#[derive(Debug, Clone)]
pub struct WithHits<'a> {
    object: Value,
    hits: &'a [Shown],
    fields: Option<&'a [String]>,
}

impl<'a> WithHits<'a> {
    /// Adds hits to an object, in place of its member `hits`.
    pub(super) fn new(object: Value, hits: &'a [Shown]) -> WithHits<'a> {
        WithHits { object, hits, fields: None }
    }

    /// Writes only these members of each hit, in this order. `None` writes all of them.
    pub fn with_fields(mut self, fields: Option<&'a [String]>) -> WithHits<'a> {
        self.fields = fields;
        self
    }

    /// Returns the object without its hits.
    pub(super) fn object(&mut self) -> &mut Value {
        &mut self.object
    }
}

/// Returns an answer as one object.
pub fn answer(answer: &Answer) -> WithHits<'_> {
    let mut facets = Map::new();
    let mut gaps = Map::new();
    for facet in &answer.facets {
        facets.insert(facet.kind.name().into(), values(facet));
        gaps.insert(
            facet.kind.name().into(),
            json!({"without": facet.without, "coarser": facet.coarser, "beyond": facet.beyond}),
        );
    }
    let mut object = json!({
        "version": VERSION,
        "query": asked(&answer.query, &answer.when, &answer.notices, answer.expanded.as_deref()),
        "total": answer.counts.total,
        "undated": answer.counts.undated,
        "imprecise": answer.counts.imprecise,
        "undated_excluded": answer.counts.undated_excluded,
        "took_ms": (answer.took_ms * 1e3).round() / 1e3,
        "hits": null,
        "facets": facets,
        "facet_gaps": gaps,
        "next_offset": answer.next_offset,
    });
    if let Some(stories) = answer.stories {
        object["stories"] = stories.into();
    }
    WithHits::new(object, &answer.hits)
}

impl Serialize for WithHits<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Some(members) = self.object.as_object() else { return self.object.serialize(to) };
        let mut written = to.serialize_map(Some(members.len()))?;
        for (name, value) in members {
            match name.as_str() {
                HITS => written.serialize_entry(name, &Hits(self))?,
                _ => written.serialize_entry(name, value)?,
            }
        }
        written.end()
    }
}

/// The hits of an object.
struct Hits<'a>(&'a WithHits<'a>);

impl Serialize for Hits<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let WithHits { hits, fields, .. } = self.0;
        to.collect_seq(hits.iter().map(|shown| One { shown, fields: *fields }))
    }
}

/// One hit.
struct One<'a> {
    shown: &'a Shown,
    fields: Option<&'a [String]>,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Some(fields) = self.fields else { return Hit::of(self.shown).serialize(to) };
        chosen(&hit(self.shown).map_err(S::Error::custom)?, fields).serialize(to)
    }
}
