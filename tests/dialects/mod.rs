//! Queries of other systems: what each is read as, and which faults it has. `cases.tsv` has one case per line: the
//! dialect, the query, the same query in dateline's language or `!` and the problem, and the source.

use proptest::prelude::*;

use dateline::analysis::{Analyzer, Language};
use dateline::query::{self, Dialect, MAX_LENGTH, Query, Reading, dialect};

use crate::harness::{NOW, with_corpus};

const CASES: &str = include_str!("cases.tsv");

fn reading() -> Reading {
    Reading {
        now: chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant"),
        any: false,
        strict: false,
        languages: vec![Language::ENGLISH],
    }
}

fn parse(text: &str, dialect: Dialect, lenient: bool) -> Result<Query, query::Fault> {
    dialect::parse(text, dialect, lenient, &reading(), &mut Analyzer::default())
}

/// A line of the file of cases.
struct Case {
    number: usize,
    dialect: Dialect,
    lenient: bool,
    text: String,
    expected: String,
    source: String,
}

fn cases() -> Vec<Case> {
    let lines = CASES.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let read = |(at, line): (usize, &str)| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [dialect, text, expected, source] = columns[..] else {
            panic!("line {}: {} columns", at + 1, columns.len())
        };
        let (name, lenient) = match dialect.strip_suffix(" lenient") {
            Some(name) => (name, true),
            None => (dialect, false),
        };
        Case {
            number: at + 1,
            dialect: Dialect::named(name).expect("a dialect"),
            lenient,
            text: text.to_string(),
            expected: expected.to_string(),
            source: source.to_string(),
        }
    };
    lines.map(read).collect()
}

/// What is printed of a tree is read as that tree, without anything to notice.
fn check_printed(query: &Query, text: &str) {
    let printed = query.tree.to_string();
    let again = query::parse(&printed, &reading(), &mut Analyzer::default());
    let again = again.unwrap_or_else(|fault| panic!("{text:?} printed {printed:?}: {fault:?}"));
    assert_eq!(again.tree, query.tree, "{text:?} printed {printed:?}");
}

#[test]
fn queries_of_other_systems_are_read() {
    let cases = cases();
    let mut wrong = Vec::new();
    for case in &cases {
        let found = parse(&case.text, case.dialect, case.lenient);
        let shown = match &found {
            Ok(query) => query.tree.to_string(),
            Err(fault) => format!("! {}", fault.problem),
        };
        if let Ok(query) = &found {
            check_printed(query, &case.text);
        }
        if shown != case.expected {
            wrong.push(format!("{}: {}\t{}\t{shown}", case.number, case.dialect, case.text));
        }
        assert!(!case.source.is_empty(), "line {}: no source", case.number);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    for dialect in Dialect::ALL {
        let count = cases.iter().filter(|case| case.dialect == dialect).count();
        assert!(count >= 30, "{dialect}: {count} cases");
    }
}

/// A fault has a place in the query and a remedy. With `lenient`, only dates and limits are faults, and everything that
/// was left out or replaced is in a notice.
#[test]
fn faults_have_a_place_and_a_remedy() {
    for case in cases().iter().filter(|case| case.expected.starts_with('!')) {
        let fault = parse(&case.text, case.dialect, case.lenient).unwrap_err();
        let place = case.text.get(fault.span.0..fault.span.1);
        assert!(place.is_some_and(|place| !place.is_empty()), "{}: {fault:?}", case.text);
        assert!(!fault.hint.is_empty(), "{}: {fault:?}", case.text);
        if fault.hint.contains("--lenient") {
            let query = parse(&case.text, case.dialect, true).unwrap_or_else(|fault| {
                panic!("{}: {fault:?}", case.text);
            });
            assert!(!query.notices.is_empty(), "{}", case.text);
            check_printed(&query, &case.text);
        }
    }
}

/// Both columns of the tables in `docs/dialects.md` are the same query.
#[test]
fn the_page_about_dialects_tells_the_truth() {
    let page = include_str!("../../docs/dialects.md");
    let mut rows = 0;
    for section in page.split("\n## ") {
        let title = section.lines().next().unwrap_or_default().to_lowercase();
        let Some(dialect) = Dialect::named(&title) else { continue };
        let cells =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix("` |"));
        for (theirs, ours) in cells.filter_map(|line| line.split_once("` | `")) {
            let read = parse(theirs, dialect, false);
            let read = read.unwrap_or_else(|fault| panic!("{theirs}: {fault:?}"));
            assert_eq!(read.tree.to_string(), ours, "{dialect}: {theirs}");
            rows += 1;
        }
    }
    assert!(rows > 80, "{rows} rows");
}

