//! Queries and articles that are made to break something: pieces of the query language and of hostile text, in random
//! order. Nothing may panic or hang. A printed query is parsed to the same tree, marks are within the text, and the
//! marked text satisfies the query.

use serde_json::{Value, json};

use dateline::analysis::{Analyzer, Language};
use dateline::article::Article;
use dateline::matching::Matcher;
use dateline::query::{self, Reading, Tree};
use dateline::snippet;

use crate::dice::Dice;
use crate::harness::{NOW, Place};

const PIECES: [&str; 96] = [
    " ",
    " ",
    " ",
    " ",
    "a",
    "b",
    "oil",
    "Oil",
    "price",
    "café",
    "U.S.",
    "Kellogg’s",
    "state-of-the-art",
    "AND",
    "OR",
    "NOT",
    "and",
    "not",
    "-",
    "(",
    ")",
    "((",
    "))",
    "\"",
    "“",
    "”",
    "«",
    "w/5",
    "W/1",
    "w/0",
    "w/99999999",
    "w/s",
    "w/p",
    "pre/3",
    "adj/2",
    "NEAR/7",
    "/4",
    "not w/3",
    "NOT W/s",
    "~",
    "~1",
    "~2",
    "~99",
    "^",
    "^2",
    "^0.5",
    "^-1",
    "*",
    "?",
    "a*",
    "*b",
    "o?l",
    "**",
    "=",
    "=Oil",
    "=\"",
    "/",
    "/a+b/",
    "/(/",
    "/[z-a]/",
    "/(a*)*b/",
    "caps(",
    "allcaps(",
    "nocaps(",
    "lead(",
    "hlead(",
    "first/3(",
    "first/0(",
    "title(",
    "body(",
    "atleast2(",
    "atleast0(",
    "atleast99999999999(",
    "title:",
    "body:",
    "source:",
    "id:",
    "key:",
    "path:",
    "lang:",
    "date:",
    "words:",
    "since:",
    "until:",
    "after:",
    "before:",
    "newer_than:",
    "2025",
    "2025-05..",
    ">400",
    "[2025 TO *}",
    "none",
    "7d",
    "now-7d/d",
    "海鮮",
    "\u{0}",
];

