//! Generated from `index-schema/article.toml`; a test keeps it current.

use super::field::{Field, FieldKind::*, Schema};

pub const SCHEMA: Schema = Schema {
    version: 6,
    fields: &[
        Field { name: "text", kind: Words, query: &["title", "headline", "body"], facet: "", column: false },
        Field { name: "forms", kind: Forms, query: &[], facet: "", column: false },
        Field { name: "id", kind: Exact, query: &["id"], facet: "id", column: false },
        Field { name: "source", kind: Exact, query: &["source"], facet: "source", column: true },
        Field { name: "agency", kind: Exact, query: &["agency"], facet: "agency", column: true },
        Field { name: "place", kind: Exact, query: &["dateline"], facet: "", column: false },
        Field { name: "place_printed", kind: Printed, query: &[], facet: "dateline", column: true },
        Field { name: "lang", kind: Exact, query: &["lang", "language"], facet: "lang", column: true },
        Field { name: "analysis", kind: Exact, query: &[], facet: "", column: true },
        Field { name: "byline", kind: Exact, query: &["byline", "author"], facet: "", column: false },
        Field { name: "byline_printed", kind: Printed, query: &[], facet: "byline", column: true },
        Field { name: "section", kind: Exact, query: &["section"], facet: "", column: false },
        Field { name: "section_printed", kind: Printed, query: &[], facet: "section", column: true },
        Field { name: "topic", kind: Exact, query: &["topic", "subject"], facet: "", column: false },
        Field { name: "topic_printed", kind: Printed, query: &[], facet: "topic", column: true },
        Field { name: "flag", kind: Exact, query: &[], facet: "flag", column: false },
        Field { name: "order", kind: Number, query: &["key"], facet: "", column: true },
        Field { name: "day_lo", kind: Number, query: &["date", "on", "since", "until", "after", "before", "newer_than", "older_than"], facet: "year month day", column: true },
        Field { name: "day_hi", kind: Number, query: &[], facet: "", column: true },
        Field { name: "precision", kind: Number, query: &[], facet: "", column: true },
        Field { name: "title_words", kind: Number, query: &[], facet: "", column: true },
        Field { name: "words", kind: Number, query: &["words"], facet: "", column: true },
        Field { name: "simhash", kind: Number, query: &[], facet: "", column: true },
        Field { name: "record", kind: Record, query: &[], facet: "", column: false },
    ],
};
