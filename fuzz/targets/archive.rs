//! Any bytes as a file of the form that the first of them chooses: articles or reasons, each whole.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use dateline::archive::{self, Reading};
use dateline::normalise::{self, Surroundings, Zone};
use libfuzzer_sys::fuzz_target;

/// A small limit, so that texts are cut. Bytes.
const LIMIT: usize = 1 << 12;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    // The library that reads PDFs panics on some damaged files. The program contains that; a fuzzer ends there.
    if bytes.windows(5).any(|five| five == b"%PDF-") {
        return;
    }
    // Detected by the content, or one of the formats that a file may be declared to have.
    let forms: Vec<&str> = archive::format_names().collect();
    let format = forms.get(usize::from(*first)).and_then(|name| archive::format_of(name));
    let around = Surroundings {
        source: "folder".into(),
        source_from: "folder",
        path: String::new(),
        zone: Zone::UTC,
        modified: 0, date_from_mtime: false,
    };
    let mut seen = 0;
    let mut observe = |part: &[u8]| seen += part.len();
    let reading = Reading { limit: LIMIT, format, ..Reading::default() };
    let read = archive::read("file", Cursor::new(bytes), &reading, &mut observe, &mut |piece| {
        if let Ok(raw) = piece
            && let Ok(normalised) = normalise::article(raw, &around)
        {
            assert!(!normalised.article.key.is_empty());
            // Each byte that is not valid text may become three, and lines may be added.
            assert!(normalised.article.body.len() <= LIMIT * 4);
        }
        ControlFlow::Continue(())
    });
    assert!(read.is_err() || seen == bytes.len(), "all of a file is hashed");
});
