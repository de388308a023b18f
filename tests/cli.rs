//! Commands, flags, exit codes and output streams, on which scripts rely.

use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::{NOW, Place, corpus, with_corpus};

#[test]
fn exit_codes_say_how_it_ended() {
    let place = with_corpus();
    place.ends(0, &["search", "salt"]);
    place.ends(1, &["search", "xylophone"]);
    place.ends(1, &["show", "ffffffffffffffff"]);
    place.ends(2, &["search", "--since", "2025-02-30", "salt"]);
    place.ends(2, &["search", "--no-such-flag"]);
    place.ends(2, &["index", "no-such-folder"]);
    place.ends(2, &["search", "salt", "--index", "nowhere"]);
    place.ends(2, &["index", corpus().to_str().unwrap(), "--strict", "--index", "other"]);
    place.ends(2, &["search", "--strict", "salt AND"]);
}

#[test]
fn errors_in_json_are_one_object_on_standard_output() {
    let place = with_corpus();
    for (arguments, kind) in [
        (vec!["search", "--strict", "(salt", "--output", "json"], "query"),
        (vec!["search", "salt", "--index", "nowhere", "--output", "json"], "index"),
        (vec!["search", "--no-such-flag", "--output", "json"], "usage"),
        (vec!["search", "--since", "noon", "--output=json"], "usage"),
        (vec!["index", "no-such-folder", "--output", "json"], "io"),
    ] {
        let object: Value = serde_json::from_str(&place.ends(2, &arguments)).expect("one object");
        assert_eq!(object["error"]["kind"], kind, "{arguments:?}");
        assert!(object["error"]["message"].is_string() && !object["error"]["hint"].is_null());
    }
    let fault: Value =
        serde_json::from_str(&place.ends(2, &["search", "--strict", "(salt", "--output", "json"]))
            .unwrap();
    assert_eq!(fault["error"]["span"], serde_json::json!([0, 1]));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let place = with_corpus();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["search", "", "-n", "1000", "--snippets", "9"])
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut [0; 10]).expect("it begins");
    drop(out);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_folder_is_searched_at_once() {
    let place = Place::new();
    place.write("in/one.txt", " date 2025-05-31 403\nOne story\n(MENAFN) Of harbours.\n");
    let first = place.json(&["search", "--in", "in", "harbour", "--output", "json", "-q"]);
    assert_eq!(first["total"], 1);
    assert!(place.path("in/.dateline/meta.json").exists());
    place.write("in/two.txt", " date 2025-06-01 404\nAnother\n(MENAFN) More harbours.\n");
    let second = place.json(&["search", "--in", "in", "harbour", "--output", "json", "-q"]);
    assert_eq!(second["total"], 2);
}

#[test]
fn the_index_is_found_as_git_finds_its_own() {
    let place = with_corpus();
    place.write("a/b/file", "");
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["search", "salt", "--output", "json"])
        .current_dir(place.path("a/b"))
        .env_remove("DATELINE_INDEX")
        .output()
        .expect("the program runs");
    assert!(output.status.success());
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["info"])
        .current_dir("/")
        .env("DATELINE_INDEX", place.path(".dateline"))
        .output()
        .expect("the program runs");
    assert!(output.status.success());
}

#[test]
fn words_may_be_excluded_without_quotes() {
    let place = with_corpus();
    let with = place.search(&["peace", "talks"])["total"].as_u64().unwrap();
    let without = place.search(&["peace", "talks", "-adjourn"])["total"].as_u64().unwrap();
    assert!(without < with);
    assert_eq!(place.search(&["peace", "-nato", "-n", "1"])["query"]["text"], "peace -nato");
}

