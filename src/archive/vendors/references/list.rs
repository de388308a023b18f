//! The formats of lists of references.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::bibtex::{bibtex, is_bibtex};
use super::endnote::{self, endnote, is_endnote};
use super::give::Give;
use super::ris::{self, is_ris, ris};
use crate::archive::vendors::parts::{Edge, Parts};
use crate::archive::{Format, RawArticle, Reading, Reason, Sink};

/// A format for lists of references.
pub struct References {
    name: &'static str,
    is: fn(&str) -> bool,
    /// Returns whether a line is between two references, in lists that can be read in parts.
    edge: fn(&str) -> Edge,
    read: fn(&str, Give) -> ControlFlow<()>,
}

/// RIS.
pub static RIS: References = References { name: "ris", is: is_ris, edge: ris::edge, read: ris };

/// BibTeX.
pub static BIBTEX: References =
    References { name: "bibtex", is: is_bibtex, edge: |_| Edge::None, read: bibtex };

/// EndNote, in its tagged form.
pub static ENDNOTE: References =
    References { name: "endnote", is: is_endnote, edge: endnote::edge, read: endnote };

impl Format for References {
    fn name(&self) -> &'static str {
        self.name
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        (self.is)(beginning)
    }

    fn read(&self, input: &mut dyn BufRead, _reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut parts = Parts::new(input, self.edge);
        let mut number = 0;
        while let Some(part) = parts.read_next()? {
            let going = (self.read)(&part, &mut |article| {
                number += 1;
                let place = format!("document {number}");
                sink(Ok(RawArticle { line: number, place, ..article }))
            });
            if going.is_break() {
                return Ok(());
            }
        }
        if number == 0 {
            return Err(Reason::NoArticle.because("a list of references without a title").into());
        }
        if parts.is_cut() {
            return Err(Reason::TooLong.because("a list of more than 40 MB: split it").into());
        }
        Ok(())
    }
}
