//! The first line is a query, the second a title, the rest a body: what has marks matches, marks lie in the text,
//! passages are parts of it.
#![no_main]

use dateline::analysis::{Analyzer, Language};
use dateline::article::Article;
use dateline::matching::Matcher;
use dateline::query::{self, Reading};
use dateline::snippet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-30T12:00:00Z").expect("an instant");
    let reading = Reading { now, any: false, strict: false, languages: vec![Language::ENGLISH] };
    let mut lines = text.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default().to_string();
    let (asked, title, body) = (next(), next(), next());
    let mut analyzer = Analyzer::default();
    let Ok(query) = query::parse(&asked, &reading, &mut analyzer) else { return };
    let article = Article::of(title.clone(), body.clone());
    let matcher = Matcher::new(&query.tree);
    let matches = matcher.matches(&mut analyzer, &article);
    let Some(marks) = matcher.marks(&mut analyzer, &article) else { return };
    // The one is told without making all choices, the other by making them.
    assert!(matches || marks.incomplete || matcher.was_cut_short());
    for (text, marks) in [(&title, &marks.title), (&body, &marks.body)] {
        assert!(marks.is_sorted());
        for mark in marks {
            assert!(text.get(mark.start..mark.end).is_some_and(|marked| !marked.is_empty()));
        }
        let parts = snippet::parts(text, 0, text.len(), marks);
        assert_eq!(parts.iter().map(|part| part.text.as_str()).collect::<String>(), **text);
        for passage in snippet::passages(text, marks, 3) {
            let whole: String = passage.parts.iter().map(|part| part.text.as_str()).collect();
            assert!(text.contains(&whole));
        }
    }
});
