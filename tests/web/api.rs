//! The JSON of the API equals that of the command line.

use serde_json::Value;

use super::client::{Server, corpus, encoded, now};
use crate::dice::Dice;
use crate::harness::{NOW, Place};

/// Normalizes an answer: removes times, and replaces the paths of roots with labels.
pub fn comparable(text: &str) -> String {
    let mut value: Value = serde_json::from_str(text).expect("JSON");
    fn walk(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members.iter_mut() {
                    let is_root = name == "root" || name == "index";
                    match value {
                        Value::String(root) if is_root => {
                            *root = root
                                .rsplit('/')
                                .find(|part| *part != ".dateline")
                                .unwrap_or_default()
                                .to_string();
                        }
                        _ if name == "took_ms" => *value = Value::Null,
                        _ => walk(value),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(walk),
            _ => {}
        }
    }
    walk(&mut value);
    value.to_string()
}

/// A request, and the command that asks the same question.
struct Asked {
    path: String,
    arguments: Vec<String>,
}

const QUERIES: [&str; 14] = [
    "salt",
    "salt tax",
    "\"salt tax\"",
    "ferry OR storm",
    "salt -tax",
    "salt w/5 tax",
    "tax*",
    "title:ferry",
    "zzzz",
    "source:Reuters OR salt",
    "",
    "the",
    "harbour w/s storm",
    "grüße OR naïve OR 塩",
];

fn questions(number: usize, dice: &mut Dice) -> Asked {
    let query = QUERIES[number % QUERIES.len()];
    let mut parameters = vec![format!("q={}", encoded(query)), now()];
    let mut flags = vec!["--now".to_string(), NOW.to_string()];
    let mut both = |flag: &str, value: &str| {
        parameters.push(format!("{}={}", flag.replace('-', "_"), encoded(value)));
        flags.push(format!("--{flag}"));
        flags.push(value.to_string());
    };
    match dice.below(6) {
        0 => both("since", "2019"),
        1 => both("until", "2021-06"),
        2 => both("on", "2024"),
        _ => {}
    }
    if dice.below(5) == 0 {
        both("only", "section:Politics");
    }
    if dice.below(5) == 0 {
        both("without", "source:Northern Wire");
    }
    if dice.below(5) == 0 {
        both("lang", "en");
    }
    let (command, path) = match number % 4 {
        0 | 1 => {
            both("facets", "source,year,section");
            both("limit", &dice.below(20).to_string());
            both("offset", &dice.below(5).to_string());
            both("snippets", "2");
            both("sort", ["relevance", "newest", "oldest"][dice.below(3)]);
            if dice.below(2) == 0 {
                parameters.push("open_facets=true".into());
                flags.push("--open-facets".into());
            }
            ("search", "search")
        }
        2 => {
            both("interval", ["day", "month", "year", "auto"][dice.below(4)]);
            ("timeline", "timeline")
        }
        _ => {
            both("limit", &dice.below(30).to_string());
            both("offset", &dice.below(4).to_string());
            both("context", "40");
            ("kwic", "kwic")
        }
    };
    let mut arguments = vec![command.to_string(), "--json".to_string()];
    arguments.extend(flags);
    arguments.push("--".into());
    arguments.push(query.to_string());
    Asked { path: format!("/api/v1/{path}?{}", parameters.join("&")), arguments }
}

#[test]
fn answers_equal_those_of_the_command_line() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    answers_agree(&place, &server, &[], 120);
}

/// Asks made-up questions of a server, and compares the answers with those of the command line with some further flags.
pub fn answers_agree(place: &Place, server: &Server, flags: &[&str], count: usize) {
    let mut dice = Dice::new(26);
    for number in 0..count {
        let Asked { path, arguments } = questions(number, &mut dice);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let arguments = [&arguments[..1], flags, &arguments[1..]].concat();
        let printed = String::from_utf8(place.run(&arguments).stdout).expect("UTF-8");
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(comparable(&answer.text()), comparable(&printed), "{path}");
    }
}

