//! Samples the files to be indexed, so that an engine can adapt to them, for example train a dictionary.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::archive::{self, Reading, Walk};
use crate::article::Article;
use crate::error::harmless;
use crate::normalise::{self, Surroundings, Zone};

/// The number of samples. More take longer and hardly help.
const SAMPLES: usize = 3_000;

/// How much of one file is read. Bytes.
const FILE_PART: u64 = 1 << 20;

/// How much is read of all files together. Bytes.
const ALL: u64 = 24 << 20;

/// Visits sample articles of the files of a walk.
pub fn samples(walk: &Walk, visit: &mut dyn FnMut(&Article)) {
    let files = affordable(spread(walk));
    let reading = Reading::default();
    let around = Surroundings {
        source: String::new(),
        source_from: "",
        path: String::new(),
        zone: Zone::UTC,
        modified: 0,
        date_from_mtime: false,
    };
    let each = SAMPLES.div_ceil(files.len().max(1));
    for file in files {
        // The run reads the file again and reports errors then.
        let Ok(input) = File::open(&file) else { continue };
        let mut taken = 0;
        let name = file.to_string_lossy();
        let read =
            archive::read(&name, input.take(FILE_PART), &reading, &mut |_| {}, &mut |piece| {
                if let Some(normalised) =
                    piece.ok().and_then(|raw| normalise::article(raw, &around).ok())
                {
                    visit(&normalised.article);
                }
                taken += 1;
                if taken < each { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
        harmless(read, "the run reads the file again");
    }
}

/// Returns a selection of the files, spread evenly, that can be read in a second or two.
fn affordable(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let size = |file: &PathBuf| std::fs::metadata(file).map_or(0, |about| about.len());
    let bytes: u64 = files.iter().map(|file| size(file).min(FILE_PART)).sum();
    let step = usize::try_from(bytes.div_ceil(ALL).max(1)).unwrap_or(1);
    files.into_iter().step_by(step).collect()
}

/// Returns at most [`SAMPLES`] files, spread evenly over the walk.
fn spread(walk: &Walk) -> Vec<PathBuf> {
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
    let excess = kept.len().div_ceil(SAMPLES).max(1);
    kept.into_iter().step_by(excess).collect()
}
