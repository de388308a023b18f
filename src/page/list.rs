//! Answers that are lists, in the four formats that each of them has.

use std::io::{self, Write};

use serde_json::Value;

use super::style::Style;
use super::{batch, crosstable, kwic, names, terms, timeline};
use crate::answers::batch::Row;
use crate::answers::collocates::Collocation;
use crate::answers::crosstable::CrossTable;
use crate::answers::names::Names;
use crate::answers::terms::Keyness;
use crate::answers::timeline::Timeline;
use crate::engine::FacetKind;

/// An answer that is a list.
pub trait Listed {
    /// Writes it for a terminal.
    ///
    /// # Errors
    ///
    /// Fails if `out` fails.
    fn text(&self, style: Style, out: &mut dyn Write) -> io::Result<()>;
    /// Returns it as one JSON object.
    fn json(&self) -> Value;
    /// Writes one JSON object per line, without what concerns the list as a whole.
    ///
    /// # Errors
    ///
    /// Fails if `out` fails.
    fn jsonl(&self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes it as CSV, with a line of names.
    ///
    /// # Errors
    ///
    /// Fails if `out` fails.
    fn csv(&self, out: &mut dyn Write) -> io::Result<()>;
}

/// Implements [`Listed`] with the functions of a module that have the names of its methods.
macro_rules! listed {
    ($answer:ty, $page:ident) => {
        impl Listed for $answer {
            fn text(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
                $page::text(self, style, out)
            }

            fn json(&self) -> Value {
                $page::json(self)
            }

            fn jsonl(&self, out: &mut dyn Write) -> io::Result<()> {
                $page::jsonl(self, out)
            }

            fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
                $page::csv(self, out)
            }
        }
    };
}

listed!(CrossTable, crosstable);
listed!(Keyness, terms);
listed!(Names, names);
listed!(Timeline, timeline);

impl Listed for Collocation {
    fn text(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        kwic::collocates(self, style, out)
    }

    fn json(&self) -> Value {
        kwic::collocates_json(self)
    }

    fn jsonl(&self, out: &mut dyn Write) -> io::Result<()> {
        self.collocates.iter().try_for_each(|word| writeln!(out, "{}", kwic::collocate(word)))
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        kwic::collocates_csv(self, out)
    }
}

/// The counts of many queries, with the field that they were also counted by.
pub struct Counts<'a> {
    /// The counts, or the problem of a query.
    pub rows: &'a [Row],
    /// The field, if any.
    pub by: Option<FacetKind>,
}

impl Listed for Counts<'_> {
    fn text(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        batch::text(self.rows, style, out)
    }

    fn json(&self) -> Value {
        batch::all(self.rows)
    }

    fn jsonl(&self, out: &mut dyn Write) -> io::Result<()> {
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", batch::json(row)))
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        batch::csv(self.rows, self.by, out)
    }
}
