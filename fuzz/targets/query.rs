//! Any text is a query or a fault within it, in every dialect, and what is printed of a tree is read as that tree.
#![no_main]

use dateline::analysis::{Analyzer, Language};
use dateline::query::{self, Dialect, Reading, dialect};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-30T12:00:00Z").expect("an instant");
    let reading =
        Reading { now, any: false, strict: false, languages: vec![Language::ENGLISH] };
    let mut analyzer = Analyzer::default();
    let strict = Reading { strict: true, ..reading.clone() };
    if let Err(fault) = query::parse(text, &strict, &mut analyzer) {
        assert!(text.get(fault.span.0..fault.span.1).is_some(), "{fault:?}");
    }
    for (other, lenient) in Dialect::ALL.into_iter().flat_map(|it| [(it, false), (it, true)]) {
        match dialect::parse(text, other, lenient, &reading, &mut analyzer) {
            Err(fault) => assert!(text.get(fault.span.0..fault.span.1).is_some(), "{fault:?}"),
            Ok(query) => {
                let printed = query.tree.to_string();
                let again = query::parse(&printed, &reading, &mut analyzer).expect("a query");
                assert_eq!(again.tree, query.tree, "{other}: {printed:?}");
            }
        }
    }
    let Ok(query) = query::parse(text, &reading, &mut analyzer) else { return };
    let printed = query.tree.to_string();
    // Groups within proximity are written out, which may be over the limits where the query was not.
    let over = |notice: &String| notice.contains("operators were ignored");
    if let Ok(again) = query::parse(&printed, &reading, &mut analyzer)
        && !again.notices.iter().any(over)
    {
        assert_eq!(again.tree, query.tree, "{printed:?}");
    }
});
