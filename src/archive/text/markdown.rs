//! Converts Markdown to the text that a reader sees, without the markup of headings, emphasis, links and images.

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
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
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
        line = line.strip_prefix("> ").unwrap_or(line);
        inline(line, &mut out);
    }
    out
}

/// The maximum length, in bytes, of a link's text, and of its address.
const LINK: usize = 2_000;

fn inline(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['*', '_', '`', '[', '!', '\\', '<']) {
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
        let run = marked.chars().take_while(|c| marked.starts_with(*c)).count();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match marked.as_bytes()[0] {
            b'*' | b'`' if !(is_gap(before) && is_gap(after(run))) => rest = &marked[run..],
            b'_' if !(is_word(before) && is_word(after(run))
                || is_gap(before) && is_gap(after(run))) =>
            {
                rest = &marked[run..];
            }
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
        ] {
            assert_eq!(plain(marked), expected);
        }
        assert_eq!(heading("text\n## Lamp lit ##\n"), Some("Lamp lit"));
        assert_eq!(heading("#\n"), None);
        let hostile = "[".repeat(50_000) + &"*_`!".repeat(20_000);
        assert!(plain(&hostile).len() <= hostile.len());
    }
}
