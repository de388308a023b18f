//! The schemas of the answers (JSON Schema 2020-12), for the API's description. A test compares them with answers.

use serde_json::{Map, Value, json};

/// The type of a member.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    /// Text or null.
    MaybeText,
    Integer,
    MaybeInteger,
    MaybeNumber,
    Number,
    Switch,
    Texts,
    /// An object whose names depend on the archive. Each value has this schema.
    MapOf(&'static str),
    /// An object whose names depend on the archive. Each value is text.
    MapOfTexts,
    One(&'static str),
    ListOf(&'static str),
    ListOfLists(&'static str),
}

use Shape::{
    Integer, ListOf, ListOfLists, MapOf, MapOfTexts, MaybeInteger, MaybeNumber, MaybeText, Number,
    One, Switch, Text, Texts,
};

/// Members that an object always has, or that it may have.
type Members = &'static [(&'static str, Shape)];

/// The members that hits and articles share.
const COMMON: Members = &[
    ("key", Text),
    ("id", MaybeText),
    ("date", MaybeText),
    ("date_precision", MaybeText),
    ("source", MaybeText),
    ("title", MaybeText),
    ("title_parts", ListOf("Run")),
    ("agency", MaybeText),
    ("byline", Texts),
    ("section", MaybeText),
    ("topics", Texts),
    ("dateline", MaybeText),
    ("lang", MaybeText),
    ("path", Text),
    ("root", MaybeText),
    ("line", MaybeInteger),
    ("paths", Texts),
    ("copies", Integer),
];

/// The members of a query over time.
const SERIES: Members = &[
    ("query", One("Query")),
    ("total", Integer),
    ("undated", Integer),
    ("imprecise", Integer),
    ("undated_excluded", Integer),
    ("buckets", ListOf("Bucket")),
];

/// The number of stories, if hits are grouped by story or stories are counted.
const STORIES: Members = &[("stories", Integer)];

/// An object: its name, the members it always has, and those it may have.
type Object = (&'static str, &'static [Members], &'static [Members]);

const OBJECTS: [Object; 29] = [
    (
        "Query",
        &[&[
            ("text", Text),
            ("read_as", Text),
            ("since", MaybeText),
            ("until", MaybeText),
            ("notices", Texts),
        ]],
        &[&[("expanded", ListOf("Term"))]],
    ),
    ("Term", &[&[("term", Text), ("word", Text), ("weight", Number)]], &[]),
    (
        "SimilarQuery",
        &[&[
            ("similar_to", MaybeText),
            ("since", MaybeText),
            ("until", MaybeText),
            ("expanded", ListOf("Term")),
            ("notices", Texts),
        ]],
        &[],
    ),
    (
        "Similar",
        &[&[
            ("version", Integer),
            ("query", One("SimilarQuery")),
            ("near_duplicates", Integer),
            ("took_ms", Number),
            ("hits", ListOf("Hit")),
            ("next_offset", MaybeInteger),
        ]],
        &[],
    ),
    ("First", &[&[("key", Text), ("date", MaybeText), ("source", MaybeText)]], &[]),
    (
        "StoryOfHit",
        &[&[
            ("articles", Integer),
            ("sources", Integer),
            ("matching", Integer),
            ("first", One("First")),
        ]],
        &[],
    ),
    ("Change", &[&[("removed", Texts), ("added", Texts)]], &[]),
    (
        "Version",
        &[COMMON, &[("sentences", Integer), ("unchanged", Integer), ("changes", ListOf("Change"))]],
        &[],
    ),
    (
        "Story",
        &[&[
            ("version", Integer),
            ("key", Text),
            ("articles", Integer),
            ("sources", Integer),
            ("versions", ListOf("Version")),
        ]],
        &[],
    ),
    ("Run", &[&[("text", Text), ("mark", Switch)]], &[]),
    ("Value", &[&[("value", Text), ("count", Integer)]], &[]),
    ("Gaps", &[&[("without", Integer), ("coarser", Integer), ("beyond", Integer)]], &[]),
    (
        "Hit",
        &[COMMON, &[("rank", Integer), ("score", MaybeNumber), ("snippets", ListOfLists("Run"))]],
        &[&[("truncated", Switch), ("story", One("StoryOfHit"))]],
    ),
    (
        "Answer",
        &[&[
            ("version", Integer),
            ("query", One("Query")),
            ("total", Integer),
            ("undated", Integer),
            ("imprecise", Integer),
            ("undated_excluded", Integer),
            ("took_ms", Number),
            ("hits", ListOf("Hit")),
            ("facets", MapOf("Values")),
            ("facet_gaps", MapOf("Gaps")),
            ("next_offset", MaybeInteger),
        ]],
        &[STORIES],
    ),
    (
        "Bucket",
        &[&[("start", Text), ("count", Integer), ("all", Integer), ("share", MaybeNumber)]],
        &[&[("occurrences", Integer), ("words", Integer), ("per_million", MaybeNumber)]],
    ),
    ("Series", &[SERIES], &[STORIES]),
    (
        "Timeline",
        &[&[("version", Integer), ("interval", Text), ("took_ms", Number)]],
        &[SERIES, STORIES, &[("series", ListOf("Series"))]],
    ),
    (
        "Line",
        &[&[
            ("key", Text),
            ("date", MaybeText),
            ("source", MaybeText),
            ("title", MaybeText),
            ("left", Text),
            ("match", Text),
            ("right", Text),
            ("field", Text),
            ("start", Integer),
        ]],
        &[],
    ),
    (
        "Concordance",
        &[&[
            ("version", Integer),
            ("query", One("Query")),
            ("total", Integer),
            ("undated_excluded", Integer),
            ("count", Integer),
            ("lines", ListOf("Line")),
        ]],
        &[],
    ),
    ("Header", &[&[("name", Text), ("value", Text)]], &[]),
    (
        "Article",
        &[
            COMMON,
            &[
                ("url", MaybeText),
                ("flags", Texts),
                ("body", Text),
                ("headers", ListOf("Header")),
                ("provenance", MapOfTexts),
            ],
        ],
        &[],
    ),
    ("Expansion", &[&[("word", Text), ("count", Integer)]], &[]),
    (
        "Clause",
        &[&[
            ("depth", Integer),
            ("joins", Text),
            ("clause", Text),
            ("count", Integer),
            ("expansions", ListOf("Expansion")),
            ("expansions_total", Integer),
        ]],
        &[],
    ),
    (
        "Explanation",
        &[&[
            ("version", Integer),
            ("query", One("Query")),
            ("total", Integer),
            ("clauses", ListOf("Clause")),
            ("killed_by", MaybeText),
        ]],
        &[],
    ),
    ("Root", &[&[("path", Text), ("files", Integer), ("options", Texts)]], &[]),
    (
        "Example",
        &[&[("key", Text), ("path", Text), ("title", MaybeText), ("date", MaybeText)]],
        &[],
    ),
    ("Cause", &[&[("articles", Integer), ("example", One("Example"))]], &[]),
    (
        "Count",
        &[],
        &[&[("seen", Integer), ("skipped", Integer), ("text", Integer), ("index", Integer)]],
    ),
    (
        "Holdings",
        &[&[
            ("version", Integer),
            ("index", Text),
            ("roots", ListOf("Root")),
            ("articles", Integer),
            ("undated", Integer),
            ("undated_by_cause", MapOf("Cause")),
            ("imprecise", Integer),
            ("first_day", MaybeText),
            ("last_day", MaybeText),
            ("files", One("Count")),
            ("bytes", One("Count")),
            ("segments", Integer),
            ("schema", Integer),
            ("analysis", Integer),
            ("written_by", Text),
        ]],
        &[&[
            ("sources", ListOf("Value")),
            ("langs", ListOf("Value")),
            ("years", ListOf("Value")),
            ("unknown_language", Integer),
        ]],
    ),
];

/// Returns all schemas by name.
pub fn all() -> Map<String, Value> {
    let mut schemas: Map<String, Value> = OBJECTS.iter().map(object).collect();
    schemas.insert("Values".into(), json!({"type": "array", "items": reference("Value")}));
    schemas.insert(
        "Error".into(),
        json!({
            "type": "object",
            "required": ["error"],
            "properties": {"error": {
                "type": "object",
                "required": ["kind", "message", "hint", "span"],
                "properties": {
                    "kind": {"enum": ["query", "index", "io", "usage", "timeout", "unsupported"]},
                    "message": {"type": "string"},
                    "hint": {"type": ["string", "null"]},
                    "span": {"type": ["array", "null"], "items": {"type": "integer"}},
                },
            }},
        }),
    );
    schemas
}

fn object((name, always, perhaps): &Object) -> (String, Value) {
    let always = always.iter().copied().flatten();
    let required: Vec<&str> = always.clone().map(|(name, _)| *name).collect();
    let members = always.chain(perhaps.iter().copied().flatten());
    let properties: Map<String, Value> =
        members.map(|(name, shape)| (name.to_string(), schema(*shape))).collect();
    let schema = json!({"type": "object", "required": required, "properties": properties});
    (name.to_string(), schema)
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn schema(shape: Shape) -> Value {
    match shape {
        Text => json!({"type": "string"}),
        MaybeText => json!({"type": ["string", "null"]}),
        Integer => json!({"type": "integer"}),
        MaybeInteger => json!({"type": ["integer", "null"]}),
        Number => json!({"type": "number"}),
        MaybeNumber => json!({"type": ["number", "null"]}),
        Switch => json!({"type": "boolean"}),
        Texts => json!({"type": "array", "items": {"type": "string"}}),
        MapOf(name) => json!({"type": "object", "additionalProperties": reference(name)}),
        MapOfTexts => json!({"type": "object", "additionalProperties": {"type": "string"}}),
        One(name) => reference(name),
        ListOf(name) => json!({"type": "array", "items": reference(name)}),
        ListOfLists(name) => {
            json!({"type": "array", "items": {"type": "array", "items": reference(name)}})
        }
    }
}
