//! `dateline names`: the people, places and organizations in articles.

use std::fs;
use std::process::Command;

use dateline::article::Article;
use dateline::names::{Extractor, Gathering};
use regex::Regex;
use serde_json::{Value, json};

use crate::harness::{Place, shared};
use crate::web::client::Server;

/// Returns an archive with these articles, each with a title, a body and perhaps a language, and one about school songs
/// for comparison.
fn archive(articles: &[(&str, &str, Option<&str>)]) -> Place {
    let place = Place::new();
    let mut lines = Vec::new();
    for (number, (title, body, lang)) in articles.iter().enumerate() {
        let article =
            json!({"key": format!("a{number}"), "title": title, "body": body, "lang": lang});
        lines.push(article.to_string());
    }
    for number in 0..40 {
        let body =
            format!("Pupils of school {number} sang songs, and then a teacher read poem {number}.");
        lines.push(
            json!({"key": format!("o{number}"), "title": "School news", "body": body}).to_string(),
        );
    }
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    place
}

fn names(place: &Place, arguments: &[&str]) -> Value {
    place.json(&[&["names", "--json", "--least", "1"], arguments].concat())
}

fn listed(answer: &Value) -> Vec<&str> {
    let names = answer["names"].as_array().expect("names");
    names.iter().map(|name| name["name"].as_str().expect("a name")).collect()
}

fn named<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let names = answer["names"].as_array().expect("names");
    let found = names.iter().find(|it| it["name"] == name);
    found.unwrap_or_else(|| panic!("{name} is missing: {answer}"))
}

/// Articles about a harbor, whose people are Tilda Venn, Oskar Renn and his brother Emil.
const HARBOR: &[(&str, &str, Option<&str>)] = &[
    (
        "Harbor plan delayed",
        "The plan for the harbor was delayed, Tilda Venn said in Marlow on Monday. She leads the Port Authority of Marlow. \
         Venn told reporters that work would begin in May.",
        Some("en"),
    ),
    (
        "Venn Defends Harbor Plan Against Critics",
        "Critics asked why the harbor needs a second crane. According to Mr. Venn, the old crane is too small. \
         Yesterday the unions met in Marlow.",
        Some("en"),
    ),
    (
        "HARBOR: VENN RESIGNS",
        "PRESIDENT VENN RESIGNED TODAY over the harbor, and the mayor thanked Venn for ten years of work. \
         Nobody knows who will follow.",
        Some("en"),
    ),
    (
        "Two brothers and a harbor",
        "The harbor was built by Oskar Renn and by Emil Renn. Both brothers lived in Marlow. Renn is a common name there.",
        Some("en"),
    ),
];

#[test]
fn variants_of_a_name_are_joined_and_counted_with_their_query() {
    let place = archive(HARBOR);
    let answer = names(&place, &["harbor"]);
    assert_eq!(answer["total"], 4);
    let venn = named(&answer, "Tilda Venn");
    assert_eq!(venn["query"], "Venn");
    assert_eq!((&venn["articles"], &venn["all"]), (&json!(3), &json!(3)));
    let variants: Vec<&str> =
        venn["variants"].as_array().expect("variants").iter().filter_map(Value::as_str).collect();
    assert!(variants.contains(&"Tilda Venn") && variants.contains(&"Venn"), "{variants:?}");
    // The count is that of the query, so it can be repeated.
    for name in answer["names"].as_array().expect("names") {
        let query = format!("(harbor) ({})", name["query"].as_str().expect("a query"));
        assert_eq!(place.search(&[&query])["total"], name["articles"], "{query}");
        let all = name["query"].as_str().expect("a query");
        assert_eq!(place.search(&[all])["total"], name["all"], "{all}");
    }
    // A surname that two share belongs to neither.
    assert_eq!(named(&answer, "Oskar Renn")["query"], "\"Oskar Renn\"");
    assert_eq!(named(&answer, "Emil Renn")["query"], "\"Emil Renn\"");
}

#[test]
fn capitals_of_position_and_style_are_not_names() {
    let place = archive(HARBOR);
    let answer = names(&place, &["harbor"]);
    let found = listed(&answer);
    for wrong in [
        "Yesterday",
        "Critics",
        "Nobody",
        "Both",
        "Harbor Plan",
        "Defends",
        "Resigns",
        "May",
        "Monday",
        "Mr",
    ] {
        assert!(found.iter().all(|name| !name.contains(wrong)), "{wrong}: {found:?}");
    }
    assert!(found.contains(&"Marlow") && found.contains(&"Port Authority of Marlow"), "{found:?}");
}

