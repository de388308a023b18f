//! ARC, the web archive format before WARC (<https://archive.org/web/researcher/ArcFileFormat.php>). Each record
//! follows a line with an address, a time, a content type and a length.
//!
//! ```text
//! filedesc://a.arc 0.0.0.0 20060622190110 text/plain 76
//! http://skerry.example/ 192.0.2.1 20060622190111 text/html 187
//! HTTP/1.1 200 OK
//! ```

use std::io::{self, BufRead, Read, Take};
use std::ops::ControlFlow;

use super::{Capture, Flow, LINE, passed, payload, response};
use crate::archive::{Other, Reading, Reason, Sink};

/// Returns whether a file starts like an ARC archive.
pub fn is_arc(beginning: &[u8]) -> bool {
    beginning.starts_with(b"filedesc://")
}

/// Reads the records of an ARC archive.
pub fn read(input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
    let mut number = 0;
    // Whether the data at this position was already reported as skipped.
    let mut lost = false;
    loop {
        let mut line = Vec::new();
        if input.take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let line = String::from_utf8_lossy(&line);
        let Some(about) = About::of(&line) else {
            if !lost {
                lost = true;
                number += 1;
                let why = Reason::MalformedRecord.because("no record of a web archive begins here");
                if sink(Err(Other::Skipped(number, why))).is_break() {
                    return Ok(());
                }
            }
            continue;
        };
        lost = false;
        number += 1;
        let mut block = input.take(about.length);
        if record(&about, &mut block, number, reading, sink)?.is_break() {
            return Ok(());
        }
        passed(&mut block)?;
    }
}

/// The line before a record.
struct About<'a> {
    address: &'a str,
    moment: &'a str,
    content: &'a str,
    length: u64,
}

impl<'a> About<'a> {
    /// Parses the five fields of version 1, or the ten fields of version 2. In both, the last one is the length.
    fn of(line: &'a str) -> Option<About<'a>> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if fields.len() < 5 || !fields[0].contains(':') {
            return None;
        }
        // Some programs wrote a space in the address.
        let is_moment =
            |field: &&str| field.len() == 14 && field.bytes().all(|byte| byte.is_ascii_digit());
        let at = fields.iter().position(is_moment)?;
        Some(About {
            address: fields[0],
            moment: fields[at],
            content: fields.get(at + 1)?,
            length: fields.last()?.parse().ok()?,
        })
    }

    /// Returns the time in RFC 3339 format.
    fn crawled(&self) -> String {
        let part = |from: usize, to: usize| &self.moment[from..to];
        let (day, time) =
            ((part(0, 4), part(4, 6), part(6, 8)), (part(8, 10), part(10, 12), part(12, 14)));
        format!("{}-{}-{}T{}:{}:{}Z", day.0, day.1, day.2, time.0, time.1, time.2)
    }
}

fn record<R: BufRead>(
    about: &About,
    block: &mut Take<R>,
    number: u64,
    reading: &Reading,
    sink: Sink,
) -> Flow {
    let crawled = about.crawled();
    let (address, crawled) = (Some(about.address), Some(crawled.as_str()));
    let capture = Capture { number, address, crawled, modified: None, is_cut: false };
    let is_http = about.address.starts_with("http");
    match about.address.split(':').next() {
        // The description of the archive and DNS records are not documents.
        Some("filedesc" | "dns" | "warcinfo") => Ok(ControlFlow::Continue(())),
        _ if is_http && block.fill_buf()?.starts_with(b"HTTP/") => {
            response(block, &capture, reading, sink)
        }
        _ => payload("resource", [about.content, ""], block, &capture, reading, sink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_both_versions_are_read() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Lamp</title></head><body>\
            <p>The lamp was lit again on Saturday.</p></body></html>";
        let gone = "HTTP/1.1 404 Not Found\r\n\r\nNo.";
        let about = "2 0 Skerry\nURL IP-address Archive-date Content-type Archive-length\n\n";
        let file = format!(
            "filedesc://a.arc 0.0.0.0 20060622190110 text/plain {}\n{about}\n\
             http://skerry.example/lamp 192.0.2.1 20060622190111 text/html {}\n{page}\n\
             http://skerry.example/tide 192.0.2.1 20060622190112 text/html 200 - - 9 a.arc {}\n{page}\n\
             noise\nmore noise\n\
             http://skerry.example/gone 192.0.2.1 20060622190113 text/html {}\n{gone}\n\
             dns:skerry.example 192.0.2.2 20060622190114 text/dns 3\nabc\n",
            about.len(),
            page.len(),
            page.len(),
            gone.len()
        );
        assert!(is_arc(file.as_bytes()));
        let mut told = Vec::new();
        read(&mut file.as_bytes(), &Reading::default(), &mut |piece| {
            told.push(match piece {
                Ok(article) => {
                    let value = |name: &str| {
                        article
                            .headers
                            .iter()
                            .find(|one| one.name == name)
                            .map(|one| one.value.clone())
                    };
                    format!("{:?} {:?} {:?}", value("title"), value("url"), value("crawled"))
                }
                Err(Other::Skipped(line, why)) => format!("{line} {why}"),
                Err(other) => format!("{other:?}"),
            });
            ControlFlow::Continue(())
        })
        .expect("an archive");
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(
            told[0],
            "Some(\"Lamp\") Some(\"http://skerry.example/lamp\") Some(\"2006-06-22T19:01:11Z\")"
        );
        assert!(told[1].contains("/tide") && told[2].starts_with("4 malformed record"));
        assert!(told[3].contains("no page"));
        let part = &file.as_bytes()[..file.find("noise").expect("a part") - 20];
        let end = read(&mut &part[..], &Reading::default(), &mut |_| ControlFlow::Continue(()));
        assert!(end.is_err(), "an archive that ends within a record");
    }
}
