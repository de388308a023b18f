//! The result of `dateline check`, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use super::line;
use super::style::{Role, Style};
use crate::engine::{Damage, Storage, Verified};
use crate::searching::{articles, grouped};

/// Returns what there is to know that is not damage.
pub fn notices(verified: &Verified) -> Vec<String> {
    let Storage::Shards { health, unfinished, .. } = &verified.storage else { return Vec::new() };
    let mut notices = Vec::new();
    if health == "yellow" {
        let text =
            "the cluster lacks copies of some shards: articles could be lost if a node fails";
        notices.push(text.into());
    }
    if *unfinished {
        notices
            .push("the last run did not finish; the next one repairs what it left behind".into());
    }
    notices
}

/// Formats the result for people.
pub fn text(verified: &Verified, style: Style) -> String {
    let mut out = String::new();
    for Damage { file, problem } in &verified.damage {
        let what = style.paint(Role::Error, "damaged");
        let problem = problem.strip_prefix("it is damaged: ").unwrap_or(problem);
        let problem = terminal(problem, false);
        match file {
            Some(file) => {
                line(&mut out, format_args!("{what} {}: {problem}", terminal(file, false)));
            }
            None => line(&mut out, format_args!("{what} {problem}")),
        }
    }
    if verified.more_damage > 0 {
        line(&mut out, format_args!("and {} more problems", grouped(verified.more_damage)));
    }
    let all = articles(verified.articles);
    match &verified.storage {
        Storage::Files { files, bytes, debris } => {
            let read =
                format!("{}, {}", crate::searching::files(*files as u64), super::size(*bytes));
            match verified.is_intact() {
                true => line(&mut out, format_args!("OK: {all}, {read}")),
                false => {
                    line(&mut out, format_args!("damaged: {} of {read}", verified.damage.len()));
                }
            }
            if *debris > 0 {
                leftovers(*debris, &mut out);
            }
        }
        Storage::Shards { health, read, .. } => {
            let outcome = if verified.is_intact() { "OK" } else { "damaged" };
            let read = grouped(*read);
            line(&mut out, format_args!("{outcome}: {all}, {read} read; health {health}"));
        }
    }
    out
}

fn leftovers(count: usize, out: &mut String) {
    let (files, them) = if count == 1 { ("file", "it") } else { ("files", "them") };
    let count = grouped(count as u64);
    line(
        out,
        format_args!(
            "{count} leftover {files} from an interrupted run; the next run removes {them}"
        ),
    );
}

/// Returns the result as JSON.
pub fn json(verified: &Verified) -> Value {
    let damage = |Damage { file, problem }: &Damage| match file {
        Some(file) => json!({"file": file, "problem": problem}),
        None => json!({"problem": problem}),
    };
    let damage: Vec<Value> = verified.damage.iter().map(damage).collect();
    let index = verified.location.display().to_string();
    match &verified.storage {
        Storage::Files { files, bytes, debris } => json!({
            "version": 1,
            "index": index,
            "sound": verified.is_intact(),
            "articles": verified.articles,
            "files": files,
            "bytes": bytes,
            "leftovers": debris,
            "damage": damage,
            "hint": verified.remedy,
        }),
        Storage::Shards { health, read, sources, unfinished } => json!({
            "version": 1,
            "index": index,
            "sound": verified.is_intact(),
            "health": health,
            "articles": verified.articles,
            "read": read,
            "files": sources,
            "unfinished": unfinished,
            "damage": damage,
            "more_damage": verified.more_damage,
            "hint": verified.remedy,
        }),
    }
}
