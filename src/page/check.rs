//! The result of `dateline check`, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use super::line;
use super::style::{Role, Style};
use crate::answers::check::Checked;
use crate::engine::embedded::{Damage, rebuild_hint};
use crate::searching::{articles, grouped};
use crate::watching::{FOLDER, REMEDY};

/// Returns what to do about damage, if there is any.
pub fn remedy(checked: &Checked) -> Option<String> {
    let of_searches = |damage: &Damage| damage.file.starts_with(FOLDER);
    match checked.files.damage.as_slice() {
        [] => None,
        damage if damage.iter().all(of_searches) => Some(REMEDY.to_string()),
        _ => {
            let hint = rebuild_hint(&checked.folder);
            Some(match hint.strip_prefix("rebuild it: ") {
                Some(rebuild) => format!("to repair the index: {rebuild}; or restore a backup"),
                None => hint,
            })
        }
    }
}

/// Formats the result for people.
pub fn text(checked: &Checked, style: Style) -> String {
    let mut out = String::new();
    let files = &checked.files;
    for damage in &files.damage {
        let what = style.paint(Role::Error, "damaged");
        let problem = damage.problem.strip_prefix("it is damaged: ").unwrap_or(&damage.problem);
        let (file, problem) = (terminal(&damage.file, false), terminal(problem, false));
        line(&mut out, format_args!("{what} {file}: {problem}"));
    }
    let read =
        format!("{}, {}", crate::searching::files(files.files as u64), super::size(files.bytes));
    match checked.is_sound() {
        true => line(&mut out, format_args!("OK: {}, {read}", articles(checked.articles))),
        false => line(&mut out, format_args!("damaged: {} of {read}", files.damage.len())),
    }
    if files.debris > 0 {
        line(
            &mut out,
            format_args!(
                "{} leftover {} from an interrupted run; the next run removes {}",
                grouped(files.debris as u64),
                if files.debris == 1 { "file" } else { "files" },
                if files.debris == 1 { "it" } else { "them" },
            ),
        );
    }
    out
}

/// Returns the result as JSON.
pub fn json(checked: &Checked) -> Value {
    let damage = checked.files.damage.iter();
    json!({
        "version": 1,
        "index": checked.folder.display().to_string(),
        "sound": checked.is_sound(),
        "articles": checked.articles,
        "files": checked.files.files,
        "bytes": checked.files.bytes,
        "leftovers": checked.files.debris,
        "damage": damage.map(|damage| json!({"file": damage.file, "problem": damage.problem})).collect::<Vec<_>>(),
        "hint": remedy(checked),
    })
}
