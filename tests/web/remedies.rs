//! What the pages say and offer where something is missing, left out or ambiguous.

use serde_json::{Value, json};

use super::client::{Answer, Server, corpus, encoded};
use super::pages::{between, unescaped};
use crate::harness::Place;

/// Indexes articles in JSON Lines, and serves them.
fn serving(articles: &[Value]) -> (Place, Server) {
    let place = Place::new();
    place.write(
        "archive/all.jsonl",
        articles.iter().map(|article| format!("{article}\n")).collect::<String>(),
    );
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    (place, server)
}

/// Runs a command of the page with further flags, and returns what it prints.
fn printed(place: &Place, command: &str, flags: &str) -> String {
    let program = format!("'{}' ", env!("CARGO_BIN_EXE_dateline"));
    let command = command.replacen("dateline ", &program, 1);
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("{command} {flags}"))
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .output()
        .expect("the command runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {error}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn command(page: &Answer) -> String {
    unescaped(between(&page.text(), "command line</summary><code>", "</code>"))
}

#[test]
fn articles_dated_too_coarsely_are_shown_by_a_link() {
    let (_place, server) = serving(&[
        json!({"title": "Salt tax", "date": "2024-05-12", "body": "The salt tax passed."}),
        json!({"title": "Salt quay", "date": "2024-05", "body": "The salt quay opened."}),
    ]);
    for path in [
        "/?q=salt&since=2024-05-10&until=2024-05-20",
        "/kwic?q=salt&since=2024-05-10&until=2024-05-20&sort=L1",
    ] {
        let page = server.get(path).text();
        let note = between(&page, "<p class=\"note\">", "</p>");
        assert!(note.starts_with("1 more article may be from these dates"), "{note}");
        assert!(!note.contains("--"), "{note}");
        let link = unescaped(between(note, "href=\"", "\""));
        assert!(link.contains("inexact=true"), "{link}");
        let all = server.get(&link).text();
        assert!(all.contains("<strong>2 articles") || all.contains(" from 2 articles"), "{all}");
        assert!(!all.contains("may be from these dates"), "{all}");
    }
    assert!(server.get("/?q=salt&inexact=true").text().contains(">2 articles<"));
}

#[test]
fn an_archive_without_articles_says_how_to_index_some() {
    let place = Place::new();
    std::fs::create_dir(place.path("archive")).expect("a folder");
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    for path in ["/", "/?q=salt"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200);
        let page = answer.text();
        assert!(page.contains("<strong>No articles are indexed yet</strong>"), "{page}");
        assert!(page.contains("<code>dateline index FOLDER</code>"), "{page}");
        assert!(!page.contains("No article has"), "{page}");
    }
}

#[test]
fn an_article_says_where_its_language_comes_from() {
    let (_place, server) = serving(&[
        json!({"key": "stated", "title": "Salt", "lang": "en", "body": "Salt."}),
        json!({"key": "detected", "title": "Salt tax", "body":
            "The assembly passed the salt tax after a long \
            debate about the harbour and its old quays. The members from the northern villages, who had asked for lower \
            fees, left the room before the vote. The new rules are to take effect in the spring, when the ships return."}),
    ]);
    for (key, origin) in [("stated", "line 1, “lang”"), ("detected", "detected")] {
        let page = server.get(&format!("/article/{key}")).text();
        let language = between(&page, "<dt>language</dt>", "</dd>");
        assert!(language.ends_with(&format!("<small>{origin}</small>")), "{language}");
    }
}

#[test]
fn a_suggested_title_finds_its_article() {
    let titles = [
        "LYNG SAYS FOOD PACKAGE NOT READY",
        "Comments -dealers",
        "Common shares, or OR 21 pct",
        "\"Quoted\" ferry: 21/2 (late)",
        "Harbour w/5 quay",
        "What is levied?",
        "Northern co-operative's tax",
    ];
    let articles: Vec<Value> = titles
        .iter()
        .map(|title| json!({"title": title, "date": "2024-05-31", "body": "Nothing else."}))
        .collect();
    let (_place, server) = serving(&articles);
    for title in titles {
        let words = title.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3);
        let word = words.into_iter().next().expect("a word").to_lowercase();
        let suggested = server.get(&format!("/suggest?q={word}")).json();
        let suggested = suggested[1].as_array().expect("suggestions").clone();
        let finds = |query: &Value| {
            let query = encoded(query.as_str().expect("a query"));
            let answer = server.get(&format!("/api/v1/search?q={query}")).json();
            answer["total"] == 1 && answer["hits"][0]["title"] == title
        };
        let longer = |query: &&Value| query.as_str().is_some_and(|query| query.contains(' '));
        assert!(suggested.iter().filter(longer).any(finds), "{title}: {suggested:?}");
    }
}

