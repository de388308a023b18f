//! The command line says what a reader would otherwise have to guess: what is in no bucket, what an option changed, which
//! forms count as a word, and what is missing from an argument.

use std::process::Output;

use serde_json::Value;

use crate::harness::{Place, with_corpus};

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns whether an answer has a notice that contains a text.
pub fn notices(answer: &Value, text: &str) -> bool {
    let notices = answer["query"]["notices"].as_array().expect("notices");
    notices.iter().any(|notice| notice.as_str().is_some_and(|notice| notice.contains(text)))
}

#[test]
fn articles_dated_too_coarsely_for_a_bucket_are_mentioned() {
    let place = with_corpus();
    let imprecise = "9 articles dated only to the month or year are in no bucket";
    let timeline = place.json(&["timeline", "--interval", "year", "--json"]);
    assert!(notices(&timeline, imprecise), "{timeline}");
    let table = place.json(&["timeline", "--by", "source,year", "--json"]);
    assert!(notices(&table, imprecise), "{table}");
    assert!(said(&place.run(&["timeline", "--interval", "year"])).contains(imprecise));
    let exact = place.json(&["timeline", "tax", "--json"]);
    assert!(!notices(&exact, "in no bucket"), "{exact}");
    place.write("queries.txt", "lang:none\n");
    let total = place.ends(0, &["batch", "queries.txt"]);
    assert!(!total.contains("in no period"), "{total}");
    let periods = place.ends(0, &["batch", "queries.txt", "--interval", "year"]);
    assert!(periods.contains("in no period: "), "{periods}");
}

#[test]
fn an_index_without_articles_says_what_to_do() {
    let place = Place::new();
    place.write("in/empty.txt", "");
    place.run(&["index", "in"]);
    let output = place.run(&["search", "salt"]);
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    assert_eq!(told, "note: the index has no articles; to add some: dateline index FOLDER\n");
}

#[test]
fn a_long_timeline_is_readable_as_text_and_by_month_for_programs() {
    let place = Place::new();
    place.write("in/a.txt", "date 1987-03-01 1\nOne\n\nThe lamp was lit.\n");
    place.write("in/b.txt", "date 2024-05-31 2\nTwo\n\nThe lamp was lit again.\n");
    place.index("in");
    let output = place.run(&["timeline", "lamp"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.lines().count() < 50 && text.contains("\n1987 "), "{text}");
    assert!(said(&output).contains("pass --interval month for months"), "{}", said(&output));
    assert_eq!(place.json(&["timeline", "lamp", "--json"])["interval"], "month");
    let months = place.run(&["timeline", "lamp", "--interval", "month"]);
    assert!(String::from_utf8_lossy(&months.stdout).lines().count() > 400);
    assert!(!said(&months).contains("counted by"));
    let short = place.run(&["timeline", "lamp", "--since", "2024"]);
    assert!(String::from_utf8_lossy(&short.stdout).contains("2024-05"), "months while they fit");
}

#[test]
fn a_changed_option_says_what_it_changed() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31T23:30 1\nOne\n\nThe lamp was lit.\n");
    place.index("in");
    let summary = place.json(&["index", "in", "--source", "AP", "--json"]);
    let text = summary["notices"].to_string();
    assert!(text.contains("every file was read again, with --source AP (no options before)"));
    assert!(text.contains("1 article has a different source than before"), "{text}");
    assert_eq!(summary["articles"]["unchanged"], 1);
    let summary = place.json(&["index", "in", "--tz", "Asia/Tokyo", "--json"]);
    let text = summary["notices"].to_string();
    assert!(text.contains("1 article has a different date than before"), "{text}");
    assert!(!text.contains("different source"), "{text}");
    let again = place.json(&["index", "in", "--json"]);
    assert_eq!(again["notices"], Value::Null, "{again}");
}

#[test]
fn a_path_names_a_file_or_everything_in_a_folder() {
    let place = with_corpus();
    let count = |query: &str| {
        let output = place.run(&["search", "--count", query]);
        (String::from_utf8_lossy(&output.stdout).trim().to_string(), said(&output))
    };
    let whole = count("path:wire/*").0;
    assert_ne!(whole, "0");
    assert_eq!(count("path:wire").0, whole);
    assert_eq!(count("path:wire/").0, whole);
    assert_eq!(count("path:wire/northern-wire/1001.txt").0, "1");
    assert_eq!(count("path:wire/northern-wire/1001.txt/").0, "0", "it is not a folder");
    let (none, said) = count("path:northern-wire");
    assert_eq!(none, "0");
    assert!(said.contains("path:*northern-wire* finds parts of paths"), "{said}");
    assert_eq!(said.matches("northern-wire\" below").count(), 1, "{said}");
}