#[test]
fn limits_hold() {
    let long = "x".repeat(MAX_LENGTH + 1);
    for dialect in Dialect::ALL {
        for text in [
            long.clone(),
            "(".repeat(30_000),
            "(".repeat(65) + "x",
            "x or ".repeat(2_000) + "x",
            "x OR ".repeat(2_000) + "x",
            "+x ".repeat(2_000),
            "not ".repeat(9_000) + "x",
            "-".repeat(30_000) + "x",
            "title:".repeat(9_000) + "x",
            "hd=".repeat(9_000) + "x",
            "caps(".repeat(9_000) + "x",
            "x w/5 ".repeat(90) + "x",
            "x near5 ".repeat(90) + "x",
            "x near/5 ".repeat(90) + "x",
            "x w/seg ".repeat(90) + "x",
            "x xor ".repeat(90) + "x",
            "date (".repeat(9_000),
            "length ".repeat(9_000),
            "date ".repeat(9_000),
            "\"".repeat(60_001),
            "[".repeat(60_000),
            "/".repeat(60_001),
            "a~^".repeat(20_000),
            "\\".repeat(60_001),
            "/F5/".repeat(15_000),
        ] {
            for lenient in [false, true] {
                // Either is fine, as long as it is quick and bounded.
                if let Ok(query) = parse(&text, dialect, lenient) {
                    assert!(query.tree.clauses() <= query::MAX_CLAUSES);
                    assert!(query.tree.to_string().len() <= MAX_LENGTH);
                }
            }
        }
        assert!(parse(&long, dialect, true).is_err());
        let deep = "(".repeat(65) + "x" + &")".repeat(65);
        let fault = parse(&deep, dialect, true).unwrap_err();
        assert!(fault.problem.contains("64 levels"), "{fault:?}");
    }
}

/// Every command that takes a query reads it in a dialect, with the same result as the query in dateline's language.
#[test]
fn every_command_reads_a_dialect() {
    let place = with_corpus();
    let theirs = "salt w/5 tax! or levy and not ferry";
    let ours = "(salt w/5 (tax* OR levy)) AND NOT ferry";
    let file = |name: &str, query: &str| place.write(name, format!("{query}\n"));
    file("theirs.txt", theirs);
    file("ours.txt", ours);
    let key = place.hits("key", &[ours]).remove(0);
    for command in [
        &["search", "--count", "QUERY"][..],
        &["timeline", "--output", "csv", "QUERY"],
        &["timeline", "--output", "csv", "-e", "QUERY"],
        &["kwic", "QUERY"],
        &["terms", "QUERY"],
        &["export", "QUERY"],
        &["explain", "QUERY"],
        &["batch", "--output", "csv", "FILE"],
        &["show", &key, "--highlight", "QUERY", "--output", "json"],
    ] {
        let typed = |query: &str, file: &str, flags: &[&str]| {
            let words = command.iter().map(|word| match *word {
                "QUERY" => query.to_string(),
                "FILE" => file.to_string(),
                word => word.to_string(),
            });
            let words: Vec<String> = words.chain(flags.iter().map(ToString::to_string)).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            place.ends(0, &words).replace(query, "QUERY")
        };
        let found = typed(theirs, "theirs.txt", &["--dialect", "nexis"]);
        let expected = typed(ours, "ours.txt", &[]);
        assert_eq!(found.replace(ours, "QUERY"), expected, "{command:?}");
        assert!(!found.is_empty());
    }
}

