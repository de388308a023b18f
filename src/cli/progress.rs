//! The progress bar of a run, its report file, and Ctrl-C.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use dateline::archive::Walk;
use dateline::indexing::Observer;
use dateline::indexing::report::Line;

use super::Common;

/// Watches a run for a person and for a report.
pub struct Progress<W: Write> {
    bar: Option<ProgressBar>,
    report: Option<W>,
    failure: Option<io::Error>,
    stop: Arc<AtomicBool>,
    began: Instant,
    files: u64,
    articles: u64,
    bytes: u64,
    /// Files the walk will find, counted ahead; 0 until then.
    expected: Arc<AtomicU64>,
}

impl<W: Write> Progress<W> {
    /// A bar where standard error is a terminal; a report where one is given.
    pub fn new(common: &Common, report: Option<W>) -> Self {
        let shown = io::stderr().is_terminal() && !common.quiet;
        let bar = shown.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            bar.set_style(style());
            bar
        });
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        // Where no handler can be set Ctrl-C ends the process at once: the last commit stands.
        let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
        Progress {
            bar,
            report,
            failure: None,
            stop,
            began: Instant::now(),
            files: 0,
            articles: 0,
            bytes: 0,
            expected: Arc::new(AtomicU64::new(0)),
        }
    }

    /// Ends the bar and the report.
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

fn style() -> ProgressStyle {
    // The template is part of the program; a wrong one would show at the first run.
    ProgressStyle::with_template("{bar:30.cyan/dim} {pos}/{len} files · {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl<W: Write> Observer for Progress<W> {
    fn starting(&mut self, walk: &Walk) {
        if self.bar.is_none() {
            return;
        }
        let mut count = 0;
        walk.each_location(|_| count += 1);
        self.expected.store(count, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.set_length(count);
        }
    }

    fn file(&mut self, articles: u64, bytes: u64) {
        self.files += 1;
        self.articles += articles;
        self.bytes += bytes;
        let Some(bar) = &self.bar else { return };
        if !self.files.is_multiple_of(16) {
            return;
        }
        bar.set_position(self.files);
        let seconds = self.began.elapsed().as_secs_f64().max(1e-3);
        let expected = self.expected.load(Ordering::Relaxed).max(self.files);
        let left = seconds / self.files as f64 * (expected - self.files) as f64;
        let left = indicatif::HumanDuration(Duration::from_secs_f64(left));
        bar.set_message(format!(
            "{} articles · {:.1} MB/s · {left:#} left",
            self.articles,
            self.bytes as f64 / 1e6 / seconds
        ));
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
            bar.set_position(self.files);
            bar.set_message(format!("{} articles · committing", self.articles));
        }
    }

    fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}
