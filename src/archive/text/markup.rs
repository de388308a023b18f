//! Converts reStructuredText, AsciiDoc and Org to the text that a reader sees. What they state about the article becomes
//! lines below its title, as in plain text: `Author: Ada Quill`.

/// Returns reStructuredText (<https://docutils.sourceforge.io/rst.html>) without its markup.
pub fn of_rst(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The indentation of a directive whose block is left out.
    let mut left_out: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let trimmed = line.trim();
        if left_out.is_some_and(|than| trimmed.is_empty() || indent > than) {
            if trimmed.is_empty() {
                out.push('\n');
            }
            continue;
        }
        left_out = None;
        if let Some(directive) = trimmed.strip_prefix(".. ") {
            // An admonition has text; pictures, code and comments have none.
            const TEXTS: [&str; 8] = [
                "note",
                "warning",
                "tip",
                "important",
                "epigraph",
                "highlights",
                "pull-quote",
                "admonition",
            ];
            match directive.split_once("::").filter(|(name, _)| TEXTS.contains(name)) {
                Some((_, rest)) => out.push_str(rest.trim_start()),
                None => left_out = Some(indent),
            }
        } else if is_line_of(trimmed, "=-~^\"'`#*+:._") {
            // A rule above or below a heading.
        } else {
            inline(trimmed, &["``", "**", "*"], &mut out);
        }
        out.push('\n');
    }
    roles(&out)
}

/// Returns AsciiDoc (<https://docs.asciidoctor.org/asciidoc/latest/>) without its markup.
pub fn of_asciidoc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The lines directly below the title name the author and the version.
    let mut in_header = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let heading = trimmed.trim_start_matches('=');
        let is_attribute = trimmed.starts_with(':') && trimmed[1..].contains(':');
        if heading.len() < trimmed.len() && heading.starts_with(' ') {
            in_header = trimmed.starts_with("= ");
            out.push_str(heading.trim());
        } else if trimmed.is_empty() {
            in_header = false;
        } else if is_attribute {
            let (name, value) = trimmed[1..].split_once(':').unwrap_or_default();
            let is_kept =
                ["keywords", "author", "revdate", "date", "source", "section", "category", "tags"];
            if !is_kept.contains(&name) {
                continue;
            }
            out.push_str(&if name == "revdate" {
                format!("Date:{value}")
            } else {
                format!("{name}:{value}")
            });
        } else if in_header {
            let author = trimmed.split('<').next().unwrap_or(trimmed).trim();
            match trimmed.contains(|c: char| c.is_ascii_digit()) {
                true => out.push_str(trimmed.rsplit_once(", ").map_or(trimmed, |(_, date)| date)),
                false => out.push_str(&format!("Author: {author}")),
            }
        } else if trimmed.starts_with("//")
            || trimmed.starts_with('[') && trimmed.ends_with(']')
            || ["image::", "include::", "toc::", "video::"]
                .iter()
                .any(|name| trimmed.starts_with(name))
            || is_line_of(trimmed, "-=*_.+/")
        {
            continue;
        } else {
            inline(&with_links(trimmed), &["**", "__", "``", "*", "_", "`"], &mut out);
        }
        out.push('\n');
    }
    out
}

/// Returns Org (<https://orgmode.org/worg/org-syntax.html>) without its markup.
pub fn of_org(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut drawer = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let stars = trimmed.trim_start_matches('*');
        if drawer {
            drawer = !trimmed.eq_ignore_ascii_case(":END:");
            continue;
        }
        if let Some(keyword) = trimmed.strip_prefix("#+") {
            let (name, value) = keyword.split_once(':').unwrap_or((keyword, ""));
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "title" => out.push_str(value),
                "author" => out.push_str(&format!("Author: {value}")),
                "date" => out.push_str(value.trim_matches(['<', '>', '[', ']'])),
                "keywords" | "filetags" => {
                    out.push_str(&format!("Tags: {}", value.trim_matches(':').replace(':', ", ")));
                }
                _ => continue,
            }
        } else if trimmed.eq_ignore_ascii_case(":PROPERTIES:") {
            drawer = true;
            continue;
        } else if trimmed == "#" || trimmed.starts_with("# ") {
            continue;
        } else if stars.len() < trimmed.len() && stars.starts_with(' ') {
            out.push_str(stars.trim());
        } else {
            inline(&with_org_links(trimmed), &["*", "/", "=", "~", "_"], &mut out);
        }
        out.push('\n');
    }
    out
}

/// Returns whether a line consists of at least three times the same of these characters.
fn is_line_of(line: &str, marks: &str) -> bool {
    let first = line.chars().next();
    line.len() >= 3
        && first.is_some_and(|first| marks.contains(first) && line.chars().all(|c| c == first))
}

