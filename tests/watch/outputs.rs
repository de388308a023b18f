//! Where results go: standard output, a feed, a command, and mail. Text of articles is hostile in all of them.

use std::fs;
use std::process::{Command, Output};

use base64::Engine;
use mail_parser::{MessageParser, MimeHeaders};
use quick_xml::events::Event;
use serde_json::Value;

use super::{ids, salt, watched, wire};
use crate::harness::Place;

/// A title and a text that try to leave every output.
const TITLE: &str =
    "Salt $(touch pwned) `id` \u{1b}[31m 1 < 2 ]]> -->\u{202e} & \"x\" =?utf-8?B?eA==?=";
const BODY: &str = "Salt\u{1}]]> -->\u{fffe} <script>alert(1)</script>; touch pwned \u{9b}31m\n.\nBcc: all@example.org\n\nFrom salt \u{7f}&amp; 'more'";

fn hostile() -> Place {
    let place = watched();
    let object = serde_json::json!({
        "id": "-x", "date": "2024-06-15", "title": TITLE, "body": BODY, "source": "Wire\nBcc: a@example.org",
        "url": "https://example.org/\"><x", "byline": ["<b>A</b>"],
    });
    place.write("in/hostile.jsonl", format!("{object}\n"));
    place.index("in");
    place
}

/// Runs the program with this folder first in the path.
fn run_with_path(place: &Place, arguments: &[&str]) -> Output {
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("XDG_CONFIG_HOME", place.path("config"))
        .env("PATH", format!("{}:{path}", place.path("bin").display()))
        .output()
        .expect("the program runs")
}

fn is_clean(text: &str) {
    let harmful = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(harmful), "{text:?}");
}

#[test]
fn text_is_escaped_and_says_how_much_is_new() {
    let place = hostile();
    let text = place.ends(0, &["watch", "run"]);
    is_clean(&text);
    assert!(text.starts_with("salt: 1 new article\n"), "{text}");
    assert!(text.contains("hostile.jsonl"), "{text}");
    assert_eq!(place.ends(0, &["watch", "run"]), "");
}

