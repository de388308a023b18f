//! Converts Markdown to the text that a reader sees, without the markup of headings, emphasis, links and images.

use crate::archive::xml;

/// Returns the first heading of a text.
pub fn heading(text: &str) -> Option<&str> {
    let heading =
        |line: &str| line.starts_with('#').then(|| line.trim_matches(['#', ' ', '\t']).len());
    let line =
        text.lines().map(str::trim).find(|line| heading(line).is_some_and(|length| length > 0))?;
    Some(line.trim_matches(['#', ' ', '\t']))
}

/// Returns the text without its markup. Line breaks are kept.
pub fn plain(text: &str) -> String {
    let text = without_comments(&with_title_block(text));
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let bare = trimmed.trim_end();
        if !fenced && (is_rule(bare) || is_definition(bare)) {
            // The underline of a heading, a rule, a row between the cells of a table, or the address of a link.
            out.push('\n');
            continue;
        }
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            out.push_str(line);
            continue;
        }
        let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        let mut line = line;
        if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with([' ', '\t']) {
            line = trimmed[hashes..].trim_start();
        }
        while let Some(quoted) = line.strip_prefix("> ") {
            line = quoted;
        }
        if bare.starts_with('|') && bare.ends_with('|') && bare.len() > 1 {
            inline(bare.trim_matches(['|', ' ']), &mut out);
            out.push('\n');
            continue;
        }
        inline(line, &mut out);
    }
    out
}

/// Returns a text whose first lines are the title block of Pandoc (`% Title`, `% Author`, `% Date`) as plain lines.
fn with_title_block(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.starts_with("% ") {
        return text.into();
    }
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let block = [next(), next(), next()];
    let Some(said) =
        block.map(|line| line.strip_prefix('%')).into_iter().collect::<Option<Vec<_>>>()
    else {
        return text.replacen("% ", "", 1).into();
    };
    let author = said[1].trim();
    let author = if author.is_empty() { String::new() } else { format!("Author: {author}\n") };
    format!("{}\n{author}{}\n{}", said[0].trim(), said[2].trim(), next()).into()
}

/// Returns a text without the comments of HTML.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let Some(end) = rest[at..].find("-->") else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at + end + 3..];
    }
    out.push_str(rest);
    out
}

/// Returns whether a line is a rule, or the row of a table below the names of its columns.
fn is_rule(line: &str) -> bool {
    let is = |marks: &str| line.chars().all(|c| marks.contains(c));
    line.len() >= 3
        && (is("=") || is("-") || is("* ") && line.contains('*') || is("_ ") && line.contains('_'))
        || line.contains('|') && line.contains("--") && is("|-: ")
}

/// Returns whether a line gives the address of a link: `[1]: https://e.example "title"`.
fn is_definition(line: &str) -> bool {
    let label = line.strip_prefix('[').filter(|rest| !rest.starts_with('^'));
    label.and_then(|rest| rest.split_once("]: ")).is_some_and(|(label, address)| {
        label.len() <= 80 && (address.contains("://") || address.starts_with(['/', '#', '.', '<']))
    })
}

/// Parses `[text][1]` or `[^1]`. Returns the text and the total length.
fn reference(marked: &str) -> Option<(&str, usize)> {
    let text = marked.strip_prefix('[')?;
    let end = text[..text.floor_char_boundary(LINK)].find(']')?;
    if text[..end].contains(['[', '\n']) {
        return None;
    }
    if text.starts_with('^') {
        let length = 1 + end + 1;
        // At the start of a note stands its mark.
        return Some(("", if marked[length..].starts_with(": ") { length + 2 } else { length }));
    }
    let label = text[end + 1..].strip_prefix('[')?;
    let close = label[..label.floor_char_boundary(100)].find(']')?;
    Some((&text[..end], 1 + end + 1 + 1 + close + 1))
}

/// Returns the length of a tag of HTML, with a name that is usual in Markdown.
fn tag(marked: &str) -> Option<usize> {
    const NAMES: [&str; 40] = [
        "a",
        "abbr",
        "article",
        "aside",
        "b",
        "big",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "iframe",
        "img",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "ul",
        "details",
    ];
    let inner = marked.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let length = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let lower = name[..length].to_ascii_lowercase();
    let end = marked[..marked.floor_char_boundary(LINK)].find('>')?;
    let closes = name[length..].starts_with([' ', '/', '>', '\n']);
    (closes && NAMES.contains(&lower.as_str())).then_some(end + 1)
}

/// The maximum number of marks that belong together.
const RUN: usize = 16;

/// The maximum length, in bytes, of a link's text, and of its address.
const LINK: usize = 2_000;

