//! Lists of articles below headers of one kind: `Title: …`, `Date: …`, a blank line and the text, over and over.
//!
//! Rules, blank lines, page breaks and counts such as `Article 3 of 20` may separate the articles.

use std::ops::Range;

use serde_json::Value;

use super::marks::{is_count, is_rule};
use crate::archive::columns;

/// The minimum number of names that two heads have in common.
const SHARED: usize = 2;
/// The maximum number of lines of a head.
const LINES: usize = 60;
/// The maximum number of articles in a list.
const ARTICLES: usize = 1_000_000;

/// Splits a line into the name of a header and its value.
type Named = fn(&str) -> Option<(&str, &str)>;

/// The headers of an article.
pub type Members = Vec<(String, Value)>;

/// An article of a list: the line on which it starts, its headers and the range of its text.
pub struct Entry {
    pub line: u64,
    pub members: Members,
    pub body: Range<usize>,
}

/// The lines of a text.
struct Lines<'a> {
    text: &'a str,
    /// Where the lines start. Four bytes per line, because a text may have millions of them.
    starts: Vec<u32>,
}

impl<'a> Lines<'a> {
    /// Returns the first `most` lines of a text.
    fn of(text: &'a str, most: usize) -> Lines<'a> {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after).filter(|at| *at < text.len());
        let starts = starts.take(most).map_while(|at| u32::try_from(at).ok()).collect();
        Lines { text, starts }
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    fn start(&self, at: usize) -> usize {
        self.starts[at] as usize
    }

    fn get(&self, at: usize) -> &'a str {
        let end = self.starts.get(at + 1).map_or(self.text.len(), |end| *end as usize);
        self.text[self.start(at)..end].trim_end_matches(['\r', '\n'])
    }
}

/// Returns the articles of a list, or `None` if a text is not a list of at least two.
pub fn entries(text: &str, named: Named) -> Option<Vec<Entry>> {
    // Most texts are not lists, which their first lines show.
    let lines = Lines::of(text, 2 * LINES);
    let first = (0..lines.len().min(LINES)).find_map(|at| head(&lines, at, named))?;
    if !is_telling(&first.members) || !(0..first.at).all(|at| is_between(lines.get(at))) {
        return None;
    }
    let lines = Lines::of(text, usize::MAX);
    let mut heads = vec![first];
    let mut at = heads[0].end;
    while at < lines.len() && heads.len() < ARTICLES {
        // The first header of each head is the same, so most lines are not looked at more closely.
        let may_begin = same_name(&heads[0].members[0].0, lines.get(at), named);
        let next = may_begin.then(|| head(&lines, at, named)).flatten();
        match next.filter(|next| is_like(&heads[0].members, &next.members)) {
            Some(next) => {
                at = next.end;
                heads.push(next);
            }
            None => at += 1,
        }
    }
    let is_mail = |name: &str| ["from", "subject"].contains(&name.to_lowercase().as_str());
    let least = if heads[0].members.iter().any(|(name, _)| is_mail(name)) { 4 } else { 2 };
    if heads.len() < least {
        return None;
    }
    let ends: Vec<usize> = heads[1..].iter().map(|head| head.at).chain([lines.len()]).collect();
    let entries = heads.into_iter().zip(ends).map(|(head, end)| {
        // The last line of a head may be that of the text.
        let end = (head.end - 1..end).rev().find(|at| !is_between(lines.get(*at)));
        let end = end.map_or(head.body, |at| lines.start(at) + lines.get(at).len());
        Entry {
            line: head.at as u64 + 1,
            members: head.members,
            body: head.body..end.max(head.body),
        }
    });
    Some(entries.collect())
}

/// The head of an article: the lines `at..end`, and where the text starts.
struct Head {
    at: usize,
    end: usize,
    members: Members,
    body: usize,
}

/// Reads the head that starts with a line, after a line that separates articles.
fn head(lines: &Lines, at: usize, named: Named) -> Option<Head> {
    if at > 0 && !is_between(lines.get(at - 1)) {
        return None;
    }
    let mut members: Members = Vec::new();
    for number in at..lines.len().min(at + LINES) {
        let own = lines.get(number);
        let start = lines.start(number);
        if own.trim().is_empty() || is_rule(own) {
            let body = start + own.len();
            return (members.len() >= SHARED).then_some(Head { at, end: number, members, body });
        }
        if own.starts_with([' ', '\t'])
            && let Some((_, Value::String(value))) = members.last_mut()
        {
            value.push(' ');
            value.push_str(own.trim());
            continue;
        }
        let (name, value) = named(own)?;
        let name = name.trim();
        if is_text(name) && members.len() >= SHARED {
            let body = start + own.len() - value.len();
            return Some(Head { at, end: number + 1, members, body });
        }
        members.push((name.to_string(), Value::String(unquoted(value.trim()).to_string())));
    }
    let is_end = at + LINES >= lines.len() && members.len() >= SHARED;
    is_end.then_some(Head { at, end: lines.len(), members, body: lines.text.len() })
}

