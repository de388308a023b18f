//! The messages of the command line about mistakes, which would otherwise silently find nothing.

use std::process::Output;

use serde_json::Value;

use crate::harness::{NOW, Place, with_corpus};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns the notices of a search.
fn notices(place: &Place, query: &[&str]) -> String {
    let answer = place.search(query);
    let notices = answer["query"]["notices"].as_array().expect("notices");
    notices.iter().map(|notice| format!("{}\n", notice.as_str().unwrap_or_default())).collect()
}

#[test]
fn operators_in_lower_case_and_of_other_systems_get_ours() {
    let place = with_corpus();
    for (query, ours) in [
        ("salt or ferry", "\"or\" was searched as a word; write OR"),
        ("salt not ferry", "write NOT"),
        ("salt NEAR tax", "write w/10"),
        ("salt SAME tax", "write w/p"),
        ("salt ADJ5 tax", "write pre/5"),
        ("salt NEAR5 tax", "write w/5"),
        ("pric!", "write pric*"),
        ("hd:salt", "did you mean title:salt?"),
        ("la:en", "did you mean lang:en?"),
        ("titel:salt", "unknown field \"titel\", searched as words; did you mean title:salt?"),
        ("intitle:salt", "did you mean title:salt?"),
        ("year:1987", "did you mean date:1987?"),
        ("salt date>2024", "write date:>2024"),
    ] {
        let said = notices(&place, &[query]);
        assert!(said.contains(ours), "{query}: {said}");
    }
    assert!(place.search(&["author:marren"])["total"].as_u64() > Some(0), "author: is byline:");
    assert!(notices(&place, &["salt", "--lang", "english"]).contains("did you mean \"en\""));
    assert_eq!(notices(&place, &["salt OR ferry"]), "");
}

#[test]
fn one_letter_behind_a_hyphen_is_a_flag_or_is_mentioned() {
    let place = with_corpus();
    let json = |flags: &[&str]| -> Value {
        let mut all = vec!["search", "salt", "--now", NOW];
        all.extend(flags);
        serde_json::from_str(&place.ends(0, &all)).expect("JSON")
    };
    assert_eq!(json(&["-o", "json", "-n", "2"])["hits"].as_array().map(Vec::len), Some(2));
    assert_eq!(json(&["--json"])["query"]["text"], "salt");
    assert_eq!(json(&["-o=json", "-oil"])["query"]["text"], "salt -oil");
    let count = place.ends(0, &["search", "salt", "--count"]);
    assert_eq!(count.trim(), place.search(&["salt"])["total"].to_string());
    let output = place.run(&["search", "salt", "-l"]);
    assert!(said(&output).contains("\"-l\" excludes the word \"l\""), "{}", said(&output));
    assert!(!said(&place.run(&["search", "salt", "-nato"])).contains("excludes"));
}

#[test]
fn unknown_flags_get_the_right_ones() {
    let place = with_corpus();
    for (flag, ours) in [
        (&["--format", "json"][..], "--output FORMAT"),
        (&["--year", "1987"], "--on DATE"),
        (&["--group-by", "source"], "--facets LIST"),
        (&["--language", "en"], "--lang CODE"),
        (&["--offest", "3"], "--offset"),
        (&["--svg", "a.svg"], "dateline timeline"),
        (&["--xyz"], "--help"),
    ] {
        let mut all = vec!["search", "salt"];
        all.extend(flag);
        let output = place.run(&all);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{flag:?}");
        assert!(said.contains(&format!("no flag {}", flag[0])) && said.contains(ours), "{said}");
        assert!(!said.contains("as a value") && !said.contains("similar"), "{said}");
    }
    let object = place.ends(2, &["search", "salt", "--year", "1987", "--json"]);
    let object: Value = serde_json::from_str(&object).expect("JSON");
    assert_eq!(object["error"]["kind"], "usage");
}

