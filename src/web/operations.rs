//! The paths of the API, for its description.

use super::parameters::{
    ASKING, EXPAND, EXPORT, KWIC, NAMES, Parameter, SEARCH, SIMILAR, TIMELINE,
};

/// A path of the API.
pub struct Operation {
    /// The path.
    pub path: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it answers.
    pub summary: &'static str,
    /// Its parameters.
    pub parameters: &'static [&'static [Parameter]],
    /// Whether `q` may be repeated.
    pub several: bool,
    /// The types of the answer.
    pub types: &'static [&'static str],
    /// The schema of the answer, `None` for text.
    pub answer: Option<&'static str>,
}

const JSON: &[&str] = &["application/json"];

/// All paths of the API.
pub const OPERATIONS: [Operation; 10] = [
    Operation {
        path: "/api/v1/search",
        name: "search",
        summary: "Ranked hits with snippets and facets",
        parameters: &[ASKING, SEARCH, EXPAND],
        several: false,
        types: JSON,
        answer: Some("Answer"),
    },
    Operation {
        path: "/api/v1/timeline",
        name: "timeline",
        summary: "Articles per day, week, month, quarter or year, without gaps; q may be repeated",
        parameters: &[ASKING, TIMELINE],
        several: true,
        types: JSON,
        answer: Some("Timeline"),
    },
    Operation {
        path: "/api/v1/names",
        name: "names",
        summary: "People, places and organizations in the articles found, each with a query and exact counts",
        parameters: &[ASKING, NAMES],
        several: false,
        types: JSON,
        answer: Some("Names"),
    },
    Operation {
        path: "/api/v1/kwic",
        name: "kwic",
        summary: "Every occurrence in its context",
        parameters: &[ASKING, KWIC],
        several: false,
        types: JSON,
        answer: Some("Concordance"),
    },
    Operation {
        path: "/api/v1/article/{key}",
        name: "article",
        summary: "A whole article, its headers, and where each came from; a prefix of the key is enough",
        parameters: &[],
        several: false,
        types: JSON,
        answer: Some("Article"),
    },
    Operation {
        path: "/api/v1/similar/{key}",
        name: "similar",
        summary: "Articles about the same thing as an article, without near duplicates; a prefix of the key is enough",
        parameters: &[ASKING, SIMILAR],
        several: false,
        types: JSON,
        answer: Some("Similar"),
    },
    Operation {
        path: "/api/v1/story/{key}",
        name: "story",
        summary: "The versions of an article's story, each compared with the earliest; a prefix of the key is enough",
        parameters: &[],
        several: false,
        types: JSON,
        answer: Some("Story"),
    },
    Operation {
        path: "/api/v1/explain",
        name: "explain",
        summary: "How a query is read, with a count for each clause",
        parameters: &[ASKING, EXPAND],
        several: false,
        types: JSON,
        answer: Some("Explanation"),
    },
    Operation {
        path: "/api/v1/info",
        name: "info",
        summary: "What the index holds",
        parameters: &[],
        several: false,
        types: JSON,
        answer: Some("Holdings"),
    },
    Operation {
        path: "/api/v1/export",
        name: "export",
        summary: "Every hit, streamed; an error breaks the connection off",
        parameters: &[ASKING, EXPORT],
        several: false,
        types: &[
            "application/x-ndjson",
            "text/csv",
            "application/x-bibtex",
            "application/json",
            "application/vnd.citationstyles.csl+json",
        ],
        answer: None,
    },
];