#[test]
fn json_is_one_object_or_a_line_per_article() {
    let place = hostile();
    salt(&place, 4);
    place.index("in");
    fs::create_dir(place.path("copy")).unwrap();
    place.ends(0, &["copy", ".dateline", "copy/.dateline", "-q"]);
    let answer = place.json(&["watch", "run", "--json"]);
    let delivery = &answer["deliveries"][0];
    assert_eq!(
        (&delivery["version"], &delivery["search"], &delivery["total"]),
        (&1.into(), &"salt".into(), &2.into())
    );
    assert_eq!(delivery["query"]["read_as"], "salt");
    assert_eq!(delivery["hits"][0]["title"], TITLE);
    let lines = place.ends(0, &["watch", "run", "--output", "jsonl", "--index", "copy/.dateline"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let member = |line: &Value, name: &str| line[name].clone();
    let of_lines: Vec<Value> = lines.iter().map(|line| member(line, "key")).collect();
    let of_object: Vec<Value> =
        delivery["hits"].as_array().unwrap().iter().map(|hit| member(hit, "key")).collect();
    assert_eq!(of_lines, of_object);
    assert!(
        lines
            .iter()
            .all(|line| line["delivery"] == lines[0]["delivery"] && line["correction"] == false)
    );
    // An object without deliveries is an object, too.
    assert_eq!(place.ends(0, &["watch", "run", "--json"]), "{\"version\":1,\"deliveries\":[]}\n");
}

#[test]
fn a_command_gets_json_and_nothing_of_an_article_as_an_argument() {
    let place = hostile();
    place.write(
        "bin/note",
        "#!/bin/sh\nprintf '%s|' \"$0\" \"$@\" > args\nenv > environment\ncat > input\n",
    );
    Command::new("chmod").args(["+x", place.path("bin/note").to_str().unwrap()]).status().unwrap();
    let command = "note 'two words' $HOME ; `id` *";
    let output = run_with_path(&place, &["watch", "run", "--exec", command]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let arguments = fs::read_to_string(place.path("args")).unwrap();
    assert!(arguments.ends_with("note|two words|$HOME|;|`id`|*|"), "{arguments}");
    let delivery: Value = serde_json::from_slice(&fs::read(place.path("input")).unwrap()).unwrap();
    assert_eq!(delivery["hits"][0]["title"], TITLE);
    assert!(!fs::read_to_string(place.path("environment")).unwrap().contains("touch pwned"));
    assert!(!place.path("pwned").exists());
    assert!(output.stdout.is_empty(), "what is passed on is not printed");
    is_clean(&String::from_utf8_lossy(&output.stderr));
}

#[test]
fn mail_is_encoded_and_has_one_recipient() {
    let place = hostile();
    place.ends(0, &["watch", "add", "größe", "salt"]);
    salt(&place, 4);
    place.index("in");
    place.write("bin/sendmail", "#!/bin/sh\nprintf '%s|' \"$@\" >> args\ncat > mail.$$\n");
    Command::new("chmod")
        .args(["+x", place.path("bin/sendmail").to_str().unwrap()])
        .status()
        .unwrap();
    let output = run_with_path(&place, &["watch", "run", "--mail", "desk@example.org"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let arguments = fs::read_to_string(place.path("args")).unwrap();
    assert_eq!(arguments, "-i|--|desk@example.org|".repeat(2));
    let files = fs::read_dir(place.path("")).unwrap().flatten().map(|entry| entry.path());
    let mails: Vec<_> = files.filter(|path| path.to_string_lossy().contains("mail.")).collect();
    assert_eq!(mails.len(), 2);
    let mut subjects = Vec::new();
    for path in mails {
        let bytes = fs::read(path).unwrap();
        assert!(bytes.is_ascii());
        let (headers, body) = std::str::from_utf8(&bytes).unwrap().split_once("\n\n").unwrap();
        assert!(headers.lines().chain(body.lines()).all(|line| line.len() <= 78), "{headers}");
        let names: Vec<&str> = headers
            .lines()
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "To",
                "Subject",
                "Date",
                "Message-ID",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding"
            ]
        );
        let message = MessageParser::default().parse(&bytes).expect("a message");
        assert!(message.content_type().is_some() && message.date().is_some());
        let text = message.body_text(0).unwrap().replace('\r', "");
        is_clean(&text);
        let is_salt = text.starts_with("salt:");
        assert_eq!(text.contains("touch pwned"), is_salt, "{text}");
        assert!(message.message_id().unwrap().ends_with("@dateline.invalid"));
        subjects.push(message.subject().unwrap().to_string());
    }
    subjects.sort();
    assert_eq!(subjects, ["dateline: größe: 1 new article", "dateline: salt: 2 new articles"]);
    // Without sendmail, nothing was delivered.
    salt(&place, 5);
    place.index("in");
    place.write("bin/sendmail", "#!/bin/sh\nexit 75\n");
    assert_eq!(
        run_with_path(&place, &["watch", "run", "--mail", "desk@example.org"]).status.code(),
        Some(2)
    );
    assert_eq!(ids(&place, &["salt"]), ["5"]);
    assert!(base64::engine::general_purpose::STANDARD.decode("eA==").is_ok());
}

/// Returns the texts of the elements of a feed, by the path of their names. Fails if it is not well-formed.
fn elements(text: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut path, mut all, mut current): (Vec<String>, Vec<(String, String)>, String) =
        Default::default();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(element) => {
                path.push(element.name().as_ref().to_string());
                current.clear();
            }
            Event::Empty(element) => {
                let name = element.name().as_ref().to_string();
                let values =
                    element.attributes().map(|value| value.expect("valid").value.into_owned());
                all.push((
                    format!("{}/{name}", path.join("/")),
                    values.collect::<Vec<_>>().join(" "),
                ));
            }
            Event::Text(text) => current.push_str(&text),
            Event::GeneralRef(name) => current.push_str(match &*name {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                other => panic!("{other}"),
            }),
            Event::End(_) => {
                all.push((path.join("/"), std::mem::take(&mut current)));
                path.pop();
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

fn values<'t>(elements: &'t [(String, String)], path: &str) -> Vec<&'t str> {
    elements.iter().filter(|(at, _)| at == path).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn a_feed_is_valid_and_grows() {
    let place = hostile();
    place.ends(0, &["watch", "run", "--atom", "feed.atom"]);
    let first = fs::read_to_string(place.path("feed.atom")).unwrap();
    is_clean(&first);
    let all = elements(&first);
    let entry = |name: &str| values(&all, &format!("feed/entry/{name}")).join("|");
    assert!(entry("title").contains("1 < 2 ]]> -->") && entry("content").contains("touch pwned"));
    assert_eq!(entry("link"), "", "an address that is not plain is not linked");
    assert_eq!(
        (entry("category"), entry("author/name")),
        ("salt".to_string(), "<b>A</b>".to_string())
    );
    for required in [
        "feed/id",
        "feed/title",
        "feed/updated",
        "feed/author/name",
        "feed/entry/id",
        "feed/entry/updated",
    ] {
        let found = values(&all, required);
        assert!(found.len() == 1 && !found[0].is_empty(), "{required}: {found:?}");
        let is_time = !required.ends_with("updated")
            || chrono::DateTime::parse_from_rfc3339(found[0]).is_ok();
        assert!(
            is_time && (!required.ends_with("id") || found[0].starts_with("urn:uuid:")),
            "{found:?}"
        );
    }
    // The next find comes first; the feed and the entries keep their ids.
    salt(&place, 4);
    place.index("in");
    place.ends(0, &["watch", "run", "--atom", "feed.atom"]);
    let second = elements(&fs::read_to_string(place.path("feed.atom")).unwrap());
    assert_eq!(values(&second, "feed/id"), values(&all, "feed/id"));
    let ids = values(&second, "feed/entry/id");
    assert_eq!((ids.len(), ids[1]), (2, values(&all, "feed/entry/id")[0]));
    assert_eq!(values(&second, "feed/entry/title")[0], "Salt 4");
    // Without finds, the file is not touched.
    let before = fs::read(place.path("feed.atom")).unwrap();
    place.ends(0, &["watch", "run", "--atom", "feed.atom"]);
    assert_eq!(fs::read(place.path("feed.atom")).unwrap(), before);
}

#[test]
fn a_feed_replaces_only_a_file_that_it_wrote() {
    let place = hostile();
    place.write("notes.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>");
    fs::create_dir(place.path("folder")).unwrap();
    for path in ["notes.xml", "folder", "in/001.txt", "missing/feed.atom"] {
        let output = place.run(&["watch", "run", "--atom", path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(output.stdout.is_empty());
    }
    assert!(fs::read_to_string(place.path("notes.xml")).unwrap().ends_with("></feed>"));
    place.ends(0, &["watch", "run", "--atom", "feed.atom"]);
    salt(&place, 4);
    place.index("in");
    let changed = fs::read_to_string(place.path("feed.atom")).unwrap().replace("salt", "SALT");
    place.write("feed.atom", &changed);
    place.ends(2, &["watch", "run", "--atom", "feed.atom"]);
    assert_eq!(fs::read_to_string(place.path("feed.atom")).unwrap(), changed);
    assert_eq!(ids(&place, &[]), ["4"], "what was refused was not delivered");
}

#[test]
fn a_repeated_delivery_is_in_the_feed_once() {
    let place = hostile();
    place.ends(2, &["watch", "run", "--atom", "feed.atom", "--exec", "false"]);
    place.ends(0, &["watch", "run", "--atom", "feed.atom", "--exec", "true"]);
    let feed = elements(&fs::read_to_string(place.path("feed.atom")).unwrap());
    assert_eq!(values(&feed, "feed/entry/id").len(), 1);
}

#[test]
fn outputs_come_from_the_configuration_and_never_from_the_archive() {
    let place = hostile();
    place.write(
        "config/dateline/config.toml",
        "[watch]\nexec = [\"tee\", \"noted\"]\natom = \"feed.atom\"\n",
    );
    // The section does not disturb other commands.
    place.index("in");
    place.ends(0, &["watch", "run", "-q"]);
    assert!(fs::read_to_string(place.path("noted")).unwrap().contains("\"search\":\"salt\""));
    assert!(place.path("feed.atom").exists());
    salt(&place, 4);
    place.index("in");
    // Flags replace the outputs of the configuration, and so does a format.
    assert_eq!(ids(&place, &[]), ["4"]);
    place.write("config/dateline/config.toml", "[watch]\nshell = \"rm\"\n");
    assert!(String::from_utf8_lossy(&place.run(&["watch", "run"]).stderr).contains("shell"));
    fs::remove_file(place.path("config/dateline/config.toml")).unwrap();
    for output in ["exec = 'touch pwned'", "atom = 'pwned'", "mail = 'a@example.org'"] {
        let searches = place.path(".dateline/watch/searches.toml");
        let text = fs::read_to_string(&searches).unwrap();
        fs::write(&searches, format!("{text}{output}\n")).unwrap();
        place.ends(2, &["watch", "run"]);
        fs::write(&searches, text).unwrap();
    }
    place.write("in/other.txt", wire("2024-06-14", 77, "Other", "Nothing."));
    assert!(!place.path("pwned").exists());
}
