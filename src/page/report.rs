//! The report of a run, and errors, for people.

use std::collections::BTreeMap;
use std::path::Path;

use super::escape::terminal;
use super::flow::flow;
use super::line;
use super::style::{Role, Style};
use super::width::columns;
use crate::error::Error;
use crate::indexing::report::Read;
use crate::indexing::{Skip, Summary};
pub use crate::searching::grouped;
use crate::searching::{articles, files};

/// Formats the result of an `index` run. With `all`, lists every reason for skipping files, not only the most frequent.
pub fn summary(summary: &Summary, dry_run: bool, all: bool, style: Style) -> String {
    let Summary { files, articles: kinds, .. } = summary;
    let mut out = String::new();
    let verb = if dry_run { "would hold" } else { "holds" };
    let total = style.paint(Role::Heading, &articles(kinds.total));
    line(&mut out, format_args!("the index {verb} {total}"));
    let counts = |pairs: &[(&str, u64)]| {
        let parts: Vec<String> = pairs
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{} {what}", grouped(*count)))
            .collect();
        parts.join(", ")
    };
    let or = |counts: String, nothing: &str| match counts.is_empty() {
        true => nothing.to_string(),
        false => counts,
    };
    let mut row = |name: &str, text: &str| {
        let text = flow(&terminal(text, false), 10, 10, style);
        line(&mut out, format_args!("{name:<10}{text}"));
    };
    if !summary.lines {
        row(
            "files",
            &or(
                counts(&[
                    ("seen", files.seen),
                    ("indexed", files.indexed),
                    ("unchanged", files.unchanged),
                    ("skipped", files.skipped),
                    ("removed", files.removed),
                    ("excluded", files.excluded),
                ]),
                "no files",
            ),
        );
    }
    row(
        "articles",
        &or(
            counts(&[
                ("added", kinds.added),
                ("updated", kinds.updated),
                ("removed", kinds.removed),
                ("unchanged", kinds.unchanged),
                (if kinds.copies == 1 { "copy" } else { "copies" }, kinds.copies),
                ("skipped", kinds.skipped),
            ]),
            "nothing changed",
        ),
    );
    if summary.bytes > 0 {
        let mut read = format!("{} in {:.2} s", super::size(summary.bytes), summary.seconds);
        // Less is read too fast to measure how fast.
        if summary.bytes >= 1_000_000 {
            let rate = summary.bytes as f64 / 1e6 / summary.seconds.max(1e-3);
            read.push_str(&format!(", {rate:.0} MB/s"));
        }
        row("read", &read);
    }
    for format in formats(&summary.formats) {
        row("formats", &format);
    }
    let skips = summary.skips.most_frequent();
    let listed = if all { skips.len() } else { 5 };
    for skip in skips.iter().take(listed) {
        let text = flow(&terminal(&skipped(skip), false), 10, 10, style);
        line(&mut out, format_args!("{}", style.paint(Role::Dim, &format!("skipped   {text}"))));
    }
    if skips.len() > listed {
        let more = skips.len() - listed;
        let reasons = if more == 1 { "reason" } else { "reasons" };
        let text = format!("{more} more {reasons}: use -v or --report FILE");
        line(&mut out, format_args!("skipped   {}", flow(&text, 10, 10, style)));
    }
    for told in &summary.notices {
        line(&mut out, format_args!("{}", notice(told, style)));
    }
    out
}

/// Returns the line that names the index of a run.
pub fn index(folder: &Path, style: Style) -> String {
    let name = style.paint(Role::Dim, "index    ");
    format!("{name} {}", flow(&terminal(&folder.display().to_string(), false), 10, 10, style))
}

/// Returns the line that reports an export.
pub fn exported(to: &Path, rows: u64, bytes: u64) -> String {
    let text = format!("wrote {} to {}, {}", articles(rows), to.display(), super::size(bytes));
    terminal(&text, false).into_owned()
}

