//! The file of saved searches, in TOML that people edit. It holds names, queries and filters, and nothing that runs or
//! writes anything.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::{DocumentMut, Item};

use super::saved_search::SavedSearch;
use crate::error::{Error, Result};

/// The first lines of a new file.
const BEGIN: &str = "\
# The saved searches of this archive, one per section. Edit them here, or with dateline watch add and remove.
# A section has the members query, since, until, on, source, lang, only, without, match and inexact,
# which mean the same as the flags of dateline search.
";

/// The maximum number of characters of a name.
const LONGEST_NAME: usize = 64;

/// A saved search with its name and the line of the file that it begins on.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The search.
    pub search: SavedSearch,
}

/// The saved searches of an archive, in the order of their file.
#[derive(Debug, Clone, Default)]
pub struct Searches {
    /// The file.
    pub path: PathBuf,
    /// The searches.
    pub all: Vec<Named>,
}

impl Searches {
    /// Parses the file of saved searches.
    ///
    /// # Errors
    ///
    /// Fails if the text is not valid. The error names the line.
    pub fn parse(path: &Path, text: &str) -> Result<Searches> {
        let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let refused = |at: usize, problem: &str| {
            let problem = format!("line {}: {problem}", line(at));
            Error::io("reading", path, problem)
                .hint("correct the file; see dateline watch add --help for what a search can have")
        };
        let file = DeTable::parse(text)
            .map_err(|error| refused(error.span().map_or(0, |span| span.start), error.message()))?;
        let mut all = Vec::new();
        for (name, section) in file.get_ref() {
            let at = name.span().start;
            let name = name.get_ref().to_string();
            if let Some(problem) = fault_of_name(&name) {
                return Err(refused(at, &problem));
            }
            let DeValue::Table(members) = section.get_ref() else {
                return Err(refused(at, &format!("{name} is not a section; write [{name}]")));
            };
            let search = read(members, at).map_err(|(at, problem)| refused(at, &problem))?;
            all.push((at, Named { name, line: line(at), search }));
        }
        all.sort_by_key(|(at, _)| *at);
        Ok(Searches {
            path: path.to_path_buf(),
            all: all.into_iter().map(|(_, named)| named).collect(),
        })
    }

    /// Returns the search with a name.
    pub fn get(&self, name: &str) -> Option<&Named> {
        self.all.iter().find(|named| named.name == name)
    }

    /// Returns the error for a name that no search has.
    pub fn unknown(&self, name: &str) -> Error {
        let names: Vec<&str> = self.all.iter().map(|named| named.name.as_str()).collect();
        let hint = match names.as_slice() {
            [] => "save one: dateline watch add NAME QUERY".to_string(),
            names if names.len() > 20 => "list them: dateline watch list".to_string(),
            names => format!("saved searches: {}", names.join(", ")),
        };
        Error::usage(format!("no saved search is named {name:?}")).hint(hint)
    }
}

/// A position in the file, and what is wrong there.
type Fault = (usize, String);

/// Reads the members of a section that begins at `at`.
fn read(members: &DeTable<'_>, at: usize) -> std::result::Result<SavedSearch, Fault> {
    let mut search = SavedSearch::default();
    let mut has_query = false;
    for (name, value) in members {
        let start = name.span().start;
        let wrong = |what: &str| (start, format!("{} is not {what}", name.get_ref()));
        let text = || text(value).ok_or_else(|| wrong("a text; write it in quotes"));
        let list = || list(value).ok_or_else(|| wrong("a list of texts: [\"a\", \"b\"]"));
        match name.get_ref().as_ref() {
            "query" => {
                search.query = text()?;
                has_query = true;
            }
            "since" => search.since = Some(text()?),
            "until" => search.until = Some(text()?),
            "on" => search.on = Some(text()?),
            "source" => search.source = list()?,
            "lang" => search.lang = list()?,
            "only" => search.only = list()?,
            "without" => search.without = list()?,
            "match" => {
                search.any = match text()?.as_str() {
                    "any" => true,
                    "all" => false,
                    _ => return Err(wrong("\"all\" or \"any\"")),
                }
            }
            "inexact" => {
                search.inexact = match value.get_ref() {
                    DeValue::Boolean(chosen) => *chosen,
                    _ => return Err(wrong("true or false")),
                }
            }
            other => {
                let problem = format!(
                    "unknown member {other:?}; a search has query, since, until, on, source, lang, only, without, \
                     match and inexact"
                );
                return Err((start, problem));
            }
        }
    }
    match has_query {
        true => Ok(search),
        false => Err((at, "the search has no query; write query = \"\" for all articles".into())),
    }
}

/// Returns a text. A date without quotes is a text, too.
fn text(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        // A year.
        DeValue::Integer(number) => Some(number.as_str().to_string()),
        _ => None,
    }
}

/// Returns a list of texts, or a text as a list.
fn list(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    match value.get_ref() {
        DeValue::Array(values) => values.iter().map(text).collect(),
        _ => Some(vec![text(value)?]),
    }
}

/// Returns what is wrong with a name, if anything.
fn fault_of_name(name: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let begins = name.starts_with(|c: char| c.is_alphanumeric());
    let fits = begins && name.chars().all(plain) && name.chars().count() <= LONGEST_NAME;
    (!fits).then(|| {
        format!(
            "{name:?} is not a valid name: use up to {LONGEST_NAME} letters, digits, hyphens, underscores and dots, \
             beginning with a letter or digit"
        )
    })
}

