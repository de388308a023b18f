//! Commands in hints and notices, with the index that the user has named.

use std::path::Path;

use super::Common;

/// Commands that take an index, and only one.
const COMMANDS: [&str; 20] = [
    "index", "search", "explain", "timeline", "kwic", "batch", "export", "replay", "terms",
    "names", "show", "similar", "story", "watch", "open", "info", "check", "backup", "eval",
    "serve",
];

/// Ends of a command within a sentence.
const ENDS: [&str; 4] = ["; ", ", ", " (", ")"];

/// Returns a text in which each command that can be pasted names the index in use, if it was named with `--index` or
/// chosen by `--in`. A command that can be pasted begins the text or follows a colon.
pub fn with_index(text: &str, common: &Common) -> String {
    let index = common.index.as_deref().or(common.updated.get().map(AsRef::as_ref));
    let Some(flag) = index.and_then(flag) else { return text.to_string() };
    let mut out = String::with_capacity(text.len() + flag.len());
    let mut rest = text;
    while let Some(at) = rest.find("dateline ") {
        let begins = at == 0 && out.is_empty() || rest[..at].ends_with(": ");
        let (before, from) = rest.split_at(at);
        let ends = ENDS.iter().filter_map(|end| from.find(end)).min();
        let (command, after) = from.split_at(ends.unwrap_or(from.len()));
        out.push_str(before);
        // `dateline index FOLDER` names the folder of the articles, which is not that of the index.
        let named = index.and_then(Path::to_str).unwrap_or_default();
        let is_named = command.split(' ').any(|word| word == named);
        match begins && takes_index(command) && !is_named {
            true => match command.split_once(" -- ") {
                Some((flags, words)) => out.push_str(&format!("{flags}{flag} -- {words}")),
                None => out.push_str(&format!("{}{flag}", command.trim_end())),
            },
            false => out.push_str(command),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns the flag that names an index. An address may have a password in it, and is not repeated.
fn flag(index: &Path) -> Option<String> {
    let text = index.to_str().filter(|text| !text.contains('@'))?;
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:+,%=~".contains(c);
    Some(match text.chars().all(is_plain) {
        true => format!(" --index {text}"),
        false => format!(" --index '{}'", text.replace('\'', "'\\''")),
    })
}

/// Returns whether a text is a command that takes an index, and names none.
fn takes_index(command: &str) -> bool {
    let mut words = command.split(' ').skip(1);
    let is_command = words.next().is_some_and(|name| COMMANDS.contains(&name));
    let names_one =
        |word: &str| matches!(word, "--index" | "--in" | "--help") || word.starts_with("--index=");
    is_command && !command.split(' ').any(names_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_takes_an_index_is_known() {
        let others = ["completions", "copy", "help", "man", "mcp", "restore"];
        let root = crate::cli::arguments::command();
        for command in root.get_subcommands().map(clap::Command::get_name) {
            assert!(COMMANDS.contains(&command) != others.contains(&command), "{command}");
        }
    }

    fn named(index: &str) -> Common {
        Common { index: Some(index.into()), ..Common::default() }
    }

    #[test]
    fn commands_name_the_index_in_use() {
        let common = named("nope");
        for (text, wanted) in [
            ("create one: dateline index FOLDER", "create one: dateline index FOLDER --index nope"),
            (
                "create one: dateline index FOLDER; or both: dateline search --in FOLDER QUERY",
                "create one: dateline index FOLDER --index nope; or both: dateline search --in FOLDER QUERY",
            ),
            ("dateline check", "dateline check --index nope"),
            (
                "put it after --: dateline search -- -oil",
                "put it after --: dateline search --index nope -- -oil",
            ),
            ("see dateline search --help", "see dateline search --help"),
            (
                "see whether it is damaged: dateline check, or ask",
                "see whether it is damaged: dateline check --index nope, or ask",
            ),
            ("move it: dateline copy FROM TO", "move it: dateline copy FROM TO"),
            (
                "rebuild it: dateline index --rebuild --index X",
                "rebuild it: dateline index --rebuild --index X",
            ),
            ("this dateline reads version 5", "this dateline reads version 5"),
            (
                "index the files in it: dateline index nope",
                "index the files in it: dateline index nope",
            ),
            ("no command here", "no command here"),
        ] {
            assert_eq!(with_index(text, &common), wanted);
            assert_eq!(with_index(text, &Common::default()), text);
        }
        let spaced = with_index("dateline check", &named("my index's"));
        assert_eq!(spaced, "dateline check --index 'my index'\\''s'");
        let secret = named("https://me:secret@example.org/news");
        assert_eq!(with_index("dateline check", &secret), "dateline check");
    }

    #[test]
    fn the_index_that_was_updated_counts_as_named() {
        let common = Common::default();
        assert!(common.updated.set("a/.dateline".into()).is_ok());
        assert_eq!(with_index("dateline check", &common), "dateline check --index a/.dateline");
    }
}