/// Returns why a run that saw files found no articles.
pub fn nothing_read(summary: &Summary) -> String {
    let skips = summary.skips.most_frequent();
    let reason = skips
        .first()
        .map_or_else(|| "the files were read before and gave none".to_string(), skipped);
    match (summary.files.seen, skips.first()) {
        (0, Some(skip)) if skip.count == 1 => {
            format!("no articles: 1 line skipped: {} ({})", skip.reason, skip.example)
        }
        (0, Some(skip)) => {
            let (count, example) = (grouped(skip.count), &skip.example);
            format!("no articles: {count} lines skipped: {}, such as {example}", skip.reason)
        }
        (0, None) => format!("no articles: {reason}"),
        (seen, _) => {
            let more = skips.len().saturating_sub(1);
            let reasons = if more == 1 { "reason" } else { "reasons" };
            let more = if more > 0 { format!("; {more} more {reasons}") } else { String::new() };
            format!("no articles in {}: {reason}{more}", files(seen))
        }
    }
}

/// Returns why files or articles were skipped, with an example.
pub fn skipped(skip: &Skip) -> String {
    let such_as = if skip.count == 1 { ":" } else { ", such as" };
    let reason = match skip.reason.split_once(": ") {
        Some((reason, detail)) => {
            // A detail may end with a remark in parentheses.
            let detail = detail.replacen(" (", "; ", 1);
            let detail = detail.strip_suffix(')').unwrap_or(&detail);
            format!("{} ({detail})", in_words(reason))
        }
        None => match remedy(&skip.reason) {
            Some(remedy) => format!("{} ({remedy})", in_words(&skip.reason)),
            None => in_words(&skip.reason).to_string(),
        },
    };
    format!("{} {reason}{such_as} {}", grouped(skip.count), skip.example)
}

/// Returns a reason for skipping something, as it follows a number.
fn in_words(reason: &str) -> &str {
    match reason {
        "no page" => "not a page",
        "no news" => "not news",
        "no article" => "without an article",
        "no header" => "without a header",
        reason => reason,
    }
}

/// Returns what the reader of a summary can do about files that were skipped for a reason, whose details vary.
fn remedy(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "too long" => "split the file, or use --max-article",
        "not split" => "export it as text or HTML, or one file per article",
        "nested too deep" | "too many members" => "unpack it",
        "unpacks to too much" => "unpack it and check what is in it",
        "encrypted" => "remove the password",
        "text only in scripts" => "save the page in a browser",
        "symbolic link" => "index what it points to",
        "malformed table" => "name its columns with --map",
        "panic" => "a bug in dateline: please report it",
        _ => return None,
    })
}

/// Returns one line per format that was read, the most frequent first.
pub fn formats(read: &BTreeMap<String, Read>) -> Vec<String> {
    let mut read: Vec<(&String, &Read)> = read.iter().collect();
    read.sort_by(|a, b| b.1.files.cmp(&a.1.files).then_with(|| a.0.cmp(b.0)));
    let line = |(format, read): (&String, &Read)| {
        let line = format!("{}: {}", format_title(format), files(read.files));
        match read.articles == read.files {
            true => line,
            false => format!("{line}, {}", articles(read.articles)),
        }
    };
    read.into_iter().map(line).collect()
}

/// Returns the name of a format as people write it.
pub fn format_title(format: &str) -> &str {
    match format {
        "text" => "plain text",
        "wire" => "wire text",
        "headed" => "text under headers",
        "markdown" => "Markdown",
        "asciidoc" => "AsciiDoc",
        "rst" => "reStructuredText",
        "org" => "Org",
        "docx" => "Word",
        "odt" => "OpenDocument",
        "rtf" => "RTF",
        "epub" => "EPUB",
        "pdf" => "PDF",
        "html" => "web pages",
        "json" => "JSON",
        "jsonl" => "JSON Lines",
        "table" => "tables",
        "feed" => "feeds",
        "mbox" => "mailboxes",
        "mhtml" => "saved pages (MHTML)",
        "nitf" => "NITF",
        "newsml-g2" => "NewsML-G2",
        "newsml-1" => "NewsML 1",
        "rcv1" => "Reuters Corpus (RCV1)",
        "warc" => "web archives (WARC)",
        "arc" => "web archives (ARC)",
        "sgml" => "SGML",
        "time" => "TIME",
        "tei" => "TEI",
        "alto" => "scans (ALTO)",
        "page-xml" => "scans (PAGE)",
        "hocr" => "scans (hOCR)",
        "tesseract-tsv" => "scans (Tesseract)",
        "ris" => "references (RIS)",
        "bibtex" => "references (BibTeX)",
        "endnote" => "references (EndNote)",
        "nexis" => "Nexis exports",
        "factiva" => "Factiva exports",
        "proquest" => "ProQuest exports",
        "europresse" => "Europresse exports",
        "kikuzo" => "Kikuzo exports",
        "yomidasu" => "Yomidasu exports",
        "integrum" => "Integrum exports",
        "mets" => "issues (METS)",
        "vendor-xml" => "press databases (XML)",
        "story" => "stories with highlights",
        "converted" => "converted files",
        "container" => "containers",
        other => other,
    }
}

