//! Samples the files to be indexed, so that an engine can adapt to them, for example train a dictionary.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::archive::{self, Reading, Walk};
use crate::article::Article;
use crate::error::harmless;
use crate::normalise::{self, Surroundings, Zone};

/// The number of samples. More take longer and hardly help.
const SAMPLES: usize = 1_200;

/// The maximum number of bytes that are read from one file.
const FILE_PART: u64 = 1 << 20;

/// The maximum number of bytes that are read from all files together.
const ALL: u64 = 24 << 20;

/// Visits sample articles of the files of a walk, in the order of the walk, and returns the approximate length of all
/// files in bytes. Several threads read the files, because nothing else can start before this is done.
pub fn samples(walk: &Walk, threads: usize, visit: &mut dyn FnMut(&Article)) -> u64 {
    let (files, in_all) = spread(walk);
    let size = |file: &PathBuf| std::fs::metadata(file).map_or(0, |about| about.len());
    let sizes: Vec<u64> = files.iter().map(size).collect();
    let all = sizes.iter().sum::<u64>() / sizes.len().max(1) as u64 * in_all;
    let files = affordable(files, &sizes);
    let each = SAMPLES.div_ceil(files.len().max(1));
    let share = files.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let readers: Vec<_> = files
            .chunks(share)
            .map(|files| {
                scope.spawn(move || files.iter().flat_map(|file| sample(file, each)).collect())
            })
            .collect();
        for reader in readers {
            // The run reads the files again, and reports what is wrong with them.
            let articles: Vec<Article> = reader.join().unwrap_or_default();
            articles.iter().for_each(&mut *visit);
        }
    });
    all
}

/// Returns the first articles of a file, at most `limit`.
fn sample(file: &Path, limit: usize) -> Vec<Article> {
    let around = Surroundings {
        source: String::new(),
        source_from: "",
        path: String::new(),
        zone: Zone::UTC,
        modified: 0,
        date_from_mtime: false,
    };
    // The run reads the file again and reports errors then.
    let Ok(input) = File::open(file) else { return Vec::new() };
    let (mut taken, mut articles) = (0, Vec::new());
    let name = file.to_string_lossy();
    let reading = Reading::default();
    let read = archive::read(&name, input.take(FILE_PART), &reading, &mut |_| {}, &mut |piece| {
        if let Some(normalised) = piece.ok().and_then(|raw| normalise::article(raw, &around).ok()) {
            articles.push(normalised.article);
        }
        taken += 1;
        if taken < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    harmless(read, "the run reads the file again");
    articles
}

/// Returns a selection of the files, spread evenly, that can be read in a second or two.
fn affordable(files: Vec<PathBuf>, sizes: &[u64]) -> Vec<PathBuf> {
    let bytes: u64 = sizes.iter().map(|size| size.min(&FILE_PART)).sum();
    let step = usize::try_from(bytes.div_ceil(ALL).max(1)).unwrap_or(1);
    files.into_iter().step_by(step).collect()
}

/// Returns at most [`SAMPLES`] files, spread evenly over the walk, and the number of files in the walk.
fn spread(walk: &Walk) -> (Vec<PathBuf>, u64) {
    let mut kept = Vec::new();
    let (mut step, mut number) = (1, 0);
    walk.each_location(|location| {
        if number % step == 0 {
            kept.push(location);
            if kept.len() == SAMPLES * 2 {
                let mut keep = false;
                kept.retain(|_| {
                    keep = !keep;
                    keep
                });
                step *= 2;
            }
        }
        number += 1;
    });
    let (all, count) = (kept.len(), kept.len().min(SAMPLES));
    let chosen = (0..count).map(|at| std::mem::take(&mut kept[at * all / count]));
    (chosen.collect(), number)
}