/// Refuses a text that cannot be the name of a search.
///
/// # Errors
///
/// Fails if it is not a name.
pub fn check_name(name: &str) -> Result<()> {
    match fault_of_name(name) {
        None => Ok(()),
        Some(problem) => Err(Error::usage(problem).hint("dateline watch add NAME QUERY")),
    }
}

/// Returns the text of the file with one more search.
///
/// # Errors
///
/// Fails if the text is not valid, or if the name is taken or is not a name.
pub fn add(path: &Path, text: &str, name: &str, search: &SavedSearch) -> Result<String> {
    check_name(name)?;
    if Searches::parse(path, text)?.get(name).is_some() {
        return Err(Error::usage(format!("a saved search named {name:?} already exists")).hint(
            format!("choose another name, or remove it first: dateline watch remove {name}"),
        ));
    }
    let before = if text.trim().is_empty() { BEGIN } else { text };
    let new = format!("{}\n\n{}", before.trim_end(), search.section(name));
    Searches::parse(path, &new)?;
    Ok(new)
}

/// Returns the text of the file without one of its searches. Comments of other sections are kept.
///
/// # Errors
///
/// Fails if the text is not valid, or if no search has the name.
pub fn remove(path: &Path, text: &str, name: &str) -> Result<String> {
    let searches = Searches::parse(path, text)?;
    if searches.get(name).is_none() {
        return Err(searches.unknown(name));
    }
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| Error::io("reading", path, error))?;
    let Some(Item::Table(removed)) = document.remove(name) else { return Ok(document.to_string()) };
    // A comment directly above a section belongs to it; text above an empty line does not.
    let above = removed.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
    let Some((kept, _)) = above.rsplit_once("\n\n").filter(|(kept, _)| !kept.trim().is_empty())
    else {
        return Ok(document.to_string());
    };
    let kept = format!("{kept}\n");
    let tables = document.iter_mut().filter_map(|(_, item)| item.as_table_mut());
    let later = tables.filter(|table| table.position() > removed.position());
    match later.min_by_key(|table| table.position()) {
        Some(next) => {
            let prefix = next.decor().prefix().and_then(|prefix| prefix.as_str());
            let prefix = format!("{kept}{}", prefix.unwrap_or_default());
            next.decor_mut().set_prefix(prefix);
        }
        None => {
            let rest = document.trailing().as_str().unwrap_or_default();
            let rest = format!("{kept}{rest}");
            document.set_trailing(rest);
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> &'static Path {
        Path::new("searches.toml")
    }

    #[test]
    fn what_is_added_is_read_back() {
        let search = SavedSearch {
            query: "\"salt tax\" \u{7f}\\ -ferry".into(),
            since: Some("7d".into()),
            source: vec!["AP".into(), "N\"W".into()],
            without: vec!["section:Sport".into()],
            any: true,
            inexact: true,
            ..SavedSearch::default()
        };
        let text = add(file(), "", "salt", &search).unwrap();
        let text = add(file(), &text, "größe.2", &SavedSearch::default()).unwrap();
        let read = Searches::parse(file(), &text).unwrap();
        assert_eq!(read.get("salt").map(|named| &named.search), Some(&search));
        assert_eq!(read.all[1].search, SavedSearch::default());
        assert!(text.starts_with("# The saved searches"), "{text}");
        for name in ["salt", "", "a b", "-a", "a/b", "a\n", &"a".repeat(65)] {
            assert!(add(file(), &text, name, &search).is_err(), "{name:?}");
        }
    }

    #[test]
    fn comments_of_people_stay() {
        let text = "# all\n\n# of grain\n[grain]\nquery = \"grain\" # here\n\n# of salt\n[salt]\nquery = 'salt'\non = 2024-05-01\nsource = 'AP'\n# end\n";
        let read = Searches::parse(file(), text).unwrap();
        assert_eq!(read.all.iter().map(|named| named.line).collect::<Vec<_>>(), [4, 8]);
        assert_eq!(read.all[1].search.on.as_deref(), Some("2024-05-01"));
        assert_eq!(read.all[1].search.source, ["AP"]);
        let without = remove(file(), text, "grain").unwrap();
        assert!(
            without.starts_with("# all\n") && without.contains("# of salt\n[salt]"),
            "{without}"
        );
        assert!(!without.contains("of grain") && without.contains("# end"), "{without}");
        let without = remove(file(), text, "salt").unwrap();
        assert!(without.contains("query = \"grain\" # here") && !without.contains("salt"));
        assert!(remove(file(), text, "tax").is_err());
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        for (text, line, part) in [
            ("[a]\nquery = \"a\"\nsauce = \"AP\"\n", 3, "sauce"),
            ("[a]\nquery = 'a'\n\n[b]\n", 4, "no query"),
            ("[a]\nquery = 'a'\ninexact = 'yes'\n", 3, "inexact"),
            ("[a]\nquery = 'a'\nmatch = 'some'\n", 3, "match"),
            ("[a]\nquery = ['a']\n", 2, "query"),
            ("[a]\nquery = 'a\n", 2, ""),
            ("x = 1\n", 1, "x"),
            ("[\"a b\"]\nquery = 'a'\n", 1, "name"),
            ("[a]\nquery = 'a'\n[a]\nquery = 'b'\n", 3, ""),
        ] {
            let error = Searches::parse(file(), text).unwrap_err();
            let told = error.message.contains(&format!("line {line}:"));
            assert!(told && error.message.contains(part), "{text:?}: {error}");
        }
    }
}