/// Formats a notice.
pub fn notice(text: &str, style: Style) -> String {
    let text = flow(&terminal(text, false), 6, 6, style);
    format!("{} {text}", style.paint(Role::Note, "note:"))
}

/// The number of bytes of a query that are shown on each side of a fault. A long fault is cut after twice this number.
const CONTEXT: usize = 60;

/// Returns the part of a query to show around a fault: its start, the end of the fault within it, and its end.
fn around(query: &str, start: usize, end: usize) -> (usize, usize, usize) {
    if query.len() <= 4 * CONTEXT {
        return (0, end, query.len());
    }
    let from = query.ceil_char_boundary(start.saturating_sub(CONTEXT));
    let place_end = end.min(query.floor_char_boundary(start + 2 * CONTEXT));
    (from, place_end, query.floor_char_boundary(place_end + CONTEXT))
}

/// Formats an error, with carets under the fault in a query.
pub fn error(error: &Error, style: Style) -> String {
    let message = flow(&terminal(&error.message, false), 7, 7, style);
    let mut out = format!("{} {message}\n", style.paint(Role::Error, "error:"));
    if let (Some((start, end)), Some(query)) = (error.span, &error.query)
        && query.get(start..end).is_some()
    {
        let (from, place_end, to) = around(query, start, end);
        let left_out = |part: &str| if part.is_empty() { "" } else { "… " };
        let before =
            format!("{}{}", left_out(&query[..from]), terminal(&query[from..start], false));
        let place = terminal(&query[start..place_end], false);
        let behind = terminal(&query[place_end..to], false);
        let carets = columns(&place).max(1);
        let more = if to < query.len() { " …" } else { "" };
        line(&mut out, format_args!("  {before}{place}{behind}{more}"));
        line(
            &mut out,
            format_args!(
                "  {}{}",
                " ".repeat(columns(&before)),
                style.paint(Role::Error, &"^".repeat(carets))
            ),
        );
    }
    if let Some(hint) = &error.hint {
        let hint = flow(&terminal(hint, false), 6, 6, style);
        line(&mut out, format_args!("{} {hint}", style.paint(Role::Note, "hint:")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Fault;

    #[test]
    fn a_fault_in_a_long_query_is_shown_with_what_is_around_it() {
        let long = "größe ".repeat(300);
        for (text, place) in [
            (format!("{long}oil^0 {long}"), "oil^0"),
            (format!("oil^0 {long}"), "oil^0"),
            (format!("{long}oil^0"), "oil^0"),
            ("oil^0 price".to_string(), "oil^0"),
        ] {
            let start = text.find(place).unwrap();
            let fault = Fault {
                span: (start, start + place.len()),
                problem: String::new(),
                hint: String::new(),
            };
            let shown = error(&fault.into_error(&text), Style::PLAIN);
            let lines: Vec<&str> = shown.lines().collect();
            let at = lines[2].find('^').unwrap();
            let under: String = lines[1].chars().skip(at).take(place.len()).collect();
            assert_eq!(under, place, "{shown}");
            assert!(columns(lines[1]) < 200 && lines[2].trim().len() == place.len(), "{shown}");
        }
    }
}