/// Reads an entity at the start of a text. Returns its text and its length. Unknown entities are printed as they are.
fn entity(marked: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 32;
    let name = marked.strip_prefix('&')?;
    let end = name[..name.floor_char_boundary(LONGEST)].find(';')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let text = name[..end].chars().all(is_name).then(|| xml::entity(&name[..end]))?;
    (!text.is_empty()).then_some((text, end + 2))
}

fn inline(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['*', '_', '`', '[', '!', '\\', '<', '~', '&']) {
        out.push_str(&rest[..at]);
        let before = rest[..at].chars().next_back().or_else(|| out.chars().next_back());
        let marked = &rest[at..];
        let after = |length: usize| marked[length..].chars().next();
        if let Some((text, length)) = link(marked) {
            // An image is removed with its description.
            if !marked.starts_with('!') {
                inline(text, out);
            }
            rest = &marked[length..];
            continue;
        }
        if let Some((text, length)) = reference(marked) {
            inline(text, out);
            rest = &marked[length..];
            continue;
        }
        if let Some(length) = tag(marked) {
            rest = &marked[length..];
            continue;
        }
        if let Some((text, length)) = entity(marked) {
            out.push_str(&text);
            rest = &marked[length..];
            continue;
        }
        let run = marked.chars().take(RUN).take_while(|c| marked.starts_with(*c)).count();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match marked.as_bytes()[0] {
            b'*' | b'`' if !(is_gap(before) && is_gap(after(run))) => rest = &marked[run..],
            b'_' if !(is_word(before) && is_word(after(run))
                || is_gap(before) && is_gap(after(run))) =>
            {
                rest = &marked[run..];
            }
            b'~' if run == 2 && !(is_gap(before) && is_gap(after(run))) => rest = &marked[run..],
            b'\\' if after(1).is_some_and(|c| c.is_ascii_punctuation()) => {
                out.push_str(&marked[1..2]);
                rest = &marked[2..];
            }
            b'<' if marked.starts_with("<http") && marked.contains('>') => {
                rest = &marked[1..];
                let end = rest.find('>').unwrap_or(0);
                out.push_str(&rest[..end]);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push_str(&marked[..1]);
                rest = &marked[1..];
            }
        }
    }
    out.push_str(rest);
}

/// Parses `[text](address)` or `![text](address)`. Returns the text and the total length.
fn link(marked: &str) -> Option<(&str, usize)> {
    let open = usize::from(marked.starts_with('!'));
    let text = marked[open..].strip_prefix('[')?;
    let end = text[..text.floor_char_boundary(LINK)].find("](")?;
    let address = &text[end + 2..];
    let close = address[..address.floor_char_boundary(LINK)].find(')')?;
    // If there is another bracket within the text, this is not the start of the link.
    (!text[..end].contains('[')).then_some((&text[..end], open + 1 + end + 2 + close + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_removed_and_words_stay() {
        for (marked, expected) in [
            (
                "# Lamp lit #\n\nThe **lamp** was *lit* on [Saturday](http://e.example).\n",
                "Lamp lit #\n\nThe lamp was lit on Saturday.\n",
            ),
            (
                "![a lamp](lamp.png) snake_case_name, 2 * 3 and `code`\n",
                " snake_case_name, 2 * 3 and code\n",
            ),
            ("> quoted _words_\n", "quoted words\n"),
            ("see <https://echo.invalid/a> \\* here\n", "see https://echo.invalid/a * here\n"),
            ("```\nlet x = *y;\n```\n", "let x = *y;\n"),
            ("[open and [never](closed", "[open and [never](closed"),
            (
                "The [lamp][1] was lit[^2] &amp; ~~dark~~ <em>on</em>.\n\n[1]: https://e.example\n[^2]: By Ada.\n",
                "The lamp was lit & dark on.\n\n\nBy Ada.\n",
            ),
            (
                "Lamp lit\n========\nA <b>lamp</b>, 3 < 4. <!-- x -->\n",
                "Lamp lit\n\nA lamp, 3 < 4. \n",
            ),
            ("| a | b |\n|---|:-:|\n| **1** | 2 |\n", "a | b\n\n1 | 2\n"),
            (
                "% Lamp lit\n% Ada Quill\n% May 5, 2014\n\nText.\n",
                "Lamp lit\nAuthor: Ada Quill\nMay 5, 2014\n\nText.\n",
            ),
        ] {
            assert_eq!(plain(marked), expected);
        }
        assert_eq!(heading("text\n## Lamp lit ##\n"), Some("Lamp lit"));
        assert_eq!(heading("#\n"), None);
        let hostile = "[".repeat(50_000) + &"*_`!".repeat(20_000);
        assert!(plain(&hostile).len() <= hostile.len());
    }
}
