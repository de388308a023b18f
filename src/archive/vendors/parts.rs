//! Reads long exports in parts that end between two articles, so that their length is not limited by memory.

use std::io::{self, BufRead};

use crate::archive::bounded::{self, Line};

/// The length, in bytes, from which on a part ends at the next mark between two articles.
const PART: usize = 2 << 20;
/// The maximum length of a part, in bytes.
pub const WHOLE: usize = 40 << 20;

/// Where an article ends, as a line shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The line is within an article.
    None,
    /// The line starts an article.
    Before,
    /// The line ends an article.
    After,
}

/// A text that is read in parts.
pub struct Parts<'a> {
    input: &'a mut dyn BufRead,
    edge: fn(&str) -> Edge,
    line: Line,
    /// What was read of the next part.
    next: String,
    is_cut: bool,
}

impl<'a> Parts<'a> {
    /// Returns the parts of a text, which end where `edge` finds an edge.
    pub fn new(input: &'a mut dyn BufRead, edge: fn(&str) -> Edge) -> Parts<'a> {
        Parts { input, edge, line: Line::default(), next: String::new(), is_cut: false }
    }

    /// Reads the start of the text, at least `least` bytes of it, without taking it out of the first part.
    pub fn beginning(&mut self, least: usize) -> io::Result<&str> {
        while self.next.len() < least && self.read_line()? {
            self.push_line();
        }
        Ok(&self.next)
    }

    /// Reads the rest of the text as one part, and returns whether it is longer than that.
    pub fn whole(mut self) -> io::Result<(String, bool)> {
        let room = WHOLE.saturating_sub(self.next.len());
        let (rest, cut) = bounded::whole(&mut self.input, room)?;
        self.next.push_str(&rest);
        Ok((self.next, cut.is_some() || self.is_cut))
    }

    /// Returns the next part, or `None` at the end of the text.
    pub fn read_next(&mut self) -> io::Result<Option<String>> {
        loop {
            if !self.read_line()? {
                let last = std::mem::take(&mut self.next);
                return Ok(Some(last).filter(|last| !last.is_empty()));
            }
            let edge = match self.next.len() >= PART {
                true => (self.edge)(self.line.text.trim()),
                false => Edge::None,
            };
            if edge == Edge::Before {
                let part = std::mem::take(&mut self.next);
                self.push_line();
                return Ok(Some(part));
            }
            self.push_line();
            if edge == Edge::After {
                return Ok(Some(std::mem::take(&mut self.next)));
            }
        }
    }

    /// Returns whether a part was too long to be read completely.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn read_line(&mut self) -> io::Result<bool> {
        self.line.read(self.input, WHOLE)
    }

    fn push_line(&mut self) {
        let room = WHOLE.saturating_sub(self.next.len() + 1);
        let kept = self.line.text.floor_char_boundary(room);
        self.next.push_str(&self.line.text[..kept]);
        self.is_cut |= kept < self.line.text.len() || self.line.left_out() > 0;
        if self.next.len() < WHOLE {
            self.next.push('\n');
        } else {
            self.is_cut = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(line: &str) -> Edge {
        match line {
            "start" => Edge::Before,
            "end" => Edge::After,
            _ => Edge::None,
        }
    }

    fn parts(text: &str) -> Vec<String> {
        let mut input = text.as_bytes();
        let mut parts = Parts::new(&mut input, edge);
        assert!(parts.beginning(10).unwrap().len() >= 10.min(text.len()));
        let mut all = Vec::new();
        while let Some(part) = parts.read_next().unwrap() {
            all.push(part);
        }
        assert!(!parts.is_cut());
        all
    }

    #[test]
    fn parts_end_between_articles_and_lose_nothing() {
        let body = "lamp\n".repeat(PART / 5 + 1);
        let before = format!("start\n{body}start\n{body}start\nlamp\n");
        let after = format!("{body}end\n{body}end\nlamp\n");
        for text in [before, after] {
            let all = parts(&text);
            assert_eq!(all.len(), 3);
            assert_eq!(all.concat(), text);
        }
        assert_eq!(parts("lamp\nstart\nend"), ["lamp\nstart\nend\n"]);
        assert!(parts("").is_empty());
    }
}
