//! The flags that commands share, and cross tables, compared with counts made by hand.

use serde_json::Value;

use crate::harness::{Place, with_corpus};

/// Returns a place with five articles from three sources in two months. One of them is undated.
fn papers() -> Place {
    let place = Place::new();
    for (number, source, date, text) in [
        (1, "AP", "2024-01-05", "Oil rose."),
        (2, "AP", "2024-02-06", "Oil fell."),
        (3, "DPA", "2024-01-07", "Oil and gas."),
        (4, "DPA", "2024-01-08", "Gas."),
        (5, "", "", "Oil."),
    ] {
        let article = serde_json::json!({
            "id": number.to_string(), "source": source, "date": date, "title": "News", "body": text,
        });
        place.write(&format!("in/{number}.json"), article.to_string());
    }
    place.json(&["index", "in", "--source", "", "--output", "json"]);
    place
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn a_timeline_by_source_is_a_cross_table() {
    let place = papers();
    let table = place.ends(0, &["timeline", "oil", "--by", "source,month", "--output", "csv"]);
    assert_eq!(
        lines(&table),
        [
            "source,total,2024-01,2024-02,imprecise,undated",
            "AP,2,1,1,0,0",
            "DPA,1,1,0,0,0",
            "in,1,0,0,0,1",
        ]
    );
    let object = place.json(&["timeline", "oil", "--by", "source", "--json"]);
    assert_eq!((&object["total"], &object["interval"]), (&4.into(), &"month".into()));
    assert_eq!(object["rows"][0]["buckets"][1]["count"], 1);
    let by_year = place.ends(0, &["timeline", "oil", "--by", "lang,year", "--output", "csv"]);
    assert!(by_year.starts_with("lang,total,2024,imprecise,undated\r\n"), "{by_year}");
    let text = place.ends(0, &["timeline", "oil", "--by", "source"]);
    assert!(text.contains("AP          2   50.00%") && text.contains("4 articles"), "{text}");
    for wrong in [
        &["--by", "colour"][..],
        &["--by", "source,lang"],
        &["--by", "source,year", "--interval", "month"],
    ] {
        let mut all = vec!["timeline", "oil"];
        all.extend(wrong);
        place.ends(2, &all);
    }
    let months = place.json(&["timeline", "oil", "--by", "month", "--json"]);
    assert_eq!(months["buckets"][0]["count"], 2, "a period alone is a timeline");
}

#[test]
fn a_batch_by_source_has_a_column_per_source_or_a_row() {
    let place = papers();
    place.write("queries.txt", "Oil\toil\ngas\nbad\t(\n");
    let table = place.ends(1, &["batch", "queries.txt", "--by", "source", "--output", "csv"]);
    let rows = lines(&table);
    assert_eq!(rows[0], "line,name,query,total,undated,imprecise,read_as,error,DPA,AP,in");
    assert_eq!(rows[1], "1,Oil,oil,4,1,0,oil,,1,2,1");
    assert_eq!(rows[2], "2,,gas,2,0,0,gas,,2,0,0");
    assert_eq!(rows[3].matches(',').count(), rows[0].matches(',').count(), "{}", rows[3]);
    let table = place.ends(1, &["batch", "queries.txt", "--by", "source,month", "--output", "csv"]);
    let rows = lines(&table);
    assert_eq!(
        rows[0],
        "line,name,query,source,total,undated,imprecise,read_as,error,2024-01,2024-02"
    );
    assert_eq!(rows[1], "1,Oil,oil,DPA,1,0,0,oil,,1,0");
    assert_eq!(rows[2], "1,Oil,oil,AP,2,0,0,oil,,1,1");
    assert_eq!(rows[4], "2,,gas,DPA,2,0,0,gas,,2,0");
    assert_eq!(rows[5], "2,,gas,AP,0,0,0,gas,,0,0");
    let object: Value =
        serde_json::from_str(&place.ends(1, &["batch", "queries.txt", "--by", "source", "--json"]))
            .expect("JSON");
    assert_eq!(object["rows"][0]["values"][0]["value"], "AP");
    assert_eq!(object["rows"][0]["values"][0]["total"], 2);
}

#[test]
fn the_rows_of_a_cross_table_add_up() {
    let place = with_corpus();
    for field in ["source", "lang", "agency", "section"] {
        let table = place.json(&["timeline", "", "--by", field, "--json"]);
        let facets = place.search(&["--facets", "source,lang,agency,section", "-n", "0"]);
        let rows = table["rows"].as_array().expect("rows");
        let sum = |row: &Value| row["total"].as_u64().expect("a count");
        assert_eq!(rows.iter().map(sum).sum::<u64>(), facets["total"], "{field}");
        for value in facets["facets"][field].as_array().expect("values") {
            let row = rows.iter().find(|row| row["value"] == value["value"]);
            assert_eq!(row.map(|row| &row["total"]), Some(&value["count"]), "{field} {value}");
        }
        for row in rows {
            let buckets = row["buckets"].as_array().expect("buckets");
            let dated: u64 = buckets.iter().filter_map(|bucket| bucket["count"].as_u64()).sum();
            let rest = row["undated"].as_u64().zip(row["imprecise"].as_u64());
            assert_eq!(
                rest.map(|(undated, imprecise)| dated + undated + imprecise),
                Some(sum(row))
            );
        }
    }
}

#[test]
fn fields_are_chosen_alike_in_every_list() {
    let place = papers();
    let csv =
        place.ends(0, &["search", "gas", "-o", "csv", "--fields", "source,id", "--sort", "oldest"]);
    assert_eq!(lines(&csv), ["source,id", "DPA,3", "DPA,4"]);
    let object = place.json(&["search", "gas", "--json", "--fields", "id", "--sort", "oldest"]);
    assert_eq!(object["hits"][0].to_string(), r#"{"id":"3"}"#);
    let line = place.ends(0, &["search", "rose", "-o", "jsonl", "--fields", "id,source"]);
    assert_eq!(line.trim(), r#"{"id":"1","source":"AP"}"#);
    let csv = place.ends(0, &["kwic", "rose", "-o", "csv", "--fields", "match,source"]);
    assert_eq!(lines(&csv), ["match,source", "rose,AP"]);
    let line = place.ends(0, &["kwic", "rose", "-o", "jsonl", "--fields", "match"]);
    assert_eq!(line.trim(), r#"{"match":"rose"}"#);
    let key = place.hits("key", &["rose"]).remove(0);
    assert_eq!(place.ends(0, &["show", &key, "--json", "--fields", "id"]).trim(), r#"{"id":"1"}"#);
    let array = place.json(&["export", "gas", "--json", "--fields", "id", "--sort", "oldest"]);
    assert_eq!(array.to_string(), r#"[{"id":"3"},{"id":"4"}]"#);
    assert_eq!(
        place
            .json(&["export", "gas", "--json", "-n", "1", "--fields", "id"])
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    for arguments in [
        &["search", "gas", "--fields", "id"][..],
        &["search", "gas", "--json", "--fields", "colour"],
        &["kwic", "gas", "--json", "--fields", "body"],
        &["show", &key, "--fields", "id"],
        &["export", "gas", "-o", "bibtex", "--fields", "id"],
    ] {
        place.ends(2, arguments);
    }
}

#[test]
fn csv_begins_with_a_mark_only_if_excel_is_named() {
    let place = papers();
    place.write("queries.txt", "oil\n");
    for command in [
        &["search", "oil"][..],
        &["timeline", "oil"],
        &["timeline", "oil", "--by", "source"],
        &["kwic", "oil"],
        &["kwic", "oil", "--collocates"],
        &["terms", "oil"],
        &["batch", "queries.txt"],
        &["export", "oil"],
    ] {
        let csv = |more: &[&str]| place.ends(0, &[command, &["--output", "csv"], more].concat());
        let plain = csv(&[]);
        assert!(!plain.starts_with('\u{feff}') && !plain.is_empty(), "{command:?}");
        assert_eq!(csv(&["--excel"]), format!("\u{feff}{plain}"), "{command:?}");
        place.ends(2, &[command, &["--output", "jsonl", "--excel"]].concat());
    }
    place.ends(0, &["export", "oil", "--to", "oil.csv"]);
    let written = std::fs::read_to_string(place.path("oil.csv")).expect("a file");
    assert!(written.starts_with('\u{feff}'));
}

#[test]
fn show_highlights_what_satisfies_a_query() {
    let place = papers();
    let key = place.hits("key", &["rose"]).remove(0);
    let show =
        |more: &[&str]| place.ends(0, &[&["show", &key, "--highlight", "oil"], more].concat());
    assert!(show(&["--color", "always"]).contains("\u{1b}[1;33mOil\u{1b}[0m rose."));
    assert!(!show(&[]).contains('\u{1b}'));
    let object: Value = serde_json::from_str(&show(&["--json"])).expect("JSON");
    assert_eq!(object["body_parts"][0].to_string(), r#"{"text":"Oil","mark":true}"#);
    let output = place.run(&["show", &key, "--highlight", "gas"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("does not match the query of --highlight"), "{said}");
    place.ends(2, &["show", &key, "--highlight", "date:1987-13"]);
}

#[test]
fn distinctive_words_are_those_within_the_languages_asked_for() {
    let place = Place::new();
    let mut number = 0;
    let mut write = |lang: &str, text: &str| {
        number += 1;
        let article = serde_json::json!({"id": number.to_string(), "lang": lang, "body": text});
        place.write(&format!("in/{number}.json"), article.to_string());
    };
    for _ in 0..8 {
        write("en", "The parliament of the country met in 2024 and it was long.");
        write("de", "Das Parlament hat im Jahr 2024 getagt und es war lang.");
    }
    for _ in 0..4 {
        write("en", "The ferry of the island sank in 1999 and it was cold.");
        write("de", "Die Fähre der Insel ist im Jahr 1999 gesunken und es war kalt.");
    }
    place.json(&["index", "in", "--output", "json"]);
    let words = |more: &[&str]| -> Vec<String> {
        let object = place.json(&[&["terms", "--json"], more].concat());
        let terms = object["terms"].as_array().expect("terms");
        terms.iter().filter_map(|term| term["word"].as_str().map(str::to_string)).collect()
    };
    let ferry = words(&["fähre", "--lang", "de"]);
    assert!(ferry.contains(&"insel".to_string()), "{ferry:?}");
    for word in ["das", "die", "der", "1999", "parlament", "jahr", "und"] {
        assert!(!ferry.contains(&word.to_string()), "{word} in {ferry:?}");
    }
    // "Jahr" is in all German articles, so it distinguishes them only from English ones.
    assert_eq!(words(&["fähre lang:de"]), ferry);
    let all = words(&["fähre", "--lang", "de", "--all-words"]);
    assert!(all.contains(&"1999".to_string()) && all.contains(&"die".to_string()), "{all:?}");
    let object = place.json(&["terms", "fähre", "--lang", "de", "--json"]);
    assert_eq!(object["articles"], 12, "compared with the German articles");
}

#[test]
fn distinctive_words_say_what_they_are_compared_with() {
    let place = Place::new();
    for number in 0..20 {
        let (lang, body) = match number % 2 {
            0 => ("en", "The parliament of the country met and the ferry sank."),
            _ => ("ru", "Парламент страны собрался, и паром утонул."),
        };
        let article = serde_json::json!({"id": number.to_string(), "lang": lang, "body": format!("{body} {number}")});
        place.write(&format!("in/{number}.json"), article.to_string());
    }
    place.json(&["index", "in", "--output", "json"]);
    let said = |more: &[&str]| {
        let output = place.run(&[&["terms"], more].concat());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["паром"]).contains("--lang ru"), "{}", said(&["паром"]));
    assert!(said(&["--lang", "ru"]).contains("nothing to compare with"));
    assert_eq!(said(&["паром 3", "--lang", "ru"]), "");
    assert_eq!(said(&["--bursts"]), "");
}

#[test]
fn sorted_lines_are_the_same_however_many_are_asked_for() {
    let place = Place::new();
    // Far more lines than are sorted at once.
    let body: String =
        (0..20).map(|number| format!("A ferry {} left.\n", number * 7 % 13)).collect();
    let line = |number: usize| serde_json::json!({"title": format!("No. {number}"), "body": body, "date": "2025-05-31"});
    let lines: Vec<String> = (0..200).map(|number| line(number).to_string()).collect();
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    for sort in ["R1", "source,L1", "match", "oldest,R2"] {
        let all = place.json(&["kwic", "ferry", "--sort", sort, "--json"]);
        let few =
            place.json(&["kwic", "ferry", "--sort", sort, "--json", "-n", "30", "--offset", "5"]);
        assert_eq!(all["lines"].as_array().map(Vec::len), Some(4_000), "{sort}");
        assert_eq!(few["count"], 4_000, "{sort}");
        assert_eq!(
            few["lines"].as_array(),
            all["lines"].as_array().map(|all| all[5..35].to_vec()).as_ref()
        );
    }
}

#[test]
fn index_without_a_folder_updates_those_it_knows() {
    let place = Place::new();
    place.write("one/1.jsonl", "{\"title\":\"A\",\"body\":\"A ferry left.\"}");
    place.write("two/2.jsonl", "{\"title\":\"B\",\"body\":\"A ferry came.\"}");
    let output = place.run(&["index"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("dateline index FOLDER"),
        "{output:?}"
    );
    place.ends(0, &["index", "one", "two", "-q"]);
    place.write("one/3.jsonl", "{\"title\":\"C\",\"body\":\"A ferry sank.\"}");
    place.write("two/4.jsonl", "{\"title\":\"D\",\"body\":\"A ferry burned.\"}");
    let summary = place.json(&["index", "--json"]);
    assert_eq!(summary["articles"]["added"], 2, "{summary}");
    // Options are for the folders that are named with them.
    assert_eq!(place.run(&["index", "--source", "Echo"]).status.code(), Some(2));
}
