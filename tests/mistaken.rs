//! A mistake that would change the meaning of a command or a query is reported, with what to type instead.

use crate::forgiving::{notices, said};
use crate::harness::{Place, with_corpus};

#[test]
fn a_key_that_is_also_the_id_of_another_article_is_reported() {
    let place = Place::new();
    let lines = [
        r#"{"key":"6348abcd","id":"1","date":"2024-05-01","title":"Lamp lit","body":"The lamp was lit."}"#,
        r#"{"key":"other","id":"6348","date":"2024-05-02","title":"Lamp out","body":"The lamp went out."}"#,
        r#"{"key":"same-5","id":"same","date":"2024-05-03","title":"Lamp back","body":"The lamp is back."}"#,
    ];
    place.write("in/a.jsonl", lines.join("\n"));
    place.index("in");
    let note = "note: 6348 begins the key of this article, but 1 article has the id \"6348\": \
        dateline search id:6348\n";
    for arguments in [&["show", "6348"][..], &["story", "6348"], &["open", "6348", "--print"]] {
        let output = place.run(arguments);
        assert_eq!((output.status.code(), said(&output)), (Some(0), note.to_string()));
    }
    assert!(said(&place.run(&["similar", "6348"])).contains(note));
    for key in ["6348abcd", "6348a", "same"] {
        assert_eq!(said(&place.run(&["show", key])), "", "{key}");
    }
}

#[test]
fn a_pattern_that_matches_nothing_is_named() {
    let place = with_corpus();
    for (query, part) in [("zzzq*", "zzzq*"), ("/zzzq.*/", "/zzzq.*/"), ("salt zzzq?", "zzzq?")] {
        for flags in [&["search", query][..], &["search", query, "--count"]] {
            let said = said(&place.run(flags));
            assert!(said.contains(&format!("no article has {part}\n")), "{query}: {said}");
        }
        assert!(notices(&place.search(&[query]), part), "{query}");
    }
    let explained = place.ends(0, &["explain", "zzzq?"]);
    assert!(
        explained.contains("nothing is found, because no article matches zzzq?"),
        "{explained}"
    );
}

#[test]
fn the_words_that_a_pattern_matches_are_those_that_articles_print() {
    let place = Place::new();
    let text = "The economic quotation was given by the bank, and the ferries left the harbour.";
    place.write("in/a.txt", format!("date 2024-05-31 1\nHarbour\n\n{text}\n"));
    let text = "A tax was raised, and the ferry of the harbour left in the evening.";
    place.write("in/b.txt", format!("date 2024-06-01 2\nTax\n\n{text}\n"));
    place.index("in");
    let words = |pattern: &str| {
        let explained = place.json(&["explain", "--json", pattern]);
        let words = explained["clauses"][0]["expansions"].as_array().expect("words").clone();
        words.iter().map(|word| word["word"].as_str().unwrap_or("").to_string()).collect::<Vec<_>>()
    };
    assert_eq!(words("econ*"), ["economic"]);
    assert_eq!(words("quota*"), ["quotation"]);
    assert_eq!(words("ferr*"), ["ferries", "ferry"]);
    assert_eq!(words("ta?"), ["tax"]);
    assert!(words("quota?").is_empty());
}

#[test]
fn a_flag_or_a_command_of_another_tool_gets_ours() {
    let place = with_corpus();
    for (arguments, ours) in [
        (&["search", "salt", "--before", "2024"][..], "write it in the query: before:DATE"),
        (&["search", "salt", "--after=2024"], "write it in the query: after:DATE"),
        (&["search", "salt", "--author", "A Q"], "write it in the query: byline:NAME"),
        (&["search", "salt", "--exact"], "write it in the query: =WORD"),
        (&["search", "salt", "--regex", "a.c"], "write it in the query: /PATTERN/"),
        (&["search", "salt", "--exclude", "storm"], "write it in the query: -WORD"),
        (&["search", "salt", "--any"], "use --match any"),
        (&["timeline", "salt", "--monthly"], "use --interval month"),
        (&["timeline", "salt", "--chart", "x"], "use --svg FILE"),
        (&["serve", "--port", "8080"], "use --listen 127.0.0.1:8080"),
        (&["find", "salt"], "use dateline search"),
        (&["stats"], "use dateline info"),
        (&["version"], "use dateline --version"),
        (&["opec"], "did you mean dateline open? To search for the word: dateline search opec"),
        (&["search", "salt", "-n", "all"], "for every article: dateline export QUERY"),
        (&["search", "salt", "-o", "JSON"], "did you mean json?"),
        (&["search", "salt", "--sort", "date"], "did you mean newest?"),
        (&["timeline", "salt", "-e", "ferry"], "write -e before each query"),
        (
            &["timeline", "-e", "salt", "-e", "ferry", "--by", "source"],
            "dateline batch FILE --by source",
        ),
        (&["search", "salt", "--in", "a", "--in", "b"], "dateline index PATH PATH"),
        (&["timeline", "salt", "--svg", "chart.png"], "hint: name the file chart.svg"),
        (&["show", "x", "--fields", "key"], "hint: add --json"),
        (&["index", "nowhere"], "hint: nothing was changed; check the path"),
        (&["index", "https://search.example.org/news"], "--index https://search.example.org/news"),
        (&["check", "nowhere"], "hint: name the folder of a backup or of an index"),
        (
            &["restore", "nowhere", "--index", "q"],
            "hint: name the folder of a backup or of an index",
        ),
        (
            &["search", "--strict", "titel:salt"],
            "unknown field \"titel\"; did you mean title:salt?",
        ),
    ] {
        let output = place.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(ours), "{arguments:?}: {said}");
    }
    assert!(!place.path("chart.png").exists());
    let gone = said(&place.run(&["index", "gone"]));
    assert!(!gone.contains("--forget"), "only a folder that was indexed can be forgotten: {gone}");
    let last = place.run(&["search", "salt", "--offset", "5000"]);
    assert!(said(&last).contains("there are no hits from 5,001 on"), "{}", said(&last));
    place.ends(0, &["search", "salt", "-o", "csv", "--fields", "key,snippet"]);
}

