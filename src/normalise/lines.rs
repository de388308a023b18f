//! The lines at the start of an article, read one by one.

use super::credit;

/// The length, in characters, above which a line that ends with a full stop is a paragraph.
const PARAGRAPH: usize = 200;

/// The lines of the text, and the position up to which they were read.
#[derive(Debug, Clone, Copy)]
pub struct Lines<'a> {
    text: &'a str,
    pub at: usize,
    /// The number of the last line that was read. The header is line 1.
    number: usize,
}

impl<'a> Lines<'a> {
    /// Returns the lines below the header.
    pub fn of(text: &'a str) -> Lines<'a> {
        Lines { text, at: 0, number: 1 }
    }

    pub fn peek(&self) -> Option<&'a str> {
        self.text[self.at..].split('\n').next().filter(|_| self.at < self.text.len())
    }

    pub fn next(&mut self) -> Option<&'a str> {
        let line = self.peek()?;
        self.at = (self.at + line.len() + 1).min(self.text.len());
        self.number += 1;
        Some(line)
    }

    pub fn skip_blank(&mut self) {
        while self.peek().is_some_and(|line| line.trim().is_empty()) {
            self.next();
        }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Returns whether the next line looks like a title and is followed by a text.
    pub fn has_title(&self) -> bool {
        let mut below = self.rest().lines().map(str::trim).filter(|line| !line.is_empty());
        let Some(line) = below.next() else { return false };
        let plain = !line.ends_with(['.', ':', '…']) && !credit::leads(line);
        plain
            && line.split_whitespace().count() >= 3
            && below.next().is_some()
            && !is_paragraph(line)
    }

    /// Returns whether a title follows the next line.
    pub fn has_title_below(mut self) -> bool {
        self.next();
        self.skip_blank();
        self.has_title()
    }

    pub fn place(&self) -> String {
        format!("line {}", self.number)
    }
}

/// Returns whether a line is a paragraph: long, with a full stop at the end.
pub fn is_paragraph(line: &str) -> bool {
    line.ends_with('.') && line.chars().count() > PARAGRAPH
}