#[test]
fn articles_and_holdings_equal_those_of_the_command_line() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let hits = place.json(&["search", "--json", "-n", "20", "salt"]);
    for hit in hits["hits"].as_array().expect("hits") {
        let key = hit["key"].as_str().expect("a key");
        let printed = place.ends(0, &["show", key, "--json"]);
        let answer = server.get(&format!("/api/v1/article/{key}"));
        assert_eq!(comparable(&answer.text()), comparable(&printed));
    }
    let explained = place.ends(0, &["explain", "--json", "salt tax*"]);
    let answer = server.get("/api/v1/explain?q=salt+tax*");
    assert_eq!(comparable(&answer.text()), comparable(&explained));
    let key = hits["hits"][0]["key"].as_str().expect("a key");
    for (path, arguments) in [
        (
            "search?q=salt+tax&match=any&expand=true&expand_terms=9",
            &["search", "salt tax", "--match", "any", "--expand", "--expand-terms", "9"][..],
        ),
        ("explain?q=salt&expand", &["explain", "salt", "--expand"]),
        (
            &format!("similar/{key}?limit=5&since=2019"),
            &["similar", key, "-n", "5", "--since", "2019"],
        ),
        (
            "search?q=salt&unique=true&show=longest&limit=3&offset=1",
            &["search", "salt", "--unique", "--show", "longest", "-n", "3", "--offset", "1"],
        ),
        (&format!("story/{key}"), &["story", key]),
        ("names?q=salt", &["names", "salt"]),
        (
            "names?q=salt&since=2019&limit=4&least=1&examine=9",
            &["names", "salt", "--since", "2019", "-n", "4", "--least", "1", "--examine", "9"],
        ),
        (
            "search?q=salt&facets=source,name&facet_limit=5",
            &["search", "salt", "--facets", "source,name", "--facet-limit", "5"],
        ),
    ] {
        let printed = place.ends(0, &[arguments, &["--json"]].concat());
        let answer = server.get(&format!("/api/v1/{path}"));
        assert_eq!(comparable(&answer.text()), comparable(&printed), "{path}");
    }
    assert_eq!(server.get("/api/v1/similar/ffffffffffffffffffffffffffffffff").status, 404);
    assert_eq!(server.get(&format!("/api/v1/similar/{key}?before&after")).status, 400);
    assert_eq!(server.get("/api/v1/story/ffffffffffffffffffffffffffffffff").status, 404);
    assert_eq!(server.get("/api/v1/search?q=salt&show=shortest").status, 400);
    let info = server.get("/api/v1/info");
    assert_eq!(info.json()["articles"], place.json(&["info", "--json"])["articles"]);
    let path = place.path("");
    assert!(!info.text().contains(path.to_str().expect("UTF-8")), "no path of the server is told");
}

#[test]
fn an_export_equals_that_of_the_command_line() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for (output, flag) in [("csv", "csv"), ("bibtex", "bibtex"), ("csl", "csl")] {
        let printed = place.ends(0, &["export", "salt", "--output", flag]);
        let answer = server.get(&format!("/api/v1/export?q=salt&output={output}"));
        assert_eq!(answer.text(), printed);
    }
    let printed = place.ends(0, &["export", "salt"]);
    let answer = server.get("/api/v1/export?q=salt").text();
    let lines: Vec<String> = printed.lines().map(comparable).collect();
    assert_eq!(answer.lines().map(comparable).collect::<Vec<_>>(), lines);
    let printed = place.ends(0, &["export", "salt", "-n", "2", "-o", "json"]);
    let answer = server.get("/api/v1/export?q=salt&output=json&limit=2");
    let keys = |text: &str| -> Vec<Value> {
        let all: Vec<Value> = serde_json::from_str(text).expect("JSON");
        all.into_iter().map(|article| article["key"].clone()).collect()
    };
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(keys(&answer.text()), keys(&printed));
    assert_eq!(keys(&printed).len(), 2);
    let printed = place.ends(0, &["export", "salt"]);
    // An export of marked articles only.
    let key = serde_json::from_str::<Value>(printed.lines().next().expect("a line")).expect("JSON");
    let key = key["key"].as_str().expect("a key");
    let one = server.get(&format!("/api/v1/export?key={key}")).text();
    assert_eq!(one.lines().count(), 1);
    assert_eq!(
        server.get("/api/v1/export?q=date:1987-13").status,
        400,
        "a fault is not an empty export"
    );
}

