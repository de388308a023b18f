//! `dateline similar`: articles about the same thing, without near duplicates.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::Place;

/// Returns sentences with four common words. Between them are words of each sentence, so that no two have a run in common.
fn harbor(numbers: std::ops::Range<usize>) -> String {
    let sentence = |number: usize| {
        format!("Alpha{number} harbor beta{number} quay gamma{number} docker delta{number} crane.")
    };
    numbers.map(sentence).collect::<Vec<_>>().join(" ")
}

/// Returns an archive with a story, two near duplicates of it, a family of two other articles about the same, and articles
/// about other things.
fn archive() -> Place {
    let place = Place::new();
    let mut lines = Vec::new();
    let mut article = |key: &str, date: Option<&str>, title: &str, body: String| {
        let object = serde_json::json!({"key": key, "date": date, "title": title, "body": body});
        lines.push(object.to_string());
    };
    let day = |day: usize| format!("2024-05-{day:02}");
    article("story", Some(&day(10)), "Harbor grows", harbor(0..8));
    article("cut", Some(&day(11)), "Harbor grows", harbor(0..4));
    let led = format!("A mayor spoke first. {}", harbor(0..8));
    article("led", Some(&day(12)), "Mayor lauds harbor", led);
    article("first", Some(&day(8)), "Harbor plan", harbor(20..27));
    article("second", Some(&day(9)), "Plan for the harbor", harbor(20..26));
    article("later", Some(&day(14)), "Harbor opens", harbor(40..46));
    article("undated", None, "Harbor notes", harbor(60..66));
    for number in 1..80 {
        let body =
            format!("Pupils of school {number} sang songs, and a teacher read poem {number}.");
        article(&format!("other{number}"), Some(&day(1 + number % 28)), "School news", body);
    }
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    place
}

fn similar(place: &Place, arguments: &[&str]) -> Value {
    place.json(&[&["similar", "--json"], arguments].concat())
}

fn keys(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["key"].as_str().expect("a key")).collect()
}

#[test]
fn similar_articles_are_neither_the_article_nor_near_duplicates() {
    let place = archive();
    let answer = similar(&place, &["story"]);
    let found = keys(&answer);
    assert!(found[..3].contains(&"later") && found[..3].contains(&"undated"), "{found:?}");
    for left_out in ["story", "cut", "led"] {
        assert!(!found.contains(&left_out), "{found:?}");
    }
    // One of the other family.
    let family = found.iter().filter(|key| ["first", "second"].contains(key)).count();
    assert_eq!(family, 1, "{found:?}");
    assert_eq!(answer["near_duplicates"], 3);
    assert_eq!(answer["query"]["similar_to"], "story");
    let ranks: Vec<u64> =
        answer["hits"].as_array().unwrap().iter().filter_map(|hit| hit["rank"].as_u64()).collect();
    assert_eq!(ranks, (1..=ranks.len() as u64).collect::<Vec<_>>());
    // Pages fit together.
    let mut paged = Vec::new();
    for offset in 0..found.len() {
        let page = similar(&place, &["story", "-n", "1", "--offset", &offset.to_string()]);
        paged.extend(keys(&page).iter().map(ToString::to_string));
    }
    assert_eq!(paged, found);
}

#[test]
fn similar_articles_can_be_filtered_by_date_and_header() {
    let place = archive();
    let found = |arguments: &[&str]| {
        let answer = similar(&place, &[&["story", "-n", "50"], arguments].concat());
        keys(&answer).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let before = found(&["--before"]);
    assert!(before.iter().any(|key| key == "first" || key == "second"), "{before:?}");
    assert!(!before.iter().any(|key| key == "later" || key == "undated"), "{before:?}");
    let after = found(&["--after"]);
    assert_eq!(after[0], "later");
    assert!(!after.iter().any(|key| key == "first" || key == "second"), "{after:?}");
    assert_eq!(found(&["--since", "2024-05-14", "--until", "2024-05-14"])[0], "later");
    place.ends(1, &["similar", "story", "--lang", "zz"]);
    place.ends(1, &["similar", "nowhere"]);
    place.ends(2, &["similar", "story", "--before", "--after"]);
    let undated = place.run(&["similar", "undated", "--before"]);
    assert_eq!(undated.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&undated.stderr).contains("the article has no date"));
}

