//! Who printed a story, and when: the story of a hit, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use crate::searching::{StoryOfHit, Version, grouped};

/// Returns who printed a story first, and when: ` from 12 sources; first in Northern Wire on 2024-05-01`.
pub fn printed(sources: usize, source: Option<&str>, date: Option<String>) -> String {
    let mut line = String::new();
    if sources > 1 {
        line.push_str(&format!(" from {} sources", grouped(sources as u64)));
    }
    if source.is_some() || date.is_some() {
        line.push_str("; first");
    }
    line.extend(source.map(|source| format!(" in {}", terminal(source, false))));
    line.extend(date.map(|date| format!(" on {date}")));
    line
}

/// Returns the line about the story of a hit, or `None` if the story has no other article.
pub fn line(of_hit: &StoryOfHit) -> Option<String> {
    let [first, _, ..] = of_hit.story.versions.as_slice() else { return None };
    let count = grouped(of_hit.story.versions.len() as u64);
    let date = first.date.map(|date| date.to_string());
    let rest = printed(of_hit.story.sources, first.source.as_deref(), date);
    Some(format!("{count} versions{rest}"))
}

/// Returns the story of a hit as an object.
pub fn of_hit(of_hit: &StoryOfHit) -> Value {
    json!({
        "articles": of_hit.story.versions.len(),
        "sources": of_hit.story.sources,
        "matching": of_hit.matching,
        "first": of_hit.story.versions.first().map(first),
    })
}

fn first(version: &Version) -> Value {
    json!({
        "key": version.key,
        "date": version.date.map(|date| date.to_string()),
        "source": version.source,
    })
}
