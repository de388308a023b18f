//! Reads the articles of documents that are too large to be held in memory.

use std::io::{self, BufRead};

use crate::archive::clip::{Clipped, Line};

/// The objects of a document that are articles.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// The outermost objects, either in a list or consecutive.
    Outermost,
    /// The objects of the lists at these paths of members, all of the same length.
    Lists(Vec<Vec<String>>),
}

/// The number of bytes of a name that are kept.
const NAME: usize = 256;

/// A list or an object that is open.
struct Open {
    is_list: bool,
    /// The name of the member that is being read.
    member: Vec<u8>,
}

/// Calls `visit` with each object at a place: its number, counted from 1, how much of it was kept, and its text. Stops
/// when `visit` returns `false`.
pub fn objects(
    input: &mut dyn BufRead,
    place: &Place,
    limit: usize,
    visit: &mut dyn FnMut(u64, Line, &[u8]) -> bool,
) -> io::Result<()> {
    let mut reader = Reader {
        place,
        limit,
        open: Vec::new(),
        deeper: 0,
        depth: 0,
        in_string: false,
        escaped: false,
        last: Vec::new(),
        object: Clipped::default(),
        number: 0,
    };
    loop {
        let part = input.fill_buf()?;
        if part.is_empty() {
            return Ok(());
        }
        let length = part.len();
        for byte in part.iter().copied() {
            if reader.take(byte) && !visit(reader.number, reader.object.line(), &reader.object.text)
            {
                return Ok(());
            }
        }
        input.consume(length);
    }
}

struct Reader<'a> {
    place: &'a Place,
    limit: usize,
    /// The open lists and objects around the articles, down to the level of the place.
    open: Vec<Open>,
    /// The number of lists and objects that are open below that level.
    deeper: usize,
    /// The number of lists and objects that are open within the current article; 0 outside of one.
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The last string outside of articles.
    last: Vec<u8>,
    object: Clipped,
    number: u64,
}

impl Reader<'_> {
    /// Processes a byte. Returns whether it ends an article.
    fn take(&mut self, byte: u8) -> bool {
        if self.depth > 0 {
            self.object.push(byte, self.limit);
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => {
                self.in_string = !self.in_string;
                if self.in_string && self.depth == 0 {
                    self.last.clear();
                }
            }
            byte if self.in_string => self.keep(byte),
            b'{' | b'[' => self.opens(byte),
            b'}' | b']' => return self.closes(byte),
            b':' if self.depth == 0 && self.deeper == 0 => {
                if let Some(open) = self.open.last_mut() {
                    open.member = std::mem::take(&mut self.last);
                }
            }
            _ => {}
        }
        false
    }

    /// Keeps a byte of a string that may be the name of a member.
    fn keep(&mut self, byte: u8) {
        if self.depth == 0 && self.last.len() < NAME {
            self.last.push(byte);
        }
    }

    fn opens(&mut self, byte: u8) {
        if self.depth > 0 {
            self.depth += 1;
        } else if byte == b'{' && self.is_here() {
            self.depth = 1;
            self.object.clear();
            self.object.push(byte, self.limit);
        } else if self.deeper > 0 || self.open.len() > self.levels() {
            self.deeper += 1;
        } else {
            self.open.push(Open { is_list: byte == b'[', member: Vec::new() });
        }
    }

    fn closes(&mut self, byte: u8) -> bool {
        if self.depth > 0 {
            self.depth -= 1;
            let ended = self.depth == 0 && byte == b'}';
            self.number += u64::from(ended);
            return ended;
        }
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.open.pop();
        }
        false
    }

    fn levels(&self) -> usize {
        match self.place {
            Place::Outermost => 64,
            Place::Lists(paths) => paths.first().map_or(0, Vec::len),
        }
    }

    /// Returns whether an object that opens now is an article.
    fn is_here(&self) -> bool {
        match self.place {
            Place::Outermost => self.deeper == 0 && self.open.iter().all(|open| open.is_list),
            Place::Lists(paths) => {
                let is_at = |(open, name): (&Open, &String)| {
                    !open.is_list && open.member == name.as_bytes()
                };
                let levels = self.levels();
                self.deeper == 0
                    && self.open.len() == levels + 1
                    && self.open[levels].is_list
                    && paths.iter().any(|path| self.open.iter().zip(path).all(is_at))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, place: Place) -> Vec<String> {
        let mut all = Vec::new();
        objects(&mut text.as_bytes(), &place, 1_000, &mut |_, line, object| {
            assert_eq!(line, Line::Whole);
            all.push(String::from_utf8(object.to_vec()).unwrap());
            true
        })
        .unwrap();
        all
    }

    #[test]
    fn the_objects_of_one_list_are_told() {
        let text = r#"{"took":3,"x":[{"no":1}],"hits":{"total":{"v":2},"hits":[{"a":{"b":"}"}},{"c":[1]}],
                      "y":{"hits":[{"no":2}]}},"hits2":[{"no":3}]}"#;
        let path = vec!["hits".to_string(), "hits".to_string()];
        assert_eq!(told(text, Place::Lists(vec![path])), [r#"{"a":{"b":"}"}}"#, r#"{"c":[1]}"#]);
        let days = vec![vec!["1 May".to_string()], vec!["2 May".to_string()]];
        let text = r#"{"1 May":[{"a":1}],"2 May":[{"b":2},{"c":3}],"x":[{"no":1}]}"#;
        assert_eq!(told(text, Place::Lists(days)), ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"]);
        assert_eq!(
            told(r#"[{"a":1},[{"b":2}]] {"c":3}"#, Place::Outermost),
            ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"]
        );
        assert!(told(&"[".repeat(10_000), Place::Outermost).is_empty());
    }
}