#[test]
fn a_text_on_standard_input_has_similar_articles() {
    let place = archive();
    let ask = |text: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["similar", "-", "--json"])
            .current_dir(place.path(""))
            .env_remove("DATELINE_INDEX")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    };
    let output = ask("The harbor has a quay, a docker and a crane.");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(answer["query"]["similar_to"].is_null());
    assert!(
        ["story", "cut", "led", "later", "first", "second", "undated"].contains(&keys(&answer)[0])
    );
    for empty in ["", "zzzz qqqq", "\u{0}\u{1b}[31m"] {
        assert_eq!(ask(empty).status.code(), Some(1), "{empty:?}");
    }
}

#[test]
fn every_format_lists_the_same_articles() {
    let place = archive();
    let answer = similar(&place, &["story"]);
    let count = keys(&answer).len();
    let lines = |format: &str| place.ends(0, &["similar", "story", "-o", format]).lines().count();
    assert_eq!(lines("jsonl"), count);
    assert_eq!(lines("csv"), count + 1);
    assert_eq!(lines("trec"), count);
    let text = place.ends(0, &["similar", "story"]);
    assert!(
        text.contains("compared using ") && text.contains("3 near duplicates left out"),
        "{text}"
    );
    let chosen = similar(&place, &["story", "--fields", "key,title"]);
    assert_eq!(chosen["hits"][0].as_object().map(serde_json::Map::len), Some(2));
}

/// Returns an archive of Chinese articles: three about a fire brigade, and others about other things.
fn chinese() -> Place {
    let place = Place::new();
    let brigade =
        ["消防队昨天扑灭了仓库的大火。", "大火之后，消防队检查了仓库。", "市长感谢消防队。"];
    let mut lines: Vec<String> = brigade
        .iter()
        .enumerate()
        .map(|(number, body)| json(&format!("fire{number}"), &format!("{body}第{number}号。")))
        .collect();
    let others = ["春天的花园很美", "孩子们在学校唱歌", "渔船清晨出海", "图书馆买了新书"];
    lines.extend((0..40).map(|number| {
        json(&format!("other{number}"), &format!("{}，记者{number}报道。", others[number % 4]))
    }));
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    place
}

fn json(key: &str, body: &str) -> String {
    serde_json::json!({"key": key, "date": "2024-05-01", "lang": "zh", "body": body}).to_string()
}

#[test]
fn texts_without_spaces_are_compared_by_their_characters() {
    let place = chinese();
    let answer = similar(&place, &["fire0"]);
    let found = keys(&answer);
    assert_eq!(found.iter().filter(|key| key.starts_with("fire")).count(), 2, "{found:?}");
    assert!(found[..2].iter().all(|key| key.starts_with("fire")), "{found:?}");
    let expanded = place.search(&["消防队", "--expand"]);
    let terms = expanded["query"]["expanded"].as_array().map_or(0, Vec::len);
    assert!(terms > 0, "{}", expanded["query"]);
}

#[test]
fn distinctive_characters_are_shown_as_the_words_they_are_part_of() {
    let place = chinese();
    let answer = place.json(&["terms", "仓库", "--json", "--least", "1"]);
    let words = answer["terms"].as_array().expect("terms");
    let found = |word: &str| words.iter().find(|it| it["word"] == word);
    let brigade = found("消防队").unwrap_or_else(|| panic!("{answer}"));
    assert_eq!((&brigade["articles"], &brigade["all"]), (&2.into(), &3.into()));
    assert!(found("消").is_none() && found("防").is_none(), "{answer}");
}
