//! Previews the contents of a folder: reads a sample of its files, without an index and without its lock.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::reading::{reading_of, surroundings};
use super::report::Read as Counts;
use super::source_folder::LastFolder;
use super::{GivenOptions, ReadingOptions, RootOptions, Skips, roots};
use crate::archive::{self, Entry, Other, Reason, Start, Walk};
use crate::article::{Article, Date};
use crate::error::Result;
use crate::normalise;

/// The number of files to read.
const FILES: usize = 400;
/// The maximum time for reading files.
const TIME: Duration = Duration::from_secs(5);
/// The maximum number of bytes that are read from one file.
const PART: u64 = 16 << 20;
/// The number of titles and the number of sources to list.
const TITLES: usize = 10;
const SOURCES: usize = 8;

/// What a preview found.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The number of files seen.
    pub files: u64,
    /// The number of files read.
    pub read: u64,
    /// The number of files read of which only a part was read.
    pub partial: u64,
    /// One of these files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_example: Option<String>,
    /// The number of articles found in the files read.
    pub articles: u64,
    /// The estimated number of articles in all files.
    pub estimate: u64,
    /// The numbers of files and articles read, by format.
    pub formats: BTreeMap<String, Counts>,
    /// The files and articles skipped, by reason, most frequent first.
    pub skipped: Vec<super::Skip>,
    /// The earliest and the latest date, with the precision in which they are written.
    pub dates: Option<(String, String)>,
    /// The number of articles found without a date.
    pub undated: u64,
    /// The most frequent sources, with their numbers of articles.
    pub sources: Vec<(String, u64)>,
    /// A selection of titles, spread over the articles found.
    pub titles: Vec<String>,
}

/// Reads a sample of the files under the given paths.
///
/// # Errors
///
/// Fails if a path cannot be read.
pub fn preview(paths: &[PathBuf], given: &GivenOptions) -> Result<Preview> {
    let options = given.over(&ReadingOptions::default());
    let starts = roots::canonical(paths, Path::new(""), &Vec::new)?.into_iter().enumerate().map(
        |(root, path)| {
            let options = RootOptions { own: options.clone(), ..RootOptions::default() };
            let exclusion = Arc::new(options.exclusion(&path)?);
            Ok(Start { root, root_path: path.clone(), from: path, exclusion })
        },
    );
    let starts = starts.collect::<Result<Vec<_>>>()?;
    let mut entries = Vec::new();
    Walk::new(starts, PathBuf::new()).each(|entry| {
        if !entry.excluded {
            entries.push(entry);
        }
        true
    });
    let mut look =
        Look { options, preview: Preview::default(), skips: Skips::default(), ..Look::default() };
    look.preview.files = entries.len() as u64;
    let began = Instant::now();
    let step = entries.len().div_ceil(FILES).max(1);
    // The files are visited in eight interleaved rounds, so that the sample covers all of them even if time runs out.
    let rounds = (0..8).flat_map(|round| (round..entries.len().div_ceil(step)).step_by(8));
    let chosen: Vec<usize> = rounds.map(|number| number * step).collect();
    for number in chosen {
        if began.elapsed() > TIME {
            break;
        }
        look.file(&entries[number], began);
    }
    Ok(look.finish())
}

/// A preview in progress.
#[derive(Default)]
struct Look {
    options: ReadingOptions,
    preview: Preview,
    skips: Skips,
    dates: Option<(Date, Date)>,
    sources: BTreeMap<String, u64>,
    titles: Vec<String>,
    /// The number of articles expected in the sampled files, if they were read completely.
    expected: f64,
}

