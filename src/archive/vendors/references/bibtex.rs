//! Lists in BibTeX and BibLaTeX: entries such as `@article{key, title = {Lamp lit}}`, also in parentheses.

use std::ops::ControlFlow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{self, Fields, TYPE};
use super::give::Give;
use super::tex::{self, plain};
use crate::error::harmless;

/// The number of lines with notes about the list that may precede its first entry.
const PREFACE: usize = 20;

/// Returns whether a text starts like a list in BibTeX.
pub fn is_bibtex(beginning: &str) -> bool {
    let text = beginning.trim_start_matches('\u{feff}').trim_start();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.filter(|line| !line.starts_with('%')).take(PREFACE);
    let Some((at, kind, line)) = lines
        .by_ref()
        .enumerate()
        .find_map(|(at, line)| entry_type(line).map(|kind| (at, kind, line)))
    else {
        return false;
    };
    let is_field = |line: &str| {
        line.split_once('=').is_some_and(|(name, _)| {
            let name = name.trim();
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        })
    };
    // Text outside the entries is a comment. Below it, and in an entry of an unknown type, a field has to follow.
    let is_known = at == 0 && KNOWN.contains(&kind.as_str());
    is_known || line.contains('=') || lines.next().is_some_and(is_field)
}

/// Common types of entries, in lower case.
const KNOWN: [&str; 18] = [
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
    "periodical",
    "proceedings",
    "webpage",
    "string",
    "comment",
    "preamble",
];

/// Returns the type of the entry that starts with this line: `article` in `@Article{key,`.
fn entry_type(line: &str) -> Option<String> {
    let (kind, rest) = line.trim_start().strip_prefix('@')?.split_once(['{', '('])?;
    let kind = kind.trim();
    let is_kind = (3..=24).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_alphabetic());
    let kind = kind.to_ascii_lowercase();
    let is_known = KNOWN.contains(&kind.as_str());
    let key = rest.split([',', '}', ')']).next().unwrap_or_default().trim();
    let is_key = !key.contains(['{', '"', '=']) && key.split_whitespace().count() <= 6;
    let has_more = rest.contains(',') || rest.trim().len() == key.len();
    (is_kind && (is_known || is_key && has_more)).then_some(kind)
}

/// Reads a list in BibTeX.
pub fn bibtex(text: &str, give: Give) -> ControlFlow<()> {
    let parents = Parents::of(text);
    each(text, &mut |fields| {
        if parents.is_only_parent(&fields) {
            return ControlFlow::Continue(());
        }
        give(entry::article(&parents.inherited(fields)))
    })
}

/// The entries that others refer to with `crossref`.
#[derive(Default)]
struct Parents {
    entries: FxHashMap<String, Fields>,
}

/// Entry types of papers, issues and collections, whose articles are entries of their own.
const COLLECTIONS: [&str; 6] =
    ["proceedings", "periodical", "collection", "book", "mvbook", "mvcollection"];

/// Fields that an entry does not inherit, because they describe the other entry alone.
const OWN: [&str; 13] = [
    "key", TYPE, "title", "subtitle", "abstract", "keywords", "url", "doi", "pages", "crossref",
    "note", "file", "annote",
];

impl Parents {
    fn of(text: &str) -> Parents {
        let mut all = Parents::default();
        if memchr::memmem::find(text.as_bytes(), b"rossref").is_none()
            && memchr::memmem::find(text.as_bytes(), b"ROSSREF").is_none()
        {
            return all;
        }
        let mut keys = FxHashSet::default();
        let all_keys = each(text, &mut |fields| {
            keys.extend(fields.named("crossref").map(str::to_lowercase));
            ControlFlow::Continue(())
        });
        harmless(all_keys, "nothing stops it");
        let all_entries = each(text, &mut |fields| {
            let key = fields.named("key").unwrap_or_default().to_lowercase();
            if keys.contains(&key) {
                all.entries.entry(key).or_insert(fields);
            }
            ControlFlow::Continue(())
        });
        harmless(all_entries, "nothing stops it");
        all
    }

    /// Returns whether an entry only describes what the articles of other entries are from.
    fn is_only_parent(&self, fields: &Fields) -> bool {
        let key = fields.named("key").unwrap_or_default().to_lowercase();
        self.entries.contains_key(&key)
            && fields.named(TYPE).is_some_and(|kind| COLLECTIONS.contains(&kind))
    }

    /// Adds the fields that an entry inherits. The title of the other entry is the name of the paper or book.
    fn inherited(&self, mut fields: Fields) -> Fields {
        let key = fields.named("crossref").unwrap_or_default().to_lowercase();
        let Some(parent) = self.entries.get(&key) else { return fields };
        for (name, value) in parent.all() {
            if !OWN.contains(&name) && fields.named(name).is_none() {
                fields.add(name, value);
            }
        }
        let has_source = ["journal", "journaltitle", "newspaper", "booktitle"]
            .iter()
            .any(|name| fields.named(name).is_some());
        if let (false, Some(title)) = (has_source, parent.named("title")) {
            fields.add("booktitle", title);
        }
        fields
    }
}

