//! Reads files of topics, judgments and runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::error::{Error, Kind, Result};

/// Judgments by topic and article. The value is the degree of relevance; zero or less means not relevant.
pub type Judgments = BTreeMap<String, BTreeMap<String, i64>>;

/// A run: the articles of each topic, with their scores.
pub type Run = BTreeMap<String, Vec<(String, f32)>>;

/// A topic of a test collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The topic's number, as in the judgments.
    pub number: String,
    /// The text of the query.
    pub text: String,
}

fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|error| Error::io("reading", path, error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn bad(path: &Path, line: usize, kind: &str, wanted: &str) -> Error {
    Error::new(Kind::Usage, format!("{}, line {line}: not {kind}", path.display()))
        .hint(wanted.to_string())
}

/// Reads topics, either one per line (number, tab, text) or in TREC's format (`<top> <num> <title>`).
///
/// # Errors
///
/// Fails if the file cannot be read or a line has another form.
pub fn topics(path: &Path) -> Result<Vec<Topic>> {
    let text = read(path)?;
    if text.contains("<top>") {
        return trec_topics(path, &text);
    }
    let mut topics = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((topic, text)) = line.split_once('\t') else {
            return Err(bad(
                path,
                number + 1,
                "a topic",
                "a topic is its number, a tab and its text",
            ));
        };
        topics.push(Topic { number: topic.trim().into(), text: text.trim().into() });
    }
    Ok(topics)
}

fn trec_topics(path: &Path, text: &str) -> Result<Vec<Topic>> {
    let mut topics = Vec::new();
    for (place, top) in text.split("<top>").enumerate().skip(1) {
        let part = |tag: &str| {
            let rest = &top[top.find(tag)? + tag.len()..];
            let end = rest.find('<').unwrap_or(rest.len());
            Some(rest[..end].split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let (Some(number), Some(title)) = (part("<num>"), part("<title>")) else {
            let message =
                format!("reading {}: topic {place} has no number or no title", path.display());
            return Err(Error::usage(message).hint("a topic has the elements <num> and <title>"));
        };
        let bare = |text: &str, label: &str| text.trim_start_matches(label).trim().to_string();
        topics.push(Topic { number: bare(&number, "Number:"), text: bare(&title, "Topic:") });
    }
    Ok(topics)
}

/// Reads TREC judgments. Each line has the topic, an ignored column, the article and the degree of relevance.
///
/// # Errors
///
/// Fails if the file cannot be read or a line has another form.
pub fn judgments(path: &Path) -> Result<Judgments> {
    let mut judgments = Judgments::new();
    for (number, line) in read(path)?.lines().enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        match fields.as_slice() {
            [] => {}
            [topic, _, article, gain] => {
                let Ok(gain) = gain.parse() else {
                    return Err(bad(
                        path,
                        number + 1,
                        "a judgment",
                        "the relevance is a whole number",
                    ));
                };
                let judged = judgments.entry((*topic).to_string()).or_default();
                judged.insert((*article).to_string(), gain);
            }
            _ => {
                let form = "a judgment is: topic 0 article relevance";
                return Err(bad(path, number + 1, "a judgment", form));
            }
        }
    }
    Ok(judgments)
}

/// Reads a TREC run. Each line has the topic, `Q0`, the article, the rank, the score and the name of the run.
///
/// # Errors
///
/// Fails if the file cannot be read or a line has another form.
pub fn run(path: &Path) -> Result<Run> {
    let mut run = Run::new();
    for (number, line) in read(path)?.lines().enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        match fields.as_slice() {
            [] => {}
            [topic, _, article, _, score, ..] => {
                let Ok(score) = score.parse() else {
                    return Err(bad(
                        path,
                        number + 1,
                        "a line of a run",
                        "the fifth column is the score, a number",
                    ));
                };
                run.entry((*topic).to_string()).or_default().push(((*article).to_string(), score));
            }
            _ => {
                let form = "a line of a run is: topic Q0 article rank score name";
                return Err(bad(path, number + 1, "a line of a run", form));
            }
        }
    }
    Ok(run)
}
