//! Flags and commands of other tools and of other commands, and what to type instead of each.

use clap::Command;

use dateline::query::pattern::Compiled;
use dateline::query::tree::Pattern;
use dateline::searching::HeaderValue;

/// Names of flags in other tools and commands, each with the flags to suggest. If there are several, the first one that
/// the command has is suggested.
const FLAGS: [(&[&str], &[&str]); 16] = [
    (&["format", "fmt", "as", "csv", "jsonl", "text"], &["--output FORMAT"]),
    (&["year", "date", "day", "month", "dates", "when"], &["--on DATE"]),
    (&["start", "begin", "newer-than", "date-from"], &["--since DATE"]),
    (&["end", "stop", "older-than", "date-to"], &["--until DATE"]),
    (&["max", "top", "size", "rows", "num", "number", "head", "max-count", "hits"], &["--limit N"]),
    (&["skip", "page"], &["--offset N"]),
    (&["order", "order-by", "sort-by", "sorted"], &["--sort ORDER"]),
    (&["facet", "group-by", "group", "count-by", "aggregate"], &["--facets LIST", "--by LIST"]),
    (&["language", "languages"], &["--lang CODE"]),
    (&["sources", "publisher", "paper", "from-source"], &["--source NAME"]),
    (&["folder", "dir", "directory", "path", "input"], &["--in PATH"]),
    (&["columns", "select"], &["--fields LIST"]),
    (&["db", "database", "index-dir"], &["--index LOCATION"]),
    (&["out", "file", "outfile", "output-file"], &["--to FILE", "--output FORMAT"]),
    (&["port", "host", "address", "bind", "addr"], &["--listen 127.0.0.1:8080"]),
    (&["chart", "plot", "graph", "picture"], &["--svg FILE"]),
];

/// Names of flags in other tools, each with what to write in the query instead.
const IN_QUERY: [(&[&str], &str); 11] = [
    (&["title", "body", "lead"], "{name}:WORD"),
    (&["before", "after"], "{name}:DATE"),
    (&["author", "authors", "writer", "by"], "byline:NAME"),
    (&["exact", "word", "literal"], "=WORD, or \"a phrase\" in double quotes"),
    (&["regex", "regexp", "pattern", "grep"], "/PATTERN/"),
    (&["exclude", "without"], "-WORD"),
    (&["phrase"], "\"a phrase\" in double quotes"),
    (&["fuzzy"], "WORD~1"),
    (&["case-sensitive", "match-case", "case"], "=WORD, or caps(WORD)"),
    (&["stem", "stemming", "wildcard"], "WORD*; inflections are found anyway"),
    (&["near", "within", "proximity"], "WORD w/5 WORD"),
];

/// Names of commands in other tools, each with the command here.
const COMMANDS: [(&[&str], &str); 7] = [
    (&["find", "query", "grep", "ask", "lookup"], "search"),
    (&["stats", "status", "list", "describe", "count"], "info"),
    (&["update", "add", "import", "load", "refresh", "reindex", "init"], "index"),
    (&["version"], "--version"),
    (&["get", "cat", "view", "read", "print"], "show"),
    (&["web", "server", "gui", "ui"], "serve"),
    (&["chart", "plot", "histogram", "trend"], "timeline"),
];

/// Names of commands for saved searches in other tools, each with the one here.
const OF_WATCH: [(&[&str], &str); 4] = [
    (&["delete", "rm", "del", "forget"], "remove"),
    (&["ls", "show", "status"], "list"),
    (&["new", "save", "create"], "add"),
    (&["check", "start", "poll", "update"], "run"),
];

/// Returns the command that does what a command of another tool does. `chosen` is the command whose subcommand it is.
pub fn command(name: &str, chosen: Option<&str>) -> Option<&'static str> {
    let name = name.to_lowercase();
    let commands: &[(&[&str], &'static str)] = match chosen {
        None => &COMMANDS,
        Some("watch") => &OF_WATCH,
        Some(_) => &[],
    };
    commands.iter().find(|(theirs, _)| theirs.contains(&&*name)).map(|(_, ours)| *ours)
}