#[test]
fn facets_may_be_listed_with_a_space() {
    let place = with_corpus();
    let answer = place.search(&["salt", "--facets", "source, month"]);
    assert!(answer["facets"]["source"].is_array() && answer["facets"]["month"].is_array());
    let output = place.run(&["search", "salt", "--facets", "source", "month"]);
    assert!(said(&output).contains("write --facets source,month"), "{}", said(&output));
}

#[test]
fn an_answer_without_hits_says_why() {
    let place = with_corpus();
    let salt = format!("without the dates, {} articles match", place.search(&["salt"])["total"]);
    let dates = notices(&place, &["salt", "--on", "1999"]);
    assert!(dates.contains(&salt), "{dates}");
    assert!(dates.contains("the archive covers 19"), "{dates}");
    let clause = notices(&place, &["salt date:1999"]);
    assert!(clause.contains(&salt), "{clause}");
    let words = notices(&place, &["\"tax storm\" salt"]);
    assert!(words.contains("no article has \"tax storm\""), "{words}");
    let word = notices(&place, &["salt xylophone"]);
    assert_eq!(word.matches("xylophone").count(), 1, "{word}");
    let near = notices(&place, &["salt w/5 xylophone"]);
    assert_eq!(near.matches("xylophone").count(), 1, "{near}");
    let many = (0..17).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ");
    assert!(!notices(&place, &[&many, "--on", "1999"]).contains("without the dates"));
}

#[test]
fn the_id_of_an_article_is_not_its_key() {
    let place = with_corpus();
    let output = place.run(&["show", "1001"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("dateline search id:1001"), "{}", said(&output));
}

#[test]
fn a_wrong_value_is_refused_in_our_own_words() {
    let place = with_corpus();
    for (arguments, problem, hint) in [
        (
            &["search", "salt", "--facets", "author"][..],
            "error: --facets \"author\": no such facet; did you mean byline?\n",
            "hint: facets are id, source, ",
        ),
        (
            &["search", "salt", "--sort", "newst"],
            "error: --sort does not take \"newst\"; did you mean newest?\n",
            "hint: values are relevance, newest, oldest\n",
        ),
        (
            &["timeline", "salt", "--by", "colour"],
            "error: --by \"colour\": not a field, a period, or both\n",
            "hint: fields are source, ",
        ),
        (
            &["kwic", "salt", "--sort", "L4"],
            "error: --sort \"L4\": no such order\n",
            "hint: write newest",
        ),
        (&["search", "salt", "--recency", "x"], "error: --recency \"x\"", "write 30d"),
        (&["search", "salt", "-n", "many"], "error: --limit \"many\": not a whole number\n", ""),
        (
            &["search", "salt", "--limit", "-3"],
            "error: --limit \"-3\": not a number from 0 up\n",
            "",
        ),
        (
            &["index", ".", "--threads", "0"],
            "error: --threads \"0\": write a number from 1 to 256\n",
            "",
        ),
        (
            &["search", "salt", "--now", "x"],
            "error: --now \"x\": not a time; write 2025-05-31T12:00:00Z\n",
            "",
        ),
        (
            &["timeline", "salt", "-e", "tax", "--by", "source"],
            "error: -e cannot be combined with a QUERY\n",
            "",
        ),
        (&["search", "salt", "--open-facets"], "error: --open-facets needs --facets LIST\n", ""),
        (
            &["search", "salt", "--facets", "sources"],
            "error: --facets \"sources\": no such facet; did you mean source?\n",
            "hint: facets are",
        ),
        (
            &["search", "salt", "--agency", "AP"],
            "error: dateline search has no flag --agency\n",
            "hint: write it in the query: agency:VALUE, or use --only agency:VALUE\n",
        ),
        (
            &["search", "salt", "--title"],
            "error: dateline search has no flag --title\n",
            "hint: write it in the query: title:WORD\n",
        ),
        (
            &["index", "--in", "corpus"],
            "error: dateline index has no flag --in\n",
            "hint: name the folder without a flag: dateline index PATH\n",
        ),
        (
            &["info", "--foo"],
            "error: dateline info has no flag --foo\n",
            "hint: see dateline info --help\n",
        ),
    ] {
        let output = place.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said.starts_with(problem) && said.contains(hint), "{arguments:?}: {said}");
        assert!(!said.contains("For more information"), "{said}");
        let object = place.ends(2, &[arguments, &["--json"]].concat());
        let object: Value = serde_json::from_str(&object).expect("JSON");
        assert_eq!(object["error"]["kind"], "usage", "{arguments:?}");
    }
}