#[test]
fn faults_are_objects_with_a_status() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let fault = server.get("/api/v1/search?q=salt+date:1987-13");
    assert_eq!(fault.status, 400);
    let printed = String::from_utf8(place.run(&["search", "--json", "salt date:1987-13"]).stdout)
        .expect("UTF-8");
    assert_eq!(fault.text(), printed);
    for (path, status, part) in [
        ("/api/v1/search?q=salt&sort=best", 400, "relevance, newest, oldest"),
        ("/api/v1/search?q=salt&limt=3", 400, "unknown parameter"),
        ("/api/v1/search?q=salt&limit=x", 400, "whole number"),
        ("/api/v1/search?q=salt&since=soon", 400, "not a date"),
        ("/api/v1/search?q=salt&q=tax", 400, "given twice"),
        ("/api/v1/search?q=salt&facets=person", 400, "day, name"),
        ("/api/v1/search?q=salt&facets=name&count_by=story", 400, "facets name counts articles"),
        ("/api/v1/article/ffffffffffffffffffffffffffffffff", 404, "no article"),
        ("/api/v1/nowhere", 404, "nothing at"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text().contains(part), "{path}: {}", answer.text());
        assert!(answer.json()["error"]["kind"].is_string(), "{path}");
    }
}

#[test]
fn the_description_lists_every_path_and_each_answers() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let document = server.get("/api/v1/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let key = place.json(&["search", "--json", "salt"])["hits"][0]["key"].clone();
    let key = key.as_str().expect("a key");
    for (path, item) in document["paths"].as_object().expect("paths") {
        let path = path.replace("{key}", key);
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        // Every parameter in the description is accepted.
        for parameter in item["get"]["parameters"].as_array().expect("parameters") {
            if parameter["in"] == "path" {
                continue;
            }
            let schema = &parameter["schema"];
            let schema = if schema["items"].is_object() { &schema["items"] } else { schema };
            let value = match (schema["enum"][0].as_str(), schema["type"].as_str()) {
                (Some(word), _) => word.to_string(),
                (None, Some("integer")) => "1".into(),
                (None, Some("boolean")) => "true".into(),
                _ => match parameter["name"].as_str().expect("a name") {
                    "now" => "2025-06-30T12:00:00Z".into(),
                    "since" | "until" | "on" => "2024".into(),
                    "only" | "without" => "section:Politics".into(),
                    "facets" | "sort" => "source".into(),
                    "fields" => "title".into(),
                    _ => "salt".into(),
                },
            };
            let name = parameter["name"].as_str().expect("a name");
            let answer = server.get(&format!("{path}?{name}={}", encoded(&value)));
            assert_eq!(answer.status, 200, "{path}?{name}={value}: {}", answer.text());
            assert_eq!(parameter["allowEmptyValue"], true, "{name}");
            let answer = server.get(&format!("{path}?{name}="));
            assert_eq!(answer.status, 200, "{path}?{name}=: {}", answer.text());
        }
    }
}

#[test]
fn the_description_lists_the_type_of_every_kind_of_export() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let document = server.get("/api/v1/openapi.json").json();
    let export = &document["paths"]["/api/v1/export"]["get"];
    let listed = &export["responses"]["200"]["content"];
    let parameters = export["parameters"].as_array().expect("parameters");
    let output = parameters.iter().find(|parameter| parameter["name"] == "output");
    let formats = output.expect("a format")["schema"]["enum"].as_array().expect("formats");
    assert!(formats.len() >= 5, "{formats:?}");
    for format in formats.iter().filter_map(Value::as_str) {
        let answer = server.get(&format!("/api/v1/export?q=salt&output={format}"));
        let found = answer.header("content-type").unwrap_or_default();
        let found = found.split(';').next().unwrap_or_default();
        assert!(listed[found].is_object(), "{format}: {found} is not among {listed}");
        // The description says of each type whether it is one array or text.
        let is_array = serde_json::from_str::<Vec<Value>>(&answer.text()).is_ok();
        let described = if is_array { "array" } else { "string" };
        assert_eq!(listed[found]["schema"]["type"], described, "{format}");
    }
}

