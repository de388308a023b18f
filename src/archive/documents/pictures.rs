//! Removes the data of images from RTF, which may be many times as long as the text.

use std::io::{self, BufRead, Read};

/// The number of consecutive hexadecimal digits, ignoring line breaks, from which they are the data of an image.
const DATA: usize = 512;

/// A reader that leaves out long runs of hexadecimal digits.
pub struct Unpictured<'a> {
    input: &'a mut dyn BufRead,
    /// The last digits read, as long as they may be text, with the line breaks between them.
    run: Vec<u8>,
    /// The number of digits in the run so far.
    digits: usize,
    /// The bytes that are ready to be returned, in reverse order.
    ready: Vec<u8>,
    ended: bool,
}

impl<'a> Unpictured<'a> {
    pub fn new(input: &'a mut dyn BufRead) -> Unpictured<'a> {
        Unpictured { input, run: Vec::new(), digits: 0, ready: Vec::new(), ended: false }
    }

    /// Reads until some bytes are ready or the input ends.
    fn fill(&mut self) -> io::Result<()> {
        while self.ready.is_empty() && !self.ended {
            let block = self.input.fill_buf()?;
            self.ended = block.is_empty();
            for byte in block {
                match byte {
                    _ if byte.is_ascii_hexdigit() => self.digits += 1,
                    b'\r' | b'\n' if self.digits > 0 => {}
                    _ => {
                        self.ready.append(&mut self.run);
                        self.digits = 0;
                        self.ready.push(*byte);
                        continue;
                    }
                }
                if self.digits <= DATA {
                    self.run.push(*byte);
                } else {
                    self.run.clear();
                }
            }
            let count = block.len();
            self.input.consume(count);
            if self.ended {
                self.ready.append(&mut self.run);
            }
            self.ready.reverse();
        }
        Ok(())
    }
}

impl Read for Unpictured<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let count = buffer.len().min(self.ready.len());
        for byte in &mut buffer[..count] {
            *byte = self.ready.pop().unwrap_or_default();
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_of_digits_are_left_out() {
        let data = "0123456789abcdef\n".repeat(100_000);
        let text = format!("{{\\rtf1 The 1984 deadbeef lamp{{\\pict {data}}} was lit.}}\n");
        let mut out = String::new();
        Unpictured::new(&mut text.as_bytes()).read_to_string(&mut out).unwrap();
        assert_eq!(out, "{\\rtf1 The 1984 deadbeef lamp{\\pict } was lit.}\n");
    }
}