#[test]
fn unknown_commands_get_the_right_ones() {
    let place = Place::new();
    for (name, hint) in [
        ("serch", "hint: did you mean dateline search?"),
        ("timelien", "hint: did you mean dateline timeline?"),
        ("herring", "to search for the word: dateline search herring"),
    ] {
        let output = place.run(&[name]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(&format!("error: dateline has no command {name:?}\n")));
        assert!(said(&output).contains(hint), "{}", said(&output));
    }
}

#[test]
fn a_refused_export_names_the_file_that_was_asked_for() {
    let place = with_corpus();
    place.ends(0, &["export", "salt", "--to", "salt.csv"]);
    let again = said(&place.run(&["export", "salt", "--to", "salt.csv"]));
    assert!(again.starts_with("error: salt.csv already exists"), "{again}");
}

#[test]
fn capitals_are_mentioned_once_and_only_where_they_change_the_page() {
    let place = Place::new();
    for (number, text) in [
        (
            1,
            "The US sent troops, and the WHO sent doctors to the islands in the north of the country.",
        ),
        (2, "He sent us, us and us a letter: who came, who left, who stayed."),
        (3, "They sent us word who it was."),
    ] {
        place.write(
            &format!("in/{number}.txt"),
            format!(" date 2025-05-31 {number}\nNews\n{text}\n"),
        );
    }
    place.index("in");
    let said = notices(&place, &["US WHO sent"]);
    assert_eq!(said.matches("rank before").count(), 1, "{said}");
    assert!(said.contains("articles with US or WHO rank before those with us or who"), "{said}");
    assert_eq!(notices(&place, &["US sent doctors"]), "", "one hit has no order");
    assert_eq!(notices(&place, &["US", "--sort", "newest"]), "");
}

#[test]
fn judgments_about_other_articles_are_mentioned() {
    let place = with_corpus();
    place.write("topics", "1\tsalt tax\n");
    let eval = |qrels: &str, by: &str| {
        place.write("qrels", qrels);
        said(&place.run(&["eval", "--topics", "topics", "--qrels", "qrels", "--by", by]))
    };
    assert_eq!(eval("1 0 1001 1\n", "id"), "");
    let some = eval("1 0 1001 1\n1 0 x9 1\n", "id");
    assert!(
        some.contains("1 of 2 ids in the judgments are not in the index, such as \"x9\""),
        "{some}"
    );
    assert!(!some.contains("--by key"), "{some}");
    let all = eval("1 0 1001 1\n", "key");
    assert!(all.contains("1 of 1 keys") && all.contains("--by id"), "{all}");
}

#[test]
fn the_size_of_a_small_index_has_no_ratio() {
    let place = Place::new();
    place.write("in/a.txt", " date 2025-05-31 1\nOne\nZebra.\n");
    place.index("in");
    let info = place.ends(0, &["info"]);
    let line = info.lines().find(|line| line.starts_with("size")).expect("a size");
    assert!(line.ends_with(" bytes of text") && line.contains("kB for "), "{line}");
}

#[test]
fn the_index_that_is_written_is_named() {
    let place = Place::new();
    place.write("in/a.txt", " date 2025-05-31 1\nOne\nZebra.\n");
    let first = said(&place.run(&["index", "in"]));
    let line = first.lines().next().expect("a line");
    assert!(line.starts_with("index") && line.ends_with(".dateline"), "{first}");
    assert!(!first.contains("folder above"), "{first}");
    place.write("in/deeper/b.txt", " date 2025-05-31 2\nTwo\nZebra.\n");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["index", "deeper"])
        .current_dir(place.path("in"))
        .env_remove("DATELINE_INDEX")
        .output()
        .expect("the program runs");
    assert!(said(&output).contains("found in a folder above"), "{}", said(&output));
    assert!(said(&place.run(&["search", "-v", "zebra"])).contains("searching the index"));
}

