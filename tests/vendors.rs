//! Exports of press databases, scans, and files without articles, tested with the program.

use serde_json::Value;

use crate::harness::{Place, shared};

/// Returns the title, day and source of each article in a folder.
fn articles(place: &Place, folder: &str) -> Vec<[String; 3]> {
    place.ends(0, &["index", folder, "--index", "exports", "-q"]);
    let lines = place.ends(0, &["export", "", "--index", "exports", "--sort", "newest"]);
    let said = |line: &str| {
        let article: Value = serde_json::from_str(line).expect("JSON");
        ["title", "date", "source"].map(|name| article[name].as_str().unwrap_or("-").to_string())
    };
    lines.lines().map(said).collect()
}

/// Returns the reason and the detail for the only skipped file in a folder.
fn skipped(place: &Place, folder: &str) -> (String, String) {
    let index = format!("index-of-{folder}");
    let report = ["--report", "report.jsonl", "--force"];
    // A run that finds no articles fails.
    place.ends(2, &[&["index", folder, "--index", &index, "-q"][..], &report].concat());
    let report = std::fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let lines = report.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let skip = lines.into_iter().find(|line| line["reason"].is_string()).expect("a skip");
    let text = |name: &str| skip[name].as_str().unwrap_or("-").to_string();
    (text("reason"), text("detail"))
}

#[test]
fn exports_of_the_cases_are_split() {
    let Some(case) = shared("../cases/vendor-exports/in") else { return };
    let place = Place::new();
    for file in ["factiva.html", "nexis.html", "proquest.txt"] {
        place.write(&format!("in-{file}/{file}"), std::fs::read(case.join(file)).expect("a case"));
        let index = format!("index-{file}");
        place.ends(0, &["index", &format!("in-{file}"), "--index", &index, "-q"]);
        let lines = place.ends(0, &["export", "", "--index", &index, "--sort", "newest"]);
        let said: Vec<[String; 3]> = lines
            .lines()
            .map(|line| {
                let article: Value = serde_json::from_str(line).expect("JSON");
                ["title", "date", "source"]
                    .map(|name| article[name].as_str().unwrap_or("-").to_string())
            })
            .collect();
        assert_eq!(
            said,
            [
                ["Lamp lit again", "2024-09-14", "Skerry Echo"],
                ["Ferry late", "2019-05-03", "Vardal Post"]
            ],
            "{file}"
        );
    }
}

#[test]
fn a_table_of_titles_is_read_without_text() {
    let place = Place::new();
    place.write(
        "in/mediacloud.csv",
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n\
         1,2024-09-15 01:00:00,en,skerry.example,skerry.example,2024-09-14,Lamp lit again,https://skerry.example/lamp\n\
         2,2024-09-15 01:00:00,en,vardal.example,vardal.example,2019-05-03,Ferry late,https://vardal.example/ferry\n",
    );
    assert_eq!(
        articles(&place, "in"),
        [
            ["Lamp lit again", "2024-09-14", "skerry.example"],
            ["Ferry late", "2019-05-03", "vardal.example"]
        ]
    );
}

#[test]
fn a_list_that_is_not_split_is_never_one_article() {
    let place = Place::new();
    let dateline = "SKERRY, May 3 (Lampwire) - The ferry was late on the crossing.\n\n";
    let part = "<p>Skerry Echo, 3 May 2019, p. 4</p><p>The ferry was late on the crossing.</p>";
    place.write("wire/a.txt", format!("date 2019-05-03 All of the wire\n{}", dateline.repeat(25)));
    place.write(
        "page/a.html",
        format!("<html><body><article>{}</article></body></html>", part.repeat(12)),
    );
    let record = "Ferry late\nSkerry Echo - May 3, 2019\nSection: News\n\nThe ferry was late on the crossing.\n\nRecord Number: 12A\n\n";
    place.write("records/a.txt", record.repeat(2));
    let labels = "<p>Ferry late</p><p>Full text: It was late.</p><p>Publication title: Echo</p><p>Publication date: May 3, 2019</p><hr>";
    place.write(
        "labels/a.html",
        format!(
            "<html><body>{}</body></html>",
            [labels, &labels.replace("Ferry", "Lamp")].concat()
        ),
    );
    place.ends(0, &["index", "labels", "--index", "labelled", "-q"]);
    assert_eq!(place.ends(0, &["export", "", "--index", "labelled"]).lines().count(), 2);
    for folder in ["wire", "page", "records"] {
        let (reason, detail) = skipped(&place, folder);
        assert_eq!(reason, "not split", "{folder}: {detail}");
        assert!(detail.contains("export"), "{detail}");
    }
}

