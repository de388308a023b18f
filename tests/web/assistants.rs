//! `dateline mcp`: the tools of an assistant give the answers of the command line, and cannot harm the server.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use dateline::error::harmless;
use serde_json::{Value, json};

use super::client::corpus;
use crate::harness::{NOW, Place};

/// A connected assistant.
pub struct Assistant {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    number: u64,
}

impl Assistant {
    fn connect(place: &Place) -> Assistant {
        Assistant::connect_with(place, &[])
    }

    /// Starts the program with further flags, and connects to it.
    pub fn connect_with(place: &Place, flags: &[&str]) -> Assistant {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("mcp")
            .args(flags)
            .current_dir(place.path(""))
            .env_remove("DATELINE_INDEX")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("standard output"));
        let mut assistant = Assistant { child, input, output, number: 0 };
        let client = json!({"name": "test", "version": "0"});
        let hello =
            json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
        let server = assistant.ask("initialize", &hello);
        assert_eq!(server["result"]["serverInfo"]["name"], "dateline", "{server}");
        assistant.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        assistant
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().expect("a connection");
        writeln!(input, "{message}").expect("the message is sent");
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.number += 1;
        let request =
            json!({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params});
        self.send(&request);
        let mut line = String::new();
        self.output.read_line(&mut line).expect("an answer");
        let answer: Value = serde_json::from_str(&line).expect("the answer is JSON");
        assert_eq!(answer["id"], self.number, "{answer}");
        answer
    }

    /// Calls a tool. Returns what it said, and whether that is an error.
    pub fn call(&mut self, tool: &str, arguments: &Value) -> (Value, bool) {
        let answer = self.ask("tools/call", &json!({"name": tool, "arguments": arguments}));
        let result = &answer["result"];
        let failed = result["isError"] == true;
        let content = result["content"].as_array().expect("content");
        let text = content.last().and_then(|block| block["text"].as_str()).expect("a text");
        if !failed {
            let warning = content[0]["text"].as_str().expect("a text");
            assert!(warning.contains("untrusted content"), "{warning}");
        }
        (serde_json::from_str(text).expect("the answer is JSON"), failed)
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        harmless(self.child.kill(), "it may have ended");
        harmless(self.child.wait(), "it may have ended");
    }
}

#[test]
fn tools_give_the_answers_of_the_command_line() {
    let place = corpus();
    let mut assistant = Assistant::connect(&place);
    let tools = assistant.ask("tools/list", &json!({}));
    let tools: Vec<&str> = tools["result"]["tools"]
        .as_array()
        .expect("tools")
        .iter()
        .map(|tool| tool["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(tools, ["search", "timeline", "names", "show", "similar", "story", "kwic", "info"]);

    let (found, failed) =
        assistant.call("search", &json!({"q": "salt tax", "limit": 5, "now": NOW}));
    assert!(!failed, "{found}");
    let printed = place.search(&["salt tax", "-n", "5"]);
    assert_eq!(found["total"], printed["total"]);
    let keys = |answer: &Value| -> Vec<Value> {
        let hits = answer["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit["key"].clone()).collect()
    };
    assert_eq!(keys(&found), keys(&printed));

    let key = &keys(&found)[0];
    let (article, failed) = assistant.call("show", &json!({"key": key}));
    assert!(!failed && article["key"] == *key, "{article}");
    assert!(article["body"].as_str().is_some_and(|body| !body.is_empty()));

    let (timeline, failed) =
        assistant.call("timeline", &json!({"q": "salt", "interval": "year", "now": NOW}));
    let printed =
        place.json(&["timeline", "salt", "--interval", "year", "--now", NOW, "--output", "json"]);
    assert!(!failed);
    assert_eq!(timeline["buckets"], printed["buckets"]);

    let (names, failed) = assistant.call("names", &json!({"q": "salt", "limit": 5, "now": NOW}));
    let printed = place.json(&["names", "salt", "-n", "5", "--now", NOW, "--output", "json"]);
    assert!(!failed);
    assert_eq!(names, printed);

    let (lines, failed) = assistant.call("kwic", &json!({"q": "salt", "limit": 3}));
    assert!(!failed);
    assert_eq!(lines["lines"].as_array().map(Vec::len), Some(3), "{lines}");
    assert_eq!(lines["next_offset"], 3);

    let (held, failed) = assistant.call("info", &json!({}));
    assert!(!failed && held["articles"].as_u64() > Some(20), "{held}");
}

#[test]
fn mistakes_are_explained_and_the_connection_goes_on() {
    let place = corpus();
    let mut assistant = Assistant::connect(&place);
    for (tool, arguments, part) in [
        ("search", json!({"q": "date:1987-13"}), "1987-13"),
        ("search", json!({"q": "salt", "limit": 10_000}), "the maximum is 50"),
        ("search", json!({"query": "salt"}), "query"),
        ("search", json!({"q": {"a": 1}}), "q"),
        ("show", json!({}), "key is missing"),
        ("show", json!({"key": "nothing"}), "no article has the key"),
        ("kwic", json!({"q": "salt", "limit": 101}), "the maximum is 100"),
        ("names", json!({"q": "salt", "since": "soon"}), "\"since: "),
    ] {
        let (answer, failed) = assistant.call(tool, &arguments);
        assert!(failed, "{tool} {arguments}: {answer}");
        assert!(answer.to_string().contains(part), "{tool} {arguments}: {answer}");
    }
    let unknown = assistant.ask("tools/call", &json!({"name": "delete", "arguments": {}}));
    assert!(unknown["error"]["message"].as_str().is_some_and(|text| text.contains("delete")));
    let (found, failed) = assistant.call("search", &json!({"q": "salt"}));
    assert!(!failed && found["total"].as_u64() > Some(0), "{found}");
    // The server ends when the assistant closes the connection.
    drop(assistant.input.take());
    assert!(assistant.child.wait().expect("it ends").success());
}

#[test]
fn long_lists_of_an_archive_are_cut() {
    let place = Place::new();
    let line = |number: usize| {
        let year = 1900 + number;
        let source = if number < 5 { 0 } else { number };
        format!(
            "{}\n",
            json!({"title": format!("Salt {number}"), "date": format!("{year}-05-31"), "source": format!("Paper {source}"), "body": "Salt."})
        )
    };
    place.write("archive/all.jsonl", (0..65).map(line).collect::<String>());
    place.ends(0, &["index", "archive", "-q"]);
    let mut assistant = Assistant::connect(&place);
    let (held, failed) = assistant.call("info", &json!({}));
    assert!(!failed, "{held}");
    let values = |name: &str| held[name].as_array().expect("a list").clone();
    assert_eq!(values("sources").len(), 50);
    assert_eq!(values("sources")[0], json!({"value": "Paper 0", "count": 5}));
    assert_eq!(values("years").len(), 50);
    assert_eq!(values("years")[49]["value"], "1964", "{held}");
    assert_eq!(held["left_out"], json!({"sources": 11, "years": 15}));
}

#[test]
fn an_input_that_ends_before_the_protocol_begins_is_explained() {
    let place = crate::harness::with_corpus();
    for input in ["", "garbage\n", "{}\n", "\u{0}\u{1}\n\n"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("mcp")
            .current_dir(place.path(""))
            .env_remove("DATELINE_INDEX")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        harmless(pipe.write_all(input.as_bytes()), "it may have ended");
        drop(pipe);
        let output = child.wait_with_output().expect("the program ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{input:?}: {said}");
        assert!(said.starts_with("error: no assistant has connected"), "{input:?}: {said}");
        assert!(said.contains("hint: let an assistant start this command"), "{said}");
    }
}
