//! Recognizes mail by the names of its headers.

use super::a_news;

/// The kind of a mail file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One message.
    Message,
    /// Several messages in sequence, each after a separator line.
    Mailbox,
    /// A web page saved as mail.
    Page,
}

/// Names of headers that only mail and news have, in lower case.
const TELLING: [&str; 16] = [
    "article-i.d.",
    "content-transfer-encoding",
    "delivered-to",
    "message-id",
    "mime-version",
    "newsgroups",
    "nntp-posting-host",
    "posting-version",
    "received",
    "references",
    "relay-version",
    "return-path",
    "snapshot-content-location",
    "x-mozilla-status",
    "x-original-to",
    "xref",
];
/// Names of other headers that are common in mail, in lower case.
const USUAL: [&str; 18] = [
    "bcc",
    "cc",
    "content-disposition",
    "content-length",
    "content-type",
    "date",
    "from",
    "in-reply-to",
    "lines",
    "organization",
    "path",
    "reply-to",
    "sender",
    "status",
    "subject",
    "to",
    "x-status",
    "x-uid",
];
/// The maximum number of header lines that are inspected.
const LINES: usize = 400;

impl Kind {
    /// Returns the kind of a file with this start, or `None` if it is not mail.
    pub fn of(beginning: &[u8]) -> Option<Kind> {
        let beginning = beginning.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(beginning);
        let beginning = beginning.trim_ascii_start();
        if let Some((line, _)) = counted(beginning) {
            return Kind::of(&beginning[line..]).filter(|kind| *kind == Kind::Message);
        }
        if a_news::is_post(beginning) {
            return Some(Kind::Message);
        }
        let mut lines = beginning.split(|byte| *byte == b'\n');
        let first = lines.next().unwrap_or_default();
        if let Some(begins) = Separator::of(first) {
            return begins
                .is_confirmed_by(lines.next().unwrap_or_default())
                .then_some(Kind::Mailbox);
        }
        let mut names: Vec<String> = Vec::new();
        let mut saved = false;
        for line in beginning.split(|byte| *byte == b'\n').take(LINES) {
            let line = line.trim_ascii_end();
            if line.is_empty() {
                break;
            }
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                continue;
            }
            match header_name(line) {
                Some(name) => {
                    saved |= name == "from" && line.windows(9).any(|part| part == b"Saved by ");
                    names.push(name);
                }
                // The sample may end inside a header.
                None if names.len() >= 3 && beginning.ends_with(line) => break,
                None => return None,
            }
        }
        let has = |name: &str| names.iter().any(|known| known == name);
        let sent = ["from", "to", "received", "message-id"].iter().any(|name| has(name));
        if saved || has("snapshot-content-location") || !sent && is_one_page(beginning) {
            return Some(Kind::Page);
        }
        let telling = names.len() >= 2 && TELLING.iter().any(|name| has(name));
        let usual = has("from") && ["subject", "to", "date"].iter().any(|name| has(name));
        (telling || usual).then_some(Kind::Message)
    }

    /// Returns the name of the kind in reports.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Message => "mail",
            Kind::Mailbox => "mbox",
            Kind::Page => "mhtml",
        }
    }
}

/// Returns the length of the first line of a message from Apple Mail (`.emlx`), and the length of the message, which
/// that line states. Returns `None` for other files.
pub fn counted(beginning: &[u8]) -> Option<(usize, u64)> {
    let end = beginning.iter().take(16).position(|byte| *byte == b'\n')?;
    let count = std::str::from_utf8(&beginning[..end]).ok()?.trim().parse().ok()?;
    let next = beginning[end + 1..].split(|byte| *byte == b'\n').next()?;
    header_name(next.trim_ascii_end())?;
    Some((end + 1, count))
}

/// Returns whether the content type of a message says that it is a single web page with its images.
fn is_one_page(beginning: &[u8]) -> bool {
    let head = &beginning[..beginning.len().min(2 << 10)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.split("\n\n").next().unwrap_or_default();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    head.contains("multipart/related") && head.contains("type=\"text/html\"")
}

/// Returns the name of the header at the start of a line, in lower case.
fn header_name(line: &[u8]) -> Option<String> {
    let end = line.iter().take(80).position(|byte| *byte == b':')?;
    let name = line[..end].trim_ascii_end();
    let fits = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    fits.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// A line that may start a message in a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `From keeper@skerry.example Sat Mar  4 08:00:00 2023`: a line with a time and a year.
    Dated,
    /// `From ` followed by something else, or by nothing.
    Bare,
    /// `#! rnews 1234`, as in news batches.
    Batch,
    /// Four bytes of value 1, as in MMDF mailboxes, where they also follow each message.
    Mmdf,
}

impl Separator {
    /// Returns the kind of separator on a line, if it is one.
    pub fn of(line: &[u8]) -> Option<Separator> {
        if line.starts_with(b"#! rnews ") {
            return Some(Separator::Batch);
        }
        if line.trim_ascii_end() == [1; 4] {
            return Some(Separator::Mmdf);
        }
        let rest = line.strip_prefix(b"From")?;
        if !rest.is_empty() && !rest.starts_with(b" ") && !rest.starts_with(b"\r") {
            return None;
        }
        let digit = |byte: &u8| byte.is_ascii_digit();
        let clock = rest.windows(5).any(|part| {
            digit(&part[0])
                && digit(&part[1])
                && part[2] == b':'
                && digit(&part[3])
                && digit(&part[4])
        });
        let year = rest
            .split(|byte| byte.is_ascii_whitespace())
            .any(|word| word.len() == 4 && word.iter().all(digit));
        Some(if clock && year { Separator::Dated } else { Separator::Bare })
    }

    /// Returns whether the next line confirms that the separator starts a message.
    pub fn is_confirmed_by(self, next: &[u8]) -> bool {
        let Some(name) = header_name(next.trim_ascii_end()) else { return false };
        let known = TELLING.contains(&name.as_str()) || USUAL.contains(&name.as_str());
        match self {
            Separator::Dated | Separator::Batch => known || next.len() > name.len() + 1,
            // The text of a message may contain such a line.
            Separator::Bare | Separator::Mmdf => known,
        }
    }
}
