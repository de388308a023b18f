//! A whole article as text for people.

use std::io::{self, Write};

use super::escape::terminal;
use super::flow::flow;
use super::heading;
use super::style::{Role, Style};
use super::text::{MEASURE, paint_line, wrap};
use super::width::columns;
use crate::article::Article;
use crate::searching::{Found, Highlighted};
use crate::snippet::Part;

/// Writes a whole article: its headers, the origin of each, and its text, with marks if it is highlighted.
pub fn text(
    found: &Found,
    highlighted: Option<&Highlighted>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let article = &found.article;
    let title = highlighted.map(|parts| &parts.title).filter(|title| !title.is_empty());
    let whole = [Part { text: heading(article), mark: false }];
    let title = title.map_or(whole.as_slice(), Vec::as_slice);
    let title = match style.terminal {
        true => wrap(title, style.width.min(MEASURE), Role::Heading, style).join("\n"),
        false => painted(title, false, Role::Heading, style),
    };
    writeln!(out, "{title}\n")?;
    for (name, value) in fields(article, found) {
        let from = article.provenance.iter().find(|(field, _)| *field == name);
        let from = from.map_or(String::new(), |(_, place)| format!("  ({place})"));
        let value = terminal(&value, false);
        let room = style.width.saturating_sub(INDENT);
        let is_wide = |part: &str| columns(part) > room;
        // A key is not broken, so that it can be copied.
        if style.terminal && value.split_inclusive([' ', '/']).any(is_wide) {
            writeln!(out, "{name}\n  {}", beside(flow(&value, 2, 2, style), 2, &from, style))?;
            continue;
        }
        let value = flow(&value, INDENT, INDENT, style);
        writeln!(out, "{name:<10} {}", beside(value, INDENT, &from, style))?;
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

/// Adds the origin of a value that begins after `indent` columns, on a line of its own if it does not fit beside the
/// value.
fn beside(value: String, indent: usize, from: &str, style: Style) -> String {
    if from.is_empty() {
        return value;
    }
    let used = match value.rsplit_once('\n') {
        Some((_, last)) => columns(last),
        None => indent + columns(&value),
    };
    let from = terminal(from, false);
    match style.terminal && used + columns(&from) > style.width {
        true => {
            let from = flow(from.trim_start(), indent, indent, style);
            format!("{value}\n{:indent$}{}", "", style.paint(Role::Dim, &from))
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
    let is_wide = |line: &&Vec<Part>| {
        line.iter().map(|part| columns(&terminal(&part.text, false))).sum::<usize>() > width
    };
    let is_empty = |line: &Vec<Part>| line.iter().all(|part| part.text.trim().is_empty());
    // If each line is a paragraph, broken paragraphs cannot be told apart without blank lines.
    let are_paragraphs =
        !lines.iter().any(is_empty) && lines.iter().filter(is_wide).count() * 2 > lines.len();
    let broken = lines.iter().map(|line| match is_wide(&line) {
        true => wrap(line, width, Role::Note, style).join("\n"),
        false => painted(line, false, Role::Note, style),
    });
    broken.collect::<Vec<_>>().join(if are_paragraphs { "\n\n" } else { "\n" })
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
    fn paragraphs_of_one_line_are_separated_on_a_terminal() {
        let text = "the salt tax was cut again\nthe keeper of the tower said\nso";
        let parts = [Part { text: text.into(), mark: false }];
        assert_eq!(body(&parts, Style::PLAIN), text);
        let terminal = body(&parts, Style { width: 20, terminal: true, ..Style::PLAIN });
        let apart = "the salt tax was cut\nagain\n\nthe keeper of the\ntower said\n\nso";
        assert_eq!(terminal, apart);
    }

    #[test]
    fn a_title_is_broken_between_words_and_a_key_is_not_broken() {
        let article = Article {
            key: "60e223c07ff62fa3d5a1444f6b74ebfd".into(),
            title: Some("The salt tax was cut again after the vote".into()),
            ..Article::default()
        };
        let found = Found { article, places: Vec::new() };
        let mut out = Vec::new();
        let style = Style { width: 40, terminal: true, ..Style::PLAIN };
        text(&found, None, style, &mut out).expect("written");
        let shown = String::from_utf8(out).expect("text");
        assert!(shown.starts_with("The salt tax was cut again after the\nvote\n\n"), "{shown}");
        assert!(shown.contains("key\n  60e223c07ff62fa3d5a1444f6b74ebfd\n"), "{shown}");
    }

    #[test]
    fn the_origin_of_a_value_has_a_line_of_its_own_if_it_does_not_fit() {
        let style = Style { width: 30, terminal: true, ..Style::PLAIN };
        assert_eq!(beside("AP".into(), INDENT, "  (line 1)", style), "AP  (line 1)");
        let long = beside("Northern Wire".into(), INDENT, "  (first paragraph)", style);
        assert_eq!(long, format!("Northern Wire\n{:INDENT$}(first paragraph)", ""));
    }
}
