//! The progress bar of a run, its report file, and Ctrl-C.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use dateline::archive::Walk;
use dateline::error::harmless;
use dateline::indexing::Observer;
use dateline::indexing::report::Line;
use dateline::searching::{articles, grouped};

use super::Common;

/// The observer of a run: shows a progress bar and writes the report file.
pub struct Progress<W: Write> {
    bar: Option<ProgressBar>,
    report: Option<W>,
    failure: Option<io::Error>,
    stop: Arc<AtomicBool>,
    began: Instant,
    files: u64,
    articles: u64,
    bytes: u64,
    /// The expected number of files and bytes, counted before the walk starts.
    expected: (u64, u64),
    /// When the bar was last drawn.
    drawn: Instant,
}

impl<W: Write> Progress<W> {
    /// Creates a bar if standard error is a terminal, and handles Ctrl-C. Lines go to `report` if there is one.
    pub fn new(common: &Common, report: Option<W>) -> Self {
        let bar = bar(common);
        Progress {
            bar,
            report,
            failure: None,
            stop: stop_flag(),
            began: Instant::now(),
            files: 0,
            articles: 0,
            bytes: 0,
            expected: (0, 0),
            drawn: Instant::now(),
        }
    }

    /// Removes the bar and flushes the report.
    ///
    /// # Errors
    ///
    /// Returns the first error of writing the report.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.report.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl<W: Write> Progress<W> {
    /// Draws the bar, at most ten times per second.
    fn draw(&mut self) {
        let Some(bar) = &self.bar else { return };
        if self.drawn.elapsed() < Duration::from_millis(100) {
            return;
        }
        self.drawn = Instant::now();
        bar.set_position(self.bytes);
        let seconds = self.began.elapsed().as_secs_f64().max(1e-3);
        let to_do = self.expected.1.saturating_sub(self.bytes) as f64;
        let left = Duration::from_secs_f64(seconds / self.bytes.max(1) as f64 * to_do);
        let rate = self.bytes as f64 / 1e6 / seconds;
        if self.expected == (0, 0) {
            // The number of articles that will arrive on standard input is unknown.
            let read = [(1, articles(self.articles)), (2, format!("{rate:.1} MB/s"))];
            bar.set_style(unmeasured());
            bar.set_message(fitting(&read, columns()));
            return;
        }
        let parts = [
            (2, format!("{}/{} files", grouped(self.files), grouped(self.expected.0))),
            (3, articles(self.articles)),
            (4, format!("{rate:.1} MB/s")),
            (1, format!("{:#} left", indicatif::HumanDuration(left))),
        ];
        bar.set_message(fitting(&parts, room()));
    }
}

/// Returns a flag that Ctrl-C sets.
pub fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    harmless(
        ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed)),
        "without a handler, Ctrl-C ends the process at once, and the last commit stands",
    );
    stop
}

/// Returns a bar if standard error is a terminal.
fn bar(common: &Common) -> Option<ProgressBar> {
    let shown = io::stderr().is_terminal() && !common.quiet;
    shown.then(|| {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(style(bar_width(columns())));
        bar
    })
}