#[test]
fn a_query_that_means_something_else_gets_a_notice() {
    let place = with_corpus();
    for (query, notice) in [
        ("salt Or ferry", "\"Or\" was searched as a word; write OR"),
        ("not salt", "\"not\" was searched as a word; write NOT"),
        ("salt BUT NOT ferry", "\"BUT\" was searched as a word; write only NOT"),
        ("'salt tax'", "single quotes do not make a phrase; write \"salt tax\""),
        ("salt | ferry", "ignored \"|\": not an operator; write OR"),
        ("salt AROUND(5) tax", "write w/5 between the words"),
        ("allintitle: salt tax", "write title:(WORDS)"),
        ("date:2024-03 to 2024-04", "write date:2024-03..2024-04"),
    ] {
        assert!(
            notices(&place.search(&[query]), notice),
            "{query}: {}",
            place.search(&[query])["query"]
        );
    }
    let short = place.search(&["opec:quota"])["query"].to_string();
    assert!(short.contains("unknown field") && !short.contains("did you mean topic"), "{short}");
    let one = place.search(&["salt", "--source", "n"])["query"].to_string();
    assert!(one.contains("no article has the source") && !one.contains("did you mean"), "{one}");
}

#[test]
fn names_of_files_in_place_of_an_asterisk_are_reported() {
    let place = Place::new();
    place.write("a.txt", "date 2024-05-31 1\nOne\n\nThe lamp was lit.\n");
    place.write("b.txt", "date 2024-06-01 2\nTwo\n\nThe lamp went out.\n");
    place.index(".");
    let listed = said(&place.run(&["search", "a.txt", "b.txt"]));
    assert!(listed.contains("quote the asterisk: '*'"), "{listed}");
    assert!(!said(&place.run(&["search", "a.txt", "lamp"])).contains("asterisk"));
}

#[test]
fn hits_from_several_folders_name_them() {
    let place = Place::new();
    place.write("same/a/n.txt", "date 2024-05-31 1\nOne\n\nThe lamp was lit.\n");
    place.write("same/b/n.txt", "date 2024-06-01 2\nTwo\n\nThe lamp went out.\n");
    place.index("same/a");
    let text = place.ends(0, &["search", "lamp"]);
    assert!(text.contains(" · n.txt\n"), "{text}");
    place.index("same/b");
    let text = place.ends(0, &["search", "lamp"]);
    assert!(text.contains(" · a/n.txt\n") && text.contains(" · b/n.txt\n"), "{text}");
    let json = place.search(&["lamp"])["hits"].to_string();
    assert!(json.contains(r#""path":"n.txt""#), "programs get the path and the root: {json}");
    let roots = place.json(&["info", "--json"])["roots"].clone();
    let root = roots[0]["path"].as_str().expect("a root").to_string();
    for (query, instead) in
        [(root.clone(), "write path:*"), (format!("{root}/n.txt"), "write path:n.txt")]
    {
        let answer = place.search(&[&format!("path:{query}")]);
        assert!(notices(&answer, instead), "{}", answer["query"]);
    }
}

#[test]
fn a_replay_in_another_index_says_so() {
    let place = with_corpus();
    place.ends(0, &["export", "", "--to", "all.jsonl", "-q"]);
    place.write("other/a.txt", "date 2024-05-31 1\nLamp lit\n\nThe lamp was lit.\n");
    place.ends(0, &["index", "other", "-q", "--index", "other.dl"]);
    let text = place.ends(1, &["replay", "all.jsonl.manifest.json", "--index", "other.dl"]);
    assert!(text.contains("no article of the export is in this index"), "{text}");
    assert!(text.contains(" more; --json lists all of them"), "{text}");
    assert!(text.lines().count() < 30, "{text}");
}
