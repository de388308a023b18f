//! Plain text as mail programs write it: with soft line ends (format=flowed, RFC 3676), with files in the text
//! (uuencode), and with simple markup (text/enriched, RFC 1896).

use std::borrow::Cow;

/// The maximum length of a line of uuencode, in bytes.
const ENCODED: usize = 61;

/// Joins the lines of a flowed text. If `is_joined`, the space at the end of a line is not part of the text (DelSp).
pub fn flowed(text: &str, is_joined: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // The depth of quotation of the paragraph that is continued.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        // A space protects the start of a line.
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_signature = content == "-- ";
        let continues = open == Some(depth) && !is_signature;
        if !continues {
            if !out.is_empty() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            out.push_str(if depth > 0 { " " } else { "" });
        }
        let is_soft = content.ends_with(' ') && !is_signature;
        out.push_str(if is_soft && is_joined { &content[..content.len() - 1] } else { content });
        open = is_soft.then_some(depth);
    }
    out.push('\n');
    out
}

/// Removes files that were encoded into the text: `begin 644 map.gif`, lines of uuencode, `end`.
pub fn without_files(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        if !is_begin(line) || !lines.peek().is_some_and(|line| is_encoded(line)) {
            continue;
        }
        let mut end = at;
        while let Some(line) = lines.next_if(|line| is_encoded(line) || line.trim().is_empty()) {
            end += line.len();
        }
        // A file that was cut has no end.
        if let Some(line) = lines.next_if(|line| line.trim() == "end") {
            end += line.len();
        }
        out.push_str(&text[from..start]);
        (from, at) = (end, end);
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Returns whether a line begins a file: `begin`, three or four octal digits, a name.
fn is_begin(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("begin ") else { return false };
    let (mode, name) = rest.split_once(' ').unwrap_or_default();
    matches!(mode.len(), 3 | 4)
        && mode.bytes().all(|byte| matches!(byte, b'0'..=b'7'))
        && !name.trim().is_empty()
}

/// Returns whether a line is one of uuencode: its first character is the number of the encoded bytes.
fn is_encoded(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r']).as_bytes();
    let Some((count, rest)) = line.split_first() else { return false };
    let count = usize::from(count.wrapping_sub(b' ') & 0x3F);
    let is_code = |byte: &u8| (b' '..=b'`').contains(byte);
    // Spaces at the end may have been removed, and a checksum added.
    let fits = rest.len() <= count.div_ceil(3) * 4 + 1;
    line.len() <= ENCODED + 1 && line.iter().all(is_code) && fits
}

/// Returns enriched text without its markup. One line end is a space.
pub fn enriched(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_parameter = false;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(if is_parameter { "" } else { before });
        if let Some(after) = tag.strip_prefix("<<") {
            out.push_str(if is_parameter { "" } else { "<" });
            rest = after;
            continue;
        }
        let Some(end) = tag.bytes().take(64).position(|byte| byte == b'>') else {
            out.push('<');
            rest = &tag[1..];
            continue;
        };
        match tag[1..end].to_ascii_lowercase().as_str() {
            "param" => is_parameter = true,
            "/param" => is_parameter = false,
            _ => {}
        }
        rest = &tag[end + 1..];
    }
    out.push_str(rest);
    let paragraphs =
        out.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_line_ends_are_joined() {
        for (written, is_joined, meant) in [
            ("The lamp \nburns.\n\nIt is \r\nlit.\r\n", false, "The lamp burns.\n\nIt is lit.\n"),
            ("The la \nmp burns.", true, "The lamp burns.\n"),
            ("> The lamp \n> burns.\nIt is lit.", false, "> The lamp burns.\nIt is lit.\n"),
            (">> The lamp \n> burns.", false, ">> The lamp \n> burns.\n"),
            (" From here \non.\n-- \nAda", false, "From here on.\n-- \nAda\n"),
            ("The end \n-- \nAda", false, "The end \n-- \nAda\n"),
            ("", false, "\n"),
        ] {
            assert_eq!(flowed(written, is_joined), meant, "{written:?}");
        }
    }

    #[test]
    fn files_in_the_text_are_left_out() {
        let file = "begin 644 a.gif\nM1TE&.#EA`0`!`(```````/___RP``````0`!```\"`D0!`#L`\n`\nend\n";
        assert_eq!(without_files(&format!("One.\n{file}Two.\n{file}")), "One.\nTwo.\n");
        let crlf = file.replace('\n', "\r\n");
        assert_eq!(without_files(&format!("One.\r\n{crlf}Two.")), "One.\r\nTwo.");
        for text in [
            "begin 644 words\nThe lamp is lit.\n",
            "To begin 644 a\nis to end\n",
            "begin\nend\n",
            "",
        ] {
            assert_eq!(without_files(text), text);
        }
        let cut = "One.\nbegin 644 a.gif\nM1TE&.#EA`0`!`(```````/___RP``````0`!```\"`D0!`#L`\n";
        assert_eq!(without_files(cut), "One.\n");
    }

    #[test]
    fn enriched_text_loses_its_markup() {
        let written =
            "<bold>The</bold> lamp\n<color><param>red</param>burns</color> <<3.\n\n\nIt is < lit";
        assert_eq!(enriched(written), "The lamp burns <3.\n\nIt is < lit");
        assert_eq!(enriched(&"<".repeat(100_001)).len(), 50_001);
    }
}
