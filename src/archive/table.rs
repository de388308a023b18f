//! Tables: CSV (RFC 4180) and its kin with tabs, semicolons or strokes between, names in the first line.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde_json::Value;

use super::{Format, Other, Reading, Reason, Sink};

pub struct Table;

/// What stands between columns.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

impl Format for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let named = [".csv", ".tsv", ".tab"].iter().any(|end| name.ends_with(end));
        let Some((separator, names)) = header(beginning) else {
            return named && !beginning.trim().is_empty();
        };
        let known = Reading::default().columns.know(names.iter().map(String::as_str));
        let plain = names.iter().all(|name| name.len() <= 64);
        named || known && plain && names.len() >= if separator == b',' { 3 } else { 2 }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
        let mut first = String::new();
        input.take(64 << 10).read_line(&mut first)?;
        let first = first.trim_start_matches('\u{feff}').to_string();
        let separator = header(&first).map_or(b',', |(separator, _)| separator);
        let since = Rc::new(Cell::new(0));
        // Several columns of an article may be as long as one may be.
        let bounded = Bounded {
            inner: io::Cursor::new(first).chain(input),
            since: Rc::clone(&since),
            limit: 2 * reading.limit + (64 << 10),
        };
        let mut table =
            csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(bounded);
        let names: Vec<String> =
            table.headers().map_err(io_error)?.iter().map(|name| name.trim().to_string()).collect();
        if !reading.columns.know(names.iter().map(String::as_str)) {
            let problem = "no column of a title or a text: name them in a file for --map";
            let _ = sink(Err(Other::Skipped(1, Reason::MalformedTable.because(problem))));
            return Ok(());
        }
        let mut record = csv::StringRecord::new();
        let mut last = 1;
        loop {
            since.set(0);
            match table.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => {}
                Err(error) if !error.is_io_error() => {
                    last += 1;
                    if sink(Err(Other::Skipped(last, Reason::MalformedTable.because(error))))
                        .is_break()
                    {
                        return Ok(());
                    }
                    continue;
                }
                Err(error) => return Err(io_error(error)),
            }
            let line = record.position().map_or(last + 1, csv::Position::line).max(last + 1);
            last = line;
            let members: Vec<(String, Value)> = names
                .iter()
                .zip(&record)
                .filter(|(_, value)| !value.trim().is_empty())
                .map(|(name, value)| (name.clone(), Value::String(value.to_string())))
                .collect();
            let article = reading.columns.article(line, format!("line {line}"), members);
            if sink(Ok(article)).is_break() {
                return Ok(());
            }
        }
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => Reason::MalformedTable.because(format_args!("{kind:?}")).into(),
    }
}

/// What separates the columns of a first line, and their names.
fn header(beginning: &str) -> Option<(u8, Vec<String>)> {
    let line = beginning.trim_start_matches('\u{feff}').lines().next()?;
    let best =
        SEPARATORS.iter().max_by_key(|mark| line.bytes().filter(|byte| byte == *mark).count())?;
    if !line.as_bytes().contains(best) {
        return None;
    }
    let names = line.split(char::from(*best)).map(|name| name.trim().trim_matches('"').to_string());
    Some((*best, names.collect()))
}

/// A reader that fails where one row has no end.
struct Bounded<R> {
    inner: R,
    /// Bytes since the last row ended, or a buffer more.
    since: Rc<Cell<usize>>,
    limit: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.since.set(self.since.get() + count);
        match self.since.get() > self.limit {
            true => Err(Reason::TooLong.because("a row: a quote has no end").into()),
            false => Ok(count),
        }
    }
}
