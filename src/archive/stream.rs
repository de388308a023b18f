//! JSON Lines from a stream that can be read only once and that may pause, such as standard input.
//!
//! Each article is read separately. Unlike in a file, other dates do not decide whether an ambiguous date has the day
//! or the month first. Otherwise, the date of an article would depend on which articles it arrives with.

use std::io::{self, BufRead, BufReader, Read};

use super::jsonl::JsonLines;
use super::{Format, RawArticle, Reading, Reason, SNIFF, Sink, bounded, decode};

/// Where the headers of these articles were found. It has no line number, which would differ if the article arrived
/// again.
const PLACE: &str = "JSON Lines";

/// Reads JSON Lines to their end, and passes each article on as soon as its line is complete.
///
/// # Errors
///
/// Fails if the stream cannot be read, or if it is not text.
pub fn json_lines(input: impl Read, reading: &Reading, sink: Sink) -> io::Result<()> {
    let mut input = BufReader::with_capacity(SNIFF, input);
    let encoding = decode::sniff(beginning(&mut input)?)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, Reason::Binary.as_str()))?;
    let mut text = BufReader::with_capacity(SNIFF, decode::Utf8::new(input, encoding));
    JsonLines.read(&mut text, reading, &mut |piece| {
        sink(piece.map(|article| RawArticle {
            place: PLACE.into(),
            ..bounded::article(article, reading.limit)
        }))
    })
}

/// Returns the first bytes that arrive. Waiting for more would delay the first articles.
fn beginning(input: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(_) => break,
        }
    }
    // The buffer is already filled, so this call does not read.
    input.fill_buf()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::archive::Other;

    /// Returns the title or the skipped line of each piece, and whether the stream was read to its end.
    fn read(input: &[u8]) -> (Vec<String>, bool) {
        let mut pieces = Vec::new();
        let ended = json_lines(input, &Reading::default(), &mut |piece| {
            pieces.push(match piece {
                Ok(article) => {
                    let title = article.headers.iter().find(|header| header.name == "title");
                    title.map_or_else(String::new, |title| title.value.clone())
                }
                Err(Other::Skipped(line, why)) => format!("{line}: {why}"),
                Err(Other::Member(member)) => member.path,
            });
            ControlFlow::Continue(())
        });
        (pieces, ended.is_ok())
    }

    #[test]
    fn every_line_is_an_article_or_is_skipped_with_its_number() {
        let (pieces, ended) =
            read(b"{\"title\":\"Lamp lit\"}\n\n[1]\n{\"title\":\"Tide late\"}\n{\"title\":\"Sal");
        assert!(ended);
        assert_eq!((pieces[0].as_str(), pieces[2].as_str()), ("Lamp lit", "Tide late"));
        assert!(pieces[1].starts_with("3: malformed JSON"), "{pieces:?}");
        assert!(pieces[3].starts_with("5: malformed JSON"), "{pieces:?}");
    }

    #[test]
    fn the_encoding_is_detected_and_bytes_that_are_not_text_are_refused() {
        let wide: Vec<u8> =
            "\u{feff}{\"title\":\"Größe\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), (vec!["Größe".to_string()], true));
        assert_eq!(read("\u{feff}{\"title\":\"a\"}".as_bytes()), (vec!["a".to_string()], true));
        assert_eq!(read(b""), (vec![], true));
        assert_eq!(read(b"\x1f\x8b\x08\0\0\0"), (vec![], false));
    }
}