#[test]
fn links_and_databases_are_skipped_by_name() {
    let place = Place::new();
    place.write(
        "gdelt/a.export.CSV",
        format!("1234567\t20240914\t202409\t2024{}\n", "\tx".repeat(57)),
    );
    place.write("sqlite/a.db", b"SQLite format 3\0\x10\0\x01\x01");
    place.write("parquet/a.parquet", b"PAR1\x15\0\x15");
    place.write("packed/a.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    for (folder, name) in
        [("gdelt", "GDELT"), ("sqlite", "SQLite"), ("parquet", "Parquet"), ("packed", "7z")]
    {
        let (_, detail) = skipped(&place, folder);
        assert!(detail.contains(name), "{folder}: {detail}");
    }
}

#[test]
fn a_cut_export_keeps_what_was_whole() {
    let place = Place::new();
    let export = "   1 of 3 DOCUMENTS\n\n  Skerry Echo\n\n  September 14, 2024 Saturday\n\nLamp lit again\n\nLENGTH: 4 words\n\nThe lamp was lit.\n\n\
                  LOAD-DATE: September 15, 2024\n\n   2 of 3 DOCUMENTS\n\n  Vardal Post\n\n   May 3, 2019 Friday\n\nFerry late\n\nLENGTH: 4 words\n\nThe fer";
    place.write("in/a.txt", export);
    assert_eq!(
        articles(&place, "in"),
        [
            ["Lamp lit again", "2024-09-14", "Skerry Echo"],
            ["Ferry late", "2019-05-03", "Vardal Post"]
        ]
    );
}

/// Returns a list of articles with the head that `head` makes of a number, a title and a day.
fn list(head: impl Fn(usize, &str, &str) -> String) -> String {
    let articles = [
        ("Lamp lit again", "2024-09-14", "The lamp was lit again on Saturday."),
        ("Ferry late", "2019-05-03", "The ferry to Vardal was late again."),
        ("Council votes for new pier", "2018-11-30", "Councillors voted nine to four for it."),
    ];
    let article = |(at, (title, day, text)): (usize, &(&str, &str, &str))| {
        format!("{}\n\n{text}\n\n", head(at + 1, title, day))
    };
    articles.iter().enumerate().map(article).collect()
}

/// Writes the head of an article of a list: of its number, title and day.
type Head = fn(usize, &str, &str) -> String;

#[test]
fn a_list_below_plain_headers_is_split() {
    let place = Place::new();
    let heads: [(&str, Head); 5] = [
        ("plain", |_, title, day| format!("Title: {title}\nDate: {day}\nSource: Echo")),
        ("ruled", |_, title, day| format!("=====\nTitle: {title}\nDate: {day}\nSource: Echo")),
        ("counted", |n, title, day| {
            format!("Article {n} of 3\n\nTitle: {title}\nDate: {day}\nSource: Echo")
        }),
        ("german", |_, title, day| format!("Titel: {title}\nDatum: {day}\nQuelle: Echo")),
        ("matter", |_, title, day| {
            format!("---\ntitle: \"{title}\"\ndate: {day}\nsource: Echo\n---")
        }),
    ];
    for (name, head) in heads {
        let text = list(head);
        for (end, text) in [("lf", text.clone()), ("crlf", text.replace('\n', "\r\n"))] {
            let index = format!("{name}-{end}");
            place.write(&format!("{index}-in/a.txt"), text);
            place.ends(0, &["index", &format!("{index}-in"), "--index", &index, "-q"]);
            let lines = place.ends(0, &["export", "", "--index", &index, "--sort", "newest"]);
            let said: Vec<String> = lines
                .lines()
                .map(|line| {
                    let article: Value = serde_json::from_str(line).expect("JSON");
                    let text = |name: &str| article[name].as_str().unwrap_or("-").to_string();
                    format!(
                        "{} {} {} {}",
                        text("title"),
                        text("date"),
                        text("source"),
                        text("body")
                    )
                })
                .collect();
            assert_eq!(
                said,
                [
                    "Lamp lit again 2024-09-14 Echo The lamp was lit again on Saturday.",
                    "Ferry late 2019-05-03 Echo The ferry to Vardal was late again.",
                    "Council votes for new pier 2018-11-30 Echo Councillors voted nine to four for it.",
                ],
                "{index}"
            );
        }
    }
}

#[test]
fn a_list_below_other_heads_is_skipped() {
    let place = Place::new();
    let heads: [(&str, Head); 6] = [
        ("counted", |n, title, day| format!("Article {n} of 3\n\n{title}\n{day}")),
        ("ruled", |_, title, day| format!("----------\n{title}\nSkerry Echo, {day}")),
        ("stars", |_, title, day| format!("* * *\n\n{title}\n\n{day}")),
        ("numbered", |n, title, day| format!("{n}. {title}\nSkerry Echo, {day}")),
        ("bare", |_, title, day| format!("{title}\n{day}")),
        ("below", |_, title, day| format!("Clippings\nTitle: {title}\nDate: {day}\nText of it")),
    ];
    for (name, head) in heads {
        place.write(&format!("{name}/a.txt"), list(head));
        let (reason, detail) = skipped(&place, name);
        assert_eq!(reason, "not split", "{name}: {detail}");
        // The summary says what to do about it.
        let output = place.run(&["index", name, "--index", &format!("again-{name}")]);
        let said = String::from_utf8_lossy(&output.stderr).replace("\n          ", " ");
        assert!(said.contains("one file per article") && said.contains("a.txt"), "{said}");
    }
}