/// Removes the quotes around a value, as front matter has them.
fn unquoted(value: &str) -> &str {
    let mut inner = ['"', '\'']
        .iter()
        .filter_map(|quote| Some((value.strip_prefix(*quote)?.strip_suffix(*quote)?, *quote)));
    inner.next().map_or(value, |(inner, quote)| if inner.contains(quote) { value } else { inner })
}

/// Returns whether a line starts with a header of this name.
fn same_name(name: &str, line: &str, named: Named) -> bool {
    line.get(..name.len()).is_some_and(|start| start.to_lowercase() == name.to_lowercase())
        && named(line).is_some_and(|(own, _)| own.trim().to_lowercase() == name.to_lowercase())
}

/// Returns whether two heads are of one kind: most names of the shorter one are in both.
fn is_like(one: &Members, other: &Members) -> bool {
    let has = |name: &str| one.iter().any(|(known, _)| known.to_lowercase() == name.to_lowercase());
    let shared = other.iter().filter(|(name, _)| has(name)).count();
    shared >= SHARED && 3 * shared >= 2 * one.len().min(other.len()) && is_telling(other)
}

/// Returns whether a head has a title, and a date or a source.
fn is_telling(members: &Members) -> bool {
    let is_title = |name: &str| TITLES.contains(&name.to_lowercase().as_str());
    let titles = members.iter().filter(|(name, _)| is_title(name)).count();
    let others =
        members.iter().filter(|(name, _)| !is_title(name) && columns::has_meaning(name)).count();
    titles >= 1 && others >= 1
}

/// The names of titles.
const TITLES: [&str; 20] = [
    "title",
    "headline",
    "subject",
    "titel",
    "überschrift",
    "schlagzeile",
    "titre",
    "título",
    "titulo",
    "titular",
    "titolo",
    "kop",
    "rubrik",
    "rubrikk",
    "otsikko",
    "tytuł",
    "заголовок",
    "название",
    "标题",
    "タイトル",
];

/// Names of the text.
fn is_text(name: &str) -> bool {
    const TEXTS: [&str; 18] = [
        "body",
        "text",
        "full text",
        "article text",
        "content",
        "article",
        "volltext",
        "inhalt",
        "texte",
        "contenu",
        "texte intégral",
        "texto",
        "texto completo",
        "contenido",
        "testo",
        "tekst",
        "inhoud",
        "текст",
    ];
    TEXTS.contains(&name.to_lowercase().as_str())
}

/// Returns whether a line separates articles: a blank line, a rule, a page break or a count.
fn is_between(line: &str) -> bool {
    line.trim().is_empty() || is_rule(line) || is_count(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits a header as `headed.rs` does.
    fn named(line: &str) -> Option<(&str, &str)> {
        let (name, value) = line.split_once(':')?;
        (name.len() <= 40 && name.split(' ').count() <= 3).then(|| (name, value.trim_start()))
    }

    fn said(text: &str) -> Vec<(String, String)> {
        let entries = entries(text, named).unwrap_or_default();
        let title = |entry: &Entry| entry.members[0].1.as_str().unwrap_or_default().to_string();
        entries.iter().map(|one| (title(one), text[one.body.clone()].trim().to_string())).collect()
    }

    #[test]
    fn heads_of_one_kind_start_articles() {
        let two = [
            ("Lamp lit".to_string(), "The lamp was lit.\n\nNote: it is bright.".to_string()),
            ("Ferry late".to_string(), "The ferry was late.".to_string()),
        ];
        for form in [
            "Title: {t}\nDate: {d}\nSource: Echo\n\n{b}\n\n",
            "======\nTitle: {t}\nDate: {d}\n\n{b}\n\n",
            "======\nTitle: {t}\nDate: {d}\n======\n{b}\n",
            "Title: {t}\nDate: {d}\n\n{b}\n\n* * *\n\n",
            "Article {n} of 2\n\nTitle: {t}\nDate: {d}\n\n{b}\n\n",
            "Titel: {t}\nDatum: {d}\nText: {b}\n\n",
            "---\ntitle: \"{t}\"\ndate: {d}\n---\n\n{b}\n\n",
            "\u{c}\nHeadline: {t}\nPublished: {d}\n\n{b}\n",
        ] {
            let filled = |number: &str, (title, body): &(String, String), day: &str| {
                let form = form.replace("{n}", number).replace("{t}", title);
                form.replace("{b}", body).replace("{d}", day)
            };
            let text = filled("1", &two[0], "2024-09-14") + &filled("2", &two[1], "2019-05-03");
            assert_eq!(said(&text), two, "{text}");
            assert_eq!(said(&text.replace('\n', "\r\n")).len(), 2, "{text}");
        }
        for one in [
            "Title: Lamp lit\nDate: 2024-09-14\n\nThe lamp was lit.\n\nNote: it is bright.\n",
            "From: Ada\nDate: 2024-09-14\nSubject: Lamp\n\nHe wrote:\n\nFrom: Ben\nDate: 2024-09-13\nSubject: Lamp\n\nIs it lit?\n",
            "Name: Ada\nAge: 54\n\nText\n\nName: Ben\nAge: 45\n\nText\n",
        ] {
            assert!(entries(one, named).is_none(), "{one}");
        }
    }
}