#[test]
fn dates_are_inclusive_and_widened() {
    let place = with_corpus();
    let total = |flags: &[&str]| place.search(flags)["total"].as_u64().unwrap();
    assert_eq!(total(&["--on", "2024-06-14"]), 8);
    assert_eq!(total(&["--since", "2024-06-14", "--until", "2024-06-14"]), 8);
    assert_eq!(total(&["--from", "2024-06-14", "--to", "2024-06-14"]), 8);
    assert_eq!(total(&["--on", "2024-02"]), 0, "a month without articles");
    assert_eq!(total(&["--on", "1931"]), 5);
    assert_eq!(total(&["date:1931"]), 5);
    assert_eq!(total(&["date:1931-03..1931-06"]), 3);
    // A date known to the month is inside the month and the year, but not inside a day.
    assert_eq!(place.hits("title", &["conchas OR cattle", "--on", "2024-06"]).len(), 1);
    assert_eq!(
        place
            .hits("title", &["cattle quay", "--since", "2024-06-10", "--until", "2024-06-20"])
            .len(),
        0
    );
    assert_eq!(place.hits("title", &["cattle quay", "--on", "2024-06-14", "--inexact"]).len(), 1);
    let answer = place.search(&["cattle quay", "--on", "2024-06-14"]);
    assert!(answer["query"]["notices"][0].as_str().unwrap().contains("--inexact"));
    // At 23:40 with an offset of -05:00, the local day differs from the day in UTC.
    assert_eq!(total(&["radio ham", "--on", "2024-08-31"]), 1);
    assert_eq!(total(&["radio ham", "--on", "2024-09-01"]), 0);
    assert_eq!(
        total(&["radio ham", "--since", "2024-09-01T04:40:00Z", "--until", "2024-09-01T04:40:00Z"]),
        1
    );
    assert_eq!(total(&["radio ham", "--since", "2024-09-01T04:41Z"]), 0);
    // Relative to `--now`, which is 30 June 2025.
    assert_eq!(
        total(&["--since", "last month", "--until", "last month", "envoy OR accord OR talks"]),
        total(&["--on", "2025-05", "envoy OR accord OR talks"])
    );
    assert_eq!(total(&["--since", "14d"]), total(&["--since", "2025-06-16"]));
    assert_eq!(total(&["--since", "2 weeks ago"]), total(&["--since", "2025-06-16"]));
    let undated = place.search(&["salt", "--on", "2023"]);
    assert_eq!(
        (undated["undated"].as_u64(), undated["undated_excluded"].as_u64()),
        (Some(0), Some(1))
    );
    assert_eq!(place.search(&["date:none"])["total"], place.search(&[""])["undated"]);
}

#[test]
fn words_are_found_in_every_spelling() {
    let place = with_corpus();
    let total = |query: &str| place.search(&[query])["total"].as_u64().unwrap();
    assert_eq!(total("café"), total("cafe"));
    assert_eq!(total("CAFE"), total("cafe"));
    assert_eq!(total("U.S. envoy"), total("us envoy"));
    assert!(total("US envoy") >= 2);
    assert_eq!(total("Thorley's"), total("Thorley’s"));
    assert_eq!(total("Thorley's"), total("thorley"));
    assert_eq!(total("\"salt tax\""), total("“salt tax”"));
    assert!(total("\"salt tax\"") < total("salt tax"));
    assert!(total("title:salt") < total("salt"));
    assert_eq!(total("title:salt") + total("body:salt -title:salt"), total("salt"));
    assert_eq!(total("title:\"salt tax\""), 2);
    assert_eq!(total("source:\"northern wire\" ferry"), total("source:\"NORTHERN WIRE\" ferry"));
    assert_eq!(total("lang:de"), 2);
    assert_eq!(total("id:1001"), 1);
    assert_eq!(total("salt -tax"), total("salt") - total("salt tax"));
    assert_eq!(total("salt OR tax"), total("salt") + total("tax") - total("salt tax"));
    assert_eq!(total("-salt"), total("") - total("salt"));
    assert_eq!(
        total("(salt OR cod) (tax OR price)"),
        total("salt tax")
            + total("cod price")
            + total("salt price -tax")
            + total("cod tax -price -salt")
            - total("salt tax cod price")
    );
}

#[test]
fn sources_are_compared_folded_and_shown_in_the_commonest_spelling() {
    let place = with_corpus();
    let answer =
        place.search(&["", "--source", "COASTAL MONITOR", "--facets", "source", "-n", "100"]);
    assert_eq!(answer["facets"]["source"].as_array().unwrap().len(), 1);
    assert_eq!(answer["facets"]["source"][0]["value"], "Coastal Monitor");
    assert!(
        answer["hits"].as_array().unwrap().iter().all(|hit| hit["source"] == "Coastal Monitor")
    );
}

#[test]
fn ties_go_to_the_newer_article_then_to_the_smaller_key() {
    let place = Place::new();
    for (name, day) in [("a", 1), ("b", 3), ("c", 2), ("d", 3), ("e", 3)] {
        let line = format!(
            "{{\"key\":\"k{name}\",\"date\":\"2024-01-0{day}\",\"title\":\"Equal\",\"body\":\"Equal words.\"}}\n"
        );
        place.write(&format!("in/{name}.jsonl"), line);
    }
    place.index("in");
    for sort in [["equal", "--sort", "relevance"], ["equal", "--sort", "newest"]] {
        assert_eq!(place.hits("key", &sort), ["kb", "kd", "ke", "kc", "ka"]);
    }
    assert_eq!(place.hits("key", &["equal", "--sort", "oldest"]), ["ka", "kc", "kb", "kd", "ke"]);
}