#[test]
fn a_word_that_stands_for_its_inflections_shows_them() {
    let place = Place::new();
    for (number, text) in
        ["The salt tax rose.", "The salt taxes rose.", "A salt tax fell."].into_iter().enumerate()
    {
        let body = format!("{text} The keeper wrote it down in the book of the harbour.");
        place.write(
            &format!("in/{number}.txt"),
            format!("date 2024-05-0{} x{number}\nNews {number}\n\n{body}\n", number + 1),
        );
    }
    place.write(
        "in/other.txt",
        "date 2024-05-09 y1\nOther\n\nNobody wrote about the weather of May.\n",
    );
    place.index("in");
    let explained = place.json(&["explain", "--json", "tax"]);
    let words = explained["clauses"][0]["expansions"].to_string();
    assert_eq!(words, r#"[{"word":"tax","count":2},{"word":"taxes","count":1}]"#);
    assert!(place.ends(0, &["explain", "tax"]).contains("= tax 2, taxes 1"));
    let exact = place.json(&["explain", "--json", "weather"]);
    assert_eq!(exact["clauses"][0]["expansions"], Value::Array(Vec::new()), "nothing to explain");
    let near = ["kwic", "salt", "--collocates"];
    assert!(place.ends(0, &near).contains("tax (taxes)"));
    let object = place.json(&["kwic", "salt", "--collocates", "--json"]);
    let words = object["collocates"].as_array().expect("words");
    let tax = words.iter().find(|word| word["word"] == "tax").expect("the word");
    assert_eq!(tax["forms"].to_string(), r#"["tax","taxes"]"#);
    let terms = place.json(&["terms", "salt", "--json"]);
    let words = terms["terms"].as_array().expect("words");
    let tax = words.iter().find(|word| word["word"] == "tax").expect("the word");
    assert_eq!(tax["forms"].to_string(), r#"["tax","taxes"]"#);
    assert!(place.ends(0, &["terms", "salt"]).contains("tax (taxes)"));
}

#[test]
fn what_an_argument_lacks_is_said_in_one_sentence() {
    let place = with_corpus();
    for (arguments, ours) in [
        (&["search", "salt", "--since"][..], "--since needs a value\nhint: write --since DATE"),
        (&["search", "salt", "--sort"], "--sort needs a value\nhint: values are relevance"),
        (&["index", "--tz"], "--tz needs a value"),
        (&["search", "x", "--index", "a", "--index", "b"], "--index is given twice"),
        (&["search", "x", "--since", "1", "--on", "2"], "cannot be used together with"),
        (&["show"], "dateline show needs KEY...\nhint: for example: dateline show "),
        (&["search", "x", "-n", "many"], "--limit \"many\": not a whole number"),
    ] {
        let output = place.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said.contains(ours), "{arguments:?}: {said}");
        assert!(!said.contains("Usage:") && !said.contains("For more information"), "{said}");
        assert!(!said.contains("invalid digit"), "{said}");
    }
}

#[test]
fn a_program_is_not_taken_for_the_page_that_it_makes() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31 1\nOne\n\nThe lamp was lit.\n");
    place.write(
        "in/b.php",
        "<?php\nclass A { public $b; }\nfunction f($a) { return '<p>' . $a; }\n",
    );
    let page =
        "<html><body><h1>Lamp lit</h1><p>The keeper lit the lamp of the harbour on Monday.</p>";
    place.write("in/c.php", format!("{page}</body></html>"));
    place.ends(0, &["index", "in", "-q", "--report", "report.jsonl"]);
    let report = std::fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let line = |name: &str| -> Value {
        let line = report.lines().find(|line| line.contains(name)).expect("a line");
        serde_json::from_str(line).expect("JSON")
    };
    assert_eq!(
        (&line("b.php")["reason"], &line("b.php")["detail"]),
        (&"not prose".into(), &"program code".into())
    );
    assert_eq!(line("c.php")["format"], "html");
}

#[test]
fn a_replay_names_the_articles_that_differ() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31 1\nLamp lit\n\nThe lamp was lit.\n");
    place.index("in");
    place.ends(0, &["export", "lamp", "--to", "lamp.jsonl", "-q"]);
    place.write("in/b.txt", "date 2024-06-01 2\nLamp out\n\nThe lamp went out.\n");
    place.index("in");
    let report = place.ends(1, &["replay", "lamp.jsonl.manifest.json"]);
    assert!(report.contains("  2024-06-01  Lamp out"), "{report}");
}

