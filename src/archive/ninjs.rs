//! ninjs 1.x to 3.x, the news agencies' JSON format (<https://iptc.org/standards/ninjs/>).

use serde_json::{Map, Value};

use super::{Candidate, RawArticle, html};
use crate::article::Header;

/// Members that identify ninjs if the object also has a `uri` or a `guid`.
const TELLING: [&str; 14] = [
    "versioncreated",
    "versionCreated",
    "firstcreated",
    "firstCreated",
    "body_text",
    "body_xhtml",
    "body_html",
    "bodies",
    "headlines",
    "pubstatus",
    "pubStatus",
    "contentcreated",
    "contentCreated",
    "standard",
];

/// Returns whether an object is a ninjs item.
pub fn is_item(members: &Map<String, Value>) -> bool {
    (members.contains_key("uri") || members.contains_key("guid"))
        && TELLING.iter().any(|name| members.contains_key(*name))
}

/// Members with dates in order of preference: when the item was created, then when this version was.
const DATES: [&str; 8] = [
    "firstcreated",
    "firstCreated",
    "versioncreated",
    "versionCreated",
    "contentcreated",
    "contentCreated",
    "published",
    "embargoed",
];

/// Headers that may have several values, and the members that provide them.
const SEVERAL: [(&str, &[&str]); 3] = [
    ("byline", &["byline", "by", "bylines", "authors"]),
    ("section", &["service", "services", "anpa_category", "genre", "genres"]),
    ("topic", &["subject", "subjects", "keywords"]),
];

/// Reads an item as an article.
pub fn article(members: &Map<String, Value>, number: u64) -> RawArticle {
    let text = |names: &[&str]| names.iter().find_map(|name| members.get(*name).and_then(value_of));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", text(&["uri", "guid"])),
        ("title", text(&["headline", "headlines", "headline_extended", "title", "name"])),
        ("lang", text(&["language"])),
        ("dateline", text(&["located", "dateline"])),
        (
            "source",
            text(&[
                "source",
                "provider",
                "infosources",
                "infoSources",
                "copyrightholder",
                "copyrightHolder",
                "organisation",
            ]),
        ),
        ("url", text(&["altids", "url"]).filter(|url| url.starts_with("http"))),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    for (name, members_of) in SEVERAL {
        let found =
            members_of.iter().map(|name| all_of(members.get(*name))).find(|all| !all.is_empty());
        let values = found.into_iter().flatten();
        headers.extend(values.map(|value| Header { name: name.to_string(), value }));
    }
    let body = text(&[
        "body_text",
        "bodyText",
        "body_xhtml",
        "bodyXhtml",
        "body_html",
        "bodies",
        "description_text",
        "descriptionText",
        "description_xhtml",
        "description_html",
        "descriptions",
    ]);
    let body = body.unwrap_or_default();
    let dates = DATES.iter().filter_map(|name| {
        let written = members.get(*name)?.as_str()?.to_string();
        Some(Candidate { place: format!("item {number}, `{name}`"), written, zone: None })
    });
    RawArticle {
        line: number,
        headers,
        place: format!("item {number}"),
        text: if html::is_fragment(&body) { html::text_of(&body) } else { body },
        dates: dates.collect(),
        ..RawArticle::default()
    }
}

/// Returns the distinct texts of a value.
fn all_of(value: Option<&Value>) -> Vec<String> {
    let mut all: Vec<String> = match value {
        Some(Value::Array(values)) => values.iter().filter_map(value_of).collect(),
        value => value.and_then(value_of).into_iter().collect(),
    };
    let mut seen = std::collections::HashSet::new();
    all.retain(|text| seen.insert(text.clone()));
    all
}

/// Returns the text of a value: a string, the value or name of an object, or the text of the first element of a list.
fn value_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            let names = ["value", "name", "literal", "code"];
            names.iter().find_map(|name| members.get(*name)?.as_str())?.to_string()
        }
        Value::Array(values) => values.iter().find_map(value_of)?,
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}
