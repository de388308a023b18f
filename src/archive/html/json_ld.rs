//! The description of a page in JSON-LD (<https://www.w3.org/TR/json-ld11/>), with the vocabulary of
//! <https://schema.org/NewsArticle>.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::fragment::text_of;
use super::{data, lenient};

/// An object that describes the page's article.
#[derive(Debug, Default)]
pub struct Described {
    /// `datePublished`, or else `dateCreated`.
    pub published: Option<String>,
    /// `dateModified`.
    pub modified: Option<String>,
    /// `headline`, or else `name`.
    pub headline: Option<String>,
    /// `name`.
    pub name: Option<String>,
    /// The name of the publisher.
    pub publisher: Option<String>,
    /// The names of the authors.
    pub authors: Vec<String>,
    /// The sections.
    pub sections: Vec<String>,
    /// The keywords.
    pub keywords: Vec<String>,
    /// The language.
    pub lang: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The text, in paragraphs.
    pub body: Option<String>,
}

/// The maximum number of values on a page that are inspected.
const OBJECTS: usize = 4_000;

/// The maximum number of values of a property that are kept.
const VALUES: usize = 64;

/// The named things on a page, by their `@id`.
type Things<'a> = HashMap<&'a str, &'a Map<String, Value>>;

/// Returns the best description of an article in a page's scripts. If several are equally good, returns the one whose
/// headline is among the page's titles, or else the first.
pub fn read(scripts: &[String], is_title: impl Fn(&str) -> bool) -> Option<Described> {
    let parsed = scripts.iter().filter_map(|script| {
        let value = lenient::parse(script)?;
        // Names may be written with a prefix for the vocabulary.
        Some(if script.contains("\"schema:") { without_prefix(value, PREFIXED) } else { value })
    });
    let values: Vec<Value> = parsed.collect();
    let mut things = Things::new();
    let mut objects = Vec::new();
    let mut waiting: Vec<&Value> = values.iter().rev().collect();
    let mut seen = 0;
    while let Some(value) = waiting.pop() {
        seen += 1;
        if seen > OBJECTS {
            break;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(members) => {
                if let Some(Value::String(id)) = members.get("@id")
                    && members.contains_key("name")
                {
                    things.entry(id).or_insert(members);
                }
                objects.push(members);
                let inner =
                    ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "publisher", "author"];
                waiting.extend(inner.iter().rev().filter_map(|name| members.get(*name)));
            }
            _ => {}
        }
    }
    let mut best: Option<((u8, bool), Described)> = None;
    for members in objects {
        let rank = rank(members.get("@type"));
        if rank > 0 && best.as_ref().is_none_or(|(known, _)| (rank, true) > *known) {
            let described = describe(members, &things);
            let agrees = described.headline.as_deref().is_some_and(&is_title);
            if (described.published.is_some() || described.headline.is_some())
                && best.as_ref().is_none_or(|(known, _)| (rank, agrees) > *known)
            {
                best = Some(((rank, agrees), described));
            }
        }
    }
    best.map(|(_, described)| described).or_else(|| damaged(scripts))
}

/// Returns the names of the sites and organizations that a page's scripts describe at their first levels.
pub fn sites(scripts: &[String]) -> Vec<String> {
    let is_site = |kind: &str| kind == "WebSite" || kind.ends_with("Organization");
    let described = scripts.iter().filter(|script| script.contains("\"WebSite\""));
    let values: Vec<Value> = described.take(VALUES).filter_map(|one| lenient::parse(one)).collect();
    let all = values.iter().flat_map(|value| match value {
        Value::Array(values) => values.iter().collect(),
        value => vec![value],
    });
    let all = all.flat_map(|value| match value.get("@graph") {
        Some(Value::Array(values)) => values.iter().collect(),
        _ => vec![value],
    });
    let named = all.filter(|value| value["@type"].as_str().is_some_and(is_site));
    named.filter_map(|value| value["name"].as_str().map(str::to_string)).take(VALUES).collect()
}

/// The maximum depth at which prefixes are removed.
const PREFIXED: usize = 16;

/// Removes `schema:` from the names in a value.
fn without_prefix(value: Value, levels: usize) -> Value {
    match value {
        Value::Object(members) if levels > 0 => {
            let plain = members.into_iter().map(|(name, value)| {
                let short = name.strip_prefix("schema:").map(str::to_string);
                (short.unwrap_or(name), without_prefix(value, levels - 1))
            });
            Value::Object(plain.collect())
        }
        Value::Array(values) if levels > 0 => {
            values.into_iter().map(|value| without_prefix(value, levels - 1)).collect()
        }
        other => other,
    }
}

/// Returns what can be read about an article from scripts that are not JSON.
fn damaged(scripts: &[String]) -> Option<Described> {
    let member = |name: &str| {
        let values = scripts.iter().find_map(|script| data::members(script, name).next());
        values.map(decoded)
    };
    let script = scripts.iter().find(|script| lenient::parse(script).is_none())?;
    script.contains("Article").then(|| Described {
        published: member("datePublished"),
        modified: member("dateModified"),
        headline: member("headline"),
        ..Described::default()
    })
}

/// Returns the usual spelling of a type of article that is written in lower case.
fn usual(kind: &str) -> &str {
    const TYPES: [&str; 4] = ["NewsArticle", "Article", "BlogPosting", "WebPage"];
    TYPES.into_iter().find(|known| known.eq_ignore_ascii_case(kind)).unwrap_or(kind)
}

