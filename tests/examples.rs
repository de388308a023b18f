//! Runs the examples in docs/query-syntax.md on the sample archive.

use std::fs;
use std::path::Path;

use crate::harness::with_corpus;

#[test]
fn every_example_of_the_documentation_finds_what_it_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/query-syntax.md");
    let text = fs::read_to_string(&path).expect("the page");
    let place = with_corpus();
    let mut made = String::new();
    let mut examples = 0;
    for line in text.lines() {
        let example = line.strip_prefix("| `").and_then(|rest| {
            let (query, rest) = rest.split_once("` | ")?;
            let (meaning, count) = rest.strip_suffix(" |")?.rsplit_once(" | ")?;
            count.parse::<u64>().ok().map(|_| (query, meaning))
        });
        let Some((query, meaning)) = example else {
            made.push_str(&format!("{line}\n"));
            continue;
        };
        examples += 1;
        let total = place.search(&["--", query])["total"].as_u64().expect("a total");
        assert!(total > 0, "{query} finds nothing: no example of anything");
        made.push_str(&format!("| `{query}` | {meaning} | {total} |\n"));
    }
    assert!(examples >= 40, "{examples} examples");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &made).expect("the page is written");
    }
    let text = fs::read_to_string(&path).expect("the page");
    assert!(made == text, "what examples find has changed:\n{made}");
}