#[test]
fn an_index_that_is_being_built_is_not_taken_for_an_empty_one() {
    use dateline::engine::embedded::WriteLock;
    let place = Place::new();
    place.write("in/a.txt", " date 2025-05-31 1\nOne\nZebra.\n");
    std::fs::create_dir(place.path(".dateline")).expect("a folder");
    let lock = WriteLock::acquire(&place.path(".dateline"), std::time::Duration::ZERO);
    let output = place.run(&["search", "zebra", "--index", ".dateline"]);
    assert!(said(&output).contains("is being built"), "{}", said(&output));
    drop(lock);
    let output = place.run(&["search", "zebra", "--index", ".dateline"]);
    assert!(!said(&output).contains("is being built"), "{}", said(&output));
}

#[test]
fn unreadable_dates_and_queries_over_a_limit_are_errors() {
    let place = with_corpus();
    let object = place.ends(2, &["search", "salt date:1987-13", "--json"]);
    let object: Value = serde_json::from_str(&object).expect("JSON");
    assert_eq!(
        (&object["error"]["kind"], &object["error"]["span"][0]),
        (&"query".into(), &10.into())
    );
    place.ends(2, &["search", &vec!["salt"; 1_500].join(" OR ")]);
}

#[test]
fn dashes_exclude_like_hyphens() {
    let place = with_corpus();
    for dash in ["–", "—", "‑", "−"] {
        let query = format!("salt {dash}tax");
        assert_eq!(
            place.search(&[&query])["total"],
            place.search(&["salt -tax"])["total"],
            "{dash}"
        );
    }
}

#[test]
fn keys_may_be_cut_and_none_is_what_facets_call_it() {
    let place = with_corpus();
    let key = place.hits("key", &["id:1001"]).remove(0);
    assert_eq!(place.search(&[&format!("key:{}", &key[..10])])["total"], 1);
    for field in ["source", "lang", "byline"] {
        let answer = place.search(&["", "--facets", field]);
        let without = &answer["facet_gaps"][field]["without"];
        assert_eq!(&place.search(&[&format!("{field}:none")])["total"], without, "{field}");
        assert_eq!(place.search(&[&format!("{field}:\"none\"")])["total"], 0, "{field}");
    }
    let answer = place.search(&["", "--facets", "source"]);
    assert_eq!(
        place.search(&["--source", "none"])["total"],
        answer["facet_gaps"]["source"]["without"]
    );
}

#[test]
fn the_extension_chooses_the_format_of_an_export() {
    let place = with_corpus();
    for name in ["salt.xlsx", "salt.txt"] {
        let output = place.run(&["export", "salt", "--to", name]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("--output csv"), "{}", said(&output));
    }
    let output = place.run(&["export", "salt", "--to", "salt.csv"]);
    let wrote = format!("wrote {} articles to salt.csv, ", place.search(&["salt"])["total"]);
    assert!(said(&output).contains(&wrote) && said(&output).contains("kB"), "{}", said(&output));
    place.ends(2, &["export", "salt", "--to", "salt.csv"]);
    place.ends(0, &["export", "salt", "--to", "salt.csv", "--force"]);
    let file = std::fs::read(place.path("salt.csv")).expect("the export");
    assert!(file.starts_with("\u{feff}key".as_bytes()));
    assert!(place.ends(0, &["export", "salt", "-o", "csv"]).starts_with("key"));
    assert!(place.ends(0, &["export", "salt", "-o", "csv", "--excel"]).starts_with("\u{feff}key"));
}

#[test]
fn several_articles_are_shown_and_help_is_a_command() {
    let place = with_corpus();
    let keys = place.hits("key", &["salt", "-n", "2"]);
    let shown = place.ends(0, &["show", &keys[0], &keys[1], "--json"]);
    assert_eq!(shown.lines().count(), 2);
    place.ends(1, &["show", &keys[0], "ffffffffffff"]);
    let help = place.ends(0, &["search", "--help"]);
    assert_eq!(place.ends(0, &["help", "search"]), help);
    assert_eq!(place.ends(0, &["--help", "search"]), help);
    assert_ne!(place.ends(0, &["--help"]), help);
}