#[test]
fn languages_without_capitals_for_names_are_reported() {
    let place = archive(&[
        ("Harbor", "The harbor is in Marlow, said Tilda Venn.", Some("en")),
        ("Hafen", "Der harbor liegt in Marlow, sagte die Bürgermeisterin Tilda Venn.", Some("de")),
        ("港", "harbor 東京港の工事が始まった。", Some("ja")),
    ]);
    let answer = names(&place, &["harbor"]);
    assert_eq!(answer["unsupported"], json!({"de": 1, "ja": 1}));
    let notices = answer["query"]["notices"].to_string();
    assert!(
        notices.contains("no names from 2 articles") && notices.contains("de, ja"),
        "{notices}"
    );
    // The counts are those of the query, in any language.
    assert_eq!(named(&answer, "Tilda Venn")["articles"], 2);
    let only = names(&place, &["harbor", "--lang", "ja"]);
    assert_eq!((&only["names"], &only["unsupported"]), (&json!([]), &json!({"ja": 1})));
}

#[test]
fn other_languages_have_names_with_particles_and_inflections() {
    let place = archive(&[
        (
            "Le port",
            "Le harbor est grand, a dit hier Jeanne de la Tour à Marlow. La présidente de l'Europe attend.",
            Some("fr"),
        ),
        (
            "Гавань",
            "О harbor вчера говорил мэр Олег Вернов. Мэра Вернова слушали, потом Вернову отвечали.",
            Some("ru"),
        ),
    ]);
    let answer = names(&place, &["harbor"]);
    let found = listed(&answer);
    for name in ["Jeanne de la Tour", "Marlow", "Europe", "Олег Вернов"] {
        assert!(found.contains(&name), "{name}: {found:?}");
    }
}

#[test]
fn hostile_texts_neither_hang_nor_reach_the_terminal() {
    let capitals = "HARBOR ".repeat(150_000);
    let run = "Harbor ".to_string() + &"Aa ".repeat(100_000);
    let escape =
        "The harbor met Tilda\u{1b}[31m Venn and Vi\u{202e}lla Marlow and \"Ox OR Ax\" yesterday.";
    let place = archive(&[
        (&"T ".repeat(5_000), &capitals, Some("en")),
        ("a", &run, Some("en")),
        ("b", escape, Some("en")),
        ("=cmd()", "The harbor, said =Cmd Venn, is open.", Some("en")),
    ]);
    let text = place.ends(0, &["names", "harbor", "--least", "1"]);
    let csv = place.ends(0, &["names", "harbor", "--least", "1", "--output", "csv"]);
    for out in [&text, &csv] {
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out:?}");
    }
    assert!(text.contains("Venn"), "{text}");
}

#[test]
fn every_format_has_the_same_names() {
    let place = archive(HARBOR);
    let object = names(&place, &["harbor"]);
    let lines = place.ends(0, &["names", "harbor", "--least", "1", "--output", "jsonl"]);
    let lines: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(Value::from(lines), object["names"]);
    let csv = place.ends(0, &["names", "harbor", "--least", "1", "--output", "csv"]);
    assert!(csv.starts_with("name,articles,all,log_likelihood,query,variants"), "{csv}");
    assert_eq!(csv.lines().count(), 1 + object["names"].as_array().expect("names").len());
    let text = place.ends(0, &["names", "harbor"]);
    assert!(text.contains("Tilda Venn") && text.ends_with("4 articles of 44\n"), "{text}");
    // Nothing found, and nothing to compare with.
    place.ends(1, &["names", "nosuchword"]);
    let all = names(&place, &[]);
    assert!(all["query"]["notices"].to_string().contains("nothing to compare with"));
    assert_eq!(all["names"][0]["log_likelihood"], 0.0);
}

#[test]
fn names_are_looked_for_in_a_part_of_many_articles_and_counted_in_all() {
    let place = archive(HARBOR);
    let answer = names(&place, &["harbor", "--examine", "1"]);
    assert_eq!((&answer["examined"], &answer["total"]), (&json!(1), &json!(4)));
    let notices = answer["query"]["notices"].to_string();
    assert!(notices.contains("1 of 4 matching articles"), "{notices}");
}

#[test]
fn a_search_lists_names_as_a_facet() {
    let place = archive(HARBOR);
    let answer = place.search(&["harbor", "--facets", "source,name", "-n", "0"]);
    let expected = place.json(&["names", "--json", "harbor"]);
    let facet = answer["facets"]["name"].as_array().expect("a facet");
    assert_eq!(facet.len(), expected["names"].as_array().expect("names").len());
    for (value, name) in facet.iter().zip(expected["names"].as_array().expect("names")) {
        assert_eq!(value["value"], name["name"]);
        assert_eq!((&value["count"], &value["all"]), (&name["articles"], &name["all"]));
        let query = format!("(harbor) ({})", value["query"].as_str().expect("a query"));
        assert_eq!(place.search(&[&query])["total"], value["count"], "{query}");
    }
    assert_eq!(answer["names"], json!({"examined": 4, "unsupported": {}}));
    assert!(answer["facets"]["source"].is_array() && answer["facet_gaps"]["name"].is_null());
    // Without the facet, nothing is different.
    let plain = place.search(&["harbor", "--facets", "source", "-n", "0"]);
    assert!(plain["names"].is_null() && plain["facets"]["name"].is_null());
    let limited = place.search(&["harbor", "--facets", "name", "--facet-limit", "1"]);
    assert_eq!(limited["facets"]["name"].as_array().map(Vec::len), Some(1));
    let text = place.ends(0, &["search", "harbor", "--facets", "name", "-n", "0"]);
    let line = text.lines().find(|line| line.trim_start().starts_with("Tilda Venn"));
    let columns: Vec<&str> = line.expect("a line").split_whitespace().collect();
    assert_eq!(columns, ["Tilda", "Venn", "3", "Venn"], "{text}");
    // A name counts articles.
    place.ends(2, &["search", "harbor", "--facets", "name", "--count-by", "story"]);
}