#[test]
fn a_value_that_no_article_lacks_is_named_in_words() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31 1\nLamp lit\n\nThe lamp was lit.\n");
    place.index("in");
    let answer = place.search(&["source:none"]);
    assert!(notices(&answer, "every article has a source"), "{answer}");
}

#[test]
fn an_empty_query_is_reported_once() {
    let place = with_corpus();
    for query in ["\"\"", "()", "NOT", "title:", "words:abc", "-"] {
        let said = said(&place.run(&["search", query]));
        assert!(said.contains("no searchable terms"), "{query}: {said}");
        assert!(!said.contains("no article has"), "{query}: {said}");
    }
}

#[test]
fn a_suggested_word_is_one_that_articles_print() {
    let place = Place::new();
    let text = "The ferries of the harbour left, and the ferries came back in the evening.";
    place.write("in/a.txt", format!("date 2024-05-31 1\nHarbour\n\n{text}\n"));
    place.index("in");
    for typed in ["ferriez", "ferrix"] {
        let said = said(&place.run(&["search", typed]));
        assert!(said.contains("did you mean \"ferries\" (1 article)?"), "{typed}: {said}");
    }
}

#[test]
fn the_members_of_a_container_are_not_files_of_its_folder() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31 1\nOne\n\nThe lamp was lit.\n");
    let two = "From a@b Fri May 31 10:00:00 2024\nFrom: a@b\nSubject: One\n\nThe lamp was lit.\n\n\
        From a@b Fri May 31 11:00:00 2024\nFrom: a@b\nSubject: Two\n\nThe lamp went out.\n";
    place.write("in/b.mbox", two);
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["c.txt", "d.txt"] {
        packed.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        let text = format!("date 2024-05-31 {name}\n{name}\n\nThe lamp of {name} was lit.\n");
        std::io::Write::write_all(&mut packed, text.as_bytes()).expect("written");
    }
    place.write("in/e.zip", packed.finish().expect("a container").into_inner());
    assert_eq!(place.index("in")["files"]["seen"], 3);
    let info = place.json(&["info", "--json"]);
    assert_eq!((&info["files"]["seen"], &info["roots"][0]["files"]), (&3.into(), &3.into()));
}

#[test]
fn the_flag_with_a_bad_date_is_named_as_it_was_typed() {
    let place = with_corpus();
    let said = |arguments: &[&str]| {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        said(&output)
    };
    let date = said(&["search", "salt", "--to", "31.13.1987"]);
    assert!(date.contains("error: --to: \"31.13.1987\" is not a date"), "{date}");
    let file = said(&["search", "salt", "--to", "salt.csv"]);
    assert!(file.contains("dateline search has no flag that writes a file"), "{file}");
    assert!(file.contains("hint: export articles: dateline export QUERY --to salt.csv"), "{file}");
    let other = said(&["timeline", "salt", "--to=salt.csv"]);
    assert!(
        other.contains("hint: redirect the output: dateline timeline ... > salt.csv"),
        "{other}"
    );
    let until = said(&["search", "salt", "--until", "salt.csv"]);
    assert!(until.contains("error: --until: \"salt.csv\" is not a date"), "{until}");
}

#[test]
fn the_folder_of_an_index_is_not_indexed() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31 1\nOne\n\nThe lamp was lit.\n");
    place.index("in");
    for rebuild in [&[][..], &["--rebuild"]] {
        let output = place.run(&[&["index", ".dateline"], rebuild].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(".dateline is the folder of the index\n"), "{output:?}");
    }
    let roots = place.json(&["info", "--json"])["roots"].clone();
    assert_eq!(roots.as_array().map(Vec::len), Some(1), "{roots}");
    place.ends(0, &["index", "."]);
    assert_eq!(place.json(&["info", "--json"])["files"]["seen"], 1);
}

#[test]
fn a_copy_of_nothing_says_that_there_is_no_index() {
    let place = Place::new();
    let output = place.run(&["copy", "nowhere", "copy"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("error: no index at nowhere\n"), "{output:?}");
    assert!(!place.path("copy").exists(), "nothing is created");
}

#[test]
fn help_before_a_command_is_that_of_the_command() {
    let place = Place::new();
    for command in [&["search"][..], &["watch"], &["watch", "add"]] {
        let before = place.ends(0, &[&["--help"], command].concat());
        assert_eq!(before, place.ends(0, &[command, &["--help"]].concat()), "{command:?}");
    }
}