/// Appends a line without pairs of marks around words. `marks` are tried in order.
fn inline(line: &str, marks: &[&str], out: &mut String) {
    let mut rest = line;
    while !rest.is_empty() {
        let before = out.chars().next_back();
        let is_start = before.is_none_or(|c| c.is_whitespace() || "([{\"'“‘—–-".contains(c));
        let marked = marks.iter().filter(|_| is_start).find_map(|mark| {
            let inner = rest.strip_prefix(mark)?;
            let end =
                inner[..inner.floor_char_boundary(MARKED)].find(mark).filter(|end| *end > 0)?;
            let after = &inner[end + mark.len()..];
            let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            let ends = !after.starts_with(char::is_alphanumeric);
            (ends && is_word(inner.chars().next()) && is_word(inner[..end].chars().next_back()))
                .then_some((&inner[..end], after))
        });
        match marked {
            Some((inner, after)) => {
                out.push_str(inner);
                rest = after;
            }
            None => {
                let length = rest.chars().next().map_or(0, char::len_utf8);
                out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
}

/// The maximum number of bytes between two marks.
const MARKED: usize = 300;

/// Replaces the references and roles of reStructuredText by their text: `` `the Echo <https://e.example>`_ ``.
fn roles(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        let inner = &rest[at + 1..];
        let end = inner[..inner.floor_char_boundary(MARKED)].find(['`', '\n']);
        let Some(end) = end.filter(|end| inner[*end..].starts_with('`')) else {
            out.push_str(&rest[..=at]);
            rest = inner;
            continue;
        };
        // `:role:` before the text.
        let before = &rest[..at];
        let role = before.strip_suffix(':').and_then(|before| before.rsplit_once(':'));
        match role.filter(|(_, name)| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-')
        }) {
            Some((before, _)) => out.push_str(before),
            None => out.push_str(before),
        }
        let said = inner[..end].split(" <").next().unwrap_or_default();
        out.push_str(said);
        rest = inner[end + 1..].trim_start_matches('_');
    }
    out.push_str(rest);
    out
}

/// Replaces the links of AsciiDoc by their text: `https://e.example[there]`.
fn with_links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (number, word) in line.split(' ').enumerate() {
        if number > 0 {
            out.push(' ');
        }
        let address = word.strip_prefix("link:").unwrap_or(word);
        match address.split_once('[').filter(|(address, _)| address.contains("://")) {
            Some((_, text)) => out.push_str(&text.replacen(']', "", 1)),
            None => out.push_str(word),
        }
    }
    out
}

/// Replaces the links of Org by their text: `[[https://e.example][there]]`.
fn with_org_links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("[[") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 2..];
        let Some(end) = inner.find("]]") else {
            rest = &rest[at..];
            break;
        };
        out.push_str(inner[..end].rsplit("][").next().unwrap_or_default());
        rest = &inner[end + 2..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_removed_and_words_stay() {
        let rst = "========\nLamp lit\n========\n\n:Author: Ada Quill\n\nThe *lamp* was ``lit``, says `the Echo <https://e.example>`_.\n\n.. image:: a.png\n   :alt: lamp\n\nBoats\n-----\n\nSee :ref:`there`. 2 * 3\n";
        let expected = "\nLamp lit\n\n\n:Author: Ada Quill\n\nThe lamp was lit, says the Echo.\n\n\n\nBoats\n\n\nSee there. 2 * 3\n";
        assert_eq!(of_rst(rst), expected);
        let asciidoc = "= Lamp lit\nAda Quill <ada@e.example>\nv1.0, 2014-05-05\n:toc:\n:keywords: lamp\n\nThe *lamp* was lit https://e.example[there].\n\n[quote]\n____\nIt turns.\n____\n\n== Boats\n";
        let expected = "Lamp lit\nAuthor: Ada Quill\n2014-05-05\nkeywords: lamp\n\nThe lamp was lit there.\n\nIt turns.\n\nBoats\n";
        assert_eq!(of_asciidoc(asciidoc), expected);
        let org = "#+TITLE: Lamp lit\n#+AUTHOR: Ada Quill\n#+DATE: <2014-05-05 Mon>\n#+OPTIONS: toc:nil\n\n* Boats\n:PROPERTIES:\n:ID: x\n:END:\nThey /lay/ off [[https://e.example][there]] and/or not.\n";
        let expected = "Lamp lit\nAuthor: Ada Quill\n2014-05-05 Mon\n\nBoats\nThey lay off there and/or not.\n";
        assert_eq!(of_org(org), expected);
        for hostile in [
            "*".repeat(9_000),
            "`".repeat(9_000),
            "[[".repeat(9_000),
            ".. ".repeat(9_000),
            "=é".repeat(99),
        ] {
            let longest = hostile.len() + 1;
            assert!(
                [of_rst, of_asciidoc, of_org].iter().all(|plain| plain(&hostile).len() <= longest)
            );
        }
    }
}