#[test]
fn an_article_is_shown_whole() {
    let place = with_corpus();
    let hit = place.search(&["id:1001"])["hits"][0].clone();
    let key = hit["key"].as_str().unwrap();
    let article = place.json(&["show", &key[..8], "--output", "json"]);
    for member in ["key", "id", "date", "source", "title", "path", "copies"] {
        assert_eq!(article[member], hit[member], "{member}");
    }
    assert!(article["body"].as_str().unwrap().starts_with("(NORTHERN WIRE) The assembly"));
    assert_eq!(article["provenance"]["date"], "header line 1");
    assert_eq!(article["provenance"]["source"], "first paragraph");
    assert_eq!(article["headers"][0]["value"], "2023-01-12");
    assert!(article.get("rank").is_none() && article.get("snippets").is_none());
}

#[test]
fn completions_and_manuals_are_written() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.ends(0, &["completions", shell]).contains("dateline"), "{shell}");
    }
    place.ends(0, &["man", "manuals"]);
    for page in ["dateline.1", "dateline-search.1", "dateline-index.1"] {
        assert!(place.path("manuals").join(page).exists(), "{page}");
    }
}

#[test]
fn every_help_has_examples() {
    let place = Place::new();
    for command in ["index", "search", "show", "info", "completions", "man"] {
        let help = place.ends(0, &[command, "--help"]);
        assert!(help.matches("  dateline ").count() >= 2, "{command}: {help}");
    }
}

#[test]
fn limits_are_kept_without_a_crash() {
    let place = with_corpus();
    let deep = format!("{}salt{}", "(".repeat(5_000), ")".repeat(5_000));
    let error = place.run(&["search", &deep]);
    assert!(String::from_utf8_lossy(&error.stderr).contains("levels of nesting"));
    place.ends(2, &["search", &format!("{} salt", "NOT ".repeat(5_000))]);
    place.ends(2, &["search", &"salt OR ".repeat(3_000)]);
    let long = "salt ".repeat(14_000);
    place.ends(2, &["search", &long, "--now", NOW]);
}

#[test]
fn dates_in_the_query_count_like_those_in_flags() {
    let place = with_corpus();
    for (flags, query) in [
        (
            vec!["cattle quay OR salt", "--on", "2024-06-14"],
            vec!["(cattle quay OR salt) date:2024-06-14"],
        ),
        (vec!["salt", "--on", "2023"], vec!["salt date:2023"]),
        (
            vec!["salt", "--since", "2023", "--until", "2024"],
            vec!["salt date:2023..", "--until", "2024"],
        ),
    ] {
        let (flags, query) = (place.search(&flags), place.search(&query));
        for member in ["total", "undated", "imprecise", "undated_excluded"] {
            assert_eq!(flags[member], query[member], "{member} of {}", query["query"]["text"]);
        }
    }
    let inverted = place.search(&["--since", "2024", "--until", "2023", "--inexact"]);
    assert_eq!(inverted["total"], 0);
    assert!(inverted["query"]["notices"][0].as_str().unwrap().contains("ends before it starts"));
}

#[test]
fn a_time_cuts_days_in_two() {
    let place = with_corpus();
    let answer = place.search(&["storm", "--since", "2024-06-14T12:00"]);
    assert!(answer["query"]["notices"][0].as_str().unwrap().contains("--inexact"));
    let inexact = place.search(&["storm", "--since", "2024-06-14T12:00", "--inexact"]);
    let whole = place.search(&["storm", "--since", "2024-06-14", "--inexact"]);
    assert_eq!(inexact["total"], whole["total"]);
}

#[test]
fn zones_as_wide_as_they_come_are_found_on_their_day() {
    let place = Place::new();
    place.write("in/a.jsonl", "{\"date\":\"2025-05-31T00:00:00+18:30\",\"title\":\"Far east\"}\n{\"date\":\"2025-05-31T23:59:00-12:00\",\"title\":\"Far west\"}\n{\"date\":\"2025-05-31\",\"title\":\"By option\"}\n");
    place.ends(0, &["index", "in", "--tz=+20:00", "-q"]);
    assert_eq!(place.search(&["--on", "2025-05-31"])["total"], 3);
}

