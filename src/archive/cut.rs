//! How much of an article is kept if it exceeds the length limit.

use std::fmt;

/// How much was kept of an article that exceeds the limit. Lengths are in bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The length of the text that was kept.
    pub kept: u64,
    /// The total length, or `None` if it is not known.
    pub of: Option<u64>,
}

impl Cut {
    /// Returns the cut of an article whose end was not read. `kept` is the text that was.
    pub fn of_unknown(kept: &str) -> Cut {
        Cut { kept: kept.len() as u64, of: None }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |bytes: u64| match bytes {
            0..1_000_000 => format!("{bytes} bytes"),
            _ => format!("{:.1} MB", bytes as f64 / f64::from(1 << 20)).replace(".0 ", " "),
        };
        match self.of {
            Some(of) => write!(f, "the first {} of {}", size(self.kept), size(of)),
            None => write!(f, "the first {} of an unknown length", size(self.kept)),
        }
    }
}
