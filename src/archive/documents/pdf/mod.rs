//! PDF (ISO 32000): the text layer in reading order, through [pdf-extract](https://crates.io/crates/pdf-extract).
//!
//! The library limits neither its memory nor its time, and panics on some damaged files. [`guard`] rejects what it must
//! not read. Each file is read in a separate process if [`apart`] has a program for it, or else in a thread.

pub mod apart;
mod extraction;
mod guard;
mod layout;
mod limits;
mod line;
mod repair;
mod running;

use std::io;

use crate::archive::{Cut, Other, RawArticle, Reading, Reason, Sink, text, vendors};
use crate::error::harmless;

/// The minimum number of letters per page of a file with text.
const LETTERS: usize = 5;

/// Reads a file.
///
/// # Errors
///
/// Returns an error if the file is encrypted or damaged, exceeds a limit, or has no text.
pub fn read(bytes: Vec<u8>, reading: &Reading, sink: Sink) -> io::Result<()> {
    let found = apart::read(bytes, reading.limit)?;
    let letters: usize = found
        .paragraphs
        .iter()
        .map(|text| text.chars().filter(|c| c.is_alphabetic()).count())
        .sum();
    if letters < LETTERS * found.pages.max(1) {
        return Err(Reason::Scanned.because("no text (ocrmypdf adds it)").into());
    }
    let body = found.paragraphs.join("\n\n");
    let mut article = match &found.title {
        Some(title) => text::titled(title, "largest line of the first page", &body),
        None => RawArticle { place: "first paragraph".into(), ..text::article(&body) },
    };
    article.body_from = Some("text of the pages");
    article.cut = found.cut.then(|| Cut::of_unknown(&article.text));
    found.properties.complete(&mut article);
    harmless(
        sink(match vendors::unsplit::of_article(&article) {
            Some(why) => Err(Other::Skipped(1, why)),
            None => Ok(article),
        }),
        "nothing follows",
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_have_a_verdict() {
        for bytes in [
            &b"%PDF-1.4"[..],
            b"%PDF-1.7\n1 0 obj\n<< /Length 9999999999 >> stream\nx",
            b"%PDF-\xff\xfe",
        ] {
            let why = read(bytes.to_vec(), &Reading::default(), &mut |_| {
                std::ops::ControlFlow::Continue(())
            });
            assert!(why.is_err());
        }
        let nested = [b"%PDF-1.4\n1 0 obj\n".to_vec(), vec![b'['; 100_000]].concat();
        let why = read(nested, &Reading::default(), &mut |_| std::ops::ControlFlow::Continue(()));
        assert!(why.is_err());
    }
}