/// Returns how well a type describes an article, or 0 if it does not.
fn rank(kind: Option<&Value>) -> u8 {
    let of = |name: &str| match usual(name.rsplit(['/', ':', '#']).next().unwrap_or(name)) {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BackgroundNewsArticle"
        | "ReviewNewsArticle"
        | "AskPublicNewsArticle" => 4,
        "Article"
        | "BlogPosting"
        | "LiveBlogPosting"
        | "Report"
        | "ScholarlyArticle"
        | "TechArticle"
        | "SocialMediaPosting"
        | "DiscussionForumPosting"
        | "AdvertiserContentArticle" => 3,
        "WebPage" | "CreativeWork" | "ItemPage" | "CollectionPage" | "QAPage" => 2,
        "Recipe" | "HowTo" | "Review" | "VideoObject" | "PodcastEpisode" | "Event" => 1,
        _ => 0,
    };
    match kind {
        Some(Value::String(name)) => of(name),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(of).max().unwrap_or(0)
        }
        _ => 0,
    }
}

fn describe(members: &Map<String, Value>, things: &Things) -> Described {
    // Some publishers write names in lower case.
    let get = |name: &str| {
        let in_other_case = || members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        members.get(name).or_else(|| in_other_case().map(|(_, value)| value))
    };
    let all = |name: &str| get(name).map(|value| names_of(value, things)).unwrap_or_default();
    let text = |name: &str| all(name).into_iter().next();
    let or = |first: Vec<String>, second: &str| if first.is_empty() { all(second) } else { first };
    Described {
        published: text("datePublished").or_else(|| text("dateCreated")),
        modified: text("dateModified"),
        headline: text("headline").or_else(|| text("name")),
        name: text("name"),
        publisher: ["publisher", "sourceOrganization", "provider", "isPartOf"]
            .iter()
            .find_map(|name| text(name)),
        authors: or(all("author"), "creator"),
        sections: all("articleSection"),
        keywords: all("keywords")
            .iter()
            .flat_map(|words| words.split([',', ';']))
            .map(String::from)
            .collect(),
        lang: text("inLanguage"),
        url: text("url").or_else(|| text("mainEntityOfPage")),
        body: get("articleBody").and_then(Value::as_str).map(body_of),
    }
}

/// Returns the text of a body, which may contain HTML, plain or escaped.
fn body_of(written: &str) -> String {
    let has_tags = |text: &str| text.contains("</") || text.contains("<p>") || text.contains("<br");
    if has_tags(written) {
        return text_of(written);
    }
    let lines = written.lines().map(str::trim).filter(|line| !line.is_empty());
    let text = lines.map(decoded).collect::<Vec<_>>().join("\n\n");
    match has_tags(&text) {
        true => text_of(&text),
        false => text,
    }
}

/// Returns the texts of a value, or the names of the things that it contains or refers to.
fn names_of(value: &Value, things: &Things) -> Vec<String> {
    let one = |value: &Value| -> Vec<String> {
        match value {
            // A list within a list.
            Value::Array(inner) => {
                let inner = inner.iter().take(VALUES).filter(|value| !value.is_array());
                inner.flat_map(|value| names_of(value, things)).collect()
            }
            Value::String(text) => match things.get(text.as_str()) {
                Some(thing) => name_of(thing).into_iter().collect(),
                None => vec![text.clone()],
            },
            Value::Number(number) => vec![number.to_string()],
            Value::Object(members) => {
                let id = members.get("@id").and_then(Value::as_str);
                let referred = || name_of(things.get(id?)?);
                match name_of(members).or_else(referred) {
                    Some(name) => vec![name],
                    // Several authors may also be written as one author with several names.
                    None => match members.get("name") {
                        Some(Value::Array(names)) => {
                            names.iter().filter_map(Value::as_str).map(String::from).collect()
                        }
                        _ => id.map(String::from).into_iter().collect(),
                    },
                }
            }
            _ => Vec::new(),
        }
    };
    let texts: Vec<String> = match value {
        Value::Array(values) => values.iter().take(VALUES).flat_map(one).collect(),
        value => one(value),
    };
    let texts = texts.iter().map(|text| decoded(text.trim()));
    texts.filter(|text| !text.is_empty()).collect()
}

fn name_of(members: &Map<String, Value>) -> Option<String> {
    let named = |name: &str| match members.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_string()),
        // A text with its language.
        Some(Value::Object(inner)) => inner.get("@value")?.as_str().map(|text| text.trim().into()),
        _ => None,
    };
    let of_person = || {
        let (given, family) = (named("givenName"), named("familyName")?);
        Some(given.map(|given| format!("{given} {family}")).unwrap_or(family))
    };
    ["name", "@value", "termCode"].iter().find_map(|name| named(name)).or_else(|| {
        // A name may also be a list.
        if members.contains_key("name") {
            return None;
        }
        named("legalName").or_else(of_person)
    })
}

/// Resolves character references, which publishers write in scripts although they are not needed there.
fn decoded(value: &str) -> String {
    if !value.contains('&') {
        return value.to_string();
    }
    let tokens = html5gum::Tokenizer::new(value).flatten();
    let texts = tokens.filter_map(|token| match token {
        html5gum::Token::String(text) => Some(String::from_utf8_lossy(&text.value).into_owned()),
        _ => None,
    });
    texts.collect()
}
