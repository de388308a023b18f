//! Other dates in the same column, which decide the order of day and month in an ambiguous numeric date.
//!
//! `03/04/2025` may be in March or in April. If its column also has `25/04/2025`, and no date that must have the month
//! first, it is in April. A fixed sample decides: the first [`SAMPLE`] dates of a column, or fewer if the articles with
//! them exceed [`HELD`] bytes. The same file therefore always gives the same dates. Articles are held back from the
//! first ambiguous date until the sample is complete.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;

use super::{Neighbours, Piece, RawArticle, Sink};
use crate::dates::{self, Orders};

/// The number of dates of a column in the sample.
const SAMPLE: u32 = 1_000;

/// The maximum total size, in bytes, of the articles that are held back.
const HELD: usize = 32 << 20;

/// The maximum number of columns to track, because a file may use any number of names for its dates.
const COLUMNS: usize = 64;

/// The dates of one column that were read so far.
#[derive(Default)]
struct Tally {
    dates: u32,
    /// The number of dates that allow only one order, with that order.
    votes: [(u32, Option<Orders>); 3],
}

impl Tally {
    fn is_complete(&self) -> bool {
        self.dates >= SAMPLE
    }

    fn count(&mut self, possible: Orders) {
        if self.is_complete() {
            return;
        }
        self.dates += 1;
        if possible.is_one() {
            let vote =
                self.votes.iter_mut().find(|(_, order)| order.is_none_or(|one| one == possible));
            if let Some((count, order)) = vote {
                *count += 1;
                *order = Some(possible);
            }
        }
    }

    fn decision(&self) -> Option<Neighbours> {
        match self.votes {
            [(seen, Some(order)), (0, _), (0, _)] => Some(Neighbours { order, seen }),
            _ => None,
        }
    }
}

/// Passes on the articles of a file. Articles with an ambiguous date wait until the order of their column is known.
#[derive(Default)]
pub struct Columns {
    tallies: HashMap<String, Tally>,
    held: VecDeque<Piece>,
    bytes: usize,
    /// The columns that the held articles wait for.
    awaited: Vec<String>,
}

impl Columns {
    /// Processes the next piece of a file.
    pub fn take(&mut self, piece: Piece, sink: Sink) -> ControlFlow<()> {
        let column = match &piece {
            Ok(article) => column_of(article),
            Err(_) => None,
        };
        if let Some((name, written)) = column {
            let possible = dates::orders(written);
            if !self.tallies.contains_key(name) && self.tallies.len() < COLUMNS {
                self.tallies.insert(name.to_string(), Tally::default());
            }
            if let Some(tally) = self.tallies.get_mut(name) {
                tally.count(possible);
                let open = possible != Orders::NONE && !possible.is_one() && !tally.is_complete();
                if open && !self.awaited.iter().any(|one| one == name) {
                    self.awaited.push(name.to_string());
                }
            }
        }
        if self.awaited.is_empty() {
            return sink(piece.map(|article| self.decided(article)));
        }
        self.bytes += piece.as_ref().map_or(256, size);
        self.held.push_back(piece);
        let complete = |name: &String| self.tallies.get(name).is_none_or(Tally::is_complete);
        match self.bytes >= HELD || self.awaited.iter().all(complete) {
            true => self.finish(sink),
            false => ControlFlow::Continue(()),
        }
    }

    /// Passes on the articles that wait. The dates seen so far become the complete sample of the awaited columns.
    pub fn finish(&mut self, sink: Sink) -> ControlFlow<()> {
        for name in self.awaited.drain(..) {
            if let Some(tally) = self.tallies.get_mut(&name) {
                tally.dates = SAMPLE;
            }
        }
        self.bytes = 0;
        while let Some(piece) = self.held.pop_front() {
            sink(piece.map(|article| self.decided(article)))?;
        }
        ControlFlow::Continue(())
    }

    fn decided(&self, mut article: RawArticle) -> RawArticle {
        if let Some((name, written)) = column_of(&article)
            && let Some(tally) = self.tallies.get(name)
            && let Some(decision) = tally.decision()
            && dates::orders(written) != Orders::NONE
        {
            article.neighbours = Some(decision);
        }
        article
    }
}

/// Returns the column of an article's date, and the date as written.
fn column_of(article: &RawArticle) -> Option<(&str, &str)> {
    let name = article.date_name.as_deref()?;
    let header = article.headers.iter().find(|header| header.name == "date");
    let written = header.map(|header| header.value.as_str());
    // Feed items have their dates in elements, not in headers.
    written.or_else(|| Some(article.dates.first()?.written.as_str())).map(|date| (name, date))
}

fn size(article: &RawArticle) -> usize {
    let headers = article.headers.iter().map(|header| header.name.len() + header.value.len() + 64);
    article.text.len() + headers.sum::<usize>() + 512
}
