//! The recognized text of one page.

use crate::archive::{Candidate, Cut, RawArticle};
use crate::article::Header;
use crate::dates::address;

/// The text of one page.
#[derive(Debug, Default, PartialEq)]
pub struct Scan {
    /// The paragraphs in reading order.
    pub blocks: Vec<String>,
    /// The sum of the confidences of the words, from 0 to 1 each, and the number of words.
    pub confidence: (f64, u32),
    /// The name of the page's image.
    pub image: Option<String>,
    /// The number of the page.
    pub number: Option<String>,
    pub lang: Option<String>,
}

impl Scan {
    /// Adds the confidence of a word.
    pub fn trust(&mut self, confidence: Option<f64>) {
        if let Some(confidence) = confidence.filter(|value| (0.0..=1.0).contains(value)) {
            self.confidence.0 += confidence;
            self.confidence.1 += 1;
        }
    }

    /// Returns the article of the page. Most bytes of a page are coordinates, so the length of unread text cannot be
    /// estimated.
    pub fn article(self, line: u64, is_cut: bool) -> RawArticle {
        let mut headers = Vec::new();
        let (sum, count) = self.confidence;
        let confidence = (count > 0).then(|| format!("{:.2}", sum / f64::from(count)));
        let date = self.image.as_deref().and_then(address::day_of_path);
        for (name, value) in [
            ("page", self.number),
            ("lang", self.lang),
            ("image", self.image),
            ("confidence", confidence),
        ] {
            headers.extend(value.map(|value| Header { name: name.to_string(), value }));
        }
        let text = self.blocks.join("\n\n");
        let place = "name of the image".to_string();
        let dates = date.map(|written| Candidate { place, written, zone: None });
        RawArticle {
            line,
            headers,
            place: format!("page {line}"),
            cut: is_cut.then(|| Cut::of_unknown(&text)),
            text,
            dates: dates.into_iter().collect(),
            alone: true,
            body_from: Some("recognized text"),
            ..RawArticle::default()
        }
    }
}

/// Joins the lines of a paragraph, including words that are hyphenated at the end of a line.
pub fn joined<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        let line = line.trim();
        let hyphen = text.strip_suffix(['-', '¬', '⸗', '\u{ad}', '‐']).map(str::len);
        let divided = hyphen.filter(|at| {
            let letter = text[..*at].ends_with(char::is_alphabetic);
            letter && line.starts_with(char::is_lowercase)
        });
        match divided {
            Some(at) => text.truncate(at),
            None if !text.is_empty() && !line.is_empty() => text.push(' '),
            None => {}
        }
        text.push_str(line);
    }
    text
}
