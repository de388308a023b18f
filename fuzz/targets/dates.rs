//! Any text as a date in a header and in a query: a date within its own bounds, or none.
#![no_main]

use dateline::dates;
use dateline::query::dates::stretch;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-30T12:00:00Z").expect("an instant");
    if let Some(found) = dates::prefix(text) {
        assert!(text.get(..found.length).is_some());
    }
    let _ = stretch(text, &now);
});