#[test]
fn an_address_and_a_shell_are_refused_without_a_wrong_guess() {
    let place = with_corpus();
    let address = said(&place.run(&["serve", "--listen", "foo"]));
    assert!(address.starts_with("error: --listen \"foo\": not an address; write"), "{address}");
    let shell = said(&place.run(&["completions", "tcsh"]));
    assert!(shell.contains("does not take \"tcsh\"\n"), "{shell}");
    place.write("judgments.txt", "1 0 2 3\n");
    let manifest = said(&place.run(&["replay", "judgments.txt"]));
    assert!(manifest.starts_with("error: judgments.txt is not a manifest\n"), "{manifest}");
}

#[test]
fn a_command_that_finds_nothing_says_why() {
    let place = with_corpus();
    place.write("none.txt", "");
    assert!(said(&place.run(&["batch", "none.txt"])).contains("note: none.txt has no queries\n"));
    for command in [&["export"][..], &["timeline"], &["search"]] {
        let nothing = [command, &["salt", "--on", "1999"]].concat();
        let told = said(&place.run(&nothing));
        assert!(told.contains("without the dates"), "{command:?}: {told}");
    }
}

#[test]
fn functions_and_operators_of_other_systems_get_ours() {
    let place = with_corpus();
    for (query, ours) in [
        ("ti(salt)", "did you mean title(?"),
        ("salt ANDNOT tax", "write NOT"),
        ("salt N5 tax", "write w/5"),
        ("pub:Reuters", "did you mean source:Reuters?"),
        ("salt w/2000 tax", "w/2000 was read as w/1000, the longest distance"),
        ("salt~9", "salt~9 was read as salt~2, the maximum"),
        ("/[/", "not a valid regular expression: "),
    ] {
        let told = said(&place.run(&["search", query]));
        assert!(told.contains(ours), "{query}: {told}");
    }
    let told = said(&place.run(&["search", &["a"; 1500].join(" OR ")]));
    assert!(told.contains("more than 1,024 clauses"), "{told}");
}

#[test]
fn one_argument_too_many_is_named_with_what_to_do() {
    let place = with_corpus();
    place.write("my folder/a.txt", " date 2025-05-31 1\nOne\nZebra.\n");
    place.write("papers/a.txt", " date 2025-05-31 2\nTwo\nZebra.\n");
    for (arguments, problem, hint) in [
        (
            &["info", "extra"][..],
            "dateline info takes no argument, but \"extra\" was given",
            "dateline info",
        ),
        (
            &["info", "papers"],
            "dateline info takes no argument, but \"papers\" was given",
            "dateline info --in papers",
        ),
        (
            &["backup", "a", "b"],
            "dateline backup takes one argument, TO; \"b\" is one too many",
            "dateline backup",
        ),
        (
            &["copy", "a", "b", "c"],
            "dateline copy takes 2 arguments, FROM and TO; \"c\" is one too many",
            "dateline copy",
        ),
        (
            &["backup", "my", "folder"],
            "\"folder\" is one too many",
            "quote a path with spaces: dateline backup \"my folder\"",
        ),
        (
            &["watch", "list", "x"],
            "dateline watch list takes no argument, but \"x\" was given",
            "dateline watch list",
        ),
        (
            &["info", "--quiet=yes"],
            "--quiet takes no value, but \"yes\" was given",
            "write --quiet alone",
        ),
        (&["backup", ""], "TO is empty", "for example: dateline backup "),
        (&["watch", "-q"], "dateline watch needs a command", "commands are add, list, run, remove"),
        (
            &["watch", "--index", "x"],
            "dateline watch needs a command",
            "for example: dateline watch add",
        ),
        (
            &["watch", "rm", "x"],
            "dateline watch has no command \"rm\"",
            "use dateline watch remove",
        ),
        (
            &["watch", "--json", "list"],
            "dateline watch has no flag --json",
            "write it after the command: dateline watch list --json",
        ),
        (&["--index", "x"], "dateline needs a command", "for example: dateline index"),
        (&["completions", "tcsh"], "SHELL does not take \"tcsh\"", "values are bash"),
        (
            &["search", "salt", "--colour", "never"],
            "dateline search has no flag --colour",
            "did you mean --color?",
        ),
        (
            &["index", "corpus", "--recursive"],
            "dateline index has no flag --recursive",
            "leave it out",
        ),
        (
            &["index", "corpus", "--format", "csv"],
            "--format does not take \"csv\"; did you mean table?",
            "values are",
        ),
        (
            &["search", "salt", "--on", "2024-03..2024-04"],
            "\"2024-03..2024-04\" is a range",
            "--since 2024-03 --until 2024-04",
        ),
        (&["batch", "nowhere"], "reading nowhere", "check the path; it is relative to"),
        (&["batch", "papers"], "reading papers", "name a file, not a folder"),
        (
            &["search", "salt", "-n", "many"],
            "--limit \"many\": not a whole number",
            "see dateline search --help",
        ),
    ] {
        let output = place.run(arguments);
        let said = said(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.starts_with("error: ") && said.contains(problem), "{arguments:?}: {said}");
        assert!(
            said.contains(&format!("hint: {hint}")) || said.contains(hint),
            "{arguments:?}: {said}"
        );
        assert!(!said.contains("Usage:") && !said.contains("For more information"), "{said}");
    }
}