#[test]
fn a_place_without_an_index_says_what_to_do() {
    let place = Place::new();
    let server = Server::start(&place, &[]);
    let page = server.get("/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("dateline index FOLDER"), "{}", page.text());
    assert_eq!(server.get("/healthz").status, 200);
    // The server finds the index as soon as it exists.
    place.write("archive/a.txt", "date 2024-05-31\nThe lamp is lit\n\nThe keeper lit the lamp.\n");
    place.ends(0, &["index", "archive", "-q"]);
    assert_eq!(server.get("/api/v1/search?q=lamp").json()["total"], 1);
}

#[test]
fn errors_name_parameters_instead_of_flags() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let error = server.get("/api/v1/search?q=salt&since=sometime").json();
    let message = error["error"]["message"].as_str().expect("a message");
    assert!(message.starts_with("since: "), "{message}");
    let error = server.get("/api/v1/search?q=salt&expand=true&sort=newest").json();
    let message = error["error"]["message"].as_str().expect("a message");
    assert!(message.starts_with("expand has no effect"), "{message}");
}

/// Checks a value against a schema of the description, and that the description knows each of its members.
fn conforms(value: &Value, schema: &Value, all: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/components/schemas/");
        assert!(all[name].is_object(), "{at}: there is no schema {name}");
        return conforms(value, &all[name], all, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allows = |known: &Value| known == kind || (kind == "integer" && known == "number");
    let types = &schema["type"];
    let is_allowed = types.as_array().map_or(allows(types), |types| types.iter().any(allows));
    assert!(is_allowed, "{at} is {kind}, but {types} is described");
    match value {
        Value::Array(values) => {
            values.iter().for_each(|value| conforms(value, &schema["items"], all, at));
        }
        Value::Object(members) => {
            for name in schema["required"].as_array().into_iter().flatten() {
                assert!(members.contains_key(name.as_str().expect("a name")), "{at} has no {name}");
            }
            for (name, value) in members {
                let known = schema["properties"].get(name).or(schema.get("additionalProperties"));
                let known = known.unwrap_or_else(|| panic!("{at}.{name} is not described"));
                conforms(value, known, all, &format!("{at}.{name}"));
            }
        }
        _ => {}
    }
}

#[test]
fn answers_conform_to_their_description() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let description = server.get("/api/v1/openapi.json").json();
    let all = &description["components"]["schemas"];
    let key = place.json(&["search", "--json", "salt"])["hits"][0]["key"].clone();
    let key = key.as_str().expect("a key");
    let [article, similar, story] =
        ["article", "similar", "story"].map(|path| format!("/api/v1/{path}/{key}"));
    for (path, operation) in [
        ("/api/v1/search?q=salt&facets=source,year,topic&snippets=2", "/api/v1/search"),
        ("/api/v1/search?sort=newest&limit=200", "/api/v1/search"),
        ("/api/v1/timeline?q=salt&per_million=true", "/api/v1/timeline"),
        ("/api/v1/timeline?q=salt&q=ferry", "/api/v1/timeline"),
        ("/api/v1/kwic?q=salt", "/api/v1/kwic"),
        (article.as_str(), "/api/v1/article/{key}"),
        ("/api/v1/search?q=salt&facets=name,source", "/api/v1/search"),
        ("/api/v1/search?q=salt&unique=true&count_by=story&expand=true", "/api/v1/search"),
        ("/api/v1/timeline?q=salt&count_by=story", "/api/v1/timeline"),
        ("/api/v1/names?q=salt&least=1", "/api/v1/names"),
        (similar.as_str(), "/api/v1/similar/{key}"),
        (story.as_str(), "/api/v1/story/{key}"),
        ("/api/v1/explain?q=salt&expand=true", "/api/v1/explain"),
        ("/api/v1/explain?q=salt+tax*+zzzz", "/api/v1/explain"),
        ("/api/v1/info", "/api/v1/info"),
    ] {
        let content = &description["paths"][operation]["get"]["responses"]["200"]["content"];
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        conforms(&answer.json(), &content["application/json"]["schema"], all, path);
    }
    let fault = server.get("/api/v1/search?q=date:1987-13").json();
    conforms(
        &fault["error"]["message"],
        &all["Error"]["properties"]["error"]["properties"]["message"],
        all,
        "error",
    );
}
