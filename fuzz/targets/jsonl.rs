//! Any bytes as a file of the JSON Lines form: articles or reasons, each article whole.
#![no_main]

use std::ops::ControlFlow;

use dateline::archive;
use dateline::normalise::{self, Surroundings, Zone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let around = Surroundings {
        source: "folder".into(),
        source_from: "folder",
        zone: Zone::UTC,
        modified: 0,
    };
    let mut seen = 0;
    // A small limit, so that texts are cut.
    let read = archive::read("a.jsonl", bytes, 1 << 12, &mut |part| seen += part.len(), &mut |piece| {
        if let Ok(normalised) = piece.map_err(|_| ()).and_then(|raw| normalise::article(raw, &around).map_err(|_| ())) {
            assert!(!normalised.article.key.is_empty());
            assert!(normalised.article.body.len() <= 4 << 12);
        }
        ControlFlow::Continue(())
    });
    assert!(read.is_err() || seen == bytes.len(), "all of a file is hashed");
});
