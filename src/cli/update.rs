//! The update of an index while a server answers from it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use dateline::archive::Walk;
use dateline::error::{Error, Kind, Result};
use dateline::indexing::{self, Observer};
use dateline::page::report;
use dateline::searching::{articles, files};
use dateline::web::Activity;

use super::{Common, say, stderr_style, updating};

/// An update that runs on a thread of its own.
pub struct Update {
    stop: Arc<AtomicBool>,
    /// Whether it has the index, which another run may have been writing.
    has_begun: Arc<AtomicBool>,
    thread: JoinHandle<Result<()>>,
}

impl Update {
    /// Starts to update the index in `folder` from a path. `activity` says how far it is.
    ///
    /// # Errors
    ///
    /// Fails if a thread cannot be started, or the converters of the user cannot be read.
    pub fn start(
        path: &Path,
        folder: &Path,
        common: &Common,
        activity: Activity,
    ) -> Result<Update> {
        let options = updating::options(folder, common)?;
        let stop = Arc::new(AtomicBool::new(false));
        let has_begun = Arc::new(AtomicBool::new(false));
        let mut observer = UpdateObserver {
            activity,
            stop: Arc::clone(&stop),
            has_begun: Arc::clone(&has_begun),
            files: 0,
            articles: 0,
        };
        observer.activity.say(Some("Indexing".into()));
        let (paths, common) = ([path.to_path_buf()], common.clone());
        let run = move || {
            let style = stderr_style(&common);
            match indexing::sync(&paths, &options, &mut observer) {
                Ok(summary) => {
                    if summary.changes_anything() {
                        say(&common, &report::summary(&summary, false, common.verbose, style));
                    }
                    observer.activity.say(None);
                }
                Err(error) => {
                    say(&common, &report::error(&error, style));
                    observer
                        .activity
                        .say(Some("The update failed; the server's log says why".into()));
                }
            }
            Ok(())
        };
        let thread = thread::Builder::new().name("update".into()).spawn(run).map_err(|error| {
            Error::new(Kind::Io, format!("starting a thread that updates the index: {error}"))
        })?;
        Ok(Update { stop, has_begun, thread })
    }

    /// Stops the update after a commit of what was read, if it still runs.
    ///
    /// # Errors
    ///
    /// Fails if it panicked.
    pub fn stop(self) -> Result<()> {
        self.stop.store(true, Ordering::Relaxed);
        // An update that waits for another run has written nothing and ends with the process.
        if !self.has_begun.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.thread.join().unwrap_or_else(|_| {
            Err(Error::new(Kind::Index, "updating the index: a thread ended early"))
        })
    }
}

/// The observer of an update.
struct UpdateObserver {
    activity: Activity,
    stop: Arc<AtomicBool>,
    has_begun: Arc<AtomicBool>,
    files: u64,
    articles: u64,
}

impl UpdateObserver {
    fn show(&self) {
        let (articles, files) = (articles(self.articles), files(self.files));
        self.activity.say(Some(format!("Indexing: {articles} in {files} so far")));
    }
}

impl Observer for UpdateObserver {
    fn starting(&mut self, _walk: &Walk) {
        self.has_begun.store(true, Ordering::Relaxed);
        self.show();
    }

    fn advanced(&mut self, articles: u64, _bytes: u64) {
        self.articles += articles;
        self.show();
    }

    fn file(&mut self) {
        self.files += 1;
    }

    fn committing(&mut self) {
        self.activity.say(Some(format!("Indexing: committing {}", articles(self.articles))));
    }

    fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}
