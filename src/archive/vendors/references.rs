//! Lists of references: RIS, and BibTeX with the entries that most reference managers write.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::record::Record;
use super::tex::plain;
use crate::archive::RawArticle;

/// Receives articles as they are read, and may stop the reading.
pub type Give<'a> = &'a mut dyn FnMut(RawArticle) -> ControlFlow<()>;

/// Returns whether a text starts like a list in RIS.
pub fn is_ris(beginning: &str) -> bool {
    let first =
        beginning.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    let number = |line: &str| line.trim().trim_end_matches('.').parse::<u32>().is_ok();
    let mut lines = beginning.trim_start_matches('\u{feff}').lines().map(str::trim_start);
    first.is_some_and(|line| is_type(line) || number(line)) && lines.any(is_type)
}

fn is_type(line: &str) -> bool {
    tag(line).is_some_and(|(tag, _)| tag == "TY")
}

/// Splits a line such as `TI  - Lamp lit` into a tag of two characters and its value.
fn tag(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let rest = line[2..].trim_start_matches(' ');
    let value = rest.strip_prefix('-')?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (is_tag && rest.len() < line.len() - 2 && (value.is_empty() || value.starts_with(' ')))
        .then(|| (tag, value.trim()))
}

/// Reads a list in RIS.
pub fn ris(text: &str, give: Give) -> ControlFlow<()> {
    let mut open: Option<Vec<(String, String)>> = None;
    for line in text.trim_start_matches('\u{feff}').lines() {
        match tag(line.trim_start()) {
            Some(("TY", value)) => {
                if let Some(tags) = open.take() {
                    give(of_tags(tags))?;
                }
                open = Some(vec![("TY".into(), value.into())]);
            }
            Some(("ER", _)) => {
                if let Some(tags) = open.take() {
                    give(of_tags(tags))?;
                }
            }
            Some((tag, value)) => {
                if let Some(tags) = &mut open {
                    tags.push((tag.to_string(), value.to_string()));
                }
            }
            // A long value continues on the next line.
            None => {
                if let Some((_, value)) = open.as_mut().and_then(|tags| tags.last_mut()) {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    open.map_or(ControlFlow::Continue(()), |tags| give(of_tags(tags)))
}

fn of_tags(tags: Vec<(String, String)>) -> RawArticle {
    let first = |names: &[&str]| {
        let named = |name: &&str| {
            let found = tags.iter().find(|(tag, value)| tag == name && !value.is_empty());
            found.map(|(_, value)| value.clone())
        };
        names.iter().find_map(named).unwrap_or_default()
    };
    let mut record = Record::default();
    record.say("id", &first(&["AN", "ID"]));
    record.say("title", &first(&["TI", "T1", "CT"]));
    record.say("date", &date_of(["DA", "Y1", "PY"].map(|name| first(&[name]))));
    record.say("source", &first(&["T2", "JF", "JO", "JA", "J2", "BT", "PB"]));
    record.say("section", &first(&["SE"]));
    let (start, end) = (first(&["SP"]), first(&["EP"]));
    match end.is_empty() || end == start {
        true => record.say("page", &start),
        false => record.say("page", &format!("{start}-{end}")),
    }
    record.say("url", &first(&["UR", "L2", "LK"]));
    record.say("language", &first(&["LA"]));
    let mut used = vec![];
    for (tag, value) in &tags {
        match tag.as_str() {
            "AU" | "A1" | "A2" => record.say("byline", value),
            "KW" => value.lines().for_each(|topic| record.say("topic", topic)),
            "AB" | "N2" if !used.contains(value) => {
                used.push(value.clone());
                record.write(value);
            }
            "AB" | "N2" => {}
            _ if !record.states(value) => {
                record.say(&tag.to_lowercase(), value.trim_end_matches('/'))
            }
            _ => {}
        }
    }
    record.article()
}

/// Returns the most precise of some dates: `2024/09/14/`, or only the year. A date without a year takes that of
/// another.
fn date_of(dates: [String; 3]) -> String {
    let dates = dates.map(|date| date.trim_end_matches('/').to_string());
    let parts = |date: &&String| date.split(|c: char| !c.is_alphanumeric()).count();
    let year = |date: &str| {
        let mut runs = date.split(|c: char| !c.is_ascii_digit());
        runs.find(|run| run.len() == 4).map(str::to_string)
    };
    // The first of those that are equally precise.
    let best = dates.iter().rev().max_by_key(parts).cloned().unwrap_or_default();
    match (year(&best), dates.iter().find_map(|date| year(date))) {
        (None, Some(year)) => format!("{best} {year}"),
        _ => best,
    }
}

/// Entry types of BibTeX, in lower case.
const ENTRIES: [&str; 12] = [
    "article",
    "misc",
    "online",
    "inproceedings",
    "incollection",
    "book",
    "techreport",
    "newspaper",
    "report",
    "unpublished",
    "electronic",
    "news",
];

/// Returns whether a text starts like a list in BibTeX.
pub fn is_bibtex(beginning: &str) -> bool {
    let text = beginning.trim_start_matches('\u{feff}').trim_start();
    let mut lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty());
    let entry = lines.find(|line| !line.starts_with('%'));
    let Some(rest) = entry.and_then(|line| line.strip_prefix('@')) else { return false };
    let Some((kind, rest)) = rest.split_once(['{', '(']) else { return false };
    let kind = kind.trim().to_ascii_lowercase();
    ENTRIES.contains(&kind.as_str()) && (rest.contains(',') || rest.trim().is_empty())
        || ["string", "comment", "preamble"].contains(&kind.as_str())
}

/// Reads a list in BibTeX.
pub fn bibtex(text: &str, give: Give) -> ControlFlow<()> {
    let mut rest = text;
    let mut names = Names::default();
    while let Some(at) = rest.find('@') {
        rest = &rest[at + 1..];
        let Some(open) = rest.find(['{', '(']) else { break };
        let kind = rest[..open].trim().to_ascii_lowercase();
        if !kind.chars().all(|c| c.is_ascii_alphabetic()) || kind.is_empty() {
            continue;
        }
        let inner = &rest[open + 1..];
        if kind == "string"
            && let Some((name, text)) = inner.split_once('=')
        {
            let text = &text[..text.floor_char_boundary(MAX_NAMED)];
            let (text, _) = value(text, &names);
            // Names made of names could double in length with every line.
            if text.len() <= MAX_NAMED {
                names.insert(name.trim().to_ascii_lowercase(), text);
            }
        }
        if ["string", "comment", "preamble"].contains(&kind.as_str()) {
            continue;
        }
        let (fields, length) = fields(inner, &names);
        rest = &inner[length..];
        give(entry(&fields))?;
    }
    ControlFlow::Continue(())
}

/// The maximum length of a text with a name, in bytes. A longer one has no name.
const MAX_NAMED: usize = 1_000;

/// The length of a value, in bytes, from which on it takes in no further text by its name.
const MAX_WITH_NAMES: usize = 64 * 1_024;

/// The names that a list gives to texts with `@string`, in lower case, with the texts.
type Names = FxHashMap<String, String>;

/// Returns the key and the fields of an entry, and the entry's length.
fn fields(text: &str, names: &Names) -> (Vec<(String, String)>, usize) {
    let mut all = Vec::new();
    let key = text.find([',', '}']).unwrap_or(text.len());
    all.push(("key".to_string(), text[..key].trim().to_string()));
    let mut at = key;
    loop {
        let rest = &text[at..];
        let skipped = rest.len() - rest.trim_start_matches([',', ' ', '\t', '\r', '\n']).len();
        at += skipped;
        let rest = &text[at..];
        let Some(equals) = rest.find(['=', '}', ')']).filter(|end| rest[*end..].starts_with('='))
        else {
            let end = rest.find(['}', ')']).map_or(text.len(), |end| at + end + 1);
            return (all, end);
        };
        let name = rest[..equals].trim().to_ascii_lowercase();
        at += equals + 1;
        let (value, length) = value(&text[at..], names);
        at += length;
        all.push((name, value));
    }
}

/// Returns a value, and its length. `#` joins its parts: texts in braces or quotes, and bare names or numbers.
fn value(text: &str, names: &Names) -> (String, usize) {
    let start = text.len() - text.trim_start().len();
    let inner = &text[start..];
    let mut joined = String::new();
    let mut from = 0;
    let mut add = |part: &str| {
        let is_bare = !part.trim_start().starts_with(['{', '"']);
        let named = || names.get(&part.trim().to_ascii_lowercase());
        match is_bare.then(named).flatten() {
            Some(text) if joined.len() < MAX_WITH_NAMES => joined.push_str(text),
            _ => joined.push_str(&plain(part)),
        }
    };
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            '{' => depth += 1,
            // Braces are balanced within quotes, so this one ends the entry even if a quote is missing.
            '}' if depth == 0 => {
                add(&inner[from..at]);
                return (joined.trim().to_string(), start + at);
            }
            ',' if depth == 0 && !quoted => {
                add(&inner[from..at]);
                return (joined.trim().to_string(), start + at);
            }
            '#' if depth == 0 && !quoted => {
                add(&inner[from..at]);
                from = at + 1;
            }
            '}' => depth -= 1,
            '"' if depth == 0 => quoted = !quoted,
            _ => {}
        }
    }
    add(&inner[from..]);
    (joined.trim().to_string(), text.len())
}

fn entry(fields: &[(String, String)]) -> RawArticle {
    let first = |names: &[&str]| {
        let named = |name: &&str| {
            let found = fields.iter().find(|(field, value)| field == name && !value.is_empty());
            found.map(|(_, value)| value.as_str())
        };
        names.iter().find_map(named).unwrap_or_default()
    };
    let mut record = Record::default();
    record.say("id", first(&["key"]));
    record.say("title", first(&["title"]));
    let (year, month, day) = (first(&["year"]), first(&["month"]), first(&["day"]));
    let whole = match (month.parse::<u32>(), day.parse::<u32>()) {
        (Ok(month), Ok(day)) => format!("{year}-{month:02}-{day:02}"),
        (Ok(month), Err(_)) => format!("{year}-{month:02}"),
        (Err(_), _) => format!("{day} {month} {year}"),
    };
    let date = first(&["date"]);
    record.say("date", if date.is_empty() { whole.trim() } else { date });
    let sources = [
        "journal",
        "journaltitle",
        "newspaper",
        "booktitle",
        "publication",
        "publisher",
        "howpublished",
    ];
    record.say("source", first(&sources));
    first(&["author"]).split(" and ").for_each(|author| record.say("byline", author));
    record.say("section", first(&["section", "chapter"]));
    record.say("page", first(&["pages"]));
    record.say("url", first(&["url"]));
    record.say("lang", first(&["langid"]));
    for topic in first(&["keywords"]).split([',', ';']) {
        record.say("topic", topic);
    }
    record.write(first(&["abstract"]));
    let read = ["year", "month", "day", "author", "keywords", "abstract"];
    for (name, value) in fields.iter().filter(|(name, _)| !read.contains(&name.as_str())) {
        if !record.states(value) {
            record.say(name, value);
        }
    }
    record.article()
}
