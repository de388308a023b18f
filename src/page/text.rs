//! Hits as text for people. Output to a pipe is plain and the same in every run.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::escape::terminal;
use super::flow::flow;
use super::style::{Role, Style};
use super::width::{columns, of_char};
use super::{expansion, facets, facts, heading, names, printed};
use crate::answers::names::Names;
use crate::searching::{Answer, Shown, articles, stories};
use crate::snippet::{Part, Passage};

/// The maximum width of running text, in columns. Longer lines are tiring to read.
pub(super) const MEASURE: usize = 100;

/// Writes hits, facets, names if there are any, and a footer.
pub fn answer(
    answer: &Answer,
    named: Option<&Names>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    hits(&answer.hits, style, out)?;
    facets::text(&answer.facets, style, out)?;
    if let Some(named) = named {
        names::facet(named, style, out)?;
    }
    if let Some(terms) = answer.expanded.as_ref().filter(|terms| !terms.is_empty()) {
        let expanded = format!("also ranked by {}", expansion::list(terms));
        let expanded = flow(&expanded, 0, 2, style);
        writeln!(out, "{}", style.paint(Role::Dim, &expanded))?;
    }
    let footer = flow(&footer(answer, style), 0, 2, style);
    writeln!(out, "{}", style.paint(Role::Dim, &footer))
}

/// Writes hits.
pub fn hits(hits: &[Shown], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let last = hits.last().map_or(1, |hit| hit.rank);
    let indent = last.to_string().len() + 2;
    let folders = folders(hits);
    hits.iter().try_for_each(|hit| {
        let folder = hit.found.places.first().and_then(|place| folders.get(place.root.as_str()));
        hit_in(hit, folder.map_or("", String::as_str), indent, style, out)
    })
}

/// Returns a name with a slash for each indexed folder that hits come from: as many of the last parts of its path as
/// distinguish it from the others. Returns none if all hits come from one folder.
fn folders(hits: &[Shown]) -> BTreeMap<&str, String> {
    let places = hits.iter().filter_map(|hit| hit.found.places.first());
    let roots: BTreeSet<&str> = places.map(|place| place.root.as_str()).collect();
    if roots.len() < 2 {
        return BTreeMap::new();
    }
    let last = |root: &str, parts: usize| {
        let from = root.rmatch_indices('/').nth(parts - 1).map_or(0, |(at, _)| at + 1);
        root[from..].to_string()
    };
    let named = |root: &str| {
        let is_unique = |name: &String, parts| {
            roots.iter().filter(|other| last(other, parts) == *name).count() == 1
        };
        let parts = 1..=root.split('/').count();
        let mut names = parts.map(|parts| (last(root, parts), parts));
        let name = names.find(|(name, parts)| is_unique(name, *parts));
        format!("{}/", name.map_or(root.to_string(), |(name, _)| name))
    };
    roots.iter().map(|root| (*root, named(root))).collect()
}

fn footer(answer: &Answer, style: Style) -> String {
    let counts = &answer.counts;
    let stories = answer.stories.map(stories);
    let (listed, mut line) = match (&stories, answer.unique) {
        (Some(stories), true) => {
            (answer.stories, format!("{stories} in {}", articles(counts.total)))
        }
        (Some(stories), false) => (None, format!("{} in {stories}", articles(counts.total))),
        (None, _) => (None, articles(counts.total)),
    };
    if let (Some(first), Some(last)) = (answer.hits.first(), answer.hits.last())
        && (answer.hits.len() as u64) < listed.unwrap_or(counts.total)
    {
        let page = match first.rank == last.rank {
            true => first.rank.to_string(),
            false => format!("{}–{}", first.rank, last.rank),
        };
        line = format!("{page} of {line}");
    }
    for (what, count) in
        [("undated", counts.undated), ("dated only to the month or year", counts.imprecise)]
    {
        if count > 0 {
            line.push_str(&format!(", {count} {what}"));
        }
    }
    if counts.undated_excluded > 0 {
        line.push_str(&format!("; {} undated excluded", counts.undated_excluded));
    }
    // The time differs from run to run, so it is left out where the output has to be the same.
    if style.colour {
        line.push_str(&format!(" · {:.1} ms", answer.took_ms));
    }
    line
}

/// Writes one hit. `indent` is the number of columns that its rank and two spaces take.
pub fn hit(hit: &Shown, indent: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    hit_in(hit, "", indent, style, out)
}