/// Passes on the fields of each entry.
fn each(text: &str, give: &mut dyn FnMut(Fields) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut rest = text;
    let mut names = Names::default();
    let mut has_open_comment = false;
    while let Some(at) = rest.find('@') {
        rest = &rest[at + 1..];
        let Some(open) = rest.find(['{', '(']) else { break };
        let kind = rest[..open].trim().to_ascii_lowercase();
        if !kind.chars().all(|c| c.is_ascii_alphabetic()) || kind.is_empty() {
            continue;
        }
        let close = if rest[open..].starts_with('{') { '}' } else { ')' };
        let inner = &rest[open + 1..];
        if kind == "string"
            && let Some((name, text)) = inner.split_once('=')
        {
            let text = &text[..text.floor_char_boundary(MAX_NAMED)];
            let (text, _) = value(text, &names, close, plain);
            // Names made of names could double in length with every line.
            if text.len() <= MAX_NAMED {
                names.insert(name.trim().to_ascii_lowercase(), text);
            }
        }
        match kind.as_str() {
            // A comment may hold whole entries, which somebody took out. One that is not closed ends with its line.
            "comment" | "preamble" if !has_open_comment => match balanced(inner, close) {
                Some(length) => rest = &inner[length..],
                None => has_open_comment = true,
            },
            "string" | "comment" | "preamble" => {}
            kind => {
                let (fields, length) = fields(kind, inner, &names, close);
                rest = &inner[length..];
                give(fields)?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// Returns the length of the text up to the mark that closes it.
fn balanced(text: &str, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == close && depth == 0 => return Some(at + 1),
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The maximum length of a text with a name, in bytes. A longer one has no name.
const MAX_NAMED: usize = 1_000;

/// The length of a value, in bytes, from which on it takes in no further text by its name.
const MAX_WITH_NAMES: usize = 64 * 1_024;

/// The maximum number of fields of an entry.
const FIELDS: usize = 1_000;

/// The names that a list gives to texts with `@string`, in lower case, with the texts.
type Names = FxHashMap<String, String>;

/// Returns the type, the key and the fields of an entry, and the entry's length.
fn fields(kind: &str, text: &str, names: &Names, close: char) -> (Fields, usize) {
    let mut all = Fields::default();
    all.add(TYPE, kind);
    let key = text.find([',', close, '\n']).unwrap_or(text.len());
    // Some programs write no key.
    let key = if text[..key].contains('=') { 0 } else { key };
    all.add("key", text[..key].trim());
    let mut at = key;
    loop {
        let rest = &text[at..];
        let skipped = rest.len() - rest.trim_start_matches([',', ' ', '\t', '\r', '\n']).len();
        at += skipped;
        let rest = &text[at..];
        if at > 0 && text[..at].ends_with('\n') && starts_entry(rest) {
            return (all, at);
        }
        let Some(equals) = rest.find(['=', '}', close]).filter(|end| rest[*end..].starts_with('='))
        else {
            let end = rest.find(['}', close]).map_or(text.len(), |end| at + end + 1);
            return (all, end);
        };
        let name = rest[..equals].trim().to_ascii_lowercase();
        at += equals + 1;
        let read: fn(&str) -> String = match name.as_str() {
            "author" | "editor" => tex::people,
            "url" | "doi" | "file" => tex::address,
            _ => plain,
        };
        let (value, length) = value(&text[at..], names, close, read);
        at += length;
        if all.len() < FIELDS {
            all.add(&name, &value);
        }
    }
}

/// Returns whether a line starts an entry. Within an entry, it shows that the mark that closes it is missing.
fn starts_entry(line: &str) -> bool {
    const MOST: usize = 200;
    line.starts_with('@') && {
        let line = &line[..line.floor_char_boundary(MOST)];
        let line = line.lines().next().unwrap_or_default();
        line.trim_end().ends_with(',') && entry_type(line).is_some()
    }
}

/// Returns a value, and its length. `#` joins its parts: texts in braces or quotes, and bare names or numbers.
/// `read` removes the commands of TeX.
fn value(text: &str, names: &Names, close: char, read: fn(&str) -> String) -> (String, usize) {
    let start = text.len() - text.trim_start().len();
    let inner = &text[start..];
    let mut joined = String::new();
    let mut from = 0;
    let mut add = |part: &str| {
        let is_bare = !part.trim_start().starts_with(['{', '"']);
        let named = || names.get(&part.trim().to_ascii_lowercase());
        match is_bare.then(named).flatten() {
            Some(text) if joined.len() < MAX_WITH_NAMES => joined.push_str(text),
            _ => joined.push_str(&read(part)),
        }
    };
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    let mut line_starts = false;
    for (at, c) in inner.char_indices() {
        let starts_line = std::mem::replace(&mut line_starts, c == '\n');
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
            c if depth == 0 && !quoted && (c == ',' || c == close) => {
                add(&inner[from..at]);
                return (joined.trim().to_string(), start + at);
            }
            '@' if starts_line && starts_entry(&inner[at..]) => {
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
