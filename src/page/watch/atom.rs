//! A feed of what saved searches found (Atom, RFC 4287), in a file to which each run adds its finds.
//!
//! The last line of the file is a comment with the CRC-32 of everything before it. A file that this module did not
//! write, or that was changed since, is therefore recognized and never replaced.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, SecondsFormat};

use crate::page::escape::{terminal, xml};
use crate::page::heading;
use crate::watching::{Delivery, Find};

/// The maximum number of entries. The oldest are dropped.
pub const ENTRIES: usize = 10_000;

const BEGIN: &str = "<entry>\n";
const END: &str = "</entry>\n";
const MARK: &str = "<!-- dateline watch, crc32 ";

/// A feed, the newest entries first.
#[derive(Debug, Default)]
pub struct Feed {
    /// The identifier of the feed, which never changes.
    id: String,
    entries: Vec<String>,
    new: Vec<String>,
    known: HashSet<String>,
}

impl Feed {
    /// Creates an empty feed. `seed` makes its identifier unique.
    pub fn new(seed: &str) -> Feed {
        Feed { id: urn(&["feed", seed]), ..Feed::default() }
    }

    /// Reads a feed that this module wrote. Returns `None` for any other text, and for a feed that was changed.
    pub fn read(text: &str) -> Option<Feed> {
        let (text, crc) = text.trim_end().rsplit_once(MARK)?;
        if crc != format!("{:08x} -->", crc32fast::hash(text.as_bytes())) {
            return None;
        }
        let id = |text: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix("<id>"))?;
            line.strip_suffix("</id>").map(str::to_string)
        };
        let mut feed = Feed { id: id(text)?, ..Feed::default() };
        // No text of an article contains a line feed here.
        for entry in text.split(BEGIN).skip(1) {
            let entry = entry.split(END).next()?;
            feed.known.insert(id(entry)?);
            feed.entries.push(entry.to_string());
        }
        Some(feed)
    }

    /// Adds an article that a search found at a time. An article that the feed has for this search stays as it is.
    pub fn add(&mut self, delivery: &Delivery, find: &Find, now: DateTime<FixedOffset>) {
        let article = &find.shown.found.article;
        let id = urn(&["entry", &delivery.name, &article.key]);
        if self.new.len() >= ENTRIES || !self.known.insert(id.clone()) {
            return;
        }
        let line = |text: &str| xml(&terminal(text, false));
        let mut title = heading(article);
        if find.is_correction {
            title.insert_str(0, "Correction: ");
        }
        let mut entry = format!(
            "<id>{id}</id>\n<title>{}</title>\n<updated>{}</updated>\n",
            line(&title),
            now.to_rfc3339_opts(SecondsFormat::Secs, true)
        );
        // An Atom date needs a time; an article's date may have none.
        if let Some(date) = article.date {
            let at = DateTime::from_timestamp(date.seconds(), 0).map(|at| at.to_rfc3339());
            entry.extend(at.map(|at| format!("<published>{at}</published>\n")));
        }
        let authors = match (article.byline.as_slice(), &article.source) {
            ([], Some(source)) => std::slice::from_ref(source),
            (byline, _) => byline,
        };
        for name in authors {
            entry.push_str(&format!("<author><name>{}</name></author>\n", line(name)));
        }
        entry.push_str(&format!("<category term=\"{}\"/>\n", line(&delivery.name)));
        if let Some(url) = article.url.as_deref().filter(|url| is_address(url)) {
            entry.push_str(&format!("<link rel=\"alternate\" href=\"{}\"/>\n", line(url)));
        }
        let parts = find.shown.passages.iter().flat_map(|passage| &passage.parts);
        let summary: String = parts.map(|part| part.text.as_str()).collect();
        entry.push_str(&format!("<content type=\"text\">{}</content>\n", line(&summary)));
        self.new.push(entry);
    }

    /// Returns the text of the feed.
    pub fn text(&self, now: DateTime<FixedOffset>) -> String {
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
             <id>{}</id>\n<title>dateline watch</title>\n<updated>{}</updated>\n\
             <author><name>dateline</name></author>\n<generator>dateline</generator>\n",
            self.id,
            now.to_rfc3339_opts(SecondsFormat::Secs, true)
        );
        for entry in self.new.iter().chain(&self.entries).take(ENTRIES) {
            text.push_str(BEGIN);
            text.push_str(entry);
            text.push_str(END);
        }
        text.push_str("</feed>\n");
        let crc = crc32fast::hash(text.as_bytes());
        text.push_str(&format!("{MARK}{crc:08x} -->\n"));
        text
    }
}

/// Returns a UUID as a URN (RFC 9562, version 8) that depends on some texts.
fn urn(parts: &[&str]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(parts.join("\n").as_bytes()).as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = crate::article::key_of_hash(&bytes);
    let (a, b, c, d, e) =
        (&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]);
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

/// Returns whether a text of an article is a web address that a feed may link to.
fn is_address(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web && url.chars().all(|c| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_feed_that_was_written_here_is_read() {
        let now = DateTime::parse_from_rfc3339("2025-06-30T12:00:00Z").unwrap();
        let mut feed = Feed::new("seed");
        feed.entries.push("<id>urn:uuid:1</id>\n<title>a</title>\n".into());
        let text = feed.text(now);
        let read = Feed::read(&text).unwrap();
        assert_eq!((&read.id, &read.entries), (&feed.id, &feed.entries));
        assert!(read.known.contains("urn:uuid:1"));
        for changed in
            [text.replace("<title>a", "<title>b"), text.replace("crc32", "crc31"), String::new()]
        {
            assert!(Feed::read(&changed).is_none(), "{changed}");
        }
    }

    #[test]
    fn only_plain_addresses_are_linked() {
        for (url, expected) in [
            ("https://example.org/a?b=c&d", true),
            ("javascript:alert(1)", false),
            ("https://example.org/\"><x", false),
            ("https://example.org/a b", false),
        ] {
            assert_eq!(is_address(url), expected, "{url}");
        }
    }
}