const TEXTS: [&str; 40] = [
    " ",
    " ",
    " ",
    " ",
    " ",
    "a",
    "b",
    "oil",
    "Oil",
    "OIL",
    "oils",
    "price",
    "Prices",
    "cafe",
    "café",
    "cafe\u{301}",
    "U.S.",
    "Kellogg's",
    "state-of-the-art",
    ". ",
    ".\n",
    "\n\n",
    "\r\n",
    "! ",
    "…",
    "海鮮",
    "ไทย",
    "한국",
    "👩‍👩‍👧",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{0}",
    "\u{feff}",
    "İstanbul",
    "ß",
    "ŐŰ",
    "مرحبا",
    "'",
    "’",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

fn made(dice: &mut Dice, from: &[&str], most: usize) -> String {
    (0..dice.below(most)).map(|_| dice.pick(from)).collect()
}

/// The number of rounds. `DATELINE_ROUNDS` overrides it.
const ROUNDS: usize = 20_000;

#[test]
fn nothing_breaks_the_parser_and_the_matcher() {
    let rounds = std::env::var("DATELINE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let seed = std::env::var("DATELINE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut dice = Dice::new(seed);
    let reading = Reading {
        now: chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant"),
        any: false,
        strict: false,
        languages: vec![Language::ENGLISH],
    };
    let mut analyzer = Analyzer::default();
    for _ in 0..rounds.unwrap_or(ROUNDS) {
        let text = made(&mut dice, &PIECES, 24);
        let strict = Reading { strict: true, ..reading.clone() };
        if let Err(fault) = query::parse(&text, &strict, &mut analyzer) {
            assert!(text.get(fault.span.0..fault.span.1).is_some(), "{text:?}: {fault:?}");
        }
        // An invalid date or a query over a limit is rejected even in lenient parsing.
        let Ok(query) = query::parse(&text, &reading, &mut analyzer) else { continue };
        let tree = query.tree;
        let printed = tree.to_string();
        let again = query::parse(&printed, &reading, &mut analyzer).expect("short enough").tree;
        assert_eq!(again, tree, "{text:?} printed {printed:?}");
        let title = (dice.below(3) > 0).then(|| made(&mut dice, &TEXTS, 12));
        let article = Article::of(title.unwrap_or_default(), made(&mut dice, &TEXTS, 80));
        let Some(marks) = Matcher::new(&tree).marks(&mut analyzer, &article) else { continue };
        let title = article.title.clone().unwrap_or_default();
        for (text, marks) in [(&title, &marks.title), (&article.body, &marks.body)] {
            assert!(marks.is_sorted(), "{printed:?}: {marks:?}");
            for mark in marks {
                assert!(text.get(mark.start..mark.end).is_some_and(|text| !text.is_empty()));
            }
            let parts = snippet::parts(text, 0, text.len(), marks);
            let joined: String = parts.iter().map(|part| part.text.as_str()).collect();
            assert_eq!(joined, **text, "parts joined are the text");
            for passage in snippet::passages(text, marks, 2) {
                let joined: String = passage.parts.iter().map(|part| part.text.as_str()).collect();
                assert!(text.contains(&joined));
            }
        }
        if let Some(positive) = positive(&tree) {
            let kept = only_marked(&article, &marks);
            assert!(
                Matcher::new(&positive).matches(&mut analyzer, &kept),
                "{printed:?} is not satisfied by what it marks: {kept:?} of {article:?}"
            );
        }
    }
}

/// Returns the positive part of a query, without its exclusions and conditions. Returns `None` if the omitted part
/// could be the reason for a mark.
fn positive(tree: &Tree) -> Option<Tree> {
    match tree {
        Tree::Text(_) | Tree::Near(_) | Tree::AtLeast(..) => Some(tree.clone()),
        Tree::And(trees) => {
            let kept = trees.iter().filter_map(positive).collect::<Vec<_>>();
            (!kept.is_empty()).then(|| kept.into_iter().reduce(Tree::and).unwrap_or(Tree::All))
        }
        Tree::Or(trees) => trees.iter().map(positive).collect::<Option<Vec<_>>>().map(Tree::any),
        _ => None,
    }
}

/// Returns an article in which every letter and digit outside of marks is replaced with one that no query asks for.
/// Words, sentences and paragraphs keep their positions.
fn only_marked(article: &Article, marks: &dateline::matching::Marks) -> Article {
    let blank = |text: &str, marks: &[dateline::matching::Mark]| {
        let inside = |at: usize| marks.iter().any(|mark| mark.start <= at && at < mark.end);
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            match c.is_ascii_alphanumeric() && !inside(at) {
                true if c.is_ascii_uppercase() => out.push('Q'),
                true => out.push('q'),
                false => out.push(c),
            }
        }
        out
    };
    let mut blanked = article.clone();
    blanked.title = article.title.as_deref().map(|title| blank(title, &marks.title));
    blanked.body = blank(&article.body, &marks.body);
    blanked
}

/// Passages of a very long article come only from its beginning, and the answer says so.
#[test]
fn snippets_of_a_very_long_article_say_that_they_are_from_its_beginning() {
    let filler = "Nothing happened in the harbour of Kestrel Bay on that day. ".repeat(100_000);
    let body = format!("The ferry Aldana sailed at noon. {filler} The quarry closed.");
    let place = Place::new();
    place.write("long.jsonl", json!({"date": "2024-05-01", "body": body}).to_string());
    place.index("long.jsonl");
    let hit = |query: &str| place.search(&[query])["hits"][0].clone();
    let marked = |hit: &Value| hit["snippets"].to_string().contains(r#""mark":true"#);
    for (query, shows) in [("ferry", true), ("harbour w/3 kestrel", true), ("quarry", false)] {
        let hit = hit(query);
        assert_eq!(hit["truncated"], true, "{query}");
        assert_eq!(marked(&hit), shows, "{query}: {}", hit["snippets"]);
    }
    let notices = place.search(&["quarry"])["query"]["notices"].to_string();
    assert!(notices.contains("from the beginning of a very long article"), "{notices}");
}