fn style(width: usize) -> ProgressStyle {
    // The template is fixed, so an invalid one would fail in the first run.
    ProgressStyle::with_template(&format!("{{bar:{width}.cyan/dim}} {{percent:>3}}% {{msg}}"))
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Returns the style of a line without a bar.
fn unmeasured() -> ProgressStyle {
    ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Returns the width of the terminal of standard error.
fn columns() -> usize {
    let size = terminal_size::terminal_size_of(io::stderr());
    size.map_or(80, |(width, _)| usize::from(width.0))
}

/// Returns the width of the bar on a terminal with this number of columns.
fn bar_width(columns: usize) -> usize {
    (columns / 4).clamp(5, 30)
}

/// Returns the number of columns for the message, after the bar, the percentage and the spaces around it.
fn room() -> usize {
    let columns = columns();
    columns.saturating_sub(bar_width(columns) + " 100% ".len() + 1)
}

/// Joins the parts that fit into `room` columns. Parts with the highest number are dropped first.
fn fitting(parts: &[(u8, String)], room: usize) -> String {
    let mut least = u8::MAX;
    loop {
        let kept: Vec<&(u8, String)> = parts.iter().filter(|part| part.0 < least).collect();
        let texts: Vec<&str> = kept.iter().map(|part| part.1.as_str()).collect();
        let line = texts.join(" · ");
        if line.chars().count() <= room {
            return line;
        }
        // An empty line always fits, so the loop ends.
        least = kept.iter().map(|part| part.0).max().unwrap_or(0);
    }
}

impl<W: Write> Observer for Progress<W> {
    fn starting(&mut self, walk: &Walk) {
        let Some(bar) = &self.bar else { return };
        let expected = &mut self.expected;
        walk.each(|entry| {
            if !entry.excluded {
                expected.0 += 1;
                expected.1 += entry.size;
            }
            true
        });
        bar.set_length(expected.1);
    }

    fn advanced(&mut self, articles: u64, bytes: u64) {
        self.articles += articles;
        self.bytes += bytes;
        self.draw();
    }

    fn file(&mut self) {
        self.files += 1;
    }

    fn line(&mut self, line: &Line) {
        let Some(report) = &mut self.report else { return };
        let written = serde_json::to_writer(&mut *report, line)
            .map_err(io::Error::from)
            .and_then(|()| report.write_all(b"\n"));
        if let Err(error) = written {
            self.failure.get_or_insert(error);
        }
    }

    fn committing(&mut self) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.expected.1);
            bar.set_message(fitting(
                &[(2, articles(self.articles)), (1, "committing".into())],
                room(),
            ));
        }
    }

    fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}

/// The progress bar of an export.
pub struct Rows {
    bar: Option<ProgressBar>,
}

impl Rows {
    /// Creates a bar if standard error is a terminal.
    pub fn new(common: &Common) -> Rows {
        Rows { bar: bar(common) }
    }

    /// Shows that `rows` of `of` rows are written.
    pub fn draw(&self, rows: u64, of: u64) {
        let Some(bar) = self.bar.as_ref().filter(|_| rows.is_multiple_of(64) || rows == of) else {
            return;
        };
        bar.set_length(of);
        bar.set_position(rows);
        let (speed, left) = (bar.per_sec(), indicatif::HumanDuration(bar.eta()));
        let parts = [
            (2, format!("{}/{} articles", grouped(rows), grouped(of))),
            (3, format!("{speed:.0}/s")),
            (1, format!("{left:#} left")),
        ];
        bar.set_message(fitting(&parts, room()));
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The progress bar of a backup.
pub struct Bytes {
    bar: Option<ProgressBar>,
}

impl Bytes {
    /// Creates a bar if standard error is a terminal.
    pub fn new(common: &Common) -> Bytes {
        Bytes { bar: bar(common) }
    }

    /// Shows that `done` of `of` bytes are copied.
    pub fn draw(&self, done: u64, of: u64) {
        let Some(bar) = &self.bar else { return };
        bar.set_length(of);
        bar.set_position(done);
        let left = indicatif::HumanDuration(bar.eta());
        let copied = format!("{:.1}/{:.1} MB", done as f64 / 1e6, of as f64 / 1e6);
        bar.set_message(fitting(&[(2, copied), (1, format!("{left:#} left"))], room()));
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_terminal_has_the_important_parts() {
        let parts =
            [(2, "5/10 files".to_string()), (3, "7 articles".into()), (1, "3s left".into())];
        for (room, line) in [
            (40, "5/10 files · 7 articles · 3s left"),
            (32, "5/10 files · 3s left"),
            (19, "3s left"),
            (3, ""),
        ] {
            assert_eq!(fitting(&parts, room), line);
        }
        for columns in 20..200 {
            assert!(bar_width(columns) + " 100% ".len() < columns);
        }
    }
}