/// Returns what to type instead of a flag that a command does not have. `called` is the command as it is typed.
pub fn hint(root: &Command, command: &Command, flag: &str, called: &str) -> String {
    let name = flag.trim_start_matches('-').to_lowercase();
    let has = |flag: &&&str| {
        let name = flag.trim_start_matches('-').split(' ').next().unwrap_or_default();
        long_flags(command).any(|own| own == name)
    };
    let theirs = FLAGS.iter().find(|(names, _)| names.contains(&name.as_str()));
    if let Some(ours) = theirs.and_then(|(_, ours)| ours.iter().find(has)) {
        return format!("use {ours}");
    }
    if let Some(ours) = value(command, &name) {
        return format!("use {ours}");
    }
    let has_query = command.get_positionals().any(|argument| argument.get_id() == "query");
    if command.get_name() == "index" && ["in", "folder", "dir", "path", "input"].contains(&&*name) {
        return format!("name the folder without a flag: {called} PATH");
    }
    if command.get_name() == "index"
        && let Some(hint) = index_does_anyway(&name, called)
    {
        return hint;
    }
    if has_query && let Some(hint) = in_the_query(command, &name) {
        return hint;
    }
    for distance in 1..=2 {
        let like = Compiled::new(&Pattern::Fuzzy(name.clone(), distance));
        let long = name.chars().count() > 3 + usize::from(distance);
        let always = ["help", "version"];
        let mut own = long_flags(command).chain(long_flags(root)).chain(always);
        if let Some(own) = own.find(|own| long && like.matches(own)) {
            return format!("did you mean --{own}?");
        }
    }
    let mut others =
        root.get_subcommands().filter(|other| long_flags(other).any(|own| own == name));
    match others.next() {
        Some(_) if called == "dateline" => {
            format!("write a command first, for example: dateline search QUERY {flag}")
        }
        Some(other) => format!("{flag} is a flag of dateline {}", other.get_name()),
        None if has_query => {
            format!("see {called} --help; to search for the word, put it after --")
        }
        None => format!("see {called} --help"),
    }
}

/// Returns why a flag is not needed by `index`.
fn index_does_anyway(name: &str, called: &str) -> Option<String> {
    Some(match name {
        "recursive" | "r" => format!("leave it out: {called} always reads folders in folders"),
        "update" | "u" | "incremental" | "append" => {
            format!("leave it out: {called} always updates the index, and reads only what changed")
        }
        "overwrite" | "clean" | "recreate" | "f" => {
            format!("to build it from scratch: {called} --rebuild")
        }
        _ => return None,
    })
}

/// Returns the flag and the value that a flag of other tools means: `--monthly`, `--any`.
fn value(command: &Command, name: &str) -> Option<String> {
    let (flag, value) = match name {
        "any" | "all" => ("match", name),
        "daily" => ("interval", "day"),
        "weekly" => ("interval", "week"),
        "monthly" => ("interval", "month"),
        "quarterly" => ("interval", "quarter"),
        "yearly" | "annual" => ("interval", "year"),
        "newest" | "oldest" => ("sort", name),
        _ => return None,
    };
    let flag = command.get_arguments().find(|own| own.get_long() == Some(flag))?;
    let takes = flag.get_possible_values().iter().any(|known| known.get_name() == value);
    takes.then(|| format!("--{} {value}", flag.get_long().unwrap_or_default()))
}

/// Returns what to write in the query instead of a flag, or `None` if there is nothing like it.
fn in_the_query(command: &Command, name: &str) -> Option<String> {
    if let Some((_, ours)) = IN_QUERY.iter().find(|(theirs, _)| theirs.contains(&name)) {
        return Some(format!("write it in the query: {}", ours.replace("{name}", name)));
    }
    let field = HeaderValue::FIELDS.into_iter().find(|field| field.name() == name)?;
    let name = field.name();
    let only = match long_flags(command).any(|flag| flag == "only") {
        true => format!(", or use --only {name}:VALUE"),
        false => String::new(),
    };
    Some(format!("write it in the query: {name}:VALUE{only}"))
}

fn long_flags(command: &Command) -> impl Iterator<Item = &str> {
    command.get_arguments().filter(|flag| !flag.is_hide_set()).filter_map(|flag| flag.get_long())
}
