//! What a page says of itself in JSON-LD (<https://www.w3.org/TR/json-ld11/>), in the words of
//! <https://schema.org/NewsArticle>.

use serde_json::Value;

/// An object that describes the page's article.
#[derive(Debug, Default)]
pub struct Described {
    pub published: Option<String>,
    pub modified: Option<String>,
    pub headline: Option<String>,
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub section: Option<String>,
    pub lang: Option<String>,
    pub url: Option<String>,
    pub body: Option<String>,
}

/// Objects that are looked at on a page.
const OBJECTS: usize = 2_000;

/// Reads scripts: the best description of an article in them, of those the first.
pub fn read(scripts: &[String]) -> Option<Described> {
    let mut best: Option<(u8, Described)> = None;
    for script in scripts {
        let Some(value) = parse(script) else { continue };
        let mut waiting = vec![&value];
        let mut seen = 0;
        while let Some(value) = waiting.pop() {
            seen += 1;
            if seen > OBJECTS {
                break;
            }
            match value {
                Value::Array(values) => waiting.extend(values.iter().rev()),
                Value::Object(members) => {
                    let rank = rank(members.get("@type"));
                    if rank > 0 && best.as_ref().is_none_or(|(known, _)| rank > *known) {
                        let described = describe(members);
                        if described.published.is_some() || described.headline.is_some() {
                            best = Some((rank, described));
                        }
                    }
                    let inner = ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"];
                    waiting.extend(inner.iter().rev().filter_map(|name| members.get(*name)));
                }
                _ => {}
            }
        }
    }
    best.map(|(_, described)| described)
}

/// Scripts are often not quite JSON: within comments, with line feeds in strings.
fn parse(script: &str) -> Option<Value> {
    let mut script = script.trim();
    for begin in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        script = script.strip_prefix(begin).unwrap_or(script).trim_start();
    }
    for end in ["-->", "//]]>", "/*]]>*/", "]]>", ";"] {
        script = script.strip_suffix(end).unwrap_or(script).trim_end();
    }
    serde_json::from_str(script).ok().or_else(|| {
        let spaced: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// How well a type describes an article; 0 for what is none.
fn rank(kind: Option<&Value>) -> u8 {
    let of = |name: &str| match name.rsplit(['/', ':']).next().unwrap_or(name) {
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
        "Recipe" | "HowTo" | "Review" | "VideoObject" | "PodcastEpisode" | "Event" => 1,
        "WebPage" | "CreativeWork" | "ItemPage" | "CollectionPage" | "QAPage" => 2,
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

fn describe(members: &serde_json::Map<String, Value>) -> Described {
    let text = |name: &str| members.get(name).and_then(name_of).map(|text| decoded(&text));
    Described {
        published: text("datePublished").or_else(|| text("dateCreated")),
        modified: text("dateModified"),
        headline: text("headline").or_else(|| text("name")),
        publisher: text("publisher").or_else(|| text("sourceOrganization")),
        author: text("author").or_else(|| text("creator")),
        section: text("articleSection"),
        lang: text("inLanguage"),
        url: text("url").or_else(|| text("mainEntityOfPage")),
        body: text("articleBody"),
    }
}

/// The text of a value, or the name of a thing; of several the first.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_string())
        }
        Value::Array(values) => values.first().and_then(|first| match first {
            Value::Array(_) => None,
            first => name_of(first),
        }),
        Value::Object(members) => {
            ["name", "@value", "@id"].iter().find_map(|name| match members.get(*name) {
                Some(Value::String(text)) if !text.trim().is_empty() => {
                    Some(text.trim().to_string())
                }
                _ => None,
            })
        }
        _ => None,
    }
}

/// Publishers escape in scripts what needs no escape there.
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