#[test]
fn what_has_no_counterpart_is_an_error_or_a_notice() {
    let place = with_corpus();
    let query = "salt and company(apple)";
    let run = |flags: &[&str]| place.run(&[&["search", query], flags].concat());
    let error = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).to_string();
    let refused = run(&["--dialect", "nexis"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(error(&refused).contains("         ^^^^^^^"), "{}", error(&refused));
    let lenient = run(&["--dialect", "nexis", "--lenient"]);
    assert_eq!(lenient.status.code(), Some(0), "{}", error(&lenient));
    assert!(error(&lenient).contains("ignored \"company(apple)\""), "{}", error(&lenient));
    assert!(!error(&lenient).contains("\"and\""), "{}", error(&lenient));
    place.write("saved.txt", format!("storm\n{query}\n"));
    let batch = place.run(&["batch", "saved.txt", "--dialect", "nexis", "--lenient"]);
    assert_eq!(batch.status.code(), Some(0));
    assert!(error(&batch).contains("line 2: ignored"), "{}", error(&batch));
    for (flags, said) in [
        (&["--lenient"][..], "--dialect"),
        (&["--dialect", "nexis", "--lenient", "--strict"], "--strict"),
        (&["--dialect", "nexis", "--match", "any"], "--match"),
        (&["--dialect", "dialog"], "nexis, factiva, lucene, notmuch"),
    ] {
        let output = run(flags);
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(error(&output).contains(said), "{flags:?}: {}", error(&output));
    }
}

#[test]
fn an_export_in_a_dialect_can_be_repeated() {
    let place = with_corpus();
    let dialect = ["--dialect", "notmuch", "--lenient"];
    let export = ["export", "subject:salt tag:inbox", "--to", "salt.jsonl"];
    place.ends(0, &[&export[..], &dialect].concat());
    let manifest = std::fs::read_to_string(place.path("salt.jsonl.manifest.json")).expect("text");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["query"]["dialect"], "notmuch");
    assert_eq!(manifest["query"]["read_as"], "title:salt");
    place.ends(0, &["replay", "salt.jsonl.manifest.json"]);
}

/// The pieces that made-up queries consist of: operators, fields, wildcards and signs of all dialects, and words.
const PIECES: [&str; 112] = [
    "oil",
    "price",
    "U.S.",
    "co-op",
    "naïve",
    "国主席",
    "Kellogg's",
    "9/11",
    "and",
    "or",
    "not",
    "AND",
    "OR",
    "NOT",
    "but not",
    "and not",
    "xor",
    "w/5",
    "W/0",
    "w/9999",
    "/3",
    "near/2",
    "pre/4",
    "+2",
    "w/s",
    "w/p",
    "w/seg",
    "not w/5",
    "not w/seg",
    "+p",
    "headline(",
    "hlead(",
    "lead(",
    "body (",
    "caps(",
    "allcaps(",
    "nocaps(",
    "atleast3(",
    "atleast0(",
    "byline(",
    "publication(",
    "language(",
    "section(",
    "subject(",
    "term(",
    "length > 100",
    "length(<9)",
    "date aft 1999",
    "date is 2020-01-01",
    "date(geq(2020) and leq(2021))",
    "date",
    "pric!",
    "w*m",
    "*",
    "?",
    "!",
    "%",
    "adj",
    "adj3",
    "near",
    "near7",
    "same",
    "/N9/",
    "/F50/",
    "atleast2",
    "hd=",
    "la=en",
    "rst=(",
    "by=",
    "xy=",
    "wc>500",
    "wc < 9",
    "date from 20200101 to 20200131",
    "date after -7",
    "engineer$3",
    "$",
    "$9",
    "title:",
    "title:(",
    "body:",
    "source:",
    "foo:",
    "date:[2020 TO 2021}",
    "words:{5 TO *]",
    "_exists_:byline",
    "*:*",
    "/colou?r/",
    "~",
    "~1",
    "~0.7",
    "^2",
    "+",
    "-",
    "!x",
    "&&",
    "||",
    "\\",
    "\\\"",
    "[",
    "]",
    "{",
    "subject:",
    "from:",
    "path:a/**",
    "date:2020..!",
    "date:@5..",
    "tag:x",
    "NEAR",
    "ADJ/2",
    "\"",
    "“",
    "(",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_what_is_read_prints_as_it_was_read(
        parts in proptest::collection::vec(
            prop_oneof![
                8 => proptest::sample::select(&PIECES[..]).prop_map(str::to_string),
                3 => Just(")".to_string()),
                1 => any::<char>().prop_map(|c| c.to_string()),
            ],
            0..14,
        ),
        spaces in proptest::collection::vec(any::<bool>(), 14),
    ) {
        let mut text = String::new();
        for (part, spaced) in parts.iter().zip(spaces) {
            text.push_str(part);
            if spaced {
                text.push(' ');
            }
        }
        for dialect in Dialect::ALL {
            for lenient in [false, true] {
                match parse(&text, dialect, lenient) {
                    Ok(query) => check_printed(&query, &text),
                    Err(fault) => {
                        prop_assert!(text.get(fault.span.0..fault.span.1).is_some(), "{fault:?}");
                    }
                }
            }
        }
    }
}
