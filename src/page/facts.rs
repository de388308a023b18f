//! The lines below a hit's heading: date, source, agency, id, key and path.

use super::escape::terminal;
use super::style::{Role, Style};
use super::width::{columns, of_char};
use super::{copies, is_hash, original, path};
use crate::indexing::is_of_values;
use crate::searching::Found;

/// The separator between two facts.
const BETWEEN: &str = " · ";

/// Formats the facts about an article as lines that fit the terminal. A pipe gets one line.
///
/// `folder` is the name of the indexed folder, with a slash, if hits come from several. Otherwise it is empty.
pub fn lines(found: &Found, folder: &str, width: usize, style: Style) -> Vec<String> {
    let path = format!("{folder}{}", path(found));
    let facts = facts(found, &path);
    let path = terminal(&path, false).into_owned();
    let dim = |text: &str| style.paint(Role::Dim, text);
    let linked = |text: &str| {
        let text = style.paint(Role::Dim, text);
        match found.places.first() {
            Some(place) if style.links && !is_of_values(&place.root) => {
                style.link(&original::address(place), &text)
            }
            _ => text,
        }
    };
    if !style.terminal {
        return vec![style.paint(Role::Dim, &facts.join(BETWEEN))];
    }
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for fact in facts {
        let (painted, wide) = match fact == path {
            true => (&linked as &dyn Fn(&str) -> String, columns(&fact)),
            false => (&dim as &dyn Fn(&str) -> String, columns(&fact)),
        };
        if used > 0 && used + columns(BETWEEN) + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if used > 0 {
            line.push_str(&dim(BETWEEN));
            used += columns(BETWEEN);
        }
        if wide > width {
            let mut pieces = in_pieces(&fact, width);
            let last = pieces.pop().unwrap_or_default();
            lines.extend(pieces.iter().map(|piece| painted(piece)));
            line.push_str(&painted(&last));
            used = columns(&last);
        } else {
            line.push_str(&painted(&fact));
            used += wide;
        }
    }
    lines.push(line);
    lines
}

/// Breaks a path or a long fact into pieces of at most `width` columns, after a slash or a space if possible.
fn in_pieces(text: &str, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for part in text.split_inclusive(['/', ' ']) {
        if !piece.is_empty() && columns(&piece) + columns(part) > width {
            pieces.push(std::mem::take(&mut piece));
        }
        for c in part.chars() {
            if columns(&piece) + of_char(c) > width {
                pieces.push(std::mem::take(&mut piece));
            }
            piece.push(c);
        }
    }
    pieces.push(piece);
    pieces
}

/// Returns the date, source, agency, id, key and path of an article.
fn facts(found: &Found, path: &str) -> Vec<String> {
    let article = &found.article;
    let date = article.date.map_or_else(|| "undated".to_string(), |date| date.to_string());
    let mut parts = vec![date];
    parts.extend(article.source.clone());
    parts.extend(article.agency.clone());
    parts.extend(article.id.as_ref().map(|id| format!("id {id}")));
    // A prefix is enough to identify a hash. A key supplied by an article is shown in full.
    parts.push(if is_hash(&article.key) {
        article.key[..12].to_string()
    } else {
        article.key.clone()
    });
    parts.push(path.to_string());
    if copies(found) > 0 {
        parts.push(format!(
            "and {} more {}",
            copies(found),
            if copies(found) == 1 { "place" } else { "places" }
        ));
    }
    parts.iter().map(|part| terminal(part, false).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::catalogue::Place;

    fn found(path: &str) -> Found {
        let article = Article { key: "5f1c9a".into(), ..Article::default() };
        let place = Place { root: "/in".into(), path: path.into(), line: 1 };
        Found { article, places: vec![place] }
    }

    /// Returns the lines without hyperlinks.
    fn shown(path: &str, width: usize) -> Vec<String> {
        let style = Style { terminal: true, links: true, ..Style::PLAIN };
        let plain = |line: String| {
            let parts =
                line.split("\u{1b}]8;;").map(|part| part.split_once('\\').map_or(part, |it| it.1));
            parts.map(|part| part.trim_end_matches('\u{1b}')).collect::<String>()
        };
        lines(&found(path), "", width, style).into_iter().map(plain).collect()
    }

    #[test]
    fn a_terminal_has_lines_that_fit_and_a_pipe_has_one() {
        let path = "wire/northern-wire/1001.txt";
        assert_eq!(
            lines(&found(path), "", 20, Style::PLAIN),
            [format!("undated · 5f1c9a · {path}")]
        );
        assert_eq!(shown(path, 80), [format!("undated · 5f1c9a · {path}")]);
        assert_eq!(shown(path, 40), ["undated · 5f1c9a", path]);
        assert_eq!(shown(path, 20), ["undated · 5f1c9a", "wire/northern-wire/", "1001.txt"]);
        for width in 10..100 {
            assert!(
                shown(path, width).iter().all(|line| columns(line) <= width.max(16)),
                "{width}"
            );
        }
    }

    #[test]
    fn a_key_that_is_an_address_is_broken_after_a_slash() {
        let mut found = found("a.txt");
        found.article.key = "https://example.org/news/2024/a-long-headline".into();
        let style = Style { terminal: true, ..Style::PLAIN };
        let shown = lines(&found, "", 30, style);
        let key = ["https://example.org/news/2024/", "a-long-headline · a.txt"];
        assert_eq!(shown, [&["undated"][..], &key].concat());
    }

    #[test]
    fn a_path_is_a_hyperlink_on_a_terminal_only() {
        let style = Style { terminal: true, links: true, ..Style::PLAIN };
        let line = lines(&found("a b.txt"), "", 80, style).remove(0);
        let link = "\u{1b}]8;;file:///in/a%20b.txt\u{1b}\\a b.txt\u{1b}]8;;\u{1b}\\";
        assert!(line.ends_with(link), "{line:?}");
    }
}
