//! The measures of a test collection, as text and JSON.

use serde_json::{Map, Value, json};

use super::escape::run_word;
use crate::evaluation::Measures;
use crate::evaluation::compare::Comparison;

/// The measures of a run.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The mean over all topics.
    pub mean: Measures,
    /// The measures of each topic.
    pub topics: Vec<(String, Measures)>,
    /// The comparison with another run.
    pub compared: Option<Comparison>,
}

/// Formats one measure per line, as `trec_eval` prints them. With `all`, each topic comes first.
pub fn text(measured: &Measured, all: bool) -> String {
    let mut text = String::new();
    for (topic, found) in measured.topics.iter().filter(|_| all) {
        for (name, value) in found.each() {
            text.push_str(&format!("{} {name} {value:.4}\n", run_word(topic)));
        }
    }
    for (name, value) in measured.mean.each() {
        text.push_str(&format!("{name} {value:.4}\n"));
    }
    if let Some(found) = &measured.compared {
        let (wins, losses, ties) = (found.wins, found.losses, found.ties);
        let topics = if wins == 1 { "topic" } else { "topics" };
        text.push_str(&format!(
            "compared by MAP: {:+.4}, {wins} {topics} better, {losses} worse, {ties} alike, p = {:.4}\n",
            found.difference, found.p
        ));
    }
    text
}

/// Returns all measures as one object.
pub fn json(measured: &Measured) -> Value {
    let object = |measures: &Measures| {
        let members = measures.each().map(|(name, value)| (name.to_string(), json!(value)));
        Value::Object(members.into_iter().collect())
    };
    let by_topic: Map<String, Value> =
        measured.topics.iter().map(|(topic, found)| (topic.clone(), object(found))).collect();
    let compared = measured.compared.as_ref().map(|found| {
        json!({"wins": found.wins, "losses": found.losses, "ties": found.ties,
               "difference": found.difference, "p": found.p})
    });
    json!({"version": super::json::VERSION, "topics": measured.topics.len(),
           "mean": object(&measured.mean), "by_topic": by_topic, "compared": compared})
}
