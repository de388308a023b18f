//! The members of all answers, from which the API's description is made.

/// The type of a member.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Text.
    Text,
    /// Text or null.
    MaybeText,
    /// A whole number.
    Integer,
    /// A whole number or null.
    MaybeInteger,
    /// A number or null.
    MaybeNumber,
    /// A number.
    Number,
    /// True or false.
    Switch,
    /// A list of texts.
    Texts,
    /// An object whose names depend on the archive. Each value has this schema.
    MapOf(&'static str),
    /// An object whose names depend on the archive. Each value is text.
    MapOfTexts,
    /// Members that depend on the archive, each a whole number.
    MapOfIntegers,
    /// An object of this schema.
    One(&'static str),
    /// A list of such objects.
    ListOf(&'static str),
    /// A list of lists of such objects.
    ListOfLists(&'static str),
}

use Shape::{
    Integer, ListOf, ListOfLists, MapOf, MapOfIntegers, MapOfTexts, MaybeInteger, MaybeNumber,
    MaybeText, Number, One, Switch, Text, Texts,
};

/// Members that an object always has, or that it may have.
pub type Members = &'static [(&'static str, Shape)];

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

/// What is known of the articles that were read to find names.
const NAMES_READ: Members = &[("examined", Integer), ("unsupported", MapOfIntegers)];

/// An object: its name, the members it always has, and those it may have.
pub type Object = (&'static str, &'static [Members], &'static [Members]);

/// All objects of the answers.
pub const OBJECTS: [Object; 32] = [
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
    (
        "Value",
        &[&[("value", Text), ("count", Integer)]],
        // Of the facet of names.
        &[&[("all", Integer), ("query", Text)]],
    ),
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
        &[STORIES, &[("names", One("NamesRead"))]],
    ),
    ("NamesRead", &[NAMES_READ], &[]),
    (
        "Name",
        &[&[
            ("name", Text),
            ("variants", Texts),
            ("query", Text),
            ("articles", Integer),
            ("all", Integer),
            ("log_likelihood", Number),
        ]],
        &[],
    ),
    (
        "Names",
        &[
            &[
                ("version", Integer),
                ("query", One("Query")),
                ("total", Integer),
                ("articles", Integer),
                ("names", ListOf("Name")),
            ],
            NAMES_READ,
        ],
        &[],
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
