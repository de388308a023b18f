//! Pages of text for people. Output to a pipe is plain and the same in every run.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape::terminal;
use super::flow::flow;
use super::style::{Role, Style};
use super::{expansion, facets, facts, heading, names, printed};
use crate::answers::names::Names;
use crate::article::Article;
use crate::searching::{Answer, Found, Highlighted, Shown, articles, stories};
use crate::snippet::{Part, Passage};

/// The maximum width of running text, in columns. Longer lines are tiring to read.
const MEASURE: usize = 100;

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
    hits.iter().try_for_each(|hit| self::hit(hit, indent, style, out))
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
    for line in facts::lines(&hit.found, width - indent, style) {
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
fn wrap(parts: &[Part], width: usize, role: Role, style: Style) -> Vec<String> {
    let texts: Vec<_> = parts.iter().map(|part| (terminal(&part.text, false), part.mark)).collect();
    let mut lines = Vec::new();
    let mut line: Vec<(String, bool)> = Vec::new();
    let mut used = 0;
    let mut space = false;
    for word in pieces(&texts).chunk_by(|_, next| next.continues) {
        let columns: usize = word.iter().map(|piece| columns(piece.text)).sum();
        if used > 0 && used + 1 + columns > width {
            lines.push(paint_line(&line, role, style));
            line.clear();
            used = 0;
            space = false;
        }
        if space {
            append(&mut line, " ", false);
            used += 1;
        }
        let fits = used + columns <= width;
        for piece in word {
            if fits {
                append(&mut line, piece.text, piece.mark);
                continue;
            }
            for c in piece.text.chars() {
                // A word that is wider than the line (a URL, a script without spaces) is broken.
                let column = c.width().unwrap_or(0);
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
            used += columns;
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

/// Returns the display width of `text` in terminal columns.
fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
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

fn paint_line(line: &[(String, bool)], role: Role, style: Style) -> String {
    line.iter()
        .map(|(text, mark)| match (mark, role) {
            (true, _) => style.paint(Role::Mark, text),
            (false, Role::Heading) => style.paint(Role::Heading, text),
            (false, _) => text.clone(),
        })
        .collect()
}

/// Writes a whole article: its headers, the origin of each, and its text, with marks if it is highlighted.
pub fn article(
    found: &Found,
    highlighted: Option<&Highlighted>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let article = &found.article;
    let title = highlighted.map(|parts| &parts.title).filter(|title| !title.is_empty());
    let title = match title {
        Some(title) => painted(title, false, Role::Heading, style),
        None => style.paint(Role::Heading, &terminal(&heading(article), false)),
    };
    writeln!(out, "{title}\n")?;
    for (name, value) in fields(article, found) {
        let from = article.provenance.iter().find(|(field, _)| *field == name);
        let from = from.map_or(String::new(), |(_, place)| format!("  ({place})"));
        let value = flow(&terminal(&value, false), INDENT, INDENT, style);
        writeln!(out, "{name:<10} {}", beside(value, &from, style))?;
    }
    for header in article.headers.iter().filter(|header| header.name != "date") {
        let name = style.paint(Role::Dim, &format!("{:<10}", terminal(&header.name, false)));
        writeln!(out, "{name} {}", flow(&terminal(&header.value, false), INDENT, INDENT, style))?;
    }
    if !article.body.is_empty() {
        let whole = [Part { text: article.body.clone(), mark: false }];
        let parts = highlighted.map_or(whole.as_slice(), |parts| &parts.body);
        writeln!(out, "\n{}", body(parts, style))?;
    }
    Ok(())
}

/// The column in which the values of headers start.
const INDENT: usize = 11;

/// Adds the origin of a value, on a line of its own if it does not fit beside the value.
fn beside(value: String, from: &str, style: Style) -> String {
    if from.is_empty() {
        return value;
    }
    let used = match value.rsplit_once('\n') {
        Some((_, last)) => columns(last),
        None => INDENT + columns(&value),
    };
    let from = terminal(from, false);
    match style.terminal && used + columns(&from) > style.width {
        true => {
            let from = flow(from.trim_start(), INDENT, INDENT, style);
            format!("{value}\n{:INDENT$}{}", "", style.paint(Role::Dim, &from))
        }
        false => format!("{value}{}", style.paint(Role::Dim, &from)),
    }
}

/// Writes a text with its marks. Lines that do not fit the terminal are broken between words.
fn body(parts: &[Part], style: Style) -> String {
    if !style.terminal {
        return painted(parts, true, Role::Note, style);
    }
    let width = style.width.min(MEASURE);
    let mut lines: Vec<Vec<Part>> = vec![Vec::new()];
    for part in parts {
        for (number, text) in part.text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(Part { text: text.to_string(), mark: part.mark });
            }
        }
    }
    let broken = lines.iter().map(|line| {
        let whole: usize = line.iter().map(|part| columns(&terminal(&part.text, false))).sum();
        match whole <= width {
            true => painted(line, false, Role::Note, style),
            false => wrap(line, width, Role::Note, style).join("\n"),
        }
    });
    broken.collect::<Vec<_>>().join("\n")
}

/// Escapes marked and unmarked parts, and paints them. `lines` keeps line breaks.
fn painted(parts: &[Part], lines: bool, role: Role, style: Style) -> String {
    let escaped = parts.iter().map(|part| (terminal(&part.text, lines).into_owned(), part.mark));
    paint_line(&escaped.collect::<Vec<_>>(), role, style)
}

fn fields(article: &Article, found: &Found) -> Vec<(&'static str, String)> {
    let mut rows = vec![("key", article.key.clone())];
    rows.extend(article.id.clone().map(|id| ("id", id)));
    rows.push((
        "date",
        article.date.map_or_else(|| "unknown".to_string(), |date| date.to_string()),
    ));
    let joined = |values: &[String]| (!values.is_empty()).then(|| values.join(", "));
    let (byline, topics) = (joined(&article.byline), joined(&article.topics));
    let rest = [
        ("source", &article.source),
        ("agency", &article.agency),
        ("byline", &byline),
        ("section", &article.section),
        ("topics", &topics),
        ("dateline", &article.dateline),
        ("lang", &article.lang),
        ("url", &article.url),
    ];
    rows.extend(
        rest.into_iter().filter_map(|(name, value)| value.clone().map(|value| (name, value))),
    );
    if article.flags.suspect {
        rows.push(("flag", "suspect date".into()));
    }
    if article.flags.truncated {
        rows.push(("flag", "truncated".into()));
    }
    for place in &found.places {
        rows.push(("path", format!("{} line {}", place.path, place.line)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_breaks_only_lines_that_do_not_fit() {
        let part = |text: &str, mark: bool| Part { text: text.into(), mark };
        let parts = [
            part("  a short line\nthe salt ", false),
            part("tax", true),
            part(" was cut again", false),
        ];
        let pipe = body(&parts, Style { width: 20, ..Style::PLAIN });
        assert_eq!(pipe, "  a short line\nthe salt tax was cut again");
        let terminal = body(&parts, Style { width: 20, terminal: true, ..Style::PLAIN });
        assert_eq!(terminal, "  a short line\nthe salt tax was cut\nagain");
    }

    #[test]
    fn the_origin_of_a_value_has_a_line_of_its_own_if_it_does_not_fit() {
        let style = Style { width: 30, terminal: true, ..Style::PLAIN };
        assert_eq!(beside("AP".into(), "  (line 1)", style), "AP  (line 1)");
        let long = beside("Northern Wire".into(), "  (first paragraph)", style);
        assert_eq!(long, format!("Northern Wire\n{:INDENT$}(first paragraph)", ""));
    }
}