impl Look {
    fn file(&mut self, entry: &Entry, began: Instant) {
        self.preview.read += 1;
        if let Some(why) = &entry.obstacle {
            return self.skips.add(&why.to_string(), &entry.path);
        }
        let mut bytes = Vec::new();
        // Zip archives and PDFs can be read only with their ends.
        let whole = [".zip", ".pdf", ".docx", ".odt", ".epub"]
            .iter()
            .any(|end| entry.path.to_ascii_lowercase().ends_with(end));
        let part = if whole { 4 * PART } else { PART };
        let opened =
            File::open(&entry.location).and_then(|file| file.take(part).read_to_end(&mut bytes));
        if let Err(error) = opened {
            return self.skips.add(&archive::Why::from(error).to_string(), &entry.path);
        }
        let length = bytes.len() as u64;
        let seen = Cell::new(0);
        let mut stopped_at = None;
        let around = surroundings(entry, &self.options, &mut LastFolder::default());
        let reading = reading_of(&self.options);
        let mut found: Vec<Article> = Vec::new();
        let mut members: BTreeMap<&'static str, Counts> = BTreeMap::new();
        let (mut inside, mut skipped) = (0, Vec::new());
        let outcome = archive::read(
            &entry.path,
            Cursor::new(bytes),
            &reading,
            &mut |part| seen.set(seen.get() + part.len() as u64),
            &mut |piece| {
                match piece {
                    Ok(raw) => match normalise::article(raw, &around) {
                        Ok(normalised) => {
                            inside += 1;
                            found.push(Article { body: String::new(), ..normalised.article });
                        }
                        Err(defect) => skipped.push(defect.why.to_string()),
                    },
                    Err(Other::Skipped(_, why)) => skipped.push(why.to_string()),
                    Err(Other::Member(member)) => {
                        let inside = std::mem::take(&mut inside);
                        match member.outcome {
                            Ok(format) if inside > 0 => {
                                members.entry(format).or_default().add(inside)
                            }
                            Ok(_) => {}
                            Err(why) => skipped.push(why.to_string()),
                        }
                    }
                }
                if began.elapsed() > TIME {
                    stopped_at.get_or_insert(seen.get());
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        // How much of the file was read: less than all if it is long, or if time ran out.
        let read = stopped_at.map_or(length, |stopped: u64| stopped.min(length));
        let share = entry.size as f64 / read.max(1) as f64;
        let is_partial = read < entry.size;
        if is_partial {
            self.preview.partial += 1;
            self.preview.partial_example.get_or_insert_with(|| entry.path.clone());
            // The end of the part looks like damage.
            let damage = [Reason::Unreadable, Reason::NeitherTitleNorBody].map(Reason::as_str);
            skipped.retain(|why| !damage.contains(&archive::Why::split(why).0));
        }
        match outcome {
            Ok(format) if inside > 0 => members.entry(format).or_default().add(inside),
            Ok(_) => {}
            Err(why) if is_partial && why.reason == Reason::Unreadable => {}
            Err(why) => skipped.push(why.to_string()),
        }
        for (format, counts) in members {
            let known = self.preview.formats.entry(format.to_string()).or_default();
            known.files += counts.files;
            known.articles += counts.articles;
        }
        skipped.iter().for_each(|reason| self.skips.add(reason, &entry.path));
        self.expected += found.len() as f64 * share.max(1.0);
        found.into_iter().for_each(|article| self.article(article));
    }

    fn article(&mut self, article: Article) {
        self.preview.articles += 1;
        match article.date {
            None => self.preview.undated += 1,
            Some(date) => {
                let (first, last) = self.dates.get_or_insert((date, date));
                if date.seconds() < first.seconds() {
                    *first = date;
                }
                if date.seconds() > last.seconds() {
                    *last = date;
                }
            }
        }
        if let Some(source) = article.source {
            *self.sources.entry(source).or_default() += 1;
        }
        self.titles.extend(article.title);
    }

    fn finish(self) -> Preview {
        let Look { mut preview, skips, dates, sources, titles, expected, .. } = self;
        let times = preview.files as f64 / preview.read.max(1) as f64;
        preview.estimate = (expected * times).round() as u64;
        preview.skipped = skips.most_frequent();
        preview.dates = dates.map(|(first, last)| (first.to_string(), last.to_string()));
        let mut sources: Vec<(String, u64)> = sources.into_iter().collect();
        sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        sources.truncate(SOURCES);
        preview.sources = sources;
        let step = titles.len().div_ceil(TITLES).max(1);
        preview.titles = titles.into_iter().step_by(step).collect();
        preview
    }
}