#[test]
fn hints_name_the_index_in_use() {
    let place = with_corpus();
    place.write("papers/a.txt", " date 2025-05-31 1001\nTwo\nZebra.\n");
    place.write("others/a.txt", " date 2025-05-31 1002\nTwo\nZebra.\n");
    for (arguments, hint) in [
        (
            &["search", "salt", "--index", "nope"][..],
            "create one: dateline index FOLDER --index nope",
        ),
        (&["watch", "--index", "nope", "list"], "create one: dateline index FOLDER --index nope"),
        (&["show", "1001", "--index", ".dateline"], "dateline search id:1001 --index .dateline"),
        (&["show", "1001", "--in", "papers"], "dateline search id:1001 --index "),
        (&["info", "--index", "."], "the index is in it: --index ./.dateline"),
        (&["info", "--index", "others"], "to index the files in it: dateline index others; "),
        (&["show", "section:Sport"], "to search for it: dateline search section:Sport"),
    ] {
        let said = said(&place.run(arguments));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
    let here = said(&place.run(&["show", "1001"]));
    assert!(here.trim_end().ends_with("search id:1001"), "{here}");
}

#[test]
fn the_index_of_a_path_is_updated_by_every_command_that_reads_it() {
    let place = Place::new();
    place.write("in/a.txt", " date 2025-05-31 1\nOne\nThe lamp was lit.\n");
    place.ends(0, &["export", "lamp", "--in", "in", "--to", "lamp.jsonl", "-q"]);
    place.write("in/b.txt", " date 2025-06-01 2\nTwo\nThe lamp went out.\n");
    let changed = place.ends(1, &["replay", "lamp.jsonl.manifest.json", "--in", "in", "-q"]);
    assert!(changed.contains("Two"), "{changed}");
    place.write("topics", "1\tlamp\n");
    place.write("in/c.txt", " date 2025-06-02 3\nThree\nAnother lamp.\n");
    let run =
        place.ends(0, &["eval", "--topics", "topics", "--output", "trec", "--in", "in", "-q"]);
    assert_eq!(run.lines().count(), 3, "{run}");
    place.write("in/d.txt", " date 2025-06-03 4\nFour\nA fourth lamp.\n");
    let checked = place.ends(0, &["check", "--in", "in", "-q"]);
    assert!(checked.contains("4 articles"), "{checked}");
    place.ends(2, &["check", "in/.dateline", "--in", "in"]);
    place.ends(2, &["eval", "--run", "run", "--qrels", "q", "--in", "in"]);
}
