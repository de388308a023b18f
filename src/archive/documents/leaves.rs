//! Recognizes the files of a book that are not chapters, such as its cover and its table of contents, and removes the
//! notes from those that are.

/// The kinds of files (`epub:type`, `role`, and `type` in the guide of EPUB 2) that are not chapters.
const KINDS: [&str; 21] = [
    "cover",
    "titlepage",
    "title-page",
    "halftitlepage",
    "toc",
    "landmarks",
    "page-list",
    "loi",
    "lot",
    "copyright-page",
    "imprint",
    "colophon",
    "other-credits",
    "index",
    "footnotes",
    "endnotes",
    "rearnotes",
    "notes",
    "bibliography",
    "glossary",
    "doc-endnotes",
];

/// The kinds of elements within a chapter that are not its text.
const NOTES: [&str; 8] = [
    "footnote",
    "endnote",
    "rearnote",
    "noteref",
    "footnotes",
    "endnotes",
    "pagebreak",
    "doc-footnote",
];

/// Classes of the navigation that programs add to each chapter.
const NAVIGATION: [&str; 2] = ["calibre_navbar", "calibre_feed_list"];

/// Headings of files that have no chapter, in lower case.
const HEADINGS: [&str; 17] = [
    "cover",
    "title page",
    "contents",
    "table of contents",
    "copyright",
    "inhalt",
    "inhaltsverzeichnis",
    "impressum",
    "sommaire",
    "table des matières",
    "índice",
    "contenido",
    "sumário",
    "indice",
    "inhoud",
    "оглавление",
    "目次",
];

/// Returns whether one of the words in a value names the kind of a file that is not a chapter.
pub fn is_kind(value: &str) -> bool {
    value.split_whitespace().any(|word| {
        KINDS.contains(&word) || word.strip_prefix("doc-").is_some_and(|word| KINDS.contains(&word))
    })
}

/// Returns whether the body of a page is marked as something other than a chapter, or consists of links.
pub fn is_marked(body: &str) -> bool {
    // The mark is on the body, or on the element around its content.
    let mut tags = body.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or(tag));
    let outer = tags.by_ref().take(3);
    let sections = outer.take_while(|tag| {
        ["body", "section", "div", "nav", "aside"].iter().any(|name| tag.starts_with(name))
    });
    let mut kinds =
        sections.flat_map(|tag| [attribute(tag, "epub:type"), attribute(tag, "role")]).flatten();
    kinds.any(is_kind) || is_list_of_links(body)
}

/// Returns whether more than half of the letters of a page are in links to other files of the book.
fn is_list_of_links(body: &str) -> bool {
    let (mut all, mut linked, mut links) = (0, 0, 0);
    let mut is_link = false;
    for (number, part) in body.split('<').enumerate() {
        let (tag, text) = match number {
            0 => ("", part),
            _ => part.split_once('>').unwrap_or((part, "")),
        };
        if tag.starts_with("a ") {
            let address = attribute(tag, "href").unwrap_or("#");
            is_link = !address.starts_with('#') && !address.contains("://");
            links += usize::from(is_link);
        } else if tag == "/a" {
            is_link = false;
        }
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        all += letters;
        linked += if is_link { letters } else { 0 };
    }
    links >= 2 && linked * 2 > all
}

/// Returns whether a page with this heading and text has nothing of an article: a title page, a cover, a short notice
/// of rights.
pub fn is_front(heading: Option<&str>, lines: &[&str], book: Option<&str>) -> bool {
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let Some(heading) = heading else { return false };
    let lower = heading.trim().to_lowercase();
    let is_sentence = |line: &&str| line.ends_with(['.', '!', '?', '。']) && line.len() > 40;
    match HEADINGS.contains(&lower.as_str()) {
        true => words <= 60,
        false => {
            book.is_some_and(|book| book.trim().to_lowercase() == lower)
                && words <= 40
                && !lines.iter().any(is_sentence)
        }
    }
}

/// Returns a page without its notes, the marks of notes, and the navigation of programs.
pub fn without_notes(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let inner = tag[..end].trim_end_matches('>');
        let is_note = |value: &str| value.split_whitespace().any(|word| NOTES.contains(&word));
        let is_left_out = !inner.starts_with('/')
            && (attribute(inner, "epub:type").is_some_and(is_note)
                || attribute(inner, "class").is_some_and(|class| {
                    class.split_whitespace().any(|word| NAVIGATION.contains(&word))
                }));
        let after = match inner.ends_with('/') {
            _ if !is_left_out => None,
            true => Some(end),
            false => element_end(tag, inner),
        };
        match after {
            Some(after) => rest = &tag[after..],
            None => {
                out.push('<');
                out.push_str(&tag[..end]);
                rest = &tag[end..];
            }
        }
        if is_left_out && after.is_none() {
            // Without an end, the element would be the rest of the page, so nothing more is removed.
            break;
        }
    }
    out.push_str(rest);
    out
}

/// Returns the position after the element that starts with a tag, whose text without brackets is `inner`.
fn element_end(tag: &str, inner: &str) -> Option<usize> {
    let length = inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len());
    let name = &inner[..length];
    let mut depth = 0_usize;
    for (at, _) in tag.match_indices('<') {
        let next = &tag[at + 1..];
        let is_named = |text: &str| {
            text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        if next.strip_prefix('/').is_some_and(is_named) {
            if depth == 0 {
                return Some(at + 1 + next.find('>')? + 1);
            }
            depth -= 1;
        } else if is_named(next) && !next[..next.find('>')?].ends_with('/') {
            depth += 1;
        }
    }
    None
}

/// Returns the value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name) {
        let start = from + at;
        let rest = tag[start + name.len()..].trim_start();
        if let Some(value) = rest.strip_prefix('=').map(str::trim_start)
            && tag[..start].ends_with(char::is_whitespace)
            && let Some(mark) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
        {
            return value[1..].split(mark).next();
        }
        from = start + name.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_navigation_are_removed() {
        for (page, left) in [
            (
                "<p>Lit<a epub:type=\"noteref\" href='#n'>1</a>.</p><aside epub:type='footnote'><aside>x</aside>y</aside><p>Off.</p>",
                "<p>Lit.</p><p>Off.</p>",
            ),
            ("<div class='calibre_navbar'>| <a>Next</a><br/></div><p>Lit.</p>", "<p>Lit.</p>"),
            ("<span epub:type=\"pagebreak\" id=\"p3\"/>Lit.", "Lit."),
            ("a < b <p>Lit.</p>", "a < b <p>Lit.</p>"),
            ("<aside epub:type='footnote'><p>Lit.", "<aside epub:type='footnote'><p>Lit."),
            ("<p>Lit <", "<p>Lit <"),
        ] {
            assert_eq!(without_notes(page), left, "{page}");
        }
    }

    #[test]
    fn lists_of_links_and_marked_files_are_told_from_chapters() {
        for page in [
            "<body epub:type=\"cover\"><img/></body>",
            "<body><section epub:type='frontmatter titlepage'><h1>Yearbook</h1></section></body>",
            "<body><nav role='doc-toc'><a>x</a></nav></body>",
            "<body><p>Contents</p><a href='1.xhtml'>Lamp lit again</a> <a href='2.xhtml'>Ferry</a></body>",
        ] {
            assert!(is_marked(page), "{page}");
        }
        for page in [
            "<body epub:type='bodymatter chapter'><p>Lit.</p></body>",
            "<body><p>The lamp was <a href='http://e.example'>lit</a> <a href='#n1'>again</a>.</p></body>",
            "",
        ] {
            assert!(!is_marked(page), "{page}");
        }
    }
}