#[test]
fn csv_into_a_closed_pipe_is_no_failure() {
    let place = with_corpus();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["search", "", "-n", "1000", "--snippets", "9", "--output", "csv"])
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_file_is_searched_without_its_neighbours() {
    let place = Place::new();
    place.write("in/one.txt", " date 2025-05-31 1\nOne\nZebra.\n");
    place.write("in/two.txt", " date 2025-05-31 2\nTwo\nZebra.\n");
    for (file, id) in [("in/one.txt", "1"), ("in/two.txt", "2")] {
        let answer = place.json(&["search", "--in", file, "zebra", "--output", "json", "-q"]);
        assert_eq!(
            (answer["total"].as_u64(), answer["hits"][0]["id"].as_str()),
            (Some(1), Some(id))
        );
    }
    place.write("in/notes.bin", b"\0\x01");
    for command in ["search", "export", "kwic", "timeline", "terms", "names", "explain"] {
        place.ends(0, &[command, "--in", "in", "zebra"]);
        let strict = place.run(&[command, "--in", "in", "zebra", "--strict"]);
        let said = String::from_utf8_lossy(&strict.stderr).into_owned();
        assert_eq!(strict.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("files were skipped"), "{command}: {said}");
    }
    place.ends(0, &["watch", "add", "stripes", "--in", "in", "zebra"]);
    place.ends(2, &["watch", "add", "lines", "--in", "in", "zebra", "--strict"]);
    let said = place.run(&["search", "--in", "in", "zebra", "--strict", "-v"]).stderr;
    assert!(String::from_utf8_lossy(&said).contains("1 binary"));
}

#[test]
fn a_facet_that_is_named_twice_is_counted_once() {
    let place = with_corpus();
    let twice = ["search", "salt", "--json", "--facets", "source,year,source", "--facets", "year"];
    let once = ["search", "salt", "--json", "--facets", "source,year"];
    assert_eq!(place.json(&twice)["facets"], place.json(&once)["facets"]);
    let [twice, once] = [&twice[..], &once[..]]
        .map(|asked| place.json(&[asked, &["--count-by", "story"]].concat())["facets"].clone());
    assert_eq!(twice, once);
}

#[test]
fn a_run_for_trec_names_an_article_once_and_its_scores_fall() {
    let place = Place::new();
    let article = |id: &str, day: u32| {
        format!(
            "{{\"id\":\"{id}\",\"date\":\"2025-05-{day:02}\",\"title\":\"Lamp\",\"body\":\"The lamp was lit on day {day}.\"}}\n"
        )
    };
    let ids = ["a", "b", "a", "c"];
    place.write(
        "in.jsonl",
        ids.iter().zip(1..).map(|(id, day)| article(id, day)).collect::<String>(),
    );
    place.ends(0, &["index", "in.jsonl", "-q"]);
    for sort in ["relevance", "newest"] {
        let run = place.ends(0, &["search", "lamp", "-o", "trec", "--sort", sort]);
        let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
        assert_eq!(lines.len(), 3, "{run}");
        let scores: Vec<f32> = lines.iter().map(|line| line[4].parse().unwrap()).collect();
        assert!(scores.is_sorted_by(|one, next| one > next), "{run}");
    }
    place.ends(0, &["export", "lamp", "-n", "0"]);
    place.ends(0, &["search", "lamp", "-n", "0"]);
}

#[test]
fn what_is_excluded_may_stand_anywhere() {
    let place = with_corpus();
    let total = |query: &[&str]| place.search(query)["total"].as_u64().unwrap();
    assert_eq!(total(&["(-tax salt)"]), total(&["salt -tax"]));
    assert_eq!(total(&["salt", "-9"]), total(&["salt NOT 9"]));
    assert_eq!(total(&["salt", "-“salt tax”"]), total(&["salt NOT \"salt tax\""]));
}

#[test]
fn values_nobody_has_and_unknown_languages_are_said() {
    let place = Place::new();
    place.write("in/a.txt", " date 2025-05-31 1\nZebras\n(Reuters) - Zebra.\n");
    place.index("in");
    let notices = |query: &[&str]| place.search(query)["query"]["notices"].to_string();
    assert!(notices(&["zebra", "--source", "Reuter"]).contains("did you mean \\\"Reuters\\\""));
    assert!(notices(&["zebra source:Tass"]).contains("no article has the source \\\"Tass\\\""));
    assert!(notices(&["zebra", "--lang", "de"]).contains("1 possible match left out"));
    assert_eq!(notices(&["zebra -source:Tass"]), "[]");
}

#[test]
fn patterns_of_dotted_initials_are_closed_up() {
    let place = Place::new();
    place.write("in/a.txt", " date 2025-05-31 1\nSteel\nThe U.S.Steel works. A usable word.\n");
    place.index("in");
    for query in ["u.s.", "U.S*", "u.?", "U.S.Steel", "\"us steel\""] {
        assert_eq!(place.search(&[query])["total"], 1, "{query}");
    }
}