#[test]
fn the_command_of_a_later_page_gives_that_page() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=the&offset=10&sort=oldest");
    let printed_page = printed(&place, &command(&page), "--output json");
    let printed_page: Value = serde_json::from_str(&printed_page).expect("JSON");
    let text = page.text();
    let shown: Vec<&str> =
        text.split("name=\"key\" value=\"").skip(1).map(|rest| between(rest, "", "\"")).collect();
    let hits = printed_page["hits"].as_array().expect("hits");
    let keys: Vec<&str> = hits.iter().map(|hit| hit["key"].as_str().expect("a key")).collect();
    assert!(!keys.is_empty());
    assert_eq!(shown, keys);
}

#[test]
fn the_command_of_a_concordance_gives_its_lines() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for path in ["/kwic?q=salt&sort=L1", "/kwic?q=-ferry+the&sort=R1,date&offset=100"] {
        let page = server.get(path);
        let lines =
            printed(&place, &command(&page).replacen("kwic", "kwic -n 100 --output jsonl", 1), "");
        let text = page.text();
        let shown: Vec<String> = text
            .split("<td class=\"match\">")
            .skip(1)
            .map(|cell| unescaped(between(cell, "<mark>", "</mark>")))
            .collect();
        let lines: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let matched: Vec<&str> =
            lines.iter().map(|line| line["match"].as_str().expect("a match")).collect();
        assert!(!matched.is_empty(), "{path}");
        assert_eq!(shown, matched, "{path}");
    }
}

#[test]
fn a_comparison_has_a_command_and_notices() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/compare?q=salt&q=assemlby&q=-ferry&since=2019");
    let notes = page.text();
    let note = unescaped(between(&notes, "<p class=\"note\">", "</p>"));
    assert_eq!(note.split(';').next(), Some("“assemlby”: no article has \"assemlby\""), "{note}");
    let command = command(&page);
    assert!(command.starts_with("dateline timeline -e salt -e assemlby -e -ferry "), "{command}");
    let answer: Value =
        serde_json::from_str(&printed(&place, &command, "--output json")).expect("JSON");
    let totals =
        answer["series"].as_array().expect("series").iter().map(|one| one["total"].clone());
    let totals: Vec<Value> = totals.collect();
    let shown: Vec<Value> = notes
        .split("</bdi> <small>")
        .skip(1)
        .map(|rest| rest.split(' ').next().and_then(|count| count.parse::<u64>().ok()).into())
        .collect();
    assert_eq!(shown, totals);
}

#[test]
fn an_export_of_no_marked_article_is_not_an_export_of_all() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=salt").text();
    let form = between(&page, "id=\"marked\" action=\"", "\"");
    let none = server.get(&format!("{form}?q=salt&output=csv"));
    assert_eq!(none.status, 400);
    assert!(none.text().contains("<h1>No article is marked</h1>"), "{}", none.text());
    let key = &between(&page, "name=\"key\" value=\"", "\"");
    let one = server.get(&format!("{form}?q=salt&output=jsonl&key={key}"));
    assert_eq!(one.status, 302, "{}", one.head);
    let export = server.get(one.header("location").expect("an address"));
    assert_eq!(export.status, 200);
    assert_eq!(export.text().lines().count(), 1);
    assert!(export.text().contains(*key));
}

#[test]
fn the_timeline_says_how_many_articles_have_no_day() {
    let (_place, server) = serving(&[
        json!({"title": "Salt tax", "date": "2024-05-12", "body": "The salt tax passed."}),
        json!({"title": "Salt quay", "date": "2024-05", "body": "The salt quay opened."}),
        json!({"title": "Salt", "body": "Salt."}),
    ]);
    let caption = |path: &str| {
        let page = server.get(path).text();
        between(&page, "<figcaption>", "</figcaption>").to_string()
    };
    assert!(caption("/?q=salt").contains(" · 2 without a day"), "{}", caption("/?q=salt"));
    assert!(!caption("/?q=tax").contains("without a day"), "{}", caption("/?q=tax"));
}