#[test]
fn a_facet_of_names_says_which_languages_it_leaves_out() {
    let place = archive(&[
        ("Harbor", "The harbor is in Marlow, said Tilda Venn.", Some("en")),
        ("Hafen", "Der harbor liegt in Marlow, sagte die Bürgermeisterin Tilda Venn.", Some("de")),
    ]);
    let answer = place.search(&["harbor", "--facets", "name"]);
    assert_eq!(answer["names"]["unsupported"], json!({"de": 1}));
    let notices = answer["query"]["notices"].to_string();
    assert!(notices.contains("no names from 1 article") && notices.contains("de"), "{notices}");
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=harbor&names=true").text();
    assert!(page.contains("Not from 1 article in languages"), "{page}");
    assert!(page.contains("German"), "{page}");
}

/// The names by which articles call the organizations of some labels.
const ORGANIZATIONS: &[(&str, &[&str])] = &[
    ("ec", &["ec", "european community", "european commission", "european economic community"]),
    ("imf", &["imf", "international monetary fund"]),
    ("opec", &["opec"]),
    ("worldbank", &["world bank"]),
    ("gatt", &["gatt", "general agreement on tariffs and trade"]),
    ("ico-coffee", &["ico", "international coffee organization"]),
    ("oecd", &["oecd", "organisation for economic cooperation and development"]),
    ("icco", &["icco", "international cocoa organization"]),
];

/// The persons and organizations that the indexers of Reuters labeled an article with are among the names of the article.
#[test]
fn the_labels_of_reuters_are_found() {
    let Some(archive) = shared("reuters21578.tar.gz") else { return };
    let place = Place::new();
    let unpacked =
        Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(place.path("")).status();
    assert!(unpacked.expect("tar runs").success());
    let part = |name: &str| {
        Regex::new(&format!("(?s)<{name}>(.*?)</{name}>")).expect("a valid expression")
    };
    let (article, label) = (Regex::new("(?s)<REUTERS .*?</REUTERS>").expect("valid"), part("D"));
    let of = |text: &str, name: &str| {
        part(name).captures(text).map(|found| found[1].replace("&lt;", "<")).unwrap_or_default()
    };
    let (mut gathering, mut extractor) = (Gathering::default(), Extractor::default());
    let mut labels: Vec<Vec<Vec<String>>> = Vec::new();
    for file in 0..6 {
        let name = format!("reuters21578/reut2-{file:03}.sgm");
        let bytes = fs::read(place.path(&name)).expect("a file");
        for found in article.find_iter(&String::from_utf8_lossy(&bytes)) {
            let text = found.as_str();
            let mut article = Article::of(of(text, "TITLE"), of(text, "BODY"));
            article.lang = Some("en".to_string());
            let read = extractor.read(&article);
            gathering.add(read.expect("English is supported"));
            let listed = |name: &str| -> Vec<String> {
                let list = of(text, name);
                label.captures_iter(&list).map(|found| found[1].to_string()).collect()
            };
            let people = listed("PEOPLE").into_iter().map(|label| vec![label.replace('-', " ")]);
            let organizations = listed("ORGS").into_iter().filter_map(|label| {
                let (_, names) = ORGANIZATIONS.iter().find(|(known, _)| *known == label)?;
                Some(names.iter().map(ToString::to_string).collect())
            });
            labels.push(people.chain(organizations).collect());
        }
    }
    let gathered = gathering.names();
    let (mut all, mut found) = (0, 0);
    for (wanted, names) in labels.iter().zip(&gathered.of_articles) {
        let variants = names.iter().flat_map(|name| &gathered.names[*name as usize].variants);
        let plain = |text: &str| format!(" {} ", text.to_lowercase().replace('-', " "));
        let variants: Vec<String> = variants.map(|(text, _)| plain(text)).collect();
        for label in wanted {
            let has = |name: &String| variants.iter().any(|variant| variant.contains(&plain(name)));
            all += 1;
            found += usize::from(label.iter().any(has));
        }
    }
    assert!(all > 500, "{all} labels are too few");
    assert!(found * 100 >= all * 95, "{found} of {all} labels");
}
