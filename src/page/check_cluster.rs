//! The result of `dateline check` of an index in a cluster, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use super::line;
use super::style::{Role, Style};
use crate::engine::cluster::verification::Verified;
use crate::searching::{articles, grouped};

/// Returns what to do about damage, if there is any.
pub fn remedy(verified: &Verified) -> Option<String> {
    match verified.health.as_str() {
        _ if verified.is_sound() => None,
        "red" => Some("start the missing nodes again, or restore a snapshot of the cluster".into()),
        _ => Some(format!(
            "build the index again: dateline index --rebuild FOLDER --index {}; or restore a snapshot of the cluster",
            verified.address
        )),
    }
}

/// Returns what there is to know that is not damage.
pub fn notices(verified: &Verified) -> Vec<String> {
    let mut notices = Vec::new();
    if verified.health == "yellow" {
        let text =
            "the cluster lacks copies of some shards: articles could be lost if a node fails";
        notices.push(text.into());
    }
    if verified.unfinished {
        notices
            .push("the last run did not finish; the next one repairs what it left behind".into());
    }
    notices
}

/// Formats the result for people.
pub fn text(verified: &Verified, style: Style) -> String {
    let mut out = String::new();
    for problem in &verified.problems {
        let what = style.paint(Role::Error, "damaged");
        line(&mut out, format_args!("{what} {}", terminal(problem, false)));
    }
    if verified.more_problems > 0 {
        line(&mut out, format_args!("and {} more problems", grouped(verified.more_problems)));
    }
    let read = format!("{} read; health {}", grouped(verified.read), verified.health);
    match verified.is_sound() {
        true => line(&mut out, format_args!("OK: {}, {read}", articles(verified.articles))),
        false => line(&mut out, format_args!("damaged: {}, {read}", articles(verified.articles))),
    }
    out
}

/// Returns the result as JSON.
pub fn json(verified: &Verified) -> Value {
    let damage = verified.problems.iter();
    json!({
        "version": 1,
        "index": verified.address,
        "sound": verified.is_sound(),
        "health": verified.health,
        "articles": verified.articles,
        "read": verified.read,
        "files": verified.files,
        "unfinished": verified.unfinished,
        "damage": damage.map(|problem| json!({"problem": problem})).collect::<Vec<_>>(),
        "more_damage": verified.more_problems,
        "hint": remedy(verified),
    })
}