/// Writes one hit, with the name of its indexed folder before its path.
fn hit_in(
    hit: &Shown,
    folder: &str,
    indent: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = style.width.min(MEASURE + indent).max(indent + 20);
    let margin = " ".repeat(indent);
    let number = format!("{:>width$}  ", hit.rank, width = indent - 2);
    let title = match hit.title.is_empty() {
        true => vec![Part { text: heading(&hit.found.article), mark: false }],
        false => hit.title.clone(),
    };
    let lines = wrap(&title, width - indent, Role::Heading, style);
    for (row, line) in lines.iter().enumerate() {
        let lead = if row == 0 { style.paint(Role::Dim, &number) } else { margin.clone() };
        writeln!(out, "{lead}{line}")?;
    }
    for line in facts::lines(&hit.found, folder, width - indent, style) {
        writeln!(out, "{margin}{line}")?;
    }
    if let Some(line) = hit.story.as_ref().and_then(printed::line) {
        let line = flow(&line, indent, indent, style);
        writeln!(out, "{margin}{}", style.paint(Role::Dim, &line))?;
    }
    for passage in &hit.passages {
        for line in wrap(&ellipses(passage), width - indent, Role::Note, style) {
            writeln!(out, "{margin}{line}")?;
        }
    }
    writeln!(out)
}

fn ellipses(passage: &Passage) -> Vec<Part> {
    let dots = |text: &str| Part { text: text.to_string(), mark: false };
    let mut parts = Vec::new();
    parts.extend(passage.cut_before.then(|| dots("… ")));
    parts.extend(passage.parts.iter().cloned());
    parts.extend(passage.cut_behind.then(|| dots(" …")));
    parts
}

/// Breaks text at spaces into lines of at most `width` columns, and paints the marks. With `Role::Heading`, the rest is
/// painted as a heading; with any other role, it is not painted.
pub(super) fn wrap(parts: &[Part], width: usize, role: Role, style: Style) -> Vec<String> {
    let texts: Vec<_> = parts.iter().map(|part| (terminal(&part.text, false), part.mark)).collect();
    let mut lines = Vec::new();
    let mut line: Vec<(String, bool)> = Vec::new();
    let mut used = 0;
    let mut space = false;
    for word in pieces(&texts).chunk_by(|_, next| next.continues) {
        let wide: usize = word.iter().map(|piece| columns(piece.text)).sum();
        if used > 0 && used + 1 + wide > width {
            lines.push(paint_line(&line, role, style));
            line.clear();
            used = 0;
            space = false;
        }
        if space {
            append(&mut line, " ", false);
            used += 1;
        }
        let fits = used + wide <= width;
        for piece in word {
            if fits {
                append(&mut line, piece.text, piece.mark);
                continue;
            }
            for c in piece.text.chars() {
                // A word that is wider than the line (a URL, a script without spaces) is broken.
                let column = of_char(c);
                if used + column > width {
                    lines.push(paint_line(&line, role, style));
                    line.clear();
                    used = 0;
                }
                append(&mut line, c.encode_utf8(&mut [0; 4]), piece.mark);
                used += column;
            }
        }
        if fits {
            used += wide;
        }
        space = true;
    }
    if !line.is_empty() {
        lines.push(paint_line(&line, role, style));
    }
    lines
}

/// Appends text to a line of texts that are each marked or not.
fn append(line: &mut Vec<(String, bool)>, text: &str, mark: bool) {
    match line.last_mut() {
        Some((last, same)) if *same == mark => last.push_str(text),
        _ => line.push((text.to_string(), mark)),
    }
}

/// A word, or a part of one: only a part of a word may be marked.
struct Piece<'a> {
    text: &'a str,
    mark: bool,
    /// Whether it belongs to the same word as the piece before it.
    continues: bool,
}

/// Splits texts, each marked or not, at white space.
fn pieces<'a>(texts: &'a [(Cow<str>, bool)]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut open = false;
    for (text, mark) in texts {
        for (number, piece) in text.split(char::is_whitespace).enumerate() {
            open &= number == 0;
            if !piece.is_empty() {
                pieces.push(Piece { text: piece, mark: *mark, continues: open });
                open = true;
            }
        }
        open &= !text.ends_with(char::is_whitespace);
    }
    pieces
}

pub(super) fn paint_line(line: &[(String, bool)], role: Role, style: Style) -> String {
    line.iter()
        .map(|(text, mark)| match (mark, role) {
            (true, _) => style.paint(Role::Mark, text),
            (false, Role::Heading) => style.paint(Role::Heading, text),
            (false, _) => text.clone(),
        })
        .collect()
}
