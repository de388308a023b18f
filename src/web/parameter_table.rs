//! The table of all parameters: it reads them, checks them, and describes them in the API's description.

/// A parameter of the API. It has the name of the command line's flag, with `_` for `-`.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Another name for it, or an empty string.
    pub alias: &'static str,
    /// What its values are.
    pub values: Values,
    /// Whether it may be repeated.
    pub repeats: bool,
    /// What it does.
    pub help: &'static str,
}

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`; without a value, `true`.
    Switch,
    /// One of these words.
    One(&'static [&'static str]),
}

const fn parameter(name: &'static str, values: Values, help: &'static str) -> Parameter {
    Parameter { name, alias: "", values, repeats: false, help }
}

const fn repeated(name: &'static str, help: &'static str) -> Parameter {
    Parameter { name, alias: "", values: Values::Text, repeats: true, help }
}

/// The parameters that choose articles.
pub const ASKING: &[Parameter] = &[
    parameter("q", Values::Text, "The query; without one, every article"),
    Parameter {
        alias: "from",
        ..parameter("since", Values::Text, "From this day, month, year or time")
    },
    Parameter {
        alias: "to",
        ..parameter("until", Values::Text, "Up to and including this day, month, year or time")
    },
    parameter("on", Values::Text, "On this day, or in this month, quarter, year or decade"),
    repeated("source", "Only this source or agency; if there are several, any of them"),
    repeated(
        "lang",
        "Only this language, by its two-letter code; if there are several, any of them",
    ),
    repeated(
        "only",
        "Only articles with this header, as FIELD:VALUE; if there are several of one field, any of them",
    ),
    repeated("without", "Leave out articles with this header, as FIELD:VALUE"),
    parameter(
        "match",
        Values::One(&["all", "any"]),
        "Whether an article needs all words or any of them",
    ),
    parameter(
        "inexact",
        Values::Switch,
        "Include articles dated only to the month or year that may be from these dates",
    ),
    parameter("strict", Values::Switch, "Refuse a query if a part of it would be ignored"),
    parameter(
        "dialect",
        Values::One(&["nexis", "factiva", "lucene", "notmuch"]),
        "Read the query as another system's",
    ),
    parameter(
        "lenient",
        Values::Switch,
        "With dialect, leave out what dateline cannot search, with a notice",
    ),
    parameter("now", Values::Text, "Count relative dates from this time (RFC 3339)"),
];

/// The parameter that groups hits by story.
pub const UNIQUE: Parameter = parameter(
    "unique",
    Values::Switch,
    "One hit per story: an article and its later copies, cuts and rewrites; limit and offset count stories",
);

/// The parameter that decides what is counted.
const COUNT_BY: Parameter = parameter(
    "count_by",
    Values::One(&["article", "story"]),
    "What facets and timelines count: articles, or their stories",
);

/// The further parameters of a search.
pub const SEARCH: &[Parameter] = &[
    parameter("sort", Values::One(&["relevance", "newest", "oldest"]), "The order of hits"),
    Parameter { alias: "n", ..parameter("limit", Values::Number, "The maximum number of hits") },
    parameter("offset", Values::Number, "Skip this many hits"),
    repeated(
        "facets",
        "Count by these, separated by commas: source, agency, byline, section, topic, dateline, lang, flag, id, year, month, day; or name, the names in the text",
    ),
    parameter("facet_limit", Values::Number, "Values per facet, those with the most articles"),
    parameter(
        "open_facets",
        Values::Switch,
        "Count each facet as if none of its own values were chosen",
    ),
    parameter("snippets", Values::Number, "Snippets per hit"),
    UNIQUE,
    COUNT_BY,
    parameter(
        "show",
        Values::One(&["earliest", "longest"]),
        "Which of a story's matching articles to show",
    ),
];

/// The parameters that expand a query.
pub const EXPAND: &[Parameter] = &[
    parameter(
        "expand",
        Values::Switch,
        "Also rank by words from the best articles, so that articles about the same thing in other words rank higher",
    ),
    parameter("expand_terms", Values::Number, "How many words to expand with"),
];

/// The further parameters of similar articles.
pub const SIMILAR: &[Parameter] = &[
    parameter("before", Values::Switch, "Only articles of days before the article's"),
    parameter("after", Values::Switch, "Only articles of days after the article's"),
    Parameter { alias: "n", ..parameter("limit", Values::Number, "The maximum number of hits") },
    parameter("offset", Values::Number, "Skip this many hits"),
    parameter("snippets", Values::Number, "Snippets per hit"),
];

/// The further parameters of a timeline.
pub const TIMELINE: &[Parameter] = &[
    parameter(
        "interval",
        Values::One(&["day", "week", "month", "quarter", "year", "auto"]),
        "The length of a bucket",
    ),
    COUNT_BY,
    parameter("all_dates", Values::Switch, "Ignore since, until and on"),
    parameter("per_million", Values::Switch, "Also count occurrences per million words"),
    parameter("share_of", Values::One(&["asked", "all"]), "What shares are a percentage of"),
];

/// The further parameters of names.
pub const NAMES: &[Parameter] = &[
    Parameter { alias: "n", ..parameter("limit", Values::Number, "The maximum number of names") },
    parameter("least", Values::Number, "The minimum number of articles that have the name"),
    parameter(
        "examine",
        Values::Number,
        "Look for names in this many of the articles, spread over all of them",
    ),
];

/// The further parameters of a concordance.
pub const KWIC: &[Parameter] = &[
    repeated(
        "sort",
        "Sort lines by newest, oldest, source, match, L1 to L3 or R1 to R3, separated by commas",
    ),
    parameter("context", Values::Number, "Characters of context on each side"),
    Parameter { alias: "n", ..parameter("limit", Values::Number, "The maximum number of lines") },
    parameter("offset", Values::Number, "Skip this many lines"),
];

/// The further parameters of an export.
pub const EXPORT: &[Parameter] = &[
    parameter(
        "output",
        Values::One(&["jsonl", "json", "csv", "excel", "bibtex", "csl"]),
        "The format",
    ),
    parameter("sort", Values::One(&["newest", "oldest"]), "The order of articles"),
    repeated("fields", "The members to write, separated by commas"),
    repeated("key", "Only the articles with these keys"),
    Parameter {
        alias: "n",
        ..parameter("limit", Values::Number, "The maximum number of articles")
    },
];

/// Returns a message in which flags are named as the parameters that they are here: `since` instead of `--since`. Other
/// flags stay as they are.
pub fn as_parameters(message: &str) -> String {
    let tables = [ASKING, SEARCH, EXPAND, SIMILAR, TIMELINE, NAMES, KWIC, EXPORT];
    let is_known = |name: &str| tables.iter().copied().flatten().any(|known| known.name == name);
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find("--") {
        let (before, flag) = (&rest[..at], &rest[at + 2..]);
        let end = flag.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(flag.len());
        let name = flag[..end].replace('-', "_");
        out.push_str(before);
        match is_known(&name) {
            true => out.push_str(&name),
            false => out.push_str(&rest[at..at + 2 + end]),
        }
        rest = &flag[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_named_as_parameters() {
        for (message, expected) in [
            ("--since: \"xx\" is not a date", "since: \"xx\" is not a date"),
            ("narrow --since and --until, or --share-of", "narrow since and until, or share_of"),
            ("leave out --expand-terms", "leave out expand_terms"),
            ("--allow-host NAME adds it", "--allow-host NAME adds it"),
            ("a -- b --", "a -- b --"),
        ] {
            assert_eq!(as_parameters(message), expected);
        }
    }
}
